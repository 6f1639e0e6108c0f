package office

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
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

// PutStaff stores who may sign in at a shop's tills; an equal one changes nothing. Faults: field.required on "shop" and
// "id".
func (o *Office) PutStaff(ctx context.Context, shop string, s shift.Staff) error {
	return o.setStaff(ctx, shop, s, journal.Encode(&s))
}

// Employ is PutStaff of a person by the PIN, which is kept only as its verifier. The same again changes nothing. Faults:
// those of PutStaff; pin.format.
func (o *Office) Employ(ctx context.Context, shop string, s shift.Staff, pin string) error {
	same, err := read(ctx, o, func(r Reader) (bool, error) {
		value, err := r.Note(staffSpace(shop), s.ID)
		if err != nil || value == nil {
			return false, err
		}
		var old shift.Staff
		if err := journal.Decode(value, &old); err != nil {
			return false, err
		}
		return old.Name == s.Name && old.Role == s.Role && old.Verifier.Matches(pin), nil
	})
	if same || err != nil {
		return err
	}
	if s.Verifier, err = shift.NewVerifier(pin, o.mint.Bytes(saltSize)); err != nil {
		return err
	}
	return o.PutStaff(ctx, shop, s)
}

const saltSize = 16

// RemoveStaff ends that somebody may sign in at a shop. One who isn't there is no error. Faults: those of PutStaff.
func (o *Office) RemoveStaff(ctx context.Context, shop, id string) error {
	return o.setStaff(ctx, shop, shift.Staff{ID: id}, nil)
}

func (o *Office) setStaff(ctx context.Context, shop string, s shift.Staff, value []byte) error {
	switch "" {
	case shop:
		return fault.At("shop", "field.required", nil)
	case s.ID:
		return fault.At("id", "field.required", nil)
	}
	_, err := write(ctx, o, func(tx Tx, now time.Time) (outcome, error) { return o.putStaff(tx, shop, s, value, now) })
	return err
}

func (o *Office) putStaff(tx Tx, shop string, s shift.Staff, value []byte, now time.Time) (outcome, error) {
	old, err := tx.Note(staffSpace(shop), s.ID)
	if err != nil || bytes.Equal(old, value) {
		return unchanged, err
	}
	s.Verifier = shift.Verifier{}
	body, err := setting(shop+"/"+s.ID, s)
	if err != nil {
		return unchanged, err
	}
	if err := o.record(tx, journal.StaffSet, now, now, body); err != nil {
		return unchanged, err
	}
	if value == nil {
		if err := tx.PutNote(deskKeySpace(), deskKeyOf(shop, s.ID), nil); err != nil {
			return unchanged, err
		}
	}
	return changed, putShopNote(tx, staffSpace(shop), ItemStaff, shop, s.ID, value)
}

// putShopNote stores a document of one shop and raises that shop's feed; a nil one is gone.
func putShopNote(tx Tx, space string, kind ItemKind, shop, key string, value []byte) error {
	if err := tx.PutNote(space, key, value); err != nil {
		return err
	}
	return feeding(tx).touch(shopScope(shop), kind, key, "", value == nil)
}
