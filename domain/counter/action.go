package counter

import (
	"tim/domain/money"
	"tim/domain/sale"
	"tim/domain/shift"
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

// Oversee opens the supervisor's desk by PIN, one's own too; State.Overseer is whose it was. Faults: pin.wrong (tries), pin.locked (until),
// desk.role (name). Staff opens the page of the staff instead, Manage the manager's desk, both by a manager's PIN; staff.role (name) in
// the place of desk.role.
type Oversee struct {
	PIN    string
	Staff  bool
	Manage bool
}

// OpenShift opens the drawer's shift with its float: by pieces, or as one amount where there are none. Faults: shift.open, float.range,
// count.range.
type OpenShift struct {
	Float  money.VND
	Pieces [len(shift.Denominations)]int64 // of shift.Denominations
}

// MoveCash puts cash into the drawer or takes it out beside selling: by pieces, or as one amount where there are none. Faults:
// those of shift.Movement.Checked; count.range; approval.needed by the shop's policy, as all that follow.
type MoveCash struct {
	Kind   shift.MovementKind
	Amount money.VND
	Pieces [len(shift.Denominations)]int64
	Reason string
}

// OpenDrawer opens the drawer without a sale. Faults: field.required, field.too_long on "reason".
type OpenDrawer struct{ Reason string }

// SuspendShift puts the drawer away: another shift may be opened at the till. Faults: shift.cart, shift.state.
type SuspendShift struct{}

// ResumeShift goes on with a suspended shift of one's own. Faults: shift.open, shift.unknown, shift.other, shift.state.
type ResumeShift struct{ Shift string }

// CloseBlind ends the selling under the shift; its drawer is counted later. Faults: as SuspendShift; shift.held (n).
type CloseBlind struct{}

// CountDrawer writes down what a shift's drawer holds ("" the open one's); State.Count then tells what it should hold. Faults: count.range,
// shift.unknown, shift.other of a suspended shift that is neither one's own nor a supervisor's to count, shift.cart.
type CountDrawer struct {
	Shift  string
	Amount money.VND
	Pieces [len(shift.Denominations)]int64
	Cards  money.VND // of the card terminal's own total, 0 when none was read
	Bank   money.VND // transfers seen in the bank's own list
}

// CloseShift closes a shift whose drawer was counted ("" the open one), for good; State.Report is its Z. With To the drawer goes to the
// next cashier, who shows that by their PIN and takes over so much of the cash; without, so much is left for the next shift. Faults:
// shift.uncounted, shift.unknown, shift.cart, shift.held (n) of one that ends with nobody taking over; those of
// report.Close; pin.wrong, pin.locked, and shift.open beside another open shift; shift.other as CountDrawer.
type CloseShift struct {
	Shift  string
	Reason string // of what is over or short
	To     string // staff id, "" when nobody takes the drawer over
	PIN    string
	Left   money.VND // in the drawer, 0 when all was taken out
}

// TakeX shows what a shift ("" the open one) came to so far, as State.Report. Faults: shift.unknown, shift.other as CountDrawer.
type TakeX struct{ Shift string }

// ReprintZ prints the Z of a closed shift again, marked, as State.Report. Faults: shift.unknown, shift.unclosed.
type ReprintZ struct{ Number int64 }

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

// AttachMember names the customer; "" makes it a walk-in again. Points used go back first, and vouchers that this one may
// not use leave. Fault: member.unknown.
type AttachMember struct{ Member string }

// CreateMember creates a member and attaches it. Faults: fault.Fields (name, phone, consents); phone.taken.
type CreateMember struct {
	Name   string
	Phone  string
	Points bool // consents to the points account (required), never ticked beforehand
	News   bool // consents to news
}

// UsePoints takes n points off the order, replacing an earlier use (U5); 0 takes the use back. Vouchers that don't go with
// points leave the order, and the Notice says so. Faults: points.*, member.none.
type UsePoints struct{ Points int64 }

// SetBuyer writes the company into whose name the order's invoice is to be made, the zero Buyer for nobody. Faults: order.empty,
// and those of sale.Order.For.
type SetBuyer struct{ Buyer sale.Buyer }

// SetLater switches between handing over at once and later delivery (E8).
type SetLater struct{ Later bool }

// AddTender adds one payment to the cart; the one that covers what is due finishes the sale in the same write.
// Amount 0 means what is due. A transfer is confirmed so at once, as by ConfirmTransfer. Faults: tender.*, order.empty; tender.wallet
// (name) of one that the shop doesn't take; on account member.none, tender.off, tender.over (max) and approval.needed.
type AddTender struct {
	Kind      sale.TenderKind
	Amount    money.VND
	Reference string
	Name      string // of the wallet
}

// AwaitTransfer asks the customer for a transfer (0: of all that is due): the cart waits for the bank, with a code to scan. Another
// payment may come meanwhile. Faults: those of sale.Order.Awaiting.
type AwaitTransfer struct{ Amount money.VND }

// ConfirmTransfer says that the transfer which the cart waits for has come, by what the cashier saw. Above the shop's limit a
// supervisor must approve: approval.needed. Faults: transfer.none; those of AddTender.
type ConfirmTransfer struct{ Reference string }

// PrintTransfer prints what the customer is asked to transfer, with its code. Faults: transfer.none, printer.none.
type PrintTransfer struct{}

// RemoveTenders takes back the payments entered so far, before the sale is finished; not what the bank says has come. Fault: tender.bank
// (amount) where nothing else is there.
type RemoveTenders struct{}

// Finish closes a sale with nothing left to pay. Faults: order.unpaid (due), order.empty; of an exchange those of Return and
// exchange.changed (was, now), behind which the cart has the new figure and nothing is paid; AddTender's too.
type Finish struct{}

// VoidOrder throws the open cart away, points back first; a supervisor must approve once goods were scanned:
// approval.needed.
type VoidOrder struct{ Reason string }

// Deliver hands over an order that was sold for later. Faults: order.unknown, order.delivered.
type Deliver struct{ Order string }

// Approve is the supervisor's PIN for the act that waits; any action but Dismiss, Lock and Unlock ends its waiting. Faults: pin.wrong, pin.locked, approval.self, approval.role, approval.nothing.
type Approve struct{ PIN string }

// Redeem turns the attached member's points into a voucher: of a reward, or of so many points' money when Reward is ""
// (V1, V5). With Apply it goes on the cart in the same write, and a voucher that can't go there is not bought either.
// State.Issued is the voucher. Faults: member.none; those of loyalty.Reward.Redeemable; reward.unknown; points.short;
// program.disabled; with Apply those of ApplyVoucher.
type Redeem struct {
	Reward string
	Points int64
	Apply  bool
}

// ApplyVoucher puts a voucher on the cart (V4); a free product's line comes with it where the cart has none of that.
// Faults: voucher.unknown, voucher.locked (until), voucher.member when the customer isn't named yet, those of
// loyalty.Voucher.Check, product.unknown, order.tendered.
type ApplyVoucher struct{ Code string }

// RemoveVoucher takes a voucher off the cart; it can be used again. Faults: voucher.unknown, order.tendered.
type RemoveVoucher struct{ Code string }

// HandBack turns an unused voucher of the attached member into its points again (C5). Faults: voucher.unknown,
// voucher.not_yours, voucher.used, voucher.expired, voucher.handed_back.
type HandBack struct{ Code string }

// PrintVoucher prints a voucher's slip with its code (V3). Faults: voucher.unknown, receipt.unsaved.
type PrintVoucher struct{ Code string }

// Return takes goods of a paid order back (C1 to C7); State.Returned is what came of it. Receipt is the number on the
// receipt that the customer showed, "" when none: then a supervisor must approve. The money goes back as it came; By one of
// sale.RefundWays in another way, which wants a reason and a supervisor. Faults: order.unknown, those of sale.Order.Returned,
// return.empty, return.cart while a cart with goods is open; field.enum on "by", field.required on "reason".
type Return struct {
	Order   string
	Lines   []sale.ReturnLine
	Receipt string
	Reason  string
	By      sale.TenderKind
}

// Cancel takes back all that is left of a paid order which is not delivered yet. Faults: as Return; order.delivered.
type Cancel struct {
	Order   string
	Receipt string
	Reason  string
	By      sale.TenderKind
}

// Exchange makes the cart one that is swapped for goods of an earlier order; no lines make it an ordinary sale again. The
// goods come back when the cart is paid. Faults and approval: as Return; order.tendered.
type Exchange struct {
	Order   string
	Lines   []sale.ReturnLine
	Receipt string
}

// Dismiss drops the act that waits for approval, or acknowledges the refused code: scans are taken again.
type Dismiss struct{}

// Reprint notes that a receipt is printed again and gives it in State.Last, marked.
type Reprint struct{ Order string }

// StartTraining begins a training at a Lane: from then on all is done on scratch storage, and nothing of it is left. Faults:
// training.cart while a cart is open; training.on; approval.needed by the shop's policy.
type StartTraining struct{}

// EndTraining ends it: the till is as it was. Why is a code of shift's. Fault: training.none.
type EndTraining struct {
	Why   string
	sales int64 // in it
}

func (StartTraining) action() {}
func (EndTraining) action()   {}
func (SignIn) action()        {}
func (SignOut) action()       {}
func (Oversee) action()       {}
func (OpenShift) action()     {}
func (MoveCash) action()      {}
func (OpenDrawer) action()    {}
func (SuspendShift) action()  {}
func (ResumeShift) action()   {}
func (CloseBlind) action()    {}
func (CountDrawer) action()   {}
func (CloseShift) action()    {}
func (TakeX) action()         {}
func (ReprintZ) action()      {}
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
func (SetBuyer) action()      {}
func (AddTender) action()     {}
func (RemoveTenders) action() {}
func (Finish) action()        {}
func (VoidOrder) action()     {}
func (Deliver) action()       {}
func (Approve) action()       {}
func (Dismiss) action()       {}
func (Reprint) action()       {}
func (Redeem) action()        {}
func (ApplyVoucher) action()  {}
func (RemoveVoucher) action() {}
func (HandBack) action()      {}
func (PrintVoucher) action()  {}
func (Return) action()        {}
func (Cancel) action()        {}
func (Exchange) action()      {}
