package hub

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/sync/wire"
)

// Limits of a request.
const (
	smallMax    = 16 << 10         // bytes of a body that carries no journal, as sent
	bodyTimeout = 10 * time.Second // to send a body, and to take an answer
	openMax     = 64               // bodies being worked on at once; the others wait their turn
)

// ServerConfig is what the server needs beside the hub's own needs.
type ServerConfig struct {
	Config
	Log *slog.Logger
	// TokenKeys make tills' tokens and managers' sessions: the first makes, each opens.
	TokenKeys [][]byte
	// Manage answers managers at tills as central's public door does; the request's context says in whose name (office.Acting). nil:
	// they are answered manage.closed.
	Manage http.Handler
}

// Server is the hub over HTTP, at the paths that wire names.
type Server struct {
	hub        *Hub
	now        func() time.Time
	log        *slog.Logger
	mux        *http.ServeMux
	tokens     tokens
	enrolments *enrolments
	peers      peers
	bell       bell
	turns      chan struct{}
	stopped    chan struct{}
	stop       sync.Once
	metrics    *metrics
	managers   http.Handler
}

// NewServer makes one; Close ends what waits.
func NewServer(c ServerConfig) *Server {
	s := &Server{hub: &Hub{c.Config}, now: c.Now, log: c.Log, mux: http.NewServeMux(), tokens: tokens{c.TokenKeys}, enrolments: newEnrolments(),
		turns: make(chan struct{}, openMax), stopped: make(chan struct{}), metrics: newMetrics(), managers: c.Manage}
	s.mux.HandleFunc(wire.EnrolPattern, s.enrol)
	for _, d := range []door{
		{wire.SyncDoor, wire.BodyMax, func() journal.Coder { return &wire.Push{} }, s.push},
		{wire.FeedDoor, smallMax, func() journal.Coder { return &wire.Pull{} }, s.pull},
		{wire.CopyDoor, smallMax, func() journal.Coder { return &wire.Copy{} }, s.answer},
		{wire.JournalDoor, smallMax, func() journal.Coder { return &wire.Fetch{} }, s.answer},
		{wire.JoinDoor, wire.BodyMax, func() journal.Coder { return &wire.Bring{} }, s.answer},
		{wire.StaffDoor, smallMax, func() journal.Coder { return &wire.Staffing{} }, s.staff},
		{wire.ManageDoor, wire.BodyMax, func() journal.Coder { return &wire.Managing{} }, s.manage},
		{wire.SignInDoor, smallMax, func() journal.Coder { return &wire.SignIn{} }, s.signIn},
	} {
		s.mux.Handle(d.Pattern(), s.serve(d))
	}
	return s
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Close answers every waiting pull; others are answered as ever.
func (s *Server) Close() { s.stop.Do(func() { close(s.stopped) }) }

// door is how one kind of message is served.
type door struct {
	wire.Door
	most   int64 // bytes of a body, as sent
	fresh  func() journal.Coder
	answer func(ctx context.Context, c caller, m journal.Coder) (journal.Coder, error)
}

// caller is a till that proved to be it.
type caller struct {
	claim
	peer *peer
}

func (s *Server) serve(d door) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := s.speak(w, r, d)
		s.reply(w, r, body, err)
	})
}

// speak lets a till in, reads what it says, and answers.
func (s *Server) speak(w http.ResponseWriter, r *http.Request, d door) ([]byte, error) {
	c, err := s.admit(r)
	if err != nil {
		return nil, err
	}
	m, err := s.listen(w, r, d, c)
	if err != nil {
		return nil, err
	}
	// A write that began ends, whether or not the till waits for the answer.
	ctx := r.Context()
	if d.Door == wire.SyncDoor || d.Door == wire.JoinDoor || d.Door == wire.StaffDoor || d.Door == wire.SignInDoor {
		ctx = context.WithoutCancel(ctx)
	}
	answer, err := d.answer(ctx, c, m)
	if err != nil {
		return nil, err
	}
	return wire.Pack(answer), nil
}

// listen reads and checks a signed message; nothing of its body is kept.
func (s *Server) listen(w http.ResponseWriter, r *http.Request, d door, c caller) (journal.Coder, error) {
	body, err := read(w, r, d.most)
	if err != nil {
		return nil, err
	}
	s.turns <- struct{}{}
	defer func() { <-s.turns }()
	if err := s.signed(r, c, body); err != nil {
		return nil, err
	}
	m := d.fresh()
	if err := wire.Unpack(body, m); err != nil {
		return nil, err
	}
	if speaker := speakerOf(m); holderOf(speaker) != c.Holder {
		return nil, fault.New(fault.Forbidden, "speaker.other", nil)
	}
	return m, nil
}

func speakerOf(m journal.Coder) wire.Speaker {
	switch m := m.(type) {
	case *wire.Push:
		return m.Speaker
	case *wire.Pull:
		return m.Speaker
	case *wire.Copy:
		return m.Speaker
	case *wire.Fetch:
		return m.Speaker
	case *wire.Bring:
		return m.Speaker
	case *wire.Staffing:
		return m.Speaker
	case *wire.Managing:
		return m.Speaker
	case *wire.SignIn:
		return m.Speaker
	}
	return wire.Speaker{}
}

// read takes a body of at most so many bytes. Faults: body.too_long, body.timeout, body.cut.
func read(w http.ResponseWriter, r *http.Request, most int64) ([]byte, error) {
	if r.ContentLength > most {
		return nil, tooLong(most)
	}
	control := http.NewResponseController(w)
	// A recorder in a test has no deadlines; a connection does. A deadline left standing would end a pull that waits.
	_ = control.SetReadDeadline(time.Now().Add(bodyTimeout))
	_ = control.SetWriteDeadline(time.Now().Add(2*bodyTimeout + wire.PollMax*time.Second))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	_ = control.SetReadDeadline(time.Time{})
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return nil, tooLong(most)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, fault.New(fault.Unavailable, "body.timeout", nil)
	case err != nil:
		return nil, fault.Wrap(fault.Invalid, "body.cut", err, nil)
	}
	return body, nil
}

func tooLong(most int64) error {
	return fault.New(fault.Invalid, "body.too_long", fault.Args{"max": most})
}

// reply sends an answer, or the fault that stands for it.
func (s *Server) reply(w http.ResponseWriter, r *http.Request, body []byte, err error) {
	status := http.StatusOK
	if err != nil {
		f := wire.FaultOf(err)
		status, body = statusOf(f), wire.Pack(&f)
		if f.Kind == fault.Internal && !errors.Is(err, context.Canceled) {
			s.log.LogAttrs(r.Context(), slog.LevelError, "till refused", slog.String("error", err.Error()))
		}
		if f.Kind == fault.Unavailable {
			w.Header().Set("Retry-After", "1")
		}
	}
	s.metrics.requests.WithLabelValues(r.Pattern, strconv.Itoa(status)).Inc()
	h := w.Header()
	h.Set("Content-Type", wire.ContentType)
	h.Set("Content-Encoding", wire.Encoding)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// A till that went away can't be told: what it sent is done, and it will send it again.
	_, _ = w.Write(body)
}

// statusByCode are codes whose status isn't that of their kind.
var statusByCode = map[string]int{
	"message.unreadable": http.StatusBadRequest,
	"body.cut":           http.StatusBadRequest,
	"body.too_long":      http.StatusRequestEntityTooLarge,
	"manage.too_long":    http.StatusRequestEntityTooLarge,
	"push.too_long":      http.StatusRequestEntityTooLarge,
	"body.timeout":       http.StatusRequestTimeout,
	"token.missing":      http.StatusUnauthorized,
	"token.unknown":      http.StatusUnauthorized,
	"request.unsigned":   http.StatusUnauthorized,
	"request.forged":     http.StatusUnauthorized,
	"request.old":        http.StatusUnauthorized,
	"rate.limit":         http.StatusTooManyRequests,
	"enrol.tries":        http.StatusTooManyRequests,
	"pin.locked":         http.StatusTooManyRequests,
	"till.retired":       http.StatusGone,
}

func statusOf(f wire.Fault) int {
	if status, special := statusByCode[f.Reason]; special {
		return status
	}
	return wire.StatusOf(f.Kind)
}
