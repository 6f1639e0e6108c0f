package sim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
	"tim/domain/share"
)

// truth is what really was written, wherever: counted from the batches that became durable, not asked of anybody's books.
type truth struct {
	rights   map[string]*right
	journals map[share.Holder][]journal.Record
	seals    map[share.Holder][]journal.Seal
	seen     map[string]bool                       // events by id: each counts once
	postings map[string]map[string]loyalty.Posting // member, ref
	orders   map[string]sale.Order
	vouchers map[string]string // code: the paid order that used it
	keys     map[string][]byte // members' own
	own      int               // central's events
	released bool              // a supervisor freed what a till holds: the same points may be taken twice
	acked    map[share.Holder]uint64
	lost     map[share.Holder]bool // epochs whose file is gone with events that central may lack
	forked   map[share.Holder]bool // of these, whose old copy wrote on
	ended    map[share.Holder]bool // epochs that central took for ended before it had heard all of them
}

// right is what happened to one.
type right struct {
	arose, taken, clawed int64
	trusted              int64 // taken beyond the shares by a supervisor's word
	exposed              int64 // what a lost file took with it
	touched              bool
	parts                map[share.Holder]int64 // what tills hold of it by their own journals
	story                []string               // what was done to it, for whoever looks into a failing seed
}

func (r *right) told() string { return "\n    " + strings.Join(r.story, "\n    ") + "\n " }

func newTruth() *truth {
	return &truth{rights: map[string]*right{}, journals: map[share.Holder][]journal.Record{}, seals: map[share.Holder][]journal.Seal{}, seen: map[string]bool{},
		postings: map[string]map[string]loyalty.Posting{}, orders: map[string]sale.Order{}, vouchers: map[string]string{}, keys: map[string][]byte{},
		acked: map[share.Holder]uint64{}, lost: map[share.Holder]bool{}, forked: map[share.Holder]bool{}, ended: map[share.Holder]bool{}}
}

func (t *truth) right(name string) *right {
	r := t.rights[name]
	if r == nil {
		r = &right{parts: map[share.Holder]int64{}}
		t.rights[name] = r
	}
	return r
}

// batch counts what a till made durable, and checks it.
func (w *world) batch(h share.Holder, b counter.Batch) {
	t := w.truth
	log := t.journals[h]
	w.trust(b.Postings)
	for _, r := range b.Records {
		if r.Event.Seq != uint64(len(log)+1) {
			w.fail("S1: %s writes its event %d behind %d", h, r.Event.Seq, len(log))
		}
		log = append(log, r)
		w.event(r.Event)
	}
	t.journals[h] = log
	if len(b.Records) > 0 {
		t.seals[h] = append(t.seals[h], b.Seal)
	}
	t.post(b.Postings)
	for _, m := range b.Members {
		t.keys[m.ID] = m.Key
	}
	for _, o := range b.Orders {
		w.filed(h, o)
	}
	w.stats.Batches++
}

// trust counts what a supervisor let be taken, as the accounts have it: the envelopes must say the same.
func (w *world) trust(postings []loyalty.Posting) {
	for _, p := range postings {
		for _, take := range p.Takes {
			if take.Trust {
				w.truth.right(take.Lot).trusted += take.Points
				w.stats.Trusted += take.Points
			}
		}
		for _, take := range p.Restores {
			if take.Trust {
				w.truth.right(take.Lot).trusted -= take.Points
			}
		}
	}
}

func (t *truth) post(postings []loyalty.Posting) {
	for _, p := range postings {
		if t.postings[p.Member] == nil {
			t.postings[p.Member] = map[string]loyalty.Posting{}
		}
		t.postings[p.Member][p.Ref.ID] = p
	}
}

// everybody is the ids of all members there ever were.
func (w *world) everybody() []string {
	var all []string
	for _, m := range w.shop.members {
		all = append(all, m.ID)
	}
	return append(all, slices.Sorted(maps.Keys(w.truth.keys))...)
}

// account is what was written of a member and of those who were merged with them.
func (t *truth) account(id string) (list []loyalty.Posting) {
	into := map[string]string{}
	for member, postings := range t.postings {
		for _, p := range postings {
			if p.Kind == loyalty.Merge {
				into[member] = p.Into
			}
		}
	}
	root := func(id string) string {
		for into[id] != "" {
			id = into[id]
		}
		return id
	}
	for member, postings := range t.postings {
		if root(member) == root(id) {
			list = slices.AppendSeq(list, maps.Values(postings))
		}
	}
	return list
}

// event counts an envelope, once, and holds S2.
func (w *world) event(e journal.Event) {
	t := w.truth
	if t.seen[e.ID] {
		w.fail("S1: event %s is written twice", e.ID)
	}
	t.seen[e.ID] = true
	w.stats.Events++
	author := share.Author(e)
	for _, m := range e.Moves {
		if m.Lot == "" {
			continue
		}
		r := t.right(m.Lot)
		r.story = append(r.story, fmt.Sprintf("%s %s/%d:%d %s move=%d n=%d burn=%d", w.now.Sub(day0).Truncate(time.Second), e.Writer, e.Epoch, e.Seq, e.Kind, m.Kind, m.N, m.Burn))
		switch m.Kind {
		case journal.MoveArise:
			r.arose += m.N
		case journal.MoveTake:
			r.taken += m.N
			w.stats.Takes++
			if author == share.Central {
				w.stats.OwnTakes++
			}
		case journal.MoveTrust:
			r.taken += m.N
		case journal.MoveRestore, journal.MoveCancel:
			r.taken -= m.N
		case journal.MoveClaw:
			r.clawed += m.N
			if r.elsewhere(author) {
				w.stats.ClawedElsewhere++
			}
		case journal.MoveRelease:
			t.released = true
			r.exposed, r.touched = r.exposed+m.N, true // central may be killed before it can say so
		case journal.MoveGot:
			w.stats.Gots++
		}
		w.part(author, m)
		if r.taken > r.arose+r.trusted+r.exposed {
			w.fail("S2: %d taken of %s, %d arose (+%d on trust, +%d exposed):%s", r.taken, m.Lot, r.arose, r.trusted, r.exposed, r.told())
		}
	}
	w.pen(author, e)
}

// part holds that nobody's part is ever below nothing (SHARES 4).
func (w *world) part(author share.Holder, m journal.Move) {
	r := w.truth.right(m.Lot)
	if author == share.Central || w.truth.forked[author] {
		return
	}
	if r.parts[author] += share.Change(m); r.parts[author] < 0 {
		w.fail("S2: %s has %d of %s:%s", author, r.parts[author], m.Lot, r.told())
	}
}

// elsewhere says whether a till but this writer holds some of it.
func (r *right) elsewhere(writer share.Holder) bool {
	for h, n := range r.parts {
		if h != writer && n > 0 {
			return true
		}
	}
	return false
}

// pen holds that an order is changed only by who has its pen (SHARES 8).
func (w *world) pen(author share.Holder, e journal.Event) {
	var body sale.Filed
	switch e.Kind {
	case journal.OrderPaid, journal.OrderDelivered, journal.OrderReturned, journal.OrderVoided:
	default:
		return
	}
	w.must("an order's event is read", journal.Decode(e.Body, &body))
	returns := body.Order.Returns
	if body.Order.PlacedAt.IsZero() || e.Kind == journal.OrderReturned && returns[len(returns)-1].Later { // of goods and money only
		return
	}
	if s := body.Order.State(); author == share.Central && (s == sale.Returned || s == sale.Cancelled) {
		w.handedBack(body.Order)
	}
	pen := w.truth.right(share.Pen(body.Order.Key()))
	if pen.touched {
		return
	}
	for h, n := range pen.parts {
		if h != author && n > 0 && !w.truth.ended[h] {
			w.fail("S2: %s acts on order %s, whose pen %s has:%s", author, body.Order.Key(), h, pen.told())
		}
	}
	if author != share.Central && pen.parts[author] <= 0 && !w.truth.forked[author] && !w.truth.ended[author] {
		w.fail("S2: %s acts on order %s without its pen:%s", author, body.Order.Key(), pen.told())
	}
}

// handedBack notes that the vouchers on an order which came back whole may be used again.
func (w *world) handedBack(o sale.Order) {
	for _, v := range o.Vouchers {
		if w.truth.vouchers[v.ID] == o.Key() {
			delete(w.truth.vouchers, v.ID)
		}
	}
}

// filed holds S3 and S4 of an order.
func (w *world) filed(h share.Holder, o sale.Order) {
	w.truth.orders[o.Key()] = o
	if o.PaidAt.IsZero() {
		return
	}
	totals, paid := o.Totals(), sumOf(o.Tenders)
	if paid != int64(totals.Payable) {
		w.fail("S4: order %s of %s comes to %d and is paid with %d", o.Receipt, h, totals.Payable, paid)
	}
	gone := o.State() == sale.Cancelled || o.State() == sale.Returned
	if n := len(o.Returns); n > 0 && o.Returns[n-1].Later { // as a till without its pen knows it
		return
	}
	for _, v := range o.Vouchers {
		other := w.truth.vouchers[v.ID]
		switch {
		case gone && other == o.Key():
			delete(w.truth.vouchers, v.ID)
		case gone:
		case other != "" && other != o.Key() && !w.truth.touched(v.ID):
			w.fail("S3: voucher %s is used on %s and on %s", v.ID, other, o.Key())
		default:
			w.truth.vouchers[v.ID] = o.Key()
		}
	}
}

// touched says whether a lost file knew of a voucher: then it may be used again.
func (t *truth) touched(code string) bool { return t.right("code:" + code).touched }

func sumOf(tenders []sale.Tender) (sum int64) {
	for _, t := range tenders {
		sum += int64(t.Amount())
	}
	return sum
}

// lose notes that an epoch ends with its file gone, or that it can't be told which of its files goes on; held is what may yet
// be spent of it all the same.
func (w *world) lose(h share.Holder, held []share.Units) {
	w.truth.lost[h] = true
	w.expose(h, held, w.arrived(h))
}

// expose notes that central takes an epoch for ended without having heard all of it, but so many events: what that took
// unseen, and what it holds and may yet spend, may be spent twice. That is the exposure of a supervisor's word (SHARES 5, 16),
// and no rule's.
func (w *world) expose(h share.Holder, held []share.Units, arrived uint64) {
	t := w.truth
	t.ended[h] = true
	for _, u := range held {
		t.right(u.Right).touched = true
		t.right(u.Right).exposed += max(0, u.N)
	}
	for i, r := range t.journals[h] {
		for _, m := range r.Event.Moves {
			if m.Lot == "" {
				continue
			}
			own := t.right(m.Lot)
			own.touched = true
			switch {
			case uint64(i) < arrived:
			case m.Kind == journal.MoveTake:
				own.exposed += m.N
			case m.Kind == journal.MoveClaw:
				own.clawed -= m.N
			}
		}
	}
	for _, o := range t.orders {
		for _, v := range o.Vouchers {
			t.right("code:" + v.ID).touched = true
		}
	}
}

// forget drops what central never got of a lost file: nobody will ever hear of it.
func (w *world) forget(h share.Holder, arrived uint64) {
	for _, postings := range w.truth.postings {
		maps.DeleteFunc(postings, func(_ string, p loyalty.Posting) bool {
			return p.Ref.Writer == h.Writer && p.Ref.Epoch == h.Epoch && p.Ref.Seq > arrived
		})
	}
	w.truth.journals[h] = slices.Clip(w.truth.journals[h][:min(int(arrived), len(w.truth.journals[h]))])
	w.truth.seals[h] = slices.DeleteFunc(w.truth.seals[h], func(s journal.Seal) bool { return s.To > arrived })
}

// forgetUnheard drops what central has on no branch of a forked journal.
func (w *world) forgetUnheard(h share.Holder) {
	heard := w.heard(h)
	for _, postings := range w.truth.postings {
		maps.DeleteFunc(postings, func(_ string, p loyalty.Posting) bool {
			id, _, _ := strings.Cut(p.Ref.ID, "/")
			return p.Ref.Writer == h.Writer && p.Ref.Epoch == h.Epoch && !heard[id]
		})
	}
}

// survives holds S8: what was answered is there after a restart, and nothing else but one write whose answer was never heard.
func (w *world) survives(h share.Holder, head journal.Head) {
	log := w.truth.journals[h]
	if head.Seq != uint64(len(log)) {
		w.fail("S8: %s has %d events after a restart, %d were durable", h, head.Seq, len(log))
	}
	if head.Seq > 0 && head.Hash != log[head.Seq-1].Hash {
		w.fail("S8: %s ends with another event %d after a restart", h, head.Seq)
	}
}
