package office

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/domain/share"
)

// BankTransfer is a webhook's word on money that came in. What else it carries is left alone.
type BankTransfer struct {
	ID        string     `json:"id"`                  // the bank's, of this transfer alone
	At        time.Time  `json:"at"`                  // by the bank
	Amount    *money.VND `json:"amount"`              // above 0
	Content   string     `json:"content"`             // what the customer's bank passed on, the memo somewhere in it
	Account   string     `json:"account,omitempty"`   // it came in on
	Direction string     `json:"direction,omitempty"` // in (when it says nothing) or out
}

// BankOutcome is what a webhook led to.
type BankOutcome string

// The outcomes.
const (
	BankTold     BankOutcome = "told"     // the till whose order it is of hears of it
	BankRepeated BankOutcome = "repeated" // it was known
	BankUnknown  BankOutcome = "unknown"  // no till's order has such a memo: it is an exception
	BankIgnored  BankOutcome = "ignored"  // money that went out
)

// The spaces of notes that have what the bank told.
const bankSpace = "bank" // the bank's id → sale.Received

// bankOpenSpace has those that no till of the shop has said anything of: the bank's id → sale.Received.
func bankOpenSpace(shop string) string { return "bank.open:" + shop }

// bankIDMax is the greatest length of a bank's id, contentRead how far into its text a memo is looked for, bytes.
const (
	bankIDMax   = 100
	contentRead = 4_096
)

// Bank takes a bank's word on a transfer, once by its id, and lets the shop's tills hear of it: the one whose order has the memo says what
// became of it. Faults: hook.unmapped (field) of what can't be read as a transfer; transfer.differs where the id is known with another
// amount or content.
func (o *Office) Bank(ctx context.Context, body []byte) (BankOutcome, error) {
	var b BankTransfer
	if err := json.Unmarshal(body, &b); err != nil {
		return "", unmapped("", err)
	}
	if b.Direction == "out" {
		return BankIgnored, nil
	}
	got, err := b.received()
	if err != nil {
		return "", err
	}
	return write(ctx, o, func(tx Tx, now time.Time) (BankOutcome, error) { return o.heard(tx, got, b.Content, now) })
}

// received is the transfer, checked.
func (b BankTransfer) received() (sale.Received, error) {
	got := sale.Received{ID: b.ID, Content: strings.Join(strings.Fields(b.Content), " "), Account: b.Account, At: milli(b.At)}
	for len(got.Content) > sale.ContentMax {
		_, size := utf8.DecodeLastRuneInString(got.Content)
		got.Content = got.Content[:len(got.Content)-size]
	}
	switch {
	case b.ID == "" || len(b.ID) > bankIDMax:
		return got, unmapped("id", nil)
	case b.Amount == nil || *b.Amount <= 0:
		return got, unmapped("amount", nil)
	case b.At.IsZero():
		return got, unmapped("at", nil)
	case b.Direction != "" && b.Direction != "in":
		return got, unmapped("direction", nil)
	case len(b.Account) > sale.NameMax:
		return got, unmapped("account", nil)
	}
	got.Amount = *b.Amount
	return got, nil
}

// heard takes a transfer in; content is the whole of what the bank passed on.
func (o *Office) heard(tx Tx, got sale.Received, content string, now time.Time) (BankOutcome, error) {
	shops, err := shopsOfMemos(tx)
	if err != nil {
		return "", err
	}
	tills := slices.Collect(maps.Keys(shops))
	got.Memo = sale.FindMemo(content[:min(len(content), contentRead)], tills)
	if before, err := tx.Note(bankSpace, got.ID); err != nil || before != nil {
		return BankRepeated, sameTransfer(before, got, err)
	}
	if err := tx.PutNote(bankSpace, got.ID, journal.Encode(&got)); err != nil {
		return "", err
	}
	got.Content = "" // payers' names stand in it: no journal keeps those
	if err := appendEvent(tx, o.event(journal.TransferHeard, now, now), &got, nil); err != nil {
		return "", err
	}
	slices.Sort(tills)
	for _, till := range tills {
		if sale.MemoOf(got.Memo, till) {
			return BankTold, tellTransfer(tx, shops[till], got)
		}
	}
	return BankUnknown, nobodys(tx, got, share.Holder{}, now)
}

// nobodys notes a transfer that no till will say anything of.
func nobodys(tx Tx, got sale.Received, till share.Holder, now time.Time) error {
	return tx.Put(Exception{ID: "bank/" + got.ID + "/" + TransferUnknown, At: now, Kind: TransferUnknown, Till: till, Detail: got.Amount.Decimal().String() + " " + got.ID})
}

// unlanded takes the transfers out of a shop's feed that a till hasn't said anything of, and never will: it was retired.
func unlanded(tx Tx, t Till, now time.Time) error {
	return eachNote(tx, bankOpenSpace(t.Shop), "", func(n Note) (bool, error) {
		var got sale.Received
		err := journal.Decode(n.Value, &got)
		if err != nil || !sale.MemoOf(got.Memo, t.Writer) {
			return err == nil, err
		}
		if err := landedAt(tx, t.Shop, got.ID); err != nil {
			return false, err
		}
		return true, nobodys(tx, got, t.Holder, now)
	})
}

// landedAt takes a transfer out of a shop's feed.
func landedAt(tx Tx, shop, id string) error {
	if err := tx.PutNote(bankOpenSpace(shop), id, nil); err != nil {
		return err
	}
	return feeding(tx).touch(shopScope(shop), ItemReceived, id, "", true)
}

func sameTransfer(before []byte, got sale.Received, err error) error {
	if err != nil {
		return err
	}
	var known sale.Received
	if err := journal.Decode(before, &known); err != nil {
		return err
	}
	if known.Amount != got.Amount || known.Content != got.Content {
		return fault.New(fault.Conflict, "transfer.differs", fault.Args{"id": got.ID})
	}
	return nil
}

// shopsOfMemos are the shops of all tills that weren't retired, by number: the numbers stand in memos.
func shopsOfMemos(r Tills) (map[string]string, error) {
	all, err := r.Tills()
	shops := map[string]string{}
	for _, t := range all {
		if t.RetiredAt.IsZero() {
			shops[t.Holder.Writer] = t.Shop
		}
	}
	return shops, err
}

// tellTransfer puts a transfer into the feed of a shop.
func tellTransfer(tx Tx, shop string, got sale.Received) error {
	if err := tx.PutNote(bankOpenSpace(shop), got.ID, journal.Encode(&got)); err != nil {
		return err
	}
	return feeding(tx).touch(shopScope(shop), ItemReceived, got.ID, "", false)
}

// landed takes a till's word on a transfer: it leaves the feed, and what somebody should look at is an exception.
func (g *taking) landed(e journal.Event) error {
	var body sale.Landed
	if err := journal.Decode(e.Body, &body); err != nil {
		return unread("body", err)
	}
	id := body.Transfer.ID
	open, err := g.tx.Note(bankOpenSpace(g.till.Shop), id)
	if err != nil {
		return err
	}
	if open != nil {
		if err := landedAt(g.tx, g.till.Shop, id); err != nil {
			return err
		}
	}
	if body.As.Good() || body.As.Code() == "" {
		return nil
	}
	return g.except(e, body.As.Code(), "", body.Order, body.Transfer.Amount.Decimal().String()+" "+id)
}
