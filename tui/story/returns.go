package story

import (
	"time"

	"tim/domain/counter"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// Sold is orders as the search finds them, newest first: the demo's sale, a walk-in's, one partly returned, one that waits
// to be handed over, one returned whole, one voided.
func Sold() []sale.Order {
	demo, walkIn := Done().Last.Order, DoneWalkIn().Last.Order
	demo.DeliveredAt, walkIn.DeliveredAt = demo.PaidAt, walkIn.PaidAt
	earlier := func(o sale.Order, id, number string, hours int) sale.Order {
		at := Now.Add(-time.Duration(hours) * time.Hour)
		o.ID, o.Receipt, o.PaidAt, o.PlacedAt = id, number, at, at
		if !o.DeliveredAt.IsZero() {
			o.DeliveredAt = at
		}
		return o
	}
	later := earlier(walkIn, "o5", "HD-01-000120", 3)
	later.Later, later.DeliveredAt = true, time.Time{}
	voided := sale.Order{Channel: sale.Store, ID: "o7", OpenedAt: Now.Add(-26 * time.Hour), CancelledAt: Now.Add(-26 * time.Hour), Lines: walkIn.Lines[:1]}
	return []sale.Order{demo, walkIn, returned(earlier(walkIn, "o4", "HD-01-000121", 2), sale.ReturnLine{ID: "1", Quantity: money.Units(1)}),
		later, returned(earlier(walkIn, "o6", "HD-01-000119", 25), everything(walkIn)...), voided}
}

// WaitingOrder is the order among Sold that isn't handed over.
func WaitingOrder() sale.Order { return Sold()[3] }

// returned is an order with goods brought back two hours ago.
func returned(o sale.Order, lines ...sale.ReturnLine) sale.Order {
	o, err := o.Returned("r1", o.PaidAt.Add(30*time.Minute), lines)
	if err != nil {
		panic("story: " + err.Error())
	}
	o.Returns[0].Number = "TH-01-000045"
	o.Returns[0].Tenders = o.RefundTenders(o.Returns[0].Refund)
	return o
}

// everything is all that is left of an order.
func everything(o sale.Order) []sale.ReturnLine {
	var lines []sale.ReturnLine
	for _, l := range o.Lines {
		if left := l.Quantity - o.Back(l.ID); left > 0 {
			lines = append(lines, sale.ReturnLine{ID: l.ID, Quantity: left})
		}
	}
	return lines
}

// OfferOf is what taking goods of an order back comes to, for a customer who stands at before; without lines it is all
// that is left, cancelled. short of the points to take back are spent already.
func OfferOf(o sale.Order, before counter.Standing, short int64, policy string, lines ...sale.ReturnLine) counter.Offer {
	after, cancel := o, len(lines) == 0
	var err error
	if cancel {
		lines = everything(o)
		after, err = o.Cancel(Now, false)
	} else {
		after, err = o.Returned("r9", Now, lines)
	}
	if err != nil {
		panic("story: " + err.Error())
	}
	after = after.AlreadySpent(short, policy, Programme().Use.ValuePerPoint)
	r := after.Returns[len(after.Returns)-1]
	r.Tenders = o.RefundTenders(r.Refund)
	offer := counter.Offer{Order: o, Return: r, Policy: policy, Short: short, Before: before, After: before}
	for _, l := range lines {
		line, _ := o.Line(l.ID)
		offer.Goods = append(offer.Goods, counter.ReturnedGoods{Line: line, Quantity: l.Quantity})
	}
	if o.Member == "" {
		return offer
	}
	profile := WithMember().Member.Profile
	offer.Member = &profile
	offer.After.Balance += r.Restored - r.Clawed
	offer.After.Usable += r.Restored - r.Clawed
	offer.After.Ranking -= r.Ranking
	offer.After.Tier = Programme().TierOf(offer.After.Ranking)
	return offer
}

// standing is a customer with so many points and so many that count for the tier.
func standing(points, ranking int64) counter.Standing {
	return counter.Standing{Balance: points, Usable: points, Ranking: ranking, Tier: Programme().TierOf(ranking)}
}

// ReturnWalkIn is what one box of milk of a walk-in's sale by card comes to.
func ReturnWalkIn() counter.Offer {
	return OfferOf(Sold()[1], counter.Standing{}, 0, loyalty.SpentNegative, sale.ReturnLine{ID: "1", Quantity: money.Units(1)})
}

// ReturnMember is what the milk of a member's sale comes to, for one who has spent nearly all points since: some of those
// used come back by grace, those to take back become a debt, and the tier falls.
func ReturnMember() counter.Offer {
	o := OfferOf(soldToMember(), standing(12, 2_010), 0, loyalty.SpentNegative, sale.ReturnLine{ID: "1", Quantity: money.Units(3)})
	o.Short = -o.After.Balance
	o.GivenBack = []counter.GivenBack{{Points: o.Return.Restored - 4, LapsesAt: Now.AddDate(0, 9, 0)}, {Points: 4, LapsesAt: Now.AddDate(0, 0, 30), Grace: true}}
	return o
}

// soldToMember is the sale of WithMember with 20 points off it, paid in cash and by card.
func soldToMember() sale.Order {
	s := WithMember()
	s.Cart.Order.Use = sale.PointsUse{Points: 20, Value: 20_000, Takes: []loyalty.Take{{Lot: "store/old", Points: 20}}}
	s.Cart.Order, _ = s.Cart.Order.Tendered(sale.Card, 50_000, "4711")
	o := pay(s, "HD-01-000123", sale.Cash, 150_000).Last.Order
	o.DeliveredAt = o.PaidAt
	return o
}

// ReturnByDay is ReturnWalkIn of an order that was found without its receipt.
func ReturnByDay() counter.Offer {
	o := ReturnWalkIn()
	o.Approval = true
	return o
}

// CancelWaiting is what cancelling the order that isn't handed over comes to.
func CancelWaiting() counter.Offer {
	return OfferOf(WaitingOrder(), counter.Standing{}, 0, loyalty.SpentNegative)
}

// ReturnApproval is an empty till while a supervisor must approve a return without a receipt.
func ReturnApproval() counter.State {
	s, o := Empty(), ReturnWalkIn()
	s.Approval = &counter.ApprovalNeeded{What: counter.ActReturn, Total: o.Return.Refund, Of: o.Order.Receipt}
	return s
}

// asking is the answer to every question of a return: the order and what it comes to.
func asking(o counter.Offer) counter.Found {
	return counter.Found{Orders: []sale.Order{o.Order}, Offer: &o}
}

// approving is the till at which a return needs a supervisor.
func approving(a counter.Action) (counter.State, error) {
	switch a.(type) {
	case counter.Return, counter.Cancel, counter.Exchange:
		return ReturnApproval(), nil
	}
	return Empty(), nil
}

// returnStories are the pictures of finding an order, taking goods back, and cancelling.
func returnStories() []Story {
	return []Story{
		{Name: "orders-search", State: Empty(), Keys: []string{"f12", "enter", "21/11", "down", "down", "down"}, Found: counter.Found{Orders: Sold()[:4]}},
		{Name: "orders-members", State: Empty(), Keys: []string{"f12", "enter", "anh", "down"}, Found: members()},
		{Name: "returns", State: Empty(), Keys: []string{"f12", "enter", "HD-01-000124", "ctrl+r", "enter"}, Found: asking(ReturnWalkIn())},
		{Name: "returns-nothing", State: Empty(), Keys: []string{"f12", "enter", "HD-01-000124", "ctrl+r"}, Found: asking(ReturnWalkIn())},
		{Name: "returns-member", State: Empty(), Keys: []string{"f12", "enter", "HD-01-000123", "ctrl+r", "3", "enter"}, Found: asking(ReturnMember())},
		{Name: "returns-approval", State: Empty(), Keys: []string{"f12", "enter", "ctrl+r", "enter"}, Found: asking(ReturnByDay())},
		{Name: "approve-return", State: Empty(), Keys: []string{"f12", "enter", "ctrl+r", "enter", "f9"}, Found: asking(ReturnByDay()), After: approving},
		{Name: "cancel", State: Empty(), Keys: []string{"f12", "enter", "HD-01-000120", "ctrl+x"}, Found: asking(CancelWaiting())},
	}
}
