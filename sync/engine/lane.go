package engine

import "time"

// fail makes a lane wait: 1 to 2 s behind the first failure, twice as long behind each further one, 2.5 to 5 minutes at most.
func (e *Engine) fail(l *lane, code string) {
	l.fails++
	l.code = code
	l.next = e.now.Add(e.delay(l.fails))
	e.refuseWishes("share.offline")
}

// delay is how long to wait behind so many failures.
func (e *Engine) delay(fails int) time.Duration {
	most := retryDelayMax
	if fails < 10 {
		most = min(most, retryDelayMin<<fails)
	}
	return most/2 + time.Duration(e.cfg.Chance(int64(most/2)))
}

// heal notes an answer. The other lane needn't wait either when this one has just found that there is a link again.
func (e *Engine) heal(l, other *lane) {
	if l.fails > 0 && other.id == 0 {
		other.next = time.Time{}
	}
	l.fails, l.code, l.next = 0, "", time.Time{}
	e.heardAt, e.everAnswered, e.suspect = e.now, true, false
	e.unmarked = e.heard.Incarnation > 0
}

func (l *lane) reset() { l.fails, l.code, l.next = 0, "", time.Time{} }

// send numbers a message and gives it its time.
func (e *Engine) send(l *lane, within time.Duration) uint64 {
	e.ids++
	l.id, l.deadline = e.ids, e.now.Add(within)
	return e.ids
}

func (e *Engine) drop(l *lane) {
	if l.id != 0 {
		e.do(Drop{l.id})
		l.id = 0
	}
}

func (l *lane) free(now time.Time) bool { return l.id == 0 && !now.Before(l.next) }

// expire ends what took too long.
func (e *Engine) expire() {
	if e.up.id != 0 && !e.now.Before(e.up.deadline) {
		e.do(Drop{e.up.id})
		e.pushFailed("link.slow", true)
	}
	if e.down.id != 0 && !e.now.Before(e.down.deadline) {
		e.do(Drop{e.down.id})
		e.pullFailed("link.slow", true)
	}
	e.expireWishes()
}

// Wake is when to Tick next; zero when nothing waits for time.
func (e *Engine) Wake() time.Time {
	var wake time.Time
	at := func(t time.Time) {
		if !t.IsZero() && (wake.IsZero() || t.Before(wake)) {
			wake = t
		}
	}
	for _, l := range []*lane{&e.up, &e.down} {
		if l.id != 0 {
			at(l.deadline)
		} else if !e.cut && l.next.After(e.now) {
			at(l.next)
		}
	}
	for _, w := range e.wishes {
		at(w.until)
		if w.again.After(e.now) {
			at(w.again)
		}
	}
	if e.mayClose() && e.closeAt.After(e.now) {
		at(e.closeAt)
	}
	if e.unmarked {
		at(later(e.markedAt.Add(markEvery), e.now))
	}
	if e.mayLook() {
		at(later(e.lookTime(), e.now))
	}
	return wake
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// tell gives the status when it changed.
func (e *Engine) tell() {
	s := Status{Online: e.Online(), Waiting: e.present.head - min(e.present.head, e.present.cursor), Offset: e.offset, Mark: e.heard}
	for _, code := range []string{e.pageCode, e.down.code, e.up.code, e.stopped} {
		if code != "" {
			s.Code = code
		}
	}
	switch {
	case e.cut:
		s.Code = "link.cut"
	case e.retired != "":
		s.Code = e.retired
	case s.Code == "" && e.suspect:
		s.Code = "link.slow"
	}
	if !s.Online {
		s.Since = e.heardAt
	}
	if s != e.status {
		e.status = s
		e.do(s)
	}
}
