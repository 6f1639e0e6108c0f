package main

import (
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tim/cmd/till/demo"
	"tim/storage/bolt"
)

// saw waits until a text is on the screen, runs of blanks counted as one; false when the program has died.
func (h *hands) saw(text string) bool {
	h.t.Helper()
	for end := time.Now().Add(screenWait); ; time.Sleep(5 * time.Millisecond) {
		picture, _ := h.tmux("capture-pane", "-p", "-t", "t")
		if strings.Contains(flat(strings.ReplaceAll(picture, "\u00a0", " ")), strings.ReplaceAll(text, "\u00a0", " ")) {
			return true
		}
		select {
		case <-h.read:
			return false
		default:
		}
		if time.Now().After(end) {
			h.t.Fatalf("%q doesn't appear:\n%s", text, picture)
		}
	}
}

// takes does a step and waits until it is done; false when the program has died.
func (h *hands) takes(s step) bool {
	h.t.Helper()
	for _, key := range s.keys {
		switch {
		case key[0] == '?':
			if !h.saw(key[1:]) {
				return false
			}
			continue
		case key[0] == '@':
			x, y := h.find(key[1:])
			key = tapAt(x, y)
		}
		time.Sleep(15 * time.Millisecond)
		if _, err := h.tty.WriteString(key); err != nil {
			return false
		}
	}
	if !h.saw(s.shows) {
		return false
	}
	for range s.back {
		time.Sleep(15 * time.Millisecond)
		if _, err := h.tty.WriteString(keyEsc); err != nil {
			return false
		}
	}
	return true
}

var kills = flag.Int("kills", 12, "how often TestATillThatIsKilledAtAnyInstantIsWhole kills")

// aliveMax is how long a till lives before it is killed: some are killed while they start, most while they sell.
const aliveMax = 2_000 * time.Millisecond

// Fifty mixed sales, again and again, and SIGKILL at any instant. After each the ledger says what a book kept by hand says, before or
// after the step that was under way: the order is whole or the cart is as it was, and money and points add up. Nothing has been
// printed that isn't stored. The journal is proven, and the next start goes on there.
func TestATillThatIsKilledAtAnyInstantIsWhole(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 2))
	h := openHands(t, "", "demo", t.TempDir())
	h.signedIn()
	h.leavesEmpty()
	b, script, at, halves := onDisk(t, h.dir), mixed(), 0, 0
	if first := (book{Points: 500, Drawer: demo.Float}); b != first {
		t.Fatalf("the shop begins with %+v, not %+v", b, first)
	}
	for round := range *kills {
		h.again()
		alive := time.Duration(r.Int64N(int64(aliveMax)))
		killed := time.AfterFunc(alive, func() { _ = h.cmd.Process.Kill() })
		doing := script[at](b)
		for going := h.saw("1111") && h.takes(step{keys: []string{"1111", "\r"}, shows: "quét mã, gõ SĐT"}); going; {
			if going = h.takes(doing); going {
				doing.then(&b)
				at = (at + 1) % len(script)
				doing = script[at](b)
			}
		}
		killed.Stop()
		h.gone()
		wholeFile(t, h.dir)
		got, after := onDisk(t, h.dir), b
		if doing.then(&after); got == after && got != b {
			b, at, halves = after, (at+1)%len(script), halves+1
		}
		if got != b {
			t.Fatalf("round %d, killed after %v in step %d, %q: the ledger says\n%+v, the book\n%+v, and behind that step\n%+v", round, alive, at, doing.does, got, b, after)
		}
		printedAreStored(t, h.dir, b.Sales)
	}
	h.proven()
	t.Logf("%d kills around %d sales, %d of them behind a commit that the screen hadn't shown yet", *kills, b.Sales, halves)
	if b.Sales == 0 {
		t.Error("nothing was sold: the test proves nothing")
	}
}

// again starts the program anew on the same data.
func (h *hands) again() {
	h.t.Helper()
	args := h.cmd.Args[4:]
	h.gone()
	h.tmux("kill-server")
	h.begin("", args...)
}

// leavesEmpty ends the program before anything is sold.
func (h *hands) leavesEmpty() {
	h.t.Helper()
	h.press("\x03")
	if code := h.ended(); code != 0 {
		h.t.Fatalf("exit %d", code)
	}
}

// wholeFile holds that the files can be read and the journal is unchanged.
func wholeFile(t *testing.T, dir string) {
	t.Helper()
	if file, err := bolt.CheckDir(dir); err != nil {
		t.Fatalf("%s is damaged: %v", file, err)
	}
	if broken, _, err := bolt.Verify(context.Background(), dir, nil); err != nil || broken != nil {
		t.Fatalf("verify: %v %v", broken, err)
	}
}

// printedAreStored holds that no receipt was printed of a sale that isn't stored.
func printedAreStored(t *testing.T, dir string, sales int) {
	t.Helper()
	printed, err := filepath.Glob(filepath.Join(dir, "receipts", "HD-01-??????.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range printed {
		if name := filepath.Base(path); name > receiptOf(sales)+".txt" {
			t.Errorf("%s is printed, and %d sales are stored", name, sales)
		}
	}
}

// proven checks the journal and its export by the program itself.
func (h *hands) proven() {
	h.t.Helper()
	t := h.t.(*testing.T)
	if out, err := command(t, "verify", "--data", h.dir); err != nil {
		t.Errorf("till verify: %v\n%s", err, out)
	}
	out, err := command(t, "export", "--data", h.dir)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ledger.jsonl")
	if err := os.WriteFile(file, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := command(t, "verify", file); err != nil {
		t.Errorf("till verify of its export: %v\n%s", err, out)
	}
}
