package office

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
)

// DeskSignIn is somebody of a shop's staff who wants to look at the desk elsewhere.
type DeskSignIn struct {
	Shop string `json:"shop"`
	ID   string `json:"id" doc:"of the staff"`
	PIN  string `json:"pin"`
}

// deskTriesSpace counts wrong PINs by shop and id, of people who are not there too: nobody learns who is.
func deskTriesSpace() string { return "desk-tries" }

// deskNameMax is the greatest length of a shop's and of a person's id that is tried at all, bytes.
const deskNameMax = 64

// OpenDesk says who that is, without what proves it. Only supervisors and managers may look. A try is counted before its outcome is
// known, so that many at once gain nothing; the right PIN ends the count. Faults: desk.sign_in, whatever was wrong; pin.locked (until;
// seconds) after too many.
func (o *Office) OpenDesk(ctx context.Context, s DeskSignIn) (who shift.Staff, err error) {
	wrong := fault.New(fault.Forbidden, "desk.sign_in", nil)
	if len(s.Shop) > deskNameMax || len(s.ID) > deskNameMax {
		return who, wrong
	}
	ctx = context.WithValue(ctx, onceKey{}, (*Once)(nil)) // a try is a try, under whatever key it comes
	if _, err := write(ctx, o, func(tx Tx, now time.Time) (outcome, error) { return changed, countDeskTry(tx, s, now) }); err != nil {
		return who, err
	}
	if who, err = read(ctx, o, func(r Reader) (shift.Staff, error) { return staffAt(r, s.Shop, s.ID) }); err != nil {
		return who, err
	}
	if who.ID == "" { // as long as with somebody who is there
		who.Verifier, err = shift.NewVerifier("0000", o.mint.Bytes(saltSize))
		if err != nil {
			return who, err
		}
	}
	if !who.Verifier.Matches(s.PIN) || who.ID == "" || who.Role < shift.Supervisor {
		return shift.Staff{}, wrong
	}
	_, err = write(ctx, o, func(tx Tx, _ time.Time) (outcome, error) {
		return changed, tx.PutNote(deskTriesSpace(), deskKeyOf(s.Shop, s.ID), nil)
	})
	who.Verifier = shift.Verifier{}
	return who, err
}

// countDeskTry counts a try, or refuses it. Fault: pin.locked (until; seconds).
func countDeskTry(tx Tx, s DeskSignIn, now time.Time) error {
	key := deskKeyOf(s.Shop, s.ID)
	tries := shift.Tries{Of: key}
	value, err := tx.Note(deskTriesSpace(), key)
	if err == nil && value != nil {
		err = journal.Decode(value, &tries)
	}
	if err != nil {
		return err
	}
	if left := tries.Until().Sub(now); left > 0 {
		return fault.New(fault.Forbidden, "pin.locked", fault.Args{"until": tries.Until(), "seconds": int64((left + time.Second - 1) / time.Second)})
	}
	tries = tries.Missed(now)
	return tx.PutNote(deskTriesSpace(), key, journal.Encode(&tries))
}

// staffAt is somebody of a shop, zero when nobody is there by that id.
func staffAt(r Notes, shop, id string) (s shift.Staff, err error) {
	value, err := r.Note(staffSpace(shop), id)
	if err == nil && value != nil {
		err = journal.Decode(value, &s)
	}
	return s, err
}
