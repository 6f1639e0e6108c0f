package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
	"tim/domain/office"
)

// feedCopy is a first copy's pages on their way to the disk. Members are written fillChunk at a time: their indexes are in
// another order than they come, and a transaction costs the pages that it touches. What a crash takes of them is asked for
// again.
type feedCopy struct {
	from, at office.FeedPlace // on disk, and behind the pages here
	items    []office.Item
	epoch    uint32 // of the newest page, as applied: a shop's pages are written one by one, and the chain's have no accounts
	applied  uint64
}

// ApplyCopyPage takes a page of a first copy, the one behind from: zero begins the copy, and ends a former one. What the
// catalogue has of the feed and the copy doesn't bring is gone when its place is reached, vouchers at the end. Behind the
// last page the feed stands at the copy's beginning and is pulled from there, and the catalogue is compacted.
//
// A page may be on disk some pages later; FeedPlace says where to go on behind a crash. Accounts wait as in ApplyPage.
//
// Faults: page.early when from isn't where the copy stands, page.format, file.full, file.readonly.
func (t *Till) ApplyCopyPage(ctx context.Context, feed office.Feed, epoch uint32, from office.Place, page office.FeedPage) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t.filling.Lock()
	defer t.filling.Unlock()
	before, err := t.copyAt(feed, from, page)
	if err != nil {
		return err
	}
	if _, err := newPageLoad(epoch, page.Applied, page.Items); err != nil {
		return err
	}
	c := *before
	c.items, c.epoch, c.applied = append(c.items, page.Items...), epoch, page.Applied
	c.at.After, c.at.Copying = page.Place(from), page.More
	if page.More && feed == office.ChainFeed && len(c.items) < fillChunk {
		t.copies[feed] = &c
		return nil
	}
	if err := t.writeCopy(feed, &c); err != nil {
		return err
	}
	if page.More {
		t.copies[feed] = &feedCopy{from: c.at, at: c.at}
		return nil
	}
	delete(t.copies, feed)
	return t.compact()
}

// copyAt is the copy that a page goes on with.
func (t *Till) copyAt(feed office.Feed, from office.Place, page office.FeedPage) (*feedCopy, error) {
	if t.copies == nil {
		t.copies = map[office.Feed]*feedCopy{}
	}
	if from == (office.Place{}) {
		began := office.FeedPlace{Cursor: page.Cursor, Copying: true}
		return &feedCopy{from: began, at: began}, nil
	}
	c := t.copies[feed]
	if c == nil {
		var stands office.FeedPlace
		err := t.fromCatalog("where a feed stands", func(tx *bbolt.Tx) (err error) {
			stands, err = readPlace(tx, feed)
			return err
		})
		if err != nil {
			return nil, err
		}
		c = &feedCopy{from: stands, at: stands}
	}
	if !c.at.Copying || c.at.After != from || c.at.Cursor != page.Cursor || page.Anew {
		return nil, fault.New(fault.Conflict, "page.early", nil)
	}
	return c, nil
}

// writeCopy writes the pages of a copy, and where it then stands, in one transaction.
func (t *Till) writeCopy(feed office.Feed, c *feedCopy) error {
	l, err := newPageLoad(c.epoch, c.applied, c.items)
	if err != nil {
		return err
	}
	l.copy = c.at.Cursor.N + 1
	stands := c.at
	if !stands.Copying {
		stands.After = office.Place{}
	}
	return t.load(l, func(tx *bbolt.Tx) error {
		if err := c.sweep(tx, feed, l); err != nil {
			return err
		}
		return errors.Join(l.write(tx), putPlace(tx, feed, stands))
	})
}

// keepCopies writes the pages that have come and aren't on disk, so that a copy which was broken off goes on behind them.
func (t *Till) keepCopies() error {
	copies := t.copies
	t.copies = nil
	for feed, c := range copies {
		if len(c.items) == 0 {
			continue
		}
		if err := t.writeCopy(feed, c); err != nil {
			return err
		}
	}
	return nil
}

// swept are the kinds that a feed's copy is the whole of, in its order, and where they lie by their keys.
var swept = map[office.Feed][]struct {
	kind   office.ItemKind
	bucket []byte
}{
	office.ShopFeed: {{office.ItemProgram, programsBucket}, {office.ItemStaff, staffBucket}, {office.ItemProduct, productsBucket},
		{office.ItemReward, rewardsBucket}, {office.ItemAccount, accountsBucket}, {office.ItemAccount, parkedBucket}, {office.ItemReceived, receivedBucket}},
	office.ChainFeed: {{office.ItemMember, membersBucket}, {office.ItemMember, intoBucket}},
}

// sweep removes what lies between the places of the copy and isn't among its items.
func (c *feedCopy) sweep(tx *bbolt.Tx, feed office.Feed, l *pageLoad) error {
	comes := map[office.Place]bool{}
	for _, item := range c.items {
		comes[office.Place{Kind: item.Kind, Key: item.Key}] = true
	}
	for _, s := range swept[feed] {
		for _, key := range c.between(tx.Bucket(s.bucket), s.kind) {
			place := office.Place{Kind: s.kind, Key: key}
			if comes[place] {
				continue
			}
			if err := drop(tx, place); err != nil {
				return err
			}
			l.kinds[s.kind] = true
		}
	}
	if feed == office.ShopFeed && !c.at.Copying {
		return l.sweepVouchers(tx)
	}
	return nil
}

// between are the keys of a kind behind from, up to at or, when the copy is over, all.
func (c *feedCopy) between(b *bbolt.Bucket, kind office.ItemKind) (keys []string) {
	name := func(key []byte) string { return string(key) }
	if kind == office.ItemProgram {
		name = func(key []byte) string { return office.ProgramKey(int64(binary.BigEndian.Uint64(key))) }
	}
	if kind < c.from.After.Kind || c.at.Copying && kind > c.at.After.Kind {
		return nil
	}
	seek := []byte(nil)
	if kind == c.from.After.Kind && kind != office.ItemProgram {
		seek = []byte(c.from.After.Key)
	}
	cursor := b.Cursor()
	for k, _ := cursor.Seek(seek); k != nil; k, _ = cursor.Next() {
		place := office.Place{Kind: kind, Key: name(k)}
		if place.Compare(c.from.After) <= 0 {
			continue
		}
		if c.at.Copying && place.Compare(c.at.After) > 0 {
			break
		}
		keys = append(keys, place.Key)
	}
	return keys
}

// drop removes one item.
func drop(tx *bbolt.Tx, p office.Place) error {
	switch p.Kind {
	case office.ItemMember:
		return dropKnownMember(tx, p.Key)
	case office.ItemAccount:
		return errors.Join(tx.Bucket(accountsBucket).Delete([]byte(p.Key)), tx.Bucket(parkedBucket).Delete([]byte(p.Key)))
	}
	return dropSetting(tx, p.Kind, p.Key)
}

// sweepVouchers removes those that the copy, now whole, didn't bring.
func (l *pageLoad) sweepVouchers(tx *bbolt.Tx) error {
	var old []string
	c := tx.Bucket(vouchersBucket).Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		code := string(bytes.Clone(k))
		if _, comes := l.vouchers[code]; comes {
			continue
		}
		if mark, there := readSentWith(tx, code); !there || mark.copy != l.copy {
			old = append(old, code)
		}
	}
	for _, code := range old {
		if err := dropVoucher(tx, code); err != nil {
			return err
		}
	}
	return nil
}
