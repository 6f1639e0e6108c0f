package report

import (
	"time"

	"tim/domain/receipt"
)

// Paper is an X or a Z as it is read: the sum with names for ids. No width, no language.
type Paper struct {
	Shop    receipt.Shop
	Zone    *time.Location // the programme's
	At      time.Time      // when it was taken; a Z's is its closing
	Till    string
	Cashier string // name
	Sum     Sum
	Z       *Z     // nil of an X
	Closer  string // name, "" of an X
	To      string // name of who took the drawer over, "" when nobody did
	Hidden  bool   // an X of a shift that is counted blind: what the drawer should hold is not said
	Copies  int64  // of a Z printed again: the how many-th
	Head    string // journal head that a Z closes with, 8 hex digits
	Sealed  string // the first 8 hex digits of the signature over it, "" of an X
}
