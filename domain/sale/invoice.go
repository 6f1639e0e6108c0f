package sale

import (
	"fmt"
	"strings"
	"unicode"

	"tim/domain/fault"
	"tim/domain/journal"
)

// InvoiceNumber names one invoice of a cash register; zero: none was made. A till that has no number of central's uses its
// paper's own: Series is that and the others are empty, until central gives a number for it.
type InvoiceNumber struct {
	Symbol string `json:"symbol,omitempty"` // of the form: "1C26MAA"
	Series string `json:"series"`           // the fixed part of the tax authority's code: "M1-26-ABCDE"; a provisional one's is "HD-01-000123"
	N      int64  `json:"n,omitempty"`      // running number in the series, from 1
}

// invoiceDigits is how long the running number is in the code.
const invoiceDigits = 11

// String is the code as it is printed: "M1-26-ABCDE-00000000017".
func (n InvoiceNumber) String() string {
	if n.N == 0 {
		return n.Series
	}
	return fmt.Sprintf("%s-%0*d", n.Series, invoiceDigits, n.N)
}

// Made says whether there is an invoice.
func (n InvoiceNumber) Made() bool { return n.Series != "" }

// Provisional says whether central is still to give it a number of a series.
func (n InvoiceNumber) Provisional() bool { return n.Series != "" && n.N == 0 }

// Code is the canonical form; it belongs to the order's version.
func (n *InvoiceNumber) Code(c *journal.Codec) {
	journal.String(c, &n.Symbol)
	journal.String(c, &n.Series)
	journal.Int(c, &n.N)
}

// Buyer is who asked for an invoice in a company's name; zero: nobody did. Persons aren't taken down: what names one doesn't
// belong into a journal in plain words.
type Buyer struct {
	TaxCode string `json:"tax_code"` // 10 digits, or 10-3 of a branch
	Name    string `json:"name"`
	Address string `json:"address"`
}

// The longest that a buyer's texts may be, in characters.
const (
	BuyerNameMax    = 200
	BuyerAddressMax = 300
)

// Checked is the buyer with its texts trimmed, or fault.Fields: field.required, field.too_long and field.characters on "name"
// and "address", buyer.tax_code and buyer.check_digit on "tax_code".
func (b Buyer) Checked() (Buyer, error) {
	var faults fault.Fields
	code, err := CheckTaxCode(b.TaxCode)
	if f, is := fault.Of(err); is {
		faults = append(faults, fault.At("tax_code", f.Code, f.Args))
	}
	b.TaxCode = code
	for _, text := range []struct {
		field string
		value *string
		most  int
	}{{"name", &b.Name, BuyerNameMax}, {"address", &b.Address, BuyerAddressMax}} {
		*text.value = strings.TrimSpace(*text.value)
		switch {
		case *text.value == "":
			faults = append(faults, fault.At(text.field, "field.required", nil))
		case len([]rune(*text.value)) > text.most:
			faults = append(faults, fault.At(text.field, "field.too_long", fault.Args{"max": int64(text.most)}))
		case strings.ContainsFunc(*text.value, unicode.IsControl):
			faults = append(faults, fault.At(text.field, "field.characters", nil))
		}
	}
	return b, faults.OrNil()
}

// taxWeights are those of a tax code's first nine digits; what their sum leaves of 11 makes the tenth.
var taxWeights = [9]int{31, 29, 23, 19, 17, 13, 7, 5, 3}

// CheckTaxCode writes a Vietnamese tax code (mã số thuế) as it is printed: ten digits, and of a branch three more behind a
// dash. Faults: buyer.tax_code, buyer.check_digit.
func CheckTaxCode(s string) (string, error) {
	compact := strings.NewReplacer(" ", "", "-", "", ".", "").Replace(s)
	if (len(compact) != 10 && len(compact) != 13) || strings.Trim(compact, "0123456789") != "" {
		return "", fault.New(fault.Invalid, "buyer.tax_code", fault.Args{"value": strings.TrimSpace(s)})
	}
	sum := 0
	for i, weight := range taxWeights {
		sum += weight * int(compact[i]-'0')
	}
	if 10-sum%11 != int(compact[9]-'0') {
		return "", fault.New(fault.Invalid, "buyer.check_digit", fault.Args{"value": compact})
	}
	if len(compact) == 13 {
		return compact[:10] + "-" + compact[10:], nil
	}
	return compact, nil
}

// TaxCodeFormed says whether that is a mã số thuế: 10 digits, a branch's with 3 more behind a dash or none, a person's 12; or none at all. Whether
// its check digit is right CheckTaxCode says.
func TaxCodeFormed(s string) bool {
	main, branch, dashed := strings.Cut(s, "-")
	if strings.Trim(main+branch, "0123456789") != "" {
		return false
	}
	switch len(main) {
	case 10:
		return !dashed || len(branch) == 3
	case 0, 12, 13:
		return !dashed
	}
	return false
}

// Code is the canonical form; it belongs to the order's version.
func (b *Buyer) Code(c *journal.Codec) {
	journal.String(c, &b.TaxCode)
	journal.String(c, &b.Name)
	journal.String(c, &b.Address)
}

// For is the order with its invoice in a buyer's name, in nobody's for the zero Buyer. Faults: order.closed, and those of
// Buyer.Checked.
func (o Order) For(b Buyer) (Order, error) {
	if !o.PaidAt.IsZero() {
		return o, fault.New(fault.Conflict, "order.closed", fault.Args{"state": o.State().String()})
	}
	if b != (Buyer{}) {
		var err error
		if b, err = b.Checked(); err != nil {
			return o, err
		}
	}
	o.Buyer = b
	return o, nil
}

// codeInvoices is the canonical form of the order's invoice and of those of its returns; it belongs to the order's version.
func (o *Order) codeInvoices(c *journal.Codec) {
	o.Invoice.Code(c)
	o.Buyer.Code(c)
	for i := range o.Returns {
		o.Returns[i].Invoice.Code(c)
	}
}
