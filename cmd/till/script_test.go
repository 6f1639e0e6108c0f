package main

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"tim/cmd/till/demo"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/storage/bolt"
	"tim/tui/text"
)

// book is what a shop's ledger should say, as somebody would keep it by hand: the model that a killed till is held against.
type book struct {
	Sales, Slips, NoSales int
	Drawer                money.VND // what should be in it
	Card                  money.VND // received by card, less what went back
	Points                int64     // Ánh's
	Vouchers              int       // that Ánh has redeemed, whatever became of them
	Cart                  basket
}

// basket is the open cart.
type basket struct {
	Milk, Cards int64     // pieces
	Off         money.VND // discounts and changed prices, of the whole cart
	Vouchers    int       // a milk each
	Points      int64     // used
	Member      bool
	Swap        bool
	Tendered    money.VND
}

const (
	milkPrice, cardPrice = money.VND(32_000), money.VND(15_000)
	milkReward           = 40 // points
)

func (c basket) due() money.VND {
	due := milkPrice*money.VND(c.Milk) + cardPrice*money.VND(c.Cards) - c.Off - milkPrice*money.VND(c.Vouchers) - money.VND(c.Points*1000)
	if c.Swap {
		due -= milkPrice
	}
	return due - c.Tendered
}

// paid is the book after the cart was paid with what was left to pay, by card or in cash.
func (b book) paid(byCard bool) book {
	c := b.Cart
	if byCard {
		b.Card += c.due()
	} else {
		b.Drawer += c.due()
	}
	b.Drawer += c.Tendered
	if c.Member { // 1 point for 1.000 ₫ of milk that no voucher and no point paid
		b.Points += c.Milk*32 - int64(c.Vouchers)*32 - c.Points
	}
	b.Sales++
	if c.Swap {
		b.Slips++
	}
	b.Cart = basket{}
	return b
}

// step is what a cashier does between two commits. Keys are sent one behind the other; one that begins with "?" waits for a text
// instead, and "@" taps one.
type step struct {
	does  string
	keys  []string
	shows string // when it is on disk
	then  func(b *book)
	back  int // how often Esc goes back to the order screen behind it
}

// receiptOf is a sale's number, counted from 1.
func receiptOf(n int) string { return fmt.Sprintf("HD-01-%06d", n) }

// subtotal is what the screen says of a cart's goods.
func (c basket) subtotal() string {
	return "Tạm tính " + text.Amount(milkPrice*money.VND(c.Milk)+cardPrice*money.VND(c.Cards))
}

// scan is a product scanned; b is the book before it.
func scan(b book, code string, n int64) step {
	c := b.Cart
	of := map[string]*int64{demo.MilkCode: &c.Milk, demo.CardCode: &c.Cards}[code]
	*of += n
	return step{"scan", []string{fmt.Sprintf("%d*%s\r", n, code)}, c.subtotal(), func(b *book) { b.Cart = c }, 0}
}

func attach(book) step {
	return step{"member", []string{"0912345678\r"}, "♥ Nguyễn Thị Ánh", func(b *book) { b.Cart.Member = true }, 0}
}

func points(n int64) func(book) step {
	return func(book) step {
		return step{"points", []string{keyF7, "?[Sử dụng]", fmt.Sprint(n), "\r"}, fmt.Sprintf("Đã dùng %d điểm", n), func(b *book) {
			b.Cart.Points, b.Points = n, b.Points-n
		}, 0}
	}
}

func redeem(apply bool) func(book) step {
	return func(book) step {
		if apply {
			return step{"redeem and use", []string{keyF7, "?[Sử dụng]", "\x1b[C", "?sau khi đổi", keyF7}, "Đã đổi voucher", func(b *book) {
				b.Vouchers, b.Points, b.Cart.Vouchers = b.Vouchers+1, b.Points-milkReward, b.Cart.Vouchers+1
			}, 0}
		}
		return step{"redeem", []string{keyF7, "?[Sử dụng]", "\x1b[C", "?sau khi đổi", "\r"}, "Đã đổi voucher", func(b *book) {
			b.Vouchers, b.Points = b.Vouchers+1, b.Points-milkReward
		}, 2}
	}
}

func pay(byCard bool) func(book) step {
	return func(b book) step {
		keys := []string{keyF9, "?Esc Về đơn", "\r"}
		if byCard {
			keys = []string{keyF9, "?Esc Về đơn", "\x1b[C", "\r"}
		}
		return step{"pay", keys, "✓ Đã lưu " + receiptOf(b.Sales+1), func(b *book) { *b = b.paid(byCard) }, 0}
	}
}

// part pays 14.000 ₫ in cash of more.
func part(book) step {
	return step{"part", []string{keyF9, "?Esc Về đơn", "14", "\r"}, "Đã nhận", func(b *book) { b.Cart.Tendered = 14_000 }, 1}
}

func discount(b book) step {
	off := milkPrice * money.VND(b.Cart.Milk) / 10
	return step{"discount", []string{"%10\r"}, "Giảm giá −" + text.Amount(off), func(b *book) { b.Cart.Off = off }, 0}
}

func price(b book) step {
	return step{"price", []string{"=30000\r", "?Cần quản lý duyệt", "9999", "\r"}, "30.000 30.000", func(b *book) { b.Cart.Off = 2_000 }, 0}
}

func remove(b book) step {
	c := b.Cart
	c.Cards = 0
	return step{"remove", []string{"-2\r"}, c.subtotal(), func(b *book) { b.Cart = c }, 0}
}

func void(book) step {
	return step{"void", []string{keyF12, "?Hủy đơn đang mở", "@Hủy đơn đang mở", "?Giữ", "\x1b[B", "\r", "?9999", "9999", "\r"}, "Quét mã để bán", func(b *book) { b.Cart = basket{} }, 0}
}

// takeBack gives one milk of a sale back that was counted so many sales ago.
func takeBack(ago int) func(book) step {
	return func(b book) step {
		return step{"return", []string{receiptOf(b.Sales-ago) + "\r", "?F6", "\r", "?F9 Trả hàng", keyF9}, fmt.Sprintf("TH-01-%06d", b.Slips+1), func(b *book) {
			b.Slips, b.Drawer = b.Slips+1, b.Drawer-milkPrice
		}, 0}
	}
}

func swap(ago int) func(book) step {
	return func(b book) step {
		return step{"exchange", []string{receiptOf(b.Sales-ago) + "\r", "?F6", "\r", "?F9 Trả hàng", keyF8}, "✓ Đổi hàng của HD", func(b *book) { b.Cart.Swap = true }, 0}
	}
}

func act(does, key, amount, shows string, approved bool, then func(b *book)) func(book) step {
	return func(book) step {
		keys := []string{keyF12, "?Hủy đơn đang mở", key, "?▸ Lý do"}
		if amount != "" {
			keys = []string{keyF12, "?Hủy đơn đang mở", key, "?Esc", amount, "\r", "?▸ Lý do"}
		}
		keys = append(keys, "\x1b[B", keyF9)
		if approved {
			keys = append(keys, "?9999", "9999", "\r")
		}
		return step{does, keys, shows, then, 0}
	}
}

// milks and phones scan so many.
func milks(n int64) func(book) step  { return func(b book) step { return scan(b, demo.MilkCode, n) } }
func phones(n int64) func(book) step { return func(b book) step { return scan(b, demo.CardCode, n) } }

// mixed is fifty sales and what comes between them: ten kinds of sale, five times.
func mixed() []func(book) step {
	kinds := []func(book) step{
		milks(1), pay(false), // cash
		milks(1), phones(1), pay(true), // card
		milks(2), part, pay(true), // split
		milks(4), attach, points(10), pay(false),
		milks(4), attach, redeem(true), pay(false),
		milks(1), phones(1), remove, pay(false),
		milks(2), discount, pay(false),
		milks(1), price, pay(true),
		takeBack(7), // of the sale by card
		swap(2), phones(3), pay(false),
		milks(3), void,
		attach, redeem(false), milks(1), pay(false),
		act("no sale", keyF4, "", "Đã mở két", true, func(b *book) { b.NoSales++ }),
		act("paid in", "\x1b[17~", "200", "Đã thu 200.000 ₫", false, func(b *book) { b.Drawer += 200_000 }),
		act("paid out", keyF7, "50", "Đã chi 50.000 ₫", true, func(b *book) { b.Drawer -= 50_000 }),
	}
	return slices.Concat(kinds, kinds, kinds, kinds, kinds)
}

// onDisk is what a data directory's ledger says, as a book.
func onDisk(t *testing.T, dir string) book {
	t.Helper()
	ctx := context.Background()
	file, err := bolt.OpenTill(dir, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	start, err := file.Start(ctx)
	if err != nil || len(start.Carts) > 1 || len(start.Roll.Shifts) != 1 {
		t.Fatalf("start: %d carts, %v", len(start.Carts), err)
	}
	var b book
	orders, err := file.Latest(ctx, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range orders {
		if o.Receipt == "" {
			continue
		}
		b.Sales++
		b.Slips += len(o.Returns)
		if totals := o.Totals(); totals.Paid != totals.Payable {
			t.Errorf("%s is half done: paid %d of %d", o.Receipt, totals.Paid, totals.Payable)
		}
	}
	sum := summed(t, file, start.Roll.Shifts[0])
	b.Drawer, b.NoSales = sum.Cash().Expected, int(sum.NoSales)
	for _, kind := range sum.Tenders {
		if kind.Kind == sale.Card {
			b.Card = kind.Paid.Amount - kind.Refunded.Amount
		}
	}
	b.Points, b.Vouchers = balance(t, file), int(sum.Redeemed.N)
	if len(start.Carts) == 1 {
		b.Cart = asCart(start.Carts[0])
	}
	return b
}

func asCart(o sale.Order) basket {
	c := basket{Off: o.Discount, Vouchers: len(o.Vouchers), Points: o.Use.Points, Member: o.Member != "", Swap: o.Exchange.Order != ""}
	for _, l := range o.Lines {
		n := int64(l.Quantity / money.Units(1))
		c.Off += l.Discount
		switch l.SKU {
		case "SUA-0001":
			c.Milk += n
			c.Off += (milkPrice - l.UnitPrice) * money.VND(n)
		case "THE-0002":
			c.Cards += n
		}
	}
	for _, t := range o.Tenders {
		c.Tendered += t.Amount()
	}
	return c
}

// summed is a shift's sum as its X would say.
func summed(t *testing.T, file *bolt.Till, f report.Filed) report.Sum {
	t.Helper()
	fold, after := report.NewFold(f.Shift, f.Epoch, f.First), f.First-1
	for {
		_, events, _, err := file.Events(context.Background(), f.Epoch, after, 1_000, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if len(events) == 0 {
			return fold.Sum(0, 1_000)
		}
		for _, e := range events {
			fold.Apply(e)
			after = e.Event.Seq
		}
	}
}

// balance is what Ánh's account comes to.
func balance(t *testing.T, file *bolt.Till) int64 {
	t.Helper()
	anh, err := file.ByPhone(context.Background(), demo.AnhPhone)
	if err != nil {
		t.Fatal(err)
	}
	postings, err := file.Postings(context.Background(), anh.ID)
	if err != nil {
		t.Fatal(err)
	}
	return loyalty.Fold(postings).At(time.Now()).Balance
}
