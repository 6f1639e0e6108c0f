package storetest

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/domain/shift"
)

// Book writes a till's journal the way its counter does, with a fixed key, clock and entropy.
type Book struct {
	Store counter.Ledger
	Key   journal.Key
	Head  journal.Head
	Now   time.Time
	Mint  ident.Minter
	Sold  int64 // sales so far: the receipts' count
	Held  *share.Held
}

// KeySeed is the entropy that Key is made of.
const KeySeed = "a till's key, only used by tests"

// Key is the signing key of every test journal.
func Key() journal.Key { return journal.Key(ed25519.NewKeyFromSeed([]byte(KeySeed))) }

// NewBook goes on where the ledger stands, or opens its journal as till 01.
func NewBook(t testing.TB, store counter.Ledger) *Book {
	t.Helper()
	start, err := store.Start(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	b := &Book{Store: store, Key: Key(), Head: start.Head, Sold: start.Receipts, Held: share.StoredHeld(start.Held, start.Requests)}
	b.Now = time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC).Add(time.Duration(start.Head.Seq) * time.Minute)
	b.Mint = ident.Minter{Entropy: rand.NewChaCha8([32]byte{byte(start.Head.Seq), byte(start.Head.Seq >> 8)})}
	if start.Head.Seq == 0 {
		b.Head = journal.Head{Writer: "01", Epoch: 1}
		batch := b.Batch(b.Event(journal.JournalOpened, &journal.Opened{PublicKey: b.Key.Public(), Shop: "Tạp hoá Tim", Program: "1"}))
		b.Commit(t, batch)
	}
	return b
}

// Event is a draft of one event.
func (b *Book) Event(kind journal.Kind, body journal.Coder, postings ...loyalty.Posting) journal.Event {
	return journal.Event{ID: b.Mint.New(b.Now), At: b.Now, Wall: b.Now, Boot: "boot", Mono: b.Now.UnixMilli(), Kind: kind,
		Actor: "s1", Moves: loyalty.Moves(postings), Body: journal.Encode(body)}
}

// Batch is what drafts make behind the head; nothing is written and the head doesn't move.
func (b *Book) Batch(drafts ...journal.Event) counter.Batch {
	batch := counter.Batch{Before: b.Head}
	if len(drafts) > 0 {
		batch.Records, batch.Seal, _ = journal.Extend(b.Head, b.Key, drafts)
		b.shares(&batch)
	}
	return batch
}

// shares fills in what a batch's envelopes change of what is held.
func (b *Book) shares(batch *counter.Batch) {
	units, before := map[string]int64{}, b.Held.Requests()
	after := before
	for _, r := range batch.Records {
		for _, m := range r.Event.Moves {
			if n := share.Change(m); n != 0 {
				units[m.Lot] += n
			}
			after = after.After(m)
		}
	}
	for _, right := range slices.Sorted(maps.Keys(units)) {
		if n := units[right]; n != 0 {
			batch.Held = append(batch.Held, share.Units{Right: right, N: b.Held.Units(right) + n})
		}
	}
	if !after.Equal(before) {
		batch.Requests = &after
	}
}

// Commit writes a batch that must be accepted and moves the head.
func (b *Book) Commit(t testing.TB, batch counter.Batch) {
	t.Helper()
	if err := b.Try(batch); err != nil {
		t.Fatal(err)
	}
}

// Try writes a batch and moves the head if it was accepted.
func (b *Book) Try(batch counter.Batch) error {
	if err := b.Store.Commit(context.Background(), batch); err != nil {
		return err
	}
	if n := len(batch.Records); n > 0 {
		last := batch.Records[n-1]
		b.Head.Seq, b.Head.Hash = last.Event.Seq, last.Hash
	}
	for _, r := range batch.Records {
		b.Held.Apply(r.Event)
	}
	b.Now = b.Now.Add(time.Minute)
	return nil
}

// Cart is an open cart with lines, for a member or "" for a walk-in.
func (b *Book) Cart(lines int, member string) sale.Order {
	o := sale.Order{Channel: sale.Store, ID: b.Mint.New(b.Now), Till: "01", Shift: "shift-1", Cashier: "s1", Member: member, OpenedAt: b.Now}
	for i := range lines {
		o.Lines = append(o.Lines, sale.Line{ID: fmt.Sprint(i + 1), SKU: fmt.Sprintf("SP%05d", i), Name: "Cà phê sữa đá hoà tan 20 gói",
			Category: "Đồ uống", Unit: "hộp", Quantity: money.Units(int64(i + 1)), UnitPrice: 32_000, VAT: money.Per100(8)})
	}
	o.LastLine = int64(lines)
	return o
}

// OpenCart is the batch that begins a cart.
func (b *Book) OpenCart(o sale.Order) counter.Batch {
	empty := o
	empty.Lines, empty.LastLine = nil, 0
	event := b.Event(journal.OrderOpened, &sale.Filed{Order: empty})
	event.Moves = []journal.Move{{Kind: journal.MoveArise, Lot: share.Pen(o.Key()), N: 1}}
	batch := b.Batch(event)
	batch.Orders = []sale.Order{o}
	return batch
}

// PaidOrder is a cart as paid in cash and handed over, with the posting of what it earned (none for a walk-in).
func (b *Book) PaidOrder(o sale.Order) (sale.Order, []loyalty.Posting) {
	o = o.Clone()
	o.PlacedAt, o.PaidAt, o.DeliveredAt = b.Now, b.Now, b.Now
	o.Receipt = ident.Receipt(o.Till, b.Sold+1)
	o.Tenders = []sale.Tender{{Kind: sale.Cash, Received: 500_000, Change: 308_000}}
	if o.Member == "" {
		return o, nil
	}
	o.Rule = loyalty.Rule{ProgramVersion: 1, Enabled: true, Tier: "silver", TierName: "Bạc", Rate: money.Per100(100), RankingSpend: 1000,
		RankingPoints: 1, Expiry: loyalty.LotExpiry{Mode: loyalty.ExpiryAfterAccrual, Life: 365 * 24 * time.Hour}, ZoneOffset: 25200}
	o.Earned, o.Ranking, o.Generation = 192, 192, 1
	lot := loyalty.Lot{ID: loyalty.LotID(o.Key(), 1), Root: loyalty.LotID(o.Key(), 1), Order: o.Key(), Points: 192, AroseAt: b.Now,
		UsableAt: b.Now, Expiry: loyalty.LotExpiry{Mode: loyalty.ExpiryAfterAccrual, LapsesAt: b.Now.Add(365 * 24 * time.Hour)}}
	return o, []loyalty.Posting{{Member: o.Member, Kind: loyalty.Earn, Order: o.Key(), Lots: []loyalty.Lot{lot}, Ranking: 192, OrderedAt: b.Now}}
}

// Finish is the batch that finishes a sale.
func (b *Book) Finish(cart sale.Order) counter.Batch {
	order, postings := b.PaidOrder(cart)
	return b.File(journal.OrderPaid, order, postings, b.Sold+1)
}

// File is the batch of one event about an order, with its view and its postings; receipts 0 leaves their count.
func (b *Book) File(kind journal.Kind, order sale.Order, postings []loyalty.Posting, receipts int64) counter.Batch {
	event := b.Event(kind, &sale.Filed{Order: order, Postings: postings}, postings...)
	batch := b.Batch(event)
	batch.Orders, batch.Receipts = []sale.Order{order}, receipts
	for i, p := range postings {
		p.Ref = loyalty.Ref{ID: fmt.Sprintf("%s/%d", event.ID, i+1), At: event.At, Writer: b.Head.Writer, Epoch: b.Head.Epoch, Seq: b.Head.Seq + 1}
		batch.Postings = append(batch.Postings, p)
	}
	return batch
}

// Voucher is one that a member redeems now, of 50.000 ₫ for a month.
func (b *Book) Voucher(member string) loyalty.Voucher {
	amount, days := money.VND(50_000), int64(30)
	reward := loyalty.Reward{ID: "g50", Name: "Giảm 50K", Cost: 100, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &amount}, VoucherDays: &days}
	return reward.Issue(b.Mint.Voucher(), b.Mint.New(b.Now), member, []loyalty.Take{{Lot: "l1", Points: 100}}, b.Now)
}

// Redeem is the batch that issues a voucher.
func (b *Book) Redeem(v loyalty.Voucher) counter.Batch {
	p := loyalty.Posting{Member: v.Member, Kind: loyalty.Redeem, Voucher: v.ID, Takes: v.Takes}
	event := b.Event(journal.VoucherRedeemed, &loyalty.VoucherMoved{Voucher: v, Postings: []loyalty.Posting{p}}, p)
	batch := b.Batch(event)
	p.Ref = loyalty.Ref{ID: event.ID + "/1", At: event.At, Writer: b.Head.Writer, Epoch: b.Head.Epoch, Seq: b.Head.Seq + 1}
	batch.Postings, batch.Vouchers = []loyalty.Posting{p}, []loyalty.Voucher{v}
	return batch
}

// Change is the batch of one event about an order that changes vouchers.
func (b *Book) Change(kind journal.Kind, order sale.Order, vouchers ...loyalty.Voucher) counter.Batch {
	batch := b.Batch(b.Event(kind, &sale.Filed{Order: order, Vouchers: vouchers}))
	batch.Orders, batch.Vouchers = []sale.Order{order}, vouchers
	return batch
}

// SellWith sells to a voucher's member and puts the voucher on the cart on the way, after taking it off once. It gives
// the order as filed and the voucher as it then stands.
func (b *Book) SellWith(t testing.TB, v loyalty.Voucher) (sale.Order, loyalty.Voucher) {
	t.Helper()
	bare := b.Cart(2, v.Member)
	b.Commit(t, b.OpenCart(bare))
	cart := bare.Clone()
	cart.Vouchers = []sale.VoucherUse{{ID: v.ID, Value: 50_000}}
	b.Commit(t, b.Change(journal.VoucherApplied, cart, v.Use(cart.Key(), b.Now)))
	v = v.Back(b.Now, 0)
	b.Commit(t, b.Change(journal.VoucherRemoved, bare, v))
	v = v.Use(cart.Key(), b.Now)
	b.Commit(t, b.Change(journal.VoucherApplied, cart, v))
	batch := b.Finish(cart)
	b.Commit(t, batch)
	b.Sold++
	return batch.Orders[0], v
}

// Sell opens a cart, scans into it and finishes it: three commits. It gives the order as filed.
func (b *Book) Sell(t testing.TB, lines int, member string) sale.Order {
	t.Helper()
	cart := b.Cart(lines, member)
	b.Commit(t, b.OpenCart(cart))
	scanned := b.Batch()
	scanned.Orders = []sale.Order{cart}
	b.Commit(t, scanned)
	batch := b.Finish(cart)
	b.Commit(t, batch)
	b.Sold++
	return batch.Orders[0]
}

// roll writes an event of a shift, with what it does to the till's shifts.
func (b *Book) roll(t testing.TB, roll *report.Roll, kind journal.Kind, body journal.Coder) {
	t.Helper()
	batch := b.Batch(b.Event(kind, body))
	batch.Shifts = []report.Filed{*roll.Apply(batch.Records[0].Event)}
	open := roll.Open()
	batch.Roll = &open
	b.Commit(t, batch)
}

// OpenShift is the batch that opens a shift.
func (b *Book) OpenShift(t testing.TB) shift.Shift {
	t.Helper()
	s, err := shift.Open("shift-1", "01", "s1", 1, shift.Counted{Amount: 500_000}, b.Now)
	if err != nil {
		t.Fatal(err)
	}
	batch := b.Batch(b.Event(journal.ShiftOpened, &s))
	batch.Shifts = []report.Filed{{Shift: s, Epoch: b.Head.Epoch, First: batch.Records[0].Event.Seq}}
	batch.Roll = &report.Roll{Shifts: batch.Shifts, Last: 1}
	b.Commit(t, batch)
	return s
}
