package office_test

import (
	"context"
	"crypto/rand"
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
