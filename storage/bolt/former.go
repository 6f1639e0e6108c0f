package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"tim/domain/counter"
	"tim/domain/journal"
)

// formersDir holds what a till carries of former epochs, a ledger in a directory of its own each: EPOCH, or
// EPOCH-BRANCH-BASE of the other branch of a fork.
const formersDir = "formers"

var _ counter.Archive = (*Till)(nil)

// OpenFormer opens the ledger of a former epoch in a till's data directory, or of the other branch of one behind base, and
// makes it where there is none. It is a Till without a catalogue. Faults: those of OpenTill.
func OpenFormer(dir string, epoch, branch uint32, base uint64) (*Till, error) {
	name := fmt.Sprint(epoch)
	if branch > 0 {
		name = fmt.Sprintf("%d-%d-%d", epoch, branch, base)
	}
	return openLedger(filepath.Join(dir, formersDir, name))
}

func openLedger(dir string) (*Till, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fileFault(dir, err)
	}
	if err := tillSigned.refuseNewFile(dir); err != nil {
		return nil, err
	}
	t := &Till{dir: dir, former: true}
	err := t.openLedger(Options{LockWait: lockWait})
	if err != nil {
		return nil, errors.Join(err, t.closeFiles())
	}
	return t, nil
}

// Formers opens all that a data directory carries, the newest epoch first. Close each Ledger.
func Formers(ctx context.Context, dir string) (lines []counter.Line, err error) {
	entries, err := os.ReadDir(filepath.Join(dir, formersDir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fileFault(dir, err)
	}
	defer func() {
		if err != nil {
			CloseFormers(lines)
		}
	}()
	for _, e := range entries {
		var l counter.Line
		if n, _ := fmt.Sscanf(e.Name(), "%d-%d-%d", &l.Epoch, &l.Branch, &l.Base); n != 1 && n != 3 {
			continue
		}
		t, err := openLedger(filepath.Join(dir, formersDir, e.Name()))
		if err != nil {
			return lines, err
		}
		l.Ledger = t
		lines = append(lines, l)
		s, err := t.Start(ctx)
		if err != nil {
			return lines, err
		}
		lines[len(lines)-1].Head = s.Head
	}
	counter.SortLines(lines)
	return lines, nil
}

// CloseFormers closes what Formers or OpenFormer opened. What was written there is on disk already.
func CloseFormers(lines []counter.Line) {
	for _, l := range lines {
		if t, ours := l.Ledger.(*Till); ours {
			_ = t.Close()
		}
	}
}

// SetFormer makes a data directory's ledger, its anchor and its key that of a former epoch: it is carried from now on, and
// what is opened next begins anew. Nobody may hold the files. It can be repeated after it was interrupted.
func SetFormer(dir string, epoch uint32) error {
	to := filepath.Join(dir, formersDir, fmt.Sprint(epoch))
	if err := os.MkdirAll(to, 0o700); err != nil {
		return fileFault(to, err)
	}
	return moveFiles(dir, to, LedgerFile, AnchorFile)
}

// moveFiles moves those of the files that are there, the first last: while it is in its place nothing has happened.
func moveFiles(from, to string, names ...string) error {
	for i := range names {
		name := names[len(names)-1-i]
		err := os.Rename(filepath.Join(from, name), filepath.Join(to, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fileFault(filepath.Join(from, name), err)
		}
	}
	return errors.Join(SyncDir(to), SyncDir(from))
}

// Adopt implements counter.Archive.
func (t *Till) Adopt(ctx context.Context, batches []counter.Batch) error {
	if len(batches) == 0 {
		return nil
	}
	return t.write(ctx, batches[len(batches)-1].Seal, true, func(tx *bbolt.Tx) error {
		for _, b := range batches {
			if err := adopt(tx, b); err != nil {
				return err
			}
		}
		return nil
	})
}

func adopt(tx *bbolt.Tx, b counter.Batch) error {
	bucket := tx.Bucket(tillBucket)
	if key, _ := lastEvent(bucket); key == nil && b.Before.Seq > 0 {
		base := append(appendPlace(nil, b.Before.Epoch, b.Before.Seq), b.Before.Hash[:]...)
		if err := bucket.Put(baseKey, append(base, b.Before.Writer...)); err != nil {
			return err
		}
	} else if err := checkHead(tx, b); err != nil {
		return err
	}
	return writeBatch(tx, b)
}

// readBase is the event of another ledger that a branch's first one follows, zero of any other ledger.
func readBase(b *bbolt.Bucket) (head journal.Head) {
	v := b.Get(baseKey)
	if len(v) < placeSize+len(head.Hash) {
		return head
	}
	head.Epoch, head.Seq = place(v)
	n := copy(head.Hash[:], v[placeSize:])
	head.Writer = string(v[placeSize+n:])
	return head
}
