package manage

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"tim/domain/office"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/text"
	"tim/tui/widget"
)

const memberID = "manage.member"

// members is the search for one of them: to look at, or, where except is somebody, to pick the one to merge that one into.
type members struct {
	except string // id
	finder[office.Member]
}

func newMembers() members { return membersBut("") }

// membersBut is the search for somebody else than a member.
func membersBut(except string) members {
	read := func(ctx context.Context, s seat, text, cursor string) ([]office.Member, string, error) {
		return s.FindMembers(ctx, text, cursor)
	}
	return members{except, finder[office.Member]{id: memberID, read: read, rows: 4}}
}

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
	if act, is := msg.(screen.Act); is && act.ID == keymap.Export {
		return m, outcome{Over: newTables(office.AdjustmentFile)}
	}
	next, o, chosen := m.finder.update(env, msg)
	if m.finder = next; chosen {
		return m.open()
	}
	return m, o
}

func (m members) open() (page, outcome) {
	who, there := m.marked()
	switch {
	case there && m.except == "":
		return m, outcome{Over: newProfile(who)}
	case there && m.except != who.ID:
		return m, outcome{Close: true, Gives: who}
	}
	return m, outcome{Effects: []screen.Effect{screen.Beep{}}}
}

func (m members) Draw(env screen.Env) widget.Pane {
	t := &env.Texts.People
	pane := m.finder.draw(env, t.SearchMember, t.NobodyFound, memberColumns(env))
	if m.except == "" && len(m.found.all) > 0 {
		return widget.Stack(pane, widget.NewPane(env.Width, "  "+env.Theme.Muted.On(t.ByFile)))
	}
	return pane
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
