package office

import (
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
	"tim/domain/share"
)

// Till is one epoch of a till as central knows it. What it holds is in its Holding.
type Till struct {
	share.Holder
	Shop       string
	PublicKey  []byte // Ed25519: its seals verify with it
	EnrolledAt time.Time
	SpokenAt   time.Time // when it was last heard of; zero: never
	RetiredAt  time.Time // zero while it is the till's present epoch
	Seq        uint64    // its journal is stored up to here, sealed
	Hash       journal.Hash
	Forked     bool   // its file was cloned or restored: nothing more is granted to it
	Base       uint64 // a branch's: seq of the last event that it has in common with its epoch
	Exposure   int64  // points that it held when it was retired, which it may have spent unseen (SHARES 5)
}

// BranchOf is the epoch that the other branch of a fork left, 0 of any other (SHARES 20).
func BranchOf(h share.Holder) uint32 {
	if h.Epoch < branchStep {
		return 0
	}
	return h.Epoch % branchStep
}

// branchStep is more than any till has epochs: the n-th branch of epoch e is epoch n*branchStep+e.
const branchStep = 1 << 24

func (t Till) head() journal.Head {
	return journal.Head{Writer: t.Writer, Epoch: t.Epoch, Seq: t.Seq, Hash: t.Hash}
}

// Holding is what central's book knows of a till's epoch, and what that has of the lots.
type Holding struct {
	Holder share.Holder
	share.Holding
	Points int64 // held, and granted but not known to be got
}

// Chain is what central knows of itself among its tills.
type Chain struct {
	Incarnation uint64         // from 1; each restore raises it
	Waiting     []share.Holder // whose word is waited for before anything is granted or taken (SHARES 17)
	Recalls     uint64         // id of the newest recall
	Tries       int64          // wrong enrolment codes since Since
	Since       time.Time
}

// Ticket is an enrolment code, of which only the hash is kept.
type Ticket struct {
	Hash      journal.Hash
	Shop      string
	Till      string // whose next epoch it begins, "" of a new till
	ExpiresAt time.Time
	UsedAt    time.Time // zero while it is good for one use
}

// Recall asks a till for units of a right back, until it is answered once (SHARES 12).
type Recall struct {
	ID     uint64
	Holder share.Holder
	Right  string
	N      int64
	At     time.Time
	Done   bool // answered: it is stored no more
}

// Right is what tills have to do with a right, as their journals and central's grants say: Arisen, Clawed and Taken are by
// their events alone. What central's own events did to it stands in its documents (Books), so that an order of another
// channel costs nothing for shares.
type Right struct {
	Name string
	Row  share.Row
}

// TakenOrder is an order as a till's event filed it.
type TakenOrder struct {
	sale.Order
	By  share.Holder
	Seq uint64
}

// Exception is something that happened at a till and can't all be true, or wasn't as the programme has it. Facts are never
// refused; somebody should look.
type Exception struct {
	ID     string // of till, seq and kind: the same is noted once
	At     time.Time
	Kind   string // one of the codes below
	Till   share.Holder
	Seq    uint64
	Member string // "" when none
	Order  string // channel/id, "" when none
	Detail string // code of a voucher, id of a lot, figures; no personal data

	ReconciledAt time.Time // zero while nobody has looked into it
	By           string    // the supervisor who has; "" of what cleared itself up
	Reason       string
}

// The kinds of exceptions. The codes are stable.
const (
	VoucherTwice    = "voucher.twice"       // used on two orders
	Overdrawn       = "account.overdraw"    // more taken of a lot than there was
	TakeLate        = "take.late"           // points taken after they had lapsed
	EarnedDiffers   = "earned.differs"      // an order earned otherwise than its own rule says
	ReturnBeyond    = "return.beyond"       // more came back without the order's pen than was left to return (SHARES 8)
	TransferUnknown = "transfer.unknown"    // money that came in with no order's memo
	TrustTaken      = "trust.taken"         // points taken beyond the shares by a supervisor's trust (SHARES 7)
	PhoneTaken      = "phone.taken"         // a member's changed phone is another's: Detail
	ClockAhead      = "clock.ahead"         // events dated ahead of their receipt: Detail, by how many seconds (SHARES 22)
	OrderPast       = "order.past"          // an event about an order that went on elsewhere
	JournalForked   = journal.JournalForked // a cloned or restored file (SHARES 20)
)

// Tills reads what central knows of tills.
type Tills interface {
	// Till reads one epoch. Fault: till.unknown.
	Till(h share.Holder) (Till, error)
	// Tills lists every epoch of every till, branches too, by number and epoch.
	Tills() ([]Till, error)
	// TillsOf lists every epoch of one till, branches too, by epoch.
	TillsOf(writer string) ([]Till, error)
	// Ticket reads one by the hash of its code. Fault: enrol.code.
	Ticket(hash journal.Hash) (Ticket, error)
	// Chain is central's own place; incarnation 1 before the first.
	Chain() (Chain, error)
	// Right is what tills have to do with a right; zero where that is nothing.
	Right(name string) (share.Row, error)
	// Holding is the book's of an epoch; zero of one that it knows nothing of.
	Holding(h share.Holder) (Holding, error)
	// TillEvents is at most so many events of a till's journal behind a seq, and the seals that end within them.
	TillEvents(h share.Holder, after uint64, most int) ([]journal.Record, []journal.Seal, error)
	// Recalls lists what a till is asked for, oldest first.
	Recalls(h share.Holder) ([]Recall, error)
	// Exceptions lists them, oldest first.
	Exceptions(p Page) (list []Exception, next string, err error)
	// Head is where central's own journal stands.
	Head() (journal.Head, error)
	// PutBack says whether the store was put back from an older copy and nothing has been done about that: a Put of a Chain
	// with a higher incarnation ends it (Resume).
	PutBack() (bool, error)
}

// TillWriter stores what comes from tills.
type TillWriter interface {
	// Take puts an event behind a till's journal: next to the newest one of holder h, or a branch's first behind its Base.
	Take(h share.Holder, r journal.Record) error
	// Post stores what an event of a till's journal did to accounts; the postings' Refs say where it is.
	Post(h share.Holder, seq uint64, postings []loyalty.Posting) error
}
