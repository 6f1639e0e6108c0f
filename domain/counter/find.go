package counter

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// FindMax is the longest list that a query answers.
const FindMax = 200

// Find answers a query. It changes nothing and may run beside Do.
func (c *Counter) Find(ctx context.Context, q Query) (found Found, err error) {
	now := c.Config.Now().UTC().Truncate(time.Millisecond)
	switch q := q.(type) {
	case FindProducts:
		found.Products, err = c.Products.FindProducts(ctx, q.Text, limit(q.Limit))
	case FindMembers:
		found.Members, err = c.findMembers(ctx, q, now)
	case Statement:
		found.Entries, err = c.statement(ctx, q.Member, now)
	case Orders:
		found.Orders, err = c.orders(ctx, q)
	case ReturnOffer:
		found.Offer, err = c.returnOffer(ctx, q)
	case Receipt:
		found.Receipt, err = c.receiptByKey(ctx, q.Order, now, false)
	case Shifts:
		found.Shifts, err = c.shifts(ctx, q)
	case ReportOf:
		found.Report, err = c.reportOf(ctx, q.Number)
	default:
		panic(fmt.Sprintf("counter: unknown query %T", q))
	}
	return found, err
}

func limit(n int) int {
	if n <= 0 || n > FindMax {
		return FindMax
	}
	return n
}

func (c *Counter) findMembers(ctx context.Context, q FindMembers, now time.Time) ([]FoundMember, error) {
	members, err := c.Members.FindMembers(ctx, q.Text, limit(q.Limit))
	if err != nil {
		return nil, err
	}
	programs, err := c.Settings.Programs(ctx)
	if err != nil {
		return nil, err
	}
	found := make([]FoundMember, len(members))
	for i, m := range members {
		account, err := c.account(ctx, m.ID, now)
		if err != nil {
			return nil, err
		}
		found[i] = FoundMember{Member: m, Tier: programs.At(now).Standing(account, c.Zone).Tier, Usable: account.Usable}
	}
	return found, nil
}

func (c *Counter) account(ctx context.Context, member string, now time.Time) (loyalty.Account, error) {
	postings, err := c.Members.Postings(ctx, member)
	if err != nil {
		return loyalty.Account{}, err
	}
	return loyalty.Fold(postings).At(now), nil
}

// statement is the member's entries, newest first; an order known here explains what it earned (E16).
func (c *Counter) statement(ctx context.Context, member string, now time.Time) ([]StatementEntry, error) {
	postings, err := c.Members.Postings(ctx, member)
	if err != nil {
		return nil, err
	}
	entries := loyalty.Fold(postings).Entries(now)
	slices.Reverse(entries)
	out := make([]StatementEntry, 0, len(entries))
	for _, e := range entries[:min(len(entries), FindMax)] {
		entry := StatementEntry{Entry: e}
		order, err := c.orderOf(ctx, e.Order)
		if err != nil {
			return nil, err
		}
		if order != nil {
			entry.Receipt = order.Receipt
		}
		if order != nil && e.Kind == loyalty.Earn {
			earned, lot := order.Points()
			entry.ExplainVi, entry.ExplainEn = loyalty.Explain(earned, lot, loyalty.Vi), loyalty.Explain(earned, lot, loyalty.En)
		}
		out = append(out, entry)
	}
	return out, nil
}

// orderOf reads an order, nil where it isn't known here.
func (c *Counter) orderOf(ctx context.Context, key string) (*sale.Order, error) {
	if key == "" {
		return nil, nil
	}
	order, err := c.Ledger.Order(ctx, key)
	if fault.Code(err) == "order.unknown" {
		return nil, nil
	}
	return &order, err
}
