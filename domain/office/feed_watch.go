package office

import (
	"context"
	"slices"
	"strings"

	"tim/domain/share"
)

// Scopes are what a feed reads for a shop's till: only a change in one of them is news to it.
func Scopes(feed Feed, shop string) []string {
	if feed == ChainFeed {
		return []string{chainScope}
	}
	return []string{commonScope, shopScope(shop)}
}

// News is what a write brings for tills that wait to hear.
type News struct {
	Scopes   []string       // of feeds that changed
	Recalled []share.Holder // who is asked for shares
	Retired  []share.Holder // who is to hear nothing more
}

// Watched is a store that tells, behind each durable write, what news it brings. Changed must not block.
type Watched struct {
	Store
	Changed func(News)
}

// Write implements Store.
func (w Watched) Write(ctx context.Context, decide func(Tx) error) error {
	return w.watch(ctx, w.Store.Write, decide)
}

// Glance implements Glancer.
func (w Watched) Glance(ctx context.Context, look func(Reader) error) error {
	return glance(ctx, w.Store, look)
}

// Foresee implements Foreseer.
func (w Watched) Foresee(ctx context.Context, wanted Wanted, look func(Reader) error) error {
	return foresee(ctx, w.Store, wanted, look)
}

// WriteForeseen implements Foreseer.
func (w Watched) WriteForeseen(ctx context.Context, decide func(Tx) error) error {
	if f, is := w.Store.(Foreseer); is {
		return w.watch(ctx, f.WriteForeseen, decide)
	}
	return w.Write(ctx, decide)
}

// Bulk implements Store.
func (w Watched) Bulk(ctx context.Context, decide func(Tx) error) error {
	return w.watch(ctx, w.Store.Bulk, decide)
}

func (w Watched) watch(ctx context.Context, run func(context.Context, func(Tx) error) error, decide func(Tx) error) error {
	var seen watchedTx
	err := run(ctx, func(tx Tx) error {
		seen = watchedTx{Tx: tx} // it may be run again
		return decide(&seen)
	})
	if n := seen.news; err == nil && len(n.Scopes)+len(n.Recalled)+len(n.Retired) > 0 {
		w.Changed(n)
	}
	return err
}

type watchedTx struct {
	Tx
	news News
}

// ScopeOf is the scope of a feed that a change in a space of notes is news of, if it is of any.
func ScopeOf(space string) (scope string, is bool) { return strings.CutPrefix(space, atSpace("")) }

// PutNote implements Tx.
func (t *watchedTx) PutNote(space, key string, value []byte) error {
	if scope, is := ScopeOf(space); is && !slices.Contains(t.news.Scopes, scope) {
		t.news.Scopes = append(t.news.Scopes, scope)
	}
	return t.Tx.PutNote(space, key, value)
}

// Put implements Tx.
func (t *watchedTx) Put(doc Document) error {
	switch doc := doc.(type) {
	case Recall:
		if !doc.Done {
			t.news.Recalled = append(t.news.Recalled, doc.Holder)
		}
	case Till:
		if !doc.RetiredAt.IsZero() {
			t.news.Retired = append(t.news.Retired, doc.Holder)
		}
	}
	return t.Tx.Put(doc)
}
