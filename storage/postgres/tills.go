package postgres

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
	"tim/domain/share"
	"tim/storage/stored"
)

// epochOf is the place of an epoch among its till's rows; more goes behind it.
func epochOf(h share.Holder, more string) place { return place{h.Writer, short(h.Epoch) + more} }

// Till implements office.Tills.
func (r reader) Till(h share.Holder) (t office.Till, err error) {
	there, err := r.read(tillsTable, epochOf(h, ""), &t)
	return t, unknown(there, err, "till.unknown", fault.Args{"till": h.String()})
}

// Tills implements office.Tills.
func (r reader) Tills() (list []office.Till, err error) {
	rows, err := r.scan(tillsTable, all(), 0)
	return decodeTills(rows, err)
}

// TillsOf implements office.Tills.
func (r reader) TillsOf(writer string) ([]office.Till, error) {
	rows, err := r.scan(tillsTable, under(writer, ""), 0)
	return decodeTills(rows, err)
}

func decodeTills(rows []row, err error) ([]office.Till, error) {
	list := make([]office.Till, len(rows))
	for i, found := range rows {
		if err := journal.Decode(found.value, &list[i]); err != nil {
			return nil, fmt.Errorf("till %s: %w", found.shard, err)
		}
	}
	if len(list) == 0 {
		list = nil
	}
	return list, err
}

// Ticket implements office.Tills.
func (r reader) Ticket(hash journal.Hash) (office.Ticket, error) {
	t := stored.Ticket{Hash: hash}
	there, err := r.read(ticketsTable, at(string(hash[:])), &t)
	return office.Ticket(t), unknown(there, err, "enrol.code", nil)
}

// Chain implements office.Tills.
func (r reader) Chain() (office.Chain, error) {
	var c stored.Chain
	if there, err := r.read(chainTable, at(""), &c); err != nil || !there {
		return office.Chain{Incarnation: 1}, err
	}
	return office.Chain(c), nil
}

// PutBack implements office.Tills.
func (r reader) PutBack() (bool, error) {
	s, err := r.standing()
	return s.putBack, err
}

// Head implements office.Tills.
func (r reader) Head() (journal.Head, error) {
	s, err := r.standing()
	return s.head, err
}

// Right implements office.Tills.
func (r reader) Right(name string) (share.Row, error) {
	var form stored.Row
	_, err := r.read(rightsTable, at(name), &form)
	return share.Row(form), err
}

// Holding implements office.Tills.
func (r reader) Holding(h share.Holder) (office.Holding, error) {
	var m stored.Holding
	_, err := r.read(holdingsTable, epochOf(h, ""), &m)
	m.Holder = h
	return office.Holding(m), err
}

// TillEvents implements office.Tills.
func (r reader) TillEvents(h share.Holder, after uint64, most int) (records []journal.Record, seals []journal.Seal, err error) {
	if most <= 0 {
		return nil, nil, nil
	}
	s := under(h.Writer, short(h.Epoch))
	s.from.key = epochOf(h, number(after+1)).key
	rows, err := r.scan(takenTable, s, most)
	if err != nil || len(rows) == 0 {
		return nil, nil, err
	}
	for _, found := range rows {
		record, sealed, err := decodeEvent(found.value)
		if err != nil {
			return nil, nil, fmt.Errorf("event of till %s: %w", h, err)
		}
		records = append(records, record)
		if len(sealed) == 0 {
			continue
		}
		var seal journal.Seal
		if err := journal.Decode(sealed, &seal); err != nil {
			return nil, nil, fmt.Errorf("seal of till %s: %w", h, err)
		}
		seals = append(seals, seal)
	}
	return records, seals, r.previous(h, after, records)
}

// An event is stored as its hash, the length in 2 bytes of the seal of the batch that ends with it, that seal, and its bytes. Most of a
// batch have none.
const sealAt = len(journal.Hash{}) + 2

// encodeEvent is what is stored of an event; the seal is nil where no batch ends with it.
func encodeEvent(r journal.Record, seal *journal.Seal) []byte {
	var sealed []byte
	if seal != nil {
		sealed = journal.Encode(seal)
	}
	value := make([]byte, 0, sealAt+len(sealed)+len(r.Bytes))
	value = binary.BigEndian.AppendUint16(append(value, r.Hash[:]...), uint16(len(sealed)))
	return append(append(value, sealed...), r.Bytes...)
}

// storedEvent is an event's bytes with its hash before it, and its seal's, empty where it has none. What it follows isn't known here.
func storedEvent(value []byte) (record journal.Record, sealed []byte) {
	n := copy(record.Hash[:], value)
	if len(value) < sealAt {
		return record, nil
	}
	size := int(binary.BigEndian.Uint16(value[n:]))
	if value = value[sealAt:]; len(value) < size {
		return record, nil
	}
	record.Bytes = bytes.Clone(value[size:])
	return record, value[:size]
}

// decodeEvent reads an event and its seal.
func decodeEvent(value []byte) (record journal.Record, sealed []byte, err error) {
	record, sealed = storedEvent(value)
	return record, sealed, journal.Decode(record.Bytes, &record.Event)
}

// previous fills in what each record follows. A branch's first one follows an event of its epoch.
func (r reader) previous(h share.Holder, after uint64, records []journal.Record) error {
	var prev journal.Hash
	if after > 0 {
		value, err := r.get(takenTable, epochOf(h, number(after)))
		if err == nil && value == nil {
			value, err = r.get(takenTable, epochOf(share.Holder{Writer: h.Writer, Epoch: office.BranchOf(h)}, number(after)))
		}
		if err != nil {
			return err
		}
		copy(prev[:], value)
	}
	for i := range records {
		records[i].Prev, prev = prev, records[i].Hash
	}
	return nil
}

// Recalls implements office.Tills.
func (r reader) Recalls(h share.Holder) (list []office.Recall, err error) {
	rows, err := r.scan(recallsTable, under(h.Writer, short(h.Epoch)), 0)
	if err != nil {
		return nil, err
	}
	for _, found := range rows {
		recall := stored.Recall{Holder: h, ID: binary.BigEndian.Uint64([]byte(found.key[4:]))}
		if err := journal.Decode(found.value, &recall); err != nil {
			return nil, fmt.Errorf("recall of till %s: %w", h, err)
		}
		list = append(list, office.Recall(recall))
	}
	return list, nil
}

// Exceptions implements office.Tills.
func (r reader) Exceptions(p office.Page) (list []office.Exception, next string, err error) {
	next, err = r.pageOf(exceptionsTable, all(), p, func(found row) (bool, error) {
		e := stored.Exception{ID: found.key[instantSize:]}
		err := journal.Decode(found.value, &e)
		list = append(list, office.Exception(e))
		return true, err
	})
	return list, next, err
}

// Note implements office.Notes.
func (r reader) Note(space, key string) ([]byte, error) {
	value, err := r.get(notesTable, place{space, key})
	return bytes.Clone(value), err
}

// Notes implements office.Notes.
func (r reader) Notes(space, after string, most int) (list []office.Note, err error) {
	if most <= 0 {
		return nil, nil
	}
	s := under(space, "")
	if after != "" {
		s = s.behind(place{space, after})
	}
	rows, err := r.scan(notesTable, s, most)
	for _, found := range rows {
		list = append(list, office.Note{Key: found.key, Value: bytes.Clone(found.value)})
	}
	return list, err
}

// Take implements office.TillWriter.
func (t *tx) Take(h share.Holder, r journal.Record) error {
	t.put(takenTable, epochOf(h, number(r.Event.Seq)), encodeEvent(r, nil))
	return nil
}

// seal puts a seal to the event that its batch ends with.
func (t *tx) seal(of *table, p place, s journal.Seal) error {
	value, err := t.get(of, p)
	if err != nil {
		return err
	}
	record, _ := storedEvent(value)
	if len(record.Bytes) == 0 {
		return fmt.Errorf("seal of %s/%d: event %d isn't there", s.Writer, s.Epoch, s.To)
	}
	t.put(of, p, encodeEvent(record, &s))
	return nil
}

// putOfTills stores the documents that are about tills.
func (t *tx) putOfTills(doc office.Document) error {
	switch d := doc.(type) {
	case office.Till:
		t.put(tillsTable, epochOf(d.Holder, ""), journal.Encode(&d))
		if !d.RetiredAt.IsZero() {
			t.news.Retired = append(t.news.Retired, d.Holder)
		}
	case office.Holding:
		form := stored.Holding(d)
		t.put(holdingsTable, epochOf(d.Holder, ""), journal.Encode(&form))
	case office.Chain:
		return t.putChain(d)
	case office.Ticket:
		form := stored.Ticket(d)
		t.put(ticketsTable, at(string(d.Hash[:])), journal.Encode(&form))
	case office.Recall:
		p := epochOf(d.Holder, number(d.ID))
		if d.Done {
			t.delete(recallsTable, p)
			break
		}
		form := stored.Recall(d)
		t.put(recallsTable, p, journal.Encode(&form))
		t.news.Recalled = append(t.news.Recalled, d.Holder)
	case office.Right:
		t.putRight(d)
	case office.Exception:
		form := stored.Exception(d)
		t.put(exceptionsTable, timed(d.At, d.ID), journal.Encode(&form))
	case journal.Seal:
		return t.seal(takenTable, epochOf(share.Holder{Writer: d.Writer, Epoch: d.Epoch}, number(d.To)), d)
	default:
		panic(fmt.Sprintf("postgres: put %T", doc))
	}
	return nil
}

// putChain writes central's place among its tills. A new incarnation is what had to be done about a store that was put back.
func (t *tx) putChain(c office.Chain) error {
	former, err := t.Chain()
	if err != nil {
		return err
	}
	if c.Incarnation > former.Incarnation {
		t.resumed = true
	}
	form := stored.Chain(c)
	t.put(chainTable, at(""), journal.Encode(&form))
	return nil
}

func (t *tx) putRight(d office.Right) {
	if d.Row.Nothing() {
		t.delete(rightsTable, at(d.Name))
		return
	}
	form := stored.Row(d.Row)
	t.put(rightsTable, at(d.Name), journal.Encode(&form))
}
