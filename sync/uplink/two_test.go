package uplink_test

import (
	"errors"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/sale"
	"tim/storage/bolt"
	"tim/storage/memory"
	"tim/storage/storetest/enginetest"
	"tim/sync/engine"
	"tim/sync/uplink"
)

// basket is a cart of so many cartons of milk for Ánh.
func (k *shop) basket(cartons int) {
	k.t.Helper()
	for range cartons {
		k.must(counter.Enter{Text: milk})
	}
	k.must(counter.Enter{Text: "0912345678"})
}

func (k *shop) held(right string) int64 {
	for _, u := range k.Held() {
		if u.Right == right {
			return u.N
		}
	}
	return 0
}

// points is all that is held of anybody's.
func (k *shop) points() (n int64) {
	for _, u := range k.Kept() {
		n += u.N
	}
	return n
}

// Ánh leaves points at A, which keeps them, and wants nearly all at B: A is asked by its waiting poll, and B has them while
// she stands there. With A silent B has only the rest, and says where the others are.
func TestWhatAnotherTillHoldsComesWhileTheCustomerWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)))
		c := newCenter(t, memory.NewCentral(testKey(150), nil))
		lot := c.member(t, "anh", "0912345678", 500)
		airA, airB := &wireless{handler: c.server}, &wireless{handler: c.server}
		a, b := memoryShop(t, c, airA, lot), memoryShop(t, c, airB, lot)
		a.settle(synced, time.Second)
		b.settle(synced, time.Second)

		a.basket(1)
		a.must(counter.UsePoints{Points: 30}, counter.UsePoints{}) // she will think about it
		a.settle(synced, time.Second)
		if n := a.held(lot); n != 30 {
			t.Fatalf("A holds %d", n)
		}
		b.basket(16)
		before := time.Now()
		b.must(counter.UsePoints{Points: 490})
		if waited := time.Since(before); waited > engine.RecallWithin {
			t.Errorf("waited %v", waited)
		}
		if n := a.held(lot); n != 10 {
			t.Errorf("A holds %d of the 30 of which 20 were wanted", n)
		}
		b.settle(synced, time.Second)

		airA.set(blackHole)
		before = time.Now()
		_, err := b.Do(t.Context(), counter.UsePoints{Points: 500})
		if waited := time.Since(before); fault.Code(err) != "points.elsewhere" || waited > counter.AskBudget+200*time.Millisecond {
			t.Errorf("%v after %v", err, waited)
		}
		b.must(counter.UsePoints{Points: 490})
		if a.held(lot)+b.held(lot) > 500-490 {
			t.Errorf("%d and %d are held, 490 are used", a.held(lot), b.held(lot))
		}
		a.stop()
		b.stop()
		c.server.Close()
	})
}

// onDisk is a center on a real file behind a real listener.
func onDisk(t testing.TB) (*center, string) {
	t.Helper()
	store := enginetest.Open(t, testKey(151))
	c := newCenter(t, store)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: c.server}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	t.Cleanup(func() {
		c.server.Close()
		if err := errors.Join(server.Close(), store.Close()); err != nil {
			t.Error(err)
		}
		<-done
	})
	return c, "http://" + l.Addr().String()
}

func fileShop(t testing.TB, c *center, url string) *shop {
	t.Helper()
	file, err := bolt.OpenTill(t.TempDir(), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	if err := file.Fill(func(w *bolt.CatalogWriter) error { fill(w, ""); return nil }); err != nil {
		t.Fatal(err)
	}
	k := newShop(t, c, url, nil, file, uplink.Pages{Store: file, Epoch: 1})
	k.begin()
	return k
}

// until waits for the real world.
func until(t testing.TB, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
		<-time.After(2 * time.Millisecond)
	}
}

// Two tills on files of their own, a hub on another, over loopback: the member comes down to both, each uses what it got,
// cut off each has only what it holds, and healed central knows it all.
func TestTwoTillsSpendNoMoreThanThereIs(t *testing.T) {
	c, url := onDisk(t)
	if _, err := c.office.PutProduct(t.Context(), carton()); err != nil {
		t.Fatal(err)
	}
	lot := c.member(t, "anh", "0912345678", 500)
	a, b := fileShop(t, c, url), fileShop(t, c, url)
	until(t, "the member comes down", func() bool {
		_, err := a.store.ByPhone(t.Context(), "+84912345678")
		return err == nil
	})
	a.basket(1)
	a.must(counter.AddTender{Kind: sale.Cash}) // now she is one of this shop's
	for _, k := range []*shop{a, b} {
		until(t, "the account comes down", func() bool {
			m, err := k.store.ByPhone(t.Context(), "+84912345678")
			if err != nil {
				return false
			}
			postings, err := k.store.Postings(t.Context(), m.ID)
			return err == nil && loyalty.Fold(postings).At(time.Now()).Balance >= 500 && k.synced()
		})
	}
	a.basket(4)
	a.must(counter.UsePoints{Points: 100}, counter.AddTender{Kind: sale.Cash, Amount: 28_000})
	b.basket(7)
	b.must(counter.UsePoints{Points: 200}, counter.UsePoints{}, counter.AddTender{Kind: sale.Cash})
	until(t, "both are synced", func() bool { return a.synced() && b.synced() })

	a.link.Link(false)
	b.link.Link(false)
	until(t, "both are cut", func() bool { return offline(a.link.Status()) && offline(b.link.Status()) })
	if a.held(lot)+b.held(lot) > 400 {
		t.Fatalf("A holds %d, B %d of the 400 left", a.held(lot), b.held(lot))
	}
	here := b.points()
	b.basket(14)
	if _, err := b.Do(t.Context(), counter.UsePoints{Points: here + 1}); fault.Code(err) != "points.elsewhere" {
		t.Errorf("one more than the %d that are held: %v", here, err)
	}
	b.must(counter.UsePoints{Points: here}, counter.AddTender{Kind: sale.Cash})
	if s := b.link.Status(); s.Waiting == 0 {
		t.Errorf("%+v", s)
	}
	a.link.Link(true)
	b.link.Link(true)
	until(t, "both are synced again", func() bool { return a.synced() && b.synced() })
	view, err := c.office.Points(t.Context(), "anh", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	left := 500 - 100 - here + 32 + 28 + 224 + 24 // a point is earned for every 1.000 ₫ in cash
	if view.Balance != left || a.points()+b.points() > left {
		t.Errorf("central counts %d, and %d are left; A holds %d, B %d", view.Balance, left, a.points(), b.points())
	}
	tills, err := c.office.Tills(t.Context())
	if err != nil || len(tills) != 2 || tills[0].Seq+tills[1].Seq != a.Head().Seq+b.Head().Seq {
		t.Errorf("%+v, %v", tills, err)
	}
}
