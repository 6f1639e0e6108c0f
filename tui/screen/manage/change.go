package manage

import (
	"slices"
	"strings"

	"tim/domain/loyalty"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// changed is one change in words: what of, as it was and as it is.
type changed struct{ label, was, is string }

// told is a change in words; tiers are called by their names in the documents, the newest first.
func told(env screen.Env, c loyalty.Change, docs ...loyalty.Program) changed {
	t := &env.Texts.Manage
	setting, _ := text.SettingOf(c.Field)
	label := setting.Label.In(env.Lang)
	_, _, inside := strings.Cut(c.Field, "].")
	switch {
	case c.Tier != "" && !inside && c.Is == "":
		return changed{t.TierGone, widget.Clean(c.Was), "-"}
	case c.Tier != "" && !inside:
		return changed{t.TierNew, "-", widget.Clean(c.Is)}
	case c.Tier != "":
		label = tierName(c.Tier, docs) + " · " + label
	case c.Added != nil || c.Removed != nil:
		return changed{label, signedNames("−", c.Removed, c.Field, env.Lang), signedNames("+", c.Added, c.Field, env.Lang)}
	}
	return changed{label, text.SettingValue(c.Field, c.Was, env.Lang), text.SettingValue(c.Field, c.Is, env.Lang)}
}

func tierName(id string, docs []loyalty.Program) string {
	for _, doc := range docs {
		if i := slices.IndexFunc(doc.Tiers, func(t loyalty.Tier) bool { return t.ID == id }); i >= 0 {
			return widget.Clean(doc.Tiers[i].Name)
		}
	}
	return widget.Clean(id)
}

// signedNames are the names that came or went, "" of none.
func signedNames(sign string, names []string, field string, lang text.Language) string {
	shown := make([]string, len(names))
	for i, name := range names {
		shown[i] = sign + widget.Clean(name)
		if field == "channels" {
			shown[i] = sign + text.Channel(name, lang)
		}
	}
	return strings.Join(shown, " ")
}

// changeRows are changes below each other: label, was → is.
func changeRows(env screen.Env, changes []loyalty.Change, width int, docs ...loyalty.Program) []string {
	label := min(34, width*2/5)
	rows := make([]string, len(changes))
	for i, c := range changes {
		said := told(env, c, docs...)
		values := env.Theme.Muted.On(orNone(said.was)) + " → " + env.Theme.Strong.On(orNone(said.is))
		if c.Added != nil || c.Removed != nil {
			values = strings.TrimSpace(env.Theme.Danger.On(said.was) + " " + env.Theme.OK.On(said.is))
		}
		rows[i] = "  " + widget.Fit(said.label, label) + "  " + widget.Cut(values, width-label-4)
	}
	return rows
}

func orNone(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
