package loyalty

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/fault"
)

func holding(units map[string]int64) func(string) int64 {
	return func(lot string) int64 { return units[lot] }
}

func TestATillPlansOnlyWhatItHolds(t *testing.T) {
	b := &book{t: t, life: 365, mode: ExpiryAfterAccrual}
	b.buy(1, "a", 300)
	b.buy(2, "b", 200)
	a := Fold(b.postings).At(date(10))
	here := a.Within(holding(map[string]int64{"a": 100, "b": 250, "c": 50}))
	if here.Usable != 300 || a.Usable != 500 {
		t.Errorf("of %d usable are here %d", a.Usable, here.Usable)
	}
	takes, err := here.Plan(250, date(10))
	if err != nil || len(takes) != 2 || takes[0] != (Take{Lot: "a", Points: 100}) || takes[1] != (Take{Lot: "b", Points: 150}) {
		t.Errorf("%v, %v", takes, err)
	}
	if _, err := here.Plan(301, date(10)); fault.Code(err) != "points.short" {
		t.Errorf("more than is here: %v", err)
	}
	if takes, err = here.Plan(1, date(366)); err != nil || takes[0].Lot != "b" {
		t.Errorf("what is held of a lapsed lot is spent: %v, %v", takes, err)
	}
}

func TestADebtIsMetByWhatOthersHoldFirst(t *testing.T) {
	b := &book{t: t, life: 365, mode: ExpiryAfterAccrual}
	b.buy(1, "a", 100)
	b.use(2, "x", 100)
	b.claw(3, "a", 100) // 100 are owed
	b.buy(4, "b", 250)
	a := Fold(b.postings).At(date(10))
	if a.Usable != 150 || a.Debt != 100 {
		t.Fatalf("usable %d, owed %d", a.Usable, a.Debt)
	}
	for held, want := range map[int64]int64{250: 150, 200: 150, 150: 150, 120: 120, 0: 0} {
		if here := a.Within(holding(map[string]int64{"b": held})); here.Usable != want {
			t.Errorf("of %d held %d can be used, want %d", held, here.Usable, want)
		}
	}
}

// What several holders may each spend of an account is never more than they hold, nor than the balance.
func TestWithinIsNeverMoreThanHeldOrOwned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a Account
		units := map[string]int64{}
		a.AsOf, a.Debt = epoch, rapid.Int64Range(0, 50).Draw(t, "debt")
		for i := range rapid.IntRange(0, 5).Draw(t, "lots") {
			l := LotView{Lot: Lot{ID: string(rune('a' + i))}, Remaining: rapid.Int64Range(0, 40).Draw(t, "left"), Usable: rapid.Bool().Draw(t, "usable")}
			if !l.Usable {
				l.UsableAt = epoch.Add(time.Hour)
			}
			units[l.ID] = rapid.Int64Range(-10, 60).Draw(t, "held")
			a.Lots = append(a.Lots, l)
		}
		a = a.recounted()
		here, sum := a.Within(holding(units)), int64(0)
		for i, l := range a.Lots {
			if l.Usable {
				sum += min(l.Remaining, max(0, units[l.ID]))
			}
			if a.Lots[i].Remaining != l.Remaining {
				t.Fatal("the account itself changed")
			}
		}
		if most := min(sum, a.Usable); max(0, here.Usable) != max(0, most) {
			t.Fatalf("%d can be used here, of %d held and %d owned", here.Usable, sum, a.Usable)
		}
		if n := here.Usable; n > 0 {
			takes, err := here.Plan(n, epoch)
			for _, take := range takes {
				if take.Points > units[take.Lot] {
					t.Fatalf("%d of %d held are taken", take.Points, units[take.Lot])
				}
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
