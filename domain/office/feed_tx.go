package office

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/share"
)

// feedStore is a store whose writes raise the feeds: no use case can forget to.
type feedStore struct {
	Store
	office *Office
}

// Write implements Store.
func (s feedStore) Write(ctx context.Context, decide func(Tx) error) error {
	return s.Store.Write(ctx, s.feeding(decide, Actor(ctx), false))
}

// Glance implements Glancer.
func (s feedStore) Glance(ctx context.Context, look func(Reader) error) error {
	return glance(ctx, s.Store, look)
}

// Foresee implements Foreseer.
func (s feedStore) Foresee(ctx context.Context, w Wanted, look func(Reader) error) error {
	return foresee(ctx, s.Store, w, look)
}

// WriteForeseen implements Foreseer.
func (s feedStore) WriteForeseen(ctx context.Context, decide func(Tx) error) error {
	if f, is := s.Store.(Foreseer); is {
		return f.WriteForeseen(ctx, s.feeding(decide, Actor(ctx), false))
	}
	return s.Write(ctx, decide)
}

// Bulk implements Store. What is more than bulkTouches in a scope isn't listed: whoever reads that scope copies it anew.
func (s feedStore) Bulk(ctx context.Context, decide func(Tx) error) error {
	return s.Store.Bulk(ctx, s.feeding(decide, Actor(ctx), true))
}

// bulkTouches is how many changes of a scope a bulk load lists. A first copy of a scope costs about as much as so many.
const bulkTouches = 10_000

func (s feedStore) feeding(decide func(Tx) error, by string, bulk bool) func(Tx) error {
	now := s.office.now()
	return func(tx Tx) error {
		f := &feedTx{Tx: tx, office: s.office, now: now, by: by, bulk: bulk, touched: map[string]int{}}
		if err := decide(f); err != nil {
			return err
		}
		return f.finish()
	}
}

// feedTx is a transaction that raises the feeds of what it writes.
type feedTx struct {
	Tx
	office  *Office
	now     time.Time
	by      string // who acts, "" where nobody said
	bulk    bool
	shops   *bool // whether anybody was seen at a shop; nil while unknown
	touched map[string]int
	ranked  []string          // members whose ranking points changed, and whose tier nobody has told since
	present map[string]string // members' ids and what they lead to, until a member changes
}

func (t *feedTx) touch(scope string, kind ItemKind, key, mark string, gone bool) error {
	if t.bulk {
		if t.touched[scope]++; t.touched[scope] > bulkTouches {
			return nil
		}
	}
	return touch(t.Tx, scope, stamp{kind: kind, key: key, gone: gone}, mark, t.now)
}

// finish ends what was put off.
func (t *feedTx) finish() error {
	for _, scope := range slices.Sorted(maps.Keys(t.touched)) { // in order, so that the same load gives the same positions
		if t.touched[scope] > bulkTouches {
			if err := copyAnew(t.Tx, scope); err != nil {
				return err
			}
		}
	}
	if t.bulk { // whose tier a load changes is known when something else changes the member
		return nil
	}
	for _, member := range t.ranked {
		if err := t.retier(member); err != nil {
			return err
		}
	}
	return nil
}

// Append implements Tx.
func (t *feedTx) Append(e journal.Event, postings []loyalty.Posting) error {
	if e.Actor == "" {
		e.Actor = t.by
	}
	if err := t.Tx.Append(e, postings); err != nil {
		return err
	}
	return t.posted(postings)
}

// Post implements Tx: whoever an event of a till's is about was seen at its shop.
func (t *feedTx) Post(h share.Holder, seq uint64, postings []loyalty.Posting) error {
	if err := t.Tx.Post(h, seq, postings); err != nil || len(postings) == 0 {
		return err
	}
	till, err := t.Tx.Till(h)
	if err != nil {
		return err
	}
	for _, p := range postings {
		if err := Seen(t, till.Shop, p.Member, p.Ref.At); err != nil {
			return err
		}
	}
	return t.posted(postings)
}

// posted raises the accounts that postings changed.
func (t *feedTx) posted(postings []loyalty.Posting) error {
	done := ""
	for i, p := range postings {
		if p.Ranking != 0 && !t.bulk {
			t.ranked = append(t.ranked, p.Member)
		}
		if i > 0 && p.Member == done {
			continue
		}
		done = p.Member
		if err := t.seenAs(p.Member, ItemAccount, p.Member); err != nil {
			return err
		}
	}
	return nil
}

// seenAs raises what belongs to a member in the shops where it was seen; key names it there.
func (t *feedTx) seenAs(member string, kind ItemKind, key string) error {
	if any, err := t.anyShop(); err != nil || !any {
		return err
	}
	present, err := t.presentID(member)
	if err != nil {
		return err
	}
	if key == member {
		key = present
	}
	list, err := sightings(t.Tx, present)
	if err != nil {
		return err
	}
	for _, s := range list {
		if err := t.touch(shopScope(s.Shop), kind, key, "", false); err != nil {
			return err
		}
	}
	return nil
}

// anyShop says whether anybody was ever seen at a shop: a chain without tills pays nothing for their feeds.
func (t *feedTx) anyShop() (bool, error) {
	if t.shops == nil {
		list, err := t.Tx.Notes(shopsSpace, "", 1)
		if err != nil {
			return false, err
		}
		any := len(list) > 0
		t.shops = &any
	}
	return *t.shops, nil
}

// Put implements Tx.
func (t *feedTx) Put(doc Document) error {
	if err := t.Tx.Put(doc); err != nil {
		return err
	}
	switch d := doc.(type) {
	case Member:
		clear(t.present)
		return t.member(d)
	case loyalty.Voucher:
		return t.voucher(d)
	case Product:
		return t.touch(commonScope, ItemProduct, d.SKU, "", false)
	case loyalty.Reward:
		return t.touch(commonScope, ItemReward, d.ID, "", false)
	case loyalty.Program:
		return t.touch(commonScope, ItemProgram, ProgramKey(d.Version), "", false)
	}
	return nil
}

// ProgramKey is a version as the key of an item, so that versions sort as they count.
func ProgramKey(version int64) string { return fmt.Sprintf("%010d", version) }

// member raises who a member is.
func (t *feedTx) member(m Member) error {
	mark, err := marked(t.Tx, chainScope, ItemMember, m.ID)
	if err != nil {
		return err
	}
	if err := t.touch(chainScope, ItemMember, m.ID, mark, false); err != nil {
		return err
	}
	list, err := sightings(t.Tx, m.ID)
	if err != nil {
		return err
	}
	for _, s := range list {
		if err := t.touch(shopScope(s.Shop), ItemMember, m.ID, "", false); err != nil {
			return err
		}
	}
	if m.Into == "" {
		return nil
	}
	return t.merged(m, list)
}

// merged lets the member that another was merged into take over where that was seen, its account and its vouchers.
func (t *feedTx) merged(m Member, list []sighting) error {
	for _, s := range list {
		if err := t.unsee(m.ID, s); err != nil {
			return err
		}
		if err := seen(t, s.Shop, m.Into, s.Day); err != nil {
			return err
		}
	}
	if !t.bulk {
		t.ranked = append(t.ranked, m.Into)
	}
	if err := t.seenAs(m.Into, ItemAccount, m.Into); err != nil {
		return err
	}
	vouchers, err := t.VouchersOf(m.ID)
	if err != nil {
		return err
	}
	for _, v := range vouchers {
		if err := t.seenAs(m.Into, ItemVoucher, voucherItem(m.Into, v.ID)); err != nil {
			return err
		}
	}
	return nil
}

func (t *feedTx) voucher(v loyalty.Voucher) error {
	if any, err := t.anyShop(); err != nil || !any {
		return err
	}
	present, err := t.presentID(v.Member)
	if err != nil {
		return err
	}
	return t.seenAs(present, ItemVoucher, voucherItem(present, v.ID))
}

// voucherItem is a voucher's key in a feed.
func voucherItem(member, code string) string { return member + "\x00" + code }

// retier raises a member in the chain's feed if its tier is another than was last told there.
func (t *feedTx) retier(member string) error {
	m, err := resolve(t.Tx, member)
	if absent(err) {
		return nil
	}
	if err != nil {
		return err
	}
	state, err := t.office.resume(t.Tx, m.ID)
	if err != nil {
		return err
	}
	defer t.office.rememberAccount(m.ID, state)
	return t.tell(m.ID, state)
}

// tell is retier with the account at hand, as it stands behind all that was written.
func (t *feedTx) tell(member string, state *loyalty.State) error {
	versions, err := t.Tx.Programs()
	if err != nil {
		return err
	}
	p := versions.At(t.now)
	zone, err := t.office.zone(p)
	if err != nil {
		return err
	}
	tier := tierTold(p, state.Ranked(t.now), zone)
	told, err := marked(t.Tx, chainScope, ItemMember, member)
	if err != nil || told == tier {
		return err
	}
	return t.touch(chainScope, ItemMember, member, tier, false)
}

// tellTier spares a transaction the folding of a member's account whose ranking points it changed: the caller has done it.
func tellTier(tx Tx, member string, state *loyalty.State) error {
	t := feeding(tx)
	if len(t.ranked) == 0 {
		return nil
	}
	m, err := t.Tx.Member(member)
	if absent(err) { // of a till, and not heard of yet
		return nil
	}
	if err != nil || m.Into != "" {
		return err
	}
	own, err := everyID(t.Tx, member)
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(slices.Clone(t.ranked), func(id string) bool { return slices.Contains(own, id) })
	if len(others) == len(t.ranked) {
		return nil
	}
	t.ranked = others
	return t.tell(member, state)
}

// tierTold is the tier as feeds name it: "" is the lowest.
func tierTold(p loyalty.Program, a loyalty.Account, zone *time.Location) string {
	tier := p.Standing(a, zone).Tier
	if tier.ID == p.TierOf(0).ID {
		return ""
	}
	return tier.ID
}

// presentIDsMax is how many ids a transaction remembers.
const presentIDsMax = 10_000

// presentID is presentID in the transaction, which asks for one member's several times.
func (t *feedTx) presentID(id string) (string, error) {
	if present, is := t.present[id]; is {
		return present, nil
	}
	present, err := presentID(t.Tx, id)
	if t.present == nil || len(t.present) == presentIDsMax {
		t.present = map[string]string{}
	}
	if err == nil {
		t.present[id] = present
	}
	return present, err
}

// presentID is the id that a member's now leads to; one that is unknown stays what it is.
func presentID(r Members, id string) (string, error) {
	m, err := resolve(r, id)
	if absent(err) {
		return id, nil
	}
	return m.ID, err
}
