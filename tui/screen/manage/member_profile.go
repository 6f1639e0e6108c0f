package manage

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/text"
	"tim/tui/widget"
)

const memberActID = "manage.member.act"

const (
	askProfile = iota
	askExported
	askMerged
)

// account is a member with all that the profile shows.
type account struct {
	who      office.Member
	points   office.Points
	vouchers []office.VoucherView
}

// memberAct is what can be done with a member.
type memberAct uint8

const (
	actStatement memberAct = iota
	actAdjust
	actPerson
	actConsents
	actMerge
	actExport
	actErase
)

// profile is one member: who it is, what the account has, and what can be done.
type profile struct {
	id       string
	who      office.Member // as last known
	q        question
	account  account
	acts     widget.List
	exported bool // an export is under way
}

func newProfile(who office.Member) profile { return profile{id: who.ID, who: who} }

func (p profile) possible() []memberAct {
	if p.who.Erased() {
		return []memberAct{actStatement, actAdjust, actExport}
	}
	return []memberAct{actStatement, actAdjust, actPerson, actConsents, actMerge, actExport, actErase}
}

func (p profile) Keys() keymap.Set { return keymap.Set{keymap.Confirm, keymap.Refresh} }

func (p profile) Title(env screen.Env) (left, right string) {
	return env.Texts.People.Members + " · " + nameOf(env, p.who.Member), p.q.Age(env)
}

// nameOf is a member's name, or that nobody knows it any more.
func nameOf(env screen.Env, m catalog.Member) string {
	return env.Texts.NameOf(widget.Clean(m.Name))
}

func (p profile) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	p = p.sized(env)
	switch msg := msg.(type) {
	case opened:
		return p.ask(env)
	case given:
		if other, ok := msg.Value.(office.Member); ok {
			return p, outcome{Over: newMerging(p.account, other)}
		}
	case answer:
		return p.answered(env, msg)
	case screen.Act:
		switch msg.ID {
		case keymap.Refresh:
			return p.ask(env)
		case keymap.Confirm:
			return p.do(env)
		case keymap.Back:
			return p, outcome{Close: true}
		}
	case screen.Tapped:
		if msg.ID == memberActID {
			p.acts = p.acts.Mark(msg.Index)
			return p.do(env)
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		p.acts, _ = p.acts.Update(msg)
	}
	return p, outcome{}
}

func (p profile) ask(env screen.Env) (page, outcome) {
	id := p.id
	o := p.q.Put(env, askProfile, func(ctx context.Context, s seat) (any, error) { return accountOf(ctx, s, id) })
	return p, o
}

// accountOf reads a member with its points and vouchers.
func accountOf(ctx context.Context, s seat, id string) (a account, err error) {
	if a.who, err = s.Member(ctx, id); err != nil {
		return a, err
	}
	if a.points, err = s.Points(ctx, a.who.ID); err != nil {
		return a, err
	}
	a.vouchers, err = s.Vouchers(ctx, a.who.ID)
	return a, err
}

func (p profile) answered(env screen.Env, a answer) (page, outcome) {
	if a.What == askExported {
		p.exported = false
		path, ok := a.Value.(string)
		if a.Err != nil || !ok {
			return p, refusedBy(a.Err)
		}
		return p, tell("member.exported", fault.Args{"file": path})
	}
	wanted, o := p.q.Answered(env, a)
	if got, ok := a.Value.(account); wanted && ok && a.Err == nil {
		p.account, p.who, p.id = got, got.who, got.who.ID
	}
	return p.sized(env), o
}

// refusedBy tells why something wasn't done.
func refusedBy(err error) outcome {
	notice := counter.Notice{Code: "manage.failed", Error: true}
	if f, ok := fault.Of(err); ok {
		notice.Code, notice.Args = f.Code, f.Args
	}
	return outcome{Effects: []screen.Effect{screen.Tell{Notice: notice}, screen.Beep{}}}
}

// do opens what is marked.
func (p profile) do(env screen.Env) (page, outcome) {
	acts := p.possible()
	i := p.acts.Marked()
	if i < 0 || i >= len(acts) || p.q.At.IsZero() {
		return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	switch acts[i] {
	case actStatement:
		return p, outcome{Over: statement{id: p.id, who: p.who}}
	case actAdjust:
		return p, outcome{Over: newAdjusting(p.account, env.Now)}
	case actPerson:
		return p, outcome{Over: newPerson(p.who)}
	case actConsents:
		return p, outcome{Over: newConsenting(p.who)}
	case actMerge:
		return p, outcome{Over: membersBut(p.id)}
	case actErase:
		return p, outcome{Over: newErasing(p.account)}
	}
	return p.export(env)
}

// export writes all that is known of the member to a file.
func (p profile) export(env screen.Env) (page, outcome) {
	if p.exported {
		return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	id, lang := p.id, env.Lang.Domain()
	p.exported = true
	return p, outcome{Asks: []ask{{What: askExported, Max: fileMax, Of: func(ctx context.Context, s seat) (any, error) {
		document, err := s.Dossier(ctx, id, lang)
		if err != nil {
			return "", err
		}
		return s.write("member-"+id+".json", document)
	}}}}
}

func (p profile) sized(env screen.Env) profile {
	p.acts.ID = memberActID
	p.acts = p.acts.Sized(len(p.possible()), max(env.Height-1-len(p.account.facts(env, env.Width)), 1))
	return p
}

func (p profile) Draw(env screen.Env) widget.Pane {
	if wait := p.q.Waits(env); wait != nil {
		return *wait
	}
	p = p.sized(env)
	acts := p.possible()
	list := p.acts.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		act := env.Texts.People.MemberActs[acts[i]]
		return leaves.Sign(env, marked) + widget.Fit(act.Label, 24) + env.Theme.Muted.On(act.About)
	})
	return widget.Stack(widget.NewPane(env.Width, p.account.facts(env, env.Width)...), widget.NewPane(env.Width, env.Theme.Border.On(widget.Rule(env.Width))), list)
}

// facts are who a member is and what the account has, in two columns of what is known.
func (a account) facts(env screen.Env, width int) []string {
	t, m, p := &env.Texts.People, a.who.Member, a.points
	labels := 14
	if width < 60 { // beside another's
		labels = 11
	}
	row := func(label, value string) string {
		return " " + widget.Fit(env.Theme.Muted.On(label), labels) + " " + value
	}
	lines := []string{row(t.Name, env.Theme.Strong.On(nameOf(env, m))), row(t.Phone, text.Phone(m.Phone)), row(t.Joined, text.Date(m.JoinedAt, env.Zone))}
	if m.Email != "" || m.Birthday != "" {
		lines = append(lines, row(t.Email, strings.Trim(widget.Clean(m.Email)+" · "+dayTyped(m.Birthday), " ·")))
	}
	lines = append(lines, row(t.Consented, consentsOf(env, m)), row(t.Tier, widget.Clean(p.Tier.Name)+env.Theme.Muted.On(" · "+t.Ranking(p.Ranking))),
		row(t.PointsNow, env.Theme.Strong.On(text.Points(p.Usable))+env.Theme.Muted.On(" = "+text.Money(p.UsableValue)+" · "+t.PendingAndAll(p.Pending, p.Balance))))
	if l := p.NextLapse; l != nil {
		lines = append(lines, row(t.Lapses, env.Theme.Warn.On(text.Points(l.Points)+" · "+text.DateTime(l.At, env.Zone))))
	}
	open := 0
	for _, v := range a.vouchers {
		if v.State == loyalty.VoucherIssued {
			open++
		}
	}
	return append(lines, row(t.VouchersLabel, t.VouchersOpen(open, len(a.vouchers))))
}

// consentsOf are the purposes that a member agrees to.
func consentsOf(env screen.Env, m catalog.Member) string {
	var given []string
	for _, purpose := range []catalog.Purpose{catalog.PurposePoints, catalog.PurposeNews} {
		if m.Has(purpose) {
			given = append(given, env.Texts.Heart.Consent(string(purpose)))
		}
	}
	if given == nil {
		return env.Theme.Muted.On(env.Texts.Heart.NoConsent)
	}
	return strings.Join(given, ", ")
}
