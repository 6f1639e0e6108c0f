package app

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
)

// aheadMax is how many keys are kept while actions run: more than a thousand scans without a pause. deafFor is how long a
// pause must be for keys to count again after that: longer than between two keys of a scan, so that no half of a code is taken.
const (
	aheadMax = 16 << 10
	deafFor  = 500 * time.Millisecond
)

// deaf is since when keys are lost, because more came than can be kept.
type deaf struct {
	on   bool
	last time.Time // of the last key that was lost
}

// job is an action that a screen asked for.
type job struct {
	owner   int
	action  counter.Action
	pressed time.Time // the last key of the scan that it is, zero for anything else
}

// done is a job's answer.
type done struct {
	owner   int
	state   counter.State
	err     error
	pressed time.Time // as its job has it
}

// answered is a query's answer.
type answered struct {
	owner int
	screen.Answer
}

// reviewed is the desk's answer.
type reviewed struct {
	owner int
	screen.Reviewed
}

// held is a key or a paste that came while an action ran.
type held struct {
	msg     tea.Msg
	at      time.Time
	pressed time.Time // when its bytes came from the terminal
}

// enqueue puts an action behind those asked for before.
func (m *Model) enqueue(owner int, a counter.Action) {
	next := job{owner: owner, action: a}
	if entry, is := a.(counter.Enter); is && entry.Scan {
		next.pressed = m.pressedAt
	}
	m.jobs = append(m.jobs[:len(m.jobs):len(m.jobs)], next)
	m.begin()
}

// begin runs the next action, unless one is running: the till does one thing at a time.
func (m *Model) begin() {
	if m.running || len(m.jobs) == 0 {
		return
	}
	next, till := m.jobs[0], m.cfg.Till
	m.jobs, m.running, m.since = m.jobs[1:], true, m.now
	m.then(func() tea.Msg {
		state, err := till.Do(context.Background(), next.action)
		return done{next.owner, state, err, next.pressed}
	})
}

// ask runs a query beside the actions.
func (m *Model) ask(owner int, q screen.Ask) {
	till := m.cfg.Till
	m.then(func() tea.Msg {
		found, err := till.Find(context.Background(), q.Query)
		return answered{owner, screen.Answer{Seq: q.Seq, Found: found, Err: err}}
	})
}

// review asks the supervisor's desk beside the actions.
func (m *Model) review(owner int, r screen.Review) {
	m.then(func() tea.Msg { return reviewed{owner, leaves.Run(context.Background(), r)} })
}

// finished takes an action's answer, tells every screen, goes where the new state leads, and goes on with what waits.
func (m *Model) finished(d done) {
	before, said := m.state, m.toast
	m.running = false
	m.touch()
	if d.state.Revision > m.state.Revision {
		m.adopt(d.state)
	}
	m.say(d.err)
	m.turned(before, said)
	m.sound(before, d.err)
	if d.owner == nobody && d.err != nil { // no screen asked for it, so none says it
		m.errorTone()
	}
	locked := before.Locked || m.state.Locked // the screens below have nothing to do with that
	for _, l := range m.layers() {
		mine := l.id == d.owner
		if locked && !mine {
			continue
		}
		changed := screen.Changed{Mine: mine}
		if mine {
			changed.Err = d.err
		}
		m.deliver(l.id, changed)
	}
	m.settle()
	if d.err == nil && d.state.Report != nil && !locked { // an X or a Z is shown wherever it was asked for
		m.open(screen.Go{Route: screen.Report})
	}
	if m.cfg.Meter != nil && !d.pressed.IsZero() {
		m.cfg.Meter.Scan(d.pressed)
	}
	m.begin()
	m.replay()
	if m.quitting && !m.busy() {
		m.then(tea.Quit)
	}
}

// renew takes a state over that no action of these screens brought.
func (m *Model) renew(s counter.State) {
	if s.Revision <= m.state.Revision {
		return
	}
	m.touch()
	was := m.state.Link.Trouble
	m.adopt(s)
	told := m.toast.note.Code == "journal.broken" // it says more than what central makes of the same journal
	if code := s.Link.Trouble; code != was && needsPerson(code) && !told {
		m.say(fault.New(fault.Unavailable, code, nil))
	}
	for _, l := range m.layers() {
		m.deliver(l.id, screen.Changed{})
	}
	m.settle()
}

// needsPerson says whether what is wrong with the link won't mend itself: the status line's word isn't enough then.
func needsPerson(trouble string) bool {
	switch trouble {
	case "", "link.down", "link.slow", "link.cut", "central.failed", "share.offline", "share.late":
		return false
	}
	return true
}

// busy says that an action is under way or waits.
func (m *Model) busy() bool { return m.running || len(m.jobs) > 0 }

// adopt takes a newer state. Where a training begins or ends nothing of the screens before is left, nor of the keys typed ahead and of
// what was tapped meanwhile: they were meant for the other till.
func (m *Model) adopt(s counter.State) {
	if (s.Training == nil) != (m.state.Training == nil) {
		m.stack, m.dialog, m.parked, m.jobs, m.ahead, m.kept = nil, nil, nil, nil, nil, kept{}
		m.touched = m.now
	}
	if m.state.Locked && !s.Locked && !same(m.state.Staff, s.Staff) { // what lies there is another's
		m.stack, m.dialog, m.parked, m.kept = nil, nil, nil, kept{}
	}
	m.state = &s
}

// idle locks a till and ends a training at which nobody presses a key. Where the end fails it is tried again as late.
func (m *Model) idle() {
	limit := m.cfg.TrainingIdle
	if limit == 0 {
		limit = TrainingIdleDefault
	}
	switch untouched := m.now.Sub(m.touched); {
	case m.busy():
	case m.state.Training != nil && untouched >= limit:
		m.touched = m.now
		m.enqueue(nobody, counter.EndTraining{Why: shift.TrainingIdle})
	case m.locks(untouched):
		m.cover.asked = m.now
		m.enqueue(nobody, counter.Lock{})
	}
}

// typed takes a key or a paste, at once or behind what is under way.
func (m *Model) typed(msg tea.Msg, pressed time.Time) {
	m.touched = m.now
	if k, ok := msg.(tea.KeyPressMsg); ok && isQuit(k) {
		m.quit()
		return
	}
	if m.quitting {
		return
	}
	if m.hears() && !m.busy() {
		m.input(held{msg, m.read(), pressed})
		return
	}
	m.behind(msg, pressed)
}

// read is when the newest key came.
func (m *Model) read() time.Time {
	if m.cfg.Read == nil {
		return m.now
	}
	return m.cfg.Read()
}

// behind keeps a key or a paste until what is under way is done. When too many came, all are lost up to a pause, and that is
// said aloud: the half code that was kept last goes too.
func (m *Model) behind(msg tea.Msg, pressed time.Time) {
	switch {
	case len(m.ahead) < aheadMax && !m.deaf.on:
		m.ahead = append(m.ahead, held{msg, m.read(), pressed}) // a Model before this one never looks behind its own end
		return
	case !m.deaf.on:
		for len(m.ahead) > 0 && !endsLine(m.ahead[len(m.ahead)-1].msg) {
			m.ahead = m.ahead[:len(m.ahead)-1]
		}
		m.deaf.on = true
		m.tell(counter.Notice{Code: "keys.lost", Error: true})
		m.errorTone()
	}
	m.deaf.last = m.now
}

// hears says whether keys count; while they are lost it waits for a pause behind which nothing is under way.
func (m *Model) hears() bool {
	if m.deaf.on && !m.busy() && m.now.Sub(m.deaf.last) > deafFor {
		m.deaf = deaf{}
	}
	return !m.deaf.on
}

// endsLine says whether a code or an entry ends with it.
func endsLine(msg tea.Msg) bool {
	k, key := msg.(tea.KeyPressMsg)
	name := ""
	if key {
		name = keymap.Name(k)
	}
	return !key || name == "enter" || name == "tab"
}

// replay takes what was typed ahead, until that asks for an action again.
func (m *Model) replay() {
	for len(m.ahead) > 0 && !m.busy() {
		next := m.ahead[0]
		m.ahead = m.ahead[1:]
		m.input(next)
	}
}

// quit leaves the program. Everything that a screen said is on disk; what was asked for before is done first. Of what a screen has that
// isn't saved it asks once.
func (m *Model) quit() {
	if m.asksToLeave() {
		return
	}
	if !m.busy() || m.quitting {
		m.then(tea.Quit)
		return
	}
	m.quitting = true
	m.tell(counter.Notice{Code: "busy"})
}

// asksToLeave says whether a screen asks whether to leave what was typed there; it is the top one then. Over the lock and a dialog nothing
// is asked.
func (m *Model) asksToLeave() bool {
	if m.dialog != nil || m.cover.layer != nil || m.quitting {
		return false
	}
	for i, l := range slices.Backward(m.stack) {
		leaver, is := l.screen.(screen.Leaver)
		if !is {
			continue
		}
		if next, asks := leaver.Leave(); asks {
			m.stack = m.stack[: i+1 : i+1]
			m.replace(l.id, next)
			m.touch()
			return true
		}
	}
	return false
}

// sound tells what needs the cashier's eye: a refused code sounds twice, an approval once.
func (m *Model) sound(before *counter.State, err error) {
	switch {
	case fault.Code(err) == "scan.refused", before.Alarm == nil && m.state.Alarm != nil:
		m.errorTone()
	case before.Approval == nil && m.state.Approval != nil:
		m.then(tea.Raw("\a"))
	}
}

// toneGap keeps the two bells of the error tone apart, so that they are heard as two.
const toneGap = 180 * time.Millisecond

func (m *Model) errorTone() {
	pause := tea.Tick(toneGap, func(time.Time) tea.Msg { return nil })
	m.then(tea.Sequence(tea.Raw("\a"), pause, tea.Raw("\a")))
}
