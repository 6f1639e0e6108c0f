// Package shift is who works at the till and with what in the drawer: staff and their PINs, approvals, the shift from its
// opening float to its close, and the cash that goes in and out beside selling.
//
// Caveats. What a shift came to is no part of it: package report folds that from the journal, for X and Z alike.
package shift

import (
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
)

// State is where a shift stands.
type State uint8

// The states. Numbers are stored: append only.
const (
	Opened    State = 0 // sold under
	Suspended State = 1 // its drawer is put away; the till is free for another shift
	Blind     State = 2 // over, and its drawer not counted yet: nothing is sold under it any more
	Closed    State = 3 // counted; never changed again
)

// Shift is one cashier's time at one drawer.
type Shift struct {
	ID       string    `json:"id,omitempty"`
	Till     string    `json:"till,omitempty"`
	Cashier  string    `json:"cashier,omitempty"` // staff id
	OpenedAt time.Time `json:"opened_at,omitzero"`
	Float    money.VND `json:"float"`          // cash in the drawer at the opening
	Number   int64     `json:"number"`         // of the till's shifts, from 1; 0 of a shift of the first version
	Counted  Counted   `json:"counted"`        // Float by pieces, none when an amount was typed
	From     string    `json:"from,omitempty"` // id of the shift whose drawer was handed over, "" when it was filled anew
	State    State     `json:"state"`
	Since    time.Time `json:"since,omitzero"` // of the state, zero while it was never another than Opened
}

// FloatMax is the greatest opening float: a billion đồng in a drawer is a slip.
const FloatMax money.VND = 1_000_000_000

// Open starts a shift. Fault: float.range (max).
func Open(id, till, cashier string, number int64, float Counted, now time.Time) (Shift, error) {
	if float.Amount < 0 || float.Amount > FloatMax {
		return Shift{}, fault.At("float", "float.range", fault.Args{"max": FloatMax})
	}
	return Shift{ID: id, Till: till, Cashier: cashier, OpenedAt: now, Float: float.Amount, Counted: float, Number: number}, nil
}

// Suspend puts the drawer away. Fault: shift.state.
func (s Shift) Suspend(now time.Time) (Shift, error) { return s.to(Suspended, now, Opened) }

// Resume goes on with a suspended shift. Fault: shift.state.
func (s Shift) Resume(now time.Time) (Shift, error) { return s.to(Opened, now, Suspended) }

// CloseBlind ends the selling under it; its drawer is counted later. Fault: shift.state.
func (s Shift) CloseBlind(now time.Time) (Shift, error) { return s.to(Blind, now, Opened, Suspended) }

// Close ends it for good. Fault: shift.state.
func (s Shift) Close(now time.Time) (Shift, error) {
	return s.to(Closed, now, Opened, Suspended, Blind)
}

func (s Shift) to(next State, now time.Time, from ...State) (Shift, error) {
	for _, f := range from {
		if s.State == f {
			s.State, s.Since = next, now
			return s, nil
		}
	}
	return s, fault.New(fault.Conflict, "shift.state", nil)
}

// Code is the canonical form. Version 1 had neither number nor states.
func (s *Shift) Code(c *journal.Codec) {
	version := c.Version(2)
	journal.String(c, &s.ID)
	journal.String(c, &s.Till)
	journal.String(c, &s.Cashier)
	c.Time(&s.OpenedAt)
	journal.Int(c, &s.Float)
	if version < 2 {
		s.Counted = Counted{Amount: s.Float}
		return
	}
	journal.Int(c, &s.Number)
	s.Counted.Code(c)
	journal.String(c, &s.From)
	journal.Uint(c, &s.State)
	c.Time(&s.Since)
}
