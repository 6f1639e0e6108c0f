package api

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/ident"
)

const (
	// pageDigits are asked for of a phone's end. Receipts show the last three (ident.MaskPhone), so that four would leave
	// whoever finds one with ten numbers to try.
	pageDigits    = 6
	pageCookie    = "tim_page"
	pageSession   = 30 * time.Minute // from confirming on
	pageSecretLen = 32
	formNonceLen  = 16
)

// pageSecret signs who confirmed a phone and the forms shown to them. It is made at each start and never leaves: a till
// that signs links can't sign these.
type pageSecret []byte

func newPageSecret() pageSecret { return randomBytes(pageSecretLen) }

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // ends the program rather than fail
	return b
}

func (k pageSecret) sign(parts ...string) []byte {
	mac := hmac.New(sha256.New, k)
	var n [8]byte
	for _, p := range parts {
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		mac.Write(n[:])
		mac.Write([]byte(p))
	}
	return mac.Sum(nil)
}

// session is the cookie's value of one who confirmed the phone for a link, until an instant.
func (k pageSecret) session(link, phone string, until time.Time) string {
	at := binary.BigEndian.AppendUint64(nil, uint64(until.Unix()))
	return base64.RawURLEncoding.EncodeToString(append(at, k.sign("session", string(at), link, phone)...))
}

// confirmed says whether a cookie's value is such a one for this link and phone.
func (k pageSecret) confirmed(value, link, phone string, now time.Time) bool {
	raw, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil || len(raw) != 8+sha256.Size {
		return false
	}
	return hmac.Equal(raw[8:], k.sign("session", string(raw[:8]), link, phone)) && now.Unix() < int64(binary.BigEndian.Uint64(raw))
}

// formKey is a new key for the forms of one showing of the page: what was sent with it is done once, and only by who has
// the cookie.
func (k pageSecret) formKey(cookie string) string {
	nonce := randomBytes(formNonceLen)
	return base64.RawURLEncoding.EncodeToString(append(nonce, k.sign("form", cookie, string(nonce))...))
}

func (k pageSecret) isFormKey(key, cookie string) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(key)
	return err == nil && len(raw) == formNonceLen+sha256.Size && hmac.Equal(raw[formNonceLen:], k.sign("form", cookie, string(raw[:formNonceLen])))
}

// phoneConfirmed says whether what was typed is the phone, or its end of pageDigits or more. Fault: digits.format when it
// is neither's shape.
func phoneConfirmed(typed, phone string) (bool, error) {
	want := phone
	if whole, err := ident.NormalisePhone(typed); err == nil {
		typed = whole
	} else {
		typed = strings.Map(digitsOnly, typed)
		local := ident.PhoneLocal(phone)
		if len(typed) < pageDigits || len(typed) > len(local) {
			return false, fault.At("digits", "digits.format", fault.Args{"digits": int64(pageDigits)})
		}
		want = local[len(local)-len(typed):]
	}
	return subtle.ConstantTimeCompare([]byte(typed), []byte(want)) == 1, nil
}

func digitsOnly(r rune) rune {
	switch {
	case '0' <= r && r <= '9':
		return r
	case '０' <= r && r <= '９':
		return r - '０' + '0'
	}
	return -1
}
