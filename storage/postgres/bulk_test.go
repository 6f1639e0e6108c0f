package postgres_test

import (
	"testing"

	"tim/domain/loyalty"
	"tim/domain/office"
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
