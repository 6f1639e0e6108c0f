package program

import (
	"reflect"
	"slices"
	"strings"

	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/tui/screen/form"
	"tim/tui/text"
)

// Section is a part of the programme that has a page of its own.
type Section uint8

// The sections, in the order of the manager's menu.
const (
	Points Section = iota
	Earning
	Expiry
	Using
	Returns
	Offline
	General
)

// Sections is all of them.
var Sections = []Section{Points, Earning, Expiry, Using, Returns, Offline, General}

// paths are the settings of a section, in order, but for the table of tiers.
var paths = [...][]string{
	Points: {"ranking.spend", "ranking.points", "rounding", "tier_review.mode", "tier_review.months"},
	Earning: {"earn.trigger", "earn.activation.mode", "earn.activation.value", "earn.excluded_skus", "earn.excluded_categories", "earn.excluded_from_ranking",
		"earn.base.tax", "earn.base.points_paid", "earn.base.discounted_lines"},
	Expiry:  {"expiry.mode", "expiry.days", "expiry.day", "expiry.month", Existing},
	Using:   {"use.value_per_point", "use.max_percent", "use.max_amount", "use.max_points", "use.min_points", "use.step", "use.levels", "use.as_voucher", "use.when_disabled"},
	Returns: {"returns.already_spent", "returns.grace_days", "returns.unpaid_points"},
	Offline: {"offline.use", "offline.keep_points", "offline.keep_days", "offline.stop_hours", "offline.trust_points"},
	General: {"enabled", "channels", "currency", "time_zone"},
}

// Existing is no setting: it is the field that leads to letting points that are there follow the rule of expiry as it is saved (X5).
const Existing = "expiry.existing"

// tierFields are the settings of a tier that somebody types; its id stays what it was at first, because orders name it.
var tierFields = []string{"name", "min_ranking_points", "rate_percent"}

// Paths are the settings that stand in a section, those that its form leaves out for now among them.
func (s Section) Paths() []string {
	if s != Points {
		return paths[s]
	}
	all := slices.Clone(paths[s])
	for _, field := range tierFields {
		all = append(all, "tiers."+field)
	}
	return all
}

// SectionOf is where a setting stands; a path may have a place in a list.
func SectionOf(path string) (Section, bool) {
	if at := strings.IndexByte(path, '['); at >= 0 {
		_, rest, _ := strings.Cut(path[at:], "]")
		path = path[:at] + rest
	}
	for _, s := range Sections {
		if slices.Contains(s.Paths(), path) {
			return s, true
		}
	}
	return 0, false
}

// silent says whether a setting means nothing under what else is chosen, so that its field is left out.
func silent(d Draft, path string) bool {
	doc := d.Doc()
	switch path {
	case "tier_review.months":
		return doc.TierReview.Mode != loyalty.ReviewRolling
	case "earn.activation.value":
		return doc.Earn.Activation.Mode == loyalty.ActivateAtOnce
	case "expiry.days":
		return doc.Expiry.Mode != loyalty.ExpiryAfterAccrual && doc.Expiry.Mode != loyalty.ExpiryAfterLastOrder
	case "expiry.day", "expiry.month":
		return doc.Expiry.Mode != loyalty.ExpiryYearly
	case Existing:
		return d.Changed() || d.Base().Version == 0 // a save offers it by itself
	case "offline.trust_points":
		return doc.Offline.Use != loyalty.OfflineTrust
	}
	return false
}

// Form is a section's fields with what the draft has. A field that has a fault is never left out.
func (s Section) Form(d Draft) form.Form { return filled(d, s.lines(d)) }

// Plain is Form without the fields that open a page of their own.
func (s Section) Plain(d Draft) form.Form {
	return filled(d, slices.DeleteFunc(s.lines(d), func(l form.Line) bool { return len(l.Fields) == 1 && l.Fields[0].Kind == form.Open }))
}

// filled is a form of lines with what the draft has.
func filled(d Draft, lines []form.Line) form.Form {
	f := form.New(lines...)
	for _, key := range f.Keys() {
		f = f.With(key, d.Text(key))
	}
	return f.Focus(f.Focused().Key).Faulty(d.Faults()) // typing replaces what is there
}

func (s Section) lines(d Draft) []form.Line {
	faults := d.Faults()
	var lines []form.Line
	for _, path := range paths[s] {
		if s == Points && path == "rounding" {
			lines = append(lines, tierLines(d)...)
		}
		if silent(d, path) && faults[path] == nil {
			continue
		}
		line := form.One(FieldOf(path))
		switch path {
		case "ranking.spend":
			line.Heading = text.Of(text.In(text.Vietnamese).Program.RankingHead, text.In(text.English).Program.RankingHead)
		case "rounding":
			line.Heading = text.Of(text.In(text.Vietnamese).Program.RoundingHead, text.In(text.English).Program.RoundingHead)
		}
		lines = append(lines, line)
	}
	return lines
}

// Widths of the table of tiers: name, from, rate, what a point is worth.
var tierWidths = []int{0, 12, 9, 18}

// tierLines is the table of tiers.
func tierLines(d Draft) []form.Line {
	vi, en := &text.In(text.Vietnamese).Program, &text.In(text.English).Program
	lines := make([]form.Line, len(d.Doc().Tiers))
	for i := range lines {
		lines[i].Widths = tierWidths
		for _, name := range tierFields {
			field := FieldOf("tiers." + name)
			field.Key = TierPath(i, name)
			lines[i].Fields = append(lines[i].Fields, field)
		}
	}
	if len(lines) > 0 {
		lines[0].Heading = text.Of(vi.TiersHead, en.TiersHead)
		lines[0].Heads = []text.Both{text.Of(vi.NameHead, en.NameHead), text.Of(vi.FromHead, en.FromHead), text.Of(vi.RateHead, en.RateHead), text.Of(vi.WorthHead, en.WorthHead)}
	}
	return lines
}

// Tails is a section's form with what a point is worth in each tier (E5), as it stands with what is typed.
func Tails(f form.Form, d Draft, lang text.Language) form.Form {
	return f.Tails(func(keys []string) string {
		i, _, ok := tierPath(keys[0])
		if !ok || i >= len(d.doc.Tiers) {
			return ""
		}
		_, badRate := d.bad[TierPath(i, "rate_percent")]
		spend, worth := d.doc.Tiers[i].SpendPerPoint(d.doc.Ranking)
		if !worth || badRate {
			return "-"
		}
		return text.In(lang).Program.Worth(spend)
	})
}

// TierOf is which tier a field is of; false of a field that is no tier's.
func TierOf(path string) (int, bool) {
	i, _, ok := tierPath(path)
	return i, ok
}

// FieldOf is the field of a setting, by its path without places in lists.
func FieldOf(path string) form.Field {
	s, _ := text.SettingOf(path)
	f := form.Field{Key: path, Label: s.Label, Unit: s.Unit, Empty: s.Empty, About: s.About, Kind: kindOf(path)}
	for _, o := range s.Options {
		f.Options = append(f.Options, form.Option{Value: o.Value, Label: o.Label, About: o.About})
	}
	switch {
	case f.Kind == form.Number:
		f.Max = 17
	case path == "tiers.name":
		f.Max = loyalty.TextMax
	}
	return f
}

// kindOf is how a setting is filled in.
func kindOf(path string) form.Kind {
	if s, _ := text.SettingOf(path); len(s.Options) > 0 {
		return form.Choice
	}
	switch path {
	case "currency", "time_zone":
		return form.Fixed
	case Existing:
		return form.Open
	}
	one := loyalty.Program{Tiers: make([]loyalty.Tier, 1)}
	v := settingAt(reflect.ValueOf(one), strings.Replace(path, "tiers.", "tiers[0].", 1))
	if !v.IsValid() {
		return form.Text
	}
	of := v.Type()
	if of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	switch {
	case of == reflect.TypeFor[money.Percent]():
		return form.Decimal
	case of == reflect.TypeFor[[]string]():
		return form.Open
	case of.Kind() == reflect.Int || of.Kind() == reflect.Int64:
		return form.Number
	}
	return form.Text
}
