package printer

import (
	"context"
	"errors"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/print"
	"tim/tui/print/escpos"
)

// run prints what waits and opens the drawer, until ctx ends. At first it looks how the printer stands, so that the first sale needn't.
func (p *Press) run(ctx context.Context) {
	p.tell(nil)
	p.look(ctx)
	close(p.looked)
	pause := time.Duration(0)
	for ctx.Err() == nil {
		if p.kick(ctx) {
			continue
		}
		e := p.next()
		if e == nil {
			pause = 0
			p.idle(ctx, p.lookIn(), true)
			continue
		}
		if err := p.attempt(ctx, e); err == nil || errors.Is(err, errUndrawn) {
			pause = 0
			continue
		}
		pause = min(max(2*pause, retryMin), retryMax)
		p.idle(ctx, pause, false)
	}
}

// idle waits until there is something to do, at most so long; then it looks how the printer stands, where that is asked.
func (p *Press) idle(ctx context.Context, most time.Duration, look bool) {
	late := time.NewTimer(most)
	defer late.Stop()
	select {
	case <-ctx.Done():
	case <-p.wake:
	case at := <-p.kicks:
		p.pulse(ctx, at)
	case <-late.C:
		if look {
			p.look(ctx)
		}
	}
}

// lookIn is when an idle printer is to be looked at.
func (p *Press) lookIn() time.Duration {
	if p.Status().Trouble != "" {
		return lookAgain
	}
	return lookEvery
}

// kick opens the drawer where somebody waits for that.
func (p *Press) kick(ctx context.Context) bool {
	select {
	case at := <-p.kicks:
		p.pulse(ctx, at)
		return true
	default:
		return false
	}
}

// next is the oldest job that can be drawn, nil when there is none or no printer.
func (p *Press) next() *entry {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.line == nil {
		return nil
	}
	for _, e := range p.queue {
		if e.trouble == "" {
			return e
		}
	}
	return nil
}

// here is the line and what to do on it.
func (p *Press) here() (line, escpos.Format, Settings) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.line, p.format, p.set
}

// answers waits for how the printer stands. Where it isn't known whether it answers, that is known behind.
func (p *Press) answers(ctx context.Context, t *talk) (escpos.State, error) {
	p.mu.Lock()
	talks := p.talks
	p.mu.Unlock()
	if talks == talksNo || t.deaf {
		return escpos.State{}, nil
	}
	within := askMax
	if talks == talksUnknown {
		within = askUnknown
	}
	state, err := t.state(ctx, within)
	switch {
	case err == nil && talks == talksUnknown:
		p.learn(talksYes)
	case errors.Is(err, errSilent) && talks == talksUnknown:
		p.learn(talksNo)
		err = nil
	}
	if err == nil && talks != talksNo {
		p.stands(state)
	}
	return state, err
}

func (p *Press) learn(t talking) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.talks = t
}

// stands takes over what a printer says of itself.
func (p *Press) stands(s escpos.State) {
	_, _, set := p.here()
	drawer := counter.DrawerUnknown
	if set.pin() != 0 && set.DrawerOpen != "" {
		if drawer = counter.DrawerShut; s.PinHigh == (set.DrawerOpen == "high") {
			drawer = counter.DrawerOpen
		}
	}
	p.tell(func(n *counter.Printing) {
		n.Trouble, n.Low, n.Drawer = troubleOf(s), s.PaperLow && !s.PaperOut, drawer
	})
}

// troubleOf is the fault code of why a printer doesn't print, "" when it does.
func troubleOf(s escpos.State) string {
	switch {
	case s.CoverOpen:
		return "printer.cover_open"
	case s.PaperOut:
		return "printer.paper_out"
	case s.Failed:
		return "printer.failed"
	case s.Offline:
		return "printer.offline"
	}
	return ""
}

// wrong says why a printer couldn't be talked to.
func (p *Press) wrong(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	code := "printer.off"
	switch {
	case fault.Code(err) != "": // the spool's
		code = fault.Code(err)
	case errors.Is(err, errSilent):
		code = "printer.silent"
	case errors.Is(err, errHungUp):
		code = "printer.hung_up"
	}
	p.tell(func(n *counter.Printing) { n.Trouble, n.Drawer = code, counter.DrawerUnknown })
}

// look asks how the printer stands, on a connection of its own.
func (p *Press) look(ctx context.Context) {
	to, _, _ := p.here()
	if _, is := to.(queue); to == nil || is {
		return
	}
	c, err := to.open(ctx)
	if err == nil {
		_, err = p.answers(ctx, converse(c))
		err = errors.Join(err, c.Close())
	}
	if err != nil {
		p.wrong(ctx, err)
		return
	}
	p.well()
}

// pulse opens the drawer, on a connection of its own, once: not again behind the first byte, and not long after it was to open.
func (p *Press) pulse(ctx context.Context, at time.Time) {
	to, _, set := p.here()
	for to != nil && set.pin() != 0 {
		if late := p.cfg.Now().Sub(at); late > drawerWithin || late < 0 {
			break
		}
		some, err := p.pulseOnce(ctx, to, set)
		if err == nil {
			return
		}
		if some && errors.Is(err, errHungUp) {
			p.notice(ctx, "drawer.unsure")
			return
		}
		if some || ctx.Err() != nil {
			break
		}
		select {
		case <-ctx.Done():
		case <-time.After(kickAgain):
		}
	}
	p.notice(ctx, "drawer.unopened")
}

func (p *Press) notice(ctx context.Context, code string) {
	if p.cfg.Notice != nil && ctx.Err() == nil {
		p.cfg.Notice(counter.Notice{Code: code, Args: fault.Args{}, Error: true})
	}
}

// pulseOnce tells the drawer; some says that it may have heard. A printer that hung up without an answer is told all the same, for it may
// still read.
func (p *Press) pulseOnce(ctx context.Context, to line, set Settings) (some bool, err error) {
	c, err := to.open(ctx)
	if err != nil {
		p.wrong(ctx, err)
		return false, err
	}
	t := converse(c)
	state, err := p.answers(ctx, t)
	if err != nil {
		p.wrong(ctx, err)
		if !errors.Is(err, errHungUp) {
			return false, errors.Join(err, c.Close())
		}
	}
	some, failed := t.say(pulseFor(state, set))
	return some, errors.Join(err, failed, c.Close())
}

// pulseFor is a pulse that a printer obeys as it stands.
func pulseFor(s escpos.State, set Settings) []byte {
	if s.Ready() {
		return escpos.Pulse(set.pin())
	}
	return escpos.PulseAtOnce(set.pin())
}

// errUndrawn is of a job that can't be drawn: it waits for somebody to drop it.
var errUndrawn = errors.New("the paper can't be drawn")

// attempt prints a job once.
func (p *Press) attempt(ctx context.Context, e *entry) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p.attempts(e, cancel)
	defer p.attempts(nil, nil)
	to, format, _ := p.here()
	if err := p.draw(ctx, e); err != nil {
		return err
	}
	parts := p.encoder.Parts(p.marked(e, format.Columns), format)
	err := p.out(ctx, to, e, parts)
	switch {
	case errors.Is(err, errDropped):
		return nil
	case errors.Is(err, errUnready):
		return err
	case err != nil:
		p.wrong(ctx, err)
		return err
	}
	return p.done(ctx, e)
}

// attempts says which job is being printed, and how to break that off.
func (p *Press) attempts(e *entry, cancel context.CancelFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.printing, p.cancel = e, cancel
}

// marked is what a job says, with a mark where some of it may have come out before.
func (p *Press) marked(e *entry, columns int) []print.Row {
	rows := p.rows(*e.paper, columns)
	if e.Begun {
		rows = append(print.Again(columns, p.cfg.Lang), rows...)
	}
	return rows
}

// draw reads a job of before this program again.
func (p *Press) draw(ctx context.Context, e *entry) error {
	if e.paper != nil {
		return nil
	}
	paper, err := p.cfg.Redraw(ctx, e.Job)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		p.mu.Lock()
		if e.trouble = fault.Code(err); e.trouble == "" {
			e.trouble = "job.undrawn"
		}
		p.mu.Unlock()
		p.tell(nil)
		return errors.Join(errUndrawn, err)
	}
	e.paper = &paper
	return nil
}

// errUnready is of a printer that says why it doesn't print.
var errUnready = errors.New("the printer isn't ready")

// out brings a paper out on a connection of its own.
func (p *Press) out(ctx context.Context, to line, e *entry, parts [][]byte) error {
	c, err := to.open(ctx)
	if err != nil {
		return err
	}
	closed := false
	shut := func() error {
		if closed {
			return nil
		}
		closed = true
		return c.Close()
	}
	defer shut()
	defer context.AfterFunc(ctx, func() { _ = c.SetWriteDeadline(time.Now()) })()
	t := converse(c)
	state, err := p.answers(ctx, t)
	switch {
	case err != nil:
		return err
	case !state.Ready():
		return errUnready
	}
	if err := p.begun(ctx, e); err != nil {
		return err
	}
	for _, part := range parts {
		p.inBetween(t)
		if _, err := t.say(part); err != nil {
			return err
		}
	}
	if err := p.ended(ctx, t); err != nil {
		return err
	}
	p.well()
	return shut()
}

// well says that nothing is wrong, of a printer that can't say so itself.
func (p *Press) well() {
	p.mu.Lock()
	wrong := p.now.Trouble != "" && p.talks != talksYes
	p.mu.Unlock()
	if wrong {
		p.tell(func(n *counter.Printing) { n.Trouble = "" })
	}
}

// inBetween opens the drawer on the connection that a paper has, between two of its parts.
func (p *Press) inBetween(t *talk) {
	select {
	case <-p.kicks:
		_, _, set := p.here()
		_, _ = t.say(escpos.Pulse(set.pin()))
	default:
	}
}

// ended waits until a printer that answers says that all came out. Where it has no paper meanwhile it holds the rest; the drawer is
// opened here then.
func (p *Press) ended(ctx context.Context, t *talk) error {
	p.mu.Lock()
	talks := p.talks
	p.mu.Unlock()
	if talks != talksYes || t.deaf {
		return nil
	}
	if _, err := t.say(escpos.Ended); err != nil {
		return err
	}
	ask := time.NewTicker(askEvery)
	defer ask.Stop()
	w := wait{ready: true, since: p.cfg.Now(), heard: p.cfg.Now()}
	defer func() { // what the drawer wasn't told here it is told next
		for _, at := range w.kicks {
			select {
			case p.kicks <- at:
			default:
			}
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case at := <-p.kicks: // how it stands now decides which pulse it obeys
			w.kicks = append(w.kicks, at)
			if _, err := t.say(escpos.Questions); err != nil {
				return err
			}
		case b, more := <-t.heard:
			switch {
			case !more:
				return errHungUp
			case escpos.Answering(b):
				p.hears(t, &w, b)
			case escpos.Printed(b):
				p.stands(escpos.State{PaperLow: w.state.PaperLow, PinHigh: w.state.PinHigh})
				return nil
			}
		case <-ask.C:
			now := p.cfg.Now()
			switch {
			case now.Sub(w.heard) > printedMax:
				return errSilent
			case w.ready && now.Sub(w.since) > printedMax: // it knows no Ended
				return nil
			}
			if _, err := t.say(escpos.Questions); err != nil {
				return err
			}
		}
	}
}

// wait is what is known while a paper is on its way out.
type wait struct {
	answers [escpos.Answers]byte
	n       int
	state   escpos.State
	ready   bool
	since   time.Time // it is ready
	heard   time.Time // anything
	kicks   []time.Time
}

// hears takes an answer in.
func (p *Press) hears(t *talk, w *wait, b byte) {
	w.answers[w.n%escpos.Answers], w.heard = b, p.cfg.Now()
	if w.n++; w.n%escpos.Answers != 0 {
		return
	}
	w.state = escpos.StateOf(w.answers)
	if ready := w.state.Ready(); ready != w.ready {
		w.ready, w.since = ready, w.heard
	}
	p.stands(w.state)
	for _, at := range w.kicks {
		p.pulseHere(t, w.state, at)
	}
	w.kicks = nil
}

// pulseHere opens the drawer on the connection that a paper has.
func (p *Press) pulseHere(t *talk, s escpos.State, at time.Time) {
	_, _, set := p.here()
	if p.cfg.Now().Sub(at) > drawerWithin {
		return
	}
	_, _ = t.say(pulseFor(s, set))
}
