package postgres

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
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

// What is decided ahead may presume that an order which nobody looked for is new, where the commit writes it and so proves it. A refusal
// proves nothing.
func TestARefusalPresumesNothing(t *testing.T) {
	s, err := Open(t.Context(), pgtest.Database(t), Options{Key: storetest.Key()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Write(t.Context(), func(tx office.Tx) error { return tx.Put(loyalty.Reward{ID: "r1", Cost: 7}) }); err != nil {
		t.Fatal(err)
	}
	g := s.turns.sent.follower(t.Context(), nil)
	looks := func(id string) func(office.Tx) error {
		return func(tx office.Tx) error {
			_, err := tx.Order("web/" + id)
			return err
		}
	}
	files := func(looked, filed string) func(office.Tx) error {
		return func(tx office.Tx) error {
			if err := looks(looked)(tx); fault.Code(err) != "order.unknown" {
				return err
			}
			return tx.Put(sale.Order{Channel: "web", ID: filed})
		}
	}
	if err := g.run(newJob(t.Context(), files("1", "1"))); err != nil || !g.dirty {
		t.Error(err)
	}
	if err := g.run(newJob(t.Context(), looks("1"))); err != nil {
		t.Errorf("of an order that the commit writes: %v", err)
	}
	takesBack := func(tx office.Tx) error { return errors.Join(files("2", "2")(tx), errors.New("refused")) }
	for name, decide := range map[string]func(office.Tx) error{"refuses": looks("2"), "files another one": files("2", "3"), "refuses what it files": takesBack} {
		err := g.run(newJob(t.Context(), decide))
		clear(g.guessed)
		if err != errMissing || len(g.over.puts[ordersTable]) != 1 {
			t.Errorf("of one that it %s: %v, %d orders", name, err, len(g.over.puts[ordersTable]))
		}
	}
}
