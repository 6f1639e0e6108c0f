package report

import (
	"encoding/hex"
	"time"

	"tim/domain/journal"
	"tim/domain/receipt"
)

// Paper is an X or a Z as it is read: the sum with names for ids. No width, no language.
type Paper struct {
	Shop     receipt.Shop   `json:"shop"`
	Zone     *time.Location `json:"-"`           // the programme's
	At       time.Time      `json:"at,omitzero"` // when it was taken; a Z's is its closing
	Till     string         `json:"till,omitempty"`
	Cashier  string         `json:"cashier,omitempty"` // name
	Sum      Sum            `json:"sum"`
	Z        *Z             `json:"z,omitempty"`        // nil of an X
	Closer   string         `json:"closer,omitempty"`   // name, "" of an X
	To       string         `json:"to,omitempty"`       // name of who took the drawer over, "" when nobody did
	Training bool           `json:"training,omitempty"` // of a training: no money
	Hidden   bool           `json:"hidden"`             // an X of a shift that is counted blind: what the drawer should hold is not said
	Copies   int64          `json:"copies"`             // of a Z printed again: the how many-th
	Head     string         `json:"head,omitempty"`     // journal head that a Z closes with, 8 hex digits
	Sealed   string         `json:"sealed,omitempty"`   // the first 8 hex digits of the signature over it, "" of an X
	// Provenance is what it can be checked by, up to the Z itself; nil on paper that comes out of the till's own printer.
	Provenance *Provenance `json:"provenance,omitempty"`
}

// Closed is the paper with a shift's Z and the seal over it; named gives the names of staff.
func (p Paper) Closed(z Z, at time.Time, seal journal.Seal, named func(staff string) string) Paper {
	p.At, p.Sum, p.Head, p.Z, p.Closer = at, z.Sum, z.Sum.Head.Short(), &z, named(z.Closer)
	p.Sealed = hex.EncodeToString(seal.Signature[:min(4, len(seal.Signature))])
	if z.To != "" {
		p.To = named(z.To)
	}
	return p
}
