package journal

import (
	"crypto/ed25519"
	"encoding/binary"
	"time"
)

// Confirmation is central's counter-signature: at an instant of its clock it had stored a writer's journal up to Head, as
// Head.Hash says. Since the hash covers all events before, whoever rewrites them is named by it, the writer itself too.
type Confirmation struct {
	Head      Head
	At        time.Time // whole milliseconds
	Signature []byte    // Ed25519, by central's key
}

// Confirm signs that a journal stands at head.
func Confirm(key Signer, head Head, at time.Time) Confirmation {
	c := Confirmation{Head: head, At: at.UTC().Truncate(time.Millisecond)}
	c.Signature = key.Sign(c.Message())
	return c
}

// confirmationDomain separates these signatures from any other use of central's key.
const confirmationDomain = "tim journal confirmation v1\x00"

// Message is the bytes that the signature is over.
func (c Confirmation) Message() []byte {
	b := []byte(confirmationDomain)
	b = binary.AppendUvarint(b, uint64(len(c.Head.Writer)))
	b = append(b, c.Head.Writer...)
	b = binary.BigEndian.AppendUint32(b, c.Head.Epoch)
	b = binary.BigEndian.AppendUint64(b, c.Head.Seq)
	b = append(b, c.Head.Hash[:]...)
	return binary.BigEndian.AppendUint64(b, uint64(c.At.UnixMilli()))
}

// Valid says whether the signature is by that key over this head and instant.
func (c Confirmation) Valid(central ed25519.PublicKey) bool {
	return len(central) == ed25519.PublicKeySize && ed25519.Verify(central, c.Message(), c.Signature)
}

// Code is the canonical form.
func (c *Confirmation) Code(k *Codec) {
	k.Version(1)
	String(k, &c.Head.Writer)
	Uint(k, &c.Head.Epoch)
	Uint(k, &c.Head.Seq)
	k.hash(&c.Head.Hash)
	k.Time(&c.At)
	k.Bytes(&c.Signature)
}
