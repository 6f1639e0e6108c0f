package buyer

import (
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/sale"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
)

// at is the form over an order.
func at(s counter.State) (screen.Screen, screen.Env) {
	env := screentest.Env(s, text.Vietnamese, 80, 21)
	b, _ := New().Update(env, screen.Opened{})
	return b, env
}

func TestABuyerIsTakenDownFieldByField(t *testing.T) {
	b, env := at(story.Order())
	b, _ = screentest.Type(b, env, "0100109107")
	b, effects := screentest.Press(b, env, "f9")
	screentest.Asks(t, effects, screen.Beep{})
	screentest.See(t, b, env, "sai số kiểm tra", "Tên công ty")
	b, _ = screentest.Type(b, env, "0100 109 106") // the wrong field has the focus, its text marked
	b, _ = screentest.Press(b, env, "enter")
	b, _ = screentest.Type(b, env, "Công ty Cam Sành")
	b, _ = screentest.Press(b, env, "enter")
	b, _ = screentest.Type(b, env, "12 Lê Lợi")
	b, effects = screentest.Press(b, env, "enter")
	screentest.Asks(t, effects, screen.Do{Action: counter.SetBuyer{Buyer: sale.Buyer{TaxCode: "0100109106", Name: "Công ty Cam Sành", Address: "12 Lê Lợi"}}})
	refused, _ := b.Update(env, screen.Changed{Mine: true, Err: fault.Fields{fault.At("name", "field.required", nil)}})
	screentest.See(t, refused, env, "Công ty Cam Sành")
	_, effects = b.Update(env, screen.Changed{Mine: true})
	screentest.Asks(t, effects, screen.Close{})
}

func TestABuyerIsChangedAndTakenOff(t *testing.T) {
	b, env := at(story.Named())
	screentest.See(t, b, env, "0100109106", "Công ty Cam Sành", "12 Lê Lợi, Quận 1")
	_, effects := screentest.Press(b, env, "f8")
	screentest.Asks(t, effects, screen.Do{Action: counter.SetBuyer{}})
	_, effects = screentest.Press(b, env, "esc")
	screentest.Asks(t, effects, screen.Close{})
}
