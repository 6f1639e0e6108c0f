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

const memberID = "manage.member"

const (
	askMembers = iota
	askMore
)

// crowd is a page of members.
type crowd struct {
	all  []office.Member
	next string
	text string // that was searched for
}

// members is the search for one of them: to look at, or, where except is somebody, to pick the one to merge that one into.
type members struct {
	except string // id
	q      question
	field  widget.Field
	found  crowd
	list   widget.List
}

func newMembers() members { return members{} }

func (m members) Keys() keymap.Set {
	keys := keymap.Set{keymap.Confirm, keymap.Refresh}
	if m.except == "" {
		keys = append(keys, keymap.Export)
	}
	return keys
}

func (m members) Title(env screen.Env) (left, right string) {
	if m.except != "" {
		return env.Texts.People.MergeWith, m.q.Age(env)
	}
	return env.Texts.People.Members, m.q.Age(env)
}

func (m members) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	m = m.sized(env)
	switch msg := msg.(type) {
	case opened:
		return m.ask(env)
	case answer:
		return m.answered(env, msg)
	case screen.Act:
		return m.act(env, msg.ID)
	case screen.Tapped:
		if msg.ID == memberID {
			m.list = m.list.Mark(msg.Index)
			return m.open()
		}
	case tea.MouseWheelMsg:
		m.list, _ = m.list.Update(msg)
		return m.more()
	case tea.KeyPressMsg, tea.PasteMsg:
		if next, moved := m.list.Update(msg); moved && !editing(msg) {
			m.list = next
			return m.more()
		}
		before := m.field.Value()
		if m.field, _ = m.field.Update(msg); m.field.Value() != before {
			return m.ask(env)
		}
	}
	return m, outcome{}
}

// editing says whether a key moves the cursor of a field rather than the mark of a list.
func editing(msg tea.Msg) bool {
	key, is := msg.(tea.KeyPressMsg)
	return is && slices.Contains([]string{"home", "end"}, keymap.Name(key))
}

func (m members) act(env screen.Env, id keymap.ID) (page, outcome) {
	switch id {
	case keymap.Refresh:
		return m.ask(env)
	case keymap.Export:
		return m, outcome{Over: newTables(office.AdjustmentFile)}
	case keymap.Confirm:
		return m.open()
	case keymap.Back:
		if !m.field.Empty() {
			m.field = m.field.Reset()
			return m.ask(env)
		}
		return m, outcome{Close: true}
	}
	return m, outcome{}
}

func (m members) ask(env screen.Env) (page, outcome) {
	text := m.field.Value()
	o := m.q.Put(env, askMembers, func(ctx context.Context, s seat) (any, error) {
		all, next, err := s.FindMembers(ctx, text, "")
		return crowd{all, next, text}, err
	})
	return m, o
}

// more asks for the next page when the mark is at the end of what there is.
func (m members) more() (page, outcome) {
	if m.found.next == "" || m.list.Marked() < len(m.found.all)-1 {
		return m, outcome{}
	}
	text, cursor := m.found.text, m.found.next
	m.found.next = ""
	return m, outcome{Asks: []ask{{What: askMore, Of: func(ctx context.Context, s seat) (any, error) {
		all, next, err := s.FindMembers(ctx, text, cursor)
		return crowd{all, next, text}, err
	}}}}
}

func (m members) answered(env screen.Env, a answer) (page, outcome) {
	got, ok := a.Value.(crowd)
	if a.What == askMore {
		if ok && a.Err == nil && got.text == m.found.text {
			m.found.all, m.found.next = append(slices.Clip(m.found.all), got.all...), got.next
		}
		return m.sized(env), outcome{}
	}
	wanted, o := m.q.Answered(env, a)
	if wanted && ok && a.Err == nil {
		if got.text != m.found.text {
			m.list = m.list.Mark(0)
		}
		m.found = got
	}
	return m.sized(env), o
}

func (m members) open() (page, outcome) {
	i := m.list.Marked()
	if i < 0 || i >= len(m.found.all) {
		return m, outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	who := m.found.all[i]
	switch m.except {
	case "":
		return m, outcome{Over: newProfile(who)}
	case who.ID:
		return m, outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	return m, outcome{Close: true, Gives: who}
}

func (m members) sized(env screen.Env) members {
	m.list.ID = memberID
	m.list = m.list.Sized(len(m.found.all), max(env.Height-4, 1))
	return m
}

func (m members) Draw(env screen.Env) widget.Pane {
	m = m.sized(env)
	t := &env.Texts.People
	field := m.field
	field.Placeholder = t.SearchMember
	label := widget.NewPane(8, "  "+env.Theme.Muted.On(t.Search))
	search := widget.Beside(label, field.Draw(max(env.Width-10, 10), env.Theme)).Sized(env.Width, 1)
	head := widget.Stack(search, widget.NewPane(env.Width, ""))
	if wait := m.q.Waits(env); wait != nil {
		return widget.Stack(head, *wait)
	}
	if len(m.found.all) == 0 {
		return widget.Stack(head, widget.NewPane(env.Width, "  "+env.Theme.Muted.On(t.NobodyFound)))
	}
	columns := leaves.TableOf(env, 1, memberColumns(env))
	list := m.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		return columns.Row(env, m.found.all[i], "", width, marked)
	})
	below := widget.NewPane(env.Width, "")
	if m.except == "" {
		below = widget.NewPane(env.Width, "  "+env.Theme.Muted.On(t.ByFile))
	}
	return widget.Stack(head, columns.Head(env), list, below)
}

func memberColumns(env screen.Env) []leaves.Column[office.Member] {
	t := &env.Texts.People
	return []leaves.Column[office.Member]{
		leaves.ColumnOf(t.Name, 0, widget.Left, 0, func(m office.Member) string { return widget.Clean(m.Name) }),
		leaves.ColumnOf(t.Phone, 13, widget.Left, 0, func(m office.Member) string { return text.Phone(m.Phone) }),
		leaves.ColumnOf(t.Joined, 11, widget.Left, 70, func(m office.Member) string { return text.Date(m.JoinedAt, env.Zone) }),
		leaves.ColumnOf(t.Consented, 16, widget.Left, 90, func(m office.Member) string { return consentsOf(env, m.Member) }),
	}
}
