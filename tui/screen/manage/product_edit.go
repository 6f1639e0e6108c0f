package manage

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/form"
	"tim/tui/text"
	"tim/tui/widget"
)

// product is one being added or changed.
type product struct {
	editor
	of    catalog.Product
	fresh bool
	rates int // rows of VAT
}

// newProduct's form gets its days when it is first told the zone.
func newProduct(of catalog.Product, fresh bool) product {
	return product{of: of, fresh: fresh, rates: -1}
}

func productForm(fresh bool, rates int, values map[string]string) form.Form {
	l := &text.ProductFields
	yesNo := []form.Option{{Value: "true", Label: l.Yes}, {Value: "false", Label: l.No}}
	sku := form.Field{Key: "sku", Label: l.SKU, Max: catalog.SKUMax}
	if !fresh {
		sku.Kind = form.Fixed
	}
	lines := []form.Line{form.One(sku)}
	for _, f := range []form.Field{{Key: "name", Label: l.Name, Max: catalog.ProductNameMax},
		{Key: "price", Kind: form.Number, Label: l.Price, Unit: l.Dong, About: l.PriceAbout},
		{Key: "barcodes", Label: l.Barcodes, Empty: l.None, About: l.BarcodesAbout, Max: 400},
		{Key: "category", Label: l.Category, Empty: l.None, Max: catalog.CategoryMax},
		{Key: "unit", Label: l.Unit, Empty: l.None, Max: catalog.UnitMax},
		{Key: "earns", Kind: form.Choice, Label: l.Earns, Options: yesNo},
		{Key: "weighed", Kind: form.Choice, Label: l.Weighed, Options: []form.Option{yesNo[1], yesNo[0]}, About: l.WeighedAbout},
		{Key: "item", Label: l.Item, Empty: l.None, About: l.ItemAbout, Max: 5}} {
		lines = append(lines, form.One(f))
	}
	for i := range rates {
		row := form.Line{Widths: []int{14, 12}, Fields: []form.Field{
			{Key: fmt.Sprintf("vat[%d].from", i), Label: l.From, Empty: l.Always, About: l.VATAbout, Max: 10},
			{Key: fmt.Sprintf("vat[%d].percent", i), Kind: form.Decimal, Label: l.Rate, About: l.VATAbout}}}
		if i == 0 {
			row.Heading, row.Heads = l.VAT, []text.Both{l.From, l.Rate}
		}
		lines = append(lines, row)
	}
	return filled(form.New(lines...), values)
}

func productValues(p catalog.Product, zone *time.Location) map[string]string {
	v := map[string]string{"sku": p.SKU, "name": p.Name, "barcodes": strings.Join(p.Barcodes, ", "), "category": p.Category, "unit": p.Unit,
		"earns": fmt.Sprint(p.Earns), "weighed": fmt.Sprint(p.Weighed), "item": p.Item, "price": p.Price.Decimal().String()}
	for i, r := range p.VAT {
		if !r.From.IsZero() {
			v[fmt.Sprintf("vat[%d].from", i)] = r.From.In(zone).Format("02/01/2006")
		}
		v[fmt.Sprintf("vat[%d].percent", i)] = percentTyped(r.Percent)
	}
	return v
}

// begun is the page with its form, once the zone of its days is known.
func (p product) begun(env screen.Env) product {
	if p.rates < 0 {
		p.rates = min(len(p.of.VAT)+1, catalog.VATRatesMax)
		values := productValues(p.of, env.Zone)
		if p.fresh {
			delete(values, "price")
		}
		p.editor = edit(productForm(p.fresh, p.rates, values))
	}
	return p
}

// read is the product as it was typed, or every field that can't be read. A rate holds from 00:00 of its day in the zone.
func (p product) read(zone *time.Location) (catalog.Product, error) {
	t := typed{form: p.form}
	next := catalog.Product{SKU: t.text("sku"), Name: t.text("name"), Barcodes: t.names("barcodes"), Category: t.text("category"), Unit: t.text("unit"),
		Earns: t.yes("earns"), Weighed: t.yes("weighed"), Item: t.text("item")}
	if price := t.amount("price"); price != nil {
		next.Price = *price
	} else {
		t.faults = append(t.faults, fault.At("price", "field.required", nil))
	}
	for i := range p.rates {
		if rate, there := t.rate(fmt.Sprintf("vat[%d]", i), zone); there {
			next.VAT = append(next.VAT, rate)
		}
	}
	_, err := next.Checked()
	return next, t.faults.Also(err).OrNil()
}

// rate is one row of VAT; false of an empty one.
func (t *typed) rate(row string, zone *time.Location) (rate catalog.VATRate, there bool) {
	day, percent := t.text(row+".from"), t.percent(row+".percent")
	if day == "" && percent == nil {
		return rate, false
	}
	if percent == nil {
		t.faults = append(t.faults, fault.At(row+".percent", "field.required", nil))
		return rate, true
	}
	rate.Percent = *percent
	if day == "" {
		return rate, true
	}
	d, err := parseDay(day)
	if err != nil {
		t.faults = append(t.faults, fault.At(row+".from", "date.format", fault.Args{"value": day}))
		return rate, true
	}
	rate.From = time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, zone).UTC()
	return rate, true
}

func (p product) Keys() keymap.Set { return p.keys() }

func (p product) Unsaved() bool { return p.rates >= 0 && p.changed() }

func (p product) Title(env screen.Env) (left, right string) {
	t := &env.Texts.People
	if p.fresh {
		return t.Products + " · " + t.AddProduct, ""
	}
	return t.Products + " · " + widget.Clean(p.of.Name), ""
}

func (p product) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	p = p.begun(env)
	if a, is := msg.(answer); is {
		if a.Err != nil {
			p.editor = p.refused(a.Err, productField)
			return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
		}
		stored, _ := a.Value.(catalog.Product)
		o := tell("product.saved", fault.Args{"name": stored.Name})
		o.Close = true
		return p, o
	}
	next, did := p.update(msg)
	p.editor = next
	switch {
	case did.leave:
		return p, outcome{Close: true}
	case did.send:
		return p.send(env)
	}
	return p, outcome{Effects: did.effects}
}

func (p product) send(env screen.Env) (page, outcome) {
	next, err := p.read(env.Zone)
	if err != nil {
		p.editor = p.refused(err, productField)
		return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	p.editor = p.sending()
	return p, outcome{Asks: []ask{{What: askSave, Of: func(ctx context.Context, s seat) (any, error) { return s.PutProduct(ctx, next) }}}}
}

// productField is the field of a fault's path: all barcodes are one field.
func productField(path string) string {
	if strings.HasPrefix(path, "barcodes[") {
		return "barcodes"
	}
	return path
}

func (p product) Draw(env screen.Env) widget.Pane {
	p = p.begun(env)
	var about []string
	if next, err := p.read(env.Zone); err == nil && len(next.VAT) > 0 {
		about = append(about, env.Texts.People.PriceWithVAT(next.Price, next.VATAt(env.Now)))
	}
	return p.draw(env, env.Width, env.Height, about...)
}
