package setup

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/shift"
)

// Complete is the answers with what nobody said made up: ids of staff and products, and PINs. made are the people whose PIN was made
// here: it has to be shown to them, and is kept nowhere.
func (a Answers) Complete(entropy io.Reader) (whole Answers, made []Person, err error) {
	a.Staff, a.Products.List = slices.Clone(a.Staff), named(a.Products.List)
	var known []shift.Listed
	taken := map[string]bool{}
	for _, p := range a.Staff {
		known, taken[p.PIN] = append(known, shift.Listed{ID: p.ID}), true
	}
	for i := range a.Staff {
		p := &a.Staff[i]
		if p.ID == "" {
			p.ID = counter.FreshID(p.Name, known)
			known = append(known, shift.Listed{ID: p.ID})
		}
		if p.PIN != "" {
			continue
		}
		if p.PIN, err = freshPIN(entropy, taken); err != nil {
			return a, nil, err
		}
		taken[p.PIN], made = true, append(made, *p)
	}
	return a, made, nil
}

// freshPIN is four digits by chance that nobody else here has and no policy refuses.
func freshPIN(entropy io.Reader, taken map[string]bool) (string, error) {
	const all, fair = 10_000, 60_000 // numbers up to fair fall on each PIN equally often
	for {
		var b [2]byte
		if _, err := io.ReadFull(entropy, b[:]); err != nil {
			return "", fmt.Errorf("make a PIN: %w", err)
		}
		n := binary.BigEndian.Uint16(b[:])
		pin := fmt.Sprintf("%04d", n%all)
		if n < fair && !taken[pin] && (shift.Policy{}).CheckPIN(pin) == nil {
			return pin, nil
		}
	}
}

// named are products by hand with a SKU each: "SP0001" where none is given.
func named(products []catalog.Product) []catalog.Product {
	products = slices.Clone(products)
	for i := range products {
		p := &products[i]
		p.SKU = cmp.Or(p.SKU, fmt.Sprintf("SP%04d", i+1))
	}
	return products
}

// Founding is what a central begins with by these answers, which are complete and valid; products are those that they name.
func (a Answers) Founding(products []catalog.Product, now time.Time, entropy io.Reader) (office.Founding, error) {
	document, err := json.Marshal(a.Shop)
	if err != nil {
		return office.Founding{}, fmt.Errorf("encode the shop: %w", err)
	}
	f := office.Founding{Shop: a.ShopID, Document: document, Products: products, Members: func(func(office.Founder) error) error { return nil }}
	mint := ident.Minter{Entropy: entropy}
	for i, p := range a.Staff {
		verifier, err := shift.NewVerifier(p.PIN, mint.Bytes(shift.SaltSize))
		if err != nil {
			return f, fault.At(fmt.Sprintf("staff[%d].pin", i), fault.Code(err), nil)
		}
		f.Staff = append(f.Staff, shift.Staff{ID: p.ID, Name: p.Name, Role: roles[p.Role], Verifier: verifier})
	}
	p := a.Program
	p.Version, p.At, p.EffectiveFrom = 1, now, now
	if i := slices.IndexFunc(a.Staff, func(p Person) bool { return p.Role == Manager }); i >= 0 && p.Author == "" {
		p.Author = a.ShopID + "/" + a.Staff[i].ID
	}
	f.Programs = loyalty.Versions{p}
	return f, nil
}
