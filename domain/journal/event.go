// Package journal is what happened, append-only: events in canonical bytes, a hash chain from seq 1 without gaps,
// and Ed25519 signatures over each committed batch. A journal belongs to one writer (a till's epoch, or central).
//
// Caveats. The chain shows that nothing inside was changed; that nothing was cut off its end shows only against an
// anchor from outside: the head on a receipt, the anchor file, central's cursor. The envelope's format never
// changes meaning (SHARES 11): new needs go into bodies, which carry versions of their own.
package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Hash is a SHA-256.
type Hash [32]byte

// Short is the form printed on receipts: 8 hex digits.
func (h Hash) Short() string { return hex.EncodeToString(h[:4]) }

// Head is where a journal stands: its last seq (0 before the first event) and that event's hash.
type Head struct {
	Writer string // till number such as "01", or Central
	Epoch  uint32 // from 1; a restored or re-created till file starts a new one (SHARES 16)
	Seq    uint64
	Hash   Hash
}

// Central is the writer name of central's own journal.
const Central = "central"

// Event is one thing that happened. All but Body is the envelope.
type Event struct {
	Writer string
	Epoch  uint32
	Seq    uint64
	ID     string    // UUIDv7; counts once, wherever it turns up (SHARES 16)
	At     time.Time // the instant that folds use, clock offset corrected when written; never changes (SHARES 22)
	Wall   time.Time // what the clock showed
	Boot   string    // names the boot that Mono counts from
	Mono   int64     // milliseconds since that boot, monotonic
	Kind   Kind
	Actor  string // staff id, "" for the program itself
	Moves  []Move // what it does to shares (SHARES 11)
	Body   []byte // canonical bytes of the kind's own type; personal data only as ciphertext
}

// Code is the envelope's canonical form, version 1 for ever.
func (e *Event) Code(c *Codec) {
	c.Version(1)
	String(c, &e.Writer)
	Uint(c, &e.Epoch)
	Uint(c, &e.Seq)
	String(c, &e.ID)
	c.Time(&e.At)
	c.Time(&e.Wall)
	String(c, &e.Boot)
	Int(c, &e.Mono)
	Uint(c, &e.Kind)
	String(c, &e.Actor)
	List(c, &e.Moves, func(c *Codec, m *Move) { m.Code(c) })
	c.Bytes(&e.Body)
}

// MoveKind is what a move does to the shares of its lot.
type MoveKind uint8

// The moves. Numbers are stored: append only.
const (
	MoveArise   MoveKind = 1  // N points arise; the writer holds them
	MoveTake    MoveKind = 2  // N points leave the writer's share: used or redeemed
	MoveRestore MoveKind = 3  // N points come back to the writer's share (SHARES 2)
	MoveClaw    MoveKind = 4  // N points are clawed back, Burn of them out of the writer's share (SHARES 1)
	MoveGot     MoveKind = 5  // the writer takes N of grant Request into its share (SHARES 10)
	MoveReturn  MoveKind = 6  // the writer gives N of its share back to central
	MoveClosed  MoveKind = 7  // requests up to Request not got by here are dead (SHARES 10)
	MoveEnrol   MoveKind = 8  // an epoch begins
	MoveRetire  MoveKind = 9  // an epoch ends, its shares go to central (SHARES 5)
	MoveRelease MoveKind = 10 // N of a silent holder's share is freed by hand; Request is the seq known of it then (SHARES 6)
	MoveFormer  MoveKind = 11 // the writer carries Holder's journal of N events, a former epoch's (SHARES 17)
	MoveTrust   MoveKind = 12 // N points leave that the writer holds no share of: a supervisor's trust (SHARES 7)
	MoveCancel  MoveKind = 13 // N points of such a take come back: it is cancelled and makes no share
)

// Move is one effect on shares. Unused fields are zero.
type Move struct {
	Kind        MoveKind
	Lot         string
	N           int64 // points, above 0
	Burn        int64
	Request     uint64
	Incarnation uint64
	Holder      string // writer/epoch that enrol, retire and release name
}

// Code is the move's canonical form; it belongs to the envelope's version.
func (m *Move) Code(c *Codec) {
	Uint(c, &m.Kind)
	String(c, &m.Lot)
	Int(c, &m.N)
	Int(c, &m.Burn)
	Uint(c, &m.Request)
	Uint(c, &m.Incarnation)
	String(c, &m.Holder)
}

// Link is the hash that ties an event's bytes to all before them.
func Link(prev Hash, event []byte) Hash {
	h := sha256.New()
	h.Write(prev[:])
	h.Write(event)
	return Hash(h.Sum(nil))
}
