package counter_test

import (
	"testing"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
	"tim/storage/bolt"
)

// comes is a page of central's news.
func (k *till) comes(fill func(w *bolt.CatalogWriter)) {
	k.t.Helper()
	k.ok(k.file.Fill(func(w *bolt.CatalogWriter) error { fill(w); return nil }))
	k.ok(k.Reread(background))
	k.last = k.Look()
}

func TestANewPriceHoldsForTheNextScanAndSaysSoInsideACart(t *testing.T) {
	k, _ := inChain(t)
	k.scan(milk)
	k.comes(func(w *bolt.CatalogWriter) {
		w.Product(catalog.Product{SKU: "SUA", Name: "Sữa tươi Đồng Xanh 1L", Price: 35_000, Barcodes: []string{milk}, VAT: catalog.ReducedVAT(), Earns: true})
	})
	if k.last.Cart.Totals.Payable != 32_000 {
		t.Errorf("the open cart comes to %d", k.last.Cart.Totals.Payable)
	}
	k.scan(milk)
	n := k.last.Notice
	if k.last.Cart.Totals.Payable != 67_000 || n.Also == nil || n.Also.Code != "line.price_changed" {
		t.Errorf("to pay %d, said %+v", k.last.Cart.Totals.Payable, n)
	}
	k.scan(milk)
	if k.last.Notice.Also != nil {
		t.Error("it is said again")
	}
}

func TestNewsOfTheCustomerAtTheCounterIsSaid(t *testing.T) {
	k, _ := inChain(t)
	k.party()
	web := loyalty.Posting{Ref: loyalty.Ref{ID: "web/9/1", At: k.now, Writer: journal.Central}, Member: "anh", Kind: loyalty.Earn, Order: "web/9",
		Lots: []loyalty.Lot{{ID: "web/9", Root: "web/9", Order: "web/9", Points: 70, AroseAt: k.now, UsableAt: k.now}}}
	k.comes(func(w *bolt.CatalogWriter) { w.Posting(web) })
	if n := k.last.Notice; n == nil || n.Code != "member.changed" || n.Args["from"] != int64(500) || n.Args["to"] != int64(570) {
		t.Errorf("said: %+v", n)
	}
	k.comes(func(*bolt.CatalogWriter) {})
	if n := k.last.Notice; n != nil && n.Args["from"] == n.Args["to"] {
		t.Errorf("said of nothing: %+v", n)
	}
}

func TestAProgrammeThatCameTakesEffectAtTheNextOrder(t *testing.T) {
	k, _ := inChain(t)
	k.party()
	earns := k.last.Cart.WillEarn
	next := k.program
	next.Version, next.EffectiveFrom = 2, k.now
	next.Ranking.Points = 2
	k.comes(func(w *bolt.CatalogWriter) { w.Program(next) })
	if k.last.Cart.WillEarn != earns {
		t.Errorf("the open cart earns %d, and %d before", k.last.Cart.WillEarn, earns)
	}
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	k.party()
	if k.last.Cart.WillEarn != 2*earns {
		t.Errorf("the next one earns %d", k.last.Cart.WillEarn)
	}
}

func TestWhoLeftTheShopCannotSignInAndServesOnlyTheCartAtHand(t *testing.T) {
	k, _ := inChain(t)
	k.scan(milk)
	k.left = "hong"
	k.comes(func(*bolt.CatalogWriter) {})
	k.scan(milk) // the customer at the counter is served
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	if k.last.Staff == nil || k.last.Last == nil {
		t.Error("the change to hand back is no longer shown")
	}
	k.refused(counter.Enter{Text: milk, Scan: true}, "staff.gone")
	if k.last.Staff != nil {
		t.Error("still signed in")
	}
	k.refused(counter.SignIn{Staff: "hong", PIN: "1111"}, "pin.wrong")
	k.mustDo(counter.SignIn{Staff: "nam", PIN: "9999"})
	k.scan(milk)
	k.verify()
}
