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
	flags.IntVar(&o.Visits, "visits", 0, "visits of customers, a till and day; 0: 6, in a chain of more than 15 tills 3")
	store := flags.String("store", "memory", "where machines keep what they have: memory; bolt, files in a directory of TMPDIR (slower); or postgres, central in schemas of --database (slower still)")
	flags.StringVar(&o.Database, "database", "", "URL of a PostgreSQL for --store postgres; what is made there is dropped in the end")
	calm := flags.Bool("calm", false, "no faults but the network's")
	shrink := flags.Bool("shrink", true, "shorten the plan of the first world that breaks")
	report := flags.Bool("report", false, "say how many wishes to use points offline are granted, in worlds without faults")
	leaveOut(flags)
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if *store != "memory" && *store != "bolt" && *store != "postgres" {
		fmt.Fprintf(errs, "-store: %q is neither memory nor bolt nor postgres\n", *store)
		return 2
	}
	if (*store == "postgres") != (o.Database != "") {
		fmt.Fprintln(errs, "--store postgres and --database go together")
		return 2
	}
	o.Faults, o.Files = !*calm, *store == "bolt"
	debug.SetGCPercent(400) // worlds are small and many
	if *seed != 0 {
		*first, *seeds = *seed, 1
	}
	if *report {
		for _, way := range sim.Report(*first, *seeds, o) {
			fmt.Fprintln(out, way)
		}
		return 0
	}
	return worlds(*first, *seeds, o, *shrink, out, errs)
}

// tellEvery is how often a long run says how far it is.
const tellEvery = 10 * time.Second

// worlds runs them and tells of them: at once of each that breaks, now and then how far it is, in the end what all came to.
func worlds(first uint64, n int, o sim.Options, shrink bool, out, errs io.Writer) (code int) {
	begun, told := time.Now(), time.Now()
	var all sim.Stats
	var worst *sim.Result // the first that broke
	done := 0
	for r := range run(first, n, o) {
		done++
		all.Add(r.Stats)
		if r.Broken != "" {
			fmt.Fprintf(out, "seed %d: %s\n", r.Seed, r.Broken)
			if worst == nil {
				worst = &r
			}
		}
		if time.Since(told) > tellEvery {
			told = time.Now()
			fmt.Fprintf(errs, "%d of %d worlds in %v, %d events\n", done, n, time.Since(begun).Truncate(time.Second), all.Events)
		}
	}
	if worst != nil {
		code = 1
		if shrink {
			shorten(out, *worst, o)
		}
	}
	fmt.Fprintf(out, "%d worlds of %d tills, %d members, %d days in %v\n%s\n", done, o.Tills, o.Members, o.Days, time.Since(begun).Truncate(time.Millisecond), all)
	return code
}

// run runs worlds on all cores; each is single-threaded.
func run(first uint64, n int, o sim.Options) <-chan sim.Result {
	results, next := make(chan sim.Result), make(chan uint64)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for seed := range next {
				results <- sim.Run(seed, o, sim.Plan(seed, o))
			}
		})
	}
	go func() {
		for i := range n {
			next <- first + uint64(i)
		}
		close(next)
		workers.Wait()
		close(results)
	}()
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
