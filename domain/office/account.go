package office

import (
	"context"
	"slices"
	"time"

	"tim/domain/loyalty"
)

// resolve reads a member under whatever id it ever had: the one that it was merged into.
func resolve(r Members, id string) (Member, error) {
	m, err := r.Member(id)
	for err == nil && m.Into != "" {
		m, err = r.Member(m.Into)
	}
	return m, err
}

// resolveByPhone reads the member that a phone leads to.
func resolveByPhone(r Members, phone string) (Member, error) {
	m, err := r.ByPhone(phone)
	if err != nil || m.Into == "" {
		return m, err
	}
	return resolve(r, m.Into)
}

// foreseen is a member's account folded before the writer's turn, to be used only where nothing was posted since: so
// folding, the longest part of deciding, is done by many at once.
type foreseen struct {
	member string
	marks  []string // of every id
	state  *loyalty.State
}

// foresee folds the account that an order will need. What it can't read it leaves to the decision, which says why.
func (o *Office) foresee(ctx context.Context, d OrderDoc) *foreseen {
	f, wanted := foreseen{}, Wanted{NewOrders: []string{d.Channel + "/" + d.ID}}
	if d.CustomerID != "" {
		wanted.Members = []string{d.CustomerID}
	}
	err := o.store.Foresee(ctx, wanted, func(r Reader) (err error) {
		var m Member
		switch {
		case d.Customer != nil:
			m, err = byPhone(r, d.Customer.Phone)
		case d.CustomerID != "":
			m, err = resolve(r, d.CustomerID)
		}
		if err != nil || m.ID == "" {
			return err
		}
		f.member = m.ID
		if f.marks, err = marks(r, m.ID); err == nil {
			f.state, err = o.resume(r, m.ID)
		}
		return err
	})
	if err != nil || f.state == nil {
		return nil
	}
	return &f
}

// take gives the folded account once, if it is still the member's; nil otherwise. Whoever has it may step it on.
func (f *foreseen) take(r Reader, member string) (*loyalty.State, error) {
	if f == nil || f.state == nil || f.member != member {
		return nil, nil
	}
	now, err := marks(r, member)
	if err != nil || !slices.Equal(now, f.marks) {
		return nil, err
	}
	state := f.state
	f.state = nil
	return state, nil
}

// marks are the newest postings of a resolved member and of all that were merged into it.
func marks(r Reader, id string) ([]string, error) {
	ids, err := everyID(r, id)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		mark, err := r.Mark(id)
		if err != nil {
			return nil, err
		}
		ids[i] = id + "\x00" + mark
	}
	return ids, nil
}

// history is every posting of a resolved member and of all that were merged into it.
func history(r Reader, id string) ([]loyalty.Posting, error) {
	ids, err := everyID(r, id)
	if err != nil {
		return nil, err
	}
	if len(ids) == 1 {
		return r.Postings(id)
	}
	var all []loyalty.Posting
	for _, id := range ids {
		some, err := r.Postings(id)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// everyID is a resolved member's id and those of all that were merged into it.
func everyID(r Members, id string) ([]string, error) {
	aliases, err := r.Aliases(id)
	return append([]string{id}, aliases...), err
}

// fold is a resolved member's account as all events known say.
func fold(r Reader, id string) (*loyalty.State, error) {
	postings, err := history(r, id)
	if err != nil {
		return nil, err
	}
	return loyalty.Fold(postings), nil
}

// resume is fold of a member who is asked for often, from where it was folded last. It is the caller's alone, who gives it to
// rememberAccount when done with it.
func (o *Office) resume(r Reader, id string) (*loyalty.State, error) {
	postings, err := history(r, id)
	if err != nil {
		return nil, err
	}
	return o.accounts.Take(id).Resume(postings), nil
}

// rememberAccount keeps a member's account that nobody has any more. It may be one that never got committed: Resume compares.
func (o *Office) rememberAccount(id string, s *loyalty.State) {
	if s != nil {
		o.accounts.Keep(id, s, s.Size())
	}
}

// program is the version in force at an instant.
func program(r Settings, at time.Time) (loyalty.Program, error) {
	versions, err := r.Programs()
	if err != nil {
		return loyalty.Program{}, err
	}
	return versions.At(at), nil
}
