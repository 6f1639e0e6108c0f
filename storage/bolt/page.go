package bolt

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/shift"
)

// FeedPlace reads where a feed stands, on disk: a copy may have come some pages further, which are asked for again.
func (t *Till) FeedPlace(ctx context.Context, feed office.Feed) (p office.FeedPlace, err error) {
	if err := ctx.Err(); err != nil {
		return p, err
	}
	err = t.fromCatalog("where a feed stands", func(tx *bbolt.Tx) (err error) {
		p, err = readPlace(tx, feed)
		return err
	})
	return p, err
}

func readPlace(tx *bbolt.Tx, feed office.Feed) (p office.FeedPlace, err error) {
	b := tx.Bucket(pulledBucket).Get([]byte{byte(feed)})
	if b == nil {
		return office.FeedPlace{Copying: true}, nil
	}
	if err := journal.Decode(b, &p); err != nil {
		return p, fmt.Errorf("where feed %d stands: %w", feed, err)
	}
	return p, nil
}

func putPlace(tx *bbolt.Tx, feed office.Feed, p office.FeedPlace) error {
	return tx.Bucket(pulledBucket).Put([]byte{byte(feed)}, journal.Encode(&p))
}

// ApplyPage takes a page of a feed that the till's epoch asked for, in one transaction with where the feed then stands.
// The till shows it from the next question on.
//
// An account waits while something was written here of its member that isn't in it (SHARES 19): it is parked until it
// comes again with that, as it does when central has taken it, or until central has taken it and sends nothing new of the
// member. Until then the till shows the account of before, with all that it wrote itself. So a page never waits, and
// prices, programme and staff reach a till whose journal can't be sent.
//
// Faults: page.early when the page doesn't go on from where the feed stands; page.format (kind, key) of what can't be read,
// with nothing of the page stored; file.full, file.readonly.
func (t *Till) ApplyPage(ctx context.Context, feed office.Feed, epoch uint32, page office.FeedPage) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t.filling.Lock()
	defer t.filling.Unlock()
	l, err := newPageLoad(epoch, page.Applied, page.Items)
	if err != nil {
		return err
	}
	if !page.More && feed == office.ShopFeed {
		l.again = true
	}
	return t.load(l, func(tx *bbolt.Tx) error {
		stands, err := readPlace(tx, feed)
		if err != nil {
			return err
		}
		if stands.Copying || page.Anew || page.Cursor.Incarnation != stands.Cursor.Incarnation || page.Cursor.N < stands.Cursor.N {
			return fault.New(fault.Conflict, "page.early", nil)
		}
		return errors.Join(l.write(tx), putPlace(tx, feed, office.FeedPlace{Cursor: page.Cursor}))
	})
}

// load runs one write of the catalogue, behind which settings and products are read anew where it changed them.
func (t *Till) load(l *pageLoad, write func(*bbolt.Tx) error) error {
	if err := t.waiting(l); err != nil {
		return err
	}
	if err := t.forget(l); err != nil {
		return err
	}
	t.swap.RLock()
	err := t.catalog.Update(write)
	t.swap.RUnlock()
	if l.changes(office.ItemProduct) {
		t.products.forget()
	}
	if l.changes(office.ItemShop) || l.changes(office.ItemProgram) || l.changes(office.ItemStaff) || l.changes(office.ItemReward) {
		t.settings.loads.Add(1)
	}
	if _, coded := fault.Of(err); err == nil || coded {
		return err
	}
	return fmt.Errorf("take a page: %w", fileFault(t.path(CatalogFile), err))
}

// waiting finds out of which members something was written here that central hadn't taken when it made the page.
func (t *Till) waiting(l *pageLoad) error {
	ids := map[string][]string{}
	err := t.fromCatalog("accounts that wait", func(tx *bbolt.Tx) error {
		for member, row := range l.accounts {
			ids[member] = append([]string{member}, aliasesOf(tx, member)...)
			if row != nil {
				ids[member] = append(ids[member], row.Carried.Also...)
			}
		}
		if !l.again {
			return nil
		}
		return tx.Bucket(parkedBucket).ForEach(func(member, _ []byte) error {
			if _, comes := l.accounts[string(member)]; !comes {
				row, err := readAccount(tx, parkedBucket, string(member))
				if err != nil {
					return err
				}
				l.parked[string(member)] = row
				ids[string(member)] = append([]string{string(member)}, row.Carried.Also...)
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	return t.fromLedger("events that central hasn't", func(tx *bbolt.Tx) error {
		for member, list := range ids {
			l.ahead[member] = ahead(tx, list, l.epoch, l.applied)
		}
		return nil
	})
}

// pageLoad is what items write to the catalogue.
type pageLoad struct {
	epoch    uint32
	applied  uint64
	copy     uint64 // the beginning of a first copy, 0 of a pull
	again    bool   // what is parked may be looked at again
	kinds    map[office.ItemKind]bool
	other    []func(*bbolt.Tx) error
	members  map[string]*office.KnownMember // nil: gone
	accounts map[string]*accountRow         // nil: gone
	vouchers map[string]*loyalty.Voucher    // nil: gone
	parked   map[string]*accountRow
	ahead    map[string]bool // members of whom something here isn't in what was sent
}

func newPageLoad(epoch uint32, applied uint64, items []office.Item) (*pageLoad, error) {
	l := &pageLoad{epoch: epoch, applied: applied, kinds: map[office.ItemKind]bool{}, members: map[string]*office.KnownMember{},
		accounts: map[string]*accountRow{}, vouchers: map[string]*loyalty.Voucher{}, parked: map[string]*accountRow{}, ahead: map[string]bool{}}
	for _, item := range items {
		if err := l.add(item); err != nil {
			return nil, fault.Wrap(fault.Invalid, "page.format", err, fault.Args{"kind": int64(item.Kind), "key": item.Key})
		}
	}
	return l, nil
}

func (l *pageLoad) changes(kind office.ItemKind) bool { return l.kinds[kind] }

// add reads an item. One of a kind that this program doesn't know is left out: a newer central sends it.
func (l *pageLoad) add(item office.Item) error {
	l.kinds[item.Kind] = true
	switch item.Kind {
	case office.ItemMember:
		return decoded(item, l.members, item.Key, new(office.KnownMember))
	case office.ItemVoucher:
		return decoded(item, l.vouchers, voucherCode(item.Key), new(loyalty.Voucher))
	case office.ItemAccount:
		if item.Gone {
			l.accounts[item.Key] = nil
			return nil
		}
		row := &accountRow{Epoch: l.epoch, Seq: l.applied}
		l.accounts[item.Key] = row
		return journal.Decode(item.Value, &row.KnownAccount)
	}
	return l.setting(item)
}

func decoded[T any, P interface {
	*T
	journal.Coder
}](item office.Item, into map[string]P, key string, v P) error {
	if item.Gone {
		into[key] = nil
		return nil
	}
	into[key] = v
	return journal.Decode(item.Value, v)
}

// setting reads an item of those that are the same for all members.
func (l *pageLoad) setting(item office.Item) error {
	put := func(write func(*bbolt.Tx) error) { l.other = append(l.other, write) }
	if item.Gone {
		put(func(tx *bbolt.Tx) error { return dropSetting(tx, item.Kind, item.Key) })
		return nil
	}
	switch item.Kind {
	case office.ItemShop:
		var s counter.Shop
		put(func(tx *bbolt.Tx) error { return putJSON(tx, shopBucket, shopKey, s) })
		return json.Unmarshal(item.Value, &s)
	case office.ItemProgram:
		var p loyalty.Program
		put(func(tx *bbolt.Tx) error { return putProgram(tx, p) })
		return json.Unmarshal(item.Value, &p)
	case office.ItemStaff:
		var s shift.Staff
		put(func(tx *bbolt.Tx) error { return putStaff(tx, s) })
		return journal.Decode(item.Value, &s)
	case office.ItemProduct:
		p, err := readProduct(item.Value)
		put(func(tx *bbolt.Tx) error { return putProduct(tx, p) })
		return err
	case office.ItemReward:
		var r loyalty.Reward
		put(func(tx *bbolt.Tx) error { return putJSON(tx, rewardsBucket, []byte(r.ID), r) })
		return json.Unmarshal(item.Value, &r)
	case office.ItemReceived:
		var r sale.Received
		put(func(tx *bbolt.Tx) error { return tx.Bucket(receivedBucket).Put([]byte(item.Key), item.Value) })
		return journal.Decode(item.Value, &r)
	}
	return nil
}

func (l *pageLoad) write(tx *bbolt.Tx) error {
	for _, put := range l.other {
		if err := put(tx); err != nil {
			return err
		}
	}
	if err := putKnownMembers(tx, l.members); err != nil {
		return err
	}
	return errors.Join(l.putAccounts(tx), l.putVouchers(tx))
}

// forget drops what was written here of members who were erased, and the keys that open what the journal has of them: before
// the page is taken, so that a crash in between only makes it come again.
func (t *Till) forget(l *pageLoad) error {
	var erased []string
	err := t.fromLedger("members to forget", func(tx *bbolt.Tx) error {
		for id, m := range l.members {
			if m != nil && m.Member.Erased() && tx.Bucket(memberKeysBucket).Get([]byte(id)) != nil {
				erased = append(erased, id)
			}
		}
		return nil
	})
	if err != nil || len(erased) == 0 {
		return err
	}
	err = t.ledger.Update(func(tx *bbolt.Tx) error {
		for _, id := range erased {
			err := errors.Join(dropIndex(tx, id), tx.Bucket(membersBucket).Delete([]byte(id)), tx.Bucket(memberKeysBucket).Delete([]byte(id)))
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("forget members: %w", fileFault(t.path(LedgerFile), err))
	}
	return nil
}
