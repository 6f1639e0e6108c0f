// Package member is the form that creates a member at the till: name, phone, and two consents that nobody ticks but the
// customer's word.
//
// Caveats. The rules of a name and a phone are the domain's: what it refuses is shown beside each field at once, and
// what was typed stays.
package member

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

// part is a part of the form that can have the focus, from top to bottom.
type part int

const (
	name part = iota
	phone
	points
	news
	attach // only when the phone is another member's
	create
)

// partID is the tap target of a part; the index is the part.
const partID = "member.part"

// phoneDigits is room for a phone in any form that is understood: 0084 and nine digits, and a slip or two.
const phoneDigits = 15

// Member is the screen.
type Member struct {
	name, phone  widget.Field
	points, news bool
	at           part
	faults       []*fault.Error // of the newest try
	taken        *owner
	busy         bool // the answer to an action is awaited
}

// owner is who has the phone already.
type owner struct{ id, name string }

// New is the empty form, with a phone that was typed elsewhere ("" for none).
func New(typed string) Member {
	if e164, err := ident.NormalisePhone(typed); err == nil {
		typed = ident.PhoneLocal(e164)
	}
	m := Member{name: widget.Field{Max: catalog.MemberNameMax}, phone: widget.Field{Accept: widget.Digits, Max: phoneDigits}}
	m.phone = m.phone.SetValue(typed)
	return m
}

// Keys is the actions that work here.
func (m Member) Keys(screen.Env) keymap.Set {
	return keymap.Set{keymap.Help, keymap.Next, keymap.Previous, keymap.Confirm, keymap.Back}
}

// Update fills the form in and sends it.
func (m Member) Update(_ screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	switch msg := msg.(type) {
	case screen.Act:
		return m.act(msg.ID)
	case screen.Tapped:
		if msg.ID == partID {
			return m.tapped(part(msg.Index))
		}
	case screen.Changed:
		return m.changed(msg)
	case tea.KeyPressMsg:
		return m.key(msg)
	case tea.PasteMsg:
		return m.typed(msg), nil
	}
	return m, nil
}

func (m Member) act(id keymap.ID) (screen.Screen, []screen.Effect) {
	switch id {
	case keymap.Back:
		return m, []screen.Effect{screen.Close{}}
	case keymap.Next:
		return m.moved(1), nil
	case keymap.Previous:
		return m.moved(-1), nil
	case keymap.Confirm:
		if m.at >= news {
			return m.run(m.at)
		}
		return m.moved(1), nil
	}
	return m, nil
}

func (m Member) tapped(p part) (screen.Screen, []screen.Effect) {
	m.at = p
	switch p {
	case points, news:
		return m.ticked(), nil
	case attach, create:
		return m.run(p)
	}
	return m, nil
}

func (m Member) key(k tea.KeyPressMsg) (screen.Screen, []screen.Effect) {
	switch keymap.Name(k) {
	case keymap.Get(keymap.Pay).Key:
		return m.run(create)
	case "up":
		return m.moved(-1), nil
	case "down":
		return m.moved(1), nil
	case "space":
		if m.at == points || m.at == news {
			return m.ticked(), nil
		}
	}
	return m.typed(k), nil
}

// typed gives a key or a paste to the field with the focus; a fault of what was there is settled.
func (m Member) typed(msg tea.Msg) Member {
	switch m.at {
	case name:
		was := m.name.Value()
		if m.name, _ = m.name.Update(msg); m.name.Value() != was {
			m = m.settled("name")
		}
	case phone:
		was := m.phone.Value()
		if m.phone, _ = m.phone.Update(msg); m.phone.Value() != was {
			m.taken = nil
			m = m.settled("phone")
		}
	}
	return m
}

func (m Member) ticked() Member {
	if m.at == points {
		m.points = !m.points
		return m.settled("consents")
	}
	m.news = !m.news
	return m
}

// settled is the form without the faults of one field.
func (m Member) settled(field string) Member {
	var rest []*fault.Error
	for _, f := range m.faults {
		if !of(f, field) {
			rest = append(rest, f)
		}
	}
	m.faults = rest
	return m
}

// of says whether a fault is a field's, or that of a part of it: "consents[0].purpose" is one of "consents".
func of(f *fault.Error, field string) bool {
	return f.Field == field || strings.HasPrefix(f.Field, field+"[")
}

// moved has the focus so many parts further, round and round.
func (m Member) moved(by int) Member {
	const parts = int(create) + 1
	for {
		m.at = part((int(m.at) + by + parts) % parts)
		if m.at != attach || m.taken != nil {
			return m
		}
	}
}

// run does what a button says; the last consent's Enter is the button's too.
func (m Member) run(p part) (screen.Screen, []screen.Effect) {
	if m.busy {
		return m, nil
	}
	m.busy = true
	if p == attach && m.taken != nil {
		return m, []screen.Effect{screen.Do{Action: counter.AttachMember{Member: m.taken.id}}}
	}
	return m, []screen.Effect{screen.Do{Action: counter.CreateMember{Name: m.name.Value(), Phone: m.phone.Value(),
		Points: m.points, News: m.news}}}
}

// changed closes when the member is on the order, and shows what was refused otherwise.
func (m Member) changed(c screen.Changed) (screen.Screen, []screen.Effect) {
	if !c.Mine || !m.busy {
		return m, nil
	}
	m.busy = false
	if c.Err == nil {
		return m, []screen.Effect{screen.Close{}}
	}
	m.faults, m.taken = all(c.Err), nil
	for _, f := range m.faults {
		if f.Code == "phone.taken" {
			id, _ := f.Args["id"].(string)
			name, _ := f.Args["name"].(string)
			m.taken, m.at = &owner{id: id, name: widget.Clean(name)}, attach
			return m, nil
		}
	}
	m.at = m.firstRefused()
	return m, nil
}

// all is every fault of an error, those of fields one by one.
func all(err error) []*fault.Error {
	var fields fault.Fields
	if errors.As(err, &fields) {
		return fields
	}
	if f, ok := fault.Of(err); ok {
		return []*fault.Error{f}
	}
	return []*fault.Error{fault.Wrap(fault.Internal, "internal", err, nil)}
}

// fields are the parts as the domain names them.
var fields = map[part]string{name: "name", phone: "phone", points: "consents"}

// firstRefused is where the eye should go after a refusal.
func (m Member) firstRefused() part {
	for _, p := range []part{name, phone, points} {
		if m.faultOf(p) != nil {
			return p
		}
	}
	return m.at
}

// faultOf is the newest fault of a part, nil when there is none.
func (m Member) faultOf(p part) *fault.Error {
	for _, f := range m.faults {
		if field, ok := fields[p]; ok && of(f, field) {
			return f
		}
	}
	return nil
}

// general is a fault that is no field's: the disk is full, say.
func (m Member) general() *fault.Error {
	for _, f := range m.faults {
		if f.Field == "" {
			return f
		}
	}
	return nil
}
