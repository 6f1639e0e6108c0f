package journal

import (
	"strconv"

	"tim/domain/fault"
)

// kindNames are the words of exports; index is the kind.
var kindNames = [...]string{
	JournalOpened: "journal.opened", ClockJumped: "clock.jumped", SignedIn: "staff.signed_in", SignedOut: "staff.signed_out",
	SignInRefused: "staff.refused", ShiftOpened: "shift.opened", OrderOpened: "order.opened", LineVoided: "line.voided",
	PriceOverridden: "line.price_overridden", LineDiscounted: "line.discounted", ApprovalGiven: "approval.given",
	ApprovalRefused: "approval.refused", PointsUsed: "points.used", PointsUseUndone: "points.use_undone",
	OrderPaid: "order.paid", OrderDelivered: "order.delivered", OrderVoided: "order.voided",
	MemberCreated: "member.created", ReceiptReprinted: "receipt.reprinted", CodesRefused: "codes.refused",
	MemberAttached: "member.attached", MemberChanged: "member.changed", MembersMerged: "member.merged",
	PointsAdjusted: "points.adjusted", ProgramSet: "program.set", RewardSet: "reward.set", ProductSet: "product.set",
	FileImported: "file.imported", OrderFiled: "order.filed", OrderReturned: "order.returned",
	VoucherRedeemed: "voucher.redeemed", VoucherReturned: "voucher.handed_back",
	SharesGot: "shares.got", SharesReturned: "shares.returned", SharesClosed: "shares.closed",
	TillEnrolled: "till.enrolled", TillRetired: "till.retired", TillWaived: "till.waived", TillForked: "till.forked",
	ShareReleased: "share.released", CentralRestored: "central.restored",
	VoucherApplied: "voucher.applied", VoucherRemoved: "voucher.removed", VoucherRefused: "voucher.refused",
	ExchangeStarted: "exchange.started", VoucherPrinted: "voucher.printed",
	ShopSet: "shop.set", StaffSet: "staff.set", MemberErased: "member.erased", ExpiryApplied: "expiry.applied",
	CashMoved: "cash.moved", DrawerOpened: "drawer.opened", ShiftSuspended: "shift.suspended", ShiftResumed: "shift.resumed",
	DrawerCounted: "drawer.counted", ShiftClosed: "shift.closed", ReportTaken: "report.taken", ReportReprinted: "report.reprinted",
	EventsStamped: "events.stamped", OrderToppedUp: "order.topped_up", ExceptionReconciled: "exception.reconciled",
	ShiftsCarried: "shifts.carried", AlertReconciled: "alert.reconciled",
	OrderHeld: "order.held", OrderRecalled: "order.recalled", OrderDiscounted: "order.discounted", StaffChanged: "staff.changed", CentralAsked: "central.asked",
	NumbersGiven: "invoice.numbers_given", InvoicesHandedOut: "invoice.handed_out", InvoiceAnswered: "invoice.answered",
	TrainingStarted: "training.started", TrainingEnded: "training.ended",
	TransferAwaited: "transfer.awaited", TransferConfirmed: "transfer.confirmed", TransferLanded: "transfer.landed", TransferHeard: "transfer.heard",
}

// String is the kind's stable word, its number when a newer program wrote it.
func (k Kind) String() string {
	if k.Known() {
		return kindNames[k]
	}
	return strconv.Itoa(int(k))
}

// Known says whether this program knows the kind: what a newer one wrote it doesn't.
func (k Kind) Known() bool { return int(k) < len(kindNames) && kindNames[k] != "" }

// MarshalText writes the kind's word.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads a word or a number. Fault: kind.unknown (value).
func (k *Kind) UnmarshalText(b []byte) error {
	for i, name := range kindNames {
		if name != "" && name == string(b) {
			*k = Kind(i)
			return nil
		}
	}
	n, err := strconv.ParseUint(string(b), 10, 16)
	if err != nil {
		return fault.Wrap(fault.Invalid, "kind.unknown", err, fault.Args{"value": string(b[:min(64, len(b))])})
	}
	*k = Kind(n)
	return nil
}
