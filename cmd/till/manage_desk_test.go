package main

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/cmd/till/demo"
	"tim/domain/counter"
	screens "tim/tui/screen"
	"tim/tui/screen/leaves"
	screenmanage "tim/tui/screen/manage"
	"tim/tui/screen/screentest"
	"tim/tui/text"
)

// A rate that is typed at the manager's desk of one till is what the next order at another till earns.
func TestARateChangedAtTheManagersDeskIsWhatAnotherTillEarns(t *testing.T) {
	c := openChain(t)
	c.put("/v1/shops/q1/staff/mai", `{"name": "Trần Thị Mai", "role": "manager", "pin": "7913"}`)
	one, other := manages(t, c.enrolled()), manages(t, c.enrolled())
	other.do(counter.OpenShift{Float: 500_000})
	one.until("mai is known", func() bool { return one.try(counter.Oversee{PIN: "7913", Manage: true}) == nil })
	env := screentest.Env(one.counter.Look(), text.English, 80, 21)
	env.Now = time.Now()
	desk := atDesk{t: t, env: env, screen: screenmanage.New(one.desk, "mai")}
	desk.tell(screens.Opened{})
	desk.press("enter")
	for range 4 { // every tier
		desk.press("3", "0", "0", "down")
	}
	desk.press("f9", "f6", "esc", "f9") // looked at on real orders, and saved
	if !screentest.Seen(desk.screen, env, "Manager's desk") || screentest.Seen(desk.screen, env, "saved yet") {
		t.Fatalf("\n%s", screentest.Plain(desk.screen.Draw(env)))
	}
	saved, _, err := one.desk.Program(t.Context())
	if err != nil || saved.Author != "q1/mai" {
		t.Fatalf("%+v, %v", saved, err)
	}
	other.until("the other till has the version", func() bool {
		versions, err := other.shop.Programs(t.Context())
		return err == nil && other.counter.Reread(t.Context()) == nil && versions.At(time.Now()).Version == saved.Version
	})
	other.do(counter.Enter{Text: demo.MilkCode}, counter.Enter{Text: "0912345678"})
	if earns := other.counter.Look().Cart.WillEarn; earns != 96 { // 32.000 VND at 300 %
		t.Errorf("the next carton earns %d points", earns)
	}
	if m := one.asked(); m.By != "mai" || m.Method != "PUT" {
		t.Errorf("the journal says %+v", m)
	}
}

// atDesk is a manager who presses keys, each when all that was asked is answered.
type atDesk struct {
	t      *testing.T
	env    screens.Env
	screen screens.Screen
}

func (d *atDesk) press(keys ...string) {
	for _, k := range keys {
		next, asked := screentest.Press(d.screen, d.env, k)
		d.screen = next
		d.answer(asked)
	}
}

func (d *atDesk) tell(msg tea.Msg) {
	next, asked := d.screen.Update(d.env, msg)
	d.screen = next
	d.answer(asked)
}

func (d *atDesk) answer(asked []screens.Effect) {
	for _, e := range asked {
		if r, is := e.(screens.Review); is {
			d.tell(leaves.Run(d.t.Context(), r))
		}
	}
}
