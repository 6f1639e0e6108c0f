package bolt

import (
	"encoding/binary"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/share"
)

// What an order writes lies in one bucket of central.db, because what a commit costs is the pages it touches. All of
// one member is near: postings, orders by time, vouchers.
//
//	j epoch seq                       → hash and canonical bytes of an event
//	j epoch seq 's'                   → seal of the commit that ends there
//	a member 0 'p' epoch seq n        → posting with its ref
//	a member 0 'o' placed order key   → nothing
//	a member 0 'v' issued code        → nothing
//	k idempotency key                 → answer
//	o order key                       → the events that filed it (filedBy), and the order as it now stands
//	t placed order key                → nothing
//	v code                            → voucher
//	x at idempotency key              → nothing, to forget answers by
//
// Numbers are big-endian, epoch u32, seq u64, n u16, instants u64, so that keys sort as they count.
var centralBucket = []byte("central")

// Keys of what comes from tills: central_tills.go.
const (
	accountPrefix = 'a'
	answerPrefix  = 'k'
	timePrefix    = 't'
	voucherPrefix = 'v'
	oldestPrefix  = 'x'

	postingMark = 'p'
	orderMark   = 'o'
	voucherMark = 'v'

	instantSize = 8
)

// What is written seldom, beside the buckets of members (people.go) and of products and programmes.
var (
	mergedBucket     = []byte("merged")     // into 0 id → nothing
	rewardsBucket    = []byte("rewards")    // id → JSON
	quarantineBucket = []byte("quarantine") // id → JSON
	waitingBucket    = []byte("waiting")    // at id → nothing, of quarantine
)

// centralRoom is address space for central.db: growing past it waits for every read that goes on, an export too.
const centralRoom = 64 << 30

var centralSchema = schema{name: "tim central", room: centralRoom, steps: []func(*bbolt.Tx) error{
	func(tx *bbolt.Tx) error {
		return createBuckets(tx, "central", "members", "member_keys", "phones", "tails", "names", "merged", "products", "programs",
			"rewards", "quarantine", "waiting")
	},
	version2,
}}

// accountKey begins the keys of one kind of one member.
func accountKey(member string, mark byte) []byte {
	return append(prefixed(accountPrefix, member), 0, mark)
}

// appendInstant writes an instant so that it sorts, those before 1970 too.
func appendInstant(b []byte, t time.Time) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(t.UnixMilli())^1<<63)
}

// filedBy is the events of the write that filed an order, one of which has the same order: central's own, or one of a
// till's journal. It stands before the order's own bytes.
type filedBy struct {
	epoch    uint32 // 0 of a till's
	from, to uint64
	till     share.Holder
}

const filedSize = 4 + 8 + 8

func (f filedBy) header() []byte {
	b := binary.BigEndian.AppendUint64(appendPlace(make([]byte, 0, encodedRoom), f.epoch, f.from), f.to)
	if f.epoch > 0 {
		return b
	}
	name := f.till.String()
	return append(append(b, byte(len(name))), name...)
}

// splitOrder separates an order's bytes from the events that filed it; too short a value has neither.
func splitOrder(value []byte) (f filedBy, order []byte) {
	if len(value) < filedSize {
		return f, nil
	}
	f.epoch, f.from = place(value)
	f.to = binary.BigEndian.Uint64(value[placeSize:])
	order = value[filedSize:]
	if f.epoch > 0 || len(order) == 0 {
		return f, order
	}
	n := int(order[0])
	if len(order) <= n {
		return f, nil
	}
	f.till = share.ParseHolder(string(order[1 : 1+n]))
	return f, order[1+n:]
}

// encodedRoom is as much as most orders take.
const encodedRoom = 512

// accountPosting is the key and value of an event's n-th posting.
func accountPosting(p loyalty.Posting, n int) entry {
	key := appendPlace(accountKey(p.Member, postingMark), p.Ref.Epoch, p.Ref.Seq)
	stored := storedPosting(p)
	return entry{binary.BigEndian.AppendUint16(key, uint16(n)), journal.Encode(&stored)}
}
