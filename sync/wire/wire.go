// Package wire is the messages between a till and central, as data for both ends. A till speaks first; every message names
// who speaks, of which incarnation of central it has heard, and how far (SHARES 18). All of it can be sent again.
//
// The lanes (SHARES 14): Push carries a journal up, asks for shares and answers recalls; Pull brings the feeds down; Copy is
// the first copy, in keyed pages; Fetch gives a till its own journal back. Enrol begins them all.
//
// Caveats. The forms are canonical bytes with a version of their own; a central reads its own version and the two before.
// Bodies of HTTP are these bytes, compressed. Nothing here is trusted by being well formed: seals and tokens are checked by
// who gets them.
package wire

import (
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/share"
	"tim/domain/shift"
)

// Limits of one message: what is longer is refused unread.
const (
	EventsMax = 256       // of one push
	BytesMax  = 256 << 10 // of one push's events; a single longer event goes alone
	BodyMax   = 4 << 20   // of a message, uncompressed
	PageMax   = 1000      // items of a page
)

// Mark is how far somebody has heard of central: its incarnation, its own journal's length, and how much of the speaker's
// journal it had acknowledged then. The highest ever heard is kept for ever.
type Mark struct {
	Incarnation uint64
	Central     uint64 // seq of central's own journal
	Acked       uint64 // seq of the till's journal in its present epoch
}

// Clock is what a machine's clocks showed when it spoke. No safety rests on it.
type Clock struct {
	Wall time.Time
	Boot string // names the boot that Mono counts from
	Mono int64  // milliseconds since then
}

// Speaker is a till, at the head of all that it says.
type Speaker struct {
	Till  string
	Epoch uint32
	Heard Mark
	Clock Clock
}

// Push is events from a cursor on, wishes, and answers to recalls.
type Push struct {
	Speaker  Speaker
	Journal  uint32       // the epoch whose events these are: the speaker's, or a former one that it carries
	Prev     journal.Head // what the first event follows; Seq 0 at the beginning
	Records  []Record
	Seals    []journal.Seal // of batches that end within the records
	Asks     []Ask
	Recalled []uint64 // ids of recalls that are answered: by events above, or by having nothing
	Keys     []Key    // of the members that Records make or change: the journal has people only as ciphertext
	Confirm  Confirm  // from version 2 on
}

// Confirm is what a till makes of central's counter-signatures.
type Confirm uint8

// Whether an answer confirms the journal up to its cursor.
const (
	ConfirmNothing Confirm = 0 // a program of before wouldn't read the answer
	ConfirmCursor  Confirm = 1
	ConfirmAndTell Confirm = 2 // and says central's public key: the till has not heard of it yet
)

// Key is a member's own key, which their personal data in the journal is encrypted under. It travels beside the journal,
// never in it.
type Key struct {
	Member string
	Key    []byte // 32 bytes
}

// Record is an event's canonical bytes. Its hash follows from all before it.
type Record []byte

// Ask is a wish for shares. The same number asks for the same.
type Ask struct {
	Request uint64
	Member  string        // whose points, "" of other rights
	Points  int64         // so many of them in the order of X6, 0 with Wants
	Wants   []share.Units // named rights: vouchers, stock, pens
	Use     bool          // a customer waits for them: central recalls from others; false: kept for later
}

// Answer is central's to a push.
type Answer struct {
	Mark     Mark // Acked: the cursor behind what was stored
	Hash     journal.Hash
	Durable  uint64 // events up to here may be forgotten by the till, as far as central is concerned
	Forked   bool   // another event stands where the push says one does: the epoch is frozen
	Retired  bool   // the epoch: recovery begins a new one
	Grants   []Grant
	Recalls  []Recall
	Clock    Clock
	Token    string // the new token, "" while the old one goes on
	Newest   uint8  // the newest version of these messages that central reads
	Problems []Problem
	// Confirmed is from version 2 on, by a central that has a key for it.
	Confirmed Confirmed
}

// Confirmed is the counter-signature of a journal.Confirmation, over the pushed journal at Mark.Acked and Hash.
type Confirmed struct {
	At        time.Time
	Signature []byte // nil: nothing is confirmed
	Key       []byte // central's public key, where it was asked for
}

// Grant answers an ask, at once: central never keeps a push waiting for what it recalls. Whoever asked asks again while
// something is elsewhere: by the same number when it got nothing, by a new one when it got a part.
type Grant struct {
	Request   uint64
	Units     []share.Units // empty when nothing is to be had now
	Refused   string        // fault code: share.frozen, points.elsewhere …, "" when granted
	Elsewhere int64         // points that other holders have and were asked for
}

// Recall asks for units back. It reaches only what is in no cart, and is answered once (SHARES 12).
type Recall struct {
	ID    uint64
	Right string
	N     int64
}

// Problem is an event that central has stored and couldn't read, or reads otherwise.
type Problem struct {
	Seq  uint64
	Code string
}

// Feed is one of the two ways down.
type Feed uint8

// The feeds.
const (
	Shop  Feed = 1 // at once: programme, products, rewards, staff, members seen at this shop with their accounts
	Chain Feed = 2 // in the background: every member's identity and tier
)

// Pull asks for what changed behind a cursor; central may keep it waiting while nothing has.
type Pull struct {
	Speaker Speaker
	Feed    Feed
	Cursor  Cursor
	Limit   int64
	Wait    bool
}

// Cursor is a place in a feed of one incarnation: at another the till copies anew (SHARES 19).
type Cursor struct {
	Incarnation uint64
	N           uint64
}

// Page is the latest state of keys that changed.
type Page struct {
	Cursor  Cursor // behind it
	Applied uint64 // of the asking till's journal: what these states count in already
	Items   []Item
	More    bool
	Anew    bool     // the cursor is of another incarnation, or older than the tombstones: copy anew
	Recalls []Recall // of the asking till, not answered yet; one ends the waiting of a Pull at once
}

// Item is a key's newest value, or its end.
type Item struct {
	Kind  ItemKind
	Key   string
	Value []byte // canonical bytes of the kind; empty when Gone
	Gone  bool
}

// ItemKind is what an item is.
type ItemKind uint8

// The kinds. Numbers are sent: append only.
const (
	ItemShop    ItemKind = 1 // JSON
	ItemProgram ItemKind = 2 // JSON, key: version
	ItemStaff   ItemKind = 3
	ItemProduct ItemKind = 4
	ItemReward  ItemKind = 5 // JSON
	ItemMember  ItemKind = 6 // identity and tier
	ItemAccount ItemKind = 7 // loyalty.Carried
	ItemVoucher ItemKind = 8
)

// Copy asks for the next page of a first copy, in the order of (Kind, Key).
type Copy struct {
	Speaker Speaker
	Feed    Feed
	After   Place // zero at the beginning
	At      Cursor
	Limit   int64
}

// Place is where a first copy stands.
type Place struct {
	Kind ItemKind
	Key  string
}

// Fetch asks for a journal back: the speaker's, or one of its former epochs (SHARES 16).
type Fetch struct {
	Speaker Speaker
	Journal uint32
	After   uint64
}

// Fetched is a part of a journal as central has it.
type Fetched struct {
	Records []Record
	Seals   []journal.Seal
	Head    journal.Head // of all that central has of it
}

// BringMax is how much of what a shop brings one Bring carries, bytes.
const BringMax = 1 << 20

// Bring is a part of all that a shop brings which stood alone (office.Moving, canonical bytes). The first part begins anew, the
// last is answered when everything is stored.
type Bring struct {
	Speaker Speaker
	Part    uint64 // from 0
	Parts   uint64
	Data    []byte
}

// Brought answers a Bring.
type Brought struct {
	Report []byte // of the last part: office.Moved, JSON
}

// SignIn shows central that a manager of the speaker's shop sits at the till: by the PIN that they typed there, or, to go on, by the
// session that it opened.
type SignIn struct {
	Speaker Speaker
	By      string // staff id
	PIN     string // "": Session says it
	Session string
}

// SignedIn answers a SignIn.
type SignedIn struct {
	Session string // for SessionLife
}

// SessionLife is how long central takes a manager's session for their PIN; SessionRenewed is when a till asks for the next one, so that
// only who asks for nothing that long types the PIN again.
const (
	SessionLife    = 30 * time.Minute
	SessionRenewed = 5 * time.Minute
)

// Staffing asks for a change of the staff of the speaker's shop, in the name of a manager who signed in there; of a Change without What
// only for the list, which takes no session. The same Change again is done once.
type Staffing struct {
	Speaker Speaker
	Change  shift.Change
	Session string
}

// Staffed answers a Staffing, durably done.
type Staffed struct {
	Staff []shift.Listed // of the shop, those who were let go too
}

// ManageMax is the greatest body that a Managing or a Managed carries, bytes.
const ManageMax = 3 << 20

// Managing is a request to central's public door (sync/api), in the name of a manager of the speaker's shop who signed in there.
type Managing struct {
	Speaker Speaker
	By      string // staff id
	Session string
	Method  string
	Path    string // with its query
	Headers []Arg  // of those that ManageHeaders names
	Body    []byte
}

// Managed is what the public door answered, refusals too.
type Managed struct {
	Status  uint32
	Headers []Arg
	Body    []byte
}

// ManageHeaders are the headers that travel with a Managing and a Managed.
var ManageHeaders = []string{"Accept", "Accept-Language", "Content-Type", "ETag", "Idempotency-Key", "Idempotent-Replay", "If-Match", "Retry-After"}

// Enrol makes a till one of a chain's, by a code that works once, or begins a new epoch of one that it is already.
type Enrol struct {
	Ticket    string // the one-time code, "" for a new epoch: then Signature is by the key enrolled before
	Till      string // "" lets central number it
	PublicKey []byte // Ed25519
	Former    uint32 // the epoch that ends, 0 at the first enrolment
	Clock     Clock
	Signature []byte // over the bytes before it
}

// Enrolled is a till's place in the chain.
type Enrolled struct {
	Till    string
	Epoch   uint32
	Token   string
	Mark    Mark
	Shop    string
	PageURL string
	PageKey []byte
}

// Fault is an error on its way to the till: its code and arguments as text.
type Fault struct {
	Kind   fault.Kind
	Reason string // code
	Args   []Arg
}

// Arg is one argument of a fault.
type Arg struct{ Name, Value string }
