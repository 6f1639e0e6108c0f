package story

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/sale"
	"tim/tui/meter"
)

// Story is one picture: a state of the till, and the keys pressed from there.
type Story struct {
	Name   string
	State  counter.State
	Keys   []string                                    // by their names in the key map: "f7", "enter"; anything else is typed: "sữa"
	Found  counter.Found                               // the answer to every query
	Desk   *Desk                                       // the supervisor's, nil where the till has none
	Manage *Manager                                    // central as a manager changes it, nil where nobody can
	Meter  *meter.Meter                                // nil where nothing is measured
	Press  *Press                                      // the printer, nil where there is none
	Touch  bool                                        // the till has room for fingers
	After  func(counter.Action) (counter.State, error) // what an action comes to; nil when none is expected to matter
	First  *First                                      // the first start instead of a till
}

// Stories is every picture that there is, in the order of a sale.
func Stories() []Story {
	return slices.Concat([]Story{
		{Name: "sign-in", State: SignedOut()},
		{Name: "sign-in-pin", State: SignedOut(), Keys: []string{"down", "9", "9"}},
		{Name: "float", State: NoShift()},
		{Name: "float-left", State: LeftFloat()},
		{Name: "float-other", State: LeftFloat(), Keys: []string{"4", "5", "0"}},
		{Name: "float-thousands", State: NoShift(), Keys: []string{"5", "0", "0"}},
		{Name: "order-empty", State: Empty()},
		{Name: "order", State: Order()},
		{Name: "order-typing", State: Order(), Keys: []string{"sữa"}},
		{Name: "order-quantity", State: Quantity()},
		{Name: "order-new-quantity", State: Order(), Keys: []string{"f4", "5"}},
		{Name: "order-member", State: WithMember()},
		{Name: "order-points", State: PointsUsed()},
		{Name: "order-offline", State: Offline()},
		{Name: "order-balance-unknown", State: UnknownBalance()},
		{Name: "heart-balance-unknown", State: UnknownBalance(), Keys: []string{"f7"}},
		{Name: "order-changed-prices", State: Bare()},
		{Name: "order-long-names", State: LongNames()},
		{Name: "order-30-lines", State: Many(30)},
		{Name: "order-huge", State: Huge()},
		{Name: "order-alarm", State: Alarm()},
		{Name: "approve-price", State: PriceApproval()},
		{Name: "approve-discount", State: DiscountApproval()},
		{Name: "approve-void", State: VoidApproval(), Keys: []string{"9", "9"}},
		{Name: "heart-use", State: WithMember(), Keys: []string{"f7"}},
		{Name: "heart-nobody", State: Order(), Keys: []string{"f7"}},
		{Name: "heart-statement", State: WithMember(), Keys: []string{"f7", "left", "left"}, Found: entries()},
		{Name: "heart-profile", State: WithMember(), Keys: []string{"f7", "left"}},
		{Name: "pay", State: PointsUsed(), Keys: []string{"f9"}},
		{Name: "pay-typed", State: PointsUsed(), Keys: []string{"f9", "2", "0", "0"}},
		{Name: "pay-rest", State: Bare(), Keys: []string{"f9"}},
		{Name: "done", State: Done()},
		{Name: "done-walk-in", State: DoneWalkIn()},
		{Name: "receipt", State: Done(), Keys: []string{"tab"}, Found: counter.Found{Receipt: Done().Last.Receipt}},
		{Name: "pick-products", State: Order(), Keys: []string{"sua", "enter"}, Found: products()},
		{Name: "pick-members", State: Order(), Keys: []string{"f3"}, Found: members()},
		{Name: "new-member", State: Order(), Keys: []string{"f3", "f3"}, Found: members()},
		{Name: "menu", State: WithMember(), Keys: []string{"f12"}},
		{Name: "orders", State: WithMember(), Keys: []string{"f12", "enter"}, Found: counter.Found{Orders: []sale.Order{Done().Last.Order, DoneWalkIn().Last.Order}}},
		{Name: "help", State: Order(), Keys: []string{"f1"}},
		{Name: "help-marked", State: WithMember(), Keys: []string{"f9", "f1", "down", "down"}},
		{Name: "touch-sign-in", State: SignedOut(), Touch: true},
		{Name: "touch-order", State: WithMember(), Touch: true},
		{Name: "touch-pay", State: WithMember(), Keys: []string{"f9", "2", "0", "0"}, Touch: true},
		{Name: "touch-approve", State: PriceApproval(), Touch: true},
		{Name: "palette", State: Order(), Keys: []string{"ctrl+p"}},
		{Name: "palette-search", State: Order(), Keys: []string{"ctrl+p", "ket"}},
		{Name: "palette-none", State: Order(), Keys: []string{"ctrl+p", "xyz"}},
		{Name: "palette-away", State: Empty(), Keys: []string{"f12", "f6", "ctrl+p"}},
		{Name: "palette-signed-out", State: SignedOut(), Keys: []string{"ctrl+p"}},
		{Name: "latency", State: Order(), Keys: []string{"ctrl+p", "latency", "enter"}, Meter: measured()},
		{Name: "latency-off", State: Order(), Keys: []string{"ctrl+p", "latency", "enter"}},
	}, refusals(), transfers(), voucherStories(), heldStories(), returnStories(), drawerStories(), deskStories(), staffStories(), manageStories(), peopleStories(), trainingStories(), lockStories(), printerStories(), invoiceStories(), firstStories())
}

// Till answers as the story says. It is no counter: it works nothing out.
type Till struct{ story Story }

// NewTill is a till that stands where the story begins.
func NewTill(s Story) *Till {
	s.State.Revision = max(s.State.Revision, 1)
	return &Till{s}
}

// Do runs the story's own action.
func (t *Till) Do(_ context.Context, a counter.Action) (counter.State, error) {
	next, err := t.story.State, error(nil)
	next.Notice = nil
	if t.story.After != nil {
		next, err = t.story.After(a)
	}
	next.Revision = t.story.State.Revision + 1
	t.story.State = next
	return next, err
}

// Find gives the story's answer.
func (t *Till) Find(context.Context, counter.Query) (counter.Found, error) { return t.story.Found, nil }

// Look is where the till stands.
func (t *Till) Look() counter.State { return t.story.State }

// Messages runs a command and those in it, and gives what they answer.
func Messages(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	switch msg := cmd().(type) {
	case nil, tea.RawMsg:
		return nil
	case tea.BatchMsg:
		var all []tea.Msg
		for _, c := range msg {
			all = append(all, Messages(c)...)
		}
		return all
	default:
		return []tea.Msg{msg}
	}
}
