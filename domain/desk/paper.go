package desk

import (
	"context"
	"encoding/hex"
	"fmt"

	"tim/domain/journal"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
)

// Paper is a shift's X as it stands, or its Z. Fault: shift.unknown.
func (d *Desk) Paper(ctx context.Context, of report.ShiftID) (report.Paper, error) {
	t, f, err := d.find(ctx, of)
	if err != nil {
		return report.Paper{}, err
	}
	names, err := d.Papers.Staff(ctx, t.Shop)
	if err != nil {
		return report.Paper{}, err
	}
	shop, err := d.Papers.Shop(ctx, t.Shop)
	if err != nil {
		return report.Paper{}, err
	}
	p := report.Paper{Shop: shop, Zone: d.Zone, At: d.Now(), Till: t.Number, Cashier: named(names).of(f.Shift.Cashier)}
	if f.Shift.State == shift.Closed {
		err = d.closed(ctx, t, f, names, &p)
	} else {
		err = d.present(ctx, t, f, &p)
	}
	return p, err
}

// present is an X.
func (d *Desk) present(ctx context.Context, t Till, f report.Filed, p *report.Paper) error {
	roll, err := d.Source.Roll(ctx, t.Number)
	if err != nil {
		return err
	}
	d.acquire()
	defer d.release()
	p.Sum, err = d.sum(ctx, t, f, roll.Grand)
	p.Sum.Shift, p.Head, p.Hidden = f.Shift, p.Sum.Head.Short(), !t.Open
	p.Provenance = &report.Provenance{Till: t.Number, Epochs: p.Sum.Epochs, First: p.Sum.First, Last: p.Sum.Last, Head: hex.EncodeToString(p.Sum.Head[:])}
	p.Provenance.Key(t.Keys)
	return err
}

// closed is a Z.
func (d *Desk) closed(ctx context.Context, t Till, f report.Filed, names named, p *report.Paper) error {
	z, record, seal, err := d.z(ctx, t, f)
	if err != nil {
		return err
	}
	*p = p.Closed(z, f.Shift.Since, seal, names.of)
	p.Provenance = &report.Provenance{}
	p.Provenance.Event(record)
	p.Provenance.Seal(seal)
	p.Provenance.Key(t.Keys)
	p.Provenance.Epochs[0], p.Provenance.First = f.Epoch, f.First
	return nil
}

// batchMost is more events than one write has behind a Z.
const batchMost = 64

// z reads a closed shift's Z, the event that has it, and the seal over that.
func (d *Desk) z(ctx context.Context, t Till, f report.Filed) (z report.Z, of journal.Record, seal journal.Seal, err error) {
	records, seals, err := d.Source.Events(ctx, t.Number, f.Closed, f.Last-1, batchMost)
	if err == nil && len(records) == 0 {
		err = fmt.Errorf("event %d of till %s/%d is not there", f.Last, t.Number, f.Closed)
	}
	if err != nil {
		return z, of, seal, fmt.Errorf("read the Z: %w", err)
	}
	if len(seals) > 0 {
		seal = seals[0]
	}
	return z, records[0], seal, journal.Decode(records[0].Event.Body, &z)
}

// Order is an order with its papers and its own events under its shifts. Fault: order.unknown.
func (d *Desk) Order(ctx context.Context, key string) (report.OrderPaper, error) {
	o, paper, err := d.Papers.Order(ctx, key)
	if err != nil {
		return paper, err
	}
	seen := map[string]bool{}
	add := func(till, id string) error {
		if till == "" || id == "" || seen[till+"/"+id] {
			return nil
		}
		seen[till+"/"+id] = true
		rows, err := d.rowsOf(ctx, o, till, id)
		paper.Rows = append(paper.Rows, rows...)
		return err
	}
	if err := add(o.Till, o.Shift); err != nil {
		return paper, err
	}
	for _, r := range o.Returns {
		if err := add(r.Till, r.Shift); err != nil {
			return paper, err
		}
	}
	return paper, nil
}

// rowsOf are an order's events under one shift.
func (d *Desk) rowsOf(ctx context.Context, o sale.Order, till, id string) ([]report.Row, error) {
	tills, err := d.tills(ctx, "", till)
	if err != nil || len(tills) == 0 {
		return nil, err
	}
	t := tills[0]
	f, there, err := d.byID(ctx, t, id)
	if err != nil || !there {
		return nil, err
	}
	look, err := d.looking(ctx, t, f)
	if err != nil {
		return nil, err
	}
	var rows []report.Row
	err = d.events(ctx, t, f, func(r journal.Record) bool {
		if row := look.row(r, true); row != nil && row.Order == o.Key() {
			rows = append(rows, *row)
		}
		return true
	}, nil)
	if err != nil {
		return nil, err
	}
	return rows, look.masks(ctx, d.Papers, rows)
}

// byID finds a till's shift by its id.
func (d *Desk) byID(ctx context.Context, t Till, id string) (f report.Filed, there bool, err error) {
	for before := int64(0); ; {
		list, err := d.Source.Shifts(ctx, t.Number, before, listMax)
		for _, f := range list {
			if before = f.Shift.Number; f.Shift.ID == id {
				return f, true, nil
			}
		}
		if err != nil || len(list) < listMax {
			return f, false, err
		}
	}
}
