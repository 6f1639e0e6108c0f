package office

import (
	"context"
	"time"

	"tim/domain/journal"
	"tim/domain/mutant"
	"tim/domain/share"
)

// activeSpan is how long ago a till may last have spoken to be waited for after a restore.
const activeSpan = 30 * 24 * time.Hour

// Restored is to be called once when central's file was put back from an older copy: it is another incarnation now, and
// neither grants nor takes until the recently active tills have spoken to it (SHARES 17).
func (o *Office) Restored(ctx context.Context) (Restoration, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (Restoration, error) {
		chain, err := tx.Chain()
		if err != nil {
			return Restoration{}, err
		}
		return o.restored(tx, chain, chain.Incarnation+1, now)
	})
}

// Resume is to be called at every start, before anybody is answered: a store that was put back from an older copy is Restored
// then, once. It says whether it was.
func (o *Office) Resume(ctx context.Context) (was bool, err error) {
	return write(ctx, o, func(tx Tx, now time.Time) (bool, error) { // of many centrals that notice, one does it
		back, err := tx.PutBack()
		if err != nil || !back {
			return false, err
		}
		chain, err := tx.Chain()
		if err != nil {
			return false, err
		}
		_, err = o.restored(tx, chain, chain.Incarnation+1, now)
		return err == nil, err
	})
}

func (o *Office) restored(tx Tx, chain Chain, incarnation uint64, now time.Time) (Restoration, error) {
	tills, err := tx.Tills()
	if err != nil {
		return Restoration{}, err
	}
	body := Restoration{Incarnation: incarnation}
	for _, t := range tills {
		if t.RetiredAt.IsZero() && now.Sub(t.SpokenAt) < activeSpan && !mutant.NeverFreezes {
			body.Waiting = append(body.Waiting, t.Holder)
		}
	}
	e := o.event(journal.CentralRestored, now, now)
	if err := appendOwn(tx, e, &body); err != nil {
		return body, err
	}
	if err := tx.PutNote(lastSpace, restoredKey, []byte(numbered8(uint64(now.UnixMilli())))); err != nil {
		return body, err
	}
	chain.Incarnation, chain.Waiting = body.Incarnation, body.Waiting
	return body, tx.Put(chain)
}

// Heard notes that a till has spoken and how far it had heard of central. A central that hears of more than it has was
// restored without knowing: it raises its incarnation and freezes itself (SHARES 18). It answers with where it stands.
// Call it first at every message, and before a grant. Fault: till.unknown.
func (o *Office) Heard(ctx context.Context, h share.Holder, heard Mark) (Mark, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (Mark, error) {
		t, err := tx.Till(h)
		if err != nil {
			return Mark{}, err
		}
		mark, err := markOf(tx, t)
		if err != nil {
			return mark, err
		}
		if heard.beyond(mark) {
			chain, err := tx.Chain()
			if err != nil {
				return mark, err
			}
			restoration, err := o.restored(tx, chain, max(heard.Incarnation, mark.Incarnation)+1, now)
			if err != nil {
				return mark, err
			}
			mark.Incarnation = restoration.Incarnation
			mark.Central++
		}
		if now.Sub(t.SpokenAt) < spokenEvery {
			return mark, nil
		}
		t.SpokenAt = now
		return mark, tx.Put(t)
	})
}

// spokenEvery is how exactly it is kept when a till was last heard of.
const spokenEvery = time.Minute

func (m Mark) beyond(now Mark) bool {
	return m.Incarnation > now.Incarnation ||
		m.Incarnation == now.Incarnation && (m.Central > now.Central || m.Acked > now.Acked)
}
