package office

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"slices"

	"tim/domain/journal"
)

// provedPush is a push whose signatures were checked before its turn, by many at once, and under which key; and what its new events' bodies say.
type provedPush struct {
	public  ed25519.PublicKey
	records []journal.Record
	seals   []journal.Seal
	err     error
	effects map[uint64]effect // by seq, of bodies that could be read
}

// by is what the push brings if that is the till's key, checked anew if it is another.
func (p *provedPush) by(public ed25519.PublicKey, pushed Pushed, forged func([]journal.Seal, ed25519.PublicKey) *journal.Seal) ([]journal.Record, []journal.Seal, error) {
	if p == nil || !bytes.Equal(public, p.public) {
		return pushed.checked(public, forged)
	}
	return p.records, p.seals, p.err
}

// read is what an event's body says.
func (p *provedPush) read(e journal.Event) (effect, error) {
	if p != nil {
		if f, there := p.effects[e.Seq]; there {
			f.Postings = slices.Clone(f.Postings) // their places are the decision's to fill in
			return f, nil
		}
	}
	return effectsOf(e)
}

// foreseePush checks a push under the key that the till had a moment ago, and has at hand what taking it will read.
func (o *Office) foreseePush(ctx context.Context, p Pushed) *provedPush {
	var till Till
	if err := o.store.Foresee(ctx, Wanted{}, func(r Reader) (err error) {
		till, err = r.Till(p.Holder)
		return err
	}); err != nil {
		return nil // the turn says why
	}
	proved := &provedPush{public: till.PublicKey}
	proved.records, proved.seals, proved.err = p.checked(till.PublicKey, o.forged)
	proved.effects = make(map[uint64]effect, len(proved.records))
	w := wanting{shop: till.Shop, seen: map[string]bool{}}
	for _, r := range proved.records {
		if r.Event.Seq > till.Seq {
			if f, err := w.event(r.Event); err == nil {
				proved.effects[r.Event.Seq] = f
			}
		}
	}
	_ = o.store.Foresee(ctx, w.Wanted, nil) // what it didn't read the turn reads
	return proved
}

// wanting gathers what taking a push will read.
type wanting struct {
	Wanted
	shop string
	seen map[string]bool // members
}

func (w *wanting) event(e journal.Event) (effect, error) {
	for _, m := range e.Moves {
		if m.Lot != "" {
			w.Rights = append(w.Rights, m.Lot)
		}
	}
	f, err := effectsOf(e)
	if err != nil {
		return f, err
	}
	if f.Order != nil {
		w.Orders = append(w.Orders, f.Order.Key())
		w.member(f.Order.Member)
	}
	for _, p := range f.Postings {
		w.member(p.Member)
	}
	return f, nil
}

// member wants who somebody is, the account, and where it stands in feeds.
func (w *wanting) member(id string) {
	if id == "" || w.seen[id] {
		return
	}
	w.seen[id] = true
	w.Members = append(w.Members, id)
	own := ofSpace(shopScope(w.shop))
	w.Notes = append(w.Notes, NoteKey{seenSpace, id}, NoteKey{own, stamp{kind: ItemAccount, key: id}.of()}, NoteKey{own, stamp{kind: ItemMember, key: id}.of()},
		NoteKey{ofSpace(chainScope), stamp{kind: ItemMember, key: id}.of()})
}
