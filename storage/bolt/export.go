package bolt

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
)

// The lines of an export: one header, then events, each batch followed by its seal. All byte strings are hex.
type (
	exportHeader struct {
		Format    string `json:"format"`
		PublicKey string `json:"public_key"` // Ed25519
		Rule      string `json:"rule"`
	}
	exportEvent struct {
		Seq   uint64    `json:"seq"`
		ID    string    `json:"id"`
		Kind  string    `json:"kind"`
		At    time.Time `json:"at"`
		Bytes string    `json:"bytes"`
		Hash  string    `json:"hash"`
	}
	exportSeal struct {
		From      uint64 `json:"from"`
		To        uint64 `json:"to"`
		Message   string `json:"message"`
		Signature string `json:"signature"`
	}
)

const exportRule = "hash = SHA-256(hash of the event before, 32 zero bytes for the first; bytes); " +
	"signature = Ed25519 over message, which ends in epoch u32, from u64, to u64 and the hash of event to"

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
	lines := json.NewEncoder(buffered)
	header := exportHeader{Format: "tim journal 1", PublicKey: hex.EncodeToString(key.Public()), Rule: exportRule}
	if err := lines.Encode(header); err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	err = view(db, "the journal", func(tx *bbolt.Tx) error {
		c := tx.Bucket(tillBucket).Cursor()
		for k, v := c.Seek([]byte{eventPrefix}); k != nil && k[0] == eventPrefix; k, v = c.Next() {
			line, err := exportLine(k, v)
			if err != nil {
				return err
			}
			if line == nil {
				continue
			}
			if err := lines.Encode(line); err != nil {
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

// exportLine is the line of one key of the journal, nil for a view.
func exportLine(key, value []byte) (any, error) {
	switch {
	case len(key) == eventSize:
		hash, b := splitEvent(value)
		var e journal.Event
		if err := journal.Decode(b, &e); err != nil {
			return nil, fmt.Errorf("event %x: %w", key, err)
		}
		return exportEvent{e.Seq, e.ID, e.Kind.String(), e.At, hex.EncodeToString(b), hex.EncodeToString(hash[:])}, nil
	case key[eventSize] == sealMark:
		var s journal.Seal
		if err := journal.Decode(value, &s); err != nil {
			return nil, fmt.Errorf("seal %x: %w", key, err)
		}
		return exportSeal{s.From, s.To, hex.EncodeToString(s.Message()), hex.EncodeToString(s.Signature)}, nil
	}
	return nil, nil
}
