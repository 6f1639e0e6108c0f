package engine_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"tim/domain/share"
	"tim/sync/engine"
	"tim/sync/wire"
)

// rig is a till around an engine, and what it must never do.
type rig struct {
	t    testing.TB
	e    *engine.Engine
	now  time.Time
	disk error // "": acts succeed

	head, asked, closed uint64
	got                 map[uint64]bool
	asks                map[uint64]string // what each request asked for
	up                  *engine.SendPush
	pull                *engine.SendPull
	copying             *engine.SendCopy
	settled             map[uint64]engine.Settled
	acts                []engine.Output
	pages               []engine.ApplyPage
	status              engine.Status
	looks               int
	raised              func() uint64
}

var start = time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)

// known is a till that has spoken to central before.
func known() engine.Start {
	c := wire.Cursor{Incarnation: 1, N: 10}
	return engine.Start{Head: 5, Heard: wire.Mark{Incarnation: 1, Central: 3, Acked: 5}, Acked: 5, Shop: engine.Place{Cursor: c}, Chain: engine.Place{Cursor: c}}
}

func newRig(t testing.TB, s engine.Start) *rig {
	r := &rig{t: t, now: start, head: s.Head, asked: 100, got: map[uint64]bool{}, asks: map[uint64]string{}, settled: map[uint64]engine.Settled{}}
	e, out := engine.New(engine.Config{Till: "01", Epoch: 1, Chance: func(n int64) int64 { return n / 2 }}, s, r.now)
	r.e = e
	r.run(out)
	return r
}

func (r *rig) step(in engine.Input) { r.run(r.e.Step(r.now, in)) }

// after lets time pass, waking the engine when it wants to be.
func (r *rig) after(d time.Duration) {
	for end := r.now.Add(d); r.now.Before(end); {
		if w := r.e.Wake(); !w.IsZero() && w.Before(end) {
			if !w.After(r.now) {
				r.t.Fatalf("wakes at %v, which is now or past %v", w, r.now)
			}
			r.now = w
		} else {
			r.now = end
		}
		r.step(engine.Tick{})
	}
}

func (r *rig) write() {
	r.head++
	r.step(engine.Written{Seq: r.head})
}

func (r *rig) run(out []engine.Output) {
	for len(out) > 0 {
		o := out[0]
		out = append(slices.Clone(out[1:]), r.one(o)...)
	}
}

func (r *rig) one(o engine.Output) []engine.Output {
	switch o := o.(type) {
	case engine.SendPush:
		if r.up != nil {
			r.t.Fatalf("two pushes in flight: %d and %d", r.up.ID, o.ID)
		}
		r.up = &o
		r.checkAsks(o.Push)
	case engine.SendPull:
		r.oneDown()
		r.pull = &o
	case engine.SendCopy:
		r.oneDown()
		r.copying = &o
	case engine.Drop:
		r.drop(o.ID)
	case engine.Settled:
		if _, twice := r.settled[o.Wish]; twice {
			r.t.Fatalf("wish %d is settled twice", o.Wish)
		}
		r.settled[o.Wish] = o
	case engine.Status:
		r.status = o
	case engine.Look:
		r.looks++
	case engine.Raise, engine.Got, engine.Close, engine.GiveBack, engine.Heard, engine.ApplyPage:
		return r.act(o)
	}
	return nil
}

func (r *rig) oneDown() {
	if r.pull != nil || r.copying != nil {
		r.t.Fatal("two messages in flight down")
	}
}

func (r *rig) drop(id uint64) {
	if r.up != nil && r.up.ID == id {
		r.up = nil
	}
	if r.pull != nil && r.pull.ID == id {
		r.pull = nil
	}
	if r.copying != nil && r.copying.ID == id {
		r.copying = nil
	}
}

// checkAsks holds every request to one meaning, and to none once it was got or closed.
func (r *rig) checkAsks(p wire.Push) {
	for _, a := range p.Asks {
		want := fmt.Sprint(a.Member, a.Points, a.Wants, a.Use)
		if have, before := r.asks[a.Request]; before && have != want {
			r.t.Fatalf("request %d asked for %s, now for %s", a.Request, have, want)
		}
		if a.Request <= r.closed || r.got[a.Request] {
			r.t.Fatalf("request %d is asked again after it was got or closed", a.Request)
		}
		r.asks[a.Request] = want
	}
}

// act does what a counter does, in its own journal.
func (r *rig) act(o engine.Output) []engine.Output {
	r.acts = append(r.acts, o)
	done := engine.Acted{Act: o}
	if r.disk != nil {
		done.Code = "ledger.full"
		return r.e.Step(r.now, done)
	}
	var out []engine.Output
	switch o := o.(type) {
	case engine.Raise:
		r.asked++
		done.Request = r.asked
	case engine.Got:
		if o.Request <= r.closed || r.got[o.Request] {
			r.t.Fatalf("request %d is got after it was got or closed", o.Request)
		}
		r.got[o.Request] = true
		out = r.journal()
	case engine.Close:
		r.closed = r.asked
		out = r.journal()
	case engine.GiveBack:
		out = r.journal()
	case engine.ApplyPage:
		r.pages = append(r.pages, o)
	}
	return append(out, r.e.Step(r.now, done)...)
}

func (r *rig) journal() []engine.Output {
	r.head++
	return r.e.Step(r.now, engine.Written{Seq: r.head})
}

// answer is an honest central's to the push in flight: it takes all, and adds what the test says.
func (r *rig) answer(change ...func(*engine.Answered)) {
	r.t.Helper()
	if r.up == nil {
		r.t.Fatal("no push in flight")
	}
	in := engine.Answered{ID: r.up.ID, Head: r.head, Chained: true}
	in.Answer.Mark = wire.Mark{Incarnation: max(1, r.up.Push.Speaker.Heard.Incarnation), Central: 3, Acked: min(r.head, r.up.After+uint64(r.up.Events))}
	for _, c := range change {
		c(&in)
	}
	r.up = nil
	r.step(in)
}

func (r *rig) page(p wire.Page) {
	r.t.Helper()
	var id uint64
	switch {
	case r.pull != nil:
		id = r.pull.ID
	case r.copying != nil:
		id = r.copying.ID
	default:
		r.t.Fatal("nothing asked for")
	}
	r.pull, r.copying = nil, nil
	r.step(engine.Paged{ID: id, Page: p})
}

// online is a rig whose till has closed, pushed that, and waits in a long poll.
func online(t testing.TB) *rig {
	r := newRig(t, known())
	r.answer()
	for range 3 {
		if r.pull.Pull.Wait {
			break
		}
		r.page(wire.Page{Cursor: wire.Cursor{Incarnation: 1, N: 10}})
	}
	if !r.status.Online || !r.pull.Pull.Wait || r.up != nil {
		t.Fatalf("%+v, push %v", r.status, r.up)
	}
	return r
}

func did[T engine.Output](r *rig) (list []T) {
	for _, a := range r.acts {
		if of, ok := a.(T); ok {
			list = append(list, of)
		}
	}
	return list
}

func points(n int64) []share.Units { return []share.Units{{Right: "lot", N: n}} }
