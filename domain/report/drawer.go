package report

import (
	"slices"

	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/shift"
)

// opened compares a float with what the shift before left in the drawer. Where nothing was left the drawer is filled anew.
func (w *Watch) opened(e journal.Event) {
	w.till[e.Writer] = &tillWatch{opened: e.At}
	left, before := w.left[e.Writer]
	delete(w.left, e.Writer)
	var s shift.Shift
	if !before || left.Amount == 0 || journal.Decode(e.Body, &s) != nil || s.Float == left.Amount {
		return
	}
	f := finding(Finding{Rule: FloatOther, Cashier: s.Cashier}, []Place{left, placeOf(e, s.Float)})
	f.N, f.Amount = 1, s.Float-left.Amount
	w.found = append(w.found, f)
}

// counted remembers what a drawer was said to hold. Who counts blind is told what to expect once a count is written.
func (w *Watch) counted(e journal.Event) {
	var d shift.Declaration
	if journal.Decode(e.Body, &d) == nil {
		w.counts[d.Shift] = append(w.counts[d.Shift], placeOf(e, d.Cash.Amount))
		if w.whose[d.Shift] == "" {
			w.whose[d.Shift] = e.Actor
		}
	}
}

// recounted is a drawer that was said to hold too many different sums, none where it wasn't.
func (w *Watch) recounted(id string) []Finding {
	counts := w.counts[id]
	var sums []money.VND
	for _, p := range counts {
		sums = append(sums, p.Amount)
	}
	slices.Sort(sums)
	if sums = slices.Compact(sums); len(sums) < w.limits.CountSums {
		return nil
	}
	f := finding(Finding{Rule: CountAgain, Cashier: w.whose[id]}, counts)
	f.Amount = sums[len(sums)-1] - sums[0]
	return []Finding{f}
}

// moved notes that a drawer should hold something else from now on.
func (w *Watch) moved(e journal.Event) {
	if t := w.till[e.Writer]; t != nil {
		t.moved = e.Seq
	}
}

// fitted is a drawer whose first count was off and whose last is what it should hold, to the đồng: what should be in there was perhaps
// known by then. Counts before the newest sale are of another drawer.
func (w *Watch) fitted(z Z, t *tillWatch) []Finding {
	var counts []Place
	for _, p := range w.counts[z.Sum.Shift.ID] {
		if t != nil && p.Seq > t.moved {
			counts = append(counts, p)
		}
	}
	if len(counts) < 2 {
		return nil
	}
	first, last, expected := counts[0], counts[len(counts)-1], z.Sum.Cash().Expected
	off := max(first.Amount-expected, expected-first.Amount)
	if last.Amount != expected || off <= w.limits.CountOff {
		return nil
	}
	f := finding(Finding{Rule: CountAgain, Cashier: w.whose[z.Sum.Shift.ID]}, []Place{first, last})
	f.Amount = off
	return []Finding{f}
}
