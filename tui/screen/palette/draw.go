package palette

import (
	"strings"

	"tim/domain/counter"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	headRows = 4 // title and the field in its box
	widthMax = 100
	keyCells = 10 // for the longest key, Shift+Tab
)

// Draw is the list below its field.
func (p Palette) Draw(env screen.Env) widget.Pane {
	p = p.sized(env)
	t, texts, width := env.Theme, &env.Texts.Palette, min(env.Width, widthMax)
	rows := p.rows(env)
	p.field.Placeholder = texts.Placeholder
	head := widget.Stack(widget.NewPane(width, " "+t.Title.On(texts.Title)),
		widget.Box(width, "", p.field.Draw(widget.InBox(width), t), t.Border))
	body := p.list.Draw(width, env.Press, t, func(i, width int, marked bool) string { return p.line(env, rows[i], width, marked) })
	if len(rows) == 0 {
		body = widget.NewPane(width, "", widget.Center.In(t.Strong.On(texts.None), width), widget.Center.In(t.Muted.On(texts.Advice), width))
	}
	page := widget.Stack(head, body).Sized(width, env.Height)
	return widget.Beside(widget.Blanks((env.Width-width)/2, env.Height), page).Sized(env.Width, env.Height)
}

// line is a heading, or an action with its word and key; one that can't be done now says why instead of its word.
func (p Palette) line(env screen.Env, r row, width int, marked bool) string {
	t := env.Theme
	sign := "   "
	if marked {
		sign = " " + t.Accent.On("▸") + " "
	}
	switch {
	case r.heading():
		return " " + t.Accent.On(r.title)
	case r.times:
		return sign + env.Texts.Latency.About
	}
	a := keymap.Get(r.item.ID)
	label, key := a.Label.In(env.Lang), widget.Right.In(t.Accent.On(a.Shown), keyCells)
	room := width - widget.Width(sign) - keyCells
	if r.item.Why != "" {
		why, _, _ := strings.Cut(text.Notice(counter.Notice{Code: r.item.Why}, env.Lang), " · ") // what to press is said when it is tried
		return sign + widget.Spread(t.Muted.On(label), t.Muted.On(widget.Cut(why, room-widget.Width(label)-2))+" ", room) + key
	}
	return sign + widget.Spread(label, t.Muted.On(word(a, env.Lang)), room) + key
}

// word is what may be typed instead, in the language of the screen: the table has the English one first.
func word(a keymap.Action, l text.Language) string {
	switch {
	case len(a.Words) == 0:
		return ""
	case l == text.Vietnamese && len(a.Words) > 1:
		return a.Words[1]
	}
	return a.Words[0]
}
