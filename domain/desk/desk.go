// Package desk answers what a supervisor asks, by folds over journals: the same at a till over its own ledger and
// at central over all tills'.
//
// Caveats. A Desk keeps in memory what it has read, so that it reads only what is new; a new one knows all that its Source
// knows, but for alerts and series, which it reads up on (CatchUp). It may be asked by several at a time.
package desk

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
)

// Source is the journals that a desk reads. All of it may be asked by several at a time.
type Source interface {
	// Tills are those that there are, by number.
	Tills(ctx context.Context) ([]Till, error)
	// Roll is a till's shifts that aren't closed.
	Roll(ctx context.Context, till string) (report.Roll, error)
	// Shifts reads a till's shifts numbered below before (0: all), newest first.
	Shifts(ctx context.Context, till string, before int64, limit int) ([]report.Filed, error)
	// Events reads at most so many events of a till's epoch behind a seq (0: from the first), in order, with the seals of the
	// batches that end within them; none of an epoch that isn't here.
	Events(ctx context.Context, till string, epoch uint32, after uint64, most int) ([]journal.Record, []journal.Seal, error)
}

// Papers is what journals have only by name.
type Papers interface {
	// Shop is what stands on a shop's papers.
	Shop(ctx context.Context, id string) (receipt.Shop, error)
	// Staff is the names of a shop's staff, by id.
	Staff(ctx context.Context, shop string) (map[string]string, error)
	// Member is a member's masked phone, or name where there is none; "" of one who is forgotten.
	Member(ctx context.Context, id string) (string, error)
	// Order is an order as it stands, with its papers. Fault: order.unknown.
	Order(ctx context.Context, key string) (sale.Order, report.OrderPaper, error)
}

// Notes is what was noted of alerts.
type Notes interface {
	// Noted is what central excepted, and what it knows to be dealt with: an alert of a rule has only its ID, Reason and By.
	Noted(ctx context.Context) ([]report.Alert, error)
	// Reconcile notes that an alert was dealt with, by whom (staff id). Faults: alert.unknown, field.required on "reason".
	Reconcile(ctx context.Context, a report.Alert, by, reason string) error
}

// Till is a till as a desk sees it.
type Till struct {
	Number   string
	Shop     string // id
	Name     string // of the shop
	Epoch    uint32 // the present one
	Seq      uint64 // events of it that there are
	Heard    time.Time
	Unsent   int64
	Oldest   time.Time // of the unsent, zero when there is none or it isn't known
	Chain    report.ChainState
	Skew     time.Duration
	Open     bool                         // cashiers may see what the drawer should hold before they count it
	DropFrom money.VND                    // a safe drop is asked for from there on
	PerPoint money.VND                    // what a point is worth
	Keys     map[uint32]ed25519.PublicKey // that its journals' seals verify with, by epoch, as far as they are known
}

// Config is all that a desk needs.
type Config struct {
	Source Source
	Papers Papers
	Notes  Notes
	Zone   *time.Location // of days and weeks
	Now    func() time.Time
	Limits report.Limits
}

// Desk is what a supervisor looks at.
type Desk struct {
	Config
	lock    chan struct{} // holds one: whoever put it there may touch what follows
	folds   map[report.ShiftID]*report.Fold
	watched map[string]*watched // by shop
}

// page is how many events are read at a time.
const page = 1_000

// New makes a desk that has read nothing yet.
func New(c Config) *Desk {
	return &Desk{Config: c, lock: make(chan struct{}, 1), folds: map[report.ShiftID]*report.Fold{}, watched: map[string]*watched{}}
}

func (d *Desk) acquire() { d.lock <- struct{}{} }
func (d *Desk) release() { <-d.lock }

// tills are those of a shop and of a number; "" doesn't narrow.
func (d *Desk) tills(ctx context.Context, shop, number string) ([]Till, error) {
	all, err := d.Source.Tills(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the tills: %w", err)
	}
	var list []Till
	for _, t := range all {
		if (shop == "" || t.Shop == shop) && (number == "" || t.Number == number) {
			list = append(list, t)
		}
	}
	return list, nil
}

// find finds a shift. Fault: shift.unknown.
func (d *Desk) find(ctx context.Context, id report.ShiftID) (t Till, f report.Filed, err error) {
	tills, err := d.tills(ctx, "", id.Till)
	if err != nil {
		return t, f, err
	}
	unknown := fault.New(fault.NotFound, "shift.unknown", fault.Args{"till": id.Till, "number": id.Number})
	if len(tills) == 0 || id.Till == "" {
		return t, f, unknown
	}
	list, err := d.Source.Shifts(ctx, id.Till, id.Number+1, 1)
	if err == nil && (len(list) == 0 || list[0].Shift.Number != id.Number) {
		err = unknown
	}
	if err != nil {
		return t, f, err
	}
	return tills[0], list[0], nil
}

// events goes over a shift's events in order, from its opening to its Z or the newest, as long as it is told to. seal gets the seals of
// what was gone over; nil where nobody asks for them.
func (d *Desk) events(ctx context.Context, t Till, f report.Filed, each func(journal.Record) (more bool), seal func(journal.Seal)) error {
	epoch, after := f.Epoch, f.First-1
	for {
		records, seals, err := d.Source.Events(ctx, t.Number, epoch, after, page)
		if err != nil {
			return fmt.Errorf("read the shift's events: %w", err)
		}
		over := false
		for _, r := range records {
			if over = !each(r) || r.Event.Epoch == f.Closed && r.Event.Seq >= f.Last; over {
				break
			}
			after = r.Event.Seq
		}
		for _, s := range seals {
			if seal != nil {
				seal(s)
			}
		}
		if over {
			return nil
		}
		if len(records) == 0 {
			if epoch >= t.Epoch {
				return nil
			}
			epoch, after = epoch+1, 0
		}
	}
}

// sum is what a shift that isn't closed came to. What was folded before is kept: it costs what is new.
func (d *Desk) sum(ctx context.Context, t Till, f report.Filed, before money.VND) (report.Sum, error) {
	id := report.ShiftID{Till: t.Number, Number: f.Shift.Number}
	fold := d.folds[id]
	if fold == nil || f.Epoch < t.Epoch { // events of a former epoch may come late
		fold = report.NewFold(f.Shift, f.Epoch, f.First)
		d.folds[id] = fold
	}
	for {
		epoch, after := fold.Next()
		if epoch == t.Epoch && after >= t.Seq {
			break
		}
		records, _, err := d.Source.Events(ctx, t.Number, epoch, after, page)
		if err != nil {
			return report.Sum{}, fmt.Errorf("read the shift's events: %w", err)
		}
		for _, r := range records {
			fold.Apply(r)
		}
		if len(records) == 0 {
			if epoch >= t.Epoch {
				break
			}
			fold.Enter(epoch + 1)
		}
	}
	return fold.Sum(before, t.PerPoint), nil
}

// named are names by staff id, of whoever has one the id.
type named map[string]string

func (n named) of(id string) string {
	if name := n[id]; name != "" {
		return name
	}
	return id
}
