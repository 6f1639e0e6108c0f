package memory

import (
	"cmp"
	"strings"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/share"
)

// Till implements office.Tills.
func (r reader) Till(h share.Holder) (office.Till, error) {
	return document(r.tills, holderKey(h), "till.unknown", fault.Args{"till": h.String()})
}

// Tills implements office.Tills. Their keys are to be read only.
func (r reader) Tills() (list []office.Till, err error) {
	for _, t := range r.tills.from("") {
		list = append(list, t)
	}
	return list, nil
}

// TillsOf implements office.Tills. Their keys are to be read only.
func (r reader) TillsOf(writer string) (list []office.Till, err error) {
	for _, t := range r.tills.under(strings.TrimSuffix(holderKey(share.Holder{Writer: writer}), place(0, 0)[:4])) {
		list = append(list, t)
	}
	return list, nil
}

// Ticket implements office.Tills.
func (r reader) Ticket(hash journal.Hash) (office.Ticket, error) {
	return document(r.tickets, string(hash[:]), "enrol.code", nil)
}

// Chain implements office.Tills.
func (r reader) Chain() (office.Chain, error) {
	chain := deep(r.centralState.chain)
	chain.Incarnation = cmp.Or(chain.Incarnation, 1)
	return chain, nil
}

// PutBack implements office.Tills.
func (r reader) PutBack() (bool, error) { return r.putBack, nil }

// Right implements office.Tills.
func (r reader) Right(name string) (share.Row, error) {
	row, _ := r.rights.get(name)
	return deep(row), nil
}

// Holding implements office.Tills.
func (r reader) Holding(h share.Holder) (office.Holding, error) {
	m, there := r.holdings.get(holderKey(h))
	if !there {
		m.Holder = h
	}
	return deep(m), nil
}

// TillEvents implements office.Tills.
func (r reader) TillEvents(h share.Holder, after uint64, most int) (records []journal.Record, seals []journal.Seal, err error) {
	prefix := holderKey(h)
	for key, record := range r.taken.from(eventKey(h, after+1)) {
		if !strings.HasPrefix(key, prefix) || len(records) >= most {
			break
		}
		records = append(records, record)
		if seal, ends := r.tillSeals.get(key); ends {
			seals = append(seals, seal)
		}
	}
	return records, seals, nil
}

// Recalls implements office.Tills.
func (r reader) Recalls(h share.Holder) (list []office.Recall, err error) {
	for _, recall := range r.recalls.under(holderKey(h)) {
		list = append(list, recall)
	}
	return list, nil
}

// Exceptions implements office.Tills.
func (r reader) Exceptions(p office.Page) (list []office.Exception, next string, err error) {
	next, err = pageOf(r.exceptions, "", p, func(_ string, e office.Exception) bool {
		list = append(list, e)
		return true
	})
	return list, next, err
}

// Head implements office.Tills.
func (r reader) Head() (journal.Head, error) { return r.head, nil }

// Note implements office.Notes.
func (r reader) Note(space, key string) ([]byte, error) {
	value, _ := r.notes.get(join(space, key))
	return deep(value), nil
}

// Notes implements office.Notes.
func (r reader) Notes(space, after string, most int) (list []office.Note, err error) {
	behind(r.notes, join(space, ""), after, most, func(key string, value []byte) {
		list = append(list, office.Note{Key: key, Value: deep(value)})
	})
	return list, nil
}

// MembersBehind implements office.Notes.
func (r reader) MembersBehind(id string, most int) (list []office.Member, err error) {
	behind(r.members.byID, "", id, most, func(_ string, one *person) { list = append(list, deep(one.Member)) })
	return list, nil
}

// ProductsBehind implements office.Notes.
func (r reader) ProductsBehind(sku string, most int) (list []office.Product, err error) {
	behind(r.products, "", sku, most, func(_ string, p product) { list = append(list, deep(p.Product)) })
	return list, nil
}

// VouchersBehind implements office.Notes.
func (r reader) VouchersBehind(code string, most int) (list []loyalty.Voucher, err error) {
	behind(r.vouchers, "", code, most, func(_ string, bytes []byte) { list = append(list, decode[loyalty.Voucher](bytes)) })
	return list, nil
}

// behind goes over the keys under a prefix that come behind one ("": from the first), at most so many.
func behind[V any](t tree[V], prefix, after string, most int, take func(key string, value V)) {
	for key, value := range t.from(prefix + after) {
		if most <= 0 || !strings.HasPrefix(key, prefix) {
			return
		}
		if rest := key[len(prefix):]; after == "" || rest != after {
			take(rest, value)
			most--
		}
	}
}
