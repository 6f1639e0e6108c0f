package memory

import (
	"context"
	"errors"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/share"
)

var _ office.Store = (*Central)(nil)

// Central is central's store.
type Central struct {
	disk disk[central, *central]
	key  journal.Signer
	copy *Copy // nil without one

	nth     uint64 // the writer's: of the commit that goes on
	pending copiedCommit
}

// NewCentral is an empty store whose journal key signs. Nil faults never come.
func NewCentral(key journal.Signer, f Faults) *Central {
	state := &central{by: new(edit)}
	state.head = journal.Head{Writer: journal.Central, Epoch: 1}
	return &Central{disk: disk[central, *central]{faults: f, state: state}, key: key}
}

// Clone is an open store of its own with what is durable here now, whatever became of this one, and what its Copy has beyond
// that.
func (c *Central) Clone(f Faults) *Central {
	to := &Central{disk: disk[central, *central]{faults: f}, key: c.key}
	c.disk.copied(&to.disk)
	if c.copy != nil {
		to.keep(c.copy)
		to.replay()
	}
	return to
}

// Bare is a Clone of a store whose Copy is lost.
func (c *Central) Bare(f Faults) *Central {
	to := &Central{disk: disk[central, *central]{faults: f}, key: c.key}
	c.disk.copied(&to.disk)
	return to
}

// Close waits for the write that goes on and ends the store: what is asked later is fault store.closed.
func (c *Central) Close() { c.disk.close() }

// Journal is central's own, whole. What is behind the records is to be read only.
func (c *Central) Journal(ctx context.Context) (records []journal.Record, seals []journal.Seal, err error) {
	s, err := c.disk.read(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer c.disk.done()
	for _, r := range s.events.from("") {
		records = append(records, r)
	}
	for _, seal := range s.seals.from("") {
		seals = append(seals, seal)
	}
	return records, seals, nil
}

// central is all that central keeps. A copy of it is a snapshot.
type central struct {
	by *edit
	centralState

	events tree[journal.Record] // place
	seals  tree[journal.Seal]   // place of the commit's last event

	marks    tree[uint64]          // member → how many had arrived with its newest
	postings tree[posting]         // member 0 event n
	answers  tree[office.Answer]   // idempotency key
	oldest   tree[none]            // at, idempotency key
	orders   tree[[]byte]          // order key
	placed   tree[none]            // placed at, order key
	ofMember tree[none]            // member 0 placed at, order key
	members  people                //
	vouchers tree[[]byte]          // code
	owned    tree[none]            // member 0 issued at, code
	issues   tree[string]          // id of the issuing → code
	rewards  tree[loyalty.Reward]  // id
	products tree[product]         // sku
	programs tree[loyalty.Program] // version

	quarantine tree[office.Quarantined] // id
	waiting    tree[none]               // at, id
	notes      tree[[]byte]             // space 0 key

	tills      tree[office.Till]      // holder
	tickets    tree[office.Ticket]    // hash
	rights     tree[share.Row]        // name
	holdings   tree[office.Holding]   // holder
	taken      tree[journal.Record]   // holder, seq
	tillSeals  tree[journal.Seal]     // holder, seq
	recalls    tree[office.Recall]    // holder, id
	exceptions tree[office.Exception] // at, id
}

// centralState is what there is one of. What is behind its pointers is never changed.
type centralState struct {
	head    journal.Head
	written uint64 // commits so far
	putBack bool   // from an older copy
	arrived uint64 // postings so far
	chain   office.Chain
}

// product is one and what a search looks at.
type product struct {
	office.Product
	search string
}

// holderKey sorts by writer and epoch.
func holderKey(h share.Holder) string { return join(h.Writer, place(h.Epoch, 0)[:4]) }

// eventKey sorts a holder's events.
func eventKey(h share.Holder, seq uint64) string { return holderKey(h) + number(seq) }

func (s *central) edited() *central {
	next := *s
	next.by = new(edit)
	return &next
}

func (s *central) mark() (undo func()) {
	state := s.centralState
	s.by.mark()
	return func() {
		s.by.back()
		s.centralState = state
	}
}

// Read implements office.Store.
func (c *Central) Read(ctx context.Context, look func(office.Reader) error) error {
	s, err := c.disk.read(ctx)
	if err != nil {
		return err
	}
	defer c.disk.done()
	return look(reader{s})
}

// Write implements office.Store: one decide, one commit.
func (c *Central) Write(ctx context.Context, decide func(office.Tx) error) error {
	return c.decide(ctx, CommitWrite, decide)
}

// Bulk implements office.Store.
func (c *Central) Bulk(ctx context.Context, decide func(office.Tx) error) error {
	return c.decide(ctx, CommitBulk, decide)
}

func (c *Central) decide(ctx context.Context, kind string, decide func(office.Tx) error) error {
	err := c.disk.write(ctx, kind, func(s *central) error {
		t := &tx{reader: reader{s}, copies: c.copy != nil}
		if err := decide(t); err != nil {
			return err
		}
		if !t.dirty {
			return errNothing
		}
		t.seal(c.key)
		s.written++
		c.nth, c.pending = s.written, copiedCommit{t.calls, s.head}
		return nil
	})
	if err == errNothing {
		return nil
	}
	return err
}

// errNothing says that a decide has written nothing: there is no commit.
var errNothing = errors.New("nothing to write")
