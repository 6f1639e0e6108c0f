package office

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"tim/domain/journal"
	"tim/domain/share"
)

// cleared notes that an exception has cleared itself up. One from before such were noted is none.
func (g *taking) cleared(id string) error {
	e, err := exception(g.tx, id)
	if absent(err) || err == nil && !e.ReconciledAt.IsZero() {
		return nil
	}
	if err == nil {
		_, err = g.office.reconcile(g.tx, e, Reconciliation{ID: id, Reason: BodyRead}, g.now)
	}
	return err
}

// errUnread says that central can't read an event's body: a newer program wrote it, or its member's key isn't there.
// Everything else that it does is stored; the body is tried again.
var errUnread = errors.New("body can't be read")

func unread(reason string, err error) error { return fmt.Errorf("%w: %s: %v", errUnread, reason, err) }

// BodyRead is the reason why an unread body's exception is reconciled: a newer program, or a key that came, could read it.
const BodyRead = "body.read"

// BodyUnread is the code of an event whose body central can't read.
const BodyUnread = "body.unread"

// tillSource is the source of what tills wrote, in quarantine.
const tillSource = "till"

// UnreadID names an event of a till in quarantine.
func UnreadID(h share.Holder, seq uint64) string { return fmt.Sprintf("%s/%s/%d", tillSource, h, seq) }

// unreadSpace is of notes: a right → the units of it that left by events which central can't read. Its accounts still have
// them, so it counts them as elsewhere until it can.
const unreadSpace = "unread"

// noteUnread counts what an event that can't be read took, or with sign -1 that it could be read after all.
func noteUnread(tx Tx, e journal.Event, sign int64) error {
	for _, m := range e.Moves {
		if m.Kind != journal.MoveTake && m.Kind != journal.MoveTrust && m.Kind != journal.MoveClaw {
			continue
		}
		n, err := noted(tx, unreadSpace, m.Lot)
		if err != nil {
			return err
		}
		if err := tx.PutNote(unreadSpace, m.Lot, []byte(numbered8(uint64(max(0, int64(n)+sign*m.N))))); err != nil {
			return err
		}
	}
	return nil
}

// RetryTillEvents tries the events of tills again whose bodies couldn't be read, after an upgrade or with members' keys
// that have come since, and answers with how many could be read now. What they did to shares was booked when they came.
func (o *Office) RetryTillEvents(ctx context.Context, keys map[string][]byte) (int, error) {
	done := 0
	for cursor, more := "", true; more; more = cursor != "" {
		items, next, err := o.Quarantined(ctx, Page{Cursor: cursor, Limit: PageMax})
		if err != nil {
			return done, err
		}
		for _, item := range items {
			if item.Source != tillSource {
				continue
			}
			read, err := o.retryTillEvent(ctx, item, keys)
			if err != nil {
				return done, err
			}
			if read {
				done++
			}
		}
		cursor = next
	}
	return done, nil
}

func (o *Office) retryTillEvent(ctx context.Context, item Quarantined, keys map[string][]byte) (bool, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (bool, error) {
		if item, err := tx.QuarantinedItem(item.ID); err != nil || item.Done {
			return false, err
		}
		var e journal.Event
		if err := journal.Decode(item.Body, &e); err != nil {
			return false, err
		}
		holder := share.ParseHolder(strings.TrimSuffix(strings.TrimPrefix(item.ID, tillSource+"/"), fmt.Sprintf("/%d", e.Seq)))
		t, err := tx.Till(holder)
		if err != nil {
			return false, err
		}
		g := &taking{office: o, tx: tx, now: now, received: item.At, again: true, till: t, keys: keys, books: newBooks(tx, nil),
			excepted: map[string]bool{}, members: map[string]*touched{}}
		if err := g.apply(g.asTaken(e)); errors.Is(err, errUnread) {
			return false, nil
		} else if err != nil {
			return false, err
		}
		item.Done = true
		return true, errors.Join(g.cleared(exceptionID(holder, e.Seq, BodyUnread)), g.stamp(), g.judge(), tx.Put(item), noteUnread(tx, e, -1))
	})
}
