package storetest

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/shift"
)

const minute = time.Minute

var joined = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func person(id, name, phone string) catalog.Member {
	return catalog.Member{ID: id, Name: name, Phone: phone, JoinedAt: joined,
		Consents: []catalog.Consent{{Purpose: catalog.PurposePoints, TextVersion: "1", At: joined, Method: "till"}}}
}

func posting(member, id string, points int64) loyalty.Posting {
	return loyalty.Posting{Ref: loyalty.Ref{ID: id, At: joined, Writer: journal.Central, Epoch: 1, Seq: 1}, Member: member, Kind: loyalty.Adjust,
		Lots: []loyalty.Lot{{ID: id, Root: id, Points: points, AroseAt: joined, UsableAt: joined}}}
}

// neighbours are members whose names and phones are easy to mix up.
func neighbours() []catalog.Member {
	return []catalog.Member{
		person("m1", "Đặng Ngọc Ánh", "+84912345678"),
		person("m2", "Đặng Ngọc Anh", "+84912000678"),
		person("m3", "Nguyễn Ánh Ngọc", "+84387654321"),
		person("m4", "Trần Thị Bích Ngọc", "+84900111222"),
		person("m5", "Ngọc", "+84900333678"),
		person("m6", "Nguyễn Văn An", "+84900333444"),
	}
}

func (s *subject) neighbours(t *testing.T) {
	t.Helper()
	s.fill(t, func(w Filler) {
		for _, m := range neighbours() {
			w.Member(m)
		}
	})
}

func testMembersFound(t *testing.T, s *subject) {
	s.neighbours(t)
	for _, want := range neighbours() {
		byID, err := s.Member(ctx, want.ID)
		if err != nil || !reflect.DeepEqual(byID, want) {
			t.Errorf("%+v, %v, want %+v", byID, err, want)
		}
		byPhone, err := s.ByPhone(ctx, want.Phone)
		if err != nil || !reflect.DeepEqual(byPhone, want) {
			t.Errorf("by phone %+v, %v", byPhone, err)
		}
	}
	if _, err := s.ByPhone(ctx, "+8491234567"); fault.Code(err) != "member.unknown" {
		t.Errorf("a part of a phone is nobody's: %v", err)
	}
}

func testMembersByName(t *testing.T, s *subject) {
	s.neighbours(t)
	for text, want := range map[string][]string{
		"ngoc anh":         {"m1", "m2", "m3"}, // any order of name parts
		"anh ngoc":         {"m1", "m2", "m3"},
		"dang anh":         {"m1", "m2"},
		"an dang":          {"m1", "m2"},
		"ĐẶNG":             {"m1", "m2"},
		"bich tran":        {"m4"},
		"ng":               {"m1", "m2", "m3", "m4", "m5", "m6"},
		"ngoc":             {"m1", "m2", "m3", "m4", "m5"},
		"goc":              nil, // not the beginning of a name part
		"nguyen tran":      nil,
		"anh 678":          {"m1", "m2"},
		"ánh 321":          {"m3"},
		"ngoc 0900 333678": {"m5"},
		"":                 nil,
		"  ":               nil,
		"zzz":              nil,
	} {
		if got := s.find(t, text, 20); !slices.Equal(sorted(got), want) {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
	for text, first := range map[string]string{
		"ngoc":     "m5", // begins the name
		"nguyen a": "m3",
		"Ngọc Ánh": "m1", // the marks as typed go first
	} {
		if got := s.find(t, text, 20); len(got) == 0 || got[0] != first {
			t.Errorf("%q finds %v, want %s first", text, got, first)
		}
	}
	if got := s.find(t, "ngoc", 2); len(got) != 2 {
		t.Errorf("limit 2 gives %v", got)
	}
}

func testMembersByTail(t *testing.T, s *subject) {
	s.neighbours(t)
	for text, want := range map[string][]string{
		"678": {"m1", "m2", "m5"}, "45678": {"m1"}, "345 678": {"m1"}, "0678": {"m2"}, "78": nil, "8": nil,
		"0912345678": {"m1"}, "+84 912 345 678": {"m1"}, "912345678": {"m1"}, "0912345679": nil, "999": nil,
		"912": nil, // the front of a phone is no tail
	} {
		if got := s.find(t, text, 20); !slices.Equal(sorted(got), want) {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
}

func testMemberCreatedHere(t *testing.T, s *subject) {
	s.neighbours(t)
	b := NewBook(t, s)
	m := person("m9", "Lê Thị Ngọc Mới", "+84911222678")
	batch := b.Batch(b.Event(journal.MemberCreated, &catalog.MemberCreated{ID: m.ID, Sealed: []byte("…")}))
	batch.Members = []counter.NewMember{{Member: m, Key: make([]byte, journal.PersonalKeySize)}}
	b.Commit(t, batch)
	for range 2 {
		got, err := s.Member(ctx, "m9")
		if err != nil || !reflect.DeepEqual(got, m) {
			t.Errorf("%+v, %v", got, err)
		}
		if got, err := s.ByPhone(ctx, m.Phone); err != nil || got.ID != "m9" {
			t.Errorf("by phone %+v, %v", got, err)
		}
		for text, want := range map[string][]string{
			"678": {"m1", "m2", "m5", "m9"}, "moi": {"m9"}, "ngoc": {"m1", "m2", "m3", "m4", "m5", "m9"}, "0911222678": {"m9"},
		} {
			if got := s.find(t, text, 20); !slices.Equal(sorted(got), want) {
				t.Errorf("%q finds %v, want %v", text, got, want)
			}
		}
		s.reopen(t)
	}
}

// testMemberChangedHere: what a later batch says of a member is what counts.
func testMemberChangedHere(t *testing.T, s *subject) {
	b := NewBook(t, s)
	for i, m := range []catalog.Member{person("m9", "Lê Cũ", "+84911222333"), person("m9", "Lê Mới", "+84911222444")} {
		batch := b.Batch(b.Event([]journal.Kind{journal.MemberCreated, journal.MemberChanged}[i], &catalog.MemberCreated{ID: m.ID, Sealed: []byte("…")}))
		batch.Members = []counter.NewMember{{Member: m, Key: make([]byte, journal.PersonalKeySize)}}
		b.Commit(t, batch)
	}
	if _, err := s.ByPhone(ctx, "+84911222333"); fault.Code(err) != "member.unknown" {
		t.Errorf("the old phone still finds: %v", err)
	}
	for text, want := range map[string][]string{"le": {"m9"}, "moi": {"m9"}, "cu": nil, "333": nil, "444": {"m9"}} {
		if got := s.find(t, text, 20); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
}

// testAccounted: an account is known when something of it came, or its member was made here; not by the name alone.
func testAccounted(t *testing.T, s *subject) {
	b := NewBook(t, s)
	s.fill(t, func(w Filler) {
		w.Member(person("named", "Lê Một", "+84911222331"))
		w.Member(person("told", "Lê Hai", "+84911222332"))
		w.Posting(loyalty.Posting{Ref: loyalty.Ref{ID: "p", At: b.Now, Writer: journal.Central}, Member: "told", Kind: loyalty.Visit, OrderedAt: b.Now})
	})
	batch := b.Batch(b.Event(journal.MemberCreated, &catalog.MemberCreated{ID: "made", Sealed: []byte("…")}))
	batch.Members = []counter.NewMember{{Member: person("made", "Lê Ba", "+84911222333"), Key: make([]byte, journal.PersonalKeySize)}}
	b.Commit(t, batch)
	for member, want := range map[string]bool{"named": false, "told": true, "made": true, "nobody": false} {
		if got, err := s.Accounted(ctx, member); got != want || err != nil {
			t.Errorf("%s: %v, %v", member, got, err)
		}
	}
}

func testMemberReplaced(t *testing.T, s *subject) {
	s.neighbours(t)
	moved := person("m1", "Đặng Thị Ánh", "+84977777777")
	s.fill(t, func(w Filler) { w.Member(moved) })
	if got, err := s.Member(ctx, "m1"); err != nil || got.Phone != moved.Phone {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := s.ByPhone(ctx, "+84912345678"); fault.Code(err) != "member.unknown" {
		t.Errorf("the old phone still finds: %v", err)
	}
	for text, want := range map[string][]string{"777": {"m1"}, "45678": nil, "dang ngoc": {"m2"}, "dang anh": {"m1", "m2"}, "anh": {"m1", "m2", "m3"}} {
		if got := s.find(t, text, 20); !slices.Equal(sorted(got), want) {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
}

func testNewerWordOfCentral(t *testing.T, s *subject) {
	b := NewBook(t, s)
	batch := b.Batch(b.Event(journal.MemberCreated, &catalog.MemberCreated{ID: "m9", Sealed: []byte("…")}))
	batch.Members = []counter.NewMember{{Member: person("m9", "Lê Cũ", "+84911222333"), Key: make([]byte, 32)}}
	b.Commit(t, batch)
	s.fill(t, func(w Filler) { w.Member(person("m9", "Lê Mới", "+84911222444")) })
	if got, err := s.Member(ctx, "m9"); err != nil || got.Name != "Lê Mới" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := s.ByPhone(ctx, "+84911222333"); fault.Code(err) != "member.unknown" {
		t.Errorf("the phone that central replaced still finds: %v", err)
	}
	for text, want := range map[string][]string{"le": {"m9"}, "moi": {"m9"}, "cu": nil, "333": nil, "444": {"m9"}} {
		if got := s.find(t, text, 20); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
}

// testManyMembers: of thousands that fit, a search gives as many as asked, once each.
func testManyMembers(t *testing.T, s *subject) {
	s.fill(t, func(w Filler) {
		for i := range 3000 {
			w.Member(person(fmt.Sprintf("p%04d", i), fmt.Sprintf("Nguyễn Văn %c%c", 'A'+i%26, 'a'+i/26%26), fmt.Sprintf("+849%08d", i)))
		}
		w.Member(person("rare", "Quách Nguyễn Bảo Vy", "+84399999999"))
	})
	for text, want := range map[string]int{"nguyen": 20, "van nguyen": 20, "n v": 20, "nguyen quach": 1, "vy quach ngu": 1, "999": 4, "1999": 1} {
		got := s.find(t, text, 20)
		if len(got) != want || len(slices.Compact(slices.Sorted(slices.Values(got)))) != want {
			t.Errorf("%q finds %v, want %d", text, got, want)
		}
	}
}

func goods() []catalog.Product {
	return []catalog.Product{
		{SKU: "TEA1", Name: "Trà đào cam sả", Price: 32_000, Barcodes: []string{"2000000000015"}, Unit: "hộp", Earns: true, VAT: catalog.FlatVAT(money.Per100(8))},
		{SKU: "TEA2", Name: "Trà sữa trân châu", Price: 45_000, Barcodes: []string{"2000000000022", "2000000000039"}, Earns: true},
		{SKU: "MEAT", Name: "Thịt ba rọi (cân)", Price: 165_000, Unit: "kg", Earns: true, Weighed: true, Item: "00001"},
		{SKU: "BAG", Name: "Túi vải", Price: 5_000},
	}
}

func testProducts(t *testing.T, s *subject) {
	s.fill(t, func(w Filler) {
		for _, p := range goods() {
			w.Product(p)
		}
	})
	s.reopen(t)
	for _, want := range goods() {
		if got, err := s.BySKU(ctx, want.SKU); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v, want %+v", got, err, want)
		}
		for _, code := range want.Barcodes {
			if got, err := s.ByBarcode(ctx, code); err != nil || got.SKU != want.SKU {
				t.Errorf("%s is %+v, %v", code, got, err)
			}
		}
	}
	if got, err := s.ByItem(ctx, "00001"); err != nil || got.SKU != "MEAT" {
		t.Errorf("item 00001 is %+v, %v", got, err)
	}
}

func testProductsFound(t *testing.T, s *subject) {
	if got := s.findProducts(t, "", 10); len(got) != 0 {
		t.Errorf("an empty catalogue lists %v", got)
	}
	s.fill(t, func(w Filler) {
		for _, p := range goods() {
			w.Product(p)
		}
	})
	for text, want := range map[string][]string{
		"":        {"MEAT", "TEA1", "TEA2", "BAG"}, // all, by name
		"tra":     {"TEA1", "TEA2"},
		"tra sua": {"TEA2"},
		"sua tra": {"TEA2"},
		"tea2":    {"TEA2"},
		"000015":  {"TEA1"}, // the end of a barcode
		"tcd":     nil,
		"tdcs":    {"TEA1"}, // initials
		"phở":     nil,
	} {
		if got := s.findProducts(t, text, 10); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
	if got := s.findProducts(t, "", 2); !slices.Equal(got, []string{"MEAT", "TEA1"}) {
		t.Errorf("limit 2 lists %v", got)
	}
}

func testProductReplaced(t *testing.T, s *subject) {
	s.fill(t, func(w Filler) {
		for _, p := range goods() {
			w.Product(p)
		}
	})
	s.findProducts(t, "tra", 10)
	changed := goods()[1]
	changed.Name, changed.Barcodes = "Hồng trà sữa", []string{"2000000000039"}
	weighed := goods()[2]
	weighed.Item = "00002"
	s.fill(t, func(w Filler) { w.Product(changed); w.Product(weighed) })
	if _, err := s.ByBarcode(ctx, "2000000000022"); fault.Code(err) != "product.unknown" {
		t.Errorf("a barcode that was taken off still sells: %v", err)
	}
	if _, err := s.ByItem(ctx, "00001"); fault.Code(err) != "product.unknown" {
		t.Errorf("an item number that was taken off still sells: %v", err)
	}
	if got, err := s.ByBarcode(ctx, "2000000000039"); err != nil || got.Name != "Hồng trà sữa" {
		t.Errorf("%+v, %v", got, err)
	}
	if got := s.findProducts(t, "hong", 10); !slices.Equal(got, []string{"TEA2"}) {
		t.Errorf("the new name finds %v", got)
	}
	if got := s.findProducts(t, "trân châu", 10); len(got) != 0 {
		t.Errorf("the old name finds %v", got)
	}
}

func testSettings(t *testing.T, s *subject) {
	for _, empty := range []int{len(first(s.Programs(ctx))), len(first(s.Staff(ctx)))} {
		if empty != 0 {
			t.Errorf("a new store has %d", empty)
		}
	}
	shop := counter.Shop{Name: "Tạp hoá Tim", Phone: "+842838234567", Channel: "store", Currency: "VND", ProgrammeNotified: true, DiscountFree: 5}
	half := money.Per100(50)
	programs := loyalty.Versions{
		{Version: 1, Enabled: true, Currency: "VND", TimeZone: "Asia/Ho_Chi_Minh", At: joined},
		{Version: 2, EffectiveFrom: joined, Currency: "VND", Use: loyalty.UseRules{ValuePerPoint: 1000, MaxPercent: &half}},
		{Version: 10, Reason: "kỳ nghỉ"},
	}
	verifier, err := shift.NewVerifier("1111", []byte("sixteen bytes 16"))
	if err != nil {
		t.Fatal(err)
	}
	staff := []shift.Staff{{ID: "s1", Name: "Lan", Role: shift.Cashier, Verifier: verifier}, {ID: "s2", Name: "Hùng", Role: shift.Manager}}
	s.fill(t, func(w Filler) {
		w.Shop(shop)
		for _, i := range []int{2, 0, 1} {
			w.Program(programs[i])
		}
		w.Staff(staff[1])
		w.Staff(staff[0])
	})
	s.reopen(t)
	if got, err := s.Shop(ctx); !reflect.DeepEqual(got, shop) || err != nil {
		t.Errorf("shop %+v, %v", got, err)
	}
	if got, err := s.Programs(ctx); !reflect.DeepEqual(got, programs) || err != nil {
		t.Errorf("programmes %+v, %v", got, err)
	}
	got, err := s.Staff(ctx)
	if !reflect.DeepEqual(got, staff) || err != nil {
		t.Errorf("staff %+v, %v", got, err)
	}
}

func first[T any](v T, _ error) T { return v }

func sorted(ids []string) []string { return slices.Sorted(slices.Values(ids)) }

func (s *subject) find(t *testing.T, text string, limit int) (ids []string) {
	t.Helper()
	list, err := s.FindMembers(ctx, text, limit)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		ids = append(ids, m.ID)
	}
	return ids
}

func (s *subject) findProducts(t *testing.T, text string, limit int) (skus []string) {
	t.Helper()
	list, err := s.FindProducts(ctx, text, limit)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		skus = append(skus, p.SKU)
	}
	return skus
}
