package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
)

// Ledger is a shift's events in order, those that pass the filter; with Shift.Number 0 all that the till wrote. next is where to go on, ""
// at the end. Faults: shift.unknown, till.unknown, cursor.format.
func (d *Desk) Ledger(ctx context.Context, q report.LedgerQuery) (rows []report.Row, next string, err error) {
	limit := bounded(q.Limit)
	_, err = d.passing(ctx, q, func(r report.Row) (bool, error) {
		if len(rows) == limit {
			last := rows[limit-1]
			next = fmt.Sprintf("%d.%d", last.Epoch, last.Seq)
			return false, nil
		}
		rows = append(rows, r)
		return true, nil
	})
	return rows, next, err
}

// Rows hands on all that Ledger answers page by page, in one go over the journal and with a page of it in memory, and says what proves it.
// It ends with each's error. Limit doesn't count. Faults: as Ledger's.
func (d *Desk) Rows(ctx context.Context, q report.LedgerQuery, each func(report.Row) error) (report.Provenance, error) {
	var rows int64
	p, err := d.passing(ctx, q, func(r report.Row) (bool, error) {
		rows++
		return true, each(r)
	})
	p.Rows = rows
	return p, err
}

// passing hands on the rows that pass a query, as long as it is told to, and says of which events they are.
func (d *Desk) passing(ctx context.Context, q report.LedgerQuery, each func(report.Row) (more bool, err error)) (p report.Provenance, err error) {
	t, f, err := d.scope(ctx, q.Shift)
	if err != nil {
		return p, err
	}
	from, err := placeOf(q.After)
	if err != nil {
		return p, err
	}
	look, err := d.looking(ctx, t, f)
	if err != nil {
		return p, err
	}
	wanted := filterOf(q)
	var failed error
	err = d.events(ctx, t, f, func(r journal.Record) (more bool) {
		p.Event(r)
		var row *report.Row
		row, failed = look.passes(ctx, d.Papers, r, from.before(place{r.Event.Epoch, r.Event.Seq}), wanted)
		if failed != nil || row == nil {
			return failed == nil
		}
		more, failed = each(*row)
		return more && failed == nil
	}, p.Seal)
	p.Key(t.Keys)
	return p, cmp.Or(err, failed)
}

// scope is what a ledger goes over: a shift, or all that a till wrote. Faults: shift.unknown, till.unknown.
func (d *Desk) scope(ctx context.Context, id report.ShiftID) (t Till, f report.Filed, err error) {
	if id.Number != 0 {
		return d.find(ctx, id)
	}
	tills, err := d.tills(ctx, "", id.Till)
	if err == nil && (len(tills) == 0 || id.Till == "") {
		err = fault.New(fault.NotFound, "till.unknown", fault.Args{"till": id.Till})
	}
	if err != nil {
		return t, f, err
	}
	return tills[0], report.Filed{Epoch: 1, First: 1}, nil
}

// place is an event's in a till's journals.
type place struct {
	epoch uint32
	seq   uint64
}

func (p place) before(o place) bool { return p.epoch < o.epoch || p.epoch == o.epoch && p.seq < o.seq }

// placeOf reads a cursor. Fault: cursor.format.
func placeOf(cursor string) (p place, err error) {
	if cursor == "" {
		return p, nil
	}
	if n, err := fmt.Sscanf(cursor, "%d.%d", &p.epoch, &p.seq); n != 2 || err != nil || cursor != fmt.Sprintf("%d.%d", p.epoch, p.seq) {
		return p, fault.At("cursor", "cursor.format", nil)
	}
	return p, nil
}

// filter is a query made ready: its words without diacritics.
type filter struct {
	report.LedgerQuery
	text, who, about string
}

func filterOf(q report.LedgerQuery) filter {
	return filter{q, folded(q.Text), folded(q.Cashier), folded(q.Member)}
}

func folded(s string) string { return strings.TrimSpace(catalog.Fold(s)) }

// has says whether a text has a folded word in it.
func has(s, word string) bool { return strings.Contains(catalog.Fold(s), word) }

// may says whether an event can pass by its envelope.
func (f filter) may(e journal.Event) bool {
	return len(f.Kinds) == 0 || slices.Contains(f.Kinds, e.Kind)
}

// passes says whether a row passes by what it says.
func (f filter) passes(r report.Row) bool {
	if f.Least > 0 && max(r.Amount, -r.Amount) < f.Least {
		return false
	}
	return f.text == "" || slices.ContainsFunc([]string{r.Receipt, r.Order, r.Reason, r.Line, r.Actor, r.Approver}, func(s string) bool { return has(s, f.text) })
}

// by says whether a row passes by who did it or approved it (staff ids).
func (f filter) by(r report.Row, actor, approver string) bool {
	return f.who == "" || actor == f.Cashier || approver == f.Cashier || has(r.Actor, f.who) || has(r.Approver, f.who)
}

// looking reads a shift's events as rows, in order.
type looking struct {
	shift     report.Filed // zero: all of them
	roll      report.Roll  // of all shifts, as far as they were read
	names     named
	away      bool              // another shift is sold under
	approvals map[string]string // by event id: who approved
	members   map[string]string // by id: as they are shown
	member    string            // id, of the last row
	approver  string            // staff id, of the last row
}

func (d *Desk) looking(ctx context.Context, t Till, f report.Filed) (*looking, error) {
	names, err := d.Papers.Staff(ctx, t.Shop)
	return &looking{shift: f, names: names, approvals: map[string]string{}, members: map[string]string{}}, err
}

// passes is an event as a row with its member masked, nil of one that doesn't pass.
func (l *looking) passes(ctx context.Context, papers Papers, r journal.Record, behind bool, wanted filter) (*report.Row, error) {
	row := l.row(r, behind && wanted.may(r.Event))
	if row == nil || !behind || !wanted.passes(*row) || !wanted.by(*row, r.Event.Actor, l.approver) {
		return nil, nil
	}
	about, err := l.isAbout(ctx, papers, wanted)
	if err != nil || !about {
		return nil, err
	}
	row.Member, err = l.mask(ctx, papers, l.member)
	return row, err
}

// row is an event as a row, nil of one that is another shift's or isn't wanted.
func (l *looking) row(r journal.Record, wanted bool) *report.Row {
	e := r.Event
	if e.Kind == journal.ApprovalGiven {
		var a shift.Approval
		if journal.Decode(e.Body, &a) == nil {
			l.approvals[e.ID] = a.Approver
		}
	}
	number := l.shift.Shift.Number
	if number == 0 {
		number = l.under(e)
	} else if l.others(e) {
		return nil
	}
	if !wanted {
		return nil
	}
	row := l.fill(e)
	row.Shift = number
	return row
}

// under follows all shifts, and says which one an event is of; 0: of none.
func (l *looking) under(e journal.Event) int64 {
	if f := l.roll.Apply(e); f != nil {
		number := f.Shift.Number
		l.roll = l.roll.Open()
		return number
	}
	own := func(f report.Filed) bool { return f.Shift.State == shift.Opened }
	if e.Kind == journal.DrawerCounted {
		var b shift.Declaration
		_ = journal.Decode(e.Body, &b)
		own = func(f report.Filed) bool { return f.Shift.ID == b.Shift }
	}
	if i := slices.IndexFunc(l.roll.Shifts, own); i >= 0 {
		return l.roll.Shifts[i].Shift.Number
	}
	return 0
}

// others follows which shift is sold under, and says whether an event is another's.
func (l *looking) others(e journal.Event) bool {
	f := l.shift
	switch e.Kind {
	case journal.ShiftSuspended, journal.ShiftResumed:
		var step shift.Step
		if journal.Decode(e.Body, &step) != nil || step.Shift != f.Shift.ID {
			return true
		}
		l.away = step.State != shift.Opened
		return false
	case journal.DrawerCounted:
		var b shift.Declaration
		return journal.Decode(e.Body, &b) != nil || b.Shift != f.Shift.ID
	case journal.ShiftOpened:
		return e.Epoch != f.Epoch || e.Seq != f.First
	case journal.ShiftClosed:
		return e.Epoch != f.Closed || e.Seq != f.Last
	}
	return l.away
}

func (l *looking) fill(e journal.Event) *report.Row {
	l.member, l.approver = "", ""
	row := &report.Row{Place: report.Place{Writer: e.Writer, Epoch: e.Epoch, Seq: e.Seq, At: e.At}, Kind: e.Kind, Shift: l.shift.Shift.Number}
	if e.Actor != "" {
		row.Actor = l.names.of(e.Actor)
	}
	approval := l.body(row, e)
	l.approvedBy(row, l.approvals[approval])
	return row
}

func (l *looking) approvedBy(row *report.Row, staff string) {
	if staff != "" {
		l.approver, row.Approver = staff, l.names.of(staff)
	}
}

// body fills in what the event's body says, and answers with the approval's event. A body that can't be read says nothing.
func (l *looking) body(row *report.Row, e journal.Event) (approval string) {
	switch e.Kind {
	case journal.OrderOpened, journal.PointsUsed, journal.PointsUseUndone, journal.VoucherApplied, journal.VoucherRemoved,
		journal.ExchangeStarted, journal.OrderFiled, journal.OrderPaid, journal.OrderDelivered, journal.OrderReturned, journal.OrderVoided,
		journal.OrderHeld, journal.OrderRecalled, journal.TransferAwaited, journal.TransferConfirmed:
		return l.order(row, e)
	case journal.TransferLanded:
		var b sale.Landed
		_ = journal.Decode(e.Body, &b)
		row.Order, row.Amount, row.Line = b.Order, b.Transfer.Amount, strings.TrimSpace(b.Transfer.ID+" "+b.Transfer.Memo)
		if !b.As.Good() {
			row.Reason = b.As.Code()
		}
	case journal.LineVoided, journal.PriceOverridden, journal.LineDiscounted:
		var b sale.LineChange
		_ = journal.Decode(e.Body, &b)
		row.Order, row.Line, row.Reason, row.Amount = b.Order, b.Before.Name, b.Reason, report.Value(b.Before)-report.Value(b.After)
		return b.Approval
	case journal.OrderDiscounted:
		var b sale.OrderDiscount
		_ = journal.Decode(e.Body, &b)
		row.Order, row.Reason, row.Amount = b.Order, b.Reason, b.After-b.Before
		return b.Approval
	case journal.MemberAttached:
		var b sale.Attachment
		_ = journal.Decode(e.Body, &b)
		row.Order, row.Amount, l.member = b.Order, b.Total, b.Member
	case journal.VoucherRedeemed, journal.VoucherReturned:
		var b loyalty.VoucherMoved
		_ = journal.Decode(e.Body, &b)
		l.member, row.Points, row.Line = b.Voucher.Member, points(b.Postings), b.Voucher.Name
		if worth := b.Voucher.Terms.Gives.Amount; worth != nil {
			row.Amount = *worth
		}
	case journal.ReceiptReprinted:
		var b sale.Reprint
		_ = journal.Decode(e.Body, &b)
		row.Order, row.Receipt = b.Order, b.Receipt
	case journal.VoucherPrinted:
		var b sale.Reprint
		_ = journal.Decode(e.Body, &b)
		row.Line = b.Order
	case journal.CodesRefused, journal.VoucherRefused:
		var b sale.Refusal
		_ = journal.Decode(e.Body, &b)
		row.Reason = b.Scanned
	case journal.ApprovalGiven, journal.ApprovalRefused:
		var b shift.Approval
		_ = journal.Decode(e.Body, &b)
		row.Order, row.Reason = b.Order, b.What
		l.approvedBy(row, b.Approver)
	}
	return l.drawer(row, e)
}

func (l *looking) order(row *report.Row, e journal.Event) string {
	var b sale.Filed
	if journal.Decode(e.Body, &b) != nil {
		return ""
	}
	o := b.Order
	row.Order, row.Receipt, row.Reason, l.member, row.Points = o.Key(), o.Receipt, b.Reason, o.Member, points(b.Postings)
	last := len(o.Returns) - 1
	switch {
	case e.Kind == journal.PointsUsed:
		row.Amount = o.Use.Value
	case last >= 0 && (e.Kind == journal.OrderReturned || e.Kind == journal.OrderVoided):
		r := o.Returns[last]
		row.Amount, row.Tenders, row.Reason = r.Refund, r.Tenders, r.Reason
		l.approvedBy(row, r.Approver)
	default:
		row.Amount = o.Totals().Payable
		if e.Kind == journal.OrderHeld {
			row.Reason = o.Held.Note
		}
		switch e.Kind {
		case journal.OrderPaid:
			row.Tenders = o.Tenders
		case journal.TransferAwaited:
			row.Amount, row.Line = o.Awaited.Amount, o.TransferMemo()
		case journal.TransferConfirmed:
			if n := len(o.Tenders); n > 0 {
				row.Amount, row.Tenders, row.Line = o.Tenders[n-1].Amount(), o.Tenders[n-1:], o.TransferMemo()
			}
		}
	}
	return b.Approval
}

// drawer fills in what is about the drawer and the shift.
func (l *looking) drawer(row *report.Row, e journal.Event) (approval string) {
	switch e.Kind {
	case journal.CashMoved:
		var b shift.Movement
		_ = journal.Decode(e.Body, &b)
		row.Amount, row.Reason = b.Signed(), b.Reason
		return b.Approval
	case journal.DrawerOpened:
		var b shift.NoSale
		_ = journal.Decode(e.Body, &b)
		row.Reason = b.Reason
		return b.Approval
	case journal.ShiftOpened:
		var b shift.Shift
		_ = journal.Decode(e.Body, &b)
		row.Amount = b.Float
	case journal.DrawerCounted:
		var b shift.Declaration
		_ = journal.Decode(e.Body, &b)
		row.Amount = b.Cash.Amount
	case journal.ShiftClosed:
		var z report.Z
		_ = journal.Decode(e.Body, &z)
		row.Amount, row.Reason = z.Over(), z.Reason
	case journal.StaffChanged:
		var b shift.Asked
		_ = journal.Decode(e.Body, &b)
		row.Line, row.Reason = b.Staff+" · "+b.Name, b.What.String()
	case journal.CentralAsked:
		var b shift.Managing
		_ = journal.Decode(e.Body, &b)
		row.Line = b.Method + " " + b.Path
	case journal.AlertReconciled:
		var b report.Reconciled
		_ = journal.Decode(e.Body, &b)
		row.Line, row.Reason = b.ID, b.Reason
	case journal.TrainingStarted, journal.TrainingEnded:
		var b shift.Training
		_ = journal.Decode(e.Body, &b)
		row.Reason = b.Why
		return b.Approval
	}
	return ""
}

// points is what postings do to an account.
func points(postings []loyalty.Posting) (n int64) {
	for _, p := range postings {
		for _, l := range p.Lots {
			n += l.Points
		}
		for _, t := range p.Restores {
			n += t.Points
		}
		for _, t := range p.Takes {
			n -= t.Points
		}
		for _, k := range p.Claws {
			n -= k.Points
		}
	}
	return n
}

// masks puts masked names in the place of members' ids.
func (l *looking) masks(ctx context.Context, papers Papers, rows []report.Row) (err error) {
	for i, r := range rows {
		if rows[i].Member, err = l.mask(ctx, papers, r.Member); err != nil {
			return err
		}
	}
	return nil
}

// mask is a member as a supervisor sees them.
func (l *looking) mask(ctx context.Context, papers Papers, id string) (string, error) {
	if name, known := l.members[id]; known || id == "" {
		return name, nil
	}
	name, err := papers.Member(ctx, id)
	if err == nil {
		l.members[id] = name
	}
	return name, err
}

// isAbout says whether the last row passes by the member that it is about.
func (l *looking) isAbout(ctx context.Context, papers Papers, f filter) (bool, error) {
	if f.about == "" || l.member == f.Member {
		return true, nil
	}
	name, err := l.mask(ctx, papers, l.member)
	return name != "" && has(name, f.about), err
}
