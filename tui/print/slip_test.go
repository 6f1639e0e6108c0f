package print_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/catalog"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/sale"
	"tim/tui/print"
	"tim/tui/text"
)

// Codes of the vouchers below: those on paper, and one that is redeemed with a sale.
const (
	milkCode   = "912345678901234560"
	amountCode = "987650001234567898"
	freshCode  = "955500066677788896"
	moneyCode  = "900011122233344456"
)

// pageAddress is as long as the address of a minted member's page at a shop's own domain.
const pageAddress = "https://diem.cuahang.vn/m/AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGhIjKlMnOpQrStUvWx"

var (
	products = map[string]string{milk.SKU: milk.Name}
	off30    = reward("Ưu đãi hóa đơn lớn", amountCode, loyalty.Gives{Kind: loyalty.GiveAmount, Amount: vnd(30_000)}, 30)
	freeMilk = reward("Một hộp sữa tặng", milkCode, loyalty.Gives{Kind: loyalty.GiveProduct, SKU: milk.SKU}, 14)
	tenth    = reward("Cuối tuần vui", freshCode, loyalty.Gives{Kind: loyalty.GivePercent, Percent: part(10), Cap: vnd(50_000)}, 60)
)

func vnd(v money.VND) *money.VND            { return &v }
func part(percent int64) *money.Percent     { p := money.Per100(percent); return &p }
func days(n int) time.Time                  { return now.Add(time.Duration(n) * 24 * time.Hour) }
func taken(points int64) []loyalty.Take     { return []loyalty.Take{{Lot: "l", Points: points}} }
func journalHead() journal.Hash             { return journal.Hash{0xa1, 0xb2, 0xc3, 0xd4} }
func units(n int64) money.Quantity          { return money.Units(n) }
func account(balance int64) loyalty.Account { return loyalty.Account{Balance: balance} }

func reward(name, code string, g loyalty.Gives, life int) loyalty.Voucher {
	return loyalty.Voucher{ID: code, Name: name, Member: "anh", Terms: loyalty.Terms{Gives: g, WithPoints: true, WithVouchers: true}, IssuedAt: now, ExpiresAt: days(life)}
}

// fromPoints is a voucher of points turned into money (V5).
func fromPoints() loyalty.Voucher {
	v := reward("", moneyCode, loyalty.Gives{Kind: loyalty.GiveAmount, Amount: vnd(20_000)}, 0)
	v.ExpiresAt = time.Time{}
	return v
}

func (c *till) vouchers(all ...loyalty.Voucher) *till {
	return c.do(func(o sale.Order) (sale.Order, error) { return o.Vouchered(all) })
}

func (c *till) gift(p catalog.Product, v loyalty.Voucher) *till {
	return c.do(func(o sale.Order) (sale.Order, error) {
		o, _, err := o.AddGift(p, v.ID, loyalty.NotExcluded, now)
		return o, err
	})
}

// vouchered is a sale with a free product, an amount off, one line's product voucher and points, after which the member
// has an old voucher and one redeemed just now.
func vouchered(t testing.TB) receipt.Document {
	limited := off30
	limited.ID, limited.Terms.MinOrder, limited.Terms.WithPoints = "911111111111111117", 150_000, false
	return receipt.Build(receipt.Sold{Shop: shop, Zone: zone, Cashier: "Lê Thị Hồng", Head: journalHead(), Member: anh, Account: account(312),
		Order: ringUp(t, "anh").add(noodles, units(2)).gift(milk, freeMilk).vouchers(freeMilk, off30, fromPoints()).use(20).
			tender(sale.Cash, 200_000, "").pay(rule()),
		Used: []loyalty.Voucher{freeMilk, off30, fromPoints()}, Live: []loyalty.Voucher{tenth, limited}, Fresh: []string{freshCode},
		Products: products, Page: pageAddress})
}

// swapped is a dearer line taken instead of another one, which was paid partly by points.
func swapped(t testing.TB) receipt.Document {
	old, exchange := exchanged(t)
	return receipt.Build(receipt.Sold{Shop: shop, Zone: zone, Cashier: "Lê Thị Hồng", Head: journalHead(), Member: anh, Account: account(470), Order: exchange, Returned: &old})
}

// exchanged is three milks taken back, and one milk and less money than they were for it.
func exchanged(t testing.TB) (old, exchange sale.Order) {
	old = back(t, ringUp(t, "anh").add(milk, units(3)).use(20).tender(sale.Cash, 76_000, "").pay(rule()), "3")
	r := &old.Returns[0]
	cart := ringUp(t, "anh")
	cart.order.ID = "0193"
	credit := r.Refund
	cart.do(func(o sale.Order) (sale.Order, error) {
		return o.Swapping(sale.Exchange{Order: old.Key(), Receipt: old.Receipt, Lines: r.Lines, Credit: credit, Return: r.ID})
	}).add(milk, units(1)).add(topUp, units(2))
	s, err := cart.order.Pay(rule(), "HD-01-000124", now)
	if err != nil {
		t.Fatal(err)
	}
	payable := s.Order.Totals().Payable
	r.Exchange, r.Tenders = s.Order.Key(), []sale.Tender{{Kind: sale.Swapped, Received: payable}, {Kind: sale.Cash, Received: credit - payable}}
	return old, s.Order
}

// back is so many units of the first line brought back two days later, with a slip.
func back(t testing.TB, o sale.Order, quantity string) sale.Order {
	t.Helper()
	n, err := strconv.ParseInt(quantity, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	o, err = o.Returned("r1", days(2), []sale.ReturnLine{{ID: "1", Quantity: units(n)}})
	if err != nil {
		t.Fatal(err)
	}
	return numbered(o)
}

// numbered is the order with its last return as the till writes it.
func numbered(o sale.Order) sale.Order {
	o = o.Clone()
	before := o
	before.Returns = o.Returns[:len(o.Returns)-1]
	r := &o.Returns[len(o.Returns)-1]
	r.Number, r.Till, r.Cashier, r.Tenders = "TH-01-000045", "01", "hong", before.RefundTenders(r.Refund)
	return o
}

// returns are one slip of each kind.
func returns(t testing.TB) map[string]receipt.Return {
	paid := ringUp(t, "anh").add(milk, units(3)).add(oranges, 1_245).use(20).tender(sale.Card, 100_000, "VISA 0042").tender(sale.Cash, 28_290, "").pay(rule())
	base := receipt.Taken{Shop: shop, Zone: zone, Cashier: "Lê Thị Hồng", Head: journalHead(), Member: anh}
	taken := func(o sale.Order, balance int64) receipt.Taken {
		t := base
		t.Order, t.Account = o, account(balance)
		if n := o.Returns[0].Restored; n > 2 {
			t.Restored = []receipt.Restored{{Points: n - 2, LapsesAt: days(9)}, {Points: 2, LapsesAt: days(32)}}
		}
		return t
	}
	some, debt := taken(back(t, paid, "2"), 400), taken(back(t, paid, "3"), -15)
	some.Approver, some.Order.Returns[0].Reason = "Trần Văn Nam", "Không vừa ý, hàng còn nguyên"
	debt.Reprint = true
	kept := taken(numbered(back(t, paid, "3").AlreadySpent(40, loyalty.SpentDeduct, 1_000)), 0)
	walkIn := taken(back(t, ringUp(t, "").add(milk, units(2)).tender(sale.Cash, 64_000, "").pay(rule()), "1"), 0)
	walkIn.Member = catalog.Member{}
	old, _ := exchanged(t)
	exchange := taken(old, 470)
	exchange.NewReceipt = "HD-01-000124"
	return map[string]receipt.Return{"some": receipt.BuildReturn(some), "debt": receipt.BuildReturn(debt), "kept": receipt.BuildReturn(kept),
		"walk-in": receipt.BuildReturn(walkIn), "exchange": receipt.BuildReturn(exchange), "cancelled": receipt.BuildReturn(cancelled(t, base))}
}

// cancelled is an order for later delivery, paid partly with a voucher, that its customer gave up.
func cancelled(t testing.TB, base receipt.Taken) receipt.Taken {
	o, err := ringUp(t, "anh").add(noodles, units(2)).vouchers(off30).do(func(o sale.Order) (sale.Order, error) { return o.ForLater(true) }).
		tender(sale.Transfer, 206_000, "FT26325").pay(rule()).Cancel(days(2), false)
	if err != nil {
		t.Fatal(err)
	}
	base.Order, base.Account, base.Vouchers = numbered(o), account(500), []loyalty.Voucher{off30}
	return base
}

// vouchers are one slip of each kind.
func vouchers() map[string]receipt.Voucher {
	anyone := off30
	anyone.Terms = loyalty.Terms{Gives: off30.Terms.Gives, MinOrder: 150_000, Transferable: true}
	all := map[string]receipt.Voucher{}
	for name, v := range map[string]loyalty.Voucher{"amount": anyone, "percent": tenth, "product": freeMilk, "money": fromPoints()} {
		all[name] = receipt.BuildVoucher(v, shop, zone, products[v.Terms.Gives.SKU], anh, false)
	}
	return all
}

// figures are the last words of a paper's rows that read as amounts, by what stands before them.
func figures(lines []string) (rows []figure) {
	for _, line := range lines {
		words := strings.Fields(strings.ReplaceAll(line, "\u00a0₫", ""))
		if len(words) < 2 {
			continue
		}
		plain := strings.NewReplacer(".", "", "−", "-", "+", "").Replace(words[len(words)-1])
		if v, err := strconv.ParseInt(plain, 10, 64); err == nil {
			rows = append(rows, figure{strings.Join(words[:len(words)-1], " "), money.VND(v)})
		}
	}
	return rows
}

type figure struct {
	label string
	value money.VND
}

// sum adds the rows whose label begins as one of these.
func sum(rows []figure, labels ...string) (total money.VND) {
	for _, r := range rows {
		for _, label := range labels {
			if strings.HasPrefix(r.label, label) {
				total += r.value
				break
			}
		}
	}
	return total
}

// What a customer adds up on a receipt comes to its total, whatever vouchers and points took off.
func TestTheFiguresOfAReceiptAddUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cart := ringUp(t, "anh").add(noodles, units(rapid.Int64Range(1, 5).Draw(rt, "noodles")))
		var used []loyalty.Voucher
		if rapid.Bool().Draw(rt, "gift") {
			cart, used = cart.gift(milk, freeMilk), append(used, freeMilk)
		}
		for i, v := range []loyalty.Voucher{off30, tenth, fromPoints()} {
			if rapid.Bool().Draw(rt, fmt.Sprint("voucher ", i)) {
				used = append(used, v)
			}
		}
		cart.vouchers(used...)
		if left := int64(cart.order.Totals().Base / 1_000); left > 0 {
			cart.use(rapid.Int64Range(0, left).Draw(rt, "points"))
		}
		if due := cart.order.Totals().Due; due > 0 {
			cart.tender(sale.Cash, due+money.VND(rapid.Int64Range(0, 100_000).Draw(rt, "more")), "")
		}
		order := cart.pay(rule())
		doc := receipt.Build(receipt.Sold{Shop: shop, Zone: zone, Order: order, Used: used, Member: anh})
		for _, columns := range []int{print.Narrow, print.Wide} {
			rows := figures(print.Text(doc, columns, text.English))
			total, got := sum(rows, "TOTAL"), money.VND(0)
			for i := indexOf(rows, "Subtotal"); rows[i].label != "TOTAL"; i++ {
				if got == 0 || rows[i].value < 0 { // a code's end is no figure
					got += rows[i].value
				}
			}
			if got != total {
				rt.Fatalf("%d columns: %d, total %d\n%s", columns, got, total, strings.Join(print.Text(doc, columns, text.English), "\n"))
			}
			if got := sum(rows, "Cash") - sum(rows, "Change"); got != total {
				rt.Fatalf("paid %d of %d", got, total)
			}
		}
	})
}

func indexOf(rows []figure, label string) int {
	return slices.IndexFunc(rows, func(r figure) bool { return r.label == label })
}

func TestC3TheFiguresOfASlipAddUp(t *testing.T) {
	for name, doc := range returns(t) {
		for _, columns := range []int{print.Narrow, print.Wide} {
			parts := strings.Split(strings.Join(print.Return(doc, columns, text.English), "\n"), strings.Repeat("-", columns))
			goods, kept, refund, given := money.VND(0), money.VND(0), money.VND(0), money.VND(0)
			for _, r := range figures(strings.Split(parts[1], "\n")) {
				goods += r.value
			}
			for _, r := range figures(strings.Split(parts[2], "\n")) {
				switch {
				case r.label == "REFUND":
					refund = r.value
				case r.value < 0:
					kept -= r.value
				default:
					given += r.value
				}
			}
			if goods-kept != refund || given != refund || refund <= 0 {
				t.Errorf("%s at %d columns: goods of %d, %d kept, refund %d, %d given", name, columns, goods, kept, refund, given)
			}
		}
	}
}

func TestC8ASlipSaysWhatHappenedToThePoints(t *testing.T) {
	all := returns(t)
	slip := func(name string) string {
		return joined(strings.Join(print.Return(all[name], print.Wide, text.Vietnamese), "\n"))
	}
	for want, name := range map[string]string{
		"Điểmthulại−56": "some", "Điểmtrảlạikhách+6": "some", "Điểmhiệncó−15": "debt", "Điểmâm": "debt", "trừvàotiềnhoàn40": "kept", "Giữlạichođiểmđãtiêu−40.000": "kept",
		"Vouchertrảlạikhách": "cancelled", "987650001234567898": "cancelled", "PHIẾUHỦYĐƠN": "cancelled", "VàohóađơnđổiHD-01-000124": "exchange",
		"Ngườiduyệt": "some", "BẢNSAO": "debt",
	} {
		for other := range all {
			if has := strings.Contains(slip(other), want); has != (other == name) {
				t.Errorf("%s on %s: %v\n%s", want, other, has, strings.Join(print.Return(all[other], print.Wide, text.Vietnamese), "\n"))
			}
		}
	}
	if strings.Contains(slip("walk-in"), "Điểm") {
		t.Error("a walk-in's slip speaks of points")
	}
}
