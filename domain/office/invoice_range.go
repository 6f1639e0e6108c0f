package office

import (
	"encoding/binary"
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

// restoredKey is in lastSpace when central was put back last, in milliseconds.
const restoredKey = "@"

// What a central that was restored passes over: it may have forgotten that it gave that to a till whose word nobody waits for, or to
// papers that it numbered itself.
const (
	rangesLost = 100                 // of a series
	firstLost  = 62 * 24 * time.Hour // behind the restore: so long the first range of a series, too, may be a forgotten one
)

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
	if incarnation != chain.Incarnation {
		lost, err := lostRange(tx, s, last, size, now)
		if err != nil {
			return invoice.Given{}, err
		}
		last += rangesLost * lost
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

// lostRange is how large a range may be that central forgot when it was restored: of size, or as one that it remembers; 0 where it
// can have forgotten none.
func lostRange(r Notes, s invoice.Series, last, size int64, now time.Time) (int64, error) {
	if last == 0 {
		restored, err := noted(r, lastSpace, restoredKey)
		if restored == 0 || now.Sub(time.UnixMilli(int64(restored))) > firstLost {
			size = 0
		}
		return size, err
	}
	err := eachNote(r, givenSpace, givenKey(s, 0), func(n Note) (bool, error) {
		var given invoice.Given
		err := journal.Decode(n.Value, &given)
		if err != nil || given.Range.Series != s {
			return false, err
		}
		size = max(size, given.Range.Size())
		return true, nil
	})
	return size, err
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
	chain, err := tx.Chain()
	if err != nil {
		return sale.InvoiceNumber{}, err
	}
	given, fits, err := ownRange(tx, s, chain.Incarnation)
	if err == nil && !fits {
		given, err = o.give(tx, s, rule.Size(), share.Central, shop, now)
		if err == nil {
			err = tx.PutNote(lastSpace, ownKey(s), []byte(numbered8(uint64(given.Range.From))+numbered8(chain.Incarnation)))
		}
	}
	if err != nil {
		return sale.InvoiceNumber{}, err
	}
	number := s.Number(given.Range.From + given.Used)
	given.Used++
	return number, tx.PutNote(givenSpace, givenKey(s, given.Range.From), journal.Encode(&given))
}

// ownKey is in lastSpace the range of a series that central uses up itself: its first number, and the incarnation that took it.
func ownKey(s invoice.Series) string { return s.Right() + "#" }

// ownRange is the range of a series that central uses up itself, false where it needs a new one. How much of a former incarnation's was
// used may be forgotten: what is left of that is used by nobody.
func ownRange(r Notes, s invoice.Series, incarnation uint64) (given invoice.Given, fits bool, err error) {
	b, err := r.Note(lastSpace, ownKey(s))
	if err != nil || len(b) != 16 || binary.BigEndian.Uint64(b[8:]) != incarnation {
		return given, false, err
	}
	given, known, err := givenTo(r, s, int64(binary.BigEndian.Uint64(b)))
	return given, known && given.Used < given.Range.Size(), err
}
