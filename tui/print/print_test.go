package print_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/charmbracelet/x/ansi"
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

// Look at what changed before you keep it.
var update = flag.Bool("update", false, "write golden files")

var (
	now  = time.Date(2026, 11, 21, 7, 5, 0, 0, time.UTC)
	zone = time.FixedZone("ICT", 7*3600)
	shop = receipt.Shop{
		Name: "Cửa hàng Nguyễn Huệ", Address: "12 Nguyễn Huệ, phường Sài Gòn, TP. Hồ Chí Minh", TaxCode: "0312345678", Phone: "028 3823 4567",
		Returns: "Đổi trả trong 7 ngày, hàng còn nguyên bao bì, có hóa đơn. Thực phẩm tươi không đổi trả.",
	}
	anh = catalog.Member{ID: "anh", Name: "Nguyễn Thị Ánh", Phone: "+84912345678"}
)

func rule() loyalty.Rule {
	return loyalty.Rule{Enabled: true, Tier: "bac", TierName: "Bạc", Rate: money.Per100(100), RankingSpend: 1_000, RankingPoints: 1, ZoneOffset: 7 * 3600,
		Expiry: loyalty.LotExpiry{Mode: loyalty.ExpiryAfterAccrual, Life: 365 * 24 * time.Hour}}
}

// till rings up a sale, and fails the test where the till would refuse.
type till struct {
	testing.TB
	order sale.Order
}

func ringUp(t testing.TB, member string) *till {
	c := &till{t, sale.Open("0192", "01", "s1", "hong", now)}
	return c.do(func(o sale.Order) (sale.Order, error) { return o.Attach(member) })
}

func (c *till) do(edit func(sale.Order) (sale.Order, error)) *till {
	c.Helper()
	o, err := edit(c.order)
	if err != nil {
		c.Fatal(err)
	}
	c.order = o
	return c
}

func (c *till) add(p catalog.Product, q money.Quantity) *till {
	c.Helper()
	excluded := loyalty.NotExcluded
	if !p.Earns {
		excluded = loyalty.ExcludedFlag
	}
	return c.do(func(o sale.Order) (sale.Order, error) {
		o, _, err := o.Add(p, q, excluded, now)
		return o, err
	})
}

func (c *till) use(points int64) *till {
	return c.do(func(o sale.Order) (sale.Order, error) {
		return o.Using(sale.PointsUse{Points: points, Value: money.VND(points) * 1_000})
	})
}

func (c *till) tender(kind sale.TenderKind, amount money.VND, reference string) *till {
	return c.do(func(o sale.Order) (sale.Order, error) { return o.Tendered(kind, amount, reference) })
}

func (c *till) pay(r loyalty.Rule) sale.Order {
	c.Helper()
	s, err := c.order.Pay(r, "HD-01-000123", now)
	if err != nil {
		c.Fatal(err)
	}
	return s.Order
}

func vat(p catalog.Product, percent int64) catalog.Product {
	p.VAT = catalog.FlatVAT(money.Per100(percent))
	return p
}

var (
	milk    = vat(catalog.Product{SKU: "SUA-0001", Name: "Sữa tươi Đồng Xanh 1L", Price: 32_000, Unit: "hộp", Earns: true}, 8)
	topUp   = vat(catalog.Product{SKU: "THE-0015", Name: "Thẻ cào 15k", Price: 15_000, Unit: "thẻ"}, 10)
	oranges = catalog.Product{SKU: "CAM-0001", Name: "Cam sành (cân)", Price: 42_000, Unit: "kg", Weighed: true, Earns: true}
	noodles = vat(catalog.Product{SKU: "MI-0007", Name: "Mì gói Hương Quê vị tôm chua cay đặc biệt thùng 30 gói x 75 g", Price: 118_000, Earns: true}, 8)
)

// receipts are one of each kind that a shop hands out.
func receipts(t testing.TB) map[string]receipt.Document {
	head := journal.Hash{0xa1, 0xb2, 0xc3, 0xd4}
	demo := receipt.Sold{Shop: shop, Zone: zone, Cashier: "Lê Thị Hồng", Head: head, Member: anh,
		Order:   ringUp(t, "anh").add(milk, money.Units(3)).add(topUp, money.Units(3)).use(70).tender(sale.Cash, 100_000, "").pay(rule()),
		Account: loyalty.Account{Balance: 478, NextLapse: &loyalty.Notice{Points: 20, At: time.Date(2026, 11, 29, 17, 0, 0, 0, time.UTC)}}}
	walkIn := receipt.Sold{Shop: receipt.Shop{Name: "Tim"}, Zone: zone, Cashier: "Lê Thị Hồng", Head: head,
		Order: ringUp(t, "").add(oranges, 1_245).tender(sale.Cash, 52_290, "").pay(rule())}
	pending := rule()
	pending.Activation, pending.Expiry = 2*time.Hour, loyalty.LotExpiry{}
	offline := receipt.Sold{Shop: shop, Zone: zone, Cashier: "Lê Thị Hồng", Head: head, Member: anh, Reprint: true, Training: true, Tentative: true,
		Order: ringUp(t, "anh").add(noodles, money.Units(2)).add(milk, money.Units(1)).
			do(func(o sale.Order) (sale.Order, error) { return o.DiscountLine("1", money.Per100(10), "sup") }).
			tender(sale.Card, 200_000, "VISA 0042 8812").tender(sale.Transfer, 40_000, "").tender(sale.Cash, 5_000, "").pay(pending),
		Account: loyalty.Account{Balance: 744, Pending: 244}}
	completed := rule()
	completed.Trigger = true
	later := receipt.Sold{Shop: shop, Zone: zone, Cashier: "Lê Thị Hồng", Head: head, Member: anh,
		Order: ringUp(t, "anh").add(milk, money.Units(3)).do(func(o sale.Order) (sale.Order, error) { return o.ForLater(true) }).
			tender(sale.Transfer, 96_000, "FT26325").pay(completed),
		Account: loyalty.Account{Balance: 500}}
	delivered := later
	done, err := later.Order.Complete(now.Add(47 * time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	delivered.Order, delivered.Reprint, delivered.Account = done.Order, true, loyalty.Account{Balance: 596}
	all := map[string]receipt.Document{
		"demo": receipt.Build(demo), "walk-in": receipt.Build(walkIn), "offline": receipt.Build(offline),
		"later": receipt.Build(later), "delivered": receipt.Build(delivered),
	}
	all["vouchers"], all["exchange"] = vouchered(t), swapped(t)
	return all
}

var languages = map[string]text.Language{"vi": text.Vietnamese, "en": text.English}

// paper is a document laid out for so many columns.
type paper func(columns int, lang text.Language) []string

// papers are all that a shop hands out, by the names of their golden files.
func papers(t testing.TB) map[string]paper {
	all := map[string]paper{}
	for name, doc := range receipts(t) {
		all[name] = func(columns int, lang text.Language) []string { return print.Text(doc, columns, lang) }
	}
	for name, doc := range returns(t) {
		all["return-"+name] = func(columns int, lang text.Language) []string { return print.Return(doc, columns, lang) }
	}
	for name, v := range vouchers() {
		all["voucher-"+name] = func(columns int, lang text.Language) []string { return print.Voucher(v, columns, lang) }
	}
	for name, doc := range reports() {
		all["report-"+name] = func(columns int, lang text.Language) []string { return print.Report(doc, columns, lang) }
	}
	for name, doc := range transfers(t) {
		all["transfer-"+name] = func(columns int, lang text.Language) []string {
			return print.Lines(print.TransferRows(doc, columns, lang), columns)
		}
	}
	return all
}

func TestPapers(t *testing.T) {
	for name, draw := range papers(t) {
		for language, lang := range languages {
			for _, columns := range []int{print.Narrow, print.Wide} {
				got := strings.Join(draw(columns, lang), "\n") + "\n"
				path := filepath.Join("testdata", fmt.Sprintf("%s_%s_%d.txt", name, language, columns))
				if *update {
					if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if got != string(want) {
					t.Errorf("%s is now\n%s", path, got)
				}
			}
		}
	}
}

// anyText is what names may be: long, spaced oddly, composed and not, wide, and what a printer would obey.
var anyText = rapid.StringOfN(rapid.OneOf(
	rapid.RuneFrom([]rune("Nguyễn Thị Ánh Đặng Hoàng Ưu đãi 1L ()-.,/")),
	rapid.RuneFrom([]rune("e\u0302\u0301 \u00a0\u200b\u200d世界🍊👩\n\t\x1b[0m\x00\u202e")),
	rapid.Rune(),
), 0, 200, -1)

func anyDocument(t *rapid.T) receipt.Document {
	words := func(label string) string { return anyText.Draw(t, label) }
	amount := func(label string) money.VND { return money.VND(rapid.Int64Range(0, int64(money.Max)).Draw(t, label)) }
	points := func(label string) int64 { return rapid.Int64Range(-1_000_000_000, 1_000_000_000_000).Draw(t, label) }
	some := func(label string) bool { return rapid.Bool().Draw(t, label) }
	doc := receipt.Document{
		Shop: receipt.Shop{Name: words("shop"), Address: words("address"), TaxCode: words("tax code"), Phone: words("phone"), Returns: words("returns")},
		Zone: zone, Number: words("number"), At: now, Till: words("till"), Cashier: words("cashier"), Reprint: some("reprint"), Training: some("training"),
		Later: some("later"), Head: "a1b2c3d4",
		Totals: sale.Totals{Goods: amount("goods"), Discounts: amount("discounts"), Shipping: amount("shipping"), Payable: amount("payable"),
			Change: amount("change"), Tax: amount("tax"), VAT: []sale.VATGroup{{Rate: 83_333, Gross: 1, Net: amount("net"), Tax: amount("rate's tax")}}},
		Tenders: []sale.Tender{{Kind: sale.Cash, Received: amount("cash")}, {Kind: sale.Card, Received: amount("card"), Reference: words("reference")}},
	}
	doc.Page = rapid.SampledFrom([]string{"", "https://tim.example/m/" + strings.Repeat("a", 50), words("page")}).Draw(t, "page")
	for range rapid.IntRange(0, 2).Draw(t, "vouchers") {
		doc.Vouchers = append(doc.Vouchers, receipt.VoucherUsed{Code: words("code"), Name: words("reward"), Value: amount("voucher")})
	}
	if some("exchange") {
		doc.Exchange = &receipt.Exchange{Of: words("receipt"), Return: words("slip"), Given: doc.Tenders}
	}
	for range rapid.IntRange(0, 3).Draw(t, "lines") {
		doc.Lines = append(doc.Lines, sale.Line{Name: words("product"), Unit: words("unit"), UnitPrice: amount("price"), Part: money.Per100(10),
			Quantity: money.Quantity(rapid.Int64Range(1, 999_999).Draw(t, "quantity"))})
		doc.Totals.Lines = append(doc.Totals.Lines, sale.LineTotals{Amount: amount("amount"), Discount: amount("discount")})
	}
	if some("member") {
		doc.Totals.Points = amount("points' value")
		doc.Member = &receipt.Member{Name: words("name"), Phone: "09•• ••• 678", Tier: words("tier"), Used: points("used"), Earned: points("earned"),
			Expected: points("expected"), UsableAt: now.Add(time.Hour), LapsesAt: now.Add(time.Hour), Balance: points("balance"), Pending: points("pending"),
			Tentative: some("tentative"), NextLapse: &loyalty.Notice{Points: points("lapsing"), At: now}, Why: loyalty.Reasons{Earned: loyalty.Earned{Rule: loyalty.Rule{Enabled: true, RankingSpend: 1000, RankingPoints: 1},
				Lines: []loyalty.EarnedLine{{BaseLine: loyalty.BaseLine{Name: words("line"), Amount: amount("line")}}}}}}
	}
	if doc.Member != nil {
		doc.Member.Vouchers = someVouchers(t)
	}
	return doc
}

func someVouchers(t *rapid.T) []receipt.Voucher {
	return rapid.SliceOfN(rapid.Custom(anyVoucher), 0, 12).Draw(t, "vouchers")
}

func anyVoucher(t *rapid.T) receipt.Voucher {
	words := func(label string) string { return anyText.Draw(t, label) }
	most, percent := money.VND(rapid.Int64Range(1, int64(money.Max)).Draw(t, "amount")), money.Per100(33)
	return receipt.Voucher{
		Shop: receipt.Shop{Name: words("shop")}, Zone: zone, Code: rapid.SampledFrom([]string{milkCode, words("code")}).Draw(t, "code"), Name: words("reward"),
		Gives: rapid.SampledFrom([]loyalty.Gives{{Kind: loyalty.GiveAmount, Amount: &most}, {Kind: loyalty.GivePercent, Percent: &percent, Cap: &most},
			{Kind: loyalty.GivePercent, Percent: &percent}, {Kind: loyalty.GiveProduct, SKU: words("SKU")}}).Draw(t, "gives"),
		Product: words("product"), MinOrder: most, Member: words("member"), IssuedAt: now, ExpiresAt: now, Fresh: rapid.Bool().Draw(t, "fresh"),
	}
}

func anyReturn(t *rapid.T) receipt.Return {
	words := func(label string) string { return anyText.Draw(t, label) }
	amount := func(label string) money.VND { return money.VND(rapid.Int64Range(0, int64(money.Max)).Draw(t, label)) }
	points := func(label string) int64 { return rapid.Int64Range(-1_000_000_000, 1_000_000_000_000).Draw(t, label) }
	return receipt.Return{
		Shop: receipt.Shop{Name: words("shop")}, Zone: zone, Number: words("number"), At: now, Till: words("till"), Cashier: words("cashier"), Approver: words("approver"),
		Reason: words("reason"), Of: words("receipt"), SoldAt: now, Cancelled: rapid.Bool().Draw(t, "cancelled"), Reprint: true,
		Lines:  []receipt.ReturnedLine{{Name: words("product"), Unit: words("unit"), Quantity: 1_245, Price: amount("price"), Refund: amount("paid")}},
		Refund: amount("refund"), Deducted: amount("deducted"), Exchange: words("exchange"), Vouchers: someVouchers(t), Head: "a1b2c3d4",
		Tenders: []sale.Tender{{Kind: sale.Swapped, Received: amount("swapped")}, {Kind: sale.Card, Received: amount("card"), Reference: words("reference")}},
		Member: &receipt.ReturnMember{Name: words("member"), Phone: "09•• ••• 678", Clawed: points("clawed"), Forgiven: points("forgiven"), Ranking: points("ranking"),
			Restored: []receipt.Restored{{Points: points("restored"), LapsesAt: now}, {Points: points("restored")}}, Balance: points("balance")},
	}
}

// anyPaper is a receipt, a slip or a voucher of whatever was typed somewhere.
func anyPaper(t *rapid.T, columns int, lang text.Language) []string {
	switch rapid.IntRange(0, 2).Draw(t, "paper") {
	case 0:
		return print.Return(anyReturn(t), columns, lang)
	case 1:
		return print.Voucher(anyVoucher(t), columns, lang)
	}
	return print.Text(anyDocument(t), columns, lang)
}

func TestNoLineIsWiderThanThePaper(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.SampledFrom([]int{print.Narrow, print.Wide}).Draw(t, "columns")
		for i, line := range anyPaper(t, columns, rapid.SampledFrom([]text.Language{text.Vietnamese, text.English}).Draw(t, "lang")) {
			if w := ansi.StringWidth(line); w > columns {
				t.Fatalf("line %d has %d cells: %q", i, w, line)
			}
			if strings.ContainsFunc(line, func(r rune) bool { return unicode.Is(unicode.C, r) }) {
				t.Fatalf("line %d holds what a printer obeys: %q", i, line)
			}
			if strings.TrimRight(line, " ") != line {
				t.Fatalf("line %d ends in spaces: %q", i, line)
			}
		}
	})
}

func TestNoWordIsLost(t *testing.T) {
	all := receipts(t)
	name := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("aăâbcdđeêghnễẩứợ世0")), 1, 60, -1), 1, 12)
	rapid.Check(t, func(t *rapid.T) {
		words := name.Draw(t, "words")
		doc := all["walk-in"]
		doc.Lines = slices.Clone(doc.Lines)
		doc.Lines[0].Name = strings.Join(words, " ")
		paper := strings.Join(print.Text(doc, print.Narrow, text.Vietnamese), "\n")
		if !strings.Contains(joined(paper), strings.Join(words, "")) {
			t.Fatalf("%q is not on\n%s", words, paper)
		}
	})
}

func joined(s string) string { return strings.Join(strings.Fields(s), "") }

// A figure stands in the last columns, so that a column of them can be read.
func TestFiguresEndInTheLastColumn(t *testing.T) {
	doc := receipts(t)["demo"]
	for _, columns := range []int{print.Narrow, print.Wide} {
		lines := print.Text(doc, columns, text.Vietnamese)
		for _, figure := range []string{" 96.000", " 45.000", " 141.000", " −70.000", " 71.000\u00a0₫", " 100.000", " 29.000", " +48", " 478"} {
			if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasSuffix(l, figure) && ansi.StringWidth(l) == columns }) {
				t.Errorf("%d columns: no line ends in %q", columns, figure)
			}
		}
	}
}

func TestEachMarkIsOnThePaperOnlyWhenItHolds(t *testing.T) {
	all := receipts(t)
	paper := func(name string, lang text.Language) string {
		return strings.Join(print.Text(all[name], print.Wide, lang), "\n")
	}
	for mark, names := range map[string][]string{
		"BẢN SAO": {"offline", "delivered"}, "ĐÀO TẠO": {"offline"}, "GIAO HÀNG SAU": {"later"}, "tạm tính)": {"offline"}, "Đã giao hàng": {"delivered"},
		"Tiền mặt": {"demo", "offline", "walk-in", "vouchers", "exchange"}, "Thẻ VISA 0042 8812": {"offline"}, "Chuyển khoản": {"offline", "later", "delivered"},
		"Điểm đã dùng": {"demo", "vouchers"}, "Tiền thừa": {"demo", "offline", "vouchers"}, "chờ hiệu lực": {"offline"}, "Sắp hết hạn": {"demo"},
		"Khách hàng": {"demo", "offline", "later", "delivered", "vouchers", "exchange"}, "Quà của voucher": {"vouchers"}, "Voucher dùng được": {"vouchers"},
		"Hàng đổi HD-01-000123": {"exchange"}, "Trả lại khách: Tiền mặt": {"exchange"}, "Xem điểm": {"vouchers"}, "9123 4567": {"vouchers"},
	} {
		for name := range all {
			if has := strings.Contains(paper(name, text.Vietnamese), mark); has != slices.Contains(names, name) {
				t.Errorf("%s on %s: %v", mark, name, has)
			}
		}
	}
	for name, draw := range papers(t) {
		for _, vietnamese := range []string{"HÓA ĐƠN", "Điểm", "Tiền", "Thuế", "BẢN SAO", "PHIẾU", "Khách", "Giảm", "Hạn", "Đơn từ", "Tặng"} {
			if strings.Contains(strings.Join(draw(print.Wide, text.English), "\n"), vietnamese) {
				t.Errorf("%s in English says %s", name, vietnamese)
			}
		}
	}
}
