package desk

import (
	"time"

	"tim/domain/report"
	"tim/domain/shift"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// lineFacts is all that is known of a shift, exactly; first what is to be done about it.
func lineFacts(env screen.Env, l report.Line, at time.Time) []string {
	t, theme := &env.Texts.Desk, env.Theme
	worst := l.Trouble(at)
	facts := []string{theme.Strong.On(env.Texts.Common.Till(l.ID.Till) + " " + widget.Clean(l.Cashier)), worry(worst, theme).On(t.SaysTrouble(worst))}
	facts = append(facts, linkFacts(env, l, at)...) // the columns have none of it
	facts = append(facts, widget.Clean(l.Shop), t.ShiftNo(l.ID.Number), t.FactSince(text.DateTime(l.Shift.OpenedAt, env.Zone)))
	if l.Shift.State == shift.Closed {
		facts = append(facts, t.FactUntil(text.DateTime(l.Shift.Since, env.Zone)))
	}
	facts = append(facts, moneyFacts(env, l)...)
	return append(facts, t.FactVoids(text.TallyExact(l.Voids)), t.FactOverrides(text.TallyExact(l.Overrides)), t.FactRefunds(text.TallyExact(l.Refunds)),
		t.FactNoSales(text.Points(l.NoSales)), theme.Heart.On(t.FactPoints(text.Points(l.Earned), text.Points(l.Spent), text.Money(l.Value))))
}

func moneyFacts(env screen.Env, l report.Line) []string {
	t, theme := &env.Texts.Desk, env.Theme
	facts := []string{t.FactNet(text.Money(l.Net))}
	if l.Turnover != l.Net {
		facts = append(facts, t.FactTurnover(text.Money(l.Turnover)))
	}
	switch {
	case l.Over < 0:
		facts = append(facts, theme.Danger.On(t.FactShort(text.Money(-l.Over))))
	case l.Over > 0:
		facts = append(facts, t.FactOver(text.Money(l.Over)))
	case l.Shift.State == shift.Closed:
	case l.Cash != nil:
		facts = append(facts, t.FactDrawer(text.Money(l.Cash.Expected)))
	default:
		facts = append(facts, theme.Muted.On(t.FactBlind))
	}
	if l.DropOver > 0 {
		facts = append(facts, theme.Warn.On(t.FactDrop(text.Money(l.DropOver))))
	}
	return facts
}

// linkFacts is how far the till's journal is known, and whether it is as it was written.
func linkFacts(env screen.Env, l report.Line, at time.Time) []string {
	t, theme := &env.Texts.Desk, env.Theme
	facts := []string{t.FactSent}
	switch {
	case l.Trouble(at) == report.TroubleSilent && l.Unsent == 0: // nobody knows what it has
		facts = nil
	case l.Unsent > 0:
		facts[0] = t.FactUnsent(text.Points(l.Unsent), t.Ago(at.Sub(l.Oldest)))
	}
	if !l.Heard.IsZero() {
		facts = append(facts, t.FactHeard(text.Clock(l.Heard, env.Zone)))
	}
	if l.Skew.Abs() > report.SkewMost {
		facts = append(facts, theme.Warn.On(t.FactSkew(t.Ago(l.Skew.Abs()))))
	}
	chain := [...]string{report.ChainUnknown: theme.Muted.On(t.ChainUnknown), report.ChainGood: theme.OK.On(t.ChainGood),
		report.ChainBroken: theme.Danger.On(t.ChainBroken), report.ChainForked: theme.Danger.On(t.ChainFork)}
	return append(facts, chain[l.Chain])
}
