package pgtest

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// held is set in a process that is to be killed.
const held = "PGTEST_HELD"

func TestMain(m *testing.M) { os.Exit(Main(m)) }

// A test that is killed leaves no server running, and no folder.
func TestAKilledTestLeavesNoServer(t *testing.T) {
	if os.Getenv(held) != "" {
		fmt.Println("folder", Durable(t).dir)
		select {}
	}
	Durable(t) // there is one to be had
	child := exec.Command(os.Args[0], "-test.run", t.Name(), "-test.v")
	child.Env = append(os.Environ(), held+"=1")
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = child.Process.Kill() })
	folder := ""
	for lines := bufio.NewScanner(out); folder == "" && lines.Scan(); {
		if said, is := strings.CutPrefix(lines.Text(), "folder "); is {
			folder = said
		}
	}
	if _, err := os.Stat(folder); err != nil {
		t.Fatal(err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // killed
	for end := time.Now().Add(startMax); ; time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s is still there", folder)
		}
	}
}
