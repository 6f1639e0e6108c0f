package manage

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/office"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const askLiability = 0

// liability is what points are worth today, by tier and by the month that they lapse in.
type liability struct {
	q      question
	done   *progress // of the question that is under way
	of     office.Liability
	scroll widget.Scroll
}

func newLiability() liability { return liability{} }

func (l liability) Keys() keymap.Set { return keymap.Set{keymap.Refresh} }

func (l liability) Title(env screen.Env) (left, right string) {
	return env.Texts.People.Liability, l.q.Age(env)
}

func (l liability) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	switch msg := msg.(type) {
	case opened:
		return l.ask(env)
	case answer:
		wanted, o := l.q.Answered(env, msg)
		if got, ok := msg.Value.(office.Liability); wanted && ok && msg.Err == nil {
			l.of = got
		}
		return l, o
	case screen.Act:
		switch msg.ID {
		case keymap.Refresh:
			return l.ask(env)
		case keymap.Back:
			return l, outcome{Close: true}
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		l.scroll = l.scroll.Sized(len(l.lines(env)), env.Height)
		l.scroll, _ = l.scroll.Update(msg)
	}
	return l, outcome{}
}

// liabilityMax is how long central may take to count all accounts.
const liabilityMax = 5 * time.Minute

func (l liability) ask(env screen.Env) (page, outcome) {
	done := &progress{}
	o := l.q.Put(env, askLiability, func(ctx context.Context, s seat) (any, error) { return s.Liability(ctx, time.Time{}, done.tell) })
	if len(o.Asks) > 0 {
		l.done = done
	}
	for i := range o.Asks {
		o.Asks[i].Max = liabilityMax
	}
	return l, o
}

func (l liability) Draw(env screen.Env) widget.Pane {
	if wait := l.q.Waits(env); wait != nil {
		if l.q.Err != nil || l.done == nil {
			return *wait
		}
		return widget.NewPane(env.Width, "", "  "+env.Theme.Muted.On(env.Texts.People.MembersLooked(l.done.done.Load(), l.done.total.Load())))
	}
	lines := l.lines(env)
	scroll := l.scroll.Sized(len(lines), env.Height)
	return scroll.Draw(env.Width, env.Theme, func(i, width int) string { return lines[i] })
}

// lines are the whole page.
func (l liability) lines(env screen.Env) []string {
	t, th := &env.Texts.People, env.Theme
	all := []string{"", " " + th.Strong.On(t.OwedNow(l.of.Total)) + th.Muted.On(" · "+t.OfMembers(l.of.Members, text.DateTime(l.of.At, env.Zone)))}
	if l.of.Total.Debt > 0 {
		all = append(all, " "+th.Warn.On(t.OwedBack(l.of.Total.Debt)))
	}
	all = append(all, "", " "+th.Title.On(t.ByTier))
	all = append(all, l.tiers(env)...)
	all = append(all, "", " "+th.Title.On(t.ByMonth))
	all = append(all, l.months(env)...)
	if len(l.of.Runs) > 0 {
		all = append(all, "", " "+th.Title.On(t.YearlyRun))
	}
	for _, run := range l.of.Runs {
		all = append(all, " "+t.Yearly(text.Date(run.At, env.Zone), run.Members, run.Points, run.Value))
	}
	return all
}

func (l liability) tiers(env screen.Env) (rows []string) {
	t, c := &env.Texts.People, chartOf(env)
	rows = append(rows, env.Theme.Muted.On(c.line(t.Tier, t.MembersCount, t.PointsNow, "₫")))
	for _, tier := range l.of.Tiers {
		c.most = max(c.most, int64(tier.Value))
	}
	for _, tier := range l.of.Tiers {
		row := c.line(widget.Clean(tier.Name), text.Points(int64(tier.Members)), text.Points(tier.Points()), text.Amount(tier.Value))
		rows = append(rows, row+env.Theme.Accent.On(c.bar(int64(tier.Value))))
	}
	return rows
}

func (l liability) months(env screen.Env) (rows []string) {
	t, c := &env.Texts.People, chartOf(env)
	c.most = l.of.Never.Points()
	for _, m := range l.of.Lapses {
		c.most = max(c.most, m.Points)
	}
	for _, m := range l.of.Lapses {
		row := c.line(m.Month.In(env.Zone).Format("01/2006"), text.Points(int64(m.Members)), text.Points(m.Points), text.Amount(m.Value))
		rows = append(rows, row+env.Theme.Warn.On(c.bar(m.Points)))
	}
	rows = append(rows, c.line(t.NeverLapses, "", text.Points(l.of.Never.Points()), text.Amount(l.of.Never.Value))+env.Theme.Accent.On(c.bar(l.of.Never.Points())))
	if len(l.of.Lapses) == 0 {
		rows = append(rows, " "+env.Theme.Muted.On(t.NothingLapses))
	}
	return rows
}

// chart is rows of figures with a bar behind each.
type chart struct {
	columns widget.Columns
	cells   int // of the figures
	room    int // of the bar
	most    int64
}

// chartOf leaves the members out where there is little room.
func chartOf(env screen.Env) chart {
	c := chart{columns: widget.Columns{{Width: 1}, {Width: 14}, {Width: 8, Align: widget.Right}, {Width: 10, Align: widget.Right}, {Width: 15, Align: widget.Right}}}
	if env.Width < 72 {
		c.columns[2].Width = 0
		c.columns = append(c.columns[:2:2], c.columns[3:]...)
	}
	for _, column := range c.columns {
		c.cells += column.Width + 1
	}
	c.room = max(env.Width-c.cells-2, 4)
	return c
}

func (c chart) line(name, members, points, value string) string {
	if len(c.columns) < 5 {
		return c.columns.Line(c.cells, "", name, points, value)
	}
	return c.columns.Line(c.cells, "", name, members, points, value)
}

func (c chart) bar(n int64) string { return widget.Bar(n, c.most, c.room) }
