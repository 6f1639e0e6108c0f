package report

import (
	"cmp"
	"slices"
	"time"

	"tim/domain/catalog"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
)

// Rule names a pattern that people who rob tills leave in a journal (retail practice). What it finds is worth a look and proves nothing.
type Rule string

// The rules.
const (
	CardOften   Rule = "card.often"   // one member on very many sales of a day
	CardLate    Rule = "card.late"    // one cashier names one member, time and again, only when nothing is left to scan
	VoidLate    Rule = "void.late"    // carts thrown away behind their payment screen
	RefundQuick Rule = "refund.quick" // goods of a sale of just now come back, to the same cashier
	SpendLate   Rule = "spend.late"   // points spent in the last minutes of a shift, far more than all day
	TicketSplit Rule = "ticket.split" // one member's purchases in pieces
	CountAgain  Rule = "count.again"  // a shift's drawer counted again and again, to other sums, before its Z, or until it fitted
	FloatOther  Rule = "float.other"  // a shift opens with another float than the one before left in the drawer
	RateHigh    Rule = "rate.high"    // a cashier does something far oftener than the others of the shop
)

// Known says whether that is one of the rules.
func (r Rule) Known() bool {
	switch r {
	case CardOften, CardLate, VoidLate, RefundQuick, SpendLate, TicketSplit, CountAgain, FloatOther, RateHigh:
		return true
	}
	return false
}

// Limits are from where on a rule speaks.
type Limits struct {
	CardPerDay   int           // sales with one member
	LatePerDay   int           // of one cashier with one member
	LateWithin   time.Duration // between naming and payment
	VoidsPerDay  int           // of one cashier
	QuickRefund  time.Duration
	QuickPerDay  int           // of one cashier
	SpendWindow  time.Duration // before a shift closes
	SpendsAtEnd  int           // in that
	SpendTimes   int64         // as often as the shift's own pace, at least
	SplitWithin  time.Duration
	SplitSales   int       // of one member, within that
	CountSums    int       // that a drawer was said to hold before its Z
	CountOff     money.VND // that a first count is off by, where the last fits to the đồng
	RateLeast    int64     // events of a cashier in a week
	RateCashiers int       // that the median is taken over
	RateScore    int64     // robust z-score
}

// DefaultLimits are quiet enough to be read: less than one false alarm a till and week in a shop that nobody robs.
func DefaultLimits() Limits {
	return Limits{CardPerDay: 5, LatePerDay: 4, LateWithin: 5 * time.Second, VoidsPerDay: 3, QuickRefund: 15 * time.Minute, QuickPerDay: 3,
		SpendWindow: 15 * time.Minute, SpendsAtEnd: 4, SpendTimes: 4, SplitWithin: 10 * time.Minute, SplitSales: 3, CountSums: 3, CountOff: 50_000,
		RateLeast: 8, RateCashiers: 3, RateScore: 5}
}

// Finding is what a rule found.
type Finding struct {
	Rule     Rule         `json:"rule"`
	What     journal.Kind `json:"what"`              // of RateHigh: what is done so often; 0 of the others
	Till     string       `json:"till,omitempty"`    // "" when over several
	Cashier  string       `json:"cashier,omitempty"` // staff id, "" when several
	Member   string       `json:"member,omitempty"`  // "" when none is meant
	From     time.Time    `json:"from,omitzero"`
	To       time.Time    `json:"to,omitzero"`
	N        int64        `json:"n"`
	Amount   money.VND    `json:"amount"`   // of CountAgain how far the sums are apart, of FloatOther what is in the float beyond what was left
	Usual    int64        `json:"usual"`    // of RateHigh and SpendLate: what would be usual, per 1.000 sales or in that time
	Evidence []Place      `json:"evidence"` // oldest first
}

// ID names the finding for as long as it is found: what was looked at once isn't shown as new again.
func (f Finding) ID() string {
	return string(f.Rule) + "/" + f.What.String() + "/" + f.Till + "/" + f.Cashier + "/" + f.Member + "/" + f.From.UTC().Format("20060102T150405")
}

// Place is an event of some till's journal.
type Place struct {
	Writer string    `json:"writer,omitempty"`
	Epoch  uint32    `json:"epoch"`
	Seq    uint64    `json:"seq"`
	At     time.Time `json:"at,omitzero"`
	Amount money.VND `json:"amount"`
}

// Watch looks at journals of a shop's tills. Each journal comes in its own order; how they are mixed makes no difference.
type Watch struct {
	limits Limits
	zone   *time.Location
	sales  map[dayOf][]Place  // by member and day
	lates  map[dayOf][]Place  // by cashier, member and day
	voids  map[dayOf][]Place  // by cashier and day
	quick  map[dayOf][]Place  // by cashier and day
	rates  map[weekOf]*Habits // by cashier and week
	named  map[string]naming  // by open order
	till   map[string]*tillWatch
	counts map[string][]Place // by shift that isn't closed: what its drawer was said to hold
	whose  map[string]string  // by shift: who said so first
	left   map[string]Place   // by till: the newest Z that nobody has opened behind, with what it left in the drawer
	found  []Finding
}

type dayOf struct {
	day             string
	cashier, member string
}

type weekOf struct {
	year, week int
	cashier    string
}

// naming is a member coming to a cart.
type naming struct {
	at    time.Time
	total money.VND
}

// tillWatch is a till's present shift.
type tillWatch struct {
	opened time.Time
	spends []Place
	moved  uint64 // seq of the newest event that changed what the drawer should hold
}

// NewWatch begins to look. Days and weeks are the zone's.
func NewWatch(limits Limits, zone *time.Location) *Watch {
	return &Watch{limits: limits, zone: zone, sales: map[dayOf][]Place{}, lates: map[dayOf][]Place{}, voids: map[dayOf][]Place{}, quick: map[dayOf][]Place{},
		rates: map[weekOf]*Habits{}, named: map[string]naming{}, till: map[string]*tillWatch{},
		counts: map[string][]Place{}, whose: map[string]string{}, left: map[string]Place{}}
}

// Apply looks at a journal's next event. What can't be read is no evidence.
func (w *Watch) Apply(e journal.Event) {
	switch e.Kind {
	case journal.ShiftOpened:
		w.opened(e)
	case journal.DrawerCounted:
		w.counted(e)
	case journal.MemberCreated:
		w.signedUp(e)
	case journal.ShiftClosed:
		w.closed(e)
	case journal.MemberAttached:
		var a sale.Attachment
		if journal.Decode(e.Body, &a) == nil && a.Member != "" {
			w.named[a.Order] = naming{e.At, a.Total}
		}
	case journal.CashMoved:
		w.moved(e)
	case journal.OrderPaid, journal.OrderReturned, journal.OrderVoided, journal.PointsUsed:
		w.moved(e)
		w.order(e)
	case journal.VoucherRedeemed:
		w.spent(e, 0)
	case journal.LineVoided, journal.PriceOverridden, journal.LineDiscounted, journal.DrawerOpened, journal.ReceiptReprinted:
		w.habits(e).count(e)
	case journal.OrderDiscounted:
		w.discounted(e)
	}
}

// discounted counts a discount that a cashier gave off a whole order, not one that was made smaller or taken back.
func (w *Watch) discounted(e journal.Event) {
	var d sale.OrderDiscount
	if journal.Decode(e.Body, &d) == nil && d.After > d.Before {
		h := w.habits(e)
		h.Done[e.Kind] = append(h.Done[e.Kind], placeOf(e, d.After-d.Before))
	}
}

// signedUp remembers who a cashier made a member.
func (w *Watch) signedUp(e journal.Event) {
	var m catalog.MemberCreated
	if journal.Decode(e.Body, &m) == nil {
		h := w.habits(e)
		h.signUps = append(h.signUps, signUp{placeOf(e, 0), m.ID})
	}
}

func (w *Watch) key(e journal.Event, cashier, member string) dayOf {
	return dayOf{e.At.In(w.zone).Format(time.DateOnly), cashier, member}
}

func (w *Watch) habits(e journal.Event) *Habits {
	year, week := e.At.In(w.zone).ISOWeek()
	key := weekOf{year, week, e.Actor}
	if w.rates[key] == nil {
		w.rates[key] = &Habits{Done: map[journal.Kind][]Place{}}
	}
	return w.rates[key]
}

func placeOf(e journal.Event, amount money.VND) Place {
	return Place{Writer: e.Writer, Epoch: e.Epoch, Seq: e.Seq, At: e.At, Amount: amount}
}

func (w *Watch) order(e journal.Event) {
	var body sale.Filed
	if journal.Decode(e.Body, &body) != nil {
		return
	}
	o := body.Order
	switch {
	case e.Kind == journal.PointsUsed:
		if o.Use.Points > 0 {
			w.spent(e, o.Use.Value)
		}
	case e.Kind == journal.OrderPaid:
		w.paid(e, o)
	case e.Kind == journal.OrderReturned || !o.PaidAt.IsZero():
		w.returned(e, o)
	default:
		delete(w.named, o.Key())
		w.habits(e).count(e)
		if len(o.Tenders) > 0 {
			w.add(w.voids, w.key(e, e.Actor, ""), placeOf(e, o.Totals().Payable))
		}
	}
}

func (w *Watch) add(to map[dayOf][]Place, key dayOf, p Place) { to[key] = append(to[key], p) }

func (w *Watch) paid(e journal.Event, o sale.Order) {
	place := placeOf(e, o.Totals().Payable)
	h := w.habits(e)
	h.Sales++
	if o.Use.Points > 0 {
		h.Done[journal.PointsUsed] = append(h.Done[journal.PointsUsed], placeOf(e, o.Totals().Points))
	}
	if o.Member != "" {
		w.add(w.sales, w.key(e, "", o.Member), place)
		if n, known := w.named[o.Key()]; known && n.total >= o.Totals().Goods-o.Totals().Discounts && e.At.Sub(n.at) <= w.limits.LateWithin {
			w.add(w.lates, w.key(e, e.Actor, o.Member), place)
		}
	}
	delete(w.named, o.Key())
}

func (w *Watch) returned(e journal.Event, o sale.Order) {
	w.habits(e).count(e)
	if len(o.Returns) == 0 {
		return
	}
	r := o.Returns[len(o.Returns)-1]
	if o.Cashier == e.Actor && e.At.Sub(o.PaidAt) <= w.limits.QuickRefund && r.Exchange == "" {
		w.add(w.quick, w.key(e, e.Actor, ""), placeOf(e, r.Refund))
	}
}

func (w *Watch) spent(e journal.Event, value money.VND) {
	if t := w.till[e.Writer]; t != nil {
		t.spends = append(t.spends, placeOf(e, value))
	}
}

// closed looks at what was spent just before a shift's end, and at how its drawer was counted.
func (w *Watch) closed(e journal.Event) {
	t := w.till[e.Writer]
	delete(w.till, e.Writer)
	var z Z
	if journal.Decode(e.Body, &z) != nil {
		return
	}
	w.left[e.Writer] = placeOf(e, z.Left)
	again := w.recounted(z.Sum.Shift.ID)
	if again == nil {
		again = w.fitted(z, t)
	}
	w.found = append(w.found, again...)
	delete(w.counts, z.Sum.Shift.ID)
	delete(w.whose, z.Sum.Shift.ID)
	if t != nil {
		w.hurried(e, z, t)
	}
}

// hurried looks at what was spent just before a shift's end.
func (w *Watch) hurried(e journal.Event, z Z, t *tillWatch) {
	from := e.At.Add(-w.limits.SpendWindow)
	i, _ := slices.BinarySearchFunc(t.spends, from, func(p Place, at time.Time) int { return p.At.Compare(at) })
	late, before := t.spends[i:], int64(i)
	usual := int64(0)
	if length := from.Sub(t.opened); length > 0 {
		usual = (before*int64(w.limits.SpendWindow) + int64(length) - 1) / int64(length)
	}
	if len(late) >= w.limits.SpendsAtEnd && int64(len(late)) >= w.limits.SpendTimes*max(1, usual) {
		w.found = append(w.found, finding(Finding{Rule: SpendLate, Till: e.Writer, Cashier: z.Sum.Shift.Cashier, Usual: usual}, late))
	}
}

// finding completes one from its evidence.
func finding(f Finding, evidence []Place) Finding {
	f.Evidence = slices.Clone(evidence)
	slices.SortFunc(f.Evidence, func(a, b Place) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Writer, b.Writer), cmp.Compare(a.Seq, b.Seq))
	})
	f.N, f.Amount = int64(len(evidence)), 0
	f.From, f.To = f.Evidence[0].At, f.Evidence[len(evidence)-1].At
	till := f.Evidence[0].Writer
	for _, p := range f.Evidence {
		f.Amount += p.Amount
		if p.Writer != till {
			till = ""
		}
	}
	f.Till = till
	return f
}

// Findings are what the rules found so far, oldest first.
func (w *Watch) Findings() []Finding {
	list := slices.Clone(w.found)
	daily := func(rule Rule, of map[dayOf][]Place, least int) {
		for key, places := range of {
			if len(places) >= least {
				list = append(list, finding(Finding{Rule: rule, Cashier: key.cashier, Member: key.member}, places))
			}
		}
	}
	daily(CardOften, w.sales, w.limits.CardPerDay)
	daily(CardLate, w.lates, w.limits.LatePerDay)
	daily(VoidLate, w.voids, w.limits.VoidsPerDay)
	daily(RefundQuick, w.quick, w.limits.QuickPerDay)
	for key, places := range w.sales {
		if split := w.split(places); len(split) > 0 {
			list = append(list, finding(Finding{Rule: TicketSplit, Member: key.member}, split))
		}
	}
	for id := range w.counts {
		list = append(list, w.recounted(id)...)
	}
	list = append(list, w.outliers()...)
	slices.SortFunc(list, func(a, b Finding) int { return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.ID(), b.ID())) })
	return list
}

// split are a member's sales of a day at one till that follow each other too closely.
func (w *Watch) split(places []Place) []Place {
	byTill := map[string][]Place{}
	for _, p := range places {
		byTill[p.Writer] = append(byTill[p.Writer], p)
	}
	var worst []Place
	for _, list := range byTill {
		slices.SortFunc(list, func(a, b Place) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Seq, b.Seq)) })
		for i := range list {
			j := i
			for j < len(list) && list[j].At.Sub(list[i].At) <= w.limits.SplitWithin {
				j++
			}
			if j-i >= w.limits.SplitSales && j-i > len(worst) {
				worst = list[i:j]
			}
		}
	}
	return worst
}

// Habits are what a cashier did in a week beside selling.
type Habits struct {
	Sales   int64
	Done    map[journal.Kind][]Place
	signUps []signUp
}

// signUp is somebody made a member.
type signUp struct {
	place  Place
	member string
}

func (h *Habits) count(e journal.Event) {
	amount := money.VND(0)
	var line sale.LineChange
	if (e.Kind == journal.LineVoided || e.Kind == journal.PriceOverridden || e.Kind == journal.LineDiscounted) && journal.Decode(e.Body, &line) == nil {
		amount = Value(line.Before) - Value(line.After)
	}
	h.Done[e.Kind] = append(h.Done[e.Kind], placeOf(e, amount))
}
