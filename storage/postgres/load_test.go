package postgres

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/storage/postgres/pgtest"
	"tim/storage/storetest"
)

// An import of a million members takes longer than a commit may be tried for: it is written all the same.
func TestALoadTakesAsLongAsItTakes(t *testing.T) {
	url := pgtest.Database(t)
	s, err := Open(t.Context(), url, Options{Key: storetest.Key()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	try, end := context.WithTimeout(t.Context(), time.Second)
	defer end()
	var on beginning
	if err := on.begin(try, conn, s.cache, "BEGIN", " FOR UPDATE"); err != nil {
		t.Fatal(err)
	}
	g := s.locked(try, conn, on)
	j := &job{ctx: t.Context(), decide: func(tx office.Tx) error {
		<-try.Done()
		if _, err := tx.Voucher("of nobody"); fault.Code(err) != "voucher.unknown" {
			return err
		}
		return tx.Put(loyalty.Reward{ID: "r1", Cost: 7})
	}}
	if err := g.load(j); err != nil || j.err != nil {
		t.Fatal(err, j.err)
	}
	results, _, _ := g.send()
	if err := results.Close(); err != nil {
		t.Fatal(err)
	}
	err = s.Read(t.Context(), func(r office.Reader) error {
		reward, err := r.Reward("r1")
		if reward.Cost != 7 {
			t.Errorf("%+v", reward)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
