package order

import (
	"slices"
	"strings"
	"time"

	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/domain/receipt"
	"tim/domain/sale"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	nextFrom   = 12 // rows from which what to do next is said below
	returnedTo = 3  // lines of goods brought back that are shown, at most
)

// drawDone is the sale just finished: its number, what to hand back, and what happened to the customer's points and
// vouchers.
func drawDone(env screen.Env, width, height int) widget.Pane {
	t, texts, last := env.Theme, &env.Texts.Order, env.State.Last
	see := widget.Button{Key: "Tab", Label: texts.SeeReceipt, Target: widget.ActionTarget(keymap.Next)}
	saved := " " + t.OK.On("✓ "+texts.Saved(last.Order.Receipt))
	if last.Order.Later {
		saved += "  " + t.Warn.On(texts.Later)
	}
	head := widget.Beside(widget.NewPane(width-see.Width()-1, saved), see.Draw(see.Width(), 1, env.Press, t), widget.NewPane(1, ""))
	paid := []string{texts.Total + " " + text.Money(last.Totals.Payable)}
	if how := tenders(texts, last.Order.Tenders); how != "" {
		paid = append(paid, how)
	}
	lines := []string{"   " + t.Muted.On(strings.Join(paid, " · ")), ""}
	label, amount := handBack(env)
	lines = append(lines, large(env, label, amount, width)...)
	if e := last.Receipt.Exchange; e != nil {
		if len(e.Given) > 0 {
			lines = append(lines, "   "+t.Strong.On(tenders(texts, e.Given)))
		}
		lines = append(lines, "   "+t.Warn.On(texts.Exchanged(e.Of, e.Return, e.Credit)))
	}
	if env.State.Training != nil && slices.ContainsFunc(last.Order.Tenders, func(t sale.Tender) bool { return t.Kind == sale.Cash }) {
		lines = append(lines, "   "+t.Training.On(" "+texts.WouldOpen+" "))
	}
	for _, v := range last.Receipt.Vouchers {
		lines = append(lines, "   "+t.Heart.On(texts.VoucherUsed(widget.Clean(v.Name), v.Value)))
	}
	if last.Member != nil {
		lines = append(lines, " "+t.Heart.On("♥")+" "+t.Strong.On(widget.Clean(last.Member.Name)), "   "+t.Heart.On(points(env)))
		lines = append(lines, fresh(env, width)...)
		lines = append(lines, explain(env, width)...)
	}
	return told(env, widget.Stack(widget.NewPane(width, ""), head, widget.NewPane(width, lines...)), height)
}

// told is a panel with what to do next below it.
func told(env screen.Env, panel widget.Pane, height int) widget.Pane {
	body := panel.Sized(panel.Width, height)
	if height < nextFrom {
		return body
	}
	next := widget.Center.In(env.Theme.Muted.On(env.Texts.Order.Next), panel.Width)
	return body.Place(0, height-1, widget.NewPane(panel.Width, next))
}

// large is an amount in block digits in the middle, and a blank row.
func large(env screen.Env, label, amount string, width int) []string {
	var lines []string
	for _, row := range labelled(env, label, amount, width-4) {
		lines = append(lines, widget.Center.In(row, width))
	}
	return append(lines, "")
}

// handBack is what the cashier hands back, or that all is paid: in words and as an amount.
func handBack(env screen.Env) (string, string) {
	texts, last := &env.Texts.Order, env.State.Last
	if e := last.Receipt.Exchange; e != nil && len(e.Given) > 0 {
		return texts.GiveBack, text.Money(e.Give())
	}
	if last.Totals.Change > 0 {
		return texts.Change, text.Money(last.Totals.Change)
	}
	return texts.PaidExactly, text.Money(last.Totals.Paid)
}

// tenders is how it was paid, or given back.
func tenders(t *text.Order, tenders []sale.Tender) string {
	parts := make([]string, len(tenders))
	for i, tender := range tenders {
		name := t.Tenders.Of(tender.Kind, tender.Name)
		if tender.Kind == sale.Swapped {
			name = t.BroughtBack
		}
		parts[i] = name + " " + text.Amount(text.Shown(tender))
	}
	return strings.Join(parts, " · ")
}

// points is what the sale did to the customer's points, and the goods that it was swapped for before it.
func points(env screen.Env) string {
	texts, last := &env.Texts.Order, env.State.Last
	var parts []string
	if r := env.State.Returned; r != nil && r.Slip.Exchange == last.Order.Receipt && r.Slip.Member != nil {
		if m := r.Slip.Member; m.Clawed > 0 {
			parts = append(parts, texts.Clawed(m.Clawed))
		}
		for _, back := range r.Slip.Member.Restored {
			parts = append(parts, texts.Restored(back.Points, lapse(env, back.LapsesAt)))
		}
	}
	if used := last.Order.Use.Points; used > 0 {
		parts = append(parts, texts.Used(used))
	}
	if last.Lot == nil && last.Earned.Reward > 0 {
		parts = append(parts, texts.EarnsLater)
	} else {
		parts = append(parts, texts.Earned(last.Earned.Reward))
	}
	if m := last.Receipt.Member; m == nil || !m.Unknown {
		parts = append(parts, texts.Balance(last.Balance))
	}
	return strings.Join(parts, " · ")
}

// fresh are the vouchers that were redeemed with the sale and not used on it, with their codes.
func fresh(env screen.Env, width int) []string {
	texts, m := &env.Texts.Order, env.State.Last.Receipt.Member
	if m == nil {
		return nil
	}
	var lines []string
	for _, v := range m.Vouchers {
		if v.Fresh {
			lines = append(lines, "   "+env.Theme.Heart.On(widget.Cut(texts.NewVoucher(described(env, v)), width-4)))
		}
	}
	return lines
}

// described is a voucher with its code and its last day.
func described(env screen.Env, v receipt.Voucher) string {
	title := env.Texts.Voucher.Title(loyalty.Voucher{Name: v.Name, Terms: loyalty.Terms{Gives: v.Gives}})
	return title + " · " + ident.SpacedVoucher(v.Code) + " · " + lapse(env, v.ExpiresAt)
}

// lapse is the last day of points or of a voucher.
func lapse(env screen.Env, at time.Time) string {
	if at.IsZero() {
		return env.Texts.Voucher.Forever
	}
	return env.Texts.Voucher.Until(text.Date(at, env.Zone))
}

// explain is why so many points (E16), in the domain's own words.
func explain(env screen.Env, width int) []string {
	m := env.State.Last.Receipt.Member
	if m == nil {
		return nil
	}
	why := m.Why.In(env.Lang.Domain())
	var lines []string
	for _, sentence := range why {
		for _, row := range widget.Wrap(sentence, width-4) {
			lines = append(lines, "   "+env.Theme.Muted.On(row))
		}
	}
	return lines
}

// drawReturned is the return just done: its slip, the money to hand back, and what became of points and vouchers (C8).
func drawReturned(env screen.Env, width, height int) widget.Pane {
	t, texts, slip := env.Theme, &env.Texts.Order, env.State.Returned.Slip
	done := texts.TookBack(slip.Number, slip.Of)
	if slip.Cancelled {
		done = texts.Cancelled(slip.Number, slip.Of)
	}
	lines := []string{"", " " + t.OK.On("✓ "+done)}
	for i, l := range slip.Lines {
		if i == returnedTo && len(slip.Lines) > returnedTo+1 {
			lines = append(lines, "   "+t.Muted.On(texts.MoreGoods(len(slip.Lines)-i)))
			break
		}
		row := widget.Spread("   "+text.Quantity(l.Quantity)+" × "+widget.Clean(l.Name), text.Amount(l.Refund)+"  ", width)
		lines = append(lines, t.Muted.On(row))
	}
	lines = append(append(lines, ""), large(env, texts.GiveBack, text.Money(slip.Refund), width)...)
	how := tenders(texts, slip.Tenders)
	if how != "" {
		lines = append(lines, "   "+t.Strong.On(how))
	}
	if slip.Deducted > 0 {
		lines = append(lines, "   "+t.Warn.On(texts.Deducted(slip.Deducted)))
	}
	lines = append(lines, effects(env)...)
	return told(env, widget.NewPane(width, lines...), height)
}

// effects are what a return did to its member's points and vouchers.
func effects(env screen.Env) []string {
	t, texts, slip := env.Theme, &env.Texts.Order, env.State.Returned.Slip
	m := slip.Member
	if m == nil {
		return nil
	}
	lines := []string{" " + t.Heart.On("♥") + " " + t.Strong.On(widget.Clean(m.Name))}
	parts := []string{texts.Clawed(m.Clawed)}
	if m.Forgiven > 0 {
		parts = append(parts, texts.Forgiven(m.Forgiven))
	}
	lines = append(lines, "   "+t.Heart.On(strings.Join(append(parts, texts.Balance(m.Balance)), " · ")))
	if m.Balance < 0 {
		lines = append(lines, "   "+t.Warn.On(texts.Debt(-m.Balance)))
	}
	for _, r := range m.Restored {
		lines = append(lines, "   "+t.Heart.On(texts.Restored(r.Points, lapse(env, r.LapsesAt))))
	}
	for _, v := range slip.Vouchers {
		lines = append(lines, "   "+t.Heart.On(texts.VoucherBack(described(env, v))))
	}
	return lines
}
