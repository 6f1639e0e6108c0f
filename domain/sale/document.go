package sale

import (
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
)

// Settle closes a placed order that another system took the money for: the rule freezes, and its points arise when the
// rule's trigger has been met (E8, E13). Fault: order.closed when it isn't open.
func (o Order) Settle(rule loyalty.Rule, at time.Time) (Settled, error) {
	if s := o.State(); s != OpenState {
		return Settled{}, fault.New(fault.Conflict, "order.closed", fault.Args{"state": s.String()})
	}
	o = o.Clone()
	o.PaidAt, o.Rule = at, rule
	return o.settle(), nil
}
