package uplink

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/office"
	"tim/sync/engine"
	"tim/sync/wire"
)

// PageStore is where a till keeps what comes down: the Till of storage/bolt, or of storage/memory.
type PageStore interface {
	FeedPlace(ctx context.Context, feed office.Feed) (office.FeedPlace, error)
	ApplyPage(ctx context.Context, feed office.Feed, epoch uint32, page office.FeedPage) error
	ApplyCopyPage(ctx context.Context, feed office.Feed, epoch uint32, from office.Place, page office.FeedPage) error
}

// Pages are the Feeds of a till's store.
type Pages struct {
	Store   PageStore
	Epoch   uint32
	Applied func(ctx context.Context) // told behind every page; nil: nobody
	Seen    func(members ...string)   // told before that whose accounts changed at the shop; nil: nobody
}

// Place implements Feeds.
func (p Pages) Place(ctx context.Context, feed wire.Feed) (engine.Place, error) {
	at, err := p.Store.FeedPlace(ctx, office.Feed(feed))
	return engine.Place{Cursor: wire.Cursor(at.Cursor), Copying: at.Copying, After: wire.Place{Kind: wire.ItemKind(at.After.Kind), Key: at.After.Key}}, err
}

// Apply implements Feeds.
func (p Pages) Apply(ctx context.Context, a engine.ApplyPage) error {
	page := office.FeedPage{Cursor: office.Cursor(a.Page.Cursor), Applied: a.Page.Applied, More: a.Page.More, Anew: a.Page.Anew}
	for _, i := range a.Page.Items {
		page.Items = append(page.Items, office.Item{Kind: office.ItemKind(i.Kind), Key: i.Key, Value: i.Value, Gone: i.Gone})
	}
	var err error
	if a.Copy {
		from := office.Place{Kind: office.ItemKind(a.From.Kind), Key: a.From.Key}
		err = p.Store.ApplyCopyPage(ctx, office.Feed(a.Feed), p.Epoch, from, page)
	} else {
		err = p.Store.ApplyPage(ctx, office.Feed(a.Feed), p.Epoch, page)
	}
	if err == nil && p.Seen != nil {
		p.Seen(a.Accounts()...)
	}
	if err == nil && p.Applied != nil {
		p.Applied(ctx)
	}
	return err
}

// CopyFirst fetches a feed's first copy before anybody sells, from where an earlier try left off, and tells how many items
// each page brought. A feed that is there is left to be pulled. It asks no faster than central lets it.
func CopyFirst(ctx context.Context, c *Client, token string, speaker wire.Speaker, feeds Feeds, feed wire.Feed, came func(items int)) error {
	at, err := feeds.Place(ctx, feed)
	for err == nil && at.Copying {
		var page wire.Page
		page, err = c.Copy(ctx, token, &wire.Copy{Speaker: speaker, Feed: feed, After: at.After, At: at.Cursor, Limit: wire.PageMax})
		switch {
		case fault.Code(err) == "rate.limit": // this till is faster than central lets one be
			err = pause(ctx)
			continue
		case err != nil:
			return err
		case page.Anew:
			at = engine.Place{Copying: true}
			continue
		}
		next := at.Behind(page)
		err = feeds.Apply(ctx, engine.ApplyPage{Feed: feed, Page: page, Copy: true, From: at.After, At: next})
		came(len(page.Items))
		at = next
	}
	return err
}

// copyPause is how long a copy rests that asked too often.
const copyPause = time.Second

func pause(ctx context.Context) error {
	rested := time.NewTimer(copyPause)
	defer rested.Stop()
	select {
	case <-rested.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
