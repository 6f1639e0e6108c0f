package setup

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/shift"
)

// Limits of what is typed, characters.
const (
	nameMax    = 100
	addressMax = 200
	shortMax   = 60
	urlMax     = 500
	listMax    = 1000 // products by hand
)

// Validate is every answer at fault, by its key and all at once; zone knows the time zones of this machine. Of a till that joins a
// chain only what it is asked counts. Faults beside those of loyalty.Program.Validate (below "program") and
// catalog.Product.Checked (below "products.list[i]"): field.required, field.too_long, field.characters, field.enum, field.range,
// field.duplicate; tax_code.format; pin.format, pin.weak, pin.same (name); staff.no_manager, staff.no_cashier; printer.address;
// url.format.
func (a Answers) Validate(k Kind, zone func(name string) (*time.Location, error)) error {
	c := checker{answers: a}
	c.enum("language", a.Language, "vi", "en")
	switch {
	case k == Chain:
		c.absent("central.url", a.Central.URL != "")
		c.absent("printer.to", a.Printer.To != "")
	default:
		c.printer(a.Printer)
		if !a.Alone() {
			c.central(a.Central)
			return c.faults.OrNil()
		}
	}
	c.shop()
	c.program(zone)
	c.staff(a.Staff)
	c.products(k, a.Products)
	return c.faults.OrNil()
}

// checker collects faults.
type checker struct {
	answers Answers
	faults  fault.Fields
}

func (c *checker) add(field, code string, args fault.Args) {
	c.faults = append(c.faults, fault.At(field, code, args))
}

// below adds the faults of a part under its own key.
func (c *checker) below(key string, err error) {
	for _, f := range (fault.Fields{}).Also(err) {
		at := *f
		at.Field = key + "." + f.Field
		c.faults = append(c.faults, &at)
	}
}

func (c *checker) absent(field string, there bool) {
	if there {
		c.add(field, "field.unknown", nil)
	}
}

func (c *checker) enum(field, value string, allowed ...string) {
	for _, a := range allowed {
		if a == value {
			return
		}
	}
	c.add(field, "field.enum", fault.Args{"value": value, "allowed": strings.Join(allowed, " | ")})
}

func (c *checker) text(field, value string, most int) {
	switch {
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		c.add(field, "field.characters", nil)
	case utf8.RuneCountInString(value) > most:
		c.add(field, "field.too_long", fault.Args{"max": int64(most)})
	}
}

func (c *checker) required(field, value string, most int) {
	if strings.TrimSpace(value) == "" {
		c.add(field, "field.required", nil)
		return
	}
	c.text(field, value, most)
}

func (c *checker) central(l Central) {
	c.required("central.url", l.URL, urlMax)
	if !strings.HasPrefix(l.URL, "https://") && !strings.HasPrefix(l.URL, "http://") {
		c.add("central.url", "url.format", fault.Args{"value": l.URL})
	}
	c.required("central.code", l.Code, shortMax)
	c.text("central.ca", l.CA, urlMax)
}

const idMax = 32 // characters of an id

// formedID says whether that can be an id of a shop or of somebody: a-z, 0-9 and dashes, not first.
func formedID(s string) bool {
	const first = "abcdefghijklmnopqrstuvwxyz0123456789"
	return s != "" && len(s) <= idMax && s[0] != '-' && strings.Trim(s, first+"-") == ""
}

func (c *checker) shop() {
	s := &c.answers.Shop
	if !formedID(c.answers.ShopID) {
		c.add("shop_id", "id.format", fault.Args{"value": c.answers.ShopID})
	}
	c.below("shop", s.Check())
	if s.Channel == "" {
		c.add("shop.channel", "field.required", nil)
	}
	if s.Currency == "" {
		c.enum("shop.currency", s.Currency, "VND")
	}
}

func (c *checker) program(zone func(name string) (*time.Location, error)) {
	p := c.answers.Program
	c.below("program", p.Validate())
	if _, err := zone(p.TimeZone); err != nil && p.TimeZone != "" {
		c.add("program.time_zone", "field.enum", fault.Args{"value": p.TimeZone, "allowed": loyalty.Default().TimeZone + " …"})
	}
}

func (c *checker) staff(people []Person) {
	ids, pins, having := map[string]bool{}, map[string]string{}, map[string]int{}
	for i, p := range people {
		at := func(field string) string { return fmt.Sprintf("staff[%d].%s", i, field) }
		c.required(at("name"), p.Name, shift.StaffNameMax)
		c.enum(at("role"), p.Role, Cashier, Supervisor, Manager)
		having[p.Role]++
		if p.ID != "" && ids[p.ID] {
			c.add(at("id"), "field.duplicate", fault.Args{"value": p.ID})
		}
		if p.ID != "" && !formedID(p.ID) {
			c.add(at("id"), "id.format", fault.Args{"value": p.ID})
		}
		ids[p.ID] = true
		c.pin(at("pin"), p, pins)
	}
	if having[Manager] == 0 {
		c.add("staff", "staff.no_manager", nil)
	}
	if len(people) == having[Manager] {
		c.add("staff", "staff.no_cashier", nil)
	}
}

// pin refuses one that is none, too weak, or somebody else's here: a till knows people by it.
func (c *checker) pin(field string, p Person, taken map[string]string) {
	if p.PIN == "" {
		return
	}
	if f, is := fault.Of(c.answers.Shop.Policy.CheckPIN(p.PIN)); is {
		c.add(field, f.Code, f.Args)
		return
	}
	if name, is := taken[p.PIN]; is {
		c.add(field, "pin.same", fault.Args{"name": name})
	}
	taken[p.PIN] = p.Name
}

func (c *checker) products(k Kind, p Products) {
	sources := []string{NoProducts, FromFile, FromList, FromSamples}
	if k == Chain {
		sources = sources[:3]
	}
	c.enum("products.from", p.From, sources...)
	switch p.From {
	case FromFile:
		c.required("products.file", p.File, urlMax)
	case FromList:
		if len(p.List) > listMax {
			c.add("products.list", "field.too_many", fault.Args{"max": int64(listMax)})
			return
		}
		c.list(p.List)
	}
}

// list checks products by hand; a SKU that isn't given is found (Goods).
func (c *checker) list(products []catalog.Product) {
	if len(products) == 0 {
		c.add("products.list", "field.required", nil)
	}
	codes := map[string]bool{}
	for i, p := range named(products) {
		key := fmt.Sprintf("products.list[%d]", i)
		checked, err := p.Checked()
		c.below(key, err)
		for n, code := range checked.Barcodes {
			if codes[code] {
				c.add(fmt.Sprintf("%s.barcodes[%d]", key, n), "field.duplicate", fault.Args{"value": code})
			}
			codes[code] = true
		}
	}
}

// ways are how the address of a printer begins.
var ways = []string{"/", "tcp://", "serial:///", "cups://"}

func (c *checker) printer(p Printer) {
	if p.Paper != 58 && p.Paper != 80 {
		c.add("printer.paper", "field.enum", fault.Args{"value": int64(p.Paper), "allowed": "58 | 80"})
	}
	c.enum("printer.drawer", p.Drawer, "2", "5", "none")
	named := func(way string) bool { return len(p.To) > len(way) && strings.HasPrefix(p.To, way) }
	if p.To != "" && !slices.ContainsFunc(ways, named) {
		c.add("printer.to", "printer.address", fault.Args{"value": p.To})
	}
}
