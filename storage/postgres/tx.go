package postgres

import (
	"encoding/binary"
	"encoding/json"
	"fmt"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/storage/stored"
)

// tx is one write: it edits a layer of its own, which is kept when it goes well.
type tx struct {
	reader
	over     *layer
	from     standing        // where the journal stands before it
	events   []journal.Event // what it appends
	news     office.News     // who is asked for shares, and who is to hear nothing more
	resumed  bool            // it began a new incarnation
	answered int             // how many answers it has remembered
	oldest   int64           // answers from before this instant are to be forgotten
	grown    func() error    // of a bulk load: called before an event or a document, to write what has become much; nil elsewhere
	dirty    bool
}

// newTx is a write over a view. More of the reader is what it shares with others.
func newTx(below view, from standing, r reader) *tx {
	t := &tx{over: newLayer(below), from: from, reader: r}
	t.view = t.over
	t.standing = func() (standing, error) {
		now := t.from
		now.head.Seq += uint64(len(t.events))
		now.putBack = now.putBack && !t.resumed
		return now, nil
	}
	return t
}

func (t *tx) put(to *table, p place, value []byte) { t.write(to, p, change{value: notNil(value)}) }

func (t *tx) delete(of *table, p place) { t.write(of, p, change{}) }

func (t *tx) write(to *table, p place, c change) {
	t.dirty = true
	t.over.put(to, p, c)
}

// notNil keeps what has no value from looking like what isn't there.
func notNil(value []byte) []byte {
	if value == nil {
		return []byte{}
	}
	return value
}

// room makes room for more, where a bulk load has become much.
func (t *tx) room() error {
	if t.grown == nil {
		return nil
	}
	return t.grown()
}

// Append implements office.Tx.
func (t *tx) Append(e journal.Event, postings []loyalty.Posting) error {
	if err := t.room(); err != nil {
		return err
	}
	t.dirty = true
	head := t.from.head
	e.Writer, e.Epoch, e.Seq = head.Writer, head.Epoch, head.Seq+uint64(len(t.events))+1
	t.events = append(t.events, e)
	for i, p := range postings {
		p.Ref.Writer, p.Ref.Epoch, p.Ref.Seq = e.Writer, e.Epoch, e.Seq
		t.post(share.Holder{Writer: e.Writer, Epoch: e.Epoch}, e.Seq, i, p)
	}
	return nil
}

// Post implements office.TillWriter.
func (t *tx) Post(h share.Holder, seq uint64, postings []loyalty.Posting) error {
	for i, p := range postings {
		t.post(h, seq, i, p)
	}
	return nil
}

// postingPlace is where the n-th posting of an event lies.
func postingPlace(member string, h share.Holder, seq uint64, n int) place {
	return place{member, h.Writer + "\x00" + short(h.Epoch) + number(seq) + string(binary.BigEndian.AppendUint16(nil, uint16(n)))}
}

// post stores the n-th posting of an event.
func (t *tx) post(h share.Holder, seq uint64, n int, p loyalty.Posting) {
	form := stored.Posting(p)
	t.write(postingsTable, postingPlace(p.Member, h, seq, n), change{journal.Encode(&form), pointsOf(p)})
}

// pointsOf is what a posting does to an account in all, for people who look at the table.
func pointsOf(p loyalty.Posting) (points int64) {
	for _, l := range p.Lots {
		points += l.Points
	}
	for _, take := range p.Takes {
		points -= take.Points
	}
	for _, back := range p.Restores {
		points += back.Points
	}
	return points
}

// Remember implements office.Tx.
func (t *tx) Remember(key string, a office.Answer) error {
	form := stored.Answer(a)
	t.write(answersTable, at(key), change{journal.Encode(&form), a.At.UnixMilli()})
	t.answered++
	t.oldest = max(t.oldest, a.At.Add(-office.AnswersKept).UnixMilli())
	return nil
}

// PutNote implements office.Tx.
func (t *tx) PutNote(space, key string, value []byte) error {
	if value == nil {
		t.delete(notesTable, place{space, key})
	} else {
		t.put(notesTable, place{space, key}, []byte(string(value)))
	}
	return nil
}

// Put implements office.Tx.
func (t *tx) Put(doc office.Document) error {
	if err := t.room(); err != nil {
		return err
	}
	switch d := doc.(type) {
	case sale.Order:
		return t.putOrder(d)
	case office.TakenOrder:
		return t.putOrder(d.Order)
	case office.Member:
		return t.putMember(d)
	case loyalty.Voucher:
		return t.putVoucher(d)
	case loyalty.Reward:
		return t.putJSON(rewardsTable, at(d.ID), d)
	case office.Product:
		return t.putProduct(d)
	case loyalty.Program:
		return t.putJSON(programsTable, place{"", number(uint64(d.Version))}, d)
	case office.Quarantined:
		return t.putQuarantined(d)
	}
	return t.putOfTills(doc)
}

func (t *tx) putJSON(to *table, p place, v any) error {
	doc, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode for %s: %w", to.name, err)
	}
	t.put(to, p, doc)
	return nil
}

// putOrder writes an order and how it is found.
func (t *tx) putOrder(o sale.Order) error {
	var old sale.Order
	there, err := t.read(ordersTable, at(o.Key()), &old)
	if err != nil {
		return err
	}
	if there && (old.Member != o.Member || !old.PlacedAt.Equal(o.PlacedAt)) {
		t.delete(listedTable, timed(old.PlacedAt, o.Key()))
		t.delete(listedTable, listed(old.Member, old.PlacedAt, o.Key()))
	}
	t.write(ordersTable, at(o.Key()), change{journal.Encode(&o), payable(o)})
	t.put(listedTable, timed(o.PlacedAt, o.Key()), nil)
	if o.Member != "" {
		t.put(listedTable, listed(o.Member, o.PlacedAt, o.Key()), nil)
	}
	return nil
}

// payable is what an order comes to, for people who look at the table: 0 of one beyond all limits, which a till may have filed all the same.
func payable(o sale.Order) (total int64) {
	defer func() {
		if recover() != nil {
			total = 0
		}
	}()
	return int64(o.Totals().Payable)
}

func (t *tx) putVoucher(v loyalty.Voucher) error {
	t.put(issuesTable, at(v.Issue), []byte(v.ID))
	t.put(vouchersTable, at(v.ID), journal.Encode(&v))
	t.put(vouchersOfTable, place{v.Member, instant(v.IssuedAt) + v.ID}, nil)
	return nil
}

func (t *tx) putProduct(p office.Product) error {
	doc, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("encode product: %w", err)
	}
	t.put(productsTable, at(p.SKU), append(append([]byte(p.Searched()), 0), doc...))
	return nil
}

func (t *tx) putQuarantined(item office.Quarantined) error {
	old, err := t.QuarantinedItem(item.ID)
	if _, coded := fault.Of(err); err != nil && !coded {
		return err
	}
	if err == nil && !old.Done {
		t.delete(waitingTable, place{"", instant(old.At) + old.ID})
	}
	if !item.Done {
		t.put(waitingTable, place{"", instant(item.At) + item.ID}, nil)
	}
	return t.putJSON(quarantineTable, at(item.ID), item)
}
