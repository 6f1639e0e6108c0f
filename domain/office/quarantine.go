package office

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// NewQuarantined is a message that couldn't be mapped.
type NewQuarantined struct {
	Source string // "haravan"
	Topic  string
	Reason string // fault code and field
	Body   []byte
}

// Quarantine keeps a message that couldn't be mapped. The same message again is the same item, waiting again if it had
// been done.
func (o *Office) Quarantine(ctx context.Context, n NewQuarantined) (Quarantined, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (Quarantined, error) {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s", n.Source, n.Topic, n.Body))
		item := Quarantined{ID: hex.EncodeToString(sum[:16]), At: now, Source: n.Source, Topic: n.Topic, Reason: n.Reason, Body: n.Body}
		if old, err := tx.QuarantinedItem(item.ID); err == nil {
			item.At = old.At
		} else if !absent(err) {
			return item, err
		}
		return item, tx.Put(item)
	})
}

// Quarantined lists what waits, oldest first.
func (o *Office) Quarantined(ctx context.Context, p Page) (items []Quarantined, next string, err error) {
	items, err = read(ctx, o, func(r Reader) (list []Quarantined, err error) {
		list, next, err = r.Quarantined(p.Bounded())
		return list, err
	})
	return items, next, err
}

// RetryQuarantined tries a message again with what files it, and notes it as done when that worked; filing is
// idempotent, so a crash in between repeats it. A till's event needs no file: it is read as RetryTillEvents does, and one
// that still can't be read waits on. Faults: quarantine.unknown, and those of file.
func (o *Office) RetryQuarantined(ctx context.Context, id string, file func(context.Context, Quarantined) error) (Quarantined, error) {
	item, err := read(ctx, o, func(r Reader) (Quarantined, error) { return r.QuarantinedItem(id) })
	if err != nil || item.Done {
		return item, err
	}
	if item.Source == tillSource {
		item.Done, err = o.retryTillEvent(ctx, item, nil)
		return item, err
	}
	if err := file(ctx, item); err != nil {
		return item, err
	}
	return write(ctx, o, func(tx Tx, _ time.Time) (Quarantined, error) {
		item.Done = true
		return item, tx.Put(item)
	})
}
