package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"tim/cmd/till/demo"
)

// ownDisk is a shell's prefix that gives the program a disk of its own under dir, which goes when the program ends.
func ownDisk(t *testing.T, dir, mount string) string {
	t.Helper()
	if out, err := exec.Command("unshare", "-rm", "true").CombinedOutput(); err != nil {
		t.Skipf("needs a mount namespace: %v %s", err, out)
	}
	as := "-rm"
	if strings.Contains(mount, "loop") {
		as = "-m"
	}
	return fmt.Sprintf(`exec unshare %s sh -c 'mount %s %s && exec "$0" "$@"'`, as, mount, dir)
}

// inside is the data directory as the program sees it.
func (h *hands) inside() string {
	return filepath.Join("/proc", fmt.Sprint(h.cmd.Process.Pid), "root", h.dir)
}

// copied is a copy of what is on the program's disk, as long as it lives.
func (h *hands) copied() string {
	h.t.Helper()
	to := h.t.TempDir()
	if out, err := exec.Command("sh", "-c", `cd "$0" && cp *.db *.key *.anchor "$1"`, h.inside(), to).CombinedOutput(); err != nil {
		h.t.Fatalf("%v\n%s", err, out)
	}
	return to
}

// sellsUntil scans milk and takes it back until the screen says a word instead, and keeps the book. Scanning alone writes the same
// cart again and again, into pages that the file has; what is taken back is journaled, and the file grows.
func (h *hands) sellsUntil(b *book, word string) {
	h.t.Helper()
	for range 300 {
		if h.stepsOr(word, b, scan(*b, demo.MilkCode, 1)) || h.stepsOr(word, b, undone(*b)) {
			return
		}
	}
	h.t.Fatalf("300 scans and as many taken back, and never %q", word)
}

// undone takes the last scan of a milk back.
func undone(b book) step {
	c := b.Cart
	c.Milk--
	return step{"undo", []string{"\x1a"}, c.subtotal(), func(b *book) { b.Cart = c }, 0}
}

// stepsOr takes a step of one key, and notes it in the book once the screen says so; true says that the screen said that word instead.
func (h *hands) stepsOr(word string, b *book, s step) bool {
	h.t.Helper()
	h.send(s.keys[0])
	for end := time.Now().Add(screenWait); ; time.Sleep(5 * time.Millisecond) {
		picture, _ := h.tmux("capture-pane", "-p", "-t", "t")
		picture = flat(strings.ReplaceAll(picture, "\u00a0", " "))
		switch {
		case strings.Contains(picture, word):
			return true
		case strings.Contains(picture, s.shows):
			s.then(b)
			return false
		case time.Now().After(end):
			h.t.Fatalf("neither %q nor %q appears:\n%s", s.shows, word, picture)
		}
	}
}

func (h *hands) follows(b *book, steps ...func(book) step) {
	h.t.Helper()
	for _, next := range steps {
		s := next(*b)
		if !h.takes(s) {
			h.t.Fatalf("the till died in %q", s.does)
		}
		s.then(b)
	}
}

// The disk fills up while somebody sells. The till says so and keeps the order as it was; when there is room again it goes on.
func TestADiskThatFillsUpWhileSelling(t *testing.T) {
	dir := t.TempDir()
	h := openHands(t, ownDisk(t, dir, "-t tmpfs -o size=96m tmpfs"), "demo", dir)
	h.signedIn()
	b := book{Points: 500, Drawer: demo.Float}
	h.follows(&b, milks(1), pay(false), milks(2))
	ballast := filepath.Join(h.inside(), "ballast")
	fill(t, ballast)
	h.sellsUntil(&b, "✗ Ổ đĩa đầy: chưa ghi, đơn giữ như trước")
	if got := onDisk(t, h.copied()); got != b {
		t.Errorf("on the full disk the ledger says\n%+v, the book\n%+v", got, b)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	h.follows(&b, milks(1), pay(false), milks(1), pay(true))
	kept := h.copied()
	wholeFile(t, kept)
	if got := onDisk(t, kept); got != b {
		t.Errorf("in the end the ledger says\n%+v, the book\n%+v", got, b)
	}
}

// fill writes a file until there is no room.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for block := make([]byte, 64<<10); ; {
		n, err := f.Write(block)
		if err != nil && len(block) == 1 {
			return
		}
		if err != nil || n < len(block) {
			block = block[:len(block)/2]
		}
	}
}

// The file system turns read-only, as one with a broken disk does. The till says so and keeps the order as it was, and what
// was sold is there.
func TestAFileSystemThatTurnsReadOnlyWhileSelling(t *testing.T) {
	dir, image := t.TempDir(), filepath.Join(t.TempDir(), "disk")
	if out, err := exec.Command("sh", "-c", `truncate -s 128M "$0" && mkfs.ext4 -q "$0" && losetup -f`, image).CombinedOutput(); err != nil || os.Geteuid() != 0 {
		t.Skipf("needs a disk to break, and root: %v %s", err, out)
	}
	h := openHands(t, ownDisk(t, dir, "-o loop "+image), "demo", dir)
	h.signedIn()
	b := book{Points: 500, Drawer: demo.Float}
	h.follows(&b, milks(1), pay(false), milks(2))
	if out, err := exec.Command("nsenter", "-t", fmt.Sprint(h.cmd.Process.Pid), "-m", "mount", "-o", "remount,abort", dir).CombinedOutput(); err != nil {
		t.Skipf("the disk can't be broken here: %v %s", err, out)
	}
	h.sellsUntil(&b, "✗ Đĩa chỉ đọc: chưa ghi, đơn giữ như trước")
	if !h.takes(step{keys: []string{keyF9, "?Esc Về đơn", "\r"}, shows: "Đĩa chỉ đọc"}) {
		t.Fatal("the till died")
	}
	kept := h.copied()
	wholeFile(t, kept)
	if got := onDisk(t, kept); got != b {
		t.Errorf("the ledger says\n%+v, the book\n%+v", got, b)
	}
}

// endings are how a terminal or a system ends a program.
var endings = map[string]func(h *hands){
	"terminal closed": func(h *hands) { h.tty.Close() },
	"SIGHUP":          func(h *hands) { _ = h.cmd.Process.Signal(syscall.SIGHUP) },
	"SIGTERM":         func(h *hands) { _ = h.cmd.Process.Signal(syscall.SIGTERM) },
	"SIGINT":          func(h *hands) { _ = h.cmd.Process.Signal(os.Interrupt) },
}

// However the program is told to go, it goes, leaves nothing behind that runs, and the cart is there when it comes back.
func TestATillThatIsToldToGoKeepsItsCart(t *testing.T) {
	h := openHands(t, "", "demo", t.TempDir())
	h.signedIn()
	b := book{Points: 500, Drawer: demo.Float}
	for name, end := range endings {
		t.Run(name, func(t *testing.T) {
			h.again()
			h.signedIn()
			if b.Cart != (basket{}) {
				h.follows(&b, pay(false))
			}
			h.follows(&b, milks(1), pay(false), milks(2), attach, points(5))
			group := h.cmd.Process.Pid
			end(h)
			if code := h.ended(); code != 0 {
				t.Errorf("exit %d", code)
			}
			if err := syscall.Kill(-group, 0); err == nil {
				t.Error("something of it still runs")
			}
			wholeFile(t, h.dir)
			if got := onDisk(t, h.dir); got != b {
				t.Errorf("the ledger says\n%+v, the book\n%+v", got, b)
			}
		})
	}
}

// A second till on the same files is refused in words, and the first sells on.
func TestTwoTillsOnOneFile(t *testing.T) {
	h := openHands(t, "", "demo", t.TempDir())
	h.signedIn()
	b := book{Points: 500, Drawer: demo.Float}
	h.follows(&b, milks(1))
	for lang, want := range map[string]string{"vi": "dữ liệu an toàn", "en": "Another till has"} {
		for _, verb := range []string{"demo", "run", "verify"} {
			out, err := inTerminal(t, verb, "--data", h.dir, "--lang", lang)
			if err == nil || !strings.Contains(out, want) {
				t.Errorf("%s beside a till that runs: %v\n%s", verb, err, out)
			}
		}
	}
	h.follows(&b, milks(1), pay(false))
	h.leavesEmpty()
	if got := onDisk(t, h.dir); got != b {
		t.Errorf("the ledger says\n%+v, the book\n%+v", got, b)
	}
}

// inTerminal runs the program to its end in a terminal, and gives what it wrote.
func inTerminal(t *testing.T, args ...string) (string, error) {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	tty, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	said := make(chan string, 1)
	go func() {
		var all strings.Builder
		buf := make([]byte, 4096)
		for {
			n, err := tty.Read(buf)
			all.Write(buf[:n])
			if err != nil {
				said <- all.String()
				return
			}
		}
	}()
	stop := time.AfterFunc(screenWait, func() { _ = cmd.Process.Kill() })
	defer stop.Stop()
	err = cmd.Wait()
	return <-said, err
}

// Another till's ledger is put in place of this one's. The till says so in both languages, sells on, and has it in writing.
func TestALedgerOfAnotherTillIsNoticed(t *testing.T) {
	ours, theirs := t.TempDir(), t.TempDir()
	for _, dir := range []string{ours, theirs} {
		h := openHands(t, "", "demo", dir)
		h.signedIn()
		var b book
		h.follows(&b, milks(1), pay(false))
		h.leavesEmpty()
		h.tmux("kill-server")
	}
	if out, err := exec.Command("cp", filepath.Join(theirs, "ledger.db"), filepath.Join(ours, "ledger.db")).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for lang, want := range map[string]string{"vi": "Sổ nhật ký bị sửa từ sự kiện 1", "en": "The journal was changed from event 1"} {
		h := openHands(t, "", "demo", ours, "--lang", lang)
		h.shows(want)
		h.press("\x03")
		if code := h.ended(); code != 2 {
			t.Errorf("exit %d, want 2", code)
		}
		h.tmux("kill-server")
		if out, err := command(t, "verify", "--data", ours, "--lang", lang); err == nil || !strings.Contains(out, want) {
			t.Errorf("till verify: %v\n%s", err, out)
		}
	}
}
