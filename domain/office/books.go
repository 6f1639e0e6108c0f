package office

import (
	"maps"
	"slices"
	"strings"

	"tim/domain/fault"
	"tim/domain/invoice"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/mutant"
	"tim/domain/share"
)

// books is central's book on a transaction, read and written once however many events are booked.
//
// Stored are the tills' parts: what their events did to each right, who holds how much, what was granted. Central's own
// part is what its documents say (ownPart) and is added where shares are counted. So an order of another channel writes
// nothing for shares, and a right that no till ever had has no row.
type books struct {
	tx       Tx
	own      *ownParts // nil: the tills' parts alone, which is enough to book events
	rows     map[string]*bookedRow
	holdings map[share.Holder]*Holding
	chain    *Chain
	rechain  bool
	changed  map[share.Holder]bool
}

type bookedRow struct {
	row     share.Row // the tills' part
	changed bool
}

func newBooks(tx Tx, own *ownParts) *books {
	return &books{tx: tx, own: own, rows: map[string]*bookedRow{}, holdings: map[share.Holder]*Holding{}, changed: map[share.Holder]bool{}}
}

func (b *books) stored(right string) (*bookedRow, error) {
	if kept := b.rows[right]; kept != nil {
		return kept, nil
	}
	row, err := b.tx.Right(right)
	if err != nil {
		return nil, err
	}
	kept := &bookedRow{row: row}
	b.rows[right] = kept
	return kept, nil
}

// Row implements share.Books.
func (b *books) Row(right string) (share.Row, error) {
	kept, err := b.stored(right)
	if err != nil || b.own == nil {
		return kept.orZero(), err
	}
	own, err := b.own.of(right, kept.row)
	if err != nil {
		return share.Row{}, err
	}
	return own.with(kept.row), nil
}

func (k *bookedRow) orZero() share.Row {
	if k == nil {
		return share.Row{}
	}
	return k.row
}

// PutRow implements share.Books.
func (b *books) PutRow(right string, row share.Row) error {
	kept, err := b.stored(right)
	if err != nil {
		return err
	}
	if b.own != nil {
		own, err := b.own.of(right, kept.row)
		if err != nil {
			return err
		}
		row = own.without(row)
	}
	if isLot(right) {
		if err := b.count(kept.row.Out, -1); err != nil {
			return err
		}
		if err := b.count(row.Out, 1); err != nil {
			return err
		}
	}
	kept.row, kept.changed = row, true
	return nil
}

// count keeps how many points each till has.
func (b *books) count(parts []share.Part, sign int64) error {
	for _, p := range parts {
		m, err := b.holding(p.Holder)
		if err != nil {
			return err
		}
		if n := sign * outOf(p); n != 0 {
			m.Points += n
			b.changed[p.Holder] = true
		}
	}
	return nil
}

// outOf is the units of a part that its holder may spend unseen.
func outOf(p share.Part) int64 { return max(0, p.Units-p.Released) + p.Open }

func (b *books) holding(h share.Holder) (*Holding, error) {
	if kept := b.holdings[h]; kept != nil {
		return kept, nil
	}
	m, err := b.tx.Holding(h)
	if err != nil {
		return nil, err
	}
	m.Holder = h
	b.holdings[h] = &m
	return &m, nil
}

// Holding implements share.Books.
func (b *books) Holding(h share.Holder) (share.Holding, error) {
	m, err := b.holding(h)
	if err != nil {
		return share.Holding{}, err
	}
	who := m.Holding
	who.Retired = who.Retired || freedByClock(b.tx, h)
	return who, nil
}

// PutHolding implements share.Books.
func (b *books) PutHolding(h share.Holder, m share.Holding) error {
	kept, err := b.holding(h)
	if err != nil {
		return err
	}
	kept.Holding, b.changed[h] = m, true
	return nil
}

func (b *books) place() (*Chain, error) {
	if b.chain == nil {
		chain, err := b.tx.Chain()
		if err != nil {
			return nil, err
		}
		b.chain = &chain
	}
	return b.chain, nil
}

// Incarnation implements share.Books.
func (b *books) Incarnation() (uint64, error) {
	chain, err := b.place()
	if err != nil {
		return 0, err
	}
	return chain.Incarnation, nil
}

// Waiting implements share.Books.
func (b *books) Waiting() ([]share.Holder, error) {
	chain, err := b.place()
	if err != nil {
		return nil, err
	}
	return chain.Waiting, nil
}

// PutWaiting implements share.Books.
func (b *books) PutWaiting(hs []share.Holder) error {
	chain, err := b.place()
	if err != nil {
		return err
	}
	chain.Waiting, b.rechain = hs, true
	return nil
}

// flush puts what has changed.
func (b *books) flush() error {
	for _, name := range slices.Sorted(maps.Keys(b.rows)) {
		if kept := b.rows[name]; kept.changed {
			if err := b.tx.Put(Right{Name: name, Row: kept.row}); err != nil {
				return err
			}
			kept.changed = false
		}
	}
	for _, h := range slices.SortedFunc(maps.Keys(b.changed), compareHolders) {
		if err := b.tx.Put(*b.holdings[h]); err != nil {
			return err
		}
	}
	clear(b.changed)
	if !b.rechain {
		return nil
	}
	b.rechain = false
	return b.tx.Put(*b.chain)
}

// The names of rights that are no lot's points.
const (
	voucherRight = "voucher:"
	stockRight   = "stock:"
	penRight     = "pen:"
)

func isLot(right string) bool {
	return !strings.HasPrefix(right, voucherRight) && !strings.HasPrefix(right, stockRight) && !strings.HasPrefix(right, penRight) &&
		!invoice.IsRight(right)
}

func isPen(right string) bool { return strings.HasPrefix(right, penRight) }

// ownParts is central's own part of rights, as its documents say.
type ownParts struct {
	r    Reader
	lots map[string]ownPart // of the members whose postings were read; of any other lot nothing is granted
}

// ownPart is what central's own events did to a right.
type ownPart struct {
	known                 bool
	arisen, clawed, taken int64
}

func (p ownPart) with(row share.Row) share.Row {
	row.Known = p.known
	row.Arisen, row.Clawed, row.Taken = row.Arisen+p.arisen, row.Clawed+p.clawed, row.Taken+p.taken
	return row
}

func (p ownPart) without(row share.Row) share.Row {
	row.Arisen, row.Clawed, row.Taken = row.Arisen-p.arisen, row.Clawed-p.clawed, row.Taken-p.taken
	row.Known = row.Arisen > 0
	return row
}

// add counts a member's postings: those of central's own events; of the others the tills' parts tell, and that the lots
// are this member's.
func (o *ownParts) add(postings []loyalty.Posting) {
	if o.lots == nil {
		o.lots = map[string]ownPart{}
	}
	for i := range postings {
		p := &postings[i]
		own := p.Ref.Writer == journal.Central
		for _, l := range p.Lots {
			part := o.lots[l.ID]
			part.known = true
			if own {
				part.arisen += l.Points
			}
			o.lots[l.ID] = part
		}
		if !own {
			continue
		}
		o.took(p.Takes, 1)
		o.took(p.Restores, -1)
		for _, k := range p.Claws {
			part := o.lots[k.Lot]
			part.clawed += k.Points
			o.lots[k.Lot] = part
		}
	}
}

func (o *ownParts) took(takes []loyalty.Take, sign int64) {
	for _, t := range takes {
		part := o.lots[t.Lot]
		part.taken += sign * t.Points
		o.lots[t.Lot] = part
	}
}

// of is central's part of a right, given the tills'.
func (o *ownParts) of(right string, tills share.Row) (ownPart, error) {
	switch {
	case strings.HasPrefix(right, voucherRight):
		return o.voucher(strings.TrimPrefix(right, voucherRight), tills)
	case strings.HasPrefix(right, stockRight):
		return o.stock(strings.TrimPrefix(right, stockRight), tills)
	case strings.HasPrefix(right, penRight):
		return o.pen(strings.TrimPrefix(right, penRight), tills)
	case invoice.IsRight(right):
		return o.numbers(right)
	}
	return o.lots[right], nil
}

// voucher is central's unless a till made that generation arise; it is spent once the voucher went on.
func (o *ownParts) voucher(name string, tills share.Row) (ownPart, error) {
	issue, _, _ := strings.Cut(name, "#")
	v, err := o.r.VoucherIssued(issue)
	if absent(err) {
		return ownPart{}, nil
	}
	if err != nil {
		return ownPart{}, err
	}
	part := ownPart{known: true, arisen: max(0, 1-tills.Arisen)}
	present := share.Voucher(v.Issue, v.Generation) == voucherRight+name
	if !present || v.Order != "" || !v.HandedBackAt.IsZero() {
		part.taken = max(0, 1-tills.Taken)
	}
	return part, nil
}

// stock is what may yet be issued; what tills issued is in the count too.
func (o *ownParts) stock(id string, tills share.Row) (ownPart, error) {
	reward, err := o.r.Reward(id)
	if absent(err) || err == nil && reward.Stock == nil {
		return ownPart{}, nil
	}
	if err != nil {
		return ownPart{}, err
	}
	return ownPart{known: true, arisen: *reward.Stock, taken: reward.Issued - tills.Taken}, nil
}

// pen is central's of an order that no till opened.
func (o *ownParts) pen(order string, tills share.Row) (ownPart, error) {
	if tills.Arisen > 0 {
		return ownPart{known: true}, nil
	}
	_, err := o.r.Order(order)
	if absent(err) {
		return ownPart{}, nil
	}
	return ownPart{known: true, arisen: 1}, err
}

// elsewhere is how many units of a right tills have, may have got, or took by events that central can't read yet.
func elsewhere(r Reader, right string) (int64, []share.Part, error) {
	row, err := r.Right(right)
	if err != nil {
		return 0, nil, err
	}
	unread, err := noted(r, unreadSpace, right)
	if err != nil {
		return 0, nil, err
	}
	sum := int64(unread)
	var out []share.Part
	for _, p := range row.Out {
		m, err := r.Holding(p.Holder)
		if err != nil {
			return 0, nil, err
		}
		if n := outOf(p); n > 0 && !m.Retired {
			sum, out = sum+n, append(out, p)
		}
	}
	return sum, out, nil
}

// awake refuses what central itself may not do while it waits for tills, having been restored (SHARES 17). Fault:
// share.frozen (waiting).
func awake(r Tills) error {
	chain, err := r.Chain()
	if err == nil && len(chain.Waiting) > 0 && !mutant.TakesWhileFrozen {
		err = fault.New(fault.Unavailable, "share.frozen", fault.Args{"waiting": int64(len(chain.Waiting))})
	}
	return err
}
