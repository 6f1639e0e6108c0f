package bolt

import (
	"crypto/ed25519"
	"fmt"

	"go.etcd.io/bbolt"

	"tim/domain/counter"
	"tim/domain/journal"
)

func confirmedKey(epoch uint32, shift int64) []byte {
	return appendPlace([]byte{confirmedPrefix}, epoch, uint64(shift))
}

// confirmed keeps central's word, unless the shift has one of more events: a central that was put back knows less.
func (w *writer) confirmed(b counter.Batch) {
	if b.Confirmed == nil {
		return
	}
	word, key := b.Confirmed.Confirmation, confirmedKey(b.Confirmed.Head.Epoch, b.Confirmed.Shift)
	var kept journal.Confirmation
	if v := w.bucket.Get(key); v != nil && journal.Decode(v, &kept) == nil && kept.Head.Seq > word.Head.Seq {
		return
	}
	w.put(key, journal.Encode(&word))
}

// readConfirmed is all that central has confirmed of a ledger's journal, and the key that it did so by, nil before any.
func readConfirmed(b *bbolt.Bucket) (central ed25519.PublicKey, list []journal.Confirmation, err error) {
	if v := b.Get(chainKey); v != nil {
		var chain counter.Chain
		if err := journal.Decode(v, &chain); err != nil {
			return nil, nil, fmt.Errorf("chain: %w", err)
		}
		central = ed25519.PublicKey(chain.Central)
	}
	c := b.Cursor()
	for key, value := c.Seek([]byte{confirmedPrefix}); key != nil && key[0] == confirmedPrefix; key, value = c.Next() {
		var word journal.Confirmation
		if journal.Decode(value, &word) != nil { // spoilt: nobody knows which event it was of
			word = journal.Confirmation{Head: journal.Head{Seq: 1}}
		}
		list = append(list, word)
	}
	return central, list, nil
}
