package office_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/office"
)

var everybody = []string{"lan", "mai", "cuc"}

// Tills hold points of members who are merged and forgotten meanwhile, and whose points get another expiry rule; what tills write
// arrives late. No point is spent twice all the same, and none is lost.
func TestNoPointIsSpentTwiceWhoeverIsMergedOrForgotten(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			s, r := openOffice(t), rand.New(rand.NewPCG(seed, 9))
			s.program()
			for i, id := range everybody {
				s.member(id, fmt.Sprintf("091234567%d", i), 300)
			}
			tills := []*device{s.till(1), s.till(2)}
			used, web := int64(0), 0
			for range 40 {
				d, id := tills[r.IntN(2)], everybody[r.IntN(3)]
				switch r.IntN(9) {
				case 0, 1:
					s.push(d)
				case 2, 3:
					s.ask(d, id, int64(10+r.IntN(300)))
				case 4, 5:
					used += s.spend(d, r)
				case 6:
					web++
					n := int64(1 + r.IntN(80))
					_, err := s.PutOrder(ctx, "web", fmt.Sprint(web), sold(id, 400_000, s.now, func(o *office.OrderDoc) { o.UsePoints = n }))
					if err == nil {
						used += n
					} else if code := fault.Code(err); code != "points.elsewhere" && code != "points.short" {
						t.Fatal(err)
					}
				case 7:
					s.unsettle(r, id, everybody[r.IntN(3)])
				case 8:
					for _, lot := range slices.Sorted(slices.Values(d.lots())) {
						d.giveBack(lot, d.held.Units(lot))
					}
				}
			}
			for _, d := range tills {
				s.push(d)
			}
			s.addsUp(used)
		})
	}
}

// spend sells something for a part of the points that a till holds of some lot, to whose it is known there.
func (s *shopOffice) spend(d *device, r *rand.Rand) int64 {
	for _, lot := range slices.Sorted(slices.Values(d.lots())) {
		if n := d.held.Units(lot); n > 0 && r.IntN(2) == 0 {
			n = 1 + r.Int64N(n)
			d.sell(s.ownerOf(d, lot), 2_000_000, loyalty.Take{Lot: lot, Points: n})
			return n
		}
	}
	return 0
}

// ownerOf is whose a lot was when it arose.
func (s *shopOffice) ownerOf(d *device, lot string) (owner string) {
	for _, o := range d.sold {
		if loyalty.LotID(o.Key(), o.Generation) == lot {
			return o.Member
		}
	}
	s.postings(func(p loyalty.Posting) {
		for _, l := range p.Lots {
			if l.ID == lot {
				owner = p.Member
			}
		}
	})
	return owner
}

// postings goes over all that was ever posted.
func (s *shopOffice) postings(each func(loyalty.Posting)) {
	s.t.Helper()
	err := s.store.Read(ctx, func(r office.Reader) error {
		for _, id := range everybody {
			list, err := r.Postings(id)
			if err != nil {
				return err
			}
			for _, p := range list {
				each(p)
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// unsettle merges two members, forgets one, or puts their points under another rule.
func (s *shopOffice) unsettle(r *rand.Rand, id, other string) {
	s.t.Helper()
	var err error
	switch r.IntN(4) {
	case 0, 1:
		_, err = s.Merge(ctx, id, other)
	case 2:
		_, err = s.Erase(ctx, id, office.Erasure{Reason: "yêu cầu"}, "nam")
	case 3:
		s.program(func(p *loyalty.Program) {
			p.EffectiveFrom = s.now
			p.Expiry = loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 200 + r.IntN(400)}
		})
		_, err = s.ApplyExpiryPart(ctx, 30, office.Page{})
	}
	if code := fault.Code(err); err != nil && code != "customer.erased" && code != "merge.same" {
		s.t.Fatal(err)
	}
}

// addsUp holds that no lot gave more than it had, and that what all have is what arose less what was used.
func (s *shopOffice) addsUp(used int64) {
	s.t.Helper()
	if kinds := s.exceptions(); slices.Contains(kinds, office.Overdrawn) {
		s.t.Errorf("central notes %v", kinds)
	}
	seen, sum := map[string]bool{}, int64(0)
	for _, id := range everybody {
		p := s.points(id, s.now)
		if seen[p.CustomerID] {
			continue
		}
		seen[p.CustomerID] = true
		var lots, entries int64
		for _, l := range p.Lots {
			lots += l.Remaining
		}
		for _, e := range s.entries(p.CustomerID) {
			entries += e.Points
		}
		if lots != p.Balance || entries != p.Balance {
			s.t.Errorf("%s has %d, lots have %d, entries %d", p.CustomerID, p.Balance, lots, entries)
		}
		sum += p.Balance
	}
	var arose, taken int64
	s.postings(func(p loyalty.Posting) {
		for _, l := range p.Lots {
			arose += l.Points
		}
		for _, t := range p.Takes {
			taken += t.Points
		}
	})
	if taken != used || sum != arose-used {
		s.t.Errorf("of %d points %d were used, by what central knows %d, and %d are left", arose, used, taken, sum)
	}
}
