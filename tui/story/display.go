package story

import "tim/domain/counter"

// Facing is one picture of the customer's own screen: a state of the till and whether the cashier takes the money.
type Facing struct {
	Name   string
	State  counter.State
	Paying bool
}

// Display is what the customer is told in the story.
func (f Facing) Display() counter.Display { return f.State.Display(f.Paying, 0, Zone) }

// Facings is every picture of the customer's screen, in the order of a visit.
func Facings() []Facing {
	facings := []Facing{
		{Name: "idle", State: Empty()},
		{Name: "walk-in", State: Order()},
		{Name: "member", State: WithMember()},
		{Name: "points", State: PointsUsed()},
		{Name: "vouchers", State: Vouchers()},
		{Name: "voucher-used", State: VoucherUsed()},
		{Name: "gift", State: Gift()},
		{Name: "discounts", State: Bare()},
		{Name: "many", State: Many(40)},
		{Name: "long-names", State: LongNames()},
		{Name: "huge", State: Huge()},
		{Name: "exchange", State: ExchangeStarted()},
		{Name: "exchange-gives", State: ExchangeGives()},
		{Name: "pay", State: PointsUsed(), Paying: true},
		{Name: "pay-rest", State: Bare(), Paying: true},
		{Name: "pay-huge", State: Huge(), Paying: true},
		{Name: "done", State: Done()},
		{Name: "done-walk-in", State: DoneWalkIn()},
		{Name: "done-voucher", State: DoneVoucher()},
		{Name: "done-exchange", State: DoneExchange()},
		{Name: "training", State: Training(Order())},
		{Name: "returned", State: Returned()},
		{Name: "cancelled", State: Cancelled()},
	}
	for i := range facings {
		facings[i].State.Shop.BankBIN, facings[i].State.Shop.BankAccount = "970436", "0071000123456"
	}
	return append(facings, Facing{Name: "pay-no-account", State: PointsUsed(), Paying: true})
}
