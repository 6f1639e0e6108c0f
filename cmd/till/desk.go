package main

import (
	"context"
	"sync/atomic"

	"tim/domain/counter"
	"tim/domain/desk"
	"tim/domain/report"
)

// chainState is what the check of this till's journal came to so far.
type chainState struct{ state atomic.Uint32 }

func (c *chainState) set(s report.ChainState) { c.state.Store(uint32(s)) }

func (c *chainState) get() report.ChainState { return report.ChainState(c.state.Load()) }

// ownDesk is the supervisor's desk over this till's own ledger.
func (s *shop) ownDesk(c *counter.Counter) *desk.Desk {
	return c.Desk(report.DefaultLimits(), s.chain.get)
}

// catchUp reads the journal for what a supervisor is to look at, beside the selling. What it can't read it is asked for again when a
// supervisor looks.
func catchUp(ctx context.Context, d *desk.Desk) { _ = d.CatchUp(ctx) }
