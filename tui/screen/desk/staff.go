package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	personID = "staff.person"
	actID    = "staff.act"
)

const (
	askStaff = iota // what a page asks for
	askKnown
	askDone
)

// changeMax is how long central may take to answer a change. It is shorter than screen.ReviewMax, so that what is said behind it is the
// till's own word: whether something may have been changed.
const changeMax = 15 * time.Second

// staff is who works at the shop, who was let go, and what a manager may change of them. Enter goes from the list to a person, from
// there to a form; Esc goes back.
type staff struct {
	office Office
	q      question
	all    []shift.Listed
	asked  bool // all is central's word
	list   widget.List
	acts   widget.List
	at     depth
	who    shift.Listed // chosen
	form   form
}

// depth is how far into the page somebody is.
type depth uint8

const (
	atList depth = iota
	atPerson
	atForm
)

// form is one change as it is filled in.
type form struct {
	what       shift.Changing
	name       widget.Field
	role       shift.Role
	pin, again widget.Field
	parts      []part
	focus      int
	busy       bool
	err        error
}

// part is a part of the form that can have the focus.
type part uint8

const (
	partName part = iota
	partRole
	partPIN
	partAgain
)

// parts are what a change asks for.
var parts = map[shift.Changing][]part{shift.Hire: {partName, partRole, partPIN, partAgain}, shift.Rename: {partName}, shift.SetRole: {partRole},
	shift.SetPIN: {partPIN, partAgain}}

func newForm(what shift.Changing, of shift.Listed) form {
	f := form{what: what, role: max(of.Role, shift.Cashier), parts: parts[what], name: widget.Field{Max: shift.StaffNameMax}}
	if what == shift.Rename {
		f.name = f.name.SetValue(of.Name)
	}
	return f.blank()
}

// blank is the form without PINs.
func (f form) blank() form {
	f.pin = widget.Field{Accept: widget.Digits, Max: shift.PINMax, Mask: true}
	f.again = f.pin
	return f
}

// part is what has the focus; false of a form that only asks for a yes.
func (f form) part() (part, bool) {
	if f.focus >= len(f.parts) {
		return 0, false
	}
	return f.parts[f.focus], true
}

func (s staff) secret() bool {
	p, has := s.form.part()
	return s.at == atForm && has && p >= partPIN
}

func (s staff) Keys() keymap.Set {
	keys := keymap.Set{keymap.Confirm}
	if s.at == atForm {
		keys = append(keys, keymap.Next, keymap.Previous)
	}
	return keys
}

func (s staff) Title(env screen.Env) (left, right string) {
	t := &env.Texts.Staff
	switch {
	case s.at != atList:
	case !s.asked && s.q.Err != nil:
		right = env.Theme.Warn.On(t.Known)
	default:
		right = s.q.Age(env)
	}
	return t.Title, right
}

func (s staff) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	s = s.sized(env)
	switch msg := msg.(type) {
	case opened:
		return s.first(env)
	case answer:
		return s.answered(env, msg)
	case screen.Act:
		return s.act(env, msg.ID)
	case screen.Tapped:
		switch msg.ID {
		case personID:
			s.list = s.list.Mark(msg.Index)
			return s.enter(env)
		case actID:
			s.acts = s.acts.Mark(msg.Index)
			return s.enter(env)
		}
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseWheelMsg:
		return s.typed(msg), outcome{}
	}
	return s, outcome{}
}

// first asks for what the till knows, and then for central's word.
func (s staff) first(env screen.Env) (page, outcome) {
	office := s.office
	next, o := s.ask(env)
	if office != nil {
		known := ask{What: askKnown, Of: func(context.Context, seat) (any, error) { return office.KnownStaff(), nil }}
		o.Asks = append([]ask{known}, o.Asks...)
	}
	return next, o
}

func (s staff) answered(env screen.Env, a answer) (page, outcome) {
	all, ok := a.Value.([]shift.Listed)
	ok = ok && a.Err == nil
	switch a.What {
	case askDone:
		return s.done(a)
	case askKnown:
		if ok && !s.asked {
			s.all = all
		}
		return s.sized(env), outcome{}
	}
	wanted, o := s.q.Answered(env, a)
	if wanted && ok {
		s.all, s.asked = all, true
	}
	return s.sized(env), o
}

func (s staff) ask(env screen.Env) (page, outcome) {
	office := s.office
	o := s.q.Put(env, askStaff, func(ctx context.Context, _ seat) (any, error) {
		if office == nil {
			return nil, fault.New(fault.Unavailable, "staff.alone", nil)
		}
		return office.Staff(ctx)
	})
	return s, o
}

func (s staff) act(env screen.Env, id keymap.ID) (page, outcome) {
	switch {
	case id == keymap.Refresh && s.at != atForm:
		return s.ask(env)
	case id == keymap.Back && s.at == atList:
		return s, outcome{Effects: []screen.Effect{screen.Close{}}}
	case id == keymap.Back && s.form.busy: // what is asked is asked
		return s, outcome{Effects: []screen.Effect{screen.Beep{}}}
	case id == keymap.Back:
		s.at, s.form = atList, form{}
	case id == keymap.Confirm:
		return s.enter(env)
	case id == keymap.Next && s.at == atForm && len(s.form.parts) > 0:
		s.form.focus = (s.form.focus + 1) % len(s.form.parts)
	case id == keymap.Previous && s.at == atForm && len(s.form.parts) > 0:
		s.form.focus = (s.form.focus + len(s.form.parts) - 1) % len(s.form.parts)
	}
	return s, outcome{}
}

// enter goes on: to a person, to a form, to the form's next part, and at its end to central.
func (s staff) enter(env screen.Env) (page, outcome) {
	switch s.at {
	case atList:
		i := s.list.Marked()
		if i < 0 || i >= len(s.all) {
			s.who, s.at, s.form = shift.Listed{}, atForm, newForm(shift.Hire, shift.Listed{})
			return s, outcome{}
		}
		s.who, s.at, s.acts = s.all[i], atPerson, widget.List{ID: actID}
		return s.sized(env), outcome{}
	case atPerson:
		if acts := s.possible(); s.acts.Marked() >= 0 && s.acts.Marked() < len(acts) {
			s.at, s.form = atForm, newForm(acts[s.acts.Marked()], s.who)
		}
		return s, outcome{}
	}
	if s.form.busy {
		return s, outcome{}
	}
	if s.form.focus < len(s.form.parts)-1 {
		s.form.focus++
		return s, outcome{}
	}
	return s.send()
}

// possible are the changes that fit whom was chosen.
func (s staff) possible() []shift.Changing {
	if s.who.Gone {
		return []shift.Changing{shift.TakeOn}
	}
	return []shift.Changing{shift.Rename, shift.SetRole, shift.SetPIN, shift.LetGo}
}

// send asks central. The form stays as it is until the answer, so that Enter asks for the same again.
func (s staff) send() (page, outcome) {
	f := s.form
	wish := counter.StaffWish{What: f.what, Staff: s.who.ID}
	for _, p := range f.parts {
		switch p {
		case partName:
			wish.Name = f.name.Value()
		case partRole:
			wish.Role = f.role
		case partPIN:
			wish.PIN = f.pin.Value()
		}
	}
	switch {
	case slices.Contains(f.parts, partName) && strings.TrimSpace(wish.Name) == "":
		s.form.err, s.form.focus = fault.At("name", "field.required", nil), 0
	case f.pin.Value() != f.again.Value():
		s.form = f.blank()
		s.form.err, s.form.focus = fault.New(fault.Invalid, "pin.twice", nil), slices.Index(f.parts, partPIN)
	default:
		s.form.busy, s.form.err = true, nil
		office := s.office
		return s, outcome{Asks: []ask{{What: askDone, Of: func(ctx context.Context, _ seat) (any, error) {
			if office == nil {
				return nil, fault.New(fault.Unavailable, "staff.alone", nil)
			}
			ctx, cancel := context.WithTimeout(ctx, changeMax)
			defer cancel()
			return office.ChangeStaff(ctx, wish)
		}}}}
	}
	return s, outcome{Effects: []screen.Effect{screen.Beep{}}}
}

// done takes central's answer: the list as it stands then, or why nothing was changed.
func (s staff) done(a answer) (page, outcome) {
	s.form.busy = false
	if all, ok := a.Value.([]shift.Listed); ok && a.Err == nil {
		s.all, s.asked, s.at, s.form = all, true, atList, form{}
		s.q = question{} // a list that is still under way is of before
		return s, outcome{Effects: []screen.Effect{screen.Tell{Notice: counter.Notice{Code: "staff.changed"}}}}
	}
	s.form.err = a.Err
	if f, is := fault.Of(a.Err); is && f.Field == "pin" {
		s.form = s.form.blank()
		s.form.focus = slices.Index(s.form.parts, partPIN)
	}
	return s, outcome{Effects: []screen.Effect{screen.Beep{}}}
}

// typed gives a key to the list or to the part of the form with the focus.
func (s staff) typed(msg tea.Msg) staff {
	switch s.at {
	case atList:
		s.list, _ = s.list.Update(msg)
	case atPerson:
		s.acts, _ = s.acts.Update(msg)
	case atForm:
		if !s.form.busy {
			s.form = s.form.typed(msg)
		}
	}
	return s
}

func (f form) typed(msg tea.Msg) form {
	p, has := f.part()
	key, is := msg.(tea.KeyPressMsg)
	switch {
	case !has:
	case p == partRole && is:
		switch keymap.Name(key) {
		case "left":
			f.role = max(f.role-1, shift.Cashier)
		case "right":
			f.role = min(f.role+1, shift.Manager)
		}
	case p == partName:
		f.name, _ = f.name.Update(msg)
	case p == partPIN:
		f.pin, _ = f.pin.Update(msg)
	case p == partAgain:
		f.again, _ = f.again.Update(msg)
	}
	return f
}

func (s staff) sized(env screen.Env) staff {
	s.list.ID, s.acts.ID = personID, actID
	s.list = s.list.Sized(len(s.all)+1, max(env.Height-2, 1))
	s.acts = s.acts.Sized(len(s.possible()), len(s.possible()))
	return s
}

// draw is the list, the person, or the form.
func (s staff) Draw(env screen.Env) widget.Pane {
	switch s.at {
	case atPerson:
		return s.drawPerson(env)
	case atForm:
		return s.drawForm(env)
	}
	s = s.sized(env)
	columns := leaves.TableOf(env, 1, s.columns(env))
	list := s.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		if i < len(s.all) {
			return columns.Row(env, s.all[i], "", width, marked)
		}
		return leaves.Sign(env, marked) + env.Texts.Staff.Add + env.Theme.Muted.On(" · "+env.Texts.Staff.AddAbout)
	})
	return widget.Stack(columns.Head(env), list)
}

func (s staff) columns(env screen.Env) []leaves.Column[shift.Listed] {
	t := &env.Texts.Staff
	return []leaves.Column[shift.Listed]{
		leaves.ColumnOf(t.Name, 0, widget.Left, 0, func(l shift.Listed) string { return widget.Clean(l.Name) }),
		leaves.ColumnOf(t.ID, 12, widget.Left, 0, func(l shift.Listed) string { return widget.Clean(l.ID) }),
		leaves.ColumnOf(t.Role, 11, widget.Left, 0, func(l shift.Listed) string { return t.RoleOf(l.Role) }),
		leaves.ColumnOf(t.State, 12, widget.Left, 0, func(l shift.Listed) string {
			if l.Gone {
				return env.Theme.Muted.On(t.Gone)
			}
			return env.Theme.OK.On("✓") + " " + t.Here
		}),
	}
}

func (s staff) drawPerson(env screen.Env) widget.Pane {
	t, acts := &env.Texts.Staff, s.possible()
	head := widget.NewPane(env.Width, "", "  "+env.Theme.Strong.On(widget.Clean(s.who.Name))+env.Theme.Muted.On(" · "+t.RoleOf(s.who.Role)), "")
	list := s.sized(env).acts.Draw(env.Width, env.Press, env.Theme, func(i, _ int, marked bool) string {
		label, about := t.Acts(acts[i])
		return leaves.Sign(env, marked) + widget.Fit(label, 20) + env.Theme.Muted.On(about)
	})
	return widget.Stack(head, list)
}

func (s staff) drawForm(env screen.Env) widget.Pane {
	t, f := &env.Texts.Staff, s.form
	pane := widget.NewPane(env.Width, "", "  "+env.Theme.Strong.On(t.Heading(f.what, widget.Clean(s.who.Name))), "")
	if f.what == shift.LetGo {
		pane = widget.Stack(pane, widget.NewPane(env.Width, widget.Wrapped(t.Sure, env.Width-4, 2, env.Theme.Warn)...), widget.NewPane(env.Width, ""))
	}
	for i, p := range f.parts {
		pane = widget.Stack(pane, s.drawPart(env, p, i == f.focus && !f.busy), widget.NewPane(env.Width, ""))
	}
	below := []string{"  " + env.Theme.Muted.On("Enter "+t.Send+" · Esc "+t.Cancel+" · "+t.Comes)}
	switch {
	case f.busy:
		below = []string{"  " + env.Theme.Warn.On("… "+t.Asking)}
	case f.err != nil:
		below = append(widget.Wrapped("✗ "+text.Fault(f.err, env.Lang), env.Width-4, 2, env.Theme.Danger), below...)
	}
	return widget.Stack(pane, widget.NewPane(env.Width, below...))
}

func (s staff) drawPart(env screen.Env, p part, focus bool) widget.Pane {
	const labels, cells = 14, 40
	t, f := &env.Texts.Staff, s.form
	label, field := t.Name, f.name
	switch p {
	case partRole:
		row := leaves.Sign(env, focus) + widget.Fit(t.Role, labels) + env.Theme.Strong.On(t.RoleOf(f.role)) + env.Theme.Muted.On("  "+t.RoleKeys)
		return widget.NewPane(env.Width, row)
	case partPIN:
		label, field = t.PIN, f.pin
	case partAgain:
		label, field = t.Again, f.again
	}
	drawn := field.Draw(min(cells, env.Width-labels-4), env.Theme)
	drawn.Cursor.On = focus
	return widget.Beside(widget.NewPane(labels+2, leaves.Sign(env, focus)+widget.Fit(label, labels)), drawn).Sized(env.Width, 1)
}
