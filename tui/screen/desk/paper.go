package desk

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"tim/domain/report"
	"tim/tui/keymap"
	"tim/tui/print"
	"tim/tui/screen"
	"tim/tui/widget"
)

// paper is a shift's X as it stands, or its Z.
type paper struct {
	of     report.ShiftID
	q      question
	doc    report.Paper
	scroll widget.Scroll
	saving saving
}

func (p paper) Keys() keymap.Set { return nil }

func (p paper) Title(env screen.Env) (left, right string) {
	return env.Texts.Desk.PaperTitle(p.of.Number, p.of.Till, p.doc.Z != nil), p.saving.tells(env) + p.q.Age(env)
}

func (p paper) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	p = p.sized(env)
	switch msg := msg.(type) {
	case opened:
		return p.ask(env)
	case screen.Ticked:
		if p.doc.Z == nil && p.q.Due(env, refreshRest) {
			return p.ask(env)
		}
	case answer:
		if msg.What == askSave {
			out := p.saving.answered(msg)
			return p, out
		}
		wanted, out := p.q.Answered(env, msg)
		if doc, ok := msg.Value.(report.Paper); ok && wanted && msg.Err == nil {
			p.doc = doc
		}
		return p.sized(env), out
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			return p, outcome{Close: true}
		case keymap.Refresh:
			return p.ask(env)
		case keymap.Export:
			if p.q.At.IsZero() {
				return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
			}
			out := p.saving.put(env, askSave, savePaper(env.Lang, p.doc, p.of))
			return p, out
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		p.scroll, _ = p.scroll.Update(msg)
	}
	return p, outcome{}
}

func (p paper) ask(env screen.Env) (page, outcome) {
	of := p.of
	out := p.q.Put(env, 0, func(ctx context.Context, d seat) (any, error) { return d.Paper(ctx, of) })
	return p, out
}

func (p paper) sized(env screen.Env) paper {
	if !p.q.At.IsZero() {
		p.scroll = p.scroll.Sized(len(p.lines(env)), env.Height-2)
	}
	return p
}

func (p paper) lines(env screen.Env) []string { return print.Report(p.doc, paperColumns, env.Lang) }

func (p paper) Draw(env screen.Env) widget.Pane {
	if wait := p.q.Waits(env); wait != nil {
		return *wait
	}
	p = p.sized(env)
	sheet := sheetOf(env, env.Texts.Common.Till(p.of.Till), p.lines(env), p.scroll)
	return widget.Blanks(env.Width, env.Height).Place((env.Width-sheet.Width)/2, 0, sheet)
}
