package postgres_test

import (
	"fmt"
	"sync"
	"testing"

	"tim/domain/fault"
	"tim/domain/money"
	"tim/domain/office"
	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
)

// A channel sends orders again that another central took. A central that has never heard of them takes none of them for a new one: also
// not those that it would have to refuse, since their member has no points left, in one commit with new ones.
func TestAnOrderOfAnotherCentralIsNotTakenForANewOne(t *testing.T) {
	url := pgtest.Database(t)
	first, second := open(t, url, postgres.Options{}), open(t, url, postgres.Options{})
	defer first.Close()
	defer second.Close()
	const members, rounds, price = 4, 12, money.VND(64_000)
	at := selling(t, []*postgres.Store{first, second}, members)
	ask := func(central, n int, price money.VND, use int64) (office.OrderAnswer, error) {
		doc := sold(fmt.Sprint("m", n%members), int64(n))
		doc.Lines[0].UnitPrice, doc.UsePoints = &price, use
		return at[central].PutOrder(ctx, "web", fmt.Sprint(n), doc)
	}
	put := func(central, n int, price money.VND, use int64) office.OrderAnswer {
		a, err := ask(central, n, price, use)
		if err != nil {
			t.Errorf("order %d at central %d: %v", n, central, err)
		}
		return a
	}
	have := func(m int) int64 {
		p, err := at[1].Points(ctx, fmt.Sprint("m", m), benchDay)
		if err != nil {
			t.Fatal(err)
		}
		return p.Balance
	}
	earned := put(0, 0, price, 0).Points.Earned
	use := func(n int) int64 { // m0 earns and uses by turns
		if n%members == 0 && n/members%2 == 1 {
			return earned
		}
		return 0
	}
	for n := 1; n < rounds*members; n++ {
		put(0, n, price, use(n))
	}
	if have(0) != 0 || earned == 0 {
		t.Fatalf("%d points are left of %d", have(0), earned)
	}
	fresh := 100
	for range 80 { // behind these the second central knows the members, and presumes again that what it doesn't know is new
		if fresh++; fresh%members != 0 {
			put(1, fresh, price, 0)
		}
	}
	if _, err := ask(1, 100, price, earned); fault.Code(err) != "points.short" {
		t.Errorf("a new order that takes what is gone: %v", err)
	}
	said := journaled(t, second)
	again := func(of func(n int) bool) {
		for n := range rounds * members {
			if !of(n) {
				continue
			}
			var both sync.WaitGroup
			fresh += members
			new := fresh - fresh%members + 1
			both.Go(func() { put(1, new, price, 0) })
			both.Go(func() { put(1, n, price, use(n)) })
			both.Wait()
		}
	}
	again(func(n int) bool { return use(n) > 0 })
	again(func(n int) bool { return n%members > 1 })
	again(func(n int) bool { return n%members == 0 })
	if now, new := journaled(t, second), uint64(rounds+rounds/2+2*rounds); have(0) != 0 || now != said+new {
		t.Errorf("m0 has %d points; %d new events, of %d new orders", have(0), now-said, new)
	}
	if second.Stats().Overtaken == 0 {
		t.Error("no commit was refused: the test proves nothing")
	}
	sound(t, url)
}

// journaled is how many events central's journal has.
func journaled(t *testing.T, s *postgres.Store) (n uint64) {
	t.Helper()
	err := s.Read(ctx, func(r office.Reader) error {
		head, err := r.Head()
		n = head.Seq
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
