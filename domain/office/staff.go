package office

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/share"
	"tim/domain/shift"
)

const saltSize = shift.SaltSize

// leftSpace keeps who was let go of a shop, so that they can be taken on again. No till has it.
func leftSpace(shop string) string { return "staff-left:" + shop }

// PutStaff stores who may sign in at a shop's tills; an equal one changes nothing. Faults: field.required on "shop" and
// "id"; staff.last_manager (name).
func (o *Office) PutStaff(ctx context.Context, shop string, s shift.Staff) error {
	return o.setStaff(ctx, shop, s.ID, &s)
}

// Employ is PutStaff of a person by the PIN, which is kept only as its verifier. A PIN that is theirs already may stay, a new one
// mustn't be weak. Faults: those of PutStaff; pin.format, pin.weak.
func (o *Office) Employ(ctx context.Context, shop string, s shift.Staff, pin string) error {
	old, err := read(ctx, o, func(r Reader) (shift.Staff, error) {
		old, err := staffAt(r, shop, s.ID)
		if err == nil && (old.ID == "" || !old.Verifier.Matches(pin)) {
			doc, err := shopOf(r, shop)
			if err == nil {
				err = doc.Policy.CheckPIN(pin)
			}
			return shift.Staff{}, err
		}
		return old, err
	})
	if err != nil {
		return err
	}
	if s.Verifier = old.Verifier; old.ID == "" {
		if s.Verifier, err = shift.NewVerifier(pin, o.mint.Bytes(saltSize)); err != nil {
			return err
		}
	}
	return o.PutStaff(ctx, shop, s)
}

// RemoveStaff ends that somebody may sign in at a shop. One who isn't there is no error. Faults: those of PutStaff.
func (o *Office) RemoveStaff(ctx context.Context, shop, id string) error {
	return o.setStaff(ctx, shop, id, nil)
}

func (o *Office) setStaff(ctx context.Context, shop, id string, next *shift.Staff) error {
	switch "" {
	case shop:
		return fault.At("shop", "field.required", nil)
	case id:
		return fault.At("id", "field.required", nil)
	}
	_, err := write(ctx, o, func(tx Tx, now time.Time) (outcome, error) {
		team, err := teamOf(tx, shop)
		if err == nil {
			err = team.Keeps(id, next)
		}
		if err != nil {
			return unchanged, err
		}
		return o.putStaff(tx, shop, id, next, "", now)
	})
	return err
}

// Staff lists a shop's staff by id, those who were let go behind the others. Fault: field.required on "shop".
func (o *Office) Staff(ctx context.Context, shop string) ([]shift.Listed, error) {
	if shop == "" {
		return nil, fault.At("shop", "field.required", nil)
	}
	team, err := read(ctx, o, func(r Reader) (shift.Team, error) { return teamOf(r, shop) })
	return team.List(), err
}

// ChangeStaff does what a manager asks for at a till of a shop, once, however often it is asked (shift.Change.ID), and lists the staff
// behind it; a Change without What only lists. That the manager typed their PIN SignInAt says; that they are one is decided here. Faults: till.unknown; those of shift.Team.After; key.reused of another change by the same id.
func (o *Office) ChangeStaff(ctx context.Context, h share.Holder, ch shift.Change) ([]shift.Listed, error) {
	till, err := o.Till(ctx, h)
	switch {
	case err != nil:
		return nil, err
	case ch.What == 0:
		return o.Staff(ctx, till.Shop)
	case ch.ID == "" || len(ch.ID) > changeIDMax:
		return nil, fault.At("id", "field.required", nil)
	}
	request := journal.Hash(sha256.Sum256(journal.Encode(&ch)))
	once := WithOnce(ctx, &Once{Key: "staff/" + h.Writer + "/" + ch.ID, Request: request})
	_, err = write(once, o, func(tx Tx, now time.Time) (outcome, error) {
		team, err := teamOf(tx, till.Shop)
		if err != nil {
			return unchanged, err
		}
		next, err := team.After(ch)
		if err != nil {
			return unchanged, err
		}
		return o.putStaff(tx, till.Shop, ch.Staff, next, ch.By, now)
	})
	if err != nil {
		return nil, err
	}
	return o.Staff(ctx, till.Shop)
}

// changeIDMax is the greatest length of a change's id, bytes.
const changeIDMax = 64

// teamOf is a shop's staff.
func teamOf(r Notes, shop string) (t shift.Team, err error) {
	if t.Here, err = staffIn(r, staffSpace(shop)); err == nil {
		t.Gone, err = staffIn(r, leftSpace(shop))
	}
	return t, err
}

func staffIn(r Notes, space string) (list []shift.Staff, err error) {
	err = eachNote(r, space, "", func(n Note) (bool, error) {
		var s shift.Staff
		if err := journal.Decode(n.Value, &s); err != nil {
			return false, fmt.Errorf("staff %s: %w", n.Key, err)
		}
		list = append(list, s)
		return true, nil
	})
	return list, err
}

// putStaff stores how somebody of a shop stands, nil: let go; by is the manager who said so, "" when nobody is known.
func (o *Office) putStaff(tx Tx, shop, id string, next *shift.Staff, by string, now time.Time) (outcome, error) {
	old, err := tx.Note(staffSpace(shop), id)
	var value []byte
	if next != nil {
		value = journal.Encode(next)
	}
	if err != nil || bytes.Equal(old, value) {
		return unchanged, err
	}
	told := shift.Staff{ID: id}
	if next != nil {
		told = shift.Staff{ID: id, Name: next.Name, Role: next.Role}
	}
	body, err := setting(shop+"/"+id, told)
	if err != nil {
		return unchanged, err
	}
	e := o.event(journal.StaffSet, now, now)
	e.Actor = by
	if err := appendEvent(tx, e, body, nil); err != nil {
		return unchanged, err
	}
	gone := old
	if next != nil {
		gone = nil
	} else if err := tx.PutNote(deskKeySpace(), deskKeyOf(shop, id), nil); err != nil {
		return unchanged, err
	}
	if err := tx.PutNote(leftSpace(shop), id, gone); err != nil {
		return unchanged, err
	}
	return changed, putShopNote(tx, staffSpace(shop), ItemStaff, shop, id, value)
}
