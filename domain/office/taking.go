package office

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"tim/domain/catalog"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/mutant"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/share"
)

// taking applies the new events of one push.
type taking struct {
	office   *Office
	tx       Tx
	now      time.Time
	received time.Time // when central first had the events: now, or earlier of a body that is tried again
	again    bool      // a body is tried again: its till's journal has gone on since
	till     Till      // as it then stands
	keys     map[string][]byte
	books    *books
	problems []Problem
	excepted map[string]bool
	members  map[string]*touched // judged when all is in
	stamping stamping
	known    uint64       // of the epoch's events, before the push
	proved   *provedPush  // nil where nothing was foreseen
	shifts   *report.Roll // nil until the push brings something of shifts
}

// takeOf is a posting that took points.
type takeOf struct {
	seq     uint64
	posting loyalty.Posting
}

func (g *taking) all(records []journal.Record, seals []journal.Seal) error {
	book, known := share.Book{Books: g.books}, g.till.Seq
	g.known = known
	for _, r := range records {
		if err := g.tx.Take(g.till.Holder, r); err != nil {
			return err
		}
		e := g.asTaken(r.Event)
		if mutant.QuarantinesEnvelopes {
			if _, err := effectsOf(e); err != nil {
				e.Moves = nil
			}
		}
		if err := book.Apply(e); err != nil {
			return err
		}
		if err := errors.Join(g.body(e, r.Bytes), g.shift(e), g.heardOfNumbers(e)); err != nil {
			return err
		}
		g.till.Seq, g.till.Hash = e.Seq, r.Hash
	}
	for _, s := range seals {
		if s.To > known {
			s.Epoch = g.till.Epoch // the key under which it is stored; a branch's verifies with the epoch's own
			if err := g.tx.Put(s); err != nil {
				return err
			}
		}
	}
	g.till.SpokenAt = g.now
	return errors.Join(g.tx.Put(g.till), g.stamp(), g.judge(), g.books.flush(), g.office.decideReturns(g.tx, g.now))
}

// asTaken is an event as of the journal that it is stored in: a branch's own epoch.
func (g *taking) asTaken(e journal.Event) journal.Event {
	e.Epoch = g.till.Epoch
	return e
}

// body applies what only the event's body says. One that can't be read is kept and told.
func (g *taking) body(e journal.Event, bytes []byte) error {
	err := g.apply(e)
	if !errors.Is(err, errUnread) {
		return err
	}
	if err := errors.Join(g.except(e, BodyUnread, "", "", ""), noteUnread(g.tx, e, 1)); err != nil {
		return err
	}
	return g.tx.Put(Quarantined{ID: UnreadID(g.till.Holder, e.Seq), At: g.now, Source: tillSource, Topic: e.Kind.String(), Reason: err.Error(), Body: bytes})
}

// apply works an event's body. It writes nothing when that can't be read.
func (g *taking) apply(e journal.Event) error {
	if e.Kind == journal.MemberCreated || e.Kind == journal.MemberChanged {
		return g.member(e)
	}
	if e.Kind == journal.MemberAttached {
		return g.attached(e)
	}
	if e.Kind == journal.TransferLanded {
		return g.landed(e)
	}
	f, err := g.proved.read(e)
	if err != nil {
		return unread("body", err)
	}
	for i := range f.Postings {
		f.Postings[i].Ref = PostingRef(e, i)
	}
	g.touches(e, f)
	g.ahead(e, f.Postings)
	if len(f.Postings) > 0 {
		if err := g.tx.Post(g.till.Holder, e.Seq, f.Postings); err != nil {
			return err
		}
	}
	for _, v := range f.Vouchers {
		if err := g.voucher(e, v); err != nil {
			return err
		}
	}
	if err := g.stock(f); err != nil {
		return err
	}
	if f.Order != nil {
		if err := g.order(e, *f.Order); err != nil {
			return err
		}
	}
	if o := cmp.Or(f.Order, f.Later); o != nil {
		if err := g.invoice(e, *o); err != nil {
			return err
		}
	}
	if f.Later != nil {
		if err := g.later(e, *f.Later); err != nil {
			return err
		}
	}
	return g.trusted(e, f)
}

// attached notes that a member stands at a shop's counter: the account comes down to its tills at once.
func (g *taking) attached(e journal.Event) error {
	var body sale.Attachment
	if err := journal.Decode(e.Body, &body); err != nil {
		return unread("body", err)
	}
	if body.Member == "" {
		return nil
	}
	return Seen(g.tx, g.till.Shop, body.Member, e.At)
}

// effect is what an event's body says was done.
type effect struct {
	Postings []loyalty.Posting
	Order    *sale.Order // as filed; nil while it is a cart
	Later    *sale.Order // whose newest return is central's to decide, as a till without its pen knows it: it files nothing
	Vouchers []loyalty.Voucher
	Issued   int64 // vouchers of a reward, below 0 handed back
}

// effectsOf reads the body of an event of a till, or of central.
func effectsOf(e journal.Event) (f effect, err error) {
	switch e.Kind {
	case journal.OrderOpened, journal.PointsUsed, journal.PointsUseUndone, journal.VoucherApplied, journal.VoucherRemoved, journal.ExchangeStarted,
		journal.OrderFiled, journal.OrderPaid, journal.OrderDelivered, journal.OrderReturned, journal.OrderVoided:
		var body sale.Filed
		err = journal.Decode(e.Body, &body)
		f.Postings, f.Vouchers = body.Postings, body.Vouchers
		switch {
		case goodsOnly(e, body.Order):
			f.Later = &body.Order
		case !body.Order.PlacedAt.IsZero():
			f.Order = &body.Order
		}
	case journal.VoucherRedeemed, journal.VoucherReturned:
		var body loyalty.VoucherMoved
		err = journal.Decode(e.Body, &body)
		f.Postings, f.Vouchers, f.Issued = body.Postings, []loyalty.Voucher{body.Voucher}, 1
		if e.Kind == journal.VoucherReturned {
			f.Issued = -1
		}
	case journal.MembersMerged, journal.PointsAdjusted, journal.EventsStamped, journal.OrderToppedUp, journal.ExpiryApplied:
		var body Posted
		err = journal.Decode(e.Body, &body)
		f.Postings = body.Postings
	default:
		if e.Kind == 0 || e.Kind > journal.NewestKind {
			err = fmt.Errorf("kind %d is of a newer program", e.Kind)
		}
	}
	return f, err
}

// voucher puts a voucher as the till's event left it beside what is known: the higher generation has the last word.
func (g *taking) voucher(e journal.Event, v loyalty.Voucher) error {
	known, err := g.tx.Voucher(v.ID)
	if err != nil && !absent(err) {
		return err
	}
	stands, twice := v, false
	if err == nil {
		stands, twice = newerVoucher(known, v)
	}
	if twice {
		if err := g.except(e, VoucherTwice, v.Member, v.Order, v.ID); err != nil {
			return err
		}
	}
	return g.tx.Put(stands)
}

// newerVoucher is how a voucher stands by two words on it, in whatever order they come, and whether they can't both be.
func newerVoucher(a, b loyalty.Voucher) (loyalty.Voucher, bool) {
	if a.Generation != b.Generation {
		if a.Generation > b.Generation {
			return a, false
		}
		return b, false
	}
	used := func(v loyalty.Voucher) bool { return v.Order != "" }
	gone := func(v loyalty.Voucher) bool { return used(v) || !v.HandedBackAt.IsZero() }
	switch {
	case !gone(a):
		return b, false
	case !gone(b):
		return a, false
	case used(a) && used(b):
		if a.UsedAt.After(b.UsedAt) || a.UsedAt.Equal(b.UsedAt) && a.Order > b.Order {
			return b, true
		}
		return a, a.Order != b.Order
	case used(b):
		return b, true
	case used(a):
		return a, true
	case b.HandedBackAt.Before(a.HandedBackAt):
		return b, false
	}
	return a, false
}

// stock counts what a till issued of a reward.
func (g *taking) stock(f effect) error {
	if f.Issued == 0 {
		return nil
	}
	reward := f.Vouchers[0].Reward
	if _, err := g.tx.Reward(reward); reward == "" || absent(err) {
		return nil
	}
	return countIssued(g.tx, reward, f.Issued)
}

// order files an order as it stood behind the event. What a retired epoch says late, and what could be read only now,
// doesn't undo what happened since.
func (g *taking) order(e journal.Event, o sale.Order) error {
	if g.till.RetiredAt.IsZero() && !g.again {
		return g.file(e, o)
	}
	known, err := g.tx.Order(o.Key())
	if err == nil && lastChange(known).After(lastChange(o)) {
		if g.again {
			return nil // its own journal told on, or whoever had it then
		}
		return g.except(e, OrderPast, o.Member, o.Key(), "")
	}
	if err != nil && !absent(err) {
		return err
	}
	return g.file(e, o)
}

func (g *taking) file(e journal.Event, o sale.Order) error {
	if e.Kind == journal.OrderPaid && o.Member != "" {
		if earned, _ := o.Points(); len(o.Returns) == 0 && o.Earned != 0 && earned.Reward != o.Earned {
			if err := g.except(e, EarnedDiffers, o.Member, o.Key(), fmt.Sprintf("%d %d", o.Earned, earned.Reward)); err != nil {
				return err
			}
		}
	}
	if told, is := g.members[o.Member]; is {
		if _, is := told.orders[o.Key()]; is {
			told.orders[o.Key()] = &o
		}
	}
	return g.tx.Put(TakenOrder{Order: o, By: g.till.Holder, Seq: e.Seq})
}

// lastChange is when something last happened to an order.
func lastChange(o sale.Order) time.Time {
	last := o.OpenedAt
	times := []time.Time{o.PlacedAt, o.PaidAt, o.DeliveredAt, o.CancelledAt}
	for _, r := range o.Returns {
		times = append(times, r.At)
	}
	for _, t := range times {
		if t.After(last) {
			last = t
		}
	}
	return last
}

// trusted notes points taken on trust (SHARES 7): how many, of which lots.
func (g *taking) trusted(e journal.Event, f effect) error {
	var lots []string
	for _, m := range e.Moves {
		if m.Kind == journal.MoveTrust {
			lots = append(lots, fmt.Sprintf("%s %d", m.Lot, m.N))
		}
	}
	if len(lots) == 0 {
		return nil
	}
	member, order := "", ""
	for _, p := range f.Postings {
		if loyalty.OnTrust(p.Takes) > 0 {
			member, order = p.Member, p.Order
		}
	}
	return g.except(e, TrustTaken, member, order, strings.Join(lots, ", "))
}

// member stores who a till wrote down. Two who were born with one phone are one: the later flows into the earlier
// (SHARES 24).
func (g *taking) member(e journal.Event) error {
	var body catalog.MemberCreated
	if err := journal.Decode(e.Body, &body); err != nil {
		return unread("body", err)
	}
	known, err := g.tx.Member(body.ID)
	isNew := absent(err)
	if !isNew && (err != nil || g.again || known.Erased()) { // read late: whoever is known has perhaps been changed since
		return err
	}
	key := g.keys[body.ID]
	if len(key) == 0 {
		key = known.Key
	}
	plain, err := journal.OpenPersonal(key, body.Sealed)
	if err != nil {
		return unread("key", err)
	}
	m := Member{CreatedAt: e.At, Into: known.Into, Key: key}
	if err := journal.Decode(plain, &m.Member); err != nil || m.ID != body.ID {
		return unread("member", err)
	}
	if !isNew {
		m.CreatedAt = known.CreatedAt
	}
	other, err := resolveByPhone(g.tx, m.Phone)
	if err != nil && !absent(err) {
		return err
	}
	same := err == nil && m.Phone != "" && other.ID != m.ID && m.Into == ""
	if err := g.tx.Put(m); err != nil || !same {
		return err
	}
	if !isNew {
		return g.except(e, PhoneTaken, m.ID, "", other.ID)
	}
	from, to := m, other
	if m.CreatedAt.Before(other.CreatedAt) || m.CreatedAt.Equal(other.CreatedAt) && m.ID < other.ID {
		from, to = other, m
	}
	return g.office.merge(g.tx, from, to, g.now)
}

// touched is what of an account a push changed.
type touched struct {
	takes  []takeOf
	since  time.Time              // the earliest instant that ranking points changed at; zero while none did
	orders map[string]*sale.Order // told of, by key: as it was filed, nil while it wasn't
}

func (g *taking) touch(member string) *touched {
	t := g.members[member]
	if t == nil {
		t = &touched{orders: map[string]*sale.Order{}}
		g.members[member] = t
	}
	return t
}

// touches notes what an event does to accounts.
func (g *taking) touches(e journal.Event, f effect) {
	for _, p := range f.Postings {
		if len(p.Takes) > 0 {
			t := g.touch(p.Member)
			t.takes = append(t.takes, takeOf{e.Seq, p})
		}
		if p.Ranking == 0 {
			continue
		}
		at := p.Ref.At
		if at.After(g.received) {
			at = g.received
		}
		if t := g.touch(p.Member); t.since.IsZero() || at.Before(t.since) {
			t.since = at
		}
	}
	if o := f.Order; o != nil && o.Member != "" && !o.PaidAt.IsZero() {
		g.touch(o.Member).orders[o.Key()] = nil
	}
}

func exceptionID(h share.Holder, seq uint64, kind string) string {
	return fmt.Sprintf("%s/%d/%s", h, seq, kind)
}

// except notes an exception once, and tells it.
func (g *taking) except(e journal.Event, kind, member, order, detail string) error {
	id := exceptionID(g.till.Holder, e.Seq, kind)
	if g.excepted[id] {
		return nil
	}
	g.excepted[id] = true
	g.problems = append(g.problems, Problem{Seq: e.Seq, Code: kind})
	return g.tx.Put(Exception{ID: id, At: g.now, Kind: kind, Till: g.till.Holder, Seq: e.Seq, Member: member, Order: order, Detail: detail})
}
