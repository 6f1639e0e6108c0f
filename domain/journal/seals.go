package journal

import (
	"crypto/ed25519"
	"crypto/sha512"
	"encoding/binary"

	"filippo.io/edwards25519"
)

const (
	sealsAtOnce = 256 // signatures that are checked together
	sealsAhead  = 8   // such checks that run beside each other
	sealsLeast  = 4   // fewer aren't worth checking together
)

// sealChecks are seals whose signatures are yet to be checked, or being checked.
type sealChecks struct {
	inTurn  bool // none runs beside what feeds them
	waiting []Seal
	running []chan *Seal // each tells of its first forged one, nil of none; in order
}

// add takes one more, and gives the first that was found to be forged, nil as yet.
func (q *sealChecks) add(s Seal, public ed25519.PublicKey) (forged *Seal) {
	if q.waiting = append(q.waiting, s); len(q.waiting) < sealsAtOnce {
		return nil
	}
	if q.inTurn {
		forged = FirstForged(q.waiting, public)
		q.waiting = q.waiting[:0]
		return forged
	}
	if len(q.running) == sealsAhead {
		forged = <-q.running[0]
		q.running = q.running[1:]
	}
	seals, done := q.waiting, make(chan *Seal, 1)
	q.waiting, q.running = make([]Seal, 0, sealsAtOnce), append(q.running, done)
	go func() { done <- FirstForged(seals, public) }()
	return forged
}

// finish waits for all, and gives the first that is forged, nil when none is.
func (q *sealChecks) finish(public ed25519.PublicKey) (forged *Seal) {
	for _, done := range q.running {
		if s := <-done; forged == nil {
			forged = s
		}
	}
	if forged == nil {
		forged = FirstForged(q.waiting, public)
	}
	q.waiting, q.running = nil, nil
	return forged
}

// FirstForged is the first of some seals that isn't the key's signature, nil when all are. A hundred that are cost what fifteen cost alone.
func FirstForged(seals []Seal, public ed25519.PublicKey) *Seal {
	if len(seals) >= sealsLeast && allSigned(seals, public) {
		return nil
	}
	for i := range seals {
		if !seals[i].Valid(public) {
			return &seals[i]
		}
	}
	return nil
}

// allSigned says whether all signatures are the key's: that a random linear combination of their equations holds, times the
// cofactor (RFC 8032, 5.1.7). One forged among them goes unseen with a chance of 2^-128. What only some programs would take
// for a signature (a point of small order in it, a longer form of a number) may make it say no; then each is looked at alone.
//
// The factors are drawn from all that is checked, since the domain has no chance: whoever would fit a signature to them
// changes them by it.
func allSigned(seals []Seal, public ed25519.PublicKey) bool {
	key, err := new(edwards25519.Point).SetBytes(public)
	if err != nil {
		return false
	}
	n := len(seals)
	scalars, points := make([]*edwards25519.Scalar, n+1), make([]*edwards25519.Point, n+1)
	signed, hashes := make([]*edwards25519.Scalar, n), make([]*edwards25519.Scalar, n)
	drawn := sha512.New()
	for i, s := range seals {
		if len(s.Signature) != ed25519.SignatureSize || !canonicalPoint(s.Signature[:32]) {
			return false
		}
		if points[i], err = new(edwards25519.Point).SetBytes(s.Signature[:32]); err != nil {
			return false
		}
		if signed[i], err = new(edwards25519.Scalar).SetCanonicalBytes(s.Signature[32:]); err != nil {
			return false
		}
		hash := hashOf(s.Signature[:32], public, s.Message())
		hashes[i], _ = new(edwards25519.Scalar).SetUniformBytes(hash[:]) // 64 bytes, as it wants them
		drawn.Write(hash[:])
		drawn.Write(s.Signature[32:])
	}
	ofBase, ofKey := edwards25519.NewScalar(), edwards25519.NewScalar()
	for i := range seals {
		scalars[i] = factor(drawn.Sum(nil), i)
		ofBase.MultiplyAdd(scalars[i], signed[i], ofBase)
		ofKey.MultiplyAdd(scalars[i], hashes[i], ofKey)
	}
	scalars[n], points[n] = ofKey, key
	sum := new(edwards25519.Point).VarTimeMultiScalarMult(scalars, points)
	sum.Subtract(new(edwards25519.Point).ScalarBaseMult(ofBase), sum)
	return sum.MultByCofactor(sum).Equal(edwards25519.NewIdentityPoint()) == 1
}

func hashOf(parts ...[]byte) (hash [sha512.Size]byte) {
	h := sha512.New()
	for _, p := range parts {
		h.Write(p)
	}
	return [sha512.Size]byte(h.Sum(nil))
}

// factor is the i-th number of 128 bits that follows from a seed.
func factor(seed []byte, i int) *edwards25519.Scalar {
	drawn := hashOf(seed, binary.BigEndian.AppendUint64(nil, uint64(i)))
	clear(drawn[16:32])
	f, _ := edwards25519.NewScalar().SetCanonicalBytes(drawn[:32]) // below the order, as 128 bits are
	return f
}

// canonicalPoint says whether a point's bytes are the form that a signer writes: y below 2^255-19, and no sign on an x of 0.
func canonicalPoint(b []byte) bool {
	for i := 30; i > 0; i-- {
		if b[i] != 0xff {
			return !(b[i] == 0 && smallY(b))
		}
	}
	return b[31]&0x7f != 0x7f || b[0] < 0xec
}

// smallY says whether y is 0 or 1: points of small order, which no signer writes.
func smallY(b []byte) bool {
	for _, v := range b[1:31] {
		if v != 0 {
			return false
		}
	}
	return b[31]&0x7f == 0 && b[0] <= 1
}
