package desk_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
)

// month is four weeks of a shop of five tills, whose cashiers change from day to day.
type month struct {
	*chain
	r *rand.Rand
}

const (
	days        = 28
	salesADay   = 25 // of a till
	regulars    = 300
	robbed      = "m299" // the card that a cashier collects points on
	splitting   = "m298" // who buys in pieces
	drawerThief = "c5"
	inventor    = "c6" // of members
	float       = 500_000
)

// habit does what every cashier does now and then, beside selling; it answers with the sales that customers still have.
func (m *month) habit(k *till, sold []sale.Order) []sale.Order {
	switch n := m.r.IntN(1_000); {
	case n < 15:
		k.scan(2, "", false)
		k.do(counter.VoidOrder{Reason: "khách đổi ý"}, counter.Approve{PIN: "9999"})
	case n < 25:
		k.do(counter.OpenDrawer{Reason: "đổi tiền"})
	case n < 35 && len(sold) > 4: // goods of the same morning
		o := sold[0]
		k.do(counter.Return{Order: o.Key(), Receipt: o.Receipt, Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}})
		return sold[1:]
	case n < 40 && len(sold) > 0:
		k.do(counter.Reprint{Order: sold[len(sold)-1].Key()})
	}
	return sold
}

func (m *month) shift(k *till, day, number int) {
	cashier := fmt.Sprint("c", (day+number)%8)
	k.now = m.now.Truncate(24 * time.Hour).Add(time.Duration(day) * 24 * time.Hour)
	k.open(cashier)
	var sold []sale.Order
	for range salesADay {
		k.now = k.now.Add(time.Duration(10+m.r.IntN(20)) * time.Minute)
		member := ""
		if m.r.IntN(100) < 40 {
			member = fmt.Sprintf("m%03d", m.r.IntN(regulars-2))
		}
		k.scan(1+m.r.IntN(4), member, m.r.IntN(100) < 20)
		sold = append(sold, k.pay())
		sold = m.habit(k, sold)
	}
	m.fraud(k, day, number, cashier)
	left := money.VND(float)
	if day == 22 && number == 1 { // and 50.000 of it are gone in the morning
		left += 50_000
	}
	k.close(left)
	k.push()
}

// fraud is what is planted.
func (m *month) fraud(k *till, day, number int, cashier string) {
	pause := func() { k.now = k.now.Add(20 * time.Minute) }
	switch {
	case day == 8 && number == 0: // points for a friend, on what strangers buy
		for range 7 {
			pause()
			k.scan(2, robbed, true)
			k.pay()
		}
	case day == 12 && number == 1: // paid in cash, thrown away, kept
		for range 4 {
			pause()
			k.scan(3, "", false)
			k.do(counter.AddTender{Kind: sale.Cash, Amount: 50_000}, counter.VoidOrder{Reason: "khách bỏ"}, counter.Approve{PIN: "9999"})
		}
	case day == 15 && number == 2: // sales of just now come back, and nobody stands there
		for range 3 {
			pause()
			k.scan(2, "", false)
			o := k.pay()
			k.do(counter.Return{Order: o.Key(), Receipt: o.Receipt, Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(2)}}})
		}
	case day == 20 && number == 3: // a purchase in pieces
		for range 3 {
			k.scan(1, splitting, false)
			k.pay()
		}
	case day == 18 && number == 4: // six customers' points in the last minutes
		m.spendLate(k)
	case day == 10 && number == 4: // counted until it fits; the close counts once more
		k.do(counter.CountDrawer{Amount: 100_000}, counter.CountDrawer{Amount: 120_000})
	case cashier == inventor && day/7 == 1: // members for a prize, whom nobody ever sees again
		for i := range 3 {
			pause()
			k.scan(1, "", false)
			k.do(counter.CreateMember{Phone: fmt.Sprintf("+84933%02d%02d%02d", day, number, i), Name: "Khách Mới", Points: true})
			k.pay()
		}
	}
	if cashier == drawerThief && day/7 == 2 {
		for range 4 {
			pause()
			k.do(counter.OpenDrawer{Reason: "đổi tiền"})
		}
	}
}

// spendLate sells to six customers in the morning, so that they have points, and spends those just before the close.
func (m *month) spendLate(k *till) {
	for i := range 6 {
		k.now = k.now.Add(15 * time.Minute)
		k.scan(3, fmt.Sprintf("m%03d", i), false)
		k.pay()
	}
	k.now = k.now.Add(time.Hour)
	for i := range 6 {
		k.scan(2, fmt.Sprintf("m%03d", i), false)
		k.do(counter.UsePoints{Points: 20})
		k.pay()
	}
}

// Four weeks of five tills, sold by real counters and taken by a real central: a supervisor elsewhere finds each of the frauds
// that were planted, at least one of every rule, with its events, and is called in vain less than once per till and week.
func TestPlantedFraudsAreFoundAtTheDesk(t *testing.T) {
	ctx := context.Background()
	m := &month{chain: newChain(t, 5, regulars), r: rand.New(rand.NewPCG(7, 7))}
	m.now = time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC) // a Monday, 7:00 in Saigon
	begin := m.now
	for day := range days {
		for number, k := range m.tills {
			m.now = begin
			m.shift(k, day, number)
		}
	}
	m.now = begin.AddDate(0, 0, days)
	m.must(m.own.CatchUp(ctx))
	alerts, err := m.desk.Alerts(ctx, time.Time{}, time.Time{})
	m.must(err)
	planted := []struct {
		rule            report.Rule
		what            journal.Kind
		cashier, member string
	}{
		{report.CardOften, 0, "", robbed}, {report.CardLate, 0, "c0", robbed}, {report.VoidLate, 0, "c5", ""}, {report.RefundQuick, 0, "c1", ""},
		{report.TicketSplit, 0, "", splitting}, {report.RateHigh, journal.DrawerOpened, drawerThief, ""},
		{report.SpendLate, 0, "c6", ""}, {report.CountAgain, 0, "c6", ""}, {report.FloatOther, 0, "c0", ""}, {report.RateHigh, journal.MemberCreated, inventor, ""},
	}
	vain, ruled := len(alerts), 0
	for _, a := range alerts {
		if a.Rule != "" {
			ruled++
		}
	}
	ruled -= len(planted)
	for _, p := range planted {
		found := false
		for _, a := range alerts {
			f := a.Finding
			if f.Rule != p.rule || f.What != p.what || f.Cashier != p.cashier || f.Member != p.member {
				continue
			}
			rows, err := m.desk.Evidence(ctx, a.ID)
			if found = true; err != nil || len(rows) != len(f.Evidence) {
				t.Errorf("%s: %d of %d events, %v", f.Rule, len(rows), len(f.Evidence), err)
			}
			vain--
		}
		if !found {
			t.Errorf("nobody sees %+v", p)
		}
	}
	t.Logf("%d alerts, %d in vain: %.2f per till and week; by rules %d, the others are central's exceptions", len(alerts), vain,
		float64(vain)/float64(len(m.tills)*days/7), ruled)
	if vain >= len(m.tills)*days/7 {
		for _, a := range alerts {
			t.Logf("%+v", a)
		}
		t.Errorf("%d alerts in vain in %d weeks of %d tills", vain, days/7, len(m.tills))
	}
	g, err := m.desk.Glance(ctx)
	if err != nil || len(g.Lines) != 0 || g.Watched != g.Events {
		t.Errorf("%d shifts are open, %d of %d events read, %v", len(g.Lines), g.Watched, g.Events, err)
	}
	for _, k := range m.tills {
		x, proof, err := proved(exported(t, m.chain, k), k.Key.Public())
		if err != nil || x.Broken != nil || proof.Proven != days || len(proof.Wrong) > 0 {
			t.Errorf("till %s: %+v, %+v, %v", k.holder, x, proof, err)
		}
	}
}
