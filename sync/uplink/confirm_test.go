package uplink_test

import (
	"testing"

	"tim/domain/counter"
)

// stocked is a till on files whose shop sells milk.
func stocked(t *testing.T, c *center, url string) *shop {
	t.Helper()
	if _, err := c.office.PutProduct(t.Context(), carton()); err != nil {
		t.Fatal(err)
	}
	k := fileShop(t, c, url)
	until(t, "milk is on the shelves", func() bool { _, err := k.store.ByBarcode(t.Context(), milk); return err == nil })
	return k
}

// A central that signs by another key than the first time is believed no word of that, and the till says so; it sells and sends on.
func TestAnotherCentralsConfirmationsAreNotBelieved(t *testing.T) {
	c, url := onDisk(t)
	k := stocked(t, c, url)
	k.sell()
	until(t, "all is sent", k.synced)
	var first counter.Chain
	until(t, "the key is known", func() bool { first, _ = k.Chain(); return first.Central != "" })
	c.key.change(newKey(t))
	k.sell()
	until(t, "the till says so", func() bool { return k.link.Trouble() == "central.key" && k.link.Acked() >= k.Head().Seq })
	if chain, _ := k.Chain(); chain.Central != first.Central {
		t.Errorf("%x is believed", chain.Central)
	}
}
