package wire

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
)

// Headers of an enrolled till's request, beside "Authorization: Bearer <token>". A token without the key that it was given
// to opens nothing.
const (
	TimeHeader      = "Tim-Time"      // when it was signed, by the till's clock: milliseconds since 1970 UTC, decimal
	SignatureHeader = "Tim-Signature" // Ed25519, base64 as in URLs, no padding
)

// requestDomain separates these signatures from any other use of the key.
const requestDomain = "tim sync request v1\x00"

// Request is what a till's signature covers.
//
// Caveats. The instant is the till's, and a till's clock may be years off: central may compare it with the same till's
// earlier requests, never with its own clock. What is sent twice is answered twice; nothing in it counts twice.
type Request struct {
	Method, Path string
	Body         []byte // as sent: compressed
	At           time.Time
}

// Sign is the two headers.
func (r Request) Sign(key journal.Signer) (at, signature string) {
	return strconv.FormatInt(r.At.UnixMilli(), 10), base64.RawURLEncoding.EncodeToString(key.Sign(r.message()))
}

// Verify reads the two headers into At and checks the signature. Faults (forbidden): request.unsigned, request.forged.
func (r *Request) Verify(public ed25519.PublicKey, at, signature string) error {
	ms, err := strconv.ParseInt(at, 10, 64)
	if err != nil || signature == "" {
		return fault.New(fault.Forbidden, "request.unsigned", nil)
	}
	r.At = time.UnixMilli(ms).UTC()
	raw, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil || len(public) != ed25519.PublicKeySize || !ed25519.Verify(public, r.message(), raw) {
		return fault.New(fault.Forbidden, "request.forged", nil)
	}
	return nil
}

func (r Request) message() []byte {
	b := []byte(requestDomain)
	for _, s := range []string{r.Method, r.Path} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	b = binary.BigEndian.AppendUint64(b, uint64(r.At.UnixMilli()))
	hash := sha256.Sum256(r.Body)
	return append(b, hash[:]...)
}
