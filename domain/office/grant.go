package office

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/invoice"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/share"
)

// Mark is how far a till has heard of central, or central of itself (SHARES 18).
type Mark struct {
	Incarnation uint64
	Central     uint64 // seq of central's own journal
	Acked       uint64 // the till's journal is stored up to here
}

// Ask is a till's wish for shares. The same number asks for the same.
type Ask struct {
	Request     uint64
	Incarnation uint64        // central's as the till has heard
	Member      string        // whose points, "" of other rights
	Members     []string      // more members, so many points of each: what a till keeps of its regulars
	Points      int64         // so many of them in the order of X6, 0 with Wants
	Wants       []share.Units // named rights: vouchers, stock, pens
	Use         bool          // a customer waits for them: other tills are asked to give back
}

// Grant answers an ask.
type Grant struct {
	share.Granted          // no Units when nothing is to be had now
	Elsewhere     int64    // units that other tills have, of what is missing
	Recalls       []Recall // what those tills are newly asked for: who is connected should be told at once
}

// Ask grants a till of central's own shares what it asks for, as far as they reach. What is missing and other tills have
// is recalled when a customer waits for it. The answer may be sent: it is durable. Faults: till.unknown, till.forked,
// customer.unknown, and those of share.Book.Grant: share.unenrolled, share.retired, share.incarnation (now), share.frozen
// (waiting), share.closed.
func (o *Office) Ask(ctx context.Context, h share.Holder, a Ask) (Grant, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (Grant, error) {
		t, err := tx.Till(h)
		if err != nil {
			return Grant{}, err
		}
		if t.Forked {
			return Grant{}, fault.New(fault.Forbidden, "till.forked", nil)
		}
		own := &ownParts{r: tx}
		books := newBooks(tx, own)
		who, err := books.Holding(h)
		if err != nil {
			return Grant{}, err
		}
		_, again := who.Open[a.Request]
		asking := asking{office: o, tx: tx, book: share.Book{Books: books}, holder: h, ask: a, now: now, again: again}
		if err := asking.wish(own); err != nil {
			return Grant{}, err
		}
		granted, err := asking.book.Grant(h, a.Request, a.Incarnation, asking.wants)
		if err != nil {
			return Grant{}, err
		}
		answer := Grant{Granted: granted}
		if a.Use && !again && len(asking.missing) > 0 {
			if answer.Elsewhere, answer.Recalls, err = recall(tx, books, asking.missing, h, now); err != nil {
				return answer, err
			}
		}
		return answer, books.flush()
	})
}

// asking works out which lots a wish for points means.
type asking struct {
	office  *Office
	again   bool // it was answered before: the answer stands
	tx      Tx
	book    share.Book
	holder  share.Holder
	ask     Ask
	now     time.Time
	wants   []share.Units // what central has of it
	missing []share.Units // what it hasn't
}

func (g *asking) wish(own *ownParts) error {
	if g.ask.Member != "" {
		if err := g.points(own, g.ask.Member); err != nil {
			return err
		}
	}
	for _, member := range g.ask.Members {
		if err := g.points(own, member); err != nil {
			return err
		}
	}
	for _, w := range g.ask.Wants {
		if invoice.IsRight(w.Right) {
			if err := g.numbers(w.Right); err != nil {
				return err
			}
			continue
		}
		if _, err := g.want(w.Right, w.N); err != nil {
			return err
		}
	}
	return nil
}

// points turns a number of a member's points into lots, in X6 order.
func (g *asking) points(own *ownParts, member string) error {
	m, err := resolve(g.tx, member)
	if err != nil {
		return err
	}
	postings, err := history(g.tx, m.ID)
	if err != nil {
		return err
	}
	own.add(postings)
	account := loyalty.Fold(postings).At(g.now)
	left := min(g.ask.Points, account.Balance)
	for _, l := range account.Living() {
		if left <= 0 {
			break
		}
		if g.ask.Use && !l.Usable {
			continue
		}
		got, err := g.want(l.ID, min(left, l.Remaining))
		if err != nil {
			return err
		}
		left -= got
	}
	return nil
}

// want notes what of a wish central's share has and what it hasn't.
func (g *asking) want(right string, n int64) (int64, error) {
	have, err := g.book.Share(right)
	if err != nil {
		return 0, err
	}
	if stay, err := stays(g.tx, right); stay || err != nil {
		return 0, err
	}
	have = max(0, min(have, n))
	if have > 0 {
		g.wants = append(g.wants, share.Units{Right: right, N: have})
	}
	if have < n {
		g.missing = append(g.missing, share.Units{Right: right, N: n - have})
	}
	return have, nil
}

// recall asks the tills that have what is missing for it, each for a right once until it has answered.
func recall(tx Tx, books *books, missing []share.Units, asker share.Holder, now time.Time) (there int64, fresh []Recall, err error) {
	for _, u := range missing {
		_, out, err := elsewhere(tx, u.Right)
		if err != nil {
			return 0, nil, err
		}
		for left := u.N; left > 0 && len(out) > 0; out = out[1:] {
			p := out[0]
			if p.Holder == asker {
				continue
			}
			n := min(left, outOf(p))
			there, left = there+n, left-n
			r, isNew, err := askBack(tx, books, p.Holder, u.Right, n, now)
			if err != nil {
				return 0, nil, err
			}
			if isNew {
				fresh = append(fresh, r)
			}
		}
	}
	return there, fresh, nil
}

func askBack(tx Tx, books *books, h share.Holder, right string, n int64, now time.Time) (Recall, bool, error) {
	asked, err := tx.Recalls(h)
	if err != nil {
		return Recall{}, false, err
	}
	for _, r := range asked {
		if r.Right == right {
			return r, false, nil
		}
	}
	chain, err := books.place()
	if err != nil {
		return Recall{}, false, err
	}
	chain.Recalls++
	books.rechain = true
	r := Recall{ID: chain.Recalls, Holder: h, Right: right, N: n, At: now}
	return r, true, tx.Put(r)
}

// recallNow asks tills for units that central itself wants.
func recallNow(tx Tx, missing []share.Units, now time.Time) error {
	books := newBooks(tx, nil)
	if _, _, err := recall(tx, books, missing, share.Central, now); err != nil {
		return err
	}
	return books.flush()
}

// Recalls lists what a till is asked for and hasn't answered, oldest first.
func (o *Office) Recalls(ctx context.Context, h share.Holder) ([]Recall, error) {
	return read(ctx, o, func(r Reader) ([]Recall, error) { return r.Recalls(h) })
}

// Recalled notes recalls that a till has answered: by giving back, in its journal, or by having nothing to give.
func (o *Office) Recalled(ctx context.Context, h share.Holder, ids []uint64) error {
	_, err := write(ctx, o, func(tx Tx, _ time.Time) (struct{}, error) {
		for _, id := range ids {
			if err := tx.Put(Recall{ID: id, Holder: h, Done: true}); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	})
	return err
}

// Mark is where central stands, and how much of a till's journal it has. Fault: till.unknown.
func (o *Office) Mark(ctx context.Context, h share.Holder) (Mark, error) {
	return read(ctx, o, func(r Reader) (Mark, error) {
		t, err := r.Till(h)
		if err != nil {
			return Mark{}, err
		}
		return markOf(r, t)
	})
}

func markOf(r Tills, t Till) (Mark, error) {
	chain, err := r.Chain()
	if err != nil {
		return Mark{}, err
	}
	head, err := r.Head()
	return Mark{Incarnation: chain.Incarnation, Central: head.Seq, Acked: t.Seq}, err
}

// JournalOf is at most so many events of a till's journal behind a seq, as central has it: a till that lost its file gets
// its own back (SHARES 16). Fault: till.unknown.
func (o *Office) JournalOf(ctx context.Context, h share.Holder, after uint64, most int) (Fetched, error) {
	return read(ctx, o, func(r Reader) (Fetched, error) {
		t, err := r.Till(h)
		if err != nil {
			return Fetched{}, err
		}
		records, seals, err := r.TillEvents(h, after, most)
		return Fetched{Records: records, Seals: seals, Head: t.head()}, err
	})
}

// Fetched is a part of a till's journal as central has it.
type Fetched struct {
	Records []journal.Record
	Seals   []journal.Seal // of the batches that end within the records
	Head    journal.Head   // of all that central has of it
}
