package receipt

import (
	"slices"

	"tim/domain/journal"
	"tim/domain/loyalty"
)

// Said is what a paper said that its order doesn't: the journal's head, and the account as far as it was known. It is kept by the paper's
// number, so that a copy says the same.
type Said struct {
	Number    string // of the paper; "" where nothing was kept
	Head      journal.Hash
	Balance   int64
	Pending   int64
	NextLapse *loyalty.Notice
	Tentative bool
	Unknown   bool
	Vouchers  []string   // codes: on a receipt those that could be used behind it, on a slip those that came back
	Restored  []Restored // of a slip
}

// SaidOf is what a paper says of an account and of vouchers.
func SaidOf(number string, a loyalty.Account, vouchers []loyalty.Voucher) Said {
	s := Said{Number: number, Balance: a.Balance, Pending: a.Pending, NextLapse: a.NextLapse}
	for _, v := range vouchers {
		s.Vouchers = append(s.Vouchers, v.ID)
	}
	return s
}

// Account is the account as the paper said it.
func (s Said) Account() loyalty.Account {
	return loyalty.Account{Balance: s.Balance, Pending: s.Pending, NextLapse: s.NextLapse}
}

// Of are those of the vouchers that the paper said.
func (s Said) Of(vouchers []loyalty.Voucher) (said []loyalty.Voucher) {
	for _, v := range vouchers {
		if slices.Contains(s.Vouchers, v.ID) {
			said = append(said, v)
		}
	}
	return said
}

// Code is the canonical form.
func (s *Said) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &s.Number)
	head := s.Head[:]
	c.Bytes(&head)
	copy(s.Head[:], head)
	journal.Int(c, &s.Balance)
	journal.Int(c, &s.Pending)
	journal.Optional(c, &s.NextLapse, func(c *journal.Codec, n *loyalty.Notice) {
		journal.Int(c, &n.Points)
		c.Time(&n.At)
	})
	c.Bool(&s.Tentative)
	c.Bool(&s.Unknown)
	journal.Strings(c, &s.Vouchers)
	journal.List(c, &s.Restored, func(c *journal.Codec, r *Restored) {
		journal.Int(c, &r.Points)
		c.Time(&r.LapsesAt)
	})
}
