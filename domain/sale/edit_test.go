package sale_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

func TestTheSameProductScannedAgainIsOneLine(t *testing.T) {
	o := add(t, add(t, add(t, cart(), milk(), money.Units(1)), topUp(), money.Units(1)), milk(), money.Units(3))
	if len(o.Lines) != 2 || o.Lines[0].Quantity != money.Units(4) || o.Lines[0].ID != "1" || o.Lines[1].ID != "2" {
		t.Errorf("lines %+v", o.Lines)
	}
}

func TestWhatWasWeighedTwiceIsTwoLines(t *testing.T) {
	o := add(t, add(t, cart(), oranges(), 1_245), oranges(), 755)
	if len(o.Lines) != 2 || o.Totals().Lines[0].Amount != 52_290 || o.Totals().Lines[1].Amount != 31_710 {
		t.Errorf("lines %+v", o.Lines)
	}
}

func TestGoodsDoNotJoinALineThatWasChanged(t *testing.T) {
	for what, change := range map[string]func(sale.Order) (sale.Order, error){
		"price":     func(o sale.Order) (sale.Order, error) { return o.Override("1", 30_000, "sup") },
		"own price": func(o sale.Order) (sale.Order, error) { return o.Override("1", 32_000, "sup") },
		"discount":  func(o sale.Order) (sale.Order, error) { return o.DiscountLine("1", money.Per100(10), "") },
	} {
		o := must[sale.Order](t)(change(add(t, cart(), milk(), money.Units(2))))
		o = add(t, o, milk(), money.Units(1))
		if len(o.Lines) != 2 || o.Lines[0].Quantity != money.Units(2) || o.Lines[1].UnitPrice != 32_000 {
			t.Errorf("%s: lines %+v", what, o.Lines)
		}
	}
	p := milk()
	p.VAT = catalog.ReducedVAT()
	o := add(t, cart(), p, money.Units(1)) // a cart left open over New Year
	o, _, err := o.Add(p, money.Units(1), 0, time.Date(2026, 12, 31, 17, 0, 0, 0, time.UTC))
	if err != nil || len(o.Lines) != 2 || o.Lines[1].VAT != money.Per100(10) {
		t.Errorf("lines %+v, %v", o.Lines, err)
	}
}

func TestALineNumberIsNotUsedTwice(t *testing.T) {
	o := add(t, add(t, cart(), milk(), money.Units(1)), topUp(), money.Units(1))
	o = must[sale.Order](t)(o.Remove("2"))
	o = add(t, o, oranges(), 500)
	if o.Lines[1].ID != "3" {
		t.Errorf("the new line is %s", o.Lines[1].ID)
	}
	if _, ok := o.Line("2"); ok {
		t.Error("the removed line is still there")
	}
	if l, ok := o.Line("3"); !ok || l.SKU != "CAM-0001" {
		t.Errorf("line 3 is %+v", l)
	}
}

func TestUndoBringsTheFormerLinesBack(t *testing.T) {
	former := add(t, cart(), milk(), money.Units(1))
	o := must[sale.Order](t)(add(t, former, topUp(), money.Units(1)).ForLater(true))
	o = must[sale.Order](t)(o.Attach("anh"))
	o = must[sale.Order](t)(o.Undone(former))
	if len(o.Lines) != 1 || o.Later || o.Member != "anh" || o.Totals().Payable != 32_000 {
		t.Errorf("%+v", o)
	}
	if o = add(t, o, oranges(), 500); o.Lines[1].ID != "3" || len(former.Lines) != 1 {
		t.Errorf("the next line is %s, before it were %d", o.Lines[1].ID, len(former.Lines))
	}
}

func TestADiscountStaysThePercentageThatWasApproved(t *testing.T) {
	o := add(t, cart(), milk(), money.Units(10))
	o = must[sale.Order](t)(o.DiscountLine("1", money.Per100(10), "sup"))
	if o.Lines[0].Discount != 32_000 || o.Lines[0].Approver != "sup" {
		t.Fatalf("line %+v", o.Lines[0])
	}
	o = must[sale.Order](t)(o.SetQuantity("1", money.Units(1))) // 32.000 off one box would be the whole box
	if got := o.Totals(); got.Discounts != 3_200 || got.Payable != 28_800 {
		t.Errorf("one box: %d off", got.Discounts)
	}
	o = must[sale.Order](t)(o.DiscountLine("1", money.Per100(20), ""))
	if got := o.Totals(); got.Discounts != 6_400 || o.Lines[0].Approver != "" {
		t.Errorf("a second discount adds to the first: %d off, approved by %q", got.Discounts, o.Lines[0].Approver)
	}
}

func TestADiscountIsRoundedHalfUpOnce(t *testing.T) {
	for price, want := range map[money.VND]money.VND{101: 51, 1: 1, 100: 50, 99_999: 50_000} {
		o := add(t, cart(), catalog.Product{SKU: "A", Price: price}, money.Units(1))
		o = must[sale.Order](t)(o.DiscountLine("1", money.Per100(50), ""))
		if got := o.Totals().Discounts; got != want {
			t.Errorf("50 %% of %d is %d, want %d", price, got, want)
		}
	}
}

func TestAnOverriddenPriceKeepsTheListPriceAndWhoApproved(t *testing.T) {
	o := add(t, cart(), milk(), money.Units(2))
	o = must[sale.Order](t)(o.DiscountLine("1", money.Per100(10), ""))
	o = must[sale.Order](t)(o.Override("1", 25_000, "sup"))
	o = must[sale.Order](t)(o.Override("1", 20_000, "boss"))
	if l := o.Lines[0]; l.ListPrice != 32_000 || l.UnitPrice != 20_000 || l.Approver != "boss" || l.Discount != 0 || l.Part != 0 {
		t.Errorf("line %+v", l)
	}
	o = must[sale.Order](t)(o.DiscountLine("1", money.Per100(5), "")) // within the cashier's own limit
	if l := o.Lines[0]; l.Approver != "boss" || l.Discount != 2_000 {
		t.Errorf("who approved the price is forgotten: %+v", l)
	}
}

func TestU5PointsStayWithTheirMember(t *testing.T) {
	o := must[sale.Order](t)(basket(t).Using(seventyPoints()))
	for _, other := range []string{"binh", ""} {
		if got, err := o.Attach(other); fault.Code(err) != "order.points_used" || got.Member != "anh" {
			t.Errorf("%q took over Ánh's points: %v", other, err)
		}
	}
	if _, err := o.Attach("anh"); err != nil {
		t.Error(err)
	}
	o = must[sale.Order](t)(o.Using(sale.PointsUse{})) // taken back
	if o = must[sale.Order](t)(o.Attach("binh")); o.Member != "binh" || o.Totals().Payable != 141_000 {
		t.Errorf("member %s pays %d", o.Member, o.Totals().Payable)
	}
}

func TestU5UsingAgainReplacesTheEarlierDeduction(t *testing.T) {
	o := must[sale.Order](t)(basket(t).Using(seventyPoints()))
	o = must[sale.Order](t)(o.Using(sale.PointsUse{Points: 20, Value: 20_000}))
	if got := o.Totals(); got.Points != 20_000 || got.Payable != 121_000 {
		t.Errorf("%d off, %d to pay", got.Points, got.Payable)
	}
}

func TestU3PointsNeverExceedTheOrder(t *testing.T) {
	o := basket(t)
	if _, err := o.Using(sale.PointsUse{Points: 141_001, Value: 141_001}); fault.Code(err) != "order.points_over" {
		t.Errorf("141.001 ₫ off 141.000: %v", err)
	}
	if _, err := cart().Using(seventyPoints()); fault.Code(err) != "member.none" {
		t.Errorf("a walk-in's points: %v", err)
	}
	o = must[sale.Order](t)(o.Using(sale.PointsUse{Points: 141, Value: 141_000}))
	if got := o.Totals(); got.Payable != 0 || got.Due != 0 {
		t.Fatalf("to pay %d", got.Payable)
	}
	o = must[sale.Order](t)(o.Remove("1")) // now the points are worth more than the goods
	if got := o.Totals(); got.Payable != 0 || got.Points != 45_000 {
		t.Errorf("to pay %d, %d off", got.Payable, got.Points)
	}
	_, err := o.Pay(rule(), "HD-01-000001", now)
	if f, ok := fault.Of(err); !ok || f.Code != "order.points_over" || f.Args["left"] != money.VND(45_000) || f.Args["value"] != money.VND(141_000) {
		t.Errorf("the rest of the points would be lost: %v", err)
	}
}

func TestPointsPayShippingAfterTheGoods(t *testing.T) {
	o := basket(t)
	o.Shipping = 20_000
	if payable, left := o.Basis(); payable != 141_000 || left != 161_000 {
		t.Errorf("basis %d, %d", payable, left)
	}
	o = must[sale.Order](t)(o.Using(sale.PointsUse{Points: 150, Value: 150_000}))
	got := o.Totals()
	if got.Payable != 11_000 || got.Lines[0].Points+got.Lines[1].Points != 141_000 {
		t.Errorf("to pay %d, lines %+v", got.Payable, got.Lines)
	}
	if payable, left := o.Basis(); payable != 141_000 || left != 161_000 {
		t.Errorf("the present use counts against itself: %d, %d", payable, left)
	}
}

func TestQuantitiesHaveALimit(t *testing.T) {
	o := add(t, cart(), milk(), money.Units(998))
	for _, q := range []money.Quantity{0, -1, money.Units(2), money.Units(1_000), 1 << 62, -1 << 62} {
		got, _, err := o.Add(milk(), q, 0, now)
		if fault.Code(err) != "quantity.range" || got.Lines[0].Quantity != money.Units(998) {
			t.Errorf("%d more: %+v, %v", q, got.Lines, err)
		}
	}
	for _, q := range []money.Quantity{0, -1_000, money.Units(999) + 1, 1 << 62} {
		got, err := o.SetQuantity("1", q)
		if f, ok := fault.Of(err); !ok || f.Code != "quantity.range" || f.Args["max"] != int64(999) || got.Lines[0].Quantity != money.Units(998) {
			t.Errorf("%d: %+v, %v", q, got.Lines, err)
		}
	}
	if o = must[sale.Order](t)(o.SetQuantity("1", money.Units(999))); o.Totals().Goods != 999*32_000 {
		t.Errorf("999 boxes are %d", o.Totals().Goods)
	}
}

func TestAnOrderHas500Lines(t *testing.T) {
	o := cart()
	for i := range sale.LinesMax {
		o = add(t, o, catalog.Product{SKU: fmt.Sprint(i), Price: 1_000}, money.Units(1))
	}
	got, _, err := o.Add(milk(), money.Units(1), 0, now)
	if fault.Code(err) != "order.lines_max" || len(got.Lines) != 500 {
		t.Errorf("%d lines, %v", len(got.Lines), err)
	}
	if o = add(t, o, catalog.Product{SKU: "7", Price: 1_000}, money.Units(1)); o.Lines[7].Quantity != money.Units(2) {
		t.Error("a full cart takes no second piece of what is in it")
	}
}

func TestAmountsStayWithinTheLimit(t *testing.T) {
	o := add(t, cart(), catalog.Product{SKU: "A", Price: money.Max}, money.Units(1))
	if got, _, err := o.Add(catalog.Product{SKU: "B", Price: 1}, money.Units(1), 0, now); fault.Code(err) != "money.range" || len(got.Lines) != 1 {
		t.Errorf("the sum passes the limit: %v", err)
	}
	if got, err := o.SetQuantity("1", money.Units(2)); fault.Code(err) != "money.range" || got.Totals().Goods != money.Max {
		t.Errorf("twice the limit: %v", err)
	}
	for _, price := range []money.VND{-1, money.Max + 1} {
		if _, err := o.Override("1", price, "sup"); fault.Code(err) != "money.range" {
			t.Errorf("a price of %d: %v", price, err)
		}
	}
	two := add(t, cart(), milk(), money.Units(2))
	if got, err := two.Override("1", money.Max, "sup"); fault.Code(err) != "money.range" || got.Lines[0].UnitPrice != 32_000 {
		t.Errorf("2 x %d: %v", money.Max, err)
	}
	for _, part := range []money.Percent{-1, money.Per100(100) + 1} {
		if _, err := o.DiscountLine("1", part, ""); fault.Code(err) != "discount.range" {
			t.Errorf("a discount of %s %%: %v", part, err)
		}
	}
}

func TestAnUnknownLineIsRefused(t *testing.T) {
	for what, edit := range edits {
		if _, err := edit(cart(), "9"); fault.Code(err) != "line.unknown" {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// edits are the acts on one line.
var edits = map[string]func(sale.Order, string) (sale.Order, error){
	"quantity": func(o sale.Order, line string) (sale.Order, error) { return o.SetQuantity(line, money.Units(2)) },
	"remove":   func(o sale.Order, line string) (sale.Order, error) { return o.Remove(line) },
	"override": func(o sale.Order, line string) (sale.Order, error) { return o.Override(line, 1_000, "sup") },
	"discount": func(o sale.Order, line string) (sale.Order, error) { return o.DiscountLine(line, money.Per100(10), "") },
}

func TestWhatIsPartlyPaidIsNotChanged(t *testing.T) {
	o := must[sale.Order](t)(basket(t).Tendered(sale.Card, 100_000, "slip 1"))
	for what, edit := range edits {
		if got, err := edit(o, "1"); fault.Code(err) != "order.tendered" || got.Totals().Due != 41_000 {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, _, err := o.Add(milk(), money.Units(1), 0, now); fault.Code(err) != "order.tendered" {
		t.Errorf("add: %v", err)
	}
	if _, err := o.Using(seventyPoints()); fault.Code(err) != "order.tendered" {
		t.Errorf("use: %v", err)
	}
	o = must[sale.Order](t)(o.Untendered())
	if o = must[sale.Order](t)(o.Remove("1")); o.Totals().Due != 45_000 {
		t.Errorf("due %d", o.Totals().Due)
	}
}

// anyEdit does something to the order that a cashier might, sensible or not.
func anyEdit(t *rapid.T, o sale.Order) (sale.Order, error) {
	line := fmt.Sprint(rapid.IntRange(0, 6).Draw(t, "line"))
	q := money.Quantity(rapid.Int64Range(-1_000, 1_001_000).Draw(t, "quantity"))
	amount := money.VND(rapid.Int64Range(-1, 300_000).Draw(t, "amount"))
	switch rapid.IntRange(0, 8).Draw(t, "act") {
	case 0, 1:
		p := rapid.SampledFrom([]catalog.Product{milk(), topUp(), oranges()}).Draw(t, "product")
		next, _, err := o.Add(p, q, loyalty.Exclusion(rapid.IntRange(0, 1).Draw(t, "excluded")), now)
		return next, err
	case 2:
		return o.SetQuantity(line, q)
	case 3:
		return o.Remove(line)
	case 4:
		return o.Override(line, amount, "sup")
	case 5:
		return o.DiscountLine(line, money.Percent(rapid.Int64Range(-1, 1_000_001).Draw(t, "part")), "")
	case 6:
		return o.Attach(rapid.SampledFrom([]string{"", "anh", "binh"}).Draw(t, "member"))
	case 7:
		n := rapid.Int64Range(0, 200).Draw(t, "points")
		return o.Using(sale.PointsUse{Points: n, Value: money.VND(n) * 1_000, Takes: []loyalty.Take{{Lot: "l", Points: n}}})
	}
	return o.Tendered(sale.TenderKind(rapid.IntRange(1, 3).Draw(t, "kind")), amount, "")
}

// anyOrder is a cart after a few edits, perhaps with what only other channels bring.
func anyOrder(t *rapid.T) sale.Order {
	o := cart()
	for range rapid.IntRange(0, 12).Draw(t, "edits") {
		o, _ = anyEdit(t, o)
	}
	if len(o.Tenders) == 0 {
		o.Discount = money.VND(rapid.Int64Range(0, 500_000).Draw(t, "order discount"))
		o.Shipping = money.VND(rapid.Int64Range(0, 50_000).Draw(t, "shipping"))
		o.PointsCutVAT = rapid.Bool().Draw(t, "points cut VAT")
	}
	return o
}

func TestNoEditChangesAnOlderOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		orders, bytesOf := []sale.Order{cart()}, [][]byte{encoded(cart())}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			from := rapid.IntRange(0, len(orders)-1).Draw(t, "from")
			next, err := anyEdit(t, orders[from])
			if err != nil && !bytes.Equal(encoded(next), bytesOf[from]) {
				t.Fatalf("a refused edit (%v) left %+v", err, next)
			}
			orders, bytesOf = append(orders, next), append(bytesOf, encoded(next))
			for i, o := range orders {
				if !bytes.Equal(encoded(o), bytesOf[i]) {
					t.Fatalf("order %d changed into %+v", i, o)
				}
			}
		}
	})
}

func TestAnOrderSharesNothing(t *testing.T) {
	use := seventyPoints()
	o := must[sale.Order](t)(basket(t).Using(use))
	if use.Takes[0].Points = 1; o.Use.Takes[0].Points != 70 {
		t.Error("the takes are the caller's")
	}
	copied := o.Clone()
	copied.Use.Takes[0].Points, copied.Lines[0].Name = 1, "x"
	if o.Use.Takes[0].Points != 70 || o.Lines[0].Name == "x" {
		t.Error("the takes or lines are the copy's")
	}
	for range 3 { // slices have room to grow in by now
		o = must[sale.Order](t)(o.Tendered(sale.Cash, 1_000, ""))
	}
	card := must[sale.Order](t)(o.Tendered(sale.Card, 2_000, ""))
	cash := must[sale.Order](t)(o.Tendered(sale.Cash, 3_000, ""))
	if card.Tenders[3].Kind != sale.Card || cash.Tenders[3].Kind != sale.Cash {
		t.Errorf("one payment replaced the other: %+v", card.Tenders)
	}
}

func encoded(o sale.Order) []byte { return journal.Encode(&o) }
