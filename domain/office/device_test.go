package office_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"slices"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
)

// device is a till as central meets it: a journal in its own hand, and what it holds by that.
type device struct {
	t       testing.TB
	key     journal.Key
	head    journal.Head
	records []journal.Record
	seals   []journal.Seal
	held    *share.Held
	keys    map[string][]byte
	asked   uint64
	now     time.Time
	ids     ident.Minter
	sales   int
	sold    []sale.Order // as they were paid
}

// counting is entropy that repeats itself from test to test and never from id to id.
type counting struct{ n uint64 }

func (c *counting) Read(b []byte) (int, error) {
	for i := range b {
		c.n = c.n*6364136223846793005 + 1442695040888963407
		b[i] = byte(c.n >> 56)
	}
	return len(b), nil
}

func aKey(seed byte) journal.Key {
	return journal.Key(ed25519.NewKeyFromSeed(slices.Repeat([]byte{seed}, ed25519.SeedSize)))
}

// newDevice is a till's epoch that nobody has enrolled.
func newDevice(t testing.TB, h share.Holder, seed byte) *device {
	return &device{t: t, key: aKey(seed), head: journal.Head{Writer: h.Writer, Epoch: h.Epoch}, held: share.NewHeld(), keys: map[string][]byte{},
		now: at(1), ids: ident.Minter{Entropy: &counting{uint64(seed)}}}
}

// enrolment is a till's first, or with a former device the next epoch of that.
func enrolment(code string, key journal.Key, former *device) office.Enrolment {
	e := office.Enrolment{Code: code, PublicKey: key.Public()}
	signer := key
	if former != nil {
		e.Till, e.Former = former.head.Writer, former.head.Epoch
		if code == "" {
			signer = former.key
		}
	}
	e.Signed = fmt.Appendf(nil, "%s %s %x %d", e.Code, e.Till, e.PublicKey, e.Former)
	e.Signature = signer.Sign(e.Signed)
	return e
}

// till enrols a new one.
func (s *shopOffice) till(seed byte) *device {
	s.t.Helper()
	code, err := s.EnrolCode(context.Background(), "q1")
	if err != nil {
		s.t.Fatal(err)
	}
	got, err := s.Enrol(context.Background(), enrolment(code.Code, aKey(seed), nil))
	if err != nil {
		s.t.Fatal(err)
	}
	d := newDevice(s.t, got.Holder, seed)
	d.close(got.Mark.Incarnation)
	return d
}

func (d *device) holder() share.Holder {
	return share.Holder{Writer: d.head.Writer, Epoch: d.head.Epoch}
}

// write journals one event as a batch of its own.
func (d *device) write(kind journal.Kind, body journal.Coder, moves ...journal.Move) journal.Record {
	d.now = d.now.Add(time.Minute)
	e := journal.Event{ID: d.ids.New(d.now), At: d.now, Wall: d.now, Kind: kind, Moves: moves}
	if body != nil {
		e.Body = journal.Encode(body)
	}
	records, seal, head := journal.Extend(d.head, d.key, []journal.Event{e})
	d.records, d.seals, d.head = append(d.records, records...), append(d.seals, seal), head
	d.held.Apply(records[0].Event)
	return records[0]
}

func (d *device) close(incarnation uint64, former ...*device) {
	d.asked++
	moves := []journal.Move{{Kind: journal.MoveClosed, Request: d.asked, Incarnation: incarnation}}
	for _, f := range former {
		moves = append(moves, journal.Move{Kind: journal.MoveFormer, Holder: f.holder().String(), N: int64(f.head.Seq)})
	}
	d.write(journal.SharesClosed, &share.Note{}, moves...)
}

// sell journals an order paid in cash, with points of those lots taken off first.
func (d *device) sell(member string, price money.VND, takes ...loyalty.Take) sale.Order {
	d.t.Helper()
	d.sales++
	product := milk()
	product.Price = price
	o := sale.Open(fmt.Sprintf("%s-%d-%d", d.head.Writer, d.head.Epoch, d.sales), d.head.Writer, "s1", "hong", d.now)
	o, _, err := o.Add(product, money.Units(1), 0, d.now)
	d.must(err)
	if member != "" {
		o, err = o.Attach(member)
		d.must(err)
	}
	var postings []loyalty.Posting
	if len(takes) > 0 {
		n := int64(0)
		for _, t := range takes {
			n += t.Points
		}
		o, err = o.Using(sale.PointsUse{Points: n, Value: money.VND(n * 1_000), Takes: takes})
		d.must(err)
		postings = append(postings, loyalty.Posting{Member: member, Kind: loyalty.Use, Order: o.Key(), Takes: takes})
	}
	o, err = o.Tendered(sale.Cash, price, "")
	d.must(err)
	return d.pay(o, postings)
}

func (d *device) pay(o sale.Order, postings []loyalty.Posting, vouchers ...loyalty.Voucher) sale.Order {
	d.t.Helper()
	p := simple()
	p.Version = 1
	zone, err := time.LoadLocation(p.TimeZone)
	d.must(err)
	settled, err := o.Pay(p.Freeze(p.Tiers[0], sale.Store, d.now.Add(time.Minute), zone), "HD-"+o.ID, d.now.Add(time.Minute))
	d.must(err)
	postings = append(postings, settled.Postings...)
	moves := append([]journal.Move{{Kind: journal.MoveArise, Lot: share.Pen(o.Key()), N: 1}}, loyalty.Moves(postings)...)
	d.sold = append(d.sold, settled.Order)
	d.write(journal.OrderPaid, &sale.Filed{Order: settled.Order, Postings: postings, Vouchers: vouchers}, moves...)
	return settled.Order
}

// takeBack journals a whole order's return.
func (d *device) takeBack(o sale.Order, account loyalty.Account) {
	d.t.Helper()
	o, err := o.Returned(d.ids.New(d.now), d.now.Add(time.Minute), []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}})
	d.must(err)
	postings := o.LastReturn(account, 0)
	for i := range postings {
		for j := range postings[i].Claws {
			postings[i].Claws[j].Burn = d.held.Burn(postings[i].Claws[j].Lot, postings[i].Claws[j].Points)
		}
	}
	d.write(journal.OrderReturned, &sale.Filed{Order: o, Postings: postings}, loyalty.Moves(postings)...)
}

// got journals a grant.
func (d *device) got(g office.Grant) {
	var moves []journal.Move
	for _, u := range g.Units {
		moves = append(moves, journal.Move{Kind: journal.MoveGot, Lot: u.Right, N: u.N, Request: g.Request})
	}
	d.write(journal.SharesGot, &share.Note{}, moves...)
}

func (d *device) giveBack(right string, n int64) {
	d.write(journal.SharesReturned, &share.Note{}, journal.Move{Kind: journal.MoveReturn, Lot: right, N: n})
}

// enlist journals a new member; its key travels beside the push.
func (d *device) enlist(id, phone, name string) {
	key := d.ids.Bytes(journal.PersonalKeySize)
	m := catalog.Member{ID: id, Phone: phone, Name: name, JoinedAt: d.now}
	sealed := journal.SealPersonal(key, d.ids.Bytes(journal.PersonalNonceSize), journal.Encode(&m))
	d.keys[id] = key
	d.write(journal.MemberCreated, &catalog.MemberCreated{ID: id, Sealed: sealed})
}

func (d *device) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// part is a push of the events behind one up to another.
func (d *device) part(after, to uint64) office.Pushed {
	p := office.Pushed{Holder: d.holder(), Prev: journal.Head{Writer: d.head.Writer, Epoch: d.head.Epoch, Seq: after}, Keys: d.keys}
	if after > 0 {
		p.Prev.Hash = d.records[after-1].Hash
	}
	for _, r := range d.records[after:to] {
		p.Records = append(p.Records, r.Bytes)
	}
	for _, s := range d.seals {
		if s.To > after && s.To <= to {
			p.Seals = append(p.Seals, s)
		}
	}
	return p
}

// push sends all that central hasn't, at the time on the till's clock.
func (s *shopOffice) push(d *device) office.Taken {
	s.t.Helper()
	if d.now.After(s.now) {
		s.now = d.now
	}
	mark, err := s.Mark(context.Background(), d.holder())
	if err != nil {
		s.t.Fatal(err)
	}
	got, err := s.TakeJournal(context.Background(), d.part(mark.Acked, d.head.Seq))
	if err != nil {
		s.t.Fatal(err)
	}
	if got.Seq != d.head.Seq || got.Hash != d.head.Hash {
		s.t.Fatalf("central stands at %d of %d", got.Seq, d.head.Seq)
	}
	return got
}

// ask asks for points of a member and takes what there is into the journal.
func (s *shopOffice) ask(d *device, member string, points int64) office.Grant {
	s.t.Helper()
	d.asked++
	g, err := s.Ask(context.Background(), d.holder(), office.Ask{Request: d.asked, Incarnation: 1, Member: member, Points: points, Use: true})
	if err != nil {
		s.t.Fatal(err)
	}
	if len(g.Units) > 0 {
		d.got(g)
	}
	return g
}

func kindsOf(list []office.Exception) (kinds []string) {
	for _, e := range list {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

// exceptions are the kinds of all that somebody should look at.
func (s *shopOffice) exceptions() []string {
	s.t.Helper()
	list, _, err := s.Exceptions(context.Background(), office.ExceptionFilter{}, office.Page{})
	if err != nil {
		s.t.Fatal(err)
	}
	return kindsOf(list)
}
