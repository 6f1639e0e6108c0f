package heart

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/money"
	"tim/tui/keymap"
	"tim/tui/screen"
)

const levelTarget = "heart.level"

// use is the tab that takes points off the order (U1 to U5).
type use struct {
	choice // of a level
	typed  typed
	doing  doing
}

// typed is a number of points from the field and what the programme says it is worth.
type typed struct {
	points int64
	value  money.VND
}

// doing is what was asked of the counter and is not answered yet; until then nothing else is asked.
type doing uint8

const (
	idle doing = iota
	using
	givingBack
	redeeming // a reward
	applying  // a voucher, or a reward's at once
	takingOff
	handingBack
	printing
)

func newUse() use { return use{choice: newChoice(levelTarget)} }

func (u use) name(env screen.Env) string { return env.Texts.Heart.Use }

func (u use) back() (page, bool) { return u, false }

func (u use) keys(env screen.Env) keymap.Set {
	if env.State.Member.Use.Used > 0 && u.field.Empty() {
		return keymap.Set{keymap.Confirm, keymap.Remove}
	}
	return keymap.Set{keymap.Confirm}
}

func (u use) update(env screen.Env, msg tea.Msg) (page, []screen.Effect) {
	offer := env.State.Member.Use
	u.rows = u.rows.Sized(len(offer.Levels), u.plan(env).levels)
	switch msg := msg.(type) {
	case screen.Act:
		switch msg.ID {
		case keymap.Confirm:
			return u.confirm(offer)
		case keymap.Remove:
			return u.giveBack(offer)
		}
	case screen.Tapped:
		if msg.ID == levelTarget {
			return u.chosen(offer, u.choose(msg.Index)), nil
		}
	case screen.Changed:
		return u.changed(offer, msg)
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseWheelMsg:
		return u.chosen(offer, u.key(msg)), nil
	}
	return u, nil
}

// chosen is the tab with another choice.
func (u use) chosen(offer counter.UseOffer, c choice) use {
	u.choice, u.typed = c, typed{points: c.points(), value: offer.Rules.Value(c.points())}
	return u
}

// wanted is what Enter takes: what is typed, or the marked level, or all that is possible when there are no levels.
func (u use) wanted(offer counter.UseOffer) int64 {
	switch i := u.rows.Marked(); {
	case u.typing():
		return u.typed.points
	case i >= 0 && i < len(offer.Levels):
		return offer.Levels[i].Points
	}
	return offer.Limit.Max
}

func (u use) confirm(offer counter.UseOffer) (page, []screen.Effect) {
	n := u.wanted(offer)
	switch {
	case u.doing != idle:
		return u, nil
	case n == 0 && u.typing() && offer.Used > 0:
		return u.giveBack(offer)
	case n == 0:
		if u.typing() {
			u.fault = fault.At("points", "field.range", fault.Args{"value": n, "min": int64(1)})
		}
		return u, []screen.Effect{screen.Beep{}}
	}
	u.doing, u.fault = using, nil
	return u, []screen.Effect{screen.Do{Action: counter.UsePoints{Points: n}}}
}

func (u use) giveBack(offer counter.UseOffer) (page, []screen.Effect) {
	if u.doing != idle || offer.Used == 0 {
		return u, nil
	}
	u.doing, u.fault = givingBack, nil
	return u, []screen.Effect{screen.Do{Action: counter.UsePoints{}}}
}

// changed closes the panel once the points are off the order; a refusal keeps everything as it was, with its reason.
func (u use) changed(offer counter.UseOffer, msg screen.Changed) (page, []screen.Effect) {
	if !msg.Mine {
		return u, nil
	}
	did := u.doing
	u.doing, u.fault = idle, msg.Err
	switch {
	case msg.Err != nil:
		return u, []screen.Effect{screen.Beep{}}
	case did == using:
		return u, []screen.Effect{screen.Close{}}
	}
	return u.chosen(offer, u.choose(0)), nil
}

// because is the limits in words: the one that decides, and the others.
func because(env screen.Env) (decides string, others string) {
	t, offer := &env.Texts.Heart, env.State.Member.Use
	if env.State.Member.Unknown {
		return t.Because(t.Stranger), ""
	}
	if len(env.State.Cart.Order.Lines) == 0 && offer.Usable > 0 {
		return t.Because(t.NoGoods), ""
	}
	var rest []string
	for _, r := range offer.Limit.Reasons {
		if r.Binding {
			decides = t.Because(t.Reason(r))
		} else {
			rest = append(rest, t.Reason(r))
		}
	}
	return decides, strings.Join(slices.Compact(rest), " · ")
}
