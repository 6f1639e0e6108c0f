package office

import (
	"context"
	"time"

	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// How many recent orders a preview looks at.
const (
	PreviewDefault = 1000
	PreviewMax     = 100_000
)

// PreviewQuery says what a preview looks at.
type PreviewQuery struct {
	Orders int // the newest so many, 0: PreviewDefault, at most PreviewMax
}

// Preview is what recent real orders of members earned, and what they would have under another document (A2).
type Preview struct {
	Orders int             `json:"orders"`        // that count: paid, of members, not cancelled
	From   time.Time       `json:"from,omitzero"` // paid_at of the oldest
	To     time.Time       `json:"to,omitzero"`
	Before Figures         `json:"before"`
	After  Figures         `json:"after"`
	Tiers  []TierPreview   `json:"tiers"`  // by the tier that the orders earned at, from the lowest up
	Bars   []PreviewBar    `json:"bars"`   // over time, oldest first, for a chart
	Gain   []MemberPreview `json:"gain"`   // who would have earned more, most first, at most PreviewNamed
	Lose   []MemberPreview `json:"lose"`   // who would have earned less, most first, at most PreviewNamed
	Losers int             `json:"losers"` // how many members would have earned less
	Gained int             `json:"gained"` // how many more
}

// PreviewNamed is how many members a preview names on either side.
const PreviewNamed = 10

// TierPreview is what the orders of one tier come to.
type TierPreview struct {
	ID     string  `json:"id"`
	Name   string  `json:"name"`
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

// Figures is what orders come to.
type Figures struct {
	Points    int64     `json:"points"`    // earned
	Liability money.VND `json:"liability"` // what those points are worth when used
}

// Preview stores nothing. Each order keeps its tier where the document still has it, else takes the one that the former
// tier's threshold reaches. Faults: those of PutProgram's document.
func (o *Office) Preview(ctx context.Context, doc loyalty.Program) (Preview, error) {
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
		orders, _, err := r.OrdersOf("", time.Time{}, time.Time{}, Page{Limit: PreviewDefault})
		if err != nil {
			return Preview{}, err
		}
		var p Preview
		for _, order := range orders {
			if order.Member != "" && !order.PaidAt.IsZero() && order.CancelledAt.IsZero() {
				p.add(order, versions, doc, zone)
			}
		}
		p.Before.Liability = versions.At(o.now()).Use.Value(p.Before.Points)
		p.After.Liability = doc.Use.Value(p.After.Points)
		return p, nil
	})
}

func (p *Preview) add(order sale.Order, versions loyalty.Versions, doc loyalty.Program, zone *time.Location) {
	rule := doc.Freeze(tierUnder(doc, order.Rule.Tier, versions.At(order.PaidAt)), order.Channel, order.PaidAt, zone)
	lines := order.BaseLines()
	for i, l := range order.Lines {
		lines[i].Exclusion = doc.Exclusion(l.SKU, l.Category, l.Exclusion != loyalty.ExcludedFlag)
	}
	p.Before.Points += order.Earned
	p.After.Points += rule.Earn(lines).Reward
	p.Orders++
	if p.From.IsZero() || order.PaidAt.Before(p.From) {
		p.From = order.PaidAt
	}
	if order.PaidAt.After(p.To) {
		p.To = order.PaidAt
	}
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
