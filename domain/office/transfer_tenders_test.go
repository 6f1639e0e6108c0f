package office_test

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/sale"
)

// An accountant sees in the file of orders what paid each and what went back, under names that stay; one of another channel has none.
func TestOrdersAreExportedWithWhatPaidThem(t *testing.T) {
	s := openOffice(t)
	s.program()
	d := s.till(1)
	o := sale.Open("o-1", d.head.Writer, "s1", "hong", d.now)
	o.CashStep = 500
	product := milk()
	product.Price = 50_240
	o, _, err := o.Add(product, money.Units(2), 0, d.now)
	d.must(err)
	for _, tender := range []sale.Tender{{Kind: sale.Card, Received: 40_000, Reference: "0042"}, {Kind: sale.Wallet, Name: "MoMo", Received: 10_000},
		{Kind: sale.Transfer, Received: 20_000, Bank: "FT1"}, {Kind: sale.Cash, Received: 50_000}} {
		o, err = o.TenderedBy(tender)
		d.must(err)
	}
	o = d.pay(o, nil)
	o, err = o.Returned("r1", d.now.Add(time.Minute), []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}})
	d.must(err)
	o.Returns[0].Tenders = o.RefundTenders(o.Returns[0].Refund)
	d.write(journal.OrderReturned, &sale.Filed{Order: o})
	if got := s.push(d); len(got.Problems) > 0 {
		t.Fatalf("%+v", got)
	}
	rows, err := csv.NewReader(strings.NewReader(s.saved(office.OrderFile, office.CSV))).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%q, %v", rows, err)
	}
	got := map[string]string{}
	for i, name := range rows[0] {
		got[name] = rows[1][i]
	}
	for name, want := range map[string]string{"payable": "100480", "tenders.cash": "30500", "tenders.card": "40000", "tenders.transfer": "20000",
		"tenders.wallet": "10000", "tenders.on_account": "0", "tenders.goods": "0", "tenders.rounding": "-20",
		"refunds.card": "40000", "refunds.transfer": "10240", "refunds.cash": "0",
		"payments": `[{"kind":"card","amount":"40000","reference":"0042"},{"kind":"wallet","amount":"10000","name":"MoMo"},` +
			`{"kind":"transfer","amount":"20000","bank":"FT1"},{"kind":"rounding","amount":"-20"},{"kind":"cash","amount":"30500"}]`} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if last := rows[0][17]; last != "lines" {
		t.Errorf("a column moved: %q", rows[0])
	}
	if lines := s.saved(office.OrderFile, office.JSONL); !strings.Contains(lines, `"tenders":{"cash":"30500","card":"40000",`) {
		t.Errorf("as JSON lines: %s", lines)
	}
}
