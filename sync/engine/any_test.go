package engine_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/share"
	"tim/sync/engine"
	"tim/sync/wire"
)

var errFull = errors.New("full")

// world is a rig with a central that is honest and a network that isn't.
type world struct {
	*rig
	*rapid.T
	acked, incarnation uint64
	late               []engine.Input // answers that are still under way, or came already
	wishes             uint64
	forgotten          map[uint64]bool
}

// central answers the push in flight, whether or not the answer arrives.
func (w *world) central() engine.Input {
	in := engine.Answered{ID: w.up.ID, Head: w.head, Chained: true, Offset: time.Second}
	if w.up.After <= w.acked {
		w.acked = max(w.acked, min(w.head, w.up.After+uint64(w.up.Events)))
	}
	in.Answer.Mark = wire.Mark{Incarnation: w.incarnation, Central: 3 + w.incarnation, Acked: w.acked}
	for _, a := range w.up.Push.Asks {
		g := wire.Grant{Request: a.Request}
		switch rapid.IntRange(0, 3).Draw(w.T, "grant") {
		case 0:
			g.Refused = "share.frozen"
		case 1:
			g.Elsewhere = 10
		case 2:
			g.Elsewhere = 10
			g.Units = points(1)
		case 3:
			g.Units = []share.Units{{Right: "lot", N: max(1, a.Points)}}
		}
		in.Answer.Grants = append(in.Answer.Grants, g)
	}
	if rapid.IntRange(0, 5).Draw(w.T, "recall") == 0 {
		in.Answer.Recalls = []wire.Recall{{ID: rapid.Uint64Range(1, 20).Draw(w.T, "id"), Right: "lot", N: 1}}
	}
	return in
}

func (w *world) feed() engine.Input {
	c := wire.Cursor{Incarnation: w.incarnation, N: 10 + rapid.Uint64Range(0, 2).Draw(w.T, "feed")}
	if w.copying != nil {
		return engine.Paged{ID: w.copying.ID, Page: wire.Page{Cursor: c}}
	}
	p := w.pull.Pull
	if p.Cursor.Incarnation != w.incarnation {
		return engine.Paged{ID: w.pull.ID, Page: wire.Page{Cursor: c, Anew: true}}
	}
	c.N = max(c.N, p.Cursor.N)
	page := wire.Page{Cursor: c}
	if c.N > p.Cursor.N {
		page.Items = []wire.Item{{Kind: wire.ItemProduct, Key: "p"}}
	}
	return engine.Paged{ID: w.pull.ID, Page: page}
}

// any is one thing that may happen.
func (w *world) any() {
	switch rapid.SampledFrom([]string{"write", "wish", "keep", "up", "up", "down", "lose up", "lose down", "late", "time", "time", "fail", "restore", "disk", "forget", "cut"}).Draw(w.T, "what") {
	case "write":
		w.write()
	case "wish", "keep":
		w.wishes++
		w.step(engine.Wish{ID: w.wishes, Member: "m", Points: rapid.Int64Range(1, 500).Draw(w.T, "points"), Use: rapid.Bool().Draw(w.T, "use")})
	case "up", "lose up":
		if w.up != nil {
			w.late = append(w.late, w.central())
		}
	case "down", "lose down":
		if w.pull != nil || w.copying != nil {
			w.late = append(w.late, w.feed())
		}
	case "late": // in any order, and more than once
		if n := len(w.late); n > 0 {
			w.deliver(w.late[rapid.IntRange(0, n-1).Draw(w.T, "which")])
		}
	case "time":
		w.after(time.Duration(rapid.Int64Range(1, 60_000).Draw(w.T, "ms")) * time.Millisecond)
	case "fail":
		if w.up != nil {
			w.deliver(engine.Failed{ID: w.up.ID, Code: "central.failed"})
		}
	case "restore":
		w.incarnation++
		w.acked = rapid.Uint64Range(0, w.acked).Draw(w.T, "kept")
	case "disk":
		w.disk = nil
		if rapid.Bool().Draw(w.T, "full") {
			w.disk = errFull
		}
	case "forget":
		id := rapid.Uint64Range(0, w.wishes).Draw(w.T, "wish")
		w.forgotten[id] = true
		w.step(engine.Forget{Wish: id})
	case "cut":
		w.step(engine.Link{Up: rapid.Bool().Draw(w.T, "link")})
	}
}

func (w *world) deliver(in engine.Input) {
	switch in := in.(type) {
	case engine.Answered:
		w.drop(in.ID)
	case engine.Paged:
		w.drop(in.ID)
	case engine.Failed:
		w.drop(in.ID)
	}
	w.step(in)
}

// heal lets everything arrive from now on.
func (w *world) heal() {
	w.disk = nil
	w.late = nil
	w.step(engine.Link{Up: false})
	w.step(engine.Link{Up: true})
	for range 2000 {
		if w.up != nil {
			w.deliver(w.central())
		}
		if w.pull != nil && !w.pull.Pull.Wait || w.copying != nil {
			w.deliver(w.feed())
		}
		w.after(50 * time.Millisecond)
	}
	if w.pull != nil {
		w.deliver(w.feed())
	}
}

// Whatever the network does, requests have one meaning and aren't used again, a lane has one message in flight (the rig
// sees to both), every wish is settled, and all that was written arrives once the link heals.
func TestAnyOrderOfAnswersLossesAndDoublesEndsWell(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := &world{rig: newRig(t, known()), T: rt, acked: 5, incarnation: 1, forgotten: map[uint64]bool{}}
		for range rapid.IntRange(1, 80).Draw(rt, "steps") {
			w.any()
		}
		w.heal()
		if w.acked != w.head || w.status.Waiting != 0 || !w.status.Online {
			rt.Fatalf("central has %d of %d; %+v", w.acked, w.head, w.status)
		}
		for id := uint64(1); id <= w.wishes; id++ {
			if _, there := w.settled[id]; !there && !w.forgotten[id] {
				rt.Fatalf("wish %d is never settled", id)
			}
		}
	})
}
