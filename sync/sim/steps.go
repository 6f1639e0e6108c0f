package sim

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/sync/engine"
	"tim/sync/wire"
)

func (w *world) build(seed uint64) {
	w.newShop(seed)
	w.newCenter()
	w.open()
	for i := range w.Tills {
		t := w.newTill(i)
		w.tills = append(w.tills, t)
		joined := t.enrol(0)
		t.start(&joined)
	}
	for day := 1; day < w.Days; day++ {
		w.at(day0.Add(time.Duration(day-1)*24*time.Hour+openFor+2*time.Minute), w.night)
		w.at(day0.Add(time.Duration(day)*24*time.Hour-time.Minute), w.morning)
	}
}

func (w *world) night() {
	for _, t := range w.machines() {
		t.handIn()
		if t.up {
			t.stop()
		}
		t.life++ // who was to start it doesn't
	}
}

// handIn gives the pens of finished orders to central, as the Z does (SHARES 8).
func (t *till) handIn() {
	if !t.up || !t.link.Online() || t.busy != nil {
		return
	}
	var pens []share.Units
	for _, u := range t.counter.Held() {
		if order, isPen := strings.CutPrefix(u.Right, share.Pen("")); isPen && t.w.truth.orders[order].State() >= sale.Completed {
			pens = append(pens, u)
		}
	}
	_, err := t.counter.GiveBack(t.w.ctx, "shift", pens)
	if !t.crashed(err) {
		t.w.must("hand pens in", err)
		t.link.wrote()
	}
}

func (w *world) morning() {
	for _, t := range w.machines() {
		if !t.up {
			t.start(nil)
		}
	}
}

// do is a step of the plan.
func (w *world) do(s Step) {
	w.stats.Steps++
	t, r := w.tills[s.Till], rand.New(rand.NewPCG(s.Seed, 4))
	switch s.Kind {
	case Visit:
		w.visit(s)
	case Cut:
		t.cut = w.now.Add(time.Duration(r.Int64N(int64(15 * time.Minute))))
	case Blackout:
		w.center.cut = w.now.Add(time.Duration(r.Int64N(int64(5 * time.Minute))))
	case Crash:
		if t.up {
			t.faults.left, t.faults.after = 1+r.IntN(6), r.IntN(2) == 0
		}
	case CrashCentral:
		if w.center.up {
			w.center.faults.left, w.center.faults.after = 1+r.IntN(6), r.IntN(2) == 0
		}
	case Skew:
		w.stats.Jumps++
		t.skew = time.Duration(r.Int64N(int64(20*time.Minute))) - 10*time.Minute
		if r.IntN(3) == 0 { // somebody set the wrong day
			t.skew *= 300
		}
	case Channel:
		w.channel(s, r)
	case Adjust:
		w.adjust(s, r)
	case Lose:
		if t.up && w.center.up {
			w.stats.Lost++
			t.lose()
		}
	case Rollback:
		t.rollback(r)
	case Clone:
		t.clone(r)
	case Retire:
		t.retire()
	case Signup:
		w.signup(s)
	case Merge:
		w.merge(s, r)
	case Web:
		w.web(s, r)
	case Release:
		w.release(t, r)
	case Program:
		w.reprogram(r)
	case Outage:
		for i, other := range w.tills {
			if i/w.PerShop == s.Till/w.PerShop {
				other.cut = w.now.Add(outageFor)
			}
		}
	case Older:
		w.center.older = w.now.Add(time.Duration(r.Int64N(int64(10 * time.Minute))))
		w.at(w.center.older, w.center.upgrade)
	case Care:
		w.care(s, r)
	case RestoreCentral:
		w.center.restore(r)
	case Copy:
		if t.up {
			t.copy()
		}
	}
}

// rollback puts an old copy of a till's file in its place, and nobody notices before it speaks to central.
func (t *till) rollback(r *rand.Rand) {
	w, h := t.w, t.holder
	if !t.up || t.retired || !w.center.up || len(t.copies) == 0 || t.other != nil {
		return
	}
	old := one(r, t.copies...)
	if old.head >= t.counter.Head().Seq {
		return
	}
	w.stats.Rollbacks++
	t.stop()
	w.lose(h, old.held)
	w.truth.forked[h] = true
	w.truth.journals[t.log] = slices.Clip(w.truth.journals[t.log][:old.head])
	t.disk = old.disk
	t.start(nil)
}

// retire ends a till's epoch at central; it hears of that, and a manager enrols it again.
func (t *till) retire() {
	w := t.w
	if !w.center.up || !t.up || t.retired {
		return
	}
	held, arrived := t.counter.Held(), w.arrived(t.holder)
	if _, err := w.center.office.Retire(w.ctx, t.holder, "sim"); w.center.refused(err) {
		if !w.center.up { // killed behind the commit, perhaps: then it has happened
			w.expose(t.holder, held, arrived)
		}
		return
	}
	w.stats.Retired++
	w.expose(t.holder, held, arrived)
}

// heed is a till that hears that its epoch is over: what it has still to say is said by then or lost with the file.
func (l *link) heed(s engine.Status) {
	if l.t.retired || !slices.Contains([]string{"till.retired", "epoch.retired", "till.behind", "till.forked", "central.unchained"}, s.Code) {
		return
	}
	t := l.t
	t.retired = true
	life := t.life
	t.w.after(time.Minute, func() { t.renew(life) })
}

// renew begins a till's next epoch.
func (t *till) renew(life int) {
	switch {
	case t.life != life:
	case !t.w.center.up:
		t.w.after(time.Minute, func() { t.renew(life) })
	case t.other != nil && t.other.holder.Epoch > t.holder.Epoch:
		t.takeAway()
	default:
		t.lose()
	}
}

// problem is an event that central couldn't read, or doesn't believe.
func (w *world) problem(t *till, p wire.Problem) {
	switch p.Code {
	case office.BodyUnread:
		w.stats.Unread++
		return
	case office.TakeLate, office.OrderPast, office.ClockAhead, office.TrustTaken, office.ReturnBeyond:
		return
	case office.Overdrawn:
		if w.stats.Unread+w.stats.Lost+w.stats.Rollbacks+w.stats.Cloned+w.stats.Retired > 0 || w.truth.released || w.trusts() {
			return // accounts lack what couldn't be read yet, a restore perhaps; what was really taken, truth counts
		}
	case office.VoucherTwice, office.JournalForked:
		if w.stats.Lost+w.stats.Rollbacks+w.stats.Cloned+w.stats.Retired > 0 {
			return
		}
	}
	w.fail("%s: central finds event %d of %s: %s", "S2", p.Seq, t.holder, p.Code)
}

// arrived is how much of an epoch's journal central has.
func (w *world) arrived(h share.Holder) (n uint64) {
	w.must("read central", w.center.disk.Read(w.ctx, func(r office.Reader) error {
		t, err := r.Till(h)
		n = t.Seq
		return err
	}))
	return n
}

// heal ends all faults and lets everybody speak until all is said.
func (w *world) heal() {
	w.healing, w.net.calm, w.killed.counts = true, true, false
	if !w.center.up {
		w.center.reopen()
	}
	w.center.faults.left = 0
	w.center.older = time.Time{}
	w.center.upgrade()
	for _, t := range w.machines() {
		t.skew = 0
		if !t.up {
			t.start(nil)
		}
		t.faults.left = 0
	}
	for range 60 {
		w.runUntil(w.now.Add(time.Minute))
		if w.quiet() {
			break
		}
	}
	if !w.quiet() {
		w.fail("S5: the links healed and an hour later not all is said: %s", w.unsaid())
	}
	w.runUntil(w.now.Add(6 * time.Minute)) // the chain's feed is looked at every 5 minutes
}

func (w *world) quiet() bool { return w.unsaid() == "" }

func (w *world) unsaid() string {
	for _, t := range w.tills {
		switch {
		case t.other != nil:
			return fmt.Sprintf("%s runs on two machines: %+v, %+v", t.name, t.link.status, t.other.link.status)
		case !t.up:
			return t.name + " is down"
		case t.retired:
			return t.name + " is retired"
		case t.counter.Head().Seq != w.arrived(t.holder):
			return fmt.Sprintf("%s has %d events, central %d of them; its link says %+v", t.holder, t.counter.Head().Seq, w.arrived(t.holder), t.link.status)
		case !t.link.Online():
			return fmt.Sprintf("%s is offline: %+v", t.name, t.link.status)
		}
	}
	return ""
}
