package api

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// notes are what the log and the metrics say about one request. A handler fills them in.
type notes struct {
	route string // the pattern, never the path: paths hold ids and phones
	code  string // of the problem, "" when none
}

type notesKey struct{}

func note(r *http.Request) *notes {
	n, ok := r.Context().Value(notesKey{}).(*notes)
	if !ok {
		return &notes{}
	}
	return n
}

// answer remembers the status that was sent.
type answer struct {
	http.ResponseWriter
	status int
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// observe measures and logs every request.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		var n notes
		r = r.WithContext(context.WithValue(r.Context(), notesKey{}, &n))
		a := &answer{ResponseWriter: w}
		next.ServeHTTP(a, r)
		took := time.Since(began)
		s.metrics.requests.WithLabelValues(r.Method, n.route, strconv.Itoa(a.status)).Inc()
		s.metrics.seconds.WithLabelValues(n.route).Observe(took.Seconds())
		level := slog.LevelDebug
		if a.status >= http.StatusInternalServerError {
			level = slog.LevelWarn
		}
		if s.log.Enabled(r.Context(), level) {
			s.log.LogAttrs(r.Context(), level, "request", slog.String("method", r.Method), slog.String("route", n.route),
				slog.Int("status", a.status), slog.String("code", n.code), slog.Duration("took", took))
		}
	})
}

// metrics are what /metrics tells.
type metrics struct {
	handler  http.Handler
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMetrics(more []prometheus.Collector) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "central_requests_total", Help: "Requests answered."},
			[]string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "central_request_seconds", Help: "Time to answer, seconds.",
			Buckets: []float64{.0005, .001, .002, .005, .01, .02, .05, .1, .25, 1, 5, 30}}, []string{"route"}),
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(m.requests, m.seconds, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	registry.MustRegister(more...)
	m.handler = promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	return m
}

func stack() string { return string(debug.Stack()) }
