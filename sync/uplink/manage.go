package uplink

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"tim/domain/fault"
	"tim/sync/wire"
)

// Managers carries requests to central's public door through the till's own link, in the name of a manager who works here. by says in
// whose, before anything is sent, and refuses what nobody may ask for now; told says that the journal is to have it: the request changes
// something, or takes data out. Faults of RoundTrip: by's; manage.again, manage.pin, pin.locked (until) of a manager whom central
// doesn't take for one; manage.offline, nothing was asked; manage.unsure, nobody knows whether it was done; manage.closed (central is older,
// or answers no managers), manage.too_long (max), rate.limit; central's own.
func (u *Uplink) Managers(by func(ctx context.Context, method, path string, told bool) (string, error)) http.RoundTripper {
	return managers{u, by}
}

type managers struct {
	*Uplink
	by func(ctx context.Context, method, path string, told bool) (string, error)
}

// RoundTrip implements http.RoundTripper.
func (m managers) RoundTrip(r *http.Request) (*http.Response, error) {
	ask, err := asked(r)
	if err != nil {
		return nil, err
	}
	if !m.Online() {
		return nil, fault.New(fault.Unavailable, "manage.offline", nil)
	}
	writes := Writes(r.Method, r.URL.Path)
	if ask.By, err = m.by(r.Context(), r.Method, r.URL.Path, writes || exports(r.URL.Path)); err != nil {
		return nil, err
	}
	if ask.Session, err = m.sessionOf(r.Context(), ask.By); err != nil {
		return nil, manageFault(err, false) // nothing was asked yet
	}
	var token string
	token, ask.Speaker = m.speaks()
	answer, err := m.client.Manage(r.Context(), token, ask)
	if err != nil {
		return nil, manageFault(err, writes)
	}
	return &http.Response{StatusCode: int(answer.Status), Status: http.StatusText(int(answer.Status)), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: wire.HeaderOf(answer.Headers), Body: io.NopCloser(bytes.NewReader(answer.Body)), ContentLength: int64(len(answer.Body)), Request: r}, nil
}

// Writes says whether a request of the public door changes something at central, as far as its method and path tell.
func Writes(method, path string) bool {
	return method != http.MethodGet && !strings.HasSuffix(path, "/preview")
}

// exports says whether a request takes data out of central, of a person or of all.
func exports(path string) bool { return strings.HasSuffix(path, "/export") }

// asked is a request as it travels. Fault: manage.too_long.
func asked(r *http.Request) (*wire.Managing, error) {
	ask := &wire.Managing{Method: r.Method, Path: r.URL.RequestURI(), Headers: wire.Carried(r.Header)}
	if r.Body == nil {
		return ask, nil
	}
	defer r.Body.Close()
	var err error
	if ask.Body, err = io.ReadAll(io.LimitReader(r.Body, wire.ManageMax+1)); err != nil {
		return nil, err
	}
	if len(ask.Body) > wire.ManageMax {
		return nil, fault.New(fault.Invalid, "manage.too_long", fault.Args{"max": int64(wire.ManageMax)})
	}
	return ask, nil
}

// manageFault is why central didn't answer a manager.
func manageFault(err error, writes bool) error {
	switch f, coded := fault.Of(err); {
	case coded && f.Code == "link.other": // a central of before managers asked at tills
		return fault.Wrap(fault.Unavailable, "manage.closed", err, nil)
	case coded && (f.Kind != fault.Unavailable || f.Code == "rate.limit" || strings.HasPrefix(f.Code, "manage.")):
		return err
	case writes:
		return fault.Wrap(fault.Unavailable, "manage.unsure", err, nil)
	}
	return fault.Wrap(fault.Unavailable, "manage.offline", err, nil)
}
