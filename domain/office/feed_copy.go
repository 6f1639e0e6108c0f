package office

import (
	"encoding/json"

	"tim/domain/journal"
	"tim/domain/loyalty"
)

// copyStep is how many documents a first copy reads at a time.
const copyStep = 200

// each goes over the items of a kind behind a key, in order, until one isn't taken.
func (f *feeder) each(kind ItemKind, behind string, take func(Item) bool) error {
	switch kind {
	case ItemShop:
		return f.notes(shopDocument(), behind, func(n Note) (bool, error) {
			return n.Key != f.shop || take(Item{Kind: kind, Key: n.Key, Value: n.Value}), nil
		})
	case ItemProgram:
		return f.eachProgram(behind, take)
	case ItemStaff:
		return f.notes(staffSpace(f.shop), behind, func(n Note) (bool, error) {
			return take(Item{Kind: kind, Key: n.Key, Value: n.Value}), nil
		})
	case ItemProduct:
		return f.eachProduct(behind, take)
	case ItemReward:
		return f.eachReward(behind, take)
	case ItemMember:
		if len(f.kinds) == 1 {
			return f.everyMember(behind, take)
		}
	case ItemVoucher:
		return f.eachVoucher(behind, take)
	}
	return f.notes(hereSpace(f.shop), behind, func(n Note) (bool, error) {
		if !f.recent(n.Value) {
			return true, nil
		}
		value, err := f.value(kind, n.Key)
		if absent(err) || err == nil && value == nil {
			return true, nil
		}
		return err == nil && take(Item{Kind: kind, Key: n.Key, Value: value}), err
	})
}

// notes goes over the notes of a space behind a key until take wants no more.
func (f *feeder) notes(space, behind string, take func(Note) (bool, error)) error {
	for {
		list, err := f.r.Notes(space, behind, copyStep)
		if err != nil {
			return err
		}
		for _, n := range list {
			if more, err := take(n); err != nil || !more {
				return err
			}
			behind = n.Key
		}
		if len(list) < copyStep {
			return nil
		}
	}
}

func (f *feeder) eachProgram(behind string, take func(Item) bool) error {
	for _, p := range f.versions {
		key := ProgramKey(p.Version)
		if key <= behind {
			continue
		}
		value, err := json.Marshal(p)
		if err != nil || !take(Item{Kind: ItemProgram, Key: key, Value: value}) {
			return err
		}
	}
	return nil
}

func (f *feeder) eachProduct(behind string, take func(Item) bool) error {
	for {
		list, err := f.r.ProductsBehind(behind, copyStep)
		if err != nil {
			return err
		}
		for _, p := range list {
			value, err := json.Marshal(p.Product)
			if err != nil || !take(Item{Kind: ItemProduct, Key: p.SKU, Value: value}) {
				return err
			}
			behind = p.SKU
		}
		if len(list) < copyStep {
			return nil
		}
	}
}

// eachReward lists them all each time: a chain has few.
func (f *feeder) eachReward(behind string, take func(Item) bool) error {
	for page := (Page{Limit: PageMax}); ; {
		list, next, err := f.r.Rewards(page)
		if err != nil {
			return err
		}
		for _, p := range list {
			if p.ID <= behind {
				continue
			}
			value, err := json.Marshal(p)
			if err != nil || !take(Item{Kind: ItemReward, Key: p.ID, Value: value}) {
				return err
			}
		}
		if page.Cursor = next; next == "" {
			return nil
		}
	}
}

func (f *feeder) everyMember(behind string, take func(Item) bool) error {
	for {
		list, err := f.r.MembersBehind(behind, copyStep)
		if err != nil {
			return err
		}
		for _, m := range list {
			value, err := f.known(m)
			if err != nil || !take(Item{Kind: ItemMember, Key: m.ID, Value: value}) {
				return err
			}
			behind = m.ID
		}
		if len(list) < copyStep {
			return nil
		}
	}
}

// eachVoucher goes over the vouchers of the members seen here: first the rest of the one in the key.
func (f *feeder) eachVoucher(behind string, take func(Item) bool) error {
	member, code := memberOf(behind)
	of := func(member, code string) (bool, error) {
		list, err := f.vouchers(member)
		for _, v := range list {
			if v.ID > code && !take(voucherOf(member, v)) {
				return false, nil
			}
		}
		return true, err
	}
	if member != "" {
		here, err := f.seenHere(member)
		if err != nil {
			return err
		}
		if here {
			if more, err := of(member, code); err != nil || !more {
				return err
			}
		}
	}
	return f.notes(hereSpace(f.shop), member, func(n Note) (bool, error) {
		if !f.recent(n.Value) {
			return true, nil
		}
		return of(n.Key, "")
	})
}

func voucherOf(member string, v loyalty.Voucher) Item {
	return Item{Kind: ItemVoucher, Key: voucherItem(member, v.ID), Value: journal.Encode(&v)}
}
