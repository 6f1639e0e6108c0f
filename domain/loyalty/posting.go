package loyalty

import (
	"fmt"
	"slices"
	"time"

	"tim/domain/journal"
)

// EntryKind is what a statement line says happened (API.md).
type EntryKind uint8

// The kinds. Numbers are stored: append only.
const (
	Earn         EntryKind = 1  // an order's points arise
	Use          EntryKind = 2  // points off an order (U)
	UseUndone    EntryKind = 3  // that use taken back before payment (U6)
	Redeem       EntryKind = 4  // points into a voucher (V)
	RedeemUndone EntryKind = 5  // the voucher handed back
	Lapse        EntryKind = 6  // never stored: the fold makes it (X7)
	ClawBack     EntryKind = 7  // earned points taken back by a return (C1)
	Restore      EntryKind = 8  // used points given back by a return (C2)
	Adjust       EntryKind = 9  // by hand, opening balances too (A4)
	Merge        EntryKind = 10 // another member's account flows in (SHARES 24)
	Visit        EntryKind = 11 // never shown: an order was placed that extends X2 and earned nothing
	Rerule       EntryKind = 12 // never shown: another expiry rule for lots that are there (X5)
	Brought      EntryKind = 13 // never stored in a journal: an account carried forward (Carried)
	Stamp        EntryKind = 14 // never shown: an event dated ahead of its receipt counts from there (SHARES 22)
)

// Ref places a posting in the order of all events (SHARES 22): by instant, then writer, epoch and seq; central's
// own by instant and id. A posting's ID counts once, however often it arrives.
type Ref struct {
	ID     string // the event's id, with "/n" behind it for the n-th posting of one event
	At     time.Time
	Writer string
	Epoch  uint32
	Seq    uint64
}

// Posting is what one event did to one member's account: decisions, never things to compute again. A posting may
// arrive in any order; what it names and isn't known yet makes it wait (SHARES 23).
type Posting struct {
	Ref       Ref
	Member    string
	Kind      EntryKind
	Order     string    // channel/id, "" when none
	Voucher   string    // code, "" when none
	Reason    string    // why, for adjustments
	Lots      []Lot     // lots that arise here; child lots of a restore too
	Takes     []Take    // points leaving lots: use, redeem, an adjustment downwards
	Restores  []Take    // points coming back to living lots
	Claws     []Claw    // earned points taken back
	Ranking   int64     // ranking points, + or -
	OrderedAt time.Time // placed_at of a paid order: extends X2 lots that were its member's then (SHARES 21)
	Into      string    // Merge: the id that this member's account flows into
	Rules     []LotRule // Rerule
	Stamped   string    // Stamp: id of the event that counts no later than this posting
	Carried   *Carried  // Brought; not in the canonical form: whoever keeps it codes it apart
}

// Lot is points that arose together: of one order, adjustment or restore.
type Lot struct {
	ID       string // of an order: LotID(order, generation)
	Root     string // the family: the first lot's id; ID itself unless this is a child (SHARES 2, 3)
	Order    string // channel/id, "" when none
	Points   int64  // above 0
	AroseAt  time.Time
	UsableAt time.Time // E9: not before
	Expiry   LotExpiry // the rule in force at its sale, with its numbers (X5)
	Trust    bool      // a child lot of points that were taken on trust: they are central's at once (SHARES 7)
}

// LotExpiry is a lot's own expiry with its numbers, so that folding needs neither programme nor time zone.
type LotExpiry struct {
	Mode      ExpiryMode
	LapsesAt  time.Time     // X1, X3: the instant itself; X2: as if no order followed; zero for X4
	Life      time.Duration // X2: how long after the latest order; 0 otherwise
	NotBefore time.Time     // never lapses earlier: grace of a child lot, X5's promise; zero when none
}

// LotRule gives a lot another expiry (X5).
type LotRule struct {
	Lot    string
	Expiry LotExpiry
}

// Take is n points of one lot: leaving it, or coming back to it.
type Take struct {
	Lot    string
	Points int64 // above 0
	Trust  bool  // its author holds none of these: they left by a supervisor's word, and coming back cancels that (SHARES 7)
}

// Claw is n earned points of one lot taken back, Burn of them out of the author's own share (SHARES 1).
type Claw struct {
	Lot    string
	Points int64
	Burn   int64
}

// LotID names the lot of an order's n-th earning (1 the first, 2 after cancelled and paid again).
func LotID(order string, generation int) string {
	if generation <= 1 {
		return order
	}
	return fmt.Sprintf("%s#%d", order, generation)
}

// Code is the canonical form. The Ref is not in it: the envelope has it.
func (p *Posting) Code(c *journal.Codec) {
	version := c.Version(p.version(c.Reading()))
	journal.String(c, &p.Member)
	journal.Uint(c, &p.Kind)
	journal.String(c, &p.Order)
	journal.String(c, &p.Voucher)
	journal.String(c, &p.Reason)
	journal.List(c, &p.Lots, func(c *journal.Codec, l *Lot) { l.Code(c) })
	journal.List(c, &p.Takes, func(c *journal.Codec, t *Take) { t.Code(c) })
	journal.List(c, &p.Restores, func(c *journal.Codec, t *Take) { t.Code(c) })
	journal.List(c, &p.Claws, func(c *journal.Codec, k *Claw) { k.Code(c) })
	journal.Int(c, &p.Ranking)
	c.Time(&p.OrderedAt)
	journal.String(c, &p.Into)
	journal.List(c, &p.Rules, func(c *journal.Codec, r *LotRule) {
		journal.String(c, &r.Lot)
		r.Expiry.Code(c)
	})
	if version >= postingStamps {
		journal.String(c, &p.Stamped)
	}
	if version >= postingTrusts {
		CodeTrust(c, p.Takes)
		CodeTrust(c, p.Restores)
		for i := range p.Lots {
			c.Bool(&p.Lots[i].Trust)
		}
	}
}

// CodeTrust is which of those takes are on trust, for a form that has them without.
func CodeTrust(c *journal.Codec, takes []Take) {
	for i := range takes {
		c.Bool(&takes[i].Trust)
	}
}

// The versions of a posting's form. What neither stamps nor has anything on trust keeps the older one: its bytes stand in
// every till's journal.
const (
	postingPlain  = 1
	postingStamps = 2
	postingTrusts = 3
)

// version is the oldest that says all of p; for reading, the newest.
func (p *Posting) version(reading bool) uint8 {
	trusts := func(t Take) bool { return t.Trust }
	switch {
	case reading, slices.ContainsFunc(p.Takes, trusts), slices.ContainsFunc(p.Restores, trusts), slices.ContainsFunc(p.Lots, func(l Lot) bool { return l.Trust }):
		return postingTrusts
	case p.Stamped != "":
		return postingStamps
	}
	return postingPlain
}

// Code is the canonical form.
func (r *Ref) Code(c *journal.Codec) {
	journal.String(c, &r.ID)
	c.Time(&r.At)
	journal.String(c, &r.Writer)
	journal.Uint(c, &r.Epoch)
	journal.Uint(c, &r.Seq)
}

// Code is the canonical form.
func (l *Lot) Code(c *journal.Codec) {
	journal.String(c, &l.ID)
	journal.String(c, &l.Root)
	journal.String(c, &l.Order)
	journal.Int(c, &l.Points)
	c.Time(&l.AroseAt)
	c.Time(&l.UsableAt)
	l.Expiry.Code(c)
}

// Code is the canonical form.
func (x *LotExpiry) Code(c *journal.Codec) {
	journal.Uint(c, &x.Mode)
	c.Time(&x.LapsesAt)
	journal.Int(c, &x.Life)
	c.Time(&x.NotBefore)
}

// Code is the canonical form.
func (t *Take) Code(c *journal.Codec) {
	journal.String(c, &t.Lot)
	journal.Int(c, &t.Points)
}

// Code is the canonical form.
func (k *Claw) Code(c *journal.Codec) {
	journal.String(c, &k.Lot)
	journal.Int(c, &k.Points)
	journal.Int(c, &k.Burn)
}

// Moves is what postings do to shares, for the envelope of the event that carries them (SHARES 11). What was taken on trust
// moves no share of its author's, and what comes back of it makes none (SHARES 7).
func Moves(postings []Posting) []journal.Move {
	var moves []journal.Move
	for _, p := range postings {
		for _, l := range p.Lots {
			moves = append(moves, journal.Move{Kind: journal.MoveArise, Lot: l.ID, N: l.Points})
			if l.Trust {
				moves = append(moves, journal.Move{Kind: journal.MoveReturn, Lot: l.ID, N: l.Points})
			}
		}
		for _, t := range p.Takes {
			moves = append(moves, t.move(journal.MoveTake, journal.MoveTrust))
		}
		for _, t := range p.Restores {
			moves = append(moves, t.move(journal.MoveRestore, journal.MoveCancel))
		}
		for _, k := range p.Claws {
			moves = append(moves, journal.Move{Kind: journal.MoveClaw, Lot: k.Lot, N: k.Points, Burn: k.Burn})
		}
	}
	return moves
}

func (t Take) move(held, trusted journal.MoveKind) journal.Move {
	kind := held
	if t.Trust {
		kind = trusted
	}
	return journal.Move{Kind: kind, Lot: t.Lot, N: t.Points}
}

// OnTrust is how many points of takes were taken on trust.
func OnTrust(takes []Take) (points int64) {
	for _, t := range takes {
		if t.Trust {
			points += t.Points
		}
	}
	return points
}

// OnTrust is what a posting takes on trust, less what it gives back of such.
func (p *Posting) OnTrust() int64 {
	n := OnTrust(p.Takes) - OnTrust(p.Restores)
	for _, l := range p.Lots {
		if l.Trust {
			n -= l.Points
		}
	}
	return n
}
