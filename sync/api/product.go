package api

import (
	"net/http"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/money"
	"tim/domain/office"
)

// productDoc is a product in requests and answers.
type productDoc struct {
	SKU      string            `json:"sku,omitempty" doc:"may be repeated in a request: the path names it"`
	Name     string            `json:"name"`
	Price    *money.VND        `json:"price"`
	Barcodes []string          `json:"barcodes"`
	Category string            `json:"category,omitempty"`
	Rate     *money.Percent    `json:"vat_percent,omitempty" doc:"VAT now; absent: outside VAT"`
	VAT      []catalog.VATRate `json:"vat,omitempty" doc:"rates with the instants that they hold from, instead of vat_percent"`
	Earns    bool              `json:"earns"`
	Unit     string            `json:"unit,omitempty"`
	Weighed  bool              `json:"weighed,omitempty"`
	Item     string            `json:"item,omitempty" doc:"a weighed good's number in weight codes"`
}

func productOf(p office.Product, now time.Time) productDoc {
	d := productDoc{SKU: p.SKU, Name: p.Name, Price: &p.Price, Barcodes: p.Barcodes, Category: p.Category, Earns: p.Earns, Unit: p.Unit,
		Weighed: p.Weighed, Item: p.Item}
	if d.Barcodes == nil {
		d.Barcodes = []string{}
	}
	if len(p.VAT) > 0 {
		rate := p.VATAt(now)
		d.Rate = &rate
	}
	if len(p.VAT) > 1 || len(p.VAT) == 1 && !p.VAT[0].From.IsZero() {
		d.VAT = p.VAT
	}
	return d
}

// product is the document of a path's SKU as the catalogue knows products.
func (d productDoc) product(sku string) (catalog.Product, error) {
	if d.SKU != "" && d.SKU != sku {
		return catalog.Product{}, fault.At("sku", "field.range", fault.Args{"value": d.SKU})
	}
	if d.Price == nil {
		return catalog.Product{}, fault.At("price", "field.required", nil)
	}
	p := catalog.Product{SKU: sku, Name: d.Name, Price: *d.Price, Barcodes: d.Barcodes, Category: d.Category, VAT: d.VAT, Earns: d.Earns,
		Unit: d.Unit, Weighed: d.Weighed, Item: d.Item}
	if d.Rate != nil && len(d.VAT) == 0 {
		if *d.Rate < 0 || *d.Rate > money.Per100(100) {
			return p, fault.At("vat_percent", "vat.range", fault.Args{"max": int64(100)})
		}
		p.VAT = catalog.FlatVAT(*d.Rate)
	}
	return p, nil
}

func (s *Server) productEndpoints() []endpoint {
	const tag = "Products"
	return []endpoint{
		{method: "PUT", path: "/v1/products/{sku}", id: "put-product", manager: true, summary: "set a product", tag: tag,
			in: productDoc{}, out: productDoc{}, status: http.StatusOK, serve: (*call).putProduct},
		{method: "GET", path: "/v1/products/{sku}", id: "get-product", manager: true, summary: "one product", tag: tag,
			out: productDoc{}, status: http.StatusOK, refusals: []int{http.StatusNotFound}, serve: (*call).getProduct},
		{method: "GET", path: "/v1/products", id: "find-products", manager: true, summary: "by name, SKU or code", tag: tag, query: search,
			out: list[productDoc]{}, status: http.StatusOK, serve: (*call).findProducts},
		{method: "GET", path: "/v1/categories", id: "list-categories", manager: true, summary: "every category that a product names, by name", tag: tag,
			out: list[office.Category]{}, status: http.StatusOK, serve: (*call).listCategories},
	}
}

func (c *call) putProduct() error {
	doc := productDoc{Earns: true}
	rules := func() error {
		p, err := doc.product(c.path("sku"))
		if err == nil {
			_, err = p.Checked()
		}
		return err
	}
	if err := c.decode(&doc, nil, rules); err != nil {
		return err
	}
	p, err := doc.product(c.path("sku"))
	if err != nil {
		return err
	}
	return c.product(c.Office.PutProduct(c.ctx(), p))
}

func (c *call) getProduct() error { return c.product(c.Office.Product(c.ctx(), c.path("sku"))) }

func (c *call) product(p office.Product, err error) error {
	if err != nil {
		return err
	}
	return c.answerLocal(productOf(p, c.Now()))
}

func (c *call) findProducts() error {
	p, err := c.page()
	if err != nil {
		return err
	}
	products, next, err := c.Office.FindProducts(c.ctx(), c.get("q"), p)
	if err != nil {
		return err
	}
	var docs []productDoc
	for _, p := range products {
		docs = append(docs, productOf(p, c.Now()))
	}
	return c.answerLocal(listOf(docs, next))
}

func (c *call) listCategories() error {
	categories, err := c.Office.Categories(c.ctx())
	if err != nil {
		return err
	}
	return c.answerLocal(listOf(categories, ""))
}
