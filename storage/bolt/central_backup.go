package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
)

// Backup writes the whole file as it stands now, while reads and writes go on. The signing key isn't in it and has to be
// kept apart: a restored journal needs it.
func (c *Central) Backup(ctx context.Context, w io.Writer) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	tx, err := c.begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.WriteTo(contextWriter{ctx, w}); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	return nil
}

// contextWriter stops writing when a context ends.
type contextWriter struct {
	ctx context.Context
	w   io.Writer
}

func (c contextWriter) Write(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(b)
}

// RestoreCentral makes central.db of a backup, in a data directory that has none. The file gets its name only when it is
// whole and sound, and says that it was put back (office.Tills.PutBack). Opening it does again what the journal copy has
// beyond it. Faults: file.exists (Conflict), file.damaged, file.newer, file.full, file.readonly.
func RestoreCentral(dir string, backup io.Reader) error {
	path := filepath.Join(dir, CentralFile)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fileFault(dir, err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return fault.New(fault.Conflict, "file.exists", fault.Args{"file": path})
	}
	fresh := path + ".new"
	if err := copyTo(fresh, backup); err != nil {
		return errors.Join(err, os.Remove(fresh))
	}
	err := sound(fresh)
	if err == nil {
		err = markPutBack(fresh)
	}
	if err != nil {
		return errors.Join(err, os.Remove(fresh))
	}
	return Publish(fresh, path)
}

func copyTo(path string, from io.Reader) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, fileMode)
	if err != nil {
		return fileFault(path, err)
	}
	_, err = io.Copy(file, from)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fileFault(path, err)
	}
	return nil
}

// markPutBack notes in a file that it was put back, and changes nothing else of it.
func markPutBack(path string) error {
	db, err := guarded(path, bbolt.Options{Timeout: lockWait, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return err
	}
	if err := errors.Join(db.Update(notePutBack), db.Close()); err != nil {
		return fileFault(path, err)
	}
	return nil
}

// sound says whether a file is central's, of a version that is known, and undamaged.
func sound(path string) error {
	db, err := openRead(path, centralSchema, lockWait)
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return fileFault(path, err)
	}
	return Check(path)
}
