package sim

import (
	"tim/domain/journal"
	"tim/domain/office"
	"tim/sync/engine"
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
		w.must("a page is read", wire.Unpack(body, &p))
		l.step(engine.Paged{ID: id, Page: p})
	})
}

// applyPage stores a page at a till.
func applyPage(t *till, o engine.ApplyPage) error {
	page := office.FeedPage{Cursor: office.Cursor(o.Page.Cursor), Applied: o.Page.Applied, More: o.Page.More, Anew: o.Page.Anew}
	for _, i := range o.Page.Items {
		page.Items = append(page.Items, office.Item{Kind: office.ItemKind(i.Kind), Key: i.Key, Value: i.Value, Gone: i.Gone})
	}
	feed, epoch := office.Feed(o.Feed), t.holder.Epoch
	if o.Copy {
		return t.disk.ApplyCopyPage(t.w.ctx, feed, epoch, officePlace(o.From), page)
	}
	return t.disk.ApplyPage(t.w.ctx, feed, epoch, page)
}

func officePlace(p wire.Place) office.Place {
	return office.Place{Kind: office.ItemKind(p.Kind), Key: p.Key}
}

// placeOf is where a feed stands on a till's disk.
func (t *till) placeOf(feed wire.Feed) engine.Place {
	p, err := t.disk.FeedPlace(t.w.ctx, office.Feed(feed))
	t.w.must("read where a feed stands", err)
	return engine.Place{Cursor: wire.Cursor(p.Cursor), Copying: p.Copying, After: wire.Place{Kind: wire.ItemKind(p.After.Kind), Key: p.After.Key}}
}
