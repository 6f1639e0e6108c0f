package memory

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"tim/domain/journal"
)

// Copy is central's journal copy (SHARES 15) on a device of its own: all that central was ever told, each commit before it is
// in the store. Every Clone of a store keeps the same copy on, and does again what that has beyond it; two that both write
// are no use of it.
type Copy struct {
	mu      sync.Mutex
	base    uint64 // commits of the store before the first record
	records []copiedCommit
}

// copiedCommit is one commit: what was called on its transaction, in order, and where the journal stood behind it.
type copiedCommit struct {
	calls []func(*tx)
	head  journal.Head
}

// KeepCopy lets a store keep a copy, which has nothing yet, from now on. It is to be called before the store is used.
func (c *Central) KeepCopy(to *Copy) {
	to.base = c.disk.state.written
	c.keep(to)
}

func (c *Central) keep(to *Copy) {
	c.copy = to
	c.disk.faults = copying{c.disk.faults, c}
}

// PutBack is a Clone that knows that it was put back from an older copy, as a backup that a program restored does.
func (c *Central) PutBack(f Faults) *Central {
	to := c.Clone(f)
	to.change(func(s *central) { s.putBack = true })
	return to
}

// change edits the state of a store that nobody uses yet.
func (c *Central) change(edit func(*central)) {
	next := c.disk.state.edited()
	edit(next)
	c.disk.state, c.disk.shared = next, false
}

// replay does again what the copy has beyond the store. More than one commit is no crash between the two: the store was put
// back from an older copy.
func (c *Central) replay() {
	beyond := c.copy.behind(c.disk.state.written)
	if len(beyond) == 0 || c.forgets(beyond) {
		return
	}
	c.change(func(s *central) {
		for _, w := range beyond {
			t := &tx{reader: reader{s}}
			for _, call := range w.calls {
				call(t)
			}
			t.seal(c.key)
			if s.written++; s.head != w.head {
				panic(fmt.Sprintf("memory: the copy leads to %+v, not to %+v", s.head, w.head))
			}
		}
		s.putBack = s.putBack || len(beyond) > 1
	})
}

// behind is what was written behind the n-th commit.
func (k *Copy) behind(n uint64) []copiedCommit {
	k.mu.Lock()
	defer k.mu.Unlock()
	if n < k.base || n > k.base+uint64(len(k.records)) {
		panic(fmt.Sprintf("memory: the copy has %d commits behind %d, the store stands at %d", len(k.records), k.base, n))
	}
	return slices.Clone(k.records[n-k.base:])
}

// put makes a commit the n-th; what was there in its place was never answered.
func (k *Copy) put(n uint64, w copiedCommit) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.records = append(k.records[:n-1-k.base], w)
}

// cut drops the n-th commit.
func (k *Copy) cut(n uint64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.records = k.records[:n-1-k.base]
}

// copying makes every commit durable in the copy first. Its device fails like the disk, at commits of CommitCopy.
type copying struct {
	disk Faults
	c    *Central
}

// Before implements Faults.
func (f copying) Before(commit Commit) error {
	first := Commit{CommitCopy, commit.N}
	if err := f.before(first); err != nil {
		return err
	}
	f.c.copy.put(f.c.nth, f.c.pending)
	if err := f.After(first); err != nil {
		return err
	}
	err := f.before(commit)
	if errors.Is(err, ErrFull) || errors.Is(err, ErrReadonly) {
		f.c.copy.cut(f.c.nth)
	}
	return err
}

// After implements Faults.
func (f copying) After(commit Commit) error {
	if f.disk == nil {
		return nil
	}
	return f.disk.After(commit)
}

func (f copying) before(commit Commit) error {
	if f.disk == nil {
		return nil
	}
	return f.disk.Before(commit)
}

// called notes a call for the copy.
func (t *tx) called(call func(*tx)) {
	if t.copies {
		t.calls = append(t.calls, call)
	}
}

// must is for what has gone well once on the same state.
func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("memory: replay: %v", err))
	}
}
