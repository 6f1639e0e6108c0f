// Sim runs chains of shops under faults, each from one seed, and says what broke: sync/sim has what is in such a world.
// It exits with 1, the seed and a shortened plan when an invariant breaks, with 2 when it was called wrongly.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"tim/sync/sim"
)

func main() { os.Exit(Main(os.Args[1:], os.Stdout, os.Stderr)) }

// shrinkRuns is how many worlds may be run to shorten a plan.
const shrinkRuns = 300

// Main runs the program and says with what to exit.
func Main(args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("sim", flag.ContinueOnError)
	flags.SetOutput(errs)
	seed := flags.Uint64("seed", 0, "run this world alone")
	seeds := flags.Int("seeds", 100, "worlds to run")
	first := flags.Uint64("first", 1, "the first of them")
	var o sim.Options
	flags.IntVar(&o.Tills, "tills", sim.Defaults.Tills, "tills, two a shop")
	flags.IntVar(&o.Members, "members", sim.Defaults.Members, "members")
	flags.IntVar(&o.Days, "days", sim.Defaults.Days, "days")
	flags.IntVar(&o.Visits, "visits", sim.Defaults.Visits, "visits of customers, a till and day")
	calm := flags.Bool("calm", false, "no faults but the network's")
	shrink := flags.Bool("shrink", true, "shorten the plan of the first world that breaks")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	o.Faults = !*calm
	debug.SetGCPercent(400) // worlds are small and many
	if *seed != 0 {
		*first, *seeds = *seed, 1
	}
	begun := time.Now()
	results := run(*first, *seeds, o)
	var all sim.Stats
	code, shortened := 0, false
	for _, r := range results {
		all.Add(r.Stats)
		if r.Broken == "" {
			continue
		}
		code = 1
		fmt.Fprintf(out, "seed %d: %s\n", r.Seed, r.Broken)
		if *shrink && !shortened {
			shortened = true
			shorten(out, r, o)
		}
	}
	fmt.Fprintf(out, "%d worlds of %d tills, %d members, %d days in %v\n%s\n", len(results), o.Tills, o.Members, o.Days, time.Since(begun).Truncate(time.Millisecond), all)
	return code
}

// run runs worlds on all cores; each is single-threaded.
func run(first uint64, n int, o sim.Options) []sim.Result {
	results := make([]sim.Result, n)
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				seed := first + uint64(i)
				results[i] = sim.Run(seed, o, sim.Plan(seed, o))
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	workers.Wait()
	return results
}

// shorten tells of a world that broke, and of the fewest steps found that break it too.
func shorten(out io.Writer, broken sim.Result, o sim.Options) {
	plan, short := sim.Shrink(broken.Seed, o, sim.Plan(broken.Seed, o), shrinkRuns)
	fmt.Fprintf(out, "with %d steps: %s\n", len(plan), short.Broken)
	for _, s := range plan {
		fmt.Fprintf(out, "  %s\n", s)
	}
	fmt.Fprintf(out, "again: go run ./cmd/sim --seed %d --tills %d --members %d --days %d --visits %d\n", broken.Seed, o.Tills, o.Members, o.Days, o.Visits)
}
