package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
)

var (
	_ counter.Ledger  = (*Practice)(nil)
	_ counter.Members = (*Practice)(nil)
)

// Practice is what a training is done on: a till's empty ledger, and members over those of a till, which are only read. Each stays
// as it was when it was first asked for, whatever central tells the till meanwhile; none is copied before.
type Practice struct {
	*Till
	base counter.Members

	mu       sync.Mutex
	members  map[string]catalog.Member // by the id asked for
	accounts map[string]known          // by that id
	vouchers map[string]loyalty.Voucher
}

// known is what a till knew of a member.
type known struct {
	sent     bool
	postings []loyalty.Posting
	vouchers []loyalty.Voucher
}

// NewPractice is an empty ledger over those members.
func NewPractice(base counter.Members) *Practice {
	return &Practice{Till: NewTill(nil), base: base, members: map[string]catalog.Member{}, accounts: map[string]known{},
		vouchers: map[string]loyalty.Voucher{}}
}

// kept answers what was read before, else reads and keeps it.
func kept[T any](p *Practice, in map[string]T, key string, read func() (T, error)) (T, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if v, there := in[key]; there {
		return v, nil
	}
	v, err := read()
	if err == nil {
		in[key] = v
	}
	return v, err
}

// Member implements counter.Members.
func (p *Practice) Member(ctx context.Context, id string) (catalog.Member, error) {
	if own, err := p.Till.Member(ctx, id); fault.Code(err) != "member.unknown" {
		return own, err
	}
	m, err := kept(p, p.members, id, func() (catalog.Member, error) { return p.base.Member(ctx, id) })
	return deep(m), err
}

// ByPhone implements counter.Members.
func (p *Practice) ByPhone(ctx context.Context, phone string) (catalog.Member, error) {
	if own, err := p.Till.ByPhone(ctx, phone); fault.Code(err) != "member.unknown" {
		return own, err
	}
	found, err := p.base.ByPhone(ctx, phone)
	if err != nil {
		return found, err
	}
	return p.Member(ctx, found.ID)
}

// FindMembers implements counter.Members: those who were made in the training stand first.
func (p *Practice) FindMembers(ctx context.Context, text string, limit int) ([]catalog.Member, error) {
	own, err := p.Till.FindMembers(ctx, text, limit)
	if err != nil {
		return nil, err
	}
	rest, err := p.base.FindMembers(ctx, text, limit)
	list := append(own, rest...)
	return list[:min(limit, len(list))], err
}

// account is what the till knew of a member when the training first asked.
func (p *Practice) account(ctx context.Context, member string) (known, error) {
	return kept(p, p.accounts, member, func() (a known, err error) {
		if a.sent, err = p.base.Accounted(ctx, member); err != nil {
			return a, err
		}
		if a.postings, err = p.base.Postings(ctx, member); err != nil {
			return a, err
		}
		a.vouchers, err = p.base.VouchersOf(ctx, member)
		for i, v := range a.vouchers {
			if seen, there := p.vouchers[v.ID]; there {
				a.vouchers[i] = seen
			}
			p.vouchers[v.ID] = a.vouchers[i]
		}
		return a, err
	})
}

// Postings implements counter.Members.
func (p *Practice) Postings(ctx context.Context, member string) ([]loyalty.Posting, error) {
	a, err := p.account(ctx, member)
	if err != nil {
		return nil, err
	}
	own, err := p.Till.Postings(ctx, member)
	return append(deep(a.postings), own...), err
}

// Accounted implements counter.Members.
func (p *Practice) Accounted(ctx context.Context, member string) (bool, error) {
	if own, err := p.Till.Accounted(ctx, member); own || err != nil {
		return own, err
	}
	a, err := p.account(ctx, member)
	return a.sent, err
}

// Voucher implements counter.Members.
func (p *Practice) Voucher(ctx context.Context, code string) (loyalty.Voucher, error) {
	if own, err := p.Till.Voucher(ctx, code); fault.Code(err) != "voucher.unknown" {
		return own, err
	}
	v, err := kept(p, p.vouchers, code, func() (loyalty.Voucher, error) { return p.base.Voucher(ctx, code) })
	return deep(v), err
}

// VouchersOf implements counter.Members.
func (p *Practice) VouchersOf(ctx context.Context, member string) ([]loyalty.Voucher, error) {
	a, err := p.account(ctx, member)
	if err != nil {
		return nil, err
	}
	own, err := p.Till.VouchersOf(ctx, member)
	if err != nil {
		return nil, err
	}
	byCode := map[string]loyalty.Voucher{}
	for _, v := range append(deep(a.vouchers), own...) {
		byCode[v.ID] = v
	}
	return slices.SortedFunc(maps.Values(byCode), func(a, b loyalty.Voucher) int {
		return cmp.Or(b.IssuedAt.Compare(a.IssuedAt), strings.Compare(b.ID, a.ID))
	}), nil
}
