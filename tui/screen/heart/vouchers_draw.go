package heart

import (
	"strings"

	"tim/domain/counter"
	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

func (v vouchers) plan(env screen.Env) shares {
	return share(env, len(env.State.Member.Vouchers), 1+detailRows+1+footRows)
}

func (v vouchers) draw(env screen.Env) widget.Pane {
	if v.card.open() {
		return v.card.draw(env, v.fault).Sized(env.Width, env.Height)
	}
	t, th, all := &env.Texts.Heart, env.Theme, env.State.Member.Vouchers
	if len(all) == 0 {
		return widget.NewPane(env.Width, "", "   "+th.Muted.On(t.NoVouchers)).Sized(env.Width, env.Height)
	}
	v = v.sized(env)
	s, cols := v.plan(env), voucherColumns(env, all)
	heads := []string{"", t.VoucherName, t.VoucherTakes, t.VoucherUntil, t.VoucherState}
	body := v.list.Draw(env.Width, env.Press, th, func(i, width int, marked bool) string {
		return cols.Line(width, dated(env, voucherCells(env, all[i], marked))...)
	})
	return widget.Stack(widget.NewPane(env.Width, th.Muted.On(cols.Line(env.Width-1, dated(env, heads)...))), body, s.gap(env, 1),
		v.details(env), widget.NewPane(env.Width, refusedLine(env, v.fault)), s.gap(env, 2), v.foot(env)).Sized(env.Width, env.Height)
}

// dated is a row with the expiry, or without it where the screen is narrow.
func dated(env screen.Env, cells []string) []string {
	if env.Width >= dateFrom {
		return cells
	}
	return append(cells[:3:3], cells[4:]...)
}

// voucherColumns are mark, name, what it takes off, expiry where there is room, state.
func voucherColumns(env screen.Env, all []counter.VoucherOffer) widget.Columns {
	t := &env.Texts.Heart
	takes, until, last := widget.Width(t.VoucherTakes), widget.Width(t.VoucherUntil), widget.Width(t.VoucherState)
	for _, o := range all {
		cells := voucherCells(env, o, false)
		takes, until, last = max(takes, widget.Width(cells[2])), max(until, widget.Width(cells[3])), max(last, widget.Width(cells[4]))
	}
	cols := widget.Columns{{Width: 2}, {}, {Width: takes, Align: widget.Right}}
	if env.Width >= dateFrom {
		cols = append(cols, widget.Column{Width: until + 1, Align: widget.Right})
	}
	return append(cols, widget.Column{Width: min(last+1, env.Width*2/5), Align: widget.Right})
}

// voucherCells is one voucher; what can't be used any more is muted.
func voucherCells(env screen.Env, o counter.VoucherOffer, marked bool) []string {
	th, sign := env.Theme, ""
	if marked {
		sign = " ▸"
	}
	name, until, takes := th.Text.On(env.Texts.Voucher.Title(o.Voucher)), "", ""
	switch {
	case o.OnCart || o.State == loyalty.VoucherIssued:
		until = lifetime(env, o.Voucher)
		if o.OnCart || o.Refused == nil {
			takes = text.Money(-o.Value)
		}
	default:
		name = th.Muted.On(env.Texts.Voucher.Title(o.Voucher))
	}
	word, look := voucherState(env, o)
	return []string{sign, name, takes, until, look.On(word)}
}

// lifetime is a voucher's last day.
func lifetime(env screen.Env, v loyalty.Voucher) string {
	if v.ExpiresAt.IsZero() {
		return env.Texts.Voucher.Forever
	}
	return text.Date(v.ExpiresAt, env.Zone)
}

// voucherState is where a voucher stands, in a few words.
func voucherState(env screen.Env, o counter.VoucherOffer) (string, style.Style) {
	t, words, th := &env.Texts.Heart, &env.Texts.Voucher, env.Theme
	switch {
	case o.OnCart:
		return t.OnOrder, th.Heart
	case o.State == loyalty.VoucherUsed:
		return words.Used(text.Date(o.UsedAt, env.Zone), o.Receipt), th.Muted
	case o.State == loyalty.VoucherExpired:
		return words.Expired(text.Date(o.ExpiresAt, env.Zone)), th.Muted
	case o.State == loyalty.VoucherHandedBack:
		return words.Returned(text.Date(o.HandedBackAt, env.Zone)), th.Muted
	case o.Refused != nil:
		return text.Reason(o.Refused, env.Now, env.Zone, env.Lang), th.Warn
	}
	return t.Ready, th.OK
}

// voucherTerms are what a voucher gives and asks for.
func voucherTerms(env screen.Env, o counter.VoucherOffer) []string {
	t := &env.Texts.Voucher
	out := []string{t.Gives(o.Terms.Gives, o.Product)}
	if o.Terms.MinOrder > 0 {
		out = append(out, t.MinOrder(o.Terms.MinOrder))
	}
	if o.ExpiresAt.IsZero() {
		out = append(out, t.Forever)
	} else {
		out = append(out, t.Until(text.DateTime(o.ExpiresAt, env.Zone)))
	}
	if o.Terms.Transferable {
		out = append(out, t.Anybody)
	}
	return out
}

// details is the marked voucher in full.
func (v vouchers) details(env screen.Env) widget.Pane {
	t, th := &env.Texts.Heart, env.Theme
	o, ok := v.marked(env)
	if !ok {
		return widget.NewPane(env.Width, "", "")
	}
	first := th.Strong.On(ident.SpacedVoucher(o.ID)) + th.Muted.On(" · "+t.Bought(o.Cost, text.Date(o.IssuedAt, env.Zone)))
	return widget.NewPane(env.Width, "   "+first, "   "+th.Muted.On(widget.Cut(strings.Join(voucherTerms(env, o), " · "), env.Width-4)))
}

// foot is what can be done with the marked voucher.
func (v vouchers) foot(env screen.Env) widget.Pane {
	t := &env.Texts.Heart
	o, ok := v.marked(env)
	if !ok {
		return widget.NewPane(env.Width)
	}
	code := widget.Button{Key: keymap.Get(keymap.Code).Shown, Label: t.ShowCode, Target: widget.ActionTarget(keymap.Code)}
	paper := widget.Button{Key: keymap.Get(keymap.Print).Shown, Label: t.Print, Target: widget.ActionTarget(keymap.Print)}
	main := widget.Button{Key: keymap.Get(keymap.Confirm).Shown, Label: t.Apply, Target: widget.ActionTarget(keymap.Confirm), Primary: true}
	switch {
	case o.OnCart:
		main.Label = t.TakeOff
		return row(env, []widget.Button{main, paper, code})
	case o.State == loyalty.VoucherIssued:
		main.Primary = o.Refused == nil
		hand := widget.Button{Key: keymap.Get(keymap.HandBack).Shown, Label: t.HandBack(o.Cost), Target: widget.ActionTarget(keymap.HandBack)}
		return row(env, []widget.Button{main, hand, paper, code})
	}
	return row(env, []widget.Button{code})
}
