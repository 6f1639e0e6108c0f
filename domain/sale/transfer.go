package sale

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tim/domain/journal"
	"tim/domain/money"
)

// ContentMax is how much of what a bank passed on is kept, bytes.
const ContentMax = 200

// Received is a transfer that the bank says came in.
type Received struct {
	ID      string    `json:"id"`                // the bank's, of this transfer alone
	Memo    string    `json:"memo,omitempty"`    // of an order's TransferMemo, found in Content; "" when none was
	Content string    `json:"content,omitempty"` // what the bank passed on, at most ContentMax
	Account string    `json:"account,omitempty"` // it came in on
	Amount  money.VND `json:"amount"`
	At      time.Time `json:"at"` // by the bank
}

// Code is the canonical form.
func (r *Received) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &r.ID)
	journal.String(c, &r.Memo)
	journal.String(c, &r.Content)
	journal.String(c, &r.Account)
	journal.Int(c, &r.Amount)
	c.Time(&r.At)
}

// Landing is what a transfer that the bank tells of was to its order.
type Landing uint8

// The landings. Numbers are stored: append only.
const (
	LandedWhole   Landing = 1 // it paid what was asked for
	LandedShort   Landing = 2 // less than that: the rest is still due
	LandedOver    Landing = 3 // more than was due: the rest is the customer's
	LandedProven  Landing = 4 // somebody had confirmed it by hand: nothing is to be done
	LandedTwice   Landing = 5 // the order was paid by another transfer
	LandedLate    Landing = 6 // it was paid in another way
	LandedVoid    Landing = 7 // it was thrown away
	LandedUnknown Landing = 8 // there is no such order
)

// Good says whether nobody needs to look at it.
func (l Landing) Good() bool { return l == LandedWhole || l == LandedProven }

var landings = [...]string{"", LandedWhole: "transfer.whole", LandedShort: "transfer.short", LandedOver: "transfer.over", LandedProven: "transfer.proven",
	LandedTwice: "transfer.twice", LandedLate: "transfer.late", LandedVoid: "transfer.void", LandedUnknown: "transfer.unknown"}

// Code is the landing's stable word, as notices and exceptions have it; "" of one of a newer program.
func (l Landing) Code() string {
	if int(l) < len(landings) {
		return landings[l]
	}
	return ""
}

// Landed is the body of the event that a till writes of a transfer that the bank told of.
type Landed struct {
	Transfer Received
	Order    string // key, "" of none
	As       Landing
	Taken    money.VND // of it, that pays the order now
}

// Code is the canonical form.
func (l *Landed) Code(c *journal.Codec) {
	c.Version(1)
	l.Transfer.Code(c)
	journal.String(c, &l.Order)
	journal.Uint(c, &l.As)
	journal.Int(c, &l.Taken)
}

// Transfers is what a till knows of the transfers for one order.
type Transfers struct {
	Memo   string
	Order  string   // key, "" while only the bank has told of it
	Landed []Landed // in the order in which they were heard of
}

// Code is the canonical form.
func (t *Transfers) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &t.Memo)
	journal.String(c, &t.Order)
	journal.List(c, &t.Landed, func(c *journal.Codec, l *Landed) { l.Code(c) })
}

// Knows says whether a transfer was dealt with.
func (t Transfers) Knows(id string) bool {
	return slices.ContainsFunc(t.Landed, func(l Landed) bool { return l.Transfer.ID == id })
}

// MemoOf says whether a memo is of an order of that till.
func MemoOf(memo, till string) bool {
	head := "Q" + memoTill(till)
	return len(memo) == len(head)+idTail && strings.HasPrefix(memo, head)
}

// FindMemo is the memo of an order of one of the tills in what a bank passed on, "" when there is none. Banks drop spaces and put
// words of their own around it. Where it stands for itself it is that; else of two tills' that begin alike it is the one with the longer
// number, which fits by chance only where a digit follows the other's.
func FindMemo(content string, tills []string) string {
	longest := slices.SortedFunc(slices.Values(tills), func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	for _, word := range strings.Fields(foldWords(content)) {
		for _, till := range longest {
			if MemoOf(word, till) && isHex(word[len(word)-idTail:]) {
				return word
			}
		}
	}
	folded := lettersAndDigits(content)
	for _, till := range longest {
		head := "Q" + memoTill(till)
		for rest := folded; ; {
			at := strings.Index(rest, head)
			if at < 0 {
				break
			}
			end := at + len(head) + idTail
			if end <= len(rest) && isHex(rest[at+len(head):end]) {
				return rest[at:end]
			}
			rest = rest[at+1:]
		}
	}
	return ""
}

func isHex(s string) bool { return strings.Trim(s, "0123456789ABCDEF") == "" }

// lettersAndDigits is a text in capitals with nothing else in it.
func lettersAndDigits(s string) string { return strings.ReplaceAll(foldWords(s), " ", "") }

// memoTill is a till's number as it stands in memos.
func memoTill(till string) string {
	kept := lettersAndDigits(till)
	return kept[:min(len(kept), MemoMax-1-idTail)]
}

// Lands is the order behind a transfer that the bank told of, and what that was to it; known is what came before. A cart takes of it
// what is still due, whether or not it was waited for.
func (o Order) Lands(t Received, known Transfers) (Order, Landed, error) {
	l := Landed{Transfer: t, As: o.landsAs(t, known)}
	if o.ID != "" {
		l.Order = o.Key()
	}
	if l.As != LandedWhole && l.As != LandedShort && l.As != LandedOver {
		return o, l, nil
	}
	due := o.Totals().Due
	l.Taken = min(due, t.Amount)
	next, err := o.ByTransfer(Tender{Kind: Transfer, Received: l.Taken, Reference: t.ID[:min(len(t.ID), ReferenceMax)], Bank: t.ID})
	return next, l, err
}

// ByTransfer is the order with a transfer that came: of what was waited for it is no more. Faults: those of Tendered.
func (o Order) ByTransfer(t Tender) (Order, error) {
	rest := max(0, o.Awaited.Amount-t.Received)
	o, err := o.TenderedBy(t)
	if err != nil {
		return o, err
	}
	if o.Awaited.Amount = min(rest, o.Awaited.Amount); o.Awaited.Amount == 0 {
		o.Awaited = Awaited{}
	}
	return o, nil
}

// LandsVoid is what becomes of the transfers that paid a cart which is thrown away; known is what came before.
func (o Order) LandsVoid(known Transfers) (list []Landed) {
	for _, tender := range o.proven() {
		l := Landed{Transfer: Received{ID: tender.Bank, Memo: known.Memo, Amount: tender.Received}, Order: o.Key(), As: LandedVoid}
		for _, before := range known.Landed {
			if before.Transfer.ID == tender.Bank {
				l.Transfer = before.Transfer
			}
		}
		list = append(list, l)
	}
	return list
}

func (o Order) landsAs(t Received, known Transfers) Landing {
	due := o.Totals().Due
	switch s := o.State(); {
	case o.ID == "":
		return LandedUnknown
	case s != Draft && o.PaidAt.IsZero():
		return LandedVoid
	case o.provenBy(t, known):
		return LandedProven
	case s == Draft && due == 0:
		return LandedLate
	case s == Draft && t.Amount == o.Awaited.Amount, s == Draft && t.Amount == due:
		return LandedWhole
	case s == Draft && t.Amount > due:
		return LandedOver
	case s == Draft:
		return LandedShort
	case slices.ContainsFunc(o.Tenders, func(t Tender) bool { return t.Kind == Transfer }):
		return LandedTwice
	}
	return LandedLate
}

// provenBy says whether the transfer is among the tenders: as itself, or confirmed by hand, of its amount and proven by no other.
func (o Order) provenBy(t Received, known Transfers) bool {
	n := 0
	for _, tender := range o.Tenders {
		if tender.Bank == t.ID {
			return true
		}
		if tender.Kind == Transfer && tender.Bank == "" && tender.Received == t.Amount {
			n++
		}
	}
	for _, l := range known.Landed {
		if l.As == LandedProven && l.Transfer.Amount == t.Amount {
			n--
		}
	}
	return n > 0
}
