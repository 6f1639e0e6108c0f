package memory

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/shift"
)

// catalogue is what a till has from central.
type catalogue struct {
	members  people
	history  tree[posting] // member 0 posting's id
	vouchers tree[[]byte]  // code
	owned    tree[none]    // member 0 issued at, code
	pulled   pulled

	products tree[catalog.Product] // sku
	barcodes tree[string]          // GTIN → sku
	items    tree[string]          // item number of weight codes → sku
	names    tree[string]          // what a search looks at 0 sku → sku

	programs tree[loyalty.Program] // version
	rewards  tree[loyalty.Reward]  // id
	staff    tree[shift.Staff]     // id
}

// Filler takes what came from central into the catalogue. Each of its methods adds or replaces by key: the SKU, the
// member's id, the posting's id, the voucher's code, the reward's id, the version, the staff id.
type Filler struct {
	by *edit
	*catalogue
	shop **counter.Shop
}

// Fill writes to the catalogue, all of it or nothing. Faults: file.full, file.readonly.
func (t *Till) Fill(load func(w *Filler) error) error {
	return t.disk.write(context.Background(), CommitFill, func(s *till) error {
		return load(&Filler{s.by, &s.catalog, &s.shop})
	})
}

// Product adds or replaces a product.
func (w *Filler) Product(p catalog.Product) {
	if old, there := w.products.get(p.SKU); there {
		w.dropCodes(old)
	}
	w.products.put(w.by, p.SKU, deep(p))
	w.names.put(w.by, productName(p), p.SKU)
	for _, code := range p.Barcodes {
		w.barcodes.put(w.by, code, p.SKU)
	}
	if p.Item != "" {
		w.items.put(w.by, p.Item, p.SKU)
	}
}

// dropCodes forgets how a product is found, except by codes that another one has taken over meanwhile.
func (w *Filler) dropCodes(p catalog.Product) {
	w.names.delete(w.by, productName(p))
	for _, code := range p.Barcodes {
		if sku, _ := w.barcodes.get(code); sku == p.SKU {
			w.barcodes.delete(w.by, code)
		}
	}
	if sku, _ := w.items.get(p.Item); sku == p.SKU {
		w.items.delete(w.by, p.Item)
	}
}

// productName is a product's key among those that searches go over: its name and codes, and its SKU.
func productName(p catalog.Product) string {
	codes := append(slices.Clone(p.Barcodes), p.Item)
	return join(p.SearchText()+" "+strings.Join(codes, " "), p.SKU)
}

// Member adds or replaces a member.
func (w *Filler) Member(m catalog.Member) { w.members.put(w.by, office.Member{Member: m}) }

// Posting adds to a member's history.
func (w *Filler) Posting(p loyalty.Posting) {
	w.history.put(w.by, join(p.Member, p.Ref.ID), newPosting(p))
}

func (w *Filler) dropVoucher(code string) {
	if old, there := w.vouchers.get(code); there {
		w.owned.delete(w.by, voucherKey(decode[loyalty.Voucher](old)))
		w.vouchers.delete(w.by, code)
	}
}

// Voucher adds or replaces a voucher. What was written here of the same one since it came goes on counting.
func (w *Filler) Voucher(v loyalty.Voucher) {
	w.dropVoucher(v.ID)
	w.vouchers.put(w.by, v.ID, journal.Encode(&v))
	w.owned.put(w.by, voucherKey(v), none{})
}

// Reward adds or replaces what points can buy.
func (w *Filler) Reward(r loyalty.Reward) { w.rewards.put(w.by, r.ID, deep(r)) }

// Program adds or replaces a version of the programme.
func (w *Filler) Program(p loyalty.Program) { w.programs.put(w.by, number(uint64(p.Version)), deep(p)) }

// Staff adds or replaces a person who may sign in.
func (w *Filler) Staff(s shift.Staff) { w.staff.put(w.by, s.ID, deep(s)) }

// Shop replaces the shop's own data.
func (w *Filler) Shop(s counter.Shop) { *w.shop = &s }

// ByBarcode implements counter.Products.
func (t *Till) ByBarcode(ctx context.Context, gtin string) (catalog.Product, error) {
	return t.product(ctx, gtin, func(c *catalogue) string { sku, _ := c.barcodes.get(gtin); return sku })
}

// ByItem implements counter.Products.
func (t *Till) ByItem(ctx context.Context, item string) (catalog.Product, error) {
	return t.product(ctx, item, func(c *catalogue) string { sku, _ := c.items.get(item); return sku })
}

// BySKU implements counter.Products.
func (t *Till) BySKU(ctx context.Context, sku string) (catalog.Product, error) {
	return t.product(ctx, sku, func(*catalogue) string { return sku })
}

func (t *Till) product(ctx context.Context, code string, sku func(*catalogue) string) (catalog.Product, error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return catalog.Product{}, err
	}
	defer t.disk.done()
	p, there := s.catalog.products.get(sku(&s.catalog))
	if !there {
		return p, fault.New(fault.NotFound, "product.unknown", fault.Args{"code": code})
	}
	return deep(p), nil
}

// FindProducts implements counter.Products: those of a rank by name; every product fits an empty text.
func (t *Till) FindProducts(ctx context.Context, text string, limit int) ([]catalog.Product, error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return nil, err
	}
	defer t.disk.done()
	query, sold := catalog.ParseQuery(text), s.lately().sold
	var ranks [catalog.MarkedPrefix + 1][]catalog.Product
	for key, sku := range s.catalog.names.from("") {
		p, _ := s.catalog.products.get(sku)
		rank := query.Rank(p.Name, key[:len(key)-len(sku)-1])
		if query.Empty() {
			rank = catalog.MarkedPrefix
		}
		if rank != catalog.NoMatch {
			ranks[rank] = append(ranks[rank], p)
		}
	}
	for _, list := range ranks {
		slices.SortStableFunc(list, func(a, b catalog.Product) int { return cmp.Compare(sold[b.SKU], sold[a.SKU]) })
	}
	slices.Reverse(ranks[:])
	hits := slices.Concat(ranks[:]...)
	hits = hits[:min(limit, len(hits))]
	for i, p := range hits {
		hits[i] = deep(p)
	}
	return hits, nil
}

// lately is what the till's newest orders say of what is sold and who comes.
type lately struct {
	sold map[string]int // orders by SKU
	came map[string]int // by member: the greater the later
}

func (s *till) lately() lately {
	l := lately{sold: map[string]int{}, came: map[string]int{}}
	n := math.MaxInt
	for _, key := range s.filed.backUnder("") {
		o := s.order(key)
		counted := map[string]bool{}
		for _, line := range o.Lines {
			if !counted[line.SKU] {
				counted[line.SKU] = true
				l.sold[line.SKU]++
			}
		}
		l.came[o.Member] = max(l.came[o.Member], n)
		n--
	}
	return l
}

// Shop implements counter.Settings.
func (t *Till) Shop(ctx context.Context) (counter.Shop, error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return counter.Shop{}, err
	}
	defer t.disk.done()
	if s.shop == nil {
		return counter.Shop{}, fault.New(fault.NotFound, "shop.unknown", nil)
	}
	return *s.shop, nil
}

// Programs implements counter.Settings.
func (t *Till) Programs(ctx context.Context) (loyalty.Versions, error) {
	return all(t, ctx, func(c *catalogue) tree[loyalty.Program] { return c.programs })
}

// Rewards implements counter.Settings.
func (t *Till) Rewards(ctx context.Context) ([]loyalty.Reward, error) {
	list, err := all(t, ctx, func(c *catalogue) tree[loyalty.Reward] { return c.rewards })
	slices.SortStableFunc(list, func(a, b loyalty.Reward) int {
		return cmp.Or(cmp.Compare(a.Cost, b.Cost), strings.Compare(a.Name, b.Name))
	})
	return list, err
}

// Staff implements counter.Settings.
func (t *Till) Staff(ctx context.Context) ([]shift.Staff, error) {
	return all(t, ctx, func(c *catalogue) tree[shift.Staff] { return c.staff })
}

// all is a small tree's documents, in order. What is behind their pointers is to be read only.
func all[T any](t *Till, ctx context.Context, of func(*catalogue) tree[T]) (list []T, err error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return nil, err
	}
	defer t.disk.done()
	for _, v := range of(&s.catalog).from("") {
		list = append(list, v)
	}
	return list, nil
}
