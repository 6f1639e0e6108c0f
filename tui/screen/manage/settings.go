package manage

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/form"
	"tim/tui/screen/program"
	"tim/tui/text"
	"tim/tui/widget"
)

// Rows and columns around a section's form.
const (
	asideFrom   = 110 // window from which the example stands beside the form
	asideWidth  = 46
	exampleRows = 5 // below the form, at most
	aboutRows   = 2
)

// settings is one section of the programme: its fields, what they come to, and what the field with the focus is for.
type settings struct {
	section program.Section
	work    work
	form    form.Form
}

func newSettings(s program.Section, w work, path string) settings {
	p := settings{section: s, work: w, form: s.Form(w.draft)}
	switch {
	case path == "" && s == program.Points:
		path = program.TierPath(0, "rate_percent")
	case strings.HasPrefix(path, "tiers."):
		path = strings.Replace(path, "tiers.", "tiers[0].", 1)
	}
	p.form = p.form.Focus(path)
	return p
}

// Unsaved implements unsaved.
func (p settings) Unsaved() bool { return p.work.draft.Changed() }

func (p settings) Keys() keymap.Set {
	keys := keymap.Set{keymap.Confirm, keymap.Next, keymap.Previous}
	if p.section == program.Points {
		keys = append(keys, keymap.Add, keymap.Drop)
	}
	return append(keys, keymap.Save)
}

func (p settings) Title(env screen.Env) (left, right string) {
	t := &env.Texts.Manage
	left = env.Texts.Program.Sections[p.section]
	if p.Unsaved() {
		right = env.Theme.Warn.On("● " + t.Unsaved(max(len(p.work.draft.Changes()), 1)))
	}
	return left, right
}

func (p settings) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	p.form = p.shown(env).Sized(env, p.formWidth(env), p.formHeight(env))
	switch msg := msg.(type) {
	case opened:
		return p, outcome{}
	case given:
		return p.take(msg.Value)
	case screen.Act:
		if next, o, done := p.act(env, msg.ID); done {
			return next, o
		}
	}
	next, event := p.form.Update(msg)
	p.form = next
	switch {
	case event.Opened == program.Existing:
		return p.existing(env)
	case event.Opened != "":
		return p, outcome{Over: newNames(event.Opened, p.work.draft)}
	case event.Changed != "":
		return p.changed(event.Changed), outcome{}
	case event.Ended:
		return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	return p, outcome{}
}

// existing leads to the points that are there, which may follow the rule that is in force.
func (p settings) existing(env screen.Env) (page, outcome) {
	if doc := p.work.draft.Base(); !doc.EffectiveFrom.After(env.Now) {
		return p, outcome{Over: newApplying(doc).byHand()}
	}
	n := counter.Notice{Code: "manage.not_yet", Error: true, Args: fault.Args{"day": text.Date(p.work.draft.Base().EffectiveFrom, env.Zone)}}
	return p, outcome{Effects: []screen.Effect{screen.Tell{Notice: n}, screen.Beep{}}}
}

func (p settings) act(env screen.Env, id keymap.ID) (page, outcome, bool) {
	tier, inTable := program.TierOf(p.form.Focused().Key)
	switch {
	case id == keymap.Back:
		return p, outcome{Close: true, Gives: p.work}, true
	case id == keymap.Save:
		next, o := p.save()
		return next, o, true
	case id == keymap.Add && p.section == program.Points:
		p.work.draft = p.work.draft.AddTier(env.Texts.Program.NewTier)
		last := len(p.work.draft.Doc().Tiers) - 1
		return p.anew(program.TierPath(last, "name")), outcome{}, true
	case id == keymap.Drop && inTable && tier > 0:
		p.work.draft = p.work.draft.DropTier(tier)
		return p.anew(program.TierPath(tier-1, "rate_percent")), outcome{}, true
	case id == keymap.Drop:
		return p, outcome{Effects: []screen.Effect{screen.Beep{}}}, true
	}
	return p, outcome{}, false
}

// changed takes a field's value into the draft; where a choice brings other fields the form is made anew.
func (p settings) changed(key string) settings {
	p.work.draft = p.work.draft.Set(key, p.form.Value(key))
	if p.form.Focused().Kind == form.Choice {
		return p.anew(key)
	}
	p.form = p.form.Faulty(p.work.draft.Faults())
	return p
}

// anew is the page with the draft's fields, the focus on one of them.
func (p settings) anew(key string) settings {
	p.form = p.section.Form(p.work.draft).Focus(key)
	return p
}

// take is what a page gave that lay over this one.
func (p settings) take(value any) (page, outcome) {
	switch v := value.(type) {
	case names:
		p.work.draft = p.work.draft.SetNames(v.path, v.list)
		return p.anew(v.path), outcome{}
	case work: // a save that wasn't done, or of which others' changes were taken over
		p.work = v
		return p.anew(p.form.Focused().Key), outcome{}
	case stored:
		return p, outcome{Close: true, Gives: v}
	}
	return p, outcome{}
}

// save opens what a save comes to, or leads to what is wrong.
func (p settings) save() (page, outcome) {
	beep := outcome{Effects: []screen.Effect{screen.Beep{}}}
	s, path, wrong := faulty(p.work.draft)
	switch {
	case !p.work.draft.Changed():
		return p, beep
	case wrong && s == p.section:
		p = p.anew(path)
		beep.Effects = append(beep.Effects, refused())
		return p, beep
	case wrong:
		return newSettings(s, p.work, path), outcome{Effects: []screen.Effect{screen.Beep{}, refused()}}
	}
	return p, outcome{Over: newSaving(p.work)}
}

// shown is the form with what depends on the language.
func (p settings) shown(env screen.Env) form.Form {
	f := program.Tails(p.form, p.work.draft, env.Lang)
	if p.section == program.General {
		f = f.With("channels", channelNames(p.work.draft.Doc().Channels, env.Lang))
	}
	return f
}

func channelNames(ids []string, lang text.Language) string {
	shown := make([]string, len(ids))
	for i, id := range ids {
		shown[i] = text.Channel(id, lang)
	}
	return strings.Join(shown, ", ")
}

func (p settings) formWidth(env screen.Env) int {
	if env.Width >= asideFrom {
		return env.Width - asideWidth - 2
	}
	return env.Width
}

// below is how many rows the example takes under the form where it doesn't stand beside it.
func (p settings) below(env screen.Env) int {
	if env.Width >= asideFrom {
		return 0
	}
	return min(exampleRows, max((env.Height-aboutRows-2)/3, 2))
}

func (p settings) formHeight(env screen.Env) int {
	rows := env.Height - 1 - aboutRows - p.below(env)
	return max(rows, 1)
}

func (p settings) Draw(env screen.Env) widget.Pane {
	width, height := p.formWidth(env), p.formHeight(env)
	body := p.shown(env).Draw(env, width, height)
	rule := widget.NewPane(width, env.Theme.Border.On(widget.Rule(width)))
	left := widget.Stack(body, rule, p.example(env, width, p.below(env)), p.about(env, width))
	if env.Width < asideFrom {
		return left
	}
	box := widget.Box(asideWidth, env.Theme.Title.On(env.Texts.Program.Example), p.example(env, widget.InBox(asideWidth), env.Height-3), env.Theme.Border)
	return widget.Beside(left, widget.Blanks(1, env.Height), box, widget.Blanks(1, env.Height)).Sized(env.Width, env.Height)
}

// example is what the settings come to, in exactly so many rows.
func (p settings) example(env screen.Env, width, rows int) widget.Pane {
	if rows <= 0 {
		return widget.Pane{Width: width}
	}
	var lines []string
	for _, said := range p.section.Example(p.work.draft, env.Lang, env.Zone, env.Now) {
		look, sign := env.Theme.Text, ""
		if said.Warn {
			look, sign = env.Theme.Warn, "▲ "
		}
		indent := len(said.Text) - len(strings.TrimLeft(said.Text, " "))
		lines = append(lines, widget.Wrapped(sign+strings.TrimLeft(said.Text, " "), width-1, 1+indent, look)...)
	}
	switch {
	case len(lines) > rows && p.section == program.Earning: // what it comes to stands last
		lines = lines[len(lines)-rows:]
	case len(lines) > rows:
		lines = lines[:rows]
	}
	return widget.NewPane(width, lines...).Sized(width, rows)
}

// about is what the field with the focus is for.
func (p settings) about(env screen.Env, width int) widget.Pane {
	said := strings.Join(p.form.About(env.Lang), " ")
	lines := widget.Wrapped(said, width-1, 1, env.Theme.Muted)
	return widget.NewPane(width, lines...).Sized(width, aboutRows)
}
