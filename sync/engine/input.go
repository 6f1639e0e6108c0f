package engine

import (
	"time"

	"tim/domain/share"
	"tim/sync/wire"
)

// Input is something that happened.
type Input interface{ apply(*Engine) }

// Tick is that time has passed: the instant of Wake came.
type Tick struct{}

// Written is that this epoch's journal now ends at Seq.
type Written struct{ Seq uint64 }

// Wish is that shares are wanted; Settled answers it by its ID. With Use a customer waits for them.
type Wish struct {
	ID     uint64
	Member string
	Points int64         // of the member, in the order of X6; 0 with Wants
	Wants  []share.Units // named rights
	Use    bool
}

// Forget is that whoever wished waits no more.
type Forget struct{ Wish uint64 }

// Surplus is what the till keeps of shares beyond what it should; it goes back while there is a link (SHARES 12).
type Surplus struct{ Units []share.Units }

// Link is the link as a person sets it.
type Link struct{ Up bool }

// Answered is central's answer to a SendPush.
type Answered struct {
	ID     uint64
	Answer wire.Answer
	// Head is where the pushed journal ends by now, and Chained says that Answer.Hash is its hash at Answer.Mark.Acked: a
	// central that claims what it was never sent is not believed. Chained is true beyond the journal's end.
	Head    uint64
	Chained bool
	Offset  time.Duration // central's clock less this one's, measured by this exchange
}

// Paged is central's answer to a SendPull or SendCopy.
type Paged struct {
	ID   uint64
	Page wire.Page
}

// Failed is that a message came to nothing: no answer, one that can't be read, or a fault of central's. Slow: it took too
// long, so that less is sent the next time.
type Failed struct {
	ID   uint64
	Code string
	Slow bool
}

// Acted is what came of an act, fed in right behind it. Code is "" when it is durable.
type Acted struct {
	Act     Output
	Code    string
	Request uint64 // of a Raise
}

func (Tick) apply(*Engine) {}

func (in Written) apply(e *Engine) {
	if in.Seq > e.present.head {
		e.present.head, e.writtenAt = in.Seq, e.now
	}
}

func (in Surplus) apply(e *Engine) {
	if e.Online() && len(in.Units) > 0 {
		e.act(GiveBack{Units: in.Units})
	}
}

// apply heals or cuts by hand. Healing forgets how long the lanes were to wait.
func (in Link) apply(e *Engine) {
	if in.Up != e.cut {
		return
	}
	e.cut = !in.Up
	if in.Up {
		e.up.reset()
		e.down.reset()
		e.present.asked = false
		return
	}
	e.unsend()
	e.drop(&e.up)
	e.drop(&e.down)
	e.everAnswered = false
	e.refuseWishes("link.cut")
}

func (in Acted) apply(e *Engine) {
	e.acts--
	switch act := in.Act.(type) {
	case Raise:
		e.raised(act.Wish, in.Request, in.Code)
	case Got:
		e.got(act, in.Code)
	case Close:
		e.closedBy(act, in.Code)
	case GiveBack:
		if act.Recall != 0 {
			e.gaveBack(act.Recall, in.Code)
		}
	case Heard:
		e.unmarked = e.unmarked || in.Code != ""
	case ApplyPage:
		e.applied(in.Code)
	}
}

func (in Failed) apply(e *Engine) {
	switch {
	case in.ID == 0 || in.ID != e.up.id && in.ID != e.down.id:
		return
	case in.ID == e.up.id:
		e.pushFailed(in.Code, in.Slow)
	default:
		e.pullFailed(in.Code, in.Slow)
	}
	if in.Code == "till.retired" || in.Code == "epoch.retired" {
		e.retired = in.Code
	}
}
