package shift

import (
	"crypto/subtle"
	"time"

	"golang.org/x/crypto/argon2"

	"tim/domain/journal"
)

// Role is what somebody may do. Each role may do all that those before it may.
type Role uint8

// The roles. Numbers are stored: append only.
const (
	Cashier    Role = 1
	Supervisor Role = 2
	Manager    Role = 3
)

// Staff is a person who signs in at tills.
type Staff struct {
	ID       string
	Name     string
	Role     Role
	Verifier Verifier
}

// Verifier proves a PIN without holding it: argon2id with its own parameters beside the hash.
type Verifier struct {
	Salt   []byte
	Hash   []byte
	Time   uint32 // passes
	Memory uint32 // KiB
}

// The present cost of a PIN: about 20 ms on a till. A PIN is short, so the verifier only slows a thief of the file
// down; the encrypted disk is what protects it.
const (
	pinTime   = 2
	pinMemory = 19 * 1024
	pinHash   = 32
)

// The greatest cost that a verifier may ask for: it comes from a file or over a link, and a till must not stand still.
const (
	pinTimeMax   = 10
	pinMemoryMax = 256 * 1024
)

// PIN lengths.
const (
	PINMin = 4
	PINMax = 12
)

// SaltSize is the length of a verifier's salt, bytes.
const SaltSize = 16

// NewVerifier derives a verifier with the given salt (SaltSize random bytes). Fault: pin.format. Whether a PIN is too weak
// Policy.CheckPIN says.
func NewVerifier(pin string, salt []byte) (Verifier, error) {
	if !pinFormed(pin) {
		return Verifier{}, pinFormat()
	}
	v := Verifier{Salt: salt, Time: pinTime, Memory: pinMemory}
	v.Hash = v.derive(pin)
	return v, nil
}

func (v Verifier) derive(pin string) []byte {
	return argon2.IDKey([]byte(pin), v.Salt, v.Time, v.Memory, 1, pinHash)
}

// Matches says whether that is the PIN, in constant time. A verifier outside the cost limits matches nothing.
func (v Verifier) Matches(pin string) bool {
	if len(v.Hash) != pinHash || v.Time == 0 || v.Time > pinTimeMax || v.Memory > pinMemoryMax {
		return false
	}
	return subtle.ConstantTimeCompare(v.derive(pin), v.Hash) == 1
}

// Code is the canonical form.
func (s *Staff) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &s.ID)
	journal.String(c, &s.Name)
	journal.Uint(c, &s.Role)
	s.Verifier.code(c)
}

func (v *Verifier) code(c *journal.Codec) {
	c.Bytes(&v.Salt)
	c.Bytes(&v.Hash)
	journal.Uint(c, &v.Time)
	journal.Uint(c, &v.Memory)
}

// SignIn is the body of signing in and out, and of a refused PIN.
type SignIn struct {
	Staff string // "" when no one matched
	Tries int64  // refused so far, in a row
}

// Code is the canonical form.
func (s *SignIn) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &s.Staff)
	journal.Int(c, &s.Tries)
}

// ApprovalLife is how long an approval lasts.
const ApprovalLife = 60 * time.Second

// Approval is a supervisor's yes (or a refused try) to one act, named by the hash of what exactly was asked.
type Approval struct {
	Act       journal.Hash
	What      string // the act's code: "price.override"
	Order     string
	Requester string // staff id
	Approver  string // staff id, "" when refused
	AskedAt   time.Time
}

// Covers says whether the approval allows that act now: the same act, in time, and not by its own requester. What
// Approver may do was checked when it was given.
func (a Approval) Covers(act journal.Hash, now time.Time) bool {
	return a.Act == act && a.Approver != "" && a.Approver != a.Requester &&
		!now.Before(a.AskedAt) && now.Sub(a.AskedAt) <= ApprovalLife
}

// Code is the canonical form. An act of another length than a hash reads as none, which covers nothing.
func (a *Approval) Code(c *journal.Codec) {
	c.Version(1)
	act := a.Act[:]
	c.Bytes(&act)
	if c.Reading() && len(act) == len(a.Act) {
		copy(a.Act[:], act)
	}
	journal.String(c, &a.What)
	journal.String(c, &a.Order)
	journal.String(c, &a.Requester)
	journal.String(c, &a.Approver)
	c.Time(&a.AskedAt)
}
