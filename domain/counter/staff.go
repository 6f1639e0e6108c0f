package counter

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
)

// Central is where a shop's staff are changed. It may wait for a network, and is asked without the Counter's lock held.
type Central interface {
	// Staff does a change durably, once however often it is asked, and lists the shop's staff behind it; a Change without What only
	// lists. Faults: staff.offline, nothing was asked; staff.unsure, nobody knows what came of it; manage.again,
	// manage.pin and pin.locked of a manager whom central doesn't take for one; those of shift.Team.After.
	Staff(ctx context.Context, ch shift.Change) ([]shift.Listed, error)
	// Opened says which manager's PIN opened a desk here: central is shown it before it does anything in their name. "" is nobody's any
	// more. It returns at once.
	Opened(by, pin string)
}

// StaffWish is what a manager wants changed, of a shift.Change what they say. A new one's Staff is "": the till finds an id.
type StaffWish struct {
	What  shift.Changing
	Staff string
	Name  string
	Role  shift.Role
	PIN   string // typed, of Hire and SetPIN; it ends here, as its verifier
}

// Staff lists who works at this shop and who was let go, as central has it. Faults: staff.alone, staff.offline.
func (c *Counter) Staff(ctx context.Context) ([]shift.Listed, error) {
	if c.Central == nil {
		return nil, fault.New(fault.Unavailable, "staff.alone", nil)
	}
	return c.Central.Staff(ctx, shift.Change{})
}

// KnownStaff lists who works at this shop as this till knows it.
func (c *Counter) KnownStaff() []shift.Listed {
	c.acquire()
	defer c.release()
	return shift.Team{Here: c.staff}.List()
}

// ChangeStaff asks central for a change in the name of whose PIN opened the page last, and lists the staff behind it. That it was asked
// for is in the journal before central hears of it. The same wish again, after an answer that never came, is the same change and is done
// once. It comes to the tills with the feed. Faults: staff.manager (name), staff.training, staff.alone; pin.format, pin.weak; those of
// Central.
func (c *Counter) ChangeStaff(ctx context.Context, wish StaffWish) ([]shift.Listed, error) {
	if c.Central == nil {
		return nil, fault.New(fault.Unavailable, "staff.alone", nil)
	}
	if c.Link != nil && !c.Link.Online() { // nothing is asked that can't be heard
		return nil, fault.New(fault.Unavailable, "staff.offline", nil)
	}
	known, err := c.Central.Staff(ctx, shift.Change{}) // for the id of somebody new, also of people who left
	if err != nil {
		return nil, err
	}
	ch, err := c.askStaff(ctx, wish, known)
	if err != nil {
		return nil, err
	}
	list, err := c.Central.Staff(ctx, ch)
	c.acquire()
	defer c.release()
	if c.unsure = nil; fault.Code(err) == "staff.unsure" {
		c.unsure = &ch
	}
	return list, err
}

// askStaff makes a wish a change, and journals that it is asked for.
func (c *Counter) askStaff(ctx context.Context, wish StaffWish, known []shift.Listed) (shift.Change, error) {
	c.acquire()
	defer c.release()
	by, err := c.manager()
	if err != nil {
		return shift.Change{}, err
	}
	if u := c.unsure; u != nil && u.By == by && wish.is(*u) {
		return *u, nil
	}
	now := c.now()
	ch := shift.Change{ID: c.mint.New(now), By: by, What: wish.What, Staff: wish.Staff, Name: strings.TrimSpace(wish.Name), Role: wish.Role}
	if wish.What == shift.Hire {
		ch.Staff = FreshID(ch.Name, known)
	}
	if wish.What == shift.Hire || wish.What == shift.SetPIN {
		if err := c.shop.Policy.CheckPIN(wish.PIN); err != nil {
			return ch, err
		}
		if ch.Verifier, err = shift.NewVerifier(wish.PIN, c.mint.Bytes(shift.SaltSize)); err != nil {
			return ch, err
		}
	}
	asked := shift.Asked{ID: ch.ID, By: by, What: ch.What, Staff: ch.Staff, Name: ch.Name, Role: ch.Role}
	if i := slices.IndexFunc(known, func(l shift.Listed) bool { return l.ID == ch.Staff }); i >= 0 && asked.Name == "" {
		asked.Name = known[i].Name
	}
	w := c.begin(now)
	w.actor = by
	w.event(journal.StaffChanged, &asked)
	return ch, c.commit(ctx, w)
}

// manager is the staff id of whose PIN opened the page, as long as they are a manager here. Faults: staff.training, staff.manager.
func (c *Counter) manager() (string, error) {
	if c.training != nil {
		return "", fault.New(fault.Conflict, "staff.training", nil)
	}
	if c.overseer != nil {
		for _, s := range c.staff {
			if s.ID == c.overseer.ID && s.Role >= shift.Manager {
				return s.ID, nil
			}
		}
	}
	return "", fault.New(fault.Forbidden, "staff.manager", nil)
}

// is says whether a change is this wish's.
func (w StaffWish) is(ch shift.Change) bool {
	return ch.What == w.What && (w.What == shift.Hire || ch.Staff == w.Staff) && ch.Name == strings.TrimSpace(w.Name) && ch.Role == w.Role &&
		(w.PIN == "" || ch.Verifier.Matches(w.PIN))
}

// FreshID is an id for somebody new, of the last word of the name, which is what people are called by: "hong", "hong2".
func FreshID(name string, known []shift.Listed) string {
	words := strings.Fields(catalog.Fold(name))
	id := "nv"
	if len(words) > 0 {
		id = words[len(words)-1]
	}
	id = id[:min(len(id), shift.StaffIDMax-3)]
	for n := 1; ; n++ {
		next := id
		if n > 1 {
			next = fmt.Sprint(id, n)
		}
		if !slices.ContainsFunc(known, func(l shift.Listed) bool { return l.ID == next }) {
			return next
		}
	}
}
