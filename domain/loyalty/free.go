package loyalty

import (
	"slices"
	"time"
)

// later are the distinct instants after t at which something is known to have happened, in order.
func (s *State) later(t time.Time) []time.Time {
	var instants []time.Time
	for i := len(s.postings) - 1; i >= 0 && s.postings[i].Ref.At.After(t); i-- {
		if at := s.postings[i].Ref.At; len(instants) == 0 || !instants[len(instants)-1].Equal(at) {
			instants = append(instants, at)
		}
	}
	slices.Reverse(instants)
	return instants
}

// walk shows the run at an instant and then, in one pass, at each later one at which something is known to happen.
func (s *State) walk(t time.Time, show func(at int64, r *run)) {
	at := milli(t)
	r := newRun(s.postings, s.line)
	r.root = s.run.root
	for items := s.line.items; ; at = items[0].at {
		n := 0
		for n < len(items) && items[n].at <= at {
			n++
		}
		r.until(items[:n], at)
		r.advance(at)
		r.settle()
		show(at, r)
		if items = items[n:]; len(items) == 0 {
			return
		}
	}
}

// Free is the account at an instant as one who writes about it now may still use it: without the points that
// something later has already taken, and with what is owed later as its debt.
func (s *State) Free(t time.Time) Account {
	if milli(t) >= s.run.now {
		return s.At(t).recounted()
	}
	var a Account
	place := map[string]int{} // of a lot in a
	s.walk(t, func(at int64, r *run) {
		if a.AsOf.IsZero() {
			a = r.view(at)
			for i := range a.Lots {
				place[a.Lots[i].ID] = i
			}
			return
		}
		a.Debt = max(a.Debt, r.accounts[r.root].debt())
		for _, then := range r.lotViews(at) {
			if i, ok := place[then.ID]; ok && !then.Lapsed {
				a.Lots[i].Remaining = min(a.Lots[i].Remaining, then.Remaining)
			}
		}
	})
	return a.recounted()
}

// recounted is the account with sums that its lots and its debt come to.
func (a Account) recounted() Account {
	a.Usable, a.Pending = -a.Debt, 0
	for i := range a.Lots {
		if l := &a.Lots[i]; l.Usable {
			a.Usable += l.Remaining
		} else {
			a.Pending += l.Remaining
		}
	}
	a.Balance = a.Usable + a.Pending
	return a
}

// Plan is Account.Plan of what is free at an instant, for a posting with that place among all others. A use of the past
// may also not make anything later a debt that was none: fault points.short (have, want).
func (s *State) Plan(n int64, p Posting) ([]Take, error) {
	t := p.Ref.At
	free := s.Free(t)
	takes, err := free.Plan(n, t)
	instants := s.later(t)
	if err != nil || len(instants) == 0 {
		return takes, err
	}
	p.Takes = takes
	after := s.With(p)
	for _, at := range instants {
		if more := after.At(at).Debt - s.At(at).Debt; more > 0 {
			return nil, shortFault(max(0, n-more), n)
		}
	}
	return takes, nil
}

// With is the state with more postings, from all of them; s stays as it is.
func (s *State) With(more ...Posting) *State { return Fold(append(slices.Clip(s.postings), more...)) }

// Without is the state as if an order had never touched it.
func (s *State) Without(order string) *State {
	return Fold(slices.DeleteFunc(slices.Clone(s.postings), func(p Posting) bool { return p.Order == order }))
}

// Short is how many points the balance falls below 0 at an instant or at any known one after it, 0 when it never does.
func (s *State) Short(t time.Time) int64 {
	short := max(0, -s.At(t).Balance)
	for _, at := range s.later(t) {
		short = max(short, -s.At(at).Balance)
	}
	return short
}
