package story

import (
	"bytes"
	"context"
	"slices"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/setup"
	"tim/tui/screen/first"
)

// First is a first start whose world is the story's.
type First struct {
	Kind   setup.Kind
	Refuse error             // what central says to whoever joins, and the disk to whoever makes
	Rows   []office.RowError // of a file of products
}

// Zone implements first.Maker.
func (f *First) Zone(name string) (*time.Location, error) {
	if name != Zone.String() && name != "Asia/Ho_Chi_Minh" {
		return nil, fault.At("zone", "zone.unknown", fault.Args{"value": name})
	}
	return Zone, nil
}

// Goods implements first.Maker.
func (f *First) Goods(context.Context, string) ([]catalog.Product, []office.RowError, error) {
	if len(f.Rows) > 0 {
		return f.Samples(), f.Rows, fault.Fields{fault.At("products.file", "products.file", fault.Args{"errors": int64(len(f.Rows))})}
	}
	return f.Samples(), nil, nil
}

// Samples implements first.Maker.
func (f *First) Samples() []catalog.Product {
	if f.Kind == setup.Chain {
		return nil
	}
	return []catalog.Product{{SKU: "SUA", Name: "Sữa tươi Đồng Xanh 1L", Price: 32_000, Earns: true}, {SKU: "THE", Name: "Thẻ cào 15k", Price: 15_000},
		{SKU: "CAM", Name: "Cam sành (cân)", Price: 42_000, Unit: catalog.UnitKilogram, Weighed: true, Item: "00001", Earns: true}}
}

// Join implements first.Maker.
func (f *First) Join(context.Context, setup.Central) (first.Joined, error) {
	return first.Joined{Till: "03", Shop: "Cửa hàng Quận 1", Products: 1248}, f.Refuse
}

// TestPrint implements first.Maker.
func (f *First) TestPrint(_ context.Context, p setup.Printer) error {
	if f.Refuse != nil {
		return fault.New(fault.Unavailable, "printer.away", fault.Args{"value": p.To})
	}
	return nil
}

// Complete implements first.Maker: always the same PINs.
func (f *First) Complete(a setup.Answers) (setup.Answers, []setup.Person, error) {
	return a.Complete(bytes.NewReader(bytes.Repeat([]byte{0x12, 0x4b, 0x07, 0xf1, 0x1d, 0x2c}, 50)))
}

// Make implements first.Maker.
func (f *First) Make(context.Context, setup.Answers, []catalog.Product) (first.Made, error) {
	if f.Kind == setup.Chain && f.Refuse == nil {
		return first.Made{Token: "pXl0aGFuZ3RoaXNpc25vdG9rZW5hdGFsbA", Code: "7KQX-2MZD-W4TA-9F3C", Until: Now.Add(10 * time.Minute), URL: "http://127.0.0.1:8080"}, nil
	}
	return first.Made{}, f.Refuse
}

// Stage implements first.Maker.
func (f *First) Stage() setup.Stage { return setup.Stage{Step: setup.MakeShop} }

// Keep implements first.Maker.
func (f *First) Keep(first.Draft) {}

// firstStories are the first start, step by step.
func firstStories() []Story {
	enters := func(n int, more ...string) []string {
		keys := make([]string, n, n+len(more))
		for i := range keys {
			keys[i] = "enter"
		}
		return append(keys, more...)
	}
	downs := func(n int) []string { return slices.Repeat([]string{"down"}, n) }
	at := func(name string, f First, keys ...string) Story {
		return Story{Name: "first-" + name, First: &f, Keys: keys}
	}
	join := []string{"enter", "right", "enter", "https://tim.example", "enter", "7KQX-2MZD-W4TA-9F3C", "enter", "enter"}
	bad := []office.RowError{{Row: 3, Field: "price", Code: "money.format", Args: fault.Args{"value": "mười nghìn"}}, {Row: 7, Field: "name", Code: "field.required"},
		{Row: 9, Field: "vat_percent", Code: "vat.range", Args: fault.Args{"max": money.Per100(100).String()}}}
	file := []string{"right", "enter", "/home/mai/hang.csv", "enter"}
	return []Story{
		at("language", First{}),
		at("place", First{}, enters(1)...),
		at("join", First{}, join[:6]...),
		at("join-refused", First{Refuse: fault.New(fault.Forbidden, "enrol.code", nil)}, join...),
		at("joined", First{}, append(join, "enter")...),
		at("shop", First{}, enters(2, "Tạp hóa Bé Ba", "enter", "12 Nguyễn Huệ", "enter", "028 3822 0000", "enter", "123")...),
		at("shop-wrong", First{}, enters(2, "backspace", "down", "down", "down", "123", "enter", "enter")...),
		at("zone", First{}, enters(3)...),
		at("points", First{}, enters(4)...),
		at("points-lower", First{}, enters(4, append(downs(4), "tab", "tab", "90")...)...),
		at("points-wrong", First{}, enters(4, append(downs(3), "tab", "20000", "tab", "1000,5", "enter", "down", "enter", "enter")...)...),
		at("points-more", First{}, enters(4, append(downs(5), "f2", "Ruby")...)...),
		at("earning", First{}, enters(5, "down", "right", "right", "enter", "7")...),
		at("expiry", First{}, enters(6, "right", "enter", "365")...),
		at("using", First{}, enters(7, "500", "enter", "50")...),
		at("offline", First{}, enters(8)...),
		at("offline-trust", First{}, enters(8, "right", "right")...),
		at("staff", First{}, enters(9)...),
		at("staff-wrong", First{}, enters(9, "Mai", "enter", "1111", "enter", "1112", "enter", "enter")...),
		at("products", First{}, enters(10)...),
		at("products-list", First{}, enters(10, "right", "right", "enter", "Trà đá", "tab", "5000")...),
		at("products-file", First{Rows: bad}, enters(10, append(file, "enter")...)...),
		at("printer", First{}, enters(11, "right", "right", "down", "down", "down", "down", "enter")...),
		at("printer-away", First{Refuse: fault.New(fault.Unavailable, "printer.away", nil)}, enters(11, "right", "down", "down", "down", "down", "enter")...),
		at("summary", First{}, enters(12)...),
		at("refused", First{Refuse: fault.New(fault.Unavailable, "file.full", fault.Args{"file": "ledger.db"})}, enters(13)...),
		at("made", First{}, enters(13)...),
		at("chain", First{Kind: setup.Chain}, enters(1)...),
		at("chain-made", First{Kind: setup.Chain}, enters(11)...),
	}
}
