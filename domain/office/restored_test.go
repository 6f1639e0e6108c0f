package office_test

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
	"tim/storage/bolt"
)

// machine is a central whose disk can be lost: its data, its journal copy and its key lie apart.
type machine struct {
	*shopOffice
	data, journal string
	key           journal.Key
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	m := &machine{data: t.TempDir(), journal: t.TempDir()}
	key, err := bolt.LoadOrCreateCentralKey(m.data, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	m.key = key
	m.start(t, false)
	t.Cleanup(func() { m.store.Close() })
	return m
}

func (m *machine) start(t *testing.T, anew bool) {
	t.Helper()
	store, err := bolt.OpenCentral(m.data, bolt.CentralOptions{Key: m.key, Journal: m.journal, NewJournal: anew})
	if err != nil {
		t.Fatal(err)
	}
	now := at(0)
	if m.shopOffice != nil {
		now = m.now
	}
	m.shopOffice = &shopOffice{store: store, t: t, now: now}
	m.Office = office.New(office.Config{Store: store, Now: func() time.Time { return m.now }, Entropy: rand.Reader, Zone: time.LoadLocation})
}

// restart loses the disk, puts a backup in its place and starts the program.
func (m *machine) restart(t *testing.T, backup []byte, anew bool) {
	t.Helper()
	if err := m.store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(m.data, bolt.CentralFile)); err != nil {
		t.Fatal(err)
	}
	if err := bolt.RestoreCentral(m.data, bytes.NewReader(backup)); err != nil {
		t.Fatal(err)
	}
	m.start(t, anew)
	for _, want := range []bool{true, false} {
		if was, err := m.Resume(t.Context()); was != want || err != nil {
			t.Fatalf("put back: %v, %v", was, err)
		}
	}
}

// What central did of its own since the backup stands when that is put back: a channel's order took points, a till was
// enrolled and was granted shares, another was retired. None of it can be done twice.
func TestSHARES15WhatCentralDidStandsInARestoredOne(t *testing.T) {
	m := newMachine(t)
	m.program()
	m.member("lan", "0912345678", 500)
	a := m.till(1)
	m.push(a)
	var backup bytes.Buffer
	if err := m.store.Backup(t.Context(), &backup); err != nil {
		t.Fatal(err)
	}
	m.put("1", sold("lan", 200_000, m.now, func(o *office.OrderDoc) { o.UsePoints = 100 }))
	b := m.till(2)
	m.ask(b, "lan", 300)
	m.push(b)
	if _, err := m.Retire(t.Context(), a.holder(), "nam"); err != nil {
		t.Fatal(err)
	}
	before := m.points("lan", m.now)
	m.restart(t, backup.Bytes(), false)
	if after := m.points("lan", m.now); after.Balance != before.Balance {
		t.Errorf("balance %d, was %d", after.Balance, before.Balance)
	}
	if got, err := m.Till(t.Context(), a.holder()); err != nil || got.RetiredAt.IsZero() {
		t.Errorf("the retired till is %+v, %v", got, err)
	}
	use := func(points int64) string {
		return m.refused("2", sold("lan", 2_000_000, m.now, func(o *office.OrderDoc) { o.UsePoints = points }))
	}
	if code := use(10); code != "share.frozen" {
		t.Errorf("before the till has reported: %q", code)
	}
	b.close(2)
	m.push(b)
	if code := use(before.Balance - 300 + 1); code != "points.elsewhere" {
		t.Errorf("what the till holds: %q", code)
	}
	if code := use(before.Balance - 300); code != "" {
		t.Errorf("what nobody holds: %q", code)
	}
}

// When the copy is lost with the disk, central doesn't know the till that it enrolled since the backup, and grants it nothing.
func TestSHARES15NothingIsGrantedToAnEpochThatIsNotEnrolled(t *testing.T) {
	m := newMachine(t)
	m.program()
	m.member("lan", "0912345678", 500)
	var backup bytes.Buffer
	if err := m.store.Backup(t.Context(), &backup); err != nil {
		t.Fatal(err)
	}
	d := m.till(1)
	m.ask(d, "lan", 100)
	m.restart(t, backup.Bytes(), true)
	ask := office.Ask{Request: 9, Incarnation: 2, Member: "lan", Points: 1}
	if _, err := m.Ask(t.Context(), d.holder(), ask); fault.Code(err) != "till.unknown" {
		t.Error(err)
	}
	if _, err := m.TakeJournal(t.Context(), d.part(0, d.head.Seq)); fault.Code(err) != "till.unknown" {
		t.Error(err)
	}
}
