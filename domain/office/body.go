package office

import (
	"fmt"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// Posted is the body of an event that is about accounts and no order.
type Posted struct {
	Postings []loyalty.Posting
	Author   string // who did it by hand, "" when not known
}

// Code is the canonical form.
func (p *Posted) Code(c *journal.Codec) {
	c.Version(1)
	journal.List(c, &p.Postings, func(c *journal.Codec, p *loyalty.Posting) { p.Code(c) })
	journal.String(c, &p.Author)
}

// Setting is the body of what a manager put: the document, byte for byte as it was stored.
type Setting struct {
	Key      string // version, reward id or SKU
	Document []byte // JSON
}

// Code is the canonical form.
func (s *Setting) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &s.Key)
	c.Bytes(&s.Document)
}

// Imported is the body of the event that ends an import; what it brought stands in the events before.
type Imported struct {
	Kind string // members, products …
	Rows int64
}

// Code is the canonical form.
func (i *Imported) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &i.Kind)
	journal.Int(c, &i.Rows)
}

// Effects is what one of central's events, or of a till's, did to orders and accounts, for whoever checks a store against
// its journals. Kinds that touch neither have none; of a newer program's nothing can be said.
func Effects(e journal.Event) (orders []sale.Order, postings []loyalty.Posting, err error) {
	f, err := effectsOf(e)
	if err != nil {
		return nil, nil, fmt.Errorf("event %d: %w", e.Seq, err)
	}
	if f.Order != nil {
		orders = []sale.Order{*f.Order}
	}
	for i := range f.Postings {
		f.Postings[i].Ref = PostingRef(e, i)
	}
	return orders, f.Postings, nil
}
