// Package printer is the page of the paper printer: how it and the cash drawer stand, what waits to be printed, a test.
//
// Caveats. What stands here comes from beside the screens (screen.Env's Printing) and is as new as that. A paper that is dropped
// can be had back until another one is.
package printer

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// Press is what the page asks of the printer.
type Press interface {
	// Retry tries again at once to print what waits.
	Retry()
	// Drop takes a paper out of those that wait. Fault: job.unknown.
	Drop(ctx context.Context, place string) error
	// Restore puts back what was dropped last. Fault: job.unknown.
	Restore(ctx context.Context) error
	// AskOnPaper says whether a transfer's code is printed as soon as it is waited for, durable when it returns.
	AskOnPaper(ctx context.Context, on bool) error
	// Test prints a page of letters and codes. Fault: printer.none.
	Test(ctx context.Context) error
	// Labels prints price labels. Fault: printer.none.
	Labels(ctx context.Context, products []catalog.Product) error
}

const (
	widthMax  = 100
	rowID     = "printer.job"
	factCells = 14
	headRows  = 9
	answerMax = 5 * time.Second
)

// What a Review was about.
const (
	dropping = 1 + iota
	restoring
	testPage
	asking
)

// Page is the screen.
type Page struct {
	press Press
	list  widget.List
	about string // number of the paper that is being dropped or had back
}

// New is the page of a printer; nil where there is none.
func New(press Press) Page { return Page{press: press, list: widget.List{ID: rowID}} }

// Keys implements screen.Screen.
func (p Page) Keys(env screen.Env) keymap.Set {
	keys := keymap.Set{keymap.Help}
	if p.on(env) {
		keys = append(keys, keymap.Retry, keymap.AskOnPaper, keymap.TestPrint)
	}
	if len(jobs(env)) > 0 {
		keys = append(keys, keymap.Remove)
	}
	if env.Printing != nil && env.Printing.Dropped != nil {
		keys = append(keys, keymap.Undo)
	}
	return append(keys, keymap.Back)
}

func (p Page) on(env screen.Env) bool {
	return p.press != nil && env.Printing != nil && env.Printing.On
}

func jobs(env screen.Env) []counter.PrintJob {
	if env.Printing == nil {
		return nil
	}
	return env.Printing.Jobs
}

func (p Page) sized(env screen.Env) Page {
	p.list = p.list.Sized(len(jobs(env)), max(env.Height-headRows, 1))
	return p
}

// Update implements screen.Screen.
func (p Page) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	p = p.sized(env)
	switch msg := msg.(type) {
	case screen.Act:
		return p.act(env, msg.ID)
	case screen.Reviewed:
		return p, []screen.Effect{screen.Tell{Notice: p.outcome(msg)}}
	case screen.Tapped:
		if msg.ID == rowID {
			p.list = p.list.Mark(msg.Index)
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		p.list, _ = p.list.Update(msg)
	}
	return p, nil
}

func (p Page) act(env screen.Env, id keymap.ID) (screen.Screen, []screen.Effect) {
	waiting := jobs(env)
	at := p.list.Marked()
	switch {
	case id == keymap.Back:
		return p, []screen.Effect{screen.Close{}}
	case !p.on(env) && id != keymap.Remove && id != keymap.Undo || p.press == nil:
		return p, []screen.Effect{screen.Tell{Notice: counter.Notice{Code: "printer.none", Error: true}}, screen.Beep{}}
	case id == keymap.Retry:
		p.press.Retry()
	case id == keymap.TestPrint:
		return p, p.review(testPage, p.press.Test)
	case id == keymap.AskOnPaper:
		on := !env.Printing.AsksOnPaper
		return p, p.review(asking, func(ctx context.Context) error { return p.press.AskOnPaper(ctx, on) })
	case id == keymap.Remove && at >= 0 && at < len(waiting):
		place := waiting[at].Place
		p.about = named(env, waiting[at])
		return p, p.review(dropping, func(ctx context.Context) error { return p.press.Drop(ctx, place) })
	case id == keymap.Undo && env.Printing.Dropped != nil:
		p.about = named(env, *env.Printing.Dropped)
		return p, p.review(restoring, p.press.Restore)
	}
	return p, nil
}

func (p Page) review(seq int, do func(context.Context) error) []screen.Effect {
	return []screen.Effect{screen.Review{Seq: seq, Max: answerMax, Of: func(ctx context.Context) (any, error) { return nil, do(ctx) }}}
}

func (p Page) outcome(r screen.Reviewed) counter.Notice {
	if r.Err != nil {
		code := fault.Code(r.Err)
		if code == "" {
			code = "printer.unkept"
		}
		return counter.Notice{Code: code, Error: true}
	}
	return counter.Notice{Code: map[int]string{dropping: "printer.dropped", restoring: "printer.restored", testPage: "printer.tested", asking: "printer.set"}[r.Seq], Args: fault.Args{"number": p.about}}
}

// named is a paper as people call it.
func named(env screen.Env, j counter.PrintJob) string {
	if j.Number != "" {
		return j.Number
	}
	return env.Texts.Printer.Kind(j.Kind)
}

// Draw implements screen.Screen.
func (p Page) Draw(env screen.Env) widget.Pane {
	p = p.sized(env)
	t, th, width := &env.Texts.Printer, env.Theme, min(env.Width, widthMax)
	page := widget.NewPane(width, " "+th.Title.On(t.Title), th.Border.On(widget.Rule(width)))
	page = widget.Stack(page, p.facts(env, width), widget.NewPane(width, th.Border.On(widget.Rule(width))))
	switch waiting := jobs(env); {
	case !p.on(env) && len(waiting) == 0:
		page = widget.Stack(page, widget.NewPane(width, "", " "+th.Muted.On(t.Setup)))
	case len(waiting) == 0:
		page = widget.Stack(page, widget.NewPane(width, "", " "+th.Muted.On(t.Empty)))
	default:
		cols := columns()
		page = widget.Stack(page, widget.NewPane(width, th.Muted.On(cols.Line(width-1, "", t.Job, t.For, t.Since, ""))),
			p.list.Draw(width, env.Press, th, func(i, width int, marked bool) string { return row(env, cols, width, waiting[i], marked) }))
	}
	return widget.Beside(widget.Blanks((env.Width-width)/2, env.Height), page.Sized(width, env.Height)).Sized(env.Width, env.Height)
}

// facts are how the printer and the drawer stand, in four rows.
func (p Page) facts(env screen.Env, width int) widget.Pane {
	t, th := &env.Texts.Printer, env.Theme
	fact := func(name, value string) string { return " " + th.Muted.On(widget.Fit(name, factCells)) + value }
	state, drawer := th.Muted.On(t.None), th.Muted.On(t.Drawers[counter.DrawerUnknown])
	codes := th.Muted.On("–")
	if p.on(env) {
		n := env.Printing
		switch {
		case n.Trouble != "":
			state = th.Warn.On("▲ " + t.Trouble(n.Trouble))
		case n.Low:
			state = th.OK.On(t.Ready) + " · " + th.Warn.On(t.Low)
		default:
			state = th.OK.On(t.Ready)
		}
		drawer = t.Drawers[n.Drawer]
		codes = t.CodesAsked
		if n.AsksOnPaper {
			codes = t.CodesAtOnce
		}
	}
	return widget.NewPane(width, fact(t.State, state), fact(t.Drawer, drawer), fact(t.Queue, text.Count(len(jobs(env)))), fact(t.Codes, codes))
}

func columns() widget.Columns {
	return widget.Columns{{Width: 2}, {Width: 15}, {Width: 13}, {Width: 12}, {}}
}

func row(env screen.Env, cols widget.Columns, width int, j counter.PrintJob, marked bool) string {
	t, th, sign, note := &env.Texts.Printer, env.Theme, "", ""
	if marked {
		sign = " " + th.Accent.On("▸")
	}
	switch {
	case j.Trouble != "":
		note = th.Danger.On(t.Undrawn)
	case j.Begun:
		note = th.Warn.On(t.Maybe)
	case j.Copy:
		note = th.Muted.On(t.Copy)
	}
	at := j.At.In(env.Zone).Format("02/01 15:04")
	return cols.Line(width, sign, t.Kind(j.Kind), widget.Clean(j.Number), at, note)
}
