package memory

import (
	"context"
	"time"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/report"
	"tim/domain/share"
	"tim/domain/shift"
)

var (
	_ counter.Ledger   = (*Till)(nil)
	_ counter.Spool    = (*Till)(nil)
	_ counter.Products = (*Till)(nil)
	_ counter.Members  = (*Till)(nil)
	_ counter.Settings = (*Till)(nil)
)

// Till is a till's store.
type Till struct{ disk disk[till, *till] }

// NewTill is an empty store. Nil faults never come.
func NewTill(f Faults) *Till {
	return &Till{disk[till, *till]{faults: f, state: &till{by: new(edit)}}}
}

// Clone is an open store of its own with what is durable here now, whatever became of this one.
func (t *Till) Clone(f Faults) *Till {
	c := &Till{disk[till, *till]{faults: f}}
	t.disk.copied(&c.disk)
	return c
}

// Close ends the store: what is asked later is fault store.closed.
func (t *Till) Close() { t.disk.close() }

// till is all that a till keeps. A copy of it is a snapshot.
type till struct {
	by *edit
	tillState

	events   tree[journal.Record] // place
	seals    tree[journal.Seal]   // place of the batch's last event
	carts    tree[[]byte]         // order key; canonical bytes, as all orders
	orders   tree[filed]          // order key
	filed    tree[string]         // place of the batch, order key → order key
	numbers  tree[time.Time]      // receipt's number backwards, 0, order key → paid at
	paid     tree[none]           // paid at, order key
	posted   tree[posting]        // member 0 place n
	vouchers tree[written]        // code
	owned    tree[none]           // member 0 issued at, code
	issued   tree[int64]          // reward
	tries    tree[shift.Tries]    // whose
	jobs     tree[[]byte]         // id
	said     tree[[]byte]         // paper's number

	transfers tree[[]byte] // memo
	shifts    tree[[]byte] // number
	held      tree[int64]  // right
	here      people
	keys      tree[[]byte] // of members created here

	catalog catalogue
}

// tillState is what there is one of. What is behind its pointers is never changed.
type tillState struct {
	head            journal.Head
	base            journal.Head // of another ledger, that a branch's first event follows
	wall, at        time.Time    // of the newest event
	receipts, slips int64        // numbered so far
	roll            report.Roll
	requests        share.Requests
	chain           *counter.Chain
	confirmed       *counter.Confirmed // the newest: no program verifies what lies in memory
	shop            *counter.Shop
}

// filed is an order and where it is filed.
type filed struct {
	at    string
	order []byte
}

// written is a voucher and where the batch ends that wrote it.
type written struct {
	epoch   uint32
	seq     uint64
	voucher []byte
}

// posting is one with its ref, which the canonical bytes lack.
type posting struct {
	ref     loyalty.Ref
	carried *loyalty.Carried
	bytes   []byte
}

func newPosting(p loyalty.Posting) posting {
	return posting{p.Ref, deep(p.Carried), journal.Encode(&p)}
}

func (p posting) posting() loyalty.Posting {
	full := decode[loyalty.Posting](p.bytes)
	full.Ref, full.Carried = p.ref, deep(p.carried)
	return full
}

func (s *till) edited() *till {
	next := *s
	next.by = new(edit)
	return &next
}

func (s *till) mark() (undo func()) {
	state := s.tillState
	s.by.mark()
	return func() {
		s.by.back()
		s.tillState = state
	}
}

// Commit implements counter.Ledger.
func (t *Till) Commit(ctx context.Context, b counter.Batch) error {
	return t.disk.write(ctx, CommitBatch, func(s *till) error {
		if err := s.expect(b.Before); err != nil {
			return err
		}
		s.write(b)
		return nil
	})
}
