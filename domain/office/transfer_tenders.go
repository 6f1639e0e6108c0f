package office

import (
	"encoding/json"

	"tim/domain/money"
	"tim/domain/sale"
)

// tenderNames are the tenders as exported orders have them, for ever. Those of wallets are together: payments has each by its name.
var tenderNames = []struct {
	name string
	kind sale.TenderKind
}{
	{"cash", sale.Cash}, {"card", sale.Card}, {"transfer", sale.Transfer}, {"wallet", sale.Wallet}, {"on_account", sale.OnAccount},
	{"goods", sale.Swapped}, {"rounding", sale.Rounded},
}

// tenderColumns are what paid an order (tenders.cash, .card, .transfer, .wallet, .on_account; .goods that were swapped for it; .rounding
// that cash couldn't pay, below 0 where the customer paid more), what returns gave back in the same ways (refunds.…) and each payment
// (payments). VND. Tenders are the total, refunds what returns came to; both are empty of an order that no till took money for.
func tenderColumns() []column[sale.Order] {
	var all []column[sale.Order]
	for _, t := range tenderNames {
		all = append(all, shown("tenders."+t.name, textCell, func(o *sale.Order) string { return tenderCell(o.Tenders, t.kind) }))
	}
	for _, t := range tenderNames {
		all = append(all, shown("refunds."+t.name, textCell, func(o *sale.Order) string { return tenderCell(refundsOf(o), t.kind) }))
	}
	return append(all, shown("payments", jsonCell, func(o *sale.Order) string { return payments(o.Tenders) }))
}

// refundsOf are what all of an order's returns gave back.
func refundsOf(o *sale.Order) []sale.Tender {
	var all []sale.Tender
	for _, r := range o.Returns {
		all = append(all, r.Tenders...)
	}
	return all
}

// tenderCell is what tenders of a kind come to, "" where there are none of any.
func tenderCell(tenders []sale.Tender, kind sale.TenderKind) string {
	if len(tenders) == 0 {
		return ""
	}
	var sum money.VND
	for _, t := range tenders {
		if t.Kind == kind {
			sum += t.Amount()
		}
	}
	return sum.Decimal().String()
}

// payments is each tender as JSON, "" where there is none.
func payments(tenders []sale.Tender) string {
	type payment struct {
		Kind      string `json:"kind"`
		Amount    any    `json:"amount"`
		Name      string `json:"name,omitempty"`
		Reference string `json:"reference,omitempty"`
		Bank      string `json:"bank,omitempty"`
	}
	if len(tenders) == 0 {
		return ""
	}
	list := make([]payment, len(tenders))
	for i, t := range tenders {
		list[i] = payment{Kind: tenderName(t.Kind), Amount: t.Amount(), Name: t.Name, Reference: t.Reference, Bank: t.Bank}
	}
	b, err := json.Marshal(list)
	if err != nil {
		panic("office: payments: " + err.Error()) // plain data
	}
	return string(b)
}

// tenderName is a kind's name, "other" of one of a newer program.
func tenderName(kind sale.TenderKind) string {
	for _, t := range tenderNames {
		if t.kind == kind {
			return t.name
		}
	}
	return "other"
}
