package story

import (
	"context"
	"fmt"
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
)

// Manager answers a manager's desk with what is written here. Nothing that it is told is kept, but that a save is answered with what was
// saved.
type Manager struct {
	Err    error           // of every answer
	Empty  bool            // a shop that has just begun
	Saving error           // of a save
	Theirs loyalty.Program // what another manager saved meanwhile, its Version 0: nobody did
	asked  *int            // saves so far
	saved  *loyalty.Program
	// Applying is the error of applying a new expiry rule.
	Applying error
}

// programmes are three versions: the first, the one in force, and one that is scheduled.
func programmes() loyalty.Versions {
	first := Programme()
	first.Version, first.Author, first.At, first.EffectiveFrom = 1, "nguyen-hue/minh", Now.AddDate(0, -5, 0), Now.AddDate(0, -5, 0)
	second := first.With(loyalty.Diff(first, changedProgramme(first))...)
	second.Version, second.Reason, second.At, second.EffectiveFrom = 2, "khuyến mãi tháng 11", Now.AddDate(0, 0, -20), Now.AddDate(0, 0, -20)
	return loyalty.Versions{first, second}
}

func changedProgramme(p loyalty.Program) loyalty.Program {
	p.Tiers = append([]loyalty.Tier(nil), p.Tiers...)
	p.Tiers[1].Rate = money.Per100(110)
	p.Earn.ExcludedCategories = []string{"Thẻ cào", "Sữa bột trẻ em"}
	p.Earn.Activation = loyalty.Activation{Mode: loyalty.ActivateHours, Value: 2}
	p.Use.AsVoucher = false
	return p
}

// Program implements manage.Programme.
func (m *Manager) Program(context.Context) (loyalty.Program, string, error) {
	all := programmes()
	doc := all[len(all)-1]
	if m.asked != nil && *m.asked > 0 && m.Theirs.Version > 0 {
		doc = m.Theirs
	}
	if m.saved != nil {
		doc = *m.saved
	}
	return doc, office.ETag(doc), m.Err
}

// Versions implements manage.Programme.
func (m *Manager) Versions(context.Context) (loyalty.Versions, error) { return programmes(), m.Err }

// PutProgram implements manage.Programme.
func (m *Manager) PutProgram(_ context.Context, doc loyalty.Program, etag string) (loyalty.Program, string, error) {
	if m.asked == nil {
		m.asked = new(int)
	}
	*m.asked++
	switch {
	case m.Saving != nil:
		return doc, "", m.Saving
	case m.Theirs.Version > 0 && etag != office.ETag(m.Theirs):
		return doc, "", fault.New(fault.Conflict, "program.changed", fault.Args{"have": m.Theirs.Version})
	}
	doc.Version, doc.Author, doc.At = 3, "nguyen-hue/minh", Now
	if doc.EffectiveFrom.IsZero() {
		doc.EffectiveFrom = Now
	}
	m.saved = &doc
	return doc, office.ETag(doc), m.Err
}

// Preview implements manage.Programme.
func (m *Manager) Preview(_ context.Context, doc loyalty.Program, q office.PreviewQuery, progress func(done, total int)) (office.Preview, error) {
	orders := min(q.Orders, 4_321)
	progress(orders, orders)
	p := office.Preview{Orders: orders, From: Now.AddDate(0, 0, -14), To: Now, Gainers: 412, Losers: 2}
	for i, t := range doc.Tiers {
		n := int64(40_000 / (i + 1))
		was := office.Figures{Points: n, Liability: money.VND(n) * 1_000}
		is := office.Figures{Points: n + n*int64(i)/10, Liability: doc.Use.Value(n + n*int64(i)/10)}
		p.Tiers = append(p.Tiers, office.TierPreview{ID: t.ID, Name: t.Name, Orders: orders / (i + 2), Before: was, After: is})
		p.Before.Points, p.After.Points = p.Before.Points+was.Points, p.After.Points+is.Points
		p.Before.Liability, p.After.Liability = p.Before.Liability+was.Liability, p.After.Liability+is.Liability
	}
	for i := range 7 {
		n := int64(8_000 + 1_700*(i%4))
		p.Bars = append(p.Bars, office.PreviewBar{From: time.Date(2026, 11, 15+i, 0, 0, 0, 0, Zone), Before: n, After: n + n/12})
	}
	for i, name := range []string{"Nguyễn Thị Ánh", "Phạm Quốc Bảo", "Đặng Thu Thảo"} {
		p.Gain = append(p.Gain, office.MemberPreview{ID: fmt.Sprint("m", i), Name: name, Phone: "09•• ••• 678", Before: 1_200, After: 1_320 - int64(i)*20})
	}
	p.Lose = []office.MemberPreview{{ID: "m9", Name: "Lý Gia Hân", Phone: "09•• ••• 111", Before: 90, After: 82}}
	return p, m.Err
}

// theirs is what another manager saved meanwhile: a rate, a category, and when points can be used.
func theirs() loyalty.Program {
	all := programmes()
	p := all[len(all)-1]
	p.Tiers = append([]loyalty.Tier(nil), p.Tiers...)
	p.Tiers[1].Rate = money.Per100(115)
	p.Earn.ExcludedCategories = []string{"Thẻ cào", "Rượu bia"}
	p.Earn.Activation = loyalty.Activation{Mode: loyalty.ActivateAtOnce}
	p.Version, p.Author, p.At = 3, "nguyen-hue/lan", Now.Add(-4*time.Minute)
	return p
}

// manageStories are the manager's desk: the programme and its history.
func manageStories() []Story {
	at := func(name string, m Manager, keys ...string) Story {
		open := []string{"f12", "ctrl+p", "/manage", "enter", "7913", "enter"}
		return Story{Name: name, State: WithMember(), Manage: &m, Keys: append(open, keys...), After: managed}
	}
	rate := []string{"enter", "down", "120"}
	keys := func(first []string, more ...string) []string { return append(append([]string(nil), first...), more...) }
	return []Story{
		{Name: "manage-pin", State: WithMember(), Manage: &Manager{}, Keys: []string{"f12", "ctrl+p", "/manage", "enter"}, After: managed},
		at("manage", Manager{}),
		at("manage-offline", Manager{Err: fault.New(fault.Unavailable, "manage.offline", nil)}),
		at("manage-points", Manager{}, rate...),
		at("manage-points-lower", Manager{}, "enter", "down", "90"),
		at("manage-points-bad", Manager{}, "enter", "2000", "down", "down", "tab", "tab", "tab", "5", "f9"),
		at("manage-points-add", Manager{}, "enter", "f2", "Bạch kim"),
		at("manage-earning", Manager{}, "down", "enter"),
		at("manage-earning-days", Manager{}, "down", "enter", "down", "right", "down", "3"),
		at("manage-expiry", Manager{}, "down", "down", "enter", "right", "right"),
		at("manage-using", Manager{}, "down", "down", "down", "enter"),
		at("manage-returns", Manager{}, "down", "down", "down", "down", "enter"),
		at("manage-offline-rules", Manager{}, "down", "down", "down", "down", "down", "enter"),
		at("manage-general", Manager{}, "down", "down", "down", "down", "down", "down", "enter"),
		at("manage-channels", Manager{}, "down", "down", "down", "down", "down", "down", "enter", "down", "enter", "down", "enter"),
		at("manage-categories", Manager{}, "down", "enter", "down", "down", "down", "down", "enter", "Bia"),
		at("manage-products-excluded", Manager{}, "down", "enter", "down", "down", "down", "enter", "sua"),
		at("manage-unsaved", Manager{}, keys(rate, "esc")...),
		at("manage-leave", Manager{}, keys(rate, "esc", "esc")...),
		at("manage-search", Manager{}, "ctrl+p", "lam tron"),
		at("manage-search-none", Manager{}, "ctrl+p", "xyz"),
		at("manage-save", Manager{}, keys(rate, "esc", "down", "enter", "right", "f9", "giá mới")...),
		at("manage-save-day", Manager{}, keys(rate, "f9", "down", "1/11/2026", "f9")...),
		at("manage-save-refused", Manager{Saving: fault.Fields{fault.At("time_zone", "field.enum", fault.Args{"value": "Asia/Nowhere"}), fault.At("tiers[1].rate_percent", "field.range", fault.Args{"value": "2000", "min": "0", "max": "1000"})}}, keys(rate, "f9", "f9")...),
		at("manage-save-offline", Manager{Saving: fault.New(fault.Unavailable, "link.down", nil)}, keys(rate, "f9", "f9")...),
		at("manage-saved", Manager{}, keys(rate, "f9", "f9")...),
		at("manage-apply", Manager{}, "down", "down", "enter", "right", "f9", "f9"),
		at("manage-apply-refused", Manager{Applying: fault.New(fault.Unavailable, "manage.unsure", nil)}, "down", "down", "enter", "right", "f9", "f9", "f9"),
		at("manage-applied", Manager{}, "down", "down", "enter", "right", "f9", "f9", "f9"),
		at("manage-conflict", Manager{Theirs: theirs()}, "enter", "down", "120", "esc", "down", "enter", "down", "down", "down", "down", "enter", "Bia", "enter", "esc", "f9", "f9"),
		at("manage-conflict-taken", Manager{Theirs: theirs()}, keys(rate, "f9", "f9", "f9")...),
		at("manage-preview", Manager{}, keys(rate, "f9", "f6")...),
		at("manage-preview-all", Manager{}, keys(rate, "f9", "f6", "f6", "end")...),
		at("manage-history", Manager{}, "down", "down", "down", "down", "down", "down", "down", "enter"),
		at("manage-version", Manager{}, "down", "down", "down", "down", "down", "down", "down", "enter", "enter"),
		at("manage-again", Manager{}, "down", "down", "down", "down", "down", "down", "down", "enter", "down", "enter", "f8"),
	}
}
