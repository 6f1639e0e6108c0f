package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/report"
)

// window is how far back a desk looks for alerts and series; ahead is how far events may be dated ahead of this clock.
const (
	window = report.Watched
	ahead  = 24 * time.Hour
)

// watched is what a desk has read of a shop's journals.
type watched struct {
	watch   *report.Watch
	first   map[string]uint32 // by till: the epoch that reading began in
	at      map[line]uint64   // seq of the newest event read
	read    uint64
	days    map[dayOf]*day
	settled map[string]settled // by alert: what a till's journal says
}

// line is one epoch of a till.
type line struct {
	till  string
	epoch uint32
}

type settled struct{ by, reason string }

type dayOf struct{ till, day string }

// day is what a till sold on one.
type day struct {
	fold  *report.Fold
	begin time.Time
	hours [24]report.Tally
}

// CatchUp reads what alerts and series are of until nothing is new. It lets others in between; one call at a time is enough.
func (d *Desk) CatchUp(ctx context.Context) error {
	for news := true; news; {
		tills, err := d.tills(ctx, "", "")
		news = false
		for more := err == nil; more; news = news || more {
			more, err = d.pages(ctx, tills)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// further reads a page of every till, and says whether that brought anything.
func (d *Desk) further(ctx context.Context) (more bool, err error) {
	tills, err := d.tills(ctx, "", "")
	if err != nil {
		return false, err
	}
	return d.pages(ctx, tills)
}

// pages reads a page of each of some tills, up to where they stood when they were listed.
func (d *Desk) pages(ctx context.Context, tills []Till) (more bool, err error) {
	for _, t := range tills {
		some, err := d.furtherOf(ctx, t)
		if err != nil {
			return false, fmt.Errorf("watch till %s: %w", t.Number, err)
		}
		more = more || some
	}
	return more, ctx.Err()
}

// furtherOf reads a page of each of a till's epochs: what a former one wrote may come late.
func (d *Desk) furtherOf(ctx context.Context, t Till) (more bool, err error) {
	d.acquire()
	defer d.release()
	w := d.watchedOf(t.Shop)
	first, known := w.first[t.Number]
	if !known {
		at, err := d.begin(ctx, t)
		if err != nil {
			return false, err
		}
		first, w.first[t.Number], w.at[line{t.Number, at.epoch}] = at.epoch, at.epoch, at.seq
	}
	for epoch := first; epoch <= t.Epoch; epoch++ {
		some, err := d.furtherIn(ctx, w, t, line{t.Number, epoch})
		if err != nil {
			return false, err
		}
		more = more || some
	}
	return more, nil
}

func (d *Desk) furtherIn(ctx context.Context, w *watched, t Till, l line) (more bool, err error) {
	if l.epoch == t.Epoch && w.at[l] >= t.Seq {
		return false, nil
	}
	records, _, err := d.Source.Events(ctx, l.till, l.epoch, w.at[l], page)
	for _, r := range records {
		w.apply(r, d.Zone)
		w.at[l] = r.Event.Seq
	}
	w.read += uint64(len(records))
	return len(records) > 0, err
}

func (d *Desk) watchedOf(shop string) *watched {
	w := d.watched[shop]
	if w == nil {
		w = &watched{watch: report.NewWatch(d.Limits, d.Zone), first: map[string]uint32{}, at: map[line]uint64{}, days: map[dayOf]*day{}, settled: map[string]settled{}}
		d.watched[shop] = w
	}
	return w
}

// begin is before the first shift of the window, or before all of the present epoch where there is none.
func (d *Desk) begin(ctx context.Context, t Till) (place, error) {
	first, since := place{epoch: t.Epoch}, d.Now().Add(-window)
	for before := int64(0); ; {
		list, err := d.Source.Shifts(ctx, t.Number, before, listMax)
		if err != nil {
			return first, err
		}
		for _, f := range list {
			if f.Shift.OpenedAt.Before(since) {
				return first, nil
			}
			first, before = place{f.Epoch, f.First - 1}, f.Shift.Number
		}
		if len(list) < listMax {
			return first, nil
		}
	}
}

func (w *watched) apply(r journal.Record, zone *time.Location) {
	e := r.Event
	w.watch.Apply(e)
	local := e.At.In(zone)
	key := dayOf{e.Writer, local.Format(time.DateOnly)}
	one := w.days[key]
	if one == nil {
		year, month, date := local.Date()
		one = &day{begin: time.Date(year, month, date, 0, 0, 0, 0, zone), fold: report.NewDay(e.Epoch, e.Seq)}
		w.days[key] = one
	}
	if epoch, _ := one.fold.Next(); epoch != e.Epoch {
		one.fold.Enter(e.Epoch)
	}
	before := one.fold.Net()
	one.fold.Apply(r)
	if e.Kind == journal.OrderPaid {
		hour := &one.hours[local.Hour()]
		hour.N, hour.Amount = hour.N+1, hour.Amount+one.fold.Net()-before
	}
	if e.Kind == journal.AlertReconciled {
		var b report.Reconciled
		if journal.Decode(e.Body, &b) == nil && w.settled[b.ID].reason == "" {
			w.settled[b.ID] = settled{e.Actor, b.Reason}
		}
	}
}

// watchedSoFar is how many events were read for alerts, of how many.
func (d *Desk) watchedSoFar(tills []Till) (read, all uint64) {
	d.acquire()
	defer d.release()
	for _, w := range d.watched {
		read, all = read+w.read, all+w.read
	}
	for _, t := range tills {
		w := d.watched[t.Shop]
		if w == nil {
			all += t.Seq
			continue
		}
		if at := w.at[line{t.Number, t.Epoch}]; t.Seq > at {
			all += t.Seq - at
		}
	}
	return read, all
}

// Alerts are what the rules found and what central excepted in a time, newest first, dealt with or not. It reads a page of each till's new
// events; CatchUp reads all.
func (d *Desk) Alerts(ctx context.Context, from, to time.Time) ([]report.Alert, error) {
	if _, err := d.further(ctx); err != nil {
		return nil, err
	}
	alerts, err := d.alerts(ctx)
	if err != nil {
		return nil, err
	}
	alerts = slices.DeleteFunc(alerts, func(a report.Alert) bool { return !within(a.At, from, to) })
	slices.SortFunc(alerts, report.Alert.Compare)
	return alerts, d.maskAlerts(ctx, alerts)
}

// alerts are all that is known, in any order, with members' ids for their names.
func (d *Desk) alerts(ctx context.Context) ([]report.Alert, error) {
	noted, err := d.Notes.Noted(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what was noted: %w", err)
	}
	known := map[string]report.Alert{}
	var list []report.Alert
	for _, a := range noted {
		if a.Kind != "" {
			list = append(list, a)
		} else {
			known[a.ID] = a
		}
	}
	d.acquire()
	defer d.release()
	for _, shop := range slices.Sorted(maps.Keys(d.watched)) {
		names, err := d.Papers.Staff(ctx, shop)
		if err != nil {
			return nil, err
		}
		list = append(list, d.watched[shop].alerts(names, known)...)
	}
	return list, nil
}

func (w *watched) alerts(names named, noted map[string]report.Alert) []report.Alert {
	var list []report.Alert
	for _, f := range w.watch.Findings() {
		a := report.Alert{ID: f.ID(), Rule: f.Rule, Finding: f, Cashier: names.of(f.Cashier), Member: f.Member, At: f.To}
		if n, there := noted[a.ID]; there {
			a.Reason, a.By = n.Reason, n.By
		} else if s, there := w.settled[a.ID]; there {
			a.Reason, a.By = s.reason, names.of(s.by)
		}
		list = append(list, a)
	}
	return list
}

func (d *Desk) maskAlerts(ctx context.Context, alerts []report.Alert) (err error) {
	for i, a := range alerts {
		if a.Member == "" {
			continue
		}
		if alerts[i].Member, err = d.Papers.Member(ctx, a.Member); err != nil {
			return err
		}
	}
	return nil
}

// Reconcile deals with an alert: by is the staff id of who does. Faults: alert.unknown, field.required on "reason".
func (d *Desk) Reconcile(ctx context.Context, id, by, reason string) error {
	a, err := d.alert(ctx, id)
	if err != nil {
		return err
	}
	return d.Notes.Reconcile(ctx, a, by, reason)
}

// alert finds one by its id. Fault: alert.unknown.
func (d *Desk) alert(ctx context.Context, id string) (a report.Alert, err error) {
	alerts, err := d.alerts(ctx)
	if err != nil {
		return a, err
	}
	i := slices.IndexFunc(alerts, func(a report.Alert) bool { return a.ID == id })
	if i < 0 {
		return a, fault.New(fault.NotFound, "alert.unknown", nil)
	}
	return alerts[i], nil
}

// Evidence are the events that an alert is about, oldest first. Fault: alert.unknown.
func (d *Desk) Evidence(ctx context.Context, id string) ([]report.Row, error) {
	a, err := d.alert(ctx, id)
	if err != nil {
		return nil, err
	}
	tills, err := d.tills(ctx, "", "")
	if err != nil {
		return nil, err
	}
	var rows []report.Row
	for _, p := range a.Finding.Evidence {
		some, err := d.evidence(ctx, tills, p)
		if err != nil {
			return nil, err
		}
		rows = append(rows, some...)
	}
	return rows, nil
}

// evidence is one event; none where it isn't here.
func (d *Desk) evidence(ctx context.Context, tills []Till, p report.Place) ([]report.Row, error) {
	i := slices.IndexFunc(tills, func(t Till) bool { return t.Number == p.Writer })
	if i < 0 || p.Seq == 0 {
		return nil, nil
	}
	records, _, err := d.Source.Events(ctx, p.Writer, p.Epoch, p.Seq-1, 1)
	if err != nil || len(records) == 0 {
		return nil, err
	}
	f, err := d.under(ctx, p)
	if err != nil {
		return nil, err
	}
	look, err := d.looking(ctx, tills[i], f)
	if err != nil {
		return nil, err
	}
	row := look.fill(records[0].Event)
	row.Member = look.member
	rows := []report.Row{*row}
	return rows, look.masks(ctx, d.Papers, rows)
}

// under is the shift that an event was written under, zero when none was open.
func (d *Desk) under(ctx context.Context, p report.Place) (report.Filed, error) {
	at := place{p.Epoch, p.Seq}
	for before := int64(0); ; {
		list, err := d.Source.Shifts(ctx, p.Writer, before, listDefault)
		for _, f := range list {
			before = f.Shift.Number
			first, last := place{f.Epoch, f.First}, place{f.Closed, f.Last}
			if !at.before(first) && (f.Last == 0 || !last.before(at)) {
				return f, nil
			}
		}
		if err != nil || len(list) < listDefault {
			return report.Filed{}, err
		}
	}
}

// Series are figures over a time, for pictures: days of the zone that begin in [from, to). What is older than two months isn't known.
func (d *Desk) Series(ctx context.Context, from, to time.Time) (s report.Series, err error) {
	if _, err := d.further(ctx); err != nil {
		return s, err
	}
	d.sold(&s, from, to)
	s.Cashiers, err = d.drawers(ctx, from, to)
	return s, err
}

// sold fills in what the days' events say.
func (d *Desk) sold(s *report.Series, from, to time.Time) {
	d.acquire()
	defer d.release()
	days, tenders := map[string]report.Day{}, map[int]report.Tenders{}
	for _, w := range d.watched {
		for key, one := range w.days {
			if !within(one.begin, from, to) {
				continue
			}
			for i, h := range one.hours {
				s.Hours[i] = add(s.Hours[i], h)
			}
			sum, all := one.fold.Sum(0, 0), days[key.day]
			all.Day, all.Net, all.Earned = one.begin, all.Net+sum.Net, all.Earned+sum.Earned.Points
			all.Spent += sum.Used.Points + sum.Redeemed.Points
			days[key.day] = all
			for _, t := range sum.Tenders {
				of := tenders[int(t.Kind)]
				tenders[int(t.Kind)] = report.Tenders{Kind: t.Kind, Paid: add(of.Paid, t.Paid), Change: of.Change + t.Change, Refunded: add(of.Refunded, t.Refunded)}
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(days)) {
		s.Days = append(s.Days, days[key])
	}
	for _, kind := range slices.Sorted(maps.Keys(tenders)) {
		s.Tenders = append(s.Tenders, tenders[kind])
	}
}

// week is how long one is in the pictures: its days are all of 24 hours there.
const week = 7 * 24 * time.Hour

// drawers are what cashiers' drawers were over or short, by weeks from the first instant on.
func (d *Desk) drawers(ctx context.Context, from, to time.Time) (list []report.CashierWeeks, err error) {
	if from.IsZero() {
		from = d.Now().Add(-window)
	}
	if to.IsZero() || to.After(d.Now().Add(ahead)) {
		to = d.Now()
	}
	weeks := max(0, int((to.Sub(from)+week-1)/week))
	tills, err := d.tills(ctx, "", "")
	if err != nil {
		return nil, err
	}
	over := map[string]*report.CashierWeeks{}
	for _, t := range tills {
		names, err := d.Papers.Staff(ctx, t.Shop)
		if err != nil {
			return nil, err
		}
		closed, err := d.shiftsOf(ctx, t, report.ShiftQuery{From: from.Add(-window)}, listMax)
		if err != nil {
			return nil, err
		}
		for _, one := range closed {
			f, name := one.f, named(names).of(one.f.Shift.Cashier)
			if f.Last == 0 || !within(f.Shift.Since, from, to) {
				continue
			}
			if over[name] == nil {
				over[name] = &report.CashierWeeks{Cashier: name, Over: make([]money.VND, weeks)}
			}
			over[name].Over[int(f.Shift.Since.Sub(from)/week)] += f.Over
		}
	}
	for _, name := range slices.Sorted(maps.Keys(over)) {
		list = append(list, *over[name])
	}
	return list, nil
}
