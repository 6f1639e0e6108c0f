package counter

import (
	"context"
	"time"

	"tim/domain/loyalty"
	"tim/domain/sale"
)

// Points on trust (SHARES 7): where the programme allows it, a supervisor may let a till that is without its link take
// points that it holds no share of. They draw on central's share, may overdraw a lot that another till spends from at the
// same time, and are marked wherever they stand.

// trusting is n points as takes: what is held here, and what is missing on trust, of the lots known here in the order of X6.
func (p purse) trusting(n int64, now time.Time) ([]loyalty.Take, error) {
	have := max(0, p.here.Usable)
	var takes []loyalty.Take
	if have > 0 {
		held, err := p.here.Plan(have, now)
		if err != nil {
			return nil, err
		}
		takes = held
	}
	taken := map[string]int64{}
	for _, t := range takes {
		taken[t.Lot] += t.Points
	}
	left := map[string]int64{}
	for _, l := range p.known.Lots {
		left[l.ID] = l.Remaining - taken[l.ID]
	}
	more, err := p.known.Within(func(lot string) int64 { return left[lot] }).Plan(n-have, now)
	if err != nil {
		return nil, err
	}
	for _, t := range more {
		t.Trust = true
		takes = append(takes, t)
	}
	return takes, nil
}

// trustful says whether a supervisor may let points be taken on trust now: without the link, by the programme's leave, and
// while what is held may be spent too.
func (c *Counter) trustful(now time.Time) bool {
	return c.away() && c.program(now).Offline.Use == loyalty.OfflineTrust && c.spends(now)
}

// trustLeft is how many more of the member's points may be taken on trust behind a write: the programme's trust_points less
// what central hasn't heard of yet, with what undone gives back.
func (c *Counter) trustLeft(w *write, undone []loyalty.Posting) int64 {
	unheard := c.member.trusted.since(c.chain.Acked)
	for _, list := range [][]loyalty.Posting{w.batch.Postings, undone} {
		for _, p := range list {
			unheard += p.OnTrust()
		}
	}
	return max(0, c.program(w.now).Offline.TrustPoints-unheard)
}

// trusted is what this epoch took on trust of a member's points, by event.
type trusted []trustedAt

type trustedAt struct {
	seq    uint64
	points int64
}

// and is the list with what a posting of this epoch adds to it.
func (l trusted) and(p loyalty.Posting, writer string, epoch uint32) trusted {
	if n := p.OnTrust(); n != 0 && p.Ref.Writer == writer && p.Ref.Epoch == epoch {
		return append(l, trustedAt{p.Ref.Seq, n})
	}
	return l
}

// since is what central hasn't heard of by its last word.
func (l trusted) since(acked uint64) (points int64) {
	for _, t := range l {
		if t.seq > acked {
			points += t.points
		}
	}
	return points
}

// trust is what a supervisor has let be taken beyond what is held here.
type trust struct {
	points   int64
	approver string // staff id
}

// approved is what was let be taken on trust for an order: using fewer points, or as many again, needs nobody's leave anew.
func approved(cart sale.Order) trust {
	return trust{points: loyalty.OnTrust(cart.Use.Takes), approver: cart.Use.Approver}
}

// askTrust parks a use that reaches beyond what is held here, and what is approved, until a supervisor's PIN comes; false
// when n points need none, or no supervisor could let them be taken.
func (c *Counter) askTrust(ctx context.Context, w *write, n int64, cart sale.Order, undone []loyalty.Posting) (asked bool, err error) {
	p := c.purse(w, undone)
	beyond := n - p.reach()
	if beyond <= approved(cart).points || n > p.known.Usable || !c.trustful(w.now) || beyond > c.trustLeft(w, undone) {
		return false, nil
	}
	if err := c.program(w.now).Use.Check(n, c.basis(cart, p.known, w.now)); err != nil {
		return false, err
	}
	return true, c.needApproval(ctx, w.now, pending{what: ActTrust, points: n, beyond: beyond, again: UsePoints{Points: n},
		then: func(ctx context.Context, w *write, approver string) error {
			return c.takePoints(ctx, w, n, &trust{points: beyond, approver: approver})
		}})
}
