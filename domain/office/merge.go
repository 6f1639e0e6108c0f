package office

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
)

// Merge makes one member of two: points, lots, vouchers and orders of the first are from now on the other's, and its id
// and phone lead there. It answers with the other. Merging what is one already changes nothing. Faults:
// customer.unknown, customer.erased of either, merge.same on "into".
func (o *Office) Merge(ctx context.Context, id, into string) (Member, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (Member, error) {
		if id == into {
			return Member{}, fault.At("into", "merge.same", nil)
		}
		from, err := resolve(tx, id)
		if err != nil {
			return from, err
		}
		to, err := resolve(tx, into)
		if err != nil || to.ID == from.ID {
			return to, err
		}
		if from.Erased() || to.Erased() {
			return to, fault.New(fault.Conflict, "customer.erased", nil)
		}
		// both stand for themselves, so what is made here can't close a ring
		return to, o.merge(tx, from, to, now)
	})
}

func (o *Office) merge(tx Tx, from, to Member, now time.Time) error {
	postings := []loyalty.Posting{{Member: from.ID, Kind: loyalty.Merge, Into: to.ID}}
	if err := o.record(tx, journal.MembersMerged, now, now, &Posted{Postings: postings}, postings...); err != nil {
		return err
	}
	ids, err := everyID(tx, from.ID)
	if err != nil {
		return err
	}
	for _, id := range ids { // one step from every old id to where it leads
		m, err := tx.Member(id)
		if err != nil {
			return err
		}
		m.Into = to.ID
		if err := tx.Put(m); err != nil {
			return err
		}
	}
	return nil
}
