package sim

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/share"
	"tim/domain/shift"
	"tim/storage/bolt"
	"tim/storage/memory"
)

// fileStores are stores in files (storage/bolt), each in a directory of its own under one. A program that is killed leaves its
// files as they are then; a start opens a copy of them. Faults come before a commit and behind it: what becomes of a write
// that is cut short inside of bbolt, or between central's journal copy and its store, storage/bolt's own tests show.
type fileStores struct {
	dir string
	w   *world
	n   int
	all []io.Closer // all that was ever opened
}

func newFileStores(w *world) *fileStores {
	dir, err := os.MkdirTemp(w.Dir, "sim")
	w.must("make a directory", err)
	return &fileStores{dir: dir, w: w}
}

// folder is an empty directory.
func (s *fileStores) folder() string {
	s.n++
	dir := filepath.Join(s.dir, number(s.n))
	s.w.must("make a directory", os.Mkdir(dir, 0o700))
	return dir
}

// copied is a copy of a directory's files.
func (s *fileStores) copied(dir string) string {
	to := s.folder()
	entries, err := os.ReadDir(dir)
	s.w.must("read a directory", err)
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		s.w.must("copy a file", err)
		s.w.must("copy a file", os.WriteFile(filepath.Join(to, e.Name()), b, 0o600))
	}
	return to
}

// till implements stores.
func (s *fileStores) till(fill func(filler)) tillDisk {
	t := s.openTill(s.folder(), &disk{})
	s.w.must("fill a till", t.Fill(func(w *bolt.CatalogWriter) error {
		fill(w)
		return nil
	}))
	return t
}

func (s *fileStores) openTill(dir string, f memory.Faults) *fileTill {
	store, err := bolt.OpenTill(dir, bolt.Options{})
	s.w.must("open a till's files", err)
	t := &fileTill{Till: store, stores: s, dir: dir, faults: f}
	s.all = append(s.all, store)
	return t
}

// archive implements stores.
func (s *fileStores) archive(epoch, branch uint32, base uint64) (counter.Archive, error) {
	former, err := bolt.OpenFormer(s.folder(), epoch, branch, base)
	if err == nil {
		s.all = append(s.all, former)
	}
	return former, err
}

// central implements stores.
func (s *fileStores) central(key journal.Key, f memory.Faults) centralDisk {
	return &fileCentral{stores: s, key: key, dir: s.folder(), faults: f}
}

// end implements stores.
func (s *fileStores) end() {
	for _, c := range s.all {
		_ = c.Close() // again, mostly
	}
	_ = os.RemoveAll(s.dir)
}

// fileTill is a till's files: an open store, or a copy that nobody has opened.
type fileTill struct {
	*bolt.Till
	stores *fileStores
	dir    string
	faults memory.Faults
	killed bool
}

// Clone implements tillDisk.
func (t *fileTill) Clone(f memory.Faults) tillDisk {
	dir := t.stores.copied(t.dir)
	if f == nil {
		return &fileTill{stores: t.stores, dir: dir}
	}
	return t.stores.openTill(dir, f)
}

// Close implements tillDisk: the files are left as a killed program leaves them.
func (t *fileTill) Close() {
	if t.Till == nil {
		return
	}
	t.dir = t.stores.copied(t.dir)
	t.stores.w.must("close a till's files", t.Till.Close())
	t.Till, t.killed = nil, true
}

// Commit implements counter.Ledger.
func (t *fileTill) Commit(ctx context.Context, b counter.Batch) error {
	return t.write(memory.CommitBatch, func() error { return t.Till.Commit(ctx, b) })
}

// ApplyPage implements uplink.PageStore.
func (t *fileTill) ApplyPage(ctx context.Context, feed office.Feed, epoch uint32, page office.FeedPage) error {
	return t.write(memory.CommitPage, func() error { return t.Till.ApplyPage(ctx, feed, epoch, page) })
}

// ApplyCopyPage implements uplink.PageStore.
func (t *fileTill) ApplyCopyPage(ctx context.Context, feed office.Feed, epoch uint32, from office.Place, page office.FeedPage) error {
	return t.write(memory.CommitPage, func() error { return t.Till.ApplyCopyPage(ctx, feed, epoch, from, page) })
}

func (t *fileTill) write(kind string, commit func() error) error {
	if t.killed {
		return memory.ErrCrash
	}
	err := t.faults.Before(memory.Commit{Kind: kind})
	if err == nil {
		if err = commit(); err != nil {
			return err
		}
		err = t.faults.After(memory.Commit{Kind: kind})
	}
	t.killed = err != nil
	return err
}

// fileCentral is central's files: they are opened when they are first used.
type fileCentral struct {
	stores  *fileStores
	key     journal.Key
	dir     string
	journal string // folder of the journal copy
	anew    bool   // it begins
	store   *bolt.Central
	faults  memory.Faults
	killed  bool
}

// KeepCopy implements centralDisk.
func (c *fileCentral) KeepCopy() { c.journal, c.anew = c.stores.folder(), true }

// keepsCopy implements centralDisk.
func (c *fileCentral) keepsCopy() bool { return true }

func (c *fileCentral) next(f memory.Faults) *fileCentral {
	to := &fileCentral{stores: c.stores, key: c.key, dir: c.stores.copied(c.dir), journal: c.journal, faults: f}
	if f != nil {
		c.Close()
	}
	return to
}

// Clone implements centralDisk.
func (c *fileCentral) Clone(f memory.Faults) centralDisk { return c.next(f) }

// Bare implements centralDisk.
func (c *fileCentral) Bare(f memory.Faults) centralDisk { return c.next(f) }

// PutBack implements centralDisk.
func (c *fileCentral) PutBack(f memory.Faults) centralDisk {
	to := c.next(f)
	to.anew = c.anew
	file, err := os.Open(filepath.Join(c.dir, bolt.CentralFile))
	c.stores.w.must("open a backup", err)
	err = errors.Join(os.Remove(filepath.Join(to.dir, bolt.CentralFile)), bolt.RestoreCentral(to.dir, file), file.Close())
	c.stores.w.must("put a backup back", err)
	return to
}

// Close implements centralDisk: the files are left as a killed program leaves them.
func (c *fileCentral) Close() {
	if c.store != nil {
		c.dir = c.stores.copied(c.dir)
		c.stores.w.must("close central's files", c.store.Close())
	}
	c.store, c.killed = nil, true
}

func (c *fileCentral) open() (*bolt.Central, error) {
	if c.killed {
		return nil, memory.ErrCrash
	}
	var err error
	if c.store == nil {
		if c.store, err = bolt.OpenCentral(c.dir, bolt.CentralOptions{Key: c.key, Journal: c.journal, NewJournal: c.anew}); err != nil {
			c.store = nil
			return nil, err
		}
		c.stores.all = append(c.stores.all, c.store)
	}
	return c.store, nil
}

// Read implements office.Store.
func (c *fileCentral) Read(ctx context.Context, look func(office.Reader) error) error {
	store, err := c.open()
	if err != nil {
		return err
	}
	return store.Read(ctx, look)
}

// Write implements office.Store.
func (c *fileCentral) Write(ctx context.Context, decide func(office.Tx) error) error {
	store, err := c.open()
	if err != nil {
		return err
	}
	return c.write(ctx, store.Write, decide)
}

// Bulk implements office.Store.
func (c *fileCentral) Bulk(ctx context.Context, decide func(office.Tx) error) error {
	store, err := c.open()
	if err != nil {
		return err
	}
	return c.write(ctx, store.Bulk, decide)
}

func (c *fileCentral) write(ctx context.Context, run func(context.Context, func(office.Tx) error) error, decide func(office.Tx) error) error {
	err := faulty(ctx, c.faults, run, decide)
	c.killed = errors.Is(err, memory.ErrCrash)
	return err
}

// faulty runs a write whose program may be killed before its commit, or behind it.
func faulty(ctx context.Context, f memory.Faults, run func(context.Context, func(office.Tx) error) error, decide func(office.Tx) error) error {
	commits := false
	err := run(ctx, func(tx office.Tx) error {
		seen := &writtenTx{Tx: tx}
		err := decide(seen)
		if commits = err == nil && seen.any; commits {
			err = f.Before(memory.Commit{Kind: memory.CommitCopy})
		}
		return err
	})
	if err == nil && commits {
		err = f.After(memory.Commit{Kind: memory.CommitWrite})
	}
	return err
}

// writtenTx notes whether a transaction writes anything: else there is no commit.
type writtenTx struct {
	office.Tx
	any bool
}

// Append implements office.Tx.
func (t *writtenTx) Append(e journal.Event, postings []loyalty.Posting) error {
	t.any = true
	return t.Tx.Append(e, postings)
}

// Put implements office.Tx.
func (t *writtenTx) Put(doc office.Document) error {
	t.any = true
	return t.Tx.Put(doc)
}

// PutNote implements office.Tx.
func (t *writtenTx) PutNote(space, key string, value []byte) error {
	t.any = true
	return t.Tx.PutNote(space, key, value)
}

// Remember implements office.Tx.
func (t *writtenTx) Remember(key string, a office.Answer) error {
	t.any = true
	return t.Tx.Remember(key, a)
}

// Take implements office.Tx.
func (t *writtenTx) Take(h share.Holder, r journal.Record) error {
	t.any = true
	return t.Tx.Take(h, r)
}

// Post implements office.Tx.
func (t *writtenTx) Post(h share.Holder, seq uint64, postings []loyalty.Posting) error {
	t.any = true
	return t.Tx.Post(h, seq, postings)
}

// filler takes what a till's catalogue begins with.
type filler interface {
	Product(catalog.Product)
	Reward(loyalty.Reward)
	Staff(shift.Staff)
	Program(loyalty.Program)
	Shop(counter.Shop)
}
