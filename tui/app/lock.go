package app

import (
	"slices"
	"time"

	"tim/domain/counter"
	"tim/tui/input"
	"tim/tui/screen"
	"tim/tui/screen/signin"
	"tim/tui/widget"
)

// cover is what lies over all screens while the till is locked.
type cover struct {
	*layer           // nil: the till isn't locked
	said   toast     // before it was
	asked  time.Time // when it was asked for last, because nobody was there
}

// locks says whether the till locks now, because nobody touched it for as long as the shop lets it lie open. Where it didn't it is
// asked again as late.
func (m *Model) locks(untouched time.Duration) bool {
	limit := m.state.Shop.Policy.IdleLock()
	return limit > 0 && untouched >= limit && m.now.Sub(m.cover.asked) >= limit && m.state.Staff != nil && !m.state.Locked
}

// lock locks the till by hand.
func (m *Model) lock() {
	switch {
	case m.state.Staff == nil:
		m.refuse(counter.Notice{Code: "staff.signed_out", Error: true})
	case !m.state.Locked:
		m.enqueue(nobody, counter.Lock{})
	}
}

// refuse says aloud what isn't done.
func (m *Model) refuse(n counter.Notice) {
	m.tell(n)
	m.errorTone()
}

// guard lays the lock over all screens, or takes it away. They stay as they are, but for those that somebody's PIN opened: whoever
// unlocks the till may be another.
func (m *Model) guard() {
	switch {
	case !m.state.Locked:
		m.cover.layer = nil
	case m.cover.layer == nil:
		m.shut()
		if m.parked != nil && opened(*m.parked) {
			m.parked = nil
		}
		l := m.mint(noRoute, signin.Locked())
		m.cover.layer = &l
		m.kept, m.burst, m.press = kept{}, input.Burst{}, widget.Press{}
		m.deliver(l.id, screen.Opened{})
	}
}

// shut closes what somebody's PIN opened, with all that lies over it. A screen with what isn't saved stays, behind its PIN.
func (m *Model) shut() {
	i := slices.IndexFunc(m.stack, opened)
	if i <= 0 {
		return
	}
	keep := m.stack[:i:i]
	if s, is := m.stack[i].screen.(screen.Shutter); is {
		if shut, kept := s.Shut(); kept {
			l := m.stack[i]
			l.screen = shut
			keep = append(keep, l)
		}
	}
	m.stack = keep
}

// opened says whether a screen is one that a supervisor's or a manager's PIN opens.
func opened(l layer) bool {
	return l.route == screen.Desk || l.route == screen.Staff || l.route == screen.Manage
}

// turned takes over what locking or unlocking means for the message line: what it said before comes back.
func (m *Model) turned(before *counter.State, said toast) {
	switch {
	case m.state.Locked && !before.Locked:
		m.cover.said = said
	case before.Locked && !m.state.Locked && m.state.Notice == nil && same(before.Staff, m.state.Staff):
		m.toast = m.cover.said
	}
}

// same says whether one person was signed in before and behind.
func same(before, behind *counter.Person) bool {
	return before != nil && behind != nil && before.ID == behind.ID
}
