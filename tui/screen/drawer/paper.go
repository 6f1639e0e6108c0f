package drawer

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/report"
	"tim/tui/keymap"
	"tim/tui/print"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const askReport = 1

// Paper is the screen that shows an X or a Z as it is on paper, and prints a Z again.
type Paper struct {
	number  int64 // of the shift whose Z is asked for, 0: what the state has
	doc     *report.Paper
	columns int
	lines   []string // as drawn for lang and columns
	lang    text.Language
	scroll  widget.Scroll
	fault   error
}

// NewPaper shows the Z of the shift of that number, "" the report that the last action made.
func NewPaper(number string) Paper {
	n, _ := strconv.ParseInt(number, 10, 64)
	return Paper{number: n, columns: print.Wide}
}

// Keys implements screen.Screen.
func (p Paper) Keys(screen.Env) keymap.Set {
	keys := keymap.Set{keymap.Help, keymap.Next}
	if p.doc != nil && p.doc.Z != nil {
		keys = append(keys, keymap.Print)
	}
	return append(keys, keymap.Confirm, keymap.Back)
}

// Update implements screen.Screen.
func (p Paper) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	p = p.laid(env)
	switch msg := msg.(type) {
	case screen.Opened:
		if p.number > 0 {
			return p, []screen.Effect{screen.Ask{Seq: askReport, Query: counter.ReportOf{Number: p.number}}}
		}
		return p.showing(env, env.State.Report), nil
	case screen.Answer:
		if p.fault = msg.Err; msg.Err == nil {
			return p.showing(env, msg.Found.Report), nil
		}
	case screen.Changed:
		if p.copied(env.State.Report) { // at once, or behind a supervisor's PIN
			return p.showing(env, env.State.Report), nil
		}
	case screen.Act:
		return p.act(env, msg.ID)
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		p.scroll, _ = p.scroll.Update(msg)
	}
	return p, nil
}

// copied says that a report is this Z printed again.
func (p Paper) copied(r *report.Paper) bool {
	return p.doc != nil && closed(r) && r.Copies > 0 && r.Sum.Shift.Number == p.doc.Sum.Shift.Number
}

func (p Paper) act(env screen.Env, id keymap.ID) (screen.Screen, []screen.Effect) {
	switch id {
	case keymap.Back, keymap.Confirm:
		return p, []screen.Effect{screen.Close{}}
	case keymap.Next:
		p.columns, p.lines = print.Wide+print.Narrow-p.columns, nil
		return p.laid(env), nil
	case keymap.Print:
		return p, []screen.Effect{screen.Do{Action: counter.ReprintZ{Number: p.doc.Sum.Shift.Number}}}
	}
	return p, nil
}

func (p Paper) showing(env screen.Env, doc *report.Paper) Paper {
	p.doc, p.lines = doc, nil
	return p.laid(env)
}

// laid is the paper drawn for the language, and its window fitted to the screen.
func (p Paper) laid(env screen.Env) Paper {
	if p.doc != nil && (p.lines == nil || p.lang != env.Lang) {
		p.lines, p.lang = print.Report(*p.doc, p.columns, env.Lang), env.Lang
	}
	p.scroll = p.scroll.Sized(len(p.lines), env.Height-2-footRows)
	return p
}

const footRows = 1

// Draw implements screen.Screen.
func (p Paper) Draw(env screen.Env) widget.Pane {
	p = p.laid(env)
	t, page := &env.Texts.Drawer, widget.Blanks(env.Width, env.Height)
	if p.doc == nil {
		words := env.Theme.Muted.On(t.Reading)
		if p.fault != nil {
			words = env.Theme.Danger.On("✗ " + text.Fault(p.fault, env.Lang))
		}
		return page.Place(2, 1, widget.NewPane(env.Width-4, words))
	}
	s := p.scroll
	sheet := widget.Sheet(t.PaperOf(p.doc.Z != nil, p.doc.Sum.Shift.Number), p.lines, p.columns, s,
		env.Texts.Receipt.Rows(s.Top()+1, s.Top()+s.Height, s.Count), env.Theme)
	page = page.Place((env.Width-sheet.Width)/2, 0, sheet)
	foot := p.foot(env)
	return page.Place((env.Width-foot.Width)/2, env.Height-footRows, foot)
}

func (p Paper) foot(env screen.Env) widget.Pane {
	buttons := []widget.Button{{Key: keymap.Get(keymap.Back).Shown, Label: keymap.Get(keymap.Back).Short.In(env.Lang), Target: widget.ActionTarget(keymap.Back)},
		{Key: keymap.Get(keymap.Next).Shown, Label: env.Texts.Receipt.Columns(print.Wide + print.Narrow - p.columns), Target: widget.ActionTarget(keymap.Next)}}
	if p.doc.Z != nil {
		buttons = append(buttons, widget.Button{Key: keymap.Get(keymap.Print).Shown, Label: env.Texts.Drawer.Reprint, Target: widget.ActionTarget(keymap.Print)})
	}
	row := widget.Pane{Lines: []string{""}}
	for i, b := range buttons {
		if i > 0 {
			row = widget.Beside(row, widget.NewPane(2, ""))
		}
		row = widget.Beside(row, b.Draw(b.Width(), 1, env.Press, env.Theme))
	}
	return row
}
