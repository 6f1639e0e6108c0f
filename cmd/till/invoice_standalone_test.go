package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A shop that stands alone numbers its invoices by its own central, behind the first moments too.
func TestAShopThatStandsAloneNumbersItsInvoices(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	goods := filepath.Join(t.TempDir(), "goods.csv")
	if err := os.WriteFile(goods, []byte("sku,name,price,barcodes,vat_percent\nTRA,Trà đá,5000,2000000000015,8\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := command(t, "setup", "--lang", "en", "--data", dir, "--from", answering(t, `
		language = "en"
		products = {from = "file", file = "`+goods+`"}
		staff = [{name = "Mai", role = "manager", pin = "8520"}, {name = "Nam", role = "cashier", pin = "3971"}]
		[shop]
		name = "Quán Bé"
		tax_code = "0312345678"
		[shop.invoice]
		symbol = "1C{yy}MAA"
		series = "M1-{yy}-ABCDE"`)); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	k := openProgram(t, "run", dir)
	k.shows("Who is selling?")
	k.types("3971")
	k.shows("drawer")
	k.types("0")
	k.shows("scan, or type")
	sold := func() bool {
		k.types("2000000000015")
		k.shows("Trà đá", "5.000")
		k.keys("F9")
		k.shows("Cash")
		k.keys("Enter")
		k.shows("HD-01-0000")
		papers, _ := filepath.Glob(filepath.Join(dir, "receipts", "HD-*.txt"))
		for _, p := range papers {
			if b, err := os.ReadFile(p); err == nil && strings.Contains(string(b), "M1-") && strings.Contains(string(b), "-ABCDE-00000000") {
				return true
			}
		}
		return false
	}
	for give := time.Now().Add(time.Minute); !sold(); time.Sleep(5 * time.Second) { // numbers come while nobody sells
		if time.Now().After(give) {
			t.Fatal("no invoice has a number")
		}
	}
	k.kill()
}
