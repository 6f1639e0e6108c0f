//go:build mutants

package mutant

import (
	"fmt"
	"maps"
	"slices"
)

var (
	AcknowledgesEarly, AnyPen, AppliesAgain, CountsBySequence, ForgetsCopied, ForgetsFormers, FreesByClock, GetsOldGrants,
	KeepsEpoch, NeverFreezes, QuarantinesEnvelopes, RestoresToCentral, ReturnedTwice, TakesUnheld, TakesWhileFrozen bool

	// rules are what can be left out, by the name that it is told by.
	rules = map[string]*bool{
		"ack":        &AcknowledgesEarly,
		"clock":      &FreesByClock,
		"dedup":      &AppliesAgain,
		"envelope":   &QuarantinesEnvelopes,
		"epoch":      &KeepsEpoch,
		"former":     &ForgetsFormers,
		"freeze":     &NeverFreezes,
		"frozen":     &TakesWhileFrozen,
		"oldgrant":   &GetsOldGrants,
		"ownjournal": &ForgetsCopied,
		"pens":       &AnyPen,
		"restored":   &RestoresToCentral,
		"return":     &ReturnedTwice,
		"sequence":   &CountsBySequence,
		"sharecheck": &TakesUnheld,
	}
)

// LeaveOut leaves out the rule of this name from now on. It is called once, before anything is decided.
func LeaveOut(name string) error {
	rule := rules[name]
	if rule == nil {
		return fmt.Errorf("no rule %q; there are %q", name, slices.Sorted(maps.Keys(rules)))
	}
	*rule = true
	return nil
}
