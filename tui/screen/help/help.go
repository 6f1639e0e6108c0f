// Package help is the help for the screen below: its keys, what the order screen's field understands, and what works
// everywhere. The arrows mark an action, and Enter or a tap closes the help and runs it there; as long as none is marked, Enter
// does nothing, because it may answer the screen below.
package help

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	titleRows = 2 // title and rule
	indent    = 3
	inputs    = 19  // cells for what is pressed or typed
	columnMin = 56  // cells of one column
	widthMax  = 150 // of both
)

// actionTarget is an action of the list, by its place in it.
const actionTarget = "help.action"

// Help is the screen.
type Help struct {
	keys   keymap.Set
	scroll widget.Scroll
	marked int // the action that Enter runs, counted from 1; 0 for none
}

// New is the help for a screen with these actions.
func New(keys keymap.Set) Help { return Help{keys: keys} }

// Keys is the actions that work here.
func (h Help) Keys(screen.Env) keymap.Set {
	return keymap.Set{keymap.Confirm, keymap.Language, keymap.Theme, keymap.Back}
}

// Update marks, scrolls, runs and closes.
func (h Help) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	h = h.sized(env, len(h.page(env)))
	switch msg := msg.(type) {
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			return h, []screen.Effect{screen.Close{}}
		case keymap.Confirm:
			return h, h.run(h.marked)
		}
	case screen.Tapped:
		if msg.ID == actionTarget {
			return h, h.run(msg.Index)
		}
	case tea.KeyPressMsg:
		if next, moved := h.move(keymap.Name(msg)); moved {
			return next, nil
		}
	}
	h.scroll, _ = h.scroll.Update(msg)
	return h, nil
}

// run closes the help and runs an action of the list on the screen below.
func (h Help) run(at int) []screen.Effect {
	if at < 1 || at > len(h.keys) {
		return nil
	}
	return []screen.Effect{screen.Close{}, screen.Run{ID: h.keys[at-1]}}
}

// move marks the next action or the one before, as long as there is one on that side and it is seen; the rest is scrolled.
// Action i stands in row i, below the heading.
func (h Help) move(key string) (Help, bool) {
	switch {
	case key == "down" && h.marked < len(h.keys):
		h.marked++
	case key == "up" && h.marked > 0 && h.scroll.Top() <= h.marked:
		h.marked--
	default:
		return h, false
	}
	h.scroll = h.scroll.Seen(h.marked)
	return h, true
}

func (h Help) sized(env screen.Env, count int) Help {
	h.scroll = h.scroll.Sized(count, env.Height-titleRows)
	return h
}

// Draw is the help.
func (h Help) Draw(env screen.Env) widget.Pane {
	lines := h.page(env)
	h = h.sized(env, len(lines))
	head := widget.NewPane(env.Width, " "+env.Theme.Title.On(env.Texts.Help.Title), env.Theme.Border.On(widget.Rule(env.Width)))
	margin := (env.Width - width(env)) / 2
	body := h.scroll.Draw(env.Width, env.Theme, func(i, _ int) string { return widget.Blank(margin) + lines[i] })
	for y := range body.Lines {
		if i := h.scroll.Top() + y; i >= 1 && i <= len(h.keys) {
			body.Hits = append(body.Hits, widget.Hit{Rect: widget.Rect{X: margin, Y: y, W: column(env), H: 1}, Target: widget.Target{ID: actionTarget, Index: i}})
		}
	}
	return widget.Stack(head, body).Sized(env.Width, env.Height)
}

// column is how wide the actions are drawn.
func column(env screen.Env) int {
	if all := width(env); all >= 2*columnMin {
		return all / 2
	}
	return width(env)
}

func width(env screen.Env) int { return min(env.Width-1, widthMax) }

// page is everything there is to read: two columns side by side where there is room for both.
func (h Help) page(env screen.Env) []string {
	t, all := env.Texts.Help, width(env)
	if column(env) == all {
		return append(append(append(h.actions(env, all), section(env, all, t.Field, t.Grammar)...),
			section(env, all, t.Always, t.Anywhere)...), sizes(env, all)...)
	}
	left := append(h.actions(env, all/2), sizes(env, all/2)...)
	right := append(section(env, all-all/2, t.Field, t.Grammar), section(env, all-all/2, t.Always, t.Anywhere)...)
	return widget.Beside(widget.NewPane(all/2, left...), widget.NewPane(all-all/2, right...)).Lines
}

// actions are the keys of the screen below, with their labels and words.
func (h Help) actions(env screen.Env, width int) []string {
	t := env.Texts.Help
	lines := []string{widget.Spread(" "+env.Theme.Strong.On(t.Keys), env.Theme.Muted.On(t.OrType)+"  ", width)}
	for i, item := range h.keys.Items(env.Lang) {
		words := strings.Join(keymap.Get(item.ID).Words, " ")
		line := widget.Spread(row(env, width, item.Key, item.Label)[0], env.Theme.Muted.On(words)+"  ", width)
		switch {
		case env.Press.On(widget.Target{ID: actionTarget, Index: i + 1}):
			line = env.Theme.Pressed.Over(line)
		case i+1 == h.marked:
			line = env.Theme.Selected.Over(" " + env.Theme.Accent.On("▸") + strings.TrimPrefix(line, "  "))
		}
		lines = append(lines, line)
	}
	return append(lines, "")
}

func section(env screen.Env, width int, title string, rows []text.HelpRow) []string {
	lines := []string{" " + env.Theme.Strong.On(title)}
	for _, r := range rows {
		lines = append(lines, row(env, width, r.Input, r.Means)...)
	}
	return append(lines, "")
}

func sizes(env screen.Env, width int) []string {
	var lines []string
	for _, s := range env.Texts.Help.Sizes {
		for _, l := range widget.Wrap(s, width-2) {
			lines = append(lines, " "+env.Theme.Muted.On(l))
		}
	}
	return append(lines, "")
}

// row is what is pressed, and beside it what that does, in as many lines as it takes.
func row(env screen.Env, width int, input, means string) []string {
	lines := widget.Wrap(means, width-indent-inputs-1)
	for i, line := range lines {
		left := ""
		if i == 0 {
			left = env.Theme.Accent.On(widget.Cut(input, inputs-1))
		}
		lines[i] = widget.Blank(indent) + widget.Fit(left, inputs) + line
	}
	return lines
}
