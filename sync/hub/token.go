package hub

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tim/domain/share"
	"tim/domain/shift"
	"tim/sync/wire"
)

// tokenDomain separates tokens from any other use of their keys.
const tokenDomain = "tim till token v1\x00"

// Ages of tokens.
const (
	tokenFresh = 24 * time.Hour  // older ones are replaced at the next push
	tokenGrace = 5 * time.Minute // how long an older one is good beside a newer that was used
)

// tokens makes and knows tills' tokens: "till.epoch.issued.mac". They are made of a key and not stored, so that a central
// restored from an old copy knows them still, when it needs every till's word (SHARES 17). The first key makes, each opens.
// A token opens nothing without the till's own signature; it lets central refuse strangers before it reads what they send.
type tokens struct{ keys [][]byte }

// claim is what a token says.
type claim struct {
	share.Holder
	issued time.Time
}

func (k tokens) issue(h share.Holder, at time.Time) string {
	c := claim{h, at}
	return c.text() + "." + base64.RawURLEncoding.EncodeToString(c.mac(k.keys[0]))
}

// read gives what a genuine token says.
func (k tokens) read(token string) (c claim, genuine bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 4 {
		return c, false
	}
	epoch, err := strconv.ParseUint(parts[1], 10, 32)
	if err != nil {
		return c, false
	}
	ms, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil {
		return c, false
	}
	mac, err := base64.RawURLEncoding.DecodeString(parts[3])
	if err != nil {
		return c, false
	}
	c = claim{share.Holder{Writer: parts[0], Epoch: uint32(epoch)}, time.UnixMilli(ms).UTC()}
	for _, key := range k.keys {
		genuine = genuine || hmac.Equal(mac, c.mac(key))
	}
	return c, genuine
}

func (c claim) text() string {
	return fmt.Sprintf("%s.%d.%d", c.Writer, c.Epoch, c.issued.UnixMilli())
}

func (c claim) mac(key []byte) []byte { return mac(key, tokenDomain+c.text()) }

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// sessionDomain separates managers' sessions from any other use of their keys.
const sessionDomain = "tim manager session v1\x00"

// session is that a manager showed their PIN at a till: "issued.mac". Like a token it is made and not stored, so that any central knows it
// that has the key. Their PIN's own proof is in what is signed, so that another PIN, or nobody's any more, ends it; so does another epoch.
type session struct {
	share.Holder
	who shift.Staff
	at  time.Time
}

func (k tokens) open(s session) string {
	return fmt.Sprintf("%d.%s", s.at.UnixMilli(), base64.RawURLEncoding.EncodeToString(s.mac(k.keys[0])))
}

// opened says whether that is a session of theirs that still holds.
func (k tokens) opened(text string, h share.Holder, who shift.Staff, now time.Time) bool {
	issued, sum, _ := strings.Cut(text, ".")
	ms, err := strconv.ParseInt(issued, 10, 64)
	if err != nil {
		return false
	}
	signed, err := base64.RawURLEncoding.DecodeString(sum)
	if err != nil {
		return false
	}
	s := session{h, who, time.UnixMilli(ms)}
	if age := now.Sub(s.at); age > wire.SessionLife || age < -wire.SessionLife {
		return false
	}
	return slices.ContainsFunc(k.keys, func(key []byte) bool { return hmac.Equal(signed, s.mac(key)) })
}

func (s session) mac(key []byte) []byte {
	return mac(key, fmt.Sprintf("%s%s\x00%d\x00%s\x00%d\x00%x", sessionDomain, s.Writer, s.Epoch, s.who.ID, s.at.UnixMilli(), s.who.Verifier.Hash))
}
