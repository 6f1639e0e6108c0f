package returns

import (
	"slices"
	"strings"

	"tim/domain/counter"
	"tim/tui/screen"
)

// ready says that the figures on the screen are those of what is marked, and that nothing speaks against it.
func (r Returns) ready() bool {
	return r.offer != nil && r.got == r.seq && r.doing == idle && r.offer.Fault == nil && r.typed.Empty()
}

// do takes the goods back, or cancels. A quantity half typed is taken first, so that its figures are seen.
func (r Returns) do(env screen.Env) (screen.Screen, []screen.Effect) {
	switch {
	case r.doing == idle && !r.typed.Empty():
		next, effects := r.quantity()
		return next, append(effects, screen.Beep{})
	case !r.ready() || beside(env):
		return r, []screen.Effect{screen.Beep{}}
	case r.offer.Otherwise && strings.TrimSpace(r.reason.Value()) == "":
		r.why = true
		return r, []screen.Effect{screen.Beep{}}
	}
	r.doing, r.asked, r.err, r.last = returning, false, nil, ""
	if done := env.State.Returned; done != nil {
		r.last = done.Slip.Number
	}
	var a counter.Action = counter.Return{Order: r.key, Lines: r.marked(), Receipt: r.number, Reason: r.reason.Value(), By: r.by}
	if r.whole {
		a = counter.Cancel{Order: r.key, Receipt: r.number, Reason: r.reason.Value(), By: r.by}
	}
	return r, []screen.Effect{screen.Do{Action: a}}
}

// beside says whether a cart with goods is open: that stands in the way of a return, and not of an exchange.
func beside(env screen.Env) bool { return len(env.State.Cart.Order.Lines) > 0 }

// exchange swaps what is marked for goods of the open cart, or of the next one.
func (r Returns) exchange() (screen.Screen, []screen.Effect) {
	if !r.ready() {
		return r, []screen.Effect{screen.Beep{}}
	}
	r.doing, r.asked, r.err = exchanging, false, nil
	return r, []screen.Effect{screen.Do{Action: counter.Exchange{Order: r.key, Lines: r.marked(), Receipt: r.number}}}
}

// changed goes home once it is done: at once, or after a supervisor's PIN. What others did to the till may change what a
// return does, so it is asked anew.
func (r Returns) changed(env screen.Env, c screen.Changed) (screen.Screen, []screen.Effect) {
	switch {
	case r.doing == idle:
		return r.ask()
	case !c.Mine && !r.asked: // of an action before
		return r, nil
	case env.State.Approval != nil:
		r.asked = true
		return r, nil
	case r.done(env.State): // though its slip may not have been saved
		return r, []screen.Effect{screen.Home{}}
	}
	r.doing, r.err = idle, c.Err
	return r.ask()
}

// done says whether what was asked for has happened; a dismissed approval is no fault and changes nothing.
func (r Returns) done(s *counter.State) bool {
	if r.doing == exchanging {
		x := s.Cart.Order.Exchange
		return x.Order == r.key && slices.Equal(x.Lines, r.marked())
	}
	return s.Returned != nil && s.Returned.Slip.Number != r.last
}
