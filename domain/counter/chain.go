package counter

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"fmt"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/mutant"
	"tim/domain/share"
)

// AskBudget is how long a cashier waits for shares that others hold.
const AskBudget = 2 * time.Second

// Uplink is the way to central, as far as a cashier's key may wait for it. It is asked without the Counter's lock held, so
// that an answer can come in by Got.
type Uplink interface {
	// Ask asks central for shares that a use at the counter lacks: so many points of the member's more than are held
	// here, in the order of X6, or the named rights. It returns once Got has what came of it, or why nothing did, in
	// AskBudget at most.
	Ask(ctx context.Context, member string, points int64, wants []share.Units) error
	// Online says whether the last exchange went well. It answers at once and calls nothing of the Counter.
	Online() bool
	// Trouble is the fault code of the last exchange, "" when it went well. It answers at once, as Online does.
	Trouble() string
	// Acked is how much of the present epoch's journal central has stored by its last word, which the ledger may not know
	// yet. It answers at once, as Online does.
	Acked() uint64
}

// Mark is how far somebody has heard of central (SHARES 18): its incarnation, the length of its own journal, and how much
// of this till's journal it had stored then.
type Mark struct {
	Incarnation uint64
	Central     uint64
	Acked       uint64
}

// above says whether a mark is higher: an incarnation is, whatever its journal's length.
func (m Mark) above(o Mark) bool {
	if m.Incarnation != o.Incarnation {
		return m.Incarnation > o.Incarnation
	}
	return m.Central > o.Central || m.Central == o.Central && m.Acked > o.Acked
}

// Chain is what a till knows of its place in a chain and of central. The ledger keeps it.
type Chain struct {
	Till     string        // number
	Epoch    uint32        // of the journal that is written now
	JoinedAt time.Time     // by this clock
	Heard    Mark          // the highest ever heard
	Acked    uint64        // events of this epoch that central has stored, by its last word
	Durable  uint64        // of these, what it won't lose: the till may forget them
	Asked    uint64        // the highest number that a request was ever given
	LastSync time.Time     // the last exchange that went well; zero: none did
	Offset   time.Duration // central's clock less this one's, added to the instants of events
	High     time.Time     // the newest that this clock has shown since the last exchange
	Ended    bool          // central has ended this epoch: it holds nothing any more (SHARES 5)
	Central  string        // central's public key (Ed25519, 32 bytes) as it first told it, "" before: its confirmations verify with it
}

// Code is the canonical form.
func (n *Chain) Code(c *journal.Codec) {
	version := c.Version(2)
	journal.String(c, &n.Till)
	journal.Uint(c, &n.Epoch)
	c.Time(&n.JoinedAt)
	journal.Uint(c, &n.Heard.Incarnation)
	journal.Uint(c, &n.Heard.Central)
	journal.Uint(c, &n.Heard.Acked)
	journal.Uint(c, &n.Acked)
	journal.Uint(c, &n.Durable)
	journal.Uint(c, &n.Asked)
	c.Time(&n.LastSync)
	journal.Int(c, &n.Offset)
	c.Time(&n.High)
	c.Bool(&n.Ended)
	if version > 1 {
		journal.String(c, &n.Central)
	}
}

// syncKept is how old LastSync on disk may be: an idle till doesn't write for every exchange. Older is the safe side.
const syncKept = time.Minute

// Join makes this till one of a chain's, by the number and epoch that central enrolled its journal under, and tells central
// by an event that requests of before are dead and which former journals this till carries. A till that stood alone spent
// what it held no share of: it makes those shares whole, since all that it spent was spent by nobody else. Joining again is
// nothing new.
// Fault: chain.other (have, want) when the journal is another's.
func (c *Counter) Join(ctx context.Context, joined Chain, formers ...Former) error {
	c.acquire()
	defer c.release()
	if joined.Till != c.head.Writer || joined.Epoch != c.head.Epoch {
		return fault.New(fault.Conflict, "chain.other", fault.Args{
			"have": share.Holder{Writer: c.head.Writer, Epoch: c.head.Epoch}.String(),
			"want": share.Holder{Writer: joined.Till, Epoch: joined.Epoch}.String()})
	}
	if c.chain != nil {
		return nil
	}
	now := c.now()
	joined.JoinedAt, joined.High = c.wallAt(now), c.wallAt(now)
	w := c.beginSync(now)
	w.batch.Chain = &joined
	w.makeWhole(c.held, joined.Heard.Incarnation)
	moves := []journal.Move{{Kind: journal.MoveClosed, Request: joined.Asked, Incarnation: joined.Heard.Incarnation}}
	for _, f := range formers {
		moves = append(moves, journal.Move{Kind: journal.MoveFormer, Holder: f.Holder.String(), N: int64(f.Events)})
	}
	w.moving(journal.SharesClosed, &share.Note{Why: "join"}, moves...)
	return c.commit(ctx, w)
}

// wholeMax is how many rights one event makes whole at most: an event must fit into a push.
const wholeMax = 1000

// makeWhole brings what is below 0 in a journal that took what it didn't hold to 0, as if it had got so much of central's
// part before (Held.Put). Request 0 is nobody's: no grant is open on it.
func (w *write) makeWhole(held *share.Held, incarnation uint64) {
	var moves []journal.Move
	for u := range held.Each {
		if u.N < 0 {
			moves = append(moves, journal.Move{Kind: journal.MoveGot, Lot: u.Right, N: -u.N, Incarnation: incarnation})
		}
	}
	slices.SortFunc(moves, func(a, b journal.Move) int { return cmp.Compare(a.Lot, b.Lot) })
	for some := range slices.Chunk(moves, wholeMax) {
		w.moving(journal.SharesGot, &share.Note{Why: "join"}, some...)
	}
}

// Former is the journal of a former epoch, of so many events, that a till carries: a central that was restored waits for it
// (SHARES 17).
type Former struct {
	Holder share.Holder
	Events uint64
}

// Chain is what is known of the chain; false while the till stands alone.
func (c *Counter) Chain() (Chain, bool) {
	c.acquire()
	defer c.release()
	if c.chain == nil {
		return Chain{}, false
	}
	return *c.chain, true
}

// End notes that central has ended this till's epoch, retired or forked as it is: nothing is spent from its shares any more
// and no order acted on, while it goes on selling and its journal goes up.
func (c *Counter) End(ctx context.Context) error {
	c.acquire()
	defer c.release()
	if err := c.enrolled(); err != nil || c.chain.Ended {
		return err
	}
	w := c.beginSync(c.now())
	next := *c.chain
	next.Ended = true
	w.batch.Chain = &next
	return c.commit(ctx, w)
}

// Head is where the journal stands: what is behind Chain.Acked waits to be sent.
func (c *Counter) Head() journal.Head {
	c.acquire()
	defer c.release()
	return c.head
}

// Outbox is events of this till behind a cursor, as Journal.Events gives them. It holds nobody up.
func (c *Counter) Outbox(ctx context.Context, epoch uint32, after uint64, events, bytes int) (journal.Head, []journal.Record, []journal.Seal, error) {
	return c.Ledger.Events(ctx, epoch, after, events, bytes)
}

// NextRequest is a number that no request has had, on disk before it is used. Fault: share.unenrolled of a till that
// stands alone, as all that follow.
func (c *Counter) NextRequest(ctx context.Context) (uint64, error) {
	c.acquire()
	defer c.release()
	if err := c.enrolled(); err != nil {
		return 0, err
	}
	w := c.beginSync(c.now())
	next := *c.chain
	next.Asked++
	w.batch.Chain = &next
	if err := c.commit(ctx, w); err != nil {
		return 0, err
	}
	return next.Asked, nil
}

// Got takes what central granted on a request into this till's share (SHARES 10). What was got before, or is nothing, is
// nothing new. Faults: share.retired behind End; share.closed; share.incarnation (now) when the grant is of another than
// the last Close named.
func (c *Counter) Got(ctx context.Context, request, incarnation uint64, units []share.Units) error {
	c.acquire()
	defer c.release()
	if err := c.enrolled(); err != nil {
		return err
	}
	requests := c.held.Requests()
	switch {
	case c.chain.Ended:
		return fault.New(fault.Forbidden, "share.retired", nil)
	case mutant.GetsOldGrants:
	case request <= requests.Closed:
		return fault.New(fault.Conflict, "share.closed", nil)
	case incarnation != requests.Incarnation:
		return fault.New(fault.Conflict, "share.incarnation", fault.Args{"now": int64(requests.Incarnation)})
	case len(units) == 0 || requests.HasGot(request):
		return nil
	}
	var moves []journal.Move
	for _, u := range units {
		if u.N > 0 {
			moves = append(moves, journal.Move{Kind: journal.MoveGot, Lot: u.Right, N: u.N, Request: request, Incarnation: incarnation})
		}
	}
	w := c.beginSync(c.now())
	w.moving(journal.SharesGot, &share.Note{}, moves...)
	return c.commit(ctx, w)
}

// Close tells central, by an event, that requests up to the last asked and not got are dead: at the start, at a new
// incarnation, on giving one up, hourly. Grants of that incarnation may be got from then on.
func (c *Counter) Close(ctx context.Context, incarnation uint64) error {
	c.acquire()
	defer c.release()
	if err := c.enrolled(); err != nil {
		return err
	}
	w := c.beginSync(c.now())
	w.moving(journal.SharesClosed, &share.Note{}, journal.Move{Kind: journal.MoveClosed, Request: c.chain.Asked, Incarnation: incarnation})
	return c.commit(ctx, w)
}

// GiveBack returns shares to central by an event, as far as they are held and no open order is on them, and says what it
// returned. why is a code for the journal: "cart", "recall", "exit". Only a till that is linked gives back (SHARES 12):
// that is the caller's to know.
func (c *Counter) GiveBack(ctx context.Context, why string, units []share.Units) ([]share.Units, error) {
	c.acquire()
	defer c.release()
	if err := c.enrolled(); err != nil {
		return nil, err
	}
	var moves []journal.Move
	var given []share.Units
	left := map[string]int64{} // a right may be named twice
	for _, u := range units {
		if _, named := left[u.Right]; !named {
			left[u.Right] = c.held.Units(u.Right)
		}
		if n := min(u.N, left[u.Right]); n > 0 && !c.needed(u.Right) {
			left[u.Right] -= n
			given = append(given, share.Units{Right: u.Right, N: n})
			moves = append(moves, journal.Move{Kind: journal.MoveReturn, Lot: u.Right, N: n})
		}
	}
	if len(moves) == 0 {
		return nil, nil
	}
	w := c.beginSync(c.now())
	w.moving(journal.SharesReturned, &share.Note{Why: why}, moves...)
	if err := c.commit(ctx, w); err != nil {
		return nil, err
	}
	return given, nil
}

// Reread takes over what came from central: a page was applied. Who may sign in counts at once; programme, prices and rewards
// only between carts. What changed of an open cart's member is said by a Notice. Transfers that the bank told of pay their carts.
func (c *Counter) Reread(ctx context.Context) error {
	c.acquire()
	defer c.release()
	if err := c.learnNews(ctx); err != nil {
		return err
	}
	return c.land(ctx)
}

// learnNews takes over settings, and what changed of the open cart's member.
func (c *Counter) learnNews(ctx context.Context) error {
	if c.cart.ID == "" {
		return c.settings(ctx)
	}
	staff, err := c.Settings.Staff(ctx)
	if err != nil {
		return fmt.Errorf("read the staff: %w", err)
	}
	c.staff = staff
	before, now := c.member, c.now()
	if err := c.reread(ctx); err != nil || before == nil {
		return err
	}
	if from, to := before.at(now).Usable, c.member.at(now).Usable; from != to {
		c.notice = &Notice{Code: "member.changed", Args: fault.Args{"name": c.member.profile.Name, "from": from, "to": to}}
	}
	return nil
}

func (c *Counter) reread(ctx context.Context) error {
	if c.member == nil {
		return nil
	}
	member, err := c.attach(ctx, c.member.profile.ID)
	if err != nil {
		return err
	}
	if err := c.furnish(ctx, member); err != nil {
		return err
	}
	c.member = member
	return nil
}

// Heard notes what an exchange that went well told: central's mark, up to where this till's events won't be lost there,
// and how far central's clock is ahead of this one.
func (c *Counter) Heard(ctx context.Context, mark Mark, durable uint64, offset time.Duration) error {
	c.acquire()
	defer c.release()
	if err := c.enrolled(); err != nil {
		return err
	}
	next := *c.chain
	next.Acked, next.Durable, next.Offset = mark.Acked, durable, offset.Truncate(time.Millisecond)
	if mark.above(next.Heard) {
		next.Heard = mark
	}
	wall := c.clock()
	next.LastSync, next.High = wall, wall
	same := next
	same.LastSync, same.High = c.chain.LastSync, c.chain.High
	if same == *c.chain && wall.Sub(c.synced) < syncKept && !wall.Before(c.synced) {
		c.chain = &next
		return nil
	}
	w := c.beginSync(c.now())
	w.batch.Chain = &next
	return c.commit(ctx, w)
}

// Confirmed takes central's counter-signature of this journal. The ledger has it with the next Heard, or with Settle; until then a
// crash costs no more than that. key is central's, where it told it; the first one is kept and no other believed (central.key). What
// isn't of this journal is nothing.
func (c *Counter) Confirmed(word journal.Confirmation, key ed25519.PublicKey) error {
	c.acquire()
	defer c.release()
	if err := c.enrolled(); err != nil {
		return err
	}
	h := word.Head
	if h.Writer != c.head.Writer || h.Epoch != c.head.Epoch || h.Seq > c.head.Seq || c.confirmed != nil && h.Seq <= c.confirmed.Head.Seq {
		return nil
	}
	next := *c.chain
	if next.Central == "" {
		next.Central = string(key)
	}
	if !word.Valid(ed25519.PublicKey(next.Central)) {
		return fault.New(fault.Forbidden, "central.key", nil)
	}
	c.chain, c.confirmed, c.unsettled = &next, &word, true
	return nil
}

// Settle writes down what was confirmed and isn't in the ledger yet.
func (c *Counter) Settle(ctx context.Context) error {
	c.acquire()
	defer c.release()
	if !c.unsettled {
		return nil
	}
	w := c.beginSync(c.now())
	next := *c.chain
	w.batch.Chain = &next
	return c.commit(ctx, w)
}
