package office

import (
	"cmp"
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/share"
)

// TillView is a till's epoch as a manager sees it.
type TillView struct {
	Till
	Held    int64 // points it holds, or was granted and may have got: what it may spend unseen
	Behind  int64 // events that central is known to lack of it
	Waiting bool  // central waits for its word (SHARES 17)
}

// Tills lists every epoch of every till by number and epoch, branches of forks too.
func (o *Office) Tills(ctx context.Context) ([]TillView, error) {
	return read(ctx, o, func(r Reader) ([]TillView, error) {
		tills, err := r.Tills()
		if err != nil {
			return nil, err
		}
		chain, err := r.Chain()
		if err != nil {
			return nil, err
		}
		holdings, needs, err := holdingsOf(r, tills)
		if err != nil {
			return nil, err
		}
		views := make([]TillView, len(tills))
		for i, t := range tills {
			views[i] = TillView{Till: t, Waiting: slices.Contains(chain.Waiting, t.Holder), Behind: behindOf(t, needs)}
			if m := holdings[i]; !m.Retired {
				views[i].Held = m.Points
			}
		}
		return views, nil
	})
}

// holdingsOf is what the book knows of each epoch, and how long former epochs' journals are, as those say that carry them.
func holdingsOf(r Tills, tills []Till) ([]Holding, map[share.Holder]uint64, error) {
	holdings, needs := make([]Holding, len(tills)), map[share.Holder]uint64{}
	for i, t := range tills {
		var err error
		if holdings[i], err = r.Holding(t.Holder); err != nil {
			return nil, nil, err
		}
		for former, length := range holdings[i].FormerNeeds {
			needs[former] = max(needs[former], length)
		}
	}
	return holdings, needs, nil
}

// behindOf is how many events central is known to lack of an epoch.
func behindOf(t Till, needs map[share.Holder]uint64) int64 {
	return int64(max(needs[t.Holder], t.Seq) - t.Seq)
}

// Till reads one epoch, with epoch 0 the till's present one or, of one retired for good, its last. Fault: till.unknown.
func (o *Office) Till(ctx context.Context, h share.Holder) (Till, error) {
	return read(ctx, o, func(r Reader) (Till, error) { return epochOf(r, h) })
}

func epochOf(r Tills, h share.Holder) (Till, error) {
	if h.Epoch > 0 {
		return r.Till(h)
	}
	newest, found, err := newestEpoch(r, h.Writer)
	if err == nil && !found {
		err = fault.New(fault.NotFound, "till.unknown", fault.Args{"till": h.Writer})
	}
	return newest, err
}

// newestEpoch is a till's last one that is no branch.
func newestEpoch(r Tills, writer string) (newest Till, found bool, err error) {
	all, err := r.TillsOf(writer)
	for _, t := range all {
		if BranchOf(t.Holder) == 0 && t.Epoch > newest.Epoch {
			newest, found = t, true
		}
	}
	return newest, found, err
}

// Retire ends a till's epoch by a supervisor's word: its shares are central's again, what it may spend of them unseen is
// its exposure. Its late events are still taken. Retiring it again changes nothing. Fault: till.unknown.
func (o *Office) Retire(ctx context.Context, h share.Holder, actor string) (Till, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (Till, error) {
		t, err := epochOf(tx, h)
		if err != nil || !t.RetiredAt.IsZero() {
			return t, err
		}
		if t, err = o.retire(tx, t, actor, now); err != nil {
			return t, err
		}
		return t, unlanded(tx, t, now)
	})
}

func (o *Office) retire(tx Tx, t Till, actor string, now time.Time) (Till, error) {
	m, err := tx.Holding(t.Holder)
	if err != nil {
		return t, err
	}
	t.RetiredAt, t.Exposure = now, m.Points
	if err := o.recordTill(tx, journal.TillRetired, t, actor, now, journal.Move{Kind: journal.MoveRetire, Holder: t.String()}); err != nil {
		return t, err
	}
	return t, tx.Put(t)
}

// Release frees all that a silent till holds of one right by a supervisor's word; the exposure is booked: what the till
// yet does with it uses up the released part first (SHARES 6). It answers with how many units. Faults: till.unknown,
// till.retired, release.nothing.
func (o *Office) Release(ctx context.Context, h share.Holder, right, actor string) (int64, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (int64, error) {
		t, err := epochOf(tx, h)
		if err != nil {
			return 0, err
		}
		if !t.RetiredAt.IsZero() {
			return 0, fault.New(fault.Conflict, "till.retired", nil)
		}
		row, err := tx.Right(right)
		if err != nil {
			return 0, err
		}
		i := slices.IndexFunc(row.Out, func(p share.Part) bool { return p.Holder == t.Holder && p.Units > p.Released })
		if i < 0 {
			return 0, fault.New(fault.Invalid, "release.nothing", nil)
		}
		m, err := tx.Holding(t.Holder)
		if err != nil {
			return 0, err
		}
		units := row.Out[i].Units
		e := o.event(journal.ShareReleased, now, now)
		e.Actor = actor
		e.Moves = []journal.Move{{Kind: journal.MoveRelease, Lot: right, Holder: t.String(), N: units, Request: m.Applied}}
		return units, appendOwn(tx, e, &ShareFreed{Holder: t.Holder, Right: right, Units: units, Seq: m.Applied})
	})
}

// Waive stops waiting for a silent till by a supervisor's word: it stays enrolled, and what it is known to hold stays out
// (SHARES 17). Its exposure is in Tills. Fault: till.unknown.
func (o *Office) Waive(ctx context.Context, h share.Holder, actor string) (Till, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (Till, error) {
		t, err := epochOf(tx, h)
		if err != nil {
			return t, err
		}
		chain, err := tx.Chain()
		if err != nil || !slices.Contains(chain.Waiting, t.Holder) {
			return t, err
		}
		if err := o.recordTill(tx, journal.TillWaived, t, actor, now); err != nil {
			return t, err
		}
		books := newBooks(tx, nil)
		if err := (share.Book{Books: books}).Waive(t.Holder); err != nil {
			return t, err
		}
		return t, books.flush()
	})
}

// recordTill appends an event of central's about a till and books its envelope.
func (o *Office) recordTill(tx Tx, kind journal.Kind, t Till, actor string, now time.Time, moves ...journal.Move) error {
	e := o.event(kind, now, now)
	e.Actor, e.Moves = actor, moves
	return appendOwn(tx, e, &TillSet{Till: t})
}

// appendOwn appends an event whose envelope is about tills, and books it in the same transaction.
func appendOwn(tx Tx, e journal.Event, body journal.Coder) error {
	e.Writer, e.Body = journal.Central, journal.Encode(body)
	books := newBooks(tx, nil)
	if err := (share.Book{Books: books}).Apply(e); err != nil {
		return err
	}
	if err := books.flush(); err != nil {
		return err
	}
	return tx.Append(e, nil)
}

func compareHolders(a, b share.Holder) int {
	return cmp.Or(cmp.Compare(a.Writer, b.Writer), cmp.Compare(a.Epoch, b.Epoch))
}
