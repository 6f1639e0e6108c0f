// Package engine is the till's side of the link as a step function: what happened goes in, with the instant; what is to be
// done comes out, in order. It has no goroutines, no clock, no chance of its own and no store, so that the uplink runs it on
// a real link and the simulator runs the very same on a made-up one.
//
// The driver does the outputs one by one, in their order, before the next step: an act is durable before the message behind
// it is sent. What came of an act goes in as Acted at once; nothing else is answered to. Two lanes (SHARES 14): Push with
// asks and answers to recalls, and Pull; one message in flight on each, and neither waits for the other.
//
// Caveats. Nothing here is safety: shares are what the journal's envelopes say, and an engine that forgets everything costs a
// closing and a few bytes. Instants are compared with each other only; they should come from a clock that never jumps.
package engine

import (
	"time"

	"tim/sync/wire"
)

// The timing of the link.
const (
	UseWithin     = 300 * time.Millisecond // a cashier's wish, while nobody was recalled
	RecallWithin  = 2 * time.Second        // … while others are asked for what they hold
	keepWithin    = time.Minute            // a wish for later
	askAgainAfter = 100 * time.Millisecond // while units are elsewhere

	retryDelayMin = time.Second // behind the first failure of a lane
	retryDelayMax = 5 * time.Minute

	pushWithin = 15 * time.Second
	pullWithin = 20 * time.Second
	pollWithin = (wire.PollMax + 10) * time.Second
	pollQuick  = 10 * time.Second // an answer without news that came sooner didn't wait

	closeEvery      = time.Hour
	retryCloseAfter = time.Minute
	lookEvery       = time.Minute      // at what is kept for regulars
	lookQuiet       = 2 * time.Second  // behind the last thing written
	chainEvery      = 5 * time.Minute  // the background feed
	shopEvery       = time.Second      // the shop's feed during a long copy of the chain's
	markEvery       = 10 * time.Second // what was heard is written down, when only acknowledgements moved
)

// Limits.
const (
	AsksMax     = 32  // of one push
	WishesMax   = 256 // waiting at once; more are refused
	recallsKept = 512 // answered recalls remembered, so that each is answered once
	pageMin     = 16  // items that a page is never asked to be shorter than
	stuckMax    = 3   // pushes in a row without a step forward
	pauseFails  = 5   // doublings of the pause between polls that come back at once: half a minute
)

// Config is who speaks, and the chance that spreads retries.
type Config struct {
	Till   string
	Epoch  uint32
	Chance func(n int64) int64 // in [0, n); n is above 0
}

// Start is what the till knew when the program started.
type Start struct {
	Head    uint64    // the journal ends there
	Heard   wire.Mark // the highest ever heard
	Acked   uint64    // central's cursor by its last word
	Durable uint64
	Shop    Place    // where the feeds stand
	Chain   Place    //
	Formers []Former // journals of former epochs that this till carries (SHARES 17)
}

// Former is a former epoch's journal, or the other branch of one that forked, whose events come behind Base.
type Former struct {
	Epoch uint32 // by which the driver knows it: of a branch not the epoch's number
	Base  uint64
	Head  uint64
}

// Place is where a feed stands: zero before its first copy; while Copying, the copy's beginning and the last key taken.
type Place struct {
	Cursor  wire.Cursor
	Copying bool
	After   wire.Place
}

// Engine is the protocol of one till. It is no more safe for concurrent use than a number.
type Engine struct {
	cfg Config
	now time.Time
	out []Output
	ids uint64 // of messages

	cut      bool   // the link, by hand
	suspect  bool   // a cashier waited in vain for an answer that is still out
	stopped  string // code: why no shares are had any more; what was done goes up all the same (SHARES 20)
	retired  string // code: the till, or this epoch of it, is no more
	heard    wire.Mark
	durable  uint64
	offset   time.Duration
	unmarked bool // heard more than is written down
	markedAt time.Time

	up      lane
	down    lane
	present *track
	formers []*track
	pushing *track // whose events are in flight
	events  int    // of the next push at most: halved when it takes too long
	items   int64  // of the next page at most, likewise
	writtenAt,
	lookAt time.Time

	acts    int  // under way: nothing is sent up before it is known what came of them
	closed  bool // since the start, and of the incarnation heard
	closing bool // an act of closing runs
	closeAt time.Time

	wishes  []*wish
	recalls []*recall

	shop, chain  feed
	applying     *ApplyPage
	pulled       *feed // what is in flight
	waited       bool  // it is a long poll
	polledAt     time.Time
	emptyPolls   int // in a row
	pageFails    int
	pageCode     string
	status       Status
	heardAt      time.Time // the last answer of either lane
	everAnswered bool
}

// lane is one way to central.
type lane struct {
	id       uint64 // in flight, 0 when nothing is
	deadline time.Time
	fails    int // in a row
	next     time.Time
	code     string
}

// track is one journal on its way up.
type track struct {
	epoch   uint32
	base    uint64 // it begins behind this one, which central has with another journal
	head    uint64
	cursor  uint64 // central has it up to here
	best    uint64 // the highest cursor of this incarnation
	asked   bool   // central's cursor is known since the start and of this incarnation
	dead    bool   // central has more of it than there is here: nothing more of it goes up
	without int    // pushes in a row that brought it no further
	sent    bool   // events of it are in flight
}

// feed is one way down.
type feed struct {
	Place
	of     wire.Feed
	more   bool
	dueAt  time.Time // when it is looked at again without being told to
	seenAt time.Time
	anews  int // copies in a row that led to nothing but another
	// applied is what the newest page counted in of the till's own events: an empty one that counts in more is stored too,
	// since accounts that waited for it may be shown now (SHARES 19).
	applied uint64
}

// New starts the protocol; the outputs are those of the first step.
func New(cfg Config, start Start, now time.Time) (*Engine, []Output) {
	e := &Engine{cfg: cfg, now: now, heard: start.Heard, durable: start.Durable, events: wire.EventsMax, items: wire.PageMax, heardAt: now,
		present: &track{epoch: cfg.Epoch, head: start.Head, cursor: min(start.Acked, start.Head)},
		shop:    feed{Place: start.Shop, of: wire.Shop}, chain: feed{Place: start.Chain, of: wire.Chain},
		closeAt: now}
	for _, f := range start.Formers {
		e.formers = append(e.formers, &track{epoch: f.Epoch, base: f.Base, head: f.Head, cursor: f.Base})
	}
	e.shop.Copying = e.shop.Copying || e.shop.Cursor == wire.Cursor{}
	e.chain.Copying = e.chain.Copying || e.chain.Cursor == wire.Cursor{}
	e.pump()
	return e, e.take()
}

// Step is told what happened at an instant and says what to do, in order.
func (e *Engine) Step(now time.Time, in Input) []Output {
	if now.After(e.now) {
		e.now = now
	}
	in.apply(e)
	e.expire()
	e.pump()
	return e.take()
}

func (e *Engine) take() []Output {
	out := e.out
	e.out = nil
	return out
}

func (e *Engine) do(o Output) { e.out = append(e.out, o) }

// act is do for what is answered by Acted.
func (e *Engine) act(o Output) {
	e.acts++
	e.do(o)
}

// pump starts whatever may start now.
func (e *Engine) pump() {
	e.close()
	e.raise()
	e.look()
	e.mark()
	e.push()
	e.pull()
	e.tell()
}

func (e *Engine) speaker() wire.Speaker {
	return wire.Speaker{Till: e.cfg.Till, Epoch: e.cfg.Epoch, Heard: e.heard}
}

// Online says whether central answers: what a cashier asks of it now would be answered within a moment.
func (e *Engine) Online() bool {
	return e.everAnswered && !e.cut && !e.suspect && e.stopped == "" && e.retired == "" && e.up.fails == 0 && e.down.fails == 0
}
