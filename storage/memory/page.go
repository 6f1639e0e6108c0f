package memory

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/shift"
)

// FeedPlace reads where a feed stands.
func (t *Till) FeedPlace(ctx context.Context, feed office.Feed) (office.FeedPlace, error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return office.FeedPlace{}, err
	}
	defer t.disk.done()
	return s.catalog.place(feed), nil
}

func feedKey(feed office.Feed) string { return string([]byte{byte(feed)}) }

func (c *catalogue) place(feed office.Feed) office.FeedPlace {
	if p, there := c.pulled.places.get(feedKey(feed)); there {
		return p
	}
	return office.FeedPlace{Copying: true}
}

// ApplyPage takes a page of a feed that the till's epoch asked for, with where the feed then stands, as storage/bolt does:
// an account that lacks something which was written here waits (SHARES 19). Faults: page.early when the page doesn't go on
// from where the feed stands; page.format (kind, key) of what can't be read; file.full, file.readonly.
func (t *Till) ApplyPage(ctx context.Context, feed office.Feed, epoch uint32, page office.FeedPage) error {
	return t.disk.write(ctx, CommitPage, func(s *till) error {
		stands := s.catalog.place(feed)
		if stands.Copying || page.Anew || page.Cursor.Incarnation != stands.Cursor.Incarnation || page.Cursor.N < stands.Cursor.N {
			return fault.New(fault.Conflict, "page.early", nil)
		}
		w := s.pageWriter(epoch, page.Applied)
		if err := w.write(page.Items, !page.More && feed == office.ShopFeed); err != nil {
			return err
		}
		w.pulled.places.put(w.by, feedKey(feed), office.FeedPlace{Cursor: page.Cursor})
		return nil
	})
}

// ApplyCopyPage takes a page of a first copy, the one behind from: zero begins the copy, and ends a former one. What the
// catalogue has of the feed and the copy doesn't bring is gone when its place is reached, vouchers at the end. Faults:
// those of ApplyPage.
func (t *Till) ApplyCopyPage(ctx context.Context, feed office.Feed, epoch uint32, from office.Place, page office.FeedPage) error {
	return t.disk.write(ctx, CommitPage, func(s *till) error {
		stands := s.catalog.place(feed)
		if from == (office.Place{}) {
			stands = office.FeedPlace{Cursor: page.Cursor, Copying: true}
		} else if !stands.Copying || stands.After != from || stands.Cursor != page.Cursor || page.Anew {
			return fault.New(fault.Conflict, "page.early", nil)
		}
		w := s.pageWriter(epoch, page.Applied)
		w.copy = page.Cursor.N + 1
		stands.After, stands.Copying = page.Place(from), page.More
		w.sweep(feed, from, stands, page.Items)
		if err := w.write(page.Items, false); err != nil {
			return err
		}
		if !stands.Copying {
			stands.After = office.Place{}
			w.sweepVouchers(feed)
		}
		w.pulled.places.put(w.by, feedKey(feed), stands)
		return nil
	})
}

// pageWriter writes the items of a page.
type pageWriter struct {
	Filler
	till    *till
	epoch   uint32
	applied uint64 // events of the epoch up to here are in what the page says
	copy    uint64 // the beginning of a first copy, and one; 0 of a pull
}

func (s *till) pageWriter(epoch uint32, applied uint64) *pageWriter {
	return &pageWriter{Filler: Filler{s.by, &s.catalog, &s.shop}, till: s, epoch: epoch, applied: applied}
}

// write stores items: settings, then members by id, then accounts and vouchers. Again looks at what is parked, too: central
// has taken what it waited for.
func (w *pageWriter) write(items []office.Item, again bool) error {
	rows := accounts{}
	for _, item := range items {
		if item.Kind != office.ItemAccount || item.Gone {
			continue
		}
		row := accountRow{epoch: w.epoch, seq: w.applied}
		if err := journal.Decode(item.Value, &row.KnownAccount); err != nil {
			return unreadable(item, err)
		}
		ids := append(w.aliasesOf(item.Key), item.Key)
		rows[item.Key] = account{row, w.ahead(append(ids, row.Carried.Also...))}
	}
	for _, item := range inOrder(items) {
		if err := w.item(item, rows); err != nil {
			return unreadable(item, err)
		}
	}
	if again {
		w.unpark(rows)
	}
	return nil
}

// accounts are those of a page by member.
type accounts map[string]account

type account struct {
	accountRow
	waits bool // something was written here that isn't in it
}

func unreadable(item office.Item, err error) error {
	return fault.Wrap(fault.Invalid, "page.format", err, fault.Args{"kind": int64(item.Kind), "key": item.Key})
}

// inOrder is settings as they came, members by id, and then the rest.
func inOrder(items []office.Item) []office.Item {
	order := func(i office.Item) office.Place {
		switch {
		case i.Kind < office.ItemMember:
			return office.Place{}
		case i.Kind == office.ItemMember:
			return office.Place{Kind: i.Kind, Key: i.Key}
		}
		return office.Place{Kind: i.Kind}
	}
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(a, b office.Item) int { return order(a).Compare(order(b)) })
	return items
}

// item writes one. One of a kind that this program doesn't know is left out: a newer central sends it.
func (w *pageWriter) item(item office.Item, rows accounts) (err error) {
	if _, merged := w.pulled.into.get(item.Key); item.Gone && item.Kind == office.ItemAccount && merged {
		return nil // it stays until the other's account has it
	}
	if item.Gone {
		return w.gone(item.Kind, item.Key)
	}
	switch item.Kind {
	case office.ItemShop:
		return read(item, w.Shop)
	case office.ItemProgram:
		return read(item, w.Program)
	case office.ItemProduct:
		return read(item, w.Product)
	case office.ItemReward:
		return read(item, w.Reward)
	case office.ItemStaff:
		var s shift.Staff
		err = journal.Decode(item.Value, &s)
		w.Staff(s)
	case office.ItemMember:
		var m office.KnownMember
		err = journal.Decode(item.Value, &m)
		w.putMember(m)
	case office.ItemVoucher:
		var v loyalty.Voucher
		err = journal.Decode(item.Value, &v)
		w.Voucher(v)
		w.pulled.sent.put(w.by, v.ID, sentWith{w.epoch, w.applied, w.copy})
	case office.ItemAccount:
		w.putAccount(item.Key, rows[item.Key])
	case office.ItemReceived:
		var r sale.Received
		err = journal.Decode(item.Value, &r)
		w.pulled.received.put(w.by, item.Key, r)
	}
	return err
}

// read reads an item that is JSON.
func read[T any](item office.Item, put func(T)) error {
	var v T
	err := json.Unmarshal(item.Value, &v)
	put(v)
	return err
}

// gone removes an item.
func (w *pageWriter) gone(kind office.ItemKind, key string) error {
	switch kind {
	case office.ItemShop:
		*w.shop = nil
	case office.ItemProgram:
		version, err := strconv.ParseUint(key, 10, 63)
		if err != nil {
			return fmt.Errorf("programme %q: %w", key, err)
		}
		w.programs.delete(w.by, number(version))
	case office.ItemStaff:
		w.staff.delete(w.by, key)
	case office.ItemProduct:
		if old, there := w.products.get(key); there {
			w.dropCodes(old)
			w.products.delete(w.by, key)
		}
	case office.ItemReward:
		w.rewards.delete(w.by, key)
	case office.ItemMember:
		w.dropMember(key)
	case office.ItemAccount:
		w.pulled.accounts.delete(w.by, key)
		w.pulled.parked.delete(w.by, key)
	case office.ItemReceived:
		w.pulled.received.delete(w.by, key)
	case office.ItemVoucher:
		code := key[strings.LastIndexByte(key, 0)+1:]
		w.dropVoucher(code)
		w.pulled.sent.delete(w.by, code)
	}
	return nil
}

// sweep removes what lies between the places of a copy and isn't among its items.
func (w *pageWriter) sweep(feed office.Feed, from office.Place, to office.FeedPlace, items []office.Item) {
	comes := map[office.Place]bool{}
	for _, item := range items {
		comes[office.Place{Kind: item.Kind, Key: item.Key}] = true
	}
	for _, place := range w.places(feed) {
		if place.Compare(from) > 0 && (!to.Copying || place.Compare(to.After) <= 0) && !comes[place] {
			if err := w.gone(place.Kind, place.Key); err != nil {
				panic(fmt.Sprintf("memory: sweep %v: %v", place, err)) // it is a stored item's
			}
		}
	}
}

// places are the items that a feed's copy is the whole of, but for vouchers.
func (w *pageWriter) places(feed office.Feed) (list []office.Place) {
	if feed == office.ChainFeed {
		return append(keysOf(office.ItemMember, w.members.byID), keysOf(office.ItemMember, w.pulled.into)...)
	}
	for _, p := range w.programs.from("") {
		list = append(list, office.Place{Kind: office.ItemProgram, Key: office.ProgramKey(p.Version)})
	}
	list = append(list, keysOf(office.ItemStaff, w.staff)...)
	list = append(list, keysOf(office.ItemProduct, w.products)...)
	list = append(list, keysOf(office.ItemReward, w.rewards)...)
	list = append(list, keysOf(office.ItemReceived, w.pulled.received)...)
	list = append(list, keysOf(office.ItemAccount, w.pulled.accounts)...)
	return append(list, keysOf(office.ItemAccount, w.pulled.parked)...)
}

func keysOf[V any](kind office.ItemKind, t tree[V]) (list []office.Place) {
	for key := range t.from("") {
		list = append(list, office.Place{Kind: kind, Key: key})
	}
	return list
}

// sweepVouchers removes those that a shop's copy, now whole, didn't bring.
func (w *pageWriter) sweepVouchers(feed office.Feed) {
	if feed != office.ShopFeed {
		return
	}
	for _, place := range keysOf(office.ItemVoucher, w.vouchers) {
		if with, there := w.pulled.sent.get(place.Key); !there || with.copy != w.copy {
			_ = w.gone(place.Kind, place.Key) // never fails for a voucher
		}
	}
}
