package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/creack/pty"

	"tim/cmd/till/demo"
	"tim/domain/counter"
	"tim/domain/loyalty"
	"tim/domain/sale"
	"tim/storage/bolt"
)

// aSale is the keys of one sale with a member and points, in the order of a cashier's hands.
var aSale = []string{"2000000000015\r", "2000000000015\r", "3*2000000000022\r", "0912345678\r", "\x1b[18~", "\r", "\x1b[20~", "\r"}

// TestPowerCutsBetweenAnyTwoKeysLoseNothing kills a till that sells without pause, at random instants, and looks each
// time at what is on disk: every order is whole or an open cart, and points and money are where the orders say.
func TestPowerCutsBetweenAnyTwoKeysLoseNothing(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	dir, sold := t.TempDir(), 0
	for round := range 12 {
		sellUntilKilled(t, dir, time.Duration(400+r.IntN(700))*time.Millisecond)
		n := wholeOnDisk(t, dir)
		if n < sold {
			t.Fatalf("round %d: %d finished sales, there were %d before", round, n, sold)
		}
		sold = n
	}
	if sold == 0 {
		t.Error("no sale was finished in all rounds: the test proves nothing")
	}
	t.Logf("%d sales were finished around 12 kills", sold)
}

// sellUntilKilled starts the till in a terminal, sells and kills it.
func sellUntilKilled(t *testing.T, dir string, after time.Duration) {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "demo", "--data", dir)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color")
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	shown := make(chan struct{})
	go func() {
		buffer := make([]byte, 4096)
		if _, err := terminal.Read(buffer); err == nil {
			close(shown)
		}
		io.Copy(io.Discard, terminal)
	}()
	select {
	case <-shown:
	case <-time.After(screenWait):
		t.Fatal("the till shows nothing")
	}
	end := time.After(after)
	keys := append([]string{"1111\r"}, aSale...)
	for i := 0; ; i++ {
		select {
		case <-end:
			cmd.Process.Kill()
			cmd.Wait()
			return
		case <-time.After(10 * time.Millisecond): // a fast cashier's keys
			fmt.Fprint(terminal, keys[i%len(keys)])
			if i == len(keys)-1 {
				keys, i = aSale, -1
			}
		}
	}
}

// wholeOnDisk checks what a kill left, and counts the finished sales.
func wholeOnDisk(t *testing.T, dir string) int {
	t.Helper()
	ctx := context.Background()
	if file, err := bolt.CheckDir(dir); err != nil {
		t.Fatalf("%s is damaged: %v", file, err)
	}
	if broken, _, err := bolt.Verify(ctx, dir, nil); err != nil || broken != nil {
		t.Fatalf("verify: %v %v", broken, err)
	}
	file, err := bolt.OpenTill(dir, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	start, err := file.Start(ctx)
	if err != nil || len(start.Carts) > 1 {
		t.Fatalf("start: %d carts, %v", len(start.Carts), err)
	}
	orders, err := file.Latest(ctx, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range orders {
		totals := o.Totals()
		if o.State() != sale.Completed || totals.Paid != totals.Payable {
			t.Errorf("%s is half done: %v, paid %d of %d", o.Receipt, o.State(), totals.Paid, totals.Payable)
		}
		if want := fmt.Sprintf("HD-01-%06d", len(orders)-i); o.Receipt != want {
			t.Errorf("receipt %s, want %s: numbers have no gap", o.Receipt, want)
		}
	}
	samePoints(t, file, append(orders, start.Carts...))
	return len(orders)
}

// samePoints holds that Ánh's account is what the orders on disk did to it.
func samePoints(t *testing.T, file *bolt.Till, orders []sale.Order) {
	t.Helper()
	ctx := context.Background()
	var members counter.Members = file
	anh, err := members.ByPhone(ctx, demo.AnhPhone)
	if err != nil {
		t.Fatal(err)
	}
	postings, err := members.Postings(ctx, anh.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := int64(500)
	for _, o := range orders {
		if o.Member == anh.ID {
			want += o.Earned - o.Use.Points
		}
	}
	if got := loyalty.Fold(postings).At(time.Now()).Balance; got != want {
		t.Errorf("the account stands at %d, the orders say %d", got, want)
	}
}
