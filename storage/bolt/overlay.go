package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
)

// What is shown of a member is what central last sent of it, and what was written here that isn't in that yet. Central
// says with each page up to which event of this till's journal its states count in; what lies beyond is laid over them.
//
//	accounts          member → accountRow
//	parked            member → accountRow that came while events here weren't in it
//	merged            id → the member that it was merged into, and its phone
//	aliases           member 0 id → nothing
//	tiers             member → tier id, none of the lowest
//	vouchers_applied  code → epoch seq that the voucher was sent with, and the first copy that brought it
//	pulled            feed → feedPlace
var (
	accountsBucket = []byte("accounts")
	parkedBucket   = []byte("parked")
	intoBucket     = []byte("merged")
	aliasesBucket  = []byte("aliases")
	tiersBucket    = []byte("tiers")
	appliedBucket  = []byte("vouchers_applied")
	pulledBucket   = []byte("pulled")
)

// createPulled is the step of the catalogue's schema that brings them.
func createPulled(tx *bbolt.Tx) error {
	return createBuckets(tx, "accounts", "parked", "merged", "aliases", "tiers", "vouchers_applied", "pulled")
}

// accountRow is an account as central sent it, and the last event of this till that is in it.
type accountRow struct {
	Epoch uint32
	Seq   uint64
	office.KnownAccount
}

// Code is the canonical form.
func (a *accountRow) Code(c *journal.Codec) {
	c.Version(1)
	journal.Uint(c, &a.Epoch)
	journal.Uint(c, &a.Seq)
	a.KnownAccount.Code(c)
}

func readAccount(tx *bbolt.Tx, bucket []byte, member string) (*accountRow, error) {
	b := tx.Bucket(bucket).Get([]byte(member))
	if b == nil {
		return nil, nil
	}
	a := new(accountRow)
	if err := journal.Decode(b, a); err != nil {
		return nil, fmt.Errorf("account of %s: %w", member, err)
	}
	return a, nil
}

// counts says whether an event of this till at a place is in what was sent with another place. Former epochs' are: central
// has taken their journals before it answers a new one.
func counts(sentEpoch uint32, sentSeq uint64, epoch uint32, seq uint64) bool {
	return epoch < sentEpoch || epoch == sentEpoch && seq <= sentSeq
}

// mergedMember is where an id leads that was merged, and the phone that leads there too.
type mergedMember struct{ Into, Phone string }

// Code is the canonical form.
func (m *mergedMember) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &m.Into)
	journal.String(c, &m.Phone)
}

func readMerged(tx *bbolt.Tx, id string) (m mergedMember, there bool, err error) {
	b := tx.Bucket(intoBucket).Get([]byte(id))
	if b == nil {
		return m, false, nil
	}
	if err := journal.Decode(b, &m); err != nil {
		return m, false, fmt.Errorf("merged member %s: %w", id, err)
	}
	return m, true, nil
}

// leadsTo is the id that a member's now leads to.
func leadsTo(tx *bbolt.Tx, id string) (string, error) {
	m, there, err := readMerged(tx, id)
	if err != nil || !there {
		return id, err
	}
	return m.Into, nil
}

func aliasesOf(tx *bbolt.Tx, id string) (ids []string) {
	prefix := joinKey(id, "")
	c := tx.Bucket(aliasesBucket).Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		ids = append(ids, string(k[len(prefix):]))
	}
	return ids
}

// known is what the catalogue knows of a member's account.
type known struct {
	ids      []string               // the member's, and those that were merged into it
	rows     map[string]*accountRow // what was sent of an id: alone, or with the member that it was merged into
	postings []loyalty.Posting
}

func readKnownAccount(tx *bbolt.Tx, id string) (k known, err error) {
	present, err := leadsTo(tx, id)
	if err != nil {
		return k, err
	}
	k.ids, k.rows = append([]string{present}, aliasesOf(tx, present)...), map[string]*accountRow{}
	apart := false // an account that was merged and isn't in the other yet
	for _, id := range k.ids {
		if k.rows[id] != nil {
			continue
		}
		apart = apart || id != present
		row, err := readAccount(tx, accountsBucket, id)
		if err != nil {
			return k, err
		}
		if row == nil {
			if err := k.history(tx, id); err != nil {
				return k, err
			}
			continue
		}
		k.postings = append(k.postings, row.Postings(id)...)
		for _, id := range append([]string{id}, row.Carried.Also...) {
			k.rows[id] = row
		}
	}
	if apart { // they fold as one
		one := office.KnownAccount{At: time.UnixMilli(0).UTC(), Carried: loyalty.Carried{Also: k.ids[1:]}}
		k.postings = append(k.postings, one.Postings(present)...)
		k.postings[len(k.postings)-1].Ref.ID = "merged"
	}
	return k, nil
}

// history adds what a till that stood alone was filled with.
func (k *known) history(tx *bbolt.Tx, id string) error {
	prefix := joinKey(id, "")
	c := tx.Bucket(historyBucket).Cursor()
	for key, v := c.Seek(prefix); bytes.HasPrefix(key, prefix); key, v = c.Next() {
		p, err := decodePosting(key, v)
		if err != nil {
			return err
		}
		k.postings = append(k.postings, p)
	}
	return nil
}

// own adds what was written here of the member and isn't in what central sent.
func (k *known) own(tx *bbolt.Tx) error {
	for _, id := range k.ids {
		row := k.rows[id]
		err := eachIndexed(tx.Bucket(tillBucket), append(prefixed(postingPrefix, id), 0), func(key, value []byte) error {
			if epoch, seq := place(key[len(key)-postingTail:]); row != nil && counts(row.Epoch, row.Seq, epoch, seq) {
				return nil
			}
			p, err := decodePosting(key, value)
			k.postings = append(k.postings, p)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// ahead says whether something was written here of one of the ids that isn't in what central sent with that place.
func ahead(tx *bbolt.Tx, ids []string, epoch uint32, seq uint64) bool {
	b := tx.Bucket(tillBucket)
	for _, id := range ids {
		prefix := append(prefixed(postingPrefix, id), 0)
		for _, front := range [][]byte{nil, {recentPrefix}} {
			start := append(bytes.Clone(front), prefix...)
			c := b.Cursor()
			for k, _ := c.Seek(appendPlace(bytes.Clone(start), epoch, seq+1)); bytes.HasPrefix(k, start); k, _ = c.Next() {
				return true
			}
		}
	}
	return false
}

// sentWith is what a voucher of the catalogue was sent with.
type sentWith struct {
	epoch uint32
	seq   uint64
	copy  uint64 // the beginning of the first copy that brought it last
}

func (m sentWith) bytes() []byte {
	return binary.BigEndian.AppendUint64(appendPlace(nil, m.epoch, m.seq), m.copy)
}

func readSentWith(tx *bbolt.Tx, code string) (m sentWith, there bool) {
	b := tx.Bucket(appliedBucket).Get([]byte(code))
	if len(b) < placeSize+8 {
		return m, false
	}
	m.epoch, m.seq = place(b)
	m.copy = binary.BigEndian.Uint64(b[placeSize:])
	return m, true
}

// newer says whether a voucher as the catalogue has it counts in the event here that wrote it last.
func newer(tx *bbolt.Tx, code string, at []byte) bool {
	m, there := readSentWith(tx, code)
	if !there || len(at) < placeSize {
		return false
	}
	epoch, seq := place(at)
	return counts(m.epoch, m.seq, epoch, seq)
}
