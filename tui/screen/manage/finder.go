package manage

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/widget"
)

// What a finder asks for.
const (
	askFound = iota
	askMore
)

// finder is a list that is searched at central as somebody types, and read on as far as they go down in it.
type finder[T any] struct {
	id    string // of its rows, that are tapped
	read  func(ctx context.Context, s seat, text, cursor string) ([]T, string, error)
	rows  int // of the page that aren't the list's
	q     question
	field widget.Field
	found sought[T]
	list  widget.List
}

// sought is what was found.
type sought[T any] struct {
	all  []T
	next string // where to go on, "" at the end
	text string // that was searched for
}

// update takes a message; chosen says that the marked one is meant.
func (f finder[T]) update(env screen.Env, msg tea.Msg) (next finder[T], o outcome, chosen bool) {
	f = f.sized(env)
	switch msg := msg.(type) {
	case opened:
		next, o = f.ask(env)
		return next, o, false
	case answer:
		next, o = f.answered(env, msg)
		return next, o, false
	case screen.Act:
		return f.act(env, msg.ID)
	case screen.Tapped:
		if msg.ID == f.id {
			f.list = f.list.Mark(msg.Index)
			return f, o, true
		}
	case tea.MouseWheelMsg:
		f.list, _ = f.list.Update(msg)
		next, o = f.more()
		return next, o, false
	case tea.KeyPressMsg, tea.PasteMsg:
		next, o = f.typed(env, msg)
		return next, o, false
	}
	return f, o, false
}

func (f finder[T]) act(env screen.Env, id keymap.ID) (next finder[T], o outcome, chosen bool) {
	switch {
	case id == keymap.Confirm:
		return f, o, true
	case id == keymap.Back && f.field.Empty():
		return f, outcome{Close: true}, false
	case id == keymap.Back:
		f.field = f.field.Reset()
		fallthrough
	case id == keymap.Refresh:
		next, o = f.ask(env)
		return next, o, false
	}
	return f, o, false
}

// typed moves the mark, or searches for what stands in the field now.
func (f finder[T]) typed(env screen.Env, msg tea.Msg) (finder[T], outcome) {
	if next, moved := f.list.Update(msg); moved && !editing(msg) {
		f.list = next
		return f.more()
	}
	before := f.field.Value()
	if f.field, _ = f.field.Update(msg); f.field.Value() != before {
		return f.ask(env)
	}
	return f, outcome{}
}

// editing says whether a key moves the cursor of a field rather than the mark of a list.
func editing(msg tea.Msg) bool {
	key, is := msg.(tea.KeyPressMsg)
	return is && slices.Contains([]string{"home", "end"}, keymap.Name(key))
}

func (f finder[T]) ask(env screen.Env) (finder[T], outcome) {
	o := f.q.Put(env, askFound, f.page(f.field.Value(), ""))
	return f, o
}

// page asks for what is found behind a cursor.
func (f finder[T]) page(text, cursor string) asked {
	read := f.read
	return func(ctx context.Context, s seat) (any, error) {
		all, next, err := read(ctx, s, text, cursor)
		return sought[T]{all, next, text}, err
	}
}

// more asks for the next page when the mark is at the end of what there is.
func (f finder[T]) more() (finder[T], outcome) {
	if f.found.next == "" || f.list.Marked() < len(f.found.all)-1 {
		return f, outcome{}
	}
	o := outcome{Asks: []ask{{What: askMore, Of: f.page(f.found.text, f.found.next)}}}
	f.found.next = ""
	return f, o
}

func (f finder[T]) answered(env screen.Env, a answer) (finder[T], outcome) {
	got, ok := a.Value.(sought[T])
	if a.What == askMore {
		if ok && a.Err == nil && got.text == f.found.text {
			f.found.all, f.found.next = append(slices.Clip(f.found.all), got.all...), got.next
		}
		return f.sized(env), outcome{}
	}
	wanted, o := f.q.Answered(env, a)
	if wanted && ok && a.Err == nil {
		if got.text != f.found.text {
			f.list = f.list.Mark(0)
		}
		f.found = got
	}
	return f.sized(env), o
}

// marked is the one with the mark.
func (f finder[T]) marked() (of T, there bool) {
	if i := f.list.Marked(); i >= 0 && i < len(f.found.all) {
		return f.found.all[i], true
	}
	return of, false
}

func (f finder[T]) sized(env screen.Env) finder[T] {
	f.list.ID = f.id
	f.list = f.list.Sized(len(f.found.all), max(env.Height-f.rows, 1))
	return f
}

// draw is the field, and below it what was found; hint stands in the empty field, none where nothing was found.
func (f finder[T]) draw(env screen.Env, hint, none string, columns []leaves.Column[T]) widget.Pane {
	f = f.sized(env)
	field := f.field
	field.Placeholder = hint
	label := widget.NewPane(8, "  "+env.Theme.Muted.On(env.Texts.People.Search))
	search := widget.Beside(label, field.Draw(max(env.Width-10, 10), env.Theme)).Sized(env.Width, 1)
	head := widget.Stack(search, widget.NewPane(env.Width, ""))
	if wait := f.q.Waits(env); wait != nil {
		return widget.Stack(head, *wait)
	}
	if len(f.found.all) == 0 {
		return widget.Stack(head, widget.NewPane(env.Width, "  "+env.Theme.Muted.On(none)))
	}
	table := leaves.TableOf(env, 1, columns)
	list := f.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		return table.Row(env, f.found.all[i], "", width, marked)
	})
	return widget.Stack(head, table.Head(env), list)
}
