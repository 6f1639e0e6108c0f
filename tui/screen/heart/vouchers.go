package heart

import (
	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/loyalty"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

const voucherTarget = "heart.voucher"

// vouchers is the tab with the customer's vouchers: those that can be used first, then what became of the others.
type vouchers struct {
	list  widget.List
	doing doing
	fault error
	card  card
}

func newVouchers() vouchers { return vouchers{list: widget.List{ID: voucherTarget}} }

// name counts the vouchers that are still the customer's.
func (v vouchers) name(env screen.Env) string {
	n := 0
	if m := env.State.Member; m != nil {
		for _, o := range m.Vouchers {
			if o.OnCart || o.State == loyalty.VoucherIssued {
				n++
			}
		}
	}
	return env.Texts.Heart.Vouchers(n)
}

func (v vouchers) typing() bool { return false }

func (v vouchers) back() (page, bool) {
	closed := v.card.open()
	v.card = card{}
	return v, closed
}

// marked is the voucher that keys act on.
func (v vouchers) marked(env screen.Env) (counter.VoucherOffer, bool) {
	all := env.State.Member.Vouchers
	if i := v.list.Marked(); i >= 0 && i < len(all) {
		return all[i], true
	}
	return counter.VoucherOffer{}, false
}

func (v vouchers) keys(env screen.Env) keymap.Set {
	if v.card.open() {
		return v.card.keys(env)
	}
	v = v.sized(env)
	o, ok := v.marked(env)
	switch {
	case !ok:
		return nil
	case o.OnCart:
		return keymap.Set{keymap.Confirm, keymap.Code, keymap.Print, keymap.Remove}
	case o.State == loyalty.VoucherIssued:
		return keymap.Set{keymap.Confirm, keymap.Redeem, keymap.Code, keymap.Print, keymap.HandBack}
	}
	return keymap.Set{keymap.Code}
}

func (v vouchers) sized(env screen.Env) vouchers {
	v.list = v.list.Sized(len(env.State.Member.Vouchers), v.plan(env).list)
	return v
}

func (v vouchers) update(env screen.Env, msg tea.Msg) (page, []screen.Effect) {
	v = v.sized(env)
	switch msg := msg.(type) {
	case screen.Opened:
		v.card, v.fault, v.list = card{}, nil, v.list.Mark(0)
	case screen.Changed:
		return v.changed(msg)
	case screen.Act:
		return v.act(env, msg.ID)
	case screen.Tapped:
		if msg.ID == voucherTarget {
			v.list, v.fault = v.list.Mark(msg.Index), nil
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		if list, ok := v.list.Update(msg); ok && !v.card.open() {
			v.list, v.fault = list, nil
		}
	}
	return v, nil
}

func (v vouchers) act(env screen.Env, id keymap.ID) (page, []screen.Effect) {
	o, ok := v.marked(env)
	switch {
	case v.card.open() && id == keymap.Confirm:
		v.card = card{}
		return v, nil
	case v.doing != idle || !ok:
		return v, nil
	case v.card.open():
		doing, effects := v.card.act(id)
		v.doing, v.fault = doing, nil
		return v, effects
	}
	switch {
	case id == keymap.Code:
		v.card, v.fault = card{voucher: o.Voucher}, nil
		return v, nil
	case id == keymap.Print:
		return v.do(counter.PrintVoucher{Code: o.ID}, printing)
	case id == keymap.HandBack:
		return v.do(counter.HandBack{Code: o.ID}, handingBack)
	case o.OnCart:
		return v.do(counter.RemoveVoucher{Code: o.ID}, takingOff)
	case o.Refused != nil:
		v.fault = o.Refused
		return v, []screen.Effect{screen.Beep{}}
	}
	return v.do(counter.ApplyVoucher{Code: o.ID}, applying)
}

func (v vouchers) do(a counter.Action, what doing) (page, []screen.Effect) {
	v.doing, v.fault = what, nil
	return v, []screen.Effect{screen.Do{Action: a}}
}

// changed shows the order once a voucher is on it; a refusal stays here with its reason.
func (v vouchers) changed(msg screen.Changed) (page, []screen.Effect) {
	if !msg.Mine {
		return v, nil
	}
	did := v.doing
	v.doing, v.fault = idle, msg.Err
	switch {
	case msg.Err != nil:
		return v, []screen.Effect{screen.Beep{}}
	case did == applying:
		return v, []screen.Effect{screen.Home{}}
	}
	return v, nil
}
