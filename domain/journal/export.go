package journal

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"tim/domain/fault"
)

// The lines of an export: one header, then events, each batch followed by its seal. All byte strings are hex.
type (
	exportHeader struct {
		Format    string `json:"format"`
		PublicKey string `json:"public_key"` // Ed25519
		Rule      string `json:"rule"`
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
	exportFormat = "tim journal 1"
	exportRule   = "hash = SHA-256(hash of the event before, 32 zero bytes for the first; bytes); " +
		"signature = Ed25519 over message, which ends in epoch u32, from u64, to u64 and the hash of event to"
)

// Exporter writes a journal as JSON lines that anyone can check without this program. It holds personal data only as ciphertext.
type Exporter struct{ lines *json.Encoder }

// NewExporter writes the header: public is the key that the journal's seals verify with.
func NewExporter(w io.Writer, public ed25519.PublicKey) (*Exporter, error) {
	x := &Exporter{json.NewEncoder(w)}
	return x, x.lines.Encode(exportHeader{Format: exportFormat, PublicKey: hex.EncodeToString(public), Rule: exportRule})
}

// Event writes the next event.
func (x *Exporter) Event(r Record) error {
	e := r.Event
	return x.lines.Encode(exportEvent{e.Seq, e.ID, e.Kind.String(), e.At, hex.EncodeToString(r.Bytes), hex.EncodeToString(r.Hash[:])})
}

// Seal writes the seal of the batch that ended with the event before.
func (x *Exporter) Seal(s Seal) error {
	return x.lines.Encode(exportSeal{s.From, s.To, hex.EncodeToString(s.Message()), hex.EncodeToString(s.Signature)})
}

// Exported is what an export came to, as far as it is whole.
type Exported struct {
	Public ed25519.PublicKey // as its header says: whether that is the till's own, only somebody else can tell
	Head   Head
	Broken *Break // the first place where it can't be trusted, nil when it is whole
}

// ReadExport checks an export's chain and seals, and hands each event on that is good. public is the till's key as it is known from
// elsewhere, nil when only the export's own is. Faults: export.format when it is none; export.key when it is of another till.
func ReadExport(r io.Reader, public ed25519.PublicKey, each func(Record)) (x Exported, err error) {
	lines := json.NewDecoder(r)
	var header exportHeader
	if err := lines.Decode(&header); err != nil || header.Format != exportFormat {
		return x, fault.Wrap(fault.Invalid, "export.format", err, nil)
	}
	if x.Public, err = hex.DecodeString(header.PublicKey); err != nil || len(x.Public) != ed25519.PublicKeySize {
		return x, fault.Wrap(fault.Invalid, "export.format", err, nil)
	}
	if public != nil && !public.Equal(x.Public) {
		return x, fault.New(fault.Conflict, "export.key", nil)
	}
	v := NewVerifier(x.Public, nil)
	for v.Broken() == nil {
		var line struct {
			exportEvent
			exportSeal
		}
		if err := lines.Decode(&line); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return x, fault.Wrap(fault.Invalid, "export.format", err, nil)
		}
		if line.Signature != "" {
			err = checkSeal(v, line.exportSeal)
		} else {
			err = checkEvent(v, line.exportEvent, each)
		}
		if err != nil {
			return x, fault.Wrap(fault.Invalid, "export.format", err, nil)
		}
	}
	x.Broken, x.Head = v.Finish(), v.Head()
	return x, nil
}

func checkEvent(v *Verifier, line exportEvent, each func(Record)) error {
	bytes, err := hex.DecodeString(line.Bytes)
	if err != nil {
		return fmt.Errorf("event %d: %w", line.Seq, err)
	}
	r := Record{Bytes: bytes, Prev: v.Head().Hash}
	if n, err := hex.Decode(r.Hash[:], []byte(line.Hash[:min(len(line.Hash), 2*len(r.Hash))])); err != nil || n != len(r.Hash) {
		return fmt.Errorf("hash of event %d: %w", line.Seq, errors.Join(err, io.ErrUnexpectedEOF))
	}
	if !v.Event(line.Seq, r.Bytes, r.Hash, &r.Event) {
		return nil
	}
	if e := r.Event; line.ID != e.ID || line.Kind != e.Kind.String() || !line.At.Equal(e.At) { // said beside the bytes, for whoever reads it
		v.fail(e.Seq, EventChanged)
		return nil
	}
	each(r)
	return nil
}

func checkSeal(v *Verifier, line exportSeal) error {
	signature, err := hex.DecodeString(line.Signature)
	if err != nil {
		return fmt.Errorf("signature behind event %d: %w", line.To, err)
	}
	head := v.Head()
	s := Seal{Writer: head.Writer, Epoch: head.Epoch, From: line.From, To: line.To, Hash: head.Hash, Signature: signature}
	if v.Seal(s) && hex.EncodeToString(s.Message()) != line.Message {
		v.fail(line.From, SealForged)
	}
	return nil
}
