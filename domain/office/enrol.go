package office

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/share"
)

// Limits of enrolment.
const (
	enrolCodeLife  = 10 * time.Minute
	enrolCodeSize  = 16 // of 32 letters and digits each: 80 random bits
	enrolTriesMax  = 10 // wrong codes per enrolTriesSpan, of all tills together
	enrolTriesSpan = time.Minute
	tillNameMax    = 16
)

// EnrolCode is a code that makes one till a chain's, once.
type EnrolCode struct {
	Code      string // 16 letters and digits in groups of four
	ExpiresAt time.Time
}

// Enrolment is a till that wants to write to central.
type Enrolment struct {
	Code      string // "" for a new epoch: then Signature is by the key enrolled before
	Till      string // "" lets central number it
	PublicKey []byte // Ed25519, of the epoch that begins
	Former    uint32 // the epoch that ends, 0 at the first enrolment
	Signed    []byte // the message that Signature is over; it must hold all of the above
	Signature []byte // by PublicKey with a code; else by the key of Former
}

// Enrolled is a till's place in the chain.
type Enrolled struct {
	share.Holder
	Shop     string
	Mark     Mark
	Exposure int64 // points that the former epoch held
}

// EnrolCode makes a code for a shop's new till.
func (o *Office) EnrolCode(ctx context.Context, shop string) (EnrolCode, error) {
	return o.enrolCode(ctx, shop, "")
}

// RecoverCode makes a code by which a new machine becomes an enrolled till whose key is lost. Fault: till.unknown.
func (o *Office) RecoverCode(ctx context.Context, till string) (EnrolCode, error) {
	return o.enrolCode(ctx, "", till)
}

func (o *Office) enrolCode(ctx context.Context, shop, till string) (EnrolCode, error) {
	random := o.mint.Bytes(enrolCodeSize)
	return write(ctx, o, func(tx Tx, now time.Time) (EnrolCode, error) {
		if till != "" {
			t, err := epochOf(tx, share.Holder{Writer: till})
			if err != nil {
				return EnrolCode{}, err
			}
			shop = t.Shop
		}
		answer := EnrolCode{Code: readable(random), ExpiresAt: now.Add(enrolCodeLife)}
		return answer, tx.Put(Ticket{Hash: codeHash(answer.Code), Shop: shop, Till: till, ExpiresAt: answer.ExpiresAt})
	})
}

// readable is random bytes as letters and digits that aren't mistaken for each other, in groups of four.
func readable(random []byte) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	var code strings.Builder
	for i, b := range random {
		if i > 0 && i%4 == 0 {
			code.WriteByte('-')
		}
		code.WriteByte(letters[b%32])
	}
	return code.String()
}

// codeHash is that of a code however it is typed.
func codeHash(code string) journal.Hash {
	typed := strings.NewReplacer("-", "", " ", "", "0", "O", "1", "I").Replace(strings.ToUpper(code))
	return sha256.Sum256([]byte("tim enrolment\x00" + typed))
}

// Enrol begins a till, or a new epoch of one: the former epoch is retired, its shares are central's (SHARES 16). The same
// enrolment again is answered as before, so a lost answer costs nothing. Faults: enrol.code (unknown, used or too old),
// enrol.tries (too many wrong ones just now), enrol.signature, enrol.key, enrol.former (now: the epoch that there is),
// till.name, till.taken.
func (o *Office) Enrol(ctx context.Context, e Enrolment) (Enrolled, error) {
	var refused error // noted durably, so that wrong tries count
	answer, err := write(ctx, o, func(tx Tx, now time.Time) (Enrolled, error) {
		refused = nil
		answer, err := o.enrol(tx, e, now)
		if fault.Code(err) == "enrol.code" {
			refused = err
			return answer, countTry(tx, now)
		}
		return answer, err
	})
	if err == nil {
		err = refused
	}
	return answer, err
}

func (o *Office) enrol(tx Tx, e Enrolment, now time.Time) (Enrolled, error) {
	if len(e.PublicKey) != ed25519.PublicKeySize {
		return Enrolled{}, fault.New(fault.Invalid, "enrol.key", nil)
	}
	if known, there, err := enrolledAlready(tx, e); err != nil || there {
		return o.enrolled(tx, known, 0, err)
	}
	shop, writer, err := o.entitled(tx, e, now)
	if err != nil {
		return Enrolled{}, err
	}
	former, there, err := newestEpoch(tx, writer)
	if err != nil {
		return Enrolled{}, err
	}
	if former.Epoch != e.Former {
		return Enrolled{}, fault.New(fault.Conflict, "enrol.former", fault.Args{"now": int64(former.Epoch)})
	}
	if there && former.RetiredAt.IsZero() {
		if former, err = o.retire(tx, former, "", now); err != nil {
			return Enrolled{}, err
		}
	}
	t := Till{Holder: share.Holder{Writer: writer, Epoch: e.Former + 1}, Shop: shop, PublicKey: e.PublicKey, EnrolledAt: now, SpokenAt: now}
	if err := o.recordTill(tx, journal.TillEnrolled, t, "", now, journal.Move{Kind: journal.MoveEnrol, Holder: t.String()}); err != nil {
		return Enrolled{}, err
	}
	if err := tx.Put(t); err != nil {
		return Enrolled{}, err
	}
	return o.enrolled(tx, t, former.Exposure, nil)
}

// enrolledAlready finds the epoch that the same enrolment began.
func enrolledAlready(r Tills, e Enrolment) (Till, bool, error) {
	all, err := r.Tills()
	if err != nil {
		return Till{}, false, err
	}
	for _, t := range all {
		if string(t.PublicKey) != string(e.PublicKey) || t.Epoch != e.Former+1 || !t.RetiredAt.IsZero() || e.Till != "" && e.Till != t.Writer {
			continue
		}
		signer := e.PublicKey
		if e.Code == "" {
			former, err := r.Till(share.Holder{Writer: t.Writer, Epoch: e.Former})
			if err != nil {
				return Till{}, false, err
			}
			signer = former.PublicKey
		}
		if ed25519.Verify(signer, e.Signed, e.Signature) {
			return t, true, nil
		}
	}
	return Till{}, false, nil
}

// entitled checks that a till may enrol: whose it is, and its number.
func (o *Office) entitled(tx Tx, e Enrolment, now time.Time) (shop, writer string, err error) {
	if e.Code == "" {
		former, err := tx.Till(share.Holder{Writer: e.Till, Epoch: e.Former})
		if err != nil {
			return "", "", err
		}
		if !ed25519.Verify(former.PublicKey, e.Signed, e.Signature) {
			return "", "", fault.New(fault.Forbidden, "enrol.signature", nil)
		}
		return former.Shop, former.Writer, nil
	}
	ticket, err := goodTicket(tx, e.Code, now)
	if err != nil {
		return "", "", err
	}
	if !ed25519.Verify(e.PublicKey, e.Signed, e.Signature) {
		return "", "", fault.New(fault.Forbidden, "enrol.signature", nil)
	}
	if writer, err = numbered(tx, e.Till, ticket); err != nil {
		return "", "", err
	}
	ticket.UsedAt = now
	return ticket.Shop, writer, tx.Put(ticket)
}

func goodTicket(tx Tx, code string, now time.Time) (Ticket, error) {
	chain, err := tx.Chain()
	if err != nil {
		return Ticket{}, err
	}
	if chain.Tries >= enrolTriesMax && now.Sub(chain.Since) < enrolTriesSpan {
		return Ticket{}, fault.New(fault.Unavailable, "enrol.tries", nil)
	}
	t, err := tx.Ticket(codeHash(code))
	if err == nil && (!t.UsedAt.IsZero() || !now.Before(t.ExpiresAt)) {
		err = fault.New(fault.Forbidden, "enrol.code", nil)
	}
	return t, err
}

func countTry(tx Tx, now time.Time) error {
	chain, err := tx.Chain()
	if err != nil {
		return err
	}
	if now.Sub(chain.Since) >= enrolTriesSpan {
		chain.Tries, chain.Since = 0, now
	}
	chain.Tries++
	return tx.Put(chain)
}

// numbered is the name of the till that enrols by a ticket: its own wish, or the next number that is free.
func numbered(r Tills, wish string, ticket Ticket) (string, error) {
	if ticket.Till != "" {
		if wish != "" && wish != ticket.Till {
			return "", fault.New(fault.Conflict, "till.taken", nil)
		}
		return ticket.Till, nil
	}
	all, err := r.Tills()
	if err != nil {
		return "", err
	}
	taken := map[string]bool{journal.Central: true}
	for _, t := range all {
		taken[t.Writer] = true
	}
	switch {
	case taken[wish]:
		return "", fault.New(fault.Conflict, "till.taken", nil)
	case wish != "" && !isTillName(wish):
		return "", fault.At("till", "till.name", fault.Args{"max": int64(tillNameMax)})
	case wish != "":
		return wish, nil
	}
	for n := 1; ; n++ {
		if name := fmt.Sprintf("%02d", n); !taken[name] && !taken[strconv.Itoa(n)] {
			return name, nil
		}
	}
}

// isTillName says whether a till may be called so: digits and letters, as on its receipts.
func isTillName(s string) bool {
	return len(s) <= tillNameMax && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

func (o *Office) enrolled(tx Tx, t Till, exposure int64, err error) (Enrolled, error) {
	if err != nil {
		return Enrolled{}, err
	}
	mark, err := markOf(tx, t)
	return Enrolled{Holder: t.Holder, Shop: t.Shop, Mark: mark, Exposure: exposure}, err
}
