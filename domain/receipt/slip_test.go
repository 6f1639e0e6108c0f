package receipt_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/sale"
)

func amountOff(code, name string, off money.VND, expires time.Time) loyalty.Voucher {
	return loyalty.Voucher{ID: code, Name: name, Member: "anh", IssuedAt: now, ExpiresAt: expires,
		Terms: loyalty.Terms{Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &off}, MinOrder: 50_000, WithPoints: true}}
}

// with is an order of three milks, paid, after an edit of the cart.
func with(t *testing.T, edit func(sale.Order) (sale.Order, error)) sale.Order {
	t.Helper()
	o, _, err := sale.Open("0192", "01", "s1", "hong", now).Add(catalog.Product{SKU: "SUA", Name: "Sữa tươi", Price: 32_000, Unit: "hộp"}, money.Units(3), 0, now)
	if err == nil {
		o, err = o.Attach("anh")
	}
	if err == nil {
		o, err = edit(o)
	}
	if due := o.Totals().Due; err == nil && due > 0 {
		o, err = o.Tendered(sale.Card, due, "VISA")
	}
	s, payErr := o.Pay(rule(), "HD-01-000123", now)
	if err != nil || payErr != nil {
		t.Fatal(err, payErr)
	}
	return s.Order
}

func TestV6AReceiptTellsOfVouchersUsedAndOfThoseLeft(t *testing.T) {
	used, soon, later, never := amountOff("1", "Quà", 20_000, now), amountOff("2", "Sớm", 1, now.Add(time.Hour)), amountOff("3", "Sau", 1, now.Add(2*time.Hour)), amountOff("4", "", 1, time.Time{})
	s := sold(with(t, func(o sale.Order) (sale.Order, error) {
		return o.Vouchered([]loyalty.Voucher{used, amountOff("9", "", 5_000, now)})
	}))
	s.Used, s.Live, s.Fresh, s.Page = []loyalty.Voucher{used}, []loyalty.Voucher{never, later, soon}, []string{"3"}, "https://tim.example/m/x"
	got := receipt.Build(s)
	if want := []receipt.VoucherUsed{{Code: "1", Name: "Quà", Value: 20_000}, {Code: "9", Value: 5_000}}; !slices.Equal(got.Vouchers, want) || got.Totals.Vouchers != 25_000 {
		t.Errorf("used %+v of %d", got.Vouchers, got.Totals.Vouchers)
	}
	var codes string
	for _, v := range got.Member.Vouchers {
		codes += v.Code
		if v.Fresh != (v.Code == "3") || v.MinOrder != 50_000 || v.Member != "09•• ••• 678" || !v.WithPoints || v.WithVouchers {
			t.Errorf("%+v", v)
		}
	}
	if codes != "234" || got.Page != s.Page {
		t.Errorf("vouchers %s, page %q", codes, got.Page)
	}
	s.Order.Member = ""
	if walkIn := receipt.Build(s); walkIn.Page != "" || walkIn.Member != nil {
		t.Error("a walk-in has a page")
	}
}

func TestV4ATransferableVoucherIsNobodysOnPaper(t *testing.T) {
	v := amountOff("1", "Quà", 1, now)
	v.Terms.Transferable, v.Terms.Gives = true, loyalty.Gives{Kind: loyalty.GiveProduct, SKU: "SUA"}
	got := receipt.BuildVoucher(v, receipt.Shop{Name: "Tim"}, nil, "Sữa tươi", sold(sale.Order{}).Member, false)
	if got.Member != "" || got.Product != "Sữa tươi" || got.Shop.Name != "Tim" {
		t.Errorf("%+v", got)
	}
}

func TestC7AnExchangeNamesItsOtherHalf(t *testing.T) {
	old := with(t, func(o sale.Order) (sale.Order, error) { return o, nil })
	old, err := old.Returned("r9", now.Add(time.Hour), []sale.ReturnLine{{ID: "1", Quantity: money.Units(3)}})
	if err != nil {
		t.Fatal(err)
	}
	swap := sale.Exchange{Order: old.Key(), Receipt: "HD-01-000099", Credit: 110_000}
	o := with(t, func(o sale.Order) (sale.Order, error) { return o.Swapping(swap) })
	r := &old.Returns[0]
	r.Number, r.Exchange, r.Tenders = "TH-01-000045", o.Key(), []sale.Tender{{Kind: sale.Swapped, Received: 96_000}, {Kind: sale.Cash, Received: 14_000}}
	s := sold(o)
	s.Returned = &old
	want := receipt.Exchange{Of: "HD-01-000099", Return: "TH-01-000045", Credit: 96_000, Given: []sale.Tender{{Kind: sale.Cash, Received: 14_000}}}
	if got := receipt.Build(s).Exchange; got == nil || !reflect.DeepEqual(*got, want) {
		t.Errorf("%+v", got)
	}
	if r.Tenders[0].Kind != sale.Swapped {
		t.Error("the return lost its tender")
	}
	s.Returned = nil // of an order that isn't here any more
	if got := receipt.Build(s).Exchange; got == nil || got.Of != "HD-01-000099" || got.Credit != 96_000 || got.Return != "" {
		t.Errorf("%+v", got)
	}
	s.Order = old
	if got := receipt.Build(s).Exchange; got != nil {
		t.Errorf("an ordinary sale is an exchange: %+v", got)
	}
}

func TestC8TheSlipOfAReturn(t *testing.T) {
	o := with(t, func(o sale.Order) (sale.Order, error) {
		return o.Using(sale.PointsUse{Points: 20, Value: 20_000, Takes: []loyalty.Take{{Lot: "l", Points: 20}}})
	})
	at := now.Add(48 * time.Hour)
	for _, n := range []int64{1, 2} { // the slip is of the last one
		var err error
		if o, err = o.Returned("r", at, []sale.ReturnLine{{ID: "1", Quantity: money.Units(n)}}); err != nil {
			t.Fatal(err)
		}
	}
	o = o.AlreadySpent(10, loyalty.SpentDeduct, 1_000)
	r := &o.Returns[1]
	r.Number, r.Till, r.Reason, r.Tenders = "TH-01-000046", "02", "Hàng lỗi", []sale.Tender{{Kind: sale.Card, Received: r.Refund}}
	voucher := amountOff("1", "Quà", 20_000, at)
	restored := []receipt.Restored{{Points: 14, LapsesAt: at}}
	got := receipt.BuildReturn(receipt.Taken{Shop: receipt.Shop{Name: "Tim"}, Order: o, Cashier: "Lê Thị Hồng", Approver: "Trần Văn Nam", Head: journal.Hash{0xa1},
		Member: sold(o).Member, Account: loyalty.Account{Balance: -5}, Restored: restored, Vouchers: []loyalty.Voucher{voucher}, NewReceipt: "HD-01-000124", Reprint: true})
	want := receipt.Return{
		Shop: receipt.Shop{Name: "Tim"}, Number: "TH-01-000046", At: at, Till: "02", Cashier: "Lê Thị Hồng", Approver: "Trần Văn Nam", Reason: "Hàng lỗi",
		Of: "HD-01-000123", SoldAt: now, Refund: 40_667, Deducted: 10_000, Tenders: r.Tenders, Exchange: "HD-01-000124", Head: "a1000000", Reprint: true,
		Lines: []receipt.ReturnedLine{{Name: "Sữa tươi", Unit: "hộp", Quantity: money.Units(2), Price: 32_000, Refund: 50_667}},
		Member: &receipt.ReturnMember{Name: "Nguyễn Thị Ánh", Phone: "09•• ••• 678", Clawed: r.Clawed, Forgiven: 10, Ranking: r.Ranking,
			Restored: restored, Balance: -5},
		Vouchers: []receipt.Voucher{receipt.BuildVoucher(voucher, receipt.Shop{Name: "Tim"}, nil, "", sold(o).Member, false)},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\n%+v, want\n%+v\n%+v", got, got.Member, want, want.Member)
	}
	r.Tenders[0].Received = 1
	if got.Tenders[0].Received != 40_667 {
		t.Error("the slip shares memory with its order")
	}
}

func TestACancelledOrdersSlipSaysSo(t *testing.T) {
	o := with(t, func(o sale.Order) (sale.Order, error) { return o.ForLater(true) })
	o, err := o.Cancel(now.Add(time.Hour), false)
	if err != nil {
		t.Fatal(err)
	}
	got := receipt.BuildReturn(receipt.Taken{Order: o})
	if !got.Cancelled || got.Refund != 96_000 || len(got.Lines) != 1 || got.Lines[0].Refund != 96_000 || got.Member == nil {
		t.Errorf("%+v", got)
	}
	o.Member = ""
	if got := receipt.BuildReturn(receipt.Taken{Order: o}); got.Member != nil {
		t.Error("a walk-in's slip speaks of points")
	}
}
