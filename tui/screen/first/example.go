package first

import (
	"cmp"
	"strings"

	"tim/domain/catalog"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/domain/setup"
	"tim/tui/screen"
	"tim/tui/text"
)

// The order and the member that examples are about.
const (
	exampleOrder money.VND = 250_000
	exampleOdd   money.VND = 28_500
	examplePaid            = 500 // points that the member has
	exampleKept            = 800 // points that a regular has
)

// exampleVAT is what goods bear in an example.
var exampleVAT = catalog.ReducedVAT()[0].Percent

// examples are what the step's answers come to, in words; of answers that can't be, none.
func (s Screen) examples(env screen.Env) []string {
	p := s.a.Program
	if s.bad != nil && len(s.bad) > 0 || p.Validate() != nil {
		return nil
	}
	zone, err := s.maker.Zone(p.TimeZone)
	if err != nil {
		return nil
	}
	earned := func(spend money.VND, t loyalty.Tier) loyalty.Earned {
		channel := cmp.Or(append(p.Channels, sale.Store)...)
		return p.Freeze(t, channel, env.Now, zone).Earn([]loyalty.BaseLine{{Amount: spend, VAT: exampleVAT}})
	}
	switch s.at {
	case "shop":
		return s.head()
	case "zone":
		return []string{text.ZoneExample(env.Now, zone, env.Lang)}
	case "ranking":
		return text.RankingExample(exampleOrder, earned(exampleOrder, p.Tiers[0]).Ranking, exampleOdd, earned(exampleOdd, p.Tiers[0]).Ranking, env.Lang)
	case "tiers":
		var names []string
		var points []int64
		for _, t := range p.Tiers {
			names, points = append(names, t.Name), append(points, earned(exampleOrder, t).Reward)
		}
		said := []string{text.TiersExample(exampleOrder, names, points, env.Lang)}
		for _, w := range p.Warnings() {
			said = append(said, text.TierWarning(w, env.Lang))
		}
		return said
	case "earning":
		e := earned(exampleOrder, p.Tiers[0])
		lot := e.Rule.Lot("example", 1, max(e.Reward, 1), env.Now)
		return []string{text.EarnedExample(exampleOrder, e.Eligible, e.Reward, env.Lang), text.UsableExample(lot.UsableAt, env.Now, zone, env.Lang)}
	case "expiry":
		lot := earned(exampleOrder, p.Tiers[0]).Rule.Lot("example", 1, 1, env.Now)
		return []string{text.LapseExample(lot.Expiry.LapsesAt, env.Now, zone, env.Lang)}
	case "using":
		most := p.Use.Limit(loyalty.UseBasis{Payable: exampleOrder, LeftToPay: exampleOrder, Usable: examplePaid})
		return text.UseExample(exampleOrder, examplePaid, most.Max, most.Amount, env.Lang)
	case "offline":
		return []string{text.OfflineExample(exampleKept, p.Offline, env.Lang)}
	}
	return s.plain(env)
}

// plain are the examples that have no figures of the programme.
func (s Screen) plain(env screen.Env) []string {
	switch s.at {
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
