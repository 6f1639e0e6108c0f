package report

import (
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
	Till   string
	Number int64
}

// Glance is the supervisor's first screen.
type Glance struct {
	At     time.Time
	Shop   string // name, "" of several
	Lines  []Line // by shop, till and number
	Alerts []Alert
	// Watched of Events events were read for the alerts: where it is less, more may be found.
	Watched, Events uint64
}

// Line is one shift in a list.
type Line struct {
	ID        ShiftID
	Shop      string // name
	Shift     shift.Shift
	Cashier   string // name
	Tickets   int64
	Net       money.VND
	Turnover  money.VND
	Cash      *Cash     // what should be in the drawer; nil while it is counted blind
	DropOver  money.VND // cash beyond the drop limit, 0 when none is; told in blind counts too
	Over      money.VND // of a closed one: over (+) or short (-)
	Voids     Tally
	Overrides Tally
	Refunds   Tally
	NoSales   int64
	Earned    int64     // points
	Spent     int64     // points used and redeemed
	Value     money.VND // of Spent
	Unsent    int64     // events that central doesn't have
	Oldest    time.Time // of them, zero when there is none
	Heard     time.Time // when the till was last heard of; zero at the till itself
	Chain     ChainState
	Skew      time.Duration // of the till's clock against central's
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

// ShiftQuery asks for a list of shifts. Zero fields don't narrow.
type ShiftQuery struct {
	Shop, Till, Cashier string    // ids
	From, To            time.Time // opened in [From, To)
	Before              ShiftID   // of a till: those numbered below
	Limit               int       // 50 by default, 500 at most
}

// LedgerQuery asks for events of a shift. Zero fields don't narrow.
type LedgerQuery struct {
	Shift   ShiftID
	Kinds   []journal.Kind
	Cashier string    // staff id, or a part of the name of who did or approved it, without diacritics
	Member  string    // member id, the last digits of the phone, or a part of the name, without diacritics
	Least   money.VND // amount, whichever way the money went
	Text    string    // in numbers of receipts, codes, reasons, names of goods, without diacritics
	After   string    // a next of before
	Limit   int       // 50 by default, 500 at most
}

// Row is an event as a supervisor reads it.
type Row struct {
	Place
	Kind     journal.Kind
	Actor    string // name
	Approver string // name, "" when nobody approved it
	Shift    int64
	Order    string // key, "" when it is about none
	Receipt  string
	Member   string // masked phone or name, "" when none
	Points   int64  // of the account, + or -
	Reason   string
	Line     string // name of the goods that it is about
	Tenders  []sale.Tender
}

// OrderPaper is an order as a supervisor reads it.
type OrderPaper struct {
	Receipt receipt.Document
	Returns []receipt.Return
	Why     loyalty.Reasons // of its points
	Rows    []Row           // its own events, oldest first
}

// Alert is something to look at: what a rule found, or what central excepted.
type Alert struct {
	ID      string
	Rule    Rule   // "" of an exception
	Kind    string // of an exception: office's code
	Finding Finding
	Cashier string // name
	Member  string // masked
	Detail  string
	At      time.Time
	Reason  string // how it was dealt with, "" while it wasn't
	By      string // name of who did
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
	Hours    [24]Tally // sales by the hour of the day
	Days     []Day
	Tenders  []Tenders
	Cashiers []CashierWeeks
}

// Day is one calendar day of the shop.
type Day struct {
	Day    time.Time // its beginning
	Net    money.VND
	Earned int64 // points
	Spent  int64
}

// CashierWeeks is what a cashier's drawers were over or short, by week, oldest first.
type CashierWeeks struct {
	Cashier string // name
	Over    []money.VND
}
