package loyalty

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"tim/domain/fault"
)

// book writes a member's history as a shop tells it, by days.
type book struct {
	t        *testing.T
	life     int // days; the rule's
	mode     ExpiryMode
	postings []Posting
}

func date(d int) time.Time { return epoch.Add(time.Duration(d) * day) }

func (b *book) add(d int, p Posting) {
	n := len(b.postings)
	p.Ref = Ref{ID: fmt.Sprintf("e%02d", n), At: date(d), Writer: "01", Epoch: 1, Seq: uint64(n)}
	if p.Member == "" {
		p.Member = "ánh"
	}
	b.postings = append(b.postings, p)
}

func (b *book) lot(order string, points int64, d int) Lot {
	return Rule{Expiry: LotExpiry{Mode: b.mode, Life: time.Duration(b.life) * day}}.Lot(order, 1, points, date(d))
}

// buy is an order of the day that earns the points.
func (b *book) buy(d int, order string, points int64) {
	b.add(d, Posting{Kind: Earn, Order: order, Lots: []Lot{b.lot(order, points, d)}, OrderedAt: date(d)})
}

// use takes points as planned.
func (b *book) use(d int, order string, points int64) {
	b.t.Helper()
	takes, err := Fold(b.postings).At(date(d)).Plan(points, date(d))
	if err != nil {
		b.t.Fatal(err)
	}
	b.add(d, Posting{Kind: Use, Order: order, Takes: takes})
}

// undo gives back what an order used, with a grace of 10 days.
func (b *book) undo(d int, order string, kind EntryKind) {
	for _, p := range b.postings {
		if p.Order == order && p.Kind == Use {
			restores, children := UndoTakes(p.Takes, Fold(b.postings).At(date(d)), date(d), 10*day, fmt.Sprint("undo", d))
			b.add(d, Posting{Kind: kind, Order: order, Restores: restores, Lots: children})
		}
	}
}

func (b *book) claw(d int, order string, points int64) {
	b.add(d, Posting{Kind: ClawBack, Order: order, Claws: []Claw{{Lot: order, Points: points}}})
}

// stands checks balances by day.
func (b *book) stands(want map[int]int64) {
	b.t.Helper()
	for d, balance := range want {
		if a := Fold(b.postings).At(date(d)); a.Balance != balance {
			b.t.Errorf("day %d: balance %d, want %d (%s)", d, a.Balance, balance, b.tells())
		}
	}
}

// tells is the statement in short.
func (b *book) tells() string {
	names := map[EntryKind]string{Earn: "earn", Use: "use", UseUndone: "undo", Lapse: "lapse", ClawBack: "claw", Restore: "restore", Merge: "merge", Adjust: "adjust"}
	s := ""
	for _, e := range Fold(b.postings).Entries(date(1000)) {
		s += fmt.Sprintf("%d %s %+d; ", int(e.At.Sub(epoch)/day), names[e.Kind], e.Points)
	}
	return s
}

func (b *book) says(want string) {
	b.t.Helper()
	if got := b.tells(); got != want {
		b.t.Errorf("statement %q, want %q", got, want)
	}
}

func TestE9PendingPointsCannotBeSpentBeforeTheirTime(t *testing.T) {
	b := book{t: t}
	lot := b.lot("store/1", 30, 0)
	lot.UsableAt = date(2)
	b.add(0, Posting{Kind: Earn, Order: "store/1", Lots: []Lot{lot}})
	b.buy(0, "store/2", 20)
	a := Fold(b.postings).At(date(1))
	if a.Usable != 20 || a.Pending != 30 || a.Balance != 50 || *a.NextUsable != (Notice{30, date(2)}) {
		t.Errorf("%+v", a)
	}
	if _, err := a.Plan(21, date(1)); fault.Code(err) != "points.short" {
		t.Error(err)
	}
	if a = Fold(b.postings).At(date(2)); a.Usable != 50 || a.NextUsable != nil {
		t.Errorf("%+v", a)
	}
}

func TestX1ALotLapsesAtItsInstant(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.buy(4, "store/2", 5)
	b.says("0 earn +30; 4 earn +5; 10 lapse -30; 14 lapse -5; ")
	last := date(10).Add(-time.Millisecond)
	if a := Fold(b.postings).At(last); a.Usable != 35 {
		t.Errorf("a point is usable strictly before its lapse: %+v", a)
	}
	b.stands(map[int]int64{10: 5, 13: 5, 14: 0})
}

func TestX2AnOrderExtendsEveryLivingLot(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterLastOrder, life: 10}
	b.buy(0, "store/1", 30)
	b.buy(6, "store/2", 5)
	b.add(12, Posting{Kind: Visit, Order: "store/3", OrderedAt: date(12)})
	b.says("0 earn +30; 6 earn +5; 22 lapse -30; 22 lapse -5; ")
	if a := Fold(b.postings).At(date(8)); a.NextLapse.At != date(16) || a.LastOrderAt != date(6) {
		t.Errorf("on day 8 the order of day 12 is not known: %+v", a.NextLapse)
	}
}

func TestX2PointsAlreadyLapsedDoNotComeBack(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterLastOrder, life: 10}
	b.buy(0, "store/1", 30)
	b.buy(10, "store/2", 5) // at the very instant of the lapse: too late
	b.says("0 earn +30; 10 lapse -30; 10 earn +5; 20 lapse -5; ")
}

func TestX2AnOrderCountsFromWhenItWasPlaced(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterLastOrder, life: 10}
	b.buy(0, "store/1", 30)
	b.add(12, Posting{Kind: Earn, Order: "web/1", OrderedAt: date(9), Lots: []Lot{b.lot("web/1", 5, 12)}})
	b.says("0 earn +30; 12 earn +5; 19 lapse -30; 22 lapse -5; ")
}

func TestX2AReturnOrAnAdjustmentMovesNoLapse(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterLastOrder, life: 10}
	b.buy(0, "store/1", 30)
	b.buy(5, "store/2", 5)
	b.claw(6, "store/2", 5)
	b.add(7, Posting{Kind: Adjust, Reason: "quà", Lots: []Lot{b.lot("gift", 8, 7)}})
	b.says("0 earn +30; 5 earn +5; 6 claw -5; 7 adjust +8; 15 lapse -30; 17 lapse -8; ")
}

func TestX2ALateOrderKeepsATakeFromBeingLate(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterLastOrder, life: 10}
	b.buy(0, "store/1", 30)
	b.buy(8, "store/2", 5)
	b.use(12, "store/3", 20)
	whole := Fold(b.postings)
	without := Fold([]Posting{b.postings[0], b.postings[2]})
	if late := without.Late(); !reflect.DeepEqual(late, []string{"e02"}) {
		t.Errorf("late: %v", late)
	}
	if a := without.At(date(12)); a.Balance != 0 {
		t.Errorf("the take counts just before the lapse: %+v", a)
	}
	if a := whole.At(date(12)); len(whole.Late()) > 0 || a.Balance != 15 {
		t.Errorf("%+v", a)
	}
}

func TestX5AChangedRuleTouchesNothingThatLapsed(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.buy(8, "store/2", 5)
	rules := []LotRule{
		{"store/1", LotExpiry{}},
		{"store/2", LotExpiry{Mode: ExpiryYearly, LapsesAt: date(9), NotBefore: date(19)}},
	}
	b.add(12, Posting{Kind: Rerule, Rules: rules})
	b.says("0 earn +30; 8 earn +5; 10 lapse -30; 19 lapse -5; ")
	b.postings = b.postings[:2]
	b.add(9, Posting{Kind: Rerule, Rules: rules})
	b.says("0 earn +30; 8 earn +5; 19 lapse -5; ")
}

func TestX5ALotNewlyUnderX2CountsTheLatestOrder(t *testing.T) {
	b := book{t: t}
	b.buy(0, "store/1", 30)
	b.buy(20, "store/2", 5)
	x2 := LotExpiry{Mode: ExpiryAfterLastOrder, LapsesAt: date(10), Life: 10 * day, NotBefore: date(26)}
	b.add(25, Posting{Kind: Rerule, Rules: []LotRule{{"store/1", x2}}})
	b.says("0 earn +30; 20 earn +5; 30 lapse -30; ")
}

func TestX6SpendingTakesTheLotThatLapsesFirstThenTheOlder(t *testing.T) {
	b := book{t: t}
	b.buy(0, "never", 10)
	b.mode = ExpiryAfterAccrual
	b.life = 30
	b.buy(1, "late", 10)
	b.life = 9
	b.buy(2, "first", 10)
	b.life = 30
	b.buy(1, "late too", 10)
	takes, err := Fold(b.postings).At(date(3)).Plan(35, date(3))
	want := []Take{{Lot: "first", Points: 10}, {Lot: "late", Points: 10}, {Lot: "late too", Points: 10}, {Lot: "never", Points: 5}}
	if err != nil || !reflect.DeepEqual(takes, want) {
		t.Errorf("%v, %v", takes, err)
	}
	if _, err := Fold(b.postings).At(date(3)).Plan(41, date(3)); !reflect.DeepEqual(err, shortFault(40, 41)) {
		t.Error(err)
	}
	if _, err := Fold(b.postings).At(date(3)).Plan(0, date(3)); fault.Code(err) != "field.range" {
		t.Error(err)
	}
}

func TestX6OnlyWhatRemainsLapsesOnce(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.use(3, "store/2", 20)
	b.says("0 earn +30; 3 use -20; 10 lapse -10; ")
}

func TestX8ThePanelShowsWhatLapsesNext(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.buy(0, "store/2", 5)
	b.buy(4, "store/3", 7)
	b.use(5, "store/4", 3)
	if next := Fold(b.postings).At(date(5)).NextLapse; *next != (Notice{32, date(10)}) {
		t.Errorf("%+v", next)
	}
	if next := Fold(b.postings).At(date(14)).NextLapse; next != nil {
		t.Errorf("%+v", next)
	}
}

func TestU6VoidingGivesThePointsBackToTheirLots(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.use(3, "store/2", 20)
	b.undo(4, "store/2", UseUndone)
	b.says("0 earn +30; 3 use -20; 4 undo +20; 10 lapse -30; ")
}

func TestU6VoidingAfterTheLapseGivesThemBackForTheGrace(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.use(3, "store/2", 20)
	b.undo(12, "store/2", UseUndone)
	b.says("0 earn +30; 3 use -20; 10 lapse -10; 12 undo +20; 22 lapse -20; ")
	child := Fold(b.postings).At(date(12)).Living()[0]
	if child.Root != "store/1" || child.Order != "store/1" || child.ID != ChildID("store/1", "undo12") || !child.Usable {
		t.Errorf("%+v", child)
	}
}

func TestC2AReturnAfterTheLapseChargesOnce(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.use(3, "store/2", 20)
	b.claw(15, "store/1", 30) // 10 lapsed unused, 20 were used
	b.says("0 earn +30; 3 use -20; 10 lapse -10; 15 claw -20; ")
	b.undo(16, "store/2", Restore) // the other order comes back too
	b.stands(map[int]int64{15: -20, 16: 0, 100: 0})
	b.says("0 earn +30; 3 use -20; 10 lapse -10; 15 claw -20; 16 restore +20; ")
}

func TestC2ALapsingLotPaysTheDebtFirst(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.use(1, "store/2", 30)
	b.claw(2, "store/1", 30)
	b.buy(3, "store/3", 50)
	a := Fold(b.postings).At(date(3))
	if a.Usable != 20 || a.Debt != 30 || *a.NextLapse != (Notice{20, date(13)}) {
		t.Errorf("%+v %+v", a, a.NextLapse)
	}
	if _, err := a.Plan(21, date(3)); !reflect.DeepEqual(err, shortFault(20, 21)) {
		t.Error(err)
	}
	b.says("0 earn +30; 1 use -30; 2 claw -30; 3 earn +50; 13 lapse -20; ")
	if a = Fold(b.postings).At(date(13)); a.Balance != 0 || a.Debt != 0 {
		t.Errorf("%+v", a)
	}
}

func TestC2PointsThatPaidADebtLapseWhenTheDebtGoes(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.use(1, "store/2", 30)
	b.claw(2, "store/1", 30)
	b.buy(3, "store/3", 50)
	b.undo(20, "store/2", Restore) // 30 come back, clawed; the 30 that had paid for them lapse
	b.says("0 earn +30; 1 use -30; 2 claw -30; 3 earn +50; 13 lapse -20; 20 restore +30; 20 lapse -30; ")
	b.stands(map[int]int64{20: 0, 100: 0})
}

func TestC1PointsThatPaidADebtAreClawedBackLikeUsedOnes(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.use(1, "store/2", 30)
	b.claw(2, "store/1", 30)
	b.buy(3, "store/3", 50)
	b.claw(15, "store/3", 50) // 20 lapsed unused; 30 had paid for goods that the customer keeps
	b.stands(map[int]int64{14: 0, 15: -30})
}

func TestSHARES4TrustTakesBeyondALotStayADebt(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.add(1, Posting{Kind: Use, Order: "store/2", Takes: []Take{{Lot: "store/1", Points: 36}}})
	b.stands(map[int]int64{1: -6, 10: -6, 100: -6})
	b.buy(20, "store/3", 10)
	b.says("0 earn +30; 1 use -36; 20 earn +10; 30 lapse -4; ")
}

func TestSHARES22AnEffectCountsNoEarlierThanItsLot(t *testing.T) {
	b := book{t: t}
	b.add(1, Posting{Kind: Use, Order: "store/2", Takes: []Take{{Lot: "store/1", Points: 3}}})
	b.buy(4, "store/1", 10)
	b.says("4 earn +10; 4 use -3; ")
}

func TestSHARES23WhatNamesAnUnknownLotWaits(t *testing.T) {
	b := book{t: t}
	b.buy(0, "store/1", 10)
	s := Fold(b.postings)
	b.add(2, Posting{Kind: Use, Order: "store/9", Takes: []Take{{Lot: "store/8", Points: 5}, {Lot: "store/1", Points: 1}}})
	if !s.Apply(b.postings[1]) || s.At(date(9)).Balance != 9 {
		t.Errorf("%+v", s.At(date(9)))
	}
	b.buy(3, "store/8", 20)
	if s.Apply(b.postings[2]) {
		t.Error("what waited was forgotten")
	}
	b.stands(map[int]int64{2: 9, 3: 24})
}

func TestSHARES24AMergeFlowsInAsOneEntry(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterLastOrder, life: 10}
	b.buy(0, "store/1", 30)
	b.add(1, Posting{Member: "bình", Kind: Earn, Order: "web/1", OrderedAt: date(1), Lots: []Lot{b.lot("web/1", 7, 1)}, Ranking: 70})
	b.buy(5, "store/2", 5) // extends Ánh's lots only: web/1 was Bình's then
	b.add(8, Posting{Member: "bình", Kind: Merge, Into: "ánh"})
	b.says("0 earn +30; 5 earn +5; 8 merge +7; 11 lapse -7; 15 lapse -30; 15 lapse -5; ")
	b.postings[2].Ranking = 50
	b.add(9, Posting{Member: "bình", Kind: Visit, Order: "web/2", OrderedAt: date(9)}) // a channel that hasn't heard yet
	b.says("0 earn +30; 5 earn +5; 8 merge +7; 19 lapse -30; 19 lapse -7; 19 lapse -5; ")
	a := Fold(b.postings).At(date(9))
	if a.Balance != 42 || a.Ranking != 120 || a.RankingHigh != 120 || a.LastOrderAt != date(9) {
		t.Errorf("%+v", a)
	}
	b.add(9, Posting{Member: "ánh", Kind: Merge, Into: "bình"}) // would close the circle
	b.stands(map[int]int64{7: 35, 8: 42, 10: 42})
}

func TestC6RankingHighIsTheHighestEver(t *testing.T) {
	b := book{t: t}
	b.buy(0, "store/1", 10)
	b.postings[0].Ranking = 100
	b.claw(1, "store/1", 10)
	b.postings[1].Ranking = -100
	if a := Fold(b.postings).At(date(1)); a.Ranking != 0 || a.RankingHigh != 100 {
		t.Errorf("%+v", a)
	}
}

func TestE8CancelledAndPaidAgainEarnsOnceMore(t *testing.T) {
	b := book{t: t}
	b.buy(0, "store/1", 10)
	b.claw(1, "store/1", 10)
	again := Rule{}.Lot("store/1", 2, 10, date(2))
	for range 2 { // from two writers: the lot counts once
		b.add(2, Posting{Kind: Earn, Order: "store/1", Lots: []Lot{again}})
	}
	b.says("0 earn +10; 1 claw -10; 2 earn +10; ")
}

func TestAnEmptyAccount(t *testing.T) {
	s := Fold(nil)
	if a := s.At(date(3)); a.Balance != 0 || a.Lots != nil || s.Entries(date(3)) != nil {
		t.Errorf("%+v", a)
	}
	if s.Apply(Posting{Ref: Ref{ID: "e"}, Member: "ánh"}) {
		t.Error("the first posting needs a fold")
	}
}

func TestX8TheDebtIsPaidBeforeAnythingLapses(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.use(1, "store/2", 30)
	b.claw(2, "store/1", 30)
	b.buy(3, "store/3", 20)
	b.buy(4, "store/4", 50)
	if next := Fold(b.postings).At(date(5)).NextLapse; *next != (Notice{40, date(14)}) {
		t.Errorf("%+v", next)
	}
	b.says("0 earn +30; 1 use -30; 2 claw -30; 3 earn +20; 4 earn +50; 14 lapse -40; ")
}

func TestX8AllThatLapsesIsForeseenByInstant(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.use(1, "store/2", 30)
	b.claw(2, "store/1", 30)
	b.buy(3, "store/3", 20)
	b.buy(4, "store/4", 50)
	b.buy(4, "store/5", 5)
	b.buy(6, "store/6", 7)
	a := Fold(b.postings).At(date(6))
	if got, want := slices.Collect(a.Lapses), []Notice{{45, date(14)}, {7, date(16)}}; !slices.Equal(got, want) || *a.NextLapse != want[0] {
		t.Errorf("%v, next %v, want %v", got, a.NextLapse, want)
	}
	b = book{t: t, mode: ExpiryNever}
	b.buy(0, "store/1", 30)
	a = Fold(b.postings).At(date(6))
	if got := slices.Collect(a.Lapses); got != nil {
		t.Errorf("%v lapse of points that never do", got)
	}
}

func TestX2PointsGivenBackLapseNoEarlierThanTheirOrdersChain(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterLastOrder, life: 20}
	b.buy(0, "store/1", 30)
	b.use(1, "store/2", 30)
	b.undo(22, "store/2", Restore) // by a till that hasn't heard of the web order: a child lot
	child := b.postings[2].Lots[0]
	b.add(18, Posting{Kind: Visit, Order: "web/1", OrderedAt: date(18)})
	if child.Expiry.NotBefore != date(32) {
		t.Fatalf("%+v", child)
	}
	b.says("0 earn +30; 1 use -30; 22 restore +30; 38 lapse -30; ")
	b.add(22, Posting{Kind: Visit, Order: "web/2", OrderedAt: date(22)}) // not after the child arose, yet within the chain
	b.says("0 earn +30; 1 use -30; 22 restore +30; 42 lapse -30; ")
}

func TestX2AnOrderWithinTheGraceExtendsAndOneAtItsBeginningDoesNot(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterLastOrder, life: 20}
	b.buy(0, "store/1", 30)
	b.use(1, "store/2", 30)
	b.undo(22, "store/2", Restore)
	b.add(22, Posting{Kind: Visit, Order: "web/1", OrderedAt: date(22)})
	b.says("0 earn +30; 1 use -30; 22 restore +30; 32 lapse -30; ")
	b.add(31, Posting{Kind: Visit, Order: "web/2", OrderedAt: date(31)})
	b.says("0 earn +30; 1 use -30; 22 restore +30; 51 lapse -30; ")
}

func TestX2AnOrderPlacedBeforeAChildLotArosePaidAfter(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterLastOrder, life: 20}
	b.buy(0, "store/1", 30)
	child := Lot{ID: "c", Root: "store/1", Points: 5, AroseAt: date(5), UsableAt: date(5), Expiry: b.postings[0].Lots[0].Expiry}
	b.add(5, Posting{Kind: Restore, Lots: []Lot{child}})
	s := Fold(b.postings)
	b.add(6, Posting{Kind: Visit, Order: "web/1", OrderedAt: date(4)})
	if !s.Apply(b.postings[2]) || !reflect.DeepEqual(s.At(date(7)), Fold(b.postings).At(date(7))) {
		t.Errorf("%+v", s.At(date(7)))
	}
	b.says("0 earn +30; 5 restore +5; 24 lapse -30; 24 lapse -5; ")
}

func TestX2AnOrderIsNotPlacedAfterItWasPaid(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterLastOrder, life: 10}
	b.buy(0, "store/1", 30)
	b.add(5, Posting{Kind: Visit, Order: "web/1", OrderedAt: date(9)})
	b.says("0 earn +30; 15 lapse -30; ")
}

func TestX5ANewRuleNeverReachesBack(t *testing.T) {
	b := book{t: t}
	b.buy(0, "store/1", 30)
	b.add(5, Posting{Kind: Rerule, Rules: []LotRule{{"store/1", LotExpiry{Mode: ExpiryAfterAccrual, LapsesAt: date(3)}}}})
	b.stands(map[int]int64{3: 30, 5: 30, 6: 0})
	b.says("0 earn +30; 5 lapse -30; ")
}

func TestSHARES24AMergeTakesOverWhatIsLeftOfItsInstant(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.use(1, "store/2", 30)
	b.claw(2, "store/1", 30)
	b.buy(3, "store/3", 50)
	b.undo(20, "store/2", Restore) // what had paid the debt lapses at this instant
	b.add(20, Posting{Kind: Merge, Into: "bình"})
	b.add(21, Posting{Member: "bình", Kind: Earn, Lots: []Lot{b.lot("web/1", 7, 21)}})
	b.says("21 earn +7; 31 lapse -7; ")
}

func TestSHARES3AFamilyIsNamedByItsFirstLot(t *testing.T) {
	b := book{t: t, mode: ExpiryAfterAccrual, life: 10}
	b.buy(0, "store/1", 30)
	b.use(1, "store/2", 30)
	b.undo(12, "store/2", Restore)
	b.use(13, "store/3", 30)
	b.undo(25, "store/3", Restore) // a child of the child is the first lot's too
	if lot := Fold(b.postings).At(date(25)).Living()[0]; lot.Root != "store/1" || lot.Remaining != 30 {
		t.Errorf("%+v", lot)
	}
	stray := b.postings[4].Lots[0]
	stray.ID, stray.Root = "stray", b.postings[2].Lots[0].ID
	b.add(26, Posting{Kind: Restore, Lots: []Lot{stray}}) // names a child: counts for nothing
	b.stands(map[int]int64{26: 30})
}
