package report_test

import (
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
)

var update = flag.Bool("update", false, "write missing golden files")

var now = time.Date(2026, 11, 21, 0, 2, 0, 0, time.UTC)

// till is a journal that is written by hand.
type till struct {
	t   *testing.T
	log []journal.Record
	n   int
}

func (j *till) write(kind journal.Kind, body journal.Coder) {
	r := journal.Record{Event: journal.Event{Writer: "01", Epoch: 1, Seq: uint64(len(j.log) + 1), Kind: kind, At: now, Body: journal.Encode(body)}}
	r.Hash[0] = byte(r.Event.Seq)
	j.log = append(j.log, r)
}

func (j *till) ok(err error) {
	j.t.Helper()
	if err != nil {
		j.t.Fatal(err)
	}
}

// cart has one piece of each price at 8 %.
func (j *till) cart(prices ...money.VND) sale.Order {
	j.t.Helper()
	j.n++
	o := sale.Open(fmt.Sprint("order", j.n), "01", "s1", "hong", now)
	for i, price := range prices {
		p := catalog.Product{SKU: fmt.Sprint("SKU-", i), Name: "Hàng", Price: price, VAT: catalog.FlatVAT(money.Per100(8)), Earns: true}
		var err error
		o, _, err = o.Add(p, money.Units(1), loyalty.NotExcluded, now)
		j.ok(err)
	}
	return o
}

func (j *till) pays(o sale.Order, kind sale.TenderKind, received money.VND) sale.Settled {
	j.t.Helper()
	o, err := o.Tendered(kind, received, "")
	j.ok(err)
	rule := loyalty.Default().Freeze(loyalty.Default().Tiers[0], sale.Store, now, time.UTC)
	s, err := o.Pay(rule, fmt.Sprintf("01-%06d", j.n), now)
	j.ok(err)
	return s
}

func (j *till) brings(o sale.Order, line string, by sale.TenderKind) sale.Order {
	j.t.Helper()
	o, err := o.Returned("r", now, []sale.ReturnLine{{ID: line, Quantity: money.Units(1)}})
	j.ok(err)
	r := &o.Returns[len(o.Returns)-1]
	r.Tenders = []sale.Tender{{Kind: by, Received: r.Refund}}
	return o
}

// day is a shift by hand:
//
//	float                                                           500.000
//	A  108.000 in cash: 200.000 received, 92.000 change             +108.000
//	B  54.000 + 54.000 less 8 points (8.000) = 100.000 by card
//	   one of its lines comes back: 50.000 to the card, 4 points back
//	C  of the shift before, 27.000 comes back in cash                -27.000
//	a line of 20.000 is voided, a price falls from 108.000 to 100.000
//	a cart of 30.000 is thrown away behind its payment screen
//	paid in 200.000, paid out 50.000, to the safe 300.000           -150.000
//	in the drawer                                                   431.000
func day(t *testing.T) *till {
	j := &till{t: t}
	j.write(journal.SignedIn, &shift.SignIn{Staff: "hong"}) // before the shift
	j.write(journal.ShiftOpened, &shift.Shift{ID: "s1", Till: "01", Cashier: "hong", OpenedAt: now, Float: 500_000})
	a := j.pays(j.cart(108_000), sale.Cash, 200_000)
	j.write(journal.OrderPaid, &sale.Filed{Order: a.Order})

	cart, err := j.cart(54_000, 54_000).Attach("anh")
	j.ok(err)
	j.write(journal.MemberAttached, &sale.Attachment{Order: cart.Key(), Member: "anh", Total: 108_000})
	cart, err = cart.Using(sale.PointsUse{Points: 8, Value: 8_000, Takes: []loyalty.Take{{Lot: "l", Points: 8}}})
	j.ok(err)
	use := func(kind loyalty.EntryKind, takes, restores int64) loyalty.Posting {
		p := loyalty.Posting{Member: "anh", Kind: kind}
		if takes > 0 {
			p.Takes = []loyalty.Take{{Lot: "l", Points: takes}}
		}
		if restores > 0 {
			p.Restores = []loyalty.Take{{Lot: "l", Points: restores}}
		}
		return p
	}
	j.write(journal.PointsUsed, &sale.Filed{Order: cart, Postings: []loyalty.Posting{use(loyalty.Use, 10, 0)}}) // first ten …
	j.write(journal.PointsUsed, &sale.Filed{Order: cart, Postings: []loyalty.Posting{use(loyalty.UseUndone, 0, 10), use(loyalty.Use, 8, 0)}})
	b := j.pays(cart, sale.Card, 100_000)
	j.write(journal.OrderPaid, &sale.Filed{Order: b.Order, Postings: []loyalty.Posting{{Member: "anh", Kind: loyalty.Earn, Lots: []loyalty.Lot{{ID: "b", Points: 100}}}}})
	j.write(journal.OrderReturned, &sale.Filed{Order: j.brings(b.Order, "1", sale.Card), Postings: []loyalty.Posting{
		use(loyalty.Restore, 0, 4), {Member: "anh", Kind: loyalty.ClawBack, Claws: []loyalty.Claw{{Lot: "b", Points: 50}}}}})

	old := j.cart(27_000)
	old.Shift = "s0"
	j.write(journal.OrderReturned, &sale.Filed{Order: j.brings(j.pays(old, sale.Cash, 27_000).Order, "1", sale.Cash)})

	voided := j.cart(20_000, 108_000)
	j.write(journal.LineVoided, &sale.LineChange{Order: voided.Key(), Before: voided.Lines[0]})
	cheaper := voided.Lines[1]
	cheaper.UnitPrice, cheaper.ListPrice = 100_000, 108_000
	j.write(journal.ApprovalGiven, &shift.Approval{What: "price.override", Requester: "hong", Approver: "nam"})
	j.write(journal.PriceOverridden, &sale.LineChange{Order: voided.Key(), Before: voided.Lines[1], After: cheaper})
	thrown, err := j.cart(30_000).Tendered(sale.Cash, 10_000, "")
	j.ok(err)
	thrown, err = thrown.Void(now)
	j.ok(err)
	j.write(journal.OrderVoided, &sale.Filed{Order: thrown})

	j.write(journal.CashMoved, &shift.Movement{Shift: "s1", Kind: shift.PaidIn, Amount: 200_000, Reason: "tiền lẻ"})
	j.write(journal.CashMoved, &shift.Movement{Shift: "s1", Kind: shift.PaidOut, Amount: 50_000, Reason: "nước đá"})
	j.write(journal.CashMoved, &shift.Movement{Shift: "s1", Kind: shift.SafeDrop, Amount: 300_000})
	j.write(journal.DrawerOpened, &shift.NoSale{Shift: "s1", Reason: "đổi tiền"})
	j.write(journal.ReceiptReprinted, &sale.Reprint{Receipt: "01-000001"})
	j.write(journal.CodesRefused, &sale.Refusal{Refused: 2})
	return j
}

func (j *till) fold() *report.Fold {
	f := report.NewFold(shift.Shift{ID: "s1", Till: "01", Cashier: "hong", OpenedAt: now, Float: 500_000}, 1, 2)
	for _, r := range j.log {
		f.Apply(r)
	}
	return f
}

func TestADaysShiftComesToWhatItsPaperSays(t *testing.T) {
	j := day(t)
	s := j.fold().Sum(1_000_000, 1_000)
	eight := func(gross, net, tax money.VND) []sale.VATGroup {
		return []sale.VATGroup{{Rate: money.Per100(8), Gross: gross, Net: net, Tax: tax}}
	}
	want := report.Sum{
		Shift: shift.Shift{ID: "s1", Till: "01", Cashier: "hong", OpenedAt: now, Float: 500_000}, PerPoint: 1_000,
		Tickets: 2, Goods: 216_000, PointsOff: 8_000, Net: 208_000, VAT: eight(216_000, 200_000, 16_000), Tax: 16_000,
		Returns: report.Tally{N: 2, Amount: 77_000}, Elsewhere: report.Tally{N: 1, Amount: 27_000}, VATBack: eight(81_000, 75_000, 6_000), TaxBack: 6_000,
		Tenders: []report.Tenders{
			{Kind: sale.Cash, Paid: report.Tally{N: 1, Amount: 108_000}, Change: 92_000, Refunded: report.Tally{N: 1, Amount: 27_000}},
			{Kind: sale.Card, Paid: report.Tally{N: 1, Amount: 100_000}, Refunded: report.Tally{N: 1, Amount: 50_000}},
		},
		LinesVoided: report.Tally{N: 1, Amount: 20_000}, Overrides: report.Tally{N: 1, Amount: 8_000},
		OrdersVoided: report.Tally{N: 1, Amount: 30_000}, AfterTender: report.Tally{N: 1, Amount: 30_000},
		Earned: report.Points{N: 1, Points: 100, Value: 100_000}, Used: report.Points{N: 1, Points: 8, Value: 8_000},
		ClawedBack: report.Points{N: 1, Points: 50, Value: 50_000}, Restored: report.Points{N: 1, Points: 4, Value: 4_000},
		PaidIn: report.Tally{N: 1, Amount: 200_000}, PaidOut: report.Tally{N: 1, Amount: 50_000}, Drops: report.Tally{N: 1, Amount: 300_000},
		NoSales: 1, Reprints: 1, Approvals: 1, Unknown: 2, Attached: 1,
		Receipts: [2]string{"01-000001", "01-000002"}, Grand: 1_000_000 + 208_000 - 77_000, Epochs: [2]uint32{1, 1}, First: 2, Last: uint64(len(j.log)), Head: j.log[len(j.log)-1].Hash,
	}
	if !reflect.DeepEqual(s, want) {
		t.Errorf("the shift comes to\n%+v\nnot\n%+v", s, want)
	}
	if cash := s.Cash(); cash != (report.Cash{Float: 500_000, Sales: 108_000, Refunds: 27_000, PaidIn: 200_000, PaidOut: 50_000, Drops: 300_000, Expected: 431_000}) {
		t.Errorf("in the drawer: %+v", cash)
	}
}

// An X in the middle of the day is no other sum: going on from it comes to the same as folding at once.
func TestAnXTakenOnTheWayChangesNothing(t *testing.T) {
	j := day(t)
	f := report.NewFold(shift.Shift{ID: "s1", Till: "01", Cashier: "hong", OpenedAt: now, Float: 500_000}, 1, 2)
	for _, r := range j.log {
		f.Apply(r)
		x := f.Sum(1_000_000, 1_000)
		for i := range x.Tenders {
			x.Tenders[i].Paid.Amount = -1 // what is done to it stays with it
		}
		f.Apply(r)
	}
	if got, want := f.Sum(1_000_000, 1_000), j.fold().Sum(1_000_000, 1_000); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\n%+v", got, want)
	}
}

// While a shift is suspended somebody else sells at the till, with another drawer.
func TestWhatIsSoldWhileAShiftIsSuspendedIsNotIts(t *testing.T) {
	j := day(t)
	before := j.fold().Sum(0, 0)
	j.write(journal.ShiftSuspended, &shift.Step{Shift: "s1", State: shift.Suspended, At: now})
	j.write(journal.ShiftOpened, &shift.Shift{ID: "s2", Cashier: "nam", Float: 100_000})
	j.write(journal.OrderPaid, &sale.Filed{Order: j.pays(j.cart(10_000), sale.Cash, 10_000).Order})
	j.write(journal.CashMoved, &shift.Movement{Shift: "s2", Kind: shift.SafeDrop, Amount: 10_000})
	j.write(journal.ShiftClosed, &report.Z{})
	j.write(journal.ShiftResumed, &shift.Step{Shift: "s1", State: shift.Opened, At: now})
	after := j.fold().Sum(0, 0)
	if after.Cash() != before.Cash() || after.Tickets != before.Tickets || after.Shift.State != shift.Opened || after.Last != uint64(len(j.log)) {
		t.Errorf("%+v\n%+v", before, after)
	}
	j.write(journal.OrderPaid, &sale.Filed{Order: j.pays(j.cart(10_000), sale.Cash, 10_000).Order})
	if again := j.fold().Sum(0, 0); again.Tickets != before.Tickets+1 {
		t.Errorf("what is sold behind it isn't counted: %+v", again)
	}
}

// What a newer program wrote is counted as not counted: a sum that leaves something out says so.
func TestEventsOfANewerProgramAreCountedAsUnread(t *testing.T) {
	j := &till{t: t}
	j.write(journal.SignedIn, &shift.SignIn{})
	j.write(journal.ShiftOpened, &shift.Shift{ID: "s1"})
	j.write(journal.Kind(60_000), &shift.SignIn{})
	j.log = append(j.log, journal.Record{Event: journal.Event{Epoch: 1, Seq: 4, Kind: journal.OrderPaid, Body: []byte{99}}})
	if s := j.fold().Sum(0, 0); s.Unread != 2 || s.Tickets != 0 {
		t.Errorf("%+v", s)
	}
}

func TestADrawerThatIsShortNeedsAReason(t *testing.T) {
	s := day(t).fold().Sum(1_000_000, 1_000)
	count := func(cash money.VND) shift.Declaration { return shift.Declaration{Cash: shift.Counted{Amount: cash}} }
	for _, tc := range []struct {
		z    report.Z
		code string
		over money.VND
	}{
		{report.Z{Counted: count(431_000)}, "", 0},
		{report.Z{Counted: count(411_000), Reason: " thối nhầm "}, "", -20_000},
		{report.Z{Counted: count(411_000), Reason: " "}, "field.required", -20_000},
		{report.Z{Counted: count(432_000)}, "field.required", 1_000},
		{report.Z{Counted: count(431_000), Left: 432_000}, "left.range", 0},
		{report.Z{Counted: count(0), Reason: strings.Repeat("a", shift.NoteMax+1)}, "field.too_long", -431_000},
	} {
		z, err := report.Close(s, tc.z)
		if fault.Code(err) != tc.code || z.Over() != tc.over {
			t.Errorf("%+v: over %d, %v", tc.z.Counted, z.Over(), err)
		}
	}
}

func TestStoredFormsNeverChange(t *testing.T) {
	sum := day(t).fold().Sum(1_000_000, 1_000)
	z, err := report.Close(sum, report.Z{Counted: shift.Declaration{Shift: "s1", Cash: shift.Counted{Amount: 411_000}, Cards: 50_000}, Blind: true, Reason: "thối nhầm",
		Closer: "hong", Unsent: 3, Left: 400_000, To: "nam"})
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]journal.Coder{"z_v3": &z, "taken_v1": &report.Taken{Shift: "s1", Last: 300, Copies: 2}} {
		got, path := hex.EncodeToString(journal.Encode(body)), filepath.Join("testdata", name+".hex")
		if _, err := os.Stat(path); *update && os.IsNotExist(err) {
			if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		stored, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.TrimSpace(string(stored)); got != want {
			t.Errorf("%s is written as\n%s, and journals hold\n%s", name, got, want)
		}
		raw, _ := hex.DecodeString(strings.TrimSpace(string(stored)))
		back := reflect.New(reflect.TypeOf(body).Elem()).Interface().(journal.Coder)
		if err := journal.Decode(raw, back); err != nil || !reflect.DeepEqual(back, body) {
			t.Errorf("%s reads as\n%+v, %v", name, back, err)
		}
	}
}

// Journals of before there was training hold this.
func TestAZOfTheFirstVersionIsRead(t *testing.T) {
	stored, err := os.ReadFile(filepath.Join("testdata", "z_v1.hex"))
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := hex.DecodeString(strings.TrimSpace(string(stored)))
	var z report.Z
	if err := journal.Decode(raw, &z); err != nil || z.Closer != "hong" || z.Left != 400_000 || z.Sum.Tickets != day(t).fold().Sum(0, 0).Tickets || z.Sum.Training != (report.Trainings{}) {
		t.Errorf("%+v, %v", z, err)
	}
}

// Journals of before wallets had names hold this: figures that a closed shift was printed with, whatever is told of the same day now.
func TestAZOfTheSecondVersionIsRead(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "z_v2.hex"))
	if err != nil {
		t.Fatal(err)
	}
	body, _ := hex.DecodeString(strings.TrimSpace(string(raw)))
	var z report.Z
	want := day(t).fold().Sum(1_000_000, 1_000)
	if err := journal.Decode(body, &z); err != nil || z.Closer != "hong" || z.Sum.Net != want.Net || len(z.Sum.Tenders) != len(want.Tenders) || z.Sum.ByHand != (report.Tally{}) {
		t.Errorf("%+v, %v", z, err)
	}
}

// Whatever order its goods come back in, what came back of the VAT is all of it in the end, and never below nothing on the way.
func TestTheVATOfAnOrderComesBackWhole(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		o := sale.Open("o", "01", "s1", "hong", now)
		for i := range rapid.IntRange(1, 4).Draw(r, "lines") {
			p := catalog.Product{SKU: fmt.Sprint(i), Name: "Hàng", Price: money.VND(rapid.Int64Range(1, 200_000).Draw(r, "price")),
				VAT: catalog.FlatVAT(money.Per100(rapid.SampledFrom([]int64{0, 5, 8, 10}).Draw(r, "rate")))}
			var err error
			if o, _, err = o.Add(p, money.Units(rapid.Int64Range(1, 3).Draw(r, "units")), loyalty.NotExcluded, now); err != nil {
				r.Fatal(err)
			}
		}
		o, err := o.Tendered(sale.Cash, o.Totals().Due, "")
		if err != nil {
			r.Fatal(err)
		}
		paid, err := o.Pay(loyalty.Default().Freeze(loyalty.Default().Tiers[0], sale.Store, now, time.UTC), "01-000001", now)
		if err != nil {
			r.Fatal(err)
		}
		o = paid.Order
		var back []sale.VATGroup
		for o.State() != sale.Returned {
			l := rapid.SampledFrom(o.Lines).Draw(r, "line")
			if o.Back(l.ID) == l.Quantity {
				continue
			}
			if o, err = o.Returned("r", now, []sale.ReturnLine{{ID: l.ID, Quantity: money.Units(1)}}); err != nil {
				r.Fatal(err)
			}
			for i, g := range o.VATBack(len(o.Returns) - 1) {
				if g.Gross < 0 || g.Tax < 0 || g.Net < 0 || g.Gross != g.Net+g.Tax {
					r.Fatalf("%+v comes back", g)
				}
				if back == nil {
					back = make([]sale.VATGroup, len(o.Totals().VAT))
				}
				back[i].Rate = g.Rate
				back[i].Gross, back[i].Net, back[i].Tax = back[i].Gross+g.Gross, back[i].Net+g.Net, back[i].Tax+g.Tax
			}
		}
		if !reflect.DeepEqual(back, o.Totals().VAT) {
			r.Fatalf("%+v comes back of %+v", back, o.Totals().VAT)
		}
	})
}
