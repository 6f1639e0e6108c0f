package bolt_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tim/domain/office"
	"tim/storage/bolt"
	"tim/storage/storetest"
)

// seedOfKey gives the key that a desk's book signs with.
type seedOfKey struct{}

func (seedOfKey) Read(b []byte) (int, error) { return copy(b, storetest.KeySeed), nil }

// A chain's files lose their power at any write of a day: sales, points used, pushes, grants, pages of the feed, redemptions.
// Every state opens and verifies, and has all that was answered.
func TestPowerCutsInAChainLoseNothingAnswered(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	dir := t.TempDir()
	c := openChain(t, dir)
	t.Cleanup(func() { c.must(c.store.Close()) })
	c.member("an", "0912345670")
	c.order("an", 500_000)
	d := c.newDesk("01", "q1")
	d.sell("an")
	d.push(100)
	d.pull(office.ShopFeed, 100)
	d.pull(office.ChainFeed, 100)

	states := 0
	image := func(dir, file string, b []byte) {
		states++
		c.must(os.WriteFile(filepath.Join(dir, file), b, 0o600))
		if err := bolt.Check(filepath.Join(dir, file)); err != nil {
			t.Errorf("%s doesn't open: %v", file, err)
		}
	}
	tills, centrals, catalogs := t.TempDir(), t.TempDir(), t.TempDir()
	_, err := bolt.LoadOrCreateKey(tills, seedOfKey{})
	c.must(err)
	key, err := os.ReadFile(filepath.Join(dir, bolt.CentralKeyFile))
	c.must(err)
	c.must(os.WriteFile(filepath.Join(centrals, bolt.CentralKeyFile), key, 0o600))
	var sold, stored uint64 // events answered
	answered := func() {
		broken, sum, err := c.store.Verify(context.Background(), nil)
		if broken != nil || err != nil {
			t.Fatalf("breaks at %+v, %v", broken, err)
		}
		sold, stored = d.book.Head.Seq, sum.Events
	}
	answered()
	d.CutLedger(t, r, func(b []byte) {
		image(tills, bolt.LedgerFile, b)
		broken, sum, err := bolt.Verify(context.Background(), tills, nil)
		if broken != nil || err != nil || sum.Head.Seq < sold {
			t.Errorf("a till's ledger breaks at %+v, %v; it ends at %d of %d", broken, err, sum.Head.Seq, sold)
		}
	})
	d.CutCatalog(t, r, func(b []byte) { image(catalogs, bolt.CatalogFile, b) })
	c.store.Cut(t, dir, r, func(b []byte) {
		image(centrals, bolt.CentralFile, b)
		broken, sum, err := bolt.VerifyCentral(context.Background(), centrals, nil)
		if broken != nil || err != nil || sum.Events < stored {
			t.Errorf("central breaks at %+v, %v; it has %d of %d events", broken, err, sum.Events, stored)
		}
	})
	mark, err := c.Mark(t.Context(), d.holder)
	c.must(err)
	for i, step := range []func(){
		func() { d.sell("an") },
		func() { d.use("an", 50) },
		func() { d.push(100) },
		func() { c.order("an", 100_000) },
		func() {
			ask := office.Ask{Request: 1, Incarnation: mark.Incarnation, Member: "an", Points: 20, Use: true}
			_, err := c.Ask(t.Context(), d.holder, ask)
			c.must(err)
		},
		func() { d.pull(office.ShopFeed, 100) },
		func() {
			_, err := c.Redeem(t.Context(), "an", office.Redemption{Points: 10})
			c.must(err)
		},
		func() { d.pull(office.ShopFeed, 100) },
		func() { d.sell("an"); answered(); d.push(100) },
	} {
		step()
		answered()
		if t.Failed() {
			t.Fatalf("at step %d", i+1)
		}
	}
	t.Logf("%d states", states)
}
