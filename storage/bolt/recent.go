package bolt

import (
	"bytes"

	"go.etcd.io/bbolt"
)

// How many bytes of recent index entries are kept behind the journal: a batch without events (a scan) settles them
// above the first bound, so that a sale's last commit needn't; any batch does above the second.
const (
	recentSoft = 3_000
	recentHard = 30_000
)

// index adds or replaces an entry of an index.
func (w *writer) index(key, value []byte) { w.put(append([]byte{recentPrefix}, key...), value) }

// indexed reads an entry of an index, nil when there is none.
func indexed(b *bbolt.Bucket, key []byte) []byte {
	if v := b.Get(append([]byte{recentPrefix}, key...)); v != nil {
		return v
	}
	return b.Get(key)
}

// eachIndexed goes over the entries of an index under prefix, those in place first. An entry has its one key, and
// may be seen twice when it was replaced lately: the later is the newer.
func eachIndexed(b *bbolt.Bucket, prefix []byte, each func(key, value []byte) error) error {
	recent := append([]byte{recentPrefix}, prefix...)
	c := b.Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		if err := each(k, v); err != nil {
			return err
		}
	}
	for k, v := c.Seek(recent); bytes.HasPrefix(k, recent); k, v = c.Next() {
		if err := each(k[1:], v); err != nil {
			return err
		}
	}
	return nil
}

// settle moves the recent entries to their place when there are more than the bound for this batch.
func (w *writer) settle(scan bool) {
	var recent []entry
	size := 0
	c := w.bucket.Cursor()
	for k, v := c.Seek([]byte{recentPrefix}); k != nil && k[0] == recentPrefix; k, v = c.Next() {
		recent = append(recent, entry{bytes.Clone(k), bytes.Clone(v)})
		size += len(k) + len(v)
	}
	if size <= recentSoft || !scan && size <= recentHard {
		return
	}
	for _, e := range recent {
		w.put(e.key[1:], e.value)
		w.delete(e.key)
	}
}
