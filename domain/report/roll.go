package report

import (
	"slices"
	"time"

	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/shift"
)

// Filed is a shift and where it stands in its till's journal.
type Filed struct {
	Shift  shift.Shift // Number above 0
	Epoch  uint32      // of the event that opened it
	First  uint64      // seq of it
	Closed uint32      // epoch of the event that closed it, its Z; 0 while it isn't closed
	Last   uint64      // seq of it
	Net    money.VND   // of a closed one, as its Z says; so the two below
	Over   money.VND
	Grand  money.VND
}

// Code is the canonical form.
func (f *Filed) Code(c *journal.Codec) {
	c.Version(1)
	f.Shift.Code(c)
	journal.Uint(c, &f.Epoch)
	journal.Uint(c, &f.First)
	journal.Uint(c, &f.Closed)
	journal.Uint(c, &f.Last)
	journal.Int(c, &f.Net)
	journal.Int(c, &f.Over)
	journal.Int(c, &f.Grand)
}

// Roll is a till's shifts as its journal tells of them.
type Roll struct {
	Shifts []Filed   // by number; a roll that was cut short has those that aren't closed
	Last   int64     // number of the newest shift, 0 before the first
	Grand  money.VND // what all closed shifts come to: as the Z written last says
}

// Code is the canonical form. As the body of an event it is what an epoch takes over from those before it.
func (r *Roll) Code(c *journal.Codec) {
	c.Version(1)
	journal.List(c, &r.Shifts, func(c *journal.Codec, f *Filed) { f.Code(c) })
	journal.Int(c, &r.Last)
	journal.Int(c, &r.Grand)
}

// Open is the roll without the shifts that are closed.
func (r Roll) Open() Roll {
	r.Shifts = slices.DeleteFunc(slices.Clone(r.Shifts), func(f Filed) bool { return f.Shift.State == shift.Closed })
	return r
}

// Apply follows the journal's next event, and answers with the shift that it changed, nil when it changed none. Shifts of before there were
// numbers are numbered as they were opened.
func (r *Roll) Apply(e journal.Event) *Filed {
	switch e.Kind {
	case journal.ShiftsCarried:
		var before Roll
		if journal.Decode(e.Body, &before) == nil {
			*r = before
		}
	case journal.ShiftOpened:
		var s shift.Shift
		if journal.Decode(e.Body, &s) == nil && r.find(s.ID) < 0 {
			r.Last++
			s.Number = r.Last
			return r.put(len(r.Shifts), Filed{Shift: s, Epoch: e.Epoch, First: e.Seq})
		}
	case journal.ShiftSuspended, journal.ShiftResumed:
		var step shift.Step
		if i := r.decoded(e, &step, func() string { return step.Shift }); i >= 0 {
			f := r.Shifts[i]
			f.Shift.State, f.Shift.Since = step.State, step.At
			return r.put(i, f)
		}
	case journal.ShiftClosed:
		var z Z
		if i := r.decoded(e, &z, func() string { return z.Sum.Shift.ID }); i >= 0 {
			r.Grand = z.Sum.Grand
			return r.put(i, r.Shifts[i].ClosedBy(e.Epoch, e.Seq, e.At, z))
		}
	}
	return nil
}

func (r *Roll) put(i int, f Filed) *Filed {
	r.Shifts = append(slices.Clone(r.Shifts[:i]), append([]Filed{f}, r.Shifts[min(i+1, len(r.Shifts)):]...)...)
	return &r.Shifts[i]
}

// decoded is where the shift stands that an event's body names, -1 when it isn't there or can't be read.
func (r *Roll) decoded(e journal.Event, body journal.Coder, id func() string) int {
	if journal.Decode(e.Body, body) != nil {
		return -1
	}
	return r.find(id())
}

func (r *Roll) find(id string) int {
	return slices.IndexFunc(r.Shifts, func(f Filed) bool { return f.Shift.ID == id })
}

// ClosedBy is the shift with its Z, the event of that place.
func (f Filed) ClosedBy(epoch uint32, seq uint64, at time.Time, z Z) Filed {
	f.Shift.State, f.Shift.Since = shift.Closed, at
	f.Closed, f.Last, f.Net, f.Over, f.Grand = epoch, seq, z.Sum.Net, z.Over(), z.Sum.Grand
	return f
}
