package memory_test

import (
	"context"
	"errors"
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/storage/memory"
	"tim/storage/storetest"
)

// once is a fault at one commit.
type once struct {
	n             uint64
	before, after error
	seen          []memory.Commit
}

func (o *once) Before(c memory.Commit) error {
	o.seen = append(o.seen, c)
	if c.N == o.n {
		return o.before
	}
	return nil
}

func (o *once) After(c memory.Commit) error {
	if c.N == o.n {
		return o.after
	}
	return nil
}

// TestACrashIsBeforeOrAfterACommit: a till that was killed while a sale was written finds all of it or nothing, and sells on.
func TestACrashIsBeforeOrAfterACommit(t *testing.T) {
	for name, f := range map[string]*once{
		"before": {n: 3, before: memory.ErrCrash}, "after": {n: 3, after: memory.ErrCrash},
	} {
		t.Run(name, func(t *testing.T) {
			till := memory.NewTill(f)
			book := storetest.NewBook(t, till)
			cart := book.Cart(2, "m1")
			book.Commit(t, book.OpenCart(cart))
			sale := book.Finish(cart)
			if err := book.Try(sale); !errors.Is(err, memory.ErrCrash) {
				t.Fatalf("the sale's commit: %v", err)
			}
			if _, err := till.Start(ctx); !errors.Is(err, memory.ErrCrash) {
				t.Errorf("a killed program reads on: %v", err)
			}
			restarted := till.Clone(nil)
			sold, err := restarted.Latest(ctx, 5)
			if err != nil || len(sold) != map[string]int{"before": 0, "after": 1}[name] {
				t.Errorf("%d sales are there, %v", len(sold), err)
			}
			storetest.NewBook(t, restarted).Sell(t, 1, "m1")
			checkTill(t, restarted)
			checkTill(t, till.Clone(nil)) // it has nothing of that sale
			if again, _ := till.Clone(nil).Latest(ctx, 5); len(again) != len(sold) {
				t.Errorf("a copy's sale is in its original too")
			}
		})
	}
}

// TestAFullDiskRefusesAndTheTillGoesOn: the sale that found no room is not there, the next one is.
func TestAFullDiskRefusesAndTheTillGoesOn(t *testing.T) {
	for code, err := range map[string]error{"ledger.full": memory.ErrFull, "ledger.readonly": memory.ErrReadonly} {
		till := memory.NewTill(&once{n: 2, before: err})
		book := storetest.NewBook(t, till)
		cart := book.Cart(1, "")
		if err := book.Try(book.OpenCart(cart)); fault.Code(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
		if _, err := till.Order(ctx, cart.Key()); fault.Code(err) != "order.unknown" {
			t.Errorf("the cart was kept: %v", err)
		}
		book.Sell(t, 1, "")
		checkTill(t, till)
	}
	full := memory.NewTill(&once{n: 1, before: memory.ErrFull})
	if err := full.Fill(func(w *memory.Filler) error { w.Shop(counter.Shop{Name: "Tim"}); return nil }); fault.Code(err) != "file.full" {
		t.Errorf("a catalogue without room: %v", err)
	}
}

// TestADiskThatFailedWhileWritingIsWrittenNoMore: whether the batch is there only the next start says; until then nothing is
// written behind it.
func TestADiskThatFailedWhileWritingIsWrittenNoMore(t *testing.T) {
	broken := errors.New("input/output error")
	for sold, f := range []*once{{n: 3, before: broken}, {n: 3, after: broken}} {
		till := memory.NewTill(f)
		book := storetest.NewBook(t, till)
		cart := book.Cart(1, "")
		book.Commit(t, book.OpenCart(cart))
		for range 2 {
			if err := book.Try(book.Finish(cart)); !errors.Is(err, broken) {
				t.Errorf("the sale: %v", err)
			}
		}
		if list, err := till.Clone(nil).Latest(ctx, 5); len(list) != sold || err != nil {
			t.Errorf("%d sales are there, want %d: %v", len(list), sold, err)
		}
	}
}

// TestCentralCrashesBeforeOrAfterAWrite: as a till does, and its Bulk too.
func TestCentralCrashesBeforeOrAfterAWrite(t *testing.T) {
	put := func(tx office.Tx) error { return tx.Put(loyalty.Reward{ID: "r1"}) }
	type write = func(c *memory.Central) func(context.Context, func(office.Tx) error) error
	for kind, do := range map[string]write{
		memory.CommitWrite: func(c *memory.Central) func(context.Context, func(office.Tx) error) error { return c.Write },
		memory.CommitBulk:  func(c *memory.Central) func(context.Context, func(office.Tx) error) error { return c.Bulk },
	} {
		for there, f := range []*once{{n: 1, before: memory.ErrCrash}, {n: 1, after: memory.ErrCrash}} {
			central := memory.NewCentral(storetest.Key(), f)
			if err := do(central)(ctx, put); !errors.Is(err, memory.ErrCrash) || f.seen[0] != (memory.Commit{Kind: kind, N: 1}) {
				t.Errorf("%v, asked %v", err, f.seen)
			}
			if err := central.Read(ctx, func(office.Reader) error { return nil }); !errors.Is(err, memory.ErrCrash) {
				t.Errorf("a killed program reads on: %v", err)
			}
			err := central.Clone(nil).Read(ctx, func(r office.Reader) error {
				list, _, err := r.Rewards(office.Page{Limit: 5})
				if len(list) != there {
					t.Errorf("%s: %d rewards are there, want %d", kind, len(list), there)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
	}
}

// TestAnOldCopyGoesItsOwnWay: a restored backup of central knows nothing of what came later, and neither sees the other.
func TestAnOldCopyGoesItsOwnWay(t *testing.T) {
	central := memory.NewCentral(storetest.Key(), nil)
	put := func(c *memory.Central, id string) {
		if err := c.Write(ctx, func(tx office.Tx) error { return tx.Put(loyalty.Reward{ID: id}) }); err != nil {
			t.Fatal(err)
		}
	}
	has := func(c *memory.Central) (ids string) {
		err := c.Read(ctx, func(r office.Reader) error {
			list, _, err := r.Rewards(office.Page{Limit: 9})
			for _, reward := range list {
				ids += reward.ID
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	put(central, "a")
	backup := central.Clone(nil)
	put(central, "b")
	restored := backup.Clone(nil)
	put(restored, "c")
	if has(central) != "ab" || has(backup) != "a" || has(restored) != "ac" {
		t.Errorf("%s, %s, %s", has(central), has(backup), has(restored))
	}
}

// TestAReadGoesOnWithItsState: what is written while it looks is not in it.
func TestAReadGoesOnWithItsState(t *testing.T) {
	central := memory.NewCentral(storetest.Key(), nil)
	issue := func(n int64) error {
		return central.Write(ctx, func(tx office.Tx) error { return tx.Put(loyalty.Reward{ID: "r1", Issued: n}) })
	}
	issued := func(r office.Reader) int64 {
		reward, err := r.Reward("r1")
		if err != nil {
			t.Error(err)
		}
		return reward.Issued
	}
	for n := range int64(3) {
		err := errors.Join(issue(n), central.Read(ctx, func(r office.Reader) error {
			err := issue(n + 10)
			if got := issued(r); got != n {
				t.Errorf("a read that began before sees %d, want %d", got, n)
			}
			return errors.Join(err, central.Read(ctx, func(r office.Reader) error {
				if got := issued(r); got != n+10 {
					t.Errorf("a read that began behind it sees %d, want %d", got, n+10)
				}
				return nil
			}))
		}))
		if err != nil {
			t.Error(err)
		}
	}
}
