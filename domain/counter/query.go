package counter

import (
	"time"

	"tim/domain/catalog"
	"tim/domain/loyalty"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
)

// Query asks without changing anything. Find answers it.
type Query interface{ query() }

// FindProducts searches products; the answer is Found.Products.
type FindProducts struct {
	Text  string
	Limit int
}

// FindMembers searches members; the answer is Found.Members.
type FindMembers struct {
	Text  string
	Limit int
}

// Statement lists a member's entries, newest first; the answer is Found.Entries.
type Statement struct{ Member string }

// Orders lists orders filed here, newest first: all, or those of a receipt number (whole, or its last digits), of a
// member, or paid on a day of the shop; the answer is Found.Orders.
type Orders struct {
	Limit   int
	Receipt string
	Member  string
	Day     time.Time // any instant of the day; zero: every day
}

// ReturnOffer says what taking goods of an order back would do (C8), without doing it; the answer is Found.Offer. With
// Cancel it is all that is left of it.
type ReturnOffer struct {
	Order   string
	Lines   []sale.ReturnLine
	Receipt string // as in Return
	Cancel  bool
	By      sale.TenderKind // as in Return
}

// Receipt draws one order's receipt; the answer is Found.Receipt.
type Receipt struct{ Order string }

// Shifts lists the till's shifts, newest first: all, or those numbered below Before; the answer is Found.Shifts.
type Shifts struct {
	Before int64
	Limit  int
}

// ReportOf gives the Z of a closed shift by its number, as it was printed; the answer is Found.Report. Faults: shift.unknown,
// shift.unclosed.
type ReportOf struct{ Number int64 }

func (Shifts) query()       {}
func (ReportOf) query()     {}
func (FindProducts) query() {}
func (FindMembers) query()  {}
func (Statement) query()    {}
func (Orders) query()       {}
func (Receipt) query()      {}
func (ReturnOffer) query()  {}

// Found is the answer to a query; only the asked field is filled.
type Found struct {
	Products []catalog.Product
	Members  []FoundMember
	Entries  []StatementEntry
	Orders   []sale.Order
	Receipt  receipt.Document
	Offer    *Offer
	Shifts   []FoundShift
	Report   *report.Paper
}

// FoundShift is a shift in a list.
type FoundShift struct {
	report.Filed
	Cashier string // name
}

// FoundMember is a member in a list, with what helps to tell two of one name apart.
type FoundMember struct {
	catalog.Member
	Tier   loyalty.Tier
	Usable int64
}

// StatementEntry is one line of the statement with its explanation in both languages, empty where there is none (E16).
type StatementEntry struct {
	loyalty.Entry
	Receipt   string // printed number of the order, "" when it isn't known here
	ExplainVi []string
	ExplainEn []string
}
