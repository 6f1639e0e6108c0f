package office

import (
	"bytes"
	"context"
	"crypto/ed25519"

	"tim/domain/journal"
)

// provedPush is a push whose signatures were checked before its turn, by many at once, and under which key.
type provedPush struct {
	public  ed25519.PublicKey
	records []journal.Record
	seals   []journal.Seal
	err     error
}

// by is what the push brings if that is the till's key, checked anew if it is another.
func (p *provedPush) by(public ed25519.PublicKey, pushed Pushed, forged func([]journal.Seal, ed25519.PublicKey) *journal.Seal) ([]journal.Record, []journal.Seal, error) {
	if p == nil || !bytes.Equal(public, p.public) {
		return pushed.checked(public, forged)
	}
	return p.records, p.seals, p.err
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
	w := wanting{shop: till.Shop, seen: map[string]bool{}}
	for _, r := range proved.records {
		if r.Event.Seq > till.Seq {
			w.event(r.Event)
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

func (w *wanting) event(e journal.Event) {
	for _, m := range e.Moves {
		if m.Lot != "" {
			w.Rights = append(w.Rights, m.Lot)
		}
	}
	f, err := effectsOf(e)
	if err != nil {
		return
	}
	if f.Order != nil {
		w.Orders = append(w.Orders, f.Order.Key())
		w.member(f.Order.Member)
	}
	for _, p := range f.Postings {
		w.member(p.Member)
	}
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
