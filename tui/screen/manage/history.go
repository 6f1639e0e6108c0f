package manage

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"tim/domain/loyalty"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/text"
	"tim/tui/widget"
)

const versionID = "manage.version"

// history is every version of the programme, newest first, and what the marked one changed.
type history struct {
	q    question
	all  loyalty.Versions // newest first
	list widget.List
}

func newHistory() history { return history{list: widget.List{ID: versionID}} }

func (h history) Keys() keymap.Set { return keymap.Set{keymap.Confirm, keymap.Refresh} }

func (h history) Title(env screen.Env) (left, right string) {
	return env.Texts.Manage.History, h.q.Age(env)
}

func (h history) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	h = h.sized(env)
	switch msg := msg.(type) {
	case opened:
		if h.q.At.IsZero() {
			return h.ask(env)
		}
	case given:
		return h, outcome{Close: true, Gives: msg.Value}
	case answer:
		wanted, o := h.q.Answered(env, msg)
		if all, ok := msg.Value.(loyalty.Versions); ok && wanted && msg.Err == nil {
			h.all = make(loyalty.Versions, len(all))
			for i, v := range all {
				h.all[len(all)-1-i] = v
			}
		}
		return h.sized(env), o
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			return h, outcome{Close: true}
		case keymap.Refresh:
			return h.ask(env)
		case keymap.Confirm:
			return h, h.open()
		}
	case screen.Tapped:
		if msg.ID == versionID {
			h.list = h.list.Mark(msg.Index)
			return h, h.open()
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		h.list, _ = h.list.Update(msg)
	}
	return h, outcome{}
}

func (h history) ask(env screen.Env) (page, outcome) {
	o := h.q.Put(env, 0, func(ctx context.Context, s seat) (any, error) { return s.Versions(ctx) })
	return h, o
}

// before is the version before one; the first has what a new shop begins with.
func (h history) before(i int) loyalty.Program {
	if i+1 < len(h.all) {
		return h.all[i+1]
	}
	return loyalty.Default()
}

func (h history) open() outcome {
	if i := h.list.Marked(); i >= 0 && i < len(h.all) {
		return outcome{Over: version{doc: h.all[i], before: h.before(i)}}
	}
	return outcome{Effects: []screen.Effect{screen.Beep{}}}
}

func (h history) sized(env screen.Env) history {
	h.list = h.list.Sized(len(h.all), max(env.Height-1-historyFoot-1, 1))
	return h
}

const historyFoot = 4

func (h history) Draw(env screen.Env) widget.Pane {
	if wait := h.q.Waits(env); wait != nil {
		return *wait
	}
	h = h.sized(env)
	t := &env.Texts.Manage
	if len(h.all) == 0 {
		return widget.NewPane(env.Width, "", "  "+env.Theme.Muted.On(t.NoVersions))
	}
	columns := leaves.TableOf(env, 1, []leaves.Column[loyalty.Program]{
		leaves.ColumnOf(t.VersionHead, 9, widget.Right, 0, func(p loyalty.Program) string { return text.Points(p.Version) }),
		leaves.ColumnOf(t.FromHead, 16, widget.Left, 0, func(p loyalty.Program) string { return since(env, p) }),
		leaves.ColumnOf(t.ByHead, 18, widget.Left, 0, func(p loyalty.Program) string { return widget.Clean(p.Author) }),
		leaves.ColumnOf(t.ReasonHead, 0, widget.Left, 0, func(p loyalty.Program) string { return widget.Clean(p.Reason) }),
		leaves.ColumnOf(t.StateHead, 14, widget.Left, 72, func(p loyalty.Program) string { return h.state(env, p) }),
	})
	list := h.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		return columns.Row(env, h.all[i], "", width, marked)
	})
	at := max(h.list.Marked(), 0)
	rows := changeRows(env, loyalty.Diff(h.before(at), h.all[at]), env.Width-1, h.all[at], h.before(at))
	if len(rows) > historyFoot {
		rows = append(rows[:historyFoot-1:historyFoot-1], "  "+env.Theme.Muted.On(t.MoreChanges(len(rows)-historyFoot+1)))
	}
	rule := widget.NewPane(env.Width, env.Theme.Border.On(widget.Rule(env.Width)))
	return widget.Stack(columns.Head(env), list, rule, widget.NewPane(env.Width, rows...).Sized(env.Width, historyFoot))
}

// state says whether a version is the one in force, or is to be.
func (h history) state(env screen.Env, p loyalty.Program) string {
	t := &env.Texts.Manage
	oldest := make(loyalty.Versions, len(h.all))
	for i, v := range h.all {
		oldest[len(h.all)-1-i] = v
	}
	switch {
	case p.EffectiveFrom.After(env.Now):
		return env.Theme.Warn.On("○ " + t.Scheduled)
	case oldest.At(env.Now).Version == p.Version:
		return env.Theme.OK.On("● " + t.InForce)
	}
	return ""
}

// version is one version with all that it changed.
type version struct {
	doc, before loyalty.Program
	scroll      widget.Scroll
}

// again is a version that is to be used again, as an edit of the newest.
type again struct{ doc loyalty.Program }

func (v version) Keys() keymap.Set { return keymap.Set{keymap.Again} }

func (v version) Title(env screen.Env) (left, right string) {
	return env.Texts.Manage.VersionTitle(v.doc.Version), env.Theme.Muted.On(env.Texts.Manage.VersionBy(widget.Clean(v.doc.Author), text.DateTime(v.doc.At, env.Zone)))
}

func (v version) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	v = v.sized(env)
	switch msg := msg.(type) {
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			return v, outcome{Close: true}
		case keymap.Again:
			return v, outcome{Close: true, Gives: again{v.doc}}
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		v.scroll, _ = v.scroll.Update(msg)
	}
	return v, outcome{}
}

func (v version) sized(env screen.Env) version {
	v.scroll = v.scroll.Sized(len(loyalty.Diff(v.before, v.doc)), max(env.Height-5, 1))
	return v
}

func (v version) Draw(env screen.Env) widget.Pane {
	v = v.sized(env)
	t := &env.Texts.Manage
	reason := widget.Clean(v.doc.Reason)
	if reason == "" {
		reason = t.NoReason
	}
	head := widget.NewPane(env.Width, "  "+t.InForceFrom(since(env, v.doc)), "  "+env.Theme.Muted.On(reason), "")
	rows := changeRows(env, loyalty.Diff(v.before, v.doc), env.Width-1, v.doc, v.before)
	list := v.scroll.Draw(env.Width, env.Theme, func(i, _ int) string { return rows[i] })
	return widget.Stack(head, list, widget.NewPane(env.Width, "", " "+env.Theme.Muted.On(t.AgainHint)))
}

// versionFact is which version is edited, and since or from when it counts.
func versionFact(env screen.Env, doc loyalty.Program) string {
	t := &env.Texts.Manage
	if doc.Version == 0 {
		return t.NoVersions
	}
	fact := t.VersionTitle(doc.Version)
	if doc.EffectiveFrom.After(env.Now) {
		return fact + " · " + t.Scheduled + " " + text.Date(doc.EffectiveFrom, env.Zone)
	}
	if doc.Author != "" {
		fact += " · " + t.VersionBy(widget.Clean(doc.Author), text.Date(doc.At, env.Zone))
	}
	return fact
}

// since is since when a version is in force.
func since(env screen.Env, p loyalty.Program) string {
	if p.EffectiveFrom.IsZero() {
		return env.Texts.Manage.TheStart
	}
	return text.DateTime(p.EffectiveFrom, env.Zone)
}
