// Package heart is the customer's points panel that F7 or a tap on ♥ opens (U1): what can be taken off this order now,
// what points can buy, the vouchers, the statement, and the profile. Each tab is a page; a further tab is one page more
// in New.
//
// Caveats. Every figure comes finished from counter.State; the panel only says what a typed number of points is worth,
// by asking the programme's rules. A page asks one query at a time; an answer that comes after the tab was left is
// dropped.
package heart

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/loyalty"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	widthMax  = 100 // wider lines are hard to follow across
	headRows  = 3   // name, tabs, rule
	tabTarget = "heart.tab"
)

// Heart is the panel.
type Heart struct {
	pages  [5]page
	active int
	asked  int // the newest query, so that a late answer is known as such
}

// page is one tab. It is told the size of its own part of the panel, and of a member: without one no page is shown.
type page interface {
	name(env screen.Env) string
	// update takes what the panel leaves to it: screen.Opened when its tab is chosen, screen.Changed, screen.Answer to
	// its own question, screen.Act, screen.Tapped, keys, pastes and the wheel. Of an Ask the panel sets the Seq.
	update(env screen.Env, msg tea.Msg) (page, []screen.Effect)
	draw(env screen.Env) widget.Pane
	// keys is what works on this tab beyond what works on all.
	keys(env screen.Env) keymap.Set
	// typing says that left and right belong to a field of this page now.
	typing() bool
	// back closes what lies over the page; false when nothing does, and the panel closes.
	back() (page, bool)
}

// New is the panel on its first tab.
func New() screen.Screen {
	return Heart{pages: [...]page{newUse(), newRedeem(), newVouchers(), statement{}, profile{}}}
}

// Update implements screen.Screen.
func (h Heart) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	switch msg := msg.(type) {
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			return h.back()
		case keymap.Members:
			return h, []screen.Effect{screen.Go{Route: screen.Members}}
		case keymap.Next:
			return h.show(env, h.active+1)
		case keymap.Previous:
			return h.show(env, h.active-1)
		}
	case screen.Tapped:
		if msg.ID == tabTarget {
			return h.show(env, msg.Index)
		}
	case screen.Answer:
		if msg.Seq != h.asked {
			return h, nil
		}
	case tea.KeyPressMsg:
		switch key := keymap.Name(msg); {
		case h.pages[h.active].typing():
		case key == "left":
			return h.show(env, h.active-1)
		case key == "right":
			return h.show(env, h.active+1)
		}
	}
	return h.pass(env, msg)
}

// back closes what lies over the page that is shown, or the panel.
func (h Heart) back() (screen.Screen, []screen.Effect) {
	below, closed := h.pages[h.active].back()
	if !closed {
		return h, []screen.Effect{screen.Close{}}
	}
	h.pages[h.active] = below
	return h, nil
}

// show opens a tab, round and round. What the tab before asked is of no use any more.
func (h Heart) show(env screen.Env, tab int) (screen.Screen, []screen.Effect) {
	if env.State.Member == nil {
		return h, nil
	}
	h.active = (tab + len(h.pages)) % len(h.pages)
	h.asked++
	return h.pass(env, screen.Opened{})
}

// pass gives a message to the page that is shown.
func (h Heart) pass(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	if env.State.Member == nil {
		return h, nil
	}
	next, effects := h.pages[h.active].update(inner(env), msg)
	h.pages[h.active] = next
	for i, e := range effects {
		if ask, ok := e.(screen.Ask); ok {
			h.asked++
			ask.Seq = h.asked
			effects[i] = ask
		}
	}
	return h, effects
}

// Keys implements screen.Screen.
func (h Heart) Keys(env screen.Env) keymap.Set {
	if env.State.Member == nil {
		return keymap.Set{keymap.Members, keymap.Back}
	}
	keys := append(h.pages[h.active].keys(env), keymap.Next, keymap.Back)
	return append(keys, keymap.Previous)
}

// inner is what a page is told: the panel's part below the tabs.
func inner(env screen.Env) screen.Env {
	env.Width = min(env.Width, widthMax)
	env.Height = max(env.Height-headRows, 0)
	return env
}

// Draw implements screen.Screen.
func (h Heart) Draw(env screen.Env) widget.Pane {
	part := inner(env)
	var body widget.Pane
	if env.State.Member == nil {
		body = nobody(part)
	} else {
		page := h.pages[h.active].draw(part)
		body = widget.Stack(head(part), h.tabs(part), rule(part), page)
	}
	margin := widget.NewPane((env.Width - part.Width) / 2)
	return widget.Beside(margin, body).Sized(env.Width, env.Height)
}

func (h Heart) tabs(env screen.Env) widget.Pane {
	names := make([]string, len(h.pages))
	for i, p := range h.pages {
		names[i] = p.name(env)
	}
	return widget.Beside(widget.NewPane(1, ""), widget.Tabs(tabTarget, names, h.active, env.Width-1, env.Press, env.Theme))
}

func rule(env screen.Env) widget.Pane {
	return widget.NewPane(env.Width, env.Theme.Border.On(widget.Rule(env.Width)))
}

// head is who the customer is and what a point is worth.
func head(env screen.Env) widget.Pane {
	t, th, m := &env.Texts.Heart, env.Theme, env.State.Member
	shut := closer(env)
	room := env.Width - shut.Width - 1
	rest := " · " + tierName(m.Tier) + " · " + t.Worth(m.Use.Rules.ValuePerPoint)
	name := widget.Cut(env.Texts.NameOf(widget.Clean(m.Profile.Name)), room-4-widget.Width(rest))
	line := " " + th.Heart.On("♥") + " " + th.Title.On(name) + th.Muted.On(rest)
	return widget.Beside(widget.NewPane(room+1, line), shut)
}

func closer(env screen.Env) widget.Pane {
	b := widget.Button{Key: keymap.Get(keymap.Back).Shown, Label: env.Texts.Heart.Close, Target: widget.ActionTarget(keymap.Back)}
	return b.Draw(b.Width(), 1, env.Press, env.Theme)
}

// nobody is the panel of an order without a member.
func nobody(env screen.Env) widget.Pane {
	t, th := &env.Texts.Heart, env.Theme
	shut := closer(env)
	top := widget.Beside(widget.NewPane(env.Width-shut.Width, " "+th.Muted.On("♡")), shut)
	lines := []string{"", "", widget.Center.In(th.Heart.On("♡"), env.Width), "",
		widget.Center.In(th.Strong.On(t.NoMember), env.Width)}
	for _, line := range widget.Wrap(t.HowToAttach, env.Width-4) {
		lines = append(lines, widget.Center.In(th.Muted.On(line), env.Width))
	}
	find := widget.Button{Key: keymap.Get(keymap.Members).Shown, Label: t.FindMember, Target: widget.ActionTarget(keymap.Members), Primary: true}
	w := find.Width() + 4
	button := find.Draw(w, 3, env.Press, th)
	gap := (env.Width - w) / 2
	row := widget.Beside(widget.NewPane(gap, "", "", ""), button)
	return widget.Stack(top, widget.NewPane(env.Width, lines...), widget.NewPane(env.Width, ""), row.Sized(env.Width, 3))
}

// tierName is short enough to stand beside other things.
func tierName(t loyalty.Tier) string { return widget.Cut(widget.Clean(t.Name), 16) }

// moment is when something will be or was: the time alone when it is today, the day with the time otherwise.
func moment(env screen.Env, at time.Time) string {
	if text.Date(at, env.Zone) == text.Date(env.Now, env.Zone) {
		return text.Clock(at, env.Zone)
	}
	return text.DateTime(at, env.Zone)
}

// explanation is the lines of an entry in the language of the screen, what was given as its reason among them.
func explanation(env screen.Env, e counter.StatementEntry) []string {
	lines := e.ExplainVi
	if env.Lang == text.English {
		lines = e.ExplainEn
	}
	lines = lines[:len(lines):len(lines)]
	if e.Reason != "" {
		lines = append(lines, env.Texts.Heart.EntryReason(widget.Clean(e.Reason)))
	}
	if e.Voucher != "" {
		lines = append(lines, env.Texts.Heart.EntryVoucher(e.Voucher))
	}
	if e.Trust != 0 {
		lines = append(lines, env.Texts.Heart.EntryTrust(e.Trust))
	}
	return lines
}

// consents is what the member agreed to, in words.
func consents(t *text.Heart, given []catalog.Consent) string {
	words := make([]string, len(given))
	for i, c := range given {
		words[i] = t.Consent(string(c.Purpose))
	}
	if len(words) == 0 {
		return t.NoConsent
	}
	return strings.Join(words, ", ")
}
