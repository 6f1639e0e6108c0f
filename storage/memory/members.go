package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
)

// Member implements counter.Members. The catalogue's word is newer than what was written here; one that was merged is the
// member that it was merged into.
func (t *Till) Member(ctx context.Context, id string) (catalog.Member, error) {
	return t.member(ctx, func(s *till, p *people) *person {
		if p == &s.catalog.members {
			id = s.catalog.pulled.leadsTo(id)
		}
		one, _ := p.byID.get(id)
		return one
	})
}

// ByPhone implements counter.Members.
func (t *Till) ByPhone(ctx context.Context, phone string) (catalog.Member, error) {
	return t.member(ctx, func(_ *till, p *people) *person {
		for _, one := range p.withPhone(phone) {
			return one
		}
		return nil
	})
}

func (t *Till) member(ctx context.Context, find func(*till, *people) *person) (m catalog.Member, err error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return m, err
	}
	defer t.disk.done()
	if one := find(s, &s.catalog.members); one != nil {
		return deep(one.Member.Member), nil
	}
	if one := find(s, &s.here); one != nil && !s.shadowed(one) {
		return deep(one.Member.Member), nil
	}
	return m, fault.New(fault.NotFound, "member.unknown", nil)
}

// shadowed says whether the catalogue has a newer form of someone who was written here.
func (s *till) shadowed(one *person) bool {
	_, newer := s.catalog.members.byID.get(one.ID)
	_, merged := s.catalog.pulled.into.get(one.ID)
	return newer || merged
}

// FindMembers implements counter.Members.
func (t *Till) FindMembers(ctx context.Context, text string, limit int) ([]catalog.Member, error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return nil, err
	}
	defer t.disk.done()
	list := append(s.catalog.members.find(text, true), slices.DeleteFunc(s.here.find(text, true), s.shadowed)...)
	var members []catalog.Member
	for _, one := range ranked(list, text, s.lately().came)[:min(limit, len(list))] {
		members = append(members, deep(one.Member.Member))
	}
	return members, nil
}

// Accounted implements counter.Members.
func (t *Till) Accounted(ctx context.Context, member string) (bool, error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return false, err
	}
	defer t.disk.done()
	list, _ := s.catalog.known(s.catalog.ids(member))
	_, made := s.here.byID.get(member)
	return made || len(list) > 0, nil
}

// Postings implements counter.Members.
func (t *Till) Postings(ctx context.Context, member string) (list []loyalty.Posting, err error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return nil, err
	}
	defer t.disk.done()
	ids := s.catalog.ids(member)
	list, rows := s.catalog.known(ids)
	for _, id := range ids {
		row, sent := rows[id]
		for _, p := range s.posted.under(join(id, "")) {
			if !sent || !counted(row.epoch, row.seq, p.ref.Epoch, p.ref.Seq) {
				list = append(list, p.posting())
			}
		}
	}
	return list, nil
}

// voucherKey is a voucher's key among those of its member.
func voucherKey(v loyalty.Voucher) string { return join(v.Member, instant(v.IssuedAt)+v.ID) }

// codeOf is the code in a voucher's key behind member and 0.
func codeOf(key, prefix string) string { return key[len(prefix)+instantSize:] }

// Voucher implements counter.Members.
func (t *Till) Voucher(ctx context.Context, code string) (v loyalty.Voucher, err error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return v, err
	}
	defer t.disk.done()
	v, there := s.voucher(code)
	if !there {
		return v, fault.New(fault.NotFound, "voucher.unknown", fault.Args{"code": code})
	}
	return v, nil
}

// voucher is one as it was last written here, unless what central sent has that in it.
func (s *till) voucher(code string) (v loyalty.Voucher, there bool) {
	own, here := s.vouchers.get(code)
	sent, known := s.catalog.vouchers.get(code)
	switch {
	case here && !(known && s.catalog.pulled.hasIn(code, own)):
		return decode[loyalty.Voucher](own.voucher), true
	case known:
		return decode[loyalty.Voucher](sent), true
	}
	return v, false
}

// VouchersOf implements counter.Members.
func (t *Till) VouchersOf(ctx context.Context, member string) ([]loyalty.Voucher, error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return nil, err
	}
	defer t.disk.done()
	byCode := map[string]loyalty.Voucher{}
	ids := s.catalog.ids(member)
	for _, id := range ids {
		for key := range s.catalog.owned.under(join(id, "")) {
			sent, _ := s.catalog.vouchers.get(codeOf(key, join(id, "")))
			v := decode[loyalty.Voucher](sent)
			byCode[v.ID] = v
		}
	}
	for _, id := range ids {
		for key := range s.owned.under(join(id, "")) {
			code := codeOf(key, join(id, ""))
			own, _ := s.vouchers.get(code)
			if _, sent := byCode[code]; !sent || !s.catalog.pulled.hasIn(code, own) {
				byCode[code] = decode[loyalty.Voucher](own.voucher)
			}
		}
	}
	return slices.SortedFunc(maps.Values(byCode), func(a, b loyalty.Voucher) int {
		return cmp.Or(b.IssuedAt.Compare(a.IssuedAt), strings.Compare(b.ID, a.ID))
	}), nil
}
