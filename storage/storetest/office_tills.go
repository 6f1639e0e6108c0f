package storetest

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
)

var firstTill = share.Holder{Writer: "01", Epoch: 1}

// tillOf is a till with a journal of so many events, each of which took a point of a lot.
func tillOf(h share.Holder, at time.Time, events int) (t office.Till, records []journal.Record, seals []journal.Seal) {
	head := journal.Head{Writer: h.Writer, Epoch: h.Epoch}
	for i := range events {
		draft := journal.Event{ID: h.String() + string(rune('a'+i)), At: at, Wall: at, Kind: journal.SharesReturned, Body: journal.Encode(&share.Note{}),
			Moves: []journal.Move{{Kind: journal.MoveTake, Lot: "web/1", N: 1}}}
		more, seal, next := journal.Extend(head, Key(), []journal.Event{draft})
		records, seals, head = append(records, more...), append(seals, seal), next
	}
	return office.Till{Holder: h, Shop: "q1", PublicKey: Key().Public(), EnrolledAt: at, SpokenAt: at, Seq: head.Seq, Hash: head.Hash}, records, seals
}

// take stores a till with its journal, and what that did to the lot.
func (b *branch) take(t *testing.T, till office.Till, records []journal.Record, seals []journal.Seal) {
	t.Helper()
	b.write(t, func(tx office.Tx) error {
		row, err := tx.Right("web/1")
		for _, r := range records {
			err = errors.Join(err, tx.Take(till.Holder, r))
		}
		for _, s := range seals {
			err = errors.Join(err, tx.Put(s))
		}
		row.Taken += int64(len(records))
		row.Out = append(row.Out, share.Part{Holder: till.Holder, Units: -int64(len(records)), Open: 5, Released: 2, Base: 7})
		return errors.Join(err, tx.Put(till), tx.Put(office.Right{Name: "web/1", Row: row}))
	})
}

func (b *branch) look(t *testing.T, look func(office.Reader) error) {
	t.Helper()
	if err := b.Read(ctx, look); err != nil {
		t.Fatal(err)
	}
}

func testOfficeTills(t *testing.T, b *branch) {
	later := share.Holder{Writer: "01", Epoch: 2}
	other := share.Holder{Writer: "1", Epoch: 1}
	for _, h := range []share.Holder{later, other, firstTill} {
		till, records, seals := tillOf(h, officeDay, 5)
		b.take(t, till, records, seals)
	}
	b.reopen(t)
	b.look(t, func(r office.Reader) error {
		till, records, seals := tillOf(later, officeDay, 5)
		got, err := r.Till(later)
		if err != nil || !reflect.DeepEqual(got, till) {
			t.Errorf("%+v, %v", got, err)
		}
		all, err := r.Tills()
		var names []share.Holder
		for _, t := range all {
			names = append(names, t.Holder)
		}
		if err != nil || !slices.Equal(names, []share.Holder{firstTill, later, other}) {
			t.Errorf("%v, %v", names, err)
		}
		for writer, want := range map[string][]share.Holder{firstTill.Writer: {firstTill, later}, other.Writer: {other}, "0": nil} {
			var own []share.Holder
			epochs, err := r.TillsOf(writer)
			for _, t := range epochs {
				own = append(own, t.Holder)
			}
			if err != nil || !slices.Equal(own, want) {
				t.Errorf("of till %s: %v, %v", writer, own, err)
			}
		}
		for after := range uint64(6) {
			some, sealed, err := r.TillEvents(later, after, 2)
			end := min(after+2, 5)
			if err != nil || !sameList(some, records[after:end]) || !sameList(sealed, seals[after:end]) {
				t.Errorf("behind %d: %+v, %+v, %v", after, some, sealed, err)
			}
		}
		if _, err := r.Till(share.Holder{Writer: "02", Epoch: 1}); fault.Code(err) != "till.unknown" {
			t.Error(err)
		}
		row, err := r.Right("web/1")
		if err != nil || row.Taken != 15 || len(row.Out) != 3 || row.Out[0] != (share.Part{Holder: later, Units: -5, Open: 5, Released: 2, Base: 7}) {
			t.Errorf("%+v, %v", row, err)
		}
		if row, err := r.Right("web/2"); err != nil || !reflect.DeepEqual(row, share.Row{}) {
			t.Errorf("%+v, %v", row, err)
		}
		return nil
	})
}

func sameList[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || reflect.DeepEqual(a, b))
}

// officeDay is the instant of these tests.
var officeDay = time.Date(2026, 11, 21, 7, 5, 0, 0, time.UTC)

func testOfficeShares(t *testing.T, b *branch) {
	holding := office.Holding{Holder: firstTill, Points: 40, Holding: share.Holding{Enrolled: true, Retired: true, Applied: 9, Closed: 3, Fresh: 2,
		Got: []uint64{4, 7}, Open: map[uint64][]share.Units{5: {{Right: "web/1", N: 40}}, 6: {{Right: "pen:web/1", N: 1}}},
		FormerNeeds: map[share.Holder]uint64{{Writer: "01", Epoch: 7}: 12, {Writer: "01", Epoch: 6}: 3}}}
	chain := office.Chain{Incarnation: 3, Waiting: []share.Holder{firstTill}, Recalls: 8, Tries: 2, Since: officeDay}
	ticket := office.Ticket{Hash: journal.Hash{1, 2}, Shop: "q1", Till: "01", ExpiresAt: officeDay, UsedAt: officeDay}
	recall := office.Recall{ID: 8, Holder: firstTill, Right: "web/1", N: 40, At: officeDay}
	older := office.Recall{ID: 7, Holder: firstTill, Right: "web/2", N: 1, At: officeDay}
	b.look(t, func(r office.Reader) error {
		if c, err := r.Chain(); err != nil || c.Incarnation != 1 {
			t.Errorf("before all: %+v, %v", c, err)
		}
		if m, err := r.Holding(firstTill); err != nil || !reflect.DeepEqual(m, office.Holding{Holder: firstTill}) {
			t.Errorf("before all: %+v, %v", m, err)
		}
		return nil
	})
	b.put(t, holding, chain, ticket, recall, older)
	b.reopen(t)
	b.look(t, func(r office.Reader) error {
		if m, err := r.Holding(firstTill); err != nil || !reflect.DeepEqual(m, holding) {
			t.Errorf("%+v, %v", m, err)
		}
		if c, err := r.Chain(); err != nil || !reflect.DeepEqual(c, chain) {
			t.Errorf("%+v, %v", c, err)
		}
		if k, err := r.Ticket(ticket.Hash); err != nil || k != ticket {
			t.Errorf("%+v, %v", k, err)
		}
		if _, err := r.Ticket(journal.Hash{9}); fault.Code(err) != "enrol.code" {
			t.Error(err)
		}
		if list, err := r.Recalls(firstTill); err != nil || !slices.Equal(list, []office.Recall{older, recall}) {
			t.Errorf("%+v, %v", list, err)
		}
		return nil
	})
	b.put(t, office.Recall{ID: 8, Holder: firstTill, Done: true})
	b.look(t, func(r office.Reader) error {
		if list, err := r.Recalls(firstTill); err != nil || !slices.Equal(list, []office.Recall{older}) {
			t.Errorf("answered: %+v, %v", list, err)
		}
		return nil
	})
}

func testOfficeExceptions(t *testing.T, b *branch) {
	var all []office.Exception
	for i := range 5 {
		e := office.Exception{ID: "01/1/" + string(rune('5'-i)), At: officeDay.Add(time.Duration(i) * time.Second), Kind: office.TakeLate, Till: firstTill,
			Seq: uint64(i), Member: "m1", Order: "store/1", Detail: "web/1 -3"}
		b.put(t, e, e)
		if i == 3 {
			e.ReconciledAt, e.By, e.Reason = officeDay.Add(time.Hour), "nam", "đã gọi khách"
			b.put(t, e)
		}
		all = append(all, e)
	}
	b.look(t, func(r office.Reader) error {
		var got []office.Exception
		for next, more := "", true; more; more = next != "" {
			some, following, err := r.Exceptions(office.Page{Cursor: next, Limit: 2})
			if err != nil || len(some) > 2 {
				t.Fatal(some, err)
			}
			got, next = append(got, some...), following
		}
		if !slices.Equal(got, all) {
			t.Errorf("%+v", got)
		}
		return nil
	})
}

// What a till's event did lies among central's own, and is found as that is.
func testOfficeTaken(t *testing.T, b *branch) {
	order := sale.Order{Channel: sale.Store, ID: "o1", Till: "01", Member: "m1", OpenedAt: officeDay, PlacedAt: officeDay, PaidAt: officeDay}
	lot := loyalty.Lot{ID: order.Key(), Root: order.Key(), Order: order.Key(), Points: 7, AroseAt: officeDay, UsableAt: officeDay}
	postings := []loyalty.Posting{{Member: "m1", Kind: loyalty.Earn, Order: order.Key(), Lots: []loyalty.Lot{lot}}}
	e := journal.Event{ID: "e1", At: officeDay, Wall: officeDay, Kind: journal.OrderPaid, Body: journal.Encode(&sale.Filed{Order: order, Postings: postings})}
	records, seal, head := journal.Extend(journal.Head{Writer: "01", Epoch: 1}, Key(), []journal.Event{e})
	postings[0].Ref = office.PostingRef(records[0].Event, 0)
	till := office.Till{Holder: firstTill, PublicKey: Key().Public(), Seq: 1, Hash: head.Hash}
	mark := func() (m string) {
		b.look(t, func(r office.Reader) (err error) { m, err = r.Mark("m1"); return err })
		return m
	}
	before := mark()
	b.write(t, func(tx office.Tx) error {
		return errors.Join(tx.Take(firstTill, records[0]), tx.Put(seal), tx.Post(firstTill, 1, postings), tx.Put(till),
			tx.Put(office.TakenOrder{Order: order, By: firstTill, Seq: 1}))
	})
	if mark() == before {
		t.Error("the account has changed and its mark hasn't")
	}
	failed := errors.New("no")
	if err := b.Write(ctx, func(tx office.Tx) error { return errors.Join(tx.Post(firstTill, 2, postings), failed) }); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	b.reopen(t)
	b.look(t, func(r office.Reader) error {
		if got, err := r.Postings("m1"); err != nil || !reflect.DeepEqual(got, postings) {
			t.Errorf("%+v, %v", got, err)
		}
		if o, err := r.Order(order.Key()); err != nil || !reflect.DeepEqual(o, order) {
			t.Errorf("%+v, %v", o, err)
		}
		if list, _, err := r.OrdersOf("m1", time.Time{}, time.Time{}, office.Page{Limit: 5}); err != nil || len(list) != 1 {
			t.Errorf("%+v, %v", list, err)
		}
		if h, err := r.Head(); err != nil || h.Seq != 0 {
			t.Errorf("central's own journal: %+v, %v", h, err)
		}
		return nil
	})
}

func testOfficeVoucherIssued(t *testing.T, b *branch) {
	v := loyalty.Voucher{ID: "912345678901234567", Issue: "0193", Generation: 1, Member: "m1", IssuedAt: officeDay}
	b.put(t, v)
	v.Generation = 2
	b.put(t, v)
	b.look(t, func(r office.Reader) error {
		if got, err := r.VoucherIssued("0193"); err != nil || got.ID != v.ID || got.Generation != 2 {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := r.VoucherIssued("0194"); fault.Code(err) != "voucher.unknown" {
			t.Error(err)
		}
		return nil
	})
}
