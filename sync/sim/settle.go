package sim

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
)

// settle holds what must hold when all is said.
func (w *world) settle() {
	for h := range w.truth.lost {
		if w.truth.forked[h] {
			w.forgetUnheard(h)
		} else {
			w.forget(h, w.arrived(h))
		}
	}
	w.journals()
	w.shares()
	w.accounts()
	w.returned()
}

// journals holds S1 and S6: every journal is at central as it was written, and verifies.
func (w *world) journals() {
	for h, log := range w.truth.journals {
		if len(log) == 0 || w.truth.forked[h] {
			continue
		}
		var got office.Fetched
		for after := uint64(0); ; after = got.Records[len(got.Records)-1].Event.Seq {
			next, err := w.center.office.JournalOf(w.ctx, h, after, 500)
			w.must("S1: read the journal of "+h.String(), err)
			if len(next.Records) == 0 {
				break
			}
			got.Records, got.Seals, got.Head = append(got.Records, next.Records...), append(got.Seals, next.Seals...), next.Head
		}
		if len(got.Records) != len(log) {
			w.fail("S1: central has %d events of %s, %d were written", len(got.Records), h, len(log))
		}
		w.verify(h, log, got)
		if acked := w.truth.acked[h]; acked > got.Head.Seq && !w.truth.lost[h] {
			w.fail("S1: central acknowledged %d events of %s and has %d", acked, h, got.Head.Seq)
		}
	}
}

func (w *world) verify(h share.Holder, log []journal.Record, got office.Fetched) {
	var opened journal.Opened
	w.must("S6: the first event of "+h.String(), journal.Decode(log[0].Event.Body, &opened))
	v := journal.NewVerifier(opened.PublicKey, nil)
	v.Valid = w.seals.valid
	seals := slices.Clone(got.Seals)
	for i, r := range got.Records {
		var e journal.Event
		if r.Hash != log[i].Hash || !v.Event(r.Event.Seq, r.Bytes, r.Hash, &e) {
			w.fail("S6: event %d of %s at central isn't what was written", i+1, h)
		}
		for len(seals) > 0 && seals[0].To == e.Seq {
			v.Seal(seals[0])
			seals = seals[1:]
		}
	}
	if b := v.Finish(); b != nil {
		w.fail("S6: the journal of %s breaks at %d: %s", h, b.Seq, b.Reason)
	}
}

// shares holds that central's book says of every till what that holds.
func (w *world) shares() {
	w.must("read central", w.center.disk.Read(w.ctx, func(r office.Reader) error {
		chain, err := r.Chain()
		if err != nil {
			return err
		}
		if len(chain.Waiting) > 0 {
			w.fail("S5: central waits for ever for %v", chain.Waiting)
		}
		held := map[share.Holder]map[string]int64{}
		for _, t := range w.tills {
			held[t.holder] = map[string]int64{}
			for _, u := range t.counter.Held() {
				held[t.holder][u.Right] = u.N
				if !strings.Contains(u.Right, ":") {
					w.stats.HeldPoints += u.N
				}
			}
		}
		for name, truth := range w.truth.rights {
			row, err := r.Right(name)
			if err != nil {
				return err
			}
			if over := truth.taken - truth.arose; over > 0 && truth.trusted > 0 {
				w.stats.Overdrawn += min(over, truth.trusted)
			}
			out := int64(0)
			for _, t := range w.tills {
				booked := int64(0)
				for _, p := range row.Out {
					if p.Holder == t.holder {
						booked = p.Units
						if p.Open != 0 && !t.link.lives() {
							w.fail("S2: %d of %s stay granted to %s for ever", p.Open, name, t.holder)
						}
					}
				}
				if have := held[t.holder][name]; have != booked || have < 0 {
					w.fail("S2: %s holds %d of %s, central's book says %d:%s", t.holder, have, name, booked, truth.told())
				}
				out += booked
			}
			if left := truth.arose - truth.clawed - truth.taken; !truth.touched && truth.clawed == 0 && out > left+truth.trusted+truth.exposed {
				w.fail("S2: tills hold %d of %s, %d are left of it:%s", out, name, left, truth.told())
			}
		}
		return nil
	}))
}

// accounts holds S5 and S7: central's accounts are what truth comes to, in whatever order it is told; and where a till has an
// account of central's, it is the same.
func (w *world) accounts() {
	for _, m := range w.everybody() {
		points, err := w.center.office.Points(w.ctx, m, w.now)
		if fault.Code(err) == "customer.unknown" && w.truth.keys[m] != nil && len(w.truth.lost) > 0 {
			continue // made at a till whose file was lost
		}
		w.must("read the points of "+m, err)
		list := w.truth.account(m)
		slices.SortFunc(list, func(a, b loyalty.Posting) int { return cmp.Compare(a.Ref.ID, b.Ref.ID) })
		w.r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		state := loyalty.Fold(list)
		want := state.At(w.now)
		w.toppedUp(m, state, list)
		w.stats.Accounts++
		for _, p := range loyalty.Stamped(list) {
			if p.Ref.At.After(w.now) {
				w.fail("S5: %s counts for %s from %s on, when all has been received", p.Ref.ID, m, p.Ref.At)
			}
		}
		if points.Balance != want.Balance || points.Usable != want.Usable {
			w.fail("S5: central has %d points of %s (%d usable), the events come to %d (%d)", points.Balance, m, points.Usable, want.Balance, want.Usable)
		}
		for _, t := range w.tills {
			w.sameAccount(t, m, want)
		}
	}
}

func (w *world) sameAccount(t *till, m string, want loyalty.Account) {
	list, err := t.disk.Postings(w.ctx, m)
	w.must("read an account of "+t.name, err)
	if !slices.ContainsFunc(list, func(p loyalty.Posting) bool { return p.Carried != nil && p.Ref.At.UnixMilli() > 0 }) {
		return // not seen at this shop
	}
	w.stats.Settled++
	got := loyalty.Fold(list).At(w.now)
	if got.Balance != want.Balance || got.Usable != want.Usable || got.Debt != want.Debt {
		w.fail("S5: %s has %d points of %s (%d usable, %d owed), central %d (%d, %d)", t.holder, got.Balance, m, got.Usable, got.Debt, want.Balance, want.Usable, want.Debt)
	}
}

// toppedUp holds that every order has earned at least what its tier by all that is known now gives (SHARES 25).
func (w *world) toppedUp(m string, state *loyalty.State, list []loyalty.Posting) {
	lots, merged := map[string]bool{}, false
	for _, p := range list {
		for _, l := range p.Lots {
			lots[l.ID] = true
		}
		merged = merged || p.Kind == loyalty.Merge
	}
	orders := map[string]sale.Order{}
	w.must("read orders", w.center.disk.Read(w.ctx, func(r office.Reader) error {
		some, _, err := r.OrdersOf(m, time.Time{}, time.Time{}, office.Page{Limit: office.PageMax})
		for _, o := range some {
			orders[o.Key()] = o
		}
		return err
	}))
	for _, p := range loyalty.Stamped(list) {
		o, there := orders[p.Order]
		if p.OrderedAt.IsZero() || !there || merged || w.truth.forked[share.Holder{Writer: p.Ref.Writer, Epoch: p.Ref.Epoch}] {
			continue // an order of a fork may be its branch's
		}
		program := w.shop.program
		tier := program.Standing(state.At(p.Ref.At.Add(-time.Millisecond)), saigon).Tier
		rule := o.Rule
		rule.Tier, rule.Rate = tier.ID, tier.Rate
		for _, t := range o.TopUps([]loyalty.Rule{rule}, w.now) {
			if w.stats.ToppedUp++; !lots[t.Lot.ID] {
				w.fail("S5: order %s of %s earned at the tier %s, it was %s by then", p.Order, m, o.Rule.Tier, tier.ID)
			}
		}
	}
}

// returned holds that what came back without the order's pen was decided once: of an order that came back whole, central took
// back all that it earned and gave back all that was used.
func (w *world) returned() {
	w.must("read central", w.center.disk.Read(w.ctx, func(r office.Reader) error {
		for key := range w.truth.orders {
			o, err := r.Order(key)
			if fault.Code(err) == "order.unknown" {
				continue
			}
			if err != nil {
				return err
			}
			later := slices.ContainsFunc(o.Returns, func(r sale.Return) bool { return r.Later })
			sum := o.Undoing()
			if o.State() == sale.Returned && !later && (sum.Clawed+sum.Forgiven != o.Earned || sum.Restored != o.Use.Points) {
				w.fail("S2: all of %s came back: of %d points earned %d were taken back and %d let go, of %d used %d came back",
					key, o.Earned, sum.Clawed, sum.Forgiven, o.Use.Points, sum.Restored)
			}
		}
		return nil
	}))
}
