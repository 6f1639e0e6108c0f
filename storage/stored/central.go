// Package stored is the canonical form of what central's stores keep and no domain package has a form for: one form, whatever
// engine it lies in, so that a store can be moved into another.
package stored

import (
	"cmp"
	"maps"
	"slices"

	"tim/domain/journal"
	"tim/domain/loyalty"
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

// Row is what tills have to do with a right.
type Row share.Row

// Code is the canonical form.
func (r *Row) Code(c *journal.Codec) {
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

// Holding is what the book knows of an epoch.
type Holding office.Holding

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
func (m *Holding) Code(c *journal.Codec) {
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

func (m *Holding) codeOpen(c *journal.Codec) {
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

func (m *Holding) codeFormer(c *journal.Codec) {
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

// Chain is central's place among its tills.
type Chain office.Chain

// Code is the canonical form.
func (p *Chain) Code(c *journal.Codec) {
	c.Version(1)
	journal.Uint(c, &p.Incarnation)
	journal.List(c, &p.Waiting, codeHolder)
	journal.Uint(c, &p.Recalls)
	journal.Int(c, &p.Tries)
	c.Time(&p.Since)
}

// Ticket is an enrolment code; its hash is the key.
type Ticket office.Ticket

// Code is the canonical form.
func (t *Ticket) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &t.Shop)
	journal.String(c, &t.Till)
	c.Time(&t.ExpiresAt)
	c.Time(&t.UsedAt)
}

// Recall is a recall; its till and id are the key.
type Recall office.Recall

// Code is the canonical form.
func (r *Recall) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &r.Right)
	journal.Int(c, &r.N)
	c.Time(&r.At)
}

// Exception is an exception; its id is in the key.
type Exception office.Exception

// Code is the canonical form.
func (e *Exception) Code(c *journal.Codec) {
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

// Member is a member; its key lies apart, so that forgetting it is one delete.
type Member office.Member

// Code is the canonical form.
func (m *Member) Code(c *journal.Codec) {
	c.Version(1)
	m.Member.Code(c)
	c.Time(&m.CreatedAt)
	journal.String(c, &m.Into)
}

// Answer is the answer to an idempotency key.
type Answer office.Answer

// Code is the canonical form.
func (a *Answer) Code(c *journal.Codec) {
	c.Version(1)
	hash := a.Request[:]
	c.Bytes(&hash)
	if c.Reading() {
		copy(a.Request[:], hash)
	}
	journal.Int(c, &a.Status)
	c.Bytes(&a.Body)
	c.Time(&a.At)
}

// Posting is a posting with its ref, as the views by member keep it.
type Posting loyalty.Posting

// Code is the canonical form.
func (p *Posting) Code(c *journal.Codec) {
	c.Version(1)
	p.Ref.Code(c)
	(*loyalty.Posting)(p).Code(c)
}
