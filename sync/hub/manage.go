package hub

import (
	"bytes"
	"context"
	"net/http"
	"net/url"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
	"tim/sync/wire"
)

// signIn opens a manager's session at a till by their PIN, or goes on with one. Faults: manage.pin, pin.locked (until; seconds);
// manage.again; till.unknown, till.retired, epoch.retired, staff.manager.
func (s *Server) signIn(ctx context.Context, c caller, m journal.Coder) (journal.Coder, error) {
	ask := m.(*wire.SignIn)
	if _, err := s.hub.present(ctx, ask.Speaker); err != nil {
		return nil, err
	}
	who, _, err := s.hub.Central.ManagerAt(ctx, c.Holder, ask.By) // before the PIN: of one that changes meanwhile the session is none
	switch {
	case err != nil:
		return nil, err
	case ask.PIN == "" && !s.tokens.opened(ask.Session, c.Holder, who, s.now()):
		return nil, again()
	case ask.PIN != "":
		if err := s.hub.Central.SignInAt(ctx, c.Holder, ask.By, ask.PIN); err != nil {
			return nil, err
		}
	}
	return &wire.SignedIn{Session: s.tokens.open(session{c.Holder, who, s.now()})}, nil
}

// managing is the name that a manager at a till acts under, by the session that their PIN opened there. Faults: staff.manager,
// manage.again, till.unknown.
func (s *Server) managing(ctx context.Context, c caller, id, text string) (by string, err error) {
	who, by, err := s.hub.Central.ManagerAt(ctx, c.Holder, id)
	if err == nil && !s.tokens.opened(text, c.Holder, who, s.now()) {
		err = again()
	}
	return by, err
}

func again() error { return fault.New(fault.Forbidden, "manage.again", nil) }

// staff changes the staff of a till's shop, or lists it. Faults: till.unknown, till.retired, epoch.retired; staff.manager, manage.again;
// those of office.ChangeStaff.
func (s *Server) staff(ctx context.Context, c caller, m journal.Coder) (journal.Coder, error) {
	ask := m.(*wire.Staffing)
	if _, err := s.hub.present(ctx, ask.Speaker); err != nil {
		return nil, err
	}
	if ask.Change.What != 0 { // the list every till has
		if _, err := s.managing(ctx, c, ask.Change.By, ask.Session); err != nil {
			return nil, err
		}
	}
	list, err := s.hub.Central.ChangeStaff(ctx, c.Holder, ask.Change)
	return &wire.Staffed{Staff: list}, err
}

// manage answers a manager at a till as central's public door does. Faults: manage.closed, manage.path, manage.too_long (max) of an
// answer; till.unknown, till.retired, epoch.retired, staff.manager, manage.again. What the door refuses is its own answer.
func (s *Server) manage(ctx context.Context, c caller, m journal.Coder) (journal.Coder, error) {
	ask := m.(*wire.Managing)
	if s.managers == nil {
		return nil, fault.New(fault.Unavailable, "manage.closed", nil)
	}
	if _, err := s.hub.present(ctx, ask.Speaker); err != nil {
		return nil, err
	}
	by, err := s.managing(ctx, c, ask.By, ask.Session)
	if err != nil {
		return nil, err
	}
	r, err := request(office.Acting(ctx, by), ask)
	if err != nil {
		return nil, err
	}
	r.RemoteAddr = "till " + c.Writer
	answer := &localAnswer{header: http.Header{}, most: wire.ManageMax}
	if cut := served(s.managers, answer, r); cut || answer.over {
		return nil, fault.New(fault.Unavailable, "manage.too_long", fault.Args{"max": int64(wire.ManageMax)})
	}
	answer.WriteHeader(http.StatusOK)
	return &wire.Managed{Status: uint32(answer.status), Headers: wire.Carried(answer.header), Body: answer.body.Bytes()}, nil
}

// request is what a manager asks of the public door. Fault: manage.path.
func request(ctx context.Context, ask *wire.Managing) (*http.Request, error) {
	at, err := url.ParseRequestURI(ask.Path)
	if err != nil || at.Host != "" {
		return nil, fault.Wrap(fault.Invalid, "manage.path", err, nil)
	}
	r, err := http.NewRequestWithContext(ctx, ask.Method, at.String(), bytes.NewReader(ask.Body))
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "manage.path", err, nil)
	}
	r.Header = wire.HeaderOf(ask.Headers) // nothing that the door would take for a token
	return r, nil
}

// served answers a request; cut says that the answer ended before it was whole.
func served(door http.Handler, w http.ResponseWriter, r *http.Request) (cut bool) {
	defer func() {
		if p := recover(); p != nil {
			if p != http.ErrAbortHandler {
				panic(p)
			}
			cut = true
		}
	}()
	door.ServeHTTP(w, r)
	return false
}
