package office

import (
	"cmp"
	"context"
	"slices"
	"time"

	"tim/domain/catalog"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// Moving is all that a shop which had a central of its own brings to a chain's: people, what happened to their points, their
// vouchers, and orders. What the shop decided (programme, prices, staff) it leaves behind: those are the chain's.
type Moving struct {
	From     string // names the central that it comes from: what came from one can't come twice
	Members  []MovingMember
	Events   []MovingEvent // in the order of all events
	Vouchers []loyalty.Voucher
	Orders   []sale.Order
}

// MovingMember is a member with the key of its personal data.
type MovingMember struct {
	catalog.Member
	CreatedAt time.Time
	Into      string
	Key       []byte
}

// MovingEvent is what one event did to accounts; it keeps its id and instant.
type MovingEvent struct {
	ID       string
	At       time.Time
	Postings []loyalty.Posting
}

// Code is the canonical form.
func (m *Moving) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &m.From)
	journal.List(c, &m.Members, func(c *journal.Codec, m *MovingMember) {
		m.Member.Code(c)
		c.Time(&m.CreatedAt)
		journal.String(c, &m.Into)
		c.Bytes(&m.Key)
	})
	journal.List(c, &m.Events, func(c *journal.Codec, e *MovingEvent) {
		journal.String(c, &e.ID)
		c.Time(&e.At)
		journal.List(c, &e.Postings, func(c *journal.Codec, p *loyalty.Posting) { p.Code(c) })
	})
	journal.List(c, &m.Vouchers, func(c *journal.Codec, v *loyalty.Voucher) { v.Code(c) })
	journal.List(c, &m.Orders, func(c *journal.Codec, o *sale.Order) { o.Code(c) })
}

// MoveOut reads all of this central that another chain's needs to go on with, as it stands now. It stops being true with the
// next write: whoever moves out sells no more meanwhile.
func (o *Office) MoveOut(ctx context.Context, from string) (Moving, error) {
	return read(ctx, o, func(r Reader) (Moving, error) {
		m := Moving{From: from}
		byEvent := map[string]*MovingEvent{}
		var events []*MovingEvent
		err := eachMember(r, "", func(member Member) (bool, error) {
			m.Members = append(m.Members, MovingMember{member.Member, member.CreatedAt, member.Into, member.Key})
			postings, err := r.Postings(member.ID)
			if err != nil {
				return false, err
			}
			for _, p := range postings {
				id := loyalty.EventOf(p.Ref.ID)
				e := byEvent[id]
				if e == nil {
					e = &MovingEvent{ID: id, At: p.Ref.At}
					byEvent[id], events = e, append(events, e)
				}
				e.Postings = append(e.Postings, p)
			}
			vouchers, err := r.VouchersOf(member.ID)
			m.Vouchers = append(m.Vouchers, vouchers...)
			return true, err
		})
		if err != nil {
			return m, err
		}
		slices.SortFunc(events, func(a, b *MovingEvent) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
		for _, e := range events {
			slices.SortFunc(e.Postings, inEvent)
			m.Events = append(m.Events, *e)
		}
		orders := func(p Page) ([]sale.Order, string, error) { return r.OrdersOf("", time.Time{}, time.Time{}, p) }
		err = eachListed(orders, func(o sale.Order) (bool, error) {
			m.Orders = append(m.Orders, o)
			return true, nil
		})
		return m, err
	})
}

// inEvent is the order of one event's postings, which their ids end with.
func inEvent(a, b loyalty.Posting) int {
	return cmp.Or(cmp.Compare(len(a.Ref.ID), len(b.Ref.ID)), cmp.Compare(a.Ref.ID, b.Ref.ID))
}
