package engine

import (
	"slices"
	"time"

	"tim/domain/share"
	"tim/sync/wire"
)

// wish is a Wish on its way: raised to a request, asked, got, perhaps asked again by a new request for what others held.
type wish struct {
	Wish
	request   uint64 // 0 until it is raised
	raising   bool
	sent      bool   // the request was in a push: only a closing makes sure that nothing more comes of it
	push      uint64 // in flight with it
	elsewhere int64
	since     time.Time
	until     time.Time
	again     time.Time // not asked before
}

func (in Wish) apply(e *Engine) {
	code := ""
	switch {
	case e.retired != "":
		code = e.retired
	case e.stopped != "":
		code = e.stopped
	case !e.Online():
		code = "share.offline"
	case len(e.wishes) >= WishesMax:
		code = "share.busy"
	}
	if code != "" {
		e.do(Settled{Wish: in.ID, Code: code})
		return
	}
	in.Wants = slices.Clone(in.Wants)
	w := &wish{Wish: in, since: e.now, until: e.now.Add(keepWithin)}
	if in.Use {
		w.until = e.now.Add(UseWithin)
	}
	e.wishes = append(e.wishes, w)
}

func (in Forget) apply(e *Engine) {
	if w := e.wish(func(w *wish) bool { return w.ID == in.Wish }); w != nil {
		e.leave(w)
	}
}

func (e *Engine) wish(fits func(*wish) bool) *wish {
	if i := slices.IndexFunc(e.wishes, fits); i >= 0 {
		return e.wishes[i]
	}
	return nil
}

// leave stops caring for a wish. If its request may still be answered, it is closed.
func (e *Engine) leave(w *wish) {
	if w.sent {
		e.closeAt = e.now
	}
	e.wishes = slices.DeleteFunc(e.wishes, func(other *wish) bool { return other == w })
}

func (e *Engine) settle(w *wish, code string) {
	e.leave(w)
	e.do(Settled{Wish: w.ID, Code: code, Elsewhere: w.elsewhere})
}

func (e *Engine) refuseWishes(code string) {
	for _, w := range slices.Clone(e.wishes) {
		e.settle(w, code)
	}
}

// expireWishes gives up what took too long. A cashier isn't made to wait again for a link that just kept one waiting.
func (e *Engine) expireWishes() {
	for _, w := range slices.Clone(e.wishes) {
		switch {
		case e.now.Before(w.until):
		case w.elsewhere > 0:
			e.settle(w, "points.elsewhere")
		default:
			e.suspect = e.suspect || w.Use && w.push != 0
			e.settle(w, "share.late")
		}
	}
}

// raise asks for the numbers of what is to be asked.
func (e *Engine) raise() {
	for _, w := range e.wishes {
		if e.closed && e.acts == 0 && w.request == 0 && !w.raising && !e.now.Before(w.again) {
			w.raising = true
			e.act(Raise{w.ID})
			return // the next one behind its answer
		}
	}
}

func (e *Engine) raised(id, request uint64, code string) {
	w := e.wish(func(w *wish) bool { return w.ID == id })
	if w == nil {
		return
	}
	w.raising = false
	if w.request = request; code != "" {
		e.settle(w, code)
	}
}

// asks are the wishes that go with a push.
func (e *Engine) asks() []*wish {
	var ready []*wish
	for _, w := range e.wishes {
		if w.request != 0 && w.push == 0 && !e.now.Before(w.again) && len(ready) < AsksMax {
			ready = append(ready, w)
		}
	}
	return ready
}

func (w *wish) ask() wire.Ask {
	return wire.Ask{Request: w.request, Member: w.Member, Points: w.Points, Wants: w.Wants, Use: w.Use}
}

// grants hears what central said to the asks of a push.
func (e *Engine) grants(push, incarnation uint64, grants []wire.Grant) {
	for _, w := range slices.Clone(e.wishes) {
		if w.push != push {
			continue
		}
		w.push, w.again = 0, e.now.Add(askAgainAfter)
		i := slices.IndexFunc(grants, func(g wire.Grant) bool { return g.Request == w.request })
		switch {
		case i < 0:
		case len(grants[i].Units) > 0:
			w.elsewhere = grants[i].Elsewhere
			e.act(Got{Request: w.request, Incarnation: incarnation, Units: grants[i].Units})
		default:
			w.elsewhere = grants[i].Elsewhere
			e.waitOrSettle(w, grants[i].Refused)
		}
	}
}

// got is what came of a grant that was taken. What is missing and was elsewhere is asked for by a new request.
func (e *Engine) got(act Got, code string) {
	w := e.wish(func(w *wish) bool { return w.request == act.Request })
	if w == nil {
		return
	}
	if code != "" {
		e.settle(w, code)
		return
	}
	w.request, w.sent = 0, false
	for _, u := range act.Units {
		w.less(u)
	}
	if w.Points <= 0 && len(w.Wants) == 0 || !w.Use {
		e.settle(w, "")
		return
	}
	e.waitOrSettle(w, "")
}

func (w *wish) less(u share.Units) {
	w.Points = max(0, w.Points-u.N)
	for i := range w.Wants {
		if w.Wants[i].Right == u.Right {
			w.Wants[i].N -= u.N
		}
	}
	w.Wants = slices.DeleteFunc(w.Wants, func(u share.Units) bool { return u.N <= 0 })
}

// waitOrSettle waits for those who were recalled, if a customer does.
func (e *Engine) waitOrSettle(w *wish, code string) {
	if w.Use && w.elsewhere > 0 {
		w.until = w.since.Add(RecallWithin)
		return
	}
	if code == "" {
		code = "share.none"
	}
	e.settle(w, code)
}
