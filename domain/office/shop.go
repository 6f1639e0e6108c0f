package office

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
)

// ShopDocumentMax is the greatest length of a shop's document, bytes.
const ShopDocumentMax = 64 << 10

// PutShop stores what a shop's tills print and decide about their counter, a JSON object of theirs (counter.Shop); an equal
// one changes nothing. Faults: field.required on "shop", shop.format, field.too_long on "document".
func (o *Office) PutShop(ctx context.Context, shop string, document []byte) error {
	if err := checkShop(shop, document); err != nil {
		return err
	}
	_, err := write(ctx, o, func(tx Tx, now time.Time) (outcome, error) {
		old, err := tx.Note(shopDocument(), shop)
		if err != nil || bytes.Equal(old, document) {
			return unchanged, err
		}
		return changed, o.setShop(tx, shop, document, now)
	})
	return err
}

// namedShops is how many of a chain's shops are named where one is asked for that isn't there.
const namedShops = 10

// ShopNamed is the shop that somebody means who sets up a till: "" is the chain's only one. Faults on "shop", with some of those that
// there are: field.required where there are several or none, shop.none.
func (o *Office) ShopNamed(ctx context.Context, name string) (string, error) {
	return read(ctx, o, func(r Reader) (string, error) {
		there, err := r.Note(shopDocument(), name)
		if err != nil || there != nil {
			return name, err
		}
		some, err := r.Notes(shopDocument(), "", namedShops)
		if err != nil {
			return "", err
		}
		if name == "" && len(some) == 1 {
			return some[0].Key, nil
		}
		var names []string
		for _, n := range some {
			names = append(names, n.Key)
		}
		code := "shop.none"
		if name == "" {
			code = "field.required"
		}
		return "", fault.At("shop", code, fault.Args{"shops": strings.Join(names, ", ")})
	})
}

// checkShop refuses a shop's document that can't be one.
func checkShop(shop string, document []byte) error {
	var object map[string]any
	switch {
	case shop == "":
		return fault.At("shop", "field.required", nil)
	case len(document) > ShopDocumentMax:
		return fault.At("document", "field.too_long", fault.Args{"max": int64(ShopDocumentMax)})
	case json.Unmarshal(document, &object) != nil || object == nil:
		return fault.At("document", "shop.format", nil)
	}
	return nil
}

func (o *Office) setShop(tx Tx, shop string, document []byte, now time.Time) error {
	if err := o.record(tx, journal.ShopSet, now, now, &Setting{Key: shop, Document: document}); err != nil {
		return err
	}
	return putShopNote(tx, shopDocument(), ItemShop, shop, shop, document)
}

// putShopNote stores a document of one shop and raises that shop's feed; a nil one is gone.
func putShopNote(tx Tx, space string, kind ItemKind, shop, key string, value []byte) error {
	if err := tx.PutNote(space, key, value); err != nil {
		return err
	}
	return feeding(tx).touch(shopScope(shop), kind, key, "", value == nil)
}
