package bolt

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
)

// anchorSize is one sector: a power cut leaves the old anchor or the new one.
const anchorSize = 512

// anchor keeps the newest batch's seal in a file outside the database, in hex. It is written behind the transaction
// and not synced: a killed process loses nothing (the page cache has it), and after a power cut an older anchor is
// as true, it only covers less. The other order, or a sync, would cost every sale what only a thief can win.
type anchor struct {
	path string
	file *os.File // nil until the first seal
	// cut: the anchor that was found covers what the journal doesn't have. It is evidence and stays as it is.
	cut bool
}

func openAnchor(path string, db *bbolt.DB, bucket []byte) (*anchor, error) {
	seal, err := readAnchor(path)
	if err != nil {
		return nil, err
	}
	a := &anchor{path: path}
	if seal == nil {
		return a, nil
	}
	err = view(db, "the journal's end", func(tx *bbolt.Tx) error {
		hash, _ := splitEvent(tx.Bucket(bucket).Get(eventKey(seal.Epoch, seal.To)))
		a.cut = hash != seal.Hash
		return nil
	})
	if err != nil {
		return nil, err
	}
	if a.file, err = os.OpenFile(path, os.O_RDWR, fileMode); err != nil {
		return nil, fileFault(path, err)
	}
	return a, nil
}

// readAnchor reads the anchor in path; nil when there is none that can be read.
func readAnchor(path string) (*journal.Seal, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fileFault(path, err)
	}
	raw, err := hex.DecodeString(string(bytes.TrimSpace(b)))
	if err != nil {
		return nil, nil
	}
	seal := new(journal.Seal)
	if journal.Decode(raw, seal) != nil {
		return nil, nil
	}
	return seal, nil
}

// write notes the newest seal. The batch is on disk already, so an error here is no reason to say otherwise: the
// anchor before it stays true.
func (a *anchor) write(s journal.Seal) {
	if a.cut {
		return
	}
	line := fmt.Appendf(nil, "%-*s\n", anchorSize-1, hex.EncodeToString(journal.Encode(&s)))
	if a.file == nil {
		file, err := os.OpenFile(a.path, os.O_CREATE|os.O_RDWR, fileMode)
		if err != nil {
			return
		}
		a.file = file
	}
	_, _ = a.file.WriteAt(line, 0)
}

func (a *anchor) close() {
	if a != nil && a.file != nil {
		_ = a.file.Close()
	}
}
