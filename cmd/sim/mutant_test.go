//go:build !race

package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// mutants are the rules that can be left out, each with a world that breaks without it, and of which invariant. The seed is
// looked for again when worlds change: go run -tags mutants ./cmd/sim --leave-out NAME --shrink=false
var mutants = []struct {
	name string
	rule string
	seed uint64
	says string
}{
	{"dedup", "an event counts once", 1, "S2"},
	{"ack", "nothing is done before it is on disk", 1, "S8"},
	{"return", "what is returned isn't held any more", 1, "S2"},
	{"oldgrant", "a grant is got once, before it is closed, of this incarnation (SHARES 10)", 24, "S2"},
	{"clock", "no clock frees shares", 1, "S2"},
	{"freeze", "a restored central waits for its tills (SHARES 17)", 35, "S2"},
	{"ownjournal", "central's journal is kept apart and done again (SHARES 15)", 2, "S1"},
	{"epoch", "a till begins a new epoch when central has another end of its own (SHARES 16)", 11, "S5"},
	{"envelope", "an envelope is never quarantined (SHARES 11)", 2, "S2"},
	{"restored", "restored points are the writer's (SHARES 2)", 1, "S2"},
	{"pens", "an order is changed by who has its pen (SHARES 8)", 5, "S2"},
	{"sharecheck", "only what is held is taken (SHARES 4)", 1, "S2"},
	{"sequence", "a feed's position is raised by whoever writes to it", 1, "S5"},
}

// The simulator is worth what it finds: without any one of the rules some world breaks, and that world stands with all of them.
func TestEveryRuleLeftOutBreaksAWorld(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program that rules can be left out of")
	}
	program := build(t)
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			if said, err := live(program, m.seed); err != nil {
				t.Fatalf("seed %d breaks with all rules: %v\n%s", m.seed, err, said)
			}
			said, err := live(program, m.seed, "--leave-out", m.name)
			if err == nil {
				t.Fatalf("seed %d stands without the rule that %s", m.seed, m.rule)
			}
			if first, _, _ := strings.Cut(said, "\n"); !strings.HasPrefix(first, fmt.Sprintf("seed %d: %s: ", m.seed, m.says)) {
				t.Errorf("it breaks by something else: %s", first)
			}
		})
	}
}

// What is given to a shop has no flag to leave a rule out.
func TestNoRuleIsLeftOutOfWhatIsBuiltWithoutTheTag(t *testing.T) {
	var out, errs bytes.Buffer
	if code := Main([]string{"--leave-out", "ack"}, &out, &errs); code != 2 {
		t.Errorf("it exits with %d\n%s%s", code, &out, &errs)
	}
}

// build makes the program that rules can be left out of.
func build(t *testing.T) (program string) {
	t.Helper()
	program = filepath.Join(t.TempDir(), "sim")
	if out, err := exec.Command("go", "build", "-ldflags", "-s -w", "-tags", "mutants", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return program
}

// live runs one world of the default size.
func live(program string, seed uint64, args ...string) (said string, err error) {
	args = append(args, "--shrink=false", "--seed", strconv.FormatUint(seed, 10))
	out, err := exec.Command(program, args...).CombinedOutput()
	return string(out), err
}
