package story

import (
	"slices"
	"strconv"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/sale"
)

// bottle is what a reward gives.
var bottle = catalog.Product{SKU: "BINH-TIM", Name: "Bình nước Tim", Price: 150_000, Unit: "cái", Earns: true}

// Rewards is the shop's, by cost: an amount, a product, a percentage with a cap for some tiers, one whose time is to come, one
// out of stock, and one that costs more than the stories' customer has.
func Rewards() []loyalty.Reward {
	fifty, hundred, much, cap := money.VND(50_000), money.VND(100_000), money.VND(500_000), money.VND(80_000)
	part, stock, none, month := money.Per100(15), int64(20), int64(0), int64(30)
	return []loyalty.Reward{
		{ID: "giam-50", Name: "Giảm 50.000 ₫", Cost: 100, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &fifty}, MinOrder: &hundred, VoucherDays: &month, WithPoints: true},
		{ID: "binh", Name: "Bình nước Tim", Cost: 150, Gives: loyalty.Gives{Kind: loyalty.GiveProduct, SKU: bottle.SKU}, VoucherDays: &month, WithPoints: true, WithVouchers: true, Transferable: true},
		{ID: "giam-15", Name: "Giảm 15 %, tối đa 80.000 ₫", Cost: 200, Gives: loyalty.Gives{Kind: loyalty.GivePercent, Percent: &part, Cap: &cap}, Tiers: []string{"bac", "vang"}, Stock: &stock, Issued: 8},
		{ID: "tet", Name: "Lì xì Tết", Cost: 250, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &hundred}, From: "2027-01-20", To: "2027-02-10"},
		{ID: "gau", Name: "Gấu bông", Cost: 300, Gives: loyalty.Gives{Kind: loyalty.GiveProduct, SKU: "GAU"}, Stock: &none},
		{ID: "giam-500", Name: "Giảm 500.000 ₫", Cost: 800, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &much}, WithPoints: true},
	}
}

// code is the n-th voucher's: 18 digits with their check digit.
func code(n int) string {
	for digit := range 10 {
		if c := "912345678901234" + strconv.Itoa(10+n%90) + strconv.Itoa(digit); ident.IsVoucher(c) {
			return c
		}
	}
	panic("story: no check digit")
}

// voucher is the n-th, of a reward, bought so many days ago.
func voucher(n int, reward string, days int) loyalty.Voucher {
	i := slices.IndexFunc(Rewards(), func(r loyalty.Reward) bool { return r.ID == reward })
	v := Rewards()[i].Issue(code(n), "issue-"+strconv.Itoa(n), "m1", []loyalty.Take{{Lot: "store/old", Points: Rewards()[i].Cost}}, Now.AddDate(0, 0, -days))
	return v
}

// hold gives the customer vouchers.
func hold(s counter.State, vouchers ...loyalty.Voucher) counter.State {
	m := *s.Member
	m.Vouchers = nil
	for _, v := range vouchers {
		m.Vouchers = append(m.Vouchers, counter.VoucherOffer{Voucher: v})
	}
	s.Member = &m
	return Refresh(s)
}

// Vouchers is WithMember with a voucher of each kind: three that can be used or could on another order, and one used, one
// expired, one handed back.
func Vouchers() counter.State {
	tet, used, handed := voucher(4, "tet", 3), voucher(5, "giam-50", 20), voucher(6, "binh", 12)
	tet.Terms.MinOrder = 500_000
	used = used.Use("store/o0", Now.AddDate(0, 0, -7))
	handed, _ = handed.HandBack(Now.AddDate(0, 0, -2))
	return hold(WithMember(), voucher(1, "giam-50", 4), voucher(2, "binh", 1), tet, used, handed, voucher(7, "giam-50", 60))
}

// VoucherUsed is Vouchers with the first of them on the order.
func VoucherUsed() counter.State {
	s := apply(Vouchers(), code(1))
	s.Notice = &counter.Notice{Code: "voucher.applied", Args: fault.Args{"name": "Giảm 50.000 ₫", "value": money.VND(50_000)}}
	return s
}

// Gift is Vouchers with the bottle on the order, which came with its voucher, and 50 points used beside it.
func Gift() counter.State {
	s := Vouchers()
	s.Cart.Order.Use = sale.PointsUse{Points: 50, Value: 50_000, Takes: []loyalty.Take{{Lot: "store/old", Points: 50}}}
	s.Member.Account.Usable -= 50
	s.Member.Account.Balance -= 50
	o, line, err := s.Cart.Order.AddGift(bottle, code(2), loyalty.NotExcluded, Now)
	if err != nil {
		panic("story: " + err.Error())
	}
	s.Cart.Order, s.Cart.Marked = o, line
	s = apply(s, code(2))
	s.Notice = &counter.Notice{Code: "voucher.applied", Args: fault.Args{"name": bottle.Name, "value": bottle.Price}}
	return s
}

// apply puts one of the customer's vouchers on the order.
func apply(s counter.State, code string) counter.State {
	m := *s.Member
	m.Vouchers = slices.Clone(m.Vouchers)
	i := slices.IndexFunc(m.Vouchers, func(o counter.VoucherOffer) bool { return o.ID == code })
	m.Vouchers[i].Voucher = m.Vouchers[i].Use(s.Cart.Order.Key(), Now)
	s.Member = &m
	var on []loyalty.Voucher
	for _, o := range m.Vouchers {
		if o.Order == s.Cart.Order.Key() {
			on = append(on, o.Voucher)
		}
	}
	order, err := s.Cart.Order.Vouchered(on)
	if err != nil {
		panic("story: " + err.Error())
	}
	s.Cart.Order = order
	return Refresh(s)
}

// Bought is Vouchers behind redeeming the first reward.
func Bought() counter.State {
	s := Vouchers()
	v := voucher(8, "giam-50", 0)
	s.Member.Account.Usable, s.Member.Account.Balance = 400, 435
	held := []loyalty.Voucher{v}
	for _, o := range s.Member.Vouchers {
		held = append(held, o.Voucher)
	}
	s = hold(s, held...)
	s.Issued = &v
	s.Notice = &counter.Notice{Code: "voucher.redeemed", Args: fault.Args{"name": v.Name, "code": v.ID}}
	return s
}

// offers works out what rewards and vouchers come to on the cart as it is.
func offers(s counter.State, m *counter.Member) {
	names := map[string]string{bottle.SKU: bottle.Name, milk.SKU: milk.Name}
	tiers := Programme().Tiers
	m.Rewards, m.AsMoney = nil, counter.MoneyOffer{Most: max(m.Account.Usable, 0), Worth: Programme().Use.ValuePerPoint}
	for _, r := range Rewards() {
		o := counter.RewardOffer{Reward: r, After: m.Account.Usable - r.Cost, Product: names[r.Gives.SKU]}
		o.Refused, _ = fault.Of(r.Redeemable(loyalty.Wish{At: Now, Zone: Zone, Tier: m.Tier.ID, Usable: m.Account.Usable, Channel: sale.Store}))
		o.Takes, o.NotNow = worth(s.Cart.Order, r.Issue(code(0), "", m.Profile.ID, nil, Now), m.Profile.ID)
		if r.Stock != nil {
			left := *r.Stock - r.Issued
			o.Left = &left
		}
		for _, t := range tiers {
			if slices.Contains(r.Tiers, t.ID) {
				o.Ranks = append(o.Ranks, t.Name)
			}
		}
		m.Rewards = append(m.Rewards, o)
	}
	m.Vouchers = slices.Clone(m.Vouchers)
	for i, o := range m.Vouchers {
		m.Vouchers[i] = stands(s, o.Voucher, m.Profile.ID)
	}
}

// stands is how a voucher stands with the cart.
func stands(s counter.State, v loyalty.Voucher, member string) counter.VoucherOffer {
	names := map[string]string{bottle.SKU: bottle.Name, milk.SKU: milk.Name}
	o := counter.VoucherOffer{Voucher: v, State: v.State(Now), Product: names[v.Terms.Gives.SKU]}
	if v.Order == "store/o0" {
		o.Receipt = "HD-01-000101"
	}
	for _, use := range s.Cart.Order.Vouchers {
		if use.ID == v.ID {
			o.OnCart, o.Value = true, use.Value
			return o
		}
	}
	o.Value, o.Refused = worth(s.Cart.Order, v, member)
	return o
}

// worth is what a voucher would take off the order, and why it can't.
func worth(order sale.Order, v loyalty.Voucher, member string) (money.VND, *fault.Error) {
	t := order.Totals()
	err := v.Check(loyalty.VoucherBasis{Order: order.Key(), Channel: sale.Store, Own: v.Member == member, At: Now,
		Goods: t.Goods - t.Discounts, Points: order.Use.Points, Vouchers: len(order.Vouchers) + 1})
	if f, refused := fault.Of(err); refused {
		return 0, f
	}
	if v.Terms.Gives.Kind == loyalty.GiveProduct {
		return bottle.Price, nil
	}
	order.Vouchers, order.Tenders, order.Awaited = nil, nil, sale.Awaited{}
	with, err := order.Vouchered([]loyalty.Voucher{v})
	if err != nil {
		panic("story: " + err.Error())
	}
	return with.Totals().Vouchers, nil
}

// swapping makes the cart one that is swapped for two boxes of milk of an earlier order.
func swapping(s counter.State) counter.State {
	s.Cart.Order.Exchange = sale.Exchange{Order: "store/o4", Receipt: "HD-01-000119", Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(2)}}, Credit: 64_000}
	earlier := DoneWalkIn().Last.Order
	earlier.ID, earlier.Receipt = "o4", "HD-01-000119"
	back, err := earlier.Returned("r2", Now, s.Cart.Order.Exchange.Lines)
	if err != nil {
		panic("story: " + err.Error())
	}
	s = Refresh(s)
	r := back.Returns[0]
	r.Tenders = append([]sale.Tender{{Kind: sale.Swapped, Received: s.Cart.Totals.Credit}}, earlier.RefundTenders(s.Cart.Totals.Give)...)
	s.Cart.Exchange = &counter.ExchangeView{Order: "store/o4", Receipt: "HD-01-000119",
		Lines: []counter.ReturnedGoods{{Line: earlier.Lines[0], Quantity: money.Units(2)}},
		Offer: counter.Offer{Order: earlier, Return: r}}
	s.Notice = &counter.Notice{Code: "exchange.started", Args: fault.Args{"receipt": "HD-01-000119", "credit": money.VND(64_000)}}
	return s
}

// Exchange is a walk-in's cart that is swapped for earlier goods: 193.290 ₫ less 64.000 ₫.
func Exchange() counter.State { return swapping(Order()) }

// ExchangeStarted is an exchange before the new goods are scanned.
func ExchangeStarted() counter.State {
	s := Empty()
	s.Cart.Order = sale.Open("o1", s.Till, s.Shift.ID, s.Staff.ID, Now)
	return swapping(s)
}

// ExchangeGives is an exchange for goods that cost less than those brought back: 19.000 ₫ are given back by card.
func ExchangeGives() counter.State {
	s := Empty()
	sell(&s, topUp, money.Units(3), loyalty.ExcludedFlag)
	return swapping(Refresh(s))
}

// DoneVoucher is VoucherUsed just paid, with a voucher redeemed meanwhile.
func DoneVoucher() counter.State {
	s := VoucherUsed()
	s.Member.Account.Pending, s.Member.Account.Balance, s.Member.Account.NextUsable = 0, 500, nil
	return pay(s, "HD-01-000123", sale.Cash, 150_000)
}

// DoneExchange is ExchangeGives just finished.
func DoneExchange() counter.State {
	s := ExchangeGives()
	return pay(s, "HD-01-000123", 0, 0)
}

// Returned is an empty till behind taking back two boxes of milk of a member's sale.
func Returned() counter.State { return gaveBack(ReturnMember()) }

// Cancelled is an empty till behind cancelling an order that wasn't handed over.
func Cancelled() counter.State { return gaveBack(CancelWaiting()) }

// gaveBack is an empty till behind a return.
func gaveBack(offer counter.Offer) counter.State {
	s, o := Empty(), offer.Order
	o.Returns = append(slices.Clone(o.Returns), offer.Return)
	last := &o.Returns[len(o.Returns)-1]
	last.Number = "TH-01-000046"
	taken := receipt.Taken{Zone: Zone, Order: o, Cashier: s.Staff.Name, Account: loyalty.Account{Balance: offer.After.Balance}}
	taken.Shop = receipt.Shop{Name: s.Shop.Name, Address: s.Shop.Address, TaxCode: s.Shop.TaxCode, Phone: s.Shop.Phone, Returns: s.Shop.Returns}
	code := "order.returned"
	if last.ID == "" {
		taken.Order.CancelledAt, code = Now, "order.cancelled"
	}
	for _, back := range offer.GivenBack {
		taken.Restored = append(taken.Restored, receipt.Restored{Points: back.Points, LapsesAt: back.LapsesAt})
	}
	if offer.Member != nil {
		taken.Member = *offer.Member
	}
	s.Returned = &counter.Returned{Offer: offer, Slip: receipt.BuildReturn(taken), Saved: "receipts/TH-01-000046.txt"}
	s.Notice = &counter.Notice{Code: code, Args: fault.Args{"number": o.Receipt, "refund": last.Refund}}
	return s
}

// redeeming is the till that redeems whatever is asked for.
func redeeming(a counter.Action) (counter.State, error) {
	if _, ok := a.(counter.Redeem); ok {
		return Bought(), nil
	}
	return Vouchers(), nil
}

// voucherStories are the pictures of rewards, vouchers and exchanges at the counter.
func voucherStories() []Story {
	return []Story{
		{Name: "heart-redeem", State: Vouchers(), Keys: []string{"f7", "right"}},
		{Name: "heart-redeem-points", State: Vouchers(), Keys: []string{"f7", "right", "7", "0"}},
		{Name: "heart-redeem-refused", State: Vouchers(), Keys: []string{"f7", "right", "end", "enter"}},
		{Name: "heart-redeem-code", State: Vouchers(), Keys: []string{"f7", "right", "enter"}, After: redeeming},
		{Name: "heart-vouchers", State: Vouchers(), Keys: []string{"f7", "right", "right"}},
		{Name: "heart-voucher-on-order", State: VoucherUsed(), Keys: []string{"f7", "right", "right"}},
		{Name: "order-voucher", State: VoucherUsed()},
		{Name: "order-gift", State: Gift()},
		{Name: "order-exchange", State: Exchange()},
		{Name: "order-exchange-gives", State: ExchangeGives()},
		{Name: "pay-voucher", State: VoucherUsed(), Keys: []string{"f9"}},
		{Name: "pay-exchange", State: Exchange(), Keys: []string{"f9"}},
		{Name: "pay-exchange-gives", State: ExchangeGives(), Keys: []string{"f9"}},
		{Name: "done-voucher", State: DoneVoucher()},
		{Name: "done-exchange", State: DoneExchange()},
		{Name: "returned", State: Returned()},
		{Name: "cancelled", State: Cancelled()},
	}
}
