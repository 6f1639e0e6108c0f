package sim

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/share"
	"tim/sync/engine"
	"tim/sync/wire"
)

// link is what the uplink is in the program: the engine, done on this world's network.
type link struct {
	t      *till
	engine *engine.Engine
	wishes map[uint64]*wish
	ids    uint64
	told   uint64 // the engine knows of the journal up to here
	wakeAt time.Time
	status engine.Status
	life   int
}

// wish is one that a cashier waits for.
type wish struct {
	proc    *proc
	settled bool
	code    string
}

func (l *link) begin() {
	c := l.t.counter
	chain, _ := c.Chain()
	l.life, l.wishes = l.t.life, map[uint64]*wish{}
	r := rand.New(rand.NewPCG(uint64(l.t.life), uint64(len(l.t.name))))
	var formers []engine.Former
	for _, f := range l.t.lines {
		formers = append(formers, engine.Former{Epoch: f.Label(), Base: f.Base, Head: f.Head.Seq})
	}
	e, out := engine.New(engine.Config{Till: l.t.name, Epoch: l.t.holder.Epoch, Chance: r.Int64N},
		engine.Start{Head: c.Head().Seq, Heard: wire.Mark(chain.Heard), Durable: chain.Durable,
			Shop: l.t.placeOf(wire.Shop), Chain: l.t.placeOf(wire.Chain), Formers: formers}, l.t.w.now)
	l.engine, l.told = e, c.Head().Seq
	l.perform(out)
}

// lives says whether this link's program still runs.
func (l *link) lives() bool { return l.t.up && l.t.life == l.life && l.engine != nil }

// step tells the engine something, and does what it says.
func (l *link) step(in engine.Input) {
	if l.lives() {
		l.perform(l.engine.Step(l.t.w.now, in))
	}
}

// wrote tells the engine what a cashier wrote.
func (l *link) wrote() { l.perform(nil) }

func (l *link) perform(out []engine.Output) {
	for i := 0; i < len(out) && l.lives(); i++ {
		more, act := l.one(out[i])
		if act {
			out = append(out, more...)
		}
	}
	if !l.lives() {
		return
	}
	if seq := l.t.counter.Head().Seq; seq != l.told {
		l.told = seq
		l.step(engine.Written{Seq: seq})
		return
	}
	if at := l.engine.Wake(); !at.IsZero() && !at.Equal(l.wakeAt) {
		l.wakeAt = at
		l.t.w.at(at, func() {
			if l.wakeAt.Equal(at) {
				l.wakeAt = time.Time{}
				l.step(engine.Tick{})
			}
		})
	}
}

// one does an output. What an act leads to comes behind the outputs that are left.
func (l *link) one(o engine.Output) (more []engine.Output, act bool) {
	w := l.t.w
	switch o := o.(type) {
	case engine.SendPush:
		l.push(o)
	case engine.SendPull:
		o.Pull.Speaker.Clock = l.clock()
		l.page(o.ID, &o.Pull, func() journal.Coder { return &wire.Pull{} })
	case engine.SendCopy:
		o.Copy.Speaker.Clock = l.clock()
		l.page(o.ID, &o.Copy, func() journal.Coder { return &wire.Copy{} })
	case engine.Settled:
		if wish := l.wishes[o.Wish]; wish != nil {
			wish.settled, wish.code = true, o.Code
			w.wake(wish.proc)
		}
	case engine.Look:
		units, err := l.t.counter.Surplus(w.ctx)
		if l.t.crashed(err) {
			return nil, false
		}
		w.must("look for surplus", err)
		out := l.engine.Step(w.now, engine.Surplus{Units: units})
		wants, err := l.t.counter.Wanted(w.ctx)
		if l.t.crashed(err) {
			return nil, false
		}
		w.must("look for what regulars want", err)
		for _, want := range wants {
			l.ids++
			out = append(out, l.engine.Step(w.now, engine.Wish{ID: l.ids, Member: want.Member, Points: want.Points, Wants: want.Rights()})...)
		}
		return out, true
	case engine.Status:
		l.status = o
		l.heed(o)
	case engine.Found:
		for _, p := range o.Problems {
			w.problem(l.t, p)
		}
	case engine.Raise, engine.Got, engine.Close, engine.GiveBack, engine.Heard, engine.ApplyPage:
		in, stands := l.act(o)
		if !stands {
			return nil, false
		}
		return l.engine.Step(w.now, in), true
	}
	return nil, false
}

// act does what must be durable.
func (l *link) act(o engine.Output) (engine.Acted, bool) {
	c, ctx := l.t.counter, l.t.w.ctx
	in := engine.Acted{Act: o}
	var err error
	switch o := o.(type) {
	case engine.Raise:
		in.Request, err = c.NextRequest(ctx)
	case engine.Got:
		err = c.Got(ctx, o.Request, o.Incarnation, o.Units)
	case engine.Close:
		err = c.Close(ctx, o.Incarnation)
	case engine.GiveBack:
		var given []share.Units
		given, err = c.GiveBack(ctx, "recall", o.Units)
		if o.Recall != 0 {
			l.t.w.stats.Recalled++
			l.t.w.stats.GivenBack += int64(len(given))
		}
	case engine.Heard:
		err = c.Heard(ctx, counter.Mark(o.Mark), o.Durable, o.Offset)
	case engine.ApplyPage:
		if err = l.t.pages().Apply(l.t.w.ctx, o); err == nil {
			c.Seen(o.Accounts()...)
			err = c.Reread(ctx)
		}
	}
	if l.t.crashed(err) {
		return in, false
	}
	if in.Code = fault.Code(err); err != nil && in.Code == "" {
		l.t.w.fail("%s: %T: %v", l.t.name, o, err)
	}
	return in, true
}

func (l *link) clock() wire.Clock {
	return wire.Clock{Wall: l.t.clock().Truncate(time.Millisecond), Boot: fmt.Sprint("boot", l.life), Mono: l.t.w.now.Sub(day0).Milliseconds()}
}

// push sends events as the engine wants them.
func (l *link) push(o engine.SendPush) {
	w := l.t.w
	m := o.Push
	m.Speaker.Clock = l.clock()
	m.Journal = counter.LineOf(o.Push.Journal)
	prev, records, seals, err := l.t.counter.Outbox(w.ctx, o.Push.Journal, o.After, o.Events, wire.BytesMax)
	if l.t.crashed(err) {
		return
	}
	w.must("read the outbox of "+l.t.name, err)
	m.Prev, m.Seals = prev, seals
	for _, r := range records {
		m.Records = append(m.Records, r.Bytes)
	}
	for _, r := range m.Records {
		m.Keys = append(m.Keys, w.keysOf(r)...)
	}
	sent := w.now
	w.call(l.t, &m, func() journal.Coder { return &wire.Push{} }, func(body []byte, fine bool) { l.answered(o, sent, body, fine) })
}

func (l *link) answered(o engine.SendPush, sent time.Time, body []byte, fine bool) {
	w := l.t.w
	if !fine {
		l.failed(o.ID, body)
		return
	}
	var a wire.Answer
	w.must("an answer is read", journal.Decode(body, &a))
	in := engine.Answered{ID: o.ID, Answer: a, Head: l.t.counter.Head().Seq}
	in.Offset = a.Clock.Wall.Sub(l.t.clock().Add(sent.Sub(w.now) / 2))
	head, _, _, err := l.t.counter.Outbox(w.ctx, o.Push.Journal, a.Mark.Acked, 1, 1)
	if l.t.crashed(err) {
		return
	}
	if f := l.t.line(o.Push.Journal); f != nil {
		in.Head, in.Chained = f.Head.Seq, a.Mark.Acked > f.Head.Seq || err == nil && head.Hash == a.Hash
		l.step(in)
		return
	}
	in.Chained = err != nil || head.Hash == a.Hash
	if a.Mark.Acked > w.truth.acked[l.t.holder] && in.Chained && err == nil {
		w.truth.acked[l.t.holder] = a.Mark.Acked
	}
	forked := w.truth.forked[l.t.holder]
	if a.Mark.Acked > in.Head && !forked {
		w.fail("S1: central has %d events of %s, which has written %d", a.Mark.Acked, l.t.holder, in.Head)
	}
	if !in.Chained && !forked {
		w.fail("S6: central and %s differ at %d", l.t.holder, a.Mark.Acked)
	}
	l.step(in)
}

func (l *link) failed(id uint64, body []byte) {
	var f wire.Fault
	l.t.w.must("a fault is read", journal.Decode(body, &f))
	l.step(engine.Failed{ID: id, Code: f.Reason})
}

// Ask implements counter.Uplink: the cashier's coroutine waits.
func (l *link) Ask(_ context.Context, member string, points int64, wants []share.Units) error {
	w, p := l.t.w, l.t.busy
	if p == nil || p.dead || p != w.running { // nobody else's key can wait in this cashier's place
		return fault.New(fault.Unavailable, "share.offline", nil)
	}
	w.stats.Asked++
	l.ids++
	mine := &wish{proc: p}
	id, until := l.ids, w.now.Add(counter.AskBudget)
	l.wishes[id] = mine
	l.step(engine.Wish{ID: id, Member: member, Points: points, Wants: wants, Use: true})
	for !mine.settled && !p.dead && w.now.Before(until) && l.lives() {
		p.park(until)
	}
	delete(l.wishes, id)
	switch {
	case !mine.settled:
		l.step(engine.Forget{Wish: id})
		return fault.New(fault.Unavailable, "share.late", nil)
	case mine.code != "":
		return fault.New(fault.Unavailable, mine.code, nil)
	}
	w.stats.Granted++
	return nil
}

// Online implements counter.Uplink.
func (l *link) Online() bool { return l.lives() && l.engine.Online() }

// Trouble implements counter.Uplink.
func (l *link) Trouble() string { return l.status.Code }

func (l *link) Acked() uint64 { return l.status.Mark.Acked }
