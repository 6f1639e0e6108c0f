package journal

import "crypto/ed25519"

// Break is the first place where a journal can't be trusted. All before Seq is as its writer signed it.
type Break struct {
	Seq    uint64
	Reason string // one of the codes below
	Of     string // at central, whose tills have journals of their own, writer/epoch; "" of the only one that was looked at
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

	// JournalRewritten is of an event that is another than the one that central confirmed at its seq. Whoever has the writer's key
	// changed something behind the confirmation before that one.
	JournalRewritten   = "journal.rewritten"
	ConfirmationForged = "confirmation.forged" // a confirmation of that seq that isn't central's
)

// Verifier checks one journal, fed in order: each event, and each seal behind the batch that it signs. A seal
// vouches for a whole batch, so what only a seal can tell (a chain recomputed without the key) names the batch's
// first seq. After a break nothing more is looked at.
//
// Caveats. Signatures are checked many at a time and beside what is fed: a forged one may show some batches later, and for
// certain in Finish. What was said of events behind it until then is of no use.
type Verifier struct {
	// Valid says whether a seal is the key's signature; nil: Seal.Valid, of many at once. Another one may remember what that said.
	Valid func(Seal, ed25519.PublicKey) bool

	public    ed25519.PublicKey
	anchor    *Seal
	central   ed25519.PublicKey
	confirmed map[uint64]Confirmation // by seq, as yet to be met
	last      Confirmation
	head      Head
	sealed    uint64 // seq up to which seals were seen
	unchecked sealChecks
	broken    *Break
}

// NewVerifier starts before seq 1. The anchor is the newest seal known from outside the journal, nil when there
// is none; an old one is as good as what it covers.
func NewVerifier(public ed25519.PublicKey, anchor *Seal) *Verifier {
	return &Verifier{public: public, anchor: anchor, confirmed: map[uint64]Confirmation{}}
}

// Behind lets the first event follow another journal's: a branch's its epoch's. Give it before the first event.
func (v *Verifier) Behind(head Head) { v.head, v.sealed = head, head.Seq }

// InTurn keeps the check on one core: another may be needed for selling. Give it before the first event.
func (v *Verifier) InTurn() { v.unchecked.inTurn = true }

// Confirmed adds what central has confirmed of the journal, by central's public key. Give it before the first event.
func (v *Verifier) Confirmed(central ed25519.PublicKey, list ...Confirmation) {
	v.central = central
	for _, c := range list {
		v.confirmed[c.Head.Seq] = c
	}
}

// Confirmation is the newest that fits what was fed, zero before the first: up to its seq the journal is as central had it then.
func (v *Verifier) Confirmation() Confirmation { return v.last }

// Head is where the journal stands after what was fed and found good.
func (v *Verifier) Head() Head { return v.head }

// Broken is the break found so far, nil when there is none.
func (v *Verifier) Broken() *Break { return v.broken }

// Event checks the record stored at seq, and decodes it into e when it is good.
func (v *Verifier) Event(seq uint64, bytes []byte, hash Hash, e *Event) bool {
	if v.broken != nil {
		return false
	}
	err := Decode(bytes, e)
	return v.event(seq, e, err, Link(v.head.Hash, bytes) == hash, hash)
}

// event is Event with what was found out before: whether the bytes are an event, and whether the hash is its place in the chain.
func (v *Verifier) event(seq uint64, e *Event, unreadable error, chained bool, hash Hash) bool {
	next := v.head.Seq + 1
	switch {
	case v.broken != nil:
		return false
	case seq != next:
		return v.fail(next, JournalGap)
	case unreadable == nil && (e.Seq != seq || next > 1 && (e.Writer != v.head.Writer || e.Epoch != v.head.Epoch)):
		return v.fail(seq, EventMoved)
	case !chained:
		return v.fail(seq, EventChanged)
	case unreadable != nil:
		return v.fail(seq, EventUnreadable)
	}
	v.head = Head{Writer: e.Writer, Epoch: e.Epoch, Seq: seq, Hash: hash}
	if a := v.anchor; a != nil && a.To == seq && a.Hash != hash && a.Valid(v.public) {
		return v.fail(a.From, JournalForked)
	}
	return v.confirms(seq)
}

// confirms compares the event just fed with what central confirmed at its seq.
func (v *Verifier) confirms(seq uint64) bool {
	c, there := v.confirmed[seq]
	switch {
	case !there:
		return true
	case !c.Valid(v.central):
		return v.fail(seq, ConfirmationForged)
	case c.Head != v.head:
		return v.fail(seq, JournalRewritten)
	}
	v.last = c
	delete(v.confirmed, seq)
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
		s.Writer != v.head.Writer || s.Epoch != v.head.Epoch || v.Valid != nil && !v.Valid(s, v.public):
		return v.fail(v.sealed+1, SealForged)
	}
	v.sealed = s.To
	if v.Valid == nil {
		v.forged(v.unchecked.add(s, v.public))
	}
	return v.broken == nil
}

// Finish says that nothing follows, and gives the first break, nil when the journal is whole.
func (v *Verifier) Finish() *Break {
	v.forged(v.unchecked.finish(v.public))
	if v.broken == nil {
		v.broken = v.missing()
	}
	return v.broken
}

// missing is what the end of a journal lacks that is good up to there.
func (v *Verifier) missing() *Break {
	next := v.head.Seq + 1
	switch {
	case v.sealed < v.head.Seq:
		return &Break{Seq: v.sealed + 1, Reason: SealMissing}
	case v.anchor != nil && !v.anchor.Valid(v.public):
		return &Break{Seq: next, Reason: AnchorForged}
	case v.anchor != nil && v.anchor.To > v.head.Seq:
		return &Break{Seq: next, Reason: JournalCut}
	}
	var ahead *Break
	for seq, c := range v.confirmed {
		switch {
		case !c.Valid(v.central):
			if ahead == nil || ahead.Reason == ConfirmationForged && seq < ahead.Seq {
				ahead = &Break{Seq: seq, Reason: ConfirmationForged}
			}
		default:
			ahead = &Break{Seq: next, Reason: JournalCut}
		}
	}
	return ahead
}

func (v *Verifier) fail(seq uint64, reason string) bool {
	v.broken = &Break{Seq: seq, Reason: reason}
	return false
}

// forged notes a seal that isn't the writer's: it lies before whatever else was found since.
func (v *Verifier) forged(s *Seal) {
	if s != nil {
		v.fail(s.From, SealForged)
	}
}
