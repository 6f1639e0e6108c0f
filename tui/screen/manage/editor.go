package manage

import (
	"maps"

	tea "charm.land/bubbletea/v2"

	"tim/domain/fault"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/form"
	"tim/tui/text"
	"tim/tui/widget"
)

// editor is a form whose values go to central as a whole: it finds each fault's field, waits for the answer, and asks once before what
// was typed is lost.
type editor struct {
	form    form.Form
	was     map[string]string // by key, when nothing had been typed yet
	busy    bool              // central was asked
	err     error             // what no field is at fault for
	faults  map[string]error  // by key, of what was sent last and not typed anew since
	leaving bool              // whether to leave without saving is asked
	choice  choice            // of that question
}

// deed is what a message to an editor came to.
type deed struct {
	send  bool // what was typed is to be sent
	leave bool // the page is to close
	form.Event
	effects []screen.Effect
}

func edit(f form.Form) editor { return editor{form: f}.saved() }

// saved is the editor as if nothing had been typed since.
func (e editor) saved() editor {
	e.was, e.busy, e.leaving, e.err = map[string]string{}, false, false, nil
	for _, key := range e.form.Keys() {
		e.was[key] = e.form.Value(key)
	}
	return e
}

// Unsaved says whether something was typed that isn't saved.
func (e editor) changed() bool {
	for _, key := range e.form.Keys() {
		if e.form.Value(key) != e.was[key] {
			return true
		}
	}
	return false
}

func (e editor) keys() keymap.Set {
	return keymap.Set{keymap.Confirm, keymap.Next, keymap.Previous, keymap.Save}
}

// update takes a message.
func (e editor) update(msg tea.Msg) (editor, deed) {
	beep := deed{effects: []screen.Effect{screen.Beep{}}}
	if e.leaving {
		return e.answer(msg)
	}
	if act, is := msg.(screen.Act); is {
		switch {
		case e.busy: // what is asked is asked
			return e, beep
		case act.ID == keymap.Save:
			return e, deed{send: true}
		case act.ID == keymap.Back && e.changed():
			e.leaving, e.choice = true, stays
			return e, deed{}
		case act.ID == keymap.Back:
			return e, deed{leave: true}
		}
	}
	if e.busy {
		return e, deed{}
	}
	next, event := e.form.Update(msg)
	e.form = next
	if e.faults[event.Changed] != nil {
		e.faults = maps.Clone(e.faults)
		delete(e.faults, event.Changed)
		e.form = e.form.Faulty(e.faults)
	}
	return e, deed{Event: event, send: event.Ended}
}

// answer takes a message while it is asked whether to leave.
func (e editor) answer(msg tea.Msg) (editor, deed) {
	next, done := e.choice.update(msg)
	e.choice, e.leaving = next, !done
	return e, deed{leave: done && next == drops}
}

// sending is the editor while central is asked.
func (e editor) sending() editor {
	e.busy, e.err, e.faults = true, nil, nil
	e.form = e.form.Faulty(nil)
	return e
}

// refused puts each fault to its field; at is the key of the field that a fault's path belongs to, the path itself where that is nil.
func (e editor) refused(err error, at func(path string) string) editor {
	e.busy, e.err = false, nil
	faults := map[string]error{}
	known := map[string]bool{}
	for _, key := range e.form.Keys() {
		known[key] = true
	}
	for _, f := range fieldsOf(err) {
		key := f.Field
		if at != nil {
			key = at(key)
		}
		if known[key] && faults[key] == nil {
			faults[key] = f
		} else if !known[key] {
			e.err = f
		}
	}
	if len(faults) == 0 {
		e.err = err
	}
	e.faults = faults
	e.form = e.form.Faulty(faults).FirstFault()
	return e
}

// fieldsOf are the faults of fields in an error, at least itself where it is a fault.
func fieldsOf(err error) []*fault.Error {
	if all, is := err.(fault.Fields); is {
		return all
	}
	if f, is := fault.Of(err); is {
		return []*fault.Error{f}
	}
	return nil
}

// draw is the form with what stands below it: what the field is for, what is wrong, and which keys do what.
func (e editor) draw(env screen.Env, width, height int, more ...string) widget.Pane {
	t := &env.Texts.People
	var below []string
	for _, line := range more {
		below = append(below, widget.Wrapped(line, width-3, 1, env.Theme.Text)...)
	}
	for _, about := range e.form.About(env.Lang) {
		below = append(below, widget.Wrapped(about, width-3, 1, env.Theme.Muted)...)
	}
	switch {
	case e.busy:
		below = append(below, " "+env.Theme.Warn.On("… "+t.Asking))
	case e.err != nil:
		below = append(below, widget.Wrapped("✗ "+widget.Clean(text.Fault(e.err, env.Lang)), width-3, 1, env.Theme.Danger)...)
	}
	most := max(height/2, 1)
	below = below[:min(len(below), most)]
	rows := max(height-len(below)-1, 1)
	rule := widget.NewPane(width, env.Theme.Border.On(widget.Rule(width)))
	pane := widget.Stack(e.form.Draw(env, width, rows), rule, widget.NewPane(width, below...)).Sized(width, height)
	if e.leaving {
		return pane.Modal(e.choice.draw(env))
	}
	return pane
}
