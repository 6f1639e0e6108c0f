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
	w        *world
	disk     centralDisk
	copies   int // journal copies begun
	faults   *disk
	office   *office.Office
	hub      *hub.Hub
	up       bool
	cut      time.Time // nobody reaches it before
	orders   int
	life     int // starts of its program
	waiting  []*held
	news     news
	accounts accounts  // of its program's life
	older    time.Time // its program is older than some tills' until then
}

func (w *world) newCenter() {
	key := make([]byte, ed25519.SeedSize)
	_, _ = w.entropy.Read(key)
	w.center = &center{w: w, faults: w.disk(0)}
	w.center.disk = w.stores.central(journal.Key(ed25519.NewKeyFromSeed(key)), w.center.faults)
	w.center.keepCopy()
	w.center.open()
}

// keepCopy begins a journal copy: central's own journal is kept apart from its store (SHARES 15).
func (c *center) keepCopy() {
	c.copies++
	c.disk.KeepCopy()
}

// open starts the program on its disk.
func (c *center) open() {
	now := func() time.Time { return c.w.now }
	c.office = office.New(office.Config{Store: office.Watched{Store: watched{c.disk, c}, Changed: c.changed}, Now: now, Entropy: c.w.entropy, Zone: func(string) (*time.Location, error) { return saigon, nil },
		Sealed: c.w.seals.valid})
	c.hub = &hub.Hub{Config: hub.Config{Central: c.office, Now: now}}
	c.up = true
	c.life++
	c.waiting, c.news, c.accounts = nil, newNews(), accounts{}
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
	c.faults = c.w.disk(0)
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
		return journal.Encode(answer), true
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
	answer(journal.Encode(&f), false)
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
	centralDisk
	c *center
}

// tx notes what is appended.
type tx struct {
	office.Tx
	c        *center
	events   *[]journal.Event
	postings *[]loyalty.Posting
}

// Take implements office.Tx. What a newer till wrote is stored as it is; an older program reads a version there that it
// doesn't know.
func (t tx) Take(h share.Holder, r journal.Record) error {
	own := r
	own.Event.Body = slices.Clone(r.Event.Body)
	err := t.Tx.Take(h, own)
	t.c.news.n++
	t.c.news.took[h] = t.c.news.n
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
	return s.counted(ctx, s.centralDisk.Write, decide)
}

// Glance implements office.Glancer.
func (s watched) Glance(ctx context.Context, look func(office.Reader) error) error {
	run := s.centralDisk.Read
	if g, is := s.centralDisk.(office.Glancer); is {
		run = g.Glance
	}
	return run(ctx, func(r office.Reader) error { return look(reader{r, s.c.accounts}) })
}

// Foresee implements office.Foreseer.
func (s watched) Foresee(ctx context.Context, w office.Wanted, look func(office.Reader) error) error {
	if f, is := s.centralDisk.(office.Foreseer); is {
		return f.Foresee(ctx, w, look)
	}
	if look == nil {
		return nil
	}
	return s.Read(ctx, look)
}

// WriteForeseen implements office.Foreseer.
func (s watched) WriteForeseen(ctx context.Context, decide func(office.Tx) error) error {
	if f, is := s.centralDisk.(office.Foreseer); is {
		return s.counted(ctx, f.WriteForeseen, decide)
	}
	return s.Write(ctx, decide)
}

// counted runs a write, and tells the truth of what it appended.
func (s watched) counted(ctx context.Context, run func(context.Context, func(office.Tx) error) error, decide func(office.Tx) error) error {
	var events []journal.Event
	var postings []loyalty.Posting
	s.c.faults.fired = false
	err := run(ctx, func(t office.Tx) error {
		events, postings = nil, nil
		return decide(tx{t, s.c, &events, &postings})
	})
	if err == nil || s.c.faults.fired {
		s.c.faults.fired = false
		for _, e := range events {
			s.c.w.event(e)
		}
		s.c.w.truth.own += len(events)
		s.c.w.truth.post(postings)
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
	backup, of, own, kept := c.disk.Clone(nil), c.copies, c.w.truth.own, r.IntN(3) > 0 && c.disk.keepsCopy()
	age := 4 * time.Minute
	if kept && r.IntN(3) == 0 {
		age = 24 * time.Hour
	}
	c.w.after(time.Duration(r.Int64N(int64(age))), func() {
		if !c.up || c.w.healing || kept && of != c.copies || !kept && own != c.w.truth.own {
			return
		}
		c.w.stats.Restores++
		c.disk.Close()
		c.faults = c.w.disk(0)
		c.faults.left, c.faults.after = r.IntN(4), r.IntN(2) == 0
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
