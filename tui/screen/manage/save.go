package manage

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/form"
	"tim/tui/screen/program"
	"tim/tui/text"
	"tim/tui/widget"
)

// What the page of a save asks for.
const (
	askPut = iota
	askTheirs
)

// stored is the programme as it was saved.
type stored struct {
	doc  loyalty.Program
	etag string
}

// saving is what a save comes to: what changes, why, and from when on. Nothing is stored before its F9.
type saving struct {
	work   work
	form   form.Form
	scroll widget.Scroll
	busy   bool
	err    error
}

func newSaving(w work) saving {
	f := form.New(form.One(program.FieldOf("reason")), form.One(program.FieldOf("effective_from")))
	return saving{work: w, form: f}
}

// Unsaved implements unsaved.
func (p saving) Unsaved() bool { return true }

func (p saving) Keys() keymap.Set {
	return keymap.Set{keymap.Confirm, keymap.Next, keymap.Previous, keymap.Preview, keymap.Save}
}

func (p saving) Title(env screen.Env) (left, right string) {
	t := &env.Texts.Manage
	return t.SaveTitle, env.Theme.Warn.On("● " + t.Unsaved(len(p.work.draft.Changes())))
}

func (p saving) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	p = p.sized(env)
	switch msg := msg.(type) {
	case opened:
		return p.scheduled(env), outcome{}
	case answer:
		return p.answered(env, msg)
	case given:
		if w, is := msg.Value.(work); is { // others' changes taken over
			p.work, p.err = w, nil
		}
		return p.sized(env), outcome{}
	case screen.Act:
		switch {
		case p.busy: // what is asked is asked
			return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
		case msg.ID == keymap.Back:
			return p, outcome{Close: true, Gives: p.work}
		case msg.ID == keymap.Save:
			return p.put(env)
		case msg.ID == keymap.Preview:
			return p, outcome{Over: newPreview(p.work.draft.Doc())}
		}
	case tea.MouseWheelMsg:
		p.scroll, _ = p.scroll.Update(msg)
		return p, outcome{}
	}
	if p.busy {
		return p, outcome{}
	}
	next, event := p.form.Update(msg)
	p.form = next
	if event.Changed != "" {
		p.form = p.form.Faulty(nil)
	}
	if event.Ended {
		return p.put(env)
	}
	return p, outcome{}
}

// scheduled takes over the day of a version that isn't in force yet: an edit of it shouldn't bring it forward.
func (p saving) scheduled(env screen.Env) saving {
	if from := p.work.draft.Base().EffectiveFrom; from.After(env.Now) && p.form.Value("effective_from") == "" {
		p.form = p.form.With("effective_from", text.Date(from, env.Zone))
	}
	return p
}

// from is the instant from which the version is in force; the zero time is as soon as it is stored. Faults: date.format, date.past.
func (p saving) from(env screen.Env) (time.Time, error) {
	typed := p.form.Value("effective_from")
	if typed == "" {
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation("2/1/2006", typed, env.Zone)
	today := env.Now.In(env.Zone)
	today = time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, env.Zone)
	switch {
	case err != nil:
		return day, fault.At("effective_from", "date.format", fault.Args{"value": typed})
	case day.Before(today):
		return day, fault.At("effective_from", "date.past", nil)
	case day.Equal(today):
		return time.Time{}, nil
	}
	return day, nil
}

// put sends the document as it was when it was read, with what was changed: central takes it whole or not at all.
func (p saving) put(env screen.Env) (page, outcome) {
	from, err := p.from(env)
	if err != nil {
		p.form = p.form.Faulty(map[string]error{"effective_from": err}).Focus("effective_from")
		return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	doc, etag := p.work.draft.Doc(), p.work.etag
	doc.Reason, doc.EffectiveFrom = p.form.Value("reason"), from
	p.busy, p.err = true, nil
	return p, outcome{Asks: []ask{{What: askPut, Of: func(ctx context.Context, s seat) (any, error) {
		doc, etag, err := s.PutProgram(ctx, doc, etag)
		return stored{doc, etag}, err
	}}}}
}

func (p saving) answered(env screen.Env, a answer) (page, outcome) {
	switch {
	case a.What == askTheirs:
		return p.against(env, a)
	case a.Err == nil:
		got, _ := a.Value.(stored)
		return p, outcome{Close: true, Gives: got, Effects: []screen.Effect{saved(env, got.doc)}}
	case fault.Code(a.Err) == "program.changed":
		return p, outcome{Asks: []ask{{What: askTheirs, Of: readProgram}}}
	}
	p.busy, p.err = false, a.Err
	return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
}

// saved says which version it is, and from when on it counts.
func saved(env screen.Env, doc loyalty.Program) screen.Effect {
	n := counter.Notice{Code: "manage.saved", Args: fault.Args{"version": doc.Version}}
	if doc.EffectiveFrom.After(env.Now) {
		n = counter.Notice{Code: "manage.scheduled", Args: fault.Args{"version": doc.Version, "day": text.Date(doc.EffectiveFrom, env.Zone)}}
	}
	return screen.Tell{Notice: n}
}

// against takes the version that somebody else saved meanwhile. One that has just what is to be saved was saved from here, and only its
// answer was lost.
func (p saving) against(env screen.Env, a answer) (page, outcome) {
	theirs, ok := a.Value.(read)
	p.busy = false
	switch {
	case !ok || a.Err != nil:
		p.err = a.Err
		return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
	case len(loyalty.Diff(theirs.doc, p.work.draft.Doc())) == 0:
		return p, outcome{Close: true, Gives: stored(theirs), Effects: []screen.Effect{saved(env, theirs.doc)}}
	}
	return p, outcome{Over: newConflict(p.work, theirs), Effects: []screen.Effect{screen.Beep{}}}
}

// footRows is the form and what stands below it.
const saveFoot = 7

func (p saving) sized(env screen.Env) saving {
	p.scroll = p.scroll.Sized(len(p.work.draft.Changes()), max(env.Height-saveFoot, 1))
	return p
}

func (p saving) Draw(env screen.Env) widget.Pane {
	p = p.sized(env)
	rows := changeRows(env, p.work.draft.Changes(), env.Width-1, p.work.draft.Doc(), p.work.draft.Base())
	list := p.scroll.Draw(env.Width, env.Theme, func(i, _ int) string { return rows[i] })
	rule := widget.NewPane(env.Width, env.Theme.Border.On(widget.Rule(env.Width)))
	return widget.Stack(list, rule, p.form.Draw(env, env.Width, 3), p.foot(env)).Sized(env.Width, env.Height)
}

// foot is what the field is for, and what became of the save.
func (p saving) foot(env screen.Env) widget.Pane {
	t := &env.Texts.Manage
	var lines []string
	switch {
	case p.busy:
		lines = []string{" " + env.Theme.Warn.On("… "+t.Asking)}
	case p.err != nil:
		lines = faultLines(env, p.err)
	default:
		lines = []string{" " + env.Theme.Muted.On(widget.Clauses(firstOf(p.form.About(env.Lang)), env.Width-2)), " " + env.Theme.Strong.On(t.SaveKeys)}
	}
	return widget.NewPane(env.Width, lines...).Sized(env.Width, saveFoot-4)
}

func firstOf(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return lines[0]
}

// faultLines are all that central found wrong, each field by its name.
func faultLines(env screen.Env, err error) []string {
	var lines []string
	if all, is := err.(fault.Fields); is {
		for _, f := range all {
			setting, _ := text.SettingOf(f.Field)
			said := setting.Label.In(env.Lang) + ": " + text.FieldFault(f, env.Lang)
			lines = append(lines, widget.Wrapped("✗ "+said, env.Width-2, 1, env.Theme.Danger)...)
		}
		return lines
	}
	return widget.Wrapped("✗ "+text.Fault(err, env.Lang), env.Width-2, 1, env.Theme.Danger)
}
