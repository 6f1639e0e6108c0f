package bolt

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"path/filepath"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
)

// Export writes the journal in a data directory as JSON lines that anyone can check without this program. It holds
// personal data only as ciphertext. Faults: those of Verify.
func Export(ctx context.Context, dir string, w io.Writer) error {
	key, err := readKey(filepath.Join(dir, KeyFile))
	if err != nil {
		return err
	}
	db, err := openRead(filepath.Join(dir, LedgerFile), ledgerSchema, lockWait)
	if err != nil {
		return err
	}
	defer db.Close()
	buffered := bufio.NewWriter(w)
	err = view(db, "the journal", func(tx *bbolt.Tx) error {
		x, err := exporter(tx, key, buffered)
		if err != nil {
			return fmt.Errorf("write the export: %w", err)
		}
		c := tx.Bucket(tillBucket).Cursor()
		for k, v := c.Seek([]byte{eventPrefix}); k != nil && k[0] == eventPrefix; k, v = c.Next() {
			if err := exportKey(x, k, v); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	return buffered.Flush()
}

// exporter begins an export of the journal in a transaction, with all that central has confirmed of it.
func exporter(tx *bbolt.Tx, key journal.Key, w io.Writer) (*journal.Exporter, error) {
	b, out := tx.Bucket(tillBucket), journal.Exporting{Public: key.Public()}
	if last, _ := lastEvent(b); last != nil {
		_, out.Events = place(last[1:])
	}
	var err error
	if out.Central, out.Confirmed, err = readConfirmed(b); err != nil {
		return nil, err
	}
	return journal.NewExporter(w, out)
}

// exportKey writes the line of one key of the journal; none of a view.
func exportKey(x *journal.Exporter, key, value []byte) error {
	switch {
	case len(key) == eventSize:
		var r journal.Record
		r.Hash, r.Bytes = splitEvent(value)
		if err := journal.Decode(r.Bytes, &r.Event); err != nil {
			return fmt.Errorf("event %x: %w", key, err)
		}
		return x.Event(r)
	case key[eventSize] == sealMark:
		var s journal.Seal
		if err := journal.Decode(value, &s); err != nil {
			return fmt.Errorf("seal %x: %w", key, err)
		}
		return x.Seal(s)
	}
	return nil
}
