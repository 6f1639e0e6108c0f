package pay

import (
	"tim/domain/ident"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// waiting is a transfer that the cart waits for: what to do at the left, the code that the customer scans at the right where the whole
// of it has room.
func (p Pay) waiting(env screen.Env) widget.Pane {
	t, th, v := &env.Texts.Pay, env.Theme, env.State.Cart.Transfer
	code, ok := transferCode(v.QR)
	left := env.Width - 1
	if ok = ok && code.Height() <= env.Height && code.Width+minSide <= env.Width; ok {
		left = env.Width - code.Width - 1
	}
	lines := []string{th.Strong.On(t.Waiting)}
	for _, row := range widget.Big(text.Money(v.Amount), left-2, widget.Left) {
		lines = append(lines, th.Money.On(row))
	}
	lines = append(lines, "")
	say := func(look func(string) string, s string) {
		for _, line := range widget.Wrap(s, left-2) {
			lines = append(lines, look(line))
		}
	}
	if bank := widget.Clean(v.Bank); bank != "" {
		say(th.Strong.On, t.Account(bank))
	}
	say(th.Strong.On, t.Memo(v.Memo))
	lines = append(lines, "")
	switch {
	case v.Told:
		say(th.Text.On, t.WaitTold)
	default:
		say(th.Warn.On, "! "+t.WaitAlone)
	}
	say(th.Muted.On, t.WaitOther)
	for i, line := range lines {
		lines[i] = " " + line
	}
	side := widget.Stack(widget.NewPane(left, lines...).Sized(left, max(env.Height-6, 0)), p.refused(narrow(env, left)), p.waitButtons(env, left))
	if !ok {
		return side
	}
	return widget.Beside(side.Sized(left, env.Height), widget.Blanks(1, env.Height), code).Sized(env.Width, env.Height)
}

// minSide is what the words beside a code need.
const minSide = 36

func narrow(env screen.Env, width int) screen.Env {
	env.Width = width
	return env
}

// prints says whether what tells the customer where to pay can be had on paper.
func (p Pay) prints(env screen.Env) bool {
	if !p.waits(env) || env.Printing == nil || !env.Printing.On {
		return false
	}
	t := env.State.Cart.Transfer
	return t.QR != "" || t.Bank != ""
}

// waitButtons say that the money is there, and that nobody waits for it any more; below them the code is printed.
func (p Pay) waitButtons(env screen.Env, width int) widget.Pane {
	t := &env.Texts.Pay
	paper := widget.NewPane(width, "")
	if p.prints(env) {
		b := widget.Button{Key: keymap.Get(keymap.Print).Shown, Label: t.PrintCode, Target: widget.ActionTarget(keymap.Print)}
		paper = widget.Beside(widget.Blanks(1, 1), b.Draw(b.Width(), 1, env.Press, env.Theme)).Sized(width, 1)
	}
	yes := widget.Button{Key: keymap.Get(keymap.Confirm).Shown, Label: t.Came, Primary: true, Target: widget.ActionTarget(keymap.Confirm)}
	no := widget.Button{Key: keymap.Get(keymap.Remove).Shown, Label: t.WaitNoMore, Target: widget.ActionTarget(keymap.Remove)}
	wide := width - no.Width() - 2
	return widget.Stack(widget.Beside(widget.Blanks(1, 3), yes.Draw(wide, 3, env.Press, env.Theme), widget.Blanks(1, 3), no.Draw(no.Width(), 3, env.Press, env.Theme)),
		paper)
}

// transferCode is the code that a banking app reads.
func transferCode(qr string) (widget.Pane, bool) {
	if qr == "" {
		return widget.Pane{}, false
	}
	modules, err := ident.QR(qr)
	if err != nil {
		return widget.Pane{}, false
	}
	return widget.QR(modules), true
}

// owing says who will owe, or that somebody must be named for it.
func owing(env screen.Env) []string {
	t, m := &env.Texts.Pay, env.State.Member
	if m == nil {
		return []string{"   " + env.Theme.Warn.On(widget.Cut(t.NoDebtor, env.Width-3)), ""}
	}
	line := t.Debtor(widget.Clean(m.Profile.Name), env.State.Shop.Policy.AccountLimit)
	return []string{"   " + env.Theme.Strong.On(widget.Cut(line, env.Width-3)), ""}
}
