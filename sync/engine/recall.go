package engine

import (
	"slices"
	"time"

	"tim/domain/share"
	"tim/sync/wire"
)

// recall is one of central's, answered once (SHARES 12): by giving back, then by saying so.
type recall struct {
	id   uint64
	push uint64 // in flight with the answer
	told bool
}

// recall gives back what central asks for and hasn't been given.
func (e *Engine) recall(list []wire.Recall) {
	if e.stopped != "" || e.retired != "" {
		return
	}
	for _, r := range list {
		if e.knows(r) {
			continue
		}
		if len(e.recalls) >= recallsKept {
			i := slices.IndexFunc(e.recalls, func(have *recall) bool { return have.told })
			if i < 0 {
				return // too many at once: central lists them again
			}
			e.recalls = slices.Delete(e.recalls, i, i+1)
		}
		e.recalls = append(e.recalls, &recall{id: r.ID})
		e.act(GiveBack{Recall: r.ID, Units: []share.Units{{Right: r.Right, N: r.N}}})
	}
}

func (e *Engine) knows(r wire.Recall) bool {
	return slices.ContainsFunc(e.recalls, func(have *recall) bool { return have.id == r.ID })
}

// gaveBack is what came of giving back. What couldn't be is forgotten: central lists it again.
func (e *Engine) gaveBack(id uint64, code string) {
	if code != "" {
		e.recalls = slices.DeleteFunc(e.recalls, func(r *recall) bool { return r.id == id })
	}
}

func (e *Engine) untold() []*recall {
	var list []*recall
	for _, r := range e.recalls {
		if !r.told && r.push == 0 {
			list = append(list, r)
		}
	}
	return list
}

func (e *Engine) told(push uint64) {
	for _, r := range e.recalls {
		if r.push == push {
			r.push, r.told = 0, true
		}
	}
}

// close declares dead what was asked and isn't waited for any more: at the start, at a new incarnation, on giving up and
// hourly (SHARES 10). Nobody's wish is cut short for that, but by an incarnation that doesn't know it.
func (e *Engine) close() {
	switch {
	case !e.mayClose(), e.acts > 0, e.now.Before(e.closeAt):
	case e.closed && slices.ContainsFunc(e.wishes, func(w *wish) bool { return w.Use }):
	default:
		e.closing = true
		e.act(Close{e.heard.Incarnation})
	}
}

func (e *Engine) mayClose() bool {
	return e.heard.Incarnation > 0 && e.stopped == "" && e.retired == "" && !e.closing
}

func (e *Engine) closedBy(act Close, code string) {
	e.closing = false
	if code != "" {
		e.closeAt = e.now.Add(retryCloseAfter)
		return
	}
	e.closed, e.closeAt = act.Incarnation == e.heard.Incarnation, e.now.Add(closeEvery)
	for _, w := range slices.Clone(e.wishes) {
		if !w.Use {
			w.sent = false
			e.settle(w, "share.closed")
			continue
		}
		w.request, w.push, w.sent, w.again = 0, 0, false, time.Time{}
	}
}

// look asks what is kept for regulars while nothing else is to be done.
func (e *Engine) look() {
	if e.mayLook() && !e.now.Before(e.lookTime()) {
		e.lookAt = e.now.Add(lookEvery)
		e.do(Look{})
	}
}

func (e *Engine) mayLook() bool {
	return e.Online() && e.closed && e.acts == 0 && len(e.wishes) == 0 && e.up.id == 0 && e.present.head <= e.present.cursor
}

func (e *Engine) lookTime() time.Time { return later(e.lookAt, e.writtenAt.Add(lookQuiet)) }
