package office

import (
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"tim/domain/journal"
)

// sighting is that a member was at a shop, last on that day.
type sighting struct {
	Shop string
	Day  int64 // since 1970, UTC
}

// sightingList is a member's.
type sightingList []sighting

// Code is the canonical form.
func (l *sightingList) Code(c *journal.Codec) {
	c.Version(1)
	journal.List(c, (*[]sighting)(l), func(c *journal.Codec, s *sighting) {
		journal.String(c, &s.Shop)
		journal.Int(c, &s.Day)
	})
}

func sightings(r Notes, member string) (list sightingList, err error) {
	b, err := r.Note(seenSpace, member)
	if err != nil || b == nil {
		return nil, err
	}
	return list, journal.Decode(b, &list)
}

func dayOf(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }

// Seen notes that a member was at a shop: from then on, for offline.keep_days, its tills know the member's account and
// vouchers. A posting of a till's event (Tx.Post) is noted so by itself; events that post nothing say it here. An id that
// is unknown yet may be seen.
func Seen(tx Tx, shop, member string, at time.Time) error {
	t := feeding(tx)
	present, err := t.presentID(member)
	if err != nil {
		return err
	}
	if at.After(t.now) { // a clock that runs ahead makes a shop forget nobody
		at = t.now
	}
	return seen(t, shop, present, dayOf(at))
}

// feeding is a use case's transaction as what raises feeds.
func feeding(tx Tx) *feedTx {
	t, is := tx.(*feedTx)
	if !is {
		panic("office: a transaction that raises no feeds")
	}
	return t
}

func seen(t *feedTx, shop, member string, day int64) error {
	list, err := sightings(t.Tx, member)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(s sighting) bool { return s.Shop == shop })
	switch {
	case i >= 0 && list[i].Day >= day:
		return nil
	case i >= 0:
		if err := t.PutNote(daysSpace(shop), dayKey(list[i].Day, member), nil); err != nil {
			return err
		}
		list[i].Day = day
	default:
		list = append(list, sighting{shop, day})
		if err := t.firstSeen(shop, member); err != nil {
			return err
		}
	}
	if err := t.keepSightings(member, list); err != nil {
		return err
	}
	if err := t.PutNote(hereSpace(shop), member, []byte(numbered8(uint64(day)))); err != nil {
		return err
	}
	if err := t.PutNote(daysSpace(shop), dayKey(day, member), []byte{}); err != nil {
		return err
	}
	return t.forgetSeen(shop, day)
}

func dayKey(day int64, member string) string {
	return string(binary.BigEndian.AppendUint64(nil, uint64(max(0, day)))) + member
}

func (t *feedTx) keepSightings(member string, list sightingList) error {
	if len(list) == 0 {
		return t.PutNote(seenSpace, member, nil)
	}
	return t.PutNote(seenSpace, member, journal.Encode(&list))
}

// firstSeen brings a member to a shop's tills with all that is its.
func (t *feedTx) firstSeen(shop, member string) error {
	yes := true
	t.shops = &yes
	if err := t.PutNote(shopsSpace, shop, []byte{}); err != nil {
		return err
	}
	scope := shopScope(shop)
	for _, kind := range []ItemKind{ItemMember, ItemAccount} {
		if err := t.touch(scope, kind, member, "", false); err != nil {
			return err
		}
	}
	ids, err := everyID(t.Tx, member)
	if err != nil {
		return err
	}
	for _, id := range ids {
		vouchers, err := t.VouchersOf(id)
		if err != nil {
			return err
		}
		for _, v := range vouchers {
			if err := t.touch(scope, ItemVoucher, voucherItem(member, v.ID), "", false); err != nil {
				return err
			}
		}
	}
	return nil
}

// unsee takes a member's account away from a shop's tills. Who it is they may go on knowing.
func (t *feedTx) unsee(member string, s sighting) error {
	list, err := sightings(t.Tx, member)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(o sighting) bool { return o.Shop == s.Shop })
	if err := t.keepSightings(member, list); err != nil {
		return err
	}
	if err := t.PutNote(hereSpace(s.Shop), member, nil); err != nil {
		return err
	}
	if err := t.PutNote(daysSpace(s.Shop), dayKey(s.Day, member), nil); err != nil {
		return err
	}
	return t.touch(shopScope(s.Shop), ItemAccount, member, "", true)
}

// unseenSpare is how many members each one seen lets a shop forget: more than one, so that they can't pile up.
const unseenSpare = 3

// forgetSeen lets a shop forget some whom it hasn't seen for so long, as of a day.
func (t *feedTx) forgetSeen(shop string, day int64) error {
	oldest, err := t.Notes(daysSpace(shop), "", unseenSpare)
	if err != nil {
		return err
	}
	keep, err := keepDays(t.Tx, t.now)
	if err != nil {
		return err
	}
	for _, note := range oldest {
		last := int64(binary.BigEndian.Uint64([]byte(note.Key)))
		if last+keep >= day {
			return nil
		}
		if err := t.unsee(note.Key[8:], sighting{shop, last}); err != nil {
			return err
		}
	}
	return nil
}

func keepDays(r Settings, now time.Time) (int64, error) {
	p, err := program(r, now)
	return int64(p.Offline.KeepDays), err
}

// seenHere says whether a shop's tills still know a member's account.
func (f *feeder) seenHere(member string) (bool, error) {
	day, err := f.r.Note(hereSpace(f.shop), member)
	if err != nil || day == nil {
		return false, err
	}
	return f.recent(day), nil
}

func (f *feeder) recent(day []byte) bool {
	return int64(binary.BigEndian.Uint64(day))+int64(f.program.Offline.KeepDays) >= dayOf(f.now)
}

// memberOf is the member in a voucher's key.
func memberOf(key string) (member, code string) {
	member, code, _ = strings.Cut(key, "\x00")
	return member, code
}
