package postgres

import (
	"bytes"
	"errors"
	"hash/maphash"

	"tim/domain/journal"
	"tim/domain/sale"
	"tim/domain/share"
)

// filedMax is how many orders a proof remembers at once, in about 38 bytes each.
const filedMax = 5_000_000

// filings is what the journals say of orders that are stored, of one part of them after the other. A part is remembered by hashes of the orders'
// keys, with a seed of each proof's own: that two of ten million fall together, and an order seems to be missing, happens once in some
// 300,000 proofs, and not again in the next.
type filings struct {
	part, parts     uint64
	seed            maphash.Seed
	filed           map[uint64]filed
	writers         []share.Holder // whose journals these are, as they were gone along
	orders, members uint64         // that stand in the parts so far, and those of them that have a member
}

// filed says that a writer filed an order as it is stored, and has filed it no other way since.
type filed struct {
	by     uint32 // of the writers
	stands bool
	member bool // it has one
}

func newFilings() filings {
	return filings{parts: 1, seed: maphash.MakeSeed(), filed: map[uint64]filed{}}
}

// next goes on to the next part.
func (f *filings) next() bool {
	f.part++
	f.filed, f.writers = map[uint64]filed{}, nil
	return f.part < f.parts
}

// by is a writer's number.
func (f *filings) by(h share.Holder) uint32 {
	if n := len(f.writers); n == 0 || f.writers[n-1] != h {
		f.writers = append(f.writers, h)
	}
	return uint32(len(f.writers) - 1)
}

// order compares an order as an event filed it with what is stored, and looks for it where that must be found.
func (v *verification) order(h share.Holder, seq uint64, o sale.Order) error {
	v.sum.Orders++
	key := maphash.String(v.seed, o.Key())
	if key%v.parts != v.part {
		return nil
	}
	value, err := v.get(ordersTable, at(o.Key()))
	if err != nil {
		return err
	}
	by := v.by(h)
	var have sale.Order
	differs := value == nil || journal.Decode(value, &have) != nil || have.Generation < o.Generation
	switch said := v.filed[key]; {
	case differs:
	case bytes.Equal(journal.Encode(&have), journal.Encode(&o)):
		v.filed[key] = filed{by: by, stands: true, member: have.Member != ""}
		byTime, err1 := v.get(listedTable, timed(have.PlacedAt, o.Key()))
		ofMember, err2 := []byte{}, error(nil)
		if have.Member != "" {
			ofMember, err2 = v.get(listedTable, listed(have.Member, have.PlacedAt, o.Key()))
		}
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		differs = byTime == nil || ofMember == nil
	case said.by == by || !said.stands:
		v.filed[key] = filed{by: by}
	}
	if differs {
		v.differs(&journal.Break{Seq: seq, Reason: OrderDiffers, Of: named(h)})
	}
	return nil
}

// stand counts the part's orders, each of which has to stand as somebody filed it.
func (v *verification) stand() {
	for _, said := range v.filed {
		if !said.stands {
			v.differs(&journal.Break{Seq: 1, Reason: OrderDiffers, Of: named(v.writers[said.by])})
		}
		v.orders++
		if said.member {
			v.members++
		}
	}
}
