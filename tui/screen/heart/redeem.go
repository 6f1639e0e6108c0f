package heart

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/keymap"
	"tim/tui/screen"
)

const rewardTarget = "heart.reward"

// redeem is the tab where points buy vouchers (V1): a reward of the list, or money (V5). What was bought is shown as a
// card with its code.
type redeem struct {
	choice // of a reward
	typed  purchase
	doing  doing
	card   card
}

// purchase is a number of points from the field, and what they would buy and leave.
type purchase struct {
	typed
	after int64
}

func newRedeem() redeem { return redeem{choice: newChoice(rewardTarget)} }

func (r redeem) name(env screen.Env) string { return env.Texts.Heart.Redeem }

func (r redeem) back() (page, bool) {
	closed := r.card.open()
	r.card = card{}
	return r, closed
}

func (r redeem) keys(env screen.Env) keymap.Set {
	if r.card.open() {
		return r.card.keys(env)
	}
	return keymap.Set{keymap.Confirm, keymap.Redeem}
}

func (r redeem) update(env screen.Env, msg tea.Msg) (page, []screen.Effect) {
	m := env.State.Member
	r.rows = r.rows.Sized(len(m.Rewards), r.plan(env).list)
	switch msg := msg.(type) {
	case screen.Opened:
		r.card = card{}
		return r.atFirst(m.Rewards), nil
	case screen.Changed:
		return r.changed(env, msg)
	case screen.Act:
		return r.act(env, msg.ID)
	case screen.Tapped:
		if msg.ID == rewardTarget {
			return r.chosen(m, r.choose(msg.Index)), nil
		}
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseWheelMsg:
		if !r.card.open() {
			return r.chosen(m, r.key(msg)), nil
		}
	}
	return r, nil
}

// atFirst marks the first reward that can be redeemed.
func (r redeem) atFirst(rewards []counter.RewardOffer) redeem {
	i := slices.IndexFunc(rewards, func(o counter.RewardOffer) bool { return o.Refused == nil })
	r.rows = r.rows.Mark(max(i, 0))
	return r
}

// chosen is the tab with another choice.
func (r redeem) chosen(m *counter.Member, c choice) redeem {
	n := c.points()
	r.choice, r.typed = c, purchase{}
	if c.typing() {
		r.typed = purchase{typed: typed{points: n, value: m.Use.Rules.Value(n)}, after: m.Account.Usable - n}
	}
	return r
}

func (r redeem) act(env screen.Env, id keymap.ID) (page, []screen.Effect) {
	if r.card.open() {
		doing, effects := r.card.act(id)
		switch {
		case id == keymap.Confirm:
			r.card = card{}
		case r.doing == idle:
			r.doing, r.fault = doing, nil
			return r, effects
		}
		return r, nil
	}
	switch id {
	case keymap.Confirm:
		return r.buy(env, false)
	case keymap.Redeem:
		return r.buy(env, true)
	}
	return r, nil
}

// buy redeems what is typed or marked; with apply it goes on the order at once. What can't be had is refused here, with
// its reason.
func (r redeem) buy(env screen.Env, apply bool) (page, []screen.Effect) {
	if r.doing != idle {
		return r, nil
	}
	wish, refused, ok := r.wish(env, apply)
	if !ok || refused != nil {
		r.fault = refused
		return r, []screen.Effect{screen.Beep{}}
	}
	r.doing, r.fault = redeeming, nil
	if apply {
		r.doing = applying
	}
	return r, []screen.Effect{screen.Do{Action: wish}}
}

// wish is what is to be redeemed and why it can't be; not ok when there is nothing to redeem at all.
func (r redeem) wish(env screen.Env, apply bool) (wish counter.Redeem, refused error, ok bool) {
	m := env.State.Member
	i := r.rows.Marked()
	switch {
	case r.typing() && m.AsMoney.Refused != nil:
		return wish, m.AsMoney.Refused, true
	case r.typing() && r.typed.points == 0:
		return wish, fault.At("points", "field.range", fault.Args{"value": int64(0), "min": int64(1)}), true
	case r.typing():
		return counter.Redeem{Points: r.typed.points, Apply: apply}, nil, true
	case i < 0 || i >= len(m.Rewards):
		return wish, nil, false
	}
	offer := m.Rewards[i]
	switch {
	case offer.Refused != nil:
		return wish, offer.Refused, true
	case apply && offer.NotNow != nil:
		return wish, offer.NotNow, true
	}
	return counter.Redeem{Reward: offer.ID, Apply: apply}, nil, true
}

// changed shows the voucher that was bought; one that is on the order shows the order. A refusal keeps everything as it
// was, with its reason.
func (r redeem) changed(env screen.Env, msg screen.Changed) (page, []screen.Effect) {
	if !msg.Mine {
		return r, nil
	}
	did := r.doing
	r.doing, r.fault = idle, msg.Err
	switch {
	case msg.Err != nil:
		return r, []screen.Effect{screen.Beep{}}
	case did == applying:
		return r, []screen.Effect{screen.Home{}}
	case did == redeeming && env.State.Issued != nil:
		r = r.chosen(env.State.Member, r.choose(r.rows.Marked()))
		r.card = card{voucher: *env.State.Issued, fresh: true}
	}
	return r, nil
}
