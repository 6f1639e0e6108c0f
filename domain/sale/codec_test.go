package sale_test

import (
	"bytes"
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// A golden file is what journals hold for ever: -update writes a missing one and never touches one that is there. A
// changed form needs a new version and a new file.
var update = flag.Bool("update", false, "write missing golden files")

// anOrder has no empty field, so that a field which the codec forgets shows.
func anOrder() sale.Order {
	r := rule()
	r.Rounding, r.ExcludedFromRanking, r.TaxExcluded, r.PointsPaidIncluded, r.DiscountedLinesNone, r.Trigger = money.HalfUp, true, true, true, true, true
	r.Activation, r.ExpiryMonth, r.ExpiryDay, r.ZoneOffset = 2*time.Hour, 12, 31, 7*3600
	r.Expiry = loyalty.LotExpiry{Mode: loyalty.ExpiryYearly, LapsesAt: now.Add(time.Hour), Life: time.Hour, NotBefore: now}
	return sale.Order{
		Channel: sale.Store, ID: "01931f5e-8d2f-7000-8000-000000000001", Receipt: "HD-01-000123", Till: "01", Shift: "s1", Cashier: "hong",
		Member: "anh", OpenedAt: now, PlacedAt: now.Add(time.Minute), PaidAt: now.Add(2 * time.Minute), DeliveredAt: now.Add(time.Hour),
		CancelledAt: now.Add(2 * time.Hour), Later: true,
		Lines: []sale.Line{{
			ID: "3", SKU: "CAM-0001", Name: "Cam sành (cân)", Category: "Trái cây", Unit: "kg", Quantity: 1_245, UnitPrice: 40_000, Discount: 4_980,
			Part: money.Per100(10), VAT: money.Per100(8), Exclusion: loyalty.ExcludedSKU, Weighed: true, ListPrice: 42_000, Approver: "sup", Gift: "912345678901234567",
		}},
		LastLine: 3, Discount: 1_000, Shipping: 15_000,
		Use:     sale.PointsUse{Points: 5, Value: 5_000, Takes: []loyalty.Take{{Lot: "opening", Points: 5, Trust: true}}, Approver: "nam"},
		Tenders: []sale.Tender{{Kind: sale.Cash, Received: 60_000, Change: 6_180, Reference: "slip", Name: "MoMo", Bank: "FT1", Approver: "nam"}},
		Rule:    r, Earned: 38, Ranking: 39, Generation: 2, PointsCutVAT: true,
		Vouchers: []sale.VoucherUse{{ID: "912345678901234567", Value: 9_000, Line: "3"}},
		Returns: []sale.Return{{ID: "r1", At: now.Add(3 * time.Hour), Lines: []sale.ReturnLine{{ID: "3", Quantity: 245}},
			Refund: 8_000, Deducted: 2_000, Clawed: 7, Forgiven: 2, Ranking: 8, Restored: 1,
			Number: "TH-01-000045", Till: "01", Shift: "s2", Cashier: "hong", Approver: "nam", Reason: "móp hộp",
			Tenders: []sale.Tender{{Kind: sale.Cash, Received: 9_000, Change: 1_000, Reference: "slip", Name: "MoMo", Bank: "FT2", Approver: "nam"}}, Exchange: "store/next", Later: true,
			Origin:  []sale.Tender{{Kind: sale.Transfer, Received: 3_000, Change: 1_000, Reference: "slip", Name: "MoMo", Bank: "FT3", Approver: "nam"}},
			Invoice: sale.InvoiceNumber{Symbol: "1C26MAA", Series: "M1-26-ABCDE", N: 21}}},
		Exchange: sale.Exchange{Order: "store/former", Receipt: "HD-01-000100", Lines: []sale.ReturnLine{{ID: "1", Quantity: 1_000}},
			Credit: 12_000, Approver: "nam", Return: "0193",
			Origin: []sale.Tender{{Kind: sale.Card, Received: 13_000, Change: 1_000, Reference: "slip", Name: "MoMo", Bank: "FT4", Approver: "nam"}}},
		DiscountPart: money.Per100(5), DiscountOf: 52_290, DiscountApprover: "nam",
		Held:     sale.Hold{At: now.Add(time.Second), By: "hong", Note: "quên ví"},
		Invoice:  sale.InvoiceNumber{Symbol: "1C26MAA", Series: "M1-26-ABCDE", N: 17},
		Buyer:    sale.Buyer{TaxCode: "0301234561", Name: "Công ty Cam Sành", Address: "12 Lê Lợi, Huế"},
		CashStep: 500, Awaited: sale.Awaited{Amount: 30_000, Since: now.Add(time.Second)},
	}
}

func aVoucher() loyalty.Voucher {
	amount := money.VND(50_000)
	return loyalty.Voucher{ID: "912345678901234567", Issue: "0193", Generation: 2, Member: "anh", Reward: "g50", Name: "Giảm 50.000 ₫",
		Terms: loyalty.Terms{Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &amount}, MinOrder: 100_000},
		Cost:  100, Takes: []loyalty.Take{{Lot: "opening", Points: 100}}, IssuedAt: now, ExpiresAt: now.Add(time.Hour)}
}

// bodies are every type that the journal keeps, each with no field empty.
func bodies() map[string]journal.Coder {
	o := anOrder()
	sold := o.Lines[0]
	sold.Gift = "" // goods that came with a voucher aren't changed
	return map[string]journal.Coder{
		"order_v7": &o,
		"filed_order_v7": &sale.Filed{Order: o, Reason: "khách đổi ý", Approval: "0193", Vouchers: []loyalty.Voucher{aVoucher()},
			Postings: []loyalty.Posting{{Member: "anh", Kind: loyalty.UseUndone, Order: o.Key(), Restores: o.Use.Takes, OrderedAt: now}}},
		"line_change_v1":    &sale.LineChange{Order: o.Key(), Before: sold, After: sold, Reason: "móp hộp", Approval: "0193"},
		"attachment_v1":     &sale.Attachment{Order: o.Key(), Member: "anh", Total: 141_000, Typed: true},
		"order_discount_v1": &sale.OrderDiscount{Order: o.Key(), Before: 1_000, After: 12_000, Part: money.Per100(10), Reason: "redo", Approval: "0193"},
		"reprint_v1":        &sale.Reprint{Order: o.Key(), Receipt: o.Receipt},
		"landed_v1": &sale.Landed{Transfer: sale.Received{ID: "FT26327", Memo: "Q0112AB34CD", Content: "MBVCB Q0112AB34CD", Account: "0011001234567", Amount: 50_000,
			At: now}, Order: o.Key(), As: sale.LandedOver, Taken: 45_000},
		"refusal_v1": &sale.Refusal{Scanned: "2000000000016", Refused: 3, From: now},
	}
}

func TestStoredFormsNeverChange(t *testing.T) {
	for name, body := range bodies() {
		got, path := hex.EncodeToString(journal.Encode(body)), filepath.Join("testdata", name+".hex")
		if _, err := os.Stat(path); *update && os.IsNotExist(err) {
			if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		stored, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.TrimSpace(string(stored)); got != want {
			t.Errorf("%s is written as\n%s, and journals hold\n%s", name, got, want)
		}
		raw, _ := hex.DecodeString(strings.TrimSpace(string(stored)))
		back := reflect.New(reflect.TypeOf(body).Elem()).Interface().(journal.Coder)
		if err := journal.Decode(raw, back); err != nil || !reflect.DeepEqual(back, body) {
			t.Errorf("%s reads as\n%+v, %v", name, back, err)
		}
	}
}

func TestOrdersOfFormerVersionsStayReadable(t *testing.T) {
	sixth := anOrder()
	for _, tenders := range [][]sale.Tender{sixth.Tenders, sixth.Returns[0].Tenders, sixth.Returns[0].Origin, sixth.Exchange.Origin} {
		tenders[0].Name, tenders[0].Bank, tenders[0].Approver = "", "", ""
	}
	sixth.CashStep, sixth.Awaited = 0, sale.Awaited{}
	fifth := sixth.Clone()
	fifth.Invoice, fifth.Buyer, fifth.Returns[0].Invoice = sale.InvoiceNumber{}, sale.Buyer{}, sale.InvoiceNumber{}
	fourth := fifth.Clone()
	fourth.DiscountPart, fourth.DiscountOf, fourth.DiscountApprover, fourth.Held = 0, 0, "", sale.Hold{}
	third := fourth.Clone()
	third.Use.Takes[0].Trust, third.Use.Approver, third.Returns[0].Later = false, "", false
	second := third.Clone()
	second.Lines[0].Gift, second.Exchange = "", sale.Exchange{}
	r := second.Returns[0]
	second.Returns[0] = sale.Return{ID: r.ID, At: r.At, Lines: r.Lines, Refund: r.Refund, Deducted: r.Deducted, Clawed: r.Clawed,
		Forgiven: r.Forgiven, Ranking: r.Ranking, Restored: r.Restored}
	first := second.Clone()
	first.Vouchers, first.Returns = nil, nil
	for file, want := range map[string]sale.Order{"order_v1": first, "order_v2": second, "order_v3": third, "order_v4": fourth, "order_v5": fifth, "order_v6": sixth} {
		var order sale.Order
		if readOld(t, file, &order); !reflect.DeepEqual(order, want) {
			t.Errorf("%s reads as\n%+v", file, order)
		}
	}
	var last sale.Filed
	if readOld(t, "filed_order_v6", &last); !reflect.DeepEqual(last.Order, sixth) {
		t.Errorf("filed_order_v6 reads as\n%+v", last)
	}
	var newest sale.Filed
	if readOld(t, "filed_order_v5", &newest); !reflect.DeepEqual(newest.Order, fifth) {
		t.Errorf("filed_order_v5 reads as\n%+v", newest)
	}
	var latest sale.Filed
	if readOld(t, "filed_order_v4", &latest); !reflect.DeepEqual(latest.Order, fourth) || loyalty.OnTrust(latest.Order.Use.Takes) == 0 {
		t.Errorf("filed_order_v4 reads as\n%+v", latest)
	}
	var filed sale.Filed
	if readOld(t, "filed_order_v3", &filed); !reflect.DeepEqual(filed.Order, third) || len(filed.Vouchers) != 1 || loyalty.OnTrust(filed.Postings[0].Restores) != 0 {
		t.Errorf("filed_order_v3 reads as\n%+v", filed)
	}
	for file, want := range map[string]sale.Order{"filed_v1": first, "filed_order_v2": second} {
		var filed sale.Filed
		if readOld(t, file, &filed); !reflect.DeepEqual(filed.Order, want) || filed.Reason != "khách đổi ý" || filed.Vouchers != nil {
			t.Errorf("%s reads as\n%+v", file, filed)
		}
	}
}

func readOld(t *testing.T, file string, body journal.Coder) {
	t.Helper()
	stored := must[[]byte](t)(os.ReadFile(filepath.Join("testdata", file+".hex")))
	raw := must[[]byte](t)(hex.DecodeString(strings.TrimSpace(string(stored))))
	if err := journal.Decode(raw, body); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

func TestTheSamplesHaveNoEmptyField(t *testing.T) {
	for name, body := range bodies() {
		switch name {
		case "filed_order_v7": // whose posting is of one kind, and whose voucher is on no order
		case "line_change_v1": // whose lines came with no voucher
		default:
			noEmptyField(t, name, reflect.ValueOf(body).Elem())
		}
	}
}

func noEmptyField(t *testing.T, where string, v reflect.Value) {
	if v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 {
		t.Errorf("%s is empty", where)
	}
	if _, isTime := v.Interface().(time.Time); isTime {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			noEmptyField(t, where+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			noEmptyField(t, where+"[]", v.Index(i))
		}
	}
}

func TestOrdersReadBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := anyOrder(t)
		var back sale.Order
		if err := journal.Decode(encoded(o), &back); err != nil || !bytes.Equal(encoded(back), encoded(o)) || !reflect.DeepEqual(back.Totals(), o.Totals()) {
			t.Fatalf("%+v\nreads as\n%+v, %v", o, back, err)
		}
	})
}

func TestAVoidedOrderReadsBackVoided(t *testing.T) {
	o := must[sale.Order](t)(basket(t).Void(now))
	var back sale.Order
	if err := journal.Decode(encoded(o), &back); err != nil || back.State() != sale.Cancelled || !back.CancelledAt.Equal(now) {
		t.Errorf("%+v, %v", back, err)
	}
}

func FuzzFiled(f *testing.F) {
	f.Add(journal.Encode(bodies()["filed_order_v7"]))
	f.Fuzz(func(t *testing.T, b []byte) {
		var filed sale.Filed
		if journal.Decode(b, &filed) != nil {
			return
		}
		again, back := journal.Encode(&filed), sale.Filed{} // other bytes where they are of a former version
		if err := journal.Decode(again, &back); err != nil || !bytes.Equal(journal.Encode(&back), again) || b[0] == 2 && b[1] == 5 && !bytes.Equal(again, b) {
			t.Fatalf("%x reads, and is written as %x, %v", b, again, err)
		}
	})
}
