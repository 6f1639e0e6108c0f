// Package manage is the manager's desk: the programme, its rewards, members and products, and what points are worth. Everything that it
// shows and changes goes to central by central's public API, from a till through the till's own link or from anywhere with a token.
package manage

import (
	"context"
	"io"
	"time"

	"tim/domain/catalog"
	"tim/domain/invoice"
	"tim/domain/loyalty"
	"tim/domain/office"
)

// Central is all that a manager looks at and changes. It may wait for a network, and each call ends with its context. A refusal is
// central's own fault, with every field's (fault.Fields) where a document was refused. Faults of every method: link.down (nobody answers),
// manage.offline (the till has no link), staff.manager (who asks isn't a manager of the shop any more), staff.training.
type Central interface {
	Programme
	Rewards
	Members
	Products
	Invoices
	Tables
}

// Programme is the programme's settings and what they come to.
type Programme interface {
	// Program is the newest version, be it only scheduled, and the ETag that a Put of its successor names.
	Program(ctx context.Context) (doc loyalty.Program, etag string, err error)
	// Versions is every version, oldest first, scheduled ones too.
	Versions(ctx context.Context) (loyalty.Versions, error)
	// PutProgram stores a version in the name of who sits here, and answers with it. A document equal to the newest makes none. Faults:
	// program.changed when etag isn't the newest's; fault.Fields of Program.Validate.
	PutProgram(ctx context.Context, doc loyalty.Program, etag string) (loyalty.Program, string, error)
	// Preview is what recent orders would have earned under a document; nothing is stored. progress, nil: nobody watches, is told of
	// orders looked at, on the caller's own goroutine. Fault: fault.Fields of Program.Validate.
	Preview(ctx context.Context, doc loyalty.Program, q office.PreviewQuery, progress func(done, total int)) (office.Preview, error)
	// Staying is how many points stay under other expiry rules once a document is stored (X5); progress as Liability's.
	Staying(ctx context.Context, doc loyalty.Program, progress func(done, total int)) (office.Reruling, error)
	// ApplyExpiry lets the points that are there follow the expiry rule in force from now on, none lapsing before so many days (X5).
	// Asked again, it does what isn't done yet.
	ApplyExpiry(ctx context.Context, days int, progress func(done, total int)) (office.Reruling, error)
	// Liability is what members' points are worth at an instant, the zero time for now. progress is told of members looked at; total is
	// 0 while that isn't known.
	Liability(ctx context.Context, at time.Time, progress func(done, total int)) (office.Liability, error)
}

// Rewards is what points buy.
type Rewards interface {
	// Rewards is all of them by id, retired ones too.
	Rewards(ctx context.Context) ([]loyalty.Reward, error)
	// PutReward adds or changes one; a retired one is back by it. Fault: fault.Fields of Reward.Validate.
	PutReward(ctx context.Context, r loyalty.Reward) (loyalty.Reward, error)
	// RetireReward takes one off the list. Fault: reward.unknown.
	RetireReward(ctx context.Context, id string) (loyalty.Reward, error)
	// Performance is what became of each reward's vouchers in from..to (zero: open), by reward; first points turned into money.
	Performance(ctx context.Context, from, to time.Time) ([]office.Performance, error)
}

// Members is who collects points.
type Members interface {
	// FindMembers searches phone, tail of a phone, or name parts without diacritics; an empty text lists all by id. next is where to go
	// on, "" at the end.
	FindMembers(ctx context.Context, text, cursor string) (members []office.Member, next string, err error)
	// Member reads one under any id that it ever had. Fault: customer.unknown.
	Member(ctx context.Context, id string) (office.Member, error)
	// Points is a member's account now.
	Points(ctx context.Context, id string) (office.Points, error)
	// Statement is a page of a member's statement, newest first, with how points came about in a language.
	Statement(ctx context.Context, id, cursor string, lang loyalty.Lang) (lines []office.ExplainedEntry, next string, err error)
	// Vouchers are a member's, newest first.
	Vouchers(ctx context.Context, id string) ([]office.VoucherView, error)
	// PatchMember changes the fields that aren't nil. Faults: fault.Fields of catalog.Member.Checked, phone.taken, customer.erased.
	PatchMember(ctx context.Context, id string, p office.MemberPatch) (office.Member, error)
	// Adjust gives or takes points by hand, once by a.Key. Faults: points.short, points.elsewhere; field.range on "points".
	Adjust(ctx context.Context, id string, a office.Adjustment) (office.Points, error)
	// Merge makes one member of two; into stays. Faults: merge.same, customer.erased.
	Merge(ctx context.Context, id, into string) (office.Member, error)
	// Dossier is all that is known of a member, as a JSON document for that member.
	Dossier(ctx context.Context, id string, lang loyalty.Lang) ([]byte, error)
	// Erase forgets who a member is. Fault: field.required on "reason".
	Erase(ctx context.Context, id, reason string) (office.Member, error)
}

// Products is what is sold.
type Products interface {
	// FindProducts searches names, SKUs and codes; an empty text lists all by SKU. next is where to go on, "" at the end.
	FindProducts(ctx context.Context, text, cursor string) (products []catalog.Product, next string, err error)
	// PutProduct adds or changes one. Fault: fault.Fields of catalog.Product.Checked.
	PutProduct(ctx context.Context, p catalog.Product) (catalog.Product, error)
	// Categories is every category that a product names, by name.
	Categories(ctx context.Context) ([]office.Category, error)
}

// Invoices are those of the shop's tills, and the numbers that they were given.
type Invoices interface {
	// InvoiceDays is how many of each day and till stand how, from..to as "2026-11-22", both counted in, newest day first.
	InvoiceDays(ctx context.Context, from, to string) ([]office.InvoiceDay, error)
	// RefusedInvoices are those of the days that the tax authority refused and that weren't handed over again.
	RefusedInvoices(ctx context.Context, from, to string) ([]invoice.Document, error)
	// HandOver gives out what of the days is due, as a JSON file, again what nobody answered too; they count as handed over then.
	HandOver(ctx context.Context, from, to string, again bool) ([]byte, error)
	// InvoiceGaps is every number that has no invoice, and why.
	InvoiceGaps(ctx context.Context) ([]office.Gap, error)
}

// Tables are files of rows that go in and out, of a kind of office's files: CSV, or JSON lines where the name ends in ".jsonl".
type Tables interface {
	// Import takes a file, all of it or nothing, once by its key. A refused one's rows are in the report, beside the fault import.refused.
	Import(ctx context.Context, kind, format string, file []byte, key string) (office.ImportReport, error)
	// Export is a whole file.
	Export(ctx context.Context, kind, format string) ([]byte, error)
}

// Files are those of the machine that the manager sits at.
type Files interface {
	// Write makes a file of this name; where there is one already, of that name with a number. It says where it is.
	Write(name string, write func(io.Writer) error) (path string, err error)
	// Read reads a file that somebody named. Faults: file.absent (file), file.too_long (file, max).
	Read(name string) ([]byte, error)
}
