package report

import (
	"crypto/ed25519"
	"encoding/hex"

	"tim/domain/journal"
)

// Provenance is what a paper or an export can be checked by against its till's journal: of which events it is, the hash of the last of
// them, the seal over that one, and the key. Byte strings are hex, so that they can be compared with the lines of an exported journal.
type Provenance struct {
	Till      string    `json:"till,omitempty"`
	Epochs    [2]uint32 `json:"epochs"` // of the first and of the last event
	First     uint64    `json:"first"`  // seq
	Last      uint64    `json:"last"`   // seq, 0 when there is no event
	Head      string    `json:"head,omitempty"`
	Sealed    [2]uint64 `json:"sealed"`               // seqs of the batch that was signed
	Signature string    `json:"signature,omitempty"`  // Ed25519 by the till, "" where the last event's seal isn't known
	PublicKey string    `json:"public_key,omitempty"` // of the last event's epoch, "" where it isn't known
	Rows      int64     `json:"rows"`                 // of a ledger: how many of the events passed its filter
}

// Event goes on with the next event.
func (p *Provenance) Event(r journal.Record) {
	if p.First == 0 {
		p.Till, p.Epochs[0], p.First = r.Event.Writer, r.Event.Epoch, r.Event.Seq
	}
	p.Epochs[1], p.Last, p.Head = r.Event.Epoch, r.Event.Seq, hex.EncodeToString(r.Hash[:])
}

// Seal keeps the seal when it is over the last event.
func (p *Provenance) Seal(s journal.Seal) {
	if s.Epoch == p.Epochs[1] && s.From <= p.Last && p.Last <= s.To {
		p.Sealed, p.Signature = [2]uint64{s.From, s.To}, hex.EncodeToString(s.Signature)
	}
}

// Key puts the last event's key in.
func (p *Provenance) Key(keys map[uint32]ed25519.PublicKey) {
	p.PublicKey = hex.EncodeToString(keys[p.Epochs[1]])
}
