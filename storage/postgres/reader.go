package postgres

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/recent"
	"tim/domain/sale"
	"tim/storage/stored"
)

// reader reads one state.
type reader struct {
	view
	standing func() (standing, error)
	programs *atomic.Pointer[keptPrograms]
	postings *recent.Map[keptPostings]
}

// standing is the row that every write locks.
type standing struct {
	n       int64 // commits so far
	head    journal.Head
	putBack bool
}

// read decodes the one value of a place.
func (r reader) read(t *table, p place, v journal.Coder) (there bool, err error) {
	value, err := r.get(t, p)
	if err != nil || value == nil {
		return false, err
	}
	if err := journal.Decode(value, v); err != nil {
		return true, fmt.Errorf("%s %q %x: %w", t.name, p.shard, p.key, err)
	}
	return true, nil
}

// unknown is the fault of there being nothing.
func unknown(there bool, err error, code string, args fault.Args) error {
	if err == nil && !there {
		return fault.New(fault.NotFound, code, args)
	}
	return err
}

// pageOf goes over a span in order, from behind the page's cursor on; take says whether a row counts. It gives the next
// cursor, "" at the end.
func (r reader) pageOf(t *table, s span, p office.Page, take func(row) (bool, error)) (next string, err error) {
	behind, there, err := readCursor(p)
	if !s.across {
		behind.shard = s.from.shard // a cursor says where in a list, also one that was given when the list lay elsewhere
	}
	switch {
	case err != nil:
		return "", err
	case there && s.desc:
		s = s.before(behind)
	case there:
		s = s.behind(behind)
	}
	taken, last := 0, ""
	err = each(r, t, s, func(found row) (bool, error) {
		if taken == p.Limit {
			next = last
			return false, nil
		}
		counts, err := take(found)
		if counts {
			taken++
			last = cursorOf(found.place)
		}
		return true, err
	})
	return next, err
}

func cursorOf(p place) string {
	return hex.EncodeToString(append([]byte{byte(len(p.shard) >> 8), byte(len(p.shard))}, p.shard+p.key...))
}

// readCursor is the place behind which a page goes on.
func readCursor(p office.Page) (behind place, there bool, err error) {
	if p.Cursor == "" {
		return behind, false, nil
	}
	b, err := hex.DecodeString(p.Cursor)
	if err != nil || len(b) < 2 {
		return behind, false, fault.At("cursor", "cursor.format", nil)
	}
	n, rest := int(b[0])<<8|int(b[1]), b[2:]
	if n > len(rest) {
		return behind, false, fault.At("cursor", "cursor.format", nil)
	}
	return place{string(rest[:n]), string(rest[n:])}, true, nil
}

// Order implements office.Orders.
func (r reader) Order(key string) (o sale.Order, err error) {
	there, err := r.read(ordersTable, at(key), &o)
	return o, unknown(there, err, "order.unknown", fault.Args{"order": key})
}

// OrdersOf implements office.Orders.
func (r reader) OrdersOf(member string, from, to time.Time, p office.Page) (orders []sale.Order, next string, err error) {
	s := span{to: place{shard: daysEnd}, across: true}
	then := func(t time.Time) place { return timed(t, "") }
	if member != "" {
		s = under(ofMember+member, "")
		then = func(t time.Time) place { return listed(member, t, "") }
	}
	if !from.IsZero() {
		s.from = then(from)
	}
	if !to.IsZero() {
		s.to, s.open = then(to.Add(time.Millisecond)), false
	}
	s.desc = true
	next, err = r.pageOf(listedTable, s, p, func(found row) (bool, error) {
		o, err := r.Order(found.key[instantSize:])
		orders = append(orders, o)
		return true, err
	})
	return orders, next, err
}

// postingsMax is how many decoded postings are kept: about 0.8 KB each.
const postingsMax = 50_000

// keptPostings are a member's as they were last decoded: each order asks for them.
type keptPostings struct {
	rows []row
	list []loyalty.Posting // may have room behind it, which is its owner's
}

// Postings implements office.Accounts.
func (r reader) Postings(member string) ([]loyalty.Posting, error) {
	rows, err := r.scan(postingsTable, under(member, ""), 0)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	list, err := r.postings.Take(member).decoded(rows)
	if err != nil {
		return nil, fmt.Errorf("posting of %s: %w", member, err)
	}
	r.postings.Keep(member, keptPostings{rows, list}, len(rows))
	return slices.Clip(list), nil
}

// decoded are the postings of rows. Those of which the same bytes were decoded before aren't decoded again.
func (k keptPostings) decoded(rows []row) (list []loyalty.Posting, err error) {
	same := 0
	for same < len(k.rows) && same < len(rows) && k.rows[same].same(rows[same]) {
		same++
	}
	list, known := k.list, len(k.rows)
	if same < known { // others may read what is behind
		list = append(make([]loyalty.Posting, 0, len(rows)), k.list[:same]...)
	}
	for next := same; len(list) < len(rows); {
		found := rows[len(list)]
		for next < known && k.rows[next].key < found.key {
			next++
		}
		if next < known && k.rows[next].same(found) {
			list = append(list, k.list[next])
			continue
		}
		list = append(list, loyalty.Posting{})
		if err := journal.Decode(found.value, (*stored.Posting)(&list[len(list)-1])); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Mark implements office.Accounts: how many postings there are, which are never changed and never taken away.
func (r reader) Mark(member string) (string, error) {
	rows, err := r.scan(postingsTable, under(member, ""), 0)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return number(uint64(len(rows))), nil
}

// Answered implements office.Accounts.
func (r reader) Answered(key string) (office.Answer, bool, error) {
	var a stored.Answer
	there, err := r.read(answersTable, at(key), &a)
	return office.Answer(a), there, err
}

// Voucher implements office.Vouchers.
func (r reader) Voucher(code string) (v loyalty.Voucher, err error) {
	there, err := r.read(vouchersTable, at(code), &v)
	return v, unknown(there, err, "voucher.unknown", nil)
}

// VoucherIssued implements office.Vouchers.
func (r reader) VoucherIssued(issue string) (loyalty.Voucher, error) {
	code, err := r.get(issuesTable, at(issue))
	if err != nil || code == nil {
		return loyalty.Voucher{}, unknown(false, err, "voucher.unknown", nil)
	}
	return r.Voucher(string(code))
}

// VouchersOf implements office.Vouchers.
func (r reader) VouchersOf(member string) (list []loyalty.Voucher, err error) {
	s := under(member, "")
	s.desc = true
	rows, err := r.scan(vouchersOfTable, s, 0)
	if err != nil {
		return nil, err
	}
	for _, found := range rows {
		v, err := r.Voucher(found.key[instantSize:])
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// Reward implements office.Vouchers.
func (r reader) Reward(id string) (reward loyalty.Reward, err error) {
	err = r.document(rewardsTable, id, "reward.unknown", &reward)
	return reward, err
}

// document reads a JSON document; code is the fault of there being none.
func (r reader) document(t *table, id, code string, v any) error {
	doc, err := r.get(t, at(id))
	if err != nil || doc == nil {
		return unknown(false, err, code, nil)
	}
	if err := json.Unmarshal(doc, v); err != nil {
		return fmt.Errorf("%s %q: %w", t.name, id, err)
	}
	return nil
}

// Rewards implements office.Vouchers.
func (r reader) Rewards(p office.Page) (rewards []loyalty.Reward, next string, err error) {
	next, err = r.pageOf(rewardsTable, all(), p, func(found row) (bool, error) {
		var reward loyalty.Reward
		err := json.Unmarshal(found.value, &reward)
		rewards = append(rewards, reward)
		return true, err
	})
	return rewards, next, err
}

// keptPrograms is every version as it was last decoded: each order asks for them.
type keptPrograms struct {
	rows     []row
	versions loyalty.Versions
}

// Programs implements office.Settings. They are to be read only.
func (r reader) Programs() (loyalty.Versions, error) {
	rows, err := r.scan(programsTable, under("", ""), 0)
	if err != nil {
		return nil, err
	}
	kept := r.programs.Load()
	if kept == nil || !slices.EqualFunc(kept.rows, rows, row.same) {
		kept = &keptPrograms{rows: rows}
		for _, found := range rows {
			var p loyalty.Program
			if err := json.Unmarshal(found.value, &p); err != nil {
				return nil, fmt.Errorf("programme version: %w", err)
			}
			kept.versions = append(kept.versions, p)
		}
		r.programs.Store(kept)
	}
	return slices.Clip(kept.versions), nil
}

// Quarantined implements office.Settings.
func (r reader) Quarantined(p office.Page) (items []office.Quarantined, next string, err error) {
	next, err = r.pageOf(waitingTable, under("", ""), p, func(found row) (bool, error) {
		item, err := r.QuarantinedItem(found.key[instantSize:])
		items = append(items, item)
		return true, err
	})
	return items, next, err
}

// QuarantinedItem implements office.Settings.
func (r reader) QuarantinedItem(id string) (item office.Quarantined, err error) {
	err = r.document(quarantineTable, id, "quarantine.unknown", &item)
	return item, err
}

// VouchersBehind implements office.Notes.
func (r reader) VouchersBehind(code string, most int) (list []loyalty.Voucher, err error) {
	rows, err := r.behind(vouchersTable, code, most)
	if err != nil {
		return nil, err
	}
	for _, found := range rows {
		var v loyalty.Voucher
		if err := journal.Decode(found.value, &v); err != nil {
			return nil, fmt.Errorf("voucher %s: %w", found.shard, err)
		}
		list = append(list, v)
	}
	return list, nil
}
