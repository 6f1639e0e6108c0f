package bolt

import (
	"cmp"
	"maps"
	"slices"

	"tim/domain/journal"
	"tim/domain/office"
	"tim/domain/share"
)

func codeHolder(c *journal.Codec, h *share.Holder) {
	journal.String(c, &h.Writer)
	journal.Uint(c, &h.Epoch)
}

func codeUnits(c *journal.Codec, u *share.Units) {
	journal.String(c, &u.Right)
	journal.Int(c, &u.N)
}

// storedRow is what tills have to do with a right.
type storedRow share.Row

// Code is the canonical form.
func (r *storedRow) Code(c *journal.Codec) {
	c.Version(1)
	c.Bool(&r.Known)
	journal.Int(c, &r.Arisen)
	journal.Int(c, &r.Clawed)
	journal.Int(c, &r.Taken)
	journal.List(c, &r.Out, func(c *journal.Codec, p *share.Part) {
		codeHolder(c, &p.Holder)
		journal.Int(c, &p.Units)
		journal.Int(c, &p.Open)
		journal.Int(c, &p.Released)
		journal.Uint(c, &p.Base)
	})
}

// storedHolding is what the book knows of an epoch.
type storedHolding office.Holding

// openGrant and formerNeed are a holding's maps in the order of their keys.
type openGrant struct {
	request uint64
	units   []share.Units
}

type formerNeed struct {
	former share.Holder
	length uint64
}

// Code is the canonical form.
func (m *storedHolding) Code(c *journal.Codec) {
	c.Version(1)
	c.Bool(&m.Enrolled)
	c.Bool(&m.Retired)
	journal.Uint(c, &m.Applied)
	journal.Uint(c, &m.Closed)
	journal.Uint(c, &m.Fresh)
	journal.List(c, &m.Got, journal.Uint[uint64])
	m.codeOpen(c)
	m.codeFormer(c)
	journal.Int(c, &m.Points)
}

func (m *storedHolding) codeOpen(c *journal.Codec) {
	var open []openGrant
	for _, request := range slices.Sorted(maps.Keys(m.Open)) {
		open = append(open, openGrant{request, m.Open[request]})
	}
	journal.List(c, &open, func(c *journal.Codec, g *openGrant) {
		journal.Uint(c, &g.request)
		journal.List(c, &g.units, codeUnits)
	})
	if c.Reading() && len(open) > 0 {
		m.Open = map[uint64][]share.Units{}
		for _, g := range open {
			m.Open[g.request] = g.units
		}
	}
}

func (m *storedHolding) codeFormer(c *journal.Codec) {
	var needs []formerNeed
	for former, length := range m.FormerNeeds {
		needs = append(needs, formerNeed{former, length})
	}
	slices.SortFunc(needs, func(a, b formerNeed) int { return cmp.Compare(a.former.String(), b.former.String()) })
	journal.List(c, &needs, func(c *journal.Codec, n *formerNeed) {
		codeHolder(c, &n.former)
		journal.Uint(c, &n.length)
	})
	if c.Reading() && len(needs) > 0 {
		m.FormerNeeds = map[share.Holder]uint64{}
		for _, n := range needs {
			m.FormerNeeds[n.former] = n.length
		}
	}
}

// storedChain is central's place among its tills.
type storedChain office.Chain

// Code is the canonical form.
func (p *storedChain) Code(c *journal.Codec) {
	c.Version(1)
	journal.Uint(c, &p.Incarnation)
	journal.List(c, &p.Waiting, codeHolder)
	journal.Uint(c, &p.Recalls)
	journal.Int(c, &p.Tries)
	c.Time(&p.Since)
}

// storedTicket is an enrolment code; its hash is the key.
type storedTicket office.Ticket

// Code is the canonical form.
func (t *storedTicket) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &t.Shop)
	journal.String(c, &t.Till)
	c.Time(&t.ExpiresAt)
	c.Time(&t.UsedAt)
}

// storedRecall is a recall; its till and id are the key.
type storedRecall office.Recall

// Code is the canonical form.
func (r *storedRecall) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &r.Right)
	journal.Int(c, &r.N)
	c.Time(&r.At)
}

// storedException is an exception; its id is in the key.
type storedException office.Exception

// Code is the canonical form.
func (e *storedException) Code(c *journal.Codec) {
	version := c.Version(2) // 1: nobody could reconcile one
	c.Time(&e.At)
	journal.String(c, &e.Kind)
	codeHolder(c, &e.Till)
	journal.Uint(c, &e.Seq)
	journal.String(c, &e.Member)
	journal.String(c, &e.Order)
	journal.String(c, &e.Detail)
	if version > 1 {
		c.Time(&e.ReconciledAt)
		journal.String(c, &e.By)
		journal.String(c, &e.Reason)
	}
}
