package journal

import (
	"crypto/ed25519"
	"encoding/binary"
)

// Seal is the writer's signature over one committed batch: the events From..To, of which Hash is the last.
type Seal struct {
	Writer    string
	Epoch     uint32
	From, To  uint64
	Hash      Hash
	Signature []byte
}

// Signer signs with the writer's key, which is kept outside the database file.
type Signer interface {
	Sign(message []byte) []byte
	Public() ed25519.PublicKey
}

// Key is an Ed25519 private key as a Signer.
type Key ed25519.PrivateKey

// Sign is the Ed25519 signature.
func (k Key) Sign(message []byte) []byte { return ed25519.Sign(ed25519.PrivateKey(k), message) }

// Public is the key to verify with.
func (k Key) Public() ed25519.PublicKey {
	return ed25519.PrivateKey(k).Public().(ed25519.PublicKey)
}

// sealDomain separates these signatures from any other use of the key.
const sealDomain = "tim journal batch v1\x00"

// Message is the bytes that the signature is over.
func (s Seal) Message() []byte {
	b := []byte(sealDomain)
	b = binary.AppendUvarint(b, uint64(len(s.Writer)))
	b = append(b, s.Writer...)
	b = binary.BigEndian.AppendUint32(b, s.Epoch)
	b = binary.BigEndian.AppendUint64(b, s.From)
	b = binary.BigEndian.AppendUint64(b, s.To)
	return append(b, s.Hash[:]...)
}

// Valid says whether the signature is by that key over these events.
func (s Seal) Valid(public ed25519.PublicKey) bool {
	return len(public) == ed25519.PublicKeySize && ed25519.Verify(public, s.Message(), s.Signature)
}

// Code is the canonical form.
func (s *Seal) Code(c *Codec) {
	c.Version(1)
	String(c, &s.Writer)
	Uint(c, &s.Epoch)
	Uint(c, &s.From)
	Uint(c, &s.To)
	c.hash(&s.Hash)
	c.Bytes(&s.Signature)
}

// hash is a Hash with its length before it.
func (c *Codec) hash(h *Hash) {
	bytes := h[:]
	c.Bytes(&bytes)
	if !c.reading {
		return
	}
	if len(bytes) != len(h) {
		c.fail("hash of %d bytes", len(bytes))
		return
	}
	copy(h[:], bytes)
}

// Record is an event as it is stored and sent: its canonical bytes and its place in the chain.
type Record struct {
	Event Event
	Bytes []byte // canonical bytes of Event
	Prev  Hash
	Hash  Hash
}

// Extend gives drafts their place behind head, in order, and signs them as one batch. It fills each draft's
// Writer, Epoch and Seq. The head that the batch leads to is returned with it.
func Extend(head Head, key Signer, drafts []Event) ([]Record, Seal, Head) {
	if len(drafts) == 0 {
		panic("journal: a batch without events")
	}
	records := make([]Record, len(drafts))
	from := head.Seq + 1
	for i, e := range drafts {
		e.Writer, e.Epoch, e.Seq = head.Writer, head.Epoch, head.Seq+1
		bytes := Encode(&e)
		hash := Link(head.Hash, bytes)
		records[i] = Record{Event: e, Bytes: bytes, Prev: head.Hash, Hash: hash}
		head.Seq, head.Hash = e.Seq, hash
	}
	seal := Seal{Writer: head.Writer, Epoch: head.Epoch, From: from, To: head.Seq, Hash: head.Hash}
	seal.Signature = key.Sign(seal.Message())
	return records, seal, head
}
