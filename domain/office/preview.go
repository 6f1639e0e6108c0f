package office

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// How many recent orders a preview looks at.
const (
	PreviewDefault = 1000
	PreviewMax     = 100_000
)

// PreviewNamed is how many members a preview names on either side.
const PreviewNamed = 10

// PreviewQuery says what a preview looks at.
type PreviewQuery struct {
	Orders int // the newest so many, 0: PreviewDefault, at most PreviewMax
}

// Checked is the query with its default. Fault: field.range on "orders".
func (q PreviewQuery) Checked() (PreviewQuery, error) {
	if q.Orders < 0 || q.Orders > PreviewMax {
		return q, fault.At("orders", "field.range", fault.Args{"value": int64(q.Orders), "min": int64(1), "max": int64(PreviewMax)})
	}
	if q.Orders == 0 {
		q.Orders = PreviewDefault
	}
	return q, nil
}

// Preview is what recent real orders of members earned, and what they would have under another document (A2). A part of one has every
// member's change and where to go on; PreviewSum adds parts up.
type Preview struct {
	Looked  int             `json:"looked"`        // orders looked at
	Orders  int             `json:"orders"`        // of these, those that count: paid, of members, not cancelled
	From    time.Time       `json:"from,omitzero"` // paid_at of the oldest
	To      time.Time       `json:"to,omitzero"`
	Before  Figures         `json:"before"`
	After   Figures         `json:"after"`
	Tiers   []TierPreview   `json:"tiers"`                 // by the tier that the orders earned at, from the lowest up
	Bars    []PreviewBar    `json:"bars"`                  // over time, oldest first, for a chart
	Gainers int             `json:"gainers"`               // how many members would have earned more
	Losers  int             `json:"losers"`                // how many less
	Gain    []MemberPreview `json:"gain"`                  // of the gainers who gain most, most first, at most PreviewNamed
	Lose    []MemberPreview `json:"lose"`                  // of the losers
	Changes []MemberPreview `json:"changes,omitempty"`     // of a part: of all members whose points differ
	Next    string          `json:"next_cursor,omitempty"` // of a part: where the next one begins, empty on the last
}

// Figures is what orders come to.
type Figures struct {
	Points    int64     `json:"points"`    // earned
	Liability money.VND `json:"liability"` // what those points are worth when used
}

func (f *Figures) add(o Figures) {
	f.Points += o.Points
	f.Liability += o.Liability
}

// TierPreview is what the orders of one tier come to.
type TierPreview struct {
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	Least  int64   `json:"min_ranking_points"`
	Orders int     `json:"orders"`
	Before Figures `json:"before"`
	After  Figures `json:"after"`
}

// PreviewBar is what the orders paid in a day or, over a longer time, in a month come to.
type PreviewBar struct {
	From   time.Time `json:"from"` // its first instant in the programme's zone
	Month  bool      `json:"month,omitempty"`
	Before int64     `json:"before"` // points
	After  int64     `json:"after"`
}

// MemberPreview is what one member's orders come to.
type MemberPreview struct {
	ID     string `json:"customer_id"`
	Name   string `json:"name,omitempty"`
	Phone  string `json:"phone,omitempty"` // masked
	Before int64  `json:"before"`          // points
	After  int64  `json:"after"`
}

// Preview stores nothing. Each order keeps its tier where the document still has it, else takes the one that the former
// tier's threshold reaches. Faults: those of PutProgram's document; field.range on "orders".
func (o *Office) Preview(ctx context.Context, doc loyalty.Program, q PreviewQuery) (Preview, error) {
	q, err := q.Checked()
	if err != nil {
		return Preview{}, err
	}
	var sum PreviewSum
	for page := (Page{}); ; {
		page.Limit = min(PageMax, q.Orders-sum.Looked)
		part, err := o.PreviewPart(ctx, doc, page)
		if err != nil {
			return Preview{}, err
		}
		sum.Add(part)
		if page.Cursor = part.Next; part.Next == "" || sum.Looked >= q.Orders {
			break
		}
	}
	whole := sum.Whole()
	_, err = read(ctx, o, func(r Reader) (bool, error) { return true, introduce(r, whole.Gain, whole.Lose) })
	return whole, err
}

// PreviewPart is a preview of a page of orders, newest placed first, in one short look at the store. What is placed meanwhile lies before
// the first page. Faults: those of PutProgram's document; cursor.format.
func (o *Office) PreviewPart(ctx context.Context, doc loyalty.Program, p Page) (Preview, error) {
	if err := o.validate(doc); err != nil {
		return Preview{}, err
	}
	zone, err := o.zone(doc)
	if err != nil {
		return Preview{}, err
	}
	return read(ctx, o, func(r Reader) (Preview, error) {
		versions, err := r.Programs()
		if err != nil {
			return Preview{}, err
		}
		orders, next, err := r.OrdersOf("", time.Time{}, time.Time{}, p.Bounded())
		if err != nil {
			return Preview{}, err
		}
		v := previewing{doc: doc, versions: versions, zone: zone, worth: versions.At(o.now()).Use, excluded: doc.Exclusions()}
		for i := range orders {
			v.look(&orders[i])
		}
		part := v.sum.part()
		part.Looked, part.Next = len(orders), next
		return part, nil
	})
}

// introduce names members.
func introduce(r Members, lists ...[]MemberPreview) error {
	for _, list := range lists {
		for i := range list {
			m, err := resolve(r, list[i].ID)
			if err != nil && !absent(err) {
				return err
			}
			list[i].Name, list[i].Phone = m.Name, ident.MaskPhone(m.Phone)
		}
	}
	return nil
}

// previewing is a preview in the making.
type previewing struct {
	doc      loyalty.Program
	versions loyalty.Versions
	zone     *time.Location
	worth    loyalty.UseRules // now
	excluded loyalty.Exclusions
	sum      PreviewSum
	today    PreviewBar // the day of the order before
	until    time.Time
}

// look counts an order in, if it counts.
func (v *previewing) look(order *sale.Order) {
	if order.Member == "" || order.PaidAt.IsZero() || !order.CancelledAt.IsZero() {
		return
	}
	was := v.versions.At(order.PaidAt)
	tier := tierUnder(v.doc, order.Rule.Tier, was)
	rule := v.doc.Freeze(tier, order.Channel, order.PaidAt, v.zone)
	lines := order.BaseLines()
	for i := range order.Lines {
		l := &order.Lines[i]
		lines[i].Exclusion = v.excluded.Of(l.SKU, l.Category, l.Exclusion != loyalty.ExcludedFlag)
	}
	before, after := order.Earned, rule.Earn(lines).Reward
	part := Preview{Orders: 1, From: order.PaidAt, To: order.PaidAt,
		Before: Figures{before, v.worth.Value(before)}, After: Figures{after, v.doc.Use.Value(after)}}
	v.sum.figures(part)
	v.sum.tier(TierPreview{ID: order.Rule.Tier, Name: order.Rule.TierName, Least: thresholdOf(order.Rule.Tier, was, tier), Orders: 1, Before: part.Before, After: part.After})
	v.sum.bar(PreviewBar{From: v.day(order.PaidAt), Before: before, After: after})
	v.sum.member(MemberPreview{ID: order.Member, Before: before, After: after})
}

// day is the first instant of an instant's day. Orders come by time, so most are of the day before's.
func (v *previewing) day(at time.Time) time.Time {
	if at.Before(v.today.From) || !at.Before(v.until) {
		y, m, d := at.In(v.zone).Date()
		v.today.From, v.until = time.Date(y, m, d, 0, 0, 0, 0, v.zone), time.Date(y, m, d+1, 0, 0, 0, 0, v.zone)
	}
	return v.today.From
}

// thresholdOf is where a tier begins that orders earned at, under the programme of then; else where they earn now.
func thresholdOf(id string, was loyalty.Program, now loyalty.Tier) int64 {
	for _, t := range was.Tiers {
		if t.ID == id {
			return t.MinRankingPoints
		}
	}
	return now.MinRankingPoints
}

// tierUnder is the tier that a member of a former tier would hold under another document.
func tierUnder(doc loyalty.Program, former string, was loyalty.Program) loyalty.Tier {
	for _, t := range doc.Tiers {
		if t.ID == former {
			return t
		}
	}
	for _, t := range was.Tiers {
		if t.ID == former {
			return doc.TierOf(t.MinRankingPoints)
		}
	}
	return doc.TierOf(0)
}
