package journal

// Kind says what an event is about, and so the type of its body.
type Kind uint16

// The kinds. Numbers are stored: append only. The body's type stands behind each.
const (
	JournalOpened    Kind = 1  // Opened
	ClockJumped      Kind = 2  // ClockJump
	SignedIn         Kind = 3  // shift.SignIn
	SignedOut        Kind = 4  // shift.SignIn
	SignInRefused    Kind = 5  // shift.SignIn
	ShiftOpened      Kind = 6  // shift.Shift
	OrderOpened      Kind = 7  // sale.Filed
	LineVoided       Kind = 8  // sale.LineChange
	PriceOverridden  Kind = 9  // sale.LineChange
	LineDiscounted   Kind = 10 // sale.LineChange
	ApprovalGiven    Kind = 11 // shift.Approval
	ApprovalRefused  Kind = 12 // shift.Approval
	PointsUsed       Kind = 13 // sale.Filed
	PointsUseUndone  Kind = 14 // sale.Filed
	OrderPaid        Kind = 15 // sale.Filed
	OrderDelivered   Kind = 16 // sale.Filed
	OrderVoided      Kind = 17 // sale.Filed
	MemberCreated    Kind = 18 // catalog.MemberCreated
	ReceiptReprinted Kind = 19 // sale.Reprint
	CodesRefused     Kind = 20 // sale.Refusal
	MemberAttached   Kind = 21 // sale.Attachment
	MemberChanged    Kind = 22 // catalog.MemberCreated, as the member now stands
	MembersMerged    Kind = 23 // office.Posted
	PointsAdjusted   Kind = 24 // office.Posted
	ProgramSet       Kind = 25 // office.Setting
	RewardSet        Kind = 26 // office.Setting
	ProductSet       Kind = 27 // office.Setting
	FileImported     Kind = 28 // office.Imported
	OrderFiled       Kind = 29 // sale.Filed: of another channel, open or changed before payment
	OrderReturned    Kind = 30 // sale.Filed
	VoucherRedeemed  Kind = 31 // loyalty.VoucherMoved
	VoucherReturned  Kind = 32 // loyalty.VoucherMoved: handed back for its points
	VoucherApplied   Kind = 33 // sale.Filed: vouchers put on a cart, as they now stand
	VoucherRemoved   Kind = 34 // sale.Filed: vouchers come off a cart
	VoucherRefused   Kind = 35 // sale.Refusal: a code that is no voucher
	ExchangeStarted  Kind = 36 // sale.Filed: a cart is swapped for goods brought back, or is no more
	VoucherPrinted   Kind = 37 // sale.Reprint: of the voucher's slip, Order being its code

	// A till's word on its shares. Their envelopes say it.
	SharesGot      Kind = 38 // share.Note
	SharesReturned Kind = 39 // share.Note
	SharesClosed   Kind = 40 // share.Note

	// Central's word on tills.
	TillEnrolled    Kind = 50 // office.TillSet
	TillRetired     Kind = 51 // office.TillSet
	TillWaived      Kind = 52 // office.TillSet
	TillForked      Kind = 53 // office.TillSet: of the branch
	ShareReleased   Kind = 54 // office.ShareFreed
	CentralRestored Kind = 55 // office.Restoration

	// Central's word on invoices.
	NumbersGiven      Kind = 56 // invoice.Given: to a till, for ever
	InvoicesHandedOut Kind = 57 // invoice.HandedOut
	InvoiceAnswered   Kind = 58 // invoice.Answered

	// Central's word on shops.
	ShopSet  Kind = 60 // office.Setting
	StaffSet Kind = 61 // office.Setting, without the PIN's verifier

	// Central's word on members.
	ExpiryApplied Kind = 62 // office.Posted: living points follow another expiry rule from then on
	MemberErased  Kind = 63 // office.Erased

	// Central's word on what came from tills.
	EventsStamped       Kind = 65 // office.Posted: events dated ahead count from their receipt
	OrderToppedUp       Kind = 66 // office.Posted: an order's tier was higher than its till knew, or such points go back
	ExceptionReconciled Kind = 67 // office.Reconciled
	TransferHeard       Kind = 68 // sale.Received: the bank told central of a transfer

	// The drawer's life beside selling.
	CashMoved       Kind = 70 // shift.Movement
	DrawerOpened    Kind = 71 // shift.NoSale
	ShiftSuspended  Kind = 72 // shift.Step, of a blind close too
	ShiftResumed    Kind = 73 // shift.Step
	DrawerCounted   Kind = 74 // shift.Declaration
	ShiftClosed     Kind = 75 // report.Z
	ReportTaken     Kind = 76 // report.Taken: an X was looked at
	ReportReprinted Kind = 77 // report.Taken: a Z was printed again
	ShiftsCarried   Kind = 78 // report.Roll: an epoch takes over from the one before it
	AlertReconciled Kind = 79 // report.Reconciled: a supervisor has looked into an alert

	// A cart's way.
	OrderHeld       Kind = 80 // sale.Filed: put aside
	OrderRecalled   Kind = 81 // sale.Filed: taken up again
	OrderDiscounted Kind = 82 // sale.OrderDiscount

	// What is done in between is nobody's.
	TrainingStarted Kind = 83 // shift.Training
	TrainingEnded   Kind = 84 // shift.Training

	// What a till asked central for.
	StaffChanged Kind = 85 // shift.Asked: a manager asked for a change of the staff
	CentralAsked Kind = 86 // shift.Managing: a manager asked for a change, or an export, at the manager's desk

	// Transfers that pay a cart.
	TransferAwaited   Kind = 92 // sale.Filed: the customer was asked for one
	TransferConfirmed Kind = 93 // sale.Filed: it counts, by somebody's word or by the bank's
	TransferLanded    Kind = 94 // sale.Landed: the bank told of one

	// NewestKind is the last one that this program knows: the body of a newer one is kept until the program is newer too.
	NewestKind = TransferLanded
)

// Opened is the body of an epoch's first event: who writes here, and the key that its signatures verify with.
type Opened struct {
	PublicKey []byte // Ed25519, 32 bytes
	Shop      string
	Program   string // the program's version
}

// Code is the canonical form.
func (o *Opened) Code(c *Codec) {
	c.Version(1)
	c.Bytes(&o.PublicKey)
	String(c, &o.Shop)
	String(c, &o.Program)
}

// ClockJump is the body of a backward step of the wall clock.
type ClockJump struct {
	HighWater int64 // unix milliseconds that the clock had shown before
	Now       int64
}

// Code is the canonical form.
func (j *ClockJump) Code(c *Codec) {
	c.Version(1)
	Int(c, &j.HighWater)
	Int(c, &j.Now)
}
