package bolt

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
)

// Backup writes the ledger as it stands now to a new file, while sales go on. The signing key isn't in it; the catalogue is
// central's to give again. The file gets its name only when it is whole and durable. Faults: file.exists, file.full,
// file.readonly.
func (t *Till) Backup(ctx context.Context, path string) error {
	return writeCopy(ctx, path, func(w io.Writer) error {
		return t.fromLedger("the backup", func(tx *bbolt.Tx) error {
			_, err := tx.WriteTo(w)
			return err
		})
	})
}

// BackupTo is Backup into a new file, which has its name only when it is whole. Fault: file.exists.
func (c *Central) BackupTo(ctx context.Context, path string) error {
	return writeCopy(ctx, path, func(w io.Writer) error { return c.Backup(ctx, w) })
}

// restEvery is how much of a copy goes to disk at once, bytes.
const restEvery = 8 << 20

// restingFile writes a large file without keeping sales from the disk: every few MB are made durable, so that no commit waits for
// all of it, and it then rests for as long as that took.
type restingFile struct {
	ctx     context.Context
	file    *os.File
	written int
}

func (r *restingFile) Write(b []byte) (int, error) {
	n, err := contextWriter{r.ctx, r.file}.Write(b)
	if r.written += n; err != nil || r.written < restEvery {
		return n, err
	}
	began := time.Now()
	if err := r.file.Sync(); err != nil {
		return n, err
	}
	rest(r.ctx, time.Since(began))
	r.written = 0
	return n, nil
}

func writeCopy(ctx context.Context, path string, write func(io.Writer) error) error {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return fault.New(fault.Conflict, "file.exists", fault.Args{"file": path})
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fileFault(path, err)
	}
	fresh := path + ".new"
	file, err := os.OpenFile(fresh, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, fileMode)
	if err != nil {
		return fileFault(path, err)
	}
	if err := errors.Join(write(&restingFile{ctx: ctx, file: file}), file.Sync(), file.Close()); err != nil {
		return errors.Join(fileFault(path, err), os.Remove(fresh))
	}
	return Publish(fresh, path)
}

// Restore makes a data directory's ledger of a backup where there is none. Check the backup in a child process first. Faults:
// file.exists, file.full, file.readonly.
func Restore(dir, backup string) error {
	path := filepath.Join(dir, LedgerFile)
	if exists(path) {
		return fault.New(fault.Conflict, "file.exists", fault.Args{"file": path})
	}
	from, err := os.Open(backup)
	if err != nil {
		return fileFault(backup, err)
	}
	defer from.Close()
	fresh := path + ".restored"
	if err := copyTo(fresh, from); err != nil {
		return errors.Join(err, os.Remove(fresh))
	}
	return Publish(fresh, path)
}
