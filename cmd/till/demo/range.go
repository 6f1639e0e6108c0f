package demo

import (
	"fmt"
	"math/rand/v2"
	"regexp"

	"tim/domain/catalog"
	"tim/domain/money"
)

// ProductsMax is how many products Range can tell apart by their names.
const ProductsMax = 60_000

// brand is how brands look in the names of the demo's goods: words in capitals behind the first word.
var brand = regexp.MustCompile(`(?:\p{Lu}\p{Ll}+ )+\p{Lu}\p{Ll}+`)

var (
	brandFirst = []string{
		"Đồi", "Suối", "Bến", "Nắng", "Sông", "Ngàn", "Rừng", "Vườn", "Chợ", "Trăng", "Sao", "Hương", "Mưa", "Lúa", "Cánh",
	}
	brandSecond = []string{
		"Sen", "Thông", "Quế", "Chè", "Mận", "Cúc", "Bưởi", "Tràm", "Dừa", "Cau", "Lựu", "Nhãn", "Gấc", "Me",
	}
)

// Range is the goods of an invented shop of any size, checked: the demo's first, and behind them the same goods of other
// brands, at other prices. The i-th is always the same.
func Range(n int) []catalog.Product {
	shelf := Products()
	var copied []catalog.Product // what comes from many makers: nothing weighed, no phone cards
	for _, p := range shelf {
		if !p.Weighed && p.Earns {
			copied = append(copied, p)
		}
	}
	if n <= len(shelf) {
		return shelf[:n]
	}
	products := shelf
	for i := 0; len(products) < n; i++ {
		products = append(products, byMaker(copied[i%len(copied)], i/len(copied), len(products)+1))
	}
	return products
}

// byMaker is a product as another maker has it; number is its place on the shelves.
func byMaker(p catalog.Product, maker, number int) catalog.Product {
	name := brandFirst[maker%len(brandFirst)] + " " + brandSecond[maker/len(brandFirst)%len(brandSecond)]
	if where := brand.FindStringIndex(p.Name); where != nil {
		p.Name = p.Name[:where[0]] + name + p.Name[where[1]:]
	} else {
		p.Name += " " + name
	}
	chance := rand.New(rand.NewPCG(uint64(number), 1))
	const step money.VND = 500
	p.Price = max(step*2, p.Price*money.VND(80+chance.IntN(50))/100/step*step)
	digits := fmt.Sprintf("20%010d", number)
	p.Barcodes = []string{digits + string(catalog.CheckDigit(digits))}
	p.SKU = fmt.Sprintf("%s-%05d", skuLetters.FindString(p.SKU), number)
	p, err := p.Checked()
	if err != nil {
		panic(fmt.Sprintf("demo: product %s: %v", p.Name, err))
	}
	return p
}

var skuLetters = regexp.MustCompile(`^[A-Z]+`)
