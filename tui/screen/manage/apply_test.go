package manage

import (
	"context"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/style"
	"tim/tui/text"
)

// ruler answers about points under other rules, and remembers what it was asked to apply.
type ruler struct {
	Central
	stays   office.Reruling
	err     error
	applied []int
}

func (c *ruler) Staying(context.Context, loyalty.Program, func(done, total int)) (office.Reruling, error) {
	return c.stays, nil
}

func (c *ruler) ApplyExpiry(_ context.Context, days int, _ func(done, total int)) (office.Reruling, error) {
	c.applied = append(c.applied, days)
	return c.stays, c.err
}

// told gives the page a message and central's answers to what it asks.
func (c *ruler) told(env screen.Env, p page, msg tea.Msg) (page, outcome) {
	p, o := p.Update(env, msg)
	for len(o.Asks) > 0 {
		a := o.Asks[0]
		value, err := a.Of(context.Background(), seat{Central: c})
		p, o = p.Update(env, answer{What: a.What, Value: value, Err: err})
	}
	return p, o
}

func TestX5ANewExpiryRuleIsOfferedForThePointsThatAreThere(t *testing.T) {
	env := screen.Env{Lang: text.English, Texts: text.In(text.English), Theme: style.ByName(style.None), Now: time.Now(), Zone: time.UTC, Width: 80, Height: 20}
	was := loyalty.Default()
	is := was
	is.Expiry = loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 365}
	if offers(env, was, was) || !offers(env, was, is) {
		t.Error("only a new expiry rule leaves points behind")
	}
	if is.EffectiveFrom = env.Now.Add(time.Hour); offers(env, was, is) {
		t.Error("what isn't in force can't be applied")
	}
	c := &ruler{stays: office.Reruling{Members: 3, Points: 45}}
	p, o := c.told(env, newApplying(is), opened{})
	if o.Close || len(c.applied) > 0 {
		t.Fatal("nobody was asked")
	}
	back, o := c.told(env, p, screen.Act{ID: keymap.Back})
	if !o.Close || len(c.applied) > 0 {
		t.Errorf("Esc keeps the old rule: %+v, %+v", back, c.applied)
	}
	types := func(keys string, rubs int) {
		for range rubs {
			p, _ = c.told(env, p, tea.KeyPressMsg{Code: tea.KeyBackspace})
		}
		for _, k := range keys {
			p, _ = c.told(env, p, tea.KeyPressMsg{Code: k, Text: string(k)})
		}
	}
	types("99999", 2)
	if p, o = c.told(env, p, screen.Act{ID: keymap.Save}); o.Close || len(c.applied) > 0 {
		t.Errorf("so many days are refused at the field: %+v", c.applied)
	}
	types("45", 5)
	c.err = fault.New(fault.Unavailable, "manage.unsure", nil)
	if p, o = c.told(env, p, screen.Act{ID: keymap.Save}); o.Close || len(c.applied) != 1 || c.applied[0] != 45 {
		t.Errorf("%+v: it isn't known to be done", c.applied)
	}
	c.err = nil
	if _, o = c.told(env, p, screen.Act{ID: keymap.Save}); !o.Close || len(c.applied) != 2 {
		t.Errorf("asked again: %+v, %+v", o, c.applied)
	}
	c.stays = office.Reruling{}
	if _, o = c.told(env, newApplying(is), opened{}); !o.Close {
		t.Error("nothing stays behind, and still somebody is asked")
	}
}

// Whoever didn't take the offer behind the save, or comes later, finds it on the rule's page.
func TestX5IsOfferedFromTheRulesPage(t *testing.T) {
	env, c := at80(), central()
	s := pressing(sits(c, env), env, "down", "down", "enter")
	screentest.See(t, s, env, "Điểm đang có")
	s = pressing(s, env, "down", "down")
	screentest.See(t, pressing(s, env, "enter"), env, "điểm của")
	s = pressing(sits(c, env), env, "down", "down", "enter", "right")
	screentest.Hidden(t, s, env, "Điểm đang có") // a save offers it by itself
}
