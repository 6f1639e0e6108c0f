package demo

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"tim/domain/catalog"
	"tim/domain/ident"
	"tim/domain/money"
)

var now = time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC)

// sellable maps everything that sells: barcodes and items of weighed goods.
func sellable(t *testing.T) map[string]catalog.Product {
	t.Helper()
	out := map[string]catalog.Product{}
	for _, p := range Products() {
		codes := p.Barcodes
		if p.Weighed {
			codes = append(codes, p.Item)
		}
		if len(codes) == 0 {
			t.Errorf("%s can't be scanned", p.Name)
		}
		for _, code := range codes {
			if other, ok := out[code]; ok {
				t.Errorf("%s sells %s and %s", code, other.Name, p.Name)
			}
			out[code] = p
		}
	}
	return out
}

func TestTheShelvesAreFull(t *testing.T) {
	products := Products()
	if len(products) != 300 {
		t.Errorf("%d products", len(products))
	}
	names, skus, categories, weighed := map[string]bool{}, map[string]bool{}, map[string]int{}, 0
	for _, p := range products {
		if names[p.Name] || skus[p.SKU] || p.Unit == "" || p.Category == "" {
			t.Errorf("%s %s is there twice, or has no unit or category", p.SKU, p.Name)
		}
		names[p.Name], skus[p.SKU] = true, true
		categories[p.Category]++
		if p.Weighed {
			weighed++
		}
		if p.Price < 1000 || p.Price > 500_000 || p.Price%500 != 0 {
			t.Errorf("%s costs %d, which is no shelf price", p.Name, p.Price)
		}
		if rate := p.VATAt(now); rate != money.Per100(5) && rate != money.Per100(8) && rate != money.Per100(10) {
			t.Errorf("%s bears %v %% VAT", p.Name, rate)
		}
		if p.Earns == strings.HasPrefix(p.Name, "Thẻ cào") {
			t.Errorf("%s earns: %v", p.Name, p.Earns)
		}
	}
	if len(categories) != 16 || weighed < 20 {
		t.Errorf("%d categories, %d weighed goods", len(categories), weighed)
	}
}

func TestEveryBarcodeIsTheShopsOwnAndScans(t *testing.T) {
	for code, p := range sellable(t) {
		if p.Weighed {
			continue
		}
		got, err := catalog.ParseCode(code)
		if err != nil || got.Kind != catalog.GTINCode || got.GTIN != code || len(code) != 13 {
			t.Errorf("%s of %s reads as %+v, %v", code, p.Name, got, err)
		}
		if prefix := code[:3]; prefix < "200" || prefix > "299" {
			t.Errorf("%s of %s is outside 200-299", code, p.Name)
		}
	}
}

func TestTheProductsThatGuidesName(t *testing.T) {
	goods := sellable(t)
	for code, want := range map[string]catalog.Product{
		MilkCode: {Name: "Sữa tươi Đồng Xanh 1L", Price: 32000, Earns: true},
		CardCode: {Name: "Thẻ cào 15k", Price: 15000, Earns: false},
		Oranges:  {Name: "Cam sành (cân)", Price: 42000, Earns: true},
	} {
		if p := goods[code]; p.Name != want.Name || p.Price != want.Price || p.Earns != want.Earns {
			t.Errorf("%s is %+v", code, p)
		}
	}
	code, err := catalog.ParseCode("2100001001506")
	if err != nil || goods[code.Item].Name != "Cam sành (cân)" || code.Weight != 150 {
		t.Errorf("the scale's label reads as %+v, %v", code, err)
	}
}

func TestAFaultyProductFileIsRefused(t *testing.T) {
	head := strings.Join(productsHeader, ",") + "\n"
	for want, file := range map[string]string{
		"header":      "",
		"header is":   "sku,name\n",
		"line 2":      head + "A,Tên,2000000000016,C,hộp,1000,reduced,yes,\n",
		"line 3":      head + "A,Tên,,C,hộp,1000,reduced,yes,\nB,Tên,,C,hộp,1000,eight,yes,\n",
		"earns is":    head + "A,Tên,,C,hộp,1000,reduced,true,\n",
		"format":      head + "A,Tên,,C,hộp,1.5,reduced,yes,\n",
		"fields":      head + "A,Tên\n",
		"unit.not_kg": head + "A,Tên,,C,hộp,1000,five,yes,00001\n",
	} {
		if got, err := readProducts(strings.NewReader(file)); err == nil || !strings.Contains(err.Error(), want) || got != nil {
			t.Errorf("%q: %v, %v; want %q", file, got, err, want)
		}
	}
}

func TestTheMembersThatGuidesName(t *testing.T) {
	found := map[string]Member{}
	for _, m := range Members(now) {
		if m.Name == "Nguyễn Thị Ánh" || m.Name == "Trần Văn Bình" {
			found[ident.PhoneLocal(m.Phone)] = m
		}
	}
	anh, binh := found["0912345678"], found["0987654321"]
	if len(found) != 2 || anh.Name != "Nguyễn Thị Ánh" || anh.Points != 500 || anh.RankingPoints < SecondTierAt || len(Vouchers(anh, now)) > 0 {
		t.Errorf("Ánh is %+v", anh)
	}
	if binh.Name != "Trần Văn Bình" || binh.Points != 0 || binh.RankingPoints != 0 || len(Vouchers(binh, now)) > 0 {
		t.Errorf("Bình is %+v", binh)
	}
}

func TestTwoHundredMembersNoneTwice(t *testing.T) {
	members := Members(now)
	ids, names, phones, second := map[string]bool{}, map[string]bool{}, map[string]bool{}, 0
	for _, m := range members {
		if phone, err := ident.NormalisePhone(m.Phone); phone != m.Phone || err != nil {
			t.Errorf("phone %s of %s: %v", m.Phone, m.Name, err)
		}
		if ids[m.ID] || names[m.Name] || phones[m.Phone] {
			t.Errorf("%s %s %s is there twice", m.ID, m.Name, m.Phone)
		}
		ids[m.ID], names[m.Name], phones[m.Phone] = true, true, true
		if !norm.NFC.IsNormalString(m.Name) || len(strings.Fields(m.Name)) < 3 {
			t.Errorf("%q is no họ - đệm - tên in NFC", m.Name)
		}
		if age := now.Sub(m.JoinedAt); age <= 0 || age > (joinedDaysMax+1)*24*time.Hour || !m.Has(catalog.PurposePoints) {
			t.Errorf("%s joined at %v, consents %v", m.Name, m.JoinedAt, m.Consents)
		}
		if m.Points < 0 || m.Points > m.RankingPoints {
			t.Errorf("%s has %d of %d points", m.Name, m.Points, m.RankingPoints)
		}
		if m.RankingPoints >= SecondTierAt {
			second++
		}
	}
	if len(members) != memberCount || second < 20 || second > 80 {
		t.Errorf("%d members, %d in the second tier", len(members), second)
	}
}

func TestTheSameInstantGivesTheSameMembers(t *testing.T) {
	a, b := Members(now), Members(now.In(time.FixedZone("ICT", 7*3600)))
	if !reflect.DeepEqual(a, b) {
		t.Error("two calls differ")
	}
	later := Members(now.Add(time.Hour))
	if later[5].Name != a[5].Name || !later[5].JoinedAt.Equal(a[5].JoinedAt.Add(time.Hour)) {
		t.Error("an hour later other people joined")
	}
}
