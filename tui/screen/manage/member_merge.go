package manage

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"tim/domain/fault"
	"tim/domain/office"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/widget"
)

const mergeID = "manage.merge"

// merging shows two members side by side, before one flows into the other.
type merging struct {
	a, b account // b is the one that was picked
	q    question
	list widget.List // 0: neither, so that a key too many does nothing for good; 1: b flows into a, 2: a into b
	busy bool
	err  error
}

func newMerging(a account, b office.Member) merging { return merging{a: a, b: account{who: b}} }

func (m merging) Keys() keymap.Set { return keymap.Set{keymap.Confirm, keymap.Refresh} }

func (m merging) Title(env screen.Env) (left, right string) {
	return env.Texts.People.Merging, m.q.Age(env)
}

func (m merging) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	m = m.sized()
	switch msg := msg.(type) {
	case opened:
		return m.ask(env)
	case answer:
		return m.answered(env, msg)
	case screen.Act:
		switch {
		case msg.ID == keymap.Back && !m.busy:
			return m, outcome{Close: true}
		case msg.ID == keymap.Refresh && !m.busy:
			return m.ask(env)
		case msg.ID == keymap.Confirm && !m.busy:
			return m.do()
		}
	case screen.Tapped:
		if msg.ID == mergeID && !m.busy {
			m.list = m.list.Mark(msg.Index)
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		m.list, _ = m.list.Update(msg)
	}
	return m, outcome{}
}

// pair is two accounts as they stand.
type pair struct{ a, b account }

func (m merging) ask(env screen.Env) (page, outcome) {
	a, b := m.a.who.ID, m.b.who.ID
	o := m.q.Put(env, askProfile, func(ctx context.Context, s seat) (any, error) {
		first, err := accountOf(ctx, s, a)
		if err != nil {
			return nil, err
		}
		second, err := accountOf(ctx, s, b)
		return pair{first, second}, err
	})
	return m, o
}

func (m merging) do() (page, outcome) {
	from, into := m.b.who.ID, m.a.who.ID
	switch {
	case m.q.At.IsZero():
		return m, outcome{Effects: []screen.Effect{screen.Beep{}}}
	case m.list.Marked() == 0:
		return m, outcome{Close: true}
	case m.list.Marked() == 2:
		from, into = into, from
	}
	m.busy, m.err = true, nil
	return m, outcome{Asks: []ask{{What: askMerged, Of: func(ctx context.Context, s seat) (any, error) { return s.Merge(ctx, from, into) }}}}
}

func (m merging) answered(env screen.Env, a answer) (page, outcome) {
	if a.What == askMerged {
		m.busy = false
		if a.Err != nil {
			m.err = a.Err
			return m, outcome{Effects: []screen.Effect{screen.Beep{}}}
		}
		stays, _ := a.Value.(office.Member)
		o := tell("member.merged", fault.Args{"name": nameOf(env, stays.Member)})
		o.Close = true
		return m, o
	}
	wanted, o := m.q.Answered(env, a)
	if got, ok := a.Value.(pair); wanted && ok && a.Err == nil {
		m.a, m.b = got.a, got.b
	}
	return m, o
}

func (m merging) sized() merging {
	m.list.ID = mergeID
	m.list = m.list.Sized(3, 3)
	return m
}

func (m merging) Draw(env screen.Env) widget.Pane {
	if wait := m.q.Waits(env); wait != nil {
		return *wait
	}
	m = m.sized()
	t := &env.Texts.People
	half := (env.Width - 1) / 2
	left := widget.NewPane(half, m.a.facts(env, half)...)
	right := widget.NewPane(env.Width-1-half, m.b.facts(env, env.Width-1-half)...)
	rows := max(left.Height(), right.Height())
	bar := widget.Pane{Width: 1}
	for range rows {
		bar = widget.Stack(bar, widget.NewPane(1, env.Theme.Border.On("│")))
	}
	bar.Width = 1
	side := widget.Beside(left.Sized(half, rows), bar, right.Sized(env.Width-1-half, rows))
	names := [3]string{t.MergeNot, t.MergeInto(nameOf(env, m.b.who.Member), nameOf(env, m.a.who.Member)), t.MergeInto(nameOf(env, m.a.who.Member), nameOf(env, m.b.who.Member))}
	list := m.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		return leaves.Sign(env, marked) + widget.Cut(names[i], width-2)
	})
	rule := widget.NewPane(env.Width, env.Theme.Border.On(widget.Rule(env.Width)))
	return widget.Stack(side, rule, list, widget.NewPane(env.Width, m.below(env)...))
}

// below is what moves, or why it didn't.
func (m merging) below(env screen.Env) []string {
	t := &env.Texts.People
	switch {
	case m.busy:
		return []string{"", " " + env.Theme.Warn.On("… "+t.Asking)}
	case m.err != nil:
		return append([]string{""}, widget.Wrapped("✗ "+faultText(env, m.err), env.Width-2, 1, env.Theme.Danger)...)
	case m.list.Marked() == 0:
		return nil
	}
	from := m.b
	if m.list.Marked() == 2 {
		from = m.a
	}
	return append([]string{""}, widget.Wrapped(t.Moves(from.points.Balance, len(from.points.Lots), len(from.vouchers), from.points.Ranking), env.Width-2, 1, env.Theme.Muted)...)
}
