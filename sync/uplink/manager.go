package uplink

import (
	"context"
	"strconv"
	"sync"
	"time"

	"tim/domain/fault"
	"tim/sync/wire"
)

// manager is who signed in for what central is asked in a manager's name. The PIN is kept until central has seen it.
type manager struct {
	turn chan struct{} // of size 1: one sign-in at a time

	mu      sync.Mutex
	by, pin string
	session string
	since   time.Time // of the session, by the till's clock
}

// Opened implements counter.Central.
func (u *Uplink) Opened(by, pin string) {
	m := &u.manager
	m.mu.Lock()
	defer m.mu.Unlock()
	m.by, m.pin, m.session = by, pin, ""
}

// sessionOf is the session of a manager whose PIN opened something here, opened or renewed at central where that is needed. Faults:
// manage.again, of whom no PIN is known; manage.pin, pin.locked (until), staff.manager; those of a link that is down.
func (u *Uplink) sessionOf(ctx context.Context, by string) (string, error) {
	m := &u.manager
	select {
	case m.turn <- struct{}{}:
		defer func() { <-m.turn }()
	case <-ctx.Done():
		return "", fault.Wrap(fault.Unavailable, "link.slow", ctx.Err(), nil)
	}
	m.mu.Lock()
	ask := wire.SignIn{By: m.by, PIN: m.pin, Session: m.session}
	age := u.cfg.Now().Sub(m.since)
	m.mu.Unlock()
	switch {
	case ask.By != by || ask.PIN == "" && ask.Session == "":
		return "", fault.New(fault.Forbidden, "manage.again", nil)
	case ask.PIN == "" && age >= 0 && age < wire.SessionRenewed:
		return ask.Session, nil
	}
	answer, err := u.signIn(ctx, ask)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.by != ask.By || m.pin != ask.PIN { // somebody signed in meanwhile
		return "", fault.New(fault.Forbidden, "manage.again", nil)
	}
	switch f, coded := fault.Of(err); {
	case err == nil:
		m.pin, m.session, m.since = "", answer.Session, u.cfg.Now()
	case coded && f.Kind == fault.Forbidden:
		m.by, m.pin, m.session = "", "", ""
	}
	return m.session, err
}

// signIn shows central who sits here.
func (u *Uplink) signIn(ctx context.Context, ask wire.SignIn) (wire.SignedIn, error) {
	token, speaker := u.speaks()
	ask.Speaker = speaker
	answer, err := u.client.SignIn(ctx, token, &ask)
	if f, coded := fault.Of(err); coded && f.Code == "pin.locked" { // central's clock is another
		text, _ := f.Args["seconds"].(string)
		seconds, _ := strconv.ParseInt(text, 10, 64)
		return answer, fault.New(f.Kind, f.Code, fault.Args{"until": u.cfg.Now().Add(time.Duration(seconds) * time.Second)})
	}
	return answer, err
}

// speaks is who asks central beside the lanes.
func (u *Uplink) speaks() (token string, s wire.Speaker) {
	u.mu.Lock()
	token = u.token
	u.mu.Unlock()
	return token, wire.Speaker{Till: u.till.Till, Epoch: u.till.Epoch, Clock: u.clock()}
}
