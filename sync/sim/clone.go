package sim

import (
	"math/rand/v2"
	"time"

	"tim/domain/journal"
	"tim/domain/office"
	"tim/domain/share"
)

// clone starts a second machine on a copy of a till's files, key and all. Both sell; central hears of the fork sooner or later,
// and the one that asks first has the next epoch. Either may have no link for a while.
func (t *till) clone(r *rand.Rand) {
	w := t.w
	if !t.up || t.retired || !w.center.up || t.other != nil {
		return
	}
	w.stats.Cloned++
	w.lose(t.holder, t.counter.Held())
	twin := &till{w: w, name: t.name, number: t.number, shop: t.shop, key: t.key, holder: t.holder, disk: t.disk.Clone(nil), lines: t.lines, skew: t.skew}
	twin.log = share.Holder{Writer: t.name + " copied", Epoch: t.holder.Epoch}
	twin.other, t.other = t, twin
	w.truth.forked[t.holder], w.truth.forked[twin.log] = true, true
	w.truth.journals[twin.log] = append([]journal.Record(nil), w.truth.journals[t.log]...)
	for _, machine := range []*till{t, twin} {
		machine.cut = w.now.Add(time.Duration(r.Int64N(int64(15 * time.Minute))))
	}
	twin.start(nil)
}

// anyOf is the machine of a till's that a customer comes to.
func (t *till) anyOf(r *rand.Rand) *till {
	if t.other != nil && r.IntN(2) == 0 {
		return t.other
	}
	return t
}

// overtaken notes that a code for the other machine ended the epoch that this one had begun behind their common one.
func (t *till) overtaken(common share.Holder) {
	if h := t.holder; h.Epoch > common.Epoch {
		t.w.lose(h, t.counter.Held())
	}
}

// takeAway ends a machine whose till goes on as another one's next epoch.
func (t *till) takeAway() {
	w, other := t.w, t.other
	t.stop()
	w.exposeUnheard(t.holder, t.log)
	w.tills[t.number-1], other.other = other, nil
}

// machines are all that run, or would.
func (w *world) machines() (all []*till) {
	for _, t := range w.tills {
		if all = append(all, t); t.other != nil {
			all = append(all, t.other)
		}
	}
	return all
}

// exposeUnheard notes that what a machine of a forked epoch took and central has on no branch may be taken again.
func (w *world) exposeUnheard(h, log share.Holder) {
	heard := w.heard(h)
	for _, r := range w.truth.journals[log] {
		if heard[r.Event.ID] {
			continue
		}
		for _, m := range r.Event.Moves {
			if m.Lot != "" {
				w.truth.right(m.Lot).touched = true
			}
			if m.Kind == journal.MoveTake {
				w.truth.right(m.Lot).exposed += m.N
			}
		}
	}
}

// heard are the events, by id, that central has of an epoch on any branch.
func (w *world) heard(h share.Holder) map[string]bool {
	heard := map[string]bool{}
	w.must("read central", w.center.disk.Read(w.ctx, func(r office.Reader) error {
		tills, err := r.Tills()
		if err != nil {
			return err
		}
		for _, t := range tills {
			if t.Writer != h.Writer || t.Epoch != h.Epoch && office.BranchOf(t.Holder) != h.Epoch {
				continue
			}
			records, _, err := r.TillEvents(t.Holder, 0, 1<<20)
			if err != nil {
				return err
			}
			for _, r := range records {
				heard[r.Event.ID] = true
			}
		}
		return nil
	}))
	return heard
}
