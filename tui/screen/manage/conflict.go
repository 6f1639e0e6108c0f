package manage

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/loyalty"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/program"
	"tim/tui/text"
	"tim/tui/widget"
)

const sideID = "manage.side"

// side is whose value of a setting is taken.
type side uint8

const (
	theirs side = iota
	mine
	both // of a list: the names that either of them added, without those that either took off
)

// clash is one setting that two managers have otherwise.
type clash struct {
	change loyalty.Change // from theirs to mine
	of     [2]bool        // changed by them, by me
	list   bool
	take   side
}

// conflict is two edits of one version side by side, setting by setting. Nothing is stored here: what is chosen becomes the edit of the
// version that the other manager saved.
type conflict struct {
	work    work
	theirs  read
	clashes []clash
	list    widget.List
}

func newConflict(w work, other read) conflict {
	c := conflict{work: w, theirs: other, list: widget.List{ID: sideID}}
	base, edited := w.draft.Base(), w.draft.Doc()
	byThem, byMe := loyalty.Diff(base, other.doc), w.draft.Changes()
	for _, change := range loyalty.Diff(other.doc, edited) {
		k := clash{change: change, of: [2]bool{among(byThem, change), among(byMe, change)}, list: change.Added != nil || change.Removed != nil}
		switch {
		case !k.of[mine]:
			k.take = theirs
		case k.list && k.of[theirs]:
			k.take = both
		default:
			k.take = mine
		}
		c.clashes = append(c.clashes, k)
	}
	return c
}

// among says whether one of the changes is of the same setting.
func among(changes []loyalty.Change, of loyalty.Change) bool {
	return slices.ContainsFunc(changes, func(c loyalty.Change) bool { return same(c, of) })
}

func same(a, b loyalty.Change) bool {
	if a.Tier == "" && b.Tier == "" {
		return a.Field == b.Field
	}
	return a.Tier == b.Tier && fieldOf(a.Field) == fieldOf(b.Field)
}

// fieldOf is a tier's field without the tier's place, which the two may have otherwise.
func fieldOf(path string) string {
	for i := range path {
		if path[i] == ']' {
			return path[i+1:]
		}
	}
	return path
}

func (c conflict) Keys() keymap.Set {
	return keymap.Set{keymap.Confirm, keymap.Save}
}

// Unsaved implements unsaved.
func (c conflict) Unsaved() bool { return true }

func (c conflict) Title(env screen.Env) (left, right string) {
	t := &env.Texts.Manage
	return t.ConflictTitle, env.Theme.Warn.On(t.ConflictBy(widget.Clean(c.theirs.doc.Author), text.DateTime(c.theirs.doc.At, env.Zone)))
}

func (c conflict) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	c = c.sized(env)
	switch msg := msg.(type) {
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			return c, outcome{Close: true}
		case keymap.Confirm:
			return c.turn(c.list.Marked(), 1), outcome{}
		case keymap.Save:
			return c, outcome{Close: true, Gives: c.merged()}
		}
	case screen.Tapped:
		if msg.ID == sideID {
			c.list = c.list.Mark(msg.Index)
			return c.turn(msg.Index, 1), outcome{}
		}
	case tea.KeyPressMsg:
		switch keymap.Name(msg) {
		case "left":
			return c.turn(c.list.Marked(), -1), outcome{}
		case "right":
			return c.turn(c.list.Marked(), 1), outcome{}
		}
		c.list, _ = c.list.Update(msg)
	case tea.MouseWheelMsg:
		c.list, _ = c.list.Update(msg)
	}
	return c, outcome{}
}

// turn takes another side's value of a setting.
func (c conflict) turn(i, by int) conflict {
	if i < 0 || i >= len(c.clashes) {
		return c
	}
	c.clashes = slices.Clone(c.clashes)
	k := &c.clashes[i]
	sides := 2
	if k.list && k.of[theirs] && k.of[mine] {
		sides = 3
	}
	k.take = side((int(k.take) + by + sides) % sides)
	return c
}

// merged is the edit of the other manager's version that was chosen.
func (c conflict) merged() work {
	var take []loyalty.Change
	for _, k := range c.clashes {
		switch k.take {
		case mine:
			take = append(take, k.change)
		case both:
			for _, change := range c.work.draft.Changes() {
				if same(change, k.change) {
					take = append(take, change)
				}
			}
		}
	}
	draft := program.NewDraft(c.theirs.doc).With(c.theirs.doc.With(take...))
	return work{draft: draft, etag: c.theirs.etag}
}

func (c conflict) sized(env screen.Env) conflict {
	c.list = c.list.Sized(len(c.clashes), max(env.Height-4, 1))
	return c
}

func (c conflict) Draw(env screen.Env) widget.Pane {
	c = c.sized(env)
	t := &env.Texts.Manage
	label := min(30, env.Width/3)
	cell := (env.Width - label - 10) / 2
	columns := widget.Columns{{Width: 1}, {Width: label}, {Width: cell}, {Width: cell}, {}}
	about := widget.NewPane(env.Width, " "+env.Theme.Muted.On(widget.Clauses(t.ConflictAbout, env.Width-2)))
	head := widget.NewPane(env.Width, env.Theme.Muted.On(columns.Line(env.Width-1, "", t.SettingHead, "  "+t.Theirs, "  "+t.Mine)))
	rows := c.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		k := c.clashes[i]
		said := told(env, k.change, c.work.draft.Doc(), c.theirs.doc)
		if k.list {
			said.was, said.is = wholeList(k.change.Field, k.change.Was, env.Lang), wholeList(k.change.Field, k.change.Is, env.Lang)
		}
		sign := " "
		if marked {
			sign = env.Theme.Accent.On("▸")
		}
		if k.of[theirs] && k.of[mine] {
			said.label = env.Theme.Warn.On("! ") + said.label
		}
		return columns.Line(width, sign, said.label, c.side(env, k, theirs, orNone(said.was), cell), c.side(env, k, mine, orNone(said.is), cell))
	})
	foot := widget.NewPane(env.Width, " "+env.Theme.Strong.On(t.ConflictKeys))
	return widget.Stack(about, head, rows, widget.NewPane(env.Width, ""), foot)
}

// wholeList is a list as a change has it.
func wholeList(path, names string, lang text.Language) string {
	if path == "channels" && names != "" {
		return channelNames(strings.Split(names, ", "), lang)
	}
	return text.SettingValue(path, names, lang)
}

// side is one manager's value, with a sign where it is taken.
func (c conflict) side(env screen.Env, k clash, of side, value string, width int) string {
	if k.take == of || k.take == both {
		return env.Theme.OK.On("●") + " " + env.Theme.Strong.On(widget.Cut(value, width-2))
	}
	return env.Theme.Muted.On("○ " + widget.Cut(value, width-2))
}
