package sale

import (
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
)

// ReturnsMax is the greatest number of returns of one order.
const ReturnsMax = 200

// Return is goods brought back, with what was decided about money and points then; nothing of the sale is edited (C7).
// Cancelling an order is a return of what was left of it, without an id.
type Return struct {
	ID       string
	At       time.Time
	Lines    []ReturnLine
	Refund   money.VND // given back in money, what was deducted taken off
	Deducted money.VND // kept back for points already spent (C4 deduct_from_refund)
	Clawed   int64     // reward points taken back
	Forgiven int64     // reward points not taken back (C4 floor_at_zero), or paid for by Deducted
	Ranking  int64     // ranking points taken back (C6)
	Restored int64     // points used that came back (C2, U6)

	Number   string        // of its slip, TH-01-000045; "" of other channels
	Till     string        // where it was taken back, "" of other channels
	Shift    string        // whose drawer gave the money
	Cashier  string        // staff id
	Approver string        // staff id, "" when none was needed
	Reason   string        // "" when none was asked
	Tenders  []Tender      // how Refund was given back; Swapped is what went into Exchange
	Origin   []Tender      // of these, what Swapped was once paid with
	Exchange string        // key of the order that the goods were swapped for, "" when it was no exchange
	Invoice  InvoiceNumber // that adjusts the order's; zero where that has none
	Later    bool          // taken back without the order's pen: goods and money only, its points are central's to decide (SHARES 8)
}

// ReturnLine is how much of a line came back.
type ReturnLine struct {
	ID       string
	Quantity money.Quantity
}

// Returned is the order with some goods brought back, every point that it earned for them taken back (see AlreadySpent).
// All figures are of what has come back so far less what earlier returns had, so the way there doesn't matter
// (C1, C2, C3). What came with a voucher is brought back for nothing, and while it is with the customer the order isn't
// wholly returned: its vouchers come back with the last of the goods, that one's too (C5). Faults: order.unpaid;
// order.closed when it is cancelled; line.unknown; quantity.range; return.too_much (line, left); field.too_many.
func (o Order) Returned(id string, at time.Time, lines []ReturnLine) (Order, error) {
	switch s := o.State(); s {
	case Paid, Completed, Returned:
	case Cancelled:
		return o, fault.New(fault.Conflict, "order.closed", fault.Args{"state": s.String()})
	default:
		return o, fault.New(fault.Conflict, "order.unpaid", fault.Args{"state": s.String()})
	}
	if len(o.Returns) >= ReturnsMax {
		return o, fault.At("returns", "field.too_many", fault.Args{"max": int64(ReturnsMax)})
	}
	next := o.Clone()
	next.Returns = append(next.Returns, Return{ID: id, At: at, Lines: slices.Clone(lines)})
	for _, r := range lines {
		l, known := o.Line(r.ID)
		if !known {
			return o, fault.New(fault.NotFound, "line.unknown", fault.Args{"line": r.ID})
		}
		left := l.Quantity - o.Back(r.ID)
		if r.Quantity <= 0 {
			return o, fault.At("quantity", "quantity.range", fault.Args{"max": left.Decimal().String()})
		}
		if r.Quantity > left || next.Back(r.ID) > l.Quantity {
			return o, fault.New(fault.Invalid, "return.too_much", fault.Args{"line": r.ID, "left": left.Decimal().String()})
		}
	}
	r := &next.Returns[len(next.Returns)-1]
	before, after := o.standing(), next.standing()
	r.Refund, r.Restored = before.paid-after.paid, before.used-after.used
	if o.Generation > 0 && (o.Earned != 0 || o.Ranking != 0) {
		r.Clawed, r.Ranking = before.earned-after.earned, before.ranking-after.ranking
	}
	return next, nil
}

// GoodsOnly is the order with its last return moving goods and money only: who took them back hadn't the order's pen, so that
// central decides what becomes of points and vouchers (SHARES 8).
func (o Order) GoodsOnly() Order {
	o = o.Clone()
	r := &o.Returns[len(o.Returns)-1]
	r.Clawed, r.Ranking, r.Restored, r.Later = 0, 0, 0, true
	return o
}

// Decided is the order with a return that moved goods and money only as its last one, now with its points: all that the order
// earned and used for what has come back, less what other returns decided. Money stays as it was given. What was no longer
// there to be returned is left out, and beyond says how much of each line that was. Faults: those of Returned.
func (o Order) Decided(r Return, at time.Time) (next Order, beyond []ReturnLine, err error) {
	base := o.Clone()
	base.Returns = slices.DeleteFunc(base.Returns, func(b Return) bool { return b.ID == r.ID })
	lines, beyond := base.leftOf(r.Lines)
	if next, err = base.Returned(r.ID, at, lines); err != nil {
		return o, beyond, err
	}
	whole := base
	whole.Returns = nil
	full, after, others := whole.standing(), next.standing(), base.Undoing()
	d := &next.Returns[len(next.Returns)-1]
	restored, clawed, ranking := d.Restored, d.Clawed, d.Ranking
	*d = r
	d.At, d.Lines, d.Later = at, lines, false
	d.Restored, d.Clawed, d.Ranking = restored, clawed, ranking
	if o.Generation > 0 && (o.Earned != 0 || o.Ranking != 0) {
		d.Clawed = full.earned - after.earned - others.Clawed - others.Forgiven
		d.Ranking = full.ranking - after.ranking - others.Ranking
	}
	d.Restored = full.used - after.used - others.Restored
	return next, beyond, nil
}

// leftOf parts lines to return into what is left of them, and what is beyond that.
func (o Order) leftOf(lines []ReturnLine) (there, beyond []ReturnLine) {
	for _, r := range lines {
		l, _ := o.Line(r.ID)
		n := min(r.Quantity, l.Quantity-o.Back(r.ID))
		if n > 0 {
			there = append(there, ReturnLine{ID: r.ID, Quantity: n})
		}
		if n = r.Quantity - max(0, n); n > 0 {
			beyond = append(beyond, ReturnLine{ID: r.ID, Quantity: n})
		}
	}
	return there, beyond
}

// Cancel takes the whole order back: before payment nothing but the points and vouchers on it, keepUsed leaving the
// points where they are (U6); after it all that is left of it, as a return. Fault: order.closed.
func (o Order) Cancel(at time.Time, keepUsed bool) (Order, error) {
	if o.State() == Cancelled {
		return o, fault.New(fault.Conflict, "order.closed", fault.Args{"state": Cancelled.String()})
	}
	if o.PaidAt.IsZero() {
		o, err := o.Clone().Void(at)
		back := Return{At: at}
		if !keepUsed {
			back.Restored = o.Use.Points
		}
		o.Returns = append(o.Returns, back)
		return o, err
	}
	var rest []ReturnLine
	for _, l := range o.Lines {
		if left := l.Quantity - o.Back(l.ID); left > 0 {
			rest = append(rest, ReturnLine{ID: l.ID, Quantity: left})
		}
	}
	next, err := o.Returned("", at, rest)
	if err != nil {
		return o, err
	}
	next.CancelledAt = at
	return next, nil
}

// Reopened is a cancelled order as it was placed, to be paid anew: it will earn its next generation (E8). Points
// that the cancelling gave back are off it no more, nor are its vouchers, what came with them, and its money. Fault:
// order.closed when it isn't cancelled.
func (o Order) Reopened() (Order, error) {
	if s := o.State(); s != Cancelled {
		return o, fault.New(fault.Conflict, "order.closed", fault.Args{"state": s.String()})
	}
	o = o.Clone()
	if o.Undoing().Restored > 0 {
		o.Use = PointsUse{}
	}
	o.CancelledAt, o.PaidAt, o.DeliveredAt = time.Time{}, time.Time{}, time.Time{}
	o.Vouchers, o.Returns, o.Tenders, o.Exchange, o.Rule, o.Earned, o.Ranking = nil, nil, nil, Exchange{}, loyalty.Rule{}, 0, 0
	o.Invoice = InvoiceNumber{}
	o.Lines = slices.DeleteFunc(o.Lines, func(l Line) bool { return l.Gift != "" })
	return o, nil
}

// AlreadySpent decides once what becomes of so many of the last return's points that the account no longer covers
// (C4): they are taken all the same, and are a debt (negative); let go (floor_at_zero); or kept back from the refund
// at so much a point, as far as it reaches (deduct_from_refund).
func (o Order) AlreadySpent(short int64, mode string, perPoint money.VND) Order {
	o = o.Clone()
	r := &o.Returns[len(o.Returns)-1]
	switch mode {
	case loyalty.SpentFloor:
		short = min(short, r.Clawed)
	case loyalty.SpentDeduct:
		short = min(short, r.Clawed, int64(r.Refund/perPoint))
		r.Deducted = money.VND(short) * perPoint
		r.Refund -= r.Deducted
	default:
		return o
	}
	r.Clawed -= short
	r.Forgiven = short
	return o
}

// LastReturn is what the order's last return does to its member's account (C1, C2, C6): used points come back to their
// lots, or as children of those that have lapsed, then earned points go. a is the account at the return, before it.
func (o Order) LastReturn(a loyalty.Account, grace time.Duration) []loyalty.Posting {
	r := o.Returns[len(o.Returns)-1]
	var postings []loyalty.Posting
	if r.Restored > 0 {
		kind := loyalty.Restore
		if o.PaidAt.IsZero() {
			kind = loyalty.UseUndone
		}
		before := o.Undoing().Restored - r.Restored
		restores, children := loyalty.UndoTakes(o.takesBack(before, r.Restored), a, r.At, grace, o.Key()+"/"+r.ID)
		postings = append(postings, loyalty.Posting{Member: o.Member, Kind: kind, Order: o.Key(), Restores: restores, Lots: children})
	}
	if r.Clawed > 0 || r.Ranking != 0 {
		p := loyalty.Posting{Member: o.Member, Kind: loyalty.ClawBack, Order: o.Key(), Ranking: -r.Ranking}
		if r.Clawed > 0 {
			p.Claws = []loyalty.Claw{{Lot: loyalty.LotID(o.Key(), o.Generation), Points: r.Clawed}}
		}
		postings = append(postings, p)
	}
	return postings
}

// takesBack are so many points of the order's takes, behind those that came back before. What was taken last comes back
// first: it lapses last.
func (o Order) takesBack(before, points int64) []loyalty.Take {
	var back []loyalty.Take
	for _, t := range slices.Backward(o.Use.Takes) {
		skip := min(before, t.Points)
		before -= skip
		if n := min(points, t.Points-skip); n > 0 {
			back = append(back, loyalty.Take{Lot: t.Lot, Points: n, Trust: t.Trust})
			points -= n
		}
	}
	return back
}

// Undoing is all returns of the order together: its figures without ID, At and Lines.
func (o Order) Undoing() Return {
	var sum Return
	for _, r := range o.Returns {
		sum.Refund += r.Refund
		sum.Deducted += r.Deducted
		sum.Clawed += r.Clawed
		sum.Forgiven += r.Forgiven
		sum.Ranking += r.Ranking
		sum.Restored += r.Restored
	}
	return sum
}

// Back is how much of a line has come back.
func (o Order) Back(line string) money.Quantity {
	var sum money.Quantity
	for _, r := range o.Returns {
		for _, l := range r.Lines {
			if l.ID == line {
				sum += l.Quantity
			}
		}
	}
	return sum
}

// allReturned says whether nothing is left with the customer.
func (o Order) allReturned() bool {
	if len(o.Returns) == 0 {
		return false
	}
	return !slices.ContainsFunc(o.Lines, func(l Line) bool { return o.Back(l.ID) < l.Quantity })
}

// standing is what an order comes to for the goods that are still with the customer.
type standing struct {
	paid            money.VND // in money, shipping apart
	used            int64     // points
	earned, ranking int64
}

func (o Order) standing() standing {
	kept, paid := o.kept()
	earned := o.Rule.Earn(kept)
	s := standing{paid: paid, earned: earned.Reward, ranking: earned.Ranking}
	if !o.allReturned() {
		s.used = o.Use.Points
		for i, points := range o.linePoints() {
			s.used -= share(points, o.Back(o.Lines[i].ID), o.Lines[i].Quantity)
		}
	}
	return s
}

// kept are the lines still with the customer as earning sees them (C1), and what was paid for them in money. Of each part of a price the returned
// units have their share, dropped to the đồng, the last unit taking the rest.
func (o Order) kept() (lines []loyalty.BaseLine, paid money.VND) {
	totals := o.Totals()
	for i, l := range o.BaseLines() {
		back, quantity := o.Back(l.ID), o.Lines[i].Quantity
		if back >= quantity {
			continue
		}
		left := func(v money.VND) money.VND { return v - money.VND(share(int64(v), back, quantity)) }
		net := left(totals.Lines[i].Net)
		l.Discount, l.Shared, l.Points = left(l.Discount), left(l.Shared), left(l.Points)
		l.Amount = net + l.Discount + l.Shared + l.Points
		lines, paid = append(lines, l), paid+net
	}
	return lines, paid
}

// linePoints splits the points used over the lines as their value was (C2): what pays shipping has its part, which comes
// back with the last line.
func (o Order) linePoints() []int64 {
	t := o.Totals()
	weights := make([]int64, len(t.Lines))
	var goods money.VND
	for i, l := range t.Lines {
		goods += l.Points
		weights[i] = int64(l.Net + l.Points)
	}
	onGoods := o.Use.Points
	if shipping := t.Points - goods; shipping > 0 {
		onGoods = money.Split(o.Use.Points, []int64{int64(goods), int64(shipping)})[0]
	}
	return money.Split(onGoods, weights)
}

// Code is the canonical form; it belongs to the order's version.
func (l *ReturnLine) Code(c *journal.Codec) {
	journal.String(c, &l.ID)
	journal.Int(c, &l.Quantity)
}

// codeSlip is the canonical form of what a till decides; it belongs to the order's version.
func (r *Return) codeSlip(c *journal.Codec) {
	journal.String(c, &r.Number)
	journal.String(c, &r.Till)
	journal.String(c, &r.Shift)
	journal.String(c, &r.Cashier)
	journal.String(c, &r.Approver)
	journal.String(c, &r.Reason)
	journal.List(c, &r.Tenders, func(c *journal.Codec, t *Tender) { t.Code(c) })
	journal.List(c, &r.Origin, func(c *journal.Codec, t *Tender) { t.Code(c) })
	journal.String(c, &r.Exchange)
}

// Code is the canonical form of what every channel decides.
func (r *Return) Code(c *journal.Codec) {
	journal.String(c, &r.ID)
	c.Time(&r.At)
	journal.List(c, &r.Lines, func(c *journal.Codec, l *ReturnLine) { l.Code(c) })
	journal.Int(c, &r.Refund)
	journal.Int(c, &r.Deducted)
	journal.Int(c, &r.Clawed)
	journal.Int(c, &r.Forgiven)
	journal.Int(c, &r.Ranking)
	journal.Int(c, &r.Restored)
}
