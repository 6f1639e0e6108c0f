//go:build mutants

package main

import (
	"flag"

	"tim/domain/mutant"
)

// leaveOut lets a rule be left out, to see a world break without it.
func leaveOut(flags *flag.FlagSet) {
	flags.Func("leave-out", "leave out the rule of this name", mutant.LeaveOut)
}
