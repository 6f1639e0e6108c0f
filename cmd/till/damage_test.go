package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Somebody presses Ctrl+C while the files are checked behind a crash. That says nothing of the files: none is set aside.
func TestACheckThatIsStoppedSetsNothingAside(t *testing.T) {
	dir := t.TempDir()
	for _, err := range []error{
		syscall.Mkfifo(filepath.Join(dir, "ledger.db"), 0o600), // whose check never ends
		os.WriteFile(filepath.Join(dir, "running"), nil, 0o600),
		os.WriteFile(filepath.Join(dir, "till.key"), nil, 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd := exec.Command(path, "run", "--data", dir, "--lang", "en")
	cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = &out, &out, &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }()
	for end := time.Now().Add(screenWait); ; time.Sleep(10 * time.Millisecond) {
		if all, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", cmd.Process.Pid)); len(all) == 0 {
			t.Skip("this system has no /proc")
		} else if checks(all) {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("nothing is checked: %s", out.String())
		}
	}
	if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGINT); err != nil { // as a terminal does
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil || !strings.Contains(out.String(), "was stopped · nothing changed") {
		t.Errorf("%v: %s", err, out.String())
	}
	for _, name := range []string{"aside", "ledger.db.restored"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("there is %s", name)
		}
	}
	if stat, err := os.Stat(filepath.Join(dir, "ledger.db")); err != nil || stat.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the ledger is %v, %v", stat, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "running")); err != nil {
		t.Error("the next start checks nothing")
	}
}

// checks says whether a child runs.
func checks(lists []string) bool {
	for _, list := range lists {
		if pids, err := os.ReadFile(list); err == nil && len(bytes.TrimSpace(pids)) > 0 {
			return true
		}
	}
	return false
}
