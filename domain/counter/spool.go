package counter

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
)

// PaperKind is what a paper is. Kept in files: append only.
type PaperKind uint8

// The kinds.
const (
	PaperReceipt PaperKind = 1 + iota
	PaperReturn
	PaperVoucher
	PaperZ
	PaperX
	PaperTest
	PaperLabels
	PaperTransfer
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
	Begun  bool   // some of it may have come out: from before its first byte on
	Drawn  []byte // of what no ledger has, an X and labels: the Paper as JSON
}

// Code is the canonical form.
func (j *Job) Code(c *journal.Codec) {
	version := c.Version(2)
	journal.String(c, &j.ID)
	journal.Uint(c, &j.Kind)
	journal.String(c, &j.Of)
	journal.Int(c, &j.Part)
	journal.String(c, &j.Number)
	c.Bool(&j.Copy)
	c.Time(&j.At)
	c.Bool(&j.Begun)
	if version >= 2 {
		c.Bytes(&j.Drawn)
	}
}

// Paper is what a job draws: one of them.
type Paper struct {
	Receipt *receipt.Document `json:"receipt,omitempty"`
	Return  *receipt.Return   `json:"return,omitempty"`
	Voucher *receipt.Voucher  `json:"voucher,omitempty"`
	Report  *report.Paper     `json:"report,omitempty"`
	Labels  []catalog.Product `json:"labels,omitempty"`
	Test    *TestPage         `json:"test,omitempty"`
	// Transfer is one that is asked for.
	Transfer *receipt.Transfer `json:"transfer,omitempty"`
}

// TestPage is letters and codes that show how a printer is set; what it is set to the printer says itself.
type TestPage struct {
	At   time.Time      `json:"at"`
	Zone *time.Location `json:"-"`
}

// Drawing is a job with the paper itself, of what no ledger has.
func (j Job) Drawing(p Paper) Job {
	b, err := json.Marshal(p)
	if err != nil { // nothing in a paper is without a form
		panic("counter: " + err.Error())
	}
	j.Drawn = b
	return j
}

// drawn is the paper that a job holds.
func (j Job) drawn(zone *time.Location) (p Paper, err error) {
	if err = json.Unmarshal(j.Drawn, &p); err != nil {
		return p, fault.Wrap(fault.NotFound, "job.unknown", err, nil)
	}
	if p.Report != nil {
		p.Report.Zone = zone
	}
	return p, nil
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
	// AsksOnPaper says whether a transfer's code is printed as soon as the cart waits for it.
	AsksOnPaper() bool
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

// Redraw draws a job's paper from the ledger, as after a crash: as it was first printed.
// Faults: order.unknown, voucher.unknown, shift.unknown, transfer.none, job.unknown.
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
	case PaperTransfer:
		slip, err := c.askedByMemo(ctx, j.Of)
		return Paper{Transfer: &slip}, err
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
	case PaperX, PaperLabels:
		return j.drawn(c.Zone)
	case PaperTest:
		return Paper{Test: &TestPage{At: j.At, Zone: c.Zone}}, nil
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
	// AsksOnPaper is the Press's.
	AsksOnPaper bool
	Jobs        []PrintJob // that wait, oldest first
	Dropped     *PrintJob  // the newest that somebody dropped and can have back
}

// PrintJob is one that waits.
type PrintJob struct {
	Job
	Place   string // names it among those that wait
	Trouble string // fault code of why it can't be drawn, "" when it can
}
