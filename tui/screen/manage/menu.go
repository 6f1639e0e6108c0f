package manage

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/loyalty"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/screen/program"
	"tim/tui/text"
	"tim/tui/widget"
)

const menuID = "manage.menu"

const askProgram = 0

// work is the programme as a manager edits it, from whatever page: what was read, with its ETag, and what was changed of that.
type work struct {
	draft program.Draft
	etag  string
}

// entry is a row of the menu: what it is called, what stands behind it, and what Enter opens.
type entry struct {
	name  func(t *text.Texts) string
	about func(env screen.Env, doc loyalty.Program) string
	open  func(m menu) outcome
}

// menu is the lowest page: where a manager begins, with the settings as they are now, and what was changed and isn't saved. What is
// changed on the programme's pages stays here until it is saved or thrown away.
type menu struct {
	till  bool // this desk stands at a till
	q     question
	work  work
	list  widget.List
	leave leaving
}

func newMenu() menu { return menu{} }

// found is where the search leads: a setting in its section, else a row of the menu.
type found struct {
	path string
	row  int
}

// entries are the rows of the menu, in order: the programme first, as the shop thinks of it, then what it is about.
func (m menu) entries() []entry {
	var all []entry
	for _, s := range program.Sections {
		all = append(all, entry{
			name:  func(t *text.Texts) string { return t.Program.Sections[s] },
			about: func(env screen.Env, doc loyalty.Program) string { return s.Summary(doc, env.Lang) },
			open:  func(m menu) outcome { return m.section(s, "") },
		})
	}
	all = append(all, entry{
		name:  func(t *text.Texts) string { return t.Manage.History },
		about: func(env screen.Env, doc loyalty.Program) string { return versionFact(env, doc) },
		open:  func(m menu) outcome { return outcome{Over: newHistory()} },
	})
	all = append(all, peopleEntries()...)
	if m.till {
		all = append(all, entry{
			name:  func(t *text.Texts) string { return t.Staff.Title },
			about: func(env screen.Env, _ loyalty.Program) string { return env.Texts.Staff.MenuAbout },
			open: func(menu) outcome {
				return outcome{Effects: []screen.Effect{screen.Go{Route: screen.Staff, Param: screen.Overseen}}}
			},
		})
	}
	return all
}

// section opens a section of the programme, with the focus on a setting; nothing opens before the programme was read.
func (m menu) section(s program.Section, path string) outcome {
	if m.q.At.IsZero() {
		return outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	return outcome{Over: newSettings(s, m.work, path)}
}

// Unsaved implements unsaved.
func (m menu) Unsaved() bool { return m.work.draft.Changed() }

func (m menu) Keys() keymap.Set {
	if m.leave.on {
		return m.leave.keys()
	}
	keys := keymap.Set{keymap.Confirm, keymap.Refresh}
	if m.Unsaved() {
		keys = append(keys, keymap.Save)
	}
	return keys
}

func (m menu) Title(env screen.Env) (left, right string) {
	t := &env.Texts.Manage
	if n := len(m.work.draft.Changes()); n > 0 || m.Unsaved() {
		return t.Title, env.Theme.Warn.On("● " + t.Unsaved(max(n, 1)))
	}
	return t.Title, m.q.Age(env)
}

func (m menu) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	m = m.sized(env)
	if m.leave.on {
		return m.left(env, msg)
	}
	switch msg := msg.(type) {
	case opened:
		return m.ask(env)
	case given:
		return m.take(env, msg.Value)
	case answer:
		return m.answered(env, msg)
	case screen.Act:
		return m.act(env, msg.ID)
	case screen.Tapped:
		if msg.ID == menuID {
			m.list = m.list.Mark(msg.Index)
			return m, m.open()
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		m.list, _ = m.list.Update(msg)
	}
	return m, outcome{}
}

func (m menu) act(env screen.Env, id keymap.ID) (page, outcome) {
	switch {
	case id == keymap.Confirm:
		return m, m.open()
	case id == keymap.Refresh:
		return m.ask(env)
	case id == keymap.Save:
		return m, m.save()
	case id == keymap.Back && m.Unsaved():
		m.leave = leaving{on: true}
	case id == keymap.Back:
		return m, outcome{Effects: []screen.Effect{screen.Close{}}}
	}
	return m, outcome{}
}

// left takes a message while it is asked whether to leave what was changed.
func (m menu) left(env screen.Env, msg tea.Msg) (page, outcome) {
	if a, is := msg.(answer); is {
		return m.answered(env, a)
	}
	next, chose := m.leave.update(msg)
	m.leave = next
	switch chose {
	case leaveSaves:
		return m, m.save()
	case leaveDrops:
		m.work.draft = program.NewDraft(m.work.draft.Base())
		return m, outcome{Effects: []screen.Effect{screen.Close{}}}
	}
	return m, outcome{}
}

// save opens what a save comes to; while something is wrong it opens the section where that stands.
func (m menu) save() outcome {
	if s, path, wrong := faulty(m.work.draft); wrong {
		o := m.section(s, path)
		o.Effects = append(o.Effects, refused())
		return o
	}
	return outcome{Over: newSaving(m.work)}
}

// faulty is the first setting that something is wrong with, and where it stands.
func faulty(d program.Draft) (s program.Section, path string, wrong bool) {
	faults := d.Faults()
	for _, s := range program.Sections {
		for _, key := range s.Form(d).Keys() {
			if faults[key] != nil {
				return s, key, true
			}
		}
	}
	return 0, "", len(faults) > 0
}

// refused says that a save has to wait for what is wrong.
func refused() screen.Effect {
	return screen.Tell{Notice: counter.Notice{Code: "manage.mend", Error: true}}
}

// take is what a page gave that lay over the menu.
func (m menu) take(env screen.Env, value any) (page, outcome) {
	switch v := value.(type) {
	case work:
		m.work = v
	case stored:
		was := m.work.draft.Base()
		m.work = work{program.NewDraft(v.doc), v.etag}
		m.q.At = env.Now
		if offers(env, was, v.doc) {
			return m, outcome{Over: newApplying(v.doc)}
		}
	case again:
		return m.again(v.doc)
	case found:
		if s, is := program.SectionOf(v.path); is {
			return m, m.section(s, v.path)
		}
		m.list = m.list.Mark(v.row)
		return m, m.open()
	}
	return m, outcome{}
}

// again edits the newest version so that it has what an older one had. What was changed before that isn't lost for it.
func (m menu) again(doc loyalty.Program) (page, outcome) {
	if m.Unsaved() {
		tell := screen.Tell{Notice: counter.Notice{Code: "manage.unsaved", Error: true}}
		return m, outcome{Effects: []screen.Effect{tell, screen.Beep{}}}
	}
	m.work.draft = m.work.draft.With(doc)
	if !m.Unsaved() {
		return m, outcome{Effects: []screen.Effect{screen.Tell{Notice: counter.Notice{Code: "manage.same"}}}}
	}
	return m, m.save()
}

// read is the programme as it was read.
type read struct {
	doc  loyalty.Program
	etag string
}

func readProgram(ctx context.Context, s seat) (any, error) {
	doc, etag, err := s.Program(ctx)
	return read{doc, etag}, err
}

func (m menu) ask(env screen.Env) (page, outcome) {
	o := m.q.Put(env, askProgram, readProgram)
	return m, o
}

// answered takes the programme over, unless somebody is changing the one that was read before: a save finds out
// then. An answer to what was asked before a save is of before.
func (m menu) answered(env screen.Env, a answer) (page, outcome) {
	wanted, o := m.q.Answered(env, a)
	if got, ok := a.Value.(read); ok && wanted && a.Err == nil && !m.Unsaved() && got.doc.Version >= m.work.draft.Base().Version {
		m.work = work{program.NewDraft(got.doc), got.etag}
	}
	return m, o
}

func (m menu) open() outcome {
	entries := m.entries()
	if i := m.list.Marked(); i >= 0 && i < len(entries) {
		return entries[i].open(m)
	}
	return outcome{Effects: []screen.Effect{screen.Beep{}}}
}

func (m menu) sized(env screen.Env) menu {
	m.list.ID = menuID
	m.list = m.list.Sized(len(m.entries()), max(env.Height-1, 1))
	return m
}

func (m menu) Draw(env screen.Env) widget.Pane {
	m = m.sized(env)
	entries := m.entries()
	edited := m.edited()
	const names = 26
	list := m.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		e := entries[i]
		name := e.name(env.Texts)
		if edited[i] {
			name += " " + env.Theme.Warn.On("●")
		}
		row := leaves.Sign(env, marked) + widget.Fit(name, names) + " "
		about := ""
		if !m.q.At.IsZero() || i >= len(program.Sections)+1 {
			about = e.about(env, m.work.draft.Doc())
		}
		return row + env.Theme.Muted.On(widget.Clauses(about, width-widget.Width(row)))
	})
	pane := widget.Stack(list, m.foot(env))
	if m.leave.on {
		return pane.Modal(m.leave.draw(env, len(m.work.draft.Changes())))
	}
	return pane
}

// edited are the rows of sections in which something is changed and not saved.
func (m menu) edited() map[int]bool {
	rows := map[int]bool{}
	for _, c := range m.work.draft.Changes() {
		path := c.Field
		if c.Tier != "" {
			path = "tiers.name"
		}
		if s, is := program.SectionOf(path); is {
			rows[int(s)] = true
		}
	}
	return rows
}

// foot is why nothing can be changed yet, or what to do with what was changed.
func (m menu) foot(env screen.Env) widget.Pane {
	t := &env.Texts.Manage
	switch {
	case m.q.At.IsZero() && m.q.Err != nil:
		return widget.NewPane(env.Width, " "+env.Theme.Danger.On("✗ "+widget.Clean(text.Fault(m.q.Err, env.Lang))))
	case m.q.At.IsZero():
		return widget.NewPane(env.Width, " "+env.Theme.Muted.On("… "+env.Texts.Desk.Reading))
	case m.Unsaved():
		return widget.NewPane(env.Width, " "+env.Theme.Warn.On("● "+t.SaveHint))
	}
	return widget.NewPane(env.Width, " "+env.Theme.Muted.On(t.SearchHint))
}
