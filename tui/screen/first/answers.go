package first

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/setup"
	"tim/tui/screen"
	"tim/tui/screen/form"
	"tim/tui/screen/program"
)

// The fields that are no answers by themselves.
const (
	placeKey   = "place" // alone or chain
	addStaff   = "add.staff"
	addProduct = "add.product"
	testKey    = "test" // prints one
	printerKey = "printer.kind"

	// What placeKey and printerKey choose among.
	alone          = "alone"
	inChain        = "chain"
	noPrinter      = "none"
	devicePrinter  = "device"
	networkPrinter = "tcp"
)

// sections are the steps that are the programme's own, as the manager's desk has them.
var sections = map[string]program.Section{"points": program.Points, "earning": program.Earning, "expiry": program.Expiry, "using": program.Using, "offline": program.Offline}

// value is a field's as it is shown.
func (s Screen) value(key string) string {
	if typed, is := s.raw[key]; is {
		return typed
	}
	switch {
	case key == placeKey && s.chained:
		return inChain
	case key == placeKey:
		return alone
	case key == printerKey:
		return s.printer
	case strings.HasPrefix(key, "central."):
		a := s.a
		a.Central = s.join
		return a.At(key)
	case strings.HasSuffix(key, ".again"):
		return s.again[key]
	case strings.HasSuffix(key, ".barcode"):
		if codes := s.a.Products.List[index(key)].Barcodes; len(codes) > 0 {
			return codes[0]
		}
		return ""
	case strings.HasPrefix(key, "products.list") && strings.HasSuffix(key, ".price") && s.a.At(key) == "0":
		return ""
	}
	return s.a.At(key)
}

// index is the number in "staff[1].pin".
func index(key string) (i int) {
	_, after, _ := strings.Cut(key, "[")
	_, _ = fmt.Sscanf(after, "%d", &i) // 0 where there is none
	return i
}

// read takes a field's value into the answers.
func (s Screen) read(key string) Screen {
	typed := s.form.Value(key)
	if _, is := sections[s.at]; is {
		return s.set(key, typed)
	}
	s.raw, s.bad = without(s.raw, key), without(s.bad, key)
	s.form = s.form.Faulty(s.bad)
	switch {
	case key == placeKey:
		return s.placed(typed)
	case key == printerKey:
		return s.printing(typed)
	case key == "language":
		s.a = inWords(s.a, setup.Default(s.kind, s.a.Language == "en"), setup.Default(s.kind, typed == "en"))
		return s
	case strings.HasSuffix(key, ".again"):
		s.again = with(s.again, key, typed)
		return s
	case strings.HasSuffix(key, ".barcode"):
		s.a.Products.List = slices.Clone(s.a.Products.List)
		s.a.Products.List[index(key)].Barcodes = slices.DeleteFunc([]string{typed}, func(code string) bool { return code == "" })
		return s
	case strings.HasPrefix(key, "products.list") && strings.HasSuffix(key, ".price") && typed == "":
		typed = "0"
	}
	next, err := s.a.With(key, typed)
	if err != nil {
		s.raw, s.bad = with(s.raw, key, typed), with(s.bad, key, err)
		return s
	}
	s.a, s.program = next, s.program.With(next.Program)
	switch {
	case strings.HasPrefix(key, "central."):
		s.join, s.joined = s.a.Central, nil
	case strings.HasPrefix(key, "staff[") && strings.HasSuffix(key, ".name"):
		s.a.Staff[index(key)].ID = "" // theirs comes from the name
	case key == "products.from" && typed == setup.FromList && len(s.a.Products.List) == 0:
		s.a.Products.List = blankGoods(nil, 4)
	}
	if s.branches(key) {
		s = s.renewed(key)
		s.typed = true
	}
	return s
}

// set takes a setting of the programme into its draft.
func (s Screen) set(key, typed string) Screen {
	s.program = s.program.Set(key, typed)
	s.a.Program = s.program.Doc()
	if s.form.Focused().Kind == form.Choice { // other fields may be asked behind it
		s = s.renewed(key)
		s.typed = true
	}
	s.form = s.form.Faulty(s.program.Faults())
	return s
}

// placed is the answer to where the shop stands. What was typed of a chain is kept while it stands alone.
func (s Screen) placed(where string) Screen {
	if s.chained, s.a.Central = where == inChain, (setup.Central{}); s.chained {
		s.a.Central = s.join
	}
	s = s.renewed(placeKey)
	s.typed = true
	return s
}

// wayTo is where a printer of a kind usually is.
var wayTo = map[string]string{devicePrinter: "/dev/usb/lp0", networkPrinter: "tcp://192.168.1.100:9100"}

// printing is the answer to what kind of printer there is.
func (s Screen) printing(kind string) Screen {
	s.printer, s.a.Printer.To = kind, wayTo[kind]
	s.raw, s.bad = without(s.raw, "printer.to"), without(s.bad, "printer.to")
	s = s.renewed(printerKey)
	s.typed = true
	return s
}

// kindOf is the kind of a printer by its address.
func kindOf(p setup.Printer) string {
	switch {
	case p.To == "":
		return noPrinter
	case strings.HasPrefix(p.To, "/"):
		return devicePrinter
	}
	return networkPrinter
}

// joinField is where somebody looks first who couldn't join a chain.
func joinField(err error) string {
	f, _ := fault.Of(err)
	switch {
	case f != nil && strings.HasPrefix(f.Code, "enrol."):
		return "central.code"
	case f != nil && f.Field != "":
		return f.Field
	}
	return "central.url"
}

// branches says whether other fields are asked behind another answer to this one.
func (s Screen) branches(key string) bool {
	return key == "products.from"
}

// blankGoods are rows to be filled in. What is sold here bears the reduced rate as long as there is one.
func blankGoods(before []catalog.Product, n int) []catalog.Product {
	list := slices.Clone(before)
	for range n {
		list = append(list, catalog.Product{Earns: true, VAT: catalog.ReducedVAT()})
	}
	return list
}

// opened does what an entered row says.
func (s Screen) opened(key string) (Screen, []screen.Effect) {
	focus := ""
	switch key {
	case addStaff:
		s.a.Staff = append(slices.Clone(s.a.Staff), setup.Person{Role: setup.Cashier})
		focus = fmt.Sprintf("staff[%d].name", len(s.a.Staff)-1)
	case addProduct:
		s.a.Products.List = blankGoods(s.a.Products.List, 1)
		focus = fmt.Sprintf("products.list[%d].name", len(s.a.Products.List)-1)
	case testKey:
		if faults := s.faults(); len(faults) > 0 {
			s.form = s.form.Faulty(faults).FirstFault()
			return s, []screen.Effect{screen.Beep{}}
		}
		p := s.a.Printer
		return s.ask(askTest, func(ctx context.Context) (any, error) { return nil, s.maker.TestPrint(ctx, p) })
	}
	return s.renewed(focus), nil
}

// tidied drops the rows of a table that were emptied.
func (s Screen) tidied() Screen {
	if len(s.bad) > 0 {
		return s
	}
	before := len(s.a.Staff) + len(s.a.Products.List)
	switch s.at {
	case "staff":
		for i := len(s.a.Staff) - 1; i >= 2; i-- {
			if s.a.Staff[i].Name == "" && s.a.Staff[i].PIN == "" {
				s.a.Staff = slices.Delete(slices.Clone(s.a.Staff), i, i+1)
			}
		}
	case "products":
		if s.a.Products.From == setup.FromList {
			s.a.Products.List = filled(s.a.Products.List)
		}
	}
	if before == len(s.a.Staff)+len(s.a.Products.List) {
		return s
	}
	return s.renewed("")
}

// filled are the rows that say something; of none one is left, so that it can be found fault with.
func filled(list []catalog.Product) []catalog.Product {
	kept := slices.DeleteFunc(slices.Clone(list), func(p catalog.Product) bool { return p.Name == "" && p.Price == 0 && len(p.Barcodes) == 0 })
	if len(kept) == 0 {
		return blankGoods(nil, 1)
	}
	return kept
}

// faults are those of this step's answers, by their fields. What isn't a field's stands under "".
func (s Screen) faults() map[string]error {
	found := map[string]error{}
	for key, err := range s.bad {
		found[key] = err
	}
	keys := s.form.Keys()
	if _, is := sections[s.at]; is {
		for key, err := range s.program.Faults() {
			if slices.Contains(keys, key) || s.at == "points" && key == "tiers" {
				found[key] = err
			}
		}
		return found
	}
	for key, err := range fieldsOf(s.judged().Validate(s.kind, s.maker.Zone)) {
		key = strings.Replace(key, ".barcodes[0]", ".barcode", 1)
		switch {
		case found[key] != nil:
		case slices.Contains(keys, key):
			found[key] = err
		case key == s.at: // "staff"
			found[""] = err
		}
	}
	if s.at == "place" && s.chained && s.join.URL == "" {
		found["central.url"] = fault.At("central.url", "field.required", nil)
	}
	for _, key := range keys {
		pin, is := strings.CutSuffix(key, ".again")
		if is && s.a.At(pin+".pin") != s.again[key] {
			found[key] = fault.At(key, "pin.twice", nil)
		}
	}
	return found
}

// judged are the answers as they are checked here: with an address of a chain, even before one was typed.
func (s Screen) judged() setup.Answers {
	a := s.a
	if s.chained && a.Central.URL == "" {
		a.Central.URL = "http://"
	}
	return a
}

// fieldsOf are the faults of an error by their fields; one without stands under "".
func fieldsOf(err error) map[string]error {
	found := map[string]error{}
	var list fault.Fields
	switch f, is := fault.Of(err); {
	case errors.As(err, &list):
		for _, f := range list {
			if found[f.Field] == nil {
				found[f.Field] = f
			}
		}
	case is:
		found[f.Field] = f
	}
	return found
}

// with is a map with one more entry, and without with one less; m stays.
func with[V any](m map[string]V, key string, v V) map[string]V {
	next := without(m, key)
	next[key] = v
	return next
}

func without[V any](m map[string]V, key string) map[string]V {
	next := make(map[string]V, len(m)+1)
	for k, v := range m {
		if k != key {
			next[k] = v
		}
	}
	return next
}
