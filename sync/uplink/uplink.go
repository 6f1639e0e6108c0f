// Package uplink is the till's side of the link to central: it runs the protocol (package engine) against HTTP, and does at
// the till what the protocol says. One goroutine steps the engine and acts; one for each message in flight waits for central.
// Selling waits for none of them: what the till calls here answers at once, but Ask, which a cashier who needs shares from
// elsewhere waits for, within its budget.
//
// Caveats. Nothing is kept here: what must survive is in the till's journal and its stores. Run ends with its context.
package uplink

import (
	"context"
	"crypto/ed25519"
	"net/http"
	"sync"
	"time"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/share"
	"tim/sync/engine"
	"tim/sync/wire"
)

// Journal is the till's own, on its way up: *counter.Counter.
type Journal interface {
	// Chain is what is known of central; false while the till stands alone.
	Chain() (counter.Chain, bool)
	// Head is where the journal of the present epoch stands.
	Head() journal.Head
	// Outbox is events of an epoch behind a seq, and the head that they follow. Fault: ledger.moved when there is no such.
	Outbox(ctx context.Context, epoch uint32, after uint64, events, bytes int) (journal.Head, []journal.Record, []journal.Seal, error)
	// Heard keeps, durably, what was heard of central.
	Heard(ctx context.Context, mark counter.Mark, durable uint64, offset time.Duration) error
	// Confirmed takes central's counter-signature of the present epoch's journal, which Settle makes durable. key is central's own
	// where it told that. Fault: central.key when it isn't by the key that is known.
	Confirmed(word journal.Confirmation, key ed25519.PublicKey) error
	Settle(ctx context.Context) error
}

// Shares is what the till holds: *counter.Counter. Each is durable when it returns nil.
type Shares interface {
	NextRequest(ctx context.Context) (uint64, error)
	Got(ctx context.Context, request, incarnation uint64, units []share.Units) error
	Close(ctx context.Context, incarnation uint64) error
	GiveBack(ctx context.Context, why string, units []share.Units) ([]share.Units, error)
	Surplus(ctx context.Context) ([]share.Units, error)
}

// Feeds is where pages go.
type Feeds interface {
	// Place is where a feed stands, zero before its first copy.
	Place(ctx context.Context, feed wire.Feed) (engine.Place, error)
	// Apply stores a page's items and where its feed stands behind them, in one transaction.
	Apply(ctx context.Context, page engine.ApplyPage) error
}

// Config is all that an uplink needs of the world.
type Config struct {
	URL     string // of central, as ClientConfig has it
	CA      []byte
	Key     journal.Signer
	Token   string
	Journal Journal
	Shares  Shares
	Feeds   Feeds
	Formers []engine.Former // journals of former epochs that this till carries
	// KeepToken replaces Token, durably.
	KeepToken func(ctx context.Context, token string) error
	Keys      MemberKeys
	// Wishes are shares of regulars that the till would like to keep, asked for while nothing else happens; nil: none.
	Wishes func(ctx context.Context) ([]engine.Wish, error)

	Now    func() time.Time // the till's clock
	Mono   func() int64     // milliseconds since Boot
	Boot   string
	Chance func(n int64) int64 // in [0, n)
	// Transport is ClientConfig's.
	Transport func() http.RoundTripper
}

// Uplink is a till's link. All but Run is safe for concurrent use, and none but Ask waits.
type Uplink struct {
	cfg    Config
	client *Client
	till   counter.Chain
	box    *mailbox
	engine *engine.Engine
	token  string

	flights map[uint64]context.CancelFunc
	manager manager

	mu      sync.Mutex
	wishes  uint64
	asking  map[uint64]chan error
	status  engine.Status
	doubted string // why central's confirmations aren't believed, "" when they are
	older   bool   // central's program is older than messages of wire.Version
	latest  chan engine.Status
}

var _ counter.Uplink = (*Uplink)(nil)

// New makes the link of a till that is enrolled; Run starts it. Faults: share.unenrolled, those of NewClient.
func New(cfg Config) (*Uplink, error) {
	chain, joined := cfg.Journal.Chain()
	if !joined {
		return nil, faultUnenrolled()
	}
	client, err := NewClient(ClientConfig{URL: cfg.URL, CA: cfg.CA, Till: chain.Till, Key: cfg.Key, Now: cfg.Now, Transport: cfg.Transport})
	if err != nil {
		return nil, err
	}
	u := &Uplink{cfg: cfg, client: client, till: chain, token: cfg.Token, flights: map[uint64]context.CancelFunc{},
		asking: map[uint64]chan error{}, latest: make(chan engine.Status, 1), box: &mailbox{filled: make(chan struct{}, 1)},
		manager: manager{turn: make(chan struct{}, 1)}}
	return u, nil
}

// Run is the link until ctx ends; it returns nil then. The error is that of reading where the feeds stand.
func (u *Uplink) Run(ctx context.Context) error {
	start, err := u.start(ctx)
	if err != nil {
		return err
	}
	defer u.settleAll()
	defer func() { _ = u.cfg.Journal.Settle(context.WithoutCancel(ctx)) }() // what is lost of it central says again
	var out []engine.Output
	u.engine, out = engine.New(engine.Config{Till: u.till.Till, Epoch: u.till.Epoch, Chance: u.cfg.Chance}, start, time.Now())
	u.do(ctx, out)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		timer.Stop()
		if wake := u.engine.Wake(); !wake.IsZero() {
			timer.Reset(time.Until(wake))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
			u.do(ctx, u.engine.Step(time.Now(), engine.Tick{}))
		case <-u.box.filled:
			for _, in := range u.box.take() {
				u.landed(in)
				u.do(ctx, u.engine.Step(time.Now(), in))
			}
		}
	}
}

func (u *Uplink) start(ctx context.Context) (engine.Start, error) {
	chain, _ := u.cfg.Journal.Chain()
	s := engine.Start{Head: u.cfg.Journal.Head().Seq, Heard: wire.Mark(chain.Heard), Acked: chain.Acked, Durable: chain.Durable, Formers: u.cfg.Formers}
	var err error
	if s.Shop, err = u.cfg.Feeds.Place(ctx, wire.Shop); err == nil {
		s.Chain, err = u.cfg.Feeds.Place(ctx, wire.Chain)
	}
	return s, err
}

// Wrote tells the link that the journal has grown. Call it behind every commit; Watched does.
func (u *Uplink) Wrote(seq uint64) { u.box.post(engine.Written{Seq: seq}) }

// Link cuts the link by hand, or heals it.
func (u *Uplink) Link(up bool) { u.box.post(engine.Link{Up: up}) }

// Online says whether the last exchanges went well.
func (u *Uplink) Online() bool { return u.Status().Online }

// Trouble is the code of what is wrong, "" when nothing is.
func (u *Uplink) Trouble() string { return u.Status().Code }

// Acked is how much of the journal central has stored by its last word.
func (u *Uplink) Acked() uint64 { return u.Status().Mark.Acked }

// Status is what a status line shows now.
func (u *Uplink) Status() engine.Status {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.status
}

// Latest gives the status whenever it has changed: the newest, and none twice. One reader.
func (u *Uplink) Latest() <-chan engine.Status { return u.latest }

// publish puts a status in the slot; an older one that nobody took is gone.
func (u *Uplink) publish(s engine.Status) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if s.Code == "" {
		s.Code = u.doubted
	}
	u.status = s
	select {
	case <-u.latest:
	default:
	}
	u.latest <- s
}

// mailbox is what is to be told to the engine. Posting never waits.
type mailbox struct {
	mu     sync.Mutex
	inputs []engine.Input
	filled chan struct{}
}

func (b *mailbox) post(in engine.Input) {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := len(b.inputs)
	_, written := in.(engine.Written)
	if written && n > 0 {
		if _, before := b.inputs[n-1].(engine.Written); before {
			n-- // the newer one says it all
		}
	}
	b.inputs = append(b.inputs[:n], in)
	select {
	case b.filled <- struct{}{}:
	default:
	}
}

func (b *mailbox) take() []engine.Input {
	b.mu.Lock()
	defer b.mu.Unlock()
	taken := b.inputs
	b.inputs = nil
	return taken
}
