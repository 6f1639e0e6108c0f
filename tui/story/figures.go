package story

import (
	"time"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// sell adds goods to the state's cart. A story that breaks a rule of sale is a bug.
func sell(s *counter.State, p catalog.Product, q money.Quantity, excluded loyalty.Exclusion) {
	o := s.Cart.Order
	if o.ID == "" {
		o = sale.Open("o1", s.Till, s.Shift.ID, s.Staff.ID, Now)
	}
	o, line, err := o.Add(p, q, excluded, Now)
	if err != nil {
		panic("story: " + err.Error())
	}
	s.Cart.Order, s.Cart.Marked, s.Cart.CanUndo = o, line, true
	s.Notice = &counter.Notice{Code: "line.added", Args: map[string]any{"name": p.Name, "quantity": q, "unit": p.Unit}, Undo: true}
}

// attach makes the cart that of Nguyễn Thị Ánh.
func attach(s counter.State) counter.State {
	p := Programme()
	tier := p.Tiers[1]
	next, missing, _ := p.NextTier(2_345)
	s.Cart.Order.Member = "m1"
	s.Member = &counter.Member{
		Profile: catalog.Member{ID: "m1", Name: "Nguyễn Thị Ánh", Phone: "+84912345678", Birthday: "1990-05-20",
			JoinedAt: Now.AddDate(-1, 0, 0), Consents: []catalog.Consent{{Purpose: catalog.PurposePoints, TextVersion: counter.ConsentText, At: Now.AddDate(-1, 0, 0), Method: "till"}}},
		Tier: tier,
		Next: &counter.NextTier{Tier: next, Missing: missing},
		Account: loyalty.Account{
			AsOf: Now, Usable: 500, Pending: 35, Balance: 535, Ranking: 2_345, RankingHigh: 2_345, LastOrderAt: Now.AddDate(0, 0, -9),
			NextLapse:  &loyalty.Notice{Points: 20, At: time.Date(2026, 11, 29, 17, 0, 0, 0, time.UTC)},
			NextUsable: &loyalty.Notice{Points: 35, At: time.Date(2026, 11, 21, 8, 10, 0, 0, time.UTC)},
			Lots: []loyalty.LotView{
				{Lot: loyalty.Lot{ID: "store/old", Root: "store/old", Order: "store/old", Points: 480, AroseAt: Now.AddDate(0, -3, 0)}, Remaining: 480, LapsesAt: Now.AddDate(0, 9, 0), Usable: true},
				{Lot: loyalty.Lot{ID: "store/older", Root: "store/older", Order: "store/older", Points: 20, AroseAt: Now.AddDate(-1, 0, 9)}, Remaining: 20, LapsesAt: time.Date(2026, 11, 29, 17, 0, 0, 0, time.UTC), Usable: true},
				{Lot: loyalty.Lot{ID: "store/new", Root: "store/new", Order: "store/new", Points: 35, AroseAt: Now.AddDate(0, 0, -1), UsableAt: time.Date(2026, 11, 21, 8, 10, 0, 0, time.UTC)}, Remaining: 35, LapsesAt: Now.AddDate(1, 0, -1)},
			},
		},
	}
	s.Notice = &counter.Notice{Code: "member.attached", Args: map[string]any{"name": "Nguyễn Thị Ánh"}}
	return Refresh(s)
}

// Refresh works out every figure of a state whose order or account was changed by hand.
func Refresh(s counter.State) counter.State {
	s.Cart.Totals = s.Cart.Order.Totals()
	s.Cart.Quick = nil
	if s.Cart.Totals.Due > 0 {
		s.Cart.Quick = sale.QuickCash(s.Cart.Totals.Due)
	}
	if s.Member == nil {
		return s
	}
	m, p := *s.Member, Programme()
	s.Cart.WillEarn = rule(s).Earn(s.Cart.Order.BaseLines()).Reward
	m.Value = p.Use.Value(max(m.Account.Usable, 0))
	payable, left := s.Cart.Order.Basis()
	used := s.Cart.Order.Use
	basis := loyalty.UseBasis{Payable: payable, LeftToPay: left, Usable: m.Account.Usable + used.Points}
	limit := p.Use.Limit(basis)
	m.Use = counter.UseOffer{Limit: limit, Levels: p.Use.Levels(basis, limit), Used: used.Points, Value: used.Value, Rules: p.Use, Usable: basis.Usable}
	offers(s, &m)
	s.Cart.Vouchers = nil
	for _, o := range m.Vouchers {
		if o.OnCart {
			s.Cart.Vouchers = append(s.Cart.Vouchers, o)
		}
	}
	s.Member = &m
	return s
}

func rule(s counter.State) loyalty.Rule {
	return Programme().Freeze(s.Member.Tier, sale.Store, Now, Zone)
}
