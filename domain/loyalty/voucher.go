package loyalty

import (
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
)

// Terms are what a voucher keeps of its reward for life.
type Terms struct {
	Gives        Gives
	MinOrder     money.VND // of goods less discounts; 0: none
	Channels     []string  // empty: all
	WithPoints   bool
	WithVouchers bool
	Transferable bool
}

// VoucherState is where a voucher stands, as API.md writes it.
type VoucherState string

// The states.
const (
	VoucherIssued     VoucherState = "issued"
	VoucherUsed       VoucherState = "used"
	VoucherExpired    VoucherState = "expired"
	VoucherHandedBack VoucherState = "handed_back"
)

// Voucher is a right bought with points to something off one order (V3, V4). It is a value: every transition returns a new one.
type Voucher struct {
	ID           string // its code: 18 digits (ident.Minter.Voucher)
	Issue        string // id of its issuing: with Generation the name of the right itself (SHARES 9)
	Generation   int    // from 1; each coming back from an order raises it
	Member       string // who redeemed it
	Reward       string // id, "" for points turned into money (V5)
	Name         string // of the reward then
	Terms        Terms
	Cost         int64  // points
	Takes        []Take // the lots that they came from
	IssuedAt     time.Time
	ExpiresAt    time.Time // zero: never
	Order        string    // channel/id of the order that it is on, "" when on none
	UsedAt       time.Time
	HandedBackAt time.Time
}

// Terms are what a voucher of the reward keeps.
func (r Reward) Terms() Terms {
	t := Terms{Gives: r.Gives, Channels: r.Channels, WithPoints: r.WithPoints, WithVouchers: r.WithVouchers, Transferable: r.Transferable}
	if r.MinOrder != nil {
		t.MinOrder = *r.MinOrder
	}
	return t
}

// Issue is a voucher of the reward, bought at the instant with those takes.
func (r Reward) Issue(code, issue, member string, takes []Take, at time.Time) Voucher {
	v := Voucher{ID: code, Issue: issue, Generation: 1, Member: member, Reward: r.ID, Name: r.Name, Terms: r.Terms(), Cost: r.Cost, Takes: takes, IssuedAt: at}
	if r.VoucherDays != nil {
		v.ExpiresAt = at.Add(time.Duration(*r.VoucherDays) * day)
	}
	return v
}

// MoneyVoucher turns points into a voucher of what they are worth (V5): it combines with points and with other
// vouchers, being money. It lives as long as the longest-lived of the points that bought it, as known in a, and the
// grace at least, so that points about to lapse don't gain eternal life.
func (p Program) MoneyVoucher(code, issue, member string, points int64, takes []Take, a Account, at time.Time) Voucher {
	amount := p.Use.Value(points)
	return Voucher{ID: code, Issue: issue, Generation: 1, Member: member,
		Terms: Terms{Gives: Gives{Kind: GiveAmount, Amount: &amount}, WithPoints: true, WithVouchers: true},
		Cost:  points, Takes: takes, IssuedAt: at, ExpiresAt: a.lastLapse(takes, at.Add(p.Returns.Grace()))}
}

// lastLapse is when the last of the takes' lots lapses, not before least; zero when one never does.
func (a Account) lastLapse(takes []Take, least time.Time) time.Time {
	for _, t := range takes {
		for _, l := range a.Lots {
			switch {
			case l.ID != t.Lot:
			case l.LapsesAt.IsZero():
				return time.Time{}
			case l.LapsesAt.After(least):
				least = l.LapsesAt
			}
		}
	}
	return least
}

// Grace is C2's and C5's, in days of 24 h.
func (r Returns) Grace() time.Duration { return time.Duration(r.GraceDays) * day }

// State is where the voucher stands at an instant not before its last change.
func (v Voucher) State(at time.Time) VoucherState {
	switch {
	case !v.HandedBackAt.IsZero():
		return VoucherHandedBack
	case v.Order != "":
		return VoucherUsed
	case v.expired(at):
		return VoucherExpired
	}
	return VoucherIssued
}

func (v Voucher) expired(at time.Time) bool { return !v.ExpiresAt.IsZero() && !at.Before(v.ExpiresAt) }

// VoucherBasis is an order that a voucher is to go on.
type VoucherBasis struct {
	Order    string // channel/id: the order that the voucher is on already may keep it
	Channel  string
	Own      bool // the order's member is the voucher's
	At       time.Time
	Goods    money.VND // less discounts, before vouchers
	Points   int64     // used on the order
	Vouchers int       // on the order, this one included
}

// Check says why the voucher can't be used on the order, nil when nothing speaks against it (V4). Faults:
// voucher.handed_back, voucher.used, voucher.expired (at), voucher.not_yours, voucher.channel (channels),
// voucher.combination (with), order.too_small (min, have).
func (v Voucher) Check(b VoucherBasis) error {
	switch {
	case !v.HandedBackAt.IsZero():
		return fault.New(fault.Invalid, "voucher.handed_back", nil)
	case v.Order != "" && v.Order != b.Order:
		return fault.New(fault.Invalid, "voucher.used", nil)
	case v.expired(b.At) && v.Order == "":
		return fault.New(fault.Invalid, "voucher.expired", fault.Args{"at": v.ExpiresAt})
	case !b.Own && !v.Terms.Transferable:
		return fault.New(fault.Invalid, "voucher.not_yours", nil)
	case !within(v.Terms.Channels, b.Channel):
		return fault.New(fault.Invalid, "voucher.channel", fault.Args{"channels": listed(v.Terms.Channels)})
	case b.Points > 0 && !v.Terms.WithPoints:
		return fault.New(fault.Invalid, "voucher.combination", fault.Args{"with": "points"})
	case b.Vouchers > 1 && !v.Terms.WithVouchers:
		return fault.New(fault.Invalid, "voucher.combination", fault.Args{"with": "vouchers"})
	case b.Goods < v.Terms.MinOrder:
		return fault.New(fault.Invalid, "order.too_small", fault.Args{"min": v.Terms.MinOrder, "have": b.Goods})
	}
	return nil
}

// Use is the voucher on an order. It must have passed Check.
func (v Voucher) Use(order string, at time.Time) Voucher {
	v.Order, v.UsedAt = order, at
	return v
}

// Back is the voucher come back from its order, with the grace to live at least (C5).
func (v Voucher) Back(at time.Time, grace time.Duration) Voucher {
	v.Order, v.UsedAt = "", time.Time{}
	v.Generation++
	if least := at.Add(grace); !v.ExpiresAt.IsZero() && v.ExpiresAt.Before(least) {
		v.ExpiresAt = least
	}
	return v
}

// HandBack is the voucher given back for its points (C5). Faults: voucher.handed_back, voucher.used, voucher.expired (at).
func (v Voucher) HandBack(at time.Time) (Voucher, error) {
	switch v.State(at) {
	case VoucherHandedBack:
		return v, fault.New(fault.Invalid, "voucher.handed_back", nil)
	case VoucherUsed:
		return v, fault.New(fault.Invalid, "voucher.used", nil)
	case VoucherExpired:
		return v, fault.New(fault.Invalid, "voucher.expired", fault.Args{"at": v.ExpiresAt})
	}
	v.HandedBackAt = at
	return v, nil
}

func listed(names []string) string { return strings.Join(names, ", ") }

// VoucherMoved is the body of a voucher's issuing and of its handing back.
type VoucherMoved struct {
	Voucher  Voucher
	Postings []Posting
}

// Code is the canonical form.
func (m *VoucherMoved) Code(c *journal.Codec) {
	c.Version(1)
	m.Voucher.Code(c)
	journal.List(c, &m.Postings, func(c *journal.Codec, p *Posting) { p.Code(c) })
}

// Code is the canonical form.
func (v *Voucher) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &v.ID)
	journal.String(c, &v.Issue)
	journal.Int(c, &v.Generation)
	journal.String(c, &v.Member)
	journal.String(c, &v.Reward)
	journal.String(c, &v.Name)
	v.Terms.Code(c)
	journal.Int(c, &v.Cost)
	journal.List(c, &v.Takes, func(c *journal.Codec, t *Take) { t.Code(c) })
	c.Time(&v.IssuedAt)
	c.Time(&v.ExpiresAt)
	journal.String(c, &v.Order)
	c.Time(&v.UsedAt)
	c.Time(&v.HandedBackAt)
}

// Code is the canonical form.
func (t *Terms) Code(c *journal.Codec) {
	t.Gives.Code(c)
	journal.Int(c, &t.MinOrder)
	journal.Strings(c, &t.Channels)
	c.Bool(&t.WithPoints)
	c.Bool(&t.WithVouchers)
	c.Bool(&t.Transferable)
}
