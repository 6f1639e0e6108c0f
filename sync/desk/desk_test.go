package desk_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"reflect"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
	"tim/sync/desk"
)

// What a supervisor sees elsewhere is what central's own desk says, in every word: over HTTP nothing is lost.
func TestADeskElsewhereSaysTheSame(t *testing.T) {
	ctx := context.Background()
	c := newChain(t, 2, 3)
	one := c.tills[0]
	one.open("c0")
	one.scan(3, "m001", false)
	sold := one.pay()
	one.do(counter.Return{Order: sold.Key(), Receipt: sold.Receipt, Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}})
	one.close(0)
	one.open("c1")
	one.scan(2, "", false)
	one.pay()
	one.push()
	here := c.Desk(report.DefaultLimits(), saigon)

	g, err := c.desk.Glance(ctx)
	own, ownErr := here.Glance(ctx)
	if err != nil || ownErr != nil || !reflect.DeepEqual(g, own) || len(g.Lines) != 1 || g.Lines[0].Net != 64_000 || g.Lines[0].Cash.Expected != 564_000 {
		t.Errorf("%+v, %v\nhere %+v, %v", g, err, own, ownErr)
	}
	lines, err := c.desk.Shifts(ctx, report.ShiftQuery{Till: "01", Limit: 1})
	if err != nil || len(lines) != 1 || lines[0].ID.Number != 2 {
		t.Errorf("%+v, %v", lines, err)
	}
	if lines, err = c.desk.Shifts(ctx, report.ShiftQuery{Before: lines[0].ID}); err != nil || len(lines) != 1 || lines[0].ID.Number != 1 {
		t.Errorf("%+v, %v", lines, err)
	}
	first := lines[0].ID
	for _, id := range []report.ShiftID{first, {Till: "01", Number: 2}} {
		p, err := c.desk.Paper(ctx, id)
		own, ownErr := here.Paper(ctx, id)
		p.Sum.Head, own.Sum.Head = journal.Hash{}, journal.Hash{} // its short form is p.Head
		if p.Z != nil && own.Z != nil {
			p.Z.Sum.Head, own.Z.Sum.Head = journal.Hash{}, journal.Hash{}
		}
		if err != nil || ownErr != nil || !reflect.DeepEqual(p, own) {
			t.Errorf("%+v, %v\nhere %+v, %v", p, err, own, ownErr)
		}
	}
	q := report.LedgerQuery{Shift: first, Kinds: []journal.Kind{journal.OrderPaid, journal.OrderReturned}, Least: 30_000, Limit: 1}
	rows, next, err := c.desk.Ledger(ctx, q)
	if err != nil || len(rows) != 1 || rows[0].Amount != 96_000 || next == "" {
		t.Fatalf("%+v, %q, %v", rows, next, err)
	}
	q.After = next
	if rows, next, err = c.desk.Ledger(ctx, q); err != nil || len(rows) != 1 || rows[0].Kind != journal.OrderReturned || rows[0].Member != "09•• ••• 001" || next != "" {
		t.Errorf("%+v, %q, %v", rows, next, err)
	}
	p, err := c.desk.Order(ctx, sold.Key())
	ownPaper, ownErr := here.Order(ctx, sold.Key())
	if err != nil || ownErr != nil || !reflect.DeepEqual(p, ownPaper) {
		t.Errorf("%+v, %v\nhere %+v, %v", p, err, ownPaper, ownErr)
	}
	s, err := c.desk.Series(ctx, time.Time{}, time.Time{})
	if err != nil || len(s.Days) != 1 || s.Days[0].Net != 160_000 || len(s.Cashiers) != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestADeskElsewhereIsToldWhy(t *testing.T) {
	ctx := context.Background()
	c := newChain(t, 1, 0)
	if _, err := c.desk.Paper(ctx, report.ShiftID{Till: "01", Number: 7}); fault.Code(err) != "shift.unknown" {
		t.Error(err)
	}
	if _, err := c.desk.Evidence(ctx, "none"); fault.Code(err) != "alert.unknown" {
		t.Error(err)
	}
	if err := c.desk.Reconcile(ctx, "none", "nam", "x"); fault.Code(err) != "alert.unknown" {
		t.Error(err)
	}
	if _, err := desk.New(desk.Config{URL: "http://central.example"}); fault.Code(err) != "url.plain" {
		t.Error("a token goes over the open network:", err)
	}
	nobody, err := desk.New(desk.Config{URL: "http://127.0.0.1:1", Zone: saigon})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := nobody.Glance(ctx); fault.Code(err) != "link.down" {
		t.Error(err)
	}
}

// exported is a till's journal as central exports it, and what a proof of it comes to.
func exported(t testing.TB, c *chain, k *till) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := c.ExportLedger(context.Background(), k.holder, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func proved(export []byte, public ed25519.PublicKey) (journal.Exported, *report.Proof, error) {
	proof := report.NewProof()
	x, err := journal.ReadExport(bytes.NewReader(export), journal.Known{Public: public}, proof.Event)
	return x, proof, err
}

// An export proves itself: its chain, its seals, and that each Z is what the events come to, with approvals, handovers and suspended
// drawers in between. Whatever is changed in it shows.
func TestAnExportProvesItself(t *testing.T) {
	c := newChain(t, 1, 2)
	k := c.tills[0]
	k.open("c0")
	k.scan(3, "m001", false)
	sold := k.pay()
	k.do(counter.Return{Order: sold.Key(), Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}}, counter.Approve{PIN: "9999"})
	k.do(counter.SuspendShift{})
	k.open("c1")
	k.scan(1, "", false)
	k.pay()
	k.do(counter.TakeX{})
	left := k.last.Report.Sum.Cash().Expected
	k.do(counter.CountDrawer{Amount: left}, counter.CloseShift{To: "c2", PIN: "1111", Left: left})
	k.close(0)
	k.do(counter.SignIn{Staff: "c0", PIN: "1111"}, counter.ResumeShift{Shift: k.last.Shifts[0].ID})
	k.close(0)
	k.push()
	export := exported(t, c, k)
	x, proof, err := proved(export, k.Key.Public())
	if err != nil || x.Broken != nil || proof.Proven != 3 || proof.Beyond != 0 || len(proof.Wrong) != 0 || x.Head.Seq != k.sent {
		t.Fatalf("%+v, %+v, %v", x, proof, err)
	}
	if _, _, err := proved(export, ed25519.NewKeyFromSeed(make([]byte, 32)).Public().(ed25519.PublicKey)); fault.Code(err) != "export.key" {
		t.Errorf("another till's key: %v", err)
	}
	lines := bytes.SplitAfter(export, []byte("\n"))
	for i := 1; i < len(lines)-1; i++ {
		for _, change := range [][]byte{nil, flipped(lines[i])} { // taken out, one digit changed
			tampered := bytes.Join(append(append(append([][]byte{}, lines[:i]...), change), lines[i+1:]...), nil)
			if i == len(lines)-2 && change == nil {
				continue // a whole batch's end can only be missed against a head from elsewhere
			}
			if x, _, err := proved(tampered, nil); err == nil && x.Broken == nil {
				t.Errorf("line %d, changed to %q: nothing shows", i, change)
			}
		}
	}
}

// flipped is a line with its last hex digit changed.
func flipped(line []byte) []byte {
	b := bytes.Clone(line)
	for i := len(b) - 4; i >= 0; i-- {
		if c := b[i]; c >= '0' && c <= '9' || c >= 'a' && c <= 'f' {
			b[i] = '0' + (c+1)%2
			if b[i] != c {
				return b
			}
		}
	}
	return b
}

// A Z that was signed and says another sum than its events is found, though chain and seals hold: nobody but the till's own program
// could write it.
func TestAZThatIsNotItsEventsIsFound(t *testing.T) {
	key := journal.Key(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{3}, 32)))
	at := time.Date(2026, 11, 2, 8, 0, 0, 0, saigon)
	s := shift.Shift{ID: "s", Till: "01", Cashier: "c0", OpenedAt: at, Float: 100_000, Number: 1}
	head := journal.Head{Writer: "01", Epoch: 1}
	var records []journal.Record
	var seals []journal.Seal
	write := func(kind journal.Kind, body journal.Coder) {
		at = at.Add(time.Second)
		some, seal, next := journal.Extend(head, key, []journal.Event{{ID: at.String(), At: at, Kind: kind, Body: journal.Encode(body)}})
		records, seals, head = append(records, some...), append(seals, seal), next
	}
	write(journal.ShiftOpened, &s)
	write(journal.CashMoved, &shift.Movement{Shift: "s", Kind: shift.PaidIn, Amount: 50_000, Reason: "x"})
	fold := report.NewFold(s, 1, 1)
	fold.Apply(records[0]) // the 50.000 are left out
	sum := fold.Sum(0, 0)
	write(journal.ShiftClosed, &report.Z{Sum: sum})
	var b bytes.Buffer
	x, err := journal.NewExporter(&b, journal.Exporting{Public: key.Public(), Events: 3})
	if err != nil {
		t.Fatal(err)
	}
	for i := range records {
		if err := errors.Join(x.Event(records[i]), x.Seal(seals[i])); err != nil {
			t.Fatal(err)
		}
	}
	got, proof, err := proved(b.Bytes(), nil)
	if err != nil || got.Broken != nil || len(proof.Wrong) != 1 || proof.Wrong[0] != 3 {
		t.Errorf("%+v, %+v, %v", got, proof, err)
	}
}

// BenchmarkProof is how fast an export is proved, in events: chain, seals and Zs, of shifts as real counters write them.
func BenchmarkProof(b *testing.B) {
	c := newChain(b, 1, 0)
	k := c.tills[0]
	k.open("c0")
	for range 2_000 {
		k.scan(3, "", false)
		k.pay()
	}
	k.close(0)
	k.push()
	export := exported(b, c, k)
	for b.Loop() {
		if x, proof, err := proved(export, nil); err != nil || x.Broken != nil || proof.Proven != 1 {
			b.Fatal(x, proof, err)
		}
	}
	b.ReportMetric(float64(k.sent)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// Who reconciles at a desk elsewhere is a person whom central knows by PIN, and that name stands behind the finding.
func TestWhoSitsAtTheDeskElsewhereIsKnownByPIN(t *testing.T) {
	c := newChain(t, 0, 0)
	ctx := t.Context()
	who, err := c.desk.SignIn(ctx, "q1", "nam", "9999")
	if err != nil || who != (desk.Person{ID: "nam", Name: "Trần Đức Nam", Role: "supervisor"}) {
		t.Fatalf("%+v, %v", who, err)
	}
	for _, id := range []string{"nam", "c0", "nobody"} { // of these c0 is a cashier with that PIN
		if _, err := c.desk.SignIn(ctx, "q1", id, "1111"); fault.Code(err) != "desk.sign_in" {
			t.Errorf("%s: %v", id, err)
		}
	}
	for range 4 {
		_, _ = c.desk.SignIn(ctx, "q1", "nam", "0000")
	}
	_, err = c.desk.SignIn(ctx, "q1", "nam", "9999")
	if f, _ := fault.Of(err); f == nil || f.Code != "pin.locked" {
		t.Fatalf("guessed five times: %v", err)
	} else if until, _ := f.Args["until"].(time.Time); time.Until(until) < 10*time.Second {
		t.Errorf("locked until %v", until)
	}
}
