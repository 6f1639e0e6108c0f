package office

import (
	"cmp"
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/share"
)

// A feed is the newest state of each of its keys, in the order of the latest change. One head counts for all scopes, and is
// raised in the transaction that makes the change, so that whoever has read up to a position has missed nothing; a key
// stands in a scope once, where it last changed. What a change brings is made when it is read: writing an order costs a
// feed a position, however long the account is. Stores with many writers must let those of one scope wait for each other
// on its head, which is a note.

// Feed is one of the two ways down to tills.
type Feed uint8

// The feeds.
const (
	ShopFeed  Feed = 1 // at once: the shop, programme, staff, products, rewards, and members seen there with accounts and vouchers
	ChainFeed Feed = 2 // in the background: every member
)

// ItemKind is what an item is, and the order of a first copy.
type ItemKind uint8

// The kinds. Numbers are sent: append only.
const (
	ItemShop    ItemKind = 1 // the shop's document, JSON; key: the shop
	ItemProgram ItemKind = 2 // loyalty.Program, JSON; key: ProgramKey of the version
	ItemStaff   ItemKind = 3 // shift.Staff; key: id
	ItemProduct ItemKind = 4 // catalog.Product, JSON; key: SKU
	ItemReward  ItemKind = 5 // loyalty.Reward, JSON; key: id
	ItemMember  ItemKind = 6 // KnownMember; key: id
	ItemAccount ItemKind = 7 // KnownAccount; key: the member's id
	ItemVoucher ItemKind = 8 // loyalty.Voucher; key: the member's present id, a zero byte, the code

	ItemReceived ItemKind = 9 // sale.Received; key: the bank's id; gone once a till has said what became of it
)

// Item is a key's newest value, or its end.
type Item struct {
	Kind  ItemKind
	Key   string
	Value []byte // by the kind; empty when Gone
	Gone  bool
}

// Cursor is a position in the feeds of one incarnation of central (SHARES 19).
type Cursor struct {
	Incarnation uint64
	N           uint64
}

// Place is where a first copy stands: behind that item.
type Place struct {
	Kind ItemKind
	Key  string
}

// Compare orders items of a first copy.
func (p Place) Compare(o Place) int {
	return cmp.Or(cmp.Compare(p.Kind, o.Kind), cmp.Compare(p.Key, o.Key))
}

// FeedPage is a part of a feed, or of its first copy.
type FeedPage struct {
	Cursor  Cursor // of a feed: behind the page; of a first copy: where pulling goes on when it is whole
	Applied uint64 // the asking epoch's events up to here are counted in these states (SHARES 19)
	Items   []Item
	More    bool
	Anew    bool // that cursor is of no use: copy anew
}

// Place is where a first copy stands behind the page.
func (p FeedPage) Place(before Place) Place {
	if len(p.Items) == 0 {
		return before
	}
	last := p.Items[len(p.Items)-1]
	return Place{last.Kind, last.Key}
}

// FeedPlace is where a feed stands at a till. Before the first copy it is Copying from nowhere.
type FeedPlace struct {
	Cursor  Cursor // behind what was pulled; while Copying, the copy's beginning
	Copying bool
	After   Place // of a copy: the last item taken
}

// Code is the canonical form.
func (p *FeedPlace) Code(c *journal.Codec) {
	c.Version(1)
	journal.Uint(c, &p.Cursor.Incarnation)
	journal.Uint(c, &p.Cursor.N)
	c.Bool(&p.Copying)
	journal.Uint(c, &p.After.Kind)
	journal.String(c, &p.After.Key)
}

// Limits of a page of a feed: items, and bytes of their values, one item however long.
const (
	FeedMax      = 1000
	feedBytesMax = 1 << 20
)

// Feed is what changed behind a cursor, as the till's epoch is to know it: at most limit items. Anew is answered to a
// cursor of another incarnation, and to one older than what is remembered of what is gone. Faults: till.unknown,
// field.enum on "feed".
func (o *Office) Feed(ctx context.Context, h share.Holder, feed Feed, cursor Cursor, limit int) (FeedPage, error) {
	return read(ctx, o, func(r Reader) (FeedPage, error) {
		f, err := o.feeder(r, h, feed, o.now())
		if err != nil {
			return FeedPage{}, err
		}
		return f.since(cursor, boundFeed(limit))
	})
}

// FirstCopy is the whole of a feed in pages, in the order of Place: the next behind after. at is the zero cursor for the
// first page and that page's Cursor for all others; what changes meanwhile comes by Feed from there. Anew says that this
// takes too long by now, and the copy must begin again. Faults: those of Feed.
func (o *Office) FirstCopy(ctx context.Context, h share.Holder, feed Feed, after Place, at Cursor, limit int) (FeedPage, error) {
	return read(ctx, o, func(r Reader) (FeedPage, error) {
		f, err := o.feeder(r, h, feed, o.now())
		if err != nil {
			return FeedPage{}, err
		}
		if at == (Cursor{}) && after == (Place{}) {
			at = f.head
		}
		return f.copy(after, at, boundFeed(limit))
	})
}

func boundFeed(limit int) int {
	if limit <= 0 {
		return FeedMax
	}
	return min(limit, FeedMax)
}

// feeder reads feeds on one state for one till.
type feeder struct {
	office   *Office
	r        Reader
	now      time.Time
	shop     string
	scopes   []string
	kinds    []ItemKind
	applied  uint64
	head     Cursor
	versions loyalty.Versions
	program  loyalty.Program // in force now
	zone     *time.Location
}

func (o *Office) feeder(r Reader, h share.Holder, feed Feed, now time.Time) (*feeder, error) {
	f := &feeder{office: o, r: r, now: now}
	till, err := r.Till(h)
	if err != nil {
		return nil, err
	}
	chain, err := r.Chain()
	if err != nil {
		return nil, err
	}
	holding, err := r.Holding(h)
	if err != nil {
		return nil, err
	}
	f.shop, f.applied, f.head.Incarnation = till.Shop, holding.Applied, chain.Incarnation
	f.scopes = Scopes(feed, f.shop)
	switch feed {
	case ShopFeed:
		f.kinds = []ItemKind{ItemShop, ItemProgram, ItemStaff, ItemProduct, ItemReward, ItemMember, ItemAccount, ItemVoucher, ItemReceived}
	case ChainFeed:
		f.kinds = []ItemKind{ItemMember}
	default:
		return nil, fault.At("feed", "field.enum", fault.Args{"value": int64(feed)})
	}
	if f.head.N, err = noted(r, headSpace, ""); err != nil {
		return nil, err
	}
	if f.versions, err = r.Programs(); err != nil {
		return nil, err
	}
	f.program = f.versions.At(now)
	f.zone, err = o.zone(f.program)
	return f, err
}

// valid says whether what comes behind a cursor is all remembered.
func (f *feeder) valid(c Cursor) (bool, error) {
	if c.Incarnation != f.head.Incarnation || c.N > f.head.N {
		return false, nil
	}
	for _, scope := range f.scopes {
		floor, err := noted(f.r, floorSpace, scope)
		if err != nil || c.N < floor {
			return false, err
		}
	}
	return true, nil
}

func (f *feeder) since(c Cursor, limit int) (FeedPage, error) {
	page := FeedPage{Cursor: f.head, Applied: f.applied}
	if valid, err := f.valid(c); err != nil || !valid {
		page.Anew = true
		return page, err
	}
	stamps, err := f.stamps(c.N, limit+1)
	if err != nil {
		return page, err
	}
	size := 0
	for i, s := range stamps {
		if i == limit || size >= feedBytesMax {
			page.More, page.Cursor.N = true, stamps[i-1].n
			break
		}
		item, send, err := f.item(s)
		if err != nil {
			return page, err
		}
		if send {
			page.Items = append(page.Items, item)
			size += len(item.Value)
		}
	}
	return page, nil
}

// stamps are the first ones of all scopes behind a position.
func (f *feeder) stamps(after uint64, most int) ([]stamp, error) {
	var all []stamp
	for _, scope := range f.scopes {
		notes, err := f.r.Notes(atSpace(scope), numbered8(after), most)
		if err != nil {
			return nil, err
		}
		for _, n := range notes {
			all = append(all, readStamp(n))
		}
	}
	slices.SortFunc(all, func(a, b stamp) int { return cmp.Compare(a.n, b.n) })
	return all[:min(most, len(all))], nil
}

func (f *feeder) copy(after Place, at Cursor, limit int) (FeedPage, error) {
	page := FeedPage{Cursor: at, Applied: f.applied}
	if valid, err := f.valid(at); err != nil || !valid {
		page.Anew = true
		return page, err
	}
	size := 0
	for _, kind := range f.kinds {
		if kind < after.Kind {
			continue
		}
		behind := ""
		if kind == after.Kind {
			behind = after.Key
		}
		err := f.each(kind, behind, func(item Item) bool {
			if page.More = len(page.Items) == limit || size >= feedBytesMax; page.More {
				return false
			}
			page.Items = append(page.Items, item)
			size += len(item.Value)
			return true
		})
		if err != nil || page.More {
			return page, err
		}
	}
	return page, nil
}
