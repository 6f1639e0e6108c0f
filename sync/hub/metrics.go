package hub

import (
	"github.com/prometheus/client_golang/prometheus"

	"tim/sync/wire"
)

// metrics are what the hub counts.
type metrics struct {
	requests *prometheus.CounterVec
	events   prometheus.Counter
	granted  *prometheus.CounterVec
	recalls  prometheus.Counter
	enrolled prometheus.Counter
	waiting  prometheus.Gauge
}

func newMetrics() *metrics {
	return &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "central_till_requests_total", Help: "Tills' requests answered."},
			[]string{"door", "status"}),
		events: prometheus.NewCounter(prometheus.CounterOpts{Name: "central_till_events_total", Help: "Events that tills sent, known ones too."}),
		granted: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "central_till_grants_total", Help: "Wishes for shares answered."},
			[]string{"result"}),
		recalls:  prometheus.NewCounter(prometheus.CounterOpts{Name: "central_till_recalls_total", Help: "Shares asked back from tills."}),
		enrolled: prometheus.NewCounter(prometheus.CounterOpts{Name: "central_till_enrolments_total", Help: "Epochs begun."}),
		waiting:  prometheus.NewGauge(prometheus.GaugeOpts{Name: "central_till_polls_waiting", Help: "Pulls that wait for something new."}),
	}
}

func (m *metrics) pushed(p *wire.Push, a *wire.Answer) {
	m.events.Add(float64(len(p.Records)))
	for _, g := range a.Grants {
		result := "granted"
		switch {
		case g.Refused != "":
			result = g.Refused
		case len(g.Units) == 0:
			result = "nothing"
		}
		m.granted.WithLabelValues(result).Inc()
	}
}

// all are the single metrics.
func (m *metrics) all() []prometheus.Collector {
	return []prometheus.Collector{m.requests, m.events, m.granted, m.recalls, m.enrolled, m.waiting}
}

// Describe lets a server be registered among a program's metrics.
func (s *Server) Describe(out chan<- *prometheus.Desc) {
	for _, c := range s.metrics.all() {
		c.Describe(out)
	}
}

// Collect is what they are now.
func (s *Server) Collect(out chan<- prometheus.Metric) {
	for _, c := range s.metrics.all() {
		c.Collect(out)
	}
}
