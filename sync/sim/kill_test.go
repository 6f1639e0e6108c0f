package sim_test

import (
	"flag"
	"fmt"
	"testing"

	"tim/sync/sim"
)

var kills = flag.Int("kills", 40, "about how many crashes TestACrashAtEachCommitHeals tries of each machine on each side, spread over its commits; 0: all")

// Whichever commit the power fails at, before it or behind it, everything heals and nothing is lost, doubled or spent twice.
func TestACrashAtEachCommitHeals(t *testing.T) {
	for machine, name := range []string{"central", "till 1"} {
		world := sim.Options{Tills: 2, Members: 3, Visits: 4, Kill: sim.Kill{Till: machine}}
		commits := live(t, world).Commits
		step := 1
		if *kills > 0 {
			step = max(1, commits / *kills)
		}
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, after=%t", name, after), func(t *testing.T) {
				t.Parallel()
				world, done := world, 0
				for n := 1; n <= commits; n += step {
					world.Kill.Commit, world.Kill.After = n, after
					r := live(t, world)
					if killed := []int64{r.Stats.CentralCrashes, r.Stats.Crashes}[machine]; killed != 1 {
						t.Errorf("commit %d kills %d programs", n, killed)
					}
					done++
				}
				t.Logf("%d of %d commits", done, commits)
			})
		}
	}
}

// killSeed is that of the world: it has redemptions, returns, recalls and orders at central.
const killSeed = 1

func live(t *testing.T, o sim.Options) sim.Result {
	t.Helper()
	r := sim.Run(killSeed, o, sim.Plan(killSeed, o))
	if r.Broken != "" {
		t.Errorf("%+v: %s", o.Kill, r.Broken)
	}
	return r
}
