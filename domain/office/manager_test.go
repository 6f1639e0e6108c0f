package office_test

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/shift"
)

// overheard is a store that remembers what was appended to central's journal.
type overheard struct {
	office.Store
	by map[journal.Kind]string
}

type overheardTx struct {
	office.Tx
	by map[journal.Kind]string
}

func (o overheard) Write(ctx context.Context, decide func(office.Tx) error) error {
	return o.Store.Write(ctx, func(tx office.Tx) error { return decide(overheardTx{tx, o.by}) })
}

func (o overheardTx) Append(e journal.Event, postings []loyalty.Posting) error {
	o.by[e.Kind] = e.Actor
	return o.Tx.Append(e, postings)
}

// Whatever a manager changes stands in central's journal under their shop and id, and only a manager's name is given out.
func TestWhatAManagerDoesIsInTheJournalInTheirName(t *testing.T) {
	by := map[journal.Kind]string{}
	s := openOffice(t)
	o := office.New(office.Config{Store: overheard{s.store, by}, Now: func() time.Time { return at(0) }, Entropy: rand.Reader, Zone: time.LoadLocation})
	verifier, err := shift.NewVerifier("7913", []byte("fedcba9876543210"))
	if err != nil {
		t.Fatal(err)
	}
	for id, role := range map[string]shift.Role{"mai": shift.Manager, "nam": shift.Supervisor} {
		if err := o.PutStaff(ctx, "q1", shift.Staff{ID: id, Name: id, Role: role, Verifier: verifier}); err != nil {
			t.Fatal(err)
		}
	}
	for _, none := range [][2]string{{"q1", "nam"}, {"q2", "mai"}, {"q1", ""}} {
		_, err := o.ManagerOf(ctx, none[0], none[1])
		wantCode(t, err, "staff.manager")
	}
	name, err := o.ManagerOf(ctx, "q1", "mai")
	if err != nil || name != "q1/mai" {
		t.Fatal(name, err)
	}
	mai := office.Acting(ctx, name)
	if _, err := o.CreateMember(mai, office.NewMember{ID: "m1", Phone: "0912345678", Name: "Ánh"}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Adjust(mai, "m1", office.Adjustment{Points: 5, Reason: "quà"}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.PutProduct(mai, catalog.Product{SKU: "SUA", Name: "Sữa", Price: 32_000}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.PutProgram(mai, simple(func(*loyalty.Program) {}), name, ""); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []journal.Kind{journal.MemberCreated, journal.PointsAdjusted, journal.ProductSet, journal.ProgramSet} {
		if by[kind] != "q1/mai" {
			t.Errorf("%s was done by %q", kind, by[kind])
		}
	}
}

// What a manager adjusts counts from now on, singly and by file; only who has the admin token may write what was.
func TestAManagersAdjustmentDoesNotCountBack(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 0)
	s.now = at(2)
	adjustment := office.Adjustment{Points: 10, Reason: "bù", At: at(1)}
	_, err := s.Adjust(office.Acting(ctx, "q1/mai"), "lan", adjustment)
	wantCode(t, err, "at.past")
	file := "phone,points,reason,at\n0912345678,5,bù,2026-01-06T00:00:00Z\n"
	r, err := s.Import(office.Acting(ctx, "q1/mai"), "adjustments", "csv", strings.NewReader(file), nil)
	wantRows(t, r, err, "2 at at.past")
	if _, err := s.Adjust(ctx, "lan", adjustment); err != nil {
		t.Error(err)
	}
	if _, err := s.Adjust(office.Acting(ctx, "q1/mai"), "lan", office.Adjustment{Points: 1, Reason: "bù"}); err != nil {
		t.Error(err)
	}
	if got := s.points("lan", at(1.5)).Balance; got != 10 {
		t.Errorf("%d points then", got)
	}
}
