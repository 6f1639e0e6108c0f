package manage

import (
	"context"
	"strconv"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"

	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// Widths of a preview's chart and lists.
const (
	previewLabel = 12
	previewBar   = 24
	narrow       = 72  // window below which names get the room
	previewSides = 100 // window from which gainers and losers stand side by side
)

// preview is what recent orders would have earned under a document that isn't saved.
type preview struct {
	doc    loyalty.Program
	orders int
	q      question
	done   *progress // of the question that is under way
	got    office.Preview
	scroll widget.Scroll
}

// progress is how far a question is. The question writes it, beside all else; the page only reads.
type progress struct{ done, total atomic.Int64 }

func (p *progress) tell(done, total int) {
	p.done.Store(int64(done))
	p.total.Store(int64(total))
}

func newPreview(doc loyalty.Program) preview {
	return preview{doc: doc, orders: office.PreviewDefault, done: &progress{}}
}

func (p preview) Keys() keymap.Set { return keymap.Set{keymap.Preview} }

func (p preview) Title(env screen.Env) (left, right string) {
	t := &env.Texts.Manage
	return t.PreviewTitle, env.Theme.Muted.On(t.PreviewNewest(p.orders))
}

func (p preview) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	p = p.sized(env)
	switch msg := msg.(type) {
	case opened:
		return p.ask(env)
	case answer:
		wanted, o := p.q.Answered(env, msg)
		if got, ok := msg.Value.(office.Preview); ok && wanted && msg.Err == nil {
			p.got = got
		}
		return p.sized(env), o
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			return p, outcome{Close: true}
		case keymap.Preview:
			p.orders = office.PreviewDefault + office.PreviewMax - p.orders
			return p.ask(env)
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		p.scroll, _ = p.scroll.Update(msg)
	}
	return p, outcome{}
}

func (p preview) ask(env screen.Env) (page, outcome) {
	p.done = &progress{}
	doc, q, done := p.doc, office.PreviewQuery{Orders: p.orders}, p.done
	o := p.q.Put(env, 0, func(ctx context.Context, s seat) (any, error) { return s.Preview(ctx, doc, q, done.tell) })
	return p, o
}

func (p preview) sized(env screen.Env) preview {
	p.scroll = p.scroll.Sized(len(p.lines(env)), max(env.Height-2, 1))
	return p
}

func (p preview) Draw(env screen.Env) widget.Pane {
	p = p.sized(env)
	t := &env.Texts.Manage
	foot := widget.NewPane(env.Width, "", " "+env.Theme.Muted.On(t.PreviewKeys(p.other())))
	if p.q.Flying {
		foot = widget.NewPane(env.Width, "", " "+p.bar(env))
	}
	if p.q.At.IsZero() {
		body := widget.NewPane(env.Width, "", "  "+env.Theme.Muted.On(t.PreviewRuns))
		if p.q.Err != nil {
			body = widget.NewPane(env.Width, append([]string{""}, faultLines(env, p.q.Err)...)...)
		}
		return widget.Stack(body.Sized(env.Width, env.Height-2), foot)
	}
	lines := p.lines(env)
	return widget.Stack(p.scroll.Draw(env.Width, env.Theme, func(i, _ int) string { return lines[i] }), foot)
}

// other is how many orders the key asks for.
func (p preview) other() int { return office.PreviewDefault + office.PreviewMax - p.orders }

// bar is how far the question is.
func (p preview) bar(env screen.Env) string {
	done, total := p.done.done.Load(), p.done.total.Load()
	if total == 0 {
		total = int64(p.orders)
	}
	return env.Theme.Accent.On(widget.Bar(done, total, previewBar)) + env.Theme.Border.On("│") + " " + text.Points(done) + " / " + text.Points(total)
}

// lines are all that the preview found.
func (p preview) lines(env screen.Env) []string {
	if p.q.At.IsZero() {
		return nil
	}
	t := &env.Texts.Manage
	if p.got.Orders == 0 {
		return []string{"", "  " + t.PreviewNone}
	}
	lines := []string{"  " + t.PreviewOf(p.got.Orders, text.Date(p.got.From, env.Zone), text.Date(p.got.To, env.Zone)), ""}
	lines = append(lines, p.figures(env)...)
	lines = append(lines, p.chart(env)...)
	return append(lines, p.members(env)...)
}

// figures are points by tier and in sum, and what they are worth.
func (p preview) figures(env screen.Env) []string {
	t := &env.Texts.Manage
	wide := widget.Column{Width: 13, Align: widget.Right}
	orders := widget.Column{Width: 8, Align: widget.Right}
	if env.Width < narrow {
		orders.Width = 5
	}
	columns, width := widget.Columns{{Width: 1}, {}, orders, wide, wide, wide}, min(env.Width-2, 84)
	rows := []string{env.Theme.Muted.On(columns.Line(width, "", t.TierHead, t.OrdersHead, t.BeforeHead, t.AfterHead, t.MoreHead))}
	for _, tier := range p.got.Tiers {
		rows = append(rows, columns.Line(width, "", widget.Clean(tier.Name), text.Count(tier.Orders), text.Points(tier.Before.Points), text.Points(tier.After.Points), more(env, tier.After.Points-tier.Before.Points)))
	}
	strong := env.Theme.Strong
	rows = append(rows, columns.Line(width, "", strong.On(t.AllTiers), text.Count(p.got.Orders), strong.On(text.Points(p.got.Before.Points)), strong.On(text.Points(p.got.After.Points)), more(env, p.got.After.Points-p.got.Before.Points)))
	worth := p.got.After.Liability - p.got.Before.Liability
	return append(rows, columns.Line(width, "", t.Worth, "", text.Money(p.got.Before.Liability), env.Theme.Money.On(text.Money(p.got.After.Liability)), moreMoney(env, worth)))
}

// more is a difference with its sign.
func more(env screen.Env, n int64) string {
	switch {
	case n > 0:
		return env.Theme.OK.On("+" + text.Points(n))
	case n < 0:
		return env.Theme.Warn.On(text.Points(n))
	}
	return env.Theme.Muted.On("=")
}

func moreMoney(env screen.Env, v money.VND) string {
	if v > 0 {
		return env.Theme.Warn.On("+" + text.Money(v))
	}
	if v < 0 {
		return env.Theme.OK.On(text.Money(v))
	}
	return env.Theme.Muted.On("=")
}

// chart is points over time, before and after, on one scale.
func (p preview) chart(env screen.Env) []string {
	t := &env.Texts.Manage
	if len(p.got.Bars) == 0 {
		return nil
	}
	var most int64
	for _, b := range p.got.Bars {
		most = max(most, b.Before, b.After)
	}
	room := min(max(env.Width-previewLabel-20, 10), 60)
	rows := []string{"", "  " + env.Theme.Title.On(t.OverTime) + "   " + env.Theme.Muted.On("█ "+t.BeforeHead) + "  " + env.Theme.Accent.On("█ "+t.AfterHead)}
	for _, b := range p.got.Bars {
		at, label := b.From.In(env.Zone), ""
		label = at.Format("02/01")
		if b.Month {
			label = strconv.Itoa(int(at.Month())) + "/" + strconv.Itoa(at.Year())
		}
		rows = append(rows, "  "+widget.Fit(label, previewLabel)+env.Theme.Muted.On(widget.Bar(b.Before, most, room))+" "+widget.Right.In(text.Points(b.Before), 12),
			"  "+widget.Blank(previewLabel)+env.Theme.Accent.On(widget.Bar(b.After, most, room))+" "+widget.Right.In(text.Points(b.After), 12))
	}
	return rows
}

// members are who would have earned most more, and most less.
func (p preview) members(env screen.Env) []string {
	t := &env.Texts.Manage
	half := env.Width - 2
	if env.Width >= previewSides {
		half = (env.Width - 4) / 2
	}
	gain := memberRows(env, env.Theme.Title.On(t.Gain(p.got.Gainers)), p.got.Gain, half)
	lose := memberRows(env, env.Theme.Title.On(t.Lose(p.got.Losers)), p.got.Lose, half)
	if env.Width < previewSides {
		return append(append(append([]string{""}, gain...), ""), lose...)
	}
	rows := []string{""}
	for i := range max(len(gain), len(lose)) {
		left, right := "", ""
		if i < len(gain) {
			left = gain[i]
		}
		if i < len(lose) {
			right = lose[i]
		}
		rows = append(rows, widget.Fit(left, half)+"  "+widget.Fit(right, half))
	}
	return rows
}

func memberRows(env screen.Env, head string, all []office.MemberPreview, width int) []string {
	columns := widget.Columns{{Width: 1}, {}, {Width: 13}, {Width: 9, Align: widget.Right}, {Width: 9, Align: widget.Right}, {Width: 9, Align: widget.Right}}
	rows := []string{"  " + head}
	if len(all) == 0 {
		rows = append(rows, "  "+env.Theme.Muted.On(env.Texts.Manage.Nobody))
	}
	for _, m := range all {
		rows = append(rows, columns.Line(min(width, 76), "", widget.Clean(m.Name), widget.Clean(m.Phone), text.Points(m.Before), text.Points(m.After), more(env, m.After-m.Before)))
	}
	return rows
}
