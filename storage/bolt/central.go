package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
)

var _ office.Store = (*Central)(nil)

// The names in central's data directory; runningFile is there too.
const (
	CentralFile       = "central.db"
	CentralKeyFile    = "central.key"
	CentralAnchorFile = "central.anchor"
)

var centralSigned = signed{CentralKeyFile, CentralAnchorFile, CentralFile, centralSchema, centralBucket}

// LoadOrCreateCentralKey is LoadOrCreateKey for central.
func LoadOrCreateCentralKey(dir string, entropy io.Reader) (journal.Key, error) {
	return centralSigned.loadOrCreate(dir, entropy)
}

// CentralOptions say how central's file is opened.
type CentralOptions struct {
	Key      journal.Signer // signs the journal
	LockWait time.Duration  // how long to wait for a file that another process holds; 0 is half a second
	Max      int            // bytes that the file may grow to, 0 is no limit; then writes fail with ledger.full

	// Journal is the folder of the journal copy (SHARES 15), "" for none. Whoever opens the data names the same one: a
	// file of which a copy is kept is refused without it.
	Journal    string
	NewJournal bool                     // begin a copy in place of one that is lost; what is in the folder is set aside
	Progress   func(done, total uint64) // told while the copy is replayed; may be nil
}

// Central is central's data directory, open. It is safe for concurrent use.
type Central struct {
	dir    string
	key    journal.Signer
	anchor *anchor

	jobs    chan *job
	entry   sync.RWMutex  // held to read while a job enters, to write while the store closes
	closed  bool          // guarded by entry
	stopped chan struct{} // closed when the writer has ended
	unsure  error         // a commit that may or may not be on disk; the writer's
	head    journal.Head  // the writer's
	redo    *redoLog      // the journal copy, nil without one; the writer's

	recovered Recovery

	swap sync.RWMutex // held to write while a bulk load's file takes the other's place
	db   *bbolt.DB    // changed by the writer only

	programs atomic.Pointer[keptPrograms]
}

// OpenCentral opens the data directory, creating and migrating its file as needed. What is damaged, newer or unreadable
// is left untouched. What the journal copy has beyond the file is done again first. Faults: those of OpenTill, and of the
// copy copy.missing, copy.gap, copy.behind, copy.other, copy.newer, copy.damaged, copy.forked.
func OpenCentral(dir string, o CentralOptions) (*Central, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fileFault(dir, err)
	}
	if o.LockWait == 0 {
		o.LockWait = lockWait
	}
	if err := centralSigned.refuseNewFile(dir); err != nil {
		return nil, err
	}
	c := &Central{dir: dir, key: o.Key, jobs: make(chan *job, commitMax), stopped: make(chan struct{})}
	if err := c.open(o); err != nil {
		return nil, errors.Join(err, c.closeFiles())
	}
	go c.run()
	return c, nil
}

func (c *Central) open(o CentralOptions) (err error) {
	if err := c.recover(o); err != nil {
		return err
	}
	if c.anchor, err = openAnchor(c.path(CentralAnchorFile), c.db, centralBucket); err != nil {
		return err
	}
	err = view(c.db, "where the journal stands", func(tx *bbolt.Tx) (err error) {
		c.head, err = centralHead(tx)
		return err
	})
	if err != nil {
		return err
	}
	return markRunning(c.dir)
}

// Key signs central's journal, and what it confirms of tills' ones.
func (c *Central) Key() journal.Signer { return c.key }

// centralHead is where the journal stands, epoch 1 before its first event.
func centralHead(tx *bbolt.Tx) (journal.Head, error) {
	head := journal.Head{Writer: journal.Central, Epoch: 1}
	key, value := lastEvent(tx.Bucket(centralBucket))
	if key == nil {
		return head, nil
	}
	hash, b := splitEvent(value)
	var e journal.Event
	if err := journal.Decode(b, &e); err != nil {
		return head, fmt.Errorf("newest event: %w", err)
	}
	return journal.Head{Writer: e.Writer, Epoch: e.Epoch, Seq: e.Seq, Hash: hash}, nil
}

// Close finishes what was accepted, gives the file free and notes that this was a clean stop. Writes that come later
// are fault store.closed.
func (c *Central) Close() error {
	c.entry.Lock()
	if c.closed {
		c.entry.Unlock()
		return nil
	}
	c.closed = true
	close(c.jobs)
	c.entry.Unlock()
	<-c.stopped
	c.swap.Lock()
	defer c.swap.Unlock()
	if err := c.closeFiles(); err != nil {
		return fmt.Errorf("close central's file: %w", err)
	}
	return unmarkRunning(c.dir)
}

func (c *Central) closeFiles() (err error) {
	if c.db != nil {
		err = c.db.Close()
	}
	c.anchor.close()
	c.redo.close()
	return err
}

func (c *Central) path(name string) string { return filepath.Join(c.dir, name) }

// Read implements office.Store.
func (c *Central) Read(ctx context.Context, look func(office.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	tx, err := c.begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	return look(c.reader(tx))
}

// begin opens a read transaction. It pins the state of now, whatever file takes its place meanwhile.
func (c *Central) begin() (*bbolt.Tx, error) {
	c.swap.RLock()
	defer c.swap.RUnlock()
	tx, err := c.db.Begin(false)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "store.closed", err, nil)
	}
	return tx, nil
}
