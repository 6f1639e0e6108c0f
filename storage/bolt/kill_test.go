package bolt_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"tim/storage/bolt"
	"tim/storage/storetest"
)

// killDirEnv makes the test binary sell in a directory until it is killed: the child of TestKillMinusNine.
const killDirEnv = "TIM_TEST_KILL_DIR"

func TestSellingChild(t *testing.T) {
	dir := os.Getenv(killDirEnv)
	if dir == "" {
		t.Skip("only a child process runs this")
	}
	b := storetest.NewBook(t, open(t, dir))
	for {
		b.Sell(t, 2, "m1")
		fmt.Printf("sold %d\n", b.Head.Seq)
	}
}

// A killed till has every sale that it had answered, says that its stop was unclean, and sells on.
func TestKillMinusNine(t *testing.T) {
	dir := t.TempDir()
	for round := range 4 {
		child := exec.Command(os.Args[0], "-test.run=^TestSellingChild$")
		child.Env = append(os.Environ(), killDirEnv+"="+dir)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		answered := uint64(0)
		lines := bufio.NewScanner(out)
		for sold := 0; lines.Scan(); {
			seq, ok := strings.CutPrefix(lines.Text(), "sold ")
			if !ok {
				continue
			}
			if answered, err = strconv.ParseUint(seq, 10, 64); err != nil {
				t.Fatal(err)
			}
			if sold++; sold == 7+round { // the pipe may hold more lines, all answered too
				if err := child.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := child.Wait(); err == nil {
			t.Fatal("the child wasn't killed")
		}
		if !bolt.Unclean(dir) {
			t.Error("a killed till left no mark")
		}
		harness.Check(t, dir)
		_, sum := verify(t, dir)
		if sum.Head.Seq < answered || sum.Anchored < answered {
			t.Errorf("answered %d, the journal has %d, the anchor %d", answered, sum.Head.Seq, sum.Anchored)
		}
	}
}
