package first

import (
	"fmt"

	"tim/domain/setup"
	"tim/tui/screen/form"
	"tim/tui/text"
)

// lines are the fields of the step.
func (s Screen) lines() []form.Line {
	switch s.at {
	case "language":
		return ones(choice("language", "vi", "en"))
	case "place":
		return s.placeLines()
	case "shop":
		return s.shopLines()
	case "zone":
		return ones(form.Field{Key: "program.currency", Kind: form.Fixed, Label: text.SetupLabel("program.currency")}, typed("program.time_zone", form.Text), typed("shop.discount_free", form.Number))
	case "staff":
		return s.staffLines()
	case "products":
		return s.productLines()
	case "printer":
		return s.printerLines()
	}
	return nil
}

func ones(fields ...form.Field) []form.Line {
	lines := make([]form.Line, len(fields))
	for i, f := range fields {
		lines[i] = form.One(f)
	}
	return lines
}

// typed is a field that is typed.
func typed(key string, kind form.Kind) form.Field {
	return form.Field{Key: key, Kind: kind, Label: text.SetupLabel(key), Unit: text.SetupUnit(key), About: text.SetupAbout(key)}
}

// choice is a field of which one value is chosen.
func choice(key string, values ...string) form.Field {
	f := form.Field{Key: key, Kind: form.Choice, Label: text.SetupLabel(key)}
	for _, v := range values {
		f.Options = append(f.Options, form.Option{Value: v, Label: text.SetupChoice(key, v)})
	}
	return f
}

// row is one that Enter does something on.
func row(key string) form.Line {
	return form.One(form.Field{Key: key, Kind: form.Open, Label: text.SetupLabel(key)})
}

func (s Screen) placeLines() []form.Line {
	fields := []form.Field{choice(placeKey, alone, inChain)}
	if s.chained {
		fields = append(fields, typed("central.url", form.Text), typed("central.code", form.Text), typed("central.ca", form.Text))
	}
	return ones(fields...)
}

func (s Screen) shopLines() []form.Line {
	fields := []form.Field{typed("shop.name", form.Text), typed("shop.address", form.Text), typed("shop.phone", form.Text), typed("shop.tax_code", form.Text), typed("shop.returns", form.Text)}
	if s.kind == setup.Chain {
		fields = append(fields, typed("shop_id", form.Text))
	}
	return ones(fields...)
}

// The columns of the products.
const (
	priceColumn = 12
	codeColumn  = 15
)

// staffLines are a manager, a cashier, and whom else there is.
func (s Screen) staffLines() []form.Line {
	var lines []form.Line
	for i, p := range s.a.Staff {
		key := func(field string) string { return fmt.Sprintf("staff[%d].%s", i, field) }
		name := form.One(form.Field{Key: key("name"), Label: text.SetupLabel("staff.name")})
		name.Heading = text.SetupLabel(p.Role)
		lines = append(lines, name)
		if i >= 2 {
			role := choice("staff.role", setup.Cashier, setup.Supervisor, setup.Manager)
			role.Key = key("role")
			lines = append(lines, form.One(role))
		}
		lines = append(lines, form.One(form.Field{Key: key("pin"), Kind: form.Secret, Label: text.SetupLabel("staff.pin"), Empty: text.SetupNewPIN, About: text.SetupAbout("staff.pin")}),
			form.One(form.Field{Key: key("again"), Kind: form.Secret, Label: text.SetupLabel("staff.again")}))
	}
	return append(lines, row(addStaff))
}

func (s Screen) productLines() []form.Line {
	from := choice("products.from", setup.FromSamples, setup.FromFile, setup.FromList, setup.NoProducts)
	if len(s.maker.Samples()) == 0 {
		from = choice("products.from", setup.NoProducts, setup.FromFile, setup.FromList)
	}
	lines := ones(from)
	switch s.a.Products.From {
	case setup.FromFile:
		lines = append(lines, form.One(typed("products.file", form.Text)))
	case setup.FromList:
		for i := range s.a.Products.List {
			key := func(field string) string { return fmt.Sprintf("products.list[%d].%s", i, field) }
			lines = append(lines, form.Line{Widths: []int{0, priceColumn, codeColumn}, Fields: []form.Field{{Key: key("name"), Label: text.SetupLabel("product")},
				{Key: key("price"), Kind: form.Number, Label: text.SetupLabel("product.price")}, {Key: key("barcode"), Label: text.SetupLabel("product.code")}}})
		}
		if len(lines) > 1 {
			lines[1].Heads = []text.Both{text.SetupLabel("product"), text.SetupLabel("product.price"), text.SetupLabel("product.code")}
		}
		lines = append(lines, row(addProduct))
	}
	return lines
}

func (s Screen) printerLines() []form.Line {
	lines := ones(choice(printerKey, noPrinter, devicePrinter, networkPrinter))
	if s.printer == noPrinter {
		return lines
	}
	return append(append(lines, ones(typed("printer.to", form.Text), choice("printer.paper", "80", "58"), choice("printer.drawer", "2", "5", "none"))...), row(testKey))
}
