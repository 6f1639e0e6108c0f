package sim

import (
	"container/heap"
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"time"
)

// Options are the size of a world. Zero fields are Defaults.
type Options struct {
	Tills   int
	Members int
	Days    int
	Visits  int // of customers, a till and day; 0: Defaults', half of these in a chain of more than bigChain tills
	// Service is empty, or loyalty's offline.use in a world without faults but shops that lose their links (Report).
	Service string
	PerShop int  // tills of a shop
	Faults  bool // disks, clocks, lost files and central's restores; the network always has its moods
	Kill    Kill
	Files   bool   // stores are files (storage/bolt), slower, rather than in memory
	Dir     string // where files are kept while a world lasts; "": the system's
	// Database is the URL of a PostgreSQL that central is kept in (storage/postgres), each world in schemas of its own; "": in memory or files.
	Database string
}

// Defaults are a small chain.
var Defaults = Options{Tills: 6, Members: 24, Days: 1, Visits: 6, PerShop: 2, Faults: true}

func (o Options) filled() Options {
	if o.Visits <= 0 && o.Tills > bigChain {
		o.Visits = Defaults.Visits / 2
	}
	for _, f := range []struct{ have, of *int }{{&o.Tills, &Defaults.Tills}, {&o.Members, &Defaults.Members}, {&o.Days, &Defaults.Days}, {&o.Visits, &Defaults.Visits}, {&o.PerShop, &Defaults.PerShop}} {
		if *f.have <= 0 {
			*f.have = *f.of
		}
	}
	return o
}

// bigChain is how many tills make one where each has less to do: there is enough between them.
const bigChain = 15

// Result is what a world came to.
type Result struct {
	Seed    uint64
	Commits int    // of Options.Kill's machine while the shops were open and until the faults ended
	Broken  string // the first invariant that broke, and where; "" when all held
	Stats   Stats
}

// parked is the sleep of a coroutine that waits to be woken.
const parked = time.Duration(-1)

// world is everything there is.
type world struct {
	Options
	seed    uint64
	now     time.Time
	queue   queue
	order   uint64
	r       *rand.Rand // the network's and the disks'
	entropy *rand.ChaCha8
	ctx     context.Context
	shop    *shop
	net     network
	center  *center
	tills   []*till
	truth   *truth
	stats   Stats
	procs   []*proc
	healing bool
	broken  string
	seals   seals
	stores  stores
	killed  kill
	running *proc // whose turn it is, nil between them
}

// day0 is when the story begins: 08:00 in Vietnam.
var day0 = time.Date(2026, 11, 2, 1, 0, 0, 0, time.UTC)

// Run lives through a plan.
func Run(seed uint64, o Options, plan []Step) (result Result) {
	o = o.filled()
	w := &world{Options: o, seed: seed, now: day0, r: rand.New(rand.NewPCG(seed, 1)), ctx: context.Background(), truth: newTruth(), seals: seals{}, killed: kill{Kill: o.Kill}}
	var s [32]byte
	for i := range 8 {
		s[i] = byte(seed >> (8 * i))
	}
	w.entropy = rand.NewChaCha8(s)
	w.stores = memoryStores{}
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(violation); !ok {
				panic(fmt.Sprintf("seed %d: %v", seed, p))
			}
		}
		result = Result{Seed: seed, Commits: w.killed.commits, Broken: w.broken, Stats: w.stats}
		w.end()
		w.stores.end()
	}()
	switch {
	case o.Database != "":
		w.stores = newDatabaseStores(w)
	case o.Files:
		w.stores = newFileStores(w)
	}
	w.build(seed)
	w.killed.counts = true
	for _, step := range plan {
		w.at(day0.Add(step.At), func() { w.do(step) })
	}
	w.runUntil(day0.Add(time.Duration(o.Days-1)*24*time.Hour + openFor + 5*time.Minute))
	w.heal()
	w.settle()
	return result
}

// violation ends a world.
type violation struct{}

// fail notes the first invariant that broke and ends the world.
func (w *world) fail(format string, args ...any) {
	if w.broken == "" {
		w.broken = fmt.Sprintf(format, args...) + fmt.Sprintf(" (day %s)", w.now.Sub(day0).Truncate(time.Millisecond))
	}
	panic(violation{})
}

func (w *world) must(what string, err error) {
	if err != nil {
		w.fail("%s: %v", what, err)
	}
}

// end lets go of the coroutines that wait.
func (w *world) end() {
	for _, p := range w.procs {
		if !p.done {
			p.dead = true
			func() {
				defer func() { _ = recover() }() // what breaks in a world that has ended is no news
				p.stop()
			}()
		}
	}
}

// event is something that will happen.
type event struct {
	at    time.Time
	order uint64
	run   func()
}

type queue []event

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return q[i].at.Before(q[j].at) || q[i].at.Equal(q[j].at) && q[i].order < q[j].order
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(event)) }
func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}

func (w *world) at(at time.Time, run func()) {
	if at.Before(w.now) {
		at = w.now
	}
	w.order++
	heap.Push(&w.queue, event{at, w.order, run})
}

func (w *world) after(d time.Duration, run func()) { w.at(w.now.Add(d), run) }

func (w *world) runUntil(end time.Time) {
	for len(w.queue) > 0 && !w.queue[0].at.After(end) {
		e := heap.Pop(&w.queue).(event)
		w.now = e.at
		e.run()
	}
	if end.After(w.now) {
		w.now = end
	}
}

// proc is a coroutine: a cashier.
type proc struct {
	w     *world
	next  func() (time.Duration, bool)
	stop  func()
	yield func(time.Duration) bool
	waits uint64 // which waiting it is in
	done  bool
	dead  bool // the world has ended
}

func (w *world) spawn(run func(p *proc)) *proc {
	p := &proc{w: w}
	p.next, p.stop = iter.Pull(func(yield func(time.Duration) bool) {
		p.yield = yield
		run(p)
	})
	w.procs = append(w.procs, p)
	w.resume(p, 0)
	return p
}

// resume goes on with a coroutine, unless it has gone on already since that waiting.
func (w *world) resume(p *proc, wait uint64) {
	if p.done || p.waits != wait {
		return
	}
	p.waits++
	before := w.running
	w.running = p
	d, more := p.next()
	w.running = before
	if !more {
		p.done = true
		return
	}
	if d != parked {
		wait := p.waits
		w.after(d, func() { w.resume(p, wait) })
	}
}

// sleep lets time pass.
func (p *proc) sleep(d time.Duration) {
	if !p.dead && !p.yield(d) {
		p.dead = true
	}
}

// park waits to be woken, until an instant at most.
func (p *proc) park(until time.Time) {
	wait := p.waits
	p.w.at(until, func() { p.w.resume(p, wait) })
	p.sleep(parked)
}

// wake ends a parking.
func (w *world) wake(p *proc) {
	wait := p.waits
	w.after(0, func() { w.resume(p, wait) })
}
