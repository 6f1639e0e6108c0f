package postgres

import (
	"bytes"
	"slices"
	"time"
)

// Every table has the same shape: the primary key is (shard, key), the shard first, and a value of canonical bytes. What the
// shard is says each line; a key of "" means that there is one row a shard. A key sorts as it counts: numbers are big-endian,
// instants biased so that those before 1970 sort too.
//
// The number of a table stands in the change log: append only.
type table struct {
	id     byte
	name   string
	figure string // a column beside the value for people and dashboards, which no code reads; "" for none
}

var (
	eventsTable     = &table{id: 1, name: "events"}                       // block of central's journal; epoch, seq → hash, seal and event
	postingsTable   = &table{id: 3, name: "postings", figure: "points"}   // member; writer 0 epoch seq n → posting
	ordersTable     = &table{id: 5, name: "orders", figure: "total"}      // channel/id → order
	vouchersTable   = &table{id: 8, name: "vouchers"}                     // code → voucher
	vouchersOfTable = &table{id: 9, name: "vouchers_of"}                  // member; issued, code
	issuesTable     = &table{id: 10, name: "issues"}                      // id of the issuing → code
	rewardsTable    = &table{id: 11, name: "rewards"}                     // id → JSON
	productsTable   = &table{id: 12, name: "products"}                    // SKU → what a search looks at, 0, JSON
	programsTable   = &table{id: 13, name: "programs"}                    // nothing; version → JSON
	quarantineTable = &table{id: 14, name: "quarantine"}                  // id → JSON
	waitingTable    = &table{id: 15, name: "quarantine_waiting"}          // nothing; at, id
	membersTable    = &table{id: 16, name: "members"}                     // id → member
	keysTable       = &table{id: 17, name: "member_keys"}                 // id → its key
	mergedTable     = &table{id: 18, name: "merged"}                      // into; id
	phonesTable     = &table{id: 19, name: "phones"}                      // phone; id
	tailsTable      = &table{id: 20, name: "phone_tails"}                 // nothing; phone backwards 0 id → folded name
	namesTable      = &table{id: 21, name: "names"}                       // nothing; folded name from a word on 0 before it 0 id
	answersTable    = &table{id: 22, name: "answers", figure: "given_at"} // idempotency key → answer
	notesTable      = &table{id: 23, name: "notes"}                       // space; key → value
	tillsTable      = &table{id: 24, name: "tills"}                       // writer; epoch → till
	ticketsTable    = &table{id: 25, name: "tickets"}                     // hash → enrolment code
	rightsTable     = &table{id: 26, name: "rights"}                      // right → what tills have to do with it
	holdingsTable   = &table{id: 27, name: "holdings"}                    // writer; epoch → what the book knows
	takenTable      = &table{id: 28, name: "till_events"}                 // writer; epoch, seq → hash, seal and event
	recallsTable    = &table{id: 30, name: "recalls"}                     // writer; epoch, id → recall
	exceptionsTable = &table{id: 31, name: "exceptions"}                  // day; at, id → exception
	chainTable      = &table{id: 32, name: "chain"}                       // nothing → central's place among its tills
	listedTable     = &table{id: 33, name: "orders_listed"}               // day, or m and the member; placed, channel/id
)

var tables = []*table{eventsTable, postingsTable, ordersTable, vouchersTable, vouchersOfTable,
	issuesTable, rewardsTable, productsTable, programsTable, quarantineTable, waitingTable, membersTable, keysTable, mergedTable, phonesTable, tailsTable,
	namesTable, answersTable, notesTable, tillsTable, ticketsTable, rightsTable, holdingsTable, takenTable, recallsTable, exceptionsTable,
	chainTable, listedTable}

// writtenOnly says whether no decide reads what was just written there, so that it isn't worth keeping in the cache: journals, and lists for
// people.
func (t *table) writtenOnly() bool {
	return t == eventsTable || t == takenTable || t == listedTable
}

// tableOf finds a table by its number, nil for one of another program.
func tableOf(id byte) *table {
	if i := slices.IndexFunc(tables, func(t *table) bool { return t.id == id }); i >= 0 {
		return tables[i]
	}
	return nil
}

// place is where a row lies in a table.
type place struct{ shard, key string }

// at is the place of the one row of a shard.
func at(shard string) place { return place{shard: shard} }

func (p place) compare(o place) int {
	switch {
	case p.shard < o.shard:
		return -1
	case p.shard > o.shard:
		return 1
	case p.key < o.key:
		return -1
	case p.key > o.key:
		return 1
	}
	return 0
}

// row is a place and what stands there.
type row struct {
	place
	value []byte
}

func (r row) same(o row) bool { return r.place == o.place && bytes.Equal(r.value, o.value) }

// span is rows of a table in order: from <= row < to, or to the end.
type span struct {
	from, to place
	open     bool // there is no to
	across   bool // more than one shard
	desc     bool // the last ones first
}

// under is the rows of a shard whose keys begin with a prefix.
func under(shard, prefix string) span {
	s := span{from: place{shard, prefix}}
	s.to, s.open = place{shard, following(prefix)}, following(prefix) == ""
	return s
}

// all is every row of a table, by shard.
func all() span { return span{open: true, across: true} }

// behind is what of a span comes after a place.
func (s span) behind(p place) span {
	if next := (place{p.shard, p.key + "\x00"}); next.compare(s.from) > 0 {
		s.from = next
	}
	return s
}

// before is what of a span comes before a place.
func (s span) before(p place) span {
	if s.open || p.compare(s.to) < 0 {
		s.to, s.open = p, false
	}
	return s
}

func (s span) has(p place) bool {
	if !s.across && p.shard != s.from.shard {
		return false
	}
	return p.compare(s.from) >= 0 && (s.open || p.compare(s.to) < 0)
}

// covers says whether all that another span can have lies in this one, in the same order. Both are of one shard.
func (s span) covers(o span) bool {
	return !s.across && !o.across && s.desc == o.desc && s.from.compare(o.from) <= 0 && (s.open || !o.open && o.to.compare(s.to) <= 0)
}

// beyond says whether a place comes behind all that a span has, in its order.
func (s span) beyond(p place) bool {
	if s.desc {
		return p.compare(s.from) < 0
	}
	return !s.open && p.compare(s.to) >= 0
}

// following is the first string behind all that begin with a prefix, "" where there is none.
func following(prefix string) string {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < 0xff {
			return prefix[:i] + string([]byte{prefix[i] + 1})
		}
	}
	return ""
}

// number is a number as a key, so that numbers sort as they count.
func number(n uint64) string {
	return string([]byte{byte(n >> 56), byte(n >> 48), byte(n >> 40), byte(n >> 32), byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
}

func short(n uint32) string { return number(uint64(n))[4:] }

const instantSize = 8

// instant is an instant as a key.
func instant(t time.Time) string { return number(uint64(t.UnixMilli()) ^ 1<<63) }

const dayMillis = 24 * 60 * 60 * 1000

// day is the shard of lists in the order of time: the day of an instant, so that they spread and still sort.
func day(instantKey string) string {
	var n uint64
	for i := range instantSize {
		n = n<<8 | uint64(instantKey[i])
	}
	return number(n / dayMillis)
}

// timed is the place of a row in a list in the order of time.
func timed(t time.Time, name string) place {
	key := instant(t)
	return place{day(key), key + name}
}

// Orders are listed by day, whose shards begin with a byte of 0, and of each member.
const (
	daysEnd  = "\x01"
	ofMember = "m"
)

// listed is the place of an order in its member's list.
func listed(member string, placed time.Time, order string) place {
	return place{ofMember + member, instant(placed) + order}
}
