package order

import (
	"strings"

	"tim/domain/counter"
	"tim/domain/loyalty"
	"tim/domain/sale"
	"tim/tui/screen"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	wideFrom    = 120 // cells from which cart and customer stand side by side
	fieldRows   = 3
	summaryRows = 7
	headRows    = 1
)

// layout is where things are at one size.
type layout struct {
	wide  bool
	cart  int // width of the lines
	side  int // width of the column at the right, 0 when not wide
	lines int // rows of the lines
}

// plan is the layout at the present size. It is the same whatever the cart holds, so that nothing jumps; only an exchange
// and an invoice's buyer take their rows below the lines.
func plan(env screen.Env) layout {
	rows := env.Height - headRows - fieldRows
	if env.State.Cart.Exchange != nil {
		rows -= swappedRows(env)
	}
	if named(env) {
		rows--
	}
	if env.Width >= wideFrom {
		side := max(min(env.Width*2/5, 64), 46)
		return layout{wide: true, side: side, cart: env.Width - side - 3, lines: max(rows, 1)}
	}
	return layout{cart: env.Width, lines: max(rows-1-summaryRows, 1)}
}

// Draw implements screen.Screen. What typing doesn't change is kept from the drawing before.
func (o Order) Draw(env screen.Env) widget.Pane {
	o = o.sized(env)
	at := plan(env)
	if now := (look{env.State, env.Lang, env.Theme, at, env.Height, o.lines, env.Press}); o.drawn.look != now {
		*o.drawn = parts{look: now, cart: o.drawCart(env, at), side: o.drawSide(env, at)}
	}
	field := o.drawField(env, at.cart)
	if at.wide {
		return widget.Beside(widget.Stack(o.drawn.cart, field), o.drawn.side)
	}
	return widget.Stack(o.drawn.cart, o.drawn.side, field)
}

// look is all that the parts beside the field are drawn from.
type look struct {
	state  *counter.State
	lang   text.Language
	theme  *style.Theme
	at     layout
	height int
	lines  widget.List
	press  widget.Press
}

// parts is the screen but for its field, as it was drawn last. Copies of an Order share it.
type parts struct {
	look
	cart, side widget.Pane
}

// drawSide is customer and figures: at the right of a wide screen, below the cart of a narrow one.
func (o Order) drawSide(env screen.Env, at layout) widget.Pane {
	switch {
	case at.wide:
		return widget.Beside(divider(env), sideColumn(env, at.side))
	case afterSale(env):
		return widget.Pane{Width: env.Width} // the sale or the return has the whole screen
	}
	rule := widget.NewPane(env.Width, env.Theme.Border.On(widget.Rule(env.Width)))
	return widget.Stack(rule, summary(env, env.Width))
}

func divider(env screen.Env) widget.Pane {
	lines := make([]string, env.Height)
	for i := range lines {
		lines[i] = " " + env.Theme.Border.On("│") + " "
	}
	return widget.Pane{Width: 3, Lines: lines}
}

// afterSale says that the sale just finished is shown, or the return just done.
func afterSale(env screen.Env) bool {
	s := env.State
	return (s.Last != nil || s.Returned != nil) && len(s.Cart.Order.Lines) == 0 && s.Cart.Exchange == nil && s.Alarm == nil
}

// givenBack says that of the two the return is the newer. That of an exchange is part of its sale.
func givenBack(env screen.Env) bool {
	s := env.State
	return s.Returned != nil && (s.Last == nil || s.Returned.Slip.Exchange == "")
}

// drawCart is the table of lines, what to do while there are none, the sale or the return behind them, or the alarm over
// them.
func (o Order) drawCart(env screen.Env, at layout) widget.Pane {
	switch {
	case afterSale(env) && givenBack(env):
		return drawReturned(env, at.cart, env.Height-fieldRows)
	case afterSale(env):
		return drawDone(env, at.cart, env.Height-fieldRows)
	}
	var table widget.Pane
	if len(env.State.Cart.Order.Lines) == 0 {
		table = widget.Stack(empty(env, at.cart, at.lines+headRows), swapped(env, at.cart), inName(env, at.cart))
	} else {
		columns := o.columns(env, at.cart)
		texts := &env.Texts.Order
		head := columns.Line(at.cart-1, texts.Number+" ", texts.Product, texts.Quantity, texts.Price, texts.Amount)
		rows := o.lines.Draw(at.cart, env.Press, env.Theme, func(i, width int, marked bool) string {
			return line(env, columns, i, width, marked)
		})
		table = widget.Stack(widget.NewPane(at.cart, env.Theme.Muted.On(head)), rows, swapped(env, at.cart), inName(env, at.cart))
	}
	if env.State.Alarm != nil {
		table = alarm(env, table)
	}
	return table
}

// columns are as wide as the greatest amount may be, so that no figure is ever cut.
func (o Order) columns(env screen.Env, width int) widget.Columns {
	amount := max(widget.Width(text.Amount(env.State.Cart.Totals.Goods)), 11)
	price, quantity := max(amount-2, 10), 9
	if width >= 100 {
		quantity = 12
	}
	return widget.Columns{{Width: 4, Align: widget.Right}, {}, {Width: quantity, Align: widget.Right},
		{Width: price, Align: widget.Right}, {Width: amount, Align: widget.Right}}
}

func line(env screen.Env, columns widget.Columns, i, width int, marked bool) string {
	l, t := env.State.Cart.Order.Lines[i], env.Theme
	number := text.Count(i+1) + " "
	if marked {
		number = text.Count(i+1) + t.Accent.On("▸")
	}
	quantity := text.Quantity(l.Quantity)
	if l.Weighed {
		quantity += " " + widget.Clean(l.Unit)
	}
	room := width - 4
	for _, c := range columns[2:] {
		room -= c.Width
	}
	room -= len(columns) - 1
	amount := env.State.Cart.Totals.Lines[i].Amount
	if l.Gift != "" {
		amount = env.State.Cart.Totals.Lines[i].Net // its voucher pays for it
	}
	return columns.Line(width, number, product(env, l, room), quantity, text.Amount(l.UnitPrice), text.Amount(amount))
}

// product is the name and what is special about the line.
func product(env screen.Env, l sale.Line, width int) string {
	texts, remark := &env.Texts.Order, ""
	switch {
	case l.Gift != "" && width >= 40:
		remark = texts.Gift
	case l.Gift != "":
		remark = texts.GiftShort
	case l.Exclusion != loyalty.NotExcluded && width >= 40:
		remark = texts.NoPoints
	case l.Exclusion != loyalty.NotExcluded:
		remark = texts.NoPointsShort
	}
	if l.Part > 0 {
		remark = joined(texts.Discounted(l.Part), remark)
	}
	if l.ListPrice > 0 {
		remark = joined(texts.ListPrice(l.ListPrice), remark)
	}
	if widget.Width(remark) > width/2 {
		remark = widget.Cut(remark, width/2)
	}
	if remark == "" {
		return widget.Clean(l.Name)
	}
	return widget.Spread(widget.Clean(l.Name), env.Theme.Muted.On(remark), width)
}

func joined(a, b string) string {
	if b == "" {
		return a
	}
	return a + " " + b
}

// empty is the cart without lines: what can be typed.
func empty(env screen.Env, width, height int) widget.Pane {
	t, texts := env.Theme, &env.Texts.Order
	lines := []string{widget.Center.In(t.Title.On(texts.EmptyTitle), width)}
	if height >= 8 {
		lines = append(lines, "")
	}
	for _, hint := range texts.EmptyHints {
		row := widget.Right.In(t.Accent.On(hint[0]), width/2-2) + "   " + t.Muted.On(hint[1])
		lines = append(lines, row)
	}
	pane := widget.NewPane(width, lines...)
	return widget.Blanks(width, height).Place(0, max((height-pane.Height())/2, 0), pane)
}

// drawField is the field that has the keys, in its box.
func (o Order) drawField(env screen.Env, width int) widget.Pane {
	t, texts := env.Theme, &env.Texts.Order
	title, border := "", t.Border
	if l, ok := env.State.Cart.Order.Line(o.quantity); ok {
		title, border = texts.NewQuantity(widget.Clean(l.Name)), t.Accent
	}
	if d := o.discountTitle(env); d != "" {
		title, border = d, t.Accent
	}
	if n := len(env.State.Held); n > 0 && title == "" {
		title = t.Warn.On(env.Texts.Held.Here(n))
	}
	inside := widget.InBox(width)
	before := ""
	if q := env.State.Cart.Quantity; q > 0 {
		before = texts.Times(q) + " "
	}
	o.field.Placeholder = texts.Placeholder
	room := widget.Width(before)
	field := o.field.Draw(inside-room, t)
	if env.State.Alarm != nil {
		field = widget.NewPane(inside-room, t.Placeholder.On(widget.Fit(texts.AlarmField, inside-room)))
	}
	return widget.Box(width, title, widget.Beside(widget.NewPane(room, t.Money.On(before)), field), border)
}

// discountTitle says what a discount that is being typed is off, and how to choose the other; "" while none is.
func (o Order) discountTitle(env screen.Env) string {
	texts, typed := &env.Texts.Order, o.field.Value()
	l, marked := env.State.Cart.Order.Line(o.marked(env))
	switch {
	case strings.HasPrefix(typed, "%%"):
		return texts.OffOrder
	case strings.HasPrefix(typed, "%") && marked:
		return texts.OffLine(widget.Clean(l.Name))
	}
	return ""
}

// figure is a label and an amount at the ends of a line.
func figure(label, amount string, width int) string { return widget.Spread(label, amount, width) }
