package bolt

import (
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
	"tim/domain/loyalty"
)

// What a sale writes lies in one bucket of ledger.db, under keys that begin with one of these letters, because what a
// commit costs is the pages it touches. What a batch files lies right behind its last event, in the page that is
// written anyway; open carts, states and the recent entries of the two indexes follow the journal for the same
// reason, and move from there to their place in the index some at a time (recent.go).
//
//	c epoch shift                → central's newest confirmation of the journal that came while that was the newest shift (u64)
//	h right                    → index: units of it held here, as the journal's envelopes say; none is no entry
//	j epoch seq                → hash and canonical bytes of an event
//	j epoch seq 'o' order key  → order as that batch filed it
//	j epoch seq 's'            → seal of the batch that ends there
//	k order key                → open cart
//	m name                     → state: receipts, slips, roll (of the shifts), requests (what became of those for shares), chain, base (of
//	                             a branch's ledger: the event of another that its first one follows)
//	m 'issued' 0 reward        → state: vouchers of the reward issued here
//	m 'tries' 0 whose          → state: wrong PINs in a row and the instant of the last
//	m 'job' 0 id               → state: a paper that waits for the printer (counter.Job)
//	m 'transfer' 0 memo        → state: what is known of an order's transfers (sale.Transfers)
//	n index key                → recent entry of an index
//	o order key                → index: epoch seq under which the order is filed
//	p member 0 epoch seq n     → index: posting with its ref
//	r receipt 0 order key      → index: instant of payment; the receipt's number backwards, so that its end is a prefix
//	s number                   → shift: report.Filed
//	t instant order key        → index: nothing; paid orders by the instant of payment
//	v code                     → index: epoch seq of the batch that wrote the voucher, and the voucher as it now stands
//	w member 0 issued code     → index: nothing; vouchers by member and the instant of their issuing
//
// Numbers are big-endian, epoch u32, seq u64, n u16, instants u64, so that keys sort as they count. Entries of r, t and
// w are written once: when their order is paid, when their voucher first changes here.
var tillBucket = []byte("till")

const (
	confirmedPrefix = 'c'
	heldPrefix      = 'h'
	eventPrefix     = 'j'
	cartPrefix      = 'k'
	recentPrefix    = 'n'
	orderPrefix     = 'o'
	postingPrefix   = 'p'
	receiptPrefix   = 'r'
	shiftPrefix     = 's'
	paidPrefix      = 't'
	ownerPrefix     = 'w' // voucherPrefix is central's too

	filedMark = 'o'
	sealMark  = 's'

	placeSize = 4 + 8
	eventSize = 1 + placeSize // of an event's key

	postingTail = placeSize + 2 // behind the member in a posting's key
)

// fillPercent of pages that are mostly appended to.
const fillPercent = 0.9

var (
	receiptsKey  = []byte("mreceipts")
	slipsKey     = []byte("mslips")
	rollKey      = []byte("mroll")
	shiftKey     = []byte("mshift") // of the versions before rollStep
	requestsKey  = []byte("mrequests")
	chainKey     = []byte("mchain")
	baseKey      = []byte("mbase")
	issuedPrefix = []byte("missued\x00")
	triesPrefix  = []byte("mtries\x00")
	jobPrefix    = []byte("mjob\x00")
	saidPrefix   = []byte("msaid\x00")

	transferPrefix = []byte("mtransfer\x00")
)

var ledgerSchema = schema{name: "tim ledger", steps: []func(*bbolt.Tx) error{
	func(tx *bbolt.Tx) error {
		return createBuckets(tx, "till", "member_keys", "members", "phones", "tails", "names")
	},
	indexPaid,
	foldHeld,
	fileShifts,
	createInitials,
}}

// The versions of the ledger that have what a step fills.
const (
	paidStep = 2
	heldStep = 3
	rollStep = 4
)

var catalogSchema = schema{name: "tim catalog", steps: []func(*bbolt.Tx) error{
	func(tx *bbolt.Tx) error {
		return createBuckets(tx, "products", "barcodes", "items", "members", "phones", "tails", "names", "history",
			"programs", "staff", "shop")
	},
	func(tx *bbolt.Tx) error { return createBuckets(tx, "rewards", "vouchers", "member_vouchers") },
	createPulled,
	createInitials,
	func(tx *bbolt.Tx) error { return createBuckets(tx, "received") },
}}

func createBuckets(tx *bbolt.Tx, names ...string) error {
	for _, name := range names {
		if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
	}
	return nil
}

func appendPlace(b []byte, epoch uint32, seq uint64) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(b, epoch), seq)
}

func eventKey(epoch uint32, seq uint64) []byte { return appendPlace([]byte{eventPrefix}, epoch, seq) }

func sealKey(epoch uint32, seq uint64) []byte { return append(eventKey(epoch, seq), sealMark) }

func filedKey(place []byte, order string) []byte {
	key := append([]byte{eventPrefix}, place...)
	return append(append(key, filedMark), order...)
}

func prefixed(prefix byte, name string) []byte { return append([]byte{prefix}, name...) }

func postingKey(member string, ref loyalty.Ref, n uint16) []byte {
	key := appendPlace(append(prefixed(postingPrefix, member), 0), ref.Epoch, ref.Seq)
	return binary.BigEndian.AppendUint16(key, n)
}

// place reads epoch and seq from the front of b.
func place(b []byte) (epoch uint32, seq uint64) {
	return binary.BigEndian.Uint32(b), binary.BigEndian.Uint64(b[4:])
}

// lastEvent finds the newest event's key and value, nil when the journal is empty.
func lastEvent(b *bbolt.Bucket) (key, value []byte) {
	c := b.Cursor()
	for key, value = lastUnder(c, eventPrefix); key != nil && key[0] == eventPrefix; key, value = c.Prev() {
		if len(key) == eventSize {
			return key, value
		}
	}
	return nil, nil
}

// lastUnder moves to the last key that begins with prefix or a lesser letter.
func lastUnder(c *bbolt.Cursor, prefix byte) (key, value []byte) {
	if key, _ = c.Seek([]byte{prefix + 1}); key == nil {
		return c.Last()
	}
	return c.Prev()
}

// splitEvent separates a stored event's hash from its bytes; too short a value has neither.
func splitEvent(value []byte) (hash journal.Hash, event []byte) {
	n := copy(hash[:], value)
	return hash, value[n:]
}

// decodePosting reads a stored posting.
func decodePosting(key, value []byte) (loyalty.Posting, error) {
	var p storedPosting
	if err := journal.Decode(value, &p); err != nil {
		return loyalty.Posting{}, fmt.Errorf("posting %x: %w", key, err)
	}
	return loyalty.Posting(p), nil
}
