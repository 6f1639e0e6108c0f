// Package cash is the part of a screen in which cash is counted: note by note, or typed as one amount. A short amount means
// thousands, which is shown beside it.
//
// Caveats. It is no screen: whoever has it gives it keys and draws it. What was typed in one way stays when the other is shown.
package cash

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"tim/domain/money"
	"tim/domain/shift"
	"tim/tui/input"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// NoteTarget is what taps on a note's row are called; the index is the note's.
const NoteTarget = "cash.note"

const (
	digitsMax = 12 // of an amount: more than any drawer holds, so that a slip is told and not cut off
	piecesMax = 7  // digits of a number of notes

	// Rows is the height of the table of notes, with its head and its sum.
	Rows = len(shift.Denominations) + 2
	// Width is that of the table.
	Width = 42
)

// Cash is cash being counted. It is a value.
type Cash struct {
	byNotes   bool
	at        int // the note with the cursor
	pieces    [len(shift.Denominations)]widget.Field
	amount    widget.Field
	counted   shift.Counted
	thousands bool  // the digits of amount mean thousands
	fault     error // of the notes
}

// New is cash with nothing counted.
func New(byNotes bool) Cash {
	c := Cash{byNotes: byNotes, amount: widget.Field{Accept: widget.Digits, Max: digitsMax, Grouped: true}}
	for i := range c.pieces {
		c.pieces[i] = widget.Field{Accept: widget.Digits, Max: piecesMax, Grouped: true}
	}
	return c
}

// ByNotes says which of both is shown.
func (c Cash) ByNotes() bool { return c.byNotes }

// Toggle shows the other.
func (c Cash) Toggle() Cash {
	c.byNotes = !c.byNotes
	return c.added()
}

// Empty says that nothing was counted, which isn't the same as nothing being there.
func (c Cash) Empty() bool {
	if !c.byNotes {
		return c.amount.Empty()
	}
	for _, f := range c.pieces {
		if !f.Empty() {
			return false
		}
	}
	return true
}

// Amount is what was counted.
func (c Cash) Amount() money.VND { return c.counted.Amount }

// Pieces are the notes counted, none when an amount was typed.
func (c Cash) Pieces() [len(shift.Denominations)]int64 { return c.counted.Pieces }

// Fault is why that can't be, nil when it can.
func (c Cash) Fault() error { return c.fault }

// SelectAll marks an amount that was refused, so that typing replaces it.
func (c Cash) SelectAll() Cash {
	c.amount = c.amount.SelectAll()
	return c
}

// Next moves on to the next note. ok is false at the last one, and where an amount is typed.
func (c Cash) Next(by int) (next Cash, ok bool) {
	to := c.at + by
	if !c.byNotes || to < 0 || to >= len(c.pieces) {
		return c, false
	}
	c.at = to
	return c, true
}

// Mark goes to a note.
func (c Cash) Mark(i int) Cash {
	c.at = max(min(i, len(c.pieces)-1), 0)
	return c
}

// Update takes keys and pastes: digits for the field with the cursor, arrows between the notes.
func (c Cash) Update(msg tea.Msg) (next Cash, consumed bool) {
	field := &c.amount
	if c.byNotes {
		field = &c.pieces[c.at]
	}
	if next, ok := field.Update(msg); ok {
		*field = next
		return c.added(), true
	}
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return c, false
	}
	switch keymap.Name(press) {
	case "up":
		return c.Next(-1)
	case "down":
		return c.Next(1)
	}
	return c, false
}

// added is the cash with its sum.
func (c Cash) added() Cash {
	c.counted, c.thousands, c.fault = shift.Counted{}, false, nil
	if !c.byNotes {
		c.counted.Amount, c.thousands = input.Amount(c.amount.Value())
		return c
	}
	var pieces [len(shift.Denominations)]int64
	for i, f := range c.pieces {
		pieces[i], _ = strconv.ParseInt(f.Value(), 10, 64) // digits only; empty is none
	}
	c.counted, c.fault = shift.Count(pieces)
	return c
}

// Draw is the table of notes, or the field of the amount; the cursor is in it when here.
func (c Cash) Draw(env screen.Env, here bool) widget.Pane {
	if !c.byNotes {
		return c.drawAmount(env, here)
	}
	t, th := &env.Texts.Drawer, env.Theme
	head := widget.Columns{{Width: 3}, {Width: 9, Align: widget.Right}, {Width: 12, Align: widget.Right}, {Width: 15, Align: widget.Right}}
	table := widget.NewPane(Width, th.Muted.On(head.Line(Width, "", t.Note, t.Pieces, t.Value)))
	for i := range c.pieces {
		table = widget.Stack(table, c.note(env, i, here && i == c.at))
	}
	sum := text.Money(c.counted.Amount)
	if c.fault != nil {
		sum = "–"
	}
	return widget.Stack(table, widget.NewPane(Width, head.Line(Width, "", th.Strong.On(t.Sum), "", th.Money.On(sum))))
}

// note is a row of the table.
func (c Cash) note(env screen.Env, i int, here bool) widget.Pane {
	th, mark, value := env.Theme, "   ", ""
	if here {
		mark = " " + th.Accent.On("▸") + " "
	}
	if n := c.counted.Pieces[i]; n > 0 {
		value = text.Amount(shift.Denominations[i] * money.VND(n))
	}
	left := mark + widget.Right.In(text.Amount(shift.Denominations[i]), 9) + " × ["
	field := c.pieces[i].Draw(piecesMax+1, th)
	field.Cursor.On = here
	right := "]" + widget.Right.In(value, Width-widget.Width(left)-field.Width-1)
	row := widget.Beside(widget.NewPane(widget.Width(left), left), field, widget.NewPane(widget.Width(right), right))
	return row.Sized(Width, 1).Hit(widget.Target{ID: NoteTarget, Index: i})
}

func (c Cash) drawAmount(env screen.Env, here bool) widget.Pane {
	echo := ""
	if c.thousands {
		echo = "  " + env.Theme.Money.On(env.Texts.Drawer.Thousands(c.counted.Amount))
	}
	box := c.Box(env, Width, env.Texts.Drawer.Amount, env.Texts.Drawer.AmountHint)
	box.Cursor.On = here
	return widget.Stack(box, widget.NewPane(Width, echo))
}

// Box is the field of the amount in a frame.
func (c Cash) Box(env screen.Env, width int, name, hint string) widget.Pane {
	field := c.amount
	field.Placeholder = hint
	return widget.Box(width, name, field.Draw(widget.InBox(width), env.Theme), env.Theme.Border).Hit(widget.Target{ID: NoteTarget})
}

// Typed is the digits of the amount, and whether they mean thousands.
func (c Cash) Typed() (digits string, thousands bool) { return c.amount.Value(), c.thousands }
