package journal

import "crypto/ed25519"

// Break is the first place where a journal can't be trusted. All before Seq is as its writer signed it.
type Break struct {
	Seq    uint64
	Reason string // one of the codes below
}

// Why a journal breaks. The codes are stable.
const (
	EventChanged    = "event.changed"    // its bytes or its hash are not what was chained
	EventMoved      = "event.moved"      // it stands where another belongs
	EventUnreadable = "event.unreadable" // chained, but no event
	JournalGap      = "journal.gap"      // events are missing inside
	JournalCut      = "journal.cut"      // events are missing at the end: the anchor knows more
	JournalForked   = "journal.forked"   // signed twice with different content: a restored or cloned file
	SealMissing     = "seal.missing"     // events that no signature covers
	SealForged      = "seal.forged"      // a signature that isn't the writer's over these events
	AnchorForged    = "anchor.forged"    // the anchor isn't the writer's
)

// Verifier checks one journal, fed in order: each event, and each seal behind the batch that it signs. A seal
// vouches for a whole batch, so what only a seal can tell (a chain recomputed without the key) names the batch's
// first seq. After a break nothing more is looked at.
type Verifier struct {
	// Valid says whether a seal is the key's signature; NewVerifier's is Seal.Valid. Another one may remember what that said.
	Valid func(Seal, ed25519.PublicKey) bool

	public ed25519.PublicKey
	anchor *Seal
	head   Head
	sealed uint64 // seq up to which seals were seen
	broken *Break
}

// NewVerifier starts before seq 1. The anchor is the newest seal known from outside the journal, nil when there
// is none; an old one is as good as what it covers.
func NewVerifier(public ed25519.PublicKey, anchor *Seal) *Verifier {
	return &Verifier{Valid: Seal.Valid, public: public, anchor: anchor}
}

// Head is where the journal stands after what was fed and found good.
func (v *Verifier) Head() Head { return v.head }

// Broken is the break found so far, nil when there is none.
func (v *Verifier) Broken() *Break { return v.broken }

// Event checks the record stored at seq, and decodes it into e when it is good.
func (v *Verifier) Event(seq uint64, bytes []byte, hash Hash, e *Event) bool {
	next := v.head.Seq + 1
	switch {
	case v.broken != nil:
		return false
	case seq != next:
		return v.fail(next, JournalGap)
	}
	err := Decode(bytes, e)
	chained := Link(v.head.Hash, bytes) == hash
	switch {
	case err == nil && (e.Seq != seq || next > 1 && (e.Writer != v.head.Writer || e.Epoch != v.head.Epoch)):
		return v.fail(seq, EventMoved)
	case !chained:
		return v.fail(seq, EventChanged)
	case err != nil:
		return v.fail(seq, EventUnreadable)
	}
	v.head = Head{Writer: e.Writer, Epoch: e.Epoch, Seq: seq, Hash: hash}
	if a := v.anchor; a != nil && a.To == seq && a.Hash != hash && a.Valid(v.public) {
		return v.fail(a.From, JournalForked)
	}
	return true
}

// Seal checks the signature stored behind the last event fed.
func (v *Verifier) Seal(s Seal) bool {
	switch {
	case v.broken != nil:
		return false
	case s.To > v.head.Seq:
		return v.fail(v.head.Seq+1, JournalGap)
	case s.From > v.sealed+1:
		return v.fail(v.sealed+1, SealMissing)
	case s.From != v.sealed+1 || s.To != v.head.Seq || s.Hash != v.head.Hash ||
		s.Writer != v.head.Writer || s.Epoch != v.head.Epoch || !v.Valid(s, v.public):
		return v.fail(v.sealed+1, SealForged)
	}
	v.sealed = s.To
	return true
}

// Finish says that nothing follows, and gives the first break, nil when the journal is whole.
func (v *Verifier) Finish() *Break {
	switch {
	case v.broken != nil:
	case v.sealed < v.head.Seq:
		v.fail(v.sealed+1, SealMissing)
	case v.anchor == nil:
	case !v.anchor.Valid(v.public):
		v.fail(v.head.Seq+1, AnchorForged)
	case v.anchor.To > v.head.Seq:
		v.fail(v.head.Seq+1, JournalCut)
	}
	return v.broken
}

func (v *Verifier) fail(seq uint64, reason string) bool {
	v.broken = &Break{Seq: seq, Reason: reason}
	return false
}
