package main

import (
	"context"
	"crypto/rand"
	"io"
	"slices"
	"testing"
	"time"

	"tim/cmd/till/demo"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/shift"
	"tim/sync/manage"
)

// managing is a till with its link, whose manager's desk can be opened.
type managing struct {
	*testing.T
	*link
	shop *shop
	desk *manage.Central
}

// manages opens a till in this process; hong sells there.
func manages(t *testing.T, dir string) *managing { return managesBy(t, dir, time.Now) }

// managesBy is the same with the till's clock.
func managesBy(t *testing.T, dir string, now func() time.Time) *managing {
	t.Helper()
	m := &Main{Stdout: io.Discard, Stderr: io.Discard, Now: now, Entropy: rand.Reader, Getenv: func(string) string { return "" }}
	s, err := m.openChecked(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	chain, err := m.openCentral(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	central, _, err := m.linked(t.Context(), &flags{}, s, station{chain: chain, boot: m.boot()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	go func() { central.ended <- central.Run(ctx) }()
	t.Cleanup(func() { stop(); <-central.ended })
	k := &managing{T: t, link: central, shop: s}
	if k.desk, err = central.managed(); err != nil {
		t.Fatal(err)
	}
	k.until("the link is up", central.Online)
	k.until("hong is known", func() bool { return k.try(counter.SignIn{Staff: "hong", PIN: "1111"}) == nil })
	return k
}

func (k *managing) try(a counter.Action) error {
	_, err := k.counter.Do(k.Context(), a)
	return err
}

func (k *managing) do(actions ...counter.Action) {
	k.Helper()
	for _, a := range actions {
		if err := k.try(a); err != nil {
			k.Fatalf("%+v: %v", a, err)
		}
	}
}

func (k *managing) until(what string, met func() bool) {
	k.Helper()
	for end := time.Now().Add(screenWait); !met(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			k.Fatal("not met: " + what)
		}
	}
}

// asked is the last change that the journal says a manager asked central for.
func (k *managing) asked() (m shift.Managing) {
	k.Helper()
	_, records, _, err := k.counter.Outbox(k.Context(), k.counter.Head().Epoch, 0, 10_000, 1<<30)
	if err != nil {
		k.Fatal(err)
	}
	for _, r := range slices.Backward(records) {
		if r.Event.Kind == journal.CentralAsked {
			if err := journal.Decode(r.Event.Body, &m); err != nil || r.Event.Actor != m.By {
				k.Fatalf("%+v by %s, %v", m, r.Event.Actor, err)
			}
			return m
		}
	}
	return m
}

// A manager changes the programme at a till, one that stands alone or one of a chain: central has the new version under the manager's name,
// the journal says who asked before central heard of it, and the next order earns by it.
func TestAManagerAtATillChangesTheProgramme(t *testing.T) {
	t.Run("that stands alone", func(t *testing.T) {
		dir := t.TempDir()
		standAlone(t, dir)
		k := manages(t, dir)
		k.changesTheRate("nam", "9999", "shop/nam")
	})
	t.Run("of a chain", func(t *testing.T) {
		c := openChain(t)
		c.put("/v1/shops/q1/staff/mai", `{"name": "Trần Thị Mai", "role": "manager", "pin": "7913"}`)
		k := manages(t, c.enrolled())
		k.do(counter.OpenShift{Float: 500_000})
		k.changesTheRate("mai", "7913", "q1/mai")
	})
}

func (k *managing) changesTheRate(id, pin, by string) {
	ctx := k.Context()
	if _, _, err := k.desk.Program(ctx); fault.Code(err) != "staff.manager" {
		k.Fatalf("nobody showed a PIN: %v", err)
	}
	k.do(counter.Oversee{PIN: pin, Manage: true})
	doc, etag, err := k.desk.Program(ctx)
	if err != nil {
		k.Fatal(err)
	}
	if m := k.asked(); m != (shift.Managing{}) {
		k.Errorf("looking is no change: %+v", m)
	}
	for i := range doc.Tiers {
		doc.Tiers[i].Rate = money.Per100(200)
	}
	doc.Author, doc.Reason = "somebody else", "Tết"
	stored, next, err := k.desk.PutProgram(ctx, doc, etag)
	if err != nil || stored.Author != by || stored.Reason != "Tết" || next == etag {
		k.Fatalf("%+v, %s, %v", stored, next, err)
	}
	if m := k.asked(); m != (shift.Managing{By: id, Method: "PUT", Path: "/v1/program"}) {
		k.Errorf("the journal says %+v", m)
	}
	if again, _, err := k.desk.PutProgram(ctx, doc, etag); err != nil || again.Version != stored.Version {
		k.Errorf("the same after an answer that never came: %+v, %v", again, err)
	}
	doc.Rounding = loyalty.RoundHalfUp
	if _, _, err := k.desk.PutProgram(ctx, doc, etag); fault.Code(err) != "program.changed" {
		k.Errorf("over another's edit: %v", err)
	}
	doc.Tiers[0].Rate = money.Per100(2000)
	if _, _, err := k.desk.PutProgram(ctx, doc, next); fault.Code(err) != "field.range" {
		k.Errorf("a bad document: %v", err)
	} else if f, _ := fault.Of(err); f.Field != "tiers[0].rate_percent" || f.Args["max"] != "1000" {
		k.Errorf("what was wrong isn't told: %+v", f)
	}
	if _, err := k.desk.Export(ctx, "customers", "csv"); err != nil {
		k.Fatal(err)
	}
	if m := k.asked(); m != (shift.Managing{By: id, Method: "GET", Path: "/v1/customers/export"}) {
		k.Errorf("who took all persons' data out isn't in the journal: %+v", m)
	}
	k.until("the till has the version", func() bool {
		versions, err := k.shop.Programs(ctx)
		return err == nil && k.counter.Reread(ctx) == nil && versions.At(time.Now()).Version == stored.Version
	})
	k.do(counter.Enter{Text: demo.MilkCode}, counter.Enter{Text: "0912345678"})
	if earns := k.counter.Look().Cart.WillEarn; earns != 64 {
		k.Errorf("the next carton earns %d points", earns)
	}
}

// A new expiry rule that a manager applies to the points that are there reaches the till, and promises what it promised (X5).
func TestX5AnAppliedRuleReachesTheTill(t *testing.T) {
	dir := t.TempDir()
	standAlone(t, dir) // Ánh has 620 points that never lapse
	k := manages(t, dir)
	k.do(counter.Oversee{PIN: "9999", Manage: true})
	doc, etag, err := k.desk.Program(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	doc.Expiry = loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 1}
	stays, err := k.desk.Staying(t.Context(), doc, nil)
	if err != nil || stays.Points < 620 {
		t.Fatalf("%+v, %v", stays, err)
	}
	if _, _, err := k.desk.PutProgram(t.Context(), doc, etag); err != nil {
		t.Fatal(err)
	}
	applied := time.Now()
	if done, err := k.desk.ApplyExpiry(t.Context(), 30, nil); err != nil || done.Points != stays.Points || done.Members != stays.Members {
		t.Fatalf("%+v, %v; %+v stayed", done, err, stays)
	}
	if m := k.asked(); m.Method != "POST" || m.Path != "/v1/program/expiry" {
		t.Errorf("the journal says %+v", m)
	}
	k.do(counter.Enter{Text: "0912345678"})
	k.until("the till knows when they lapse", func() bool {
		_ = k.counter.Reread(t.Context())
		m := k.counter.Look().Member
		return m != nil && m.Account.NextLapse != nil && m.Account.NextLapse.Points == 620 && m.Account.NextLapse.At.After(applied.Add(30*24*time.Hour-time.Minute))
	})
}

// A change whose answer is lost may have been done: the till says so, and neither promises nor denies it.
func TestAManagersAnswerThatIsLostIsDoubtful(t *testing.T) {
	c := openChain(t)
	c.put("/v1/shops/q1/staff/mai", `{"name": "Trần Thị Mai", "role": "manager", "pin": "7913"}`)
	k := manages(t, c.enrolled())
	k.until("mai is known", func() bool { return k.try(counter.Oversee{PIN: "7913", Manage: true}) == nil })
	doc, etag, err := k.desk.Program(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c.kill()
	if _, _, err := k.desk.PutProgram(t.Context(), doc, etag); fault.Code(err) != "manage.unsure" && fault.Code(err) != "manage.offline" {
		t.Errorf("central is dead: %v", err)
	}
	k.until("the link is down", func() bool { return !k.Online() })
	asked := k.asked()
	if _, err := k.desk.Rewards(t.Context()); fault.Code(err) != "manage.offline" {
		t.Errorf("without a link: %v", err)
	}
	if k.asked() != asked {
		t.Error("what nobody was asked stands in the journal")
	}
}
