package story

import (
	"context"

	"tim/domain/counter"
	"tim/domain/invoice"
	"tim/domain/office"
	"tim/domain/sale"
)

// InvoiceDays implements manage.Invoices.
func (m *Manager) InvoiceDays(context.Context, string, string) ([]office.InvoiceDay, error) {
	if m.Empty {
		return nil, m.Err
	}
	return []office.InvoiceDay{
		{Day: "2026-11-21", Shop: "q1", Till: "01", Made: 74, Gross: 9_450_000},
		{Day: "2026-11-21", Shop: "q1", Till: "02", Made: 51, Gross: 6_120_500},
		{Day: "2026-11-20", Shop: "q1", Till: "01", HandedOver: 3, Accepted: 118, Refused: 2, Gross: 14_902_000},
		{Day: "2026-11-19", Shop: "q1", Till: "01", Accepted: 97, Gross: 12_020_000},
	}, m.Err
}

// RefusedInvoices implements manage.Invoices.
func (m *Manager) RefusedInvoices(context.Context, string, string) ([]invoice.Document, error) {
	if m.Empty {
		return nil, m.Err
	}
	return []invoice.Document{
		{Code: "M1-26-ABCDE-00000000412", Paper: "HD-01-000398", Gross: 1_250_000, State: "refused", Answer: "Mã số thuế người mua ngừng hoạt động"},
		{Code: "M1-26-ABCDE-00000000431", Paper: "TH-01-000021", Gross: -32_000, State: "refused", Answer: "Không tìm thấy hóa đơn gốc"},
	}, m.Err
}

// HandOver implements manage.Invoices.
func (m *Manager) HandOver(context.Context, string, string, bool) ([]byte, error) {
	return []byte("{}\n"), m.Err
}

// InvoiceGaps implements manage.Invoices.
func (m *Manager) InvoiceGaps(context.Context) ([]office.Gap, error) {
	if m.Empty {
		return nil, m.Err
	}
	gap := func(from, to int64, why, holder string) office.Gap {
		return office.Gap{Range: invoice.Range{Series: invoice.Series{Symbol: "1C26MAA", Code: "M1-26-ABCDE"}, From: from, To: to}, Why: why, Holder: holder, Shop: "q1"}
	}
	return []office.Gap{gap(312, 500, office.GapEnded, "02/1"), gap(507, 507, office.GapUnheard, "01/3"), gap(530, 1_000, office.GapHeld, "01/3"),
		gap(1_001, 1_500, office.GapOnWay, "02/2"), gap(1_501, 1_550, office.GapCentral, "central")}, m.Err
}

// Named is an order whose invoice is in a company's name.
func Named() counter.State {
	s := Order()
	s.Cart.Order.Buyer = sale.Buyer{TaxCode: "0100109106", Name: "Công ty Cam Sành", Address: "12 Lê Lợi, Quận 1"}
	return s
}

// invoiceStories are about a buyer who asks for an invoice in a company's name.
func invoiceStories() []Story {
	return []Story{
		{Name: "order-buyer", State: Named()},
		{Name: "buyer", State: Order(), Keys: []string{"/mst", "enter", "0100109106", "enter"}},
		{Name: "buyer-wrong", State: Order(), Keys: []string{"/mst", "enter", "0100109107", "f9"}},
		{Name: "buyer-change", State: Named(), Keys: []string{"/mst", "enter"}},
	}
}
