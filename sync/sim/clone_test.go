package sim_test

import (
	"testing"
	"time"

	"tim/sync/sim"
)

// Two machines run on one image, and one of them has gone on as the till's next epoch. A manager's code for the other one, whose
// file is gone before it knows, begins the epoch behind that: whichever was cut off longer (the seed), whenever the code comes.
func TestACodeForEitherOfTwoMachinesBeginsTheNextEpoch(t *testing.T) {
	o := sim.Options{Tills: 2, Members: 3, Faults: true}
	for seed := uint64(3); seed <= 8; seed++ {
		for wait := 13 * time.Minute; wait <= 19*time.Minute; wait += time.Minute {
			plan := []sim.Step{{At: time.Minute, Kind: sim.Visit, Seed: 1}, {At: 5 * time.Minute, Kind: sim.Clone, Seed: seed}}
			for visit := range 6 {
				plan = append(plan, sim.Step{At: 6*time.Minute + time.Duration(visit)*2*time.Minute, Kind: sim.Visit, Member: visit % 3, Seed: uint64(visit)})
			}
			plan = append(plan, sim.Step{At: 5*time.Minute + wait, Kind: sim.Lose, Seed: 1})
			if r := sim.Run(1, o, plan); r.Broken != "" {
				t.Errorf("a code %v after the second machine of %d began: %s", wait, seed, r.Broken)
			}
		}
	}
}
