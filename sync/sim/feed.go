package sim

import (
	"tim/domain/journal"
	"tim/sync/engine"
	"tim/sync/uplink"
	"tim/sync/wire"
)

// page asks for a page of a feed.
func (l *link) page(id uint64, m journal.Coder, fresh func() journal.Coder) {
	w := l.t.w
	w.call(l.t, m, fresh, func(body []byte, fine bool) {
		if !fine {
			l.failed(id, body)
			return
		}
		var p wire.Page
		w.must("a page is read", journal.Decode(body, &p))
		l.step(engine.Paged{ID: id, Page: p})
	})
}

// pages are where a till's feeds go.
func (t *till) pages() uplink.Pages { return uplink.Pages{Store: t.disk, Epoch: t.holder.Epoch} }

// placeOf is where a feed stands on a till's disk.
func (t *till) placeOf(feed wire.Feed) engine.Place {
	p, err := t.pages().Place(t.w.ctx, feed)
	t.w.must("read where a feed stands", err)
	return p
}
