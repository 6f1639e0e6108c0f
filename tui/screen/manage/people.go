package manage

import (
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/tui/screen"
	"tim/tui/text"
)

// peopleEntries are the menu's rows of what isn't the programme's own settings.
func peopleEntries() []entry {
	row := func(name, about func(t *text.People) string, over func() page) entry {
		return entry{
			name:  func(t *text.Texts) string { return name(&t.People) },
			about: func(env screen.Env, _ loyalty.Program) string { return about(&env.Texts.People) },
			open:  func(menu) outcome { return outcome{Over: over()} },
		}
	}
	return []entry{
		row(func(t *text.People) string { return t.Rewards }, func(t *text.People) string { return t.RewardsAbout }, func() page { return newRewards() }),
		row(func(t *text.People) string { return t.Members }, func(t *text.People) string { return t.MembersAbout }, func() page { return newMembers() }),
		row(func(t *text.People) string { return t.Products }, func(t *text.People) string { return t.ProductsAbout }, func() page { return newProducts() }),
		row(func(t *text.People) string { return t.Liability }, func(t *text.People) string { return t.LiabilityAbout }, func() page { return newLiability() }),
		{
			name:  func(t *text.Texts) string { return t.Invoices.Title },
			about: func(env screen.Env, _ loyalty.Program) string { return env.Texts.Invoices.About },
			open:  func(menu) outcome { return outcome{Over: newInvoices()} },
		},
		row(func(t *text.People) string { return t.Files }, func(t *text.People) string { return t.FilesAbout }, func() page { return newTables(office.AdjustmentFile) }),
	}
}
