package desk

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/report"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

// spans are the times that pictures are drawn of, in days.
var spans = []int{1, 7, 28}

const (
	pictureLabel = 13 // cells of what a bar is of
	figureWidth  = 13 // of an amount
	countWidth   = 10 // of "1.234 đơn"
	weeksMost    = 8
	weekWidth    = 6
)

// pictures are figures over a time as bars, with the figures beside them.
type pictures struct {
	days   int
	q      question
	data   report.Series
	scroll widget.Scroll
}

func (p pictures) Keys() keymap.Set { return nil }

func (p pictures) Title(env screen.Env) (left, right string) {
	return "", env.Theme.Accent.On("◂ ") + env.Texts.Desk.PicturesTitle(p.days) + env.Theme.Accent.On(" ▸ ") + p.q.Age(env)
}

func (p pictures) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	p = p.sized(env)
	switch msg := msg.(type) {
	case opened:
		return p.ask(env)
	case screen.Ticked:
		if p.q.Due(env, refreshRest) {
			return p.ask(env)
		}
	case answer:
		wanted, o := p.q.Answered(env, msg)
		if data, ok := msg.Value.(report.Series); ok && wanted && msg.Err == nil {
			p.data = data
		}
		return p.sized(env), o
	case screen.Act:
		if msg.ID == keymap.Refresh {
			return p.ask(env)
		}
	case tea.KeyPressMsg:
		return p.key(env, msg)
	case tea.MouseWheelMsg:
		p.scroll, _ = p.scroll.Update(msg)
	}
	return p, outcome{}
}

// key chooses another time, or scrolls.
func (p pictures) key(env screen.Env, msg tea.KeyPressMsg) (page, outcome) {
	at := slices.Index(spans, p.days)
	switch name := keymap.Name(msg); {
	case name == "left" && at > 0:
		p.days = spans[at-1]
	case name == "right" && at < len(spans)-1:
		p.days = spans[at+1]
	default:
		p.scroll, _ = p.scroll.Update(msg)
		return p, outcome{}
	}
	return p.ask(env)
}

// ask wants whole days of the shop's calendar, today the last.
func (p pictures) ask(env screen.Env) (page, outcome) {
	y, m, d := env.Now.In(env.Zone).Date()
	from, to := time.Date(y, m, d-p.days+1, 0, 0, 0, 0, env.Zone), time.Date(y, m, d+1, 0, 0, 0, 0, env.Zone)
	o := p.q.Put(env, 0, func(ctx context.Context, d seat) (any, error) { return d.Series(ctx, from, to) })
	return p, o
}

func (p pictures) sized(env screen.Env) pictures {
	if !p.q.At.IsZero() {
		p.scroll = p.scroll.Sized(p.picture(env).Height(), env.Height)
	}
	return p
}

func (p pictures) Draw(env screen.Env) widget.Pane {
	if wait := p.q.Waits(env); wait != nil {
		return *wait
	}
	p = p.sized(env)
	lines := p.picture(env).Lines
	return p.scroll.Draw(env.Width, env.Theme, func(i, _ int) string { return lines[i] })
}

// picture is all pictures: below each other, or in two columns where there is room.
func (p pictures) picture(env screen.Env) widget.Pane {
	if env.Width < besideFrom {
		width := env.Width - 1
		return widget.Stack(p.hours(env, width), p.tenders(env, width), p.flow(env, width), p.cashiers(env, width))
	}
	width := (env.Width - 1) / 2
	left := widget.Stack(p.hours(env, width), p.tenders(env, width))
	right := widget.Stack(p.flow(env, env.Width-1-width), p.cashiers(env, env.Width-1-width))
	return widget.Beside(left, right)
}

// titled is a picture with its title above and a blank row below.
func titled(env screen.Env, width int, title string, rows []string) widget.Pane {
	if len(rows) == 0 {
		rows = []string{"   " + env.Theme.Muted.On(env.Texts.Desk.NoSeries)}
	}
	lines := append([]string{" " + env.Theme.Title.On(title)}, rows...)
	return widget.NewPane(width, append(lines, "")...)
}

// hours are the sales of each hour from the first that had any to the last.
func (p pictures) hours(env screen.Env, width int) widget.Pane {
	t := &env.Texts.Desk
	first, last, most := len(p.data.Hours), -1, int64(0)
	for h, tally := range p.data.Hours {
		if tally.N > 0 {
			first, last, most = min(first, h), h, max(most, int64(tally.Amount))
		}
	}
	var rows []string
	for h := first; h <= last; h++ {
		tally := p.data.Hours[h]
		rows = append(rows, barRow(env, width, t.Hour(h), int64(tally.Amount), most, env.Theme.Accent,
			text.Amount(tally.Amount), widget.Right.In(t.Sales(text.Points(tally.N)), countWidth)))
	}
	return titled(env, width, t.Hours, rows)
}

// barRow is a label, a bar, and figures at the right.
func barRow(env screen.Env, width int, label string, n, most int64, look style.Style, figure, more string) string {
	right := widget.Right.In(figure, figureWidth) + more
	room := width - 3 - pictureLabel - 1 - widget.Width(right) - 1
	return "   " + widget.Fit(env.Theme.Muted.On(label), pictureLabel) + look.On(widget.Bar(n, most, room)) + " " + right
}

func (p pictures) tenders(env screen.Env, width int) widget.Pane {
	t, most := &env.Texts.Desk, int64(0)
	for _, x := range p.data.Tenders {
		most = max(most, int64(x.Paid.Amount))
	}
	var rows []string
	for _, x := range p.data.Tenders {
		rows = append(rows, barRow(env, width, t.Tenders.Of(x.Kind, x.Name), int64(x.Paid.Amount), most, env.Theme.OK,
			text.Amount(x.Paid.Amount), widget.Right.In(text.Points(x.Paid.N)+" ×", countWidth)))
	}
	return titled(env, width, t.TenderMix, rows)
}

// flow is the points of each day, earned and spent, on one scale.
func (p pictures) flow(env screen.Env, width int) widget.Pane {
	t, most := &env.Texts.Desk, int64(0)
	for _, d := range p.data.Days {
		most = max(most, d.Earned, d.Spent)
	}
	half := (width - 3 - 6 - 2*9 - 3) / 2
	rows := []string{"   " + widget.Blank(6) + env.Theme.Muted.On(widget.Fit(t.Earned, half+10)+t.Spent)}
	for _, d := range p.data.Days {
		rows = append(rows, "   "+env.Theme.Muted.On(widget.Fit(d.Day.In(env.Zone).Format("02/01"), 6))+
			env.Theme.Heart.On(widget.Bar(d.Earned, most, half))+widget.Right.In("+"+text.Points(d.Earned), 9)+" "+
			env.Theme.Accent.On(widget.Bar(d.Spent, most, half))+widget.Right.In("−"+text.Points(d.Spent), 9))
	}
	if len(p.data.Days) == 0 {
		rows = nil
	}
	return titled(env, width, t.Flow, rows)
}

// cashiers are what each drawer was over or short, week by week.
func (p pictures) cashiers(env screen.Env, width int) widget.Pane {
	t, most := &env.Texts.Desk, int64(0)
	for _, c := range p.data.Cashiers {
		for _, v := range c.Over {
			most = max(most, int64(v), -int64(v))
		}
	}
	var rows []string
	for _, c := range p.data.Cashiers {
		weeks := c.Over[max(0, len(c.Over)-weeksMost):]
		values, figures := make([]int64, len(weeks)), ""
		for i, v := range weeks {
			values[i] = int64(v)
			figures += overCell(env, int64(v), text.Short(v, env.Lang))
		}
		name := widget.Fit(widget.Clean(c.Cashier), max(8, width-3-weeksMost-2-weeksMost*weekWidth))
		rows = append(rows, "   "+env.Theme.Muted.On(name)+" "+widget.Fit(widget.Spark(values, most), weeksMost)+" "+figures)
	}
	if len(rows) > 0 {
		rows = append(rows, "   "+env.Theme.Muted.On(t.WeeksAbout))
	}
	return titled(env, width, t.OverShorts, rows)
}

// overCell is one week's figure: short in the colour of danger, with its sign.
func overCell(env screen.Env, v int64, figure string) string {
	switch {
	case v < 0:
		return env.Theme.Danger.On(widget.Right.In(figure, weekWidth))
	case v > 0:
		return widget.Right.In("+"+figure, weekWidth)
	}
	return env.Theme.Muted.On(widget.Right.In("0", weekWidth))
}
