package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/report"
)

func shiftKeyOf(number int64) []byte {
	return binary.BigEndian.AppendUint64([]byte{shiftPrefix}, uint64(number))
}

// shifts writes those that a batch changed. No event, no change: one without is a bug of the caller.
func (w *writer) shifts(b counter.Batch) {
	if len(b.Records) == 0 && (len(b.Shifts) > 0 || b.Roll != nil) {
		panic("bolt: shifts change without an event")
	}
	for _, f := range b.Shifts {
		w.put(shiftKeyOf(f.Shift.Number), journal.Encode(&f))
	}
	if b.Roll != nil {
		w.put(rollKey, journal.Encode(b.Roll))
	}
}

// readRoll is that of the shifts that aren't closed.
func readRoll(b *bbolt.Bucket) (r report.Roll, err error) {
	if v := b.Get(rollKey); v != nil {
		if err := journal.Decode(v, &r); err != nil {
			return r, fmt.Errorf("the shifts: %w", err)
		}
	}
	return r, nil
}

// eachShift goes over the shifts numbered below before (0: all), newest first, as long as it is told to.
func eachShift(b *bbolt.Bucket, before int64, each func(report.Filed) bool) error {
	c := b.Cursor()
	k, v := lastUnder(c, shiftPrefix)
	if before > 0 {
		c.Seek(shiftKeyOf(before))
		k, v = c.Prev()
	}
	for ; k != nil && k[0] == shiftPrefix; k, v = c.Prev() {
		var f report.Filed
		if err := journal.Decode(v, &f); err != nil {
			return fmt.Errorf("shift %x: %w", k, err)
		}
		if !each(f) {
			return nil
		}
	}
	return nil
}

// Shifts implements counter.Ledger.
func (t *Till) Shifts(ctx context.Context, before int64, limit int) (list []report.Filed, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	err = t.fromLedger("the shifts", func(tx *bbolt.Tx) error {
		return eachShift(tx.Bucket(tillBucket), before, func(f report.Filed) bool {
			if len(list) < limit {
				list = append(list, f)
			}
			return len(list) < limit
		})
	})
	return list, err
}

// fileShifts is the ledger's fourth step: shifts by number, from the journal.
func fileShifts(tx *bbolt.Tx) error {
	b := tx.Bucket(tillBucket)
	var roll report.Roll
	if err := eachEvent(b, []byte{eventPrefix}, func(e journal.Event) { roll.Apply(e) }); err != nil {
		return err
	}
	for _, f := range roll.Shifts {
		if err := b.Put(shiftKeyOf(f.Shift.Number), journal.Encode(&f)); err != nil {
			return err
		}
	}
	if open := roll.Open(); roll.Last > 0 {
		if err := b.Put(rollKey, journal.Encode(&open)); err != nil {
			return err
		}
	}
	return b.Delete(shiftKey)
}

// shifts compares the shifts with what the journal tells of them.
func (v *verification) shifts(b *bbolt.Bucket) error {
	if v.unrolled {
		return nil
	}
	told := map[int64]report.Filed{}
	for _, f := range v.roll.Shifts {
		told[f.Shift.Number] = f
	}
	err := eachShift(b, 0, func(f report.Filed) bool {
		want, there := told[f.Shift.Number]
		if !there || !bytes.Equal(journal.Encode(&f), journal.Encode(&want)) {
			v.differ(max(1, f.Last, f.First), ShiftDiffers)
		}
		delete(told, f.Shift.Number)
		return true
	})
	if err != nil {
		return err
	}
	for _, f := range told {
		v.differ(max(1, f.Last, f.First), ShiftDiffers)
	}
	roll, err := readRoll(b)
	if want := v.roll.Open(); err == nil && !bytes.Equal(journal.Encode(&roll), journal.Encode(&want)) {
		v.differ(v.sum.Head.Seq, ShiftDiffers)
	}
	return err
}
