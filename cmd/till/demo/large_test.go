package demo

import (
	"reflect"
	"testing"

	"tim/domain/catalog"
	"tim/domain/loyalty"
)

func TestALargeShopsShelvesAreToldApart(t *testing.T) {
	names, codes, skus := map[string]bool{}, map[string]bool{}, map[string]bool{}
	products := Range(50_000)
	for _, p := range products {
		if names[p.Name] || skus[p.SKU] {
			t.Fatalf("%s %s is there twice", p.SKU, p.Name)
		}
		names[p.Name], skus[p.SKU] = true, true
		for _, code := range p.Barcodes {
			if parsed, err := catalog.ParseCode(code); codes[code] || err != nil || parsed.Kind != catalog.GTINCode {
				t.Fatalf("%s of %s: %v", code, p.Name, err)
			}
			codes[code] = true
		}
	}
	if len(products) != 50_000 || products[0].Barcodes[0] != MilkCode || !reflect.DeepEqual(products[:400], Range(400)) {
		t.Errorf("%d products begin with %s", len(products), products[0].Name)
	}
}

func TestALargeShopsMembersAreThemselves(t *testing.T) {
	people := People{Seed: 7, Count: 20_000, Until: now}
	phones, last := map[string]bool{}, ""
	for i := range people.Count {
		m := people.Member(i)
		if phones[m.Phone] || m.ID <= last || !m.JoinedAt.Before(now) {
			t.Fatalf("member %d: %+v", i, m)
		}
		phones[m.Phone], last = true, m.ID
		account := loyalty.Fold(history(LargeProgram(), m, now)).At(now)
		if i%1000 == 0 && (account.Usable != m.Points || !reflect.DeepEqual(m, people.Member(i))) {
			t.Errorf("member %d has %d of %d points", i, account.Usable, m.Points)
		}
	}
	if people.Member(0).Phone != AnhPhone || people.Member(1).Phone != BinhPhone {
		t.Error("the members that guides name aren't the first")
	}
}
