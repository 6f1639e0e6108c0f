package shift

import (
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
)

// Denominations are the notes and coins of a drawer that are counted, greatest first (VND).
var Denominations = [...]money.VND{500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200}

// Counted is how many of each note a drawer holds. A drawer counted as one amount has none.
type Counted struct {
	Pieces [len(Denominations)]int64 `json:"pieces"`
	Amount money.VND                 `json:"amount"` // of all; what was typed when no pieces were
}

// piecesMax is the greatest number of one note in a drawer.
const piecesMax = 100_000

// Count adds up pieces. Fault: count.range (max) on "count".
func Count(pieces [len(Denominations)]int64) (Counted, error) {
	c := Counted{Pieces: pieces}
	for i, n := range pieces {
		if n < 0 || n > piecesMax {
			return Counted{}, fault.At("count", "count.range", fault.Args{"max": int64(piecesMax)})
		}
		c.Amount += Denominations[i] * money.VND(n)
	}
	return c, c.check()
}

// CountAmount is a drawer whose cash was counted as one amount. Fault: count.range (max) on "count".
func CountAmount(amount money.VND) (Counted, error) {
	c := Counted{Amount: amount}
	return c, c.check()
}

func (c Counted) check() error {
	if c.Amount < 0 || c.Amount > FloatMax {
		return fault.At("count", "count.range", fault.Args{"max": FloatMax})
	}
	return nil
}

// ByPieces says whether pieces were counted.
func (c Counted) ByPieces() bool { return c.Pieces != [len(Denominations)]int64{} }

// Code is the canonical form. The list is as long as this version knows denominations.
func (c *Counted) Code(k *journal.Codec) {
	k.Version(1)
	pieces := c.Pieces[:]
	journal.List(k, &pieces, journal.Int[int64])
	if k.Reading() {
		copy(c.Pieces[:], pieces)
	}
	journal.Int(k, &c.Amount)
}

// MovementKind is why cash goes into or out of a drawer beside selling.
type MovementKind uint8

// The kinds. Numbers are stored: append only.
const (
	PaidIn   MovementKind = 1 // change fetched, money found
	PaidOut  MovementKind = 2 // a delivery paid from the drawer
	SafeDrop MovementKind = 3 // too much cash, carried to the safe
)

// Movement is cash into or out of the drawer beside selling.
type Movement struct {
	Shift    string
	Kind     MovementKind
	Amount   money.VND // above 0
	Counted  Counted   // the notes, none when an amount was typed
	Reason   string
	Approval string // id of the approval event, "" when none was needed
}

// NoteMax is the greatest length of a reason, bytes.
const NoteMax = 200

// Checked is the movement as it may be written. Faults: amount.range (max) on "amount"; field.required and field.too_long
// on "reason", which all but a safe drop need.
func (m Movement) Checked() (Movement, error) {
	if m.Amount <= 0 || m.Amount > FloatMax {
		return m, fault.At("amount", "amount.range", fault.Args{"max": FloatMax})
	}
	reason, err := Reason(m.Reason, m.Kind != SafeDrop)
	m.Reason = reason
	return m, err
}

// Reason is a reason as it may be written. Faults: field.required and field.too_long (max) on "reason".
func Reason(s string, required bool) (string, error) {
	s = strings.TrimSpace(s)
	switch {
	case s == "" && required:
		return s, fault.At("reason", "field.required", nil)
	case len(s) > NoteMax:
		return s, fault.At("reason", "field.too_long", fault.Args{"max": int64(NoteMax)})
	}
	return s, nil
}

// Signed is what the movement adds to the drawer.
func (m Movement) Signed() money.VND {
	if m.Kind == PaidIn {
		return m.Amount
	}
	return -m.Amount
}

// Code is the canonical form.
func (m *Movement) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &m.Shift)
	journal.Uint(c, &m.Kind)
	journal.Int(c, &m.Amount)
	m.Counted.Code(c)
	journal.String(c, &m.Reason)
	journal.String(c, &m.Approval)
}

// NoSale is the drawer opened without a sale.
type NoSale struct {
	Shift    string
	Reason   string
	Approval string // id of the approval event, "" when none was needed
}

// Code is the canonical form.
func (n *NoSale) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &n.Shift)
	journal.String(c, &n.Reason)
	journal.String(c, &n.Approval)
}

// Step is a shift that is suspended, resumed or blindly closed: from then on it stands as State says.
type Step struct {
	Shift string
	State State
	At    time.Time
}

// Code is the canonical form.
func (s *Step) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &s.Shift)
	journal.Uint(c, &s.State)
	c.Time(&s.At)
}

// Declaration is what a drawer was counted to hold, by tender: before a close, or behind a blind one.
type Declaration struct {
	Shift string    `json:"shift,omitempty"`
	Cash  Counted   `json:"cash"`
	Cards money.VND `json:"cards"` // of the card terminal's own total, 0 when none was read
	Bank  money.VND `json:"bank"`  // transfers seen in the bank's own list, 0 when none were
}

// Code is the canonical form.
func (d *Declaration) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &d.Shift)
	d.Cash.Code(c)
	journal.Int(c, &d.Cards)
	journal.Int(c, &d.Bank)
}
