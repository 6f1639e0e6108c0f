package memory_test

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"slices"
	"testing"
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/storage/memory"
	"tim/storage/storetest"
)

var ctx = context.Background()

// told is what a journal says of orders and accounts.
type told struct {
	head     journal.Head
	orders   map[string]sale.Order
	postings map[string][]loyalty.Posting // by member
	held     *share.Held
}

// readJournal checks the chain and the seals of a journal and folds it.
func readJournal(t testing.TB, records []journal.Record, seals []journal.Seal) told {
	t.Helper()
	said := told{orders: map[string]sale.Order{}, postings: map[string][]loyalty.Posting{}, held: share.NewHeld()}
	v := journal.NewVerifier(storetest.Key().Public(), nil)
	for i, r := range records {
		var e journal.Event
		if !v.Event(uint64(i+1), r.Bytes, r.Hash, &e) {
			break
		}
		for len(seals) > 0 && seals[0].To == e.Seq && v.Seal(seals[0]) {
			seals = seals[1:]
		}
		said.held.Apply(e)
		orders, postings, err := office.Effects(e)
		if err != nil {
			t.Error(err)
		}
		for _, o := range orders {
			said.orders[o.Key()] = o
		}
		for _, p := range postings {
			said.postings[p.Member] = append(said.postings[p.Member], p)
		}
	}
	if broken := v.Finish(); broken != nil || len(seals) > 0 {
		t.Errorf("the journal breaks at %+v, %d seals left over", broken, len(seals))
	}
	said.head = v.Head()
	return said
}

// sameStored compares stored documents in their canonical bytes.
func sameStored(t testing.TB, what string, have, want journal.Coder) {
	t.Helper()
	if !bytes.Equal(journal.Encode(have), journal.Encode(want)) {
		t.Errorf("%s is %+v, the journal says %+v", what, have, want)
	}
}

func samePostings(t testing.TB, member string, have, want []loyalty.Posting) {
	t.Helper()
	byPlace := func(a, b loyalty.Posting) int {
		return cmp.Or(cmp.Compare(a.Ref.Seq, b.Ref.Seq), cmp.Compare(a.Ref.ID, b.Ref.ID))
	}
	slices.SortFunc(have, byPlace)
	slices.SortFunc(want, byPlace)
	if len(have) != len(want) {
		t.Errorf("%s: %d postings, the journal says %d", member, len(have), len(want))
		return
	}
	for i := range have {
		if have[i].Ref != want[i].Ref {
			t.Errorf("%s: posting %+v, the journal says %+v", member, have[i].Ref, want[i].Ref)
		}
		sameStored(t, member, &have[i], &want[i])
	}
}

// checkTill compares a till's views with its journal.
func checkTill(t testing.TB, till *memory.Till) {
	t.Helper()
	start, err := till.Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, records, seals, err := till.Events(ctx, 1, 0, math.MaxInt, math.MaxInt)
	if err != nil {
		t.Fatal(err)
	}
	said := readJournal(t, records, seals)
	if start.Head != said.head {
		t.Errorf("the head is %+v, the journal's %+v", start.Head, said.head)
	}
	filed := 0
	for key, want := range said.orders {
		if want.State() == sale.Draft {
			continue
		}
		filed++
		have, err := till.Order(ctx, key)
		if err != nil {
			t.Error(err)
		}
		sameStored(t, key, &have, &want)
	}
	latest, err := till.Latest(ctx, math.MaxInt)
	if err != nil {
		t.Error(err)
	}
	latest = slices.DeleteFunc(latest, func(o sale.Order) bool { return o.PlacedAt.IsZero() }) // voided ones
	if len(latest) != filed {
		t.Errorf("%d orders are filed, the journal says %d", len(latest), filed)
	}
	for member, want := range said.postings {
		have, err := till.Postings(ctx, member)
		if err != nil {
			t.Error(err)
		}
		samePostings(t, member, slices.DeleteFunc(have, func(p loyalty.Posting) bool { return p.Ref.Writer == journal.Central }), want)
	}
	byRight := func(a, b share.Units) int { return cmp.Compare(a.Right, b.Right) }
	if want := slices.SortedFunc(said.held.Each, byRight); !slices.Equal(start.Held, want) || !start.Requests.Equal(said.held.Requests()) {
		t.Errorf("held %+v, the journal says %+v", start.Held, want)
	}
}

// checkCentral compares central's orders and accounts with its own journal, where no till's says more.
func checkCentral(t testing.TB, central *memory.Central) {
	t.Helper()
	records, seals, err := central.Journal(ctx)
	if err != nil {
		t.Fatal(err)
	}
	said := readJournal(t, records, seals)
	err = central.Read(ctx, func(r office.Reader) error {
		if tills, err := r.Tills(); len(tills) > 0 || err != nil {
			return err
		}
		if head, err := r.Head(); len(records) > 0 && head != said.head || err != nil {
			t.Errorf("the head is %+v, the journal's %+v: %v", head, said.head, err)
		}
		for key, want := range said.orders {
			have, err := r.Order(key)
			if err != nil {
				return err
			}
			sameStored(t, key, &have, &want)
		}
		if all, _, err := r.OrdersOf("", time.Time{}, time.Time{}, office.Page{Limit: math.MaxInt}); len(all) != len(said.orders) || err != nil {
			t.Errorf("%d orders, the journal says %d: %v", len(all), len(said.orders), err)
		}
		for member, want := range said.postings {
			have, err := r.Postings(member)
			if err != nil {
				return err
			}
			samePostings(t, member, have, want)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
