package office_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"tim/domain/desk"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
)

// open begins a shift at a device.
func (d *device) open(number int64, float money.VND) shift.Shift {
	s := shift.Shift{ID: d.ids.New(d.now), Till: d.head.Writer, Cashier: "hong", OpenedAt: d.now, Float: float, Number: number}
	d.write(journal.ShiftOpened, &s)
	return s
}

// closes writes a shift's Z, of so much counted.
func (d *device) closes(s shift.Shift, counted money.VND) report.Z {
	fold := report.NewFold(s, d.head.Epoch, 1)
	for _, r := range d.records {
		fold.Apply(r)
	}
	z, err := report.Close(fold.Sum(0, 0), report.Z{Counted: shift.Declaration{Shift: s.ID, Cash: shift.Counted{Amount: counted}}, Reason: "đếm", Closer: "nam"})
	if err != nil {
		d.t.Fatal(err)
	}
	d.write(journal.ShiftClosed, &z)
	return z
}

func (s *shopOffice) desk() *desk.Desk { return s.Desk(report.DefaultLimits(), time.UTC) }

func (s *shopOffice) glance(d *desk.Desk) report.Glance {
	s.t.Helper()
	g, err := d.Glance(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	return g
}

// Two tills of a shop: one sells 100.000 and is closed 5.000 short, one sells 70.000 and goes on. The desk at central says so as the
// journals come in, tells when a till was last heard of, and of a forked one that it is.
func TestTheDeskOverAllTills(t *testing.T) {
	ctx := context.Background()
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 0)
	document, _ := json.Marshal(map[string]any{"name": "Nguyễn Huệ", "policy": shift.Policy{Open: true}})
	if err := s.PutShop(ctx, "q1", document); err != nil {
		t.Fatal(err)
	}
	if err := s.PutStaff(ctx, "q1", shift.Staff{ID: "hong", Name: "Hồng", Role: shift.Cashier}); err != nil {
		t.Fatal(err)
	}
	one, two := s.till(1), s.till(2)
	first := one.open(1, 500_000)
	two.open(1, 200_000)
	one.sell("lan", 100_000)
	sold := two.sell("", 70_000)
	s.push(one)
	s.push(two)
	d := s.desk()
	g := s.glance(d)
	if len(g.Lines) != 2 || g.Shop != "Nguyễn Huệ" || g.Lines[0].Net != 100_000 || g.Lines[1].Net != 70_000 || g.Lines[1].Cash == nil ||
		g.Lines[0].Cashier != "Hồng" || !g.Lines[0].Heard.Equal(s.now) || g.Lines[0].Chain != report.ChainGood {
		t.Fatalf("%+v", g)
	}
	z := one.closes(first, 595_000)
	s.push(one)
	if g := s.glance(d); len(g.Lines) != 1 || g.Lines[0].ID.Till != "02" {
		t.Errorf("the first till is closed: %+v", g.Lines)
	}
	lines, err := d.Shifts(ctx, report.ShiftQuery{Till: "01"})
	if err != nil || len(lines) != 1 || lines[0].Over != z.Over() || lines[0].Cash.Expected != z.Sum.Cash().Expected {
		t.Errorf("%+v, %v", lines, err)
	}
	if p, err := d.Paper(ctx, report.ShiftID{Till: "01", Number: 1}); err != nil || p.Z == nil || p.Z.Sum.Net != 100_000 || p.Sealed == "" || p.Shop.Name != "Nguyễn Huệ" {
		t.Errorf("%+v, %v", p, err)
	}
	rows, _, err := d.Ledger(ctx, report.LedgerQuery{Shift: report.ShiftID{Till: "01", Number: 1}, Member: "lan"})
	if err != nil || len(rows) == 0 || rows[0].Member != "09•• ••• 678" {
		t.Errorf("%+v, %v", rows, err)
	}
	if paper, err := d.Order(ctx, sold.Key()); err != nil || paper.Receipt.Totals.Payable != 70_000 {
		t.Errorf("%+v, %v", paper, err)
	}
	again := s.desk() // another program's, which has read nothing yet
	if g := s.glance(again); len(g.Lines) != 1 || g.Lines[0].Net != 70_000 {
		t.Errorf("%+v", g.Lines)
	}
}

// What central excepted and what rules found is one list; a supervisor's word on either is an event of central's, once.
func TestOneListOfAlerts(t *testing.T) {
	ctx := context.Background()
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 0)
	a := s.till(1)
	a.open(1, 0)
	for range 6 { // one card on every sale
		a.sell("lan", 100_000)
		a.now, s.now = a.now.Add(20*time.Minute), s.now.Add(30*time.Minute)
	}
	wrong := a.sell("lan", 100_000)
	wrong.ID, wrong.Earned = "made-up", 999
	a.write(journal.OrderPaid, &sale.Filed{Order: wrong})
	s.push(a)
	d := s.desk()
	open := s.glance(d).Alerts
	kinds := map[string]string{}
	for _, alert := range open {
		kinds[alert.Kind+string(alert.Rule)] = alert.ID
	}
	if len(kinds) != 2 || kinds[office.EarnedDiffers] == "" || kinds[string(report.CardOften)] == "" {
		t.Fatalf("%+v", open)
	}
	for kind, id := range kinds {
		if rows, err := d.Evidence(ctx, id); err != nil || len(rows) == 0 || rows[0].Kind != journal.OrderPaid {
			t.Errorf("%s: %+v, %v", kind, rows, err)
		}
		if err := d.Reconcile(ctx, id, "nam", " "); fault.Code(err) != "field.required" {
			t.Errorf("%s: %v", kind, err)
		}
		for _, reason := range []string{"đã hỏi", "khác"} {
			if err := d.Reconcile(ctx, id, "nam", reason); err != nil {
				t.Errorf("%s: %v", kind, err)
			}
		}
	}
	if open := s.glance(d).Alerts; len(open) != 0 {
		t.Errorf("still open: %+v", open)
	}
	all, err := s.desk().Alerts(ctx, time.Time{}, time.Time{})
	if err != nil || len(all) != 2 || all[0].Reason != "đã hỏi" || all[1].Reason != "đã hỏi" || all[0].By != "nam" {
		t.Errorf("%+v, %v", all, err)
	}
	if err := d.Reconcile(ctx, "none", "nam", "x"); fault.Code(err) != "alert.unknown" {
		t.Error(err)
	}
}

// A till's next epoch goes on with the shift that was open, and its Z counts both; a late word of the epoch before undoes nothing.
func TestAShiftGoesOnInTheNextEpoch(t *testing.T) {
	s := openOffice(t)
	s.program()
	old := s.till(1)
	first := old.open(1, 100_000)
	old.sell("", 40_000)
	s.push(old)
	got, err := s.Enrol(context.Background(), enrolment("", aKey(9), old))
	if err != nil {
		t.Fatal(err)
	}
	next := newDevice(t, got.Holder, 9)
	next.close(got.Mark.Incarnation, old)
	next.write(journal.ShiftsCarried, &report.Roll{Last: 1, Shifts: []report.Filed{{Shift: first, Epoch: 1, First: 2}}})
	next.sell("", 60_000)
	s.push(next)
	d := s.desk()
	if g := s.glance(d); len(g.Lines) != 1 || g.Lines[0].Net != 100_000 {
		t.Fatalf("%+v", g.Lines)
	}
	old.sell("", 5_000) // before its disk was lost; only now does it come
	s.push(old)
	if g := s.glance(d); len(g.Lines) != 1 || g.Lines[0].Net != 105_000 || g.Watched != g.Events {
		t.Errorf("a late sale: %+v", g)
	}
	old.write(journal.ShiftSuspended, &shift.Step{Shift: first.ID, State: shift.Suspended, At: old.now})
	next.write(journal.ShiftClosed, &report.Z{Sum: report.Sum{Shift: first, Net: 100_000}})
	s.push(next)
	s.push(old)
	lines, err := d.Shifts(context.Background(), report.ShiftQuery{})
	if err != nil || len(lines) != 1 || lines[0].Shift.State != shift.Closed || lines[0].Net != 100_000 {
		t.Errorf("%+v, %v", lines, err)
	}
}

// What is wrong with a till's former epoch stands in the line of its present one: since when central lacks events of it, and that what is
// stored of it was changed.
func TestTheDeskShowsWhatIsWrongWithAFormerEpoch(t *testing.T) {
	ctx := context.Background()
	s := openOffice(t)
	s.program()
	old := s.till(1)
	first := old.open(1, 100_000)
	s.push(old)
	spoke := s.now
	s.now = s.now.Add(time.Hour)
	old.sell("", 40_000) // its disk was lost before central had it
	got, err := s.Enrol(ctx, enrolment("", aKey(9), old))
	if err != nil {
		t.Fatal(err)
	}
	next := newDevice(t, got.Holder, 9)
	next.close(got.Mark.Incarnation, old)
	next.write(journal.ShiftsCarried, &report.Roll{Last: 1, Shifts: []report.Filed{{Shift: first, Epoch: 1, First: 2}}})
	s.push(next)
	d := s.desk()
	if g := s.glance(d); len(g.Lines) != 1 || g.Lines[0].Unsent == 0 || !g.Lines[0].Oldest.Equal(spoke) || g.Lines[0].Chain != report.ChainGood {
		t.Fatalf("unsent since %v: %+v", spoke, g.Lines)
	}
	if err := s.Proved(ctx, []journal.Break{{Of: "01/1", Seq: 2, Reason: journal.EventChanged}}); err != nil {
		t.Fatal(err)
	}
	if g := s.glance(d); g.Lines[0].Chain != report.ChainBroken {
		t.Errorf("%+v", g.Lines)
	}
}

// A central of before it kept shifts has journals and no rows: the next word of a shift files all that the journal tells.
func TestShiftsOfAnOlderCentralAreFiledFromTheJournal(t *testing.T) {
	ctx := context.Background()
	s := openOffice(t)
	s.program()
	d := s.till(1)
	first := d.open(1, 100_000)
	d.sell("", 40_000)
	d.closes(first, 140_000)
	second := d.open(2, 100_000)
	s.push(d)
	err := s.store.Write(ctx, func(tx office.Tx) error {
		notes, err := tx.Notes("shifts:01", "", 10)
		for _, n := range notes {
			err = errors.Join(err, tx.PutNote("shifts:01", n.Key, nil))
		}
		if len(notes) != 2 {
			t.Errorf("%d shifts were filed", len(notes))
		}
		return errors.Join(err, tx.PutNote("roll", "01/1", nil))
	})
	if err != nil {
		t.Fatal(err)
	}
	d.write(journal.ShiftSuspended, &shift.Step{Shift: second.ID, State: shift.Suspended, At: d.now})
	s.push(d)
	lines, err := s.desk().Shifts(ctx, report.ShiftQuery{})
	if err != nil || len(lines) != 2 || lines[0].Shift.State != shift.Suspended || lines[1].Shift.State != shift.Closed || lines[1].Net != 40_000 {
		t.Errorf("%+v, %v", lines, err)
	}
}

// A proof at central finds that a till's stored journal isn't what the till signed: its shift stands as broken, with an alert that names
// the event, until a later proof finds it whole; the alert is somebody's to look into.
func TestTheDeskShowsAJournalThatWasChangedAtCentral(t *testing.T) {
	ctx := context.Background()
	s := openOffice(t)
	s.program()
	one, two := s.till(1), s.till(2)
	one.open(1, 500_000)
	two.open(1, 200_000)
	s.push(one)
	s.push(two)
	d := s.desk()
	broken := []journal.Break{{Of: "02/1", Seq: 2, Reason: journal.EventChanged}}
	for range 2 { // the next day, too
		if err := s.Proved(ctx, broken); err != nil {
			t.Fatal(err)
		}
	}
	g := s.glance(d)
	if len(g.Lines) != 2 || g.Lines[0].Chain != report.ChainGood || g.Lines[1].Chain != report.ChainBroken {
		t.Fatalf("%+v", g.Lines)
	}
	if len(g.Alerts) != 1 || g.Alerts[0].Kind != office.JournalBroken || g.Alerts[0].Finding.Till != "02" || g.Alerts[0].Finding.Evidence[0].Seq != 2 {
		t.Fatalf("%+v", g.Alerts)
	}
	if err := s.Proved(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if g := s.glance(d); g.Lines[1].Chain != report.ChainGood || len(g.Alerts) != 1 {
		t.Errorf("found whole again: %+v", g)
	}
}
