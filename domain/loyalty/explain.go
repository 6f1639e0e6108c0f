package loyalty

import (
	"time"

	"tim/domain/money"
)

// ExplainWidth is the width of the longest explaining line, terminal cells.
const ExplainWidth = 76

// nameWidth is how much of a product's name a line shows, cells.
const nameWidth = 28

// Explain says how the points of an order came about, line by line (E16): what counts of each line and what was taken
// off, what is excluded and why, tier, rate, exact quotient, rounding, activation and expiry. lot is the lot that arose,
// nil while none has (a quote, an order not delivered yet, nothing earned). Till, receipt and API show these same lines;
// none is longer than ExplainWidth.
func Explain(e Earned, lot *Lot, lang Lang) []string {
	t := wordings[lang]
	if !e.Rule.Enabled {
		return wrap(t.off)
	}
	var lines []string
	for i := range e.Lines {
		lines = append(lines, t.line(&e.Lines[i], e.Rule)...)
	}
	lines = append(lines, wrap(t.eligible, t.vnd(e.Eligible))...)
	lines = append(lines, wrap(t.tier, e.Rule.TierName+",", t.rate, t.percent(e.Rule.Rate))...)
	lines = append(lines, t.quotient(e)...)
	lines = append(lines, t.ranking(e)...)
	switch {
	case lot != nil:
		lines = append(lines, wrap(t.lot(lot, e.Rule)...)...)
	case e.Reward > 0:
		lines = append(lines, wrap(t.promise(e.Rule)...)...)
	}
	return lines
}

// ExplainTopUp says that central gave an order so many points more, because its tier was higher than its till knew
// (SHARES 25).
func ExplainTopUp(points int64, lang Lang) []string {
	t := wordings[lang]
	return wrap(t.toppedUp, t.number(points)+" "+t.pointsOf(points))
}

// line is what counts of one order line.
func (t *wording) line(l *EarnedLine, r Rule) []string {
	words := []string{clipCells(l.Name, nameWidth) + ":"}
	if l.Exclusion != NotExcluded {
		return wrap(append(words, t.excluded, "("+t.why[l.Exclusion]+")")...)
	}
	words = append(words, t.number(int64(l.Amount)))
	off := func(what string, amount money.VND) {
		if amount != 0 {
			words = append(words, "− "+what, t.number(int64(amount)))
		}
	}
	off(t.discount, l.Discount)
	off(t.shared, l.Shared)
	paid := l.Amount - l.Discount - l.Shared
	if !r.PointsPaidIncluded {
		off(t.points, l.Points)
		paid -= l.Points
	}
	off("VAT", paid-l.Base)
	if len(words) > 2 {
		words = append(words, "= "+t.number(int64(l.Base)))
	}
	words[len(words)-1] += "\u00a0₫"
	return wrap(words...)
}

// quotient is E3 with its figures, and E4.
func (t *wording) quotient(e Earned) []string {
	words := []string{t.number(int64(e.Eligible)), "× " + t.percent(e.Rule.Rate)}
	if e.Rule.RankingPoints != 1 {
		words = append(words, "× "+t.number(e.Rule.RankingPoints))
	}
	words = append(words, "/ "+t.number(int64(e.Rule.RankingSpend)), "= "+t.exact(e.Eligible, e.Rule, e.Rule.Rate))
	words = append(words, "→ "+t.rounding[e.Rule.Rounding], "→ "+t.number(e.Reward)+" "+t.pointsOf(e.Reward))
	return wrap(words...)
}

// ranking is the same at 100 % for the ranking points.
func (t *wording) ranking(e Earned) []string {
	words := []string{t.rankingPoints, t.number(int64(e.RankingBase))}
	if e.Rule.RankingPoints != 1 {
		words = append(words, "× "+t.number(e.Rule.RankingPoints))
	}
	words = append(words, "/ "+t.number(int64(e.Rule.RankingSpend)), "= "+t.exact(e.RankingBase, e.Rule, money.Per100(100)),
		"→ "+t.number(e.Ranking))
	return wrap(words...)
}

// lot says when the points that arose may be used, and until when.
func (t *wording) lot(l *Lot, r Rule) []string {
	words := []string{t.usableNow}
	if l.UsableAt.After(l.AroseAt) {
		words = []string{t.usableFrom, t.date(l.UsableAt, r)}
	}
	switch l.Expiry.Mode {
	case ExpiryNever:
		return append(words, "· "+t.never)
	case ExpiryAfterLastOrder:
		return append(words, "· "+t.lapses, t.date(l.Expiry.LapsesAt, r), t.unlessOrder)
	}
	return append(words, "· "+t.lapses, t.date(l.Expiry.LapsesAt, r))
}

// promise says the same of points that have not arisen yet.
func (t *wording) promise(r Rule) []string {
	var words []string
	if r.Trigger {
		words = append(words, t.onDelivery+" ·")
	}
	if r.Activation > 0 {
		words = append(words, t.usableAfter, t.span(r.Activation))
	} else {
		words = append(words, t.usableNow)
	}
	switch r.Expiry.Mode {
	case ExpiryAfterAccrual:
		return append(words, "· "+t.lapsesAfter, t.span(r.Expiry.Life))
	case ExpiryAfterLastOrder:
		return append(words, "· "+t.lapsesAfter, t.span(r.Expiry.Life), t.withoutOrder)
	case ExpiryYearly:
		day := time.Date(2024, time.Month(r.ExpiryMonth), r.ExpiryDay, 0, 0, 0, 0, time.UTC) // a leap year: X3 has 29 February
		return append(words, "· "+t.lapsesYearly, day.Format("02/01"))
	}
	return append(words, "· "+t.never)
}

// Reasons is what Explain needs, kept until somebody reads it: explaining takes longer than earning.
type Reasons struct {
	Earned Earned
	Lot    *Lot
}

// In is the explanation in a language; none without lines to explain.
func (r Reasons) In(lang Lang) []string {
	if len(r.Earned.Lines) == 0 {
		return nil
	}
	return Explain(r.Earned, r.Lot, lang)
}
