package loyalty

import (
	"time"
)

// Reruled is the expiry that living points get which arose at an instant and are to follow this rule from now on (X5), and false where
// they follow it already. They lapse by the rule as if they had been sold under it, but never before notBefore, nor before what they were
// promised (LotExpiry.NotBefore); those of a yearly rule on its first day from then on. was is their present expiry; of a child lot arose
// is its family's first lot's.
func (r Rule) Reruled(arose time.Time, was LotExpiry, notBefore time.Time) (LotExpiry, bool) {
	if r.governs(arose, was) {
		return was, false
	}
	if was.NotBefore.After(notBefore) {
		notBefore = was.NotBefore
	}
	x := r.lapse(arose)
	if last := notBefore.Add(-time.Millisecond); x.Mode == ExpiryYearly && last.After(arose) {
		x.LapsesAt = yearlyAfter(last, r.ExpiryMonth, r.ExpiryDay, r.ZoneOffset)
	}
	x.NotBefore = notBefore // of what never lapses, too: by the rule after that it stays promised
	return x, true
}

// governs says whether points' expiry is this rule's: numbers and all, whenever it became so.
func (r Rule) governs(arose time.Time, x LotExpiry) bool {
	if x.Mode != r.Expiry.Mode {
		return false
	}
	switch x.Mode {
	case ExpiryAfterAccrual:
		return x.LapsesAt.Equal(arose.Add(r.Expiry.Life))
	case ExpiryAfterLastOrder:
		return x.Life == r.Expiry.Life
	case ExpiryYearly:
		return x.LapsesAt.Equal(yearlyAfter(x.LapsesAt.Add(-time.Millisecond), r.ExpiryMonth, r.ExpiryDay, r.ZoneOffset))
	}
	return true
}

// Reruled are the rules that an account's living lots get which don't follow a rule yet (X5), and how many points they have; as of the
// account's instant. Of a family with points left every living lot follows: which of them has its points is only told by what lapses first.
func (a Account) Reruled(r Rule, notBefore time.Time) (rules []LotRule, points int64) {
	arose, alive := make(map[string]time.Time, len(a.Lots)), map[string]bool{}
	for i := range a.Lots {
		l := &a.Lots[i]
		arose[l.ID] = l.AroseAt
		alive[l.Root] = alive[l.Root] || l.Remaining > 0
	}
	for i := range a.Lots {
		l := &a.Lots[i]
		if l.Lapsed || !alive[l.Root] {
			continue
		}
		first, known := arose[l.Root]
		if !known {
			first = l.AroseAt
		}
		if x, changed := r.Reruled(first, l.Expiry, notBefore); changed {
			rules, points = append(rules, LotRule{Lot: l.ID, Expiry: x}), points+l.Remaining
		}
	}
	return rules, points
}
