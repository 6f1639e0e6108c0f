package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"tim/domain/report"
	"tim/domain/shift"
)

// alertsShown is how many alerts stand above the shifts.
const alertsShown = 50

// Glance is all open shifts, with the alerts above them that nobody has dealt with, newest first.
func (d *Desk) Glance(ctx context.Context) (g report.Glance, err error) {
	tills, err := d.tills(ctx, "", "")
	if err != nil {
		return g, err
	}
	g.At = d.Now()
	shops := map[string]string{}
	open := map[report.ShiftID]bool{}
	for _, t := range tills {
		shops[t.Shop] = t.Name
		g.Shop = t.Name
		lines, err := d.open(ctx, t)
		if err != nil {
			return g, err
		}
		for _, l := range lines {
			open[l.ID] = true
		}
		g.Lines = append(g.Lines, lines...)
	}
	if len(shops) > 1 {
		g.Shop = ""
	}
	d.forget(open)
	slices.SortFunc(g.Lines, func(a, b report.Line) int {
		return cmp.Or(cmp.Compare(a.Shop, b.Shop), cmp.Compare(a.ID.Till, b.ID.Till), cmp.Compare(a.ID.Number, b.ID.Number))
	})
	alerts, err := d.Alerts(ctx, g.At.Add(-window), g.At.Add(ahead))
	for _, a := range alerts {
		if a.Reason != "" {
			continue
		}
		if g.Waiting++; g.Waiting <= alertsShown {
			g.Alerts = append(g.Alerts, a)
		}
	}
	g.Watched, g.Events = d.watchedSoFar(tills)
	return g, err
}

// forget drops the folds of shifts that are closed by now.
func (d *Desk) forget(open map[report.ShiftID]bool) {
	d.acquire()
	defer d.release()
	for id := range d.folds {
		if !open[id] {
			delete(d.folds, id)
		}
	}
}

// open are the lines of a till's shifts that aren't closed.
func (d *Desk) open(ctx context.Context, t Till) ([]report.Line, error) {
	roll, err := d.Source.Roll(ctx, t.Number)
	if err != nil {
		return nil, fmt.Errorf("read the open shifts: %w", err)
	}
	names, err := d.Papers.Staff(ctx, t.Shop)
	if err != nil {
		return nil, err
	}
	var lines []report.Line
	for _, f := range roll.Shifts {
		if f.Shift.State == shift.Closed {
			continue
		}
		l, err := d.running(ctx, t, f, roll, names)
		if err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// running is the line of a shift that isn't closed.
func (d *Desk) running(ctx context.Context, t Till, f report.Filed, roll report.Roll, names named) (report.Line, error) {
	d.acquire()
	defer d.release()
	sum, err := d.sum(ctx, t, f, roll.Grand)
	if err != nil {
		return report.Line{}, err
	}
	sum.Shift = f.Shift
	l := lineOf(t, sum, names)
	cash := sum.Cash()
	if t.Open {
		l.Cash = &cash
	}
	l.DropOver = max(0, cash.Expected-t.DropFrom)
	return l, nil
}

// lineOf is what running and closed shifts have in common.
func lineOf(t Till, s report.Sum, names named) report.Line {
	return report.Line{ID: report.ShiftID{Till: t.Number, Number: s.Shift.Number}, Shop: t.Name, Shift: s.Shift, Cashier: names.of(s.Shift.Cashier),
		Tickets: s.Tickets, Net: s.Net, Turnover: s.Turnover(), Voids: add(s.LinesVoided, s.OrdersVoided), Overrides: s.Overrides, Refunds: s.Returns,
		NoSales: s.NoSales, Earned: s.Earned.Points, Spent: s.Used.Points + s.Redeemed.Points, Value: s.Used.Value + s.Redeemed.Value,
		Unsent: t.Unsent, Oldest: t.Oldest, Heard: t.Heard, Chain: t.Chain, Skew: t.Skew}
}

func add(a, b report.Tally) report.Tally {
	return report.Tally{N: a.N + b.N, Amount: a.Amount + b.Amount}
}

// Limits of lists.
const (
	listDefault = 50
	listMax     = 500
)

func bounded(limit int) int {
	if limit <= 0 {
		limit = listDefault
	}
	return min(limit, listMax)
}

// Shifts are closed and open ones, newest first.
func (d *Desk) Shifts(ctx context.Context, q report.ShiftQuery) ([]report.Line, error) {
	till := cmp.Or(q.Before.Till, q.Till)
	tills, err := d.tills(ctx, q.Shop, till)
	if err != nil {
		return nil, err
	}
	limit := bounded(q.Limit)
	var found []filedAt
	for _, t := range tills {
		some, err := d.shiftsOf(ctx, t, q, limit)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	slices.SortFunc(found, func(a, b filedAt) int {
		return a.opening().Compare(b.opening())
	})
	var lines []report.Line
	names := map[string]named{} // by shop
	for _, one := range found[:min(limit, len(found))] {
		shop := one.till.Shop
		if names[shop] == nil {
			if names[shop], err = d.Papers.Staff(ctx, shop); err != nil {
				return nil, err
			}
		}
		l, err := d.line(ctx, one.till, one.f, names[shop])
		if err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// filedAt is a shift with its till.
type filedAt struct {
	till Till
	f    report.Filed
}

func (f filedAt) opening() report.Opening {
	return report.Opening{At: f.f.Shift.OpenedAt, ID: report.ShiftID{Till: f.till.Number, Number: f.f.Shift.Number}}
}

// shiftsOf are a till's shifts that pass the query, newest first.
func (d *Desk) shiftsOf(ctx context.Context, t Till, q report.ShiftQuery, limit int) (found []filedAt, err error) {
	before := q.Before.Number
	if before == 0 && q.Behind.ID.Till == t.Number {
		before = q.Behind.ID.Number
	}
	for {
		list, err := d.Source.Shifts(ctx, t.Number, before, limit)
		if err != nil {
			return nil, fmt.Errorf("read the shifts: %w", err)
		}
		for _, f := range list {
			before = f.Shift.Number
			one := filedAt{t, f}
			if passes(q, f) && (q.Behind.IsZero() || q.Behind.Compare(one.opening()) < 0) {
				found = append(found, one)
			}
		}
		over := len(list) > 0 && !q.From.IsZero() && list[len(list)-1].Shift.OpenedAt.Before(q.From)
		if len(list) < limit || len(found) >= limit || over {
			return found, nil
		}
	}
}

// passes says whether a shift was opened in the query's time, by its cashier.
func passes(q report.ShiftQuery, f report.Filed) bool {
	at := f.Shift.OpenedAt
	return (q.Cashier == "" || f.Shift.Cashier == q.Cashier) && within(at, q.From, q.To)
}

// within says whether an instant is in [from, to); a zero bound is none.
func within(at, from, to time.Time) bool {
	return (from.IsZero() || !at.Before(from)) && (to.IsZero() || at.Before(to))
}

// line is a shift in a list.
func (d *Desk) line(ctx context.Context, t Till, f report.Filed, names named) (report.Line, error) {
	if f.Shift.State != shift.Closed {
		roll, err := d.Source.Roll(ctx, t.Number)
		if err != nil {
			return report.Line{}, err
		}
		return d.running(ctx, t, f, roll, names)
	}
	z, _, _, err := d.z(ctx, t, f)
	if err != nil {
		return report.Line{}, err
	}
	z.Sum.Shift = f.Shift
	l := lineOf(t, z.Sum, names)
	cash := z.Sum.Cash()
	l.Cash, l.Over = &cash, z.Over()
	return l, nil
}
