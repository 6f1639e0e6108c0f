// Package receipt is what a receipt says, as typed lines: no width, no language, no device. tui/print lays it out
// for 32 and 48 columns and turns words and numbers into the shop's form; the explanation of points is the domain's own
// text in both languages (E16).
//
// Caveats. A document holds the masked phone only, never the whole one. What the points come to behind the sale is as
// known where the document was built; Tentative says that more may have happened elsewhere.
package receipt

import (
	"time"

	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// Document is one receipt.
type Document struct {
	Shop        Shop
	Zone        *time.Location `json:"-"` // the programme's: instants are printed in it
	Number      string         // HD-01-000123
	At          time.Time      // when it was paid, on a copy too
	Till        string
	Cashier     string // name
	Reprint     bool   // marked BẢN SAO
	Training    bool   // marked ĐÀO TẠO
	Lines       []sale.Line
	Totals      sale.Totals // its Lines go with Lines
	Tenders     []sale.Tender
	Later       bool      // sold for later delivery
	DeliveredAt time.Time // of a later delivery; zero while it is to come
	Member      *Member   // nil for a walk-in
	Head        string    // journal head, 8 hex digits
	Vouchers    []VoucherUsed
	Exchange    *Exchange // nil when the sale was no exchange
	Page        string    // address of the member's own page (V6), "" when there is none
	Invoice     Invoice   // zero where the shop makes none
}

// Invoice is what a paper says of its e-invoice.
type Invoice struct {
	Number  sale.InvoiceNumber // provisional while central is still to give one
	Adjusts sale.InvoiceNumber // that it takes back of, zero of a sale's
	Buyer   sale.Buyer         // zero: nobody asked
	Page    string             // address where it is looked up, "" when there is none
}

// VoucherUsed is a voucher on the order and what it took off; Totals.Vouchers is their sum.
type VoucherUsed struct {
	Code  string
	Name  string // of the reward, "" for points turned into money
	Value money.VND
}

// Exchange is the other half of an exchange: the goods that came back.
type Exchange struct {
	Of     string        // number of the receipt that they were sold on
	Return string        // number of the return slip
	Credit money.VND     // of them, towards this sale
	Given  []sale.Tender // what was over, and how it was given back
}

// Give is what was over in all.
func (e Exchange) Give() (sum money.VND) {
	for _, t := range e.Given {
		sum += t.Amount()
	}
	return sum
}

// Shop is the receipt's head.
type Shop struct {
	Name    string `json:"name,omitempty"`
	Address string `json:"address,omitempty"`
	TaxCode string `json:"tax_code,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Returns string `json:"returns,omitempty"`
}

// Member is the customer's part: who, and what happened to the points.
type Member struct {
	Name      string // "" when forgotten
	Phone     string // masked, "" when forgotten
	Tier      string // name of the tier that the order earned at
	Used      int64
	UsedValue money.VND
	OnTrust   int64     // of the points used, by a supervisor's word (SHARES 7)
	Earned    int64     // points that arose
	Expected  int64     // points that delivery will give (E8), 0 once it did
	UsableAt  time.Time // of the points earned; zero when none were
	LapsesAt  time.Time // of the points earned, if no order follows (X2); zero: never
	Balance   int64     // usable and pending behind the sale; below 0 is a debt
	Pending   int64     // of these, not usable yet (E9)
	Tentative bool      // offline: the balance may miss what happened elsewhere
	Unknown   bool      // offline, and this shop was never told the balance: Balance is only what was done here
	NextLapse *loyalty.Notice
	Why       loyalty.Reasons // how the points came about (E16)
	Vouchers  []Voucher       // that can be used behind the sale, soonest expiry first (V6)
}
