package bolt

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
)

// VerifyCentral checks the journal in a data directory that no central holds, event by event, its seals, and its
// postings and orders against it; the journals of tills the same way, and what they did to shares. The break is nil when all is well. Faults: those of OpenCentral, key.missing.
func VerifyCentral(ctx context.Context, dir string, progress func(done, total uint64)) (*journal.Break, Summary, error) {
	db, err := openRead(filepath.Join(dir, CentralFile), centralSchema, lockWait)
	if err != nil {
		return nil, Summary{}, err
	}
	defer db.Close()
	return verifyCentral(ctx, dir, func() (*bbolt.Tx, error) { return db.Begin(false) }, progress)
}

// Verify is the same for a central that is running; what is written meanwhile is checked as far as it comes by.
func (c *Central) Verify(ctx context.Context, progress func(done, total uint64)) (*journal.Break, Summary, error) {
	return verifyCentral(ctx, c.dir, c.begin, progress)
}

// CentralKey is the key that signs the journal of the central with that data directory. Fault: key.missing.
func CentralKey(dir string) (journal.Key, error) {
	path := filepath.Join(dir, CentralKeyFile)
	key, err := readKey(path)
	if errors.Is(err, os.ErrNotExist) {
		err = fault.New(fault.Unavailable, "key.missing", fault.Args{"file": path})
	}
	return key, err
}

func verifyCentral(ctx context.Context, dir string, begin func() (*bbolt.Tx, error), progress func(done, total uint64)) (*journal.Break, Summary, error) {
	key, err := CentralKey(dir)
	if err != nil {
		return nil, Summary{}, err
	}
	anchor, err := readAnchor(filepath.Join(dir, CentralAnchorFile))
	if err != nil {
		return nil, Summary{}, err
	}
	v := newCentralVerification(key.Public(), anchor)
	v.sum.Central = key.Public()
	if err := v.walk(ctx, begin, eventPrefix, v.journal(progress)); err != nil {
		return nil, v.sum, err
	}
	v.sum.Head = v.chain.Head()
	if broken := v.chain.Finish(); broken != nil {
		return broken, v.sum, nil
	}
	if err := v.tills(ctx, begin); err != nil || len(v.sum.Tills) > 0 { // what a changed event did differs, too, and says less
		return firstOf(v.sum.Tills), v.sum, err
	}
	err = errors.Join(v.walk(ctx, begin, orderPrefix, v.order), v.walk(ctx, begin, accountPrefix, v.posting))
	return v.differs, v.sum, err
}

func firstOf(breaks []journal.Break) *journal.Break {
	if len(breaks) == 0 {
		return nil
	}
	return &breaks[0]
}

// centralVerification goes over the journal and then over the views, each of which must be what the journal says.
type centralVerification struct {
	chain   *journal.Verifier
	sum     Summary
	differs *journal.Break // first view that isn't
}

func newCentralVerification(public ed25519.PublicKey, anchor *journal.Seal) *centralVerification {
	v := &centralVerification{chain: journal.NewVerifier(public, anchor)}
	if anchor != nil {
		v.sum.Anchored = anchor.To
	}
	return v
}

// walk goes over the keys that begin with a letter, some in each read transaction, until a break of the chain.
func (v *centralVerification) walk(ctx context.Context, begin func() (*bbolt.Tx, error), prefix byte,
	look func(hot *bbolt.Bucket, key, value []byte)) error {
	for next := []byte{prefix}; next != nil; {
		if err := ctx.Err(); err != nil {
			return err
		}
		tx, err := begin()
		if err != nil {
			return err
		}
		hot := tx.Bucket(centralBucket)
		c := hot.Cursor()
		key, value := c.Seek(next)
		for range verifyChunk {
			if len(key) == 0 || key[0] != prefix || v.chain.Broken() != nil {
				key = nil
				break
			}
			look(hot, key, value)
			key, value = c.Next()
		}
		next = bytes.Clone(key)
		if err := tx.Rollback(); err != nil {
			return err
		}
	}
	return nil
}

// journal looks at events and seals.
func (v *centralVerification) journal(progress func(done, total uint64)) func(hot *bbolt.Bucket, key, value []byte) {
	return func(hot *bbolt.Bucket, key, value []byte) {
		if len(key) < eventSize {
			return
		}
		_, seq := place(key[1:])
		if len(key) == eventSize {
			v.event(hot, seq, value)
		} else {
			v.seal(seq, value)
		}
		if progress != nil && seq%verifyChunk == 0 {
			last, _ := lastEvent(hot)
			_, total := place(last[1:])
			progress(v.sum.Events, total)
		}
	}
}

func (v *centralVerification) seal(seq uint64, value []byte) {
	var s journal.Seal
	if err := journal.Decode(value, &s); err != nil {
		s = journal.Seal{From: seq, To: seq}
	}
	if v.chain.Seal(s) {
		v.sum.Batches++
	}
}

// event checks that everything that an event did is in the views, of orders that or something newer.
func (v *centralVerification) event(hot *bbolt.Bucket, seq uint64, value []byte) {
	hash, b := splitEvent(value)
	var e journal.Event
	if !v.chain.Event(seq, b, hash, &e) {
		return
	}
	v.sum.Events++
	orders, postings, err := office.Effects(e)
	if err != nil {
		v.differ(seq, journal.EventUnreadable)
	}
	for i, p := range postings {
		want := accountPosting(p, i)
		if !sameForm(hot.Get(want.key), want.value, new(storedPosting)) {
			v.differ(seq, PostingDiffers)
		}
	}
	for _, o := range orders {
		if by, _ := splitOrder(hot.Get(prefixed(orderPrefix, o.Key()))); by.till.Writer == "" && by.to < seq {
			v.differ(seq, OrderDiffers)
		}
	}
}

// order checks that an order is what the events that filed it say, and is found by time and by member.
func (v *centralVerification) order(hot *bbolt.Bucket, key, value []byte) {
	by, b := splitOrder(value)
	if by.epoch > 0 && by.from > v.chain.Head().Seq {
		return // filed while this goes on
	}
	v.sum.Orders++
	var last []byte
	for seq := by.from; seq <= by.to; seq++ {
		orders, err := filedAt(hot, by, seq)
		if err != nil {
			break
		}
		for _, o := range orders {
			if o.Key() == string(key[1:]) {
				last = journal.Encode(&o)
			}
		}
	}
	if last == nil || !sameForm(b, last, new(sale.Order)) {
		v.differOf(by.till, by.from, OrderDiffers)
		return
	}
	o, err := decodeOrder(key, b)
	if err != nil || hot.Get(orderByTime(o)) == nil || o.Member != "" && hot.Get(orderByMember(o)) == nil {
		v.differOf(by.till, by.from, OrderDiffers)
	}
}

// posting checks that an event has made a posting.
func (v *centralVerification) posting(hot *bbolt.Bucket, key, value []byte) {
	mark := bytes.IndexByte(key, 0)
	if mark >= 0 && len(key) > mark+1 && key[mark+1] == takenMark {
		v.taken(hot, key, key[mark+2:], value)
		return
	}
	if mark < 0 || len(key) != mark+2+postingTail || key[mark+1] != postingMark {
		return
	}
	epoch, seq := place(key[mark+2:])
	if seq > v.chain.Head().Seq {
		return
	}
	v.sum.Postings++
	n := int(binary.BigEndian.Uint16(key[len(key)-2:]))
	_, postings, err := effectsAt(hot, epoch, seq)
	if err != nil || n >= len(postings) {
		v.differ(seq, PostingDiffers)
		return
	}
	if want := accountPosting(postings[n], n); !bytes.Equal(want.key, key) || !sameForm(value, want.value, new(storedPosting)) {
		v.differ(seq, PostingDiffers)
	}
}

// filedAt is the orders that an event filed: central's own, or a till's.
func filedAt(hot *bbolt.Bucket, by filedBy, seq uint64) ([]sale.Order, error) {
	if by.epoch == 0 {
		return takenEffects(hot, by)
	}
	orders, _, err := effectsAt(hot, by.epoch, seq)
	return orders, err
}

// effectsAt is what the event of a seq did, nothing when there is none.
func effectsAt(hot *bbolt.Bucket, epoch uint32, seq uint64) ([]sale.Order, []loyalty.Posting, error) {
	_, b := splitEvent(hot.Get(eventKey(epoch, seq)))
	var e journal.Event
	if err := journal.Decode(b, &e); err != nil {
		return nil, nil, err
	}
	return office.Effects(e)
}

// differ notes the lowest seq of central's journal whose view differs.
func (v *centralVerification) differ(seq uint64, reason string) {
	v.differOf(share.Holder{}, seq, reason)
}

// differOf is differ of a till's journal. Central's own is named before any till's, and those in the order in which they are found.
func (v *centralVerification) differOf(till share.Holder, seq uint64, reason string) {
	of := ""
	if till.Writer != "" {
		of = till.String()
	}
	if d := v.differs; d == nil || d.Of == of && seq < d.Seq || d.Of != "" && of == "" {
		v.differs = &journal.Break{Seq: seq, Reason: reason, Of: of}
	}
}
