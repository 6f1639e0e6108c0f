package bolt

import (
	"bytes"
	"context"
	"fmt"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
	"tim/domain/sale"
)

// receivedBucket has what central told of transfers: the bank's id → sale.Received.
var receivedBucket = []byte("received")

func transferKey(memo string) []byte { return append(bytes.Clone(transferPrefix), memo...) }

// Transfers implements counter.Ledger.
func (t *Till) Transfers(ctx context.Context, memo string) (known sale.Transfers, err error) {
	known.Memo = memo
	if err := ctx.Err(); err != nil {
		return known, err
	}
	err = t.fromLedger("what is known of transfers", func(tx *bbolt.Tx) error {
		value := tx.Bucket(tillBucket).Get(transferKey(memo))
		if value == nil {
			return nil
		}
		return journal.Decode(value, &known)
	})
	return known, err
}

// Received implements counter.Bank.
func (t *Till) Received(ctx context.Context) (list []sale.Received, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	err = t.fromCatalog("what the bank told", func(tx *bbolt.Tx) error {
		return tx.Bucket(receivedBucket).ForEach(func(key, value []byte) error {
			var r sale.Received
			if err := journal.Decode(value, &r); err != nil {
				return fmt.Errorf("transfer %q: %w", key, err)
			}
			list = append(list, r)
			return nil
		})
	})
	return list, err
}
