// Package help is the help for the screen below: its keys, what the order screen's field understands, and what works
// everywhere. It only reads.
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

// Help is the screen.
type Help struct {
	keys   keymap.Set
	scroll widget.Scroll
}

// New is the help for a screen with these actions.
func New(keys keymap.Set) Help { return Help{keys: keys} }

// Keys is the actions that work here.
func (h Help) Keys(screen.Env) keymap.Set {
	return keymap.Set{keymap.Language, keymap.Theme, keymap.Back}
}

// Update scrolls and closes.
func (h Help) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	h = h.sized(env, len(h.page(env)))
	if act, ok := msg.(screen.Act); ok && act.ID == keymap.Back {
		return h, []screen.Effect{screen.Close{}}
	}
	h.scroll, _ = h.scroll.Update(msg)
	return h, nil
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
	return widget.Stack(head, body).Sized(env.Width, env.Height)
}

func width(env screen.Env) int { return min(env.Width-1, widthMax) }

// page is everything there is to read: two columns side by side where there is room for both.
func (h Help) page(env screen.Env) []string {
	t, all := env.Texts.Help, width(env)
	if all < 2*columnMin {
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
	for _, item := range h.keys.Items(env.Lang) {
		words := strings.Join(keymap.Get(item.ID).Words, " ")
		lines = append(lines, widget.Spread(row(env, width, item.Key, item.Label)[0], env.Theme.Muted.On(words)+"  ", width))
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
