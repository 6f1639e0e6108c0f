package api

import (
	"context"
	"crypto/sha256"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"tim/domain/desk"
	"tim/domain/fault"
	"tim/domain/office"
	"tim/domain/report"
)

// Limits that keep one caller from starving the others.
const (
	bodyMax         = 1 << 20          // bytes of a document
	fileMax         = 1 << 30          // bytes of a file to import
	bodyTimeout     = 10 * time.Second // to send a document, and to take an answer
	workTimeout     = time.Minute      // until the answer is there: a database that is gone is waited for
	fileTimeout     = 10 * time.Minute // to send a file, and to take an export
	headerTimeout   = 5 * time.Second
	idleTimeout     = 2 * time.Minute
	headerBytesMax  = 16 << 10
	shutdownTimeout = 30 * time.Second // for what was accepted to finish
	retryAfter      = 1                // seconds, told to whom we refuse for now
)

// Kind is what a token is for.
type Kind uint8

// The kinds.
const (
	Nobody Kind = iota
	Admin       // everything
	Till        // sync, and links to members' pages
)

// Config is what the server needs of the world.
type Config struct {
	Office  *office.Office
	Store   office.Store // the office's own, for asking whether it takes writes
	Now     func() time.Time
	Log     *slog.Logger
	Version string // of the program
	// Token says what the token is for whose SHA-256 this is. It must take the same time for any sum.
	Token func(sum [sha256.Size]byte) Kind
	Zone  func(name string) (*time.Location, error) // by IANA name
	// HaravanSecret is the app's secret that signs webhooks; "" refuses them.
	HaravanSecret string
	// BankSecret is what the bank's webhooks are signed with; "" refuses them.
	BankSecret string
	// PageURL is where members' browsers reach this server, scheme and host only; PageKeys sign the links to their own
	// pages (ident.PageLink): the first makes links, each opens them. Without keys there are no pages.
	PageURL  string
	PageKeys [][]byte
	// Backup writes a copy of the whole store as it stands, while it is in use.
	Backup func(ctx context.Context, w io.Writer) error
	// Tills answers tills at wire.Patterns, nil: central has none.
	Tills http.Handler
	// Desk answers what supervisors ask; nil: one of the office's own, with days of UTC.
	Desk *desk.Desk
	// Metrics are told at /metrics beside the server's own.
	Metrics []prometheus.Collector
}

// Server answers HTTP requests with office's use cases.
type Server struct {
	Config
	log      *slog.Logger
	handler  http.Handler
	all      *http.ServeMux
	phones   *http.ServeMux // those below byPhone
	document []byte         // OpenAPI, JSON
	manual   []byte         // the same for a person
	limits   *limits
	metrics  *metrics
	health   health
	zones    zoneCache
	pages    *pages
}

// New makes a server; it does nothing until its Handler is called or Serve runs.
func New(c Config) (*Server, error) {
	s := &Server{Config: c, log: c.Log, limits: newLimits(), metrics: newMetrics(c.Metrics)}
	if s.Desk == nil {
		s.Desk = s.Office.Desk(report.DefaultLimits(), nil)
	}
	endpoints := s.endpoints()
	var err error
	if s.pages, err = newPages(); err != nil {
		return nil, err
	}
	if s.document, s.manual, err = describe(endpoints, c.Version); err != nil {
		return nil, err
	}
	s.handler = s.observe(s.recovered(s.router(endpoints)))
	return s, nil
}

// byPhone lies across /v1/customers/{id}/points and its like: neither is more special to a ServeMux, so it is asked first.
const byPhone = "/v1/customers/by-phone/"

// methods are those that endpoints have.
var methods = []string{http.MethodGet, http.MethodPut, http.MethodPost, http.MethodPatch, http.MethodDelete}

func (s *Server) router(endpoints []endpoint) http.Handler {
	s.all, s.phones = http.NewServeMux(), http.NewServeMux()
	for _, e := range endpoints {
		mux := s.all
		if strings.HasPrefix(e.path, byPhone) {
			mux = s.phones
		}
		mux.Handle(e.method+" "+e.path, s.route(e))
	}
	s.mountTills(s.all)
	s.all.HandleFunc("/", s.nowhere)
	s.phones.HandleFunc("/", s.nowhere)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.muxOf(r).ServeHTTP(w, r) })
}

func (s *Server) muxOf(r *http.Request) *http.ServeMux {
	if strings.HasPrefix(r.URL.Path, byPhone) {
		return s.phones
	}
	return s.all
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// route is an endpoint behind its guards: who asks, how often, how much.
func (s *Server) route(e endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		note(r).route = e.path
		c := &call{Server: s, w: w, r: r, endpoint: e}
		if err := s.admit(e, r); err != nil {
			c.refused(err)
			return
		}
		named, err := s.named(r)
		if err != nil {
			c.refused(err)
			return
		}
		r, c.r = named, named
		limit, timeout := int64(bodyMax), bodyTimeout
		if e.file {
			limit, timeout = fileMax, fileTimeout
		}
		limitTime(w, r, timeout)
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		if err := e.serve(c); err != nil {
			c.refused(err)
		}
	})
}

// limitTime bounds how long a caller may take to send a body and to take the answer, beside the time that the work takes. What
// has been sent needs no deadline any more: one left standing would end a request that waits.
func limitTime(w http.ResponseWriter, r *http.Request, sending time.Duration) {
	control := http.NewResponseController(w)
	// A recorder in a test has no deadlines; a connection does.
	_ = control.SetWriteDeadline(time.Now().Add(sending + workTimeout + bodyTimeout))
	if r.Body == nil || r.Body == http.NoBody {
		return
	}
	_ = control.SetReadDeadline(time.Now().Add(sending))
	r.Body = &limitedBody{r.Body, control}
}

// limitedBody has a deadline until all of it is read.
type limitedBody struct {
	io.ReadCloser
	control *http.ResponseController
}

func (b *limitedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF {
		_ = b.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

// refused answers in the endpoint's own form.
func (c *call) refused(err error) {
	if c.html {
		c.refusePage(err)
		return
	}
	c.refuse(c.w, c.r, err)
}

// nowhere answers what no endpoint does: 405 where the path has other methods, else 404.
func (s *Server) nowhere(w http.ResponseWriter, r *http.Request) {
	note(r).route = "none"
	var others []string
	for _, method := range methods {
		other := http.Request{Method: method, URL: r.URL, Host: r.Host}
		if _, pattern := s.muxOf(r).Handler(&other); pattern != "/" {
			others = append(others, method)
		}
	}
	if others == nil {
		s.refuse(w, r, fault.New(fault.NotFound, "path.unknown", nil))
		return
	}
	w.Header().Set("Allow", strings.Join(others, ", "))
	s.refuse(w, r, fault.New(fault.Invalid, "method.not_allowed", nil))
}

// recovered keeps one request's bug from ending the program.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler:
				panic(p)
			default:
				s.log.LogAttrs(r.Context(), slog.LevelError, "bug", slog.String("route", note(r).route), slog.Any("panic", p), slog.String("stack", stack()))
				s.refuse(w, r, fault.New(fault.Internal, "internal.unexpected", nil))
			}
		}()
		next.ServeHTTP(w, r)
	})
}
