package office

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
)

// Erasure is a request to forget who a member is.
type Erasure struct {
	Key    string `json:"key,omitempty"` // idempotency key, for the caller's Once
	Reason string `json:"reason"`        // kept readable for ever: it should name nobody
}

// Erased is the body of the event that a member was forgotten.
type Erased struct {
	ID     string // the member that stood for itself; those merged into it are forgotten with it
	Reason string
}

// Code is the canonical form.
func (e *Erased) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &e.ID)
	journal.String(c, &e.Reason)
}

// Erase forgets who a member is, and who all were that were merged into it: names, phones, addresses, birthdays and consents go, and
// with the members' own keys whatever journals have of them, which still verify. The account stays, under the id, with its points,
// vouchers and orders; so the figures stay true. The phone is free for somebody new. Tills hear of it by their feeds. Erasing
// again changes nothing. by is who decided it. Faults: customer.unknown; field.required, field.too_long and
// field.characters on "reason".
func (o *Office) Erase(ctx context.Context, id string, e Erasure, by string) (Member, error) {
	reason, faults := reasonOf(e.Reason)
	if len(faults) > 0 {
		return Member{}, faults
	}
	return write(ctx, o, func(tx Tx, now time.Time) (Member, error) {
		m, err := resolve(tx, id)
		if err != nil || m.Erased() {
			return m, err
		}
		event := o.event(journal.MemberErased, now, now)
		event.Actor = by
		if err := appendEvent(tx, event, &Erased{ID: m.ID, Reason: reason}, nil); err != nil {
			return m, err
		}
		ids, err := everyID(tx, m.ID)
		if err != nil {
			return m, err
		}
		for _, id := range ids {
			if err := forget(tx, id); err != nil {
				return m, err
			}
		}
		return tx.Member(m.ID)
	})
}

// forget leaves of a member the id, when it joined, and where it leads to.
func forget(tx Tx, id string) error {
	m, err := tx.Member(id)
	if err != nil {
		return err
	}
	m.Member, m.Key = catalog.Member{ID: m.ID, JoinedAt: m.JoinedAt}, nil
	return tx.Put(m)
}

// reasonOf is a reason as it is stored, or what is wrong with it.
func reasonOf(text string) (string, fault.Fields) {
	text = strings.TrimSpace(text)
	code, args := "", fault.Args(nil)
	switch {
	case text == "":
		code = "field.required"
	case len(text) > 4*loyalty.ReasonMax || utf8.RuneCountInString(text) > loyalty.ReasonMax:
		code, args = "field.too_long", fault.Args{"max": int64(loyalty.ReasonMax)}
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl):
		code = "field.characters"
	default:
		return text, nil
	}
	return text, fault.Fields{fault.At("reason", code, args)}
}
