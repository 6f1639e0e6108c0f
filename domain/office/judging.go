package office

import (
	"fmt"
	"maps"
	"slices"

	"tim/domain/journal"
	"tim/domain/loyalty"
)

// judge looks at the accounts that the push changed, now that all of it is in.
func (g *taking) judge() error {
	for _, member := range slices.Sorted(maps.Keys(g.members)) {
		if err := g.account(member, g.members[member]); err != nil {
			return err
		}
	}
	return nil
}

func (g *taking) account(member string, t *touched) error {
	id, err := feeding(g.tx).presentID(member)
	if err != nil {
		return err
	}
	all, err := history(g.tx, id)
	if err != nil {
		return err
	}
	state := g.office.accounts.Take(id).Resume(all)
	if err := g.judgeTakes(t.takes, state, all); err != nil {
		return err
	}
	if state, err = g.office.topUp(g.tx, state, all, t.since, t.orders, g.now); err != nil {
		return err
	}
	if err := tellTier(g.tx, id, state); err != nil {
		return err
	}
	g.office.rememberAccount(id, state)
	return nil
}

func (g *taking) judgeTakes(takes []takeOf, state *loyalty.State, history []loyalty.Posting) error {
	if len(takes) == 0 {
		return nil
	}
	late, over := state.Late(), overdrawn(history)
	for _, t := range takes {
		e := journal.Event{Seq: t.seq, At: t.posting.Ref.At}
		if slices.Contains(late, t.posting.Ref.ID) {
			if err := g.except(e, TakeLate, t.posting.Member, t.posting.Order, ""); err != nil {
				return err
			}
		}
		for _, take := range t.posting.Takes {
			if n, there := over[take.Lot]; there {
				if err := g.except(e, Overdrawn, t.posting.Member, t.posting.Order, fmt.Sprintf("%s %d", take.Lot, n)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// overdrawn is how far more was taken of lots than there was. What a lot isn't known for yet doesn't count.
func overdrawn(postings []loyalty.Posting) map[string]int64 {
	left, known := map[string]int64{}, map[string]bool{}
	for _, p := range postings {
		for _, l := range p.Lots {
			left[l.ID] += l.Points
			known[l.ID] = true
		}
		for _, t := range p.Takes {
			left[t.Lot] -= t.Points
		}
		for _, t := range p.Restores {
			left[t.Lot] += t.Points
		}
	}
	maps.DeleteFunc(left, func(lot string, n int64) bool { return n >= 0 || !known[lot] })
	return left
}
