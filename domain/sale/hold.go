package sale

import (
	"strings"
	"time"
	"unicode/utf8"

	"tim/domain/fault"
	"tim/domain/journal"
)

// NoteMax is the longest note on a cart that was put aside, in characters.
const NoteMax = 60

// Hold is a cart put aside while somebody else is served. It is a cart still: points and vouchers stay on it.
type Hold struct {
	At   time.Time // zero of a cart at hand
	By   string    // staff id
	Note string    // what it is told apart by, "" when nothing was said
}

// Hold puts the cart aside, one that waits for a transfer too. Faults: order.empty, order.closed, order.tendered, field.too_long
// (max) on "note".
func (o Order) Hold(by, note string, now time.Time) (Order, error) {
	if err := o.open(); err != nil {
		return o, err
	}
	if len(o.Tenders) > 0 {
		return o, o.tendered()
	}
	if len(o.Lines) == 0 {
		return o, fault.New(fault.Invalid, "order.empty", nil)
	}
	note = strings.Join(strings.Fields(note), " ")
	if utf8.RuneCountInString(note) > NoteMax {
		return o, fault.At("note", "field.too_long", fault.Args{"max": int64(NoteMax)})
	}
	o.Held = Hold{At: now, By: by, Note: note}
	return o, nil
}

// Recall takes the cart up again. Fault: order.closed.
func (o Order) Recall() (Order, error) {
	if err := o.open(); err != nil {
		return o, err
	}
	o.Held = Hold{}
	return o, nil
}

// Code is the canonical form; it belongs to the order's version.
func (h *Hold) Code(c *journal.Codec) {
	c.Time(&h.At)
	journal.String(c, &h.By)
	journal.String(c, &h.Note)
}
