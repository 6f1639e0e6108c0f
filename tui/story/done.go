package story

import (
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/sale"
)

// Done is the demo's sale just paid: 141.000 ₫ less 70 points, 100.000 ₫ in cash, 29.000 ₫ back, 48 points earned.
func Done() counter.State {
	s := Demo()
	s.Member.Account.Usable, s.Member.Account.Balance, s.Member.Account.Pending = 430, 430, 0
	s.Member.Account.NextUsable = nil
	s.Cart.Order.Use = sale.PointsUse{Points: 70, Value: 70_000, Takes: []loyalty.Take{{Lot: "store/old", Points: 70}}}
	return pay(s, "HD-01-000123", sale.Cash, 100_000)
}

// DoneWalkIn is a walk-in's sale just paid by card.
func DoneWalkIn() counter.State {
	s := Order()
	s.Cart.Order.ID = "o2"
	return pay(s, "HD-01-000124", sale.Card, 193_290)
}

// pay settles the cart, with a payment unless nothing is due; what is left is the next, empty one.
func pay(s counter.State, number string, kind sale.TenderKind, received money.VND) counter.State {
	order, err := s.Cart.Order, error(nil)
	if received > 0 {
		order, err = order.Tendered(kind, received, "")
	}
	if err != nil {
		panic("story: " + err.Error())
	}
	var frozen loyalty.Rule
	if s.Member != nil {
		frozen = rule(s)
	}
	settled, err := order.Pay(frozen, number, Now)
	if err != nil {
		panic("story: " + err.Error())
	}
	done := counter.Done{Order: settled.Order, Totals: settled.Order.Totals(), Earned: settled.Earned, Lot: settled.Lot,
		Saved: "receipts/" + number + ".txt"}
	in := receipt.Sold{Zone: Zone, Order: settled.Order, Cashier: s.Staff.Name, Head: journal.Hash{0x3f, 0xa2, 0xc8, 0xb1},
		Shop: receipt.Shop{Name: s.Shop.Name, Address: s.Shop.Address, TaxCode: s.Shop.TaxCode, Phone: s.Shop.Phone, Returns: s.Shop.Returns}}
	if m := s.Member; m != nil {
		profile, account := m.Profile, m.Account
		account.Usable += settled.Earned.Reward
		account.Balance += settled.Earned.Reward
		done.Member, done.Balance = &profile, account.Balance
		in.Member, in.Account = profile, account
		for _, o := range m.Vouchers {
			if o.OnCart {
				in.Used = append(in.Used, o.Voucher)
			} else if o.State == loyalty.VoucherIssued {
				in.Live, in.Fresh = append(in.Live, o.Voucher), []string{code(2)}
			}
		}
	}
	if e := s.Cart.Exchange; e != nil {
		earlier, back := e.Offer.Order, e.Offer.Return
		back.Number, back.Exchange = "TH-01-000046", settled.Order.Key()
		earlier.Returns = append(earlier.Returns, back)
		in.Returned = &earlier
	}
	done.Receipt = receipt.Build(in)
	s.Last, s.Cart, s.Member, s.Notice = &done, counter.Cart{}, nil, nil
	return s
}

// Alarm is Order with a refused code and two scans behind it.
func Alarm() counter.State {
	s := Order()
	s.Alarm = &counter.Alarm{Code: "8934563138165", Fault: fault.New(fault.NotFound, "code.unknown", fault.Args{"code": "8934563138165"}), Refused: 2}
	s.Notice = nil
	return s
}

// PriceApproval is Order while a supervisor must approve 30.000 ₫ for the weighed line.
func PriceApproval() counter.State {
	s := Order()
	line, _ := s.Cart.Order.Line("3")
	s.Approval = &counter.ApprovalNeeded{What: counter.ActPrice, Line: line, Price: 30_000}
	s.Notice = nil
	return s
}

// DiscountApproval is Order while a supervisor must approve 30 % off the first line, one wrong PIN typed.
func DiscountApproval() counter.State {
	s := PriceApproval()
	line, _ := s.Cart.Order.Line("1")
	s.Approval = &counter.ApprovalNeeded{What: counter.ActDiscount, Line: line, Part: money.Per100(30), Tries: 1}
	return s
}

// VoidApproval is Order while a supervisor must approve throwing it away.
func VoidApproval() counter.State {
	s := PriceApproval()
	s.Approval = &counter.ApprovalNeeded{What: counter.ActVoid, Total: s.Cart.Totals.Payable}
	return s
}

// Quantity is Order with `3*` typed before the next code.
func Quantity() counter.State {
	s := Order()
	s.Cart.Quantity, s.Notice = money.Units(3), nil
	return s
}

// UnknownBalance is Offline with a customer of another shop, whose account this till was never told.
func UnknownBalance() counter.State {
	s := Offline()
	m := *s.Member
	m.Unknown, m.Account, m.Value, m.Next = true, loyalty.Account{AsOf: m.Account.AsOf}, 0, nil
	m.Use = counter.UseOffer{Limit: loyalty.UseLimit{Reasons: m.Use.Limit.Reasons}, Rules: m.Use.Rules, Here: new(int64)}
	s.Member = &m
	return s
}

// Offline is WithMember with the link down and three events waiting.
func Offline() counter.State {
	s := WithMember()
	s.Link = counter.Link{Since: Now.Add(-42 * time.Second), Waiting: 3}
	s.Member.Known = Now.Add(-3 * time.Minute)
	return s
}
