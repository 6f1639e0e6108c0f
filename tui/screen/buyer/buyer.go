// Package buyer is the form in which a cashier takes down into whose name the open order's invoice is made, where a customer asks for
// that: a company's tax code, name and address. Nobody is asked by itself.
package buyer

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/sale"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/form"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	widthMax = 100
	headRows = 2
)

// The fields' names are those of sale.Buyer's faults.
const (
	taxCode = "tax_code"
	name    = "name"
	address = "address"
)

const taxCodeMax = 20 // with the spaces and dashes that people write

// Buyer is the screen.
type Buyer struct {
	form  form.Form
	doing bool
}

// New is the form with what the order has already.
func New() Buyer { return Buyer{} }

func fields(b sale.Buyer) form.Form {
	f := form.New(
		form.One(form.Field{Key: taxCode, Label: text.Of("Mã số thuế", "Tax code"), Max: taxCodeMax, About: text.Of("10 số, chi nhánh thêm -001; số cuối của 10 số được kiểm tra", "10 digits, a branch's with -001 behind; the tenth is checked")}),
		form.One(form.Field{Key: name, Label: text.Of("Tên công ty", "Company"), Max: sale.BuyerNameMax}),
		form.One(form.Field{Key: address, Label: text.Of("Địa chỉ", "Address"), Max: sale.BuyerAddressMax}),
	)
	return f.With(taxCode, b.TaxCode).With(name, b.Name).With(address, b.Address).Focus(taxCode)
}

// Keys implements screen.Screen.
func (b Buyer) Keys(env screen.Env) keymap.Set {
	keys := keymap.Set{keymap.Help, keymap.Confirm, keymap.Next, keymap.Previous, keymap.Save}
	if env.State.Cart.Order.Buyer != (sale.Buyer{}) {
		keys = append(keys, keymap.Drop)
	}
	return append(keys, keymap.Back)
}

// Update implements screen.Screen.
func (b Buyer) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	switch msg := msg.(type) {
	case screen.Opened:
		b.form = fields(env.State.Cart.Order.Buyer)
		return b, nil
	case screen.Changed:
		return b.changed(msg)
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			return b, []screen.Effect{screen.Close{}}
		case keymap.Save:
			return b.save()
		case keymap.Drop:
			return b.put(sale.Buyer{})
		}
	}
	next, event := b.form.Update(msg)
	if b.form = next; event.Changed != "" {
		b.form = b.form.Faulty(nil)
	}
	if event.Ended {
		return b.save()
	}
	return b, nil
}

// save writes what was typed, once each field is right.
func (b Buyer) save() (screen.Screen, []screen.Effect) {
	buyer, err := sale.Buyer{TaxCode: b.form.Value(taxCode), Name: b.form.Value(name), Address: b.form.Value(address)}.Checked()
	if err != nil {
		b.form = b.form.Faulty(byField(err)).FirstFault()
		return b, []screen.Effect{screen.Beep{}}
	}
	return b.put(buyer)
}

func (b Buyer) put(buyer sale.Buyer) (screen.Screen, []screen.Effect) {
	if b.doing {
		return b, nil
	}
	b.doing = true
	return b, []screen.Effect{screen.Do{Action: counter.SetBuyer{Buyer: buyer}}}
}

func (b Buyer) changed(msg screen.Changed) (screen.Screen, []screen.Effect) {
	switch {
	case !msg.Mine:
		return b, nil
	case msg.Err != nil:
		b.doing, b.form = false, b.form.Faulty(byField(msg.Err)).FirstFault()
		return b, nil
	}
	return b, []screen.Effect{screen.Close{}}
}

// byField are faults by the fields that they are of.
func byField(err error) map[string]error {
	faults := map[string]error{}
	var all fault.Fields
	if errors.As(err, &all) {
		for _, f := range all {
			faults[f.Field] = f
		}
	}
	return faults
}

// Draw implements screen.Screen.
func (b Buyer) Draw(env screen.Env) widget.Pane {
	t, th, width := &env.Texts.Buyer, env.Theme, min(env.Width, widthMax)
	head := widget.NewPane(width, " "+th.Title.On(t.Title), th.Border.On(widget.Rule(width)))
	foot := widget.NewPane(width, " "+th.Muted.On(t.Hint))
	page := widget.Stack(head, b.form.Draw(env, width, max(env.Height-headRows-1, 1)), foot)
	return widget.Beside(widget.Blanks((env.Width-width)/2, env.Height), page.Sized(width, env.Height)).Sized(env.Width, env.Height)
}
