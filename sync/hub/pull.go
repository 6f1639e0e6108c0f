package hub

import (
	"context"
	"time"

	"tim/domain/journal"
	"tim/domain/office"
	"tim/sync/wire"
)

// Pull is what changed behind a cursor, and what the till is asked for; it doesn't wait. Faults: till.unknown,
// till.retired, epoch.retired, mark.range, office.Feed's.
func (h *Hub) Pull(ctx context.Context, p *wire.Pull) (*wire.Page, error) {
	till, err := h.looking(ctx, p.Speaker)
	if err != nil {
		return nil, err
	}
	return h.page(ctx, till, p)
}

// looking lets a till look at a feed, and notes of how much it has heard: the word of one that may be stolen freezes nobody.
func (h *Hub) looking(ctx context.Context, s wire.Speaker) (office.Till, error) {
	till, err := h.present(ctx, s)
	if err == nil {
		err = h.hear(ctx, s)
	}
	return till, err
}

// page is one look at a feed for a till that may look.
func (h *Hub) page(ctx context.Context, till office.Till, p *wire.Pull) (*wire.Page, error) {
	got, err := h.Central.Feed(ctx, till.Holder, office.Feed(p.Feed), office.Cursor(p.Cursor), int(min(p.Limit, wire.PageMax)))
	if err != nil {
		return nil, err
	}
	page := pageOf(got)
	page.Recalls, err = h.recalls(ctx, till.Holder)
	return page, err
}

// Copy is the next page of a feed's first copy. Faults: Pull's.
func (h *Hub) Copy(ctx context.Context, q *wire.Copy) (*wire.Page, error) {
	if _, err := h.looking(ctx, q.Speaker); err != nil {
		return nil, err
	}
	after := office.Place{Kind: office.ItemKind(q.After.Kind), Key: q.After.Key}
	got, err := h.Central.FirstCopy(ctx, holderOf(q.Speaker), office.Feed(q.Feed), after, office.Cursor(q.At), int(min(q.Limit, wire.PageMax)))
	if err != nil {
		return nil, err
	}
	return pageOf(got), nil
}

func pageOf(got office.FeedPage) *wire.Page {
	page := &wire.Page{Cursor: wire.Cursor(got.Cursor), Applied: got.Applied, More: got.More, Anew: got.Anew}
	for _, i := range got.Items {
		page.Items = append(page.Items, wire.Item{Kind: wire.ItemKind(i.Kind), Key: i.Key, Value: i.Value, Gone: i.Gone})
	}
	return page
}

// pull answers on the lane down; it may wait for something to say.
func (s *Server) pull(ctx context.Context, c caller, m journal.Coder) (journal.Coder, error) {
	p := m.(*wire.Pull)
	if !p.Wait {
		return s.hub.Pull(ctx, p)
	}
	if err := c.peer.wait(); err != nil {
		return nil, err
	}
	defer c.peer.waited()
	if _, err := s.hub.looking(ctx, p.Speaker); err != nil {
		return nil, err
	}
	s.metrics.waiting.Inc()
	defer s.metrics.waiting.Dec()
	enough := time.NewTimer(wire.PollMax * time.Second)
	defer enough.Stop()
	for again := true; ; {
		page, n, err := s.look(ctx, c, p)
		if err != nil || !again || s.worthTelling(page, c) {
			return page, err
		}
		again = n.wait(ctx, s.stopped, enough.C)
	}
}

// news is what a waiting pull listens to.
type news struct {
	scopes [2]<-chan struct{} // the second is nil of a feed with one: it never comes
	own    <-chan struct{}
}

// look reads the page as it is now, if the till may still have it, and says what to wait for: it listens before it looks,
// so that nothing falls between.
func (s *Server) look(ctx context.Context, c caller, p *wire.Pull) (*wire.Page, news, error) {
	n := news{own: c.peer.rings()}
	till, err := s.hub.present(ctx, p.Speaker)
	if err != nil {
		return nil, n, err
	}
	for i, scope := range office.Scopes(office.Feed(p.Feed), till.Shop) {
		n.scopes[i] = s.bell.rings(scope)
	}
	page, err := s.hub.page(ctx, till, p)
	return page, n, err
}

// worthTelling says whether a page ends a waiting.
func (s *Server) worthTelling(page *wire.Page, c caller) bool {
	return len(page.Items) > 0 || page.Anew || page.More || len(page.Recalls) > 0 && c.peer.tell(newest(page.Recalls), s.now())
}

func newest(recalls []wire.Recall) uint64 { return recalls[len(recalls)-1].ID }

// wait says whether to look again: false when the time is over, or the server stops, or the till is gone.
func (n news) wait(ctx context.Context, stopped <-chan struct{}, enough <-chan time.Time) bool {
	select {
	case <-n.scopes[0]:
	case <-n.scopes[1]:
	case <-n.own:
	case <-enough:
		return false
	case <-stopped:
		return false
	case <-ctx.Done():
		return false
	}
	return true
}

// Changed tells waiting pulls of a write: see office.Watched. It doesn't block.
func (s *Server) Changed(n office.News) {
	s.bell.ring(n.Scopes)
	for _, h := range append(n.Recalled, n.Retired...) {
		s.peers.of(h).ring()
	}
	s.metrics.recalls.Add(float64(len(n.Recalled)))
}
