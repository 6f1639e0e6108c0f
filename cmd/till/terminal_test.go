package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// program is the till's binary, built once for all tests that run it for real.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "tim-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "till")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := program(); err == nil && os.Getenv("TIM_KEEP_BINARY") == "" {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// terminal is the till in a real terminal of 80x24.
type terminal struct {
	t      testing.TB
	socket string
	starts int // a server of its own for each start: the one before may still be dying
	dir    string
	args   string
	verb   string // of the program: "demo" unless a test says otherwise
}

// openTerminal starts `till demo` on a data directory of the test's own.
func openTerminal(t *testing.T, args ...string) *terminal {
	t.Helper()
	return openProgram(t, "demo", t.TempDir(), args...)
}

// openProgram starts the till with that verb on a data directory.
func openProgram(t testing.TB, verb, dir string, args ...string) *terminal {
	t.Helper()
	k := newTerminal(t, dir)
	k.args, k.verb = strings.Join(args, " "), verb
	k.start()
	return k
}

// newTerminal is a terminal in which nothing runs yet.
func newTerminal(t testing.TB, dir string) *terminal {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("tmux is missing")
		}
		t.Skip("needs tmux: apt-get install tmux")
	}
	k := &terminal{t: t, socket: fmt.Sprintf("tim-%d-%s", os.Getpid(), strings.ToLower(strings.ReplaceAll(t.Name()+filepath.Base(dir), "/", "-"))), dir: dir}
	t.Cleanup(func() { k.tmux("kill-server") })
	return k
}

func (k *terminal) start() {
	k.t.Helper()
	path, err := program()
	if err != nil {
		k.t.Fatal(err)
	}
	k.opens(fmt.Sprintf("env TERM=xterm-256color COLORTERM=truecolor LANG=C.UTF-8 TIM_LANG= %s %s --data %s %s", path, k.verb, k.dir, k.args))
}

// opens runs a command in a new terminal.
func (k *terminal) opens(run string) {
	k.t.Helper()
	k.starts++
	if out, err := k.tmux("-f", "/dev/null", "new-session", "-d", "-s", "t", "-x", "80", "-y", "24", run); err != nil {
		k.t.Fatalf("tmux: %v %s", err, out)
	}
}

func (k *terminal) tmux(args ...string) (string, error) {
	out, err := exec.Command("tmux", append([]string{"-u", "-L", fmt.Sprint(k.socket, k.starts)}, args...)...).CombinedOutput()
	return string(out), err
}

// keys presses named keys: "F7", "Enter".
func (k *terminal) keys(names ...string) {
	k.t.Helper()
	if out, err := k.tmux(append([]string{"send-keys", "-t", "t"}, names...)...); err != nil {
		k.t.Fatalf("keys %v: %v %s", names, err, out)
	}
}

// types types text and presses Enter, as a scanner does.
func (k *terminal) types(text string) {
	k.t.Helper()
	if out, err := k.tmux("send-keys", "-t", "t", "-l", text); err != nil {
		k.t.Fatalf("type %q: %v %s", text, err, out)
	}
	k.keys("Enter")
}

// tap presses and releases the left button on the first place where the text stands.
func (k *terminal) tap(text string) {
	k.t.Helper()
	x, y := k.find(text)
	for _, end := range []string{"M", "m"} {
		report := fmt.Sprintf("\x1b[<0;%d;%d%s", x+1, y+1, end)
		var hex []string
		for _, b := range []byte(report) {
			hex = append(hex, fmt.Sprintf("%02x", b))
		}
		k.keys(append([]string{"-H"}, hex...)...)
	}
}

// find waits for a text and gives the cell of its first letter.
func (k *terminal) find(text string) (x, y int) {
	k.t.Helper()
	for y, line := range strings.Split(k.shows(text), "\n") {
		if before, _, found := strings.Cut(line, text); found {
			return len([]rune(before)), y
		}
	}
	k.t.Fatalf("%q left the screen", text)
	return 0, 0
}

// screenWait is how long a text may take to appear before the test gives up.
const screenWait = 20 * time.Second

// shows waits until all the texts are on the screen, and gives the screen.
func (k *terminal) shows(texts ...string) string {
	k.t.Helper()
	deadline := time.Now().Add(screenWait)
	for {
		screen, _ := k.tmux("capture-pane", "-p", "-t", "t")
		screen = strings.ReplaceAll(screen, "\u00a0", " ")
		missing := ""
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				missing = text
			}
		}
		if missing == "" {
			return screen
		}
		if time.Now().After(deadline) {
			k.t.Fatalf("%q doesn't appear:\n%s", missing, screen)
		}
		time.Sleep(20 * time.Millisecond) // between two looks at a condition
	}
}

// kill ends the till as a power cut does.
func (k *terminal) kill() {
	k.t.Helper()
	pid, err := k.tmux("list-panes", "-t", "t", "-F", "#{pane_pid}")
	if err != nil {
		k.t.Fatal(err)
	}
	if err := exec.Command("kill", "-9", strings.TrimSpace(pid)).Run(); err != nil {
		k.t.Fatal(err)
	}
	k.tmux("kill-server")
}

// hides waits until a text is on the screen no more.
func (k *terminal) hides(text string) {
	k.t.Helper()
	deadline := time.Now().Add(screenWait)
	for {
		screen, _ := k.tmux("capture-pane", "-p", "-t", "t")
		if !strings.Contains(strings.ReplaceAll(screen, "\u00a0", " "), text) {
			return
		}
		if time.Now().After(deadline) {
			k.t.Fatalf("%q doesn't go:\n%s", text, screen)
		}
		time.Sleep(20 * time.Millisecond) // between two looks at a condition
	}
}
