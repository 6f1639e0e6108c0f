package engine

import (
	"time"

	"tim/domain/share"
	"tim/sync/wire"
)

// Output is something to do. Raise, Got, Close, GiveBack, Heard and ApplyPage are acts: they are done before the outputs
// behind them, and Acted tells what came of each.
type Output interface{ output() }

// SendPush sends events of one journal from After on, with what the message says already. The driver adds Prev, Records and
// Seals, at most Events of them and wire.BytesMax, and the speaker's clock.
type SendPush struct {
	ID     uint64
	Push   wire.Push
	After  uint64
	Events int
}

// SendPull asks for changes. The driver adds the speaker's clock.
type SendPull struct {
	ID   uint64
	Pull wire.Pull
}

// SendCopy asks for the next page of a first copy. The driver adds the speaker's clock.
type SendCopy struct {
	ID   uint64
	Copy wire.Copy
}

// Drop is that a message isn't waited for any more. What still comes of it is ignored.
type Drop struct{ ID uint64 }

// Raise asks for a request number that no request had before and that will never be given again.
type Raise struct{ Wish uint64 }

// Got takes a grant into the journal (SHARES 10).
type Got struct {
	Request     uint64
	Incarnation uint64
	Units       []share.Units
}

// Close declares dead every request made up to now that wasn't got.
type Close struct{ Incarnation uint64 }

// GiveBack returns as much of these units as is in no cart, for a recall, or as surplus when Recall is 0.
type GiveBack struct {
	Recall uint64
	Units  []share.Units
}

// Heard writes down what was heard of central.
type Heard struct {
	Mark    wire.Mark
	Durable uint64
	Offset  time.Duration
}

// ApplyPage stores a page and where its feed then stands, together. Of a copy, keys of the feed behind From up to At.After
// that aren't among the items are gone; all behind From when the copy is over (At.Copying false).
type ApplyPage struct {
	Feed wire.Feed
	Page wire.Page
	Copy bool
	From wire.Place
	At   Place
}

// Accounts are the members whose accounts a page of the shop's feed changes: they were seen there. A first copy's were long
// ago, perhaps.
func (a ApplyPage) Accounts() (members []string) {
	for _, item := range a.Page.Items {
		if item.Kind == wire.ItemAccount && !item.Gone && !a.Copy {
			members = append(members, item.Key)
		}
	}
	return members
}

// KeepToken replaces the till's token.
type KeepToken struct{ Token string }

// Look asks what of regulars' shares is wished for and what is too much: Wish without Use, and Surplus.
type Look struct{}

// Settled answers a wish: Code is "" when all of it was got, else why not: the counter then offers what is there.
// Codes: share.offline, share.late, share.none, points.elsewhere (Elsewhere), share.closed, share.busy, link.cut, till.retired,
// till.forked, till.behind, those of central, and those of the till's own disk.
type Settled struct {
	Wish      uint64
	Code      string
	Elsewhere int64
}

// Found are events that central couldn't read, or reads otherwise.
type Found struct{ Problems []wire.Problem }

// Status is what a status line shows. It is an output when it changed.
type Status struct {
	Online  bool
	Since   time.Time // when central was last heard of, while offline
	Waiting uint64    // events that central hasn't acknowledged
	// Code is what is wrong, "" when nothing is: why there is no link, or what needs a person though there is one:
	// till.forked, till.behind, till.retired.
	Code   string
	Offset time.Duration // central's clock less this one's
	Mark   wire.Mark
}

func (SendPush) output()  {}
func (SendPull) output()  {}
func (SendCopy) output()  {}
func (Drop) output()      {}
func (Raise) output()     {}
func (Got) output()       {}
func (Close) output()     {}
func (GiveBack) output()  {}
func (Heard) output()     {}
func (ApplyPage) output() {}
func (KeepToken) output() {}
func (Look) output()      {}
func (Settled) output()   {}
func (Found) output()     {}
func (Status) output()    {}
