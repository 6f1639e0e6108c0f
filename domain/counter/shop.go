package counter

import (
	"encoding/hex"
	"fmt"
	"strings"

	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/sale"
)

// The longest that a shop's texts may be, in characters, and the most rules for labels.
const (
	shopNameMax    = 100
	shopAddressMax = 200
	shopShortMax   = 60
	shopURLMax     = 300
	labelsMax      = 20
)

// Check refuses a shop whose tills could not print or decide by it, with every field at fault as the document names it, "invoice.symbol":
// field.required, field.too_long (max), field.too_many (max), field.enum (value, allowed), field.range (min, max), tax_code.format (value),
// page.url (value), page.key, invoice.series, invoice.block, invoice.lookup, rule.format, and those of shift.Policy.Check.
func (s Shop) Check() error {
	var c shopFaults
	if strings.TrimSpace(s.Name) == "" {
		c.add(fault.At("name", "field.required", nil))
	}
	c.text("name", s.Name, shopNameMax)
	c.text("address", s.Address, shopAddressMax)
	c.text("phone", s.Phone, shopShortMax)
	c.text("returns", s.Returns, shopAddressMax)
	c.text("bank", s.Bank, shopAddressMax)
	c.text("channel", s.Channel, shopShortMax)
	if !sale.TaxCodeFormed(s.TaxCode) {
		c.add(fault.At("tax_code", "tax_code.format", fault.Args{"value": s.TaxCode}))
	}
	if s.Currency != "" && s.Currency != "VND" {
		c.add(fault.At("currency", "field.enum", fault.Args{"value": s.Currency, "allowed": "VND"}))
	}
	if s.DiscountFree < 0 || s.DiscountFree > 100 {
		c.add(fault.At("discount_free", "field.range", fault.Args{"value": s.DiscountFree, "min": int64(0), "max": int64(100)}))
	}
	c.page(s)
	c.below("invoice.", s.Invoice.Check())
	if len(s.Labels) > labelsMax {
		c.add(fault.At("labels", "field.too_many", fault.Args{"max": int64(labelsMax)}))
	}
	for i, rule := range s.Labels {
		c.below(fmt.Sprintf("labels[%d].", i), rule.Check())
	}
	c.below("", s.Policy.Check())
	return c.list.OrNil()
}

// shopFaults are what is wrong with a shop so far.
type shopFaults struct{ list fault.Fields }

func (c *shopFaults) add(f *fault.Error) { c.list = append(c.list, f) }

func (c *shopFaults) text(field, value string, most int) {
	if len([]rune(value)) > most {
		c.add(fault.At(field, "field.too_long", fault.Args{"max": int64(most)}))
	}
}

// below adds the faults of a part, one or a list of them, under its name.
func (c *shopFaults) below(part string, err error) {
	list := (fault.Fields{}).Also(err)
	if f, is := fault.Of(err); is && len(list) == 0 {
		list = fault.Fields{f}
	}
	for _, f := range list {
		at := *f
		at.Field = part + f.Field
		c.add(&at)
	}
}

// page is the link to the member's own page: an address, and a key that signs it.
func (c *shopFaults) page(s Shop) {
	c.text("page_url", s.PageURL, shopURLMax)
	if s.PageURL != "" && !ident.IsWebAddress(s.PageURL) {
		c.add(fault.At("page_url", "page.url", fault.Args{"value": s.PageURL}))
	}
	if _, err := hex.DecodeString(s.PageKey); err != nil {
		c.add(fault.At("page_key", "page.key", nil))
	}
}
