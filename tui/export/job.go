package export

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync/atomic"
	"time"

	"tim/domain/fault"
	"tim/domain/report"
	"tim/domain/shift"
	"tim/tui/text"
)

// Books is what is exported: a till's own, or all tills' at central.
type Books interface {
	// Shifts are closed and open ones, newest first.
	Shifts(ctx context.Context, q report.ShiftQuery) ([]report.Line, error)
	// Paper is a shift's X as it stands, or its Z. Fault: shift.unknown.
	Paper(ctx context.Context, of report.ShiftID) (report.Paper, error)
	// Rows hands on the events that pass a filter, and says what proves them. It ends with each's error.
	Rows(ctx context.Context, q report.LedgerQuery, each func(report.Row) error) (report.Provenance, error)
}

// Zs says whose Z's are wanted.
type Zs struct {
	Till     string    // number, "" of all
	Shift    int64     // of the till; 0: by time
	From, To time.Time // opened in [From, To); both zero: the newest that is closed
}

// pageOf is how many shifts are asked for at once.
const pageOf = 500

// In hands the Z's on, oldest first. Faults: shift.unknown; shift.unclosed of a shift that has none yet; shift.none when no shift was closed then.
func (z Zs) In(ctx context.Context, b Books) func(each func(report.Paper) error) error {
	return func(each func(report.Paper) error) error {
		ids, err := z.closed(ctx, b)
		if err != nil {
			return err
		}
		for _, id := range ids {
			p, err := b.Paper(ctx, id)
			if err == nil && p.Z == nil {
				err = fault.New(fault.Conflict, "shift.unclosed", nil)
			}
			if err == nil {
				err = each(p)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// closed are the shifts that were, oldest first.
func (z Zs) closed(ctx context.Context, b Books) (ids []report.ShiftID, err error) {
	if z.Shift != 0 {
		return []report.ShiftID{{Till: z.Till, Number: z.Shift}}, nil
	}
	newest := z.From.IsZero() && z.To.IsZero()
	for q := (report.ShiftQuery{Till: z.Till, From: z.From, To: z.To, Limit: pageOf}); ; {
		lines, err := b.Shifts(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			if l.Shift.State == shift.Closed && (!newest || len(ids) == 0) {
				ids = append(ids, l.ID)
			}
			q.Behind = l.Opening()
		}
		if len(lines) < pageOf || newest && len(ids) > 0 {
			break
		}
	}
	if len(ids) == 0 {
		return nil, fault.New(fault.NotFound, "shift.none", nil)
	}
	slices.Reverse(ids)
	return ids, nil
}

// Days reads the first and the last of some days, "2026-11-21" or "21/11/2026", as [from, to); "" is no bound. Fault: date.format (value).
func Days(first, last string, zone *time.Location) (from, to time.Time, err error) {
	if from, err = day("from", first, zone); err != nil {
		return from, to, err
	}
	if to, err = day("to", last, zone); err == nil && !to.IsZero() {
		to = to.AddDate(0, 0, 1)
	}
	return from, to, err
}

func day(field, s string, zone *time.Location) (at time.Time, err error) {
	if s == "" {
		return at, nil
	}
	for _, layout := range []string{time.DateOnly, "2/1/2006"} {
		if at, err = time.ParseInLocation(layout, s, zone); err == nil {
			return at, nil
		}
	}
	return at, fault.At(field, "date.format", fault.Args{"value": s})
}

// Of are the options with the title of a ledger.
func (o Options) Of(shift report.ShiftID) Options {
	t := text.In(o.Lang)
	if o.Title = t.Export.LedgerTill(shift.Till); shift.Number != 0 {
		o.Title = t.Desk.LedgerTitle(shift.Number, shift.Till)
	}
	return o
}

// How long nothing is said of work that goes on, and how often it is said then.
const (
	quietFirst = 300 * time.Millisecond
	tellEvery  = 200 * time.Millisecond
)

// Told says on a terminal how many rows or papers were written, when that takes long: each counts one, and stop ends it.
func Told(terminal io.Writer) (each, stop func()) {
	var n atomic.Int64
	shown := false
	over, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for wait := quietFirst; ; wait = tellEvery {
			select {
			case <-over:
				return
			case <-time.After(wait):
				shown = true
				fmt.Fprint(terminal, "\r\033[K"+text.Points(n.Load())+" …")
			}
		}
	}()
	return func() { n.Add(1) }, func() {
		close(over)
		if <-ended; shown {
			fmt.Fprint(terminal, "\r\033[K")
		}
	}
}
