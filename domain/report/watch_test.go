package report_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
)

var saigon = time.FixedZone("+07", 7*3600)

// month is the journals of a shop's five tills, whose cashiers differ as people do.
type month struct {
	r      *rand.Rand
	events []journal.Event
	seq    [6]uint64
	orders int
}

func (m *month) write(till int, who string, at time.Time, kind journal.Kind, body journal.Coder) {
	m.seq[till]++
	m.events = append(m.events, journal.Event{Writer: fmt.Sprintf("%02d", till), Epoch: 1, Seq: m.seq[till], At: at, Kind: kind, Actor: who, Body: journal.Encode(body)})
}

func (m *month) chance(perMille int) bool { return m.r.IntN(1000) < perMille }

func (m *month) cart(till int, who string, at time.Time) sale.Order {
	m.orders++
	price := money.VND(10_000 + 1000*m.r.Int64N(150))
	return sale.Order{Channel: sale.Store, ID: fmt.Sprint("o", m.orders), Till: fmt.Sprintf("%02d", till), Cashier: who, OpenedAt: at,
		Lines: []sale.Line{{ID: "1", SKU: "SKU", Quantity: money.Units(1), UnitPrice: price, VAT: money.Per100(8)}}}
}

// sell sells to a member ("" to a walk-in), who is named so long before paying.
func (m *month) sell(till int, who, member string, before time.Duration, at time.Time) sale.Order {
	o := m.cart(till, who, at)
	if member != "" {
		o.Member = member
		m.write(till, who, at.Add(-before), journal.MemberAttached, &sale.Attachment{Order: o.Key(), Member: member, Total: o.Totals().Goods})
	}
	return m.pay(till, o, at)
}

func (m *month) pay(till int, o sale.Order, at time.Time) sale.Order {
	o.PlacedAt, o.PaidAt, o.DeliveredAt = at, at, at
	o.Tenders = []sale.Tender{{Kind: sale.Cash, Received: o.Totals().Payable}}
	m.write(till, o.Cashier, at, journal.OrderPaid, &sale.Filed{Order: o})
	return o
}

func (m *month) refund(till int, who string, o sale.Order, at time.Time) {
	o.Returns = []sale.Return{{ID: "r", At: at, Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}, Refund: o.Totals().Payable}}
	m.write(till, who, at, journal.OrderReturned, &sale.Filed{Order: o})
}

func (m *month) use(till int, who string, at time.Time) {
	o := m.cart(till, who, at)
	o.Use = sale.PointsUse{Points: 20, Value: 20_000}
	m.write(till, who, at, journal.PointsUsed, &sale.Filed{Order: o})
}

func (m *month) throwAway(till int, who string, at time.Time, behindPayment bool) {
	o := m.cart(till, who, at)
	if behindPayment {
		o.Tenders = []sale.Tender{{Kind: sale.Cash, Received: 1_000}}
	}
	o.CancelledAt = at
	m.write(till, who, at, journal.OrderVoided, &sale.Filed{Order: o})
}

var cashiers = [...]string{"an", "binh", "chi", "dung", "giang", "hoa", "khoa", "linh"}

// day is an honest one of a till, with whatever is planted in the middle of it.
func (m *month) day(till, day int, planted, closing func(who string, at time.Time)) {
	who := cashiers[(till+day)%len(cashiers)]
	habit := 500 + 1000*((till+day)%len(cashiers))/len(cashiers) // of 1000: some void more than others
	opened := time.Date(2026, 10, day, 7, 0, 0, 0, saigon)
	m.write(till, who, opened, journal.ShiftOpened, &shift.Shift{ID: fmt.Sprintf("s%d-%d", till, day), Cashier: who, Float: 1_000_000})
	at := opened
	var last sale.Order
	for n := range 90 {
		at = at.Add(time.Duration(4+m.r.IntN(9)) * time.Minute)
		member := ""
		if m.chance(450) {
			member = fmt.Sprint("m", m.r.IntN(800))
		}
		if member != "" && m.chance(150) {
			m.use(till, who, at.Add(-time.Second))
		}
		if m.chance(30 * habit / 1000) {
			m.write(till, who, at, journal.LineVoided, &sale.LineChange{Before: m.cart(till, who, at).Lines[0]})
		}
		if m.chance(10 * habit / 1000) {
			m.write(till, who, at, journal.PriceOverridden, &sale.LineChange{Before: m.cart(till, who, at).Lines[0]})
		}
		if m.chance(6 * habit / 1000) {
			m.throwAway(till, who, at, m.chance(200))
		}
		if m.chance(5) {
			m.write(till, who, at, journal.DrawerOpened, &shift.NoSale{})
		}
		if last.ID != "" && m.chance(8) {
			m.refund(till, who, last, at)
		}
		last = m.sell(till, who, member, time.Duration(2+m.r.IntN(30))*time.Second, at)
		if member != "" && m.chance(10) { // something was forgotten
			m.sell(till, who, member, 20*time.Second, at.Add(2*time.Minute))
		}
		if n == 45 && planted != nil {
			planted(who, at)
		}
	}
	if closing != nil {
		closing(who, at)
	}
	m.write(till, who, at.Add(5*time.Minute), journal.ShiftClosed, &report.Z{Sum: report.Sum{Shift: shift.Shift{Cashier: who}}})
}

// plant does something so many times, a step apart.
func plant(n int, step time.Duration, do func(who string, at time.Time)) func(who string, from time.Time) {
	return func(who string, from time.Time) {
		for i := range n {
			do(who, from.Add(time.Duration(i)*step))
		}
	}
}

// planted are what somebody did, by till and day, and what is to be found of it.
func (m *month) planted() map[[2]int]func(who string, noon time.Time) {
	return map[[2]int]func(string, time.Time){
		{1, 5}: plant(7, 15*time.Second, func(who string, at time.Time) { m.sell(1, who, "own-card", time.Second, at) }),
		{2, 9}: plant(5, 20*time.Second, func(who string, at time.Time) { m.throwAway(2, who, at, true) }),
		{3, 12}: plant(4, 30*time.Second, func(who string, at time.Time) {
			m.refund(3, who, m.sell(3, who, "", 0, at), at.Add(10*time.Second))
		}),
		{5, 18}: plant(4, time.Minute, func(who string, at time.Time) { m.sell(5, who, "splitter", 20*time.Second, at) }),
		{1, 21}: plant(40, 3*time.Second, func(who string, at time.Time) { m.write(1, who, at, journal.DrawerOpened, &shift.NoSale{}) }),
		{2, 27}: plant(60, 3*time.Second, func(who string, at time.Time) {
			m.write(2, who, at, journal.LineVoided, &sale.LineChange{Before: m.cart(2, who, at).Lines[0]})
		}),
	}
}

func aMonth(seed uint64) (*month, map[report.Rule]string) {
	m := &month{r: rand.New(rand.NewPCG(seed, 6))}
	planted := m.planted()
	for day := 1; day <= 30; day++ {
		for till := 1; till <= 5; till++ {
			var closing func(string, time.Time)
			if till == 4 && day == 15 { // six customers' points in the last minutes
				closing = plant(6, 20*time.Second, func(who string, at time.Time) { m.use(4, who, at) })
			}
			m.day(till, day, planted[[2]int{till, day}], closing)
		}
	}
	thief := func(till, day int) string { return cashiers[(till+day)%len(cashiers)] }
	return m, map[report.Rule]string{report.CardOften: "own-card", report.CardLate: thief(1, 5), report.VoidLate: thief(2, 9),
		report.RefundQuick: thief(3, 12), report.SpendLate: thief(4, 15), report.TicketSplit: "splitter"}
}

func watched(events []journal.Event) []report.Finding {
	w := report.NewWatch(report.DefaultLimits(), saigon)
	for _, e := range events {
		w.Apply(e)
	}
	return w.Findings()
}

// A month of five tills with plants whose answers are known: each is found, and what is found beside them is less than one a till and week.
func TestAMonthsThievesAreFoundAndFewElse(t *testing.T) {
	for seed := range uint64(5) {
		m, answers := aMonth(seed)
		found := watched(m.events)
		has := func(rule report.Rule, what journal.Kind, who string) bool {
			return slices.ContainsFunc(found, func(f report.Finding) bool {
				return f.Rule == rule && f.What == what && (f.Cashier == who || f.Member == who)
			})
		}
		for rule, who := range answers {
			if !has(rule, 0, who) {
				t.Errorf("seed %d: %s of %s isn't found", seed, rule, who)
			}
		}
		for kind, who := range map[journal.Kind]string{journal.DrawerOpened: cashiers[22%8], journal.LineVoided: cashiers[29%8]} {
			if !has(report.RateHigh, kind, who) {
				t.Errorf("seed %d: nobody notices how often %s does %s", seed, who, kind)
			}
		}
		honest := len(found) - len(answers) - 2
		t.Logf("seed %d: %d found, %d of them honest", seed, len(found), honest)
		if honest > 5*30/7 {
			t.Errorf("seed %d: %d false alarms in a month of 5 tills", seed, honest)
		}
	}
}

// Tills' journals reach central whenever their links are up: what is found doesn't hang on that.
func TestFindingsDontHangOnWhichJournalComesFirst(t *testing.T) {
	m, _ := aMonth(1)
	mixed := watched(m.events)
	slices.SortStableFunc(m.events, func(a, b journal.Event) int { return strings.Compare(b.Writer, a.Writer) })
	if apart := watched(m.events); !reflect.DeepEqual(mixed, apart) {
		t.Errorf("%d findings, and %d when each till's journal comes whole", len(mixed), len(apart))
	}
}

// An hour later the same is found under the same name, so that what a supervisor has dealt with isn't new again.
func TestAFindingKeepsItsName(t *testing.T) {
	m, _ := aMonth(2)
	i := slices.IndexFunc(m.events, func(e journal.Event) bool { return e.At.After(time.Date(2026, 10, 20, 0, 0, 0, 0, saigon)) })
	later := map[string]bool{}
	for _, f := range watched(m.events) {
		if later[f.ID()] {
			t.Errorf("two findings are called %s", f.ID())
		}
		later[f.ID()] = true
	}
	early := watched(m.events[:i])
	for _, f := range early {
		if f.Rule != report.RateHigh && !later[f.ID()] {
			t.Errorf("%s is found no more", f.ID())
		}
	}
	if len(early) == 0 {
		t.Error("nothing was found by the 20th")
	}
}

func BenchmarkWatchEvents(b *testing.B) {
	m, _ := aMonth(1)
	b.ResetTimer()
	for range b.N {
		watched(m.events)
	}
	b.ReportMetric(float64(b.N)*float64(len(m.events))/b.Elapsed().Seconds(), "events/s")
}

// drawer is a shift of the first till that sells nothing.
func (m *month) drawer(id, who string, float, left money.VND, at time.Time, counts ...money.VND) {
	m.write(1, who, at, journal.ShiftOpened, &shift.Shift{ID: id, Cashier: who, Float: float})
	for i, amount := range counts {
		m.write(1, who, at.Add(time.Duration(i+1)*time.Minute), journal.DrawerCounted, &shift.Declaration{Shift: id, Cash: shift.Counted{Amount: amount}})
	}
	m.write(1, who, at.Add(time.Hour), journal.ShiftClosed, &report.Z{Sum: report.Sum{Shift: shift.Shift{ID: id, Cashier: who}}, Left: left})
}

// Who first says too little, and then to the đồng what should be there, is found with both counts; a slip in a note of 50.000 isn't,
// nor a count before the last sale.
func TestADrawerThatFitsAtTheSecondCountIsFound(t *testing.T) {
	at := time.Date(2026, 10, 5, 20, 0, 0, 0, saigon)
	m := &month{}
	shifts := func(id, who string, at time.Time, moved bool, counts ...money.VND) {
		m.write(1, who, at, journal.ShiftOpened, &shift.Shift{ID: id, Cashier: who})
		for i, amount := range counts {
			m.write(1, who, at.Add(time.Duration(i+1)*time.Minute), journal.DrawerCounted, &shift.Declaration{Shift: id, Cash: shift.Counted{Amount: amount}})
			if moved {
				m.write(1, who, at.Add(time.Duration(i+1)*time.Minute), journal.CashMoved, &shift.Movement{Amount: 1})
			}
		}
		m.write(1, who, at.Add(time.Hour), journal.ShiftClosed, &report.Z{Sum: report.Sum{Shift: shift.Shift{ID: id, Cashier: who, Float: 900_000}}})
	}
	shifts("s1", "an", at, false, 900_000)
	shifts("s2", "an", at.Add(aDay), false, 850_000, 900_000)
	shifts("s3", "an", at.Add(2*aDay), false, 700_000, 890_000)
	shifts("s4", "an", at.Add(3*aDay), true, 700_000, 900_000)
	shifts("s5", "binh", at.Add(4*aDay), false, 700_000, 900_000)
	found := watched(m.events)
	if len(found) != 1 {
		t.Fatalf("%+v", found)
	}
	if f := found[0]; f.Rule != report.CountAgain || f.Cashier != "binh" || f.N != 2 || f.Amount != 200_000 || len(f.Evidence) != 2 || f.Evidence[0].Amount != 700_000 || f.Evidence[1].Amount != 900_000 {
		t.Errorf("%+v", f)
	}
}

// Who counts blind is told what to expect behind a count: one who counts until it fits is found, one who slips once is not.
func TestADrawerCountedUntilItFitsIsFound(t *testing.T) {
	at := time.Date(2026, 10, 5, 20, 0, 0, 0, saigon)
	m := &month{}
	m.drawer("s1", "an", 0, 0, at, 500_000, 520_000)
	m.drawer("s2", "an", 0, 0, at.Add(aDay), 500_000, 500_000, 500_000)
	m.drawer("s3", "binh", 0, 0, at.Add(2*aDay), 500_000, 460_000, 500_000, 480_000)
	found := watched(m.events)
	if len(found) != 1 {
		t.Fatalf("%+v", found)
	}
	f := found[0]
	if f.Rule != report.CountAgain || f.Cashier != "binh" || f.N != 4 || f.Amount != 40_000 || f.Evidence[1].Amount != 460_000 || f.Evidence[0].Seq != 11 {
		t.Errorf("%+v", f)
	}
	open := watched(m.events[:len(m.events)-1]) // before the Z
	if len(open) != 1 || open[0].ID() != f.ID() {
		t.Errorf("before the Z: %+v", open)
	}
}

func TestAFloatOtherThanWhatWasLeftIsFound(t *testing.T) {
	at := time.Date(2026, 10, 5, 7, 0, 0, 0, saigon)
	m := &month{}
	m.drawer("s1", "an", 500_000, 300_000, at)
	m.drawer("s2", "binh", 300_000, 0, at.Add(aDay)) // as it was left
	m.drawer("s3", "an", 500_000, 300_000, at.Add(2*aDay))
	m.drawer("s4", "chi", 250_000, 0, at.Add(3*aDay))
	found := watched(m.events)
	if len(found) != 1 {
		t.Fatalf("%+v", found)
	}
	f := found[0]
	if f.Rule != report.FloatOther || f.Cashier != "chi" || f.Till != "01" || f.Amount != -50_000 || f.Evidence[0].Amount != 300_000 || f.Evidence[1].Amount != 250_000 {
		t.Errorf("%+v", f)
	}
}

const aDay = 24 * time.Hour

// Members whom nobody ever sees again, signed up by one cashier far oftener than by the others; and points spent so.
func TestMadeUpMembersAndTooManyPointsSpentAreFound(t *testing.T) {
	m, answers := aMonth(3)
	at := time.Date(2026, 10, 14, 12, 0, 0, 0, saigon)
	for till := 1; till <= 5; till++ {
		who := cashiers[(till+14)%len(cashiers)]
		for i := range 12 {
			id := fmt.Sprint("new", till, i)
			m.write(till, who, at, journal.MemberCreated, &catalog.MemberCreated{ID: id})
			if till == 2 { // hers come once, if at all
				continue
			}
			for d := range 2 {
				m.sell(till, who, id, 20*time.Second, at.Add(time.Duration(d+1)*aDay+time.Duration(i)*20*time.Minute))
			}
		}
	}
	for i := range 40 {
		o := m.cart(3, cashiers[17%8], at)
		o.Member, o.Use = fmt.Sprint("m", i), sale.PointsUse{Points: 5, Value: 5_000}
		m.pay(3, o, at.Add(time.Duration(i)*11*time.Minute))
	}
	found := watched(m.events)
	for kind, who := range map[journal.Kind]string{journal.MemberCreated: cashiers[16%8], journal.PointsUsed: cashiers[17%8]} {
		n := 0
		for _, f := range found {
			if f.Rule == report.RateHigh && f.What == kind {
				n++
				if f.Cashier != who {
					t.Errorf("%s is found of %s", kind, f.Cashier)
				}
			}
		}
		if n != 1 {
			t.Errorf("%s: %d found", kind, n)
		}
	}
	if honest := len(found) - len(answers) - 2 - 2; honest >= 5*30/7 {
		t.Errorf("%d false alarms", honest)
	}
}

// Who takes something off whole orders by hand far oftener than the others stands out; taking such a discount back counts for nothing.
func TestDiscountsOffWholeOrdersAreCompared(t *testing.T) {
	m := &month{r: rand.New(rand.NewPCG(1, 1))}
	monday := time.Date(2026, 11, 16, 9, 0, 0, 0, saigon)
	for till, who := range []string{"hong", "lan", "mai"} {
		for i := range 60 {
			at := monday.Add(time.Duration(i) * time.Minute)
			o := m.sell(till+1, who, "", 0, at)
			switch {
			case who == "mai" && i < 12:
				m.write(till+1, who, at, journal.OrderDiscounted, &sale.OrderDiscount{Order: o.Key(), After: 5_000})
			case who == "lan" && i < 12:
				m.write(till+1, who, at, journal.OrderDiscounted, &sale.OrderDiscount{Order: o.Key(), Before: 5_000, Reason: "undo"})
			}
		}
	}
	w := report.NewWatch(report.DefaultLimits(), saigon)
	for _, e := range m.events {
		w.Apply(e)
	}
	found := w.Findings()
	if len(found) != 1 || found[0].What != journal.OrderDiscounted || found[0].Cashier != "mai" || found[0].N != 12 || found[0].Amount != 60_000 {
		t.Errorf("found %+v", found)
	}
}
