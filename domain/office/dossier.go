package office

import (
	"context"
	"slices"
	"time"

	"tim/domain/loyalty"
)

// Dossier is all that central knows of a member, for the member: what the person told, and what came of it.
type Dossier struct {
	ExportedAt time.Time        `json:"exported_at"`
	Customer   Member           `json:"customer"`
	Merged     []Member         `json:"merged"` // who were merged into this one, as they were
	Points     Points           `json:"points"`
	Entries    []ExplainedEntry `json:"entries"` // the statement, oldest first
	Vouchers   []VoucherView    `json:"vouchers"`
	Orders     []OrderAnswer    `json:"orders"` // newest placed first, without the account, which is above
	SeenAt     []SeenAt         `json:"seen_at"`
	Exceptions []Noted          `json:"exceptions"` // that name the member
}

// Noted is an exception as it is told to whom it names.
type Noted struct {
	At     time.Time `json:"at"`
	Kind   string    `json:"kind"`
	Order  string    `json:"order,omitempty"`
	Detail string    `json:"detail,omitempty"`
	Reason string    `json:"reason,omitempty"` // what a supervisor found
}

// SeenAt is a shop whose tills know the member's account.
type SeenAt struct {
	Shop string `json:"shop"`
	Day  string `json:"day"` // last seen, 2006-01-31, UTC
}

// ExplainedEntry is one of the statement with how its points came about where an order gave them (E16).
type ExplainedEntry struct {
	Entry
	Receipt string   `json:"receipt,omitempty"` // number of the order's receipt
	Explain []string `json:"explain,omitempty"`
}

// Dossier reads a member's under any id that it ever had, explained in a language. Fault: customer.unknown.
func (o *Office) Dossier(ctx context.Context, id string, lang loyalty.Lang) (Dossier, error) {
	return read(ctx, o, func(r Reader) (d Dossier, err error) {
		d.ExportedAt = o.now()
		if d.Customer, err = resolve(r, id); err != nil {
			return d, err
		}
		id := d.Customer.ID
		if d.Points, err = o.points(r, id, d.ExportedAt); err != nil {
			return d, err
		}
		entries, zone, err := o.entriesOf(r, id, d.ExportedAt)
		if err != nil {
			return d, err
		}
		if d.Entries, err = linesOf(r, entries, lang, zone); err != nil {
			return d, err
		}
		vouchers, err := vouchersOf(r, id)
		if err != nil {
			return d, err
		}
		d.Vouchers = []VoucherView{}
		for _, v := range vouchers {
			view, err := o.voucherView(r, v, d.ExportedAt)
			if err != nil {
				return d, err
			}
			d.Vouchers = append(d.Vouchers, view)
		}
		return d, o.traces(r, id, &d)
	})
}

// traces fills in where else the member left something.
func (o *Office) traces(r Reader, id string, d *Dossier) error {
	d.Merged, d.Orders, d.SeenAt, d.Exceptions = []Member{}, []OrderAnswer{}, []SeenAt{}, []Noted{}
	ids, err := everyID(r, id)
	if err != nil {
		return err
	}
	all := map[string]bool{}
	for i, id := range ids {
		all[id] = true
		m, err := r.Member(id)
		if err != nil {
			return err
		}
		if i > 0 {
			d.Merged = append(d.Merged, m)
		}
		for p := (Page{Limit: PageMax}); ; {
			orders, next, err := r.OrdersOf(id, time.Time{}, time.Time{}, p)
			if err != nil {
				return err
			}
			for _, order := range orders {
				answer, err := o.shown(r, order, d.ExportedAt)
				if err != nil {
					return err
				}
				answer.Customer = nil
				d.Orders = append(d.Orders, answer)
			}
			if p.Cursor = next; next == "" {
				break
			}
		}
	}
	list, err := sightings(r, id)
	if err != nil {
		return err
	}
	for _, s := range list {
		d.SeenAt = append(d.SeenAt, SeenAt{Shop: s.Shop, Day: time.Unix(s.Day*24*60*60, 0).UTC().Format(time.DateOnly)})
	}
	return eachListed(r.Exceptions, func(e Exception) (bool, error) {
		if all[e.Member] {
			d.Exceptions = append(d.Exceptions, Noted{e.At, e.Kind, e.Order, e.Detail, e.Reason})
		}
		return true, nil
	})
}

// Statement is a page of a member's statement up to now, newest first, explained in a language. Faults: customer.unknown,
// cursor.format.
func (o *Office) Statement(ctx context.Context, id string, lang loyalty.Lang, p Page) (lines []ExplainedEntry, next string, err error) {
	p = p.Bounded()
	lines, err = read(ctx, o, func(r Reader) ([]ExplainedEntry, error) {
		entries, zone, err := o.entriesOf(r, id, o.now())
		if err != nil {
			return nil, err
		}
		slices.Reverse(entries)
		if entries, next, err = pageOf(entries, p); err != nil {
			return nil, err
		}
		return linesOf(r, entries, lang, zone)
	})
	return lines, next, err
}

func linesOf(r Orders, entries []loyalty.Entry, lang loyalty.Lang, zone *time.Location) ([]ExplainedEntry, error) {
	lines := make([]ExplainedEntry, len(entries))
	for i, e := range entries {
		receipt, explain, err := origin(r, e, lang)
		if err != nil {
			return nil, err
		}
		lines[i] = ExplainedEntry{entryView(e, zone), receipt, explain}
	}
	return lines, nil
}

// origin is the number of the receipt of the order that an entry names, and how its points came about where it gave them.
func origin(r Orders, e loyalty.Entry, lang loyalty.Lang) (receipt string, explain []string, err error) {
	if e.Order == "" {
		return "", nil, nil
	}
	order, err := r.Order(e.Order)
	if err != nil && !absent(err) {
		return "", nil, err
	}
	if e.Kind == loyalty.Earn && e.Reason == TopUpReason {
		return order.Receipt, loyalty.ExplainTopUp(e.Points, lang), nil
	}
	if e.Kind == loyalty.Earn && err == nil {
		earned, lot := order.Points()
		explain = loyalty.Reasons{Earned: earned, Lot: lot}.In(lang)
	}
	return order.Receipt, explain, nil
}
