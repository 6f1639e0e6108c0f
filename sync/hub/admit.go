package hub

import (
	"context"
	"net/http"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/sync/wire"
)

// enrolMax is the greatest length of an enrolment, as sent.
const enrolMax = 4 << 10

// admit says which till asks, before anything of its body is read. Faults: token.missing, token.unknown, token.till (of
// another till than the path's), rate.limit.
func (s *Server) admit(r *http.Request) (caller, error) {
	scheme, token, given := strings.Cut(r.Header.Get("Authorization"), " ")
	if !given || !strings.EqualFold(scheme, "Bearer") {
		return caller{}, fault.New(fault.Forbidden, "token.missing", nil)
	}
	said, genuine := s.tokens.read(strings.TrimSpace(token))
	switch {
	case !genuine:
		return caller{}, fault.New(fault.Forbidden, "token.unknown", nil)
	case said.Writer != r.PathValue("till"):
		return caller{}, fault.New(fault.Forbidden, "token.till", nil)
	}
	c := caller{said, s.peers.of(said.Holder)}
	return c, c.peer.enter(said.issued, s.now(), strings.HasSuffix(r.URL.Path, "/"+string(wire.ManageDoor)))
}

// signed checks the signature over a request. Faults: till.unknown, request.unsigned, request.forged, request.old.
func (s *Server) signed(r *http.Request, c caller, body []byte) error {
	till, err := s.hub.Central.Till(r.Context(), c.Holder)
	if err != nil {
		return err
	}
	signed := wire.Request{Method: r.Method, Path: r.URL.Path, Body: body}
	if err := signed.Verify(till.PublicKey, r.Header.Get(wire.TimeHeader), r.Header.Get(wire.SignatureHeader)); err != nil {
		return err
	}
	return c.peer.sign(signed.At, s.now())
}

// enrol lets a stranger with a code in, or begins a till's new epoch.
func (s *Server) enrol(w http.ResponseWriter, r *http.Request) {
	body, err := s.enrolled(w, r)
	s.reply(w, r, body, err)
}

func (s *Server) enrolled(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if !s.enrolments.take(wire.Network(r.RemoteAddr), s.now()) {
		return nil, fault.New(fault.Unavailable, "rate.limit", fault.Args{"seconds": int64(time.Minute / time.Second / enrolPerMinute)})
	}
	body, err := read(w, r, enrolMax)
	if err != nil {
		return nil, err
	}
	var ask wire.Enrol
	if err := wire.Unpack(body, &ask); err != nil {
		return nil, err
	}
	answer, err := s.hub.Enrol(context.WithoutCancel(r.Context()), &ask)
	if err != nil {
		return nil, err
	}
	answer.Token = s.tokens.issue(holderOf(wire.Speaker{Till: answer.Till, Epoch: answer.Epoch}), s.now())
	s.metrics.enrolled.Inc()
	return wire.Pack(answer), nil
}

// push answers on the lane up, with a new token when the till's is old.
func (s *Server) push(ctx context.Context, c caller, m journal.Coder) (journal.Coder, error) {
	push := m.(*wire.Push)
	answer, err := s.hub.Push(ctx, push)
	if err != nil {
		return nil, err
	}
	if now := s.now(); !answer.Retired && now.Sub(c.issued) > tokenFresh {
		answer.Token = s.tokens.issue(c.Holder, now)
	}
	s.metrics.pushed(push, answer)
	return answer, nil
}

// answer is the hub's own.
func (s *Server) answer(ctx context.Context, _ caller, m journal.Coder) (journal.Coder, error) {
	return s.hub.Handle(ctx, m)
}
