package counter

import (
	"context"
	"maps"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
)

// Scratch is what a training is done on. Nobody else has it, and it goes with the training.
type Scratch struct {
	Ledger  Ledger
	Members Members // the till's as they stood when the training first read them, and what it writes of them since
	Printer Printer
	Key     journal.Signer // never the till's: what it signs is no fact
}

// Lane is a till as its screens have it: its counter or, while somebody trains, a scratch one in its place, which has the same
// shop, staff, products and members and does all that the till does. Nothing of a training reaches the till but its beginning, its
// end, and wrong PINs.
//
// Caveats. As for a Counter, Do is called by one goroutine at a time; Look and Find may be called beside it. What a link does is
// the counter's own, and goes on.
type Lane struct {
	real     *Counter
	scratch  func(context.Context) (Scratch, error)
	lock     chan struct{} // holds one: whoever put it there may touch what follows
	practice *Counter      // nil: nobody trains
}

// NewLane is a till's; scratch gives a training what it is done on.
func NewLane(real *Counter, scratch func(context.Context) (Scratch, error)) *Lane {
	return &Lane{real: real, scratch: scratch, lock: make(chan struct{}, 1)}
}

func (l *Lane) acquire() { l.lock <- struct{}{} }
func (l *Lane) release() { <-l.lock }

// Practice is the counter of the training that goes on, nil when there is none.
func (l *Lane) Practice() *Counter {
	l.acquire()
	defer l.release()
	return l.practice
}

// Look is the present State.
func (l *Lane) Look() State {
	l.acquire()
	defer l.release()
	return l.look()
}

func (l *Lane) look() State {
	if l.practice == nil {
		return l.real.Look()
	}
	return l.linked(l.practice.Look())
}

// linked is a training's state with the till's link, which is no matter of training.
func (l *Lane) linked(s State) State {
	l.real.acquire()
	defer l.real.release()
	s.Link = l.real.link(l.real.now())
	return s
}

// Find answers a query, as Counter.Find.
func (l *Lane) Find(ctx context.Context, q Query) (Found, error) {
	if p := l.Practice(); p != nil {
		return p.Find(ctx, q)
	}
	return l.real.Find(ctx, q)
}

// Do runs one action, as Counter.Do: at the till, or in the training. Who signs out of a training ends it.
func (l *Lane) Do(ctx context.Context, a Action) (State, error) {
	p := l.Practice()
	if p == nil {
		state, err := l.real.Do(ctx, a)
		if state.Training == nil {
			return state, err
		}
		return l.begin(ctx) // also where something failed behind the write that began it: the till does nothing until it ends
	}
	switch a := a.(type) {
	case EndTraining:
		return l.end(ctx, a.Why)
	case SignOut:
		return l.end(ctx, shift.TrainingSignOut)
	case StartTraining:
		return l.Look(), fault.New(fault.Conflict, "training.on", nil)
	case Unlock:
		return l.unlock(ctx, p, a)
	}
	state, err := p.Do(ctx, a)
	return l.settled(ctx, state, err)
}

// settled is the training's answer to an action.
func (l *Lane) settled(ctx context.Context, state State, err error) (State, error) {
	if state.Staff == nil { // who trained is no staff any more
		state, ended := l.end(ctx, shift.TrainingSignOut)
		if ended != nil {
			err = ended
		}
		return state, err
	}
	return l.linked(state), err
}

// Close ends a training before the program does; why is a code of shift's.
func (l *Lane) Close(ctx context.Context, why string) error {
	if l.Practice() == nil {
		return nil
	}
	_, err := l.end(ctx, why)
	return err
}

// revisionsApart is more than a till has of States while somebody trains: the revisions of both grow as one.
const revisionsApart = 1 << 32

// begin puts a scratch counter in the till's place. Where there is none to be had the training is over.
func (l *Lane) begin(ctx context.Context) (State, error) {
	p, err := l.open(ctx)
	if err != nil {
		state, ended := l.real.Do(ctx, EndTraining{Why: shift.TrainingNotBegun})
		if ended != nil {
			err = ended
		}
		return state, fault.Wrap(fault.Unavailable, "training.unavailable", err, nil)
	}
	l.acquire()
	defer l.release()
	l.practice = p
	return l.look(), nil
}

// open makes the scratch counter, with whoever is signed in at the till.
func (l *Lane) open(ctx context.Context) (*Counter, error) {
	s, err := l.scratch(ctx)
	if err != nil {
		return nil, err
	}
	l.real.acquire()
	cfg, t, who, revision := l.real.Config, *l.real.training, *l.real.who, l.real.revision
	issued, tries := maps.Clone(l.real.issued), maps.Clone(l.real.tries)
	l.real.release()
	cfg.Ledger, cfg.Members, cfg.Printer, cfg.Key = s.Ledger, s.Members, s.Printer, s.Key
	cfg.Bank, cfg.Settings, cfg.Link, cfg.Central, cfg.Former, cfg.Epoch = nil, practised{cfg.Settings}, nil, nil, Inherited{}, 0
	p, err := Open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	p.real, p.training, p.issued, p.tries, p.revision = l.real, &t, issued, tries, revision+revisionsApart
	return p, p.take(ctx, who)
}

// take signs somebody in who has shown at the till who they are.
func (c *Counter) take(ctx context.Context, who shift.Staff) error {
	w := c.begin(c.now())
	w.actor = who.ID
	w.event(journal.SignedIn, &shift.SignIn{Staff: who.ID})
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.who, c.notice = &who, &Notice{Code: "training.began"}
	return nil
}

// end gives the till its place back. Where its end can't be written the training goes on.
func (l *Lane) end(ctx context.Context, why string) (State, error) {
	l.acquire()
	defer l.release()
	p := l.practice
	if p == nil {
		return l.look(), fault.New(fault.Conflict, "training.none", nil)
	}
	p.acquire()
	sales, revision, shut := p.receipts, p.revision, p.shut
	p.release()
	l.real.acquire()
	l.real.shut = shut // a training that ends locked leaves the till so
	l.real.revision = max(l.real.revision, revision)
	l.real.release()
	state, err := l.real.Do(ctx, EndTraining{Why: why, sales: sales})
	if state.Training != nil {
		p.acquire()
		p.revision = max(p.revision, state.Revision)
		p.release()
		return l.look(), err
	}
	l.practice = nil
	return state, err
}

// practised is the shop's settings without what would take a customer's money, or lead to what they really have.
type practised struct{ Settings }

// Shop implements Settings.
func (s practised) Shop(ctx context.Context) (Shop, error) {
	shop, err := s.Settings.Shop(ctx)
	shop.BankBIN, shop.BankAccount, shop.PageURL, shop.PageKey = "", "", "", ""
	return shop, err
}
