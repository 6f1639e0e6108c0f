package postgres

import (
	"bytes"
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"errors"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/share"
	"tim/storage/stored"
)

// What views break by beside what every store's do (stored.TillBroken). The codes are stable.
const (
	OrderDiffers   = "order.differs"
	PostingDiffers = "posting.differs"
)

// Summary is what a proof looked at.
type Summary struct {
	Events, Postings, Orders uint64
	Head                     journal.Head
	Tills                    []journal.Break // the first of each till's journal that can't be trusted
}

// Verify proves central's journal and those of tills, event by event and seal by seal, and that postings, orders and rights are what
// they say, on one snapshot. The break is nil when all is well.
func (s *Store) Verify(ctx context.Context) (broken *journal.Break, sum Summary, err error) {
	return s.verify(ctx, filedMax)
}

// verify remembers so many orders at once.
func (s *Store) verify(ctx context.Context, most uint64) (broken *journal.Break, sum Summary, err error) {
	err = s.Read(ctx, func(r office.Reader) error {
		v := newVerification(r.(reader))
		err := v.all(ctx, s.o.Key.Public(), most)
		broken, sum = v.broken, v.sum
		return err
	})
	return broken, sum, err
}

// verification goes over one state.
type verification struct {
	reader
	sum    Summary
	broken *journal.Break
	rights stored.Rights
	filings
}

func newVerification(r reader) *verification {
	return &verification{reader: r, rights: stored.Rights{}, filings: newFilings()}
}

// all proves the journals, and with them views. It remembers so many orders at once: where there are more, the
// journals are gone along once more for each further part of them.
func (v *verification) all(ctx context.Context, public ed25519.PublicKey, most uint64) error {
	orders, err := v.rowsOf(ctx, ordersTable)
	if err != nil {
		return err
	}
	v.parts = orders/most + 1
	if err := v.journals(ctx, public); err != nil || v.broken != nil {
		return err
	}
	v.stand()
	for v.next() {
		again := &verification{reader: v.reader, rights: stored.Rights{}, filings: v.filings}
		if err := again.journals(ctx, public); err != nil {
			return err
		}
		v.differs(again.broken)
		v.filings = again.filings
		v.stand()
	}
	return errors.Join(v.rows(), v.count(ctx))
}

// journals goes along all of them.
func (v *verification) journals(ctx context.Context, public ed25519.PublicKey) error {
	chain := journal.NewVerifier(public, nil)
	own := share.Holder{Writer: journal.Central}
	err := v.chain(ctx, chain, eventsTable, all(), 0, func(e journal.Event) error {
		own.Epoch = e.Epoch
		return v.effects(own, e)
	})
	if err != nil {
		return err
	}
	v.sum.Head = chain.Head()
	if v.differs(chain.Finish()); v.broken != nil {
		return nil
	}
	if stands, err := v.Head(); err != nil || stands.Seq > 0 && stands != chain.Head() {
		v.differs(&journal.Break{Seq: chain.Head().Seq, Reason: journal.JournalCut})
		return err
	}
	tills, err := v.Tills()
	if err != nil {
		return err
	}
	for _, till := range tills {
		if err := v.till(ctx, till); err != nil {
			return err
		}
	}
	if len(v.sum.Tills) > 0 {
		v.differs(&v.sum.Tills[0]) // what they did is anybody's guess
	}
	return nil
}

// differs keeps the first break.
func (v *verification) differs(b *journal.Break) {
	if v.broken == nil {
		v.broken = b
	}
}

// chain feeds a journal to a verifier: each event, and the seal that it may end with.
func (v *verification) chain(ctx context.Context, to *journal.Verifier, events *table, s span, epoch uint32, effects func(journal.Event) error) error {
	return each(v, events, s, func(found row) (bool, error) {
		seq := binary.BigEndian.Uint64([]byte(found.key[4:]))
		record, sealed := storedEvent(found.value)
		var e journal.Event
		if !to.Event(seq, record.Bytes, record.Hash, &e) {
			return false, nil
		}
		v.sum.Events++
		if err := errors.Join(ctx.Err(), effects(e)); err != nil {
			return false, err
		}
		if len(sealed) > 0 {
			var seal journal.Seal
			if journal.Decode(sealed, &seal) != nil {
				seal = journal.Seal{From: seq, To: seq}
			}
			seal.Epoch = cmp.Or(epoch, seal.Epoch)
			to.Seal(seal)
		}
		return true, nil
	})
}

// effects checks that everything that an event did is in the views, of orders that or something newer.
func (v *verification) effects(h share.Holder, e journal.Event) error {
	orders, postings, err := office.Effects(e)
	if err != nil {
		item, err := v.QuarantinedItem(office.UnreadID(h, e.Seq))
		if err != nil || item.Done {
			v.differs(&journal.Break{Seq: e.Seq, Reason: journal.EventUnreadable, Of: named(h)})
		}
		return nil
	}
	if item, err := v.QuarantinedItem(office.UnreadID(h, e.Seq)); h.Writer != journal.Central && err == nil && !item.Done {
		return nil
	}
	if v.part > 0 {
		postings = nil // they were proved on the first way
	}
	for i, p := range postings {
		have, err := v.get(postingsTable, postingPlace(p.Member, h, e.Seq, i))
		if err != nil {
			return err
		}
		if !samePosting(have, p) {
			v.differs(&journal.Break{Seq: e.Seq, Reason: PostingDiffers, Of: named(h)})
		}
		v.sum.Postings++
	}
	for _, o := range orders {
		if err := v.order(h, e.Seq, o); err != nil {
			return err
		}
	}
	return nil
}

// named is whose journal a break is of, "" of central's own.
func named(h share.Holder) string {
	if h.Writer == journal.Central {
		return ""
	}
	return h.String()
}

// samePosting compares a stored posting with what an event says, in the form of now.
func samePosting(have []byte, want loyalty.Posting) bool {
	var p stored.Posting
	form := stored.Posting(want)
	return journal.Decode(have, &p) == nil && bytes.Equal(journal.Encode(&p), journal.Encode(&form))
}

// till checks one epoch's chain and seals, and that all it did is in the views.
func (v *verification) till(ctx context.Context, till office.Till) error {
	chain := journal.NewVerifier(till.PublicKey, nil)
	epoch := cmp.Or(office.BranchOf(till.Holder), till.Epoch) // under which a branch's events and seals were written
	at := journal.Head{Writer: till.Writer, Epoch: epoch, Seq: till.Base}
	if till.Base > 0 {
		before, err := v.get(takenTable, epochOf(share.Holder{Writer: till.Writer, Epoch: epoch}, number(till.Base)))
		if err != nil {
			return err
		}
		copy(at.Hash[:], before)
	}
	chain.Behind(at)
	err := v.chain(ctx, chain, takenTable, under(till.Writer, short(till.Epoch)), epoch, func(e journal.Event) error {
		e.Epoch = till.Epoch
		v.rights.Fold(e)
		return v.effects(till.Holder, e)
	})
	if broken := stored.BrokenTill(chain, till); err == nil && broken != nil {
		broken.Of = till.String()
		v.sum.Tills = append(v.sum.Tills, *broken)
	}
	return err
}

// rows checks that every right is what the journals of tills say.
func (v *verification) rows() error {
	err := each(v, rightsTable, all(), func(found row) (bool, error) {
		var form stored.Row
		if err := journal.Decode(found.value, &form); err != nil {
			return false, err
		}
		if !v.rights.Is(found.shard, share.Row(form)) {
			v.differs(&journal.Break{Seq: 1, Reason: stored.RightDiffers})
		}
		return true, nil
	})
	if err == nil && !v.rights.Settled() {
		v.differs(&journal.Break{Seq: 1, Reason: stored.RightDiffers})
	}
	return err
}

// count checks that no posting and no order is there that no event made.
func (v *verification) count(ctx context.Context) error {
	for _, c := range []struct {
		of     *table
		want   uint64
		reason string
	}{{postingsTable, v.sum.Postings, PostingDiffers}, {ordersTable, v.orders, OrderDiffers}, {listedTable, v.orders + v.members, OrderDiffers}} {
		there, err := v.rowsOf(ctx, c.of)
		if err != nil {
			return err
		}
		if there != c.want {
			v.differs(&journal.Break{Seq: 1, Reason: c.reason})
		}
	}
	return nil
}

// rowsOf counts a table, which takes longer than any other read may (statementMax).
func (v *verification) rowsOf(ctx context.Context, t *table) (n uint64, err error) {
	on := v.view.(cachedView).below.(sqlView).on
	rows, err := on.Query(ctx, "SET LOCAL statement_timeout = 0")
	if err != nil {
		return 0, readFault(err)
	}
	rows.Close()
	if rows, err = on.Query(ctx, "SELECT count(*) FROM "+t.name); err != nil {
		return 0, readFault(err)
	}
	defer rows.Close()
	if rows.Next() {
		err = rows.Scan(&n)
	}
	return n, readFault(errors.Join(err, rows.Err()))
}
