package bolt

import (
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime/debug"

	"go.etcd.io/bbolt"
)

// Check reads a whole file and gives the first damage found in its structure, as fault file.damaged. It changes
// nothing. Some damage makes bbolt loop or kills the process, so it belongs in a child process with a time limit.
func Check(path string) error {
	db, err := guarded(path, bbolt.Options{Timeout: lockWait, ReadOnly: true, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return err
	}
	defer db.Close()
	return view(db, path, func(tx *bbolt.Tx) error {
		if err := readAll(path, tx); err != nil {
			return err
		}
		var first error
		for err := range tx.Check() {
			if first == nil {
				first = damage(path, "%w", err)
			}
		}
		return first
	})
}

// CheckDir checks the files of a data directory that are there, and names the first that is damaged.
func CheckDir(dir string) (file string, err error) {
	for _, name := range []string{LedgerFile, CatalogFile} {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); os.IsNotExist(err) {
			continue
		}
		if err := Check(path); err != nil {
			return path, err
		}
	}
	return "", nil
}

// readAll touches every key under a guard that only this goroutine has; bbolt's own check runs in another, where a
// read outside the file would end the process.
func readAll(path string, tx *bbolt.Tx) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = damage(path, "%v", p)
		}
	}()
	sum := uint32(0)
	err = tx.ForEach(func(_ []byte, b *bbolt.Bucket) error {
		return b.ForEach(func(k, v []byte) error {
			sum = crc32.Update(sum, crc32.IEEETable, v)
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("read keys: %w", err)
	}
	return nil
}
