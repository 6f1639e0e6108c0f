package wire

import (
	"tim/domain/journal"
	"tim/domain/share"
	"tim/domain/shift"
)

// Version is the newest version of these messages. Push, Answer, Staffing and Managing are of it where they carry what the first doesn't
// have; all others are of the first.
const (
	Version = 2
	first   = 1
)

// version is the second where there is something of it, or where that is being read.
func version(c *journal.Codec, there bool) uint8 {
	if there || c.Reading() {
		return c.Version(Version)
	}
	return c.Version(first)
}

func codeHash(c *journal.Codec, h *journal.Hash) {
	bytes := h[:]
	c.Bytes(&bytes)
	if c.Reading() && len(bytes) == len(h) {
		copy(h[:], bytes)
	}
}

// Code is the canonical form.
func (m *Mark) Code(c *journal.Codec) {
	journal.Uint(c, &m.Incarnation)
	journal.Uint(c, &m.Central)
	journal.Uint(c, &m.Acked)
}

// Code is the canonical form.
func (k *Clock) Code(c *journal.Codec) {
	c.Time(&k.Wall)
	journal.String(c, &k.Boot)
	journal.Int(c, &k.Mono)
}

// Code is the canonical form.
func (s *Speaker) Code(c *journal.Codec) {
	journal.String(c, &s.Till)
	journal.Uint(c, &s.Epoch)
	s.Heard.Code(c)
	s.Clock.Code(c)
}

func codeHead(c *journal.Codec, h *journal.Head) {
	journal.String(c, &h.Writer)
	journal.Uint(c, &h.Epoch)
	journal.Uint(c, &h.Seq)
	codeHash(c, &h.Hash)
}

func codeRecord(c *journal.Codec, r *Record) { c.Bytes((*[]byte)(r)) }

func codeSeal(c *journal.Codec, s *journal.Seal) { s.Code(c) }

func codeUnits(c *journal.Codec, u *share.Units) {
	journal.String(c, &u.Right)
	journal.Int(c, &u.N)
}

func codeUint(c *journal.Codec, n *uint64) { journal.Uint(c, n) }

// Code is the canonical form.
func (p *Push) Code(c *journal.Codec) {
	v := version(c, p.Confirm != ConfirmNothing)
	p.Speaker.Code(c)
	journal.Uint(c, &p.Journal)
	codeHead(c, &p.Prev)
	journal.List(c, &p.Records, codeRecord)
	journal.List(c, &p.Seals, codeSeal)
	journal.List(c, &p.Asks, func(c *journal.Codec, a *Ask) { a.Code(c) })
	journal.List(c, &p.Recalled, codeUint)
	journal.List(c, &p.Keys, func(c *journal.Codec, k *Key) { k.Code(c) })
	if v > first {
		journal.Uint(c, &p.Confirm)
	}
}

// Code is the canonical form.
func (k *Key) Code(c *journal.Codec) {
	journal.String(c, &k.Member)
	c.Bytes(&k.Key)
}

// Code is the canonical form.
func (a *Ask) Code(c *journal.Codec) {
	journal.Uint(c, &a.Request)
	journal.String(c, &a.Member)
	journal.Int(c, &a.Points)
	journal.List(c, &a.Wants, codeUnits)
	c.Bool(&a.Use)
}

// Code is the canonical form.
func (a *Answer) Code(c *journal.Codec) {
	v := version(c, len(a.Confirmed.Signature) > 0)
	a.Mark.Code(c)
	codeHash(c, &a.Hash)
	journal.Uint(c, &a.Durable)
	c.Bool(&a.Forked)
	c.Bool(&a.Retired)
	journal.List(c, &a.Grants, func(c *journal.Codec, g *Grant) { g.Code(c) })
	journal.List(c, &a.Recalls, func(c *journal.Codec, r *Recall) { r.Code(c) })
	a.Clock.Code(c)
	journal.String(c, &a.Token)
	journal.Uint(c, &a.Newest)
	journal.List(c, &a.Problems, func(c *journal.Codec, p *Problem) {
		journal.Uint(c, &p.Seq)
		journal.String(c, &p.Code)
	})
	if v > first {
		a.Confirmed.Code(c)
	}
}

// Code is the canonical form.
func (d *Confirmed) Code(c *journal.Codec) {
	c.Time(&d.At)
	c.Bytes(&d.Signature)
	c.Bytes(&d.Key)
}

// Code is the canonical form.
func (g *Grant) Code(c *journal.Codec) {
	journal.Uint(c, &g.Request)
	journal.List(c, &g.Units, codeUnits)
	journal.String(c, &g.Refused)
	journal.Int(c, &g.Elsewhere)
}

// Code is the canonical form.
func (r *Recall) Code(c *journal.Codec) {
	journal.Uint(c, &r.ID)
	journal.String(c, &r.Right)
	journal.Int(c, &r.N)
}

// Code is the canonical form.
func (k *Cursor) Code(c *journal.Codec) {
	journal.Uint(c, &k.Incarnation)
	journal.Uint(c, &k.N)
}

// Code is the canonical form.
func (p *Pull) Code(c *journal.Codec) {
	c.Version(first)
	p.Speaker.Code(c)
	journal.Uint(c, &p.Feed)
	p.Cursor.Code(c)
	journal.Int(c, &p.Limit)
	c.Bool(&p.Wait)
}

// Code is the canonical form.
func (p *Page) Code(c *journal.Codec) {
	c.Version(first)
	p.Cursor.Code(c)
	journal.Uint(c, &p.Applied)
	journal.List(c, &p.Items, func(c *journal.Codec, i *Item) { i.Code(c) })
	c.Bool(&p.More)
	c.Bool(&p.Anew)
	journal.List(c, &p.Recalls, func(c *journal.Codec, r *Recall) { r.Code(c) })
}

// Code is the canonical form.
func (i *Item) Code(c *journal.Codec) {
	journal.Uint(c, &i.Kind)
	journal.String(c, &i.Key)
	c.Bytes(&i.Value)
	c.Bool(&i.Gone)
}

// Code is the canonical form.
func (p *Place) Code(c *journal.Codec) {
	journal.Uint(c, &p.Kind)
	journal.String(c, &p.Key)
}

// Code is the canonical form.
func (q *Copy) Code(c *journal.Codec) {
	c.Version(first)
	q.Speaker.Code(c)
	journal.Uint(c, &q.Feed)
	q.After.Code(c)
	q.At.Code(c)
	journal.Int(c, &q.Limit)
}

// Code is the canonical form.
func (f *Fetch) Code(c *journal.Codec) {
	c.Version(first)
	f.Speaker.Code(c)
	journal.Uint(c, &f.Journal)
	journal.Uint(c, &f.After)
}

// Code is the canonical form.
func (b *Bring) Code(c *journal.Codec) {
	c.Version(first)
	b.Speaker.Code(c)
	journal.Uint(c, &b.Part)
	journal.Uint(c, &b.Parts)
	c.Bytes(&b.Data)
}

// Code is the canonical form.
func (b *Brought) Code(c *journal.Codec) {
	c.Version(first)
	c.Bytes(&b.Report)
}

// Code is the canonical form.
func (s *SignIn) Code(c *journal.Codec) {
	c.Version(first)
	s.Speaker.Code(c)
	journal.String(c, &s.By)
	journal.String(c, &s.PIN)
	journal.String(c, &s.Session)
}

// Code is the canonical form.
func (s *SignedIn) Code(c *journal.Codec) {
	c.Version(first)
	journal.String(c, &s.Session)
}

// Code is the canonical form.
func (s *Staffing) Code(c *journal.Codec) {
	v := version(c, s.Session != "")
	s.Speaker.Code(c)
	s.Change.Code(c)
	if v >= 2 {
		journal.String(c, &s.Session)
	}
}

// Code is the canonical form.
func (s *Staffed) Code(c *journal.Codec) {
	c.Version(first)
	journal.List(c, &s.Staff, func(c *journal.Codec, l *shift.Listed) { l.Code(c) })
}

// Code is the canonical form.
func (m *Managing) Code(c *journal.Codec) {
	v := version(c, m.Session != "")
	m.Speaker.Code(c)
	journal.String(c, &m.By)
	journal.String(c, &m.Method)
	journal.String(c, &m.Path)
	journal.List(c, &m.Headers, codeArg)
	c.Bytes(&m.Body)
	if v >= 2 {
		journal.String(c, &m.Session)
	}
}

// Code is the canonical form.
func (m *Managed) Code(c *journal.Codec) {
	c.Version(first)
	journal.Uint(c, &m.Status)
	journal.List(c, &m.Headers, codeArg)
	c.Bytes(&m.Body)
}

// Code is the canonical form.
func (f *Fetched) Code(c *journal.Codec) {
	c.Version(first)
	journal.List(c, &f.Records, codeRecord)
	journal.List(c, &f.Seals, codeSeal)
	codeHead(c, &f.Head)
}

// Code is the canonical form.
func (e *Enrol) Code(c *journal.Codec) {
	e.codeSigned(c)
	c.Bytes(&e.Signature)
}

func (e *Enrol) codeSigned(c *journal.Codec) {
	c.Version(first)
	journal.String(c, &e.Ticket)
	journal.String(c, &e.Till)
	c.Bytes(&e.PublicKey)
	journal.Uint(c, &e.Former)
	e.Clock.Code(c)
}

// Code is the canonical form.
func (e *Enrolled) Code(c *journal.Codec) {
	c.Version(first)
	journal.String(c, &e.Till)
	journal.Uint(c, &e.Epoch)
	journal.String(c, &e.Token)
	e.Mark.Code(c)
	journal.String(c, &e.Shop)
	journal.String(c, &e.PageURL)
	c.Bytes(&e.PageKey)
}

// Code is the canonical form.
func (f *Fault) Code(c *journal.Codec) {
	c.Version(first)
	journal.Uint(c, &f.Kind)
	journal.String(c, &f.Reason)
	journal.List(c, &f.Args, codeArg)
}

func codeArg(c *journal.Codec, a *Arg) {
	journal.String(c, &a.Name)
	journal.String(c, &a.Value)
}
