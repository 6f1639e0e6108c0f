package bolt_test

import (
	"errors"
	"testing"

	"tim/storage/storetest"
)

// TestCommitsTogetherAreOneOrNone: what is committed together is read at once by who commits it; when that fails none of it is there.
func TestCommitsTogetherAreOneOrNone(t *testing.T) {
	dir := t.TempDir()
	till := open(t, dir)
	book := storetest.NewBook(t, till)
	sell := func(member string) string {
		cart := book.Cart(3, member)
		book.Commit(t, book.OpenCart(cart))
		book.Commit(t, book.Finish(cart))
		book.Sold++
		return cart.Key()
	}
	var orders []string
	err := till.Together(t.Context(), func() error {
		for range 20 {
			orders = append(orders, sell("m1"))
			if o, err := till.Order(t.Context(), orders[len(orders)-1]); err != nil || o.PaidAt.IsZero() {
				t.Errorf("an order of this transaction: %+v, %v", o, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	head := book.Head
	stop := errors.New("stop")
	if err := till.Together(t.Context(), func() error { sell("m1"); return stop }); !errors.Is(err, stop) {
		t.Errorf("%v", err)
	}
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	till = open(t, dir)
	defer till.Close()
	start, err := till.Start(t.Context())
	if err != nil || start.Head != head || len(start.Carts) != 0 {
		t.Errorf("the ledger stands at %+v, not %+v; %d carts, %v", start.Head, head, len(start.Carts), err)
	}
	list, err := till.Latest(t.Context(), 100)
	if err != nil || len(list) != len(orders) {
		t.Errorf("%d of %d orders, %v", len(list), len(orders), err)
	}
}
