package first

import (
	"strings"

	"tim/domain/setup"
	"tim/tui/screen"
	"tim/tui/screen/program"
	"tim/tui/text"
)

// examples are what the step's answers come to, in words; of answers that can't be, none.
func (s Screen) examples(env screen.Env) []program.Said {
	zone, err := s.maker.Zone(s.a.Program.TimeZone)
	if err != nil {
		return nil
	}
	if section, is := sections[s.at]; is {
		return section.Example(s.program, env.Lang, zone, env.Now)
	}
	var said []program.Said
	for _, line := range s.plain(env) {
		said = append(said, program.Said{Text: line})
	}
	if s.at == "zone" {
		said = append(said, program.Said{Text: text.ZoneExample(env.Now, zone, env.Lang)})
	}
	return said
}

// plain are the examples that have no figures of the programme.
func (s Screen) plain(env screen.Env) []string {
	switch s.at {
	case "shop":
		return s.head()
	case "staff":
		return []string{text.StaffExample.In(env.Lang)}
	case "printer":
		return []string{text.PrinterExample(s.a.Printer, env.Lang)}
	case "products":
		if s.a.Products.From == setup.NoProducts {
			return []string{text.NoGoods.In(env.Lang)}
		}
		goods := s.a.Goods(s.maker.Samples(), s.goods)
		if len(goods) == 0 {
			return nil
		}
		var first []string
		for _, p := range goods[:min(len(goods), 2)] {
			first = append(first, p.Name+" "+text.Money(p.Price))
		}
		return []string{text.GoodsExample(len(goods), first, env.Lang)}
	}
	return nil
}

// head is the head of a receipt.
func (s Screen) head() []string {
	var lines []string
	for _, line := range []string{s.a.Shop.Name, s.a.Shop.Address, strings.TrimSpace(s.a.Shop.Phone + "  " + s.a.Shop.TaxCode)} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
