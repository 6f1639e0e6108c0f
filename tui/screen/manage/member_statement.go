package manage

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tim/domain/office"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/text"
	"tim/tui/widget"
)

const entryID = "manage.entry"

const (
	askLines = iota
	askOlder
)

// lines is a page of a statement.
type lines struct {
	all  []office.ExplainedEntry
	next string
}

// statement is what happened to a member's points, newest first; below, how those of the marked entry came about (E16).
type statement struct {
	id   string
	who  office.Member
	q    question
	got  lines
	list widget.List
}

func (s statement) Keys() keymap.Set { return keymap.Set{keymap.Refresh} }

func (s statement) Title(env screen.Env) (left, right string) {
	return env.Texts.People.Members + " · " + nameOf(env, s.who.Member) + " · " + env.Texts.Heart.Statement, s.q.Age(env)
}

func (s statement) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	s = s.sized(env)
	switch msg := msg.(type) {
	case opened:
		return s.ask(env)
	case answer:
		return s.answered(env, msg)
	case screen.Act:
		switch msg.ID {
		case keymap.Refresh:
			return s.ask(env)
		case keymap.Back:
			return s, outcome{Close: true}
		}
	case screen.Tapped:
		if msg.ID == entryID {
			s.list = s.list.Mark(msg.Index)
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		s.list, _ = s.list.Update(msg)
		return s.older(env)
	}
	return s, outcome{}
}

func (s statement) ask(env screen.Env) (page, outcome) {
	o := s.q.Put(env, askLines, s.from(env, ""))
	return s, o
}

func (s statement) from(env screen.Env, cursor string) asked {
	id, lang := s.id, env.Lang.Domain()
	return func(ctx context.Context, at seat) (any, error) {
		all, next, err := at.Statement(ctx, id, cursor, lang)
		return lines{all, next}, err
	}
}

// older asks for the page behind when the mark is at the end of what there is.
func (s statement) older(env screen.Env) (page, outcome) {
	if s.got.next == "" || s.list.Marked() < len(s.got.all)-1 {
		return s, outcome{}
	}
	o := outcome{Asks: []ask{{What: askOlder, Of: s.from(env, s.got.next)}}}
	s.got.next = ""
	return s, o
}

func (s statement) answered(env screen.Env, a answer) (page, outcome) {
	got, ok := a.Value.(lines)
	ok = ok && a.Err == nil
	if a.What == askOlder {
		if ok {
			s.got.all, s.got.next = append(slices.Clip(s.got.all), got.all...), got.next
		}
		return s.sized(env), outcome{}
	}
	wanted, o := s.q.Answered(env, a)
	if wanted && ok {
		s.got = got
	}
	return s.sized(env), o
}

// explained is how many rows below the list explain the marked entry.
func explained(env screen.Env) int { return min(max(env.Height/3, 3), 8) }

func (s statement) sized(env screen.Env) statement {
	s.list.ID = entryID
	s.list = s.list.Sized(len(s.got.all), max(env.Height-2-explained(env), 1))
	return s
}

func (s statement) Draw(env screen.Env) widget.Pane {
	if wait := s.q.Waits(env); wait != nil {
		return *wait
	}
	if len(s.got.all) == 0 {
		return widget.NewPane(env.Width, "", "  "+env.Theme.Muted.On(env.Texts.Heart.NoEntries))
	}
	s = s.sized(env)
	columns := leaves.TableOf(env, 1, entryColumns(env))
	list := s.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		return columns.Row(env, s.got.all[i], "", width, marked)
	})
	rule := widget.NewPane(env.Width, env.Theme.Border.On(widget.Rule(env.Width)))
	return widget.Stack(columns.Head(env), list, rule, widget.NewPane(env.Width, s.about(env)...).Sized(env.Width, explained(env)))
}

// about is what there is to say of the marked entry.
func (s statement) about(env screen.Env) (rows []string) {
	i := s.list.Marked()
	if i < 0 || i >= len(s.got.all) {
		return nil
	}
	e := s.got.all[i]
	if e.Reason != "" {
		rows = append(rows, widget.Wrapped(env.Texts.People.Reason+": "+e.Reason, env.Width-2, 1, env.Theme.Text)...)
	}
	for _, line := range e.Explain {
		rows = append(rows, widget.Wrapped(line, env.Width-2, 1, env.Theme.Muted)...)
	}
	return rows
}

func entryColumns(env screen.Env) []leaves.Column[office.ExplainedEntry] {
	t := &env.Texts.Heart
	return []leaves.Column[office.ExplainedEntry]{
		leaves.ColumnOf(t.EntryWhen, 16, widget.Left, 0, func(e office.ExplainedEntry) string { return text.DateTime(e.At, env.Zone) }),
		leaves.ColumnOf(t.EntryKind, 0, widget.Left, 0, func(e office.ExplainedEntry) string { return t.Kind(e.KindOf()) }),
		leaves.ColumnOf(t.EntryPoints, 10, widget.Right, 0, func(e office.ExplainedEntry) string { return signed(env, e.Points) }),
		leaves.ColumnOf(t.EntryBalance, 10, widget.Right, 0, func(e office.ExplainedEntry) string { return text.Points(e.BalanceAfter) }),
		leaves.ColumnOf(t.EntryReceipt, 18, widget.Right, 80, func(e office.ExplainedEntry) string {
			if e.Receipt != "" {
				return e.Receipt
			}
			return widget.Clean(e.Order)
		}),
	}
}

// signed is a change of points with its sign.
func signed(env screen.Env, n int64) string {
	if n > 0 {
		return env.Theme.OK.On("+" + text.Points(n))
	}
	return text.Points(n)
}
