package program

import (
	"strings"
	"time"

	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/tui/text"
)

// The order that the examples are about, and the points of its member.
const (
	exampleOrder = money.VND(250_000)
	examplePts   = int64(500)
	exampleTiers = 6 // that are told of
)

// Said is one line of an example.
type Said struct {
	Text string
	Warn bool
}

// Example is what a section's settings come to, computed by the domain from the draft. While something is wrong in the draft it only
// says so.
func (s Section) Example(d Draft, lang text.Language, zone *time.Location, now time.Time) []Said {
	t := &text.In(lang).Program
	if len(d.Faults()) > 0 {
		return []Said{{Text: t.Mend}}
	}
	e := example{doc: d.Doc(), t: t, lang: lang, zone: zone, now: now}
	if !e.doc.Enabled && s != General && s != Using {
		e.warn(t.EarningOff)
	}
	switch s {
	case Points:
		e.points()
	case Earning:
		e.earning()
	case Expiry:
		e.expiry()
	case Using:
		e.using()
	case Returns:
		e.returns()
	case Offline:
		e.offline()
	case General:
		e.general()
	}
	return e.said
}

type example struct {
	doc  loyalty.Program
	t    *text.Program
	lang text.Language
	zone *time.Location
	now  time.Time
	said []Said
}

func (e *example) say(s string)  { e.said = append(e.said, Said{Text: s}) }
func (e *example) warn(s string) { e.said = append(e.said, Said{Text: s, Warn: true}) }

// rule is what an order of a tier's member freezes now, on a channel that earns where there is one.
func (e *example) rule(t loyalty.Tier) loyalty.Rule {
	channel := ""
	if len(e.doc.Channels) > 0 {
		channel = e.doc.Channels[0]
	}
	return e.doc.Freeze(t, channel, e.now, e.zone)
}

// points is what each tier earns on the order, and which tier earns less than one below it (E6).
func (e *example) points() {
	for _, w := range e.doc.Warnings() {
		word := func(name string) string { s, _ := w.Args[name].(string); return s }
		e.warn(e.t.LowerRate(word("tier"), word("rate"), word("below"), word("below_rate")))
	}
	e.say(e.t.OrderOf(exampleOrder))
	for i, tier := range e.doc.Tiers {
		if i == exampleTiers {
			e.say("  …")
			break
		}
		earned := e.rule(tier).Earn([]loyalty.BaseLine{{ID: "1", Amount: exampleOrder}})
		e.say("  " + e.t.TierEarns(tier.Name, earned.Reward))
	}
	setting, _ := text.SettingOf("rounding")
	for _, o := range setting.Options {
		if o.Value == string(e.doc.Rounding) {
			e.say(o.About.In(e.lang))
		}
	}
}

// earning is an order of goods of three kinds, explained line by line as the till explains it (E16).
func (e *example) earning() {
	lines := []loyalty.BaseLine{
		{ID: "1", Name: e.t.Goods[0], Amount: 150_000, Points: 15_000, VAT: money.Per100(8)},
		{ID: "2", Name: e.t.Goods[1], Amount: 60_000, Discount: 10_000, Points: 5_000, VAT: money.Per100(8)},
		{ID: "3", Name: e.t.Goods[2], Amount: 50_000, Exclusion: loyalty.ExcludedSKU},
	}
	rule := e.rule(e.doc.Tiers[0])
	earned := rule.Earn(lines)
	lot := rule.Lot("example", 0, max(earned.Reward, 1), e.now)
	for _, line := range loyalty.Explain(earned, &lot, e.lang.Domain()) {
		e.say(line)
	}
}

// expiry is when points lapse that arise now, and those that arise in half a year.
func (e *example) expiry() {
	if e.doc.Expiry.Mode == loyalty.ExpiryNever {
		e.say(e.t.NeverLapses)
		return
	}
	rule, say := e.rule(e.doc.Tiers[0]), e.t.LapsesOn
	if e.doc.Expiry.Mode == loyalty.ExpiryAfterLastOrder {
		say = e.t.LapsesUnless
	}
	for _, arose := range []time.Time{e.now, e.now.AddDate(0, 6, 0)} {
		lot := rule.Lot("example", 0, 1, arose)
		e.say(say(text.Date(arose, e.zone), text.DateTime(lot.Expiry.LapsesAt, e.zone)))
	}
}

// using is what a member of so many points may take off the order, and the levels that the till offers.
func (e *example) using() {
	use := e.doc.Use
	basis := loyalty.UseBasis{Payable: exampleOrder, LeftToPay: exampleOrder, Usable: examplePts, Disabled: e.doc.UseDisabled()}
	limit := use.Limit(basis)
	e.say(e.t.OrderOf(exampleOrder))
	if limit.Max == 0 {
		e.warn(e.t.NoneUsable(examplePts))
	} else {
		e.say(e.t.MayUse(examplePts, limit.Max, limit.Amount))
	}
	for _, level := range use.Levels(basis, limit) {
		e.say("  " + e.t.Level(level.Percent, level.Points, level.Amount, level.LeftToPay))
	}
	if use.AsVoucher {
		e.say(e.t.Voucher(100, use.Value(100)))
	}
}

func (e *example) returns() {
	const points = 100
	say := map[string]func(int64, money.VND) string{loyalty.SpentNegative: e.t.ReturnOwes, loyalty.SpentFloor: e.t.ReturnStops, loyalty.SpentDeduct: e.t.ReturnDeducts}
	e.say(say[e.doc.Returns.AlreadySpent](points, e.doc.Use.Value(points)))
}

func (e *example) offline() {
	o := e.doc.Offline
	if o.Use == loyalty.OfflineNone || o.StopHours == 0 {
		e.say(e.t.OfflineNone)
		return
	}
	e.say(e.t.OfflineHolds(o.KeepPoints, e.doc.Use.Value(o.KeepPoints), o.KeepDays))
	if o.Use == loyalty.OfflineTrust {
		e.say(e.t.OfflineTrusts(o.TrustPoints))
	}
	e.say(e.t.OfflineStops(o.StopHours))
}

func (e *example) general() {
	if !e.doc.Enabled {
		e.warn(e.t.EarningOff)
		return
	}
	for _, id := range append([]string(nil), loyalty.Default().Channels...) {
		say := e.t.ChannelNot
		if e.doc.Earns(id) {
			say = e.t.ChannelEarns
		}
		e.say(say(text.Channel(id, e.lang)))
	}
	e.say(e.t.FoundedWith)
}

// Summary is what stands behind a section in the menu: the settings that say most.
func (s Section) Summary(doc loyalty.Program, lang text.Language) string {
	t := &text.In(lang).Program
	value := func(path string) string {
		return text.SettingValue(path, strings.ReplaceAll(NewDraft(doc).Text(path), ",", "."), lang)
	}
	switch s {
	case Points:
		return t.Summary(doc.Ranking.Spend, doc.Ranking.Points, len(doc.Tiers))
	case Earning:
		return value("earn.trigger") + " · " + t.Activates(doc.Earn.Activation.Mode, doc.Earn.Activation.Value)
	case Expiry:
		return t.Lapses(doc.Expiry.Mode.String(), doc.Expiry.Days, doc.Expiry.Day, doc.Expiry.Month)
	case Using:
		percent := ""
		if doc.Use.MaxPercent != nil {
			percent = text.Percent(*doc.Use.MaxPercent)
		}
		return t.Limits(doc.Use.ValuePerPoint, percent)
	case Returns:
		return value("returns.already_spent")
	case Offline:
		return value("offline.use")
	}
	names := make([]string, len(doc.Channels))
	for i, id := range doc.Channels {
		names[i] = text.Channel(id, lang)
	}
	return value("enabled") + " · " + strings.Join(names, ", ")
}
