package loyalty

import (
	"fmt"
	"time"
)

// Entry is one line of the statement.
type Entry struct {
	ID           string // of the posting, with "~2" behind it for its second part; "lapse/" and the lot for a lapse
	At           time.Time
	Kind         EntryKind
	Points       int64  // what the balance changes by, never 0
	Lot          string // "" when several
	Order        string // channel/id, "" when none
	Voucher      string
	Reason       string
	Trust        int64 // of Points, taken on a supervisor's trust; below 0 come back (SHARES 7)
	BalanceAfter int64
}

// Entries is the statement up to and including an instant, oldest first. The sum of the entries' points up to any
// instant is the balance at it (X7). A member merged into this one stands in it as one entry of kind Merge, with what
// flowed in; what names an unknown lot, and what a claw-back finds already lapsed, is no entry.
func (s *State) Entries(until time.Time) []Entry {
	if len(s.run.accounts) == 0 {
		return nil
	}
	at := milli(until)
	r := s.run
	if at >= r.now {
		r = s.standing(at)
	}
	w := writer{run: r, parts: map[string]int{}}
	for _, l := range r.accounts[r.root].lines {
		if l.at > at {
			break
		}
		if l.points != 0 {
			w.add(l)
		}
	}
	return w.entries
}

// writer makes entries of lines and gives each an id of its own.
type writer struct {
	run     *run
	parts   map[string]int
	entries []Entry
}

func (w *writer) add(l entryLine) {
	e := Entry{At: instant(l.at), Kind: l.kind, Points: l.points, BalanceAfter: l.after}
	if l.lot >= 0 {
		lot := w.run.line.lots[l.lot].lot
		e.Lot, e.Order = lot.ID, lot.Order
	}
	if l.posting < 0 {
		e.ID = "lapse/" + e.Lot
	} else {
		p := &w.run.postings[l.posting]
		e.ID, e.Order, e.Voucher, e.Reason = p.Ref.ID, p.Order, p.Voucher, p.Reason
	}
	w.parts[e.ID]++
	if n := w.parts[e.ID]; n > 1 {
		e.ID = fmt.Sprintf("%s~%d", e.ID, n)
	} else if l.posting >= 0 {
		e.Trust = w.run.postings[l.posting].OnTrust()
	}
	w.entries = append(w.entries, e)
}
