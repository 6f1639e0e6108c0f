package share

import (
	"slices"

	"tim/domain/journal"
	"tim/domain/mutant"
)

// Held is what a holder holds: a fold of its own journal and of nothing else, never of anything pulled (SHARES 10).
type Held struct {
	units    map[string]int64
	requests Requests
}

// NewHeld is that of an empty journal.
func NewHeld() *Held { return &Held{units: map[string]int64{}} }

// StoredHeld is one as a store kept it.
func StoredHeld(units []Units, requests Requests) *Held {
	h := &Held{units: make(map[string]int64, len(units)), requests: requests}
	for _, u := range units {
		h.Put(u)
	}
	return h
}

// Apply folds the holder's next event.
func (h *Held) Apply(e journal.Event) {
	for _, m := range e.Moves {
		if n := Change(m); n != 0 {
			h.Put(Units{m.Lot, h.units[m.Lot] + n})
		}
		h.requests = h.requests.After(m)
	}
}

// Put is so much of a right, whatever was there before. Units below 0 are of a journal that took what it didn't hold: a
// till's that stood alone.
func (h *Held) Put(u Units) {
	if u.N != 0 {
		h.units[u.Right] = u.N
	} else {
		delete(h.units, u.Right)
	}
}

// Change is what a move adds to its author's own units of the right.
func Change(m journal.Move) int64 {
	switch m.Kind {
	case journal.MoveArise, journal.MoveRestore, journal.MoveGot:
		return m.N
	case journal.MoveTake, journal.MoveReturn:
		if mutant.ReturnedTwice && m.Kind == journal.MoveReturn {
			return 0
		}
		return -m.N
	case journal.MoveClaw:
		return -m.Burn
	}
	return 0
}

// Requests are a holder's requests as its journal tells of them.
type Requests struct {
	Closed      uint64   // those up to here that were not got are dead
	Incarnation uint64   // central's that the last closing named
	Got         []uint64 // above Closed, ascending
}

// After is the requests behind one more move; r stays as it is.
func (r Requests) After(m journal.Move) Requests {
	switch m.Kind {
	case journal.MoveGot:
		if i, got := slices.BinarySearch(r.Got, m.Request); !got {
			r.Got = slices.Insert(slices.Clone(r.Got), i, m.Request)
		}
	case journal.MoveClosed:
		r.Closed, r.Incarnation = max(r.Closed, m.Request), max(r.Incarnation, m.Incarnation)
		i, found := slices.BinarySearch(r.Got, r.Closed)
		if found {
			i++
		}
		if r.Got = slices.Clone(r.Got[i:]); len(r.Got) == 0 {
			r.Got = nil
		}
	}
	return r
}

// HasGot says whether the grant of a request above Closed was taken.
func (r Requests) HasGot(request uint64) bool {
	_, got := slices.BinarySearch(r.Got, request)
	return got
}

// Equal says whether both are the same.
func (r Requests) Equal(o Requests) bool {
	return r.Closed == o.Closed && r.Incarnation == o.Incarnation && slices.Equal(r.Got, o.Got)
}

// Code is the canonical form.
func (r *Requests) Code(c *journal.Codec) {
	c.Version(1)
	journal.Uint(c, &r.Closed)
	journal.Uint(c, &r.Incarnation)
	journal.List(c, &r.Got, journal.Uint[uint64])
}

// Requests are what became of the holder's requests.
func (h *Held) Requests() Requests { return h.requests }

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

// MayGet says whether a grant may still be taken: its request was not closed, nor got before, and it is of the
// incarnation that the holder last spoke to (SHARES 10).
func (h *Held) MayGet(request, incarnation uint64) bool {
	return request > h.requests.Closed && !h.requests.HasGot(request) && incarnation == h.requests.Incarnation
}

// Burn is how much of a claw-back comes out of the holder's own share first (SHARES 1).
func (h *Held) Burn(right string, n int64) int64 { return Burn(h.units[right], n) }

// Burn is how much of a claw-back of n comes out of a share of so many units.
func Burn(held, n int64) int64 { return max(0, min(n, held)) }

// Note is the body of an event that only moves shares: its envelope says what.
type Note struct {
	Why string // code: "cart", "recall", "exit" …, "" when the envelope says it all
}

// Code is the canonical form.
func (n *Note) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &n.Why)
}
