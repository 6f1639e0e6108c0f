package manage

import (
	"context"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/program"
	"tim/tui/text"
	"tim/tui/widget"
)

// What the page asks for.
const (
	askStaying = iota
	askApply
)

const (
	applyDays = 30              // that points are promised, unless the manager types another number
	applyMax  = 5 * time.Minute // that central may take to go over all accounts
)

// applying offers to let the points that are there follow the expiry rule in force: they keep the rule of their sale otherwise. It comes
// behind the save of another rule, and from the rule's page.
type applying struct {
	doc    loyalty.Program
	q      question
	done   *progress // of what is under way
	stays  office.Reruling
	days   widget.Field
	busy   bool
	err    error
	refuse error // of the days
	wanted bool  // somebody asked for it: that nothing stays behind is said
}

// offers says whether a save leaves points under a rule that isn't the programme's any more.
func offers(env screen.Env, was, is loyalty.Program) bool {
	return was.Expiry != is.Expiry && !is.EffectiveFrom.After(env.Now)
}

func newApplying(doc loyalty.Program) applying {
	return applying{doc: doc, done: &progress{}, days: widget.Field{Accept: widget.Digits, Max: 5}.SetValue(strconv.Itoa(applyDays))}
}

// byHand is the page as somebody asked for it.
func (p applying) byHand() applying {
	p.wanted = true
	return p
}

func (p applying) Keys() keymap.Set {
	if p.ready() {
		return keymap.Set{keymap.Save}
	}
	return nil
}

// ready says whether there is something to be applied to.
func (p applying) ready() bool { return !p.q.At.IsZero() && p.stays.Points > 0 && !p.busy }

func (p applying) Title(env screen.Env) (left, right string) {
	return env.Texts.Apply.Title, ""
}

func (p applying) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	switch msg := msg.(type) {
	case opened:
		if p.q.Flying { // asked when it was put over the page that gave way to it
			return p, outcome{}
		}
		return p.ask(env)
	case answer:
		return p.answered(env, msg)
	case screen.Act:
		switch {
		case msg.ID == keymap.Back && p.busy:
			return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
		case msg.ID == keymap.Back:
			return p, outcome{Close: true}
		case msg.ID == keymap.Save && p.ready():
			return p.apply()
		}
	case tea.KeyPressMsg, tea.PasteMsg:
		if p.ready() {
			p.days, _ = p.days.Update(msg)
			p.refuse = nil
		}
	}
	return p, outcome{}
}

func (p applying) ask(env screen.Env) (page, outcome) {
	p.done = &progress{}
	doc, done := p.doc, p.done
	o := p.q.Put(env, askStaying, func(ctx context.Context, s seat) (any, error) { return s.Staying(ctx, doc, done.tell) })
	for i := range o.Asks {
		o.Asks[i].Max = applyMax
	}
	return p, o
}

// apply asks for it. Whoever was interrupted asks again: what is done stays done.
func (p applying) apply() (page, outcome) {
	days, err := strconv.Atoi(p.days.Value())
	if err != nil || days > office.ApplyDaysMax {
		p.refuse = fault.At("days", "field.range", fault.Args{"min": int64(0), "max": int64(office.ApplyDaysMax)})
		return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	p.busy, p.err, p.done = true, nil, &progress{}
	done := p.done
	of := func(ctx context.Context, s seat) (any, error) { return s.ApplyExpiry(ctx, days, done.tell) }
	return p, outcome{Asks: []ask{{What: askApply, Of: of, Max: applyMax}}}
}

func (p applying) answered(env screen.Env, a answer) (page, outcome) {
	got, _ := a.Value.(office.Reruling)
	if a.What == askStaying {
		wanted, o := p.q.Answered(env, a)
		if wanted && a.Err == nil {
			if p.stays = got; got.Points == 0 {
				return p, p.nothing()
			}
		}
		return p, o
	}
	if p.busy, p.err = false, a.Err; a.Err != nil {
		return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	n := counter.Notice{Code: "manage.applied", Args: fault.Args{"points": got.Points, "members": int64(got.Members)}}
	return p, outcome{Close: true, Effects: []screen.Effect{screen.Tell{Notice: n}}}
}

// nothing is what follows where no points stay under another rule.
func (p applying) nothing() outcome {
	if !p.wanted {
		return outcome{Close: true}
	}
	return outcome{Close: true, Effects: []screen.Effect{screen.Tell{Notice: counter.Notice{Code: "manage.none_stay"}}}}
}

func (p applying) Draw(env screen.Env) widget.Pane {
	t, th := &env.Texts.Apply, env.Theme
	if wait := p.q.Waits(env); wait != nil {
		return widget.Stack(*wait, p.foot(env)).Sized(env.Width, env.Height)
	}
	head := []string{"", "  " + th.Strong.On(t.Stays(p.stays.Points, p.stays.Members)), "  " + t.Rule(program.Expiry.Summary(p.doc, env.Lang)), ""}
	head = append(head, widget.Wrapped(t.About, env.Width-2, 2, th.Muted)...)
	field := p.days.Draw(7, th)
	field.Cursor.On = p.ready()
	label := widget.NewPane(widget.Width(t.Promise)+3, "  "+t.Promise+" ")
	row := widget.Beside(widget.Beside(label, field), widget.NewPane(widget.Width(t.Days)+1, " "+t.Days)).Sized(env.Width, 1)
	return widget.Stack(widget.NewPane(env.Width, head...), widget.NewPane(env.Width, ""), row, p.foot(env)).Sized(env.Width, env.Height)
}

// foot is how far it is, what was wrong, or what can be done.
func (p applying) foot(env screen.Env) widget.Pane {
	t, th := &env.Texts.Apply, env.Theme
	done, total := p.done.done.Load(), p.done.total.Load()
	switch {
	case p.busy || p.q.Flying:
		said := " … " + t.Looked(done)
		if total > 0 {
			said = " " + widget.Bar(done, total, previewBar) + " " + t.Looked(done)
		}
		return widget.NewPane(env.Width, "", th.Warn.On(said))
	case p.refuse != nil:
		return widget.NewPane(env.Width, "", "  "+th.Danger.On("✗ "+text.FieldFault(p.refuse, env.Lang)))
	case p.err != nil:
		return widget.NewPane(env.Width, append(append([]string{""}, faultLines(env, p.err)...), "", "  "+th.Strong.On(t.Keys))...)
	case p.ready():
		return widget.NewPane(env.Width, "", "  "+th.Strong.On(t.Keys))
	}
	return widget.NewPane(env.Width, "")
}
