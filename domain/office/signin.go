package office

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/share"
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

// tillTriesSpace counts the wrong PINs of each till apart: who has one till's key locks nobody out at the others.
func tillTriesSpace(till string) string { return "till-tries:" + till }

// try is somebody's word of who they are, with the PIN that is to prove it.
type try struct {
	DeskSignIn
	space string     // where wrong PINs are counted
	least shift.Role // that opens anything
	wrong string     // the fault's code, whatever was wrong
}

// OpenDesk says who that is, without what proves it. Only supervisors and managers may look. Faults: desk.sign_in, whatever was wrong;
// pin.locked (until; seconds) after too many.
func (o *Office) OpenDesk(ctx context.Context, s DeskSignIn) (shift.Staff, error) {
	return o.proved(ctx, try{s, deskTriesSpace(), shift.Supervisor, "desk.sign_in"})
}

// SignInAt checks the PIN that a manager of a till's shop typed at that till. Faults: till.unknown; manage.pin, whatever was wrong;
// pin.locked (until; seconds) after too many at that till.
func (o *Office) SignInAt(ctx context.Context, h share.Holder, id, pin string) error {
	till, err := o.Till(ctx, h)
	if err != nil {
		return err
	}
	_, err = o.proved(ctx, try{DeskSignIn{Shop: till.Shop, ID: id, PIN: pin}, tillTriesSpace(h.Writer), shift.Manager, "manage.pin"})
	return err
}

// proved is who that is, without what proves it. A try is counted before its outcome is known, so that many at once gain nothing; the
// right PIN ends the count.
func (o *Office) proved(ctx context.Context, s try) (who shift.Staff, err error) {
	wrong := fault.New(fault.Forbidden, s.wrong, nil)
	if len(s.Shop) > deskNameMax || len(s.ID) > deskNameMax {
		return who, wrong
	}
	ctx = context.WithValue(ctx, onceKey{}, (*Once)(nil)) // a try is a try, under whatever key it comes
	if _, err := write(ctx, o, func(tx Tx, now time.Time) (outcome, error) { return changed, s.count(tx, now) }); err != nil {
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
	if !who.Verifier.Matches(s.PIN) || who.ID == "" || who.Role < s.least {
		return shift.Staff{}, wrong
	}
	_, err = write(ctx, o, func(tx Tx, _ time.Time) (outcome, error) {
		return changed, tx.PutNote(s.space, deskKeyOf(s.Shop, s.ID), nil)
	})
	who.Verifier = shift.Verifier{}
	return who, err
}

// count counts a try, or refuses it. Fault: pin.locked (until; seconds).
func (s try) count(tx Tx, now time.Time) error {
	key := deskKeyOf(s.Shop, s.ID)
	tries := shift.Tries{Of: key}
	value, err := tx.Note(s.space, key)
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
	return tx.PutNote(s.space, key, journal.Encode(&tries))
}

// staffAt is somebody of a shop, zero when nobody is there by that id.
func staffAt(r Notes, shop, id string) (s shift.Staff, err error) {
	value, err := r.Note(staffSpace(shop), id)
	if err == nil && value != nil {
		err = journal.Decode(value, &s)
	}
	return s, err
}
