//go:build mutants

package engine

import (
	"tim/domain/mutant"
	"tim/sync/wire"
)

// late takes what an answer grants that nobody waits for any more.
func (e *Engine) late(a wire.Answer) {
	if !mutant.GetsOldGrants {
		return
	}
	for _, g := range a.Grants {
		if len(g.Units) > 0 {
			e.act(Got{Request: g.Request, Incarnation: a.Mark.Incarnation, Units: g.Units})
		}
	}
}
