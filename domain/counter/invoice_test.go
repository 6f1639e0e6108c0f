package counter_test

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/invoice"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/storage/memory"
)

var numbering = invoice.Rule{Symbol: "1C{yy}MAA", Series: "M1-{yy}-ABCDE", Block: 20}

// authority is central of tills that make invoices.
type authority struct {
	*office.Office
	store *memory.Central
	t     testing.TB
	now   time.Time
	tills []*till
}

func newAuthority(t testing.TB) *authority {
	a := &authority{t: t, now: time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)}
	a.on(memory.NewCentral(journal.Key(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))), nil))
	doc, _ := json.Marshal(counter.Shop{Name: "Cửa hàng Nguyễn Huệ", Address: "1 Nguyễn Huệ", TaxCode: "0301442379", Invoice: numbering})
	a.must(a.PutShop(t.Context(), "q1", doc))
	return a
}

// on lets central work on a store.
func (a *authority) on(store *memory.Central) {
	a.store = store
	a.Office = office.New(office.Config{Store: store, Now: func() time.Time { return a.now }, Entropy: seeded(), Zone: time.LoadLocation})
}

// restored puts an older copy of central's store in its place.
func (a *authority) restored(copy *memory.Central) {
	a.t.Helper()
	a.on(copy)
	_, err := a.Restored(a.t.Context())
	a.must(err)
}

func (a *authority) must(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
}

// till is a new one of the shop's, enrolled and selling; of a former epoch of it where that is given.
func (a *authority) till(former *till) *till {
	a.t.Helper()
	k := start(a.t)
	k.shop = func(s *counter.Shop) { s.Invoice = numbering }
	k.entropy = rand.NewChaCha8([32]byte{byte(len(a.tills) + 1)})
	if former != nil {
		k.number, k.epoch, k.former = former.number, 2, counter.Inherit(2, true, counter.Start{}) // its disk is gone
	} else {
		k.number = fmt.Sprintf("%02d", len(a.tills)+1)
	}
	k.dir = a.t.TempDir()
	k.open()
	k.fill()
	e := office.Enrolment{PublicKey: k.key.Public(), Till: k.number}
	if former != nil {
		e.Former = former.epoch
		e.Signed = fmt.Appendf(nil, "%s %s %x %d", e.Code, e.Till, e.PublicKey, e.Former)
		e.Signature = former.key.Sign(e.Signed)
	} else {
		code, err := a.EnrolCode(a.t.Context(), "q1")
		a.must(err)
		e.Code, e.Till = code.Code, ""
		e.Signed = fmt.Appendf(nil, "%s %s %x %d", e.Code, e.Till, e.PublicKey, e.Former)
		e.Signature = k.key.Sign(e.Signed)
	}
	got, err := a.Enrol(a.t.Context(), e)
	a.must(err)
	k.number, k.epoch, k.now = got.Writer, got.Epoch, a.now
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"}, counter.OpenShift{Float: 500_000})
	a.must(k.Join(background, counter.Chain{Till: got.Writer, Epoch: got.Epoch, Heard: counter.Mark{Incarnation: 1}}))
	a.tills = append(a.tills, k)
	return k
}

// meet is a till's link while it is there: what waits goes up, and what the till wants comes down.
func (a *authority) meet(k *till) {
	a.t.Helper()
	a.push(k)
	wants, err := k.Wanted(background)
	a.must(err)
	for _, w := range wants {
		request, err := k.NextRequest(background)
		a.must(err)
		ask := office.Ask{Request: request, Incarnation: 1, Member: w.Member, Points: w.Points, Wants: w.Rights()}
		g, err := a.Ask(a.t.Context(), share.Holder{Writer: k.number, Epoch: k.epoch}, ask)
		a.must(err)
		again, err := a.Ask(a.t.Context(), share.Holder{Writer: k.number, Epoch: k.epoch}, ask) // its answer was lost, and it asks again
		a.must(err)
		if !slices.Equal(g.Units, again.Units) {
			a.t.Fatalf("the same ask was answered %v and %v", g.Units, again.Units)
		}
		if len(g.Units) > 0 {
			a.must(k.Got(background, request, 1, g.Units))
		}
	}
	a.push(k)
}

func (a *authority) push(k *till) {
	a.t.Helper()
	a.now = latest(a.now, k.now)
	h := share.Holder{Writer: k.number, Epoch: k.epoch}
	mark, err := a.Mark(a.t.Context(), h)
	a.must(err)
	for mark.Acked < k.Head().Seq {
		prev, records, seals, err := k.Outbox(background, k.epoch, mark.Acked, 256, 1<<20)
		a.must(err)
		p := office.Pushed{Holder: h, Prev: prev, Seals: seals}
		for _, r := range records {
			p.Records = append(p.Records, r.Bytes)
		}
		taken, err := a.TakeJournal(a.t.Context(), p)
		a.must(err)
		mark.Acked = taken.Seq
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// buys sells a carton of milk and gives the order.
func (k *till) buys() sale.Order {
	k.t.Helper()
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	return k.last.Last.Order
}

// brings back the carton of an order.
func (k *till) brings(o sale.Order) sale.Return {
	k.t.Helper()
	k.mustDo(counter.Return{Order: o.Key(), Receipt: o.Receipt, Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}, Reason: "móp"})
	return k.last.Returned.Offer.Return
}

func (a *authority) all() (list []invoice.Record) {
	a.t.Helper()
	for cursor, more := "", true; more; more = cursor != "" {
		page, next, err := a.Invoices(a.t.Context(), office.InvoiceFilter{}, office.Page{Cursor: cursor, Limit: 7})
		a.must(err)
		list, cursor = append(list, page...), next
	}
	return list
}

// Two weeks, three tills that central seldom hears of, one of which loses its file in the middle: an inspector adds up.
func TestTwoWeeksOfInvoicesHaveNoNumberTwiceAndEveryGapAReason(t *testing.T) {
	a, r := newAuthority(t), rand.New(rand.NewPCG(3, 14))
	tills := []*till{a.till(nil), a.till(nil), a.till(nil)}
	printed, papers := map[string]string{}, 0
	note := func(n sale.InvoiceNumber, paper string) {
		t.Helper()
		if papers++; printed[n.String()] != "" || !n.Made() {
			t.Fatalf("%s is on %s and on %s", n, printed[n.String()], paper)
		}
		printed[n.String()] = paper
	}
	for day := range 14 {
		for i, k := range tills {
			k.now = latest(k.now, time.Date(2026, 11, 21+day, 1, 0, 0, 0, time.UTC))
			if r.IntN(3) == 0 || i == 0 { // its link is there today
				a.meet(k)
			}
			for range 4 + r.IntN(5) {
				o := k.buys()
				note(o.Invoice, o.Receipt)
				if r.IntN(6) == 0 {
					b := k.brings(o)
					note(b.Invoice, b.Number)
				}
			}
		}
		if day == 7 { // the second till's disk breaks; that evening it had sent all, and got numbers
			a.meet(tills[1])
			tills[1] = a.till(tills[1])
		}
	}
	for _, k := range tills {
		a.push(k)
	}
	a.adds(printed, papers)
}

// adds holds that central has each paper's invoice once, and explains every other number.
func (a *authority) adds(printed map[string]string, papers int) {
	a.t.Helper()
	records := a.all()
	if len(records) != papers {
		a.t.Errorf("%d papers, %d invoices", papers, len(records))
	}
	numbers, provisional := map[int64]bool{}, 0
	for _, rec := range records {
		n := rec.Number
		if n.Provisional() || numbers[n.N] || n.Symbol != "1C26MAA" || n.Series != "M1-26-ABCDE" {
			a.t.Errorf("%+v", n)
		}
		numbers[n.N] = true
		on := n
		if rec.Printed.Made() {
			on, provisional = rec.Printed, provisional+1
		}
		if printed[on.String()] != rec.Paper {
			a.t.Errorf("%s is on %s, and central has it for %s", on, printed[on.String()], rec.Paper)
		}
	}
	if provisional == 0 {
		a.t.Error("no till ran out of numbers: nothing of that was tried")
	}
	gaps, err := a.InvoiceGaps(a.t.Context())
	a.must(err)
	why := map[string]int{}
	highest := int64(0)
	for _, g := range gaps {
		if why[g.Why]++; g.Symbol == "1C27MAA" { // given in December, for January
			continue
		}
		for n := g.From; n <= g.To; n++ {
			if numbers[n] {
				a.t.Errorf("%d is used and %s", n, g.Why)
			}
			numbers[n] = true
		}
		highest = max(highest, g.To)
	}
	for n := int64(1); n <= highest; n++ {
		if !numbers[n] {
			a.t.Errorf("nobody explains number %d", n)
		}
	}
	if why[office.GapEnded] == 0 || why[office.GapHeld] == 0 || why[office.GapUnheard]+why[office.GapLost]+why[office.GapPassed] != 0 {
		a.t.Errorf("gaps: %v", why)
	}
}

func TestAReturnsInvoiceAdjustsTheSalesAtItsRate(t *testing.T) {
	a := newAuthority(t)
	k := a.till(nil)
	a.meet(k)
	o := k.buys()
	k.brings(o)
	a.meet(k)
	records := a.all()
	if len(records) != 2 {
		t.Fatalf("%+v", records)
	}
	sold, back := records[0], records[1]
	if sold.Number.String() != "M1-26-ABCDE-00000000001" || sold.Seller.TaxCode != "0301442379" || sold.Gross() != 32_000 || sold.Tax() != 2_370 ||
		sold.Day != "2026-11-21" || sold.State != invoice.Made {
		t.Errorf("sold: %+v", sold)
	}
	if back.Adjusts != sold.Number || back.Gross() != -32_000 || back.Tax() != -2_370 || back.VAT[0].Rate != sold.VAT[0].Rate || back.Reason != "móp" ||
		back.Lines[0].Quantity != -money.Units(1) {
		t.Errorf("back: %+v", back)
	}
}

// A manager sees of each day and till how many invoices stand how, and what a hand-over changes of that.
func TestInvoicesAreCountedByDayAndTill(t *testing.T) {
	a := newAuthority(t)
	x, y := a.till(nil), a.till(nil)
	for _, k := range []*till{x, y} {
		a.meet(k)
		k.buys()
	}
	x.brings(x.buys())
	x.now = x.now.AddDate(0, 0, 1)
	x.buys()
	a.push(x)
	a.push(y)
	days := func() []office.InvoiceDay {
		list, err := a.InvoiceDays(t.Context(), office.InvoiceFilter{From: "2026-11-20", To: "2026-11-30"})
		a.must(err)
		return list
	}
	want := []office.InvoiceDay{{Day: "2026-11-22", Shop: "q1", Till: x.number, Made: 1, Gross: 32_000}, {Day: "2026-11-21", Shop: "q1", Till: x.number, Made: 3, Gross: 32_000},
		{Day: "2026-11-21", Shop: "q1", Till: y.number, Made: 1, Gross: 32_000}}
	if got := days(); !slices.Equal(got, want) {
		t.Errorf("counted %+v, want %+v", got, want)
	}
	out, err := a.HandOverInvoices(t.Context(), office.HandOver{From: "2026-11-20", To: "2026-11-30", Format: "json", Limit: 4})
	a.must(err)
	if len(out.Records) != 4 || out.Next == "" {
		t.Errorf("a file of %d invoices, next %q", len(out.Records), out.Next)
	}
	for i, accepted := range []bool{true, false} {
		n := out.Records[i].Number
		_, err := a.AnswerInvoice(t.Context(), invoice.Answered{Number: n.Symbol + " " + n.String(), Accepted: accepted, Answer: "trả lời"})
		a.must(err)
	}
	var sum office.InvoiceDay
	for _, d := range days() {
		sum.Made, sum.HandedOver, sum.Accepted, sum.Refused = sum.Made+d.Made, sum.HandedOver+d.HandedOver, sum.Accepted+d.Accepted, sum.Refused+d.Refused
	}
	if want := (office.InvoiceDay{Made: 1, HandedOver: 2, Accepted: 1, Refused: 1}); sum != want {
		t.Errorf("they stand %+v, want %+v", sum, want)
	}
	for code, f := range map[string]office.InvoiceFilter{"field.required": {From: "2026-11-20"}, "date.format": {From: "x", To: "2026-11-30"}, "date.span": {From: "2026-01-01", To: "2026-11-30"}} {
		if _, err := a.InvoiceDays(t.Context(), f); !strings.Contains(fmt.Sprint(err), code) {
			t.Errorf("%+v: %v, want %s", f, err, code)
		}
	}
}

func TestATillThatNeverHeardOfCentralNumbersByItsReceipts(t *testing.T) {
	k := start(t)
	k.shop = func(s *counter.Shop) { s.Invoice = numbering }
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	o := k.buys()
	if !o.Invoice.Provisional() || o.Invoice.String() != o.Receipt {
		t.Errorf("%+v", o.Invoice)
	}
	if b := k.brings(o); !b.Invoice.Provisional() || b.Invoice.String() != b.Number {
		t.Errorf("%+v", b.Invoice)
	}
}

func TestNumbersGoOnBehindACrashAndARestart(t *testing.T) {
	a := newAuthority(t)
	k := a.till(nil)
	a.meet(k)
	first := k.buys()
	k.reopen() // the program is gone, its file isn't
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	if next := k.buys(); next.Invoice.N != first.Invoice.N+1 {
		t.Errorf("%s follows %s", next.Invoice, first.Invoice)
	}
	if kept := k.Kept(); len(kept) != 0 {
		t.Errorf("at its end it would give back %v", kept)
	}
}

// What a central forgot that was put back from an older copy it gives nobody again: neither the numbers that it had used up itself, nor
// those of a till that it hasn't heard of since.
func TestARestoredCentralGivesNoNumberAgain(t *testing.T) {
	a := newAuthority(t)
	x, y := a.till(nil), a.till(nil)
	given := func() map[string]string { // by number, whose paper has it
		list := map[string]string{}
		for _, r := range a.all() {
			list[r.Number.String()] = r.Paper
		}
		return list
	}
	x.buys()
	a.push(x) // its number is of a range of central's
	older := a.store.Clone(nil)
	x.buys()
	y.buys()
	a.push(x)
	a.push(y)
	before := given()
	a.restored(older)
	a.push(y) // who comes first this time
	a.push(x)
	after := given()
	if len(before) != 3 || len(after) != 3 {
		t.Fatalf("invoices %v, then %v", before, after)
	}
	for number, paper := range after {
		if was, there := before[number]; there && was != paper {
			t.Errorf("%s was on %s and is on %s", number, was, paper)
		}
	}
}

func TestARestoredCentralPassesOverTheFirstNumbersOfASeriesToo(t *testing.T) {
	a := newAuthority(t)
	x, y := a.till(nil), a.till(nil)
	older := a.store.Clone(nil)
	a.meet(x) // gets the first range there ever was
	first := x.buys().Invoice
	a.restored(older)
	y.buys()
	a.push(y) // before anybody heard of x again
	if got := a.all(); len(got) != 1 || got[0].Number.N <= first.N+numbering.Block {
		t.Errorf("%s is given out beside %s", got[0].Number, first)
	}
}

// Of a cloned disk both machines may write the same provisional number: each paper is a sale, and has an invoice.
func TestTwoPapersWithOneProvisionalNumberHaveAnInvoiceEach(t *testing.T) {
	a := newAuthority(t)
	x := a.till(nil)
	a.push(x)
	base, y := x.Head(), *x
	y.dir = t.TempDir()
	a.must(os.CopyFS(y.dir, os.DirFS(x.dir)))
	a.must(os.Chmod(filepath.Join(y.dir, "till.key"), 0o600))
	y.open()
	y.entropy = rand.NewChaCha8([32]byte{99})
	y.reopen()
	y.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	one, two := x.buys(), y.buys()
	if one.Invoice != two.Invoice || !one.Invoice.Provisional() {
		t.Fatalf("%s and %s", one.Invoice, two.Invoice)
	}
	a.push(x)
	prev, records, seals, err := y.Outbox(background, y.epoch, base.Seq, 256, 1<<20)
	a.must(err)
	p := office.Pushed{Holder: share.Holder{Writer: y.number, Epoch: y.epoch}, Prev: prev, Seals: seals}
	for _, r := range records {
		p.Records = append(p.Records, r.Bytes)
	}
	taken, err := a.TakeJournal(t.Context(), p)
	a.must(err)
	list := a.all()
	if !taken.Forked || len(list) != 2 || list[0].Order == list[1].Order || list[0].Number == list[1].Number || list[0].Printed != list[1].Printed {
		t.Errorf("forked %v, invoices %+v", taken.Forked, list)
	}
	if !slices.ContainsFunc(taken.Problems, func(p office.Problem) bool { return p.Code == office.InvoiceTwice }) {
		t.Errorf("central notes %+v", taken.Problems)
	}
}

// The authority knows a sale by the number that central gave it, whatever the customer's paper says.
func TestAReturnAdjustsTheNumberThatCentralGave(t *testing.T) {
	a := newAuthority(t)
	k := a.till(nil)
	k.brings(k.buys())
	a.push(k)
	list := a.all()
	if len(list) != 2 || list[0].Number.Provisional() || list[1].Adjusts != list[0].Number {
		t.Errorf("%+v", list)
	}
}

func TestABuyerStandsOnTheInvoiceWhenItWasAskedFor(t *testing.T) {
	a := newAuthority(t)
	k := a.till(nil)
	a.meet(k)
	k.refused(counter.SetBuyer{Buyer: sale.Buyer{TaxCode: "0100109106", Name: "A", Address: "B"}}, "order.empty")
	k.scan(milk)
	if err := k.do(counter.SetBuyer{Buyer: sale.Buyer{TaxCode: "0100109107", Name: "A", Address: "B"}}); fault.Code(err) != "buyer.check_digit" {
		t.Fatal(err)
	}
	buyer := sale.Buyer{TaxCode: "0100109106", Name: "Tập đoàn Viễn thông", Address: "1 Trần Hữu Dực"}
	k.mustDo(counter.SetBuyer{Buyer: buyer}, counter.AddTender{Kind: sale.Cash})
	k.buys()
	a.meet(k)
	if records := a.all(); len(records) != 2 || records[0].Buyer != buyer || records[1].Buyer != (sale.Buyer{}) {
		t.Errorf("%+v", records)
	}
}

func TestInvoicesAreHandedOverOnceAndRefusedOnesAgain(t *testing.T) {
	a := newAuthority(t)
	k := a.till(nil)
	a.meet(k)
	for range 3 {
		k.buys()
	}
	a.meet(k)
	day := office.HandOver{From: "2026-11-21", To: "2026-11-21", Format: "json"}
	hand := func(want int) []invoice.Record {
		t.Helper()
		out, err := a.HandOverInvoices(t.Context(), day)
		a.must(err)
		if len(out.Records) != want {
			t.Fatalf("handed over %d, want %d", len(out.Records), want)
		}
		return out.Records
	}
	if other, err := a.HandOverInvoices(t.Context(), office.HandOver{From: "2026-11-22", To: "2026-11-30"}); err != nil || len(other.Records) != 0 {
		t.Fatalf("%+v, %v", other, err)
	}
	first := hand(3)
	hand(0)
	number := func(r invoice.Record) string { return r.Number.Symbol + " " + r.Number.String() }
	answer := func(r invoice.Record, accepted bool, text, code string) {
		t.Helper()
		if _, err := a.AnswerInvoice(t.Context(), invoice.Answered{Number: number(r), Accepted: accepted, Answer: text}); fault.Code(err) != code {
			t.Fatalf("%v, want %s", err, code)
		}
	}
	answer(first[0], true, "MCCQT 1", "")
	answer(first[0], true, "MCCQT 1", "")
	answer(first[0], false, "sai", "invoice.accepted")
	if _, err := a.AnswerInvoice(t.Context(), invoice.Answered{Number: number(first[1])}); err == nil {
		t.Error("refused without a reason")
	}
	answer(first[1], false, "sai mã số thuế", "")
	if again := hand(1); again[0].Number != first[1].Number || again[0].Tries != 2 {
		t.Errorf("%+v", again)
	}
	answer(first[1], true, "MCCQT 2", "")
	day.Again = true // nobody has answered for the third
	if again := hand(1); again[0].Number != first[2].Number {
		t.Errorf("%+v", again)
	}
	if _, err := a.AnswerInvoice(t.Context(), invoice.Answered{Number: "1C26MAA x", Accepted: true}); fault.Code(err) != "invoice.unknown" {
		t.Error(err)
	}
}
