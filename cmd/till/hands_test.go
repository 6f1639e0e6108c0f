package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"tim/domain/sale"
	"tim/storage/bolt"
)

// hands are a cashier's hands and a scanner at the real program: bytes go into its terminal at the pace that a test says, and
// tmux draws what comes back, so that a test can look at it.
type hands struct {
	*terminal // the picture; its keys go nowhere
	cmd       *exec.Cmd
	tty       *os.File
	read      chan struct{} // closed when the terminal has no more to say
	mu        sync.Mutex
	said      bytes.Buffer
	keys      int // pressed so far, without a scanner's
}

// openHands starts the till with that verb on a data directory. sh is put before the command in the shell: "ulimit -f 100; exec".
func openHands(t testing.TB, sh, verb, dir string, args ...string) *hands {
	t.Helper()
	h := &hands{terminal: newTerminal(t, dir)}
	h.begin(sh, append([]string{verb, "--data", dir}, args...)...)
	return h
}

func (h *hands) begin(sh string, args ...string) {
	h.t.Helper()
	path, err := program()
	if err != nil {
		h.t.Fatal(err)
	}
	if sh == "" {
		sh = "exec"
	}
	h.cmd = exec.Command("sh", append([]string{"-c", sh + ` "$0" "$@"`, path}, args...)...)
	h.cmd.Env = append(os.Environ(), "TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8", "TIM_LANG=")
	picture := h.picture()
	blocking, err := pty.StartWithSize(h.cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		h.t.Fatal(err)
	}
	h.tty = closing(h.t, blocking)
	h.listens(picture)
	h.t.Cleanup(h.gone)
}

// listens draws what comes from the terminal, until there is no more.
func (h *hands) listens(picture io.WriteCloser) {
	h.read = make(chan struct{})
	tty, read := h.tty, h.read
	go func() {
		defer close(read)
		defer picture.Close()
		buf := make([]byte, 1<<16)
		for {
			n, err := tty.Read(buf)
			if err != nil {
				return
			}
			h.mu.Lock()
			h.said.Write(buf[:n])
			h.mu.Unlock()
			_, _ = picture.Write(buf[:n])
		}
	}()
}

// closing is a terminal that closes at once, although somebody reads it.
func closing(t testing.TB, f *os.File) *os.File {
	t.Helper()
	defer f.Close()
	fd, err := syscall.Dup(int(f.Fd()))
	if err == nil {
		err = syscall.SetNonblock(fd, true)
	}
	if err != nil {
		t.Fatal(err)
	}
	return os.NewFile(uintptr(fd), f.Name())
}

// picture is where bytes are drawn by a tmux of the test's own.
func (h *hands) picture() io.WriteCloser {
	h.t.Helper()
	fifo := filepath.Join(h.t.TempDir(), "screen")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		h.t.Fatal(err)
	}
	h.opens("sh -c 'stty raw -echo; cat " + fifo + "; exec sleep 600'")
	f, err := os.OpenFile(fifo, os.O_WRONLY, 0) // waits for the other side
	if err != nil {
		h.t.Fatal(err)
	}
	return f
}

// gone waits for the end of a program that a test has ended, or ends it.
func (h *hands) gone() {
	_ = h.cmd.Process.Kill()
	_ = h.cmd.Wait()
	_ = h.tty.Close()
	<-h.read
}

// ended waits until the program ends by itself, and gives its exit code.
func (h *hands) ended() int {
	h.t.Helper()
	end := make(chan error, 1)
	go func() { end <- h.cmd.Wait() }()
	select {
	case <-end:
		return h.cmd.ProcessState.ExitCode()
	case <-time.After(screenWait):
		h.t.Fatalf("the till doesn't end:\n%s", h.shows(""))
		return -1
	}
}

// send writes bytes in one piece.
func (h *hands) send(bytes string) {
	h.t.Helper()
	if _, err := io.WriteString(h.tty, bytes); err != nil {
		h.t.Fatal(err)
	}
}

// paced writes a character at a time. The first comes a pause after what was before it.
func (h *hands) paced(gap time.Duration, text string) {
	h.t.Helper()
	if gap == 0 {
		h.send(text)
		return
	}
	for _, r := range text {
		time.Sleep(gap) // the pace of the hand or the scanner is what is tested
		h.send(string(r))
	}
}

// The paces. A hand is slower than in life, because the machine that tests may be busy.
const (
	atOnce    = time.Duration(0)
	scannerMs = 8 * time.Millisecond
	handMs    = 70 * time.Millisecond
)

// types types text by hand, and enters it.
func (h *hands) types(text string) {
	h.t.Helper()
	h.paced(handMs, text)
	h.press("\r")
	h.keys += len([]rune(text))
}

// press presses one key.
func (h *hands) press(key string) {
	h.t.Helper()
	time.Sleep(handMs) // a hand's pause, so that it is no part of a scan
	h.send(key)
	h.keys++
}

// The keys that have no letter, as terminals send them.
const (
	keyEsc = "\x1b[27u"
	keyF2  = "\x1bOQ"
	keyF3  = "\x1bOR"
	keyF4  = "\x1bOS"
	keyF7  = "\x1b[18~"
	keyF8  = "\x1b[19~"
	keyF9  = "\x1b[20~"
	keyF12 = "\x1b[24~"
)

// title is what sets the window's name; it ends in the sign that rings a bell elsewhere.
var title = regexp.MustCompile("\x1b\\][^\a\x1b]*\a")

// bells counts how often the terminal rang.
func (h *hands) bells() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return bytes.Count(title.ReplaceAll(h.said.Bytes(), nil), []byte("\a"))
}

// signedIn waits for the first screen and types the cashier's PIN.
func (h *hands) signedIn() {
	h.t.Helper()
	h.shows("1111")
	h.types("1111")
	h.shows("F9")
}

// opened is a data directory's open carts and its newest orders, once the program has ended.
func opened(t testing.TB, dir string) (carts, orders []sale.Order) {
	t.Helper()
	file, err := bolt.OpenTill(dir, bolt.Options{LockWait: screenWait})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	start, err := file.Start(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if orders, err = file.Latest(context.Background(), 10_000); err != nil {
		t.Fatal(err)
	}
	return start.Carts, orders
}

// exported is the kinds of all events in the journal, in order.
func exported(t *testing.T, dir string) (kinds []string) {
	t.Helper()
	out, err := command(t, "export", "--data", dir)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, line := range strings.Split(out, "\n") {
		var e struct{ Kind string }
		if json.Unmarshal([]byte(line), &e) == nil && e.Kind != "" {
			kinds = append(kinds, e.Kind)
		}
	}
	return kinds
}
