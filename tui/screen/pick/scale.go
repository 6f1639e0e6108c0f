package pick

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/money"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

// scale asks for the weight of goods that were picked without one. It is never changed in place.
type scale struct {
	row   row
	field widget.Field
	fault error
}

func newScale(r row) *scale {
	return &scale{row: r, field: widget.Field{Accept: widget.Decimals, Max: 14}}
}

func (s scale) refused(err error) *scale {
	s.fault = err
	return &s
}

// weigh is Update while the weight is asked for.
func (p Pick) weigh(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	if act, ok := msg.(screen.Act); ok {
		switch act.ID {
		case keymap.Back:
			p.scale = nil
		case keymap.Confirm:
			return p.sell()
		}
		return p, nil
	}
	s := *p.scale
	field, consumed := s.field.Update(msg)
	if consumed {
		s.field, s.fault = field, nil
		p.scale = &s
	}
	return p, nil
}

// sell sells the weight that was typed, with "," or "." before its decimals.
func (p Pick) sell() (screen.Screen, []screen.Effect) {
	if p.doing != nil {
		return p, nil
	}
	typed := p.scale.field.Value()
	if typed == "" {
		return p, []screen.Effect{screen.Beep{}}
	}
	q, err := money.ParseQuantity(strings.Replace(typed, ",", ".", 1))
	if fault.Code(err) == "quantity.format" {
		err = fault.New(fault.Invalid, "quantity.format", fault.Args{"value": typed}) // as it was typed
	}
	if err != nil {
		p.scale = p.scale.refused(err)
		return p, []screen.Effect{screen.Beep{}}
	}
	r := p.scale.row
	p.doing = &r
	return p, []screen.Effect{screen.Do{Action: counter.AddProduct{SKU: r.key, Quantity: q}}}
}
