package drawer

import (
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	shiftTarget = "drawer.shift"
	askShifts   = 1
	askOlder    = 2
	olderNear   = 50 // rows before the end at which more are asked for
	headRows    = 3  // title, rule, heads of the columns
	facing      = 72
)

// History is the screen that lists the till's shifts: Enter shows the Z of a closed one, and the X of another.
type History struct {
	list  widget.List
	found []counter.FoundShift
	read  bool
	rest  bool // there are older ones
	asked bool // for them
	fault error
}

// NewHistory lists the till's shifts, the newest first; older ones are asked for when the mark comes near the end.
func NewHistory() History { return History{list: widget.List{ID: shiftTarget}} }

// Keys implements screen.Screen.
func (h History) Keys(screen.Env) keymap.Set {
	return keymap.Set{keymap.Help, keymap.Confirm, keymap.Back}
}

// Update implements screen.Screen.
func (h History) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	h.list = h.list.Sized(len(h.found), env.Height-headRows)
	switch msg := msg.(type) {
	case screen.Opened:
		return h, []screen.Effect{screen.Ask{Seq: askShifts, Query: counter.Shifts{}}}
	case screen.Answer:
		return h.answered(env, msg), nil
	case screen.Tapped:
		if msg.ID == shiftTarget {
			h.list = h.list.Mark(msg.Index)
			return h.open()
		}
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			return h, []screen.Effect{screen.Close{}}
		case keymap.Confirm:
			return h.open()
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		h.list, _ = h.list.Update(msg)
		return h.further()
	}
	return h, nil
}

func (h History) answered(env screen.Env, a screen.Answer) History {
	found := a.Found.Shifts
	if a.Seq == askOlder {
		if h.asked = false; a.Err != nil {
			return h // what is here stays; the next key asks again
		}
		found = append(slices.Clone(h.found), found...)
	}
	h.rest = len(a.Found.Shifts) == counter.FindMax
	h.read, h.found, h.fault = true, found, a.Err
	h.list = h.list.Sized(len(h.found), env.Height-headRows)
	return h
}

// further asks for older ones.
func (h History) further() (screen.Screen, []screen.Effect) {
	if !h.rest || h.asked || h.list.Marked() < len(h.found)-olderNear {
		return h, nil
	}
	h.asked = true
	return h, []screen.Effect{screen.Ask{Seq: askOlder, Query: counter.Shifts{Before: h.found[len(h.found)-1].Shift.Number}}}
}

func (h History) open() (screen.Screen, []screen.Effect) {
	i := h.list.Marked()
	if i < 0 || i >= len(h.found) {
		return h, nil
	}
	if f := h.found[i]; f.Shift.State != shift.Closed {
		return h, []screen.Effect{screen.Do{Action: counter.TakeX{Shift: f.Shift.ID}}}
	}
	return h, []screen.Effect{screen.Go{Route: screen.Report, Param: strconv.FormatInt(h.found[i].Shift.Number, 10)}}
}

// Draw implements screen.Screen.
func (h History) Draw(env screen.Env) widget.Pane {
	t, th, width := &env.Texts.Drawer, env.Theme, min(env.Width, widthMax)
	h.list = h.list.Sized(len(h.found), env.Height-headRows)
	more := ""
	if h.rest {
		more = t.ShiftsMore(len(h.found))
	}
	page := head(env, width, t.Shifts, more)
	switch {
	case h.fault != nil:
		return middle(env, widget.Stack(page, refused(env, width, h.fault)))
	case !h.read:
		return middle(env, widget.Stack(page, widget.NewPane(width, " "+th.Muted.On(t.Reading))))
	case len(h.found) == 0:
		return middle(env, widget.Stack(page, widget.NewPane(width, " "+th.Muted.On(t.NoShifts))))
	}
	cols := widget.Columns{{Width: 2}, {Width: 5, Align: widget.Right}, {}, {Width: 20}, {Width: 14, Align: widget.Right}, {Width: 14, Align: widget.Right}}
	if width < facing {
		cols[3].Width, cols[4].Width, cols[5].Width = 11, 13, 11
	}
	page = widget.Stack(page, widget.NewPane(width, th.Muted.On(cols.Line(width-1, "", t.Number, t.Who, t.When, t.Net, t.OverCol))))
	return middle(env, widget.Stack(page, h.list.Draw(width, env.Press, th, func(i, width int, marked bool) string {
		return h.row(env, cols, width, h.found[i], marked)
	})))
}

func (h History) row(env screen.Env, cols widget.Columns, width int, f counter.FoundShift, marked bool) string {
	th, sign, net := env.Theme, "", text.Amount(f.Net)
	if marked {
		sign = " " + th.Accent.On("▸")
	}
	off := over(env, f)
	if f.Shift.State != shift.Closed {
		net, off = "", th.Muted.On(env.Texts.Drawer.State(f.Shift.State))
	}
	when := text.Clock(f.Shift.OpenedAt, env.Zone)
	if cols[3].Width > 16 {
		when = text.DateTime(f.Shift.OpenedAt, env.Zone)[:len("21/11")] + " " + when
	}
	if f.Shift.State == shift.Closed {
		when += "–" + text.Clock(f.Shift.Since, env.Zone)
	}
	return cols.Line(width, sign, text.Points(f.Shift.Number), widget.Clean(f.Cashier), when, net, off)
}

// over is what the drawer was over (+) or short (−), in sign and colour.
func over(env screen.Env, f counter.FoundShift) string {
	switch {
	case f.Over > 0:
		return env.Theme.Warn.On("+" + text.Amount(f.Over))
	case f.Over < 0:
		return env.Theme.Danger.On(text.Amount(f.Over))
	}
	return env.Theme.OK.On("✓")
}
