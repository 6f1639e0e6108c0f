package loyalty

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// chain is a chain of three tills that hear of each other late: the experiment behind SHARES 3 and 21, run on the real
// types. Orders use points of the lots whose share is at their till, as far as that till knows the account; returns take
// the earned points back and give the used ones back by UndoTakes.
type chain struct {
	r        *rand.Rand
	life     time.Duration
	mode     ExpiryMode
	gossip   int // hours until the others know, at most
	postings []told
	orders   []*sold
	share    map[string]int   // lot -> till
	left     map[string]int64 // lot -> points not taken
}

type told struct {
	Posting
	till  int
	known int // hour from which the other tills know it
}

type sold struct {
	id       string
	till     int
	lot      *Lot
	takes    []Take
	returned bool
}

func (c *chain) post(till, at int, p Posting) {
	p.Member = "ánh"
	p.Ref = Ref{ID: fmt.Sprintf("e%03d", len(c.postings)), At: hour(at), Writer: fmt.Sprint(till), Epoch: 1, Seq: uint64(len(c.postings))}
	known := at
	if c.gossip > 0 {
		known += c.r.Intn(c.gossip)
	}
	c.postings = append(c.postings, told{p, till, known})
	for _, l := range p.Lots {
		c.share[l.ID], c.left[l.ID] = till, l.Points
	}
	for _, k := range p.Takes {
		c.left[k.Lot] -= k.Points
	}
	for _, k := range p.Restores {
		c.left[k.Lot] += k.Points
	}
}

// seen is the account as the till knows it.
func (c *chain) seen(till, at int) Account {
	var known []Posting
	for _, p := range c.postings {
		if p.till == till || p.known <= at {
			known = append(known, p.Posting)
		}
	}
	return Fold(known).At(hour(at))
}

func (c *chain) all() []Posting {
	var all []Posting
	for _, p := range c.postings {
		all = append(all, p.Posting)
	}
	return all
}

func (c *chain) sell(till, at int) {
	o := &sold{id: fmt.Sprintf("store/%d", len(c.orders)), till: till}
	for lot := range c.share {
		if c.r.Intn(3) == 0 && c.gossip > 0 {
			c.share[lot] = c.r.Intn(3)
		}
	}
	a := c.seen(till, at)
	for i := range a.Lots {
		l := &a.Lots[i]
		if l.Remaining = min(l.Remaining, c.left[l.ID]); c.share[l.ID] != till {
			l.Remaining = 0
		}
	}
	if takes, err := a.Plan(1+int64(c.r.Intn(20)), hour(at)); err == nil {
		o.takes = takes
		c.post(till, at, Posting{Kind: Use, Order: o.id, Takes: takes})
	}
	rule := Rule{Expiry: LotExpiry{Mode: c.mode, Life: c.life}}
	lot := rule.Lot(o.id, 1, 1+int64(c.r.Intn(20)), hour(at))
	o.lot = &lot
	c.post(till, at, Posting{Kind: Earn, Order: o.id, Lots: []Lot{lot}, OrderedAt: hour(at)})
	c.orders = append(c.orders, o)
}

func (c *chain) giveBack(o *sold, at int) {
	o.returned = true
	restores, children := UndoTakes(o.takes, c.seen(o.till, at), hour(at), 10*time.Hour, fmt.Sprint("r", at, "/", o.id))
	claw := Posting{Kind: ClawBack, Order: o.id, Claws: []Claw{{Lot: o.lot.ID, Points: o.lot.Points}}}
	restore := Posting{Kind: Restore, Order: o.id, Restores: restores, Lots: children}
	if c.r.Intn(2) == 0 {
		claw, restore = restore, claw
	}
	c.post(o.till, at, claw)
	c.post(o.till, at, restore)
}

// trade runs a history and says at which hour it stands.
func trade(seed int64, gossip int) (*chain, int) {
	c := &chain{r: rand.New(rand.NewSource(seed)), life: 40 * time.Hour, gossip: gossip, share: map[string]int{}, left: map[string]int64{}}
	c.mode = []ExpiryMode{ExpiryAfterAccrual, ExpiryAfterLastOrder}[seed&1]
	at := 0
	for range 14 {
		at += c.r.Intn(25)
		if c.r.Intn(4) == 0 && len(c.orders) > 0 {
			if o := c.orders[c.r.Intn(len(c.orders))]; !o.returned {
				c.giveBack(o, at)
			}
			continue
		}
		till := 0
		if gossip > 0 {
			till = c.r.Intn(3)
		}
		c.sell(till, at)
	}
	return c, at
}

func TestC1EverythingReturnedNetsToZero(t *testing.T) {
	used, lapsed := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		c, at := trade(rapid.Int64().Draw(t, "seed"), 60)
		at += c.r.Intn(60)
		for _, o := range c.orders {
			used += len(o.takes)
			if !o.returned {
				c.giveBack(o, at)
				at += c.r.Intn(3)
			}
		}
		s := Fold(c.all())
		for _, n := range []int{at, at + 5, at + 1000} {
			if a := s.At(hour(n)); a.Balance != 0 || a.Debt != 0 {
				t.Fatalf("hour %d: balance %d, debt %d after everything was returned\n%+v", n, a.Balance, a.Debt, s.Entries(hour(n)))
			}
		}
		if late := s.Late(); len(late) > 0 {
			t.Fatalf("takes after the lapse: %v", late)
		}
		for _, e := range s.Entries(hour(at)) {
			if e.Kind == Lapse {
				lapsed++
			}
		}
	})
	if used < 50 || lapsed < 50 {
		t.Fatalf("the histories are too tame: %d takes, %d lapses", used, lapsed)
	}
}

func TestU7NoLotBelowZeroWhenEveryUseIsPlanned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, at := trade(rapid.Int64().Draw(t, "seed"), 0)
		for lot, left := range c.left {
			if left < 0 {
				t.Fatalf("lot %s stands at %d", lot, left)
			}
		}
		before := int64(0)
		for _, e := range Fold(c.all()).Entries(hour(at)) {
			if e.Kind == Use && e.BalanceAfter < 0 {
				t.Fatalf("use of %d from %d: %+v", e.Points, before, e)
			}
			before = e.BalanceAfter
		}
	})
}

func TestSHARES3BalanceIsWhatTheFamilyRuleSaysAtEveryHour(t *testing.T) {
	paid := false
	rapid.Check(t, func(t *rapid.T) {
		c, at := trade(rapid.Int64().Draw(t, "seed"), rapid.SampledFrom([]int{0, 60}).Draw(t, "gossip"))
		s := Fold(c.all())
		m := model{postings: c.all(), paid: map[string]int64{}}
		slices.SortFunc(m.postings, func(a, b Posting) int { return a.Ref.Compare(b.Ref) })
		for n := 0; n < at+100; n++ {
			want := m.hour(n)
			if a := s.At(hour(n)); a.Balance != want {
				t.Fatalf("hour %d: balance %d, want %d\n%+v", n, a.Balance, want, s.Entries(hour(n)))
			}
		}
		paid = paid || len(m.payers) > 0
	})
	if !paid {
		t.Fatal("no lapse ever paid a debt")
	}
}

// model is the family rule by its definition, summed anew at every hour; slow, without merges, late takes or overdrafts.
type model struct {
	postings []Posting
	paid     map[string]int64
	payers   []Take // lot's family, points
	lapsed   []string
}

// lapses is X1 or X2 by the chain of all orders.
func (m *model) lapses(l Lot) time.Time {
	follow := func(from time.Time) time.Time {
		for _, p := range m.postings {
			if p.OrderedAt.After(from) && p.OrderedAt.Before(from.Add(l.Expiry.Life)) {
				from = p.OrderedAt
			}
		}
		return from.Add(l.Expiry.Life)
	}
	if l.Expiry.Mode != ExpiryAfterLastOrder {
		return latest(l.Expiry.LapsesAt, l.Expiry.NotBefore)
	}
	at := latest(follow(l.Expiry.LapsesAt.Add(-l.Expiry.Life)), l.Expiry.NotBefore)
	for _, p := range m.postings {
		if p.OrderedAt.After(l.AroseAt) && p.OrderedAt.Before(l.Expiry.NotBefore) {
			at = latest(at, follow(p.OrderedAt))
		}
	}
	return at
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// sums are each family's N at an instant, given which lots have lapsed by then, and the account's gross debt.
func (m *model) sums(until time.Time) (net, unmet map[string]int64, total, gross int64) {
	alive, dead, claws := map[string]int64{}, map[string]int64{}, map[string]int64{}
	root := map[string]string{}
	for _, p := range m.postings {
		if p.Ref.At.After(until) {
			break
		}
		count := func(lot string, n int64) {
			if slices.Contains(m.lapsed, lot) {
				dead[root[lot]] += n
			} else {
				alive[root[lot]] += n
			}
		}
		for _, l := range p.Lots {
			root[l.ID] = l.Root
			count(l.ID, l.Points)
		}
		for _, k := range p.Takes {
			count(k.Lot, -k.Points)
		}
		for _, k := range p.Restores {
			count(k.Lot, k.Points)
		}
		for _, k := range p.Claws {
			claws[root[k.Lot]] += k.Points
		}
	}
	net, unmet = map[string]int64{}, map[string]int64{}
	for _, r := range root {
		unmet[r] = max(0, claws[r]-(dead[r]-m.paid[r]))
		net[r] = alive[r] - unmet[r]
	}
	for _, n := range net {
		total, gross = total+n, gross+max(0, -n)
	}
	return net, unmet, total, gross
}

func (m *model) sumPaid() (sum int64) {
	for _, p := range m.paid {
		sum += p
	}
	return sum
}

// hour lets the hour happen, after those before it, and gives the balance at it.
func (m *model) hour(n int) int64 {
	before := hour(n).Add(-time.Millisecond)
	for _, p := range m.postings {
		for _, l := range p.Lots {
			if m.lapses(l).Equal(hour(n)) && p.Ref.At.Before(hour(n)) {
				_, _, was, _ := m.sums(before)
				m.lapsed = append(m.lapsed, l.ID)
				_, _, is, gross := m.sums(before)
				if pays := min(was-is, gross-m.sumPaid()); pays > 0 {
					m.paid[l.Root] += pays
					m.payers = append(m.payers, Take{Lot: l.Root, Points: pays})
				}
			}
		}
	}
	for i := len(m.payers) - 1; i >= 0; i-- {
		for m.payers[i].Points > 0 {
			if _, _, _, gross := m.sums(hour(n)); m.sumPaid() <= gross {
				break
			}
			m.payers[i].Points--
			m.paid[m.payers[i].Lot]--
		}
	}
	_, _, total, gross := m.sums(hour(n))
	return total + min(m.sumPaid(), gross)
}
