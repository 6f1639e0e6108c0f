package counter

import (
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
)

// PaperKind is what a paper is. Kept in files: append only.
type PaperKind uint8

// The kinds. Those behind PaperZ are never kept in a ledger.
const (
	PaperReceipt PaperKind = 1 + iota
	PaperReturn
	PaperVoucher
	PaperZ
	PaperX
	PaperTest
	PaperLabels
)

// Job is a paper that is to come out of the printer, as the ledger keeps it from the write that wants it until it has. It names
// what is to be drawn, so that a program that starts after a crash draws it again.
type Job struct {
	ID     string // minted with the write, so that they sort as they came; "" of one that the ledger doesn't keep
	Kind   PaperKind
	Of     string // an order's key, a voucher's code
	Part   int64  // which of the order's returns, from 0; a Z's shift
	Number string // as people know it: HD-01-000123
	Copy   bool
	At     time.Time
	Begun  bool // some of it may have come out: from before its first byte on
}

// Code is the canonical form.
func (j *Job) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &j.ID)
	journal.Uint(c, &j.Kind)
	journal.String(c, &j.Of)
	journal.Int(c, &j.Part)
	journal.String(c, &j.Number)
	c.Bool(&j.Copy)
	c.Time(&j.At)
	c.Bool(&j.Begun)
}

// Paper is what a job draws: one of them.
type Paper struct {
	Receipt *receipt.Document
	Return  *receipt.Return
	Voucher *receipt.Voucher
	Report  *report.Paper
}

// Spool is the jobs that a ledger keeps. It is used beside the ledger's other reads and writes.
type Spool interface {
	// Jobs reads all, oldest first.
	Jobs(ctx context.Context) ([]Job, error)
	// KeepJob writes a job as it now stands, durable when it returns.
	KeepJob(ctx context.Context, j Job) error
	// DropJob ends one that came out, or isn't wanted, durable when it returns.
	DropJob(ctx context.Context, id string) error
}

// Press is a paper printer with the cash drawer at it. It never waits: what it is asked to do it does later, and says how that went by
// itself.
type Press interface {
	// On says whether there is a printer: without one no jobs are kept.
	On() bool
	// Take prints a paper whose job is durable.
	Take(j Job, p Paper)
	// OpenDrawer opens the cash drawer, before the papers that are taken later.
	OpenDrawer()
}

// want adds a paper to a write, nil where there is no printer. A training's is marked as such and kept nowhere.
func (c *Counter) want(w *write, j Job) *Job {
	if c.Press == nil || !c.Press.On() {
		return nil
	}
	j.At = w.now
	if c.real == nil {
		j.ID = c.mint.New(w.now)
		w.batch.Jobs = append(w.batch.Jobs, j)
	}
	return &j
}

// loose is a job that no ledger keeps, nil where there is no printer: a paper that is made again with a key.
func (c *Counter) loose(j Job) *Job {
	if c.Press == nil || !c.Press.On() {
		return nil
	}
	return &j
}

// press prints what was wanted, once its write is on disk.
func (c *Counter) press(j *Job, p Paper) {
	if j != nil {
		c.Press.Take(*j, p)
	}
}

// opensDrawer opens the drawer, but for a training's: it holds real money.
func (c *Counter) opensDrawer() {
	if c.Press != nil && c.real == nil {
		c.Press.OpenDrawer()
	}
}

// inCash says whether any of it is cash, so that somebody needs the drawer.
func inCash(tenders []sale.Tender) bool {
	return slices.ContainsFunc(tenders, func(t sale.Tender) bool { return t.Kind == sale.Cash })
}

// Redraw draws a job's paper from the ledger, as after a crash: as it was decided, with the balance and the journal's head of now.
// Faults: order.unknown, voucher.unknown, shift.unknown, job.unknown.
func (c *Counter) Redraw(ctx context.Context, j Job) (p Paper, err error) {
	switch j.Kind {
	case PaperReceipt:
		doc, err := c.receiptByKey(ctx, j.Of, c.clock(), j.Copy)
		return Paper{Receipt: &doc}, err
	case PaperReturn:
		_, drawn, err := ownDesk{c: c}.Order(ctx, j.Of)
		if err != nil || j.Part < 0 || j.Part >= int64(len(drawn.Returns)) {
			return p, fault.Wrap(fault.NotFound, "order.unknown", err, fault.Args{"order": j.Of})
		}
		slip := drawn.Returns[j.Part]
		slip.Reprint = j.Copy
		return Paper{Return: &slip}, nil
	case PaperVoucher:
		slip, err := c.voucherSlip(ctx, j.Of)
		return Paper{Voucher: &slip}, err
	case PaperZ:
		c.acquire()
		defer c.release()
		f, z, seal, err := c.zAt(ctx, j.Part)
		if err != nil {
			return p, err
		}
		paper := c.zPaper(c.paper(c.shop, c.staff), f, z, seal)
		if j.Copy {
			paper.Copies = 1
		}
		return Paper{Report: &paper}, nil
	}
	return p, fault.New(fault.NotFound, "job.unknown", nil)
}

// DrawerSwitch is how a cash drawer stands, as far as its printer says.
type DrawerSwitch uint8

// How it stands.
const (
	DrawerUnknown DrawerSwitch = iota
	DrawerShut
	DrawerOpen
)

// Printing is how a paper printer stands.
type Printing struct {
	On      bool
	Trouble string // fault code of why nothing is printed now, "" when all is well
	Since   time.Time
	Low     bool // there is little paper left
	Drawer  DrawerSwitch
	Jobs    []PrintJob // that wait, oldest first
	Dropped *PrintJob  // the newest that somebody dropped and can have back
}

// PrintJob is one that waits.
type PrintJob struct {
	Job
	Place   string // names it among those that wait
	Trouble string // fault code of why it can't be drawn, "" when it can
}
