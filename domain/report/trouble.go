package report

import (
	"slices"
	"time"

	"tim/domain/journal"
	"tim/domain/shift"
)

// Trouble is what a supervisor should look at first in a shift's line.
type Trouble uint8

// The troubles, the worst last.
const (
	TroubleNone      Trouble = iota
	TroubleSuspended         // the drawer is put away
	TroubleCount             // over, and its drawer isn't counted
	TroubleOver              // of a closed one: more in the drawer than there should be
	TroubleUnchecked         // nobody verified the journal yet
	TroubleUnsent            // events wait longer than UnsentLate
	TroubleSilent            // of one that isn't closed: its till wasn't heard of for UnsentLate, whatever it sold since
	TroubleSkew              // the till's clock is off by more than SkewMost
	TroubleDrop              // more cash in the drawer than may be
	TroubleShort             // of a closed one
	TroubleForked
	TroubleBroken
)

// From where on what is usual is trouble.
const (
	UnsentLate = time.Hour
	SkewMost   = 2 * time.Minute
)

// Trouble is the worst there is.
func (l Line) Trouble(at time.Time) Trouble {
	worst := TroubleNone
	for trouble, is := range map[Trouble]bool{
		TroubleSuspended: l.Shift.State == shift.Suspended,
		TroubleCount:     l.Shift.State == shift.Blind,
		TroubleOver:      l.Over > 0,
		TroubleUnchecked: l.Chain == ChainUnknown,
		TroubleUnsent:    l.Unsent > 0 && !l.Oldest.IsZero() && at.Sub(l.Oldest) > UnsentLate,
		TroubleSilent:    l.Shift.State != shift.Closed && !l.Heard.IsZero() && at.Sub(l.Heard) > UnsentLate,
		TroubleSkew:      l.Skew.Abs() > SkewMost,
		TroubleDrop:      l.DropOver > 0,
		TroubleShort:     l.Over < 0,
		TroubleForked:    l.Chain == ChainForked,
		TroubleBroken:    l.Chain == ChainBroken,
	} {
		if is {
			worst = max(worst, trouble)
		}
	}
	return worst
}

// looked are the events that a supervisor's eye should stop at, beside those that cashiers are compared by.
var looked = [...]journal.Kind{journal.SignInRefused, journal.ApprovalRefused, journal.CashMoved, journal.TransferLanded, journal.ClockJumped, journal.CodesRefused}

// Looked says whether a supervisor's eye should stop at such an event.
func Looked(k journal.Kind) bool {
	return slices.Contains(habitKinds[:], k) || slices.Contains(looked[:], k)
}
