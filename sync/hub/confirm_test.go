package hub_test

import (
	"testing"

	"tim/domain/journal"
	"tim/sync/wire"
)

// confirmed is what an answer confirms of a till's journal, as the till puts it together.
func (t *till) confirmed(a wire.Answer) journal.Confirmation {
	return journal.Confirmation{Head: journal.Head{Writer: t.till, Epoch: t.epoch, Seq: a.Mark.Acked, Hash: a.Hash}, At: a.Confirmed.At,
		Signature: a.Confirmed.Signature}
}

// Central counter-signs what it has stored, once a push, by the key that signs its own journal; a till that asks learns that key.
func TestCentralConfirmsWhatItHasStored(t *testing.T) {
	c := open(t)
	a := c.enrolled("Quận 1")
	a.write()
	a.write()
	first := a.next(0)
	first.Confirm = wire.ConfirmAndTell
	answer := a.push(first)
	key := answer.Confirmed.Key
	if word := a.confirmed(answer); !word.Valid(key) || word.Head != a.head || !word.At.Equal(noon) {
		t.Errorf("%+v by %x", word, key)
	}
	if string(key) != string(c.office.PublicKey()) {
		t.Errorf("told the key %x, it is %x", key, c.office.PublicKey())
	}
	a.write()
	second := a.next(3)
	second.Confirm = wire.ConfirmCursor
	if answer = a.push(second); !a.confirmed(answer).Valid(key) || a.confirmed(answer).Head != a.head || answer.Confirmed.Key != nil {
		t.Errorf("%+v", answer.Confirmed)
	}
	nothing := a.next(4)
	nothing.Confirm = wire.ConfirmCursor
	if answer = a.push(nothing); answer.Confirmed.Signature != nil {
		t.Errorf("a push of nothing is signed: %+v", answer.Confirmed)
	}
	nothing.Confirm = wire.ConfirmAndTell // it was enrolled before there were confirmations, and has sent everything
	if answer = a.push(nothing); !a.confirmed(answer).Valid(key) {
		t.Errorf("%+v", answer.Confirmed)
	}
}

// A till of before sends what it always did, and reads the answer.
func TestATillThatKnowsNoConfirmationsIsAnsweredAsBefore(t *testing.T) {
	c := open(t)
	a := c.enrolled("Quận 1")
	push := journal.Encode(a.next(0))
	answer := a.push(a.next(0))
	if bytes := journal.Encode(&answer); push[0] != 1 || bytes[0] != 1 || answer.Confirmed.Signature != nil {
		t.Errorf("a push of version %d is answered by %d: %+v", push[0], bytes[0], answer.Confirmed)
	}
}

// Whichever branch of a fork comes, nothing of it is confirmed: a till that rewrote its past gets no signature under that.
func TestNoForkIsConfirmed(t *testing.T) {
	c := open(t)
	a := c.enrolled("Quận 1")
	clone := *a
	a.write()
	clone.at = clone.at.Add(1)
	clone.write(journal.Move{Kind: journal.MoveReturn, Lot: "x", N: 1})
	a.push(a.next(0))
	for range 2 {
		p := clone.next(0)
		p.Confirm = wire.ConfirmAndTell
		if answer := clone.push(p); !answer.Forked || answer.Confirmed.Signature != nil {
			t.Errorf("%+v", answer)
		}
	}
}
