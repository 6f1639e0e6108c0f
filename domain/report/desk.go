package report

import (
	"cmp"
	"slices"
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/sale"
	"tim/domain/shift"
)

// ShiftID names a shift over all tills.
type ShiftID struct {
	Till   string `json:"till,omitempty"`
	Number int64  `json:"number"`
}

// Watched is how far back alerts and series go.
const Watched = 62 * 24 * time.Hour

// Glance is the supervisor's first screen.
type Glance struct {
	At     time.Time `json:"at,omitzero"`
	Shop   string    `json:"shop,omitempty"` // name, "" of several
	Lines  []Line    `json:"lines"`          // by shop, till and number
	Alerts []Alert   `json:"alerts"`
	// Waiting is how many alerts nobody dealt with, also those that have no place in Alerts.
	Waiting int `json:"waiting"`
	// Watched of Events events were read for the alerts: where it is less, more may be found.
	Watched uint64 `json:"watched"`
	Events  uint64 `json:"events"`
}

// Line is one shift in a list.
type Line struct {
	ID        ShiftID       `json:"id"`
	Shop      string        `json:"shop,omitempty"` // name
	Shift     shift.Shift   `json:"shift"`
	Cashier   string        `json:"cashier,omitempty"` // name
	Tickets   int64         `json:"tickets"`
	Net       money.VND     `json:"net"`
	Turnover  money.VND     `json:"turnover"`
	Cash      *Cash         `json:"cash,omitempty"` // what should be in the drawer; nil while it is counted blind
	DropOver  money.VND     `json:"drop_over"`      // cash beyond the drop limit, 0 when none is; told in blind counts too
	Over      money.VND     `json:"over"`           // of a closed one: over (+) or short (-)
	Voids     Tally         `json:"voids"`
	Overrides Tally         `json:"overrides"`
	Refunds   Tally         `json:"refunds"`
	NoSales   int64         `json:"no_sales"`
	Earned    int64         `json:"earned"`          // points
	Spent     int64         `json:"spent"`           // points used and redeemed
	Value     money.VND     `json:"value"`           // of Spent
	Unsent    int64         `json:"unsent"`          // events that central doesn't have
	Oldest    time.Time     `json:"oldest,omitzero"` // of them, zero when there is none
	Heard     time.Time     `json:"heard,omitzero"`  // when the till was last heard of; zero at the till itself
	Chain     ChainState    `json:"chain"`
	Skew      time.Duration `json:"skew"` // of the till's clock against central's
}

// ChainState is what the verification of a till's journal came to.
type ChainState uint8

// The states.
const (
	ChainUnknown ChainState = iota
	ChainGood
	ChainBroken
	ChainForked
)

var chainStates = [...]string{ChainUnknown: "unknown", ChainGood: "good", ChainBroken: "broken", ChainForked: "forked"}

// MarshalText writes the state's word.
func (s ChainState) MarshalText() ([]byte, error) { return []byte(chainStates[s]), nil }

// UnmarshalText reads one; another word is ChainUnknown.
func (s *ChainState) UnmarshalText(b []byte) error {
	*s = ChainState(max(0, slices.Index(chainStates[:], string(b))))
	return nil
}

// ShiftQuery asks for a list of shifts. Zero fields don't narrow.
type ShiftQuery struct {
	Shop, Till, Cashier string    // ids
	From, To            time.Time // opened in [From, To)
	Before              ShiftID   // of a till: those numbered below
	Behind              Opening   // the last of a page before, of whatever tills: those that come behind it
	Limit               int       // 50 by default, 500 at most
}

// Opening is where a shift stands in a list of all tills': newest first, then by till, then the higher number first.
type Opening struct {
	At time.Time
	ID ShiftID
}

// IsZero says whether it is none.
func (o Opening) IsZero() bool { return o.ID.Number == 0 }

// Compare is below 0 where o comes before p in a list.
func (o Opening) Compare(p Opening) int {
	return cmp.Or(p.At.Compare(o.At), cmp.Compare(o.ID.Till, p.ID.Till), cmp.Compare(p.ID.Number, o.ID.Number))
}

// Opening is where the line stands in a list of shifts.
func (l Line) Opening() Opening { return Opening{l.Shift.OpenedAt, l.ID} }

// LedgerQuery asks for events of a shift. Zero fields don't narrow.
type LedgerQuery struct {
	Shift   ShiftID // Number 0: all that the till wrote, under a shift or not
	Kinds   []journal.Kind
	Cashier string    // staff id, or a part of the name of who did or approved it, without diacritics
	Member  string    // member id, or a part of what Row.Member shows: the last digits of the phone, or of the name, without diacritics
	Least   money.VND // amount, whichever way the money went
	Text    string    // in numbers of receipts, codes, reasons, names of goods, without diacritics
	After   string    // a next of before
	Limit   int       // 50 by default, 500 at most
}

// Row is an event as a supervisor reads it.
type Row struct {
	Place
	Kind     journal.Kind  `json:"kind"`
	Actor    string        `json:"actor,omitempty"`    // name
	Approver string        `json:"approver,omitempty"` // name, "" when nobody approved it
	Shift    int64         `json:"shift"`
	Order    string        `json:"order,omitempty"` // key, "" when it is about none
	Receipt  string        `json:"receipt,omitempty"`
	Member   string        `json:"member,omitempty"` // masked phone or name, "" when none
	Points   int64         `json:"points"`           // of the account, + or -
	Reason   string        `json:"reason,omitempty"`
	Line     string        `json:"line,omitempty"` // name of the goods that it is about
	Tenders  []sale.Tender `json:"tenders"`
}

// OrderPaper is an order as a supervisor reads it.
type OrderPaper struct {
	Receipt receipt.Document `json:"receipt"`
	Returns []receipt.Return `json:"returns"`
	Why     loyalty.Reasons  `json:"why"`  // of its points
	Rows    []Row            `json:"rows"` // its own events, oldest first
}

// Alert is something to look at: what a rule found, or what central excepted.
type Alert struct {
	ID      string    `json:"id,omitempty"`
	Rule    Rule      `json:"rule"`           // "" of an exception
	Kind    string    `json:"kind,omitempty"` // of an exception: office's code
	Finding Finding   `json:"finding"`
	Cashier string    `json:"cashier,omitempty"` // name
	Member  string    `json:"member,omitempty"`  // masked
	Detail  string    `json:"detail,omitempty"`
	At      time.Time `json:"at,omitzero"`
	Reason  string    `json:"reason,omitempty"` // how it was dealt with, "" while it wasn't
	By      string    `json:"by,omitempty"`     // name of who did
}

// Compare is below 0 where a comes before b in a list, newest first. Instants are of whole milliseconds.
func (a Alert) Compare(b Alert) int {
	return cmp.Or(cmp.Compare(b.At.UnixMilli(), a.At.UnixMilli()), cmp.Compare(a.ID, b.ID))
}

// Reconciled is the body of a word on an alert, written by whoever has looked into it.
type Reconciled struct {
	ID     string
	Reason string
}

// Code is the canonical form.
func (r *Reconciled) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &r.ID)
	journal.String(c, &r.Reason)
}

// Series are figures for pictures.
type Series struct {
	Hours    [24]Tally      `json:"hours"` // sales by the hour of the day
	Days     []Day          `json:"days"`
	Tenders  []Tenders      `json:"tenders"`
	Cashiers []CashierWeeks `json:"cashiers"`
}

// Day is one calendar day of the shop.
type Day struct {
	Day    time.Time `json:"day,omitzero"` // its beginning
	Net    money.VND `json:"net"`
	Earned int64     `json:"earned"` // points
	Spent  int64     `json:"spent"`
}

// CashierWeeks is what a cashier's drawers were over or short, by week, oldest first.
type CashierWeeks struct {
	Cashier string      `json:"cashier,omitempty"` // name
	Over    []money.VND `json:"over"`
}
