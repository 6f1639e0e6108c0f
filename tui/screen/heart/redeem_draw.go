package heart

import (
	"strings"

	"tim/domain/counter"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	detailRows = 2  // of the marked reward or voucher
	wordsMin   = 14 // cells from which conditions have a column
	dateFrom   = 72 // cells from which the expiry of vouchers has one, and names aren't short
)

// shares is how the rows of a tab with a list are shared out: what is left over becomes blank rows between the parts.
type shares struct{ list, gaps int }

// share gives a list of count rows what fixed rows leave, one at least.
func share(env screen.Env, count, fixed int) shares {
	list := max(min(count, env.Height-fixed), 1)
	return shares{list: list, gaps: max(env.Height-fixed-list, 0)}
}

// gap is a blank row where the n-th of them has room.
func (s shares) gap(env screen.Env, n int) widget.Pane {
	if s.gaps < n {
		return widget.Pane{Width: env.Width}
	}
	return widget.NewPane(env.Width, "")
}

func (r redeem) plan(env screen.Env) shares {
	return share(env, len(env.State.Member.Rewards), 1+detailRows+fieldRows+footRows)
}

func (r redeem) draw(env screen.Env) widget.Pane {
	if r.card.open() {
		return r.card.draw(env, r.fault).Sized(env.Width, env.Height)
	}
	s := r.plan(env)
	return widget.Stack(r.head(env), s.gap(env, 2), r.table(env, s.list), s.gap(env, 1), r.details(env), s.gap(env, 3),
		r.money(env), s.gap(env, 4), r.foot(env)).Sized(env.Width, env.Height)
}

// head is the points there are, and those behind what Enter would redeem.
func (r redeem) head(env screen.Env) widget.Pane {
	t, th, m := &env.Texts.Heart, env.Theme, env.State.Member
	after := ""
	switch i := r.rows.Marked(); {
	case r.typing() && r.typed.points > 0 && r.typed.points <= m.AsMoney.Most:
		after = th.Heart.On(t.After(r.typed.after))
	case !r.typing() && i >= 0 && i < len(m.Rewards) && m.Rewards[i].Refused == nil:
		after = th.Heart.On(t.After(m.Rewards[i].After))
	}
	return widget.NewPane(env.Width, widget.Spread(" "+th.Strong.On(t.Usable(m.Account.Usable)), after, env.Width-1))
}

// verdict is whether a reward can be had.
func verdict(env screen.Env, o counter.RewardOffer) (string, style.Style) {
	if o.Refused != nil {
		return reason(env, o), env.Theme.Muted
	}
	return env.Texts.Heart.CanRedeem, env.Theme.OK
}

// reason is why a reward can't be had, the tiers by their names.
func reason(env screen.Env, o counter.RewardOffer) string {
	f := *o.Refused
	if f.Code == "reward.tier" && len(o.Ranks) > 0 {
		f.Args = map[string]any{"tiers": strings.Join(o.Ranks, ", ")}
	}
	return text.Reason(&f, env.Now, env.Zone, env.Lang)
}

// table is the rewards, one a row.
func (r redeem) table(env screen.Env, height int) widget.Pane {
	t, th, all := &env.Texts.Heart, *env.Theme, env.State.Member.Rewards
	if len(all) == 0 {
		return widget.NewPane(env.Width, "   "+th.Muted.On(t.NoRewards)).Sized(env.Width, height)
	}
	cols := rewardColumns(env, all)
	words := len(cols) > 4
	if r.typing() {
		th.Selected = th.Text // the typed number counts
	}
	return r.rows.Sized(len(all), height).Draw(env.Width, env.Press, &th, func(i, width int, marked bool) string {
		o, sign := all[i], ""
		if marked && !r.typing() {
			sign = " ▸"
		}
		name, look := widget.Clean(o.Name), th.Text
		word, is := verdict(env, o)
		if o.Refused != nil {
			look = th.Muted
		}
		cells := []string{sign, look.On(t.Points(o.Cost)), look.On(name)}
		notNow := text.Reason(o.NotNow, env.Now, env.Zone, env.Lang)
		switch {
		case o.Refused != nil || notNow == "":
			notNow = ""
		case !words:
			word, is = notNow, th.Warn
		}
		if words && notNow != "" {
			cells = append(cells, th.Warn.On(notNow))
		} else if words {
			cells = append(cells, th.Muted.On(strings.Join(conditions(env, o), " · ")))
		}
		return cols.Line(width, append(cells, is.On(word))...)
	})
}

// rewardColumns are as wide as what stands in them: mark, cost, name, conditions where there is room, verdict.
func rewardColumns(env screen.Env, all []counter.RewardOffer) widget.Columns {
	cost, name, last, now := 0, 0, 0, 0
	for _, o := range all {
		word, _ := verdict(env, o)
		cost = max(cost, widget.Width(env.Texts.Heart.Points(o.Cost)))
		name = max(name, widget.Width(widget.Clean(o.Name)))
		last = max(last, widget.Width(word))
		now = max(now, widget.Width(text.Reason(o.NotNow, env.Now, env.Zone, env.Lang)))
	}
	last = min(last, env.Width/3)
	cols := widget.Columns{{Width: 2}, {Width: cost, Align: widget.Right}}
	if room := env.Width - 1 - 2 - cost - last - 4; room >= name+wordsMin {
		return append(cols, widget.Column{Width: name + 1}, widget.Column{}, widget.Column{Width: last, Align: widget.Right})
	}
	return append(cols, widget.Column{}, widget.Column{Width: min(max(last, now), env.Width/3), Align: widget.Right})
}

// conditions are what a reward asks for, and its stock.
func conditions(env screen.Env, o counter.RewardOffer) []string {
	t, out := &env.Texts.Voucher, []string(nil)
	if o.MinOrder != nil && *o.MinOrder > 0 {
		out = append(out, t.MinOrder(*o.MinOrder))
	}
	if len(o.Ranks) > 0 {
		out = append(out, t.Tiers(widget.Clean(strings.Join(o.Ranks, ", "))))
	}
	if o.Left != nil && *o.Left > 0 {
		out = append(out, t.Left(*o.Left))
	}
	if o.VoucherDays != nil {
		out = append(out, t.Days(*o.VoucherDays))
	}
	if o.Transferable {
		out = append(out, t.Anybody)
	}
	return out
}

// details is the marked reward in full: what it gives, what it asks for, and what it would do to this order.
func (r redeem) details(env screen.Env) widget.Pane {
	t, th, all := &env.Texts.Heart, env.Theme, env.State.Member.Rewards
	i := r.rows.Marked()
	if r.typing() || i < 0 || i >= len(all) {
		return widget.NewPane(env.Width, "", "")
	}
	o := all[i]
	parts := append([]string{env.Texts.Voucher.Gives(o.Gives, o.Product)}, conditions(env, o)...)
	last := ""
	switch {
	case o.Refused != nil:
		last = th.Warn.On(reason(env, o))
	case o.NotNow != nil:
		last = th.Warn.On(t.NotNow(text.Reason(o.NotNow, env.Now, env.Zone, env.Lang)))
	default:
		last = th.OK.On(t.OffOrder(o.Takes))
	}
	return widget.NewPane(env.Width, "   "+th.Muted.On(widget.Cut(strings.Join(parts, " · "), env.Width-4)), "   "+last)
}

// money is the field for points that become a voucher of their worth (V5), and what is wrong.
func (r redeem) money(env screen.Env) widget.Pane {
	t, th, offer := &env.Texts.Heart, env.Theme, env.State.Member.AsMoney
	refused := refusedLine(env, r.fault)
	switch {
	case r.typing() || offer.Refused == nil:
	case offer.Refused.Code == "program.disabled":
		return widget.NewPane(env.Width, "", refused)
	default:
		return widget.NewPane(env.Width, "   "+th.Muted.On(t.AsMoney+": "+text.Reason(offer.Refused, env.Now, env.Zone, env.Lang)), refused)
	}
	mark, worth := "   ", " "+t.OtherUnit
	if r.typing() {
		mark, worth = " ▸ ", worth+" "+t.Equals(r.typed.value)
	}
	if r.typed.points > offer.Most {
		worth += " · " + th.Warn.On(t.AtMost(offer.Most))
	}
	field := r.field
	field.Placeholder = t.OtherHint
	name, cells := t.AsMoney, 14
	if env.Width < dateFrom {
		name, cells = t.AsMoneyShort, 11
	}
	label, worth := mark+name+" [", "]"+worth
	line := widget.Beside(widget.NewPane(widget.Width(label), label), field.Draw(cells, th), widget.NewPane(widget.Width(worth), worth))
	return widget.Stack(line.Sized(env.Width, 1), widget.NewPane(env.Width, refused))
}

// refusedLine is why what was asked for was not done.
func refusedLine(env screen.Env, err error) string {
	if err == nil {
		return ""
	}
	return "   " + env.Theme.Danger.On(widget.Cut("! "+text.Fault(err, env.Lang), env.Width-4))
}

// foot is the two ways to redeem.
func (r redeem) foot(env screen.Env) widget.Pane {
	t := &env.Texts.Heart
	return row(env, []widget.Button{
		{Key: keymap.Get(keymap.Confirm).Shown, Label: t.RedeemIt, Target: widget.ActionTarget(keymap.Confirm), Primary: true},
		{Key: keymap.Get(keymap.Redeem).Shown, Label: t.RedeemNow, Target: widget.ActionTarget(keymap.Redeem)},
	})
}

// row is buttons under a finger, side by side from the right, the first one rightmost; those without room fall away.
func row(env screen.Env, buttons []widget.Button) widget.Pane {
	var out widget.Pane
	for _, b := range buttons {
		w := b.Width() + 2
		if out.Width+w+1 > env.Width {
			break
		}
		out = widget.Beside(b.Draw(w, footRows, env.Press, env.Theme), widget.NewPane(1), out)
	}
	return widget.Beside(widget.NewPane(env.Width-out.Width), out).Sized(env.Width, footRows)
}
