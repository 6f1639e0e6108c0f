package desk

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/report"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/widget"
)

const (
	ledgerPage = 200  // events asked for at once
	ledgerLive = 1000 // up to so many an open shift's ledger is read anew by itself
	ledgerNear = 50   // rows before the end at which more are asked for
	ledgerFoot = 3
)

// What a ledger asks.
const (
	askRows = iota
	askMore
	askSave
)

// ledger is a shift's events in order, those that pass the filter.
type ledger struct {
	line   report.Line
	field  widget.Field
	q      question
	more   question
	rows   rows
	next   string // where more are, "" at the end
	saving saving
	noKind bool // the filter names a kind that there isn't
}

// read is a part of a ledger.
type read struct {
	rows []report.Row
	next string
}

func newLedger(l report.Line) ledger { return ledger{line: l} }

func (l ledger) Keys() keymap.Set { return keymap.Set{keymap.Confirm, keymap.Paper} }

func (l ledger) Title(env screen.Env) (left, right string) {
	t := &env.Texts.Desk
	left = t.LedgerTitle(l.line.ID.Number, l.line.ID.Till) + env.Theme.Muted.On(" · "+widget.Clean(l.line.Cashier))
	if l.q.At.IsZero() {
		return left, ""
	}
	return left, l.saving.tells(env) + env.Theme.Muted.On(t.Events(len(l.rows.all), l.next != "")+"  ") + l.q.Age(env)
}

func (l ledger) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	l = l.sized(env)
	switch msg := msg.(type) {
	case opened:
		if l.q.At.IsZero() {
			return l.ask(env)
		}
	case screen.Ticked:
		if l.line.Shift.State != shift.Closed && len(l.rows.all) <= ledgerLive && l.q.Due(env, refreshRest) {
			return l.ask(env)
		}
	case answer:
		return l.answered(env, msg)
	case screen.Act:
		return l.act(env, msg.ID)
	case screen.Tapped:
		next, o := l.rows.tapped(msg.Target)
		l.rows = next
		return l, o
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseWheelMsg:
		return l.key(env, msg)
	}
	return l, outcome{}
}

func (l ledger) act(env screen.Env, id keymap.ID) (page, outcome) {
	switch id {
	case keymap.Refresh:
		return l.ask(env)
	case keymap.Confirm:
		return l, l.rows.open()
	case keymap.Paper:
		return l, outcome{Over: paper{of: l.line.ID}}
	case keymap.Export:
		return l.save(env)
	case keymap.Back:
		if l.field.Empty() {
			return l, outcome{Close: true}
		}
		l.field = l.field.Reset()
		return l.ask(env)
	}
	return l, outcome{}
}

// key moves the mark, else it types into the filter, which acts at once.
func (l ledger) key(env screen.Env, msg tea.Msg) (page, outcome) {
	name := ""
	if k, ok := msg.(tea.KeyPressMsg); ok {
		name = keymap.Name(k)
	}
	if list, consumed := l.rows.list.Update(msg); consumed && (l.field.Empty() || name != "home" && name != "end") {
		l.rows.list = list
		return l.further(env)
	}
	before := l.field.Value()
	l.field, _ = l.field.Update(msg)
	if l.field.Value() == before {
		return l, outcome{}
	}
	l.rows.list = l.rows.list.Mark(0)
	return l.ask(env)
}

// ask reads the ledger from its beginning, as far as it is on the page.
func (l ledger) ask(env screen.Env) (page, outcome) {
	wish, ok := Filtered(l.line.ID, l.field.Value())
	if l.noKind = !ok; l.noKind {
		return l, outcome{}
	}
	wish.Limit = max(ledgerPage, len(l.rows.all))
	o := l.q.Put(env, askRows, reading(wish))
	return l, o
}

// save exports what passes the filter.
func (l ledger) save(env screen.Env) (page, outcome) {
	wish, ok := Filtered(l.line.ID, l.field.Value())
	if !ok {
		return l, outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	o := l.saving.put(env, askSave, saveLedger(env, wish))
	return l, o
}

func reading(wish report.LedgerQuery) asked {
	return func(ctx context.Context, d seat) (any, error) {
		rows, next, err := d.Ledger(ctx, wish)
		return read{rows, next}, err
	}
}

// further reads on when the mark comes near the end of what is here.
func (l ledger) further(env screen.Env) (page, outcome) {
	if l.next == "" || l.q.Flying || l.more.Flying || l.rows.list.Marked() < len(l.rows.all)-ledgerNear {
		return l, outcome{}
	}
	wish, _ := Filtered(l.line.ID, l.field.Value())
	wish.Limit, wish.After = ledgerPage, l.next
	o := l.more.Put(env, askMore, reading(wish))
	return l, o
}

func (l ledger) answered(env screen.Env, a answer) (page, outcome) {
	if a.What == askSave {
		o := l.saving.answered(a)
		return l, o
	}
	got, ok := a.Value.(read)
	if a.What == askMore {
		after := l.more.Since
		wanted, o := l.more.Answered(env, a)
		if wanted && ok && a.Err == nil && l.since(after) {
			l.rows, l.next = l.rows.with(append(slices.Clone(l.rows.all), got.rows...)), got.next
		}
		return l.sized(env), o
	}
	wanted, o := l.q.Answered(env, a)
	if wanted && ok && a.Err == nil {
		l.rows, l.next = l.rows.with(got.rows), got.next
	}
	return l.sized(env), o
}

// since says whether the page was not read anew since then: what was asked for before that doesn't fit behind it.
func (l ledger) since(at time.Time) bool { return !l.q.Flying && !l.q.Since.After(at) }

func (l ledger) sized(env screen.Env) ledger {
	l.rows.list.ID = rowID
	l.rows.list = l.rows.list.Sized(len(l.rows.all), env.Height-2-1-ledgerFoot) // field and heading, the rule below
	return l
}

func (l ledger) Draw(env screen.Env) widget.Pane {
	l = l.sized(env)
	page := l.drawField(env)
	t := &env.Texts.Desk
	switch wait := l.q.Waits(env); {
	case l.noKind:
		return widget.Stack(page, widget.NewPane(env.Width, "", "  "+env.Theme.Strong.On(t.NoKind), "  "+env.Theme.Muted.On(t.GrammarAbout)))
	case wait != nil:
		return widget.Stack(page, *wait)
	case len(l.rows.all) == 0 && l.field.Empty():
		return widget.Stack(page, widget.NewPane(env.Width, "", "  "+t.NoEvents))
	case len(l.rows.all) == 0:
		lines := append([]string{"", "  " + env.Theme.Strong.On(t.NoneSuch)}, widget.Wrapped(t.GrammarAbout, env.Width-2, 2, env.Theme.Muted)...)
		return widget.Stack(page, widget.NewPane(env.Width, lines...))
	}
	return widget.Stack(page, l.rows.draw(env), leaves.Below(env, ledgerFoot, l.rows.facts(env)...))
}

func (l ledger) drawField(env screen.Env) widget.Pane {
	t := &env.Texts.Desk
	label := " " + t.Filter + " "
	l.field.Placeholder = t.FilterHint
	return widget.Beside(widget.NewPane(widget.Width(label), label), l.field.Draw(env.Width-widget.Width(label)-1, env.Theme)).Sized(env.Width, 1)
}
