package sim

import (
	"context"
	"crypto/ed25519"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
)

// seals are the signatures that were found good: the same one comes again with every copy of a message and in the end, and the
// check costs more than all else that central does with a push.
type seals map[string]struct{}

// valid checks a signature the first time that it comes.
func (s seals) valid(seal journal.Seal, public ed25519.PublicKey) bool {
	key := string(public) + string(seal.Signature) + string(seal.Message())
	if _, known := s[key]; known {
		return true
	}
	if !seal.Valid(public) {
		return false
	}
	s[key] = struct{}{}
	return true
}

// accounts are the postings of members as they were last read. A store in memory has them as bytes; a restored central, or one
// that starts again, reads them anew.
type accounts map[string]account

type account struct {
	mark     string
	postings []loyalty.Posting // to be read only
}

// of reads a member's postings, unless they are still those of before. What a write has added to an account is read but not
// remembered: it may come to nothing.
func (a accounts) of(r office.Accounts, member string, durable bool) ([]loyalty.Posting, error) {
	mark, err := r.Mark(member)
	if err != nil {
		return nil, err
	}
	if known, there := a[member]; there && known.mark == mark {
		return known.postings, nil
	}
	list, err := r.Postings(member)
	list = list[:len(list):len(list)]
	if err == nil && durable {
		a[member] = account{mark, list}
	}
	return list, err
}

// reader is a state that is durable.
type reader struct {
	office.Reader
	accounts accounts
}

// Postings implements office.Accounts.
func (r reader) Postings(member string) ([]loyalty.Posting, error) {
	return r.accounts.of(r.Reader, member, true)
}

// Read implements office.Store.
func (s watched) Read(ctx context.Context, look func(office.Reader) error) error {
	return s.centralDisk.Read(ctx, func(r office.Reader) error { return look(reader{r, s.c.accounts}) })
}

// Postings implements office.Accounts.
func (t tx) Postings(member string) ([]loyalty.Posting, error) {
	return t.c.accounts.of(t.Tx, member, false)
}
