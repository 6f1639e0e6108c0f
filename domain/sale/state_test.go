package sale_test

import (
	"bytes"
	"testing"

	"tim/domain/fault"
	"tim/domain/money"
	"tim/domain/sale"
)

// Every state and every act on it: the state behind it, or the fault.
func TestStateMachine(t *testing.T) {
	draft := must[sale.Order](t)(basket(t).ForLater(true))
	covered := must[sale.Order](t)(draft.Tendered(sale.Cash, 141_000, ""))
	placed := draft // as another channel files it
	placed.PlacedAt = now
	paidOnly := paid(t, draft, rule()).Order
	states := map[string]sale.Order{
		"draft": draft, "covered": covered, "open": placed, "paid": paidOnly,
		"completed": must[sale.Settled](t)(paidOnly.Complete(now)).Order, "cancelled": must[sale.Order](t)(draft.Void(now)),
	}
	acts := map[string]func(sale.Order) (sale.Order, error){
		"add": func(o sale.Order) (sale.Order, error) {
			o, _, err := o.Add(milk(), money.Units(1), 0, now)
			return o, err
		},
		"undo":   func(o sale.Order) (sale.Order, error) { return o.Undone(draft) },
		"attach": func(o sale.Order) (sale.Order, error) { return o.Attach("binh") },
		"use":    func(o sale.Order) (sale.Order, error) { return o.Using(seventyPoints()) },
		"later":  func(o sale.Order) (sale.Order, error) { return o.ForLater(true) },
		"tender": func(o sale.Order) (sale.Order, error) { return o.Tendered(sale.Card, 1_000, "") },
		"take back": func(o sale.Order) (sale.Order, error) {
			return o.Untendered()
		},
		"pay": func(o sale.Order) (sale.Order, error) {
			s, err := o.Pay(rule(), "HD-01-000001", now)
			if err != nil {
				return o, err
			}
			return s.Order, nil
		},
		"deliver": func(o sale.Order) (sale.Order, error) { return o.Deliver(now) },
		"complete": func(o sale.Order) (sale.Order, error) {
			s, err := o.Complete(now)
			return s.Order, err
		},
		"void": func(o sale.Order) (sale.Order, error) { return o.Void(now) },
	}
	for name, edit := range edits {
		acts[name] = func(o sale.Order) (sale.Order, error) { return edit(o, "1") }
	}
	closed := func(delivery, void string) map[string]string {
		m := map[string]string{"deliver": delivery, "complete": delivery, "void": void}
		for act := range acts {
			if _, there := m[act]; !there {
				m[act] = "order.closed"
			}
		}
		return m
	}
	cartWith := func(edit, tender, pay string) map[string]string {
		m := map[string]string{"add": edit, "use": edit, "undo": edit, "attach": "draft", "later": "draft", "tender": tender, "take back": "draft",
			"pay": pay, "deliver": "order.unpaid", "complete": "order.unpaid", "void": "cancelled"}
		for act := range edits {
			m[act] = edit
		}
		return m
	}
	want := map[string]map[string]string{
		"draft":     cartWith("draft", "draft", "order.unpaid"),
		"covered":   cartWith("order.tendered", "tender.paid", "paid"),
		"open":      closed("order.unpaid", "cancelled"),
		"paid":      closed("completed", "order.paid"),
		"completed": closed("order.delivered", "order.paid"),
		"cancelled": closed("order.unpaid", "order.closed"),
	}
	for state, order := range states {
		for act, do := range acts {
			next, err := do(order)
			got := fault.Code(err)
			if err == nil {
				got = next.State().String()
			} else if !bytes.Equal(encoded(next), encoded(order)) {
				t.Errorf("%s, %s: refused, and yet the order is %+v", state, act, next)
			}
			if got != want[state][act] {
				t.Errorf("%s, %s: %s, want %s", state, act, got, want[state][act])
			}
		}
	}
}

func TestStatesHaveTheirAPINames(t *testing.T) {
	for s, want := range map[sale.State]string{
		sale.Draft: "draft", sale.OpenState: "open", sale.Paid: "paid", sale.Completed: "completed", sale.Cancelled: "cancelled", sale.Returned: "returned",
	} {
		if s.String() != want {
			t.Errorf("%d is %s", s, s)
		}
	}
}

func TestU6AVoidedCartKeepsTheRecordOfItsPoints(t *testing.T) {
	o := must[sale.Order](t)(basket(t).Using(seventyPoints()))
	o = must[sale.Order](t)(o.Void(now))
	if o.State() != sale.Cancelled || o.Use.Points != 70 || len(o.Use.Takes) != 1 {
		t.Errorf("%+v", o)
	}
}
