package manage

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/form"
	"tim/tui/text"
	"tim/tui/widget"
)

// memberForm is a page that changes something of one member by a form. What it does with what was typed is its own (wish), all else is
// the same for all.
type memberForm struct {
	editor
	of    account
	title func(t *text.People) string
	// wish reads the form and asks central; its error is what can't be sent.
	wish func(m memberForm, env screen.Env) (asked, error)
	done string // notice when it went well
	// about is what stands below the form.
	about func(m memberForm, env screen.Env) []string
	// at is the key of the field that a fault's path belongs to; nil: the path.
	at func(path string) string
}

func (m memberForm) Keys() keymap.Set { return m.keys() }

func (m memberForm) Unsaved() bool { return m.changed() }

func (m memberForm) Title(env screen.Env) (left, right string) {
	return nameOf(env, m.of.who.Member) + " · " + m.title(&env.Texts.People), ""
}

func (m memberForm) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	if a, is := msg.(answer); is {
		if a.Err != nil {
			m.editor = m.refused(a.Err, m.at)
			return m, outcome{Effects: []screen.Effect{screen.Beep{}}}
		}
		o := tell(m.done, fault.Args{"name": nameOf(env, m.of.who.Member)})
		o.Close = true
		return m, o
	}
	next, did := m.update(msg)
	m.editor = next
	switch {
	case did.leave:
		return m, outcome{Close: true}
	case did.send:
		of, err := m.wish(m, env)
		if err != nil {
			m.editor = m.refused(err, m.at)
			return m, outcome{Effects: []screen.Effect{screen.Beep{}}}
		}
		m.editor = m.sending()
		return m, outcome{Asks: []ask{{What: askSave, Of: of}}}
	}
	return m, outcome{Effects: did.effects}
}

func (m memberForm) Draw(env screen.Env) widget.Pane {
	var about []string
	if m.about != nil {
		about = m.about(m, env)
	}
	return m.draw(env, env.Width, env.Height, about...)
}

// newPerson changes who somebody is.
func newPerson(who office.Member) memberForm {
	l := &text.MemberFields
	f := form.New(form.One(form.Field{Key: "name", Label: l.Name, Max: catalog.MemberNameMax}), form.One(form.Field{Key: "phone", Label: l.Phone, Max: 20}),
		form.One(form.Field{Key: "email", Label: l.Email, Empty: l.Unknown, Max: catalog.EmailMax}),
		form.One(form.Field{Key: "birthday", Label: l.Birthday, Empty: l.Unknown, About: l.DayAbout}))
	f = filled(f, map[string]string{"name": who.Name, "phone": text.Phone(who.Phone), "email": who.Email, "birthday": dayTyped(who.Birthday)})
	return memberForm{editor: edit(f), of: account{who: who}, title: func(t *text.People) string { return t.Person }, done: "member.saved", wish: patchPerson}
}

func patchPerson(m memberForm, _ screen.Env) (asked, error) {
	t := typed{form: m.form}
	name, phone, email, birthday := t.text("name"), t.text("phone"), t.text("email"), t.day("birthday")
	next := m.of.who.Member
	next.Name, next.Phone, next.Email, next.Birthday = name, phone, email, birthday
	if _, err := next.Checked(); err != nil {
		return nil, err
	}
	id, patch := m.of.who.ID, office.MemberPatch{Name: &name, Phone: &phone, Email: &email, Birthday: &birthday}
	return func(ctx context.Context, s seat) (any, error) {
		stored, err := s.PatchMember(ctx, id, patch)
		return stored, onField("phone", "phone.taken", err)
	}, nil
}

// onField names the field of a fault of that code which has none.
func onField(field, code string, err error) error {
	if f, ok := fault.Of(err); ok && f.Code == code && f.Field == "" {
		at := *f
		at.Field = field
		return &at
	}
	return err
}

// newConsenting changes what a member agrees to: each purpose apart, none ticked that wasn't agreed to (A, §4 of the law's rules).
func newConsenting(who office.Member) memberForm {
	l := &text.MemberFields
	answers := []form.Option{{Value: "no", Label: l.Refused}, {Value: "yes", Label: l.Agreed}}
	f := form.New(
		form.One(form.Field{Key: "points", Kind: form.Choice, Label: l.ForPoints, Options: answers, About: text.Of(text.In(text.Vietnamese).Member.PointsText, text.In(text.English).Member.PointsText)}),
		form.One(form.Field{Key: "news", Kind: form.Choice, Label: l.ForNews, Options: answers, About: text.Of(text.In(text.Vietnamese).Member.NewsText, text.In(text.English).Member.NewsText)}),
		form.One(form.Field{Key: "method", Kind: form.Choice, Label: l.Method, Options: []form.Option{{Value: "desk", Label: l.Asked}, {Value: "paper", Label: l.OnPaper}, {Value: "phone", Label: l.ByPhone}}}))
	for _, purpose := range []catalog.Purpose{catalog.PurposePoints, catalog.PurposeNews} {
		if who.Has(purpose) {
			f = f.With(string(purpose), "yes")
		}
	}
	return memberForm{editor: edit(f), of: account{who: who}, title: func(t *text.People) string { return t.Consents }, done: "member.consents", wish: patchConsents, about: consentAbout}
}

// patchConsents keeps what was agreed to before as it was, with its time and text, and takes away what is withdrawn.
func patchConsents(m memberForm, env screen.Env) (asked, error) {
	var kept []catalog.Consent
	id, method := m.of.who.ID, m.form.Value("method")
	agreed := map[catalog.Purpose]bool{}
	for _, purpose := range []catalog.Purpose{catalog.PurposePoints, catalog.PurposeNews} {
		agreed[purpose] = m.form.Value(string(purpose)) == "yes"
	}
	for _, c := range m.of.who.Consents {
		if agreed[c.Purpose] {
			kept = append(kept, c)
		}
	}
	return func(ctx context.Context, s seat) (any, error) {
		list, now := kept, env.Now.UTC()
		for _, purpose := range []catalog.Purpose{catalog.PurposePoints, catalog.PurposeNews} {
			if agreed[purpose] && !m.of.who.Has(purpose) {
				list = append(list, catalog.Consent{Purpose: purpose, TextVersion: counter.ConsentText, At: now, Method: method})
			}
		}
		return s.PatchMember(ctx, id, office.MemberPatch{Consents: &list})
	}, nil
}

// consentAbout is since when what is agreed to was, by which text and how.
func consentAbout(m memberForm, env screen.Env) (lines []string) {
	for _, c := range m.of.who.Consents {
		lines = append(lines, env.Texts.People.ConsentSince(env.Texts.Heart.Consent(string(c.Purpose)), text.DateTime(c.At, env.Zone), widget.Clean(c.TextVersion), widget.Clean(c.Method)))
	}
	return lines
}

// newAdjusting gives or takes points by hand (A4). Its key is of the instant that it was opened, so that a second try is the same.
func newAdjusting(of account, now time.Time) memberForm {
	l := &text.MemberFields
	f := form.New(
		form.One(form.Field{Key: "sign", Kind: form.Choice, Label: l.Adjust, Options: []form.Option{{Value: "+", Label: l.Give}, {Value: "-", Label: l.Take}}}),
		form.One(form.Field{Key: "points", Kind: form.Number, Label: l.Points, Max: 12}),
		form.One(form.Field{Key: "reason", Label: l.Reason, About: l.ReasonAbout, Max: loyalty.ReasonMax}))
	key := fmt.Sprintf("manage/%s/%d", of.who.ID, now.UnixNano())
	return memberForm{editor: edit(f), of: of, title: func(t *text.People) string { return t.Adjust }, done: "member.adjusted", about: afterAdjusting,
		wish: func(m memberForm, _ screen.Env) (asked, error) {
			points := m.adjustment()
			a := office.Adjustment{Key: key, Points: points, Reason: strings.TrimSpace(m.form.Value("reason"))}
			var faults fault.Fields
			if points == 0 {
				faults = append(faults, fault.At("points", "field.required", nil))
			}
			if a.Reason == "" {
				faults = append(faults, fault.At("reason", "field.required", nil))
			}
			id := m.of.who.ID
			return func(ctx context.Context, s seat) (any, error) {
				stands, err := s.Adjust(ctx, id, a)
				return stands, onField("points", "points.short", err)
			}, faults.OrNil()
		}}
}

// adjustment is the points as typed, with their sign.
func (m memberForm) adjustment() int64 {
	t := typed{form: m.form}
	n := t.count("points")
	switch {
	case n == nil || t.faults != nil:
		return 0
	case m.form.Value("sign") == "-":
		return -*n
	}
	return *n
}

// afterAdjusting is what the account would have.
func afterAdjusting(m memberForm, env screen.Env) []string {
	points := m.adjustment()
	return []string{env.Texts.People.After(m.of.points.Usable, m.of.points.Adjusted(points), points)}
}

// newErasing forgets a member, behind the last digits of the phone.
func newErasing(of account) memberForm {
	l := &text.MemberFields
	f := form.New(form.One(form.Field{Key: "tail", Label: l.Tail, Max: tailDigits, About: l.TailAbout}),
		form.One(form.Field{Key: "reason", Label: l.Reason, About: l.EraseReason, Max: loyalty.ReasonMax}))
	return memberForm{editor: edit(f), of: of, title: func(t *text.People) string { return t.Erase }, done: "member.erased",
		about: func(m memberForm, env screen.Env) []string {
			return env.Texts.People.Erasing(m.of.points.Balance, len(m.of.vouchers))
		},
		wish: func(m memberForm, _ screen.Env) (asked, error) {
			var faults fault.Fields
			id, reason, tail := m.of.who.ID, strings.TrimSpace(m.form.Value("reason")), m.form.Value("tail")
			if len(tail) != tailDigits || !strings.HasSuffix(m.of.who.Phone, tail) {
				faults = append(faults, fault.At("tail", "phone.tail", nil))
			}
			if reason == "" {
				faults = append(faults, fault.At("reason", "field.required", nil))
			}
			return func(ctx context.Context, s seat) (any, error) { return s.Erase(ctx, id, reason) }, faults.OrNil()
		}}
}

// tailDigits are those of a phone that show that this member is meant.
const tailDigits = 4
