package counter

import (
	"context"
	"slices"
	"strings"
	"time"

	"tim/domain/sale"
)

// orders are the filed orders that a query names, newest first.
func (c *Counter) orders(ctx context.Context, q Orders) ([]sale.Order, error) {
	most := limit(q.Limit)
	number := strings.ToUpper(strings.TrimSpace(q.Receipt))
	switch {
	case ofSlip(number):
		return c.ordersBySlip(ctx, number, most)
	case number != "":
		return c.Ledger.ByReceipt(ctx, number, most)
	case q.Member != "":
		return c.ordersOf(ctx, q.Member, most)
	case !q.Day.IsZero():
		day := q.Day.In(c.Zone)
		from := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, c.Zone)
		return c.Ledger.PaidBetween(ctx, from, from.AddDate(0, 0, 1), most)
	}
	return c.Ledger.Latest(ctx, most)
}

// ordersBySlip is the order that a slip's goods came back from, among those filed last: a return files its order anew.
func (c *Counter) ordersBySlip(ctx context.Context, number string, most int) ([]sale.Order, error) {
	latest, err := c.Ledger.Latest(ctx, FindMax)
	found := slices.DeleteFunc(latest, func(o sale.Order) bool {
		return !slices.ContainsFunc(o.Returns, func(r sale.Return) bool { return r.Number == number })
	})
	return found[:min(len(found), most)], err
}

// ordersOf are a member's paid orders, as far as they are known here.
func (c *Counter) ordersOf(ctx context.Context, member string, most int) ([]sale.Order, error) {
	postings, err := c.Members.Postings(ctx, member)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{"": true}
	var list []sale.Order
	for _, p := range postings {
		if seen[p.Order] {
			continue
		}
		seen[p.Order] = true
		order, err := c.orderOf(ctx, p.Order)
		if err != nil {
			return nil, err
		}
		if order != nil && order.Receipt != "" {
			list = append(list, *order)
		}
	}
	slices.SortFunc(list, func(a, b sale.Order) int { return b.PaidAt.Compare(a.PaidAt) })
	return list[:min(len(list), most)], nil
}
