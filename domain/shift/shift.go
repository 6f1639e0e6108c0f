// Package shift is who works at the till and with what in the drawer: staff and their PINs, approvals, the shift
// from its opening float on.
//
// Caveats. Closing, counting and the Z report come with the ledger work; a shift here is opened and sold under.
package shift

import (
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
)

// Shift is one cashier's time at one drawer.
type Shift struct {
	ID       string
	Till     string
	Cashier  string // staff id
	OpenedAt time.Time
	Float    money.VND // cash in the drawer at the opening
}

// FloatMax is the greatest opening float: a billion đồng in a drawer is a slip.
const FloatMax money.VND = 1_000_000_000

// Open starts a shift. Fault: float.range (max).
func Open(id, till, cashier string, float money.VND, now time.Time) (Shift, error) {
	if float < 0 || float > FloatMax {
		return Shift{}, fault.At("float", "float.range", fault.Args{"max": FloatMax})
	}
	return Shift{ID: id, Till: till, Cashier: cashier, OpenedAt: now, Float: float}, nil
}

// Code is the canonical form.
func (s *Shift) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &s.ID)
	journal.String(c, &s.Till)
	journal.String(c, &s.Cashier)
	c.Time(&s.OpenedAt)
	journal.Int(c, &s.Float)
}
