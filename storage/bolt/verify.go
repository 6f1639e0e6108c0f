package bolt

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/share"
)

// Why the views differ from the journal; stable codes beside those of the journal.
const (
	OrderDiffers   = "order.differs" // how it is found, too
	PostingDiffers = "posting.differs"
	VoucherDiffers = "voucher.differs"
	ShiftDiffers   = "shift.differs"
	ShareDiffers   = "share.differs" // what is held here, or what became of requests for it
)

// Summary is what a verification went over.
type Summary struct {
	Events, Batches            uint64
	Orders, Postings, Vouchers uint64 // views compared with the journal
	Head                       journal.Head
	Anchored                   uint64 // seq that the anchor outside the file covers, 0 when there is none to be read

	Confirmed journal.Confirmation // central's newest of a till's journal, zero when there is none
	Central   ed25519.PublicKey    // central's, nil before a till heard it

	Tills []journal.Break // at central: the first of each till's journal that can't be trusted, by till and epoch
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
	return verify(ctx, db, dir, false, progress)
}

// Verify is the same for a till that is running: on one core, and at rest half of the time.
func (t *Till) Verify(ctx context.Context, progress func(done, total uint64)) (*journal.Break, Summary, error) {
	return verify(ctx, t.ledger, t.dir, true, progress)
}

func verify(ctx context.Context, db *bbolt.DB, dir string, beside bool, progress func(done, total uint64)) (*journal.Break, Summary, error) {
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
	have, err := version(db, ledgerSchema)
	if err != nil {
		return nil, Summary{}, damage(db.Path(), "%w", err)
	}
	v := newVerification(key.Public(), anchor)
	if beside {
		v.chain.InTurn()
	}
	err = view(db, "what central has confirmed", func(tx *bbolt.Tx) error {
		central, list, err := readConfirmed(tx.Bucket(tillBucket))
		v.sum.Central = central
		v.chain.Confirmed(central, list...)
		return err
	})
	if err != nil {
		return nil, v.sum, err
	}
	v.unpaid, v.unheld, v.unrolled = have < paidStep, have < heldStep, have < rollStep
	for next := []byte{eventPrefix}; next != nil; {
		if err := ctx.Err(); err != nil {
			return nil, v.sum, err
		}
		began := time.Now()
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
		if beside {
			rest(ctx, time.Since(began))
		}
	}
	broken := v.chain.Finish()
	v.sum.Head, v.sum.Confirmed = v.chain.Head(), v.chain.Confirmation()
	if broken != nil {
		return broken, v.sum, nil
	}
	err = view(db, "the views", v.invented)
	return v.differs, v.sum, err
}

// rest waits so long, or until ctx ends.
func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// verification goes along the journal's keys: events, what their batch filed, its seal.
type verification struct {
	chain    *journal.Verifier
	unpaid   bool // the file waits for the step that fills that index
	unheld   bool
	unrolled bool
	roll     report.Roll
	sum      Summary
	held     *share.Held
	moved    map[string]uint64 // by right: the seq of the last event that changed it
	paid     uint64            // entries that orders must be found by
	filed    map[string]said   // orders by key, of the present batch
	vouchers map[string]said   // by code, of the present batch
	differs  *journal.Break    // first view that isn't what the journal says
}

// said is what an event says of an order or a voucher, and the entries that it must be found by.
type said struct {
	seq     uint64
	bytes   []byte
	entries []entry
}

func newVerification(public ed25519.PublicKey, anchor *journal.Seal) *verification {
	v := &verification{chain: journal.NewVerifier(public, anchor), filed: map[string]said{}, vouchers: map[string]said{},
		held: share.NewHeld(), moved: map[string]uint64{}}
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
			v.changed(tx, key[1:eventSize])
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
	v.moves(e)
	v.roll.Apply(e)
	did := told(e)
	v.postings(tx, e, did.postings)
	if did.order != nil && did.order.State() != sale.Draft {
		v.filed[did.order.Key()] = said{e.Seq, journal.Encode(did.order), paidEntries(*did.order)}
	}
	for _, voucher := range did.vouchers {
		v.vouchers[voucher.ID] = said{e.Seq, journal.Encode(&voucher), []entry{{ownerKey(voucher), []byte{}}}}
	}
}

// effects is what an event says of an order's whole state, nil when it is about none, of accounts and of vouchers.
type effects struct {
	order    *sale.Order
	postings []loyalty.Posting
	vouchers []loyalty.Voucher
}

func told(e journal.Event) effects {
	switch e.Kind {
	case journal.OrderPaid, journal.OrderDelivered, journal.OrderVoided, journal.OrderFiled, journal.OrderReturned,
		journal.PointsUsed, journal.PointsUseUndone, journal.VoucherApplied, journal.VoucherRemoved, journal.ExchangeStarted:
		var body sale.Filed
		if journal.Decode(e.Body, &body) == nil {
			return effects{&body.Order, body.Postings, body.Vouchers}
		}
	case journal.VoucherRedeemed, journal.VoucherReturned:
		var body loyalty.VoucherMoved
		if journal.Decode(e.Body, &body) == nil {
			return effects{nil, body.Postings, []loyalty.Voucher{body.Voucher}}
		}
	}
	return effects{}
}

// toldAt is what the event of a seq says, nothing when there is none.
func toldAt(b *bbolt.Bucket, epoch uint32, seq uint64) (effects, journal.Event) {
	_, raw := splitEvent(b.Get(eventKey(epoch, seq)))
	var e journal.Event
	if journal.Decode(raw, &e) != nil {
		return effects{}, e
	}
	return told(e), e
}

// differ notes the lowest seq whose view differs.
func (v *verification) differ(seq uint64, reason string) {
	if v.differs == nil || seq < v.differs.Seq {
		v.differs = &journal.Break{Seq: seq, Reason: reason}
	}
}
