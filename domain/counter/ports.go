package counter

import (
	"context"
	"time"

	"tim/domain/catalog"
	"tim/domain/invoice"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/domain/shift"
)

// Batch is all that one use case writes. It is decided on a head, and stale on any other.
type Batch struct {
	Before   journal.Head
	Records  []journal.Record
	Seal     journal.Seal
	Orders   []sale.Order      // as they now stand: a Draft is an open cart, any other state is filed
	Postings []loyalty.Posting // of the records, refs filled, for reading accounts by member
	Members  []NewMember       // created here
	Shifts   []report.Filed    // changed, as they now stand
	Roll     *report.Roll      // those that aren't closed, nil when unchanged
	Receipts int64             // receipts numbered so far, 0 when unchanged
	Slips    int64             // return slips numbered so far, 0 when unchanged
	Vouchers []loyalty.Voucher // changed, as they now stand
	Issued   map[string]int64  // by reward: vouchers issued here less those handed back, where it changed
	Held     []share.Units     // rights whose units held here the records changed, as they now stand: 0 is none, below 0 can be
	Requests *share.Requests   // nil when unchanged by the records
	Chain    *Chain            // nil when unchanged
	Tries    []shift.Tries     // changed: the last of one counts, and Wrong 0 is none
	Jobs     []Job             // papers that the batch wants printed
	Said     []receipt.Said    // what its papers say besides their orders
	// Transfers are what is known of an order's, changed, as they now stand.
	Transfers []sale.Transfers
	// Confirmed is central's newest word on the journal, nil when there is none since the batch before.
	Confirmed *Confirmed
}

// Confirmed is central's word on a journal as the ledger keeps it: the newest of each shift.
type Confirmed struct {
	Shift int64 // number of the newest shift when it came, 0 before the first
	journal.Confirmation
}

// NewMember is a member created at this till, with the key that its journal entry is encrypted under: forgetting
// the key forgets the person while the chain still verifies.
type NewMember struct {
	catalog.Member
	Key []byte
}

// Start is where the ledger stands when the program starts.
type Start struct {
	Head     journal.Head
	Wall     time.Time // the wall clock at the newest event, zero when there is none
	At       time.Time // that event's instant
	Receipts int64
	Slips    int64
	Issued   map[string]int64 // by reward: vouchers issued here less those handed back
	Carts    []sale.Order     // open carts, oldest first
	Roll     report.Roll      // of the shifts that aren't closed
	Held     []share.Units    // what is held here by right, none of them 0, in any order
	Requests share.Requests
	Chain    *Chain        // nil: this till stands alone
	Tries    []shift.Tries // wrong PINs in a row, none of them 0, in any order
}

// Journal is the till's events as they are sent.
type Journal interface {
	// Events reads those of an epoch behind seq after (0: from the first), in order, with the seals of the batches that
	// end within them, and the head that the first follows. It gives at most so many events and so many bytes of them,
	// one event however long, and ends with a batch where a whole one fits. Fault: ledger.moved (have, expected) where
	// there is no event after.
	Events(ctx context.Context, epoch uint32, after uint64, events, bytes int) (journal.Head, []journal.Record, []journal.Seal, error)
}

// Ledger is the till's durable memory.
type Ledger interface {
	Journal
	// Commit writes the whole batch in one transaction: events, seal, views and outbox together. When it returns nil
	// all of it is on disk; on an error none of it is. Faults: ledger.moved when Before is not the head;
	// ledger.full when the disk is; ledger.readonly; anything else is unexpected.
	Commit(ctx context.Context, b Batch) error
	// Start reads where the ledger stands.
	Start(ctx context.Context) (Start, error)
	// Order reads one filed order or open cart by its key. Fault: order.unknown.
	Order(ctx context.Context, key string) (sale.Order, error)
	// Latest reads the newest filed orders, newest first.
	Latest(ctx context.Context, limit int) ([]sale.Order, error)
	// ByReceipt reads the paid orders whose receipt number ends in those characters, newest first.
	ByReceipt(ctx context.Context, tail string, limit int) ([]sale.Order, error)
	// PaidBetween reads the orders paid in [from, to), newest first.
	PaidBetween(ctx context.Context, from, to time.Time, limit int) ([]sale.Order, error)
	// Shifts reads those numbered below before (0: all), newest first.
	Shifts(ctx context.Context, before int64, limit int) ([]report.Filed, error)
	// Said reads what the paper with that number said besides its order, the zero Said where that isn't known.
	Said(ctx context.Context, number string) (receipt.Said, error)
	// Transfers reads what is known of those with a memo, nothing but the memo where none is.
	Transfers(ctx context.Context, memo string) (sale.Transfers, error)
}

// Bank is what central told this shop's tills of transfers, as long as no till has said what became of them.
type Bank interface {
	Received(ctx context.Context) ([]sale.Received, error)
}

// Products is what can be sold.
type Products interface {
	// ByBarcode finds a product by a normalised GTIN. Fault: product.unknown.
	ByBarcode(ctx context.Context, gtin string) (catalog.Product, error)
	// ByItem finds a weighed product by its item number in weight codes. Fault: product.unknown.
	ByItem(ctx context.Context, item string) (catalog.Product, error)
	// BySKU finds a product by its SKU. Fault: product.unknown.
	BySKU(ctx context.Context, sku string) (catalog.Product, error)
	// FindProducts searches names and codes without diacritics, best first; of what fits as well that first which more of this
	// till's newest orders had, then by name. An empty text fits all.
	FindProducts(ctx context.Context, text string, limit int) ([]catalog.Product, error)
}

// Members is who collects points, as known here: what came from central and what was written here since.
type Members interface {
	// Member reads one by id. Fault: member.unknown.
	Member(ctx context.Context, id string) (catalog.Member, error)
	// ByPhone finds one by E.164 phone. Fault: member.unknown.
	ByPhone(ctx context.Context, phone string) (catalog.Member, error)
	// FindMembers searches name parts in any order and first letters of names, without diacritics, and tails of phone numbers
	// (3 digits and more), best first; of who fits as well who came to this till later, then by name.
	FindMembers(ctx context.Context, text string, limit int) ([]catalog.Member, error)
	// Postings is all that is known of a member's account, in any order.
	Postings(ctx context.Context, member string) ([]loyalty.Posting, error)
	// Accounted says whether the member's account is known here: central sent it, or the member was made here.
	Accounted(ctx context.Context, member string) (bool, error)
	// Voucher reads one by its code, as it was last written here, else as it came from central. Fault: voucher.unknown.
	Voucher(ctx context.Context, code string) (loyalty.Voucher, error)
	// VouchersOf reads all of a member's, newest first.
	VouchersOf(ctx context.Context, member string) ([]loyalty.Voucher, error)
}

// Settings is what the shop decided.
type Settings interface {
	// Shop reads the shop's own data. Fault: shop.unknown before the first set-up.
	Shop(ctx context.Context) (Shop, error)
	// Programs reads every known version of the programme.
	Programs(ctx context.Context) (loyalty.Versions, error)
	// Rewards reads what points can buy, the retired too, by cost and then name.
	Rewards(ctx context.Context) ([]loyalty.Reward, error)
	// Staff reads who may sign in.
	Staff(ctx context.Context) ([]shift.Staff, error)
}

// Shop is what stands on the receipt's head and what the shop decided about its counter.
type Shop struct {
	Name    string `json:"name"`
	Address string `json:"address"`
	TaxCode string `json:"tax_code"` // mã số thuế, "" when none
	Phone   string `json:"phone"`
	Channel string `json:"channel"` // that its orders earn by; "" is sale.Store
	Returns string `json:"returns"` // the return policy as printed
	Bank    string `json:"bank"`    // account for transfers as shown, "" when none
	// BankBIN and BankAccount address a VietQR transfer (napas BIN, account number); "" when there is none.
	BankBIN     string `json:"bank_bin,omitempty"`
	BankAccount string `json:"bank_account,omitempty"`
	// PageURL and PageKey make the link to the member's own page that receipts carry (V6): central's public address and
	// the key that it signs such links with, hex; "" when there is no page.
	PageURL  string `json:"page_url,omitempty"`
	PageKey  string `json:"page_key,omitempty"`
	Currency string `json:"currency"`
	// ProgrammeNotified: the loyalty programme was notified to the trade authority, so points used lower the VAT base
	// (retail practice, tax letter 6342). False is the safe side: VAT on the full price.
	ProgrammeNotified bool `json:"programme_notified"`
	// DiscountFree is the line discount that needs no approval, whole percent.
	DiscountFree int64 `json:"discount_free"`
	// Policy is about the drawer, and about who must approve what.
	Policy shift.Policy `json:"policy,omitzero"`
	// Labels are how codes of the shop's scales are read, the first that fits; none is catalog.ScaleRule.
	Labels []catalog.WeightRule `json:"labels,omitempty"`
	// Invoice is how invoices are numbered; zero where none are made.
	Invoice invoice.Rule `json:"invoice,omitzero"`
}
