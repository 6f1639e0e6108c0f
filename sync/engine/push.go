package engine

import (
	"cmp"
	"time"

	"tim/domain/mutant"
	"tim/sync/wire"
)

// push sends what waits: this epoch's events first, with asks and answers to recalls, then those of former epochs.
func (e *Engine) push() {
	if e.cut || e.present.dead || e.acts > 0 || !e.up.free(e.now) {
		return
	}
	asks, told := e.asks(), e.untold()
	t := e.present
	if t.asked && t.head <= t.cursor && len(asks) == 0 && len(told) == 0 {
		if t = e.formerToPush(); t == nil {
			return
		}
	}
	id := e.send(&e.up, pushWithin)
	m := wire.Push{Speaker: e.speaker(), Journal: t.epoch}
	if t == e.present {
		for _, w := range asks {
			w.push, w.sent = id, true
			m.Asks = append(m.Asks, w.ask())
		}
		for _, r := range told {
			r.push = id
			m.Recalled = append(m.Recalled, r.id)
		}
	}
	e.pushing, t.sent = t, t.head > t.cursor
	e.do(SendPush{ID: id, Push: m, After: t.cursor, Events: e.events})
}

func (e *Engine) formerToPush() *track {
	for _, t := range e.formers {
		if !t.dead && (!t.asked && t.head > t.base || t.cursor < t.head) {
			return t
		}
	}
	return nil
}

func (e *Engine) pushFailed(code string, slow bool) {
	e.unsend()
	e.up.id = 0
	if slow {
		e.events = max(1, e.events/2)
	}
	e.fail(&e.up, code)
}

// unsend takes back what the push in flight carries: it goes with another.
func (e *Engine) unsend() {
	for _, w := range e.wishes {
		if w.push == e.up.id {
			w.push = 0
		}
	}
	for _, r := range e.recalls {
		if r.push == e.up.id {
			r.push = 0
		}
	}
}

func (in Answered) apply(e *Engine) {
	if in.ID == 0 || in.ID != e.up.id {
		e.late(in.Answer)
		return
	}
	t, a := e.pushing, in.Answer
	if code := e.doubt(t, in); code != "" {
		e.pushFailed(code, false)
		return
	}
	e.up.id = 0
	e.told(in.ID)
	e.events = min(wire.EventsMax, 2*e.events)
	fresh := a.Mark.Incarnation > e.heard.Incarnation
	if fresh {
		e.renew()
	}
	e.advance(t, in)
	if t.without >= stuckMax {
		e.fail(&e.up, "central.stuck")
	} else {
		e.heal(&e.up, &e.down)
	}
	e.hear(t, a, in.Offset)
	if t == e.present {
		e.judge(in)
	}
	if fresh || e.retired != "" {
		a.Grants = nil
	}
	e.grants(in.ID, a.Mark.Incarnation, a.Grants)
	e.recall(a.Recalls)
	if a.Token != "" {
		e.do(KeepToken{a.Token})
	}
	if len(a.Problems) > 0 {
		e.do(Found{a.Problems})
	}
}

// doubt says why an answer isn't believed: it is of a central that has forgotten and doesn't know it, or claims events that
// it was never sent.
func (e *Engine) doubt(t *track, in Answered) string {
	m := in.Answer.Mark
	switch {
	case cmp.Or(cmp.Compare(m.Incarnation, e.heard.Incarnation), cmp.Compare(m.Central, e.heard.Central)) < 0:
		return "central.older"
	case t == e.present && !in.Answer.Forked && !in.Chained && m.Acked <= in.Head:
		return "central.unchained"
	}
	return ""
}

// renew is for another incarnation of central: nothing is known of what it has, and what was asked of the one before is dead.
func (e *Engine) renew() {
	for _, t := range append(e.formers, e.present) {
		t.asked, t.best, t.without = false, 0, 0
		if t != e.present {
			t.dead, t.cursor = false, t.base
		}
	}
	e.closed, e.closeAt = false, e.now
	e.recalls = nil
}

// advance takes over central's cursor, forward or back: what a restored central lost is sent again. A cursor beyond all that
// was written is of another branch or a lie: what is here waits still. A former journal of which another branch stands at
// central is left: what both have in common is there.
func (e *Engine) advance(t *track, in Answered) {
	acked := in.Answer.Mark.Acked
	t.head, t.asked = max(t.head, in.Head), true
	if acked <= t.head {
		t.cursor = acked
	}
	switch {
	case acked > t.best:
		t.best, t.without = acked, 0
	case t.sent:
		t.without++
	}
	if t == e.present {
		t.dead = acked > t.head // central has another's: what is here goes up beside the next epoch
		return
	}
	t.dead = !in.Chained || acked > in.Head || in.Answer.Forked && t.base == 0
}

// hear keeps the highest mark.
func (e *Engine) hear(t *track, a wire.Answer, offset time.Duration) {
	m := a.Mark
	if t != e.present || m.Acked > t.head {
		m.Acked = e.heard.Acked
	} else if m.Incarnation == e.heard.Incarnation {
		m.Acked = max(m.Acked, e.heard.Acked)
	}
	durable := e.durable
	if t == e.present {
		durable = min(a.Durable, a.Mark.Acked)
	}
	if m.Incarnation > e.heard.Incarnation {
		e.markedAt = time.Time{}
	}
	e.heard, e.durable = m, durable
	e.offset = offset.Round(100 * time.Millisecond)
}

// mark writes down what was heard: another incarnation at once, the rest now and then, since it comes with every sale and
// what is lost of it is heard again.
func (e *Engine) mark() {
	if e.unmarked && !e.now.Before(e.markedAt.Add(markEvery)) {
		e.unmarked, e.markedAt = false, e.now
		m := e.heard
		m.Acked = e.present.cursor
		e.act(Heard{Mark: m, Durable: e.durable, Offset: e.offset})
	}
}

// judge hears what central says about this epoch.
func (e *Engine) judge(in Answered) {
	switch a := in.Answer; {
	case mutant.KeepsEpoch:
	case a.Forked:
		e.stopped = "till.forked"
	case a.Mark.Acked > in.Head:
		e.stopped = "till.behind"
	}
	if in.Answer.Retired {
		e.retired = "till.retired"
	}
	if e.stopped != "" {
		e.refuseWishes(e.stopped)
	} else if e.retired != "" {
		e.refuseWishes(e.retired)
	}
}
