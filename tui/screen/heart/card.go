package heart

import (
	"slices"

	"tim/domain/counter"
	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// card shows one voucher big, for the customer to read, note or scan: its code, what it gives and till when.
type card struct {
	voucher loyalty.Voucher // as it was when the card was opened; without an ID there is no card
	fresh   bool            // just redeemed
}

func (c card) open() bool { return c.voucher.ID != "" }

// offer is the voucher as it stands now.
func (c card) offer(env screen.Env) counter.VoucherOffer {
	all := env.State.Member.Vouchers
	if i := slices.IndexFunc(all, func(o counter.VoucherOffer) bool { return o.ID == c.voucher.ID }); i >= 0 {
		return all[i]
	}
	return counter.VoucherOffer{Voucher: c.voucher, State: c.voucher.State(env.Now)}
}

// usable says that it may go on the order, as far as is known.
func (c card) usable(env screen.Env) bool {
	o := c.offer(env)
	return o.State == loyalty.VoucherIssued && !o.OnCart
}

func (c card) keys(env screen.Env) keymap.Set {
	if c.usable(env) {
		return keymap.Set{keymap.Redeem, keymap.Print, keymap.Confirm}
	}
	return keymap.Set{keymap.Confirm, keymap.Print}
}

// act is what a key of the card asks for.
func (c card) act(id keymap.ID) (doing, []screen.Effect) {
	switch id {
	case keymap.Redeem:
		return applying, []screen.Effect{screen.Do{Action: counter.ApplyVoucher{Code: c.voucher.ID}}}
	case keymap.Print:
		return printing, []screen.Effect{screen.Do{Action: counter.PrintVoucher{Code: c.voucher.ID}}}
	}
	return idle, nil
}

const (
	cardFoot = 5  // a blank row, what is wrong, the buttons
	cardGap  = 2  // cells between the code's picture and its digits
	bigFrom  = 13 // rows from which block digits leave room for the rest
)

func (c card) draw(env screen.Env, err error) widget.Pane {
	t := &env.Texts.Heart
	height := env.Height - cardFoot
	picture := c.picture(env, height)
	words := c.words(env, env.Width-picture.Width-1, height)
	top := widget.Beside(widget.NewPane(1), picture, words).Sized(env.Width, height)
	buttons := []widget.Button{
		{Key: keymap.Get(keymap.Confirm).Shown, Label: t.ToList, Target: widget.ActionTarget(keymap.Confirm)},
		{Key: keymap.Get(keymap.Print).Shown, Label: t.Print, Target: widget.ActionTarget(keymap.Print)},
	}
	if c.usable(env) {
		use := widget.Button{Key: keymap.Get(keymap.Redeem).Shown, Label: t.UseNow, Target: widget.ActionTarget(keymap.Redeem), Primary: true}
		buttons = append([]widget.Button{use}, buttons...)
	}
	return widget.Stack(top, widget.NewPane(env.Width, "", refusedLine(env, err)), row(env, buttons))
}

// picture is the QR code, where there is room for it whole beside the digits.
func (c card) picture(env screen.Env, height int) widget.Pane {
	modules, err := ident.QR(c.voucher.ID)
	if err != nil {
		return widget.Pane{}
	}
	qr := widget.QR(modules)
	if qr.Height() > height || qr.Width+cardGap+len(ident.SpacedVoucher(c.voucher.ID)) >= env.Width {
		return widget.Pane{}
	}
	return widget.Beside(qr, widget.NewPane(cardGap))
}

// words is what the voucher is, with the digits as large as they fit.
func (c card) words(env screen.Env, width, height int) widget.Pane {
	t, th, o := &env.Texts.Heart, env.Theme, c.offer(env)
	head := th.Title.On(widget.Cut(env.Texts.Voucher.Title(o.Voucher), width))
	if c.fresh && !o.OnCart {
		head = th.OK.On("✓ "+t.Redeemed) + "  " + head
	}
	lines := append([]string{head, ""}, digits(env, o.ID, width, height)...)
	lines = append(append(lines, ""), flow(voucherTerms(env, o), width-1)...)
	if word, look := voucherState(env, o); o.State != loyalty.VoucherIssued || o.OnCart || o.Refused != nil {
		lines = append(lines, look.On(widget.Cut(word, width-1)))
	}
	lines = append(lines, th.Muted.On(t.Bought(o.Cost, text.Date(o.IssuedAt, env.Zone))))
	return widget.NewPane(width, lines...).Sized(width, height)
}

// flow joins parts into lines, breaking between them.
func flow(parts []string, width int) []string {
	var lines []string
	for _, part := range parts {
		if last := len(lines) - 1; last >= 0 && widget.Width(lines[last])+3+widget.Width(part) <= width {
			lines[last] += " · " + part
			continue
		}
		lines = append(lines, widget.Cut(part, width))
	}
	return lines
}

// digits is the code in groups: block digits in two lines, or plain ones.
func digits(env screen.Env, code string, width, height int) []string {
	grouped := ident.SpacedVoucher(code)
	if len(grouped) > 9 && height >= bigFrom {
		first, second := widget.Block(grouped[:9]), widget.Block(grouped[10:])
		if widget.Width(first[0]) <= width && widget.Width(second[0]) <= width {
			lines := make([]string, 0, len(first)+len(second)+1)
			for _, row := range first {
				lines = append(lines, env.Theme.Money.On(row))
			}
			for _, row := range second {
				lines = append(lines, env.Theme.Money.On(row))
			}
			return append(lines, env.Theme.Strong.On(grouped))
		}
	}
	return []string{env.Theme.Money.On(grouped)}
}
