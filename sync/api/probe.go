package api

import (
	"context"
	"sync"
	"time"

	"tim/domain/office"
)

// healthLife is how long an answer about health is good: a write costs the disk a sync.
const healthLife = time.Second

// health is the newest answer to whether writes go through.
type health struct {
	mu    sync.Mutex
	until time.Time
	err   error
}

func (s *Server) probeEndpoints() []endpoint {
	return []endpoint{
		{method: "GET", path: "/healthz", open: true, probe: true, serve: (*call).healthz},
		{method: "GET", path: "/readyz", open: true, probe: true, serve: (*call).readyz},
		{method: "GET", path: "/metrics", open: true, probe: true, serve: (*call).scrape},
		{method: "GET", path: "/openapi.json", open: true, probe: true, serve: (*call).openapi},
		{method: "GET", path: "/docs", open: true, probe: true, serve: (*call).docs},
	}
}

// healthz is 200 when central can take writes.
func (c *call) healthz() error {
	if err := c.health.check(c.ctx(), c.Server); err != nil {
		return err
	}
	return c.plain("text/plain; charset=utf-8", []byte("ok\n"))
}

// check writes nothing, durably. A disk that hangs makes it wait, and whoever watches gives up first.
func (h *health) check(ctx context.Context, s *Server) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now := s.Now(); !now.Before(h.until) {
		h.err = s.Store.Write(context.WithoutCancel(ctx), func(office.Tx) error { return nil })
		h.until = now.Add(healthLife)
	}
	return h.err
}

// readyz is 200 when central can answer.
func (c *call) readyz() error {
	if _, err := c.zone(c.ctx()); err != nil {
		return err
	}
	return c.plain("text/plain; charset=utf-8", []byte("ok\n"))
}

func (c *call) scrape() error {
	c.metrics.handler.ServeHTTP(c.w, c.r)
	return nil
}

func (c *call) openapi() error { return c.plain("application/json", c.document) }

func (c *call) docs() error { return c.plain("text/html; charset=utf-8", c.manual) }

func (c *call) plain(media string, body []byte) error {
	c.w.Header().Set("Content-Type", media)
	_, _ = c.w.Write(body)
	return nil
}
