package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tim/cmd/till/demo"
	"tim/domain/counter"
	"tim/domain/ident"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/storage/bolt"
)

// The demo with its central: points online, the link cut and healed by hand, points as far as the till holds them, and in the
// end central says what the till says.
func TestTheDemoSellsOnlineAndOfflineAndAgrees(t *testing.T) {
	rich := richMember(t)
	k := openTerminal(t, "--lang", "en")
	k.shows("● Online", "Ctrl+O")
	k.types("1111")
	k.basket(10)
	k.shows("500 points to use")
	k.use(100)
	k.shows("Used 100 points")
	k.pay("HD-01-000001") // earns 220
	k.keys("C-o")
	k.shows("○ Offline", "The link is cut")

	k.types("60*2000000000015")
	k.shows("Sữa tươi")
	k.types(ident.PhoneLocal(rich.Phone))
	k.shows("♥ " + rich.Name)
	k.keys("F7")
	k.shows("offline this till can use 500 points", fmt.Sprintf("the customer can use %d points", rich.Points), "balance as of")
	k.types("600")
	k.shows("Offline this till may use 500 points, not 600 · none used")
	k.keys("Escape")
	k.shows("scan, or type")
	k.use(450)
	k.shows("Used 450 points")
	k.pay("HD-01-000002") // earns 1.470
	k.shows("to send")
	k.keys("C-o")
	k.shows("The link is up", "● Online")
	k.hides("to send")
	k.verified()
	for phone, want := range map[string]int64{demo.AnhPhone: 500 - 100 + 220, rich.Phone: rich.Points - 450 + 1470} {
		if points := localPoints(t, k.dir, phone); points != want {
			t.Errorf("central says that %s has %d points, the till %d", phone, points, want)
		}
	}
}

// richMember is one of the demo's who has more points than a till keeps of anybody's.
func richMember(t *testing.T) demo.Member {
	t.Helper()
	for _, m := range demo.Members(time.Now()) {
		if m.Points >= 600 && m.Points < 1000 {
			return m
		}
	}
	t.Fatal("nobody has so many points")
	return demo.Member{}
}

// A till without a network from its first minute uses the points that it holds.
func TestTheDemoStartsOffline(t *testing.T) {
	k := openTerminal(t, "--lang", "en", "--offline")
	k.shows("○ Offline")
	k.types("1111")
	k.basket(40)
	k.use(500)
	k.shows("Used 500 points")
	k.pay("HD-01-000001")
	k.kill()
	k.start()
	k.shows("○ Offline")
	k.types("1111")
	k.keys("C-o")
	k.shows("● Online")
	k.hides("to send")
	k.verified()
	if points := localPoints(t, k.dir, demo.AnhPhone); points != 780 {
		t.Errorf("central says %d points, not 780", points)
	}
}

// localPoints is what the central in a till's directory says that a member has.
func localPoints(t *testing.T, dir, phone string) int64 {
	t.Helper()
	m := Main{Now: time.Now, Entropy: rand.Reader}
	c, err := m.openLocal(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		broken, _, err := bolt.VerifyCentral(t.Context(), filepath.Join(dir, centralDir), nil)
		if broken != nil || err != nil {
			t.Errorf("central's journal: %+v, %v", broken, err)
		}
	}()
	return pointsOf(t, c.office, phone)
}

func pointsOf(t *testing.T, o *office.Office, phone string) int64 {
	t.Helper()
	member, err := o.MemberByPhone(t.Context(), phone)
	if err != nil {
		t.Fatal(err)
	}
	view, err := o.Points(t.Context(), member.ID, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return view.Balance
}

// A shop that stood alone before tills had a central gets one when this version opens it: everything goes there, and selling
// goes on as before. A crash between founding and enrolling costs nothing.
func TestAShopThatStoodAloneGetsItsCentral(t *testing.T) {
	dir := t.TempDir()
	standAlone(t, dir)
	k := openProgram(t, "run", dir, "--lang", "en")
	k.shows("● Online")
	k.hides("to send")
	k.kill()
	if err := os.Remove(filepath.Join(dir, linkFile)); err != nil { // as if it hadn't been enrolled yet
		t.Fatal(err)
	}
	k.start()
	k.shows("● Online")
	k.types("1111")
	k.types("20*2000000000015")
	k.shows("Sữa tươi")
	k.types("0912345678")
	k.shows("620 points to use")
	k.use(300)
	k.shows("Used 300 points")
	k.pay("HD-01-000002") // earns 340
	k.hides("to send")
	k.verified()
	if points := localPoints(t, dir, demo.AnhPhone); points != 620-300+340 {
		t.Errorf("central says %d points", points)
	}
}

// standAlone makes a data directory as versions before the central did: the catalogue filled, and one sale in which Ánh used
// 100 of her 500 points and earned 220.
func standAlone(t *testing.T, dir string) {
	t.Helper()
	m := &Main{Now: time.Now, Entropy: rand.Reader, Getenv: func(string) string { return "" }}
	s, err := m.open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	now := time.Now().UTC().Truncate(time.Millisecond)
	f, err := demo.Founding(localShop, demo.Members(now), now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Fill(func(w *bolt.CatalogWriter) error {
		w.Shop(demo.Shop())
		w.Program(f.Programs[0])
		for _, p := range f.Products {
			w.Product(p)
		}
		for _, r := range f.Rewards {
			w.Reward(r)
		}
		for _, p := range f.Staff {
			w.Staff(p)
		}
		return f.Members(func(m office.Founder) error {
			w.Member(m.Member)
			for _, p := range m.Postings {
				w.Posting(p)
			}
			for _, v := range m.Vouchers {
				w.Voucher(v)
			}
			return nil
		})
	}); err != nil {
		t.Fatal(err)
	}
	c, _, err := m.counter(t.Context(), &flags{}, s, station{chain: chainLink{Till: tillNumber}, boot: m.boot()})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []counter.Action{counter.SignIn{Staff: "hong", PIN: "1111"}, counter.OpenShift{Float: demo.Float},
		counter.Enter{Text: "10*" + demo.MilkCode}, counter.Enter{Text: "0912345678"}, counter.UsePoints{Points: 100},
		counter.AddTender{Kind: sale.Cash}} {
		if _, err := c.Do(t.Context(), a); err != nil {
			t.Fatalf("%+v: %v", a, err)
		}
	}
}
