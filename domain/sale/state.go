package sale

import (
	"time"

	"tim/domain/fault"
)

// State is where an order stands (E8, API.md).
type State uint8

// The states. A Draft is an open cart at a till: it hasn't been placed.
const (
	Draft State = iota
	OpenState
	Paid
	Completed
	Cancelled
	Returned
)

var stateNames = [...]string{"draft", "open", "paid", "completed", "cancelled", "returned"}

// String is the state as API.md writes it.
func (s State) String() string { return stateNames[s] }

// State is derived from what happened to the order.
func (o Order) State() State {
	switch {
	case !o.CancelledAt.IsZero():
		return Cancelled
	case !o.PaidAt.IsZero() && o.allReturned():
		return Returned
	case !o.PaidAt.IsZero() && !o.DeliveredAt.IsZero():
		return Completed
	case !o.PaidAt.IsZero():
		return Paid
	case !o.PlacedAt.IsZero():
		return OpenState
	}
	return Draft
}

// Void cancels a cart or an order that isn't paid. Points off it stay on it as a record: whoever voids gives them
// back with a posting (U6). Faults: order.paid, order.closed when it is cancelled.
func (o Order) Void(now time.Time) (Order, error) {
	switch s := o.State(); s {
	case Draft, OpenState:
		o.CancelledAt = now
		return o, nil
	case Paid, Completed:
		return o, fault.New(fault.Conflict, "order.paid", fault.Args{"state": s.String()})
	default:
		return o, fault.New(fault.Conflict, "order.closed", fault.Args{"state": s.String()})
	}
}

// Deliver marks a paid order as handed over. Faults: order.unpaid, order.delivered.
func (o Order) Deliver(now time.Time) (Order, error) {
	switch s := o.State(); s {
	case Paid:
		o.DeliveredAt = now
		return o, nil
	case Completed:
		return o, fault.New(fault.Conflict, "order.delivered", nil)
	default:
		return o, fault.New(fault.Conflict, "order.unpaid", fault.Args{"state": s.String()})
	}
}

// earns says whether the points of the order have arisen in this state (E8).
func (o Order) earns() bool {
	s := o.State()
	return s == Completed || s == Paid && !o.Rule.Trigger
}
