package office

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"tim/domain/invoice"
	"tim/domain/journal"
	"tim/domain/sale"
	"tim/domain/share"
)

// The spaces of notes that numbers of invoices are kept in.
const (
	givenSpace = "invoice.given" // right of the series, first number → invoice.Given
	lastSpace  = "invoice.last"  // right of the series → its last number that anybody was given, and the incarnation that gave it
)

// rangesLost is how many ranges a central that was restored passes over: it may have forgotten that it gave them to a till whose word
// nobody waits for.
const rangesLost = 100

// givenKey sorts the ranges of a series by their first number.
func givenKey(s invoice.Series, from int64) string { return fmt.Sprintf("%s/%011d", s.Right(), from) }

// counterRules is what a shop's document says that central needs.
type counterRules struct {
	Name    string       `json:"name"`
	Address string       `json:"address"`
	TaxCode string       `json:"tax_code"`
	Invoice invoice.Rule `json:"invoice"`
}

func shopRules(r Notes, shop string) (rules counterRules, err error) {
	b, err := r.Note(shopDocument(), shop)
	if err != nil || b == nil {
		return rules, err
	}
	if json.Unmarshal(b, &rules) != nil { // PutShop took any object: what can't be read says nothing of invoices
		return counterRules{}, nil
	}
	return rules, nil
}

func (c counterRules) seller() invoice.Seller {
	return invoice.Seller{TaxCode: c.TaxCode, Name: c.Name, Address: c.Address}
}

// zoneAt is the programme's time zone.
func (o *Office) zoneAt(r Settings, now time.Time) (*time.Location, error) {
	versions, err := r.Programs()
	if err != nil {
		return nil, err
	}
	if len(versions) == 0 {
		return time.UTC, nil
	}
	return o.zone(versions.At(now))
}

// numbers gives a till numbers of a series of its shop's. One that isn't the shop's gets none.
func (g *asking) numbers(right string) error {
	s, is := invoice.ParseSeries(right)
	t, err := g.tx.Till(g.holder)
	if err != nil || !is || g.again || BranchOf(g.holder) > 0 {
		return err
	}
	rules, err := shopRules(g.tx, t.Shop)
	if err != nil || !rules.Invoice.On() {
		return err
	}
	zone, err := g.office.zoneAt(g.tx, g.now)
	if err != nil {
		return err
	}
	const month = 31 * 24 * time.Hour // so late may somebody still sell in last year's
	if s != rules.Invoice.At(g.now.Add(-month).In(zone)) && !slices.Contains(rules.Invoice.Ahead(g.now.In(zone)), s) {
		return nil
	}
	given, err := g.office.give(g.tx, s, rules.Invoice.Size(), g.holder, t.Shop, g.now)
	if err == nil {
		g.wants = append(g.wants, share.Units{Right: given.Range.Right(), N: given.Range.Size()})
	}
	return err
}

// give takes the next numbers of a series out for a holder, for ever.
func (o *Office) give(tx Tx, s invoice.Series, size int64, to share.Holder, shop string, now time.Time) (invoice.Given, error) {
	chain, err := tx.Chain()
	if err != nil {
		return invoice.Given{}, err
	}
	last, incarnation, err := lastNumber(tx, s)
	if err != nil {
		return invoice.Given{}, err
	}
	if last > 0 && incarnation != chain.Incarnation {
		last += rangesLost * size
	}
	given := invoice.Given{Range: invoice.Range{Series: s, From: last + 1, To: last + size}, To: to.String(), At: now, Shop: shop}
	if to == share.Central {
		given.To = journal.Central
	}
	e := o.event(journal.NumbersGiven, now, now)
	if err := appendEvent(tx, e, &given, nil); err != nil {
		return given, err
	}
	if err := tx.PutNote(givenSpace, givenKey(s, given.Range.From), journal.Encode(&given)); err != nil {
		return given, err
	}
	return given, putLast(tx, s, given.Range.To, chain.Incarnation)
}

// lastNumber is the highest number of a series that anybody was given, and the incarnation of central that knew.
func lastNumber(r Notes, s invoice.Series) (last int64, incarnation uint64, err error) {
	n, err := noted(r, lastSpace, s.Right())
	if err != nil || n == 0 {
		return 0, 0, err
	}
	incarnation, err = noted(r, lastSpace, s.Right()+"@")
	return int64(n), incarnation, err
}

func putLast(tx Tx, s invoice.Series, last int64, incarnation uint64) error {
	if err := tx.PutNote(lastSpace, s.Right()+"@", []byte(numbered8(incarnation))); err != nil {
		return err
	}
	return tx.PutNote(lastSpace, s.Right(), []byte(numbered8(uint64(last))))
}

// heardOfNumbers passes over numbers that a till's journal says it was given: by a central that this one was before, or another.
func (g *taking) heardOfNumbers(e journal.Event) error {
	for _, m := range e.Moves {
		r, is := invoice.ParseRange(m.Lot)
		if !is || m.Kind != journal.MoveGot {
			continue
		}
		b, err := g.tx.Note(givenSpace, givenKey(r.Series, r.From))
		if err != nil {
			return err
		}
		if b == nil {
			given := invoice.Given{Range: r, To: g.till.String(), At: e.At, Shop: g.till.Shop}
			if err := g.tx.PutNote(givenSpace, givenKey(r.Series, r.From), journal.Encode(&given)); err != nil {
				return err
			}
		}
		last, incarnation, err := lastNumber(g.tx, r.Series)
		if err != nil {
			return err
		}
		if r.To > last {
			if err := putLast(g.tx, r.Series, r.To, incarnation); err != nil {
				return err
			}
		}
	}
	return nil
}

// givenTo reads who was given the range that begins there; false where nobody was.
func givenTo(r Notes, s invoice.Series, from int64) (given invoice.Given, known bool, err error) {
	b, err := r.Note(givenSpace, givenKey(s, from))
	if err != nil || b == nil {
		return given, false, err
	}
	return given, true, journal.Decode(b, &given)
}

// numbers is central's part of a right to numbers: all of what was given out here. What a till gave back, or never got, stays there.
func (o *ownParts) numbers(right string) (ownPart, error) {
	r, is := invoice.ParseRange(right)
	if !is {
		return ownPart{}, nil
	}
	given, known, err := givenTo(o.r, r.Series, r.From)
	if err != nil || !known || given.Range != r {
		return ownPart{}, err
	}
	return ownPart{known: true, arisen: r.Size()}, nil
}

// ownNumber is a number for what a till sold without one, out of ranges that central itself uses up.
func (o *Office) ownNumber(tx Tx, rule invoice.Rule, s invoice.Series, shop string, now time.Time) (sale.InvoiceNumber, error) {
	key := s.Right() + "#"
	from, err := noted(tx, lastSpace, key)
	if err != nil {
		return sale.InvoiceNumber{}, err
	}
	given, known, err := givenTo(tx, s, int64(from))
	if err != nil {
		return sale.InvoiceNumber{}, err
	}
	if !known || given.Used >= given.Range.Size() {
		if given, err = o.give(tx, s, rule.Size(), share.Central, shop, now); err != nil {
			return sale.InvoiceNumber{}, err
		}
		if err := tx.PutNote(lastSpace, key, []byte(numbered8(uint64(given.Range.From)))); err != nil {
			return sale.InvoiceNumber{}, err
		}
	}
	number := s.Number(given.Range.From + given.Used)
	given.Used++
	return number, tx.PutNote(givenSpace, givenKey(s, given.Range.From), journal.Encode(&given))
}
