package invoice

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"time"

	"tim/domain/money"
	"tim/domain/sale"
)

// Batch is invoices that are handed over together.
type Batch struct {
	ID      string
	Zone    *time.Location
	Records []Record
}

// Format is a file as whoever passes invoices on to the tax authority takes it. Each provider has a form of its own: another one is
// another Format.
type Format interface {
	// Media is the file's media type.
	Media() string
	// Write writes the whole batch.
	Write(w io.Writer, b Batch) error
}

// Formats are all that there are, by name.
func Formats() map[string]Format { return map[string]Format{"json": jsonFormat{}, "xml": xmlFormat{}} }

// Document is an invoice as files and the API have it. Amounts of adjusting ones are below 0.
type Document struct {
	Number      string          `json:"number" doc:"symbol and code: '1C26MAA M1-26-ABCDE-00000000017'"`
	Symbol      string          `json:"symbol"`
	Code        string          `json:"code"`
	Printed     string          `json:"printed,omitempty" doc:"what the customer's paper says where the till had no number"`
	Adjusts     string          `json:"adjusts,omitempty" doc:"code of the invoice that this one takes back of"`
	At          time.Time       `json:"at"`
	Day         string          `json:"day"`
	Shop        string          `json:"shop"`
	Till        string          `json:"till"`
	Order       string          `json:"order"`
	Paper       string          `json:"paper" doc:"number of the receipt, or of the return's slip"`
	Reason      string          `json:"reason,omitempty"`
	Seller      Seller          `json:"seller"`
	Buyer       *sale.Buyer     `json:"buyer,omitempty" doc:"missing where nobody asked"`
	Lines       []Line          `json:"lines"`
	VAT         []sale.VATGroup `json:"vat"`
	Gross       money.VND       `json:"gross"`
	Tax         money.VND       `json:"tax"`
	Points      money.VND       `json:"points,omitempty" doc:"of gross, paid with points"`
	State       string          `json:"state" doc:"made, handed_over, accepted, refused"`
	Batch       string          `json:"batch,omitempty" doc:"of the last hand-over"`
	Handed      time.Time       `json:"handed_at,omitzero"`
	Tries       int64           `json:"tries,omitempty" doc:"hand-overs so far"`
	Answer      string          `json:"answer,omitempty"`
	Provisional bool            `json:"provisional,omitempty" doc:"the shop has no series: it waits"`
}

// Document is the record as files and the API have it.
func (r Record) Document(zone *time.Location) Document {
	d := Document{Number: r.Number.Symbol + " " + r.Number.String(), Symbol: r.Number.Symbol, Code: r.Number.String(), Printed: r.Printed.String(),
		Adjusts: r.Adjusts.String(), At: r.At.In(zone), Day: r.Day, Shop: r.Shop, Till: r.Till, Order: r.Order, Paper: r.Paper, Reason: r.Reason,
		Seller: r.Seller, Lines: r.Lines, VAT: r.VAT, Gross: r.Gross(), Tax: r.Tax(), Points: r.Points, State: r.State.String(), Batch: r.Batch,
		Tries: r.Tries, Answer: r.Answer, Provisional: r.Number.Provisional()}
	if r.Buyer != (sale.Buyer{}) {
		d.Buyer = &r.Buyer
	}
	if !r.Handed.IsZero() {
		d.Handed = r.Handed.In(zone)
	}
	return d
}

// jsonFormat is one object with the batch and its documents.
type jsonFormat struct{}

// Media implements Format.
func (jsonFormat) Media() string { return "application/json" }

// Write implements Format.
func (jsonFormat) Write(w io.Writer, b Batch) error {
	file := struct {
		Batch    string     `json:"batch"`
		Invoices []Document `json:"invoices"`
	}{Batch: b.ID, Invoices: make([]Document, len(b.Records))}
	for i, r := range b.Records {
		file.Invoices[i] = r.Document(b.Zone)
	}
	return json.NewEncoder(w).Encode(file)
}

// xmlFormat has the element names of the authority's own form (Decision 1450/QĐ-TCT) as far as the sources told them. They are not
// verified: a provider's form comes first where there is one.
type xmlFormat struct{}

// Media implements Format.
func (xmlFormat) Media() string { return "application/xml" }

type xmlInvoice struct {
	XMLName xml.Name `xml:"HDon"`
	Common  struct {
		Symbol   string `xml:"KHHDon"`
		Number   int64  `xml:"SHDon"`
		Code     string `xml:"MCCQT"`
		Day      string `xml:"NLap"`
		Currency string `xml:"DVTTe"`
		Nature   int    `xml:"TCHDon"`              // 0 a sale, 2 adjusting
		Adjusts  string `xml:"TTHDLQuan,omitempty"` // code of the one that it adjusts
		Paper    string `xml:"SoPhieu"`
		Reason   string `xml:"LyDo,omitempty"`
	} `xml:"DLHDon>TTChung"`
	Seller xmlParty   `xml:"DLHDon>NDHDon>NBan"`
	Buyer  *xmlParty  `xml:"DLHDon>NDHDon>NMua,omitempty"`
	Lines  []xmlLine  `xml:"DLHDon>NDHDon>DSHHDVu>HHDVu"`
	Rates  []xmlRate  `xml:"DLHDon>NDHDon>TToan>THTTLTSuat>LTSuat"`
	Net    money.VND  `xml:"DLHDon>NDHDon>TToan>TgTCThue"`
	Tax    money.VND  `xml:"DLHDon>NDHDon>TToan>TgTThue"`
	Gross  money.VND  `xml:"DLHDon>NDHDon>TToan>TgTTTBSo"`
	Points *money.VND `xml:"DLHDon>NDHDon>TToan>TToanDiem,omitempty"`
}

type xmlParty struct {
	Name    string `xml:"Ten"`
	TaxCode string `xml:"MST"`
	Address string `xml:"DChi"`
}

type xmlLine struct {
	Place    int       `xml:"STT"`
	Name     string    `xml:"THHDVu"`
	Unit     string    `xml:"DVTinh,omitempty"`
	Quantity string    `xml:"SLuong"`
	Price    money.VND `xml:"DGia"`
	Net      money.VND `xml:"ThTien"`
	Rate     string    `xml:"TSuat"`
}

type xmlRate struct {
	Rate string    `xml:"TSuat"`
	Net  money.VND `xml:"ThTien"`
	Tax  money.VND `xml:"TThue"`
}

// Write implements Format.
func (xmlFormat) Write(w io.Writer, b Batch) error {
	if _, err := fmt.Fprintf(w, "%s<DSHDon lo=%q>\n", xml.Header, b.ID); err != nil {
		return err
	}
	out := xml.NewEncoder(w)
	for _, r := range b.Records {
		if err := out.Encode(xmlOf(r)); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "\n</DSHDon>\n")
	return err
}

func xmlOf(r Record) xmlInvoice {
	const adjusting = 2
	x := xmlInvoice{Seller: xmlParty{r.Seller.Name, r.Seller.TaxCode, r.Seller.Address}, Net: r.Gross() - r.Tax(), Tax: r.Tax(), Gross: r.Gross()}
	x.Common.Symbol, x.Common.Number, x.Common.Code, x.Common.Day = r.Number.Symbol, r.Number.N, r.Number.String(), r.Day
	x.Common.Currency, x.Common.Paper, x.Common.Reason, x.Common.Adjusts = "VND", r.Paper, r.Reason, r.Adjusts.String()
	if r.Adjusting() {
		x.Common.Nature = adjusting
	}
	if r.Buyer != (sale.Buyer{}) {
		x.Buyer = &xmlParty{r.Buyer.Name, r.Buyer.TaxCode, r.Buyer.Address}
	}
	if r.Points != 0 {
		x.Points = &r.Points
	}
	for i, l := range r.Lines {
		x.Lines = append(x.Lines, xmlLine{i + 1, l.Name, l.Unit, l.Quantity.Decimal().String(), l.Price, l.Net, l.Rate.Decimal().String() + "%"})
	}
	for _, g := range r.VAT {
		x.Rates = append(x.Rates, xmlRate{g.Rate.Decimal().String() + "%", g.Net, g.Tax})
	}
	return x
}
