package story

import (
	"tim/domain/counter"
	"tim/domain/fault"
)

// Locked is a state as it is while the till is locked.
func Locked(s counter.State) counter.State {
	s.Locked, s.Notice = true, nil // locking says nothing of what was done before
	return s
}

// lockStories are the lock over a cart.
func lockStories() []Story {
	wrong := func(counter.Action) (counter.State, error) {
		return Locked(WithMember()), fault.New(fault.Forbidden, "pin.wrong", fault.Args{"tries": int64(2)})
	}
	return []Story{
		{Name: "locked", State: Locked(WithMember()), Keys: []string{"1", "1"}},
		{Name: "locked-wrong-pin", State: Locked(WithMember()), Keys: []string{"1", "1", "1", "2", "enter"}, After: wrong},
	}
}
