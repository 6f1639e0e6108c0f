package bolt

import (
	"bytes"
	"context"
	"fmt"

	"go.etcd.io/bbolt"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/receipt"
)

func jobKey(id string) []byte { return append(bytes.Clone(jobPrefix), id...) }

// Jobs implements counter.Spool.
func (t *Till) Jobs(ctx context.Context) (list []counter.Job, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	err = t.fromLedger("what waits for the printer", func(tx *bbolt.Tx) error {
		c := tx.Bucket(tillBucket).Cursor()
		for key, value := c.Seek(jobPrefix); bytes.HasPrefix(key, jobPrefix); key, value = c.Next() {
			var j counter.Job
			if err := journal.Decode(value, &j); err != nil {
				return fmt.Errorf("job %q: %w", key, err)
			}
			list = append(list, j)
		}
		return nil
	})
	return list, err
}

// KeepJob implements counter.Spool.
func (t *Till) KeepJob(ctx context.Context, j counter.Job) error {
	return t.spool(ctx, func(b *bbolt.Bucket) error { return b.Put(jobKey(j.ID), journal.Encode(&j)) })
}

// DropJob implements counter.Spool.
func (t *Till) DropJob(ctx context.Context, id string) error {
	return t.spool(ctx, func(b *bbolt.Bucket) error { return b.Delete(jobKey(id)) })
}

func (t *Till) spool(ctx context.Context, do func(*bbolt.Bucket) error) error {
	return t.write(ctx, journal.Seal{}, false, func(tx *bbolt.Tx) error { return do(tx.Bucket(tillBucket)) })
}

func saidKey(number string) []byte { return append(bytes.Clone(saidPrefix), number...) }

// Said implements counter.Ledger.
func (t *Till) Said(ctx context.Context, number string) (said receipt.Said, err error) {
	if err := ctx.Err(); err != nil {
		return said, err
	}
	err = t.fromLedger("what a paper said", func(tx *bbolt.Tx) error {
		if value := tx.Bucket(tillBucket).Get(saidKey(number)); value != nil {
			return journal.Decode(value, &said)
		}
		return nil
	})
	return said, err
}
