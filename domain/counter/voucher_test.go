package counter_test

import (
	"strings"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/storage/bolt"
)

// nobodys is a code with a right check digit that no voucher has.
const nobodys = "923985708097560197"

func TestV4AScannedVoucherGoesOnTheOrder(t *testing.T) {
	k := atCounter(t)
	bought := k.buy("off50")
	k.mustDo(counter.Enter{Text: bought[:4] + " " + bought[4:], Scan: true})
	if n := k.last.Notice; k.last.Cart.Totals.Payable != 78_000 || n.Code != "voucher.applied" || n.Args["value"] != money.VND(50_000) {
		t.Errorf("to pay %d, notice %+v", k.last.Cart.Totals.Payable, n)
	}
	if v := k.voucher(bought); !v.OnCart || v.State != loyalty.VoucherUsed || v.Value != 50_000 || v.Refused != nil {
		t.Errorf("%+v", v)
	}
	k.mustDo(counter.ApplyVoucher{Code: bought}) // scanned twice is on it once
	if len(k.last.Cart.Order.Vouchers) != 1 || k.last.Notice.Code != "voucher.applied" {
		t.Errorf("%+v", k.last.Cart.Order.Vouchers)
	}
	k.mustDo(counter.RemoveVoucher{Code: bought})
	if v := k.voucher(bought); k.last.Cart.Totals.Payable != 128_000 || v.State != loyalty.VoucherIssued || v.Generation != 2 || k.last.Notice.Code != "voucher.removed" {
		t.Errorf("off again: to pay %d, %+v", k.last.Cart.Totals.Payable, v)
	}
	k.refused(counter.RemoveVoucher{Code: bought}, "voucher.unknown")
	k.verify()
}

func TestV4AVoucherIsUsedOnceOnly(t *testing.T) {
	k := atCounter(t)
	bought := k.buy("off10")
	k.mustDo(counter.ApplyVoucher{Code: bought}, counter.AddTender{Kind: sale.Cash})
	if o := k.last.Last.Order; o.Totals().Paid != 118_000 || o.Vouchers[0].ID != bought {
		t.Fatalf("sold %+v", o)
	}
	k.restart()
	k.scan("4*" + milk)
	k.mustDo(counter.Enter{Text: anhPhone})
	k.refused(counter.ApplyVoucher{Code: bought}, "voucher.used")
	if v := k.voucher(bought); v.State != loyalty.VoucherUsed || v.Receipt != "HD-01-000001" || code(v.Refused) != "voucher.used" {
		t.Errorf("%+v", v)
	}
	k.verify()
}

func TestV4EveryReasonWhyAVoucherIsRefused(t *testing.T) {
	k := atCounter(t)
	own, free := k.buy("off50"), k.buy("off10")
	k.mustDo(counter.Enter{Text: cucPhone})
	k.refused(counter.ApplyVoucher{Code: own}, "voucher.not_yours")
	k.mustDo(counter.AttachMember{})
	k.refused(counter.ApplyVoucher{Code: own}, "voucher.member")
	k.mustDo(counter.ApplyVoucher{Code: free}) // transferable: nobody need be named
	if k.last.Cart.Totals.Payable != 118_000 || len(k.last.Cart.Vouchers) != 1 {
		t.Errorf("to pay %d", k.last.Cart.Totals.Payable)
	}
	k.mustDo(counter.RemoveVoucher{Code: free}, counter.Enter{Text: anhPhone}, counter.SetQuantity{Line: "1", Quantity: money.Units(3)})
	k.refused(counter.ApplyVoucher{Code: own}, "order.too_small")
	k.mustDo(counter.SetQuantity{Line: "1", Quantity: money.Units(4)}, counter.AddTender{Kind: sale.Card, Amount: 1_000})
	k.refused(counter.ApplyVoucher{Code: own}, "order.tendered")
	k.mustDo(counter.RemoveTenders{})
	k.refused(counter.ApplyVoucher{Code: nobodys}, "voucher.unknown")
	k.now = k.now.Add(30 * 24 * time.Hour)
	k.refused(counter.ApplyVoucher{Code: own}, "voucher.expired")
	if v := k.voucher(own); v.State != loyalty.VoucherExpired {
		t.Errorf("%+v", v)
	}
	k.verify()
}

func TestV3FiveWrongCodesLockEntryForAMinute(t *testing.T) {
	k := atCounter(t)
	bought := k.buy("off10")
	for _, wrong := range []string{nobodys, "923985708097560198", "123456789012345678", nobodys, "900000000000000001"} {
		k.refused(counter.Enter{Text: wrong, Scan: true}, "voucher.unknown")
		if k.last.Alarm != nil {
			t.Fatal("a wrong voucher code stops the scans of goods")
		}
	}
	k.refused(counter.ApplyVoucher{Code: bought}, "voucher.locked")
	k.scan(milk)
	k.now = k.now.Add(time.Minute)
	k.mustDo(counter.ApplyVoucher{Code: bought})
	for range 8 { // one every twenty seconds locks nothing
		k.refused(counter.ApplyVoucher{Code: nobodys}, "voucher.unknown")
		k.now = k.now.Add(20 * time.Second)
	}
	k.verify()
}

func TestV2AFreeProductComesAndGoesWithItsVoucher(t *testing.T) {
	k := atCounter(t)
	k.mustDo(counter.Redeem{Reward: "bottle", Apply: true})
	gift, bought := k.last.Cart.Order.Lines[1], k.last.Issued.ID
	if gift.SKU != bottle || gift.Gift != bought || k.last.Cart.Totals.Lines[1].Net != 0 || k.last.Cart.Totals.Payable != 128_000 {
		t.Fatalf("the bottle %+v, to pay %d", gift, k.last.Cart.Totals.Payable)
	}
	k.refused(counter.SetQuantity{Line: gift.ID, Quantity: money.Units(2)}, "line.gift")
	k.refused(counter.DiscountLine{Line: gift.ID, Part: money.Per100(5)}, "line.gift")
	k.refused(counter.OverridePrice{Line: gift.ID, Price: 1}, "line.gift")
	k.mustDo(counter.RemoveVoucher{Code: bought})
	if len(k.last.Cart.Order.Lines) != 1 {
		t.Errorf("the bottle stays: %+v", k.last.Cart.Order.Lines)
	}
	k.mustDo(counter.ApplyVoucher{Code: bought}, counter.Enter{Text: "-2"}) // taking the line out takes the voucher off
	if v := k.voucher(bought); len(k.last.Cart.Order.Lines) != 1 || v.State != loyalty.VoucherIssued || k.last.Notice.Code != "voucher.removed" {
		t.Errorf("lines %+v, voucher %+v", k.last.Cart.Order.Lines, v)
	}
	k.mustDo(counter.ApplyVoucher{Code: bought}, counter.AddTender{Kind: sale.Cash})
	if o := k.last.Last.Order; len(o.Lines) != 2 || o.Earned != 128 {
		t.Errorf("sold %+v, earned %d", o.Lines, o.Earned)
	}
	k.verify()
}

func TestV2AVoucherOfGoodsThatAreThereAlreadyPaysForOneOfThem(t *testing.T) {
	k := atCounter(t)
	k.mustDo(counter.Redeem{Reward: "milk", Apply: true})
	if c := k.last.Cart; len(c.Order.Lines) != 1 || c.Totals.Payable != 96_000 || k.last.Cart.Vouchers[0].Value != 32_000 {
		t.Fatalf("lines %+v, to pay %d", c.Order.Lines, c.Totals.Payable)
	}
	k.scan(card)
	k.mustDo(counter.RemoveLine{Line: "1"})
	if n := k.last.Notice; n.Code != "voucher.left" || n.Args["why"] != "voucher.product" || len(k.last.Cart.Order.Vouchers) != 0 || k.last.Cart.Totals.Payable != 15_000 {
		t.Errorf("the milk is gone, its voucher: %+v, %+v", n, k.last.Cart.Order.Vouchers)
	}
	k.mustDo(counter.Undo{})
	if len(k.last.Cart.Order.Vouchers) != 1 || k.last.Cart.Totals.Payable != 111_000 {
		t.Errorf("undoing brings the goods back and the voucher that left with them: %+v", k.last.Cart.Order.Vouchers)
	}
	k.verify()
}

func TestV2APercentageHasItsCapAndFollowsTheCart(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.Redeem{Reward: "part", Apply: true})
	if k.last.Cart.Totals.Vouchers != 3_200 {
		t.Errorf("10 %% of 32.000 is %d", k.last.Cart.Totals.Vouchers)
	}
	k.scan("3*" + milk)
	if k.last.Cart.Totals.Vouchers != 10_000 || k.last.Cart.Totals.Lines[0].Shared != 10_000 {
		t.Errorf("10 %% of 128.000, 10.000 at most, is %d", k.last.Cart.Totals.Vouchers)
	}
	k.mustDo(counter.Undo{})
	if k.last.Cart.Totals.Vouchers != 3_200 {
		t.Errorf("undone %d", k.last.Cart.Totals.Vouchers)
	}
	k.verify()
}

func TestV4AVoucherLargerThanTheOrderIsSpentWhole(t *testing.T) {
	k := start(t)
	k.scan(card)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.Redeem{Points: 100, Apply: true}, counter.Finish{})
	if o := k.last.Last.Order; o.Totals().Payable != 0 || o.Totals().Vouchers != 15_000 || o.Earned != 0 {
		t.Errorf("sold %+v", o.Totals())
	}
	k.verify()
}

func TestV4AnOrderThatGrewTooSmallLosesItsVoucherFirstAndThenPoints(t *testing.T) {
	k := atCounter(t)
	k.mustDo(counter.Redeem{Reward: "off50", Apply: true}, counter.UsePoints{Points: 39}, counter.SetQuantity{Line: "1", Quantity: money.Units(2)})
	n := k.last.Notice
	if n.Code != "voucher.left" || n.Args["why"] != "order.too_small" || n.Args["name"] != "Giảm 50.000" || n.Also == nil || n.Also.Code != "points.reduced" {
		t.Fatalf("notice %+v, %+v", n, n.Also)
	}
	if c := k.last.Cart; c.Totals.Payable != 32_000 || c.Order.Use.Points != 32 || k.balance() != 418 {
		t.Errorf("to pay %d with %d points, balance %d", c.Totals.Payable, c.Order.Use.Points, k.balance())
	}
	if v := k.last.Member.Vouchers[0]; v.State != loyalty.VoucherIssued || code(v.Refused) != "order.too_small" {
		t.Errorf("%+v", v)
	}
	k.verify()
}

func TestV2VouchersAndPointsCombineOnlyAsTheRewardSays(t *testing.T) {
	k := atCounter(t)
	alone, bare, any := k.buy("off50"), k.buy("off20"), k.buy("off10")
	k.mustDo(counter.ApplyVoucher{Code: bare})
	k.refused(counter.ApplyVoucher{Code: alone}, "voucher.combination") // it goes with no other
	k.mustDo(counter.ApplyVoucher{Code: any}, counter.RemoveVoucher{Code: bare}, counter.RemoveVoucher{Code: any}, counter.ApplyVoucher{Code: alone})
	k.refused(counter.ApplyVoucher{Code: any}, "voucher.combination") // the one that is there goes with no other
	k.mustDo(counter.UsePoints{Points: 10})                           // but with points
	k.mustDo(counter.RemoveVoucher{Code: alone})
	k.refused(counter.ApplyVoucher{Code: bare}, "voucher.combination") // beside points
	k.mustDo(counter.UsePoints{}, counter.ApplyVoucher{Code: bare}, counter.ApplyVoucher{Code: any})
	k.mustDo(counter.UsePoints{Points: 10}) // what doesn't go with points leaves
	n := k.last.Notice
	if n.Code != "points.used" || n.Also == nil || n.Also.Code != "voucher.left" || n.Also.Args["why"] != "voucher.combination" {
		t.Errorf("notice %+v, %+v", n, n.Also)
	}
	if on := k.last.Cart.Order.Vouchers; len(on) != 1 || on[0].ID != any {
		t.Errorf("on the order %+v", on)
	}
	k.verify()
}

func TestV4AnotherCustomerLosesWhatIsNotTransferable(t *testing.T) {
	k := atCounter(t)
	own, free := k.buy("part"), k.buy("off10")
	k.mustDo(counter.ApplyVoucher{Code: own}, counter.ApplyVoucher{Code: free}, counter.Enter{Text: cucPhone})
	n := k.last.Notice
	if n.Code != "member.attached" || n.Also == nil || n.Also.Code != "voucher.left" || n.Also.Args["why"] != "voucher.not_yours" {
		t.Errorf("notice %+v", n)
	}
	if on := k.last.Cart.Order.Vouchers; len(on) != 1 || on[0].ID != free || k.last.Cart.Totals.Payable != 118_000 {
		t.Errorf("on the order %+v", on)
	}
	k.mustDo(counter.AttachMember{}, counter.Enter{Text: anhPhone})
	if v, w := k.voucher(own), k.voucher(free); v.State != loyalty.VoucherIssued || !w.OnCart {
		t.Errorf("back with its member: %+v, %+v", v, w)
	}
	k.verify()
}

func TestV4VoidingTheCartGivesVouchersBackAsTheyWere(t *testing.T) {
	k := atCounter(t)
	bought := k.buy("off50")
	expires := k.voucher(bought).ExpiresAt
	k.mustDo(counter.ApplyVoucher{Code: bought}, counter.UsePoints{Points: 10}, counter.VoidOrder{}, counter.Approve{PIN: "9999"})
	k.restart()
	k.mustDo(counter.Enter{Text: anhPhone})
	if v := k.voucher(bought); v.State != loyalty.VoucherIssued || !v.ExpiresAt.Equal(expires) || k.balance() != 450 {
		t.Errorf("%+v, balance %d", v, k.balance())
	}
	k.verify()
}

func TestVouchersStayOnTheCartThroughARestart(t *testing.T) {
	k := atCounter(t)
	k.mustDo(counter.Redeem{Reward: "bottle", Apply: true}, counter.Redeem{Reward: "part", Apply: true})
	before := k.last
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	sameCart(t, before, k.last)
	if on := k.last.Cart.Vouchers; len(on) != 2 || !on[0].OnCart || on[0].Product != "Bình nước Tim" || on[1].Value != 10_000 {
		t.Errorf("on the cart %+v", on)
	}
	k.mustDo(counter.SetQuantity{Line: "1", Quantity: money.Units(1)})
	if k.last.Cart.Totals.Vouchers != 93_200 {
		t.Errorf("the percentage follows the cart no more: %d", k.last.Cart.Totals.Vouchers)
	}
	k.verify()
}

func TestAVoucherScannedFirstOpensTheOrder(t *testing.T) {
	k := atCounter(t)
	bought := k.buy("off10")
	k.mustDo(counter.AddTender{Kind: sale.Cash}, counter.Enter{Text: bought, Scan: true})
	if k.last.Cart.Order.ID == "" || k.last.Cart.Totals.Vouchers != 0 {
		t.Fatalf("cart %+v", k.last.Cart)
	}
	k.scan(milk)
	if k.last.Cart.Totals.Payable != 22_000 {
		t.Errorf("to pay %d", k.last.Cart.Totals.Payable)
	}
	k.verify()
}

func TestVouchersAreListedUsableFirstAndSoonestExpiryFirst(t *testing.T) {
	k := atCounter(t)
	gone, forever, soon := k.buy("off20"), k.buy("off10"), k.buy("off50")
	k.mustDo(counter.HandBack{Code: gone})
	var got []string
	for _, v := range k.last.Member.Vouchers {
		got = append(got, v.ID)
	}
	if strings.Join(got, " ") != strings.Join([]string{soon, forever, gone}, " ") {
		t.Errorf("listed %v", got)
	}
}

func TestV6TheReceiptLinksToTheMembersPage(t *testing.T) {
	k := start(t)
	err := k.file.Fill(func(w *bolt.CatalogWriter) error {
		w.Shop(counter.Shop{Name: "Cửa hàng Nguyễn Huệ", Channel: sale.Store, Currency: "VND", PageURL: "https://tim.example", PageKey: "6b6579"})
		w.Member(catalog.Member{ID: "018f0000-0000-7000-8000-000000000001", Name: "Hoa", Phone: "+84911111111", JoinedAt: k.now})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"}, counter.Enter{Text: "0911111111"})
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	page, found := strings.CutPrefix(k.printed[0].Page, "https://tim.example/m/")
	if !found {
		t.Fatalf("the receipt links to %q", k.printed[0].Page)
	}
	until := k.last.Last.Order.PaidAt.Add(90 * 24 * time.Hour)
	if member, err := ident.ReadPageLink([]byte("key"), page, until.Add(-time.Second)); err != nil || member != "018f0000-0000-7000-8000-000000000001" {
		t.Errorf("it reads as %q, %v", member, err)
	}
	if _, err := ident.ReadPageLink([]byte("key"), page, until); err == nil {
		t.Error("it is good for more than 90 days")
	}
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	if k.printed[1].Page != "" {
		t.Error("a walk-in's receipt links to a page")
	}
}
