package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"tim/cmd/till/demo"
	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/ident"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
)

const (
	seedDays   = 365
	seedOpens  = 7 * time.Hour // of the shop's day
	seedCloses = 21 * time.Hour
	// seedBatch is how many orders are one transaction of the ledger.
	seedBatch = 400
)

// from is the first morning of the year.
func (p seedPlan) from() time.Time {
	return p.Until.Truncate(24*time.Hour).AddDate(0, 0, -seedDays)
}

// founded is when the shop began to be one.
func (p seedPlan) founded() time.Time { return p.from().AddDate(0, 0, -1) }

// zoneOffset puts the shop's morning on the day's instants: the programme's zone has no summer time.
const zoneOffset = 7 * time.Hour

// opens is the instant at which a day's shift is opened.
func (p seedPlan) opens(day int) time.Time {
	return p.from().AddDate(0, 0, day).Add(seedOpens - zoneOffset)
}

// weekday is how busy the days of a week are, Sunday first.
var weekday = [7]int{15, 9, 9, 10, 10, 12, 16}

// soldBefore is how many of the year's orders come before a day.
func (p seedPlan) soldBefore(day int) int {
	busy, all := 0, 0
	for d := range seedDays {
		if all += weekday[p.from().AddDate(0, 0, d).Weekday()]; d < day {
			busy = all
		}
	}
	return int(int64(p.Orders) * int64(busy) / int64(all))
}

// openDays are the days that have orders, by their place in the year: the shop is closed on others, so that its n-th shift is that of
// the n-th of them.
func (p seedPlan) openDays() (days []int) {
	for d := range seedDays {
		if p.soldBefore(d+1) > p.soldBefore(d) {
			days = append(days, d)
		}
	}
	return days
}

// year is a till that sells through a made shop's past.
type year struct {
	*counter.Counter
	shop     *shop
	plan     seedPlan
	clock    *seedClock
	chance   *chances
	entropy  *steady
	heard    counter.Mark
	pin      string
	people   demo.People
	products []catalog.Product
	days     []int // open days to come; of the first the shift is perhaps open
	sold     int   // orders paid
	open     bool
}

// openYear opens the till where the journal says that the year stands.
func (m *Main) openYear(ctx context.Context, s *shop, l chainLink, p seedPlan, clock *seedClock, chance *chances) (*year, error) {
	zone, err := s.zone(ctx, m.Now())
	if err != nil {
		return nil, err
	}
	start, err := s.Start(ctx)
	if err != nil {
		return nil, err
	}
	y := &year{shop: s, plan: p, clock: clock, chance: chance, heard: counter.Mark(l.heard()), pin: demo.PINs()["hong"],
		people: demo.People{Seed: p.Seed, Count: p.Members, Until: p.founded()}, products: demo.Range(p.Products),
		entropy: &steady{from: chance.of("open")}, days: p.openDays(), sold: int(start.Receipts), open: len(start.Roll.Shifts) > 0}
	closed := int(start.Roll.Last)
	if y.open {
		closed--
	}
	y.days = y.days[min(closed, len(y.days)):]
	y.Counter, err = counter.Open(ctx, counter.Config{Ledger: s, Products: s, Members: s, Settings: settings{s, l}, Printer: unprinted{},
		Key: s.key, Till: l.Till, Epoch: l.Epoch, Program: version, Zone: zone, Now: clock.now,
		Mono: func() int64 { return clock.now().Sub(p.from()).Milliseconds() },
		Boot: ident.Minter{Entropy: chance.of("boot")}.New(p.from()), Entropy: y.entropy})
	if err != nil {
		return nil, err
	}
	return y, s.join(ctx, l, y.Counter)
}

// sell sells what is left of the year, and opens the shift of today.
func (y *year) sell(ctx context.Context, told func(orders int64)) error {
	for len(y.days) > 0 {
		if err := y.shop.Together(ctx, func() error { return y.batch(ctx) }); err != nil {
			return err
		}
		told(int64(y.sold))
	}
	if y.open {
		return nil
	}
	y.clock.set(y.plan.Until)
	y.entropy.turn(y.chance.of("today"))
	return y.shop.Together(ctx, func() error { return y.do(ctx, y.signIn(), counter.OpenShift{Float: demo.Float}, counter.SignOut{}) })
}

// batch sells a day, or a part of a busy one. It begins and ends with nobody signed in: one that is done again after a kill does
// the same.
func (y *year) batch(ctx context.Context) error {
	day := y.days[0]
	first, last := y.plan.soldBefore(day), y.plan.soldBefore(day+1)
	end := min(last, first+(y.sold-first)/seedBatch*seedBatch+seedBatch)
	y.entropy.turn(y.chance.of(fmt.Sprintf("day/%d/%d", day, y.sold)))
	y.clock.set(y.plan.instant(day, y.sold))
	if err := y.do(ctx, y.signIn()); err != nil {
		return err
	}
	if !y.open {
		if err := y.do(ctx, counter.OpenShift{Float: demo.Float}); err != nil {
			return err
		}
		y.open = true
		if err := y.Heard(ctx, y.heard, 0, 0); err != nil {
			return err
		}
	}
	for ; y.sold < end; y.sold++ {
		y.clock.set(y.plan.instant(day, y.sold))
		if err := y.order(ctx, y.sold); err != nil {
			return fmt.Errorf("order %d: %w", y.sold+1, err)
		}
	}
	if y.sold < last {
		return y.do(ctx, counter.SignOut{})
	}
	y.clock.set(y.plan.opens(day).Add(seedCloses - seedOpens))
	return y.closeDay(ctx, day)
}

// instant is when an order of a day begins: the first of them when the shop opens.
func (p seedPlan) instant(day, n int) time.Time {
	first, last := p.soldBefore(day), p.soldBefore(day+1)
	return p.opens(day).Add((seedCloses - seedOpens) * time.Duration(n-first) / time.Duration(last-first+1))
}

func (y *year) signIn() counter.Action { return counter.SignIn{Staff: "hong", PIN: y.pin} }

func (y *year) do(ctx context.Context, actions ...counter.Action) error {
	for _, a := range actions {
		if _, err := y.Do(ctx, a); err != nil {
			return fmt.Errorf("%T: %w", a, err)
		}
	}
	return nil
}

// closeDay counts the drawer and closes the shift. One drawer in ten is a little over or short.
func (y *year) closeDay(ctx context.Context, day int) error {
	s, err := y.Do(ctx, counter.CountDrawer{})
	if err != nil {
		return err
	}
	chance := rand.New(rand.NewPCG(y.plan.Seed, uint64(day)))
	cash, reason := s.Count.Cash.Expected, ""
	if chance.IntN(10) == 0 {
		cash, reason = max(0, cash+money.VND(chance.IntN(9)-4)*5000), "Thối nhầm tiền lẻ"
	}
	if err := y.do(ctx, counter.CountDrawer{Amount: cash}, counter.CloseShift{Reason: reason}, counter.SignOut{}); err != nil {
		return err
	}
	y.open, y.days = false, y.days[1:]
	return nil
}

// order sells one order: who buys, what and how it is paid hang on the seed and the order's number alone.
func (y *year) order(ctx context.Context, n int) error {
	chance := rand.New(rand.NewPCG(y.plan.Seed, uint64(n)+1<<32))
	attach := y.customer(chance, n)
	if attach != nil {
		if err := y.do(ctx, attach); err != nil {
			return err
		}
	}
	for range 1 + chance.IntN(3) + chance.IntN(4)*chance.IntN(2) {
		if err := y.do(ctx, y.goods(chance)); err != nil {
			return err
		}
	}
	if chance.IntN(50) == 0 {
		if err := y.do(ctx, counter.DiscountLine{Line: y.Look().Cart.Marked, Part: money.Per100(5 + 5*chance.Int64N(2))}); err != nil {
			return err
		}
	}
	if attach != nil && chance.IntN(8) == 0 {
		if most := y.Look().Member.Use.Limit.Max; most > 0 {
			if err := y.do(ctx, counter.UsePoints{Points: most}); err != nil {
				return err
			}
		}
	}
	return y.pay(ctx, y.Look(), chance)
}

// customer is who buys: a member six times in ten, mostly one of the regulars; now and then somebody joins. nil is a walk-in.
func (y *year) customer(chance *rand.Rand, n int) counter.Action {
	who := chance.IntN(1000)
	regulars := min(y.plan.Members, max(200, y.plan.Orders/10))
	switch {
	case who >= 600:
		return nil
	case who >= 595:
		return counter.CreateMember{Name: demo.NewName(chance), Phone: demo.Phone(demo.PeopleMax + n), Points: true, News: chance.IntN(2) == 0}
	case who >= 450:
		return counter.AttachMember{Member: y.people.Member(chance.IntN(y.plan.Members)).ID}
	}
	often := min(chance.IntN(regulars), chance.IntN(regulars)) // the first of them come more often
	return counter.AttachMember{Member: y.people.Member(often * regularStep % y.plan.Members).ID}
}

// regularStep spreads the regulars among all members.
const regularStep = 7919

// goods is one line: the demo's own goods sell best.
func (y *year) goods(chance *rand.Rand) counter.Action {
	n := len(y.products)
	p := y.products[min(chance.IntN(n), chance.IntN(n), chance.IntN(n), chance.IntN(n))]
	a := counter.AddProduct{SKU: p.SKU, Quantity: money.Quantity(1000)}
	switch {
	case p.Weighed:
		a.Quantity = money.Quantity(300 + 50*chance.Int64N(40))
	case chance.IntN(4) == 0:
		a.Quantity = money.Quantity(1000 * (2 + chance.Int64N(4)))
	}
	return a
}

// pay pays in cash, by transfer or by card. One order in 250 comes back in part.
func (y *year) pay(ctx context.Context, s counter.State, chance *rand.Rand) error {
	tender := counter.AddTender{Kind: sale.Cash}
	switch how := chance.IntN(10); {
	case how >= 9:
		tender.Kind = sale.Card
	case how >= 6 && s.Cart.Totals.Due <= shift.TransferFreeDefault: // nobody is there to approve more
		tender.Kind = sale.Transfer
	case how >= 3 && len(s.Cart.Quick) > 0:
		tender.Amount = s.Cart.Quick[chance.IntN(len(s.Cart.Quick))]
	}
	var err error
	if s.Cart.Totals.Due == 0 {
		s, err = y.Do(ctx, counter.Finish{})
	} else {
		s, err = y.Do(ctx, tender)
	}
	if err != nil || chance.IntN(250) > 0 {
		return err
	}
	o := s.Last.Order
	back := []sale.ReturnLine{{ID: o.Lines[0].ID, Quantity: o.Lines[0].Quantity}}
	return y.do(ctx, counter.Return{Order: o.Key(), Lines: back, Receipt: o.Receipt, Reason: "Khách đổi ý"})
}

// unprinted is paper that nobody wants: a made year's receipts can be printed again.
type unprinted struct{}

func (unprinted) Print(context.Context, receipt.Document) (string, error)       { return "", nil }
func (unprinted) PrintReturn(context.Context, receipt.Return) (string, error)   { return "", nil }
func (unprinted) PrintVoucher(context.Context, receipt.Voucher) (string, error) { return "", nil }
func (unprinted) PrintReport(context.Context, report.Paper) (string, error)     { return "", nil }
