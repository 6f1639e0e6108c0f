package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tim/domain/catalog"
	"tim/domain/invoice"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/sync/uplink"
	"tim/sync/wire"
)

// The day's invoices of a shop are handed over as a file, and the authority's answers taken: all on a running central.
func TestADaysInvoicesAreHandedOverAsAFile(t *testing.T) {
	env := map[string]string{envToken: adminToken}
	url, _ := start(t, t.TempDir(), env)
	good := func(args ...string) string { t.Helper(); return good(t, env, append(args, "--url", url)...) }
	putShop(t, url, "q1")
	code, _, _ := strings.Cut(good("enroll-code", "--shop", "q1"), "\n")
	key := journal.Key(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize)))
	said := func(till string) *uplink.Client {
		c, err := uplink.NewClient(uplink.ClientConfig{URL: url, Till: till, Key: key, Now: clock()})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	e := wire.Enrol{Ticket: code, PublicKey: key.Public()}
	e.Signature = key.Sign(e.Signed())
	done, err := said("").Enrol(t.Context(), &e)
	if err != nil {
		t.Fatal(err)
	}
	o := sold(t)
	paid := journal.Event{ID: "1", Kind: journal.OrderPaid, At: o.PaidAt, Body: journal.Encode(&sale.Filed{Order: o})}
	records, seal, _ := journal.Extend(journal.Head{Writer: "01", Epoch: 1}, key, []journal.Event{paid})
	if _, err := said("01").Push(t.Context(), done.Token, &wire.Push{Speaker: wire.Speaker{Till: "01", Epoch: 1, Heard: done.Mark}, Journal: 1,
		Prev: journal.Head{Writer: "01", Epoch: 1}, Records: []wire.Record{records[0].Bytes}, Seals: []journal.Seal{seal}}); err != nil {
		t.Fatal(err)
	}
	day := o.PaidAt.Format("2006-01-02")
	if out := good("invoices", "--day", day); !strings.Contains(out, "M1-26-ABCDE-00000000007") || !strings.Contains(out, "made") {
		t.Error(out)
	}
	for _, format := range []string{"json", "xml"} {
		file := filepath.Join(t.TempDir(), "day."+format)
		good("invoices", "--day", day, "--out", file, "--format", format, "--again")
		b, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(b), "M1-26-ABCDE-00000000007") || !strings.Contains(string(b), "Sữa") {
			t.Errorf("%s: %s, %v", format, b, err)
		}
		var doc struct{ Invoices []invoice.Document }
		if format == "json" && (json.Unmarshal(b, &doc) != nil || len(doc.Invoices) != 1 || doc.Invoices[0].Gross != 32_000) {
			t.Errorf("%s", b)
		}
	}
	if out := good("invoice-answer", "1C26MAA M1-26-ABCDE-00000000007", "--refused", "sai địa chỉ"); !strings.Contains(out, "refused") {
		t.Error(out)
	}
	if out := good("invoices", "--state", "refused"); !strings.Contains(out, "sai địa chỉ") {
		t.Error(out)
	}
	if out := good("invoices", "--gaps"); !strings.Contains(out, "SYMBOL") {
		t.Error(out)
	}
}

// sold is a paid order with an invoice.
func sold(t *testing.T) sale.Order {
	t.Helper()
	now := clock()()
	o := sale.Open("0193", "01", "s1", "hong", now)
	o, _, err := o.Add(catalog.Product{SKU: "SUA", Name: "Sữa tươi", Price: 32_000, VAT: catalog.ReducedVAT()}, money.Units(1), 0, now)
	if err != nil {
		t.Fatal(err)
	}
	if o, err = o.Tendered(sale.Cash, 32_000, ""); err != nil {
		t.Fatal(err)
	}
	settled, err := o.Pay(loyalty.Rule{}, "HD-01-000001", now)
	if err != nil {
		t.Fatal(err)
	}
	settled.Order.Invoice = sale.InvoiceNumber{Symbol: "1C26MAA", Series: "M1-26-ABCDE", N: 7}
	return settled.Order
}
