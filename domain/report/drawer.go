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
