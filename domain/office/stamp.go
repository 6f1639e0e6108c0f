package office

import (
	"fmt"
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
)

// clockSlack is how far a till's clock may run ahead of central's unremarked (DESIGN "Clocks").
const clockSlack = 2 * time.Minute

// stamping is what of one push was dated ahead of its receipt (SHARES 22).
type stamping struct {
	first    journal.Event // flagged for all of them; zero while there is none
	furthest time.Duration
	postings []loyalty.Posting
}

// ahead notes an event that is dated ahead: to accounts it counts from its receipt, whoever folds them.
func (g *taking) ahead(e journal.Event, postings []loyalty.Posting) {
	early := e.At.Sub(g.received)
	if early <= clockSlack {
		return
	}
	s := &g.stamping
	if s.first.Seq == 0 {
		s.first = e
	}
	s.furthest = max(s.furthest, early)
	done := map[string]bool{}
	for _, p := range postings {
		if !done[p.Member] {
			done[p.Member] = true
			s.postings = append(s.postings, loyalty.Posting{Member: p.Member, Kind: loyalty.Stamp, Stamped: e.ID})
		}
	}
}

// stamp writes central's word on what was dated ahead, once for a push, and flags it.
func (g *taking) stamp() error {
	s := g.stamping
	if s.first.Seq == 0 {
		return nil
	}
	if err := g.except(s.first, ClockAhead, "", "", fmt.Sprintf("%d", int64(s.furthest.Seconds()))); err != nil || len(s.postings) == 0 {
		return err
	}
	return g.office.record(g.tx, journal.EventsStamped, g.received, g.now, &Posted{Postings: s.postings}, s.postings...)
}
