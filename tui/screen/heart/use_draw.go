package heart

import (
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// plan is how the rows of the tab are shared out: what a short screen has no room for falls away, first the gaps, then
// the other limits, then the block digits.
type plan struct {
	top    int // rows of the most that can be used
	big    bool
	others bool
	levels int
	gaps   int // blank rows between the parts
}

const (
	footRows  = 3 // what the member has, and the big button
	fieldRows = 2 // the field, and what is wrong with it
	plainRows = 3
	bigRows   = 4
	restRows  = 1 + 1 + fieldRows + footRows // with why and the heads of the table
	gapMax    = 6                            // cells between columns
)

func (u use) plan(env screen.Env) plan {
	count := max(len(env.State.Member.Use.Levels), 1)
	p := plan{top: plainRows}
	spare := env.Height - restRows - p.top - count
	p.levels = max(min(count, count+spare), 1)
	big := bigRows
	if u.inUse(env, true).Width > 0 && !u.beside(env) {
		big++
	}
	if p.big = spare >= big-p.top; p.big {
		spare -= big - p.top
		p.top = big
	}
	if p.others = spare >= 1; p.others {
		spare--
	}
	p.gaps = max(spare, 0)
	return p
}

// beside says whether what is in use has room beside the block digits.
func (u use) beside(env screen.Env) bool {
	return widget.Width(figure(env)[2])+2 <= env.Width-u.inUse(env, true).Width
}

func (u use) draw(env screen.Env) widget.Pane {
	p := u.plan(env)
	gap := func(n int) widget.Pane {
		if p.gaps < n {
			return widget.Pane{Width: env.Width}
		}
		return widget.NewPane(env.Width, "")
	}
	return widget.Stack(gap(4), u.top(env, p), why(env, p.others), gap(1),
		u.table(env, p.levels), gap(3), u.other(env), gap(2), u.foot(env)).Sized(env.Width, env.Height)
}

// top is the most that can be used, the largest thing on the tab, and what is in use already.
func (u use) top(env screen.Env, p plan) widget.Pane {
	t, th, limit := &env.Texts.Heart, env.Theme, env.State.Member.Use.Limit
	caption, plain, block := th.Strong.On(t.Most), text.Points(limit.Max)+" "+t.PointsAre+" "+text.Money(limit.Amount), figure(env)
	if limit.Max == 0 {
		caption, plain, block = th.Warn.On(t.Nothing), "", [3]string{}
	}
	if !p.big || widget.Width(block[2])+2 > env.Width {
		rows := widget.NewPane(env.Width, " "+caption, " "+th.Money.On(plain))
		return widget.Stack(rows, u.inUse(env, false)).Sized(env.Width, p.top)
	}
	lines := []string{" " + caption}
	for _, row := range block {
		lines = append(lines, " "+th.Money.On(row))
	}
	if !u.beside(env) {
		return widget.Stack(widget.NewPane(env.Width, lines...), u.inUse(env, false)).Sized(env.Width, p.top)
	}
	aside := u.inUse(env, true)
	return widget.Beside(widget.NewPane(env.Width-aside.Width, lines...), aside)
}

// figure is the most in block digits, points and money in one line.
func figure(env screen.Env) (rows [3]string) {
	limit := env.State.Member.Use.Limit
	points, money := widget.Block(text.Points(limit.Max)), widget.Block(text.Money(limit.Amount))
	between := "  " + env.Texts.Heart.PointsAre + "  "
	for i := range rows {
		rows[i] = points[i] + widget.Blank(widget.Width(between)) + money[i]
	}
	rows[2] = points[2] + between + money[2]
	return rows
}

// inUse says what is off the order now, with the button that gives it back: beside the figure, or in one line.
func (u use) inUse(env screen.Env, high bool) widget.Pane {
	t, offer := &env.Texts.Heart, env.State.Member.Use
	if offer.Used == 0 {
		return widget.Pane{}
	}
	word := t.InUse(offer.Used, offer.Value)
	back := widget.Button{Key: keymap.Get(keymap.Remove).Shown, Label: t.GiveBack, Target: widget.ActionTarget(keymap.Remove)}
	if !high {
		button := back.Draw(back.Width(), 1, env.Press, env.Theme)
		line := " " + env.Theme.Heart.On(widget.Cut(word, env.Width-button.Width-3))
		return widget.Beside(widget.NewPane(widget.Width(line)+2, line), button)
	}
	w := max(widget.Width(word), back.Width())
	button := back.Draw(w, 3, env.Press, env.Theme)
	return widget.Stack(widget.NewPane(w+1, env.Theme.Heart.On(widget.Right.In(word, w))), button.Sized(w+1, 3))
}

// why is the limit that decides, and below it the others.
func why(env screen.Env, others bool) widget.Pane {
	decides, rest := because(env)
	lines := []string{" " + widget.Cut(decides, env.Width-1)}
	if others {
		lines = append(lines, " "+env.Theme.Muted.On(widget.Cut(rest, env.Width-1)))
	}
	return widget.NewPane(env.Width, lines...)
}

// columns are as wide as what stands in them, and spread over the width as far as the eye follows: mark, percent,
// points, off, left to pay, points left.
func columns(width int, rows [][]string) widget.Columns {
	cols := widget.Columns{{Width: 2}}
	room := width - 4
	for c := 1; c < len(rows[0]); c++ {
		w := 0
		for _, row := range rows {
			w = max(w, widget.Width(row[c]))
		}
		cols = append(cols, widget.Column{Width: w, Align: widget.Right})
		room -= w + 1
	}
	for c := 2; c < len(cols); c++ {
		cols[c].Width += max(min(room/(len(cols)-2), gapMax), 0)
	}
	return cols
}

// table is the levels to choose from (U4).
func (u use) table(env screen.Env, height int) widget.Pane {
	t, th := &env.Texts.Heart, *env.Theme
	levels := env.State.Member.Use.Levels
	if len(levels) == 0 {
		return widget.NewPane(env.Width).Sized(env.Width, 1+height)
	}
	rows := make([][]string, 0, len(levels)+1)
	rows = append(rows, []string{"", t.Level, t.LevelPoints, t.LevelOff, t.LevelToPay, t.LevelLeft})
	for _, l := range levels {
		rows = append(rows, []string{"", text.Count(int(l.Percent)) + " %", text.Points(l.Points), text.Money(-l.Amount),
			text.Money(l.LeftToPay), text.Points(l.LeftUsable)})
	}
	cols := columns(env.Width, rows)
	if u.typing() {
		th.Selected = th.Text // the typed number counts
	}
	body := u.rows.Sized(len(levels), height).Draw(env.Width, env.Press, &th, func(i, width int, marked bool) string {
		cells := rows[i+1]
		if marked && !u.typing() {
			cells[0] = " ▸"
		}
		return cols.Line(width, cells...)
	})
	return widget.Stack(widget.NewPane(env.Width, th.Muted.On(cols.Line(env.Width, rows[0]...))), body)
}

// other is the field for any other number of points, what that is worth, and why it was refused.
func (u use) other(env screen.Env) widget.Pane {
	t, th := &env.Texts.Heart, env.Theme
	offer := env.State.Member.Use
	most := offer.Limit.Max + offer.Trust
	mark, worth := "   ", " "+t.OtherUnit
	if u.typing() {
		mark, worth = " ▸ ", worth+" "+t.Equals(u.typed.value)
	}
	switch {
	case u.fault != nil, u.typed.points > most:
		worth += " · " + th.Warn.On(t.AtMost(most))
	case u.typed.points > offer.Limit.Max:
		worth += " · " + th.Warn.On(t.Supervised)
	case offer.Trust > 0:
		worth += " · " + t.OnTrust(most)
	}
	label, worth := mark+t.Other+" [", "]"+worth
	field := u.field
	field.Placeholder = t.OtherHint
	line := widget.Beside(widget.NewPane(widget.Width(label), label), field.Draw(14, th), widget.NewPane(widget.Width(worth), worth))
	refused := ""
	if u.fault != nil {
		refused = "   " + th.Danger.On(widget.Cut("! "+text.Fault(u.fault, env.Lang), env.Width-4))
	}
	return widget.Stack(line.Sized(env.Width, 1), widget.NewPane(env.Width, refused))
}

// foot is what the member has, and the big button.
func (u use) foot(env screen.Env) widget.Pane {
	t, th := &env.Texts.Heart, env.Theme
	b := widget.Button{Key: keymap.Get(keymap.Confirm).Shown, Label: t.UseIt, Target: widget.ActionTarget(keymap.Confirm),
		Primary: env.State.Member.Use.Limit.Max > 0}
	w := b.Width() + 2
	if env.Width >= 72 {
		w += 4
	}
	room := env.Width - w - 1
	lines := standing(env)
	for i, line := range lines {
		lines[i] = " " + line
	}
	left := widget.NewPane(room, lines...).Sized(room, footRows)
	return widget.Beside(left, b.Draw(w, footRows, env.Press, th)).Sized(env.Width, footRows)
}

// standing is what can be used, what waits, and what lapses next (X8), three lines at most.
func standing(env screen.Env) []string {
	t, th, m := &env.Texts.Heart, env.Theme, env.State.Member
	if m.Unknown {
		return []string{th.Warn.On(t.Unknown(env.State.Link.Online))}
	}
	usable := t.Usable(m.Account.Usable)
	if !m.Known.IsZero() {
		usable += th.Muted.On(" · " + t.Known(moment(env, m.Known)))
	}
	lines := []string{usable}
	if m.Account.Debt > 0 {
		lines = append(lines, th.Danger.On(t.Owed(m.Account.Debt)))
	}
	if n := m.Account.NextUsable; n != nil {
		lines = append(lines, th.Muted.On(t.Pending(n.Points, moment(env, n.At))))
	}
	if n := m.Account.NextLapse; n != nil {
		lines = append(lines, th.Warn.On(t.Lapsing(n.Points, moment(env, n.At))))
	}
	return lines[:min(len(lines), footRows)]
}
