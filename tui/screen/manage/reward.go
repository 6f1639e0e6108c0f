package manage

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/text"
	"tim/tui/widget"
)

const rewardID = "manage.reward"

const (
	askRewards = iota
	askFigures
)

// rewards is what points buy, and what became of it.
type rewards struct {
	q, figures question
	all        []loyalty.Reward
	did        map[string]office.Performance // by reward
	list       widget.List
}

func newRewards() rewards { return rewards{} }

func (r rewards) Keys() keymap.Set { return keymap.Set{keymap.Confirm, keymap.Add, keymap.Refresh} }

func (r rewards) Title(env screen.Env) (left, right string) {
	return env.Texts.People.Rewards, r.q.Age(env)
}

func (r rewards) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	r = r.sized(env)
	switch msg := msg.(type) {
	case opened:
		return r.ask(env)
	case answer:
		return r.answered(env, msg)
	case screen.Act:
		switch msg.ID {
		case keymap.Refresh:
			return r.ask(env)
		case keymap.Add:
			return r, outcome{Over: newReward(loyalty.Reward{WithPoints: true}, true)}
		case keymap.Confirm:
			return r.open()
		case keymap.Back:
			return r, outcome{Close: true}
		}
	case screen.Tapped:
		if msg.ID == rewardID {
			r.list = r.list.Mark(msg.Index)
			return r.open()
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		r.list, _ = r.list.Update(msg)
	}
	return r, outcome{}
}

func (r rewards) ask(env screen.Env) (page, outcome) {
	o := r.q.Put(env, askRewards, func(ctx context.Context, s seat) (any, error) { return s.Rewards(ctx) })
	more := r.figures.Put(env, askFigures, func(ctx context.Context, s seat) (any, error) {
		return s.Performance(ctx, time.Time{}, time.Time{})
	})
	o.Asks = append(o.Asks, more.Asks...)
	return r, o
}

func (r rewards) answered(env screen.Env, a answer) (page, outcome) {
	var o outcome
	switch a.What {
	case askRewards:
		var wanted bool
		wanted, o = r.q.Answered(env, a)
		if all, ok := a.Value.([]loyalty.Reward); ok && wanted && a.Err == nil {
			r.all = all
		}
	case askFigures:
		var wanted bool
		wanted, o = r.figures.Answered(env, a)
		if all, ok := a.Value.([]office.Performance); ok && wanted && a.Err == nil {
			r.did = map[string]office.Performance{}
			for _, p := range all {
				r.did[p.RewardID] = p
			}
		}
	}
	return r.sized(env), o
}

func (r rewards) open() (page, outcome) {
	if i := r.list.Marked(); i >= 0 && i < len(r.all) {
		return r, outcome{Over: newReward(r.all[i], false)}
	}
	return r, outcome{Over: newReward(loyalty.Reward{WithPoints: true}, true)}
}

func (r rewards) sized(env screen.Env) rewards {
	r.list.ID = rewardID
	r.list = r.list.Sized(len(r.all)+1, max(env.Height-1-rewardFacts, 1))
	return r
}

// rewardFacts are the rows below the list, with the rule above them.
const rewardFacts = 3

func (r rewards) Draw(env screen.Env) widget.Pane {
	if wait := r.q.Waits(env); wait != nil {
		return *wait
	}
	r = r.sized(env)
	t := &env.Texts.People
	columns := leaves.TableOf(env, 1, r.columns(env))
	list := r.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		if i < len(r.all) {
			return columns.Row(env, r.all[i], "", width, marked)
		}
		return leaves.Sign(env, marked) + t.AddReward
	})
	return widget.Stack(columns.Head(env), list, leaves.Below(env, rewardFacts-1, r.facts(env)...))
}

func (r rewards) columns(env screen.Env) []leaves.Column[loyalty.Reward] {
	t := &env.Texts.People
	count := func(of func(office.Performance) int64) func(loyalty.Reward) string {
		return func(l loyalty.Reward) string { return text.Points(of(r.did[l.ID])) }
	}
	return []leaves.Column[loyalty.Reward]{
		leaves.ColumnOf(t.Name, 0, widget.Left, 0, func(l loyalty.Reward) string { return widget.Clean(l.Name) }),
		leaves.ColumnOf(t.Cost, 8, widget.Right, 0, func(l loyalty.Reward) string { return text.Points(l.Cost) }),
		leaves.ColumnOf(t.Gives, 32, widget.Left, 110, func(l loyalty.Reward) string { return env.Texts.Voucher.Gives(l.Gives, "") }),
		leaves.ColumnOf(t.Left, 7, widget.Right, 0, func(l loyalty.Reward) string {
			if left, limited := l.Left(); limited {
				return text.Points(left)
			}
			return "–"
		}),
		leaves.ColumnOf(t.Issued, 7, widget.Right, 0, count(func(p office.Performance) int64 { return p.Issued })),
		leaves.ColumnOf(t.Used, 7, widget.Right, 0, count(func(p office.Performance) int64 { return p.Used })),
		leaves.ColumnOf(t.Expired, 8, widget.Right, 100, count(func(p office.Performance) int64 { return p.Expired })),
		leaves.ColumnOf(t.Given, 14, widget.Right, 80, func(l loyalty.Reward) string { return text.Amount(r.did[l.ID].Given) }),
		leaves.ColumnOf(t.State, 11, widget.Left, 0, func(l loyalty.Reward) string { return rewardState(env, l) }),
	}
}

// rewardState says whether a reward can be had.
func rewardState(env screen.Env, l loyalty.Reward) string {
	t := &env.Texts.People
	left, limited := l.Left()
	switch {
	case !l.RetiredAt.IsZero():
		return env.Theme.Muted.On("○ " + t.Retired)
	case l.Over(env.Now, env.Zone):
		return env.Theme.Muted.On("○ " + t.Over)
	case limited && left == 0:
		return env.Theme.Warn.On("! " + t.OutOfStock)
	}
	return env.Theme.OK.On("✓ ") + t.On
}

// facts are what became of the marked reward, and of points turned into money.
func (r rewards) facts(env screen.Env) []string {
	t := &env.Texts.People
	if r.figures.Err != nil {
		return []string{env.Theme.Danger.On("✗ " + widget.Clean(text.Fault(r.figures.Err, env.Lang)))}
	}
	if r.did == nil {
		return []string{env.Theme.Muted.On(t.Counting)}
	}
	if i := r.list.Marked(); i >= 0 && i < len(r.all) {
		p := r.did[r.all[i].ID]
		return t.Performed(p)
	}
	if p, there := r.did[""]; there {
		return append([]string{env.Theme.Muted.On(t.AsMoney)}, t.Performed(p)...)
	}
	return nil
}
