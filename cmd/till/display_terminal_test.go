package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"

	"tim/cmd/till/demo"
	"tim/domain/ident"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/tui/widget"
)

// openDisplay opens the customer's screen beside a till, in a terminal of its own.
func openDisplay(k *terminal, args string) *terminal {
	k.t.Helper()
	path, err := program()
	if err != nil {
		k.t.Fatal(err)
	}
	d := &terminal{t: k.t, socket: k.socket + "-display", dir: k.dir}
	k.t.Cleanup(func() { d.tmux("kill-server") })
	run := fmt.Sprintf("env TERM=xterm-256color COLORTERM=truecolor LANG=C.UTF-8 %s display --data %s %s", path, k.dir, args)
	if out, err := d.tmux("-f", "/dev/null", "new-session", "-d", "-s", "t", "-x", "80", "-y", "24", run); err != nil {
		k.t.Fatalf("tmux: %v %s", err, out)
	}
	return d
}

var memo = regexp.MustCompile(`Nội dung: ([A-Z0-9]+)`)

func TestTheCustomersScreenFollowsASale(t *testing.T) {
	k := openTerminal(t)
	k.shows("1111")
	d := openDisplay(k, "")
	d.shows("Kính chào quý khách", "Cửa hàng Nguyễn Huệ")
	k.types("1111")
	k.types("3*2000000000015")
	k.types("3*2000000000022")
	d.shows("Sữa tươi Đồng Xanh 1L", "96.000", "45.000", "Quý khách trả")
	k.types("0912345678")
	seen := d.shows("♥ Ánh", "09•• ••• 678", "Có 500 điểm", "Trừ được 70 điểm = 70.000 ₫", "Sẽ tích +96 điểm")
	if strings.Contains(seen, "Nguyễn Thị") || strings.Contains(seen, "0912") {
		t.Errorf("the screen says too much:\n%s", seen)
	}
	k.keys("F7")
	k.shows("SỬ DỤNG")
	k.keys("Enter")
	d.shows("−70.000", "Có 430 điểm")
	k.keys("F9")
	d.seesTransfer(71_000)
	k.kill()
	d.shows("Quầy tạm nghỉ")
	k.start()
	d.shows("−70.000", "Có 430 điểm")
	k.types("1111")
	k.shows("♥ Nguyễn Thị Ánh")
	k.keys("F9")
	k.types("100000")
	d.shows("Cảm ơn Ánh!", "Tiền thừa", "tích +48 điểm", "còn 478 điểm")
	d.keys("C-l")
	d.shows("Thank you, Ánh!", "Your change")
	k.keys("C-c")
	d.shows("Till closed")
	d.keys("q")
	d.gone()
}

// gone waits until the program has ended.
func (k *terminal) gone() {
	k.t.Helper()
	deadline := time.Now().Add(screenWait)
	for time.Now().Before(deadline) {
		if _, err := k.tmux("has-session", "-t", "t"); err != nil {
			return
		}
		time.Sleep(20 * time.Millisecond) // between two looks at a condition
	}
	k.t.Error("the program doesn't end")
}

// seesTransfer waits for the code of a transfer and holds every cell of it against what the shop's account, the amount and
// the memo come to.
func (k *terminal) seesTransfer(due money.VND) {
	k.t.Helper()
	screen := k.shows("Quét mã để chuyển khoản", "Nội dung:")
	found := memo.FindStringSubmatch(screen)
	if found == nil {
		k.t.Fatalf("no memo:\n%s", screen)
	}
	shop := demo.Shop()
	payload, err := sale.VietQR(shop.BankBIN, shop.BankAccount, due, found[1])
	if err != nil {
		k.t.Fatal(err)
	}
	modules, err := ident.QR(payload)
	if err != nil {
		k.t.Fatal(err)
	}
	for _, line := range widget.QR(modules).Lines {
		if want := strings.TrimRight(ansi.Strip(line), " "); !strings.Contains(screen, want) {
			k.t.Fatalf("the code lacks the row %q:\n%s", want, screen)
		}
	}
}

// watched is a program in a terminal whose output is kept with the instant at which each piece came.
type watched struct {
	terminal *os.File
	mu       sync.Mutex
	pieces   []piece
}

type piece struct {
	at   time.Time
	text string
}

func watch(t *testing.T, size pty.Winsize, args ...string) *watched {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "COLORTERM=truecolor", "TIM_LANG=")
	terminal, err := pty.StartWithSize(cmd, &size)
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{terminal: terminal}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		terminal.Close()
	})
	go func() {
		buffer := make([]byte, 64<<10)
		for {
			n, err := terminal.Read(buffer)
			w.mu.Lock()
			w.pieces = append(w.pieces, piece{time.Now(), string(buffer[:n])})
			w.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return w
}

// seen waits until what came since holds a text, blanks and styles aside, and says when it was there.
func (w *watched) seen(t *testing.T, since time.Time, text string) time.Time {
	t.Helper()
	text = bare(text)
	for deadline := time.Now().Add(screenWait); time.Now().Before(deadline); time.Sleep(time.Millisecond) { // between two looks
		w.mu.Lock()
		var came strings.Builder
		for _, p := range w.pieces {
			if p.at.Before(since) {
				continue
			}
			came.WriteString(p.text)
			if strings.Contains(bare(came.String()), text) {
				w.mu.Unlock()
				return p.at
			}
		}
		w.mu.Unlock()
	}
	t.Fatalf("%q doesn't appear", text)
	return time.Time{}
}

func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r < ' ' {
			return -1
		}
		return r
	}, ansi.Strip(s))
}

// TestHowSoonTheCustomerSeesAScan says how long it takes from the last key of a scan until the customer's terminal was
// given the new line, on a screen so high that each line comes on a row of its own. It holds nothing against a clock: V6 allows 100 ms on a shop's machine.
func TestHowSoonTheCustomerSeesAScan(t *testing.T) {
	dir := t.TempDir()
	k := watch(t, pty.Winsize{Rows: 24, Cols: 80}, "demo", "--data", dir)
	k.seen(t, time.Time{}, "1111")
	d := watch(t, pty.Winsize{Rows: 60, Cols: 100}, "display", "--data", dir)
	d.seen(t, time.Time{}, "Kính chào quý khách")
	fmt.Fprint(k.terminal, "1111\r")
	k.seen(t, time.Time{}, "F9")
	var took []time.Duration
	for _, p := range demo.Products()[:40] {
		if p.Weighed || len(p.Barcodes) == 0 {
			continue
		}
		before := time.Now()
		fmt.Fprint(k.terminal, p.Barcodes[0]+"\r")
		took = append(took, d.seen(t, before, p.Name).Sub(before))
	}
	slices.Sort(took)
	t.Logf("%d scans: p50 %v, p95 %v, most %v", len(took), took[len(took)/2], took[len(took)*95/100], took[len(took)-1])
}
