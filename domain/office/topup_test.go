package office_test

import (
	"crypto/rand"
	"slices"
	"testing"
	"time"

	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/sale"
)

// rising is a programme whose tiers are soon reached: from 300 and 900 ranking points on, at 150 and 200 %.
func rising(p *loyalty.Program) {
	p.Tiers = []loyalty.Tier{p.Tiers[0], {ID: "vang", Name: "Vàng", MinRankingPoints: 300, Rate: money.Per100(150)},
		{ID: "kim-cuong", Name: "Kim cương", MinRankingPoints: 900, Rate: money.Per100(200)}}
}

// A till that hasn't heard of the sale at another earns at the lower tier. Central gives the difference, whichever comes first.
func TestSHARES25AnOrderIsToppedUpToTheTierThatTheWholeHistoryGives(t *testing.T) {
	for _, first := range []int{0, 1} {
		s := openOffice(t)
		s.program(rising)
		s.member("lan", "0912345678", 0)
		a, b := s.till(1), s.till(2)
		a.sell("lan", 400_000) // 400 points, and gold from here on
		b.now = at(2)
		o := b.sell("lan", 100_001) // 100 points as its till knows, 150 as it is
		s.now = at(3)
		s.push([]*device{a, b}[first])
		s.push([]*device{a, b}[1-first])
		if p := s.points("lan", s.now); p.Usable != 400+150 {
			t.Errorf("till %d first: usable %d", first, p.Usable)
		}
		list := s.entries("lan")
		if e := list[len(list)-1]; len(list) != 3 || e.Kind != "earn" || e.Points != 50 || e.Reason != office.TopUpReason || e.Order != o.Key() {
			t.Errorf("statement %+v", list)
		}
		answer, err := s.Order(t.Context(), sale.Store, o.ID)
		if err != nil || !slices.Contains(answer.Explain, "Bù thêm theo hạng đúng lúc mua: 50 điểm") {
			t.Errorf("%q, %v", answer.Explain, err)
		}
		before := s.events()
		for _, d := range []*device{a, b} {
			if _, err := s.TakeJournal(t.Context(), d.part(0, d.head.Seq)); err != nil || s.events() != before {
				t.Errorf("pushed again: %v", err)
			}
		}
	}
}

func TestSHARES25AReturnTakesTheTopUpBack(t *testing.T) {
	for _, together := range []bool{true, false} {
		s := openOffice(t)
		s.program(rising)
		s.member("lan", "0912345678", 0)
		a, b := s.till(1), s.till(2)
		a.sell("lan", 1_000_000)
		b.now = at(2)
		o := b.sell("lan", 100_000)
		s.now = at(3)
		s.push(a)
		if !together {
			s.push(b)
			if p := s.points("lan", s.now); p.Usable != 1_000+200 {
				t.Errorf("topped up over two tiers: usable %d", p.Usable)
			}
		}
		b.takeBack(o, loyalty.Account{})
		s.push(b)
		if p := s.points("lan", s.now); p.Usable != 1_000 || p.Balance != 1_000 {
			t.Errorf("together %v: usable %d: %+v", together, p.Usable, s.entries("lan"))
		}
	}
}

// What the customer has spent meanwhile of a top-up is owed, or let go, as the programme has it (C4).
func TestSHARES25ASpentTopUpGoesBackAsTheProgrammeSays(t *testing.T) {
	for mode, want := range map[string]int64{loyalty.SpentNegative: -50, loyalty.SpentFloor: 0, loyalty.SpentDeduct: -50} {
		s := openOffice(t)
		s.program(rising, func(p *loyalty.Program) { p.Returns.AlreadySpent = mode })
		s.member("lan", "0912345678", 0)
		a, b := s.till(1), s.till(2)
		a.sell("lan", 400_000)
		a.giveBack("store/01-1-1", 400)
		b.now = at(2)
		o := b.sell("lan", 100_000)
		s.now = at(3)
		s.push(a)
		s.push(b)
		if _, err := s.Adjust(t.Context(), "lan", office.Adjustment{Points: -450, Reason: "đổi quà"}); err != nil {
			t.Fatal(err)
		}
		b.now = s.now
		b.takeBack(o, loyalty.Account{})
		s.push(b)
		s.now = s.now.AddDate(0, 0, 1)
		if p := s.points("lan", s.now); p.Balance != want {
			t.Errorf("%s: balance %d: %+v", mode, p.Balance, s.entries("lan"))
		}
	}
}

// Another channel's order that was paid in the past lifts those behind it, and goes back with what it lifted.
func TestSHARES25ALateOrderOfAnotherChannelLiftsThoseBehindIt(t *testing.T) {
	s := openOffice(t)
	s.program(rising)
	s.member("lan", "0912345678", 0)
	s.now = at(5)
	s.put("2", sold("lan", 100_000, at(2)))
	if usable(s, "lan") != 100 {
		t.Errorf("usable %d", usable(s, "lan"))
	}
	s.put("1", sold("lan", 300_000, at(1)))
	if usable(s, "lan") != 300+150 {
		t.Errorf("usable %d: %+v", usable(s, "lan"), s.entries("lan"))
	}
	s.put("2", sold("lan", 100_000, at(2), func(d *office.OrderDoc) { d.CancelledAt = ptr(at(4)) }))
	if usable(s, "lan") != 300 {
		t.Errorf("usable %d: %+v", usable(s, "lan"), s.entries("lan"))
	}
}

// A chain that doesn't want them is told what the receipt says.
func TestTopUpsCanBeTurnedOff(t *testing.T) {
	s := openOffice(t)
	s.Office = office.New(office.Config{Store: s.store, Now: func() time.Time { return s.now }, Entropy: rand.Reader, Zone: time.LoadLocation, NoTopUps: true})
	s.program(rising)
	s.member("lan", "0912345678", 0)
	a, b := s.till(1), s.till(2)
	a.sell("lan", 400_000)
	b.now = at(2)
	b.sell("lan", 100_000)
	s.push(a)
	s.push(b)
	if usable(s, "lan") != 500 {
		t.Errorf("usable %d", usable(s, "lan"))
	}
}
