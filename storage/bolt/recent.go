package bolt

import (
	"bytes"
	"slices"

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

// eachIndexed goes over the entries of an index under prefix, each once as it now stands, those in place first.
func eachIndexed(b *bbolt.Bucket, prefix []byte, each func(key, value []byte) error) error {
	var recent []entry
	newer := map[string]bool{}
	front := append([]byte{recentPrefix}, prefix...)
	c := b.Cursor()
	for k, v := c.Seek(front); bytes.HasPrefix(k, front); k, v = c.Next() {
		recent = append(recent, entry{k[1:], v})
		newer[string(k[1:])] = true
	}
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		if newer[string(k)] {
			continue
		}
		if err := each(k, v); err != nil {
			return err
		}
	}
	for _, e := range recent {
		if err := each(e.key, e.value); err != nil {
			return err
		}
	}
	return nil
}

// newestIndexed gives the last keys of an index in [from, to), the last first.
func newestIndexed(b *bbolt.Bucket, from, to []byte, limit int) [][]byte {
	var keys [][]byte
	for _, front := range [][]byte{nil, {recentPrefix}} {
		c := b.Cursor()
		first, most := append(bytes.Clone(front), from...), len(keys)+limit
		for k := lastBefore(c, append(bytes.Clone(front), to...)); bytes.Compare(k, first) >= 0 && len(keys) < most; k, _ = c.Prev() {
			keys = append(keys, k[len(front):])
		}
	}
	slices.SortFunc(keys, func(a, b []byte) int { return bytes.Compare(b, a) })
	return keys[:min(limit, len(keys))]
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
		if e.key[1] == heldPrefix && counted(e.value) == 0 {
			w.delete(e.key[1:])
		} else {
			w.put(e.key[1:], e.value)
		}
		w.delete(e.key)
	}
}
