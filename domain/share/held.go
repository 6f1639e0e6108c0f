package share

import "tim/domain/journal"

// Held is what a holder holds: a fold of its own journal and of nothing else, never of anything pulled (SHARES 10).
type Held struct {
	units       map[string]int64
	got         map[uint64]bool // requests above closed that were got
	closed      uint64
	incarnation uint64
}

// NewHeld is that of an empty journal.
func NewHeld() *Held { return &Held{units: map[string]int64{}, got: map[uint64]bool{}} }

// Apply folds the holder's next event.
func (h *Held) Apply(e journal.Event) {
	for _, m := range e.Moves {
		switch m.Kind {
		case journal.MoveArise, journal.MoveRestore:
			h.add(m.Lot, m.N)
		case journal.MoveGot:
			h.add(m.Lot, m.N)
			h.got[m.Request] = true
		case journal.MoveTake, journal.MoveReturn:
			h.add(m.Lot, -m.N)
		case journal.MoveClaw:
			h.add(m.Lot, -m.Burn)
		case journal.MoveClosed:
			h.close(m)
		}
	}
}

func (h *Held) add(right string, n int64) {
	if left := h.units[right] + n; left != 0 {
		h.units[right] = left
	} else {
		delete(h.units, right)
	}
}

func (h *Held) close(m journal.Move) {
	h.closed, h.incarnation = max(h.closed, m.Request), max(h.incarnation, m.Incarnation)
	for request := range h.got {
		if request <= h.closed {
			delete(h.got, request)
		}
	}
}

// Units is how much of a right is held here.
func (h *Held) Units(right string) int64 { return h.units[right] }

// Each goes over all that is held, in no order.
func (h *Held) Each(yield func(Units) bool) {
	for right, n := range h.units {
		if !yield(Units{right, n}) {
			return
		}
	}
}

// Closed is the request up to which those not got are dead.
func (h *Held) Closed() uint64 { return h.closed }

// Incarnation is central's that the last closing named.
func (h *Held) Incarnation() uint64 { return h.incarnation }

// MayGet says whether a grant may still be taken: its request was not closed, nor got before, and it is of the
// incarnation that the holder last spoke to (SHARES 10).
func (h *Held) MayGet(request, incarnation uint64) bool {
	return request > h.closed && !h.got[request] && incarnation == h.incarnation
}

// Burn is how much of a claw-back comes out of the holder's own share first (SHARES 1).
func (h *Held) Burn(right string, n int64) int64 { return max(0, min(n, h.units[right])) }
