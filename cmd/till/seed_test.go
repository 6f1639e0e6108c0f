package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tim/cmd/till/demo"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/share"
	"tim/storage/bolt"
)

// aShop is a plan that is made in seconds.
var aShop = seedPlan{Seed: 3, Members: 300, Products: 400, Orders: 24, Until: time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC)}

// seedArgs are the arguments of till seed for that plan.
func (p seedPlan) args(dir string) []string {
	return strings.Fields("seed --members 300 --products 400 --orders 24 --seed 3 --data " + dir)
}

// quietMain is the program in this process, heard by nobody.
func quietMain() *Main {
	return &Main{Stdout: io.Discard, Stderr: io.Discard, Now: time.Now, Entropy: rand.Reader, Getenv: func(string) string { return "" }}
}

// begun is a directory in which that shop is to be made.
func begun(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := aShop.write(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// yearOf is the events up to today's shift, as anybody can check them: what the link writes behind that hangs on when it came to speak.
func yearOf(t *testing.T, dir string) string {
	t.Helper()
	if broken, _, err := bolt.Verify(context.Background(), dir, nil); broken != nil || err != nil {
		t.Fatalf("verify: %v %v", broken, err)
	}
	var b bytes.Buffer
	if err := bolt.Export(context.Background(), dir, &b); err != nil {
		t.Fatal(err)
	}
	_, events, _ := strings.Cut(b.String(), "\n") // the header says how many there are, today's among them
	year, _, today := strings.Cut(events, fmt.Sprintf(`"kind":"shift.opened","at":"%s"`, aShop.Until.Format(time.RFC3339)))
	if !today {
		t.Error("no shift was opened today")
	}
	return year
}

// journalHash is the hash of an event of the till's.
func journalHash(t *testing.T, s *shop, seq uint64) journal.Hash {
	t.Helper()
	_, records, _, err := s.Events(t.Context(), 1, seq-1, 1, 1<<20)
	if err != nil || len(records) != 1 {
		t.Fatalf("event %d: %v", seq, err)
	}
	return records[0].Hash
}

// TestASeededShopIsTheSameHoweverOftenItWasKilled makes a shop at one go, and the same one killed again and again.
func TestASeededShopIsTheSameHoweverOftenItWasKilled(t *testing.T) {
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := mathrand.New(mathrand.NewPCG(seed, 1))
	once := begun(t)
	began := time.Now()
	if out, err := exec.Command(path, aShop.args(once)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	took := time.Since(began)
	often, kills := begun(t), 0
	for {
		cmd := exec.Command(path, aShop.args(often)...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(r.Int64N(int64(took))), func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		timer.Stop()
		if err == nil {
			break
		}
		if cmd.ProcessState.Exited() {
			t.Fatalf("behind %d kills: %v", kills, err)
		}
		kills++
	}
	t.Logf("killed %d times", kills)
	if a, b := yearOf(t, once), yearOf(t, often); a != b || a == "" {
		t.Errorf("the journals differ: %d and %d bytes", len(a), len(b))
	}
}

func TestASeededShopSellsAtOnce(t *testing.T) {
	dir := begun(t)
	m := quietMain()
	if err := m.seed(t.Context(), &flags{data: dir}, aShop); err != nil {
		t.Fatal(err)
	}
	s, err := m.open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	l, err := m.openCentral(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := m.counter(t.Context(), &flags{}, s, station{chain: l, boot: m.boot()})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []counter.Action{counter.SignIn{Staff: "hong", PIN: "1111"}, counter.Enter{Text: demo.MilkCode}, counter.Enter{Text: "0912345678"}} {
		if _, err := c.Do(t.Context(), a); err != nil {
			t.Fatalf("%T: %v", a, err)
		}
	}
	state := c.Look()
	if state.Shift == nil || state.Member == nil || state.Member.Profile.Name != "Nguyễn Thị Ánh" || state.Member.Account.Usable < 500 {
		t.Errorf("shift %v, member %+v", state.Shift, state.Member)
	}
	start, err := s.Start(t.Context())
	if err != nil || start.Receipts != int64(aShop.Orders) {
		t.Errorf("%d receipts, %v", start.Receipts, err)
	}
	known, err := s.central.office.Till(t.Context(), share.Holder{Writer: l.Till})
	if err != nil || known.Seq < uint64(5*aShop.Orders) || known.Hash != journalHash(t, s, known.Seq) {
		t.Errorf("central has the journal up to %d, %v", known.Seq, err)
	}
}

func TestNoShopIsSeededOverAnother(t *testing.T) {
	m := quietMain()
	other := t.TempDir()
	if s, err := m.open(t.Context(), filepath.Join(other)); err != nil {
		t.Fatal(err)
	} else if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := m.seed(t.Context(), &flags{data: other}, aShop); fault.Code(err) != "seed.taken" {
		t.Errorf("a shop's own directory: %v", err)
	}
	larger := aShop
	larger.Orders++
	if err := m.seed(t.Context(), &flags{data: begun(t)}, larger); fault.Code(err) != "seed.other" {
		t.Errorf("another plan: %v", err)
	}
	larger.Members = 1
	if err := larger.check(); !strings.Contains(err.Error(), "flag.range") {
		t.Errorf("a shop of one member: %v", err)
	}
}
