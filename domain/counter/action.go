package counter

import (
	"tim/domain/money"
	"tim/domain/sale"
)

// Action is one thing that a person does at the till. Each is a use case in a file of its own; Do runs one and
// answers with the State behind it. What it wrote is on disk when Do returns.
type Action interface{ action() }

// SignIn identifies a person by PIN. Staff is the person picked in the list; another's right PIN signs that other
// in. Faults: pin.wrong (tries), pin.locked (until).
type SignIn struct {
	Staff string
	PIN   string
}

// SignOut leaves the till to the next person; an open cart stays.
type SignOut struct{}

// OpenShift opens the drawer's shift with its float. Faults: shift.open, float.range.
type OpenShift struct{ Float money.VND }

// Enter is a line typed into the order screen's field, or a scan. What it means is Read's to say; here are the
// meanings that act at once. Line is the marked line, "" when none. Faults: those of the meanings, and input.unknown.
type Enter struct {
	Text string
	Scan bool
	Line string
}

// AddProduct sells a product picked from a list; Quantity 0 means one, or the quantity typed before (`3*`).
type AddProduct struct {
	SKU      string
	Quantity money.Quantity
}

// SetQuantity replaces a line's quantity.
type SetQuantity struct {
	Line     string
	Quantity money.Quantity
}

// RemoveLine voids a line.
type RemoveLine struct{ Line string }

// OverridePrice sets a line's unit price; a supervisor must approve: fault approval.needed.
type OverridePrice struct {
	Line  string
	Price money.VND
}

// DiscountLine takes a percentage off a line; above the shop's limit a supervisor must approve: approval.needed.
type DiscountLine struct {
	Line string
	Part money.Percent
}

// AttachMember names the customer; "" makes it a walk-in again (points used go back first). Fault: member.unknown.
type AttachMember struct{ Member string }

// CreateMember creates a member and attaches it. Faults: fault.Fields (name, phone, consents); phone.taken.
type CreateMember struct {
	Name   string
	Phone  string
	Points bool // consents to the points account (required), never ticked beforehand
	News   bool // consents to news
}

// UsePoints takes n points off the order, replacing an earlier use (U5); 0 takes the use back. Faults: points.*,
// member.none.
type UsePoints struct{ Points int64 }

// SetLater switches between handing over at once and later delivery (E8).
type SetLater struct{ Later bool }

// AddTender adds one payment to the cart; the one that covers what is due finishes the sale in the same write.
// Amount 0 means what is due. Faults: tender.*, order.empty.
type AddTender struct {
	Kind      sale.TenderKind
	Amount    money.VND
	Reference string
}

// RemoveTenders takes back the payments entered so far, before the sale is finished.
type RemoveTenders struct{}

// Finish closes a sale with nothing left to pay. Faults: order.unpaid (due), order.empty.
type Finish struct{}

// VoidOrder throws the open cart away, points back first; a supervisor must approve once goods were scanned:
// approval.needed.
type VoidOrder struct{ Reason string }

// Deliver hands over an order that was sold for later. Faults: order.unknown, order.delivered.
type Deliver struct{ Order string }

// Undo takes back the last change of the cart's lines. Fault: undo.nothing.
type Undo struct{}

// Approve is the supervisor's PIN for the act that waits. Faults: pin.wrong, pin.locked, approval.self, approval.role, approval.nothing.
type Approve struct{ PIN string }

// Dismiss drops the act that waits for approval, or acknowledges the refused code: scans are taken again.
type Dismiss struct{}

// Reprint notes that a receipt is printed again and gives it in State.Last, marked.
type Reprint struct{ Order string }

func (SignIn) action()        {}
func (SignOut) action()       {}
func (OpenShift) action()     {}
func (Enter) action()         {}
func (AddProduct) action()    {}
func (SetQuantity) action()   {}
func (RemoveLine) action()    {}
func (OverridePrice) action() {}
func (DiscountLine) action()  {}
func (AttachMember) action()  {}
func (CreateMember) action()  {}
func (UsePoints) action()     {}
func (SetLater) action()      {}
func (AddTender) action()     {}
func (RemoveTenders) action() {}
func (Finish) action()        {}
func (VoidOrder) action()     {}
func (Deliver) action()       {}
func (Undo) action()          {}
func (Approve) action()       {}
func (Dismiss) action()       {}
func (Reprint) action()       {}
