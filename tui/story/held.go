package story

import (
	"time"

	"tim/domain/counter"
	"tim/domain/money"
)

func heldStories() []Story {
	one := Holding()
	one.Cart = counter.Cart{}
	return []Story{
		{Name: "order-held", State: Holding()},
		{Name: "order-discount", State: Discounted(), Keys: []string{"f5", "f5", "1", "0"}},
		{Name: "approve-order-discount", State: OrderDiscountApproval()},
		{Name: "order-undone", State: Undone()},
		{Name: "held", State: Holding(), Keys: []string{"f8", "down"}},
		{Name: "held-void", State: Refresh(one), Keys: []string{"f8", "down", "delete", "down"}},
	}
}

// Discounted is WithMember with 5 % off the whole order.
func Discounted() counter.State {
	s := WithMember()
	s.Cart.Order, _ = s.Cart.Order.DiscountOrder(money.Per100(5), 0, "")
	return Refresh(s)
}

// OrderDiscountApproval is Order while a supervisor must approve 50.000 ₫ off it.
func OrderDiscountApproval() counter.State {
	s := Order()
	s.Approval, s.Notice = &counter.ApprovalNeeded{What: counter.ActOrderDiscount, Price: 50_000, Total: 143_290}, nil
	return s
}

// Undone is Order with its weighed line just brought back.
func Undone() counter.State {
	s := Order()
	s.Cart.CanUndo, s.Cart.CanRedo = true, true
	s.Notice = &counter.Notice{Code: "undo.done", Also: &counter.Notice{Code: "undo.line_back",
		Args: map[string]any{"name": fruit.Name, "quantity": money.Quantity(1245), "unit": fruit.Unit}}}
	return s
}

// Holding is Order beside three carts that lie aside, one of them since yesterday.
func Holding() counter.State {
	s := Order()
	s.Held = []counter.HeldCart{
		{Order: "store/h3", Lines: 2, First: milk.Name, Due: 79_000, Since: Now.Add(-3 * time.Minute), By: "Lê Thị Hồng", Note: "quên ví, áo đỏ"},
		{Order: "store/h2", Lines: 12, First: fruit.Name, Member: "Nguyễn Thị Ánh", Due: 412_500, Since: Now.Add(-41 * time.Minute), By: "Lê Thị Hồng"},
		{Order: "store/h1", Lines: 1, First: topUp.Name, Due: 15_000, Since: Now.Add(-26 * time.Hour), By: "Trần Văn Minh", Old: true},
	}
	return s
}
