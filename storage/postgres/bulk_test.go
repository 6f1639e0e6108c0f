package postgres_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
)

// While a database that was put back is the incarnation that it was, an import writes as little as a sale: its events would stand where
// tills may have heard of others.
func TestNothingIsImportedIntoADatabaseThatWasPutBack(t *testing.T) {
	url := pgtest.Database(t)
	s := open4(t, url)
	issue(t, s, "r1", 1)
	if _, err := connect(t, url).Exec(ctx, "UPDATE head SET put_back = true"); err != nil {
		t.Fatal(err)
	}
	load := func() error {
		return s.Bulk(ctx, func(tx office.Tx) error { return tx.Put(loyalty.Reward{ID: "r1", Issued: 2}) })
	}
	if err := load(); !hasCode(err, "store.put_back") || issuedOf(t, s, "r1") != 1 {
		t.Errorf("%v; %d", err, issuedOf(t, s, "r1"))
	}
	if !resume(t, s) {
		t.Fatal("not put back")
	}
	if err := load(); err != nil || issuedOf(t, s, "r1") != 2 {
		t.Errorf("behind a new incarnation: %v; %d", err, issuedOf(t, s, "r1"))
	}
}

// An import of documents goes to the server while it is read, and doesn't gather in central's memory; one that fails leaves nothing.
func TestAnImportIsSentInParts(t *testing.T) {
	url := pgtest.Database(t)
	s := open(t, url, postgres.Options{})
	defer s.Close()
	size := func() (n int64) {
		if err := connect(t, url).QueryRow(ctx, "SELECT pg_total_relation_size('rewards')").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before, noise := size(), rand.New(seeded(1))
	failed := errors.New("a line that can't be read")
	err := s.Bulk(ctx, func(tx office.Tx) error {
		for n := range 3_000 {
			name := make([]byte, 4_000)
			for i := range name {
				name[i] = byte('0' + noise.IntN(75))
			}
			if err := tx.Put(loyalty.Reward{ID: fmt.Sprint("r", n), Name: string(name)}); err != nil {
				return err
			}
		}
		if now := size(); now < before+4<<20 {
			t.Errorf("of 12 MB the server has %d bytes", now-before)
		}
		if first, err := tx.Reward("r0"); err != nil || len(first.Name) != 4_000 {
			t.Errorf("what was sent isn't seen: %v", err)
		}
		return failed
	})
	if !errors.Is(err, failed) {
		t.Error(err)
	}
	if err := s.Read(ctx, func(r office.Reader) error { _, err := r.Reward("r0"); return err }); !hasCode(err, "reward.unknown") {
		t.Errorf("of an import that failed: %v", err)
	}
}
