package sim

import (
	"context"
	"crypto/ed25519"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/share"
	"tim/storage/memory"
	"tim/sync/hub"
	"tim/sync/wire"
)

// center is central's machine.
type center struct {
	w       *world
	disk    *memory.Central
	copy    *memory.Copy // of what is written to it
	faults  *disk
	office  *office.Office
	hub     *hub.Hub
	up      bool
	cut     time.Time // nobody reaches it before
	orders  int
	life    int // starts of its program
	waiting []*held
	rung    bool
	older   time.Time // its program is older than some tills' until then
}

// disk is a disk that kills its program at one of the next commits.
type disk struct {
	left  int  // commits until then, to the journal copy and to the store; 0: never
	after bool // behind the commit rather than before it
	fired bool // the commit that is on disk and wasn't answered for
}

func (d *disk) Before(c memory.Commit) error {
	if d.left == 1 && !d.after {
		d.left, d.fired = 0, c.Kind == memory.CommitWrite // central's copy has it: the next start does it again
		return memory.ErrCrash
	}
	return nil
}

func (d *disk) After(memory.Commit) error {
	if d.left == 0 {
		return nil
	}
	if d.left--; d.left == 0 {
		d.fired = true
		return memory.ErrCrash
	}
	return nil
}

func (w *world) newCenter() {
	key := make([]byte, ed25519.SeedSize)
	_, _ = w.entropy.Read(key)
	w.center = &center{w: w, faults: &disk{}}
	w.center.disk = memory.NewCentral(journal.Key(ed25519.NewKeyFromSeed(key)), w.center.faults)
	w.center.keepCopy()
	w.center.open()
}

// keepCopy begins a journal copy: central's own journal is kept apart from its store (SHARES 15).
func (c *center) keepCopy() {
	c.copy = &memory.Copy{}
	c.disk.KeepCopy(c.copy)
}

// open starts the program on its disk.
func (c *center) open() {
	now := func() time.Time { return c.w.now }
	c.office = office.New(office.Config{Store: watched{c.disk, c}, Now: now, Entropy: c.w.entropy, Zone: func(string) (*time.Location, error) { return saigon, nil }})
	c.hub = &hub.Hub{Config: hub.Config{Central: c.office, Now: now}}
	c.up = true
	c.life++
	c.waiting = nil
	if _, err := c.office.Resume(c.w.ctx); c.refused(err) {
		return // killed at once
	}
}

// frozen says whether central waits for tills, having been restored.
func (c *center) frozen() (waits bool) {
	err := c.disk.Read(c.w.ctx, func(r office.Reader) error {
		chain, err := r.Chain()
		waits = len(chain.Waiting) > 0
		return err
	})
	return err == nil && waits
}

// crash starts the program anew, a while later, on what the disk has.
func (c *center) crash() {
	if !c.up {
		return
	}
	c.up = false
	c.w.stats.CentralCrashes++
	c.w.after(time.Duration(1+c.w.r.IntN(60))*time.Second, c.reopen)
}

func (c *center) reopen() {
	c.faults = &disk{}
	c.disk = c.disk.Clone(c.faults)
	c.open()
}

// answer is what central says to a message, packed; nil when it says nothing.
func (c *center) answer(m journal.Coder) (body []byte, fine bool) {
	answer, err := c.hub.Handle(c.w.ctx, m)
	switch {
	case c.dies(err):
		return nil, false
	case err == nil:
		return wire.Pack(answer), true
	}
	c.refuse(err, func(b []byte, _ bool) { body = b })
	return body, false
}

// refuse answers with a fault. What is none is a bug.
func (c *center) refuse(err error, answer func([]byte, bool)) {
	if fault.Code(err) == "" {
		c.w.fail("central answers with %v", err)
	}
	f := wire.FaultOf(err)
	answer(wire.Pack(&f), false)
}

// dies says whether an error is that of a killed program, which starts anew a while later.
func (c *center) dies(err error) bool {
	if !errors.Is(err, memory.ErrCrash) {
		return false
	}
	c.crash()
	return true
}

// refused says whether central's own use case came to nothing, and brings the program down if its disk did.
func (c *center) refused(err error) bool {
	if !c.dies(err) && err != nil && fault.Code(err) == "" {
		c.w.fail("central: %v", err)
	}
	return err != nil
}

// watched is central's store: what its own journal says is counted when it is durable.
type watched struct {
	*memory.Central
	c *center
}

// tx notes what is appended.
type tx struct {
	office.Tx
	c        *center
	events   *[]journal.Event
	postings *[]loyalty.Posting
	news     *bool // there is something to tell to whoever waits
}

// PutNote implements office.Tx: feeds are made of notes.
func (t tx) PutNote(space, key string, value []byte) error {
	*t.news = true
	return t.Tx.PutNote(space, key, value)
}

// Put implements office.Tx.
func (t tx) Put(doc office.Document) error {
	if r, ok := doc.(office.Recall); ok && !r.Done {
		*t.news = true
	}
	return t.Tx.Put(doc)
}

// Take implements office.Tx. What a newer till wrote is stored as it is; an older program reads a version there that it
// doesn't know.
func (t tx) Take(h share.Holder, r journal.Record) error {
	own := r
	own.Event.Body = slices.Clone(r.Event.Body)
	err := t.Tx.Take(h, own)
	if moves := len(r.Event.Moves) > 0; moves && t.c.w.now.Before(t.c.older) && r.Hash[0]%3 == 0 && len(r.Event.Body) > 0 {
		r.Event.Body[0] = newestVersion
	}
	return err
}

// newestVersion is one that no program writes.
const newestVersion = 0xff

// upgrade is a newer program of central's that reads what the older one couldn't.
func (c *center) upgrade() {
	if !c.up || c.w.now.Before(c.older) {
		return
	}
	_, err := c.office.RetryTillEvents(c.w.ctx, c.w.truth.keys)
	c.refused(err)
}

func (t tx) Append(e journal.Event, postings []loyalty.Posting) error {
	err := t.Tx.Append(e, postings)
	e.Writer, e.Epoch = journal.Central, 1
	*t.events, *t.postings = append(*t.events, e), append(*t.postings, postings...)
	return err
}

// Write implements office.Store.
func (s watched) Write(ctx context.Context, decide func(office.Tx) error) error {
	var events []journal.Event
	var postings []loyalty.Posting
	var news bool
	s.c.faults.fired = false
	err := s.Central.Write(ctx, func(t office.Tx) error {
		events, postings, news = nil, nil, false
		return decide(tx{t, s.c, &events, &postings, &news})
	})
	if err == nil || s.c.faults.fired {
		s.c.faults.fired = false
		for _, e := range events {
			s.c.w.event(e)
		}
		s.c.w.truth.own += len(events)
		s.c.w.truth.post(postings)
		if news && !s.c.rung && len(s.c.waiting) > 0 {
			s.c.rung = true
			s.c.w.after(50*time.Millisecond, s.c.ring)
		}
	}
	return err
}

// restore puts a backup of now in central's place a while later. What central did meanwhile it does again from its journal
// copy, put back by the program or by hand. Sometimes the copy is lost too: then central is what the backup says, unless its
// own journal has gone on, of which nobody else could tell.
func (c *center) restore(r *rand.Rand) {
	if !c.up {
		return
	}
	backup, of, own, kept := c.disk.Clone(nil), c.copy, c.w.truth.own, r.IntN(3) > 0
	age := 4 * time.Minute
	if kept && r.IntN(3) == 0 {
		age = 24 * time.Hour
	}
	c.w.after(time.Duration(r.Int64N(int64(age))), func() {
		if !c.up || c.w.healing || kept && of != c.copy || !kept && own != c.w.truth.own {
			return
		}
		c.w.stats.Restores++
		c.faults = &disk{left: r.IntN(4), after: r.IntN(2) == 0}
		switch {
		case !kept:
			c.disk = backup.Bare(c.faults)
			c.keepCopy()
			c.disk = c.disk.PutBack(c.faults)
		case r.IntN(2) == 0:
			c.disk = backup.PutBack(c.faults)
		default:
			c.disk = backup.Clone(c.faults)
		}
		c.open()
	})
}
