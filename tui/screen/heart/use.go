package heart

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/money"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

const (
	levelTarget = "heart.level"
	digitsMax   = 15 // of a typed number of points: far above any account, far below int64
)

// use is the tab that takes points off the order (U1 to U5).
type use struct {
	levels widget.List
	field  widget.Field
	typed  typed // what stands in the field
	doing  doing
	fault  error
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

func newUse() use {
	return use{
		levels: widget.List{ID: levelTarget},
		field:  widget.Field{Accept: widget.Digits, Max: digitsMax, Grouped: true},
	}
}

func (u use) name(env screen.Env) string { return env.Texts.Heart.Use }

func (u use) back() (page, bool) { return u, false }

func (u use) typing() bool { return !u.field.Empty() }

func (u use) keys(env screen.Env) keymap.Set {
	if env.State.Member.Use.Used > 0 && u.field.Empty() {
		return keymap.Set{keymap.Confirm, keymap.Remove}
	}
	return keymap.Set{keymap.Confirm}
}

func (u use) update(env screen.Env, msg tea.Msg) (page, []screen.Effect) {
	offer := env.State.Member.Use
	u.levels = u.levels.Sized(len(offer.Levels), u.plan(env).levels)
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
			return u.choose(msg.Index), nil
		}
	case screen.Changed:
		return u.changed(msg)
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseWheelMsg:
		return u.key(offer, msg), nil
	}
	return u, nil
}

// key gives a key to the field first, then to the list; choosing a level drops what was typed.
func (u use) key(offer counter.UseOffer, msg tea.Msg) use {
	if field, ok := u.field.Update(msg); ok {
		u.field, u.fault = field, nil
		u.typed = typed{}
		if n, err := strconv.ParseInt(field.Value(), 10, 64); err == nil {
			u.typed = typed{points: n, value: offer.Rules.Value(n)}
		}
		return u
	}
	levels, ok := u.levels.Update(msg)
	if !ok {
		return u
	}
	u.levels = levels
	if _, wheel := msg.(tea.MouseWheelMsg); !wheel {
		u = u.choose(levels.Marked())
	}
	return u
}

// choose marks a level; it counts, not what was typed before.
func (u use) choose(level int) use {
	u.levels = u.levels.Mark(level)
	u.field, u.typed, u.fault = u.field.Reset(), typed{}, nil
	return u
}

// wanted is what Enter takes: what is typed, or the marked level, or all that is possible when there are no levels.
func (u use) wanted(offer counter.UseOffer) int64 {
	switch i := u.levels.Marked(); {
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
func (u use) changed(msg screen.Changed) (page, []screen.Effect) {
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
	return u.choose(0), nil
}

// because is the limits in words: the one that decides, and the others.
func because(env screen.Env) (decides string, others string) {
	t, offer := &env.Texts.Heart, env.State.Member.Use
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
