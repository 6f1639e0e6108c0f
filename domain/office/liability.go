package office

import (
	"time"

	"tim/domain/money"
)

// Liability is what the points of all members are worth at an instant (A2).
type Liability struct {
	At      time.Time        `json:"at"`
	Members int              `json:"members"` // who have points or owe some
	Total   Owed             `json:"total"`
	Tiers   []TierLiability  `json:"tiers"`            // from the lowest up
	Lapses  []LapseLiability `json:"lapses"`           // by month, soonest first, if nobody buys anything before
	Never   Owed             `json:"never"`            // what doesn't lapse; Debt is 0
	Yearly  *LapseRun        `json:"yearly,omitempty"` // what the next yearly day takes (X3); absent where no point lapses so
}

// Owed is points and what they are worth when used.
type Owed struct {
	Usable  int64     `json:"usable"`  // points, without debts
	Pending int64     `json:"pending"` // not usable yet (E9)
	Debt    int64     `json:"debt"`    // points that members owe, 0 or more
	Value   money.VND `json:"value"`   // of usable and pending; what is owed back makes it no less
}

// TierLiability is what the members of one tier have.
type TierLiability struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Members int    `json:"members"`
	Owed
}

// LapseLiability is what lapses in a month.
type LapseLiability struct {
	Month   time.Time `json:"month"` // its first instant in the programme's zone
	Members int       `json:"members"`
	Points  int64     `json:"points"` // behind what pays debts
	Value   money.VND `json:"value"`
}

// LapseRun is what one day takes.
type LapseRun struct {
	At      time.Time `json:"at"`
	Members int       `json:"members"`
	Points  int64     `json:"points"`
	Value   money.VND `json:"value"`
}
