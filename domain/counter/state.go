package counter

import (
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/report"
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
	Staff    *Person       // who is signed in, nil at the sign-in screen
	Locked   bool          // nobody may see or do anything until Unlock
	Overseer *Person       // whose PIN opened the desk last, nil when nobody's did
	Shift    *shift.Shift  // nil until a float is declared
	Shifts   []shift.Shift // not closed, by number
	Drawer   *Drawer       // of the open shift, nil when nothing is known of it
	Left     *Left         // what the last shift left in the drawer, nil when nothing was or it was taken over
	Count    *Count        // of the drawer that is being closed, nil before it was counted
	Report   *report.Paper // what the last action showed, nil behind any other
	Cart     Cart
	Held     []HeldCart // carts put aside, the newest first
	Member   *Member
	Alarm    *Alarm
	Approval *ApprovalNeeded
	Last     *Done            // the sale just finished, until the next scan
	Returned *Returned        // the return just done, until the next scan
	Issued   *loyalty.Voucher // what the last action redeemed, nil behind any other
	Link     Link
	Training *Training // nil: what is done is done
	Notice   *Notice   // what the last action did, nil when there is nothing to say
}

// Count is a drawer as it was counted, and what it should hold: told only behind the count.
type Count struct {
	Declaration shift.Declaration
	Cash        report.Cash
	Blind       bool
	touched     int64 // Sum.Touched at the count
}

// Over is the cash counted beyond what was expected; below 0 it is short.
func (c Count) Over() money.VND { return c.Declaration.Cash.Amount - c.Cash.Expected }

// Left is cash that a closed shift left in the drawer: what the next is expected to begin with.
type Left struct {
	Shift   int64 // its number
	Cashier string
	Amount  money.VND // above 0
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
	CanRedo  bool
	Vouchers []VoucherOffer // on the order, as Order.Vouchers
	Exchange *ExchangeView  // nil when the cart is an ordinary sale
	Transfer *TransferView  // that the cart waits for, nil when it waits for none
}

// ExchangeView is the goods that a cart is swapped for. Totals.Credit and Totals.Give are their money.
type ExchangeView struct {
	Order   string // key
	Receipt string
	Lines   []ReturnedGoods
	Offer   Offer // what taking them back does, as of State.At
}

// ReturnedGoods is goods brought back, as a screen names them.
type ReturnedGoods struct {
	Line     sale.Line // of the order, Quantity all that was sold
	Quantity money.Quantity
}

// Member is the attached customer.
type Member struct {
	Profile catalog.Member
	Tier    loyalty.Tier
	Next    *NextTier
	Account loyalty.Account // at State.At
	Value   money.VND       // of the usable points
	Use     UseOffer
	Held    int       // carts of theirs that lie aside
	Unknown bool      // central has not told this till of the account yet: Account is only what was done here
	Known   time.Time // the balance's age: when it was last in step with central; zero when it is central's own

	Rewards  []RewardOffer  // by cost; those that are retired or not for this channel apart
	AsMoney  MoneyOffer     // points into a money voucher (V5)
	Vouchers []VoucherOffer // those that can be used first, soonest expiry first; then the others, newest first, 100 in all at most
}

// RewardOffer is a reward as this member may have it now (V1).
type RewardOffer struct {
	loyalty.Reward
	Refused *fault.Error // why it can't be redeemed; nil when it can. Of points.short: have, want
	NotNow  *fault.Error // why its voucher couldn't go on the order as it is, nil when it could (order.too_small, voucher.combination …)
	After   int64        // usable points behind the redemption
	Takes   money.VND    // what its voucher would take off the order as it is; of a product its price
	Product string       // name of the free product
	Left    *int64       // vouchers that may still be issued; nil: no limit
	Ranks   []string     // names of the tiers that may take it, lowest first; empty: all
}

// MoneyOffer is points as a money voucher (V5).
type MoneyOffer struct {
	Refused *fault.Error // program.disabled where the programme doesn't offer it; points.short without points; nil when it can be had
	Most    int64        // points
	Worth   money.VND    // of one point
}

// VoucherOffer is a voucher as it stands, and what it would do to the cart.
type VoucherOffer struct {
	loyalty.Voucher
	State   loyalty.VoucherState
	OnCart  bool         // it is on this order
	Value   money.VND    // what it takes off the order: does when OnCart, would when it can be applied
	Refused *fault.Error // why it can't be applied now; nil when it can, and when OnCart
	Product string       // name of the free product
	Receipt string       // number of the order that it was used on, "" when it isn't known here
}

// Offer is what taking goods back does, worked out for an instant (C8).
type Offer struct {
	Order    sale.Order      // as it stands
	Member   *catalog.Member // nil of a walk-in's, and of one who is forgotten
	Goods    []ReturnedGoods // asked for
	Fault    *fault.Error    // why those can't be taken back: then all below is zero
	Approval bool            // a supervisor must approve: no receipt was shown, or the money goes back Otherwise
	Return   sale.Return     // as it would be written, Tenders too
	// Otherwise is that money goes back in another way than it came: a reason is needed too.
	Otherwise bool

	GivenBack []GivenBack       // points used that come back, by when they lapse
	Vouchers  []loyalty.Voucher // that come back, as they will stand
	Policy    string            // loyalty.SpentNegative, SpentFloor or SpentDeduct: for points earned and already spent
	Short     int64             // so many of the points to take back are already spent
	Before    Standing          // of the member
	After     Standing
}

// GivenBack is points that come back with a return.
type GivenBack struct {
	Points   int64
	LapsesAt time.Time // zero: never
	Grace    bool      // the points' own time is over: they live the programme's grace
}

// Standing is a member's account in short. Balance below 0 is a debt.
type Standing struct {
	Balance int64
	Usable  int64
	Ranking int64
	Tier    loyalty.Tier
}

// Returned is a return or a cancelling that is done.
type Returned struct {
	Offer Offer // as it was decided
	Slip  receipt.Return
	Saved string // file that the slip was written to, "" while it is not
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
	Usable int64  // points of the account that this order may draw on, its present use included
	Here   *int64 // of them, what this till may use without the link; nil: it stands alone
	Trust  int64  // points beyond Limit.Max that a supervisor may let be taken on trust now (SHARES 7)
}

// Alarm is a refused code. Until it is acknowledged, scans are refused and counted.
type Alarm struct {
	Code    string
	Fault   *fault.Error // why it was refused
	Refused int64        // scans refused since
}

// ApprovalNeeded is an act that waits for a supervisor's PIN.
type ApprovalNeeded struct {
	What   string // "price.override", "line.discount", "order.void", "order.return", "order.cancel", "order.exchange", "points.trust"
	Line   sale.Line
	Price  money.VND       // asked for
	Part   money.Percent   // asked for
	Total  money.VND       // of the order to be voided; to be given back, of a return
	Of     string          // receipt number of the order that goods come back from
	Reason string          // given for it, "" when none was
	By     sale.TenderKind // that money is to go back by, 0 as it came
	// Points are to be used, Beyond of them more than this till holds: on trust.
	Points, Beyond int64
	Tries          int64
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
	Trouble    string    // fault code of the last exchange, "" when it went well
}

// Notice is a short word about what happened: a code that tui/text turns into a sentence, as it does faults.
type Notice struct {
	Code  string
	Args  fault.Args
	Error bool
	Undo  bool    // Undo takes it back
	Also  *Notice // what else it changed: a voucher that left, points that went back
}
