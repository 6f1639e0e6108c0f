package drawer

import (
	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/cash"
	"tim/tui/widget"
)

// noSale is the drawer opened without a sale: no cash moves.
const noSale shift.MovementKind = 0

// Move is the screen on which cash goes into or out of the drawer beside selling.
type Move struct {
	kind     shift.MovementKind
	cash     cash.Cash
	reason   reason
	onReason bool
	doing    bool // asked for
	asked    bool // a supervisor is asked about it
	fault    error
}

// NewMove is the screen for a kind of movement.
func NewMove(kind shift.MovementKind) Move {
	return Move{kind: kind, cash: cash.New(false), reason: newReason()}
}

// NewNoSale is the screen that opens the drawer without a sale.
func NewNoSale() Move { return Move{kind: noSale, reason: newReason(), onReason: true} }

// Keys implements screen.Screen.
func (m Move) Keys(screen.Env) keymap.Set {
	keys := keymap.Set{keymap.Help, keymap.Confirm, keymap.Done, keymap.Back}
	if m.kind != noSale {
		keys = append(keys, keymap.Next, keymap.Previous, keymap.Counting)
	}
	return keys
}

// Update implements screen.Screen.
func (m Move) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	switch msg := msg.(type) {
	case screen.Act:
		return m.act(msg.ID)
	case screen.Tapped:
		return m.tapped(env, msg.Target), nil
	case screen.Changed:
		return m.changed(env, msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		return m.key(env, msg), nil
	}
	return m, nil
}

func (m Move) act(id keymap.ID) (screen.Screen, []screen.Effect) {
	switch id {
	case keymap.Back:
		return m, []screen.Effect{screen.Close{}}
	case keymap.Next, keymap.Previous:
		m.onReason = !m.onReason
	case keymap.Counting:
		m.cash, m.onReason = m.cash.Toggle(), false
	case keymap.Confirm:
		return m.confirm()
	case keymap.Done:
		return m.do()
	}
	return m, nil
}

func (m Move) tapped(env screen.Env, at widget.Target) Move {
	switch at.ID {
	case cash.NoteTarget:
		m.cash, m.onReason = m.cash.Mark(at.Index), false
	case fieldTarget:
		m.onReason = true
	case reasonTarget:
		m.onReason, m.fault = true, nil
		m.reason = m.reason.choose(at.Index, env.Texts.Drawer.Reasons(m.kind))
	}
	return m
}

func (m Move) key(env screen.Env, msg tea.Msg) Move {
	m.fault = nil
	if m.onReason {
		m.reason = m.reason.update(msg, env.Texts.Drawer.Reasons(m.kind))
		return m
	}
	m.cash, _ = m.cash.Update(msg)
	return m
}

// confirm goes on to what is still to be said, and does it when all is.
func (m Move) confirm() (screen.Screen, []screen.Effect) {
	if !m.onReason && m.kind != noSale {
		if next, more := m.cash.Next(1); more {
			m.cash = next
			return m, nil
		}
		if m.reason.field.Empty() && m.kind != shift.SafeDrop {
			m.onReason = true
			return m, nil
		}
	}
	return m.do()
}

// do asks the counter, one thing at a time.
func (m Move) do() (screen.Screen, []screen.Effect) {
	switch {
	case m.doing:
		return m, nil
	case m.kind != noSale && m.cash.Empty():
		m.onReason = false
		return m, []screen.Effect{screen.Beep{}}
	case m.cash.Fault() != nil:
		m.fault = m.cash.Fault()
		return m, []screen.Effect{screen.Beep{}}
	}
	m.doing, m.fault = true, nil
	if m.kind == noSale {
		return m, []screen.Effect{screen.Do{Action: counter.OpenDrawer{Reason: m.reason.field.Value()}}}
	}
	return m, []screen.Effect{screen.Do{Action: counter.MoveCash{Kind: m.kind, Amount: m.cash.Amount(), Pieces: m.cash.Pieces(), Reason: m.reason.field.Value()}}}
}

// changed goes home once it is written; a refusal keeps all that was typed.
func (m Move) changed(env screen.Env, c screen.Changed) (screen.Screen, []screen.Effect) {
	f, _ := fault.Of(c.Err)
	switch {
	case !m.doing, !c.Mine && !m.asked: // news, or of an action before
		return m, nil
	case c.Mine && f != nil:
		m.doing, m.asked, m.fault, m.onReason = false, false, c.Err, m.kind == noSale || f.Field == "reason"
		m.cash = m.cash.SelectAll()
		return m, []screen.Effect{screen.Beep{}}
	case env.State.Approval != nil:
		m.asked = true
		return m, nil
	case done(env, m.kind):
		return m, []screen.Effect{screen.Home{}}
	}
	m.doing, m.asked = false, false
	return m, nil
}

// done says that the last action was this.
func done(env screen.Env, kind shift.MovementKind) bool {
	code := map[shift.MovementKind]string{noSale: "drawer.opened", shift.PaidIn: shift.ActPaidIn, shift.PaidOut: shift.ActPaidOut, shift.SafeDrop: shift.ActDrop}[kind]
	return env.State.Notice != nil && env.State.Notice.Code == code
}

// Draw implements screen.Screen.
func (m Move) Draw(env screen.Env) widget.Pane {
	t, width := &env.Texts.Drawer, min(env.Width, widthMax)
	title := map[shift.MovementKind]string{noSale: t.NoSale, shift.PaidIn: t.PaidIn, shift.PaidOut: t.PaidOut, shift.SafeDrop: t.SafeDrop}[m.kind]
	page := head(env, width, title, "")
	if !m.cash.ByNotes() {
		for _, row := range widget.Wrap(t.About(m.kind), width-2) {
			page = widget.Stack(page, widget.NewPane(width, " "+env.Theme.Muted.On(row)))
		}
		page = widget.Stack(page, widget.NewPane(width, ""))
	}
	if m.kind != noSale {
		page = widget.Stack(page, m.cash.Draw(env, !m.onReason).Sized(width, m.cashRows()))
	}
	field := m.reason.field
	field.Placeholder = t.ReasonHint
	if m.kind == shift.SafeDrop {
		field.Placeholder = t.ReasonFree
	}
	page = widget.Stack(page, line(env, width, t.Reason, field, 0, m.onReason))
	if !m.cash.ByNotes() || env.Height > cash.Rows+5 {
		page = widget.Stack(page, chips(env, width, t.Reasons(m.kind)))
	}
	page = widget.Stack(page, refused(env, width, m.fault))
	button := take(env, width, t.Do(m.kind))
	if room := env.Height - page.Height() - button.Height(); room > 0 && !m.cash.ByNotes() {
		page = widget.Stack(page, widget.NewPane(width, ""))
	}
	return middle(env, widget.Stack(page, button))
}

func (m Move) cashRows() int {
	if m.cash.ByNotes() {
		return cash.Rows
	}
	return 4
}
