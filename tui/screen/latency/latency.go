// Package latency is the hidden page of what this program has measured of itself: from key to frame, from scan to line, and
// the size of frames. It reads the figures when it is opened and every second; while it is closed nothing is done for it.
package latency

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/tui/keymap"
	"tim/tui/meter"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	widthMax  = 100
	headRows  = 2
	nameCells = 12 // for the end of a bucket
	countCell = 8  // for how many are in it
)

// Latency is the screen.
type Latency struct {
	read   func() meter.Report
	report *meter.Report // nil before the first reading, and where nothing is measured
	scroll widget.Scroll
}

// New is the page of what read gives; nil where nothing is measured.
func New(read func() meter.Report) Latency { return Latency{read: read} }

// Keys is the actions that work here.
func (l Latency) Keys(screen.Env) keymap.Set {
	return keymap.Set{keymap.Back, keymap.Language, keymap.Theme}
}

// Update reads the figures anew, scrolls, and closes.
func (l Latency) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	switch msg := msg.(type) {
	case screen.Opened, screen.Ticked:
		if l.read != nil {
			report := l.read()
			l.report = &report
		}
	case screen.Act:
		if msg.ID == keymap.Back {
			return l, []screen.Effect{screen.Close{}}
		}
	}
	l.scroll, _ = l.sized(env).Update(msg)
	return l, nil
}

func (l Latency) sized(env screen.Env) widget.Scroll {
	return l.scroll.Sized(len(l.page(env, min(env.Width, widthMax))), env.Height-headRows)
}

// Draw implements screen.Screen.
func (l Latency) Draw(env screen.Env) widget.Pane {
	t, width := env.Theme, min(env.Width, widthMax)
	lines := l.page(env, width)
	head := widget.NewPane(width, " "+t.Title.On(env.Texts.Latency.Title), t.Border.On(widget.Rule(width)))
	page := widget.Stack(head, l.sized(env).Draw(width, t, func(i, _ int) string { return lines[i] })).Sized(width, env.Height)
	return widget.Beside(widget.Blanks((env.Width-width)/2, env.Height), page).Sized(env.Width, env.Height)
}

func (l Latency) page(env screen.Env, width int) []string {
	t := &env.Texts.Latency
	if l.report == nil {
		return []string{"", widget.Center.In(env.Theme.Muted.On(t.Off), width-1)}
	}
	page := section(env, width-1, t.Keys, l.report.Keys, text.Millis)
	page = append(page, section(env, width-1, t.Scans, l.report.Scans, text.Millis)...)
	return append(page, section(env, width-1, t.Frames, l.report.Frames, text.Bytes)...)
}

// section is one quantity: its percentiles, and how its values lie.
func section(env screen.Env, width int, title string, h meter.Histogram, unit func(int64) string) []string {
	t, texts := env.Theme, &env.Texts.Latency
	if h.Count() == 0 {
		return []string{widget.Spread(" "+t.Strong.On(title), t.Muted.On(texts.None)+" ", width), ""}
	}
	lines := []string{widget.Spread(" "+t.Strong.On(title), t.Muted.On(texts.Count(h.Count()))+" ", width)}
	figures := ""
	for _, p := range []struct {
		name string
		at   int64
	}{{"p50", h.Below(50)}, {"p95", h.Below(95)}, {"p99", h.Below(99)}, {texts.Longest, h.Longest()}} {
		figures += "   " + t.Muted.On(p.name) + " " + t.Strong.On(unit(p.at))
	}
	lines = append(lines, figures)
	most := int64(0)
	for _, d := range h.Doublings() {
		most = max(most, d.Count)
	}
	for _, d := range h.Doublings() {
		bar := int((d.Count*int64(max(width-nameCells-countCell-6, 1)) + most - 1) / most)
		lines = append(lines, " "+t.Muted.On(widget.Right.In("< "+unit(d.Below), nameCells))+" "+
			widget.Right.In(text.Points(d.Count), countCell)+" "+t.Accent.On(strings.Repeat("▄", bar)))
	}
	return append(lines, "")
}
