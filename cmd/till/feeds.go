package main

import (
	"context"

	"tim/domain/office"
	"tim/storage/bolt"
	"tim/sync/engine"
	"tim/sync/wire"
)

// feeds is the till's files as the link sees them. Behind a page the counter reads the customer at it anew.
type feeds struct {
	till  *bolt.Till
	epoch uint32
	tell  func(ctx context.Context) // nil while nobody sells
}

// Place implements uplink.Feeds.
func (f feeds) Place(ctx context.Context, feed wire.Feed) (engine.Place, error) {
	p, err := f.till.FeedPlace(ctx, office.Feed(feed))
	if err != nil || p.Copying && p.Cursor == (office.Cursor{}) {
		return engine.Place{}, err
	}
	return engine.Place{Cursor: wire.Cursor(p.Cursor), Copying: p.Copying, After: wire.Place{Kind: wire.ItemKind(p.After.Kind), Key: p.After.Key}}, nil
}

// Apply implements uplink.Feeds.
func (f feeds) Apply(ctx context.Context, p engine.ApplyPage) error {
	page := office.FeedPage{Cursor: office.Cursor(p.Page.Cursor), Applied: p.Page.Applied, More: p.Page.More, Anew: p.Page.Anew}
	for _, i := range p.Page.Items {
		page.Items = append(page.Items, office.Item{Kind: office.ItemKind(i.Kind), Key: i.Key, Value: i.Value, Gone: i.Gone})
	}
	var err error
	if p.Copy {
		err = f.till.ApplyCopyPage(ctx, office.Feed(p.Feed), f.epoch, office.Place{Kind: office.ItemKind(p.From.Kind), Key: p.From.Key}, page)
	} else {
		err = f.till.ApplyPage(ctx, office.Feed(p.Feed), f.epoch, page)
	}
	if err == nil && f.tell != nil {
		f.tell(ctx)
	}
	return err
}

// copyFirst fetches a feed's first copy before anybody sells, from where an earlier try left off; a feed that is there is
// left to be pulled.
func copyFirst(ctx context.Context, c copier, f feeds, speaker wire.Speaker, token string, feed wire.Feed, done func(items int)) error {
	at, err := f.Place(ctx, feed)
	if err != nil || at != (engine.Place{}) && !at.Copying {
		return err
	}
	for {
		ask := wire.Copy{Speaker: speaker, Feed: feed, After: at.After, At: at.Cursor, Limit: wire.PageMax}
		page, err := c.Copy(ctx, token, &ask)
		if err != nil {
			return err
		}
		next := engine.Place{Cursor: page.Cursor, Copying: page.More, After: at.After}
		if n := len(page.Items); n > 0 {
			next.After = wire.Place{Kind: page.Items[n-1].Kind, Key: page.Items[n-1].Key}
		}
		if page.Anew {
			at = engine.Place{}
			continue
		}
		if err := f.Apply(ctx, engine.ApplyPage{Feed: feed, Page: page, Copy: true, From: at.After, At: next}); err != nil {
			return err
		}
		done(len(page.Items))
		if at = next; !page.More {
			return nil
		}
	}
}

// copier is *uplink.Client.
type copier interface {
	Copy(ctx context.Context, token string, m *wire.Copy) (wire.Page, error)
}
