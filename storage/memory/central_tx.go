package memory

import (
	"fmt"
	"slices"
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
)

// tx is one write: it edits the state.
type tx struct {
	reader
	drafts []journal.Event
	dirty  bool // it has written something
	copies bool // what is called is noted, for a Copy
	calls  []func(*tx)
}

// seal puts the events behind the head, with their seal.
func (t *tx) seal(key journal.Signer) {
	if len(t.drafts) == 0 {
		return
	}
	records, seal, head := journal.Extend(t.head, key, t.drafts)
	for _, r := range records {
		t.events.put(t.by, place(head.Epoch, r.Event.Seq), r)
	}
	t.seals.put(t.by, place(head.Epoch, head.Seq), seal)
	t.head = head
}

// Append implements office.Tx.
func (t *tx) Append(e journal.Event, postings []loyalty.Posting) error {
	t.dirty = true
	if t.copies {
		e, postings := deep(e), deep(postings)
		t.called(func(t *tx) { must(t.Append(e, deep(postings))) })
	}
	e.Writer, e.Epoch, e.Seq = t.head.Writer, t.head.Epoch, t.head.Seq+uint64(len(t.drafts))+1
	e.Moves, e.Body = slices.Clone(e.Moves), slices.Clone(e.Body)
	t.drafts = append(t.drafts, e)
	own := share.Holder{Writer: e.Writer, Epoch: e.Epoch}
	for i, p := range postings {
		p.Ref.Writer, p.Ref.Epoch, p.Ref.Seq = e.Writer, e.Epoch, e.Seq
		t.post(own, e.Seq, i, p)
	}
	return nil
}

// Head implements office.Tills: with what this write appends, of which the hash comes last.
func (t *tx) Head() (journal.Head, error) {
	head := t.head
	head.Seq += uint64(len(t.drafts))
	return head, nil
}

// post stores the n-th posting of an event.
func (t *tx) post(h share.Holder, seq uint64, n int, p loyalty.Posting) {
	t.dirty = true
	t.arrived++
	t.marks.put(t.by, p.Member, t.arrived)
	t.postings.put(t.by, join(p.Member, eventKey(h, seq)+number(uint64(n))), newPosting(p))
}

// Take implements office.TillWriter.
func (t *tx) Take(h share.Holder, r journal.Record) error {
	t.dirty = true
	t.called(func(t *tx) { must(t.Take(h, r)) })
	t.taken.put(t.by, eventKey(h, r.Event.Seq), r)
	return nil
}

// Post implements office.TillWriter.
func (t *tx) Post(h share.Holder, seq uint64, postings []loyalty.Posting) error {
	if t.copies {
		postings := deep(postings)
		t.called(func(t *tx) { must(t.Post(h, seq, deep(postings))) })
	}
	for i, p := range postings {
		t.post(h, seq, i, p)
	}
	return nil
}

// Remember implements office.Tx.
func (t *tx) Remember(key string, a office.Answer) error {
	t.dirty = true
	if t.copies {
		a := deep(a)
		t.called(func(t *tx) { must(t.Remember(key, a)) })
	}
	t.answers.put(t.by, key, deep(a))
	t.oldest.put(t.by, instant(a.At)+key, none{})
	t.forget(a.At.Add(-office.AnswersKept))
	return nil
}

// forget drops some of the answers given before an instant.
func (t *tx) forget(before time.Time) {
	var old []string
	limit := instant(before)
	for key := range t.oldest.from("") {
		if key >= limit || len(old) == office.AnswersForgotten {
			break
		}
		old = append(old, key)
	}
	for _, key := range old {
		t.oldest.delete(t.by, key)
		t.answers.delete(t.by, key[instantSize:])
	}
}

// PutNote implements office.Tx.
func (t *tx) PutNote(space, key string, value []byte) error {
	t.dirty = true
	if t.copies {
		value := slices.Clone(value)
		t.called(func(t *tx) { must(t.PutNote(space, key, value)) })
	}
	if value == nil {
		t.notes.delete(t.by, join(space, key))
	} else {
		t.notes.put(t.by, join(space, key), slices.Clone(value))
	}
	return nil
}

// Put implements office.Tx.
func (t *tx) Put(doc office.Document) error {
	t.dirty = true
	if t.copies {
		doc := deepDocument(doc)
		t.called(func(t *tx) { must(t.Put(doc)) })
	}
	switch d := doc.(type) {
	case sale.Order:
		t.putOrder(d)
	case office.TakenOrder:
		t.putOrder(d.Order)
	case office.Member:
		t.members.put(t.by, d)
	case loyalty.Voucher:
		t.putVoucher(d)
	case loyalty.Reward:
		t.rewards.put(t.by, d.ID, deep(d))
	case office.Product:
		t.products.put(t.by, d.SKU, product{deep(d), d.Searched()})
	case loyalty.Program:
		t.programs.put(t.by, number(uint64(d.Version)), deep(d))
	case office.Quarantined:
		t.putQuarantined(d)
	default:
		t.putOfTills(doc)
	}
	return nil
}

// putOfTills stores what central keeps about tills.
func (t *tx) putOfTills(doc office.Document) {
	switch d := doc.(type) {
	case office.Till:
		t.tills.put(t.by, holderKey(d.Holder), deep(d))
	case office.Holding:
		t.holdings.put(t.by, holderKey(d.Holder), deep(d))
	case office.Chain:
		t.putBack = t.putBack && d.Incarnation <= max(1, t.centralState.chain.Incarnation)
		t.centralState.chain = deep(d)
	case office.Ticket:
		t.tickets.put(t.by, string(d.Hash[:]), d)
	case office.Right:
		t.putRight(d)
	case office.Recall:
		t.putRecall(d)
	case office.Exception:
		t.exceptions.put(t.by, instant(d.At)+d.ID, d)
	case journal.Seal:
		t.tillSeals.put(t.by, eventKey(share.Holder{Writer: d.Writer, Epoch: d.Epoch}, d.To), d)
	default:
		panic(fmt.Sprintf("memory: put %T", doc))
	}
}

// putOrder writes an order and how it is found.
func (t *tx) putOrder(o sale.Order) {
	key := o.Key()
	if bytes, there := t.orders.get(key); there {
		if old := decode[sale.Order](bytes); old.Member != o.Member || !old.PlacedAt.Equal(o.PlacedAt) {
			t.placed.delete(t.by, instant(old.PlacedAt)+key)
			t.ofMember.delete(t.by, join(old.Member, instant(old.PlacedAt)+key))
		}
	}
	t.orders.put(t.by, key, journal.Encode(&o))
	t.placed.put(t.by, instant(o.PlacedAt)+key, none{})
	if o.Member != "" {
		t.ofMember.put(t.by, join(o.Member, instant(o.PlacedAt)+key), none{})
	}
}

func (t *tx) putVoucher(v loyalty.Voucher) {
	t.vouchers.put(t.by, v.ID, journal.Encode(&v))
	t.owned.put(t.by, voucherKey(v), none{})
	t.issues.put(t.by, v.Issue, v.ID)
}

func (t *tx) putQuarantined(item office.Quarantined) {
	if old, there := t.quarantine.get(item.ID); there {
		t.waiting.delete(t.by, instant(old.At)+old.ID)
	}
	if !item.Done {
		t.waiting.put(t.by, instant(item.At)+item.ID, none{})
	}
	t.quarantine.put(t.by, item.ID, deep(item))
}

// putRecall keeps a recall until it is answered.
func (t *tx) putRecall(r office.Recall) {
	key := holderKey(r.Holder) + number(r.ID)
	if r.Done {
		t.recalls.delete(t.by, key)
	} else {
		t.recalls.put(t.by, key, r)
	}
}

// putRight keeps a row that says something.
func (t *tx) putRight(d office.Right) {
	if d.Row.Nothing() {
		t.rights.delete(t.by, d.Name)
	} else {
		t.rights.put(t.by, d.Name, deep(d.Row))
	}
}
