package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
)

// Alike tells two of central's stores the same, whatever rapid draws, and wants the same answers to everything that can be asked of a
// store: in the write itself, behind it, and behind one that was refused. Open gives two that are empty.
func Alike(t *testing.T, open func() (one, other office.Store)) {
	rapid.Check(t, func(rt *rapid.T) {
		one, other := open()
		p := pair{T: rt, stores: []office.Store{one, other}, remembered: map[string]bool{}}
		for range rapid.IntRange(1, 6).Draw(rt, "writes") {
			p.write()
			p.read()
		}
	})
}

// pair is two stores that are told the same.
type pair struct {
	*rapid.T
	stores     []office.Store
	remembered map[string]bool // idempotency keys: nobody gives one a second answer
	events     int
	loaded     map[string]bool // members that the present bulk load has put; nil of a write
}

// deed is what a write does, or a question.
type (
	deed     func(office.Tx) error
	question struct {
		what string
		ask  func(office.Reader) (any, error)
	}
)

// write tells both the same deeds and asks some questions between them, none in a bulk load.
func (p *pair) write() {
	if p.loaded = nil; draw(p, "bulk", false, false, false, true) {
		p.loaded = map[string]bool{}
	}
	var deeds []deed
	var asked [2][]any
	var questions []question
	for range rapid.IntRange(1, 8).Draw(p.T, "deeds") {
		deeds = append(deeds, p.deed())
		if p.loaded == nil && rapid.Bool().Draw(p.T, "asked") {
			questions = append(questions, p.question())
			deeds = append(deeds, nil)
		}
	}
	refused := rapid.IntRange(0, 4).Draw(p.T, "refused") == 0
	for i, s := range p.stores {
		write := s.Write
		if p.loaded != nil {
			write = s.Bulk
		}
		err := write(ctx, func(tx office.Tx) error {
			asked[i] = nil
			for _, do := range deeds {
				if do == nil {
					asked[i] = append(asked[i], answer(tx, questions[len(asked[i])]))
				} else if err := do(tx); err != nil {
					return err
				}
			}
			if refused {
				return errRefused
			}
			return nil
		})
		if refused != errors.Is(err, errRefused) || !refused && err != nil {
			p.Fatalf("store %d: %v", i, err)
		}
	}
	p.same(questions, asked)
}

// read asks both the same.
func (p *pair) read() {
	var questions []question
	for range rapid.IntRange(1, 12).Draw(p.T, "questions") {
		questions = append(questions, p.question())
	}
	var asked [2][]any
	for i, s := range p.stores {
		err := s.Read(ctx, func(r office.Reader) error {
			for _, q := range questions {
				asked[i] = append(asked[i], answer(r, q))
			}
			return nil
		})
		if err != nil {
			p.Fatalf("store %d: %v", i, err)
		}
	}
	p.same(questions, asked)
}

// answer is what a store says, or the code of its fault.
func answer(r office.Reader, q question) any {
	got, err := q.ask(r)
	if f, coded := fault.Of(err); coded {
		return f
	}
	if err != nil {
		return err.Error()
	}
	return got
}

func (p *pair) same(questions []question, asked [2][]any) {
	for i, q := range questions {
		if !reflect.DeepEqual(asked[0][i], asked[1][i]) {
			p.Fatalf("%s:\n%#v\n%#v", q.what, asked[0][i], asked[1][i])
		}
	}
}

// draw is one of some.
func draw[V any](p *pair, what string, of ...V) V { return rapid.SampledFrom(of).Draw(p.T, what) }

// name is an id or a key: bytes as tills may send them, but that none has a zero byte, and such that one begins another.
func (p *pair) name() string {
	return draw(p, "name", "a", "b", "ab", "a/b", "a\x01", "á", "\xff", "a\xff", "\xff\xff", "Z", "10", "9")
}

func (p *pair) noteKey() string {
	return draw(p, "key", "", "\x00", "a", "a\x00", "a\x00\xff", "\xff\xff", "b")
}

func (p *pair) at() time.Time {
	return opened.Add(time.Duration(draw(p, "minutes", 0, 1, 2, 60, 1440, 1441, -60*24*365*60)) * minute)
}

// bound is an end of a range of time, open at times.
func (p *pair) bound() time.Time {
	if draw(p, "open", true, false) {
		return time.Time{}
	}
	return p.at().Add(draw(p, "beside", -time.Millisecond, 0, time.Millisecond))
}

func (p *pair) number() int64 { return draw[int64](p, "number", 0, 1, -1, 7, 1<<62, -1<<62) }

func (p *pair) holder() share.Holder {
	return share.Holder{Writer: draw(p, "till", "01", "1", "0", "02"), Epoch: draw[uint32](p, "epoch", 1, 2, 255, 256, 1<<24+1)}
}

func (p *pair) phone() string {
	return draw(p, "phone", "+84912345678", "+84912345679", "+84987345678")
}

func (p *pair) member() office.Member {
	m := office.Member{Member: catalog.Member{ID: p.name(), JoinedAt: joined}, CreatedAt: joined}
	if draw(p, "forgotten", true, false, false) {
		return m
	}
	m.Name, m.Phone, m.Key = draw(p, "called", "Đặng Ngọc Ánh", "Ngọc", "Ánh Ngọc", "Bình", "Ánh"), p.phone(), []byte(p.name())
	if draw(p, "merged", true, false, false) {
		m.Into = p.name()
	}
	return m
}

// order is one with a line at times, beyond all limits too: a till that was tampered with says what it likes.
func (p *pair) order() sale.Order {
	o := sale.Order{Channel: draw(p, "channel", "web", "store"), ID: p.name(), Member: draw(p, "of", "", p.name()), PlacedAt: p.at(), Earned: p.number(), Generation: 1}
	if draw(p, "goods", true, false) {
		o.Lines = []sale.Line{{ID: "1", SKU: "A", Quantity: money.Units(draw[int64](p, "quantity", 1, -1, 1000)), UnitPrice: money.VND(p.number()), Discount: money.VND(p.number())}}
	}
	return o
}

func (p *pair) posting() loyalty.Posting {
	return loyalty.Posting{Member: p.name(), Kind: loyalty.Adjust, Ranking: p.number(), Ref: loyalty.Ref{ID: p.id(), At: p.at()}}
}

func (p *pair) id() string {
	p.events++
	return fmt.Sprint("e", p.events)
}

func (p *pair) event() journal.Event {
	return journal.Event{ID: p.id(), At: opened, Wall: opened, Kind: journal.PointsAdjusted, Body: []byte(p.name())}
}

func (p *pair) loads(member string) {
	if p.loaded != nil {
		p.loaded[member] = true
	}
}

// document is one of every kind.
func (p *pair) document() office.Document {
	switch draw(p, "document", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14) {
	case 0:
		if m := p.member(); p.loaded == nil || !p.loaded[m.ID] {
			p.loads(m.ID)
			return m
		}
	case 1:
		return office.Product{Product: catalog.Product{SKU: draw(p, "SKU", "A", "B", "AB"), Name: draw(p, "called", "Sữa tươi", "Cam", ""), Price: 7}, At: p.at()}
	case 2:
		return loyalty.Reward{ID: draw(p, "reward", "a", "b", "ab"), Cost: p.number()}
	case 3:
		return loyalty.Program{Version: draw[int64](p, "version", 1, 2, 256, 1<<40), At: p.at(), EffectiveFrom: p.at()}
	case 4:
		code := p.name()
		return loyalty.Voucher{ID: code, Issue: "issue of " + code, Member: "of " + code, IssuedAt: opened, Cost: p.number()}
	case 5:
		return office.Quarantined{ID: draw(p, "item", "a", "b", "ab"), At: p.at(), Body: []byte(p.name()), Done: draw(p, "done", true, false)}
	case 6:
		return office.Till{Holder: p.holder(), Shop: p.name(), PublicKey: []byte{1}, EnrolledAt: opened, RetiredAt: p.bound(), Seq: uint64(p.number())}
	case 7:
		return office.Holding{Holder: p.holder(), Points: p.number()}
	case 8:
		return office.Ticket{Hash: journal.Hash{draw[byte](p, "hash", 0, 1, 255)}, Shop: p.name(), UsedAt: p.bound()}
	case 9:
		return office.Recall{ID: draw[uint64](p, "recall", 0, 1, 256, 1<<63), Holder: p.holder(), Right: p.name(), N: p.number(), At: opened, Done: draw(p, "done", true, false)}
	case 10:
		return p.right()
	case 11:
		return office.Exception{ID: p.name(), At: opened, Kind: p.name(), Seq: 1}
	case 12:
		return office.Chain{Incarnation: draw[uint64](p, "incarnation", 1, 2), Recalls: uint64(p.number()), Since: p.bound()}
	case 13:
		return office.TakenOrder{Order: p.order(), By: p.holder(), Seq: 1}
	}
	return p.order()
}

func (p *pair) right() office.Right {
	r := office.Right{Name: p.name(), Row: share.Row{Taken: p.number()}}
	if draw(p, "out", true, false) {
		r.Row.Out = []share.Part{{Holder: p.holder(), Units: p.number()}}
	}
	return r
}

// deed is something that a write may do.
func (p *pair) deed() deed {
	switch draw(p, "deed", 0, 1, 2, 3, 4, 5, 6, 6, 6, 6) {
	case 0:
		space, key, value := draw(p, "space", "a", "ab", "feed/b"), p.noteKey(), draw(p, "value", nil, []byte{}, []byte("x"))
		return func(tx office.Tx) error { return tx.PutNote(space, key, value) }
	case 1:
		key, a := p.name(), office.Answer{Status: int(p.number()), Body: draw(p, "body", nil, []byte("{}")), At: opened} // how long one is kept beyond 90 days is each store's own
		if p.remembered[key] {
			return func(office.Tx) error { return nil }
		}
		p.remembered[key] = true
		return func(tx office.Tx) error { return tx.Remember(key, a) }
	case 2, 3:
		e, postings := p.event(), rapid.SliceOfN(rapid.Custom(func(*rapid.T) loyalty.Posting { return p.posting() }), 0, 3).Draw(p.T, "postings")
		return func(tx office.Tx) error { return tx.Append(e, slices.Clone(postings)) }
	case 4:
		h, seq, posting := p.holder(), uint64(p.events+1), p.posting()
		posting.Ref.Writer, posting.Ref.Epoch, posting.Ref.Seq = h.Writer, h.Epoch, seq
		return func(tx office.Tx) error { return tx.Post(h, seq, []loyalty.Posting{posting}) }
	case 5:
		return p.taking()
	}
	doc := p.document()
	return func(tx office.Tx) error { return tx.Put(doc) }
}

// taking stores some events of a till with their seals.
func (p *pair) taking() deed {
	till, records, seals := tillOf(p.holder(), opened, draw(p, "events", 1, 3))
	return func(tx office.Tx) error {
		err := tx.Put(till)
		for _, r := range records {
			err = errors.Join(err, tx.Take(till.Holder, r))
		}
		for _, s := range seals {
			err = errors.Join(err, tx.Put(s))
		}
		return err
	}
}

// paged reads a list to its end, in pages.
func paged[T any](limit int, read func(office.Page) ([]T, string, error)) (any, error) {
	var pages [][]T
	for page := (office.Page{Limit: limit}); ; {
		list, next, err := read(page)
		if pages = append(pages, list); err != nil || next == "" || len(pages) > 1000 {
			return pages, err
		}
		page.Cursor = next
	}
}

// question is something that can be asked.
func (p *pair) question() question {
	name, h, limit := p.name(), p.holder(), draw(p, "limit", 1, 2, 3, 100)
	ask := func(what string, ask func(office.Reader) (any, error)) question {
		return question{fmt.Sprintf("%s %q %v %d", what, name, h, limit), ask}
	}
	switch draw(p, "question", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) {
	case 0:
		from, to, member := p.bound(), p.bound(), draw(p, "of", "", name)
		return ask(fmt.Sprint("orders of ", from, to, member), func(r office.Reader) (any, error) {
			return paged(limit, func(p office.Page) ([]sale.Order, string, error) { return r.OrdersOf(member, from, to, p) })
		})
	case 1:
		key := draw(p, "channel", "web/", "store/") + name
		return ask("order", func(r office.Reader) (any, error) { return r.Order(key) })
	case 2:
		return ask("account", func(r office.Reader) (any, error) { return accountOf(r, name) })
	case 3:
		return ask("answer", func(r office.Reader) (any, error) {
			a, there, err := r.Answered(name)
			return []any{a, there}, err
		})
	case 4:
		return p.aboutMembers(ask, name, limit)
	case 5:
		return p.aboutVouchers(ask, name, limit)
	case 6:
		return p.aboutGoods(ask, limit)
	case 7, 8:
		return p.aboutTills(ask, h, name, limit)
	}
	space, after := draw(p, "space", "a", "ab", "feed/b"), p.noteKey()
	return ask(fmt.Sprintf("notes %s %q", space, after), func(r office.Reader) (any, error) {
		one, err := r.Note(space, after)
		list, err2 := r.Notes(space, after, limit-1)
		return []any{one, list}, errors.Join(err, err2)
	})
}

// accountOf is what is known of an account, in an order of its own. A mark is of each store's own making.
func accountOf(r office.Reader, member string) (any, error) {
	list, err := r.Postings(member)
	slices.SortFunc(list, func(a, b loyalty.Posting) int {
		return cmp.Or(cmp.Compare(a.Ref.Writer, b.Ref.Writer), cmp.Compare(a.Ref.Epoch, b.Ref.Epoch), cmp.Compare(a.Ref.Seq, b.Ref.Seq), cmp.Compare(a.Ref.ID, b.Ref.ID))
	})
	mark, err2 := r.Mark(member)
	return []any{list, mark == ""}, errors.Join(err, err2)
}

type asking func(what string, ask func(office.Reader) (any, error)) question

func (p *pair) aboutMembers(ask asking, name string, limit int) question {
	text, phone := draw(p, "text", "", "ngoc", "anh ngoc", "678", "5679", "0912345678", "+84987345678", "b", "ngoc 345678"), draw(p, "by", "", p.phone())
	switch draw(p, "asked", 0, 1, 2, 3, 4) {
	case 0:
		return ask("member", func(r office.Reader) (any, error) { return r.Member(name) })
	case 1:
		return ask("by phone "+phone, func(r office.Reader) (any, error) { return r.ByPhone(phone) })
	case 2:
		return ask("aliases", func(r office.Reader) (any, error) { return r.Aliases(name) })
	case 3:
		return ask("members behind", func(r office.Reader) (any, error) { return r.MembersBehind(name, limit-1) })
	}
	return ask("find "+text, func(r office.Reader) (any, error) {
		return paged(limit, func(p office.Page) ([]office.Member, string, error) { return r.FindMembers(text, p) })
	})
}

func (p *pair) aboutVouchers(ask asking, name string, limit int) question {
	switch draw(p, "asked", 0, 1, 2, 3, 4) {
	case 0:
		return ask("voucher", func(r office.Reader) (any, error) { return r.Voucher(name) })
	case 1:
		return ask("issued", func(r office.Reader) (any, error) { return r.VoucherIssued("issue of " + name) })
	case 2:
		return ask("vouchers of", func(r office.Reader) (any, error) { return r.VouchersOf("of " + name) })
	case 3:
		return ask("vouchers behind", func(r office.Reader) (any, error) { return r.VouchersBehind(name, limit-1) })
	}
	return ask("rewards", func(r office.Reader) (any, error) {
		one, err := r.Reward("a")
		list, err2 := paged(limit, r.Rewards)
		return []any{one, fault.Code(err), list}, err2
	})
}

func (p *pair) aboutGoods(ask asking, limit int) question {
	sku, text := draw(p, "SKU", "A", "B", "AB"), draw(p, "text", "", "sua", "cam", "a")
	switch draw(p, "asked", 0, 1, 2, 3, 4) {
	case 0:
		return ask("product "+sku, func(r office.Reader) (any, error) { return r.Product(sku) })
	case 1:
		return ask("find product "+text, func(r office.Reader) (any, error) {
			return paged(limit, func(p office.Page) ([]office.Product, string, error) { return r.FindProducts(text, p) })
		})
	case 2:
		return ask("products behind "+sku, func(r office.Reader) (any, error) { return r.ProductsBehind(sku, limit-1) })
	case 3:
		return ask("quarantined", func(r office.Reader) (any, error) { return paged(limit, r.Quarantined) })
	}
	return ask("programmes", func(r office.Reader) (any, error) { return r.Programs() })
}

func (p *pair) aboutTills(ask asking, h share.Holder, name string, limit int) question {
	after := draw[uint64](p, "after", 0, 1, 2)
	switch draw(p, "asked", 0, 1, 2, 3, 4, 5, 6, 7, 8) {
	case 0:
		return ask("till", func(r office.Reader) (any, error) { return r.Till(h) })
	case 1:
		return ask("tills", func(r office.Reader) (any, error) { return r.Tills() })
	case 2:
		return ask("tills of", func(r office.Reader) (any, error) { return r.TillsOf(h.Writer) })
	case 3:
		return ask("ticket", func(r office.Reader) (any, error) { return r.Ticket(journal.Hash{byte(limit)}) })
	case 4:
		return ask("chain", func(r office.Reader) (any, error) {
			c, err := r.Chain()
			head, err2 := r.Head()
			return []any{c, head.Writer, head.Epoch, head.Seq}, errors.Join(err, err2)
		})
	case 5:
		return ask("right", func(r office.Reader) (any, error) { return r.Right(name) })
	case 6:
		return ask("holding", func(r office.Reader) (any, error) { return r.Holding(h) })
	case 7:
		return ask(fmt.Sprint("events behind ", after), func(r office.Reader) (any, error) {
			records, seals, err := r.TillEvents(h, after, limit)
			return []any{records, seals}, err
		})
	}
	return ask("recalls and exceptions", func(r office.Reader) (any, error) {
		recalls, err := r.Recalls(h)
		list, err2 := paged(limit, r.Exceptions)
		return []any{recalls, list}, errors.Join(err, err2)
	})
}
