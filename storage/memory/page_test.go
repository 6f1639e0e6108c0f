package memory_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/shift"
	"tim/storage/bolt"
	"tim/storage/memory"
	"tim/storage/storetest"
)

// twins are a till in files and one in memory, which are told the same.
type twins struct {
	*memory.Till
	file  *bolt.Till
	pages map[office.Feed]office.FeedPlace
}

func (w *twins) Commit(ctx context.Context, b counter.Batch) error {
	err, other := w.Till.Commit(ctx, b), w.file.Commit(ctx, b)
	if fault.Code(err) != fault.Code(other) {
		return fmt.Errorf("in memory %v, in files %w", err, other)
	}
	return err
}

var (
	someone = rapid.SampledFrom([]string{"an", "binh", "chi"})
	aPhone  = rapid.SampledFrom([]string{"+84912345670", "+84912345671", "+84912345672"})
	aCode   = rapid.SampledFrom([]string{"901", "902", "903"})
	aDay    = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
)

// anItem is something that central sends.
func anItem(t *rapid.T) office.Item {
	item := office.Item{Kind: office.ItemKind(rapid.IntRange(1, 10).Draw(t, "kind")), Gone: rapid.IntRange(0, 4).Draw(t, "gone") == 0}
	text := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "key")
	asJSON := func(v any) (b []byte) { b, _ = json.Marshal(v); return b }
	item.Key = text
	switch item.Kind {
	case office.ItemShop:
		item.Value = asJSON(counter.Shop{Name: text, Currency: "VND"})
	case office.ItemProgram:
		p := loyalty.Default()
		p.Version = rapid.Int64Range(1, 3).Draw(t, "version")
		item.Key, item.Value = office.ProgramKey(p.Version), asJSON(p)
	case office.ItemStaff:
		item.Value = journal.Encode(&shift.Staff{ID: text, Name: "Lan"})
	case office.ItemProduct:
		code := rapid.SampledFrom([]string{"2000000000015", "2000000000022"}).Draw(t, "barcode")
		item.Value = asJSON(catalog.Product{SKU: text, Name: "Sữa " + code, Barcodes: []string{code}})
	case office.ItemReward:
		item.Value = asJSON(loyalty.Reward{ID: text, Cost: rapid.Int64Range(1, 3).Draw(t, "cost")})
	case office.ItemMember:
		item.Key = someone.Draw(t, "member")
		m := office.KnownMember{Member: catalog.Member{ID: item.Key, Name: "Trần " + item.Key, Phone: aPhone.Draw(t, "phone"), JoinedAt: aDay}}
		if item.Key != "chi" && rapid.Bool().Draw(t, "merged") {
			m.Into = "chi" // never one that may be merged itself
		} else {
			m.Tier = rapid.SampledFrom([]string{"", "vang"}).Draw(t, "tier")
		}
		item.Value = journal.Encode(&m)
	case office.ItemAccount:
		item.Key = someone.Draw(t, "account")
		a := office.KnownAccount{At: aDay, Carried: loyalty.Carried{}}
		if other := someone.Draw(t, "also"); other != item.Key {
			a.Carried.Also = []string{other}
		}
		item.Value = journal.Encode(&a)
	case office.ItemVoucher:
		v := loyalty.Voucher{ID: aCode.Draw(t, "code"), Member: someone.Draw(t, "owner"), IssuedAt: aDay, Generation: 1}
		item.Key, item.Value = v.Member+"\x00"+v.ID, journal.Encode(&v)
	case office.ItemReceived:
		item.Value = journal.Encode(&sale.Received{ID: text, Memo: "Q0112AB34CD", Amount: 50_000, At: aDay})
	}
	if item.Gone {
		item.Value = nil
	}
	return item
}

func aFeed(t *rapid.T) office.Feed {
	return rapid.SampledFrom([]office.Feed{office.ShopFeed, office.ShopFeed, office.ChainFeed}).Draw(t, "feed")
}

// pull takes a page of a feed, now and then one that doesn't follow.
func (w *twins) pull(t *rapid.T, applied uint64) {
	feed := aFeed(t)
	page := office.FeedPage{Cursor: office.Cursor{Incarnation: 1, N: rapid.Uint64Range(0, 3).Draw(t, "cursor")}, Applied: applied,
		More: rapid.Bool().Draw(t, "more")}
	if !w.pages[feed].Copying && rapid.IntRange(0, 9).Draw(t, "follows") > 0 {
		page.Cursor.N += w.pages[feed].Cursor.N
	}
	for range rapid.IntRange(0, 5).Draw(t, "items") {
		page.Items = append(page.Items, anItem(t))
	}
	if accounts := slices.DeleteFunc(slices.Clone(page.Items), func(i office.Item) bool { return i.Kind != office.ItemAccount }); len(accounts) > 1 {
		page.Items = accounts[:1] // central sends an account or what it was merged into
	}
	err, other := w.Till.ApplyPage(ctx, feed, 1, page), w.file.ApplyPage(ctx, feed, 1, page)
	w.sameFault(t, err, other)
	if err == nil {
		w.pages[feed] = office.FeedPlace{Cursor: page.Cursor}
	}
}

// copies takes a whole first copy, or all but its end.
func (w *twins) copies(t *rapid.T, applied uint64) {
	feed := aFeed(t)
	var items []office.Item
	for range rapid.IntRange(0, 12).Draw(t, "copied") {
		if item := anItem(t); !item.Gone && (item.Kind == office.ItemMember) == (feed == office.ChainFeed) {
			items = append(items, item)
		}
	}
	slices.SortFunc(items, func(a, b office.Item) int {
		return office.Place{Kind: a.Kind, Key: a.Key}.Compare(office.Place{Kind: b.Kind, Key: b.Key})
	})
	items = slices.CompactFunc(items, func(a, b office.Item) bool {
		return a.Kind == b.Kind && (a.Key == b.Key || a.Kind == office.ItemAccount)
	})
	from := office.Place{}
	for more := true; more; {
		n := min(len(items), rapid.IntRange(1, 4).Draw(t, "page"))
		more = len(items) > n
		page := office.FeedPage{Cursor: office.Cursor{Incarnation: 1, N: 2}, Applied: applied, Items: items[:n], More: more}
		err, other := w.Till.ApplyCopyPage(ctx, feed, 1, from, page), w.file.ApplyCopyPage(ctx, feed, 1, from, page)
		w.sameFault(t, err, other)
		items, from = items[n:], page.Place(from)
		w.pages[feed] = office.FeedPlace{Cursor: page.Cursor, Copying: more, After: from}
		if feed == office.ShopFeed {
			w.same(t)
		}
	}
}

func (w *twins) sameFault(t *rapid.T, err, other error) {
	if fault.Code(err) != fault.Code(other) || (err == nil) != (other == nil) {
		t.Fatalf("in memory %v, in files %v", err, other)
	}
}

// seen is all that a till shows of what it was sent.
func seen(t rapid.TB, s interface {
	storetest.Store
	Tier(string) (string, error)
}) (all []any) {
	of := ""
	note := func(v any, err error) {
		if err != nil && fault.Code(err) == "" {
			t.Fatal(err)
		}
		text, _ := json.Marshal(v)
		if string(text) == "[]" {
			text = []byte("null")
		}
		all = append(all, fmt.Sprintf("%s %s %s", of, text, fault.Code(err)))
	}
	for _, id := range []string{"an", "binh", "chi"} {
		of = id
		m, err := s.Member(ctx, id)
		note(m, err)
		tier, err := s.Tier(id)
		note(tier, err)
		postings, err := s.Postings(ctx, id)
		slices.SortFunc(postings, func(a, b loyalty.Posting) int {
			return cmp.Or(cmp.Compare(a.Member, b.Member), cmp.Compare(a.Ref.ID, b.Ref.ID))
		})
		for _, p := range postings {
			if p.Carried != nil {
				note(journal.Encode(p.Carried), nil)
			}
			note(p.Ref, nil)
			note(journal.Encode(&p), nil)
		}
		vouchers, err := s.VouchersOf(ctx, id)
		note(vouchers, err)
		find, err := s.FindMembers(ctx, "tran "+id, 5)
		note(find, err)
	}
	for _, phone := range []string{"+84912345670", "+84912345671", "+84912345672"} {
		m, err := s.ByPhone(ctx, phone)
		note(m, err)
	}
	for _, code := range []string{"901", "902", "903"} {
		v, err := s.Voucher(ctx, code)
		note(v, err)
	}
	for _, code := range []string{"2000000000015", "2000000000022"} {
		p, err := s.ByBarcode(ctx, code)
		note(p.SKU, err)
	}
	products, err := s.FindProducts(ctx, "", 9)
	note(products, err)
	programs, err := s.Programs(ctx)
	for _, p := range programs {
		note(p.Version, nil)
	}
	rewards, err2 := s.Rewards(ctx)
	note(rewards, cmp.Or(err, err2))
	staff, err := s.Staff(ctx)
	note(staff, err)
	shop, err := s.Shop(ctx)
	note(shop, err)
	return all
}

func (w *twins) same(t *rapid.T) {
	if have, want := seen(t, w.Till), seen(t, w.file); !reflect.DeepEqual(have, want) {
		for i := range want {
			if i >= len(have) || have[i] != want[i] {
				t.Fatalf("in memory %v\nin files  %v", have[min(i, len(have)-1)], want[i])
			}
		}
		t.Fatalf("in memory %d more", len(have)-len(want))
	}
}

// TestATillInMemoryTakesPagesAsOneInFiles: whatever central sends and the till writes, both show the same.
func TestATillInMemoryTakesPagesAsOneInFiles(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		file, err := bolt.OpenTill(t.TempDir(), bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		w := &twins{Till: memory.NewTill(nil), file: file, pages: map[office.Feed]office.FeedPlace{}}
		book := storetest.NewBook(t, w)
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			applied := rapid.Uint64Range(0, book.Head.Seq).Draw(rt, "applied")
			switch rapid.IntRange(0, 4).Draw(rt, "step") {
			case 0:
				book.Sell(t, 1, someone.Draw(rt, "buyer"))
			case 1:
				v := book.Voucher(someone.Draw(rt, "redeemer"))
				v.ID = aCode.Draw(rt, "redeemed")
				book.Commit(t, book.Redeem(v))
			case 2:
				w.copies(rt, applied)
			default:
				w.pull(rt, applied)
			}
			w.same(rt)
		}
	})
}

// What waited is the newer: central has taken what it waited for, and an account that was merged into it is gone.
func TestAnAccountThatWaitedTakesThoseMergedIntoIt(t *testing.T) {
	file, err := bolt.OpenTill(t.TempDir(), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := &twins{Till: memory.NewTill(nil), file: file}
	book := storetest.NewBook(t, w)
	book.Commit(t, book.Redeem(book.Voucher("chi")))
	account := func(of string, also ...string) office.Item {
		a := office.KnownAccount{At: aDay, Carried: loyalty.Carried{Also: also}}
		return office.Item{Kind: office.ItemAccount, Key: of, Value: journal.Encode(&a)}
	}
	first := office.FeedPage{Cursor: office.Cursor{Incarnation: 1, N: 1}, Items: []office.Item{account("binh", "chi")}} // it waits for the voucher
	then := office.FeedPage{Cursor: office.Cursor{Incarnation: 1, N: 2}, Applied: book.Head.Seq, Items: []office.Item{account("chi")}}
	for _, s := range []interface {
		ApplyCopyPage(context.Context, office.Feed, uint32, office.Place, office.FeedPage) error
		ApplyPage(context.Context, office.Feed, uint32, office.FeedPage) error
	}{w.Till, file} {
		if err := errors.Join(s.ApplyCopyPage(ctx, office.ShopFeed, 1, office.Place{}, first), s.ApplyPage(ctx, office.ShopFeed, 1, then)); err != nil {
			t.Fatal(err)
		}
	}
	if have, want := seen(t, w.Till), seen(t, file); !reflect.DeepEqual(have, want) {
		t.Errorf("in memory %v\nin files  %v", have, want)
	}
}
