package bolt

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// Why the views differ from the journal; stable codes beside those of the journal.
const (
	OrderDiffers   = "order.differs"
	PostingDiffers = "posting.differs"
)

// Summary is what a verification went over.
type Summary struct {
	Events, Batches  uint64
	Orders, Postings uint64 // views compared with the journal
	Head             journal.Head
	Anchored         uint64 // seq that the anchor outside the file covers, 0 when there is none to be read
}

// verifyChunk is how many keys one read transaction covers: a long one would pin the pages that sales free.
const verifyChunk = 2_000

// Verify checks the journal in a data directory that no till holds, event by event, and its views against it. The
// break is nil when all is well. Faults: those of OpenTill, and key.missing.
func Verify(ctx context.Context, dir string, progress func(done, total uint64)) (*journal.Break, Summary, error) {
	db, err := openRead(filepath.Join(dir, LedgerFile), ledgerSchema, lockWait)
	if err != nil {
		return nil, Summary{}, err
	}
	defer db.Close()
	return verify(ctx, db, dir, progress)
}

// Verify is the same for a till that is running.
func (t *Till) Verify(ctx context.Context, progress func(done, total uint64)) (*journal.Break, Summary, error) {
	return verify(ctx, t.ledger, t.dir, progress)
}

func verify(ctx context.Context, db *bbolt.DB, dir string, progress func(done, total uint64)) (*journal.Break, Summary, error) {
	key, err := readKey(filepath.Join(dir, KeyFile))
	if errors.Is(err, os.ErrNotExist) {
		err = fault.New(fault.Unavailable, "key.missing", fault.Args{"file": filepath.Join(dir, KeyFile)})
	}
	if err != nil {
		return nil, Summary{}, err
	}
	anchor, err := readAnchor(filepath.Join(dir, AnchorFile))
	if err != nil {
		return nil, Summary{}, err
	}
	v := newVerification(key.Public(), anchor)
	for next := []byte{eventPrefix}; next != nil; {
		if err := ctx.Err(); err != nil {
			return nil, v.sum, err
		}
		err := view(db, "the journal", func(tx *bbolt.Tx) error {
			next = v.chunk(tx, next)
			if key, _ := lastEvent(tx.Bucket(tillBucket)); key != nil && progress != nil {
				_, total := place(key[1:])
				progress(v.sum.Events, total)
			}
			return nil
		})
		if err != nil {
			return nil, v.sum, err
		}
	}
	v.sum.Head = v.chain.Head()
	if broken := v.chain.Finish(); broken != nil {
		return broken, v.sum, nil
	}
	err = view(db, "the postings", v.invented)
	return v.differs, v.sum, err
}

// verification goes along the journal's keys: events, what their batch filed, its seal.
type verification struct {
	chain   *journal.Verifier
	sum     Summary
	filed   map[string]filedOrder // by key, of the present batch
	differs *journal.Break        // first view that isn't what the journal says
}

// filedOrder is an order as an event has it.
type filedOrder struct {
	seq   uint64
	bytes []byte
}

func newVerification(public ed25519.PublicKey, anchor *journal.Seal) *verification {
	v := &verification{chain: journal.NewVerifier(public, anchor), filed: map[string]filedOrder{}}
	if anchor != nil {
		v.sum.Anchored = anchor.To
	}
	return v
}

// chunk goes on at a key and gives the key to go on at after it, nil at the end or a break.
func (v *verification) chunk(tx *bbolt.Tx, from []byte) (next []byte) {
	c := tx.Bucket(tillBucket).Cursor()
	n := 0
	for key, value := c.Seek(from); key != nil && key[0] == eventPrefix; key, value = c.Next() {
		if n++; n > verifyChunk {
			return bytes.Clone(key)
		}
		if v.key(tx, key, value); v.chain.Broken() != nil {
			return nil
		}
	}
	return nil
}

func (v *verification) key(tx *bbolt.Tx, key, value []byte) {
	if len(key) < eventSize {
		return
	}
	_, seq := place(key[1:])
	switch mark := key[eventSize:]; {
	case len(mark) == 0:
		v.event(tx, seq, value)
	case mark[0] == filedMark:
		v.view(tx, key[1:eventSize], string(mark[1:]), value)
	case mark[0] == sealMark:
		var s journal.Seal
		if err := journal.Decode(value, &s); err != nil {
			s = journal.Seal{From: seq, To: seq}
		}
		if v.chain.Seal(s) {
			v.sum.Batches++
			v.filedLater(tx, seq)
		}
	}
}

func (v *verification) event(tx *bbolt.Tx, seq uint64, value []byte) {
	hash, event := splitEvent(value)
	var e journal.Event
	if !v.chain.Event(seq, event, hash, &e) {
		return
	}
	v.sum.Events++
	order, postings := told(e)
	v.postings(tx, e, postings)
	if order != nil && order.State() != sale.Draft {
		v.filed[order.Key()] = filedOrder{e.Seq, journal.Encode(order)}
	}
}

// told is what an event says of an order's whole state, nil when it is about none, and of accounts.
func told(e journal.Event) (*sale.Order, []loyalty.Posting) {
	switch e.Kind {
	case journal.OrderPaid, journal.OrderDelivered, journal.OrderVoided, journal.OrderFiled, journal.OrderReturned,
		journal.PointsUsed, journal.PointsUseUndone:
		var body sale.Filed
		if journal.Decode(e.Body, &body) == nil {
			return &body.Order, body.Postings
		}
	case journal.VoucherRedeemed, journal.VoucherReturned:
		var body loyalty.VoucherMoved
		if journal.Decode(e.Body, &body) == nil {
			return nil, body.Postings
		}
	}
	return nil, nil
}

// view compares an order as filed with the events of its batch.
func (v *verification) view(tx *bbolt.Tx, at []byte, order string, value []byte) {
	v.sum.Orders++
	filed := indexed(tx.Bucket(tillBucket), prefixed(orderPrefix, order))
	if !bytes.Equal(filed, at) || !bytes.Equal(v.filed[order].bytes, value) {
		_, seq := place(at)
		v.differ(seq, OrderDiffers)
	}
	delete(v.filed, order)
}

// filedLater looks at the orders of a batch that have no view there: each must be filed behind a later one, where
// it is compared when that comes.
func (v *verification) filedLater(tx *bbolt.Tx, sealed uint64) {
	for key, f := range v.filed {
		at := indexed(tx.Bucket(tillBucket), prefixed(orderPrefix, key))
		if len(at) != placeSize || tx.Bucket(tillBucket).Get(filedKey(at, key)) == nil {
			v.differ(f.seq, OrderDiffers)
		} else if _, seq := place(at); seq <= sealed {
			v.differ(f.seq, OrderDiffers)
		}
	}
	clear(v.filed)
}

func (v *verification) postings(tx *bbolt.Tx, e journal.Event, postings []loyalty.Posting) {
	for _, want := range postingEntries(e, postings) {
		v.sum.Postings++
		if !bytes.Equal(indexed(tx.Bucket(tillBucket), want.key), want.value) {
			v.differ(e.Seq, PostingDiffers)
		}
	}
}

// postingEntries is what the view by member must hold of an event.
func postingEntries(e journal.Event, postings []loyalty.Posting) []entry {
	var list []entry
	seen := map[string]uint16{}
	for i, p := range postings {
		p.Ref = loyalty.Ref{ID: fmt.Sprintf("%s/%d", e.ID, i+1), At: e.At, Writer: e.Writer, Epoch: e.Epoch, Seq: e.Seq}
		stored := storedPosting(p)
		list = append(list, entry{postingKey(p.Member, p.Ref, seen[p.Member]), journal.Encode(&stored)})
		seen[p.Member]++
	}
	return list
}

// invented looks for postings that no event has made. Those of the events were all found, so counting tells whether
// there are more.
func (v *verification) invented(tx *bbolt.Tx) error {
	extra := -int64(v.sum.Postings)
	if err := v.eachPosting(tx, func([]byte, uint64) { extra++ }); err != nil || extra <= 0 {
		return err
	}
	return v.eachPosting(tx, func(key []byte, seq uint64) {
		epoch, _ := place(key[len(key)-postingTail:])
		_, b := splitEvent(tx.Bucket(tillBucket).Get(eventKey(epoch, seq)))
		var e journal.Event
		if journal.Decode(b, &e) == nil {
			_, postings := told(e)
			if slices.ContainsFunc(postingEntries(e, postings), func(w entry) bool { return bytes.Equal(w.key, key) }) {
				return
			}
		}
		v.differ(seq, PostingDiffers)
	})
}

// eachPosting goes over the postings of the events that were verified.
func (v *verification) eachPosting(tx *bbolt.Tx, each func(key []byte, seq uint64)) error {
	return eachIndexed(tx.Bucket(tillBucket), []byte{postingPrefix}, func(key, _ []byte) error {
		if len(key) < postingTail {
			return nil
		}
		if _, seq := place(key[len(key)-postingTail:]); seq <= v.chain.Head().Seq {
			each(key, seq)
		}
		return nil
	})
}

// differ notes the lowest seq whose view differs.
func (v *verification) differ(seq uint64, reason string) {
	if v.differs == nil || seq < v.differs.Seq {
		v.differs = &journal.Break{Seq: seq, Reason: reason}
	}
}
