// Package form is fields to be filled in: lines of labelled fields, choices, and tables of fields, with every fault at its field. The
// arrows and Tab go from field to field, ← → choose, and what is typed is only typed: no letter acts. A form is a value that knows
// nothing of what it is about; its fields have names (Key), by which values are read, set and found fault with.
package form

import (
	tea "charm.land/bubbletea/v2"

	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// Kind is how a field is filled in.
type Kind uint8

// The kinds.
const (
	Text    Kind = iota // any text
	Number              // digits, shown in groups of three
	Decimal             // digits with a comma or a dot
	Secret              // digits that nobody sees
	Choice              // one of Options
	Open                // Enter opens a page of its own; the value is what stands in the row
	Fixed               // only shown
)

// Option is one choice.
type Option struct {
	Value string
	Label text.Both
	About text.Both // what it means, while it is chosen; may be empty
}

// Field is one thing to be filled in.
type Field struct {
	Key     string
	Kind    Kind
	Label   text.Both
	Unit    text.Both // behind the value
	Empty   text.Both // what an empty field means
	About   text.Both // what the field is for, shown below while it has the focus
	Options []Option
	Max     int // letters; 0 is the input's own

	input  widget.Field
	chosen int
}

// Line is what stands in one row: one field behind its label, or the fields of a table's row.
type Line struct {
	Heading text.Both   // in a row above, empty: none
	Heads   []text.Both // of a table's columns, in a row above
	Widths  []int       // of a table's columns; 0 shares what the others leave
	Fields  []Field
	Tail    string // text at the end of a table's row
}

// Form is the fields, of which one has the focus.
type Form struct {
	lines    []Line
	line, at int // of the field with the focus
	faults   map[string]error
	scroll   widget.Scroll
	follow   bool // the focus moved, so it is to be seen
	led      bool // it moved to a fault, and nothing was typed since
}

// Event is what a message came to.
type Event struct {
	Changed string // key of the field that has another value
	Opened  string // key of the Open field that was entered
	Ended   bool   // Enter on the last field
	Taken   bool   // the message was for the form
}

// The targets of a form.
const (
	fieldID  = "form.field"
	optionID = "form.option"
	perField = 100 // options of one field at most
)

// New is a form with the focus on its first field that can be filled in.
func New(lines ...Line) Form {
	f := Form{follow: true}
	for _, l := range lines {
		fields := make([]Field, len(l.Fields))
		for i, field := range l.Fields {
			field.input = widget.Field{Max: field.Max}
			switch field.Kind {
			case Number:
				field.input.Accept, field.input.Grouped = widget.Digits, true
			case Decimal:
				field.input.Accept = widget.Decimals
			case Secret:
				field.input.Accept, field.input.Mask = widget.Digits, true
			}
			fields[i] = field
		}
		l.Fields = fields
		f.lines = append(f.lines, l)
	}
	f.line, f.at = 0, -1
	return f.step(1)
}

// One is a line of one field.
func One(f Field) Line { return Line{Fields: []Field{f}} }

// With is the form with a field's value; one that has no such field stays as it is.
func (f Form) With(key, value string) Form {
	line, at, ok := f.find(key)
	if !ok {
		return f
	}
	field := f.lines[line].Fields[at]
	field.input = field.input.SetValue(value)
	for i, o := range field.Options {
		if o.Value == value {
			field.chosen = i
		}
	}
	return f.put(line, at, field)
}

// Value is a field's: what was typed, or the option that is chosen.
func (f Form) Value(key string) string {
	line, at, ok := f.find(key)
	if !ok {
		return ""
	}
	field := f.lines[line].Fields[at]
	if field.Kind == Choice {
		return field.Options[field.chosen].Value
	}
	return field.input.Value()
}

// Keys names every field, in order.
func (f Form) Keys() []string {
	var keys []string
	for _, l := range f.lines {
		for _, field := range l.Fields {
			keys = append(keys, field.Key)
		}
	}
	return keys
}

// Focus is the form with the focus on a field, its text marked so that typing replaces it.
func (f Form) Focus(key string) Form {
	if line, at, ok := f.find(key); ok {
		return f.to(line, at)
	}
	return f
}

// Focused is the field with the focus.
func (f Form) Focused() Field {
	if f.line >= len(f.lines) || f.at < 0 || f.at >= len(f.lines[f.line].Fields) {
		return Field{}
	}
	return f.lines[f.line].Fields[f.at]
}

// Secret says whether what is typed now is to be seen by nobody.
func (f Form) Secret() bool { return f.Focused().Kind == Secret }

// Faulty is the form with the faults of its fields, by their keys, instead of those before.
func (f Form) Faulty(faults map[string]error) Form {
	f.faults = faults
	return f
}

// Tails is the form with the text behind each table row that is not a head.
func (f Form) Tails(of func(keys []string) string) Form {
	lines := append([]Line(nil), f.lines...)
	for i, l := range lines {
		if l.Widths == nil {
			continue
		}
		keys := make([]string, len(l.Fields))
		for j, field := range l.Fields {
			keys[j] = field.Key
		}
		lines[i].Tail = of(keys)
	}
	f.lines = lines
	return f
}

// Tail is the text at the end of the row that a field stands in.
func (f Form) Tail(key string) string {
	line, _, _ := f.find(key)
	return f.lines[line].Tail
}

// FirstFault is the form with the focus on the first field that has a fault: typing replaces what is wrong, Backspace puts its end right.
func (f Form) FirstFault() Form {
	for i, l := range f.lines {
		for j, field := range l.Fields {
			if f.faults[field.Key] != nil {
				f = f.to(i, j)
				f.led = true
				return f
			}
		}
	}
	return f
}

func (f Form) find(key string) (line, at int, ok bool) {
	for i, l := range f.lines {
		for j, field := range l.Fields {
			if field.Key == key {
				return i, j, true
			}
		}
	}
	return 0, 0, false
}

// put is the form with another value of one field.
func (f Form) put(line, at int, field Field) Form {
	f.lines = append([]Line(nil), f.lines...)
	fields := append([]Field(nil), f.lines[line].Fields...)
	fields[at] = field
	f.lines[line].Fields = fields
	return f
}

// to moves the focus.
func (f Form) to(line, at int) Form {
	f.line, f.at, f.follow, f.led = line, at, true, false
	field := f.lines[line].Fields[at]
	field.input = field.input.SelectAll()
	return f.put(line, at, field)
}

// step moves the focus to the next or previous field that can be filled in; at the ends it stays.
func (f Form) step(by int) Form {
	line, at := f.line, f.at
	for {
		at += by
		for at < 0 || line < len(f.lines) && at >= len(f.lines[line].Fields) {
			if line += by; line < 0 || line >= len(f.lines) {
				return f
			}
			at = 0
			if by < 0 {
				at = len(f.lines[line].Fields) - 1
			}
		}
		if line >= len(f.lines) {
			return f
		}
		if f.lines[line].Fields[at].Kind != Fixed {
			return f.to(line, at)
		}
	}
}

// row moves the focus to the next or previous line that can be filled in, in the same column where there is one.
func (f Form) row(by int) Form {
	for line := f.line + by; line >= 0 && line < len(f.lines); line += by {
		fields := f.lines[line].Fields
		if at := min(f.at, len(fields)-1); at >= 0 && fields[at].Kind != Fixed {
			return f.to(line, at)
		}
	}
	return f
}

// Update takes keys, pastes, taps and the wheel, and of the actions Confirm, Next and Previous. Enter goes to the next field.
func (f Form) Update(msg tea.Msg) (Form, Event) {
	switch msg := msg.(type) {
	case screen.Act:
		return f.act(msg.ID)
	case screen.Tapped:
		return f.tapped(msg.Target)
	case tea.MouseWheelMsg:
		next, taken := f.scroll.Update(msg)
		f.scroll = next
		return f, Event{Taken: taken}
	case tea.KeyPressMsg:
		switch keymap.Name(msg) {
		case "up":
			return f.row(-1), Event{Taken: true}
		case "down":
			return f.row(1), Event{Taken: true}
		}
		return f.typed(msg)
	case tea.PasteMsg:
		return f.typed(msg)
	}
	return f, Event{}
}

func (f Form) act(id keymap.ID) (Form, Event) {
	switch id {
	case keymap.Next:
		return f.step(1), Event{Taken: true}
	case keymap.Previous:
		return f.step(-1), Event{Taken: true}
	case keymap.Confirm:
		field := f.Focused()
		if field.Kind == Open {
			return f, Event{Opened: field.Key, Taken: true}
		}
		next := f.step(1)
		return next, Event{Ended: next.line == f.line && next.at == f.at, Taken: true}
	}
	return f, Event{}
}

// typed gives a key to the field with the focus: ← → choose, all else is typed.
func (f Form) typed(msg tea.Msg) (Form, Event) {
	field := f.Focused()
	switch field.Kind {
	case Fixed, Open:
		return f, Event{}
	case Choice:
		key, is := msg.(tea.KeyPressMsg)
		if !is {
			return f, Event{}
		}
		to := field.chosen
		switch keymap.Name(key) {
		case "left":
			to = max(to-1, 0)
		case "right":
			to = min(to+1, len(field.Options)-1)
		default:
			return f, Event{}
		}
		return f.choose(f.line, f.at, to)
	}
	before := field.input.Value()
	if key, is := msg.(tea.KeyPressMsg); is && f.led && keymap.Name(key) == "backspace" {
		field.input = field.input.SetValue(before) // without its mark
	}
	f.led = false
	var taken bool
	field.input, taken = field.input.Update(msg)
	ev := Event{Taken: taken}
	if field.input.Value() != before {
		ev.Changed = field.Key
	}
	return f.put(f.line, f.at, field), ev
}

func (f Form) choose(line, at, option int) (Form, Event) {
	field := f.lines[line].Fields[at]
	ev := Event{Taken: true}
	if field.chosen != option {
		ev.Changed = field.Key
	}
	field.chosen = option
	return f.put(line, at, field), ev
}

// tapped moves the focus to a field, chooses, or opens.
func (f Form) tapped(t widget.Target) (Form, Event) {
	index := t.Index
	if t.ID == optionID {
		index /= perField
	} else if t.ID != fieldID {
		return f, Event{}
	}
	for i, l := range f.lines {
		if index >= len(l.Fields) {
			index -= len(l.Fields)
			continue
		}
		f = f.to(i, index)
		switch field := l.Fields[index]; {
		case t.ID == optionID:
			return f.choose(i, index, t.Index%perField)
		case field.Kind == Open:
			return f, Event{Opened: field.Key, Taken: true}
		}
		return f, Event{Taken: true}
	}
	return f, Event{}
}
