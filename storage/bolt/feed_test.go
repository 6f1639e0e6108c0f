package bolt_test

import (
	"bytes"
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/shift"
	"tim/storage/bolt"
)

func newChain(t testing.TB) *chain {
	c := openChain(t, t.TempDir())
	t.Cleanup(func() { c.must(c.store.Close()) })
	return c
}

func (c *chain) newDesk(name, shop string) *desk {
	c.t.Helper()
	d := c.desk(c.t.(interface{ TempDir() string }).TempDir(), name, shop, uint64(len(name)+len(shop)))
	c.t.(testing.TB).Cleanup(func() { c.must(d.Till.Close()) })
	return d
}

func (c *chain) product(sku string, price int64) {
	c.t.Helper()
	_, err := c.PutProduct(context.Background(), catalog.Product{SKU: sku, Name: "Sữa " + sku, Price: 1000 * 32, Earns: true, Unit: fmt.Sprint(price)})
	c.must(err)
}

func keysOf(page office.FeedPage) (keys []string) {
	for _, i := range page.Items {
		sign := ""
		if i.Gone {
			sign = "-"
		}
		keys = append(keys, fmt.Sprintf("%s%d %s", sign, i.Kind, strings.ReplaceAll(i.Key, "\x00", "/")))
	}
	return keys
}

func want(t *testing.T, page office.FeedPage, keys ...string) {
	t.Helper()
	if got := keysOf(page); strings.Join(got, ", ") != strings.Join(keys, ", ") || page.Anew {
		t.Errorf("got %v (anew %v), want %v", got, page.Anew, keys)
	}
}

func TestAFeedHasEachKeyOnceWhereItLastChanged(t *testing.T) {
	c := newChain(t)
	d := c.newDesk("01", "q1")
	d.pull(office.ShopFeed, 10)
	c.product("SUA", 1)
	c.product("BANH", 1)
	c.product("SUA", 2)
	c.must(c.PutShop(t.Context(), "q1", []byte(`{"name":"Tạp hoá Tim","channel":"store"}`)))
	c.must(c.PutShop(t.Context(), "q7", []byte(`{"name":"Khác"}`)))
	c.must(c.PutStaff(t.Context(), "q1", shift.Staff{ID: "s1", Name: "Hồng", Role: shift.Cashier}))
	want(t, d.ask(office.ShopFeed, 10), "4 BANH", "4 SUA", "1 q1", "3 s1")
	c.must(c.RemoveStaff(t.Context(), "q1", "s1"))
	first := d.ask(office.ShopFeed, 3)
	want(t, first, "4 BANH", "4 SUA", "1 q1")
	if !first.More {
		t.Error("there is more")
	}
	d.take(office.ShopFeed, first)
	want(t, d.ask(office.ShopFeed, 3), "-3 s1")
	d.pull(office.ShopFeed, 10)
	want(t, d.ask(office.ShopFeed, 10))
	if p, err := d.BySKU(t.Context(), "SUA"); err != nil || p.Unit != "2" {
		t.Error(p, err)
	}
	if s, err := d.Shop(t.Context()); err != nil || s.Name != "Tạp hoá Tim" {
		t.Error(s, err)
	}
}

// What a shop decides about its drawers comes down with its document; a till that heard nothing keeps the sane defaults.
func TestAShopsPolicyReachesItsTills(t *testing.T) {
	c := newChain(t)
	d := c.newDesk("01", "q1")
	c.must(c.PutShop(t.Context(), "q1", []byte(`{"name":"Tạp hoá Tim","channel":"store"}`)))
	d.pull(office.ShopFeed, 10)
	shop, err := d.Shop(t.Context())
	c.must(err)
	if p := shop.Policy; !p.NeedsApproval(shift.ActNoSale) || p.NeedsApproval(shift.ActPaidIn) || p.Open || p.DropFrom() != shift.DropAtDefault {
		t.Errorf("a shop without a policy: %+v", p)
	}
	c.must(c.PutShop(t.Context(), "q1", []byte(`{"name":"Tạp hoá Tim","policy":{"approve":{"drawer.open":false,"cash.paid_in":true},"drop_at":"2000000","open_count":true}}`)))
	d.pull(office.ShopFeed, 10)
	shop, err = d.Shop(t.Context())
	c.must(err)
	if p := shop.Policy; p.NeedsApproval(shift.ActNoSale) || !p.NeedsApproval(shift.ActPaidIn) || !p.NeedsApproval(shift.ActPaidOut) || !p.Open || p.DropFrom() != 2_000_000 {
		t.Errorf("the shop's policy arrives as %+v", p)
	}
}

func TestAMemberIsKnownWhereItWasSeenAndForAsLong(t *testing.T) {
	c := newChain(t)
	c.member("an", "0912345670")
	here, there := c.newDesk("01", "q1"), c.newDesk("02", "q7")
	here.pull(office.ShopFeed, 10)
	there.pull(office.ShopFeed, 10)
	c.order("an", 50_000)
	want(t, here.ask(office.ShopFeed, 10))
	here.sell("an")
	here.push(100)
	want(t, here.ask(office.ShopFeed, 10), "6 an", "7 an")
	want(t, there.ask(office.ShopFeed, 10))
	here.pull(office.ShopFeed, 10)
	c.order("an", 70_000)
	want(t, here.ask(office.ShopFeed, 10), "7 an")
	here.pull(office.ShopFeed, 10)
	if got := here.account("an").Usable; got != 50+192+70 {
		t.Errorf("%d points", got)
	}
	// ninety days on nobody has seen her there: others who come let the shop forget
	c.member("binh", "0912345671")
	c.now = c.now.AddDate(0, 0, 92)
	here.sell("binh")
	here.push(100)
	want(t, here.ask(office.ShopFeed, 10), "6 binh", "-7 an", "7 binh")
}

func TestACursorOfAnotherTimeCopiesAnew(t *testing.T) {
	c := newChain(t)
	d := c.newDesk("01", "q1")
	d.pull(office.ShopFeed, 10)
	d.pull(office.ChainFeed, 10)
	c.must(c.PutStaff(t.Context(), "q1", shift.Staff{ID: "s1"}))
	c.must(c.RemoveStaff(t.Context(), "q1", "s1"))
	c.now = c.now.AddDate(0, 0, 119)
	if d.ask(office.ShopFeed, 10).Anew {
		t.Error("a cursor of 119 days")
	}
	c.now = c.now.AddDate(0, 0, 2)
	for _, id := range []string{"s2", "s3"} {
		c.must(c.PutStaff(t.Context(), "q1", shift.Staff{ID: id}))
		c.must(c.RemoveStaff(t.Context(), "q1", id))
	}
	if !d.ask(office.ShopFeed, 10).Anew {
		t.Error("a cursor from before a tombstone that is forgotten")
	}
	d.pull(office.ShopFeed, 10)
	if page := d.ask(office.ChainFeed, 10); page.Anew {
		t.Error("nothing of the chain's is forgotten")
	}
	_, err := c.Restored(t.Context())
	c.must(err)
	if !d.ask(office.ShopFeed, 10).Anew || !d.ask(office.ChainFeed, 10).Anew {
		t.Error("central was restored")
	}
}

func TestAnImportOfThousandsIsCopiedAnew(t *testing.T) {
	c := newChain(t)
	d := c.newDesk("01", "q1")
	d.pull(office.ChainFeed, 10)
	load := func(from, n int) {
		var file bytes.Buffer
		file.WriteString("phone,name\n")
		for i := range n {
			fmt.Fprintf(&file, "09%08d,Khách %d\n", from+i, i)
		}
		r, err := c.Import(t.Context(), "members", "csv", &file, nil)
		if err != nil || r.Created != int64(n) {
			t.Fatal(r, err)
		}
	}
	load(10_000_000, 5_000)
	if page := d.ask(office.ChainFeed, 1000); page.Anew || len(page.Items) != 1000 {
		t.Errorf("an import of 5,000: %d items, anew %v", len(page.Items), page.Anew)
	}
	d.pull(office.ChainFeed, 1000)
	load(20_000_000, 10_001)
	if !d.ask(office.ChainFeed, 1000).Anew || d.ask(office.ShopFeed, 10).Anew {
		t.Error("an import of 10,001: of the chain's feed, and of no other")
	}
	d.pull(office.ChainFeed, 1000)
	if m, err := d.ByPhone(t.Context(), "+84920010000"); err != nil || m.Name != "Khách 10000" {
		t.Error(m, err)
	}
	d.reopen()
	if p := d.place(office.ChainFeed); p.Copying {
		t.Errorf("%+v", p)
	}
}

func TestAFirstCopyGoesOnWhereItStoodAndSweepsWhatIsNoMore(t *testing.T) {
	c := newChain(t)
	d := c.newDesk("01", "q1")
	c.must(d.Fill(func(w *bolt.CatalogWriter) error {
		w.Product(catalog.Product{SKU: "CU", Name: "Hàng cũ", Barcodes: []string{"8934588012228"}})
		w.Product(catalog.Product{SKU: "ZZ", Name: "Hàng cũ"})
		w.Member(catalog.Member{ID: "old", Phone: "+84900000001", Name: "Người cũ"})
		w.Voucher(loyalty.Voucher{ID: "123", Issue: "i", Member: "old"})
		return nil
	}))
	for i := range 7 {
		c.product(fmt.Sprintf("P%d", i), 1)
		c.member(fmt.Sprintf("m%d", i), fmt.Sprintf("091234567%d", i))
		d.sell(fmt.Sprintf("m%d", i))
	}
	d.push(1000)
	for n := 0; d.place(office.ShopFeed).Copying; n++ {
		d.take(office.ShopFeed, d.ask(office.ShopFeed, 4))
		d.reopen()
		if n == 2 { // what changes meanwhile comes by pulling
			c.product("A0", 1)
			c.product("P6", 2)
			c.order("m6", 100_000)
		}
	}
	d.pull(office.ShopFeed, 4)
	d.pull(office.ChainFeed, 3)
	for _, sku := range []string{"CU", "ZZ"} {
		if _, err := d.BySKU(t.Context(), sku); fault.Code(err) != "product.unknown" {
			t.Errorf("%s is no more: %v", sku, err)
		}
	}
	if _, err := d.ByBarcode(t.Context(), "8934588012228"); fault.Code(err) != "product.unknown" {
		t.Error(err)
	}
	if _, err := d.Voucher(t.Context(), "123"); fault.Code(err) != "voucher.unknown" {
		t.Error(err)
	}
	if _, err := d.ByPhone(t.Context(), "+84900000001"); fault.Code(err) != "member.unknown" {
		t.Error(err)
	}
	for i := range 7 {
		if _, err := d.BySKU(t.Context(), fmt.Sprintf("P%d", i)); err != nil {
			t.Error(err)
		}
		m := fmt.Sprintf("m%d", i)
		if got, want := shown(d.account(m)), shown(loyalty.Fold(c.postings(m)).At(c.now)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, central %v", m, got, want)
		}
	}
}

func TestMergedMembersAreOneAtATill(t *testing.T) {
	c := newChain(t)
	c.member("an", "0912345670")
	c.member("anh", "0912345671")
	d := c.newDesk("01", "q1")
	d.sell("an")
	d.sell("anh")
	d.push(100)
	for _, f := range []office.Feed{office.ShopFeed, office.ChainFeed} {
		d.pull(f, 10)
	}
	_, err := c.Merge(t.Context(), "anh", "an")
	c.must(err)
	c.order("an", 10_000)
	d.sell("anh") // it hasn't heard
	for _, f := range []office.Feed{office.ShopFeed, office.ChainFeed} {
		d.pull(f, 10)
	}
	for _, id := range []string{"an", "anh"} {
		if got := d.account(id).Usable; got != 3*192 {
			t.Errorf("before its own is sent, %s shows %d", id, got)
		}
	}
	d.push(100)
	for _, f := range []office.Feed{office.ShopFeed, office.ChainFeed} {
		d.pull(f, 10)
	}
	for _, id := range []string{"an", "anh"} {
		if got := d.account(id).Usable; got != 3*192+10 {
			t.Errorf("%s shows %d", id, got)
		}
	}
	for _, phone := range []string{"+84912345670", "+84912345671"} {
		if m, err := d.ByPhone(t.Context(), phone); err != nil || m.ID != "an" {
			t.Errorf("%s leads to %s, %v", phone, m.ID, err)
		}
	}
}

// A take of before a lapse, not sent yet, and an account that central brought forward over that lapse don't fit together:
// the account waits, and nothing else does.
func TestAnAccountWaitsForWhatTheTillHasWritten(t *testing.T) {
	c := newChain(t)
	c.member("an", "0912345670")
	p, err := c.Program(t.Context(), time.Time{})
	c.must(err)
	p.Offline.KeepDays = 400
	_, err = c.PutProgram(t.Context(), p, "hong", "")
	c.must(err)
	d := c.newDesk("01", "q1")
	d.pull(office.ShopFeed, 10)
	d.sell("an") // 192, for a year
	d.push(100)
	d.pull(office.ShopFeed, 10)
	c.now = c.now.AddDate(0, 0, 80)
	d.sell("an")
	d.push(100)
	d.pull(office.ShopFeed, 10)
	c.now = c.now.AddDate(0, 0, 284)
	d.use("an", 100) // of the first lot, a day before its lapse
	c.now = c.now.AddDate(0, 0, 2)
	c.order("an", 10_000)
	c.product("SUA", 7)
	d.pull(office.ShopFeed, 10)
	if p, err := d.BySKU(t.Context(), "SUA"); err != nil || p.Unit != "7" {
		t.Errorf("prices wait for nothing: %v, %v", p, err)
	}
	if got := d.account("an"); got.Usable != 192 {
		t.Errorf("%d points: of two lots the older has lapsed, what was used of it was used", got.Usable)
	}
	d.push(100)
	d.pull(office.ShopFeed, 10)
	if got := d.account("an"); got.Usable != 192+10 {
		t.Errorf("%d points", got.Usable)
	}
}

// Central took the till's event and changed nothing of the member (it can't read it yet): what came before is what it has.
func TestAnAccountThatWaitsForNothingAnyMoreCounts(t *testing.T) {
	c := newChain(t)
	c.member("an", "0912345670")
	d := c.newDesk("01", "q1")
	d.sell("an")
	d.push(100)
	d.pull(office.ShopFeed, 10)
	d.sell("an")
	c.order("an", 10_000)
	page := d.ask(office.ShopFeed, 10)
	d.take(office.ShopFeed, page)
	if got := d.account("an").Usable; got != 2*192 {
		t.Errorf("%d points", got)
	}
	page.Items, page.Applied = nil, d.book.Head.Seq
	d.take(office.ShopFeed, page)
	if got := d.account("an").Usable; got != 192+10 {
		t.Errorf("%d points", got)
	}
}

func TestAPageThatDoesNotGoOnIsRefused(t *testing.T) {
	c := newChain(t)
	d := c.newDesk("01", "q1")
	old := d.ask(office.ShopFeed, 10)
	d.pull(office.ShopFeed, 10)
	c.product("SUA", 1)
	d.pull(office.ShopFeed, 10)
	old.More = false
	if err := d.ApplyPage(t.Context(), office.ShopFeed, 1, old); fault.Code(err) != "page.early" {
		t.Error(err)
	}
	if err := d.ApplyCopyPage(t.Context(), office.ShopFeed, 1, office.Place{Kind: 4, Key: "A"}, old); fault.Code(err) != "page.early" {
		t.Error(err)
	}
	page := d.ask(office.ShopFeed, 10)
	page.Items = []office.Item{{Kind: office.ItemProduct, Key: "X", Value: []byte("{")}}
	if err := d.ApplyPage(t.Context(), office.ShopFeed, 1, page); fault.Code(err) != "page.format" {
		t.Error(err)
	}
}

func TestATierIsToldWhereTheMemberIsNotKnown(t *testing.T) {
	c := newChain(t)
	c.member("an", "0912345670")
	d := c.newDesk("01", "q1")
	d.pull(office.ChainFeed, 10)
	c.order("an", 500_000)
	want(t, d.ask(office.ChainFeed, 10))
	c.order("an", 600_000)
	want(t, d.ask(office.ChainFeed, 10), "6 an")
	d.pull(office.ChainFeed, 10)
	if tier, err := d.Tier("an"); err != nil || tier != "vang" {
		t.Error(tier, err)
	}
	c.order("an", 600_000)
	want(t, d.ask(office.ChainFeed, 10))
}

func TestVouchersComeAndWhatWasWrittenHereLastsUntilItIsSent(t *testing.T) {
	c := newChain(t)
	c.member("an", "0912345670")
	d := c.newDesk("01", "q1")
	c.order("an", 500_000)
	off := money.VND(20_000)
	r := loyalty.Reward{ID: "ly", Name: "Giảm 20k", Cost: 50, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &off}, WithPoints: true}
	_, err := c.PutReward(t.Context(), r)
	c.must(err)
	first, err := c.Redeem(t.Context(), "an", office.Redemption{RewardID: "ly"})
	c.must(err)
	d.pull(office.ShopFeed, 10)
	d.sell("an")
	d.push(100)
	d.pull(office.ShopFeed, 10)
	second, err := c.Redeem(t.Context(), "an", office.Redemption{RewardID: "ly"})
	c.must(err)
	d.pull(office.ShopFeed, 10)
	if list, err := d.VouchersOf(t.Context(), "an"); err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	// the till puts the first on an order; central hands the second back
	v, err := d.Voucher(t.Context(), first.Voucher.Code)
	c.must(err)
	d.book.Now = c.now
	cart := d.book.Cart(1, "an")
	b := d.book.File(journal.VoucherApplied, cart, nil, 0)
	b.Vouchers = []loyalty.Voucher{v.Use(cart.Key(), c.now)}
	d.write(b)
	_, err = c.HandBack(t.Context(), second.Voucher.Code)
	c.must(err)
	d.pull(office.ShopFeed, 10)
	state := func(code string) loyalty.VoucherState {
		v, err := d.Voucher(t.Context(), code)
		c.must(err)
		return v.State(c.now)
	}
	if state(first.Voucher.Code) != loyalty.VoucherUsed || state(second.Voucher.Code) != loyalty.VoucherHandedBack {
		t.Error(state(first.Voucher.Code), state(second.Voucher.Code))
	}
}

// fifty is a member with fifty orders of a year, whose points were used as they came.
func (c *chain) fifty(id string) {
	c.member(id, "0912345670")
	for range 50 {
		c.now = c.now.AddDate(0, 0, 7)
		c.order(id, 200_000)
		if usable := loyalty.Fold(c.postings(id)).At(c.now).Usable; usable > 1500 {
			_, err := c.Adjust(context.Background(), id, office.Adjustment{Points: -1200, Reason: "đổi quà"})
			c.must(err)
		}
	}
}

func TestAMemberOfFiftyOrdersIsAboutAKilobyte(t *testing.T) {
	c := newChain(t)
	c.fifty("an")
	d := c.newDesk("01", "q1")
	d.sell("an")
	d.push(100)
	page := d.ask(office.ShopFeed, 1000)
	w, err := zstd.NewWriter(nil)
	c.must(err)
	for _, i := range page.Items {
		if i.Kind == office.ItemAccount || i.Kind == office.ItemMember {
			small := len(w.EncodeAll(i.Value, nil))
			t.Logf("kind %d: %d bytes, %d compressed", i.Kind, len(i.Value), small)
			if small > 1_200 {
				t.Errorf("%d bytes for a member", small)
			}
		}
	}
	if len(loyalty.Fold(c.postings("an")).At(c.now).Lots) < 50 {
		t.Error("the history is shorter than it should be")
	}
}

// BenchmarkFirstCopy is a till's first copy of the chain's members.
func BenchmarkFirstCopy(b *testing.B) {
	c := newChain(b)
	var file bytes.Buffer
	file.WriteString("phone,name\n")
	for i := range 100_000 {
		fmt.Fprintf(&file, "09%08d,Nguyễn Thị Khách %d\n", i, i)
	}
	_, err := c.Import(b.Context(), "members", "csv", &file, nil)
	c.must(err)
	for b.Loop() {
		d := c.newDesk("", "q1")
		d.pull(office.ChainFeed, 1000)
	}
}
