package office

import (
	"encoding/json"

	"tim/domain/journal"
	"tim/domain/loyalty"
)

// each goes over the items of a kind behind a key, in order, until one isn't taken.
func (f *feeder) each(kind ItemKind, behind string, take func(Item) bool) error {
	switch kind {
	case ItemShop:
		return eachNote(f.r, shopDocument(), behind, func(n Note) (bool, error) {
			return n.Key != f.shop || take(Item{Kind: kind, Key: n.Key, Value: n.Value}), nil
		})
	case ItemProgram:
		return f.eachProgram(behind, take)
	case ItemStaff:
		return eachNote(f.r, staffSpace(f.shop), behind, func(n Note) (bool, error) {
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
	case ItemReceived:
		return eachNote(f.r, bankOpenSpace(f.shop), behind, func(n Note) (bool, error) {
			return take(Item{Kind: kind, Key: n.Key, Value: n.Value}), nil
		})
	}
	return eachNote(f.r, hereSpace(f.shop), behind, func(n Note) (bool, error) {
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
	return eachProduct(f.r, behind, func(p Product) (bool, error) {
		value, err := json.Marshal(p.Product)
		return err == nil && take(Item{Kind: ItemProduct, Key: p.SKU, Value: value}), err
	})
}

// eachReward lists them all each time: a chain has few.
func (f *feeder) eachReward(behind string, take func(Item) bool) error {
	return eachListed(f.r.Rewards, func(p loyalty.Reward) (bool, error) {
		if p.ID <= behind {
			return true, nil
		}
		value, err := json.Marshal(p)
		return err == nil && take(Item{Kind: ItemReward, Key: p.ID, Value: value}), err
	})
}

func (f *feeder) everyMember(behind string, take func(Item) bool) error {
	return eachMember(f.r, behind, func(m Member) (bool, error) {
		value, err := f.known(m)
		return err == nil && take(Item{Kind: ItemMember, Key: m.ID, Value: value}), err
	})
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
	return eachNote(f.r, hereSpace(f.shop), member, func(n Note) (bool, error) {
		if !f.recent(n.Value) {
			return true, nil
		}
		return of(n.Key, "")
	})
}

func voucherOf(member string, v loyalty.Voucher) Item {
	return Item{Kind: ItemVoucher, Key: voucherItem(member, v.ID), Value: journal.Encode(&v)}
}
