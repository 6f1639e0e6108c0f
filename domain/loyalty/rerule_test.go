package loyalty

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// ruleOf is a rule that lapses so.
func ruleOf(x Expiry) Rule {
	p := Default()
	p.Expiry = x
	return p.Freeze(p.Tiers[0], "store", epoch, time.UTC)
}

func TestX5PointsFollowANewRuleAndAreNeverRushed(t *testing.T) {
	b := book{t: t}
	b.buy(0, "old", 30)   // never lapses
	b.buy(95, "young", 7) //
	apply := func(x Expiry, now, notBefore int) {
		t.Helper()
		rules, points := Fold(b.postings).At(date(now)).Reruled(ruleOf(x), date(notBefore))
		if points != 37 {
			t.Fatalf("%d points, %+v", points, rules)
		}
		b.add(now, Posting{Kind: Rerule, Rules: rules})
		if again, _ := Fold(b.postings).At(date(now).Add(time.Minute)).Reruled(ruleOf(x), date(notBefore+5)); again != nil {
			t.Errorf("they follow it already: %+v", again)
		}
	}
	before := b.postings
	apply(Expiry{Mode: ExpiryAfterAccrual, Days: 60}, 100, 130)
	b.says("0 earn +30; 95 earn +7; 130 lapse -30; 155 lapse -7; ")
	apply(Expiry{Mode: ExpiryAfterLastOrder, Days: 20}, 101, 102) // what was promised stays promised
	b.says("0 earn +30; 95 earn +7; 130 lapse -30; 130 lapse -7; ")
	b.postings = before
	apply(Expiry{Mode: ExpiryYearly, Month: 4, Day: 1}, 100, 130)
	if at := Fold(b.postings).At(date(100)).NextLapse; at == nil || at.Points != 37 || at.At.Before(date(130)) || at.At.Month() != time.April || at.At.Day() != 1 || at.At.After(date(130).AddDate(1, 0, 0)) {
		t.Errorf("%+v", at)
	}
	apply(Expiry{Mode: ExpiryNever}, 101, 130)
	b.says("0 earn +30; 95 earn +7; ")
	apply(Expiry{Mode: ExpiryAfterAccrual, Days: 5}, 102, 103) // nor does a rule between by which nothing lapses break a promise
	b.says("0 earn +30; 95 earn +7; 130 lapse -30; 130 lapse -7; ")
}

func TestX5AChildLotFollowsWithItsFamily(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.use(3, "store/2", 20)
	b.undo(12, "store/2", UseUndone) // after the lapse: a child lot, with its grace of 10 days
	r := ruleOf(Expiry{Mode: ExpiryAfterAccrual, Days: 10})
	if rules, _ := Fold(b.postings).At(date(13)).Reruled(r, date(14)); rules != nil {
		t.Errorf("it follows the rule with its family: %+v", rules)
	}
	rules, points := Fold(b.postings).At(date(13)).Reruled(ruleOf(Expiry{Mode: ExpiryAfterAccrual, Days: 5}), date(14))
	if points != 20 || len(rules) != 1 || !rules[0].Expiry.NotBefore.Equal(date(22)) {
		t.Errorf("%d, %+v: its grace was promised", points, rules)
	}
}

// Whatever happened before: applying a rule changes no balance, lapses nothing before the promised instant, leaves nothing to be applied
// again, and doesn't depend on the order in which a till or central hears of it all.
func TestX5ApplyingARuleToAnyHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		postings := wild(t)
		now, days := rapid.IntRange(0, 70).Draw(t, "now"), rapid.IntRange(1, 20).Draw(t, "hours")
		mode := rapid.SampledFrom([]ExpiryMode{0, 1, 2, 3}).Draw(t, "mode")
		r := ruleOf(Expiry{Mode: mode, Days: 1, Month: 11, Day: 23})
		kept := postings[:0:0]
		for _, p := range postings { // what a manager's word finds has happened
			if !p.Ref.At.After(hour(now)) {
				kept = append(kept, p)
			}
		}
		if len(kept) == 0 {
			return
		}
		was := Fold(kept).At(hour(now))
		rules, _ := was.Reruled(r, hour(now+days))
		if rules == nil {
			return
		}
		all := append(kept, Posting{Ref: Ref{ID: "rule", At: hour(now), Writer: "central", Seq: 1000}, Member: kept[0].Member, Kind: Rerule, Rules: rules})
		is := Fold(all)
		a := is.At(hour(now))
		if a.Balance != was.Balance || a.Debt != was.Debt {
			t.Fatalf("%d points, %d before", a.Balance, was.Balance)
		}
		if again, _ := a.Reruled(r, hour(now+days)); again != nil {
			t.Fatalf("again: %+v", again)
		}
		ruled := map[string]bool{}
		for _, l := range rules {
			ruled[l.Lot] = true
		}
		for _, l := range is.At(hour(now + days).Add(-time.Millisecond)).Lots {
			if ruled[l.ID] && l.Lapsed {
				t.Fatalf("%+v has lapsed already", l)
			}
		}
		shuffled := rapid.Permutation(all).Draw(t, "order")
		if shuffled[0].Member == all[0].Member && !reflect.DeepEqual(Fold(shuffled).At(hour(now+days+3)), is.At(hour(now+days+3))) {
			t.Fatal("the order of arrival matters")
		}
	})
}
