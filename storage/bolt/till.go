// Package bolt keeps a till's data in a directory of two bbolt files: ledger.db, small and hot, which every sale
// writes in one transaction, and catalog.db, which can be pulled again. It implements the ports of domain/counter. And it
// keeps central's in one, central.db (Central), and implements domain/office.
//
// Caveats. One process at a time holds the files; they must not lie on a network file system. Beside them lie
// till.key (the journal's signing key), journal.anchor (the newest seal, so that a cut-off journal shows) and
// running (there while a till runs, so that an unclean stop shows). After an unclean stop a damaged file can kill
// the process inside bbolt: CheckDir, or Check of central.db, belongs in a child process first. Central's bulk load needs
// room for a second copy of its file.
package bolt

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/counter"
	"tim/domain/office"
)

var (
	_ counter.Ledger   = (*Till)(nil)
	_ counter.Spool    = (*Till)(nil)
	_ counter.Products = (*Till)(nil)
	_ counter.Members  = (*Till)(nil)
	_ counter.Settings = (*Till)(nil)
)

// The names in a data directory.
const (
	LedgerFile  = "ledger.db"
	CatalogFile = "catalog.db"
	AnchorFile  = "journal.anchor"
	KeyFile     = "till.key"
	runningFile = "running"
)

// Options tune a till's files. The zero value is right for a till.
type Options struct {
	LockWait  time.Duration // how long to wait for a file that another process holds; 0 is half a second
	LedgerMax int           // bytes that ledger.db may grow to, 0 is no limit; then commits fail with ledger.full
}

// Till is a till's data directory, open. It is safe for concurrent use.
type Till struct {
	dir    string
	former bool // a ledger that is carried: there is no catalogue
	ledger *bbolt.DB
	anchor *anchor

	commit sync.Mutex // one writer of the ledger and its anchor
	unsure error      // a commit that may or may not be on disk; guarded by commit
	// together is set while Together holds commit; nobody else uses the till then.
	together *together

	filling  sync.Mutex                // one bulk load at a time
	copies   map[office.Feed]*feedCopy // first copies on their way; guarded by filling
	swap     sync.RWMutex              // held to write while a compacted catalogue takes the other's place
	catalog  *bbolt.DB
	products productList
	lately   lately
	settings settings
}

// OpenTill opens the data directory, creating and migrating its files as needed. What is damaged, newer or
// unreadable is left untouched. Faults, with the path in args.file: file.locked (another till holds it), file.newer
// (have, know), file.damaged, file.readonly, file.full, file.missing (the ledger is gone, its anchor is there).
func OpenTill(dir string, o Options) (*Till, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fileFault(dir, err)
	}
	if o.LockWait == 0 {
		o.LockWait = lockWait
	}
	if err := tillSigned.refuseNewFile(dir); err != nil {
		return nil, err
	}
	t := &Till{dir: dir}
	if err := t.open(o); err != nil {
		t.closeFiles()
		return nil, err
	}
	return t, nil
}

func (t *Till) open(o Options) (err error) {
	if err = t.openLedger(o); err != nil {
		return err
	}
	if t.catalog, err = openFile(t.path(CatalogFile), catalogSchema, o.LockWait, 0); err != nil {
		return err
	}
	return markRunning(t.dir)
}

func (t *Till) openLedger(o Options) (err error) {
	if t.ledger, err = openFile(t.path(LedgerFile), ledgerSchema, o.LockWait, o.LedgerMax); err != nil {
		return err
	}
	t.anchor, err = openAnchor(t.path(AnchorFile), t.ledger, tillBucket)
	return err
}

// Close writes what has come of first copies, gives the files free and notes that this was a clean stop.
func (t *Till) Close() error {
	t.filling.Lock()
	defer t.filling.Unlock()
	kept := t.keepCopies()
	t.commit.Lock()
	defer t.commit.Unlock()
	t.swap.Lock()
	defer t.swap.Unlock()
	if err := errors.Join(kept, t.closeFiles()); err != nil {
		return fmt.Errorf("close the till's files: %w", err)
	}
	if t.former {
		return nil
	}
	return unmarkRunning(t.dir)
}

func (t *Till) closeFiles() error {
	var first error
	for _, db := range []*bbolt.DB{t.ledger, t.catalog} {
		if db == nil {
			continue
		}
		if err := db.Close(); first == nil {
			first = err
		}
	}
	t.anchor.close()
	return first
}

func (t *Till) path(name string) string { return filepath.Join(t.dir, name) }

// refuseNewFile keeps a program from starting a second journal under the same name where the first was deleted.
func (s signed) refuseNewFile(dir string) error {
	path := filepath.Join(dir, s.file)
	if _, err := os.Stat(path); err == nil || !os.IsNotExist(err) {
		return nil
	}
	if _, err := os.Stat(filepath.Join(dir, s.anchor)); err == nil {
		return missing(path)
	}
	return nil
}

// Unclean says whether the last till in that directory stopped without Close, or still runs.
func Unclean(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, runningFile))
	return err == nil
}

func markRunning(dir string) error {
	path := filepath.Join(dir, runningFile)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fileFault(path, err)
	}
	if err := f.Close(); err != nil {
		return fileFault(path, err)
	}
	return SyncDir(dir)
}

func unmarkRunning(dir string) error {
	path := filepath.Join(dir, runningFile)
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return fileFault(path, err)
	}
	return nil
}
