// Package story has the states that a person may want to see: a till signed out, a cart being filled, a customer with
// points, a sale just paid. The figures are worked out by the domain, so a picture never shows a sum that the till would
// not. A Story joins a state with the keys that lead to one picture; the pictures themselves are golden files here, and
// `till story` shows them.
//
// Caveats. It imports no screen, so that the screens' own tests may use it. Everything is made anew at each call.
package story

import (
	"time"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/domain/shift"
)

// Zone is the shop's time zone.
var Zone = time.FixedZone("ICT", 7*3600)

// Now is when the stories happen: 21/11/2026 14:05:30 at the shop.
var Now = time.Date(2026, 11, 21, 7, 5, 30, 0, time.UTC)

// Programme is the demo's: 1.000 ₫ a point both ways, at most half an order paid with points, tiers at one rate.
func Programme() loyalty.Program {
	p := loyalty.Default()
	half := money.Per100(50)
	p.Use.MaxPercent = &half
	p.Tiers[1].Rate = money.Per100(100)
	p.Expiry = loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 365}
	return p
}

// The goods of the stories.
var (
	milk  = catalog.Product{SKU: "SUA-1L", Name: "Sữa tươi Đồng Xanh 1L", Price: 32_000, Unit: "hộp", Earns: true, Barcodes: []string{"2000000000015"}}
	topUp = catalog.Product{SKU: "THE-15", Name: "Thẻ cào 15k", Price: 15_000, Unit: "thẻ", Barcodes: []string{"2000000000022"}}
	fruit = catalog.Product{SKU: "CAM", Name: "Cam sành", Price: 42_000, Unit: "kg", Earns: true, Weighed: true, Item: "00001"}
	long  = catalog.Product{SKU: "BANH-HOP", Name: "Bánh trung thu nhân thập cẩm gà quay bốn trứng muối hộp quà tặng cao cấp Đồng Xanh 2026 loại 4 bánh 250 g", Price: 1_250_000, Unit: "hộp", Earns: true}
)

// SignedOut is the sign-in screen's state, in the demo with its PINs.
func SignedOut() counter.State {
	return counter.State{
		Revision: 1, At: Now, Till: "01", Demo: true,
		Shop:   counter.Shop{Name: "Cửa hàng Nguyễn Huệ", Address: "12 Nguyễn Huệ, Quận 1, TP. Hồ Chí Minh", Phone: "028 3823 4567", TaxCode: "0312345678", Channel: sale.Store, Returns: "Đổi trả trong 7 ngày, kèm hóa đơn", Bank: "VCB 0071000123456", Currency: "VND", DiscountFree: 10},
		Roster: []counter.Person{{ID: "hong", Name: "Lê Thị Hồng", Role: shift.Cashier, PIN: "1111"}, {ID: "minh", Name: "Trần Văn Minh", Role: shift.Supervisor, PIN: "9999"}},
		Link:   counter.Link{Standalone: true},
	}
}

// NoShift is after signing in, before the float is declared.
func NoShift() counter.State {
	s := SignedOut()
	s.Staff = &s.Roster[0]
	return s
}

// Empty is an open shift with no cart.
func Empty() counter.State {
	s := NoShift()
	s.Shift = &shift.Shift{ID: "s1", Till: "01", Cashier: "hong", OpenedAt: time.Date(2026, 11, 21, 0, 2, 0, 0, time.UTC), Float: 500_000}
	return s
}

// Order is a walk-in's cart of three lines, the last one weighed and marked, the second earning nothing: 193.290 ₫.
func Order() counter.State {
	s := Empty()
	sell(&s, milk, money.Units(3), loyalty.NotExcluded)
	sell(&s, topUp, money.Units(3), loyalty.ExcludedFlag)
	sell(&s, fruit, 1245, loyalty.NotExcluded)
	return Refresh(s)
}

// Demo is the demo's own sale: 3 x 32.000 ₫ and 3 x 15.000 ₫ that earn nothing, 141.000 ₫, with the customer of 500 points.
func Demo() counter.State {
	s := Empty()
	sell(&s, milk, money.Units(3), loyalty.NotExcluded)
	sell(&s, topUp, money.Units(3), loyalty.ExcludedFlag)
	return attach(s)
}

// WithMember is Order with a customer of 500 usable points, 35 pending and 20 about to lapse, in the second tier.
func WithMember() counter.State { return attach(Order()) }

// PointsUsed is WithMember with 50 points off the order.
func PointsUsed() counter.State {
	s := WithMember()
	s.Cart.Order.Use = sale.PointsUse{Points: 50, Value: 50_000, Takes: []loyalty.Take{{Lot: "store/old", Points: 50}}}
	s.Member.Account.Usable -= 50
	s.Member.Account.Balance -= 50
	s.Notice = &counter.Notice{Code: "points.used", Args: map[string]any{"points": int64(50), "value": money.VND(50_000)}}
	return Refresh(s)
}

// NewMember is a cart with a customer who has no points yet.
func NewMember() counter.State {
	s := WithMember()
	s.Member.Profile = catalog.Member{ID: "m2", Name: "Phạm Quốc Bảo", Phone: "+84987654321", JoinedAt: Now}
	s.Member.Account = loyalty.Account{AsOf: Now}
	return Refresh(s)
}

// Bare is a cart whose price was overridden and discounted, for later delivery, partly paid.
func Bare() counter.State {
	s := WithMember()
	o := s.Cart.Order
	o, _ = o.Override("3", 30_000, "minh")
	o, _ = o.DiscountLine("1", money.Per100(10), "")
	o.Later = true
	s.Cart.Order, _ = o.Tendered(sale.Card, 100_000, "4711")
	return Refresh(s)
}

// LongNames is a cart and a customer with names as long as they may be.
func LongNames() counter.State {
	s := WithMember()
	sell(&s, long, money.Units(12), loyalty.ExcludedCategory)
	s.Member.Profile.Name = "Công Tằng Tôn Nữ Hoàng Diệu Nguyễn Phước Khánh Trang Thanh An"
	s.Member.Tier.Name = "Thành viên Kim cương thân thiết lâu năm"
	s.Shop.Name = "Siêu thị tiện lợi gia đình Đồng Xanh chi nhánh Nguyễn Huệ phố đi bộ"
	return Refresh(s)
}

// Many is a cart of n lines (1 to sale.LinesMax).
func Many(n int) counter.State {
	s := WithMember()
	for i := len(s.Cart.Order.Lines); i < n; i++ {
		p := milk
		p.SKU, p.Name = p.SKU+string(rune('a'+i%26))+time.Duration(i).String(), "Sữa tươi Đồng Xanh loại "+time.Duration(i).String()
		sell(&s, p, money.Units(int64(1+i%9)), loyalty.NotExcluded)
	}
	return Refresh(s)
}

// Huge is a cart at the limit of money.
func Huge() counter.State {
	s := WithMember()
	gold := catalog.Product{SKU: "VANG", Name: "Vàng miếng", Price: money.Max / 1000, Unit: "cây", Earns: true}
	sell(&s, gold, money.Units(999), loyalty.NotExcluded)
	return Refresh(s)
}
