package office

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"tim/domain/catalog"
	"tim/domain/journal"
	"tim/domain/loyalty"
)

// KnownMember is a member as tills know it.
type KnownMember struct {
	Member catalog.Member
	Into   string // the id that it was merged into, "" while it stands for itself
	Tier   string // id, as of when it was sent; "" the lowest
}

// Code is the canonical form.
func (m *KnownMember) Code(c *journal.Codec) {
	c.Version(1)
	m.Member.Code(c)
	journal.String(c, &m.Into)
	journal.String(c, &m.Tier)
}

// KnownAccount is a member's account, brought forward to the instant of its newest posting.
type KnownAccount struct {
	At      time.Time
	Carried loyalty.Carried
	Later   []loyalty.Posting // dated ahead of central's clock: they count when their time has come
}

// Code is the canonical form.
func (a *KnownAccount) Code(c *journal.Codec) {
	c.Version(1)
	c.Time(&a.At)
	a.Carried.Code(c)
	journal.List(c, &a.Later, func(c *journal.Codec, p *loyalty.Posting) {
		p.Ref.Code(c)
		p.Code(c)
	})
}

// Postings is the account as the first of a member's postings.
func (a *KnownAccount) Postings(member string) []loyalty.Posting {
	brought := loyalty.Posting{Member: member, Kind: loyalty.Brought, Carried: &a.Carried, Ref: loyalty.Ref{ID: "brought/" + member, At: a.At, Writer: journal.Central}}
	return append([]loyalty.Posting{brought}, a.Later...)
}

// item is what a stamp leads to now; false where it leads to nothing that this till is told.
func (f *feeder) item(s stamp) (Item, bool, error) {
	item := Item{Kind: s.kind, Key: s.key, Gone: s.gone}
	if s.gone {
		return item, true, nil
	}
	if s.kind == ItemVoucher {
		return f.voucherChange(s.key)
	}
	value, err := f.value(s.kind, s.key)
	if absent(err) {
		err = nil
	}
	item.Value, item.Gone = value, value == nil
	return item, err == nil, err
}

// value is a key's newest one, nil where there is none.
func (f *feeder) value(kind ItemKind, key string) ([]byte, error) {
	switch kind {
	case ItemShop:
		return f.r.Note(shopDocument(), key)
	case ItemProgram:
		for _, p := range f.versions {
			if ProgramKey(p.Version) == key {
				return json.Marshal(p)
			}
		}
		return nil, nil
	case ItemStaff:
		return f.r.Note(staffSpace(f.shop), key)
	case ItemProduct:
		p, err := f.r.Product(key)
		return encoded(p.Product, err)
	case ItemReward:
		p, err := f.r.Reward(key)
		return encoded(p, err)
	case ItemMember:
		m, err := f.r.Member(key)
		if err != nil {
			return nil, err
		}
		return f.known(m)
	case ItemAccount:
		return f.account(key)
	case ItemReceived:
		return f.r.Note(bankOpenSpace(f.shop), key)
	}
	return nil, fmt.Errorf("office: a feed has an item of kind %d", kind)
}

func encoded(v any, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return json.Marshal(v)
}

func (f *feeder) known(m Member) ([]byte, error) {
	k := KnownMember{Member: m.Member, Into: m.Into}
	if m.Into != "" {
		return journal.Encode(&k), nil
	}
	mark, err := f.r.Mark(m.ID)
	if err != nil {
		return nil, err
	}
	ids, err := everyID(f.r, m.ID)
	if err != nil {
		return nil, err
	}
	if mark != "" || len(ids) > 1 {
		state, err := fold(f.r, m.ID)
		if err != nil {
			return nil, err
		}
		k.Tier = tierTold(f.program, state.Ranked(f.now), f.zone)
	}
	return journal.Encode(&k), nil
}

// doneKept is how long tills are told of points that are spent or lapsed, and of which order gave ranking points: so long
// what an order gave is found where it is returned. What comes back later counts when the account is sent anew, at once.
const doneKept = 30 * 24 * time.Hour

// account is a member's as this shop's tills are to know it, nil of one that they aren't.
func (f *feeder) account(member string) ([]byte, error) {
	here, err := f.seenHere(member)
	if err != nil || !here {
		return nil, err
	}
	m, err := f.r.Member(member)
	if err != nil || m.Into != "" {
		return nil, err
	}
	postings, err := history(f.r, member)
	if err != nil {
		return nil, err
	}
	return journal.Encode(carry(member, postings, f.now)), nil
}

// carry brings an account forward. Of families that are done with, and of orders that ranking points came from, only the
// newest stay.
func carry(member string, postings []loyalty.Posting, now time.Time) *KnownAccount {
	a := &KnownAccount{}
	past, later := ahead(loyalty.Stamped(postings), now)
	if a.Later = later; len(past) == 0 {
		return a
	}
	for _, p := range past {
		if p.Ref.At.After(a.At) {
			a.At = p.Ref.At
		}
	}
	since := now.Add(-doneKept)
	a.Carried = *loyalty.Fold(past).Carry(member, a.At, func(l loyalty.Lot) bool { return l.AroseAt.After(since) }).Carried
	for i := range a.Carried.Rankings {
		if g := &a.Carried.Rankings[i]; !g.At.After(since) {
			g.Order = ""
		}
	}
	return a
}

// ahead parts what is dated ahead of the clock, and what names a lot of that: it counts no earlier (SHARES 22).
func ahead(postings []loyalty.Posting, now time.Time) (past, later []loyalty.Posting) {
	lots := map[string]bool{}
	isLater := func(p loyalty.Posting) bool {
		return p.Ref.At.After(now) || len(lots) > 0 && names(p, lots)
	}
	past = slices.Clone(postings)
	for found := -1; found != len(later); { // a child of such a lot makes one more
		found = len(later)
		past = slices.DeleteFunc(past, func(p loyalty.Posting) bool {
			if !isLater(p) {
				return false
			}
			later = append(later, p)
			for _, l := range p.Lots {
				lots[l.ID] = true
			}
			return true
		})
	}
	return past, later
}

// names says whether a posting is about one of the lots.
func names(p loyalty.Posting, lots map[string]bool) bool {
	of := func(t loyalty.Take) bool { return lots[t.Lot] }
	return slices.ContainsFunc(p.Takes, of) || slices.ContainsFunc(p.Restores, of) ||
		slices.ContainsFunc(p.Claws, func(c loyalty.Claw) bool { return lots[c.Lot] }) ||
		slices.ContainsFunc(p.Rules, func(r loyalty.LotRule) bool { return lots[r.Lot] }) ||
		slices.ContainsFunc(p.Lots, func(l loyalty.Lot) bool { return lots[l.Root] })
}

// voucherChange is a voucher in a feed: under the id that its member's now leads to.
func (f *feeder) voucherChange(key string) (Item, bool, error) {
	item := Item{Kind: ItemVoucher, Key: key, Gone: true}
	member, code := memberOf(key)
	v, err := f.r.Voucher(code)
	if absent(err) {
		return item, true, nil
	}
	if err != nil {
		return item, false, err
	}
	present, err := presentID(f.r, v.Member)
	if err != nil || present != member {
		return item, false, err
	}
	here, err := f.seenHere(member)
	if err != nil || !here {
		return item, err == nil, err
	}
	item.Gone, item.Value = false, journal.Encode(&v)
	return item, true, nil
}

// vouchers are a member's that a first copy brings, by code: those that can be used, and those that could be until
// lately.
func (f *feeder) vouchers(member string) ([]loyalty.Voucher, error) {
	ids, err := everyID(f.r, member)
	if err != nil {
		return nil, err
	}
	since := f.now.AddDate(0, 0, -f.program.Offline.KeepDays)
	var list []loyalty.Voucher
	for _, id := range ids {
		some, err := f.r.VouchersOf(id)
		if err != nil {
			return nil, err
		}
		for _, v := range some {
			if v.State(f.now) == loyalty.VoucherIssued || v.UsedAt.After(since) || v.HandedBackAt.After(since) || v.ExpiresAt.After(since) {
				list = append(list, v)
			}
		}
	}
	slices.SortFunc(list, func(a, b loyalty.Voucher) int { return cmp.Compare(a.ID, b.ID) })
	return list, nil
}
