package pay

import (
	"strings"

	"tim/domain/fault"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	widthMax   = 100 // wider lines are hard to follow across
	headRows   = 5   // how the sum came about, captions, block digits
	fieldRows  = 2   // heads of the quick amounts, the field below them
	bodyMax    = 12
	takeCells  = 24 // of the big button
	labelCells = 14
	fieldCells = 24 // at most

	currency = "\u00a0₫" // falls away where the sums are many, as does the first word
)

// plan is how the rows are shared out.
type plan struct {
	tenders int // payments entered that are shown
	methods int // rows of the buttons of the methods: three where a finger has room
	body    int
}

func (p Pay) plan(env screen.Env) plan {
	l := plan{tenders: min(len(env.State.Cart.Order.Tenders), max(min(env.Height-17, 4), 1)), methods: 1}
	if env.Height >= 20 {
		l.methods = 3
	}
	l.body = max(min(env.Height-headRows-l.tenders-1-l.methods-1, bodyMax), 0) // a rule, and the row of what is wrong
	return l
}

// Draw implements screen.Screen.
func (p Pay) Draw(env screen.Env) widget.Pane {
	outer := env
	env.Width = min(env.Width, widthMax)
	l := p.plan(env)
	rule := widget.NewPane(env.Width, env.Theme.Border.On(widget.Rule(env.Width)))
	body := widget.Stack(p.head(env), p.sums(env), tenders(env, l.tenders), rule, p.ways(env, l.methods),
		p.body(env, l.body), p.refused(env))
	if p.waits(env) {
		body = p.waiting(env)
	}
	return widget.Beside(widget.NewPane((outer.Width-env.Width)/2), body).Sized(outer.Width, outer.Height)
}

// head says how the sum came about.
func (p Pay) head(env screen.Env) widget.Pane {
	t, cart := &env.Texts.Pay, env.State.Cart
	parts := []string{t.Goods(cart.Totals.Goods)}
	if cart.Totals.Discounts > 0 {
		parts = append(parts, t.Discounts(cart.Totals.Discounts))
	}
	if cart.Totals.Vouchers > 0 {
		parts = append(parts, t.Vouchers(len(cart.Order.Vouchers), cart.Totals.Vouchers))
	}
	if cart.Totals.Points > 0 {
		parts = append(parts, t.Points(cart.Order.Use.Points, cart.Totals.Points))
	}
	if cart.Totals.Credit > 0 {
		parts = append(parts, t.Credit(cart.Totals.Credit))
	}
	sum, earns := strings.Join(parts, " · "), "  "+t.WillEarn(cart.WillEarn)
	back := widget.Button{Key: keymap.Get(keymap.Back).Shown, Label: t.Back, Target: widget.ActionTarget(keymap.Back)}
	shut := back.Draw(back.Width(), 1, env.Press, env.Theme)
	if widget.Width(sum)+1 > env.Width-shut.Width {
		parts[0] = text.Money(cart.Totals.Goods)
		sum = strings.ReplaceAll(strings.Join(parts, " · "), currency, "")
	}
	line := " " + env.Theme.Muted.On(sum)
	if cart.WillEarn > 0 && widget.Width(sum)+widget.Width(earns) < env.Width-shut.Width {
		line += env.Theme.Heart.On(earns)
	}
	return widget.Beside(widget.NewPane(env.Width-shut.Width, line), shut)
}

// sums is what is due or given back, the largest thing on the screen, and what goes back or stays due behind the payment that Enter
// would take.
func (p Pay) sums(env screen.Env) widget.Pane {
	t, th, cart := &env.Texts.Pay, env.Theme, env.State.Cart
	caption := t.Title
	if len(cart.Order.Tenders) > 0 {
		caption = t.StillDue
	}
	due := text.Money(cart.Totals.Due)
	if cart.Totals.Give > 0 {
		caption, due = t.GiveBack, text.Money(cart.Totals.Give)
	}
	if asked := cart.Order.InCash(cart.Totals.Due); p.kind() == sale.Cash && asked != cart.Totals.Due {
		caption += " · " + t.InCash(asked)
	}
	word, amount, look := p.outcome(env)
	room := env.Width - 2 // a cell at both sides
	left := widget.Width(widget.Block(due)[0])
	if left > room-widget.Width(amount)-1 {
		left = widget.Width(due)
	}
	big, back := widget.Big(due, left, widget.Left), widget.Big(amount, room-left-1, widget.Right)
	lines := []string{" " + widget.Spread(th.Strong.On(caption), word, room)}
	for i := range big {
		lines = append(lines, " "+th.Money.On(big[i])+" "+look.On(back[i]))
	}
	return widget.NewPane(env.Width, lines...)
}

// outcome is what the payment that Enter would take gives back, or leaves, in words and as an amount.
func (p Pay) outcome(env screen.Env) (word, amount string, look style.Style) {
	t, th := &env.Texts.Pay, env.Theme
	o := p.typed
	if i := p.quick.Marked(); !p.typing() && p.kind() == sale.Cash && i >= 0 && i < len(p.offers) {
		o = p.offers[i]
	}
	switch {
	case env.State.Cart.Totals.Due == 0 || o.fault != nil:
		return "", "", th.Text
	case o.change > 0:
		return th.Strong.On(t.Change), text.Money(o.change), th.Money
	case o.left > 0:
		return th.Strong.On(t.LeftAfter), text.Money(o.left), th.Warn
	}
	return th.Muted.On(t.Exact), "", th.Text
}

// tenders is the newest of the payments entered, and the button that takes them all back.
func tenders(env screen.Env, rows int) widget.Pane {
	t, th, all := &env.Texts.Pay, env.Theme, env.State.Cart.Order.Tenders
	if len(all) == 0 {
		return widget.Pane{Width: env.Width}
	}
	b := widget.Button{Key: keymap.Get(keymap.Remove).Shown, Label: t.TakeBack, Target: widget.ActionTarget(keymap.Remove)}
	lines := make([]string, rows)
	for i, tender := range all[len(all)-rows:] {
		lines[i] = " " + th.OK.On("✓") + " " + t.Paid(tender)
		if n := len(all) - rows; i == 0 && n > 0 {
			lines[i] += " " + th.Muted.On(t.Earlier(n))
		}
		if tender.Reference != "" {
			lines[i] += th.Muted.On(" · " + widget.Clean(tender.Reference))
		}
	}
	back := b.Draw(b.Width(), 1, env.Press, th)
	return widget.Beside(widget.NewPane(env.Width-back.Width, lines...), back)
}

// ways is the ways to pay and, at the right, whether the goods are handed over later.
func (p Pay) ways(env screen.Env, rows int) widget.Pane {
	t, th, cart := &env.Texts.Pay, env.Theme, env.State.Cart
	box := "[ ] "
	if cart.Order.Later {
		box = "[✓] "
	}
	b := widget.Button{Key: keymap.Get(keymap.Later).Shown, Label: box + t.Later, Target: widget.ActionTarget(keymap.Later)}
	var left widget.Pane
	if cart.Totals.Due > 0 {
		left = p.chips(env, env.Width-b.Width(), rows)
	}
	return widget.Beside(left.Sized(env.Width-b.Width(), rows), b.Draw(b.Width(), rows, env.Press, th))
}

// chips are the ways to pay; where not all of them have room, those from so far on that the chosen one is among them.
func (p Pay) chips(env screen.Env, width, rows int) widget.Pane {
	for from := 0; ; from++ {
		var chips []widget.Pane
		room, seen := width, from == p.at.method
		for i, m := range p.methods[from:] {
			c := chip(env, env.Texts.Pay.Method(m.kind, m.name), widget.Target{ID: methodTarget, Index: from + i}, from+i == p.at.method, rows)
			if room -= c.Width; room < 0 {
				break
			}
			room--
			seen = seen || from+i == p.at.method
			chips = append(chips, c, widget.Blanks(1, rows))
		}
		if seen {
			return widget.Beside(chips...)
		}
	}
}

// narrowChips is how many cells a row of choices has when they stand closer.
const narrowChips = 72

// chip is one of a row of choices.
func chip(env screen.Env, label string, target widget.Target, chosen bool, rows int) widget.Pane {
	look, mark := env.Theme.Button, "  "
	if chosen {
		look, mark = env.Theme.Selected, "▸ "
	}
	if env.Press.On(target) {
		look = env.Theme.Pressed
	}
	w := widget.Width(label) + 5
	if env.Width < narrowChips {
		w--
	}
	pane := widget.Pane{Width: w, Lines: make([]string, rows)}
	for i := range pane.Lines {
		line := widget.Blank(w)
		if i == rows/2 {
			line = widget.Fit(" "+mark+label, w)
		}
		pane.Lines[i] = look.On(line)
	}
	return pane.Hit(target)
}

// body is how much is given, and the big button.
func (p Pay) body(env screen.Env, rows int) widget.Pane {
	t, th, cart := &env.Texts.Pay, env.Theme, env.State.Cart
	label := t.Take
	var left widget.Pane
	switch {
	case len(cart.Order.Lines) == 0:
		left = widget.NewPane(env.Width, "", "  "+th.Warn.On(t.NoGoods))
	case cart.Totals.Due == 0:
		label = t.Finish
		left = widget.NewPane(env.Width, append([]string{"", "  " + th.OK.On("✓ "+t.NothingDue)}, given(env)...)...)
	case p.kind() == sale.Cash:
		left = p.cash(env, rows)
	default:
		left = p.other(env)
	}
	b := widget.Button{Key: keymap.Get(keymap.Confirm).Shown, Label: label, Target: widget.ActionTarget(keymap.Confirm),
		Primary: len(cart.Order.Lines) > 0}
	button := b.Draw(takeCells, 3, env.Press, th)
	return left.Sized(env.Width, rows).Place(env.Width-takeCells, rows-3, button)
}

// given is how the rest of an exchange goes back to the customer.
func given(env screen.Env) []string {
	t, cart := &env.Texts.Pay, env.State.Cart
	if cart.Totals.Give == 0 || cart.Exchange == nil {
		return nil
	}
	lines := []string{""}
	for _, tender := range cart.Exchange.Offer.Return.Tenders {
		if tender.Kind != sale.Swapped && tender.Kind != sale.Rounded {
			lines = append(lines, "  "+env.Theme.Strong.On(t.Give(tender)))
		}
	}
	return lines
}

// cash is the quick amounts with what each gives back, and the field for any other.
func (p Pay) cash(env screen.Env, rows int) widget.Pane {
	t, th := &env.Texts.Pay, *env.Theme
	cols := p.columns(env)
	if p.typing() {
		th.Selected = th.Text // the typed amount counts
	}
	width := min(cells(cols)+4, env.Width-takeCells-1)
	list := p.quick.Sized(len(p.offers), max(min(rows-fieldRows, len(p.offers)), 0))
	body := list.Draw(width, env.Press, &th, func(i, width int, marked bool) string {
		sign, back := "", text.Money(p.offers[i].change)
		if marked && !p.typing() {
			sign = " ▸"
		}
		switch {
		case p.offers[i].fault != nil:
			back = ""
		case i == 0:
			back = th.Muted.On(t.Exact)
		}
		return cols.Line(width, sign, text.Money(p.offers[i].amount), back)
	})
	head := widget.NewPane(env.Width, th.Muted.On(cols.Line(width, "", t.Given, t.Change)))
	gap := widget.NewPane(env.Width, make([]string, min(max(rows-fieldRows-len(p.offers), 0), 1))...)
	return widget.Stack(head, body.Sized(env.Width, body.Height()), gap, p.other(env))
}

// columns are as wide as the quick amounts need.
func (p Pay) columns(env screen.Env) widget.Columns {
	given, back := widget.Width(env.Texts.Pay.Given), max(widget.Width(env.Texts.Pay.Change), widget.Width(env.Texts.Pay.Exact))
	for _, o := range p.offers {
		given, back = max(given, widget.Width(text.Money(o.amount))), max(back, widget.Width(text.Money(o.change)))
	}
	return widget.Columns{{Width: 2}, {Width: given + 1, Align: widget.Right}, {Width: back + 3, Align: widget.Right}}
}

// cells is how wide a table is.
func cells(cols widget.Columns) int {
	width := len(cols) - 1
	for _, col := range cols {
		width += col.Width
	}
	return width
}

// other is the field for an amount and, for what is not cash, the account to pay to and the field of the reference.
func (p Pay) other(env screen.Env) widget.Pane {
	t, due := &env.Texts.Pay, env.State.Cart.Totals.Due
	amount := p.amount
	if p.kind() == sale.Cash {
		amount.Placeholder = t.OtherHint
		return p.line(env, t.Other, amount, 0)
	}
	amount.Placeholder = t.AmountHint(due)
	reference := p.reference
	reference.Placeholder = t.Optional
	lines := []string{""}
	switch p.kind() {
	case sale.Transfer:
		lines = append(lines, account(env)...)
	case sale.OnAccount:
		lines = append(lines, owing(env)...)
		return widget.Stack(widget.NewPane(env.Width, lines...), p.line(env, t.Amount, amount, 0))
	}
	return widget.Stack(widget.NewPane(env.Width, lines...), p.line(env, t.Amount, amount, 0),
		widget.NewPane(env.Width, ""), p.line(env, t.Reference(p.kind()), reference, 1))
}

// account is where the customer transfers to.
func account(env screen.Env) []string {
	t, bank := &env.Texts.Pay, widget.Clean(env.State.Shop.Bank)
	if bank == "" {
		return []string{"   " + env.Theme.Warn.On(widget.Cut(t.NoAccount, env.Width-3)), ""}
	}
	var lines []string
	for _, line := range widget.Wrap(t.Account(bank), env.Width-4) {
		lines = append(lines, "   "+env.Theme.Strong.On(line))
	}
	return append(lines, "")
}

// line is a field with its name; the one with the cursor is marked, and a short amount says what it means.
func (p Pay) line(env screen.Env, name string, f widget.Field, index int) widget.Pane {
	here := p.at.reference == (index == 1)
	mark, label, room := "   ", labelCells, env.Width
	if here && (p.typing() || p.kind() != sale.Cash) {
		mark = " ▸ "
	}
	if p.kind() == sale.Cash {
		label, room = widget.Width(name)+1, env.Width-takeCells-1
	}
	left := widget.Fit(mark+name, 3+label) + "["
	width := max(min(room-widget.Width(left)-13, fieldCells), 12)
	box := f.Draw(width, env.Theme).Hit(widget.Target{ID: fieldTarget, Index: index})
	box.Cursor.On = here
	right := "]"
	if index == 0 {
		right += p.beside(env, room-widget.Width(left)-width-1)
	}
	return widget.Beside(widget.NewPane(widget.Width(left), left), box, widget.NewPane(widget.Width(right), right)).Sized(env.Width, 1)
}

// beside is what a short amount means, and the most possible where that is too much, as far as there is room.
func (p Pay) beside(env screen.Env, room int) string {
	t, out := &env.Texts.Pay, ""
	if p.typing() && len(p.amount.Value()) <= 3 {
		out = " " + t.Means(p.typed.amount)
	}
	if most, ok := p.most(); ok && widget.Width(out)+3+widget.Width(t.AtMost(most)) <= room {
		out += " · " + env.Theme.Warn.On(t.AtMost(most))
	}
	return out
}

// most is the greatest amount possible, where the one typed is above it.
func (p Pay) most() (money.VND, bool) {
	f, ok := fault.Of(p.typed.fault)
	if !ok || f.Code != "tender.over" {
		return 0, false
	}
	most, ok := f.Args["max"].(money.VND)
	return most, ok
}

// refused is why a payment was not taken, or would not be.
func (p Pay) refused(env screen.Env) widget.Pane {
	th := env.Theme
	switch {
	case p.fault != nil:
		return widget.NewPane(env.Width, " "+th.Danger.On(widget.Cut("! "+text.Fault(p.fault, env.Lang), env.Width-2)))
	case p.typing() && p.typed.fault != nil:
		return widget.NewPane(env.Width, " "+th.Warn.On(widget.Cut("! "+text.Fault(p.typed.fault, env.Lang), env.Width-2)))
	}
	return widget.NewPane(env.Width, "")
}
