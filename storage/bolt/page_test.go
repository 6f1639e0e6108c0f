package bolt_test

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	mrand "math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/counter"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/share"
	"tim/storage/bolt"
	"tim/storage/storetest"
)

// chain is central and the tills of its shops, with one clock that runs a minute at each step.
type chain struct {
	*office.Office
	t     testing.TB
	store *bolt.Central
	now   time.Time
	web   int
}

func openChain(t testing.TB, dir string) *chain {
	t.Helper()
	key, err := bolt.LoadOrCreateCentralKey(dir, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	store, err := bolt.OpenCentral(dir, bolt.CentralOptions{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	c := &chain{t: t, store: store, now: time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)}
	c.Office = office.New(office.Config{Store: store, Now: func() time.Time { return c.now }, Entropy: rand.Reader, Zone: time.LoadLocation})
	p := loyalty.Default()
	p.EffectiveFrom = c.now.AddDate(-1, 0, 0)
	p.Tiers = []loyalty.Tier{{ID: "thuong", Name: "Thường", Rate: money.Per100(100)}, {ID: "vang", Name: "Vàng", MinRankingPoints: 1_000, Rate: money.Per100(200)}}
	if _, err := c.PutProgram(context.Background(), p, "hong", ""); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *chain) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *chain) member(id, phone string) {
	c.t.Helper()
	_, err := c.CreateMember(context.Background(), office.NewMember{ID: id, Phone: phone, Name: "Trần Thị " + id, JoinedAt: c.now.AddDate(0, 0, -10)})
	c.must(err)
}

// order is one of the web shop's, paid and delivered.
func (c *chain) order(member string, price money.VND) {
	c.t.Helper()
	c.web++
	at := c.now
	d := office.OrderDoc{CustomerID: member, PlacedAt: &at, PaidAt: &at, DeliveredAt: &at, Lines: []office.OrderLine{{ID: "1", SKU: "SUA", Quantity: money.Units(1), UnitPrice: &price}}}
	_, err := c.PutOrder(context.Background(), "web", fmt.Sprintf("01a1fce8-%04x-%s", c.web, rand.Text()[:22]), d)
	c.must(err)
}

// postings is all that central knows of a member now.
func (c *chain) postings(member string) (list []loyalty.Posting) {
	c.t.Helper()
	c.must(c.store.Read(context.Background(), func(r office.Reader) error {
		m, err := r.Member(member)
		if err != nil {
			return err
		}
		present := cmp.Or(m.Into, m.ID)
		ids, err := r.Aliases(present)
		if err != nil {
			return err
		}
		for _, id := range append([]string{present}, ids...) {
			some, err := r.Postings(id)
			if err != nil {
				return err
			}
			list = append(list, some...)
		}
		return nil
	}))
	return list
}

// desk is a till of the chain, with the link to central in the test's hands.
type desk struct {
	*bolt.Till
	c       *chain
	dir     string
	book    *storetest.Book
	holder  share.Holder
	sent    journal.Head
	records []journal.Record
	seals   []journal.Seal
	own     map[string][]loyalty.Posting
	places  map[office.Feed]office.FeedPlace
}

func (c *chain) desk(dir, name, shop string, seed uint64) *desk {
	c.t.Helper()
	till, err := bolt.OpenTill(dir, bolt.Options{})
	c.must(err)
	code, err := c.EnrolCode(context.Background(), shop)
	c.must(err)
	key := storetest.Key()
	signed := []byte("enrol " + name)
	e, err := c.Enrol(context.Background(), office.Enrolment{Code: code.Code, Till: name, PublicKey: key.Public(), Signed: signed,
		Signature: ed25519.Sign(ed25519.PrivateKey(key), signed)})
	c.must(err)
	head := journal.Head{Writer: name, Epoch: e.Epoch}
	d := &desk{Till: till, c: c, dir: dir, holder: e.Holder, sent: head, own: map[string][]loyalty.Posting{}, places: map[office.Feed]office.FeedPlace{}}
	d.book = &storetest.Book{Store: till, Key: key, Head: head, Now: c.now, Mint: ident.Minter{Entropy: mrand.NewChaCha8([32]byte{byte(seed), 7})}, Held: share.NewHeld()}
	d.write(d.book.Batch(d.book.Event(journal.JournalOpened, &journal.Opened{PublicKey: key.Public(), Shop: shop, Program: "1"})))
	return d
}

func (d *desk) write(b counter.Batch) {
	d.c.t.Helper()
	d.book.Commit(d.c.t, b)
	d.records, d.seals = append(d.records, b.Records...), append(d.seals, b.Seal)
	for _, p := range b.Postings {
		d.own[p.Member] = append(d.own[p.Member], p)
	}
}

// sell is a sale of 192 points to a member.
func (d *desk) sell(member string) {
	d.c.t.Helper()
	d.book.Now = d.c.now
	cart := d.book.Cart(2, member)
	d.write(d.book.OpenCart(cart))
	d.book.Now = d.c.now
	d.write(d.book.Finish(cart))
}

// use takes points as far as the till shows them.
func (d *desk) use(member string, points int64) {
	d.c.t.Helper()
	d.book.Now = d.c.now
	var takes []loyalty.Take
	for _, l := range d.account(member).Living() {
		if l.Usable && points > 0 {
			n := min(points, l.Remaining)
			takes = append(takes, loyalty.Take{Lot: l.ID, Points: n})
			points -= n
		}
	}
	if len(takes) == 0 {
		return
	}
	order := d.book.Cart(1, member)
	order.Use.Points = 1
	d.write(d.book.File(journal.PointsUsed, order, []loyalty.Posting{{Member: member, Kind: loyalty.Use, Order: order.Key(), Takes: takes}}, 0))
}

func (d *desk) account(member string) loyalty.Account {
	d.c.t.Helper()
	postings, err := d.Postings(context.Background(), member)
	d.c.must(err)
	return loyalty.Fold(postings).At(d.c.now)
}

// push sends at most so many commits up.
func (d *desk) push(most int) {
	d.c.t.Helper()
	var some []journal.Seal
	for _, s := range d.seals {
		if s.To > d.sent.Seq && len(some) < most {
			some = append(some, s)
		}
	}
	if len(some) == 0 {
		return
	}
	p := office.Pushed{Holder: d.holder, Prev: d.sent, Seals: some}
	for _, r := range d.records[d.sent.Seq:some[len(some)-1].To] {
		p.Records = append(p.Records, r.Bytes)
	}
	taken, err := d.c.TakeJournal(context.Background(), p)
	d.c.must(err)
	d.sent.Seq, d.sent.Hash = taken.Seq, taken.Hash
}

// ask is the next page of a feed, or of its copy.
func (d *desk) ask(feed office.Feed, limit int) office.FeedPage {
	d.c.t.Helper()
	at := d.place(feed)
	var page office.FeedPage
	var err error
	if at.Copying {
		page, err = d.c.FirstCopy(context.Background(), d.holder, feed, at.After, at.Cursor, limit)
	} else {
		page, err = d.c.Feed(context.Background(), d.holder, feed, at.Cursor, limit)
	}
	d.c.must(err)
	return page
}

func (d *desk) place(feed office.Feed) office.FeedPlace {
	if p, known := d.places[feed]; known {
		return p
	}
	p, err := d.FeedPlace(context.Background(), feed)
	d.c.must(err)
	return p
}

// take stores a page as an uplink does.
func (d *desk) take(feed office.Feed, page office.FeedPage) {
	d.c.t.Helper()
	at := d.place(feed)
	switch {
	case page.Anew:
		at = office.FeedPlace{Copying: true}
	case at.Copying:
		d.c.must(d.ApplyCopyPage(context.Background(), feed, d.holder.Epoch, at.After, page))
		at = office.FeedPlace{Cursor: page.Cursor, Copying: page.More}
		if page.More {
			at.After = page.Place(d.place(feed).After)
		}
	default:
		d.c.must(d.ApplyPage(context.Background(), feed, d.holder.Epoch, page))
		at.Cursor = page.Cursor
	}
	d.places[feed] = at
}

// pull takes all that there is.
func (d *desk) pull(feed office.Feed, limit int) {
	d.c.t.Helper()
	for copying := true; copying; {
		copying = d.place(feed).Copying
		for more := true; more; {
			page := d.ask(feed, limit)
			d.take(feed, page)
			more = page.More || page.Anew
			copying = copying || page.Anew
		}
	}
}

// reopen is a till that starts again.
func (d *desk) reopen() {
	d.c.t.Helper()
	d.c.must(d.Close())
	till, err := bolt.OpenTill(d.dir, bolt.Options{})
	d.c.must(err)
	d.Till, d.book.Store = till, till
	clear(d.places)
}

// shown is what a screen says of an account.
func shown(a loyalty.Account) []any {
	lots := []string{}
	for _, l := range a.Living() {
		lots = append(lots, fmt.Sprint(l.ID, l.Remaining, l.Usable, l.LapsesAt, l.AroseAt))
	}
	slices.Sort(lots)
	return []any{a.Usable, a.Pending, a.Balance, a.Debt, a.Ranking, a.RankingHigh, a.LastOrderAt.String(), lots}
}

// What a till shows of a member is at any time what central knew at some time, never an earlier one than before, and all
// that the till has written itself, each once; and when all is sent and pulled, it is what central knows.
func TestNoOwnEventIsMissingOrCountedTwice(t *testing.T) {
	members := []string{"an", "binh", "chi"}
	rapid.Check(t, func(rt *rapid.T) {
		c := openChain(t, t.TempDir())
		defer func() { c.must(c.store.Close()) }()
		for i, id := range members {
			c.member(id, fmt.Sprintf("091234567%d", i))
		}
		var desks []*desk
		known := map[*desk]map[string][][]loyalty.Posting{} // what central knew when a page was made, oldest first
		late := map[*desk][]office.FeedPage{}
		for i, shop := range []string{"q1", rapid.SampledFrom([]string{"q1", "q7"}).Draw(rt, "shop")} {
			d := c.desk(t.TempDir(), fmt.Sprintf("0%d", i+1), shop, uint64(i))
			defer func() { c.must(d.Till.Close()) }()
			d.pull(office.ShopFeed, 3)
			desks = append(desks, d)
			known[d] = map[string][][]loyalty.Posting{}
			for _, m := range members {
				known[d][m] = [][]loyalty.Posting{nil}
			}
		}
		ask := func(d *desk, limit int) office.FeedPage {
			for _, m := range members {
				known[d][m] = append(known[d][m], c.postings(m))
			}
			return d.ask(office.ShopFeed, limit)
		}
		check := func(what string) {
			for _, d := range desks {
				for _, m := range members {
					got := shown(d.account(m))
					i := slices.IndexFunc(known[d][m], func(central []loyalty.Posting) bool {
						all := slices.Clone(central)
						for _, id := range append([]string{m}, aliases(c, m)...) {
							all = append(all, d.own[id]...)
						}
						return reflect.DeepEqual(got, shown(loyalty.Fold(all).At(c.now)))
					})
					if i < 0 {
						rt.Fatalf("%s: till %s shows of %s %v,\ncentral %v", what, d.holder, m, got, shown(loyalty.Fold(c.postings(m)).At(c.now)))
					}
					known[d][m] = known[d][m][i:]
				}
			}
		}
		for range rapid.IntRange(5, 25).Draw(rt, "steps") {
			c.now = c.now.Add(time.Minute)
			d := desks[rapid.IntRange(0, 1).Draw(rt, "till")]
			m := rapid.SampledFrom(members).Draw(rt, "member")
			step := rapid.SampledFrom([]string{"sell", "sell", "use", "web", "push", "push all", "pull", "ask", "take", "reopen"}).Draw(rt, "step")
			switch step {
			case "sell":
				d.sell(m)
			case "use":
				d.use(m, 150)
			case "web":
				c.order(m, 100_000)
			case "push":
				d.push(1)
			case "push all":
				d.push(1000)
			case "pull":
				if len(late[d]) == 0 {
					d.take(office.ShopFeed, ask(d, 2))
				}
			case "ask": // a page on its way while the till goes on
				if len(late[d]) == 0 {
					late[d] = append(late[d], ask(d, 5))
				}
			case "take":
				for _, page := range late[d] {
					d.take(office.ShopFeed, page)
				}
				late[d] = nil
			case "reopen":
				d.reopen()
			}
			check(step)
		}
		for _, d := range desks {
			for _, page := range late[d] {
				d.take(office.ShopFeed, page)
			}
			d.push(1000)
		}
		for _, d := range desks {
			d.pull(office.ShopFeed, 4)
			for _, m := range members {
				if d.own[m] == nil {
					continue
				}
				if got, want := shown(d.account(m)), shown(loyalty.Fold(c.postings(m)).At(c.now)); !reflect.DeepEqual(got, want) {
					rt.Fatalf("all is sent and pulled, and till %s shows of %s %v, central %v", d.holder, m, got, want)
				}
			}
		}
	})
}

// aliases are the ids that were merged into a member.
func aliases(c *chain, member string) (ids []string) {
	c.must(c.store.Read(context.Background(), func(r office.Reader) (err error) {
		ids, err = r.Aliases(member)
		return err
	}))
	return ids
}
