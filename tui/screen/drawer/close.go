package drawer

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/report"
	"tim/domain/shift"
	"tim/tui/input"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/cash"
	"tim/tui/widget"
)

// stop is a place of the cursor.
type stop int

// The stops: those of counting, then those behind the count.
const (
	atCash stop = iota
	atCards
	atBank
	atReason
	atTaker
	atPIN
	atLeft
)

const (
	personTarget = "drawer.person"
	amountDigits = 12
)

// doing is what was asked of the counter and is not answered yet.
type doing uint8

const (
	idle doing = iota
	counting
	closing
)

// Close is the screen that counts a drawer and closes its shift. What was counted stays in its fields, whatever comes between.
type Close struct {
	shift   string // whose drawer, "" the open one's
	handing bool   // somebody takes the drawer over
	cash    cash.Cash
	cards   widget.Field
	bank    widget.Field
	reason  reason
	people  widget.List
	pin     widget.Field
	left    widget.Field
	told    bool // the count is written, and what it should be is shown
	at      stop
	doing   doing
	asked   bool // a supervisor is asked about it
	fault   error
}

// NewClose counts and closes a shift, "" the open one.
func NewClose(id string) Close {
	amount := widget.Field{Accept: widget.Digits, Max: amountDigits, Grouped: true}
	return Close{shift: id, cash: cash.New(true), cards: amount, bank: amount, left: amount, reason: newReason(),
		people: widget.List{ID: personTarget}, pin: widget.Field{Accept: widget.Digits, Max: shift.PINMax, Mask: true}}
}

// NewHandOver does so and hands the drawer to somebody else.
func NewHandOver() Close {
	c := NewClose("")
	c.handing = true
	return c
}

// Keys implements screen.Screen.
func (c Close) Keys(screen.Env) keymap.Set {
	keys := keymap.Set{keymap.Help, keymap.Confirm, keymap.Next, keymap.Done}
	if !c.told {
		keys = append(keys, keymap.Counting)
	}
	return append(keys, keymap.Back, keymap.Previous)
}

// Update implements screen.Screen.
func (c Close) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	c.people = c.people.Sized(len(c.takers(env)), min(len(c.takers(env)), peopleMax))
	switch msg := msg.(type) {
	case screen.Act:
		return c.act(env, msg.ID)
	case screen.Tapped:
		return c.tapped(env, msg.Target), nil
	case screen.Changed:
		return c.changed(env, msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		return c.key(env, msg), nil
	}
	return c, nil
}

func (c Close) act(env screen.Env, id keymap.ID) (screen.Screen, []screen.Effect) {
	switch id {
	case keymap.Back:
		if c.told {
			return c.again(), nil
		}
		return c, []screen.Effect{screen.Park{}}
	case keymap.Next:
		c.at = c.step(env, 1)
	case keymap.Previous:
		c.at = c.step(env, -1)
	case keymap.Counting:
		c.cash, c.at = c.cash.Toggle(), atCash
	case keymap.Confirm:
		return c.confirm(env)
	case keymap.Done:
		return c.do(env)
	}
	return c, nil
}

// again is the screen with the count to be done anew; the fields have what was counted.
func (c Close) again() Close {
	c.told, c.at, c.fault = false, atCash, nil
	return c
}

// stops are the places of the cursor as the screen stands.
func (c Close) stops(env screen.Env) []stop {
	if !c.told {
		return []stop{atCash, atCards, atBank}
	}
	var stops []stop
	if count := env.State.Count; count != nil && count.Over() != 0 {
		stops = append(stops, atReason)
	}
	if c.handing {
		stops = append(stops, atTaker, atPIN)
	}
	return append(stops, atLeft)
}

// step is the stop so many further, round and round.
func (c Close) step(env screen.Env, by int) stop {
	stops := c.stops(env)
	for i, s := range stops {
		if s == c.at {
			return stops[(i+by+len(stops))%len(stops)]
		}
	}
	if len(stops) == 0 {
		return c.at
	}
	return stops[0]
}

// confirm goes on to the next note or field, and from the last one does what the screen is for.
func (c Close) confirm(env screen.Env) (screen.Screen, []screen.Effect) {
	if c.at == atCash && !c.told {
		if next, more := c.cash.Next(1); more {
			c.cash = next
			return c, nil
		}
	}
	optional := c.at == atReason && !c.handing // what stays in the drawer is nothing where nobody says
	if stops := c.stops(env); len(stops) > 0 && c.at != stops[len(stops)-1] && !optional {
		c.at = c.step(env, 1)
		return c, nil
	}
	return c.do(env)
}

func (c Close) tapped(env screen.Env, at widget.Target) Close {
	switch at.ID {
	case cash.NoteTarget:
		c.cash, c.at = c.cash.Mark(at.Index), atCash
	case fieldTarget:
		c.at = stop(at.Index)
	case personTarget:
		c.people, c.at = c.people.Mark(at.Index), atTaker
	case reasonTarget:
		c.reason, c.at, c.fault = c.reason.choose(at.Index, env.Texts.Drawer.WhyOff), atReason, nil
	}
	return c
}

func (c Close) key(env screen.Env, msg tea.Msg) Close {
	c.fault = nil
	switch c.at {
	case atCash:
		if next, ok := c.cash.Update(msg); ok {
			c.cash = next
			return c
		}
	case atCards:
		c.cards, _ = c.cards.Update(msg)
	case atBank:
		c.bank, _ = c.bank.Update(msg)
	case atReason:
		c.reason = c.reason.update(msg, env.Texts.Drawer.WhyOff)
	case atTaker:
		c.people, _ = c.people.Update(msg)
	case atPIN:
		c.pin, _ = c.pin.Update(msg)
	case atLeft:
		c.left, _ = c.left.Update(msg)
	}
	return c.moved(env, msg)
}

// Secret implements screen.Secret.
func (c Close) Secret() bool { return c.at == atPIN }

// moved goes up and down where the arrows have nothing else to do.
func (c Close) moved(env screen.Env, msg tea.Msg) Close {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok || c.at == atReason || c.at == atTaker {
		return c
	}
	switch keymap.Name(press) {
	case "up":
		c.at = c.step(env, -1)
	case "down":
		c.at = c.step(env, 1)
	}
	return c
}

// do writes the count down, and behind it closes the shift.
func (c Close) do(env screen.Env) (screen.Screen, []screen.Effect) {
	switch {
	case c.doing != idle:
		return c, nil
	case c.told:
		c.doing, c.fault = closing, nil
		return c, []screen.Effect{screen.Do{Action: c.closes(env)}}
	case c.cash.Empty(): // nothing in the drawer is 0, and is typed
		c.at = atCash
		return c, []screen.Effect{screen.Beep{}}
	case c.cash.Fault() != nil:
		c.fault = c.cash.Fault()
		return c, []screen.Effect{screen.Beep{}}
	}
	c.doing, c.fault = counting, nil
	cards, _ := input.Amount(c.cards.Value())
	bank, _ := input.Amount(c.bank.Value())
	return c, []screen.Effect{screen.Do{Action: counter.CountDrawer{Shift: c.shift, Amount: c.cash.Amount(), Pieces: c.cash.Pieces(), Cards: cards, Bank: bank}}}
}

// closes is the action that closes the shift.
func (c Close) closes(env screen.Env) counter.CloseShift {
	a := counter.CloseShift{Shift: c.shift, Reason: c.reason.field.Value()}
	a.Left, _ = input.Amount(c.left.Value())
	takers, at := c.takers(env), c.people.Marked()
	if c.handing && at >= 0 && at < len(takers) {
		a.To, a.PIN = takers[at].ID, c.pin.Value()
	}
	return a
}

// takers are who may take the drawer over: everybody else.
func (c Close) takers(env screen.Env) []counter.Person {
	var others []counter.Person
	for _, p := range env.State.Roster {
		if env.State.Staff == nil || p.ID != env.State.Staff.ID {
			others = append(others, p)
		}
	}
	return others
}

// changed shows what the count came to, and leaves when the shift is closed; a refusal keeps all that was typed.
func (c Close) changed(env screen.Env, msg screen.Changed) (screen.Screen, []screen.Effect) {
	did := c.doing
	switch {
	case did == idle, !msg.Mine && !c.asked: // news, or of an action before
		return c, nil
	case msg.Mine && msg.Err != nil:
		return c.refused(env, msg.Err)
	case did == counting:
		return c.shown(env), nil
	case env.State.Approval != nil:
		c.asked = true
		return c, nil
	case closed(env.State.Report):
		return c, []screen.Effect{screen.Home{}}
	}
	c.doing, c.asked = idle, false
	return c, nil
}

func closed(p *report.Paper) bool { return p != nil && p.Z != nil }

// shown is the screen behind the count.
func (c Close) shown(env screen.Env) Close {
	c.doing, c.told = idle, true
	if count := env.State.Count; count != nil && c.handing && c.left.Empty() {
		c.left = c.left.SetValue(strconv.FormatInt(int64(count.Declaration.Cash.Amount), 10)).SelectAll()
	}
	if stops := c.stops(env); len(stops) > 0 {
		c.at = stops[0]
	}
	return c
}

// refused goes to the field at fault.
func (c Close) refused(_ screen.Env, err error) (screen.Screen, []screen.Effect) {
	c.doing, c.asked, c.fault = idle, false, err
	f, _ := fault.Of(err)
	switch {
	case f == nil:
	case f.Code == "shift.uncounted":
		c = c.again()
		c.fault = err
	case f.Field == "reason":
		c.at = atReason
	case f.Field == "left":
		c.at, c.left = atLeft, c.left.SelectAll()
	case f.Code == "pin.wrong" || f.Code == "pin.locked":
		c.at, c.pin = atPIN, c.pin.Reset()
	}
	return c, []screen.Effect{screen.Beep{}}
}
