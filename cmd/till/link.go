package main

import (
	"context"
	"crypto/rand"
	"math/big"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/journal"
	"tim/storage/bolt"
	"tim/sync/engine"
	"tim/sync/uplink"
	"tim/sync/wire"
	"tim/tui/app"
)

// goodbye is how long a till that ends waits for central to take what it gives back.
const goodbye = 2 * time.Second

// link is a till's way to its central while it sells.
type link struct {
	*uplink.Uplink
	counter  *counter.Counter
	url      string               // central's, as it is configured
	look     func() counter.State // what the screen has: the counter's, or a training's
	alone    bool                 // central is the till's own
	paged    chan struct{}        // of size 1: a page was applied
	stop     context.CancelFunc
	ended    chan error
	unwatch  context.CancelFunc
	watching sync.WaitGroup
	why      atomic.Pointer[ending] // nil while the screen is the cashier's to leave
}

// linked opens a till's use cases with its link, which is told of every commit.
func (m *Main) linked(ctx context.Context, f *flags, s *shop, as station) (central *link, zone *time.Location, err error) {
	as.wrote = func(seq uint64) {
		if central != nil { // not while it is being opened
			central.Wrote(seq)
		}
	}
	c, zone, err := m.counter(ctx, f, s, as)
	if err != nil {
		return nil, nil, err
	}
	central, err = m.openLink(ctx, s, as, c)
	return central, zone, err
}

// openLink joins the chain and makes the link; it runs from start on.
func (m *Main) openLink(ctx context.Context, s *shop, as station, c *counter.Counter) (*link, error) {
	l := as.chain
	if err := s.join(ctx, l, c); err != nil {
		return nil, err
	}
	central := &link{counter: c, url: l.URL, look: c.Look, alone: l.Local, paged: make(chan struct{}, 1), ended: make(chan error, 1)}
	var err error
	central.Uplink, err = uplink.New(uplink.Config{URL: l.URL, CA: authority(l.CA), Key: s.key, Token: l.Token, Journal: c, Shares: c, Formers: s.formers(),
		Feeds: uplink.Pages{Store: s.Till, Epoch: l.Epoch, Seen: c.Seen, Applied: central.reread},
		Wishes: func(ctx context.Context) ([]engine.Wish, error) {
			wants, err := c.Wanted(ctx)
			wishes := make([]engine.Wish, len(wants))
			for i, w := range wants {
				wishes[i] = engine.Wish{Member: w.Member, Points: w.Points, Wants: w.Rights()}
			}
			return wishes, err
		},
		KeepToken: func(_ context.Context, token string) error {
			l.Token = token
			return l.write(s.dir)
		},
		Keys: func(ctx context.Context, events []journal.Record) ([]wire.Key, error) {
			return memberKeys(ctx, events, s.tills()...)
		},
		Now: m.Now, Mono: as.boot.mono, Boot: as.boot.name, Chance: chance, Transport: l.via})
	if err != nil {
		return nil, err
	}
	c.Link, c.Central = central.Uplink, central.Uplink
	return central, nil
}

// reread lets the counter see what a page brought, and the screen behind it. A page that can't be read now is seen with the
// next action.
func (l *link) reread(ctx context.Context) {
	_ = l.counter.Reread(ctx)
	select {
	case l.paged <- struct{}{}:
	default:
	}
}

// clockOf names a start of the program and counts from it.
type clockOf struct {
	name string
	mono func() int64
}

// authority is a private one's PEM, nil for the system's.
func authority(pem string) []byte {
	if pem == "" {
		return nil
	}
	return []byte(pem)
}

// chance spreads retries, so that a chain's tills don't all come back at once.
func chance(n int64) int64 {
	v, err := rand.Int(rand.Reader, big.NewInt(n))
	if err != nil {
		return n / 2
	}
	return v.Int64()
}

// memberKeys are the keys of members that events create, beside the push: events hold persons only encrypted.
func memberKeys(ctx context.Context, events []journal.Record, ledgers ...*bolt.Till) ([]wire.Key, error) {
	var keys []wire.Key
	for _, r := range events {
		if r.Event.Kind != journal.MemberCreated {
			continue
		}
		var body catalog.MemberCreated
		if err := journal.Decode(r.Event.Body, &body); err != nil {
			return nil, err
		}
		for _, ledger := range ledgers {
			key, err := ledger.MemberKey(ctx, body.ID)
			if err != nil {
				return nil, err
			}
			if key != nil {
				keys = append(keys, wire.Key{Member: body.ID, Key: key})
				break
			}
		}
	}
	return keys, nil
}

// start runs the link beside the screen, which is shown what changed.
func (l *link) start(ctx context.Context, program *tea.Program) {
	ctx, l.stop = context.WithCancel(ctx)
	go func() { l.ended <- l.Run(ctx) }()
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-l.Latest():
			case <-l.paged:
			}
			program.Send(app.Newer{State: l.look()})
		}
	}()
}

// close gives the shares back while central hears it, and ends the link: other tills can use them meanwhile (SHARES 12). A
// till that is the only one keeps them.
func (l *link) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), goodbye)
	defer cancel()
	if kept := l.counter.Kept(); l.Online() && !l.alone && len(kept) > 0 {
		_, _ = l.counter.GiveBack(ctx, "exit", kept) // what isn't given back stays held: nothing is lost by it
	}
	for l.Online() && l.Status().Waiting > 0 && ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-time.After(20 * time.Millisecond): // between two looks at a condition
		}
	}
	l.stop()
	return <-l.ended
}
