package journal

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"io"
	"time"
)

// The lines of an export: one header, then what central confirmed of it, then events, each batch followed by its seal. All byte
// strings are hex.
type (
	exportHeader struct {
		Format    string `json:"format"`
		PublicKey string `json:"public_key"`        // Ed25519
		Central   string `json:"central,omitempty"` // central's public key, where it confirmed something
		Events    uint64 `json:"events"`            // so many follow, from seq 1 on
		Rule      string `json:"rule"`
	}
	exportConfirmation struct {
		Confirmed uint64    `json:"confirmed"` // seq
		Writer    string    `json:"writer"`
		Epoch     uint32    `json:"epoch"`
		At        time.Time `json:"at"`
		Hash      string    `json:"hash"`
		Message   string    `json:"message"`
		Signature string    `json:"signature"`
	}
	exportEvent struct {
		Seq   uint64    `json:"seq"`
		ID    string    `json:"id"`
		Kind  string    `json:"kind"`
		At    time.Time `json:"at"`
		Bytes string    `json:"bytes"`
		Hash  string    `json:"hash"`
	}
	exportSeal struct {
		From      uint64 `json:"from"`
		To        uint64 `json:"to"`
		Message   string `json:"message"`
		Signature string `json:"signature"`
	}
)

const (
	exportFormat = "tim journal 2"
	exportRule   = "hash = SHA-256(hash of the event before, 32 zero bytes for the first; bytes); " +
		"signature = Ed25519 over message, which ends in epoch u32, from u64, to u64 and the hash of event to; " +
		"confirmed by central's key: a message that ends in epoch u32, seq u64, the hash of that event and milliseconds since 1970 u64"

	exportBefore = "tim journal 1" // neither a number of events in it nor confirmations
)

// Exporting is what an export says before its first event.
type Exporting struct {
	Public    ed25519.PublicKey // the key that the journal's seals verify with
	Events    uint64            // from seq 1 on
	Central   ed25519.PublicKey // that the confirmations verify with, nil where there are none
	Confirmed []Confirmation    // by central, by seq
}

// Exporter writes a journal as JSON lines that anyone can check without this program. It holds personal data only as ciphertext.
// What it ends with stands at its beginning, too, so that one which is cut short shows it.
type Exporter struct{ lines *json.Encoder }

// NewExporter writes the header and what central has confirmed.
func NewExporter(w io.Writer, e Exporting) (*Exporter, error) {
	x := &Exporter{json.NewEncoder(w)}
	if len(e.Confirmed) == 0 {
		e.Central = nil
	}
	err := x.lines.Encode(exportHeader{Format: exportFormat, PublicKey: hex.EncodeToString(e.Public), Central: hex.EncodeToString(e.Central),
		Events: e.Events, Rule: exportRule})
	for _, c := range e.Confirmed {
		if err != nil {
			break
		}
		err = x.lines.Encode(exportConfirmation{c.Head.Seq, c.Head.Writer, c.Head.Epoch, c.At, hex.EncodeToString(c.Head.Hash[:]), hex.EncodeToString(c.Message()),
			hex.EncodeToString(c.Signature)})
	}
	return x, err
}

// Event writes the next event.
func (x *Exporter) Event(r Record) error {
	e := r.Event
	return x.lines.Encode(exportEvent{e.Seq, e.ID, e.Kind.String(), e.At.UTC(), hex.EncodeToString(r.Bytes), hex.EncodeToString(r.Hash[:])})
}

// Seal writes the seal of the batch that ended with the event before.
func (x *Exporter) Seal(s Seal) error {
	return x.lines.Encode(exportSeal{s.From, s.To, hex.EncodeToString(s.Message()), hex.EncodeToString(s.Signature)})
}
