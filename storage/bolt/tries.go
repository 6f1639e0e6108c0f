package bolt

import (
	"bytes"
	"encoding/binary"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/shift"
)

// tries writes counts of wrong PINs; one of none is gone.
func (w *writer) tries(list []shift.Tries) {
	for _, t := range list {
		key := append(bytes.Clone(triesPrefix), t.Of...)
		if t.Wrong == 0 {
			w.delete(key)
			continue
		}
		value := binary.BigEndian.AppendUint64(nil, uint64(t.Wrong))
		w.put(key, binary.BigEndian.AppendUint64(value, uint64(t.Last.UnixMilli())))
	}
}

// readTries reads all counts of wrong PINs.
func readTries(b *bbolt.Bucket) (list []shift.Tries) {
	c := b.Cursor()
	for k, v := c.Seek(triesPrefix); bytes.HasPrefix(k, triesPrefix); k, v = c.Next() {
		if len(v) != 16 {
			continue
		}
		list = append(list, shift.Tries{Of: string(k[len(triesPrefix):]), Wrong: int64(binary.BigEndian.Uint64(v)),
			Last: time.UnixMilli(int64(binary.BigEndian.Uint64(v[8:]))).UTC()})
	}
	return list
}
