// Package memory keeps a till's data (Till) and central's (Central) in memory, for simulations: what they answer depends on
// nothing but what was written, a whole store is copied in constant time, and its disk fails when and as Faults say. It
// implements the ports of domain/counter and domain/office, and passes the same contract as storage/bolt.
//
// Caveats. Nothing outlives the process. A store is safe for concurrent use and starts no goroutine of its own. What a
// program that starts anew finds on the disk is a Clone: of the store that it had, or of an older Clone, which is a
// restored backup. Inside a Write of central's nothing but its Tx may be asked: a Read would wait for it for ever. Searches look at every member, where storage/bolt stops after some.
package memory

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"tim/domain/fault"
)

// What a disk may say. Any other error of Faults is one of a disk that failed while it wrote.
var (
	ErrFull     = errors.New("no space left on the disk")
	ErrReadonly = errors.New("the disk is read-only")
	// ErrCrash ends the program: it and everything that the store is asked later is answered with ErrCrash. What is on
	// the disk then is seen by a Clone.
	ErrCrash = errors.New("the program was killed")
)

// The kinds of commits.
const (
	CommitBatch = "batch" // of a till's ledger
	CommitFill  = "fill"  // of a till's catalogue
	CommitPage  = "page"  // of a feed, of a till's catalogue
	CommitWrite = "write" // of central
	CommitBulk  = "bulk"  // of central
	CommitCopy  = "copy"  // of central's Copy, right before the commit itself; it has the same number
)

// Commit names a commit to Faults: its kind, and the how-manieth it is since the store was opened, from 1.
type Commit struct {
	Kind string
	N    uint64
}

// Faults decide what goes wrong with a disk. Both are asked once a commit, by whoever commits, one commit at a time.
type Faults interface {
	// Before is asked when nothing of a commit is written; behind an error nothing of it will be. It must not use the store.
	Before(c Commit) error
	// After is asked when all of a commit is durable, and whoever waits for it hasn't heard.
	After(c Commit) error
}

// stored is what a disk holds: a copy of it is a snapshot.
type stored[S any] interface {
	*S
	// edited is a copy to be edited, of which nobody else has anything that could be changed.
	edited() *S
	// mark notes how it stands, and gives what makes it stand so again.
	mark() (undo func())
}

// disk holds what is durable. Who reads sees no change of it: while somebody does, or where a Clone has the same state, a
// commit edits a copy; else it edits the state itself.
type disk[S any, P stored[S]] struct {
	faults Faults
	writer sync.Mutex   // one commit at a time
	n      uint64       // commits so far; the writer's
	unsure error        // a commit that may or may not be there: nothing is written behind it; the writer's
	use    sync.RWMutex // held to read the state, and to edit it in place

	mu      sync.Mutex // guards the rest
	state   P
	shared  bool  // a Clone has the same state
	stopped error // what everything is answered with; nil while the store is open
}

var errClosed = fault.New(fault.Unavailable, "store.closed", nil)

// read is the newest state, to be given back by done unless there is an error.
func (d *disk[S, P]) read(ctx context.Context) (P, error) {
	d.use.RLock()
	d.mu.Lock()
	defer d.mu.Unlock()
	err := ctx.Err()
	if err == nil {
		err = d.stopped
	}
	if err != nil {
		d.use.RUnlock()
		return nil, err
	}
	return d.state, nil
}

func (d *disk[S, P]) done() { d.use.RUnlock() }

// write makes durable what change did to the newest state. Nothing is left of a change that fails or panics.
func (d *disk[S, P]) write(ctx context.Context, kind string, change func(next P) error) error {
	d.writer.Lock()
	defer d.writer.Unlock()
	old, err := d.read(ctx)
	if err != nil {
		return err
	}
	d.done()
	if d.unsure != nil {
		return d.unsure
	}
	if kind == CommitBulk || kind == CommitFill || !d.alone() {
		err = d.writeCopy(kind, old.edited(), change)
	} else {
		err = d.writeInPlace(kind, old, change)
	}
	if err == nil && d.faults != nil {
		err = d.faults.After(Commit{kind, d.n})
	}
	return d.heard(kind, err)
}

// alone takes the state for an edit in place, unless somebody else has it.
func (d *disk[S, P]) alone() bool {
	if !d.use.TryLock() {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shared {
		d.use.Unlock()
	}
	return !d.shared
}

func (d *disk[S, P]) writeCopy(kind string, next P, change func(next P) error) error {
	if err := d.changed(kind, next, change); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.state, d.shared = next, false
	return nil
}

// writeInPlace edits a state that was taken by alone.
func (d *disk[S, P]) writeInPlace(kind string, state P, change func(next P) error) error {
	defer d.use.Unlock()
	undo := state.mark()
	stays := false
	defer func() {
		if !stays {
			undo()
		}
	}()
	err := d.changed(kind, state, change)
	stays = err == nil
	return err
}

// changed changes a state and asks whether it can be written.
func (d *disk[S, P]) changed(kind string, next P, change func(next P) error) error {
	if err := change(next); err != nil {
		return refusal{err}
	}
	d.n++
	if d.faults != nil {
		return d.faults.Before(Commit{kind, d.n})
	}
	return nil
}

// refusal is an error of a change: no fault of the disk.
type refusal struct{ error }

// heard is what the caller hears of an error.
func (d *disk[S, P]) heard(kind string, err error) error {
	area := "ledger"
	if kind == CommitFill || kind == CommitPage {
		area = "file"
	}
	refused, ok := err.(refusal)
	switch {
	case err == nil:
		return nil
	case ok:
		return refused.error
	case errors.Is(err, ErrCrash):
		d.stop(ErrCrash)
		return ErrCrash
	case errors.Is(err, ErrFull):
		return fault.Wrap(fault.Unavailable, area+".full", err, nil)
	case errors.Is(err, ErrReadonly):
		return fault.Wrap(fault.Unavailable, area+".readonly", err, nil)
	}
	d.unsure = fmt.Errorf("commit a %s: %w", kind, err)
	return d.unsure
}

func (d *disk[S, P]) stop(why error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stopped == nil {
		d.stopped = why
	}
}

// close waits for the commit that goes on and ends the rest.
func (d *disk[S, P]) close() {
	d.writer.Lock()
	defer d.writer.Unlock()
	d.stop(errClosed)
}

// copied is a disk of its own with what is durable here, also when this store is closed or its program was killed.
func (d *disk[S, P]) copied(to *disk[S, P]) {
	d.use.RLock()
	defer d.use.RUnlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shared = true
	to.state, to.shared = d.state, true
}
