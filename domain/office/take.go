package office

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/mutant"
	"tim/domain/share"
)

// Pushed is a part of a till's journal from a cursor on. Whole batches only: events that no seal covers are left for the
// next push.
type Pushed struct {
	Holder  share.Holder // whose journal: the speaker's present epoch, or a former one that it carries
	Prev    journal.Head // what the first event follows; Seq 0 at the beginning
	Records [][]byte     // canonical bytes of events
	Seals   []journal.Seal
	// Keys are the members' own keys, by member id: the journal has people only as ciphertext. They travel beside every
	// push that has an event journal.MemberCreated or MemberChanged, over the same protected link, and in no journal.
	Keys map[string][]byte
}

// Taken is where central stands after a push.
type Taken struct {
	Seq      uint64 // the journal is stored up to here: the cursor to push from
	Hash     journal.Hash
	Forked   bool // another event stands where the push says one does: nothing more is granted to the epoch (SHARES 20)
	Retired  bool // the epoch: a new one must begin; its events are taken all the same (SHARES 16)
	Problems []Problem
}

// Problem is an event that central has stored and couldn't read, or can't believe: a kind of Exception, or a fault code.
type Problem struct {
	Seq  uint64
	Code string
}

// branchesMax is how many branches of one epoch are kept: more is no accident.
const branchesMax = 64

// TakeJournal stores the events of a push that are new, each once and behind the one before, with what they do to shares,
// accounts, orders, vouchers and members, all in one transaction. It can be repeated, overlap and leave a gap: the answer
// says where to go on. Facts are never refused: what conflicts becomes an Exception, what can't be read is quarantined
// (RetryTillEvents), and its shares are booked all the same (SHARES 11). The other branch of a fork is kept under an epoch
// of its own, whose takes count against central's share (SHARES 20). Faults: till.unknown; those of a push that isn't its
// writer's: event.unreadable, event.moved (seq), seal.forged (seq).
func (o *Office) TakeJournal(ctx context.Context, p Pushed) (Taken, error) {
	proved := o.foreseePush(ctx, p)
	return writing(ctx, o.now, o.store.WriteForeseen, func(tx Tx, now time.Time) (Taken, error) {
		t, err := tx.Till(p.Holder)
		if err != nil {
			return Taken{}, err
		}
		records, seals, err := proved.by(t.PublicKey, p, o.forged)
		if err != nil {
			return Taken{}, err
		}
		found, err := o.locate(tx, t, p.Prev, records, now)
		if err != nil {
			return Taken{}, err
		}
		answer := Taken{Forked: found.main.Forked, Retired: !found.main.RetiredAt.IsZero(), Seq: found.cursor.Seq, Hash: found.cursor.Hash}
		if len(found.fresh) == 0 {
			return answer, nil
		}
		g := &taking{office: o, tx: tx, now: now, received: now, till: found.chain, keys: p.Keys, books: newBooks(tx, nil), excepted: map[string]bool{},
			members: map[string]*touched{}, proved: proved}
		if err := g.all(found.fresh, seals); err != nil {
			return Taken{}, err
		}
		answer.Seq, answer.Hash, answer.Problems = g.till.Seq, g.till.Hash, g.problems
		return answer, nil
	})
}

// checked is the records that a seal covers, each behind the one before, and those seals.
func (p Pushed) checked(public ed25519.PublicKey, forged func([]journal.Seal, ed25519.PublicKey) *journal.Seal) ([]journal.Record, []journal.Seal, error) {
	records, err := p.chained()
	if err != nil {
		return nil, nil, err
	}
	covered := 0
	var seals []journal.Seal
	var moved *journal.Seal // it is over other events than these
	for i, s := range p.Seals {
		n := int(s.To) - int(p.Prev.Seq)
		if n <= 0 || n > len(records) {
			continue
		}
		if s.Writer != p.Holder.Writer || s.Epoch != p.Holder.Epoch || s.Hash != records[n-1].Hash {
			moved = &p.Seals[i]
			break
		}
		covered, seals = max(covered, n), append(seals, s)
	}
	if bad := cmp.Or(forged(seals, public), moved); bad != nil {
		return nil, nil, fault.New(fault.Forbidden, journal.SealForged, fault.Args{"seq": int64(bad.To)})
	}
	return records[:covered], seals, nil
}

// chained is the push's records, each behind the one before.
func (p Pushed) chained() ([]journal.Record, error) {
	records := make([]journal.Record, len(p.Records))
	hash, seq := p.Prev.Hash, p.Prev.Seq
	for i, bytes := range p.Records {
		r := journal.Record{Bytes: bytes, Prev: hash, Hash: journal.Link(hash, bytes)}
		if err := journal.Decode(bytes, &r.Event); err != nil {
			return nil, fault.Wrap(fault.Invalid, journal.EventUnreadable, err, fault.Args{"seq": int64(seq + 1)})
		}
		seq++
		if r.Event.Seq != seq || r.Event.Writer != p.Holder.Writer || r.Event.Epoch != p.Holder.Epoch {
			return nil, fault.New(fault.Invalid, journal.EventMoved, fault.Args{"seq": int64(seq)})
		}
		records[i], hash = r, r.Hash
	}
	return records, nil
}

// located is where a push belongs.
type located struct {
	main   Till             // the epoch
	chain  Till             // it, or the branch of it that the push is of
	fresh  []journal.Record // new ones of it
	cursor journal.Head     // where to push from when nothing is new
}

// locate finds the chain that records belong to: the epoch's own, or a branch, begun here when the push is the first of
// it.
func (o *Office) locate(tx Tx, main Till, prev journal.Head, records []journal.Record, now time.Time) (located, error) {
	found := located{main: main, chain: main, cursor: main.head()}
	if len(records) == 0 || prev.Seq > main.Seq {
		return found, nil
	}
	branches, err := branchesOf(tx, main)
	if err != nil {
		return found, err
	}
	for _, t := range append([]Till{main}, branches...) {
		fits, err := t.fits(tx, prev, records)
		if err != nil {
			return found, err
		}
		if fits {
			found.chain, found.cursor, found.fresh = t, t.head(), behind(records, t.Seq)
			return found, nil
		}
	}
	base, there, err := parting(tx, main, prev, records)
	switch {
	case err != nil:
		return found, err
	case !there: // they parted before what was pushed: let the till push from further back
		if found.cursor, err = headAt(tx, main, prev.Seq/2); err != nil {
			return found, err
		}
		fallthrough
	case len(branches) >= branchesMax:
		found.main.Forked = true
		return found, nil
	}
	found.main, found.chain, err = o.branch(tx, main, base, len(branches)+1, now)
	found.fresh = behind(records, found.chain.Seq)
	return found, err
}

func behind(records []journal.Record, seq uint64) []journal.Record {
	i := slices.IndexFunc(records, func(r journal.Record) bool { return r.Event.Seq > seq || mutant.AppliesAgain })
	if i < 0 {
		return nil
	}
	return records[i:]
}

// fits says whether the newest event that both a chain and a push know is the same one.
func (t Till) fits(r Tills, prev journal.Head, records []journal.Record) (bool, error) {
	if prev.Seq > t.Seq {
		return false, nil
	}
	last := records[len(records)-1].Event.Seq
	have, err := headAt(r, t, min(t.Seq, last))
	return err == nil && have.Hash == hashIn(prev, records, have.Seq), err
}

// hashIn is the hash of an event in a push, or of the one before it.
func hashIn(prev journal.Head, records []journal.Record, seq uint64) journal.Hash {
	if seq == prev.Seq {
		return prev.Hash
	}
	return records[seq-prev.Seq-1].Hash
}

// headAt is where a till's journal stood at a seq that is stored.
func headAt(r Tills, t Till, seq uint64) (journal.Head, error) {
	head := journal.Head{Writer: t.Writer, Epoch: t.Epoch, Seq: seq}
	switch {
	case seq == 0:
		return head, nil
	case seq == t.Seq:
		return t.head(), nil
	case seq <= t.Base:
		main, err := r.Till(share.Holder{Writer: t.Writer, Epoch: BranchOf(t.Holder)})
		if err != nil {
			return head, err
		}
		return headAt(r, main, seq)
	}
	records, _, err := r.TillEvents(t.Holder, seq-1, 1)
	if err == nil && len(records) == 0 {
		err = fmt.Errorf("till %s: event %d of %d is not there", t.Holder, seq, t.Seq)
	}
	if err != nil {
		return head, err
	}
	head.Hash = records[0].Hash
	return head, nil
}

// parting is the newest event that an epoch and a push have in common, if the push reaches back to one.
func parting(r Tills, t Till, prev journal.Head, records []journal.Record) (base journal.Head, there bool, err error) {
	for seq := min(t.Seq, records[len(records)-1].Event.Seq); ; seq-- {
		have, err := headAt(r, t, seq)
		if err != nil || have.Hash == hashIn(prev, records, seq) {
			return have, err == nil, err
		}
		if seq == prev.Seq {
			return base, false, nil
		}
	}
}

func branchesOf(r Tills, main Till) ([]Till, error) {
	all, err := r.TillsOf(main.Writer)
	return slices.DeleteFunc(all, func(t Till) bool { return BranchOf(t.Holder) != main.Epoch }), err
}

// branch begins the n-th branch of an epoch behind the last event in common. It holds nothing; the epoch is granted
// nothing more.
func (o *Office) branch(tx Tx, main Till, base journal.Head, n int, now time.Time) (Till, Till, error) {
	main.Forked = true
	t := Till{Holder: share.Holder{Writer: main.Writer, Epoch: uint32(n)*branchStep + main.Epoch}, Shop: main.Shop, PublicKey: main.PublicKey,
		EnrolledAt: now, SpokenAt: now, RetiredAt: now, Seq: base.Seq, Base: base.Seq, Hash: base.Hash, Forked: true}
	if err := o.recordTill(tx, journal.TillForked, t, "", now, journal.Move{Kind: journal.MoveRetire, Holder: t.String()}); err != nil {
		return main, t, err
	}
	forked := Exception{ID: exceptionID(main.Holder, base.Seq, JournalForked), At: now, Kind: JournalForked, Till: main.Holder, Seq: base.Seq,
		Detail: t.String()}
	return main, t, errors.Join(tx.Put(main), tx.Put(t), tx.Put(forked))
}
