package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"tim/domain/fault"
)

const (
	lockWait = 500 * time.Millisecond
	fileMode = 0o600
	// mapSize is address space, not memory (on Windows it is the file's size): a map that seldom has to move seldom
	// waits for readers.
	mapSize = 64 << 20
	// growth keeps the file ahead of the sales, since every growth costs a sync of its own.
	growth = 4 << 20
)

// schema is a file's name for itself and the steps that lead to its present version, which is their number. Steps
// are only ever appended, and each writes with codecs of its own, frozen with it.
type schema struct {
	name  string
	steps []func(*bbolt.Tx) error
	room  int // address space for the file, at least mapSize
}

// The bucket that every file of ours has, and its keys.
var (
	metaBucket = []byte("meta")
	nameKey    = []byte("file")
	versionKey = []byte("version")
)

// openFile opens or creates one file. An existing one is looked at read-only first, so that what this program
// can't read is not touched.
func openFile(path string, s schema, wait time.Duration, limit int) (*bbolt.DB, error) {
	if err := os.Remove(path + ".new"); err != nil && !os.IsNotExist(err) {
		return nil, fileFault(path, err)
	}
	switch _, err := os.Stat(path); {
	case os.IsNotExist(err):
		if err := create(path, s); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, fileFault(path, err)
	}
	seen, err := openRead(path, s, wait)
	if err != nil {
		return nil, err
	}
	if err := seen.Close(); err != nil {
		return nil, fileFault(path, err)
	}
	db, err := guarded(path, bbolt.Options{Timeout: wait, FreelistType: bbolt.FreelistMapType, InitialMmapSize: max(mapSize, s.room), MaxSize: limit})
	if err != nil {
		return nil, err
	}
	db.AllocSize = growth
	if err := migrate(db, s); err != nil {
		return nil, errors.Join(fileFault(path, err), db.Close())
	}
	return db, nil
}

// create makes the file under another name first: a file with the right name is always whole, so an empty one is
// damage and never a reason to start afresh.
func create(path string, s schema) error {
	fresh := path + ".new"
	db, err := guarded(fresh, bbolt.Options{Timeout: lockWait, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return err
	}
	if err := errors.Join(migrate(db, s), db.Close()); err != nil {
		return fileFault(path, err)
	}
	return Publish(fresh, path)
}

// Publish gives a finished file its name, durably. Faults: file.full, file.readonly.
func Publish(fresh, path string) error {
	if err := os.Rename(fresh, path); err != nil {
		return fileFault(path, err)
	}
	return SyncDir(filepath.Dir(path))
}

// SyncDir puts the names in a directory on disk. Faults: file.full, file.readonly.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fileFault(dir, err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fileFault(dir, err)
	}
	return nil
}

// openRead opens an existing file read-only and refuses what is damaged or newer.
func openRead(path string, s schema, wait time.Duration) (*bbolt.DB, error) {
	db, err := guarded(path, bbolt.Options{Timeout: wait, ReadOnly: true, PreLoadFreelist: true, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return nil, err
	}
	have, err := version(db, s)
	know := len(s.steps)
	if err == nil && have <= know {
		return db, nil
	}
	if err := db.Close(); err != nil {
		return nil, fileFault(path, err)
	}
	if err != nil {
		return nil, damage(path, "%w", err)
	}
	return nil, fault.New(fault.Conflict, "file.newer", fault.Args{"file": path, "have": int64(have), "know": int64(know)})
}

// version reads a file's version; a bbolt file that isn't ours, or the other of the two, is an error.
func version(db *bbolt.DB, s schema) (have int, err error) {
	err = db.View(func(tx *bbolt.Tx) error {
		meta := tx.Bucket(metaBucket)
		if meta == nil || string(meta.Get(nameKey)) != s.name || len(meta.Get(versionKey)) != 4 {
			return fmt.Errorf("not a %s file", s.name)
		}
		have = int(binary.BigEndian.Uint32(meta.Get(versionKey)))
		return nil
	})
	return have, err
}

// migrate runs the missing steps, each in one transaction together with its version.
func migrate(db *bbolt.DB, s schema) error {
	have := 0
	if fresh, err := isFresh(db); err != nil {
		return err
	} else if !fresh {
		if have, err = version(db, s); err != nil {
			return err
		}
	}
	for v := have; v < len(s.steps); v++ {
		err := db.Update(func(tx *bbolt.Tx) error {
			meta, err := tx.CreateBucketIfNotExists(metaBucket)
			if err != nil {
				return err
			}
			if err := s.steps[v](tx); err != nil {
				return err
			}
			if err := meta.Put(nameKey, []byte(s.name)); err != nil {
				return err
			}
			return meta.Put(versionKey, binary.BigEndian.AppendUint32(nil, uint32(v+1)))
		})
		if err != nil {
			return fmt.Errorf("migrate %s to version %d: %w", s.name, v+1, err)
		}
	}
	return nil
}

func isFresh(db *bbolt.DB) (fresh bool, err error) {
	err = db.View(func(tx *bbolt.Tx) error {
		fresh = tx.Bucket(metaBucket) == nil
		return nil
	})
	return fresh, err
}

// guarded is bbolt.Open for a file that may be damaged: its panics, and reads past the file's end, become faults.
func guarded(path string, o bbolt.Options) (db *bbolt.DB, err error) {
	var file *os.File
	o.OpenFile = func(name string, flag int, mode os.FileMode) (_ *os.File, err error) {
		file, err = os.OpenFile(name, flag, mode)
		return file, err
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			file.Close() // the lock goes with it
			db, err = nil, damage(path, "%v", p)
		}
	}()
	if info, err := os.Stat(path); err == nil && info.Size() == 0 {
		return nil, damage(path, "empty: %w", berrors.ErrInvalid)
	}
	if db, err = bbolt.Open(path, fileMode, &o); err != nil {
		if errno := syscall.Errno(0); classify(err) == unexpected && !errors.As(err, &errno) {
			return nil, damage(path, "%w", err) // what bbolt says of a file that the system could read
		}
		return nil, fileFault(path, err)
	}
	if err := wholeSize(db); err != nil {
		return nil, errors.Join(damage(path, "%w", err), db.Close())
	}
	return db, nil
}

// wholeSize finds a file cut short before something reads past its end.
func wholeSize(db *bbolt.DB) error {
	info, err := os.Stat(db.Path())
	if err != nil {
		return err
	}
	return db.View(func(tx *bbolt.Tx) error {
		if want := tx.Size(); info.Size() < want {
			return fmt.Errorf("%d bytes long instead of %d", info.Size(), want)
		}
		return tx.ForEach(func([]byte, *bbolt.Bucket) error { return nil })
	})
}
