package office

import (
	"tim/domain/journal"
	"tim/domain/share"
)

// TillSet is the body of what central decided of a till's epoch: as it stood then.
type TillSet struct{ Till Till }

// Code is the canonical form.
func (b *TillSet) Code(c *journal.Codec) {
	c.Version(1)
	b.Till.code(c)
}

func (t *Till) code(c *journal.Codec) {
	codeHolder(c, &t.Holder)
	journal.String(c, &t.Shop)
	c.Bytes(&t.PublicKey)
	c.Time(&t.EnrolledAt)
	c.Time(&t.SpokenAt)
	c.Time(&t.RetiredAt)
	journal.Uint(c, &t.Seq)
	codeHash32(c, &t.Hash)
	c.Bool(&t.Forked)
	journal.Uint(c, &t.Base)
	journal.Int(c, &t.Exposure)
}

// Code is the canonical form.
func (t *Till) Code(c *journal.Codec) {
	c.Version(1)
	t.code(c)
}

// ShareFreed is the body of a release by hand.
type ShareFreed struct {
	Holder share.Holder
	Right  string
	Units  int64
	Seq    uint64 // the till's journal as known then
}

// Code is the canonical form.
func (b *ShareFreed) Code(c *journal.Codec) {
	c.Version(1)
	codeHolder(c, &b.Holder)
	journal.String(c, &b.Right)
	journal.Int(c, &b.Units)
	journal.Uint(c, &b.Seq)
}

// Restoration is the body of central's coming back from an older copy, or hearing that it must have.
type Restoration struct {
	Incarnation uint64
	Waiting     []share.Holder // whose word is waited for (SHARES 17)
}

// Code is the canonical form.
func (b *Restoration) Code(c *journal.Codec) {
	c.Version(1)
	journal.Uint(c, &b.Incarnation)
	journal.List(c, &b.Waiting, codeHolder)
}

func codeHolder(c *journal.Codec, h *share.Holder) {
	journal.String(c, &h.Writer)
	journal.Uint(c, &h.Epoch)
}

func codeHash32(c *journal.Codec, h *journal.Hash) {
	b := h[:]
	c.Bytes(&b)
	if c.Reading() {
		copy(h[:], b)
	}
}
