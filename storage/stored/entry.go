package stored

import (
	"context"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/share"
)

// Entry is one thing that a store of central's keeps, in the form in which another can take it over: one of its parts is set. What a
// store finds things by it makes itself.
type Entry struct {
	Position []byte // behind it a walk goes on

	Document office.Document // what office.Tx.Put stores; a seal of central's own journal, too
	Event    *journal.Record // an event of the journal of Of, with its hash
	Posting  *loyalty.Posting
	Answer   *office.Answer // to the idempotency key Key
	Note     []byte         // in Space under Key; not nil

	Of         share.Holder // of an event or a posting: whose journal
	Seq        uint64       // of a posting: the event's
	N          int          // of a posting: which of the event's
	Space, Key string
}

// Source is a store that can be walked through as it stands. A member's postings follow each other.
type Source interface {
	// Walk hands over what comes behind a position, nil from the first, in an order that doesn't change, until take has enough.
	Walk(ctx context.Context, behind []byte, take func(Entry) (more bool, err error)) error
	// Rows is about how many entries there are.
	Rows(ctx context.Context) (int64, error)
	Key() journal.Signer
	// State names what is kept now: behind every commit it is another, for as long as nothing is committed the same.
	State(ctx context.Context) ([]byte, error)
}
