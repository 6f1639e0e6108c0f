package counter

import (
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/sale"
	"tim/domain/shift"
)

// State is all that a screen needs to know, computed: no sum, rule or rounding is left to whoever shows it. It is a
// value; nothing in it is shared with the counter.
type State struct {
	Revision uint64 // grows with every State: an older one is never shown over a newer
	At       time.Time
	Shop     Shop
	Till     string
	Roster   []Person // who may sign in
	Demo     bool
	Staff    *Person      // who is signed in, nil at the sign-in screen
	Shift    *shift.Shift // nil until a float is declared
	Cart     Cart
	Member   *Member
	Alarm    *Alarm
	Approval *ApprovalNeeded
	Last     *Done // the sale just finished, until the next scan
	Link     Link
	Notice   *Notice // what the last action did, nil when there is nothing to say
}

// Person is staff as a screen shows them.
type Person struct {
	ID   string
	Name string
	Role shift.Role
	PIN  string // shown on the demo's sign-in screen only, "" elsewhere
}

// Cart is the open order with its figures.
type Cart struct {
	Order    sale.Order
	Totals   sale.Totals
	Marked   string         // the line that `-`, `=` and `%` act on unless another is marked: the last touched
	Quantity money.Quantity // typed before the next code (`3*`), 0 when none
	WillEarn int64          // reward points if paid now
	Quick    []money.VND    // quick cash for what is due
	CanUndo  bool
}

// Member is the attached customer.
type Member struct {
	Profile catalog.Member
	Tier    loyalty.Tier
	Next    *NextTier
	Account loyalty.Account // at State.At
	Value   money.VND       // of the usable points
	Use     UseOffer
	Known   time.Time // the balance's age: when it was last in step with central; zero when it is central's own
}

// NextTier is how far the next tier is.
type NextTier struct {
	Tier    loyalty.Tier
	Missing int64 // ranking points
}

// UseOffer is what can be taken off this order now (U1-U4).
type UseOffer struct {
	Limit  loyalty.UseLimit
	Levels []loyalty.Level
	Used   int64 // points off the order now
	Value  money.VND
	Rules  loyalty.UseRules
	Usable int64 // points of the account that this order may draw on, its present use included
}

// Alarm is a refused code. Until it is acknowledged, scans are refused and counted.
type Alarm struct {
	Code    string
	Fault   *fault.Error // why it was refused
	Refused int64        // scans refused since
}

// ApprovalNeeded is an act that waits for a supervisor's PIN.
type ApprovalNeeded struct {
	What  string // "price.override", "line.discount", "order.void"
	Line  sale.Line
	Price money.VND     // asked for
	Part  money.Percent // asked for
	Total money.VND     // of the order to be voided
	Tries int64
}

// Done is a finished sale: the receipt and what to hand back.
type Done struct {
	Order   sale.Order
	Totals  sale.Totals
	Receipt receipt.Document
	Earned  loyalty.Earned
	Lot     *loyalty.Lot
	Balance int64 // the member's usable and pending points behind it
	Member  *catalog.Member
	Saved   string // file that the receipt was written to, "" while it is not
}

// Link is how the till stands with central.
type Link struct {
	Standalone bool // this till has no central: nothing waits for anybody
	Online     bool
	Since      time.Time // of the present state
	Waiting    int       // events not yet acknowledged
}

// Notice is a short word about what happened: a code that tui/text turns into a sentence, as it does faults.
type Notice struct {
	Code  string
	Args  fault.Args
	Error bool
	Undo  bool // Undo takes it back
}
