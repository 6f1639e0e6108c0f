package story

import (
	"time"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
)

// refusals are the states in which something doesn't work, isn't there or isn't known.
func refusals() []Story {
	refuse := func(state counter.State, kind fault.Kind, code string, args fault.Args) func(counter.Action) (counter.State, error) {
		return func(counter.Action) (counter.State, error) { return state, fault.New(kind, code, args) }
	}
	nobody := SignedOut()
	nobody.Roster = nil
	pin := []string{"1", "1", "1", "2", "enter"}
	weighed := counter.Found{Products: []catalog.Product{fruit}}
	return []Story{
		{Name: "sign-in-nobody", State: nobody},
		{Name: "sign-in-wrong", State: SignedOut(), Keys: pin, After: refuse(SignedOut(), fault.Forbidden, "pin.wrong", fault.Args{"tries": int64(2)})},
		{Name: "sign-in-locked", State: SignedOut(), Keys: pin, After: refuse(SignedOut(), fault.Forbidden, "pin.locked", fault.Args{"until": Now.Add(time.Minute)})},
		{Name: "float-refused", State: NoShift(), Keys: []string{"9", "enter", "enter"}, After: refuse(NoShift(), fault.Invalid, "float.range", fault.Args{"max": "1.000.000.000 ₫"})},
		{Name: "order-disk-full", State: Order(), Keys: []string{"ctrl+z"}, After: refuse(Order(), fault.Unavailable, "ledger.full", nil)},
		{Name: "order-nothing-to-undo", State: Order(), Keys: []string{"ctrl+z"}, After: refuse(Order(), fault.Invalid, "undo.nothing", nil)},
		{Name: "order-word-unknown", State: Order(), Keys: []string{"/nix", "enter"}},
		{Name: "order-phone-unknown", State: Order(), Keys: []string{"0987654321", "enter"}, After: refuse(Order(), fault.NotFound, "phone.unknown", fault.Args{"phone": "+84987654321"})},
		{Name: "pick-none", State: Order(), Keys: []string{"f2", "zzz"}},
		{Name: "pick-weighed", State: Order(), Keys: []string{"f2", "enter"}, Found: weighed,
			After: refuse(Order(), fault.Invalid, "quantity.needed", fault.Args{"name": "Cam sành"})},
		{Name: "pick-members-none", State: Order(), Keys: []string{"f3", "zzz"}},
		{Name: "orders-none", State: Order(), Keys: []string{"f12", "enter"}},
		{Name: "shifts-none", State: Order(), Keys: []string{"ctrl+p", "cac ca da qua", "enter"}},
		{Name: "palette-refused", State: Empty(), Keys: []string{"ctrl+p", "thanh toan", "enter"}},
	}
}
