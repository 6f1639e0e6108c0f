package office

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
	"tim/domain/share"
)

// movedSpace notes what moved in: the central that it came from → Moved, JSON.
const movedSpace = "moved"

// Moved is what came of a Moving.
type Moved struct {
	Shop     string        `json:"shop"`
	Members  int64         `json:"members"`
	Vouchers int64         `json:"vouchers"`
	Orders   int64         `json:"orders"`
	Merged   []MovedMember `json:"merged,omitempty"`
}

// MovedMember is one whom the chain knew already, by the phone.
type MovedMember struct {
	Phone string   `json:"phone"`           // masked
	Name  string   `json:"name"`            // as the chain knew it
	Other []string `json:"other,omitempty"` // fields that the shop had otherwise: name, email, birthday
}

// MoveIn takes what a shop brings: all accounts and vouchers in one transaction, or none; then the orders, each once. It can be
// repeated and goes on where it was; what it did is answered again. A member whose phone the chain knows becomes one with that
// one, the later flowing into the earlier (SHARES 24). Every point that was alive there is alive here, in central's share: the
// central that it comes from is at an end. Faults: till.unknown; join.twice when another till brought the same; voucher.taken
// (code) when the chain has another voucher of a code.
func (o *Office) MoveIn(ctx context.Context, h share.Holder, m Moving) (Moved, error) {
	o = o.buffered()
	answer, err := write(ctx, o, func(tx Tx, now time.Time) (movedNote, error) {
		till, err := tx.Till(h)
		if err != nil {
			return movedNote{}, err
		}
		known, err := tx.Note(movedSpace, m.From)
		if err != nil {
			return movedNote{}, err
		}
		if known != nil {
			return movedBefore(known, till.Shop)
		}
		g := moving{office: o, tx: tx, now: now, shop: till.Shop, movedNote: movedNote{IDs: map[string]string{}}}
		g.Moved = Moved{Shop: till.Shop, Members: int64(len(m.Members)), Vouchers: int64(len(m.Vouchers)), Orders: int64(len(m.Orders))}
		if err := g.all(m); err != nil {
			return movedNote{}, err
		}
		note, err := json.Marshal(g.movedNote)
		if err != nil {
			return movedNote{}, err
		}
		return g.movedNote, errors.Join(o.record(tx, journal.FileImported, now, now, &Imported{Kind: "shop", Rows: g.Members}),
			tx.PutNote(movedSpace, m.From, note))
	})
	if err != nil {
		return Moved{}, err
	}
	for _, order := range m.Orders {
		if err := o.moveOrder(ctx, order, answer.IDs); err != nil {
			return answer.Moved, err
		}
	}
	return answer.Moved, nil
}

// movedNote is what is remembered of a move.
type movedNote struct {
	Moved
	IDs map[string]string `json:"ids,omitempty"` // member there → here, of those who go by another id here
}

func movedBefore(note []byte, shop string) (before movedNote, err error) {
	if err := json.Unmarshal(note, &before); err != nil {
		return before, err
	}
	if before.Shop != shop {
		return before, fault.New(fault.Conflict, "join.twice", fault.Args{"shop": before.Shop})
	}
	return before, nil
}

// moving is a MoveIn's transaction.
type moving struct {
	office *Office
	tx     Tx
	now    time.Time
	shop   string
	movedNote
}

func (g *moving) all(m Moving) error {
	for _, member := range m.Members {
		if err := g.name(member); err != nil {
			return err
		}
	}
	var pairs [][2]Member // to be one, when both accounts are in
	for _, member := range m.Members {
		known, err := g.member(member)
		if err != nil {
			return err
		}
		pairs = append(pairs, known...)
	}
	for _, e := range m.Events {
		if err := g.event(e); err != nil {
			return err
		}
	}
	for _, v := range m.Vouchers {
		if err := g.voucher(v); err != nil {
			return err
		}
	}
	for _, pair := range pairs {
		if err := g.office.merge(g.tx, pair[0], pair[1], g.now); err != nil {
			return err
		}
	}
	for _, member := range m.Members {
		if err := Seen(g.tx, g.shop, g.here(member.ID), g.now); err != nil {
			return err
		}
	}
	return nil
}

// here is a member's id in this chain.
func (g *moving) here(id string) string {
	if other, changed := g.IDs[id]; changed {
		return other
	}
	return id
}

// name gives a member another id where the chain has somebody else under its own.
func (g *moving) name(m MovingMember) error {
	same, err := g.tx.Member(m.ID)
	if absent(err) {
		return nil
	}
	if err == nil && same.Phone != m.Phone {
		g.IDs[m.ID] = g.office.mint.New(g.now)
	}
	return err
}

// member stores one, and gives whom it is to be one with: who has the phone already. One who is here by the same id and phone
// is the same.
func (g *moving) member(m MovingMember) ([][2]Member, error) {
	stored := Member{Member: m.Member, CreatedAt: m.CreatedAt, Key: m.Key}
	stored.ID = g.here(m.ID)
	if m.Erased() {
		stored.Key = g.office.mint.Bytes(journal.PersonalKeySize) // of what has nobody in it
	}
	if same, err := g.tx.Member(stored.ID); err == nil {
		g.merged(same, m)
		return nil, nil
	} else if !absent(err) {
		return nil, err
	}
	other, err := resolveByPhone(g.tx, m.Phone)
	if err != nil && !absent(err) {
		return nil, err
	}
	known := err == nil && m.Phone != "" && m.Into == ""
	if m.Into != "" {
		stored.Into = g.here(m.Into)
	}
	if err := g.office.keep(g.tx, journal.MemberCreated, stored, g.now); err != nil || !known {
		return nil, err
	}
	g.merged(other, m)
	if stored.CreatedAt.Before(other.CreatedAt) {
		return [][2]Member{{other, stored}}, nil
	}
	return [][2]Member{{stored, other}}, nil
}

// merged reports one whom the chain knew, and what the shop had otherwise.
func (g *moving) merged(known Member, m MovingMember) {
	one := MovedMember{Phone: ident.MaskPhone(m.Phone), Name: known.Name}
	for _, f := range []struct{ field, here, there string }{{"name", known.Name, m.Name}, {"email", known.Email, m.Email}, {"birthday", known.Birthday, m.Birthday}} {
		if f.here != f.there {
			one.Other = append(one.Other, f.field)
		}
	}
	g.Merged = append(g.Merged, one)
}

// event writes what an event did to accounts as one of central's own, under its id and instant.
func (g *moving) event(e MovingEvent) error {
	for i := range e.Postings {
		e.Postings[i].Member = g.here(e.Postings[i].Member)
		if e.Postings[i].Into != "" {
			e.Postings[i].Into = g.here(e.Postings[i].Into)
		}
	}
	return appendEvent(g.tx, journal.Event{ID: e.ID, At: e.At, Wall: g.now, Kind: journal.PointsAdjusted}, &Posted{Postings: e.Postings}, e.Postings)
}

// voucher makes one the chain's as it stands. Its reward was the shop's own: its terms are its own for life.
func (g *moving) voucher(v loyalty.Voucher) error {
	if _, err := g.tx.Voucher(v.ID); err == nil {
		return fault.New(fault.Conflict, "voucher.taken", fault.Args{"code": v.ID})
	} else if !absent(err) {
		return err
	}
	v.Member, v.Reward = g.here(v.Member), ""
	return g.office.putVoucherAsItStands(g.tx, v, g.now)
}

// moveOrder files an order as it stands, once. Its points are in the accounts already.
func (o *Office) moveOrder(ctx context.Context, order sale.Order, ids map[string]string) error {
	_, err := write(ctx, o, func(tx Tx, now time.Time) (outcome, error) {
		if _, err := tx.Order(order.Key()); err == nil || !absent(err) {
			return unchanged, err
		}
		if other, changed := ids[order.Member]; changed {
			order.Member = other
		}
		e := o.event(journal.OrderFiled, order.PlacedAt, now)
		e.Moves = []journal.Move{{Kind: journal.MoveArise, Lot: share.Pen(order.Key()), N: 1}}
		return created, errors.Join(appendEvent(tx, e, &sale.Filed{Order: order}, nil), tx.Put(order))
	})
	return err
}

// MovingPart is a part of a Moving's canonical bytes.
type MovingPart struct {
	N    uint64 // from 0
	Of   uint64
	Data []byte
}

// movingPartsMax is how many parts a Moving may have.
const movingPartsMax = 4096

func movingSpace(h share.Holder) string { return "moving:" + h.String() }

// MovePart keeps one part of what a till's shop brings, in their order; the first forgets what was kept before. With the last
// MoveIn takes it all. Faults: part.order, part.unreadable, those of MoveIn.
func (o *Office) MovePart(ctx context.Context, h share.Holder, p MovingPart) (*Moved, error) {
	if p.N >= p.Of || p.Of > movingPartsMax {
		return nil, fault.New(fault.Invalid, "part.order", nil)
	}
	whole, err := write(ctx, o, func(tx Tx, _ time.Time) ([]byte, error) { return keepPart(tx, h, p) })
	if err != nil || p.N+1 < p.Of {
		return nil, err
	}
	var m Moving
	if err := journal.Decode(whole, &m); err != nil {
		return nil, fault.Wrap(fault.Invalid, "part.unreadable", err, nil)
	}
	moved, err := o.MoveIn(ctx, h, m)
	if err != nil {
		return nil, err
	}
	_, err = write(ctx, o, func(tx Tx, _ time.Time) (struct{}, error) { return struct{}{}, forgetParts(tx, h) })
	return &moved, err
}

// keepPart notes a part, and of the last answers with all.
func keepPart(tx Tx, h share.Holder, p MovingPart) ([]byte, error) {
	if p.N == 0 {
		if err := forgetParts(tx, h); err != nil {
			return nil, err
		}
	}
	kept, err := tx.Notes(movingSpace(h), "", movingPartsMax)
	switch {
	case err != nil:
		return nil, err
	case uint64(len(kept)) == p.N+1 && p.N+1 == p.Of: // the last one again
		kept = kept[:p.N]
	case uint64(len(kept)) != p.N:
		return nil, fault.New(fault.Conflict, "part.order", nil)
	}
	if err := tx.PutNote(movingSpace(h), numbered8(p.N), p.Data); err != nil || p.N+1 < p.Of {
		return nil, err
	}
	var whole []byte
	for _, n := range kept {
		whole = append(whole, n.Value...)
	}
	return append(whole, p.Data...), nil
}

func forgetParts(tx Tx, h share.Holder) error {
	kept, err := tx.Notes(movingSpace(h), "", movingPartsMax)
	for _, n := range kept {
		err = errors.Join(err, tx.PutNote(movingSpace(h), n.Key, nil))
	}
	return err
}
