package catalog

import "tim/domain/journal"

// MemberCreated is the body of a member's creation: the person's data only as ciphertext under the member's own
// key, so that forgetting the key forgets the person while the chain still verifies (DESIGN "Security").
type MemberCreated struct {
	ID     string
	Sealed []byte // canonical bytes of Member, sealed by journal.SealPersonal
}

// Code is the canonical form.
func (m *MemberCreated) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &m.ID)
	c.Bytes(&m.Sealed)
}

// Code is the canonical form of a member's own data.
func (m *Member) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &m.ID)
	journal.String(c, &m.Name)
	journal.String(c, &m.Phone)
	journal.String(c, &m.Email)
	journal.String(c, &m.Birthday)
	c.Time(&m.JoinedAt)
	journal.List(c, &m.Consents, func(c *journal.Codec, k *Consent) {
		journal.String(c, &k.Purpose)
		journal.String(c, &k.TextVersion)
		c.Time(&k.At)
		journal.String(c, &k.Method)
	})
}
