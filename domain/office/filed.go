package office

import (
	"errors"
	"slices"

	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// placed are an event's postings with the places that they will have.
func placed(e journal.Event, postings []loyalty.Posting) []loyalty.Posting {
	list := slices.Clone(postings)
	for i := range list {
		list[i].Ref = ownRef(e, i)
	}
	return list
}

// ownRef is the place of the i-th posting of an event that central is about to append.
func ownRef(e journal.Event, i int) loyalty.Ref {
	e.Writer = journal.Central
	return PostingRef(e, i)
}

// store writes what was decided. Nothing decided is nothing written.
func (f *filing) store(tx Tx) error {
	if err := f.adjustInvoices(tx); err != nil {
		return err
	}
	for i, e := range f.events {
		if i == len(f.events)-1 {
			e.event.Moves = f.moves
		}
		if err := appendEvent(tx, e.event, &e.body, slices.Clone(e.body.Postings)); err != nil {
			return err
		}
	}
	for _, v := range f.vouchers {
		if err := tx.Put(v); err != nil {
			return err
		}
	}
	if len(f.events) == 0 {
		return nil
	}
	if err := errors.Join(tx.Put(f.order), acted(tx, f.order)); err != nil || f.state == nil {
		return err
	}
	if err := tellTier(tx, f.customer.ID, f.state); err != nil {
		return err
	}
	return f.topUp(tx)
}

// topUp looks at what the order may have changed for those that earned already: those behind it, and its own return.
func (f *filing) topUp(tx Tx) (err error) {
	if f.since.IsZero() && len(f.order.Returns) == 0 {
		return nil
	}
	postings, err := history(tx, f.customer.ID)
	if err != nil {
		return err
	}
	f.state, err = f.office.topUp(tx, f.state, postings, f.since, map[string]*sale.Order{f.order.Key(): &f.order}, f.now)
	return err
}

// byPhone is the member that a customer's phone names. Faults: customer.unknown, phone.format on customer.phone.
func byPhone(r Members, phone string) (Member, error) {
	e164, err := ident.NormalisePhone(phone)
	if err != nil {
		return Member{}, fault.At("customer.phone", fault.Code(err), nil)
	}
	return resolveByPhone(r, e164)
}
