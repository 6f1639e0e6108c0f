package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
	"tim/domain/office"
)

// Bulk implements office.Store. All that it writes becomes visible at once without a transaction as large as the load:
// the file is copied into a new one, chunks are committed to that, and it takes the old one's place, by one rename,
// when everything is in it. Until then reads have the old file; a crash or a refusal leaves nothing but a file that the
// next open removes. The copy costs less than it saves: it is compact, and what members are found by is sorted
// outside (sorter) and written in key order, where scattered writes would touch most pages of the file in every chunk.
func (c *Central) Bulk(ctx context.Context, decide func(office.Tx) error) error {
	return c.do(&job{ctx: ctx, decide: decide, bulk: true, done: make(chan struct{})})
}

// load runs a bulk load in the writer's goroutine.
func (c *Central) load(j *job) error {
	if err := errors.Join(j.ctx.Err(), c.unsure); err != nil {
		return err
	}
	b, err := c.beginBulk()
	if err != nil {
		return err
	}
	if err = b.run(j); err == nil && j.bug == nil {
		return c.exchange(b)
	}
	if lost := b.abandon(); err == nil {
		err = lost
	}
	if b.before != nil {
		if cut := c.redo.cut(*b.before); cut != nil {
			c.unsure = errors.Join(errUnsure, cut)
		}
	}
	return err
}

// bulkLoad is a bulk load on its way. One chunk is committed while decide fills the next.
type bulkLoad struct {
	central *Central
	db      *bbolt.DB  // the new file
	tx      *centralTx // what decide holds; it reads what was committed and the chunks that weren't yet
	index   sorter     // what members are found by, written last
	flight  chan error // the end of the chunk that is being committed, nil when none is
	head    journal.Head
	seal    *journal.Seal // newest; both belong to the commit while one is on its way
	before  *redoMark     // where the journal copy stood before the load, nil while nothing of it is there
}

func (c *Central) beginBulk() (*bulkLoad, error) {
	path := c.path(CentralFile) + ".new"
	db, err := guarded(path, bbolt.Options{Timeout: lockWait, FreelistType: bbolt.FreelistMapType, InitialMmapSize: centralRoom})
	if err != nil {
		return nil, err
	}
	db.AllocSize = growth
	b := &bulkLoad{central: c, db: db, index: sorter{dir: c.dir}, head: c.head}
	if err := bbolt.Compact(db, c.db, compactBatch); err != nil {
		return nil, errors.Join(fmt.Errorf("copy central's file: %w", fileFault(path, err)), b.abandon())
	}
	b.tx = &centralTx{head: c.head, bulk: b}
	if err := b.begin(nil); err != nil {
		return nil, errors.Join(err, b.abandon())
	}
	return b, nil
}

// begin starts the next chunk behind the one that is being committed.
func (b *bulkLoad) begin(before *bulkChunk) error {
	tx, err := b.db.Begin(false)
	if err != nil {
		return commitFault(err)
	}
	b.tx.centralReader = b.central.reader(tx)
	b.tx.programs = nil // the file is another one's
	b.tx.chunk = newBulkChunk(before)
	b.tx.events, b.tx.filed = nil, nil
	return nil
}

// end hands the present chunk over to be committed, behind the one before.
func (b *bulkLoad) end() (*bulkChunk, error) {
	b.tx.file()
	chunk := b.tx.chunk
	chunk.events, chunk.before = b.tx.events, nil
	b.tx.head.Seq += uint64(len(b.tx.events))
	if err := errors.Join(b.landed(), b.tx.tx.Rollback()); err != nil {
		return nil, err
	}
	b.flight = make(chan error, 1)
	go func(landed chan<- error) { landed <- b.commit(chunk) }(b.flight)
	return chunk, nil
}

func (b *bulkLoad) commit(chunk *bulkChunk) error {
	tx, err := b.db.Begin(true)
	if err != nil {
		return commitFault(err)
	}
	content, changed := []byte(nil), func([]byte, []byte, []byte) {}
	if b.central.redo != nil {
		content = redoContent()
		changed = func(bucket, key, value []byte) { content = appendChange(content, bucket, key, value) }
	}
	head, seal, err := chunk.write(tx, b.head, b.central.key, changed)
	if err != nil {
		return errors.Join(commitFault(err), tx.Rollback())
	}
	if err := b.copyApart(redoPart, content); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return commitFault(err)
	}
	if b.head = head; seal != nil {
		b.seal = seal
	}
	return nil
}

// copyApart puts a part of the load, or its end, into the journal copy.
func (b *bulkLoad) copyApart(kind redoKind, content []byte) error {
	redo := b.central.redo
	if redo == nil {
		return nil
	}
	before, err := redo.append(kind, content)
	if err == nil && b.before == nil {
		b.before = &before
	}
	return err
}

// finish ends the load in the journal copy, when the new file says that it stands behind that end.
func (b *bulkLoad) finish() error {
	redo := b.central.redo
	if redo == nil {
		return nil
	}
	content := redoContent()
	end := redo.place.behind(redoEnd, content[redoPrefixSize:])
	if err := b.db.Update(func(tx *bbolt.Tx) error { return keepPlace(tx, end) }); err != nil {
		return commitFault(err)
	}
	return b.copyApart(redoEnd, content)
}

// landed waits for the chunk that is being committed.
func (b *bulkLoad) landed() error {
	if b.flight == nil {
		return nil
	}
	err := <-b.flight
	b.flight = nil
	return err
}

// grown ends a chunk that has become large enough and begins the next. It is called before an event, so that an event
// and what follows it stay in one chunk.
func (b *bulkLoad) grown() error {
	if b.tx.chunk.size < chunkMax {
		return nil
	}
	chunk, err := b.end()
	if err != nil {
		return err
	}
	return b.begin(chunk)
}

// run runs decide and commits what it left, the indexes last.
func (b *bulkLoad) run(j *job) error {
	defer func() { j.bug = recover() }()
	if err := j.decide(b.tx); err != nil {
		return err
	}
	if b.tx.err != nil {
		return b.tx.err
	}
	if _, err := b.end(); err != nil {
		return err
	}
	if err := b.landed(); err != nil {
		return err
	}
	if err := b.writeIndex(); err != nil {
		return err
	}
	return b.finish()
}

// writeIndex writes what members are found by, in order, in transactions of its own.
func (b *bulkLoad) writeIndex() error {
	chunk := newBulkChunk(nil)
	err := b.index.each(func(mark byte, e entry) error {
		chunk.put(indexBuckets[mark], e.key, notNil(e.value))
		if chunk.size < chunkMax {
			return nil
		}
		err := b.commit(chunk)
		chunk = newBulkChunk(nil)
		return err
	})
	return errors.Join(err, b.commit(chunk))
}

// abandon forgets a load, all of it.
func (b *bulkLoad) abandon() error {
	_ = b.landed() // it goes with the file
	if b.tx != nil && b.tx.tx != nil {
		_ = b.tx.tx.Rollback() // an ended one stays as it is
	}
	b.index.close()
	path := b.db.Path() // "" once closed
	return errors.Join(b.db.Close(), os.Remove(path))
}

// exchange lets the finished file take the place of the present one. Reads that go on keep the old one open, and it is
// closed behind the last of them.
func (c *Central) exchange(b *bulkLoad) error {
	b.index.close()
	c.swap.Lock()
	if err := Publish(b.db.Path(), c.path(CentralFile)); err != nil {
		c.swap.Unlock()
		c.unsure = err // which of the two files has the name only the next open can say
		return err
	}
	old := c.db
	c.db, c.head = b.db, b.head
	c.swap.Unlock()
	_ = old.Close() // nothing in it is waiting to be written
	if b.seal != nil {
		c.anchor.write(*b.seal)
	}
	return nil
}
