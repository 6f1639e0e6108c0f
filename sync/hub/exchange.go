package hub

import (
	"context"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
	"tim/domain/share"
	"tim/sync/wire"
)

// Limits of one push beside wire's.
const (
	asksMax     = 64
	wantsMax    = 256
	recalledMax = 1024
)

// Push takes a part of a journal and answers wishes and recalls, in this order: what was heard of central (SHARES 18), the
// journal, answers to recalls, wishes, recalls. Faults: till.unknown, push.too_long, mark.range. A retired epoch's journal
// is taken and the answer says that it is retired; nothing is granted to it.
func (h *Hub) Push(ctx context.Context, p *wire.Push) (*wire.Answer, error) {
	if err := bounded(p); err != nil {
		return nil, err
	}
	speaker := holderOf(p.Speaker)
	till, err := h.Central.Till(ctx, speaker)
	if err != nil {
		return nil, err
	}
	// Durable stays 0: nobody knows yet what a copy of the store elsewhere holds, so tills keep all that they wrote.
	answer := &wire.Answer{Newest: wire.Version, Retired: !till.RetiredAt.IsZero()}
	if !answer.Retired { // the word of one that may be stolen freezes nobody
		if err := h.hear(ctx, p.Speaker); err != nil {
			return nil, err
		}
	}
	if err := h.take(ctx, p, answer); err != nil {
		return nil, err
	}
	h.confirm(p, answer)
	if !answer.Retired {
		if err := h.shares(ctx, speaker, p, answer); err != nil {
			return nil, err
		}
	}
	mark, err := h.Central.Mark(ctx, speaker)
	if err != nil {
		return nil, err
	}
	acked := answer.Mark.Acked // of the journal that was pushed, which may be a former epoch's
	answer.Mark = wire.Mark(mark)
	answer.Mark.Acked = acked
	answer.Clock.Wall = h.Now()
	return answer, nil
}

// aheadMax is how many incarnations a till may have heard beyond central's: nobody restores more often.
const aheadMax = 1 << 20

// hear notes that a till spoke, and freezes central when it has heard of more than there is. Fault: mark.range of what
// nobody can have heard.
func (h *Hub) hear(ctx context.Context, s wire.Speaker) error {
	now, err := h.Central.Mark(ctx, holderOf(s))
	if err != nil {
		return err
	}
	if s.Heard.Incarnation > now.Incarnation+aheadMax {
		return fault.New(fault.Invalid, "mark.range", nil)
	}
	_, err = h.Central.Heard(ctx, holderOf(s), office.Mark(s.Heard))
	return err
}

// bounded refuses what is longer than any till sends.
func bounded(p *wire.Push) error {
	bytes, wants := 0, 0
	for _, r := range p.Records {
		bytes += len(r)
	}
	for _, a := range p.Asks {
		wants += len(a.Wants)
	}
	if len(p.Records) > wire.EventsMax || len(p.Seals) > wire.EventsMax || len(p.Keys) > wire.EventsMax ||
		bytes > wire.BytesMax && len(p.Records) > 1 || len(p.Asks) > asksMax || wants > wantsMax || len(p.Recalled) > recalledMax {
		return fault.New(fault.Invalid, "push.too_long", nil)
	}
	return nil
}

// take stores the journal's part and says where central stands in it.
func (h *Hub) take(ctx context.Context, p *wire.Push, answer *wire.Answer) error {
	whose := share.Holder{Writer: p.Speaker.Till, Epoch: p.Journal}
	if len(p.Records) == 0 {
		t, err := h.Central.Till(ctx, whose)
		answer.Mark.Acked, answer.Hash, answer.Forked = t.Seq, t.Hash, t.Forked
		return err
	}
	in := office.Pushed{Holder: whose, Prev: p.Prev, Seals: p.Seals, Keys: map[string][]byte{}}
	for _, r := range p.Records {
		in.Records = append(in.Records, r)
	}
	for _, k := range p.Keys {
		in.Keys[k.Member] = k.Key
	}
	taken, err := h.Central.TakeJournal(ctx, in)
	if err != nil {
		return err
	}
	answer.Mark.Acked, answer.Hash, answer.Forked = taken.Seq, taken.Hash, taken.Forked
	for _, problem := range taken.Problems {
		answer.Problems = append(answer.Problems, wire.Problem(problem))
	}
	return nil
}

// confirm counter-signs where the speaker's own journal stands, once for all that a push brought. Nothing is confirmed of a fork:
// nobody knows which of its branches is the till's.
func (h *Hub) confirm(p *wire.Push, answer *wire.Answer) {
	tell := p.Confirm == wire.ConfirmAndTell
	if p.Confirm == wire.ConfirmNothing || answer.Forked || answer.Mark.Acked == 0 || p.Journal != p.Speaker.Epoch || len(p.Records) == 0 && !tell {
		return
	}
	c, able := h.Central.Confirm(journal.Head{Writer: p.Speaker.Till, Epoch: p.Journal, Seq: answer.Mark.Acked, Hash: answer.Hash})
	if !able {
		return
	}
	answer.Confirmed = wire.Confirmed{At: c.At, Signature: c.Signature}
	if tell {
		answer.Confirmed.Key = h.Central.PublicKey()
	}
}

// shares notes the answers to recalls, grants wishes, and says what is recalled.
func (h *Hub) shares(ctx context.Context, speaker share.Holder, p *wire.Push, answer *wire.Answer) error {
	if len(p.Recalled) > 0 {
		if err := h.Central.Recalled(ctx, speaker, p.Recalled); err != nil {
			return err
		}
	}
	for _, a := range p.Asks {
		grant, err := h.ask(ctx, speaker, p.Speaker.Heard.Incarnation, a)
		if err != nil {
			return err
		}
		answer.Grants = append(answer.Grants, grant)
	}
	var err error
	answer.Recalls, err = h.recalls(ctx, speaker)
	return err
}

// ask grants one wish. A refusal is an answer; what isn't one is an error.
func (h *Hub) ask(ctx context.Context, speaker share.Holder, incarnation uint64, a wire.Ask) (wire.Grant, error) {
	got, err := h.Central.Ask(ctx, speaker, office.Ask{Request: a.Request, Incarnation: incarnation, Member: a.Member, Points: a.Points,
		Wants: a.Wants, Use: a.Use})
	if code := fault.Code(err); code != "" {
		return wire.Grant{Request: a.Request, Refused: code}, nil
	}
	if err != nil {
		return wire.Grant{}, err
	}
	return wire.Grant{Request: a.Request, Units: got.Units, Elsewhere: got.Elsewhere}, nil
}

func (h *Hub) recalls(ctx context.Context, holder share.Holder) ([]wire.Recall, error) {
	open, err := h.Central.Recalls(ctx, holder)
	var all []wire.Recall
	for _, r := range open {
		all = append(all, wire.Recall{ID: r.ID, Right: r.Right, N: r.N})
	}
	return all, err
}
