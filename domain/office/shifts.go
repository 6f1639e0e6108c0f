package office

import (
	"encoding/binary"
	"math"

	"tim/domain/journal"
	"tim/domain/report"
	"tim/domain/shift"
)

// The spaces of notes that shifts are kept in: views over tills' journals, written as those are taken.
const rollSpace = "roll" // till/epoch → report.Roll of the shifts that aren't closed

func shiftSpace(till string) string { return "shifts:" + till } // number from the highest down, id → report.Filed

// shiftKey sorts the newest shift first. Two branches of a till's past may have given one number twice.
func shiftKey(f report.Filed) string { return shiftsBelow(f.Shift.Number+1) + f.Shift.ID }

// shiftsBelow is behind all keys of shifts numbered so and higher, before those below; 0 is before all.
func shiftsBelow(number int64) string {
	if number == 0 {
		return ""
	}
	return string(binary.BigEndian.AppendUint64(nil, uint64(math.MaxInt64-number+1)))
}

// shift files what an event says of the till's shifts. The other branch of a fork has none of its own: which of two pasts a drawer had
// is for whoever looks into the fork.
func (g *taking) shift(e journal.Event) error {
	switch e.Kind {
	case journal.ShiftOpened, journal.ShiftSuspended, journal.ShiftResumed, journal.ShiftClosed, journal.ShiftsCarried:
	default:
		return nil
	}
	if BranchOf(g.till.Holder) > 0 {
		return nil
	}
	roll, err := g.roll()
	if err != nil {
		return err
	}
	changed := roll.Apply(e)
	if changed != nil {
		err = g.fileShift(*changed, e)
	}
	if e.Kind == journal.ShiftsCarried {
		for _, f := range roll.Shifts {
			if err := g.fileShift(f, e); err != nil {
				return err
			}
		}
	}
	*roll = roll.Open()
	if err != nil {
		return err
	}
	return g.tx.PutNote(rollSpace, g.till.String(), journal.Encode(roll))
}

// roll is the epoch's as it stood before the push. One that was stored before there were rolls is folded from the journal, once.
func (g *taking) roll() (*report.Roll, error) {
	if g.shifts != nil {
		return g.shifts, nil
	}
	roll, known, err := rollOf(g.tx, g.till.String())
	if err != nil {
		return nil, err
	}
	g.shifts = &roll
	if known {
		return g.shifts, nil
	}
	for after := uint64(0); after < g.known; {
		records, _, err := g.tx.TillEvents(g.till.Holder, after, PageMax)
		if err != nil || len(records) == 0 {
			return g.shifts, err
		}
		for _, r := range records {
			if after = r.Event.Seq; after > g.known {
				break
			}
			if f := roll.Apply(r.Event); f != nil {
				if err := g.fileShift(*f, r.Event); err != nil {
					return nil, err
				}
			}
		}
	}
	return g.shifts, nil
}

// fileShift files a shift as an event left it. A late word of a former epoch doesn't undo what a later one says.
func (g *taking) fileShift(f report.Filed, e journal.Event) error {
	space, key := shiftSpace(g.till.Writer), shiftKey(f)
	b, err := g.tx.Note(space, key)
	if err != nil {
		return err
	}
	if b != nil {
		var old report.Filed
		if err := journal.Decode(b, &old); err != nil {
			return err
		}
		if old.Shift.State == shift.Closed && (old.Closed > e.Epoch || f.Shift.State != shift.Closed) {
			return nil
		}
	}
	return g.tx.PutNote(space, key, journal.Encode(&f))
}

// rollOf is the shifts of an epoch that aren't closed.
func rollOf(r Notes, holder string) (roll report.Roll, known bool, err error) {
	b, err := r.Note(rollSpace, holder)
	if err != nil || b == nil {
		return roll, false, err
	}
	return roll, true, journal.Decode(b, &roll)
}

// shiftsOf are a till's shifts numbered below before (0: all), newest first.
func shiftsOf(r Notes, till string, before int64, limit int) (list []report.Filed, err error) {
	notes, err := r.Notes(shiftSpace(till), shiftsBelow(before), limit)
	for _, n := range notes {
		var f report.Filed
		if err := journal.Decode(n.Value, &f); err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, err
}
