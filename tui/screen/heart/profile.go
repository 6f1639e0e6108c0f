package heart

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/loyalty"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	nameCells = 16 // of the names of figures
	numCells  = 12 // of the points beside them
	barCells  = 24 // at most, of the way to the next tier
)

// profile is the tab with who the customer is and what the account comes to, lot by lot.
type profile struct{ lots widget.Scroll }

func (p profile) name(env screen.Env) string { return env.Texts.Heart.Profile }

func (p profile) back() (page, bool) { return p, false }

func (p profile) typing() bool { return false }

func (p profile) keys(screen.Env) keymap.Set { return nil }

func (p profile) update(env screen.Env, msg tea.Msg) (page, []screen.Effect) {
	p.lots = p.sized(env, len(env.State.Member.Account.Living()))
	switch msg.(type) {
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		p.lots, _ = p.lots.Update(msg)
	}
	return p, nil
}

// sized is the window on the lots: what the figures above and two heads leave.
func (p profile) sized(env screen.Env, lots int) widget.Scroll {
	return p.lots.Sized(lots, env.Height-len(figures(env))-len(person(env))-len(gaps(env))-2)
}

// gaps are the blank rows between the parts, on a screen that has room for them.
func gaps(env screen.Env) []string {
	if env.Height < 18 {
		return nil
	}
	return []string{""}
}

func (p profile) draw(env screen.Env) widget.Pane {
	t, th := &env.Texts.Heart, env.Theme
	lots := env.State.Member.Account.Living()
	lines := append(gaps(env), figures(env)...)
	lines = append(lines, person(env)...)
	lines = append(lines, " "+th.Strong.On(t.Lots))
	if len(lots) == 0 {
		lines = append(lines, "   "+th.Muted.On(t.NoLots))
		return widget.NewPane(env.Width, lines...).Sized(env.Width, env.Height)
	}
	cols := lotColumns(env, lots)
	lines = append(lines, th.Muted.On(cols.Line(env.Width-1, "", t.LotPoints, t.LotArose, t.LotUsable, t.LotLapses)))
	list := p.sized(env, len(lots)).Draw(env.Width, th, func(i, width int) string { return lotRow(env, cols, lots[i], width) })
	return widget.Stack(widget.NewPane(env.Width, lines...), list).Sized(env.Width, env.Height)
}

// figures is what the account comes to, one figure a row, and how far the next tier is.
func figures(env screen.Env) []string {
	t, th, m := &env.Texts.Heart, env.Theme, env.State.Member
	a := m.Account
	lines := []string{fact(env, t.UsableNow, text.Points(a.Usable), th.Heart.On(t.Equals(m.Value)))}
	if a.Debt > 0 {
		lines = append(lines, fact(env, t.Debt, text.Points(a.Debt), th.Danger.On(t.Owed(a.Debt))))
	}
	pending := ""
	if n := a.NextUsable; n != nil {
		pending = t.From(moment(env, n.At))
		if n.Points != a.Pending {
			pending = t.Points(n.Points) + " " + pending
		}
	}
	lines = append(lines, fact(env, t.PendingUntil, text.Points(a.Pending), th.Muted.On(pending)),
		fact(env, t.Balance, text.Points(a.Balance), known(env)))
	if n := a.NextLapse; n != nil {
		lines = append(lines, fact(env, t.NextLapse, text.Points(n.Points), th.Warn.On(t.At(moment(env, n.At)))))
	}
	return append(append(lines, gaps(env)...), ranking(env)...)
}

func known(env screen.Env) string {
	if env.State.Member.Unknown {
		return env.Theme.Warn.On(env.Texts.Heart.Unknown(env.State.Link.Online))
	}
	if at := env.State.Member.Known; !at.IsZero() {
		return env.Theme.Muted.On(env.Texts.Heart.Known(moment(env, at)))
	}
	return ""
}

// fact is a name, its figure in the column of figures, and a word about it.
func fact(env screen.Env, name, figure, word string) string {
	return " " + env.Theme.Muted.On(widget.Fit(name, nameCells)) + " " +
		env.Theme.Strong.On(widget.Right.In(figure, numCells)) + "  " + word
}

// ranking is the ranking points with a bar from this tier to the next (E12).
func ranking(env screen.Env) []string {
	t, th, m := &env.Texts.Heart, env.Theme, env.State.Member
	tier := tierName(m.Tier)
	if m.Next == nil {
		return []string{fact(env, t.RankingPoints, text.Points(m.Account.Ranking), tier+th.Muted.On(" · "+t.TopTier))}
	}
	next := tierName(m.Next.Tier)
	room := env.Width - nameCells - numCells - 7 - widget.Width(tier) - widget.Width(next)
	return []string{
		fact(env, t.RankingPoints, text.Points(m.Account.Ranking), tier+" "+bar(env, m.Tier, m.Next.Tier, int64(max(min(room, barCells), 0)))+" "+next),
		fact(env, "", "", th.Muted.On(t.ToNextTier(m.Next.Missing, next))),
	}
}

// bar is how much of the way from one tier to the next is done, in cells.
func bar(env screen.Env, from, to loyalty.Tier, cells int64) string {
	way := to.MinRankingPoints - from.MinRankingPoints
	gone := env.State.Member.Account.RankingHigh - from.MinRankingPoints
	done := max(min(gone*cells/max(way, 1), cells), 0)
	return env.Theme.Accent.On(strings.Repeat("█", int(done))) + env.Theme.Border.On(strings.Repeat("░", int(cells-done)))
}

// person is who it is; phones are masked because customers see this screen.
func person(env screen.Env) []string {
	t, m := &env.Texts.Heart, env.State.Member
	entry := func(name, value string) string {
		return " " + env.Theme.Muted.On(widget.Fit(name, nameCells)) + "   " + value
	}
	lines := append(gaps(env),
		entry(t.Phone, text.MaskedPhone(m.Profile.Phone)),
		entry(t.Joined, text.Date(m.Profile.JoinedAt, env.Zone)),
		entry(t.Consents, consents(t, m.Profile.Consents)))
	return append(lines, gaps(env)...)
}

func lotColumns(env screen.Env, lots []loyalty.LotView) widget.Columns {
	w := widget.Width(env.Texts.Heart.LotPoints)
	for _, l := range lots {
		w = max(w, widget.Width(text.Points(l.Remaining)))
	}
	moments := min(max((env.Width-w-8)/3, 16), 20)
	col := widget.Column{Width: moments, Align: widget.Right}
	return widget.Columns{{Width: 2}, {Width: w, Align: widget.Right}, col, col, col}
}

// lotRow is one lot; one that can't be used yet is muted.
func lotRow(env screen.Env, cols widget.Columns, l loyalty.LotView, width int) string {
	lapses := env.Texts.Heart.Never
	if !l.LapsesAt.IsZero() {
		lapses = text.DateTime(l.LapsesAt, env.Zone)
	}
	usable := max(l.AroseAt.UnixMilli(), l.UsableAt.UnixMilli())
	line := cols.Line(width, "", text.Points(l.Remaining), text.DateTime(l.AroseAt, env.Zone),
		text.DateTime(time.UnixMilli(usable), env.Zone), lapses)
	if !l.Usable {
		return env.Theme.Muted.On(line)
	}
	return line
}
