package office

import (
	"context"

	"tim/domain/invoice"
	"tim/domain/journal"
	"tim/domain/share"
)

// Why a number has no invoice.
const (
	GapHeld    = "held"    // a till has it, still to be used
	GapOnWay   = "on_way"  // given to a till that hasn't said that it got it
	GapLost    = "lost"    // given to a till and never got there: it stays unused
	GapEnded   = "ended"   // its till's epoch is over: it stays unused
	GapUnheard = "unheard" // its till used later ones: its own invoice can't be read here, or is the other branch's of a fork
	GapCentral = "central" // central's, for what tills sell without a number
	GapPassed  = "passed"  // nobody was given it: central was restored, or met numbers of another central
)

// Gap is numbers of a series without an invoice, and why.
type Gap struct {
	invoice.Range
	Why    string
	Holder string // whose they were, "" of nobody's
	Shop   string
}

// InvoiceGaps lists every number that has no invoice, of all series and up to the last that anybody was given, with its reason.
func (o *Office) InvoiceGaps(ctx context.Context) ([]Gap, error) {
	return read(ctx, o, func(r Reader) (gaps []Gap, err error) {
		last := map[invoice.Series]int64{}
		err = eachNote(r, givenSpace, "", func(n Note) (bool, error) {
			var given invoice.Given
			if err := journal.Decode(n.Value, &given); err != nil {
				return false, err
			}
			s := given.Range.Series
			if from := last[s] + 1; given.Range.From > from {
				gaps = append(gaps, Gap{Range: invoice.Range{Series: s, From: from, To: given.Range.From - 1}, Why: GapPassed})
			}
			last[s] = max(last[s], given.Range.To)
			more, err := gapsOf(r, given)
			gaps = append(gaps, more...)
			return true, err
		})
		return gaps, err
	})
}

// gapsOf are the numbers of one range that have no invoice.
func gapsOf(r Reader, given invoice.Given) (gaps []Gap, err error) {
	next, rg := given.Range.From, given.Range
	add := func(to int64, why string) {
		if to >= next {
			gaps = append(gaps, Gap{Range: invoice.Range{Series: rg.Series, From: next, To: to}, Why: why, Holder: given.To, Shop: given.Shop})
		}
		next = to + 1
	}
	before, last := numberKey(rg.Number(rg.From-1)), numberKey(rg.Number(rg.To))
	err = eachNote(r, numberSpace, before, func(n Note) (bool, error) {
		if n.Key > last {
			return false, nil
		}
		record, err := invoiceAt(r, string(n.Value))
		if err != nil {
			return false, err
		}
		add(record.Number.N-1, GapUnheard)
		next = record.Number.N + 1
		return true, nil
	})
	if err != nil || next > rg.To {
		return gaps, err
	}
	why, err := restOf(r, given)
	add(rg.To, why)
	return gaps, err
}

// restOf says what becomes of the numbers of a range behind the last one used.
func restOf(r Reader, given invoice.Given) (string, error) {
	if given.To == journal.Central {
		return GapCentral, nil
	}
	holder := share.ParseHolder(given.To)
	m, err := r.Holding(holder)
	if err != nil {
		return "", err
	}
	row, err := r.Right(given.Range.Right())
	if err != nil {
		return "", err
	}
	for _, p := range row.Out {
		switch {
		case p.Holder != holder:
		case m.Retired:
			return GapEnded, nil
		case p.Units > 0:
			return GapHeld, nil
		case p.Open > 0:
			return GapOnWay, nil
		}
	}
	if m.Retired {
		return GapEnded, nil
	}
	return GapLost, nil
}
