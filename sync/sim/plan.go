package sim

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// Kind is what a step is.
type Kind uint8

// The kinds of steps.
const (
	Visit          Kind = iota // a customer comes
	Cut                        // a till's link is gone for a while
	Blackout                   // central's link is gone for a while
	Crash                      // a till's program is killed at one of its next commits
	CrashCentral               // so is central's
	Skew                       // a till's clock jumps
	Channel                    // an order of the web shop with points, at central
	Adjust                     // somebody adjusts a balance at central
	Lose                       // a till's file is gone: a new epoch begins
	Rollback                   // a till's file is put back from an old copy, and nobody says so
	Retire                     // a till is retired at central, and enrolled again later
	RestoreCentral             // central is put back from a copy of now, a while later
	Copy                       // a copy of a till's file is made
	Signup                     // somebody becomes a member at a till
	Merge                      // two members are made one at central
	Web                        // a member redeems, uses or hands back a voucher at central, or cancels a web order
	Release                    // a supervisor frees what a silent till holds
	Program                    // the programme changes
	Older                      // central's program can't read some of what tills write, until it is upgraded
	Care                       // somebody at central takes an order back or cancels it, a till's too
	Outage                     // a shop has no link for a while
	Clone                      // a second machine runs on a copy of a till's files
	kinds
)

var kindNames = [kinds]string{"visit", "cut", "blackout", "crash", "crash central", "skew", "channel", "adjust", "lose", "rollback", "retire", "restore central", "copy",
	"signup", "merge", "web", "release", "programme", "older", "care", "outage", "clone"}

func (k Kind) String() string { return kindNames[k] }

// Step is one thing that is to happen; how, its own seed says.
type Step struct {
	At     time.Duration // since the beginning
	Kind   Kind
	Till   int
	Member int
	Seed   uint64
}

func (s Step) String() string {
	return fmt.Sprintf("%v %s till=%d member=%d", s.At.Truncate(time.Second), s.Kind, s.Till+1, s.Member+1)
}

// Plan draws what happens in a world.
func Plan(seed uint64, o Options) []Step {
	o = o.filled()
	r := rand.New(rand.NewPCG(seed, 2))
	if o.Service != "" {
		return servicePlan(r, o)
	}
	home := homeVisits
	if seed%3 == 0 {
		home = 0 // a world of members who are at home nowhere, where many tills want the same lots
	}
	var plan []Step
	add := func(k Kind, n int) {
		for range n {
			day := time.Duration(r.IntN(o.Days)) * 24 * time.Hour
			s := Step{At: day + time.Duration(r.Int64N(int64(openFor))), Kind: k, Till: r.IntN(o.Tills), Member: r.IntN(o.Members), Seed: r.Uint64()}
			if r.IntN(100) < home {
				s.Till = s.Member % ((o.Tills + 1) / 2) * 2
				s.Till = min(s.Till+r.IntN(2), o.Tills-1) // two tills a shop
			}
			plan = append(plan, s)
		}
	}
	all := o.Tills * o.Days
	add(Visit, all*o.Visits)
	add(Cut, all/2+1)
	add(Blackout, o.Days)
	add(Channel, all)
	add(Adjust, all/4)
	add(Web, all)
	add(Signup, all/4+1)
	add(Care, all)
	add(Merge, all/8+1)
	add(Program, (o.Days+1)/2)
	add(Older, (o.Days+1)/2)
	if o.Faults {
		add(Crash, all)
		add(CrashCentral, 2*o.Days)
		add(Skew, all/3)
		add(Copy, all/3+2)
		add(Lose, all/10+1)
		add(Rollback, all/15+1)
		add(Retire, all/20+1)
		add(RestoreCentral, 4+o.Days)
		add(Release, all/6)
	}
	for _, s := range slices.Clone(plan) {
		if s.Kind == RestoreCentral || s.Kind == Blackout {
			plan = append(plan, storm(r, o, s)...)
		}
	}
	if o.Faults && seed%cloneEvery == 0 {
		add(Clone, o.Days)
	}
	slices.SortStableFunc(plan, func(a, b Step) int { return int(a.At - b.At) })
	return plan
}

// cloneEvery is one world of so many in which two machines run on one image: each such epoch is an exposure that hides others.
const cloneEvery = 4

// stormFor is how long a storm goes on.
const stormFor = 10 * time.Minute

// storm is one member who is wanted everywhere while central is put back or can't be reached: at tills, some of which have
// no link either, and at central itself.
func storm(r *rand.Rand, o Options, about Step) (steps []Step) {
	tills := r.Perm(o.Tills)[:min(o.Tills, 4)]
	member := r.IntN(o.Members)
	add := func(k Kind, till int) {
		at := about.At + time.Duration(r.Int64N(int64(stormFor))) - time.Minute
		steps = append(steps, Step{At: max(0, at), Kind: k, Till: till, Member: member, Seed: r.Uint64()})
	}
	for i, till := range tills {
		add(Visit, till)
		add(Visit, till)
		if i%2 == 0 {
			add(Cut, till)
		}
	}
	add(one(r, Channel, Web, Care), tills[0])
	add(Channel, tills[0])
	return steps
}

// openFor is how long the shops are open a day; at night the tills are off.
const openFor = 30 * time.Minute

// homeVisits are the visits of 100 that members pay to their own shop.
const homeVisits = 85

// Shrink leaves out steps of a plan that breaks an invariant, as long as what is left breaks one too, for so many runs.
func Shrink(seed uint64, o Options, plan []Step, runs int) ([]Step, Result) {
	worst := Run(seed, o, plan)
	for size := max(1, len(plan)/2); size >= 1; size /= 2 {
		for from := 0; from < len(plan) && runs > 0; {
			less := slices.Delete(slices.Clone(plan), from, min(from+size, len(plan)))
			runs--
			if r := Run(seed, o, less); r.Broken != "" {
				plan, worst = less, r
			} else {
				from += size
			}
		}
	}
	return plan, worst
}
