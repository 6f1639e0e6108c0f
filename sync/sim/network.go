package sim

import (
	"time"

	"tim/domain/journal"
	"tim/sync/wire"
)

// network carries messages as bytes. Its mood is drawn for each.
type network struct{ calm bool }

// fate is what becomes of one message on one way.
type fate struct {
	lost  bool
	delay time.Duration
}

func (w *world) fate() fate {
	w.stats.Messages++
	d := time.Duration(5+w.r.IntN(60)) * time.Millisecond
	if w.net.calm {
		return fate{delay: d}
	}
	switch x := w.r.IntN(100); {
	case x < 4:
		w.stats.LostMessages++
		return fate{lost: true}
	case x < 8:
		w.stats.Delayed++
		return fate{delay: time.Duration(w.r.Int64N(int64(90 * time.Second)))}
	}
	return fate{delay: d}
}

// call sends a message of a till's and hands the answer to heard: its body, and whether it is none of a fault. It is never
// called when nothing comes; whoever asks has a deadline of its own.
func (w *world) call(t *till, m journal.Coder, fresh func() journal.Coder, heard func(body []byte, fine bool)) {
	body := journal.Encode(m)
	times := 1
	if !w.net.calm && w.r.IntN(50) == 0 {
		w.stats.Doubled++
		times = 2
	}
	life := t.life
	for range times {
		up := w.fate()
		if up.lost {
			continue
		}
		if w.isCut(t) {
			w.stats.Unheard++
			continue
		}
		t.sent++
		sent := t.sent
		w.after(up.delay, func() {
			if sent < t.came {
				w.stats.Overtaken++
			}
			t.came = max(t.came, sent)
			w.arrive(t, life, body, fresh(), heard)
		})
	}
}

func (w *world) isCut(t *till) bool {
	return !w.net.calm && (w.now.Before(t.cut) || w.now.Before(w.center.cut))
}

func (w *world) arrive(t *till, life int, body []byte, m journal.Coder, heard func([]byte, bool)) {
	if !w.center.up || w.isCut(t) {
		return
	}
	w.must("a message that was sent is read", journal.Decode(body, m))
	c := w.center
	if pull, ok := m.(*wire.Pull); ok && pull.Wait {
		c.look(&held{pull: pull, shop: t.shop, life: c.life, until: w.now.Add(wire.PollMax * time.Second), answer: func(body []byte, fine bool) { w.reply(t, life, body, fine, heard) }})
		return
	}
	if answer, fine := c.answer(m); answer != nil {
		w.reply(t, life, answer, fine, heard)
	}
}

func (w *world) reply(t *till, life int, body []byte, fine bool, heard func([]byte, bool)) {
	down := w.fate()
	if down.lost {
		return
	}
	w.after(down.delay, func() {
		if t.life == life && t.up && !w.isCut(t) {
			heard(body, fine)
		}
	})
}
