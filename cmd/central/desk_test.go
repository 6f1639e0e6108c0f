package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

// seat is a running central with its desk over SSH, and keys of people.
type seat struct {
	t       *testing.T
	port    string
	dir     string
	central string
}

// openDesk starts both, with a supervisor who has the key "minh" and a cashier who has the key "hong".
func openDesk(t *testing.T) *seat {
	t.Helper()
	if _, err := exec.LookPath("ssh"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("ssh is missing")
		}
		t.Skip("needs ssh: apt-get install openssh-client")
	}
	env := map[string]string{envToken: adminToken}
	s := &seat{t: t, dir: t.TempDir()}
	s.central, _ = start(t, t.TempDir(), env)
	s.employ("minh", "Trần Văn Minh", "supervisor", s.key("minh"))
	s.employ("hong", "Lê Thị Hồng", "cashier", s.key("hong"))
	s.key("stranger")

	said, _ := launch(t, env, "desk", "--url", s.central, "--listen", "127.0.0.1:0", "--host-key", filepath.Join(s.dir, "host.key"))
	address, _, _ := strings.Cut(said, ",")
	_, s.port, _ = net.SplitHostPort(address)
	return s
}

// key makes a key pair of that name and answers with its public line.
func (s *seat) key(name string) string {
	s.t.Helper()
	file := filepath.Join(s.dir, name)
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name+"@home", "-f", file).CombinedOutput(); err != nil {
		s.t.Fatalf("ssh-keygen: %v %s", err, out)
	}
	b, err := os.ReadFile(file + ".pub")
	if err != nil {
		s.t.Fatal(err)
	}
	return string(b)
}

func (s *seat) employ(id, name, role string, keys ...string) {
	s.t.Helper()
	b, err := json.Marshal(map[string]any{"name": name, "role": role, "pin": "2468", "ssh_keys": keys})
	if err != nil {
		s.t.Fatal(err)
	}
	must(s.t, s.central, &caller{method: "PUT", path: "/v1/shops/q1/staff/" + id, body: string(b)})
}

// client is the real ssh with that person's key; args stand before the host's name, command behind it.
func (s *seat) client(key string, args []string, command ...string) *exec.Cmd {
	all := append([]string{"-F", "/dev/null", "-p", s.port, "-i", filepath.Join(s.dir, key),
		"-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR", "-o", "UserKnownHostsFile=" + filepath.Join(s.dir, "known")}, args...)
	c := exec.Command("ssh", append(append(all, "minh@127.0.0.1"), command...)...)
	c.Env = append(os.Environ(), "TERM=xterm-256color")
	return c
}

// window is what a terminal got so far.
type window struct {
	file *os.File
	lock sync.Mutex
	got  strings.Builder
}

func watchWindow(file *os.File) *window {
	w := &window{file: file}
	go func() {
		for b := make([]byte, 4096); ; {
			n, err := file.Read(b)
			w.lock.Lock()
			w.got.Write(b[:n])
			w.lock.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return w
}

// text is what it got.
func (w *window) text() string {
	w.lock.Lock()
	defer w.lock.Unlock()
	return ansi.Strip(w.got.String())
}

// sees waits for a text.
func (w *window) sees(t *testing.T, want string) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if strings.Contains(w.text(), want) {
			return
		}
	}
	t.Fatalf("%q never came:\n%q", want, w.text())
}

func TestASupervisorLooksAtAllShopsOverSSH(t *testing.T) {
	s := openDesk(t)
	c := s.client("minh", []string{"-tt"})
	file, err := pty.StartWithSize(c, &pty.Winsize{Cols: 100, Rows: 30})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := watchWindow(file)
	w.sees(t, "Trần Văn Minh")
	w.sees(t, "Không có ca nào đang mở")
	if _, err := file.WriteString("\t"); err != nil {
		t.Fatal(err)
	}
	w.sees(t, "30 ngày qua không có cảnh báo nào")
	if err := pty.Setsize(file, &pty.Winsize{Cols: 50, Rows: 10}); err != nil {
		t.Fatal(err)
	}
	w.sees(t, "Cửa sổ nhỏ quá")
	if _, err := file.WriteString("\x03"); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		t.Errorf("ssh ended with %v", err)
	}
}

// A manager has the programme one key from the desk, as at a till, and a supervisor doesn't.
func TestAManagerHasTheProgrammeOverSSH(t *testing.T) {
	s := openDesk(t)
	s.employ("lan", "Võ Thị Lan", "manager", s.key("lan"))
	for who, sees := range map[string]string{"lan": "Điểm thưởng theo hạng", "minh": "Không có ca nào đang mở"} {
		c := s.client(who, []string{"-tt"})
		file, err := pty.StartWithSize(c, &pty.Winsize{Cols: 100, Rows: 30})
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		w := watchWindow(file)
		w.sees(t, "Không có ca nào đang mở")
		if _, err := file.WriteString("\x1bOR"); err != nil {
			t.Fatal(err)
		}
		w.sees(t, sees)
		if _, err := file.WriteString("\x03"); err != nil {
			t.Fatal(err)
		}
		if err := c.Wait(); err != nil {
			t.Errorf("%s: ssh ended with %v", who, err)
		}
		if got := w.text(); who == "minh" && strings.Contains(got, "Điểm thưởng theo hạng") {
			t.Errorf("a supervisor has it:\n%s", got)
		}
	}
}

// Keys still on their way when the desk is left don't make leaving look like a broken line.
func TestLeavingTheDeskWhileKeysArriveEndsWell(t *testing.T) {
	s := openDesk(t)
	for range 10 {
		c := s.client("minh", []string{"-tt"})
		file, err := pty.StartWithSize(c, &pty.Winsize{Cols: 100, Rows: 30})
		if err != nil {
			t.Fatal(err)
		}
		w := watchWindow(file)
		w.sees(t, "Không có ca nào đang mở")
		go func() {
			keys := []byte("\x03")
			for err := error(nil); err == nil; keys = bytes.Repeat([]byte("j"), 512) {
				_, err = file.Write(keys)
			}
		}()
		if err := c.Wait(); err != nil {
			t.Errorf("ssh ended with %v:\n%q", err, w.text())
		}
		file.Close()
	}
}

func TestOnlyKeysOfSupervisorsOpenTheDesk(t *testing.T) {
	s := openDesk(t)
	for _, who := range []string{"hong", "stranger"} {
		out, err := s.client(who, []string{"-tt"}).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "Permission denied") {
			t.Errorf("%s: %v, %s", who, err, out)
		}
	}
	s.employ("minh", "Trần Văn Minh", "cashier", s.key("another")) // no supervisor any more, and another key
	if out, err := s.client("minh", []string{"-tt"}).CombinedOutput(); err == nil || !strings.Contains(string(out), "Permission denied") {
		t.Errorf("who was a supervisor: %v, %s", err, out)
	}
}

// A client may ask after a supervisor's public key, which is no secret, and then prove a key of its own.
func TestAKeyThatIsOnlyAskedAfterOpensNothing(t *testing.T) {
	s := openDesk(t)
	c := s.client("hong", []string{"-tt", "-i", filepath.Join(s.dir, "minh.pub")})
	if out, err := c.CombinedOutput(); err == nil || !strings.Contains(string(out), "Permission denied") {
		t.Errorf("%v, %s", err, out)
	}
}

func TestThereIsNoShellBehindTheDesk(t *testing.T) {
	s := openDesk(t)
	for what, c := range map[string]*exec.Cmd{
		"a command":   s.client("minh", nil, "id"),
		"a subsystem": s.client("minh", []string{"-s"}, "sftp"),
		"a tunnel":    s.client("minh", []string{"-o", "ExitOnForwardFailure=yes", "-N", "-R", "0:127.0.0.1:1"}),
		"no terminal": s.client("minh", []string{"-T"}),
	} {
		out, err := c.CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || strings.Contains(string(out), "uid=") {
			t.Errorf("%s: %v, %s", what, err, out)
		}
		if what == "no terminal" && !strings.Contains(string(out), "ssh -t") {
			t.Errorf("what is missing isn't said: %s", out)
		}
	}
}
