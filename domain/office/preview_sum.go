package office

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// barsMax is the most bars by day: what took longer has bars by month.
const barsMax = 31

// PreviewSum adds parts of a preview up; the zero value has none.
type PreviewSum struct {
	Looked  int // orders that the parts looked at
	total   Preview
	tiers   map[string]*TierPreview
	bars    map[int64]*PreviewBar // by instant
	members map[string]*MemberPreview
}

// Add counts a part in.
func (s *PreviewSum) Add(part Preview) {
	s.Looked += part.Looked
	s.figures(part)
	for _, t := range part.Tiers {
		s.tier(t)
	}
	for _, b := range part.Bars {
		s.bar(b)
	}
	for _, m := range part.Changes {
		s.member(m)
	}
}

func (s *PreviewSum) figures(part Preview) {
	t := &s.total
	t.Orders += part.Orders
	t.Before.add(part.Before)
	t.After.add(part.After)
	if !part.From.IsZero() && (t.From.IsZero() || part.From.Before(t.From)) {
		t.From = part.From
	}
	if part.To.After(t.To) {
		t.To = part.To
	}
}

func (s *PreviewSum) tier(t TierPreview) {
	if s.tiers == nil {
		s.tiers = map[string]*TierPreview{}
	}
	own := kept(s.tiers, t.ID, TierPreview{ID: t.ID, Name: t.Name, Least: t.Least})
	own.Orders += t.Orders
	own.Before.add(t.Before)
	own.After.add(t.After)
}

func (s *PreviewSum) bar(b PreviewBar) {
	if s.bars == nil {
		s.bars = map[int64]*PreviewBar{}
	}
	own := kept(s.bars, b.From.UnixMilli(), PreviewBar{From: b.From})
	own.Before += b.Before
	own.After += b.After
}

func (s *PreviewSum) member(m MemberPreview) {
	if s.members == nil {
		s.members = map[string]*MemberPreview{}
	}
	own := kept(s.members, m.ID, MemberPreview{ID: m.ID})
	own.Before += m.Before
	own.After += m.After
}

// part is what was counted, for somebody who goes on adding.
func (s *PreviewSum) part() Preview {
	p := s.listed()
	for _, id := range slices.Sorted(maps.Keys(s.members)) {
		if m := s.members[id]; m.Before != m.After {
			p.Changes = append(p.Changes, *m)
		}
	}
	return p
}

// Whole is the preview of all parts. Members have their ids only.
func (s *PreviewSum) Whole() Preview {
	p := s.listed()
	if len(p.Bars) > barsMax {
		p.Bars = monthly(p.Bars)
	}
	var changed []MemberPreview
	for _, m := range s.members {
		switch {
		case m.After > m.Before:
			p.Gainers++
		case m.After < m.Before:
			p.Losers++
		default:
			continue
		}
		changed = append(changed, *m)
	}
	slices.SortFunc(changed, func(a, b MemberPreview) int {
		return cmp.Or(cmp.Compare(b.After-b.Before, a.After-a.Before), cmp.Compare(a.ID, b.ID))
	})
	p.Gain = slices.Clone(changed[:min(p.Gainers, PreviewNamed)])
	p.Lose = slices.Clone(changed[len(changed)-min(p.Losers, PreviewNamed):])
	slices.Reverse(p.Lose)
	return p
}

// listed are the totals with tiers and bars in their order.
func (s *PreviewSum) listed() Preview {
	p := s.total
	p.Looked, p.Gain, p.Lose = s.Looked, []MemberPreview{}, []MemberPreview{}
	p.Tiers = sorted(s.tiers, func(a, b TierPreview) int { return cmp.Or(cmp.Compare(a.Least, b.Least), cmp.Compare(a.ID, b.ID)) })
	p.Bars = sorted(s.bars, func(a, b PreviewBar) int { return a.From.Compare(b.From) })
	return p
}

// monthly are days' bars as months', in the zone that they are told in.
func monthly(days []PreviewBar) (months []PreviewBar) {
	for _, d := range days {
		first := time.Date(d.From.Year(), d.From.Month(), 1, 0, 0, 0, 0, d.From.Location())
		if n := len(months); n == 0 || !months[n-1].From.Equal(first) {
			months = append(months, PreviewBar{From: first, Month: true})
		}
		m := &months[len(months)-1]
		m.Before += d.Before
		m.After += d.After
	}
	return months
}
