package receipt

import (
	"time"

	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// Return is the slip of a return (C7): what came back, the money given for it, and the effect on points (C8).
type Return struct {
	Shop      Shop
	Zone      *time.Location `json:"-"`
	Number    string         // TH-01-000045
	At        time.Time
	Till      string
	Cashier   string // name
	Approver  string // name, "" when none was needed
	Reason    string
	Of        string    // number of the receipt that the goods were sold on
	SoldAt    time.Time // of it
	Cancelled bool      // all that was left of it, before delivery
	Lines     []ReturnedLine
	Refund    money.VND
	Deducted  money.VND     // kept back for points already spent (C4)
	Tenders   []sale.Tender // how Refund was given; Swapped went into the new order
	Exchange  string        // number of the receipt that the goods were swapped for, "" when it was no exchange
	Member    *ReturnMember // nil for a walk-in
	Vouchers  []Voucher     // that came back
	Head      string        // journal head, 8 hex digits
	Reprint   bool
	Training  bool // marked ĐÀO TẠO
	Invoice   Invoice
}

// ReturnedLine is goods brought back and what was paid for them in money.
type ReturnedLine struct {
	Name     string
	Unit     string
	Quantity money.Quantity
	Price    money.VND // of one, as sold
	Refund   money.VND // money for them, what was deducted not taken off
}

// ReturnMember is what a return did to the points.
type ReturnMember struct {
	Name     string // "" when forgotten
	Phone    string // masked
	Clawed   int64  // taken back
	Forgiven int64  // spent already and let go, or paid for by Deducted
	Ranking  int64  // ranking points taken back
	Restored []Restored
	Balance  int64 // behind the return; below 0 is a debt
	Later    bool  // central decides what becomes of points and vouchers (SHARES 8)
}

// Restored is points used that came back and when they lapse, zero never.
type Restored struct {
	Points   int64
	LapsesAt time.Time
}

// Voucher is a voucher on paper (V3): its code as digits, Code 128 and QR.
type Voucher struct {
	Shop         Shop
	Zone         *time.Location `json:"-"`
	Code         string         // 18 digits
	Name         string         // of the reward, "" for points turned into money
	Gives        loyalty.Gives
	Product      string    // name of the free product
	MinOrder     money.VND // 0: none
	Member       string    // masked phone of whose it is, "" when it is transferable
	IssuedAt     time.Time
	ExpiresAt    time.Time // zero: never
	WithPoints   bool      // combines with points used
	WithVouchers bool      // and with other vouchers
	Fresh        bool      // redeemed with this sale: a receipt shows its code as a picture
	Training     bool      // marked ĐÀO TẠO
}
