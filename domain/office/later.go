package office

import (
	"fmt"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
	"tim/domain/share"
)

// Returns that a till took back without the order's pen moved goods and money only (SHARES 8). What becomes of points and
// vouchers is decided here once: when the order, the return and the pen are all central's. Until then the return is kept
// and does nothing, for ever if its order never turns up (SHARES 23).

const (
	laterSpace = "return.later" // order and return → the return, and where it was written
	actedSpace = "order.acted"  // orders of tills that central has acted on since → nothing
)

// laterReturn is one that waits.
type laterReturn struct {
	By     share.Holder
	Seq    uint64
	Member string
	Order  string // key
	Return sale.Return
}

// Code is the canonical form. The return stands in an order of that name, which has nothing else.
func (l *laterReturn) Code(c *journal.Codec) {
	c.Version(1)
	holder, carrier := l.By.String(), sale.Order{ID: l.Order, Member: l.Member, Returns: []sale.Return{l.Return}}
	journal.String(c, &holder)
	journal.Uint(c, &l.Seq)
	carrier.Code(c)
	if c.Reading() && len(carrier.Returns) == 1 {
		l.By, l.Order, l.Member, l.Return = share.ParseHolder(holder), carrier.ID, carrier.Member, carrier.Returns[0]
	}
}

// goodsOnly says whether an event takes goods back without the order's pen.
func goodsOnly(e journal.Event, o sale.Order) bool {
	n := len(o.Returns)
	return e.Kind == journal.OrderReturned && n > 0 && o.Returns[n-1].Later
}

// later keeps a return until it can be decided.
func (g *taking) later(e journal.Event, o sale.Order) error {
	l := laterReturn{By: g.till.Holder, Seq: e.Seq, Member: o.Member, Order: o.Key(), Return: o.Returns[len(o.Returns)-1]}
	return g.tx.PutNote(laterSpace, l.key(), journal.Encode(&l))
}

func (l *laterReturn) key() string { return l.Order + "/" + l.Return.ID }

// decideReturns decides those that can be now.
func (o *Office) decideReturns(tx Tx, now time.Time) error {
	if err := awake(tx); fault.Code(err) == "share.frozen" {
		return nil // tried again with the next push
	} else if err != nil {
		return err
	}
	return eachNote(tx, laterSpace, "", func(n Note) (bool, error) {
		var l laterReturn
		if err := journal.Decode(n.Value, &l); err != nil {
			return false, fmt.Errorf("read a return that waits: %w", err)
		}
		decided, err := o.decideReturn(tx, l, now)
		if err == nil && decided {
			err = tx.PutNote(laterSpace, n.Key, nil)
		}
		return true, err
	})
}

// decideReturn decides a return by the same rules as one with the pen, in an event of central's whose id is the return's. It
// says whether the return waits no more.
func (o *Office) decideReturn(tx Tx, l laterReturn, now time.Time) (bool, error) {
	order, err := tx.Order(l.Order)
	if absent(err) || err == nil && order.PaidAt.IsZero() && order.CancelledAt.IsZero() {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	held, _, err := elsewhere(tx, share.Pen(l.Order))
	if err != nil || held > 0 {
		return false, err
	}
	if slices.ContainsFunc(order.Returns, func(r sale.Return) bool { return r.ID == l.Return.ID && !r.Later }) {
		return true, nil
	}
	next, beyond, err := order.Decided(l.Return, now)
	if err != nil || len(beyond) > 0 {
		if _, told := fault.Of(err); err != nil && !told {
			return false, err
		}
		if err := tx.Put(l.exception(beyond, now)); err != nil {
			return false, err
		}
	}
	if err != nil || len(next.Returns[len(next.Returns)-1].Lines) == 0 {
		return true, nil
	}
	return true, o.fileReturn(tx, order, next, now)
}

// exception says of which lines more came back than was left.
func (l *laterReturn) exception(beyond []sale.ReturnLine, now time.Time) Exception {
	detail := l.Return.Number
	for _, b := range beyond {
		detail += fmt.Sprintf(" %s×%s", b.ID, b.Quantity.Decimal())
	}
	return Exception{ID: exceptionID(l.By, l.Seq, ReturnBeyond), At: now, Kind: ReturnBeyond, Till: l.By, Seq: l.Seq, Member: l.Member, Order: l.Order, Detail: detail}
}

// fileReturn writes what a return that waited does.
func (o *Office) fileReturn(tx Tx, order, next sale.Order, now time.Time) error {
	f := &filing{office: o, r: tx, now: now, order: order, refunded: true, vouchers: map[string]loyalty.Voucher{}}
	var err error
	if f.versions, err = tx.Programs(); err != nil {
		return err
	}
	if order.Member != "" {
		f.customer, err = resolve(tx, order.Member)
		if err == nil {
			f.state, err = fold(tx, f.customer.ID)
		}
		if err != nil && !absent(err) {
			return err
		}
	}
	if err := f.undo(journal.OrderReturned, next, now); err != nil {
		return err
	}
	f.events[len(f.events)-1].event.ID = next.Returns[len(next.Returns)-1].ID
	return f.store(tx)
}

// acted notes that central has acted on a till's order: who gets its pen from now on would know the order as it was before,
// so the pen stays at central (SHARES 8: it travels with the order).
func acted(tx Tx, order sale.Order) error {
	if order.Till == "" {
		return nil
	}
	return tx.PutNote(actedSpace, order.Key(), []byte{1})
}

// stays says whether a right is the pen of an order that central has acted on.
func stays(r Notes, right string) (bool, error) {
	if !isPen(right) {
		return false, nil
	}
	note, err := r.Note(actedSpace, right[len(penRight):])
	return note != nil, err
}
