package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/creack/pty"

	"tim/cmd/till/demo"
)

// customer is one of a busy hour: what is scanned costs no key, what a hand does is counted.
type customer struct {
	who   string
	scans int      // milks
	typed string   // before the scans
	keys  []string // each is one key; "?" waits for a text
	most  int      // keys
	then  func(b *book)
}

// digits are keys one by one.
func digitsOf(s string) []string { return strings.Split(s, "") }

// customers is twenty of them, in the order of a shop.
func customers() []customer {
	exact := customer{"exact cash", 3, "", []string{keyF9, "\r"}, 2, func(b *book) { *b = b.paid(false) }}
	note := customer{"a note of 200.000", 3, "", []string{keyF9, "2", "0", "0", "\r"}, 5, func(b *book) { *b = b.paid(false) }}
	card := customer{"card", 3, "", []string{keyF9, "\x1b[C", "\r"}, 3, func(b *book) { *b = b.paid(true) }}
	member := customer{"member by phone, most points, exact cash", 3, "",
		append(digitsOf("0912345678"), "\r", "?♥ Nguyễn Thị Ánh", keyF7, "\r", "?Đã dùng 48 điểm", keyF9, "\r"), 15, func(b *book) {
			b.Cart.Member, b.Cart.Points, b.Points = true, 48, b.Points-48
			*b = b.paid(false)
		}}
	return []customer{exact, exact, member, note, exact, card, exact, member, exact, exact,
		note, exact, member, card, exact, exact, note, exact, member, exact}
}

// Twenty customers as a shop has them, each key counted: exact cash is two keys behind the last scan, and a member by phone with the most
// points and exact cash is fifteen. The ledger has all of it.
func TestTwentyCustomersAndTheirKeys(t *testing.T) {
	h := openHands(t, "", "demo", t.TempDir())
	h.signedIn()
	b := book{Points: 500, Drawer: demo.Float}
	var record strings.Builder
	all := 0
	for i, c := range customers() {
		for range c.scans {
			s := scan(b, demo.MilkCode, 1)
			h.paced(scannerMs, demo.MilkCode+"\r")
			if !h.saw(s.shows) {
				t.Fatal("the till died")
			}
			s.then(&b)
			time.Sleep(handMs)
		}
		h.keys = 0
		for _, key := range c.keys {
			if key[0] == '?' {
				h.saw(key[1:])
				continue
			}
			h.press(key)
		}
		c.then(&b)
		h.saw("✓ Đã lưu " + receiptOf(b.Sales))
		if h.keys != c.most {
			t.Errorf("%s: %d keys, want %d", c.who, h.keys, c.most)
		}
		all += h.keys
		fmt.Fprintf(&record, "%2d  %-42s %d scans %3d keys\n", i+1, c.who, c.scans, h.keys)
	}
	t.Logf("%d keys for 20 customers\n%s", all, record.String())
	h.leavesEmpty()
	if got := onDisk(t, h.dir); got != b {
		t.Errorf("the ledger says\n%+v, the book\n%+v", got, b)
	}
}

// The machine's clock is set back three hours between two customers. Nothing is lost or dated before what it follows, numbers go
// on, and the journal says that the clock jumped.
func TestAClockThatIsSetBackWhileSelling(t *testing.T) {
	t.Setenv("TERM", "xterm-256color")
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	h := &hands{terminal: newTerminal(t, t.TempDir()), tty: closing(t, master)}
	h.listens(h.picture())
	var back atomic.Int64
	m := Main{Stdin: slave, Stdout: slave, Stderr: slave, Entropy: rand.Reader, Getenv: os.Getenv,
		Now: func() time.Time { return time.Now().Add(-time.Duration(back.Load())) }}
	done := make(chan int, 1)
	go func() { done <- m.Run(t.Context(), []string{"demo", "--offline", "--data", h.dir, "--lang", "vi"}) }()
	h.signedIn()
	b := book{Points: 500, Drawer: demo.Float}
	h.follows(&b, milks(1), pay(false), milks(2))
	back.Store(int64(3 * time.Hour))
	h.send(demo.CardCode + "\r")
	h.shows("Đồng hồ máy bị lùi, đã ghi sổ")
	b.Cart.Cards = 1
	h.follows(&b, attach, pay(false), milks(1), pay(true))
	back.Store(0)
	h.follows(&b, milks(1), pay(false))
	h.press("\x03")
	select {
	case code := <-done:
		if code != 0 {
			t.Errorf("exit %d", code)
		}
	case <-time.After(screenWait):
		t.Fatal("the till doesn't end")
	}
	slave.Close()
	h.tty.Close()
	<-h.read
	wholeFile(t, h.dir)
	if got := onDisk(t, h.dir); got != b {
		t.Errorf("the ledger says\n%+v, the book\n%+v", got, b)
	}
	if n := strings.Count(strings.Join(exported(t, h.dir), " "), "clock.jumped"); n != 1 {
		t.Errorf("the journal has %d jumps of the clock, want 1", n)
	}
}
