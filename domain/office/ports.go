package office

import (
	"context"
	"strings"
	"time"

	"tim/domain/catalog"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// Store is central's durable memory.
type Store interface {
	// Write runs decide on the state behind every write before it, one decide at a time, and answers when what it wrote is
	// durable. When decide fails, or the disk does, nothing of it is stored. What waits together is committed
	// together, so decide must not block, and must have no effect outside Tx: it may be run again.
	Write(ctx context.Context, decide func(Tx) error) error
	// Bulk is a Write of very many documents and postings in bounded memory, for imports. Decide runs once, alone;
	// other writes wait, reads go on with the state before. What it writes it reads back by key, and by Postings; lists,
	// searches and phones have it only when it has ended. It puts a member that was there at most once.
	Bulk(ctx context.Context, decide func(Tx) error) error
	// Read runs look on one consistent, durable state.
	Read(ctx context.Context, look func(Reader) error) error
}

// Glancer is a Store whose short reads cost less where they may be run again. Office asks for it where they may.
type Glancer interface {
	// Glance is a Read whose look may be run again, on a newer state, so that it must have no effect outside but what it sets anew.
	Glance(ctx context.Context, look func(Reader) error) error
}

// glance is a store's Glance, a Read of one that has none.
func glance(ctx context.Context, s Store, look func(Reader) error) error {
	if g, is := s.(Glancer); is {
		return g.Glance(ctx, look)
	}
	return s.Read(ctx, look)
}

// Foreseer is a Store whose writes cost less when what they are going to read was read before. Office asks for it where it
// knows that.
type Foreseer interface {
	// Foresee has what is wanted at hand for the writes that come next, and runs look on one consistent state, which may be some
	// writes old: what it says is a guess, to be proved in the write's turn. It fails wherever that is not to be had cheaply. Look may be nil.
	Foresee(ctx context.Context, w Wanted, look func(Reader) error) error
	// WriteForeseen is a Write of which most was foreseen.
	WriteForeseen(ctx context.Context, decide func(Tx) error) error
}

// foresee is a store's Foresee, a Read of one that has none.
func foresee(ctx context.Context, s Store, w Wanted, look func(Reader) error) error {
	if f, is := s.(Foreseer); is {
		return f.Foresee(ctx, w, look)
	}
	if look == nil {
		return nil
	}
	return s.Read(ctx, look)
}

// Wanted is what a write is going to read.
type Wanted struct {
	Orders    []string // by channel/id
	NewOrders []string // that are hardly there yet: a store may presume so, where it finds out before it answers
	Members   []string // by id: who they are, and their accounts
	Rights    []string // by name
	Notes     []NoteKey
}

// NoteKey names a note.
type NoteKey struct{ Space, Key string }

// Reader reads one consistent state. Every method answers with copies. "Unknown" faults are fault.NotFound.
type Reader interface {
	Orders
	Accounts
	Members
	Vouchers
	Settings
	Tills
	Notes
}

// Tx is a transaction: what it wrote it reads back.
type Tx interface {
	Reader
	TillWriter
	// Append puts an event behind central's journal, with what it did to accounts; Writer, Epoch, Seq and the postings'
	// Ref.Writer, Epoch and Seq are filled in.
	Append(e journal.Event, postings []loyalty.Posting) error
	// Put stores one document as it now stands.
	Put(doc Document) error
	// PutNote writes a note; a nil value removes it. A space's name has no zero byte.
	PutNote(space, key string, value []byte) error
	// Remember keeps the answer to an idempotency key: AnswersKept.
	Remember(key string, answer Answer) error
}

// AnswersKept is how long an idempotency key is remembered at least. Each new one lets AnswersForgotten older ones go: more than one, so that
// they can't pile up.
const (
	AnswersKept      = 90 * 24 * time.Hour
	AnswersForgotten = 3
)

// Document is what Put stores: a sale.Order, TakenOrder, Member, loyalty.Voucher, loyalty.Reward, Product, loyalty.Program,
// Quarantined, Till, Holding, Chain, Ticket, Recall, Right, Exception or journal.Seal of a till's journal.
type Document interface{}

// Page asks for a part of a list: at most Limit items behind Cursor ("" is the start). A cursor that no list gave is
// fault cursor.format.
type Page struct {
	Cursor string
	Limit  int
}

// Limits of a page.
const (
	PageDefault = 50
	PageMax     = 1000
)

// Bounded is p with a limit of 1 to PageMax, PageDefault when it names none.
func (p Page) Bounded() Page {
	if p.Limit <= 0 {
		p.Limit = PageDefault
	}
	p.Limit = min(p.Limit, PageMax)
	return p
}

// Orders reads orders.
type Orders interface {
	// Order reads one by channel/id. Fault: order.unknown.
	Order(key string) (sale.Order, error)
	// OrdersOf lists orders, newest placed first, of one member ("" of all) placed in from..to (zero: open).
	OrdersOf(member string, from, to time.Time, p Page) (orders []sale.Order, next string, err error)
}

// Accounts reads what happened to points.
type Accounts interface {
	// Postings is every posting written under exactly this member id, in any order. They are to be read only.
	Postings(member string) ([]loyalty.Posting, error)
	// Mark names the newest posting written under exactly this member id, "" while there is none: where it is the same,
	// Postings is the same.
	Mark(member string) (string, error)
	// Answered reads what an idempotency key was answered with.
	Answered(key string) (Answer, bool, error)
}

// Members reads who collects points.
type Members interface {
	// Member reads one by id, a merged one under its own id too. Fault: customer.unknown.
	Member(id string) (Member, error)
	// ByPhone reads one by E.164, rather one that stands for itself than a merged one; nobody by "". Fault: customer.unknown.
	ByPhone(phone string) (Member, error)
	// Aliases are the ids whose member's Into is exactly this id.
	Aliases(id string) ([]string, error)
	// FindMembers searches phone, tail of a phone, or name parts without diacritics; an empty text lists all by id.
	FindMembers(text string, p Page) (members []Member, next string, err error)
}

// Vouchers reads rewards and vouchers.
type Vouchers interface {
	// Voucher reads one by code. Fault: voucher.unknown.
	Voucher(code string) (loyalty.Voucher, error)
	// VoucherIssued reads one by the id of its issuing. Fault: voucher.unknown.
	VoucherIssued(issue string) (loyalty.Voucher, error)
	// VouchersOf lists a member's vouchers, newest first.
	VouchersOf(member string) ([]loyalty.Voucher, error)
	// Reward reads one by id, a retired one too. Fault: reward.unknown.
	Reward(id string) (loyalty.Reward, error)
	// Rewards lists rewards by id.
	Rewards(p Page) (rewards []loyalty.Reward, next string, err error)
}

// Settings reads what managers decided.
type Settings interface {
	// Programs is every version of the programme; empty before the first PUT.
	Programs() (loyalty.Versions, error)
	// Product reads one by SKU. Fault: product.unknown.
	Product(sku string) (Product, error)
	// FindProducts searches names, SKUs and codes; an empty text lists all by SKU.
	FindProducts(text string, p Page) (products []Product, next string, err error)
	// Quarantined lists what waits to be mapped, oldest first.
	Quarantined(p Page) (items []Quarantined, next string, err error)
	// QuarantinedItem reads one by id, a done one too. Fault: quarantine.unknown.
	QuarantinedItem(id string) (Quarantined, error)
}

// Member is a member as central keeps it.
type Member struct {
	catalog.Member
	CreatedAt time.Time `json:"created_at"`
	Into      string    `json:"merged_into,omitempty"` // the id it was merged into, "" when it stands for itself
	Key       []byte    `json:"-"`                     // its journal entries' personal data are encrypted under this
}

// Product is a product as central keeps it.
type Product struct {
	catalog.Product
	At time.Time // last changed
}

// Searched is what a search for products looks at.
func (p Product) Searched() string {
	return strings.Join(append([]string{p.SearchText(), p.Item}, p.Barcodes...), " ")
}

// Answer is what a write was answered with, and the hash of what was asked.
type Answer struct {
	Request journal.Hash
	Status  int
	Body    []byte
	At      time.Time
}

// Quarantined is a message that couldn't be mapped: kept, readable, to be tried again.
type Quarantined struct {
	ID     string
	At     time.Time
	Source string // "haravan"
	Topic  string
	Reason string // fault code and field
	Body   []byte
	Done   bool
}
