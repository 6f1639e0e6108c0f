package ident

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math"
	"strings"
	"time"

	"github.com/google/uuid"

	"tim/domain/fault"
)

// What the first signed byte of a link says about the member's id behind it.
const (
	linkUUID byte = 1 // 16 bytes of a UUID
	linkText byte = 2 // the id as it is written
)

const (
	linkMACBytes  = 16
	linkHeadBytes = linkMACBytes + 1 + 4 // and version and expiry
	linkTokenMax  = 300                  // characters; ids are 64 bytes at most
)

// PageLink is the address of a member's own page at central, good strictly before expires (whole seconds, 1970 to 2106):
// url/m/TOKEN, 50 characters of token for a minted id, so that a receipt's QR code stays small. Key is central's page key.
//
// A till may sign too: it has the key from central since its enrolment, because receipts are printed offline. Whoever
// steals a till's key can make links, but each still asks for the member's phone; nothing is shown or moved without, and
// what proves the phone is signed by another key, which never leaves central. Keys can be replaced: central reads links of
// several (ReadPageLink, key by key).
func PageLink(url string, key []byte, member string, expires time.Time) string {
	signed := linkBody(member, expires)
	token := append(linkMAC(key, signed), signed...)
	return strings.TrimRight(url, "/") + "/m/" + base64.RawURLEncoding.EncodeToString(token)
}

// ReadPageLink is the member whom a link's token names. It takes the same time for any wrong signature. Faults (all
// Invalid): link.format, link.signature, link.expired.
func ReadPageLink(key []byte, token string, now time.Time) (member string, err error) {
	if len(token) > linkTokenMax {
		return "", fault.New(fault.Invalid, "link.format", nil)
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) <= linkHeadBytes || strings.ContainsAny(token, "\r\n") {
		return "", fault.New(fault.Invalid, "link.format", nil)
	}
	signed := raw[linkMACBytes:]
	if !hmac.Equal(raw[:linkMACBytes], linkMAC(key, signed)) {
		return "", fault.New(fault.Invalid, "link.signature", nil)
	}
	if member = linkMember(raw[linkMACBytes], raw[linkHeadBytes:]); member == "" {
		return "", fault.New(fault.Invalid, "link.format", nil)
	}
	if expires := int64(binary.BigEndian.Uint32(signed[1:])); now.Unix() >= expires {
		return "", fault.New(fault.Invalid, "link.expired", nil)
	}
	return member, nil
}

// linkBody is what is signed: version, expiry, member.
func linkBody(member string, expires time.Time) []byte {
	version, id := linkText, []byte(member)
	if u, err := uuid.Parse(member); err == nil && u.String() == member {
		version, id = linkUUID, u[:]
	}
	seconds := min(max(expires.Unix(), 0), math.MaxUint32)
	return append(binary.BigEndian.AppendUint32([]byte{version}, uint32(seconds)), id...)
}

// linkMember is the id that linkBody wrote, "" when it is none.
func linkMember(version byte, id []byte) string {
	switch version {
	case linkUUID:
		if u, err := uuid.FromBytes(id); err == nil {
			return u.String()
		}
	case linkText:
		return string(id)
	}
	return ""
}

func linkMAC(key, signed []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(signed)
	return mac.Sum(nil)[:linkMACBytes]
}
