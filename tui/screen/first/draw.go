package first

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/setup"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/program"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	aboutRows  = 2
	buttonHigh = 3   // where there is room, else 1
	highFrom   = 20  // rows of the body from which there is
	wide       = 110 // from here on examples stand beside the fields
	besideRoom = 44
	exampleMin = 4 // rows of an example with its frame
)

// Draw implements screen.Screen.
func (s Screen) Draw(env screen.Env) widget.Pane {
	head := s.headline(env)
	foot := s.foot(env)
	height := env.Height - head.Height() - foot.Height()
	var body widget.Pane
	switch s.at {
	case "summary":
		body = s.listed(env, s.summary(env), height)
	case "making":
		body = widget.NewPane(env.Width, s.progress(env)...)
	case "made":
		body = s.listed(env, s.told(env), height)
	default:
		body = s.fields(env, height)
	}
	return widget.Stack(head, body.Sized(env.Width, height), foot).Sized(env.Width, env.Height)
}

// sectionName is what a section of the programme is called.
func sectionName(s program.Section, l text.Language) string { return text.In(l).Program.Sections[s] }

// headline is the step's name, how far it is, and what it is about.
func (s Screen) headline(env screen.Env) widget.Pane {
	t, texts, about := env.Theme, &env.Texts.Setup, text.SetupSteps[s.at]
	right := ""
	if n := s.number(s.at); n >= 0 {
		right = t.Muted.On(texts.Step(n+1, len(s.steps()))) + " "
	}
	title := about.Title.In(env.Lang)
	if section, is := sections[s.at]; is {
		title = sectionName(section, env.Lang)
	}
	lines := []string{widget.Spread(" "+t.Title.On(title), right, env.Width), t.Border.On(widget.Rule(env.Width))}
	words := widget.Wrapped(about.About.In(env.Lang), env.Width-1, 1, t.Muted)
	lines = append(lines, words[:min(len(words), aboutRows)]...)
	return widget.NewPane(env.Width, append(lines, "")...)
}

// foot is what Esc and Enter do, and what is under way or wrong.
func (s Screen) foot(env screen.Env) widget.Pane {
	t, texts := env.Theme, &env.Texts.Setup
	if s.at == "making" {
		return widget.NewPane(env.Width, "")
	}
	back, next := texts.Back, texts.Next
	switch {
	case s.at == "summary" && s.chained:
		next = texts.Join
	case s.at == "summary":
		next = texts.Make
	case s.at == "made":
		back, next = "", texts.Open
	case s.number(s.at) == 0:
		back = texts.Leave
	}
	said := widget.NewPane(env.Width, s.said(env)...)
	buttonRows := 1
	if env.Height >= highFrom {
		buttonRows = buttonHigh
	}
	half := min(env.Width/2-1, 28)
	yes := widget.Button{Key: "Enter", Label: next, Primary: true, Target: widget.ActionTarget(keymap.Confirm)}.Draw(half, buttonRows, env.Press, t)
	no := widget.Blanks(half, buttonRows)
	if back != "" {
		no = widget.Button{Key: "Esc", Label: back, Target: widget.ActionTarget(keymap.Back)}.Draw(half, buttonRows, env.Press, t)
	}
	gap := widget.Blanks(max(env.Width-2*half-2, 0), buttonRows)
	return widget.Stack(said, widget.Beside(widget.Blanks(1, buttonRows), no, gap, yes, widget.Blanks(1, buttonRows)))
}

// said is the row above the buttons: what is under way, what is wrong, else what the field with the focus is for.
func (s Screen) said(env screen.Env) []string {
	t, texts := env.Theme, &env.Texts.Setup
	room := env.Width - 2
	line := func(s string) []string { return []string{" " + s} }
	switch {
	case s.waits == askJoin:
		busy := texts.Asking
		if stage := s.maker.Stage(); stage.Done > 0 {
			busy = texts.Making(stage.Step) + " · " + texts.Items(stage.Done)
		}
		return line(t.Warn.On("… " + busy))
	case s.waits == askGoods:
		return line(t.Warn.On("… " + texts.Reading))
	case s.waits == askTest:
		return line(t.Warn.On("… " + texts.Printing))
	case s.at == "made":
		return line("")
	case s.err != nil:
		return widget.Wrapped("✗ "+s.fault(env), env.Width-1, 1, t.Danger)
	case s.note != "":
		return line(t.OK.On("✓ " + texts.Printed))
	}
	switch {
	case s.at == "summary":
		return line("")
	case s.at == "staff" && s.lost && !s.typed:
		return widget.Wrapped("▲ "+texts.PINAgain, env.Width-1, 1, t.Warn)
	}
	if about := s.form.About(env.Lang); len(about) > 0 {
		return line(t.Muted.On(widget.Cut(strings.Join(about, " · "), room)))
	}
	return line(t.Muted.On(widget.Clauses(texts.Keys, room)))
}

// fault is what is wrong beside the fields: the first fault of a list, and how many more there are.
func (s Screen) fault(env screen.Env) string {
	var list fault.Fields
	if !errors.As(s.err, &list) {
		return widget.Clean(text.Fault(s.err, env.Lang))
	}
	said := widget.Clean(text.Fault(list[0], env.Lang))
	if len(list) > 1 {
		said += fmt.Sprintf(" (+%d)", len(list)-1)
	}
	return said
}

// fields are the form and what its answers come to: below it, or beside it where there is room.
func (s Screen) fields(env screen.Env, height int) widget.Pane {
	f := program.Tails(s.form, s.program, env.Lang)
	if len(s.rows) > 0 && s.at == "products" && s.a.Products.From == setup.FromFile {
		return s.fileRows(env, height)
	}
	if env.Width >= wide {
		room := besideRoom + (env.Width-wide)/3
		fields := f.Draw(env, env.Width-room, height)
		return widget.Beside(fields, s.card(env, room, height).Sized(room, height))
	}
	words := s.card(env, env.Width, max(height*2/5, exampleMin))
	return widget.Stack(f.Draw(env, env.Width, max(height-words.Height(), 1)), words)
}

// card is the example, in at most so many rows; of one that is longer, an order's, what it comes to stands last.
func (s Screen) card(env screen.Env, width, most int) widget.Pane {
	var lines []string
	shown := s.example
	if width == env.Width { // below the fields, where rows are few
		shown = joined(shown)
	}
	for _, said := range shown {
		look, sign := env.Theme.Text, ""
		if said.Warn {
			look, sign = env.Theme.Warn, "▲ "
		}
		plain := strings.TrimLeft(said.Text, " ")
		lines = append(lines, widget.Wrapped(sign+plain, widget.InBox(width)-1, len(said.Text)-len(plain), look)...)
	}
	switch over := len(lines) - max(most-2, 1); {
	case len(lines) == 0:
		return widget.Blanks(width, 0)
	case over > 0 && s.at == "earning":
		lines = lines[over:]
	case over > 0:
		lines = lines[:len(lines)-over]
	}
	return widget.Box(width, env.Theme.Muted.On(env.Texts.Setup.Example), widget.NewPane(widget.InBox(width), lines...), env.Theme.Border)
}

// joined is an example whose inner lines stand behind each other.
func joined(said []program.Said) (out []program.Said) {
	inner := false
	for _, line := range said {
		plain := strings.TrimLeft(line.Text, " ")
		switch last := len(out) - 1; {
		case plain == line.Text || last < 0:
			out, inner = append(out, line), false
		case inner:
			out[last].Text += " · " + plain
		default:
			out[last].Text = strings.TrimSuffix(out[last].Text, ":") + ": " + plain
			inner = true
		}
	}
	return out
}

// fileRows are the rows at fault of a file of products, under its field.
func (s Screen) fileRows(env screen.Env, height int) widget.Pane {
	t, texts := env.Theme, &env.Texts.Setup
	top := s.form.Draw(env, env.Width, min(3, height))
	lines := []string{" " + t.Danger.On("✗ "+texts.Rows(len(s.goods), len(s.rows)))}
	for _, r := range s.rows[:min(len(s.rows), max(height-top.Height()-2, 0))] {
		said := texts.Row(r.Row, r.Field) + ": " + text.FieldFault(fault.At("", r.Code, r.Args), env.Lang)
		lines = append(lines, "   "+widget.Cut(widget.Clean(said), env.Width-4))
	}
	return widget.Stack(top, widget.NewPane(env.Width, lines...)).Sized(env.Width, height)
}

// listed are lines in a window.
func (s Screen) listed(env screen.Env, lines []string, height int) widget.Pane {
	return s.scroll.Sized(len(lines), height).Draw(env.Width, env.Theme, func(i, width int) string { return widget.Fit(lines[i], width) })
}

// fact is one line of the summary.
func fact(env screen.Env, label text.Both, value string) string {
	const labels = 24
	return "  " + env.Theme.Muted.On(widget.Fit(label.In(env.Lang), labels)) + widget.Clean(value)
}

// summary is all that will be made.
func (s Screen) summary(env screen.Env) []string {
	a, step := s.whole, func(name string) text.Both { return text.SetupSteps[name].Title }
	if s.chained {
		lines := []string{fact(env, text.SetupLabel("central"), a.Central.URL)}
		if j := s.joined; j != nil {
			lines = append(lines, fact(env, step("shop"), j.Shop), fact(env, text.SetupLabel(printerKey), text.SetupChoice(printerKey, s.printer).In(env.Lang)+" "+a.Printer.To),
				"", "  "+env.Texts.Common.Till(j.Till)+" · "+text.GoodsExample(j.Products, nil, env.Lang))
		}
		return lines
	}
	var staff []string
	for _, one := range a.Staff {
		staff = append(staff, one.Name)
	}
	lines := s.newPINs(env)
	lines = append(lines, fact(env, step("shop"), strings.Join(slices.DeleteFunc([]string{a.Shop.Name, a.Shop.Address, a.Shop.TaxCode}, func(s string) bool { return s == "" }), " · ")),
		fact(env, step("zone"), a.Program.Currency+" · "+a.Program.TimeZone))
	for _, name := range s.steps() {
		if section, is := sections[name]; is {
			lines = append(lines, fact(env, text.Of(sectionName(section, text.Vietnamese), sectionName(section, text.English)), section.Summary(a.Program, env.Lang)))
		}
	}
	lines = append(lines, fact(env, step("staff"), strings.Join(staff, ", ")),
		fact(env, step("products"), text.SetupChoice("products.from", a.Products.From).In(env.Lang)+" · "+text.Count(len(a.Goods(s.maker.Samples(), s.goods)))))
	if s.kind == setup.Till {
		lines = append(lines, fact(env, step("printer"), strings.TrimSpace(text.SetupChoice(printerKey, s.printer).In(env.Lang)+" "+a.Printer.To)))
	}
	return lines
}

// newPINs are the PINs that nobody typed, first of all.
func (s Screen) newPINs(env screen.Env) []string {
	if len(s.new) == 0 {
		return nil
	}
	lines := []string{" " + env.Theme.Warn.On("▲ "+env.Texts.Setup.PINs)}
	for _, p := range s.new {
		lines = append(lines, "    "+widget.Fit(widget.Clean(p.Name), 24)+env.Theme.Money.On(p.PIN))
	}
	return append(lines, "")
}

// progress is what is done, and what is being done.
func (s Screen) progress(env screen.Env) []string {
	t, texts, now := env.Theme, &env.Texts.Setup, s.maker.Stage()
	steps := []setup.Step{setup.MakeFiles, setup.MakeShop, setup.MakeTill, setup.MakePlace}
	if s.chained {
		steps = []setup.Step{setup.MakeFiles, setup.MakeTill, setup.MakeCopy, setup.MakePlace}
	}
	var lines []string
	for _, step := range steps {
		switch label := texts.Making(step); {
		case step < now.Step:
			lines = append(lines, "  "+t.OK.On("✓")+" "+label)
		case step == now.Step && now.Done > 0:
			lines = append(lines, "  "+t.Warn.On("…")+" "+t.Strong.On(label)+" · "+texts.Items(now.Done))
		case step == now.Step:
			lines = append(lines, "  "+t.Warn.On("…")+" "+t.Strong.On(label))
		default:
			lines = append(lines, "    "+t.Muted.On(label))
		}
	}
	return lines
}

// told is what a chain's central shows once.
func (s Screen) told(env screen.Env) []string {
	t := env.Theme
	lines := s.newPINs(env)
	if s.made.Token != "" {
		lines = append(lines, "  "+t.Muted.On(text.SetupToken.In(env.Lang)), "  "+t.Money.On(s.made.Token), "")
	}
	if s.made.Code != "" {
		zone, err := s.maker.Zone(loyalty.Default().TimeZone)
		until := ""
		if err == nil {
			until = " · " + text.SetupUntil.In(env.Lang) + " " + text.Clock(s.made.Until, zone)
		}
		lines = append(lines, "  "+t.Muted.On(text.SetupCode.In(env.Lang)), "  "+t.Money.On(s.made.Code)+t.Muted.On(until), "",
			"  "+t.Muted.On("till enroll --data DIR --central "+s.made.URL), "  "+t.Muted.On("  --code "+s.made.Code))
	}
	return lines
}
