package member

import (
	"tim/domain/counter"
	"tim/domain/ident"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	widthMax   = 84 // a form is read in one column
	labels     = 16 // cells for the fields' labels
	nameCells  = 60
	phoneCells = 20
	indent     = 2
	roomyRows  = 20 // from here on the parts stand apart and the button is for fingers
)

// Draw is the form.
func (m Member) Draw(env screen.Env) widget.Pane {
	width := min(env.Width, widthMax)
	roomy := env.Height >= roomyRows
	gap := widget.Pane{Width: width}
	if roomy {
		gap = widget.NewPane(width, "")
	}
	t := env.Texts.Member
	form := widget.Stack(
		m.head(env, width), gap,
		m.field(env, width, name, m.name, t.Name, t.NameHint),
		m.field(env, width, phone, m.phone, t.Phone, t.PhoneHint),
		m.consent(env, width, points, m.points, t.Points, t.Required, t.PointsText), gap,
		m.consent(env, width, news, m.news, t.News, t.Optional, t.NewsText), gap,
		m.note(env, width), gap)
	buttons := m.buttons(env, width, roomy)
	rows := min(form.Height(), env.Height-buttons.Height()) // the buttons are there at every size
	page := widget.Stack(form.Sized(width, rows), buttons).Sized(width, env.Height)
	return widget.Beside(widget.Blanks((env.Width-width)/2, env.Height), page).Sized(env.Width, env.Height)
}

func (m Member) head(env screen.Env, width int) widget.Pane {
	t := env.Texts.Member
	return widget.NewPane(width,
		widget.Spread(" "+env.Theme.Title.On(t.Title), env.Theme.Muted.On(t.Attaches)+" ", width),
		env.Theme.Border.On(widget.Rule(width)))
}

// sign is the mark before the part with the focus.
func (m Member) sign(env screen.Env, p part) string {
	if m.at == p {
		return env.Theme.Accent.On("▸") + " "
	}
	return widget.Blank(indent)
}

func (m Member) label(env screen.Env, p part, label string) string {
	if m.at == p {
		return env.Theme.Strong.On(label)
	}
	return label
}

// field is a label, the field beside it, and below it what is wrong: its row is always there, so nothing jumps.
func (m Member) field(env screen.Env, width int, p part, f widget.Field, label, hint string) widget.Pane {
	f.Placeholder = hint
	in := min(nameCells, width-indent-labels-1)
	if p == phone {
		in = phoneCells
	}
	label = m.sign(env, p) + widget.Fit(m.label(env, p, label), labels)
	drawn := f.Draw(in, env.Theme)
	drawn.Cursor.On = m.at == p
	beside := width - indent - labels - in
	row := widget.Beside(widget.NewPane(indent+labels, label), drawn, widget.NewPane(beside, m.readBack(env, p)))
	note := ""
	if m.faultOf(p) != nil {
		note = widget.Cut("✗ "+m.sentence(env, p), width-indent)
		note = widget.Blank(min(indent+labels, width-widget.Width(note))) + env.Theme.Danger.On(note)
	}
	return widget.Stack(row, widget.NewPane(width, note)).Hit(widget.Target{ID: partID, Index: int(p)})
}

// readBack is the phone as it will be kept, once it is one.
func (m Member) readBack(env screen.Env, p part) string {
	if p != phone {
		return ""
	}
	e164, err := ident.NormalisePhone(m.phone.Value())
	if err != nil {
		return ""
	}
	return "  " + env.Theme.OK.On("✓ "+text.Phone(e164))
}

func (m Member) sentence(env screen.Env, p part) string {
	if p == phone && m.taken != nil {
		return env.Texts.Member.Taken(m.taken.name)
	}
	return text.Rule(m.faultOf(p), env.Lang)
}

// consent is a box to tick, its purpose, and the words that the customer agrees to.
func (m Member) consent(env screen.Env, width int, p part, ticked bool, label, need, words string) widget.Pane {
	box := "[ ]"
	if ticked {
		box = env.Theme.OK.On("[✓]")
	}
	left := m.sign(env, p) + box + " " + m.label(env, p, label) + env.Theme.Muted.On(" · "+need)
	right := ""
	switch f := m.faultOf(p); {
	case f != nil:
		right = env.Theme.Danger.On("✗ " + m.sentence(env, p))
	case m.at == p:
		right = env.Theme.Muted.On(env.Texts.Member.Tick)
	}
	head := widget.Spread(left, right+" ", width)
	if m.at == p {
		head = env.Theme.Selected.Over(head)
	}
	lines := []string{head}
	for _, line := range widget.Wrap(words, width-indent-5) {
		lines = append(lines, widget.Blank(indent+4)+env.Theme.Muted.On(line))
	}
	return widget.NewPane(width, lines...).Hit(widget.Target{ID: partID, Index: int(p)})
}

// note is how the consents are asked for, or what is no field's fault.
func (m Member) note(env screen.Env, width int) widget.Pane {
	line := env.Theme.Muted.On(env.Texts.Member.Read(counter.ConsentText))
	if f := m.general(); f != nil {
		line = env.Theme.Danger.On(widget.Cut("✗ "+text.Fault(f, env.Lang), width-indent))
	}
	return widget.NewPane(width, widget.Blank(indent)+line)
}

// buttons are what can be done with the form. The one that Enter presses stands out.
func (m Member) buttons(env screen.Env, width int, roomy bool) widget.Pane {
	t, height := env.Texts.Member, 1
	if roomy {
		height = 3
	}
	make := widget.Button{Key: keymap.Get(keymap.Pay).Shown, Label: t.Create, Target: widget.Target{ID: partID, Index: int(create)},
		Primary: m.taken == nil || m.at == create}
	row := widget.Beside(widget.NewPane(indent, ""), make.Draw(make.Width(), height, env.Press, env.Theme))
	if m.taken != nil {
		room := width - row.Width - 2
		take := widget.Button{Label: t.Attach(m.taken.name), Target: widget.Target{ID: partID, Index: int(attach)}, Primary: m.at != create}
		row = widget.Beside(widget.NewPane(indent, ""), take.Draw(min(take.Width(), room), height, env.Press, env.Theme),
			widget.NewPane(2, ""), make.Draw(make.Width(), height, env.Press, env.Theme))
	}
	return row.Sized(width, height)
}
