package bolt

import (
	"context"
	"errors"
	"runtime"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
)

// commitMax is how many writes one commit takes at most: it bounds how long the first of them waits for the others.
const commitMax = 256

// job is a write that waits for its answer.
type job struct {
	ctx    context.Context
	decide func(office.Tx) error
	bulk   bool
	err    error
	bug    any // what decide panicked with
	done   chan struct{}
}

func (j *job) answer(err error) {
	if j.err == nil {
		j.err = err
	}
	close(j.done)
}

// Write implements office.Store.
func (c *Central) Write(ctx context.Context, decide func(office.Tx) error) error {
	return c.do(&job{ctx: ctx, decide: decide, done: make(chan struct{})})
}

// do hands a job to the writer and waits for its end: a write that has begun can't be called off, since it shares its
// commit with others.
func (c *Central) do(j *job) error {
	if err := c.enter(j); err != nil {
		return err
	}
	<-j.done
	if j.bug != nil {
		panic(j.bug)
	}
	return j.err
}

func (c *Central) enter(j *job) error {
	c.entry.RLock()
	defer c.entry.RUnlock()
	if c.closed {
		return fault.New(fault.Unavailable, "store.closed", nil)
	}
	select {
	case c.jobs <- j:
		return nil
	case <-j.ctx.Done():
		return j.ctx.Err()
	}
}

// run is the one writer: it takes what waits, commits it together and answers, until the store closes.
func (c *Central) run() {
	defer close(c.stopped)
	for j := range c.jobs {
		for next := j; next != nil; {
			if next.bulk {
				next.answer(c.load(next))
				break
			}
			next = c.together(next)
		}
	}
}

// together commits a job with those that wait behind it, up to a bulk load, which it gives back.
func (c *Central) together(first *job) (bulk *job) {
	batch := []*job{first}
	for len(batch) < commitMax {
		j := c.waiting()
		if j == nil {
			break
		}
		if j.bulk {
			bulk = j
			break
		}
		batch = append(batch, j)
	}
	c.commit(batch)
	return bulk
}

// waiting is the next job if there is one. Those who were just answered are given a chance to come back before the
// commit goes ahead without them; it costs nothing when nobody else runs.
func (c *Central) waiting() *job {
	for range 2 {
		select {
		case j := <-c.jobs: // nil when the store closes and nothing is left
			return j
		default:
			runtime.Gosched()
		}
	}
	return nil
}

// commit runs the jobs one after another in one transaction and answers them all behind its commit.
func (c *Central) commit(batch []*job) {
	err := c.update(c.db, func(tx *centralTx) {
		for _, j := range batch {
			tx.run(j)
		}
	})
	for _, j := range batch {
		j.answer(err)
	}
}

// update runs write in one transaction, chains and seals the events, and commits.
func (c *Central) update(db *bbolt.DB, write func(tx *centralTx)) error {
	if c.unsure != nil {
		return c.unsure
	}
	tx, err := db.Begin(true)
	if err != nil {
		return commitFault(err)
	}
	t := newCentralTx(c.reader(tx), c.head)
	if c.redo != nil {
		t.redo = redoContent()
	}
	write(t)
	head, seal, err := t.seal(c.key)
	if err != nil || !t.dirty {
		return errors.Join(err, tx.Rollback())
	}
	before, err := c.copyApart(t)
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		_ = tx.Rollback()
		if classify(err) == unexpected || c.redo != nil && c.redo.cut(before) != nil {
			// a disk failed while syncing: whether the commit is there only the next open can say
			c.unsure = commitFault(err)
		}
		return commitFault(err)
	}
	if seal != nil {
		c.head = head
		c.anchor.write(*seal)
	}
	return nil
}

// copyApart makes what a transaction changes durable in the journal copy, before it is committed: so the copy never lacks
// what somebody was answered. It answers with where the copy stood, for the case that the commit is refused.
func (c *Central) copyApart(t *centralTx) (redoMark, error) {
	if len(t.redo) <= redoPrefixSize {
		if c.redo == nil {
			return redoMark{}, nil
		}
		return redoMark{c.redo.place, c.redo.size}, nil
	}
	before, err := c.redo.append(redoCommit, t.redo)
	if errors.Is(err, errUnsure) {
		c.unsure = err
	}
	if err != nil {
		return before, err
	}
	if err := keepPlace(t.tx, c.redo.place); err != nil {
		return before, errors.Join(err, c.redo.cut(before))
	}
	return before, nil
}

// seal puts the events behind the head and writes them with their seal.
func (t *centralTx) seal(key journal.Signer) (journal.Head, *journal.Seal, error) {
	if len(t.events) == 0 {
		return t.head, nil, nil
	}
	records, seal, head := journal.Extend(t.head, key, t.events)
	for _, r := range records {
		t.add(eventKey(head.Epoch, r.Event.Seq), append(r.Hash[:], r.Bytes...))
	}
	t.add(sealKey(head.Epoch, head.Seq), journal.Encode(&seal))
	return head, &seal, t.err
}
