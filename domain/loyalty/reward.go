package loyalty

import (
	"encoding/json"
	"reflect"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
)

// Reward is what points can buy (V2), in the shape of API.md. Rewards are changed and retired, never deleted; vouchers
// keep the terms that they were issued under.
type Reward struct {
	ID           string     `json:"id"`
	Name         string     `json:"name"`
	Cost         int64      `json:"cost"` // points, above 0
	Gives        Gives      `json:"gives"`
	MinOrder     *money.VND `json:"min_order,omitempty"`    // of goods less discounts
	Stock        *int64     `json:"stock,omitempty"`        // vouchers that may ever be issued; handed back ones count no more
	PerCustomer  *int64     `json:"per_customer,omitempty"` // of those, to one member
	Tiers        []string   `json:"tiers,omitempty"`        // that may take it; empty: all
	From         string     `json:"from,omitempty"`         // first day, 2006-01-31 in the programme's zone, or an instant
	To           string     `json:"to,omitempty"`           // last day, whole; or an instant
	VoucherDays  *int64     `json:"voucher_days,omitempty"` // a voucher's life, days of 24 h; nil: for ever
	Channels     []string   `json:"channels,omitempty"`     // where its vouchers may be used; empty: all
	WithPoints   bool       `json:"with_points"`            // vouchers combine with points used; true by default
	WithVouchers bool       `json:"with_vouchers"`          // and with other vouchers
	Transferable bool       `json:"transferable"`           // others than their member may use them (V4)
	Issued       int64      `json:"issued"`                 // vouchers out, handed back ones taken off; kept by central
	RetiredAt    time.Time  `json:"retired_at,omitzero"`
}

// GiveKind is what a voucher gives.
type GiveKind string

// The kinds.
const (
	GiveAmount  GiveKind = "amount"
	GivePercent GiveKind = "percent"
	GiveProduct GiveKind = "product"
)

// Gives is what a voucher takes off an order: an amount, a percentage up to a cap, or one unit of a product.
type Gives struct {
	Kind    GiveKind       `json:"kind"`
	Amount  *money.VND     `json:"amount,omitempty"`
	Percent *money.Percent `json:"percent,omitempty"`
	Cap     *money.VND     `json:"cap,omitempty"`
	SKU     string         `json:"sku,omitempty"`
}

// RewardMax is the size of the largest reward document, bytes.
const RewardMax = 64 << 10

// ParseReward reads a reward document of that id (API.md) and checks it, as ParseProgram does a programme. What only
// central knows (issued, retired_at) is dropped.
func ParseReward(id string, document []byte) (Reward, error) {
	if len(document) > RewardMax {
		return Reward{}, fault.New(fault.Invalid, "json.too_long", fault.Args{"max": int64(RewardMax)})
	}
	if err := jsonObject(document); err != nil {
		return Reward{}, fault.Wrap(fault.Invalid, "json.format", err, nil)
	}
	p := Reward{WithPoints: true}
	var r reader
	r.value("", json.RawMessage(document), reflect.ValueOf(&p).Elem())
	p.ID, p.Issued, p.RetiredAt = id, 0, time.Time{}
	p.Tiers, p.Channels = append([]string(nil), p.Tiers...), append([]string(nil), p.Channels...) // an empty list is none
	return p, r.faults.Also(p.Validate()).OrNil()
}

// Validate checks every field; its error is fault.Fields with each fault's JSON path, all at once (A3). Faults:
// field.required, field.too_long, field.too_many, field.duplicate, field.range, field.enum, date.format, window.order.
func (r Reward) Validate() error {
	var c checker
	c.required("id", r.ID)
	c.required("name", r.Name)
	c.between("cost", r.Cost, 1, PointsMax)
	c.gives(r.Gives)
	if r.MinOrder != nil {
		c.amount("min_order", *r.MinOrder, 0)
	}
	c.optional("stock", r.Stock, 0)
	c.optional("per_customer", r.PerCustomer, 1)
	c.names("tiers", r.Tiers, TiersMax)
	c.names("channels", r.Channels, ChannelsMax)
	if r.VoucherDays != nil {
		c.between("voucher_days", *r.VoucherDays, 1, DaysMax)
	}
	from, fromErr := dayOf(r.From, time.UTC, 0)
	to, toErr := dayOf(r.To, time.UTC, 1)
	if fromErr != nil {
		c.add("from", "date.format", fault.Args{"value": clip(r.From)})
	}
	if toErr != nil {
		c.add("to", "date.format", fault.Args{"value": clip(r.To)})
	}
	if fromErr == nil && toErr == nil && r.From != "" && r.To != "" && !from.Before(to) {
		c.add("to", "window.order", fault.Args{"from": r.From, "to": r.To})
	}
	return c.faults.OrNil()
}

func (c *checker) gives(g Gives) {
	c.enum("gives.kind", string(g.Kind), string(GiveAmount), string(GivePercent), string(GiveProduct))
	switch g.Kind {
	case GiveAmount:
		if g.Amount == nil {
			c.add("gives.amount", "field.required", nil)
		} else {
			c.amount("gives.amount", *g.Amount, 1)
		}
	case GivePercent:
		if g.Percent == nil {
			c.add("gives.percent", "field.required", nil)
		} else if *g.Percent <= 0 {
			c.add("gives.percent", "field.range", fault.Args{"value": g.Percent.String(), "min": "0.0001", "max": "100"})
		} else {
			c.percent("gives.percent", *g.Percent, money.Per100(100))
		}
		if g.Cap != nil {
			c.amount("gives.cap", *g.Cap, 1)
		}
	case GiveProduct:
		c.required("gives.sku", g.SKU)
	}
}

// dayOf is the instant at which a day, later days on, begins in the zone; an instant given as such is itself. "" is the zero time.
func dayOf(s string, zone *time.Location, later int) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at.UTC(), nil
	}
	d, err := time.ParseInLocation(time.DateOnly, s, zone)
	if err != nil {
		return time.Time{}, err
	}
	return time.Date(d.Year(), d.Month(), d.Day()+later, 0, 0, 0, 0, zone).UTC(), nil
}

// Retire is the reward taken off the list at an instant; once retired it stays so.
func (r Reward) Retire(at time.Time) Reward {
	if r.RetiredAt.IsZero() {
		r.RetiredAt = at
	}
	return r
}

// Over says whether nobody can redeem the reward any more: it is retired, or its last day has passed in the zone.
func (r Reward) Over(at time.Time, zone *time.Location) bool {
	to, _ := dayOf(r.To, zone, 1)
	return !r.RetiredAt.IsZero() && !at.Before(r.RetiredAt) || r.To != "" && !at.Before(to)
}

// Wish is a member who would redeem a reward.
type Wish struct {
	At       time.Time
	Zone     *time.Location // the programme's
	Tier     string         // id of the tier held then
	Usable   int64          // points
	Taken    int64          // vouchers of this reward that the member has had, handed back ones apart
	Channel  string         // where the voucher is to be used, "" when that is open
	Disabled bool           // Program.UseDisabled
}

// Redeemable says why the member can't redeem the reward then, nil when nothing speaks against it (V1). Faults, in the
// order of looking: program.disabled; reward.retired; reward.window (from, to); reward.tier (tiers); voucher.channel
// (channels); reward.out_of_stock; reward.limit (most); points.short (have, want).
func (r Reward) Redeemable(w Wish) error {
	from, _ := dayOf(r.From, w.Zone, 0)
	to, _ := dayOf(r.To, w.Zone, 1)
	switch {
	case w.Disabled:
		return fault.New(fault.Invalid, "program.disabled", nil)
	case !r.RetiredAt.IsZero() && !w.At.Before(r.RetiredAt):
		return fault.New(fault.Invalid, "reward.retired", nil)
	case w.At.Before(from) || r.To != "" && !w.At.Before(to):
		return fault.New(fault.Invalid, "reward.window", fault.Args{"from": r.From, "to": r.To})
	case !within(r.Tiers, w.Tier):
		return fault.New(fault.Invalid, "reward.tier", fault.Args{"tiers": listed(r.Tiers)})
	case w.Channel != "" && !within(r.Channels, w.Channel):
		return fault.New(fault.Invalid, "voucher.channel", fault.Args{"channels": listed(r.Channels)})
	case r.Stock != nil && r.Issued >= *r.Stock:
		return fault.New(fault.Invalid, "reward.out_of_stock", fault.Args{"stock": *r.Stock})
	case r.PerCustomer != nil && w.Taken >= *r.PerCustomer:
		return fault.New(fault.Invalid, "reward.limit", fault.Args{"most": *r.PerCustomer})
	case w.Usable < r.Cost:
		return shortFault(max(w.Usable, 0), r.Cost)
	}
	return nil
}

// within says whether the list names it; an empty list names all.
func within(list []string, one string) bool { return len(list) == 0 || slices.Contains(list, one) }

// Code is the canonical form.
func (g *Gives) Code(c *journal.Codec) {
	journal.String(c, &g.Kind)
	journal.Optional(c, &g.Amount, journal.Int[money.VND])
	journal.Optional(c, &g.Percent, journal.Int[money.Percent])
	journal.Optional(c, &g.Cap, journal.Int[money.VND])
	journal.String(c, &g.SKU)
}
