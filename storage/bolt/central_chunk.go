package bolt

import (
	"bytes"
	"cmp"
	"slices"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
	"tim/domain/loyalty"
)

// chunkMax is how many bytes of keys and values one transaction of a bulk load holds in memory.
const chunkMax = 32 << 20

// bulkChunk is what one transaction of a bulk load is going to write. It is written in key order at its end: in a page
// that isn't split before the commit, keys in no order cost the square of their number. Once it is handed over nothing
// in it changes but what get and of remember.
type bulkChunk struct {
	before   *bulkChunk // the one that is being committed, nil when that is done
	size     int        // bytes
	events   []journal.Event
	puts     map[string]*chunkPuts // by bucket
	postings []loyalty.Posting     // they are in puts too
	byMember map[string][]loyalty.Posting
}

// chunkPuts is what a chunk writes to one bucket, the newest last; a nil value deletes.
type chunkPuts struct {
	entries []entry
	newest  map[string][]byte // of the first known entries, made when something is read
	known   int
}

func newBulkChunk(before *bulkChunk) *bulkChunk {
	return &bulkChunk{before: before, puts: map[string]*chunkPuts{}}
}

func (c *bulkChunk) put(bucket, key, value []byte) {
	p := c.puts[string(bucket)]
	if p == nil {
		p = &chunkPuts{newest: map[string][]byte{}}
		c.puts[string(bucket)] = p
	}
	p.entries = append(p.entries, entry{key, value})
	c.size += len(key) + len(value)
}

// get reads what this chunk or the one before puts under a key.
func (c *bulkChunk) get(bucket, key []byte) (value []byte, there bool) {
	if c == nil {
		return nil, false
	}
	p := c.puts[string(bucket)]
	if p == nil {
		return c.before.get(bucket, key)
	}
	for ; p.known < len(p.entries); p.known++ {
		p.newest[string(p.entries[p.known].key)] = p.entries[p.known].value
	}
	if value, there = p.newest[string(key)]; there {
		return value, true
	}
	return c.before.get(bucket, key)
}

// of is the postings of a member in this chunk and the one before.
func (c *bulkChunk) of(member string) []loyalty.Posting {
	if c == nil {
		return nil
	}
	if c.byMember == nil {
		c.byMember = map[string][]loyalty.Posting{}
	}
	for _, p := range c.postings {
		c.byMember[p.Member] = append(c.byMember[p.Member], p)
	}
	c.postings = nil
	return append(c.before.of(member), c.byMember[member]...)
}

// write puts the chunk and its events behind head into a transaction, and tells changed of each key; a nil value deletes.
func (c *bulkChunk) write(tx *bbolt.Tx, head journal.Head, key journal.Signer, changed func(bucket, key, value []byte)) (journal.Head, *journal.Seal, error) {
	for bucket, p := range c.puts {
		b := tx.Bucket([]byte(bucket))
		if _, err := b.NextSequence(); err != nil {
			return head, nil, err
		}
		if err := p.write(b, func(key, value []byte) { changed([]byte(bucket), key, value) }); err != nil {
			return head, nil, err
		}
	}
	if len(c.events) == 0 {
		return head, nil, nil
	}
	records, seal, head := journal.Extend(head, key, c.events)
	hot := tx.Bucket(centralBucket)
	put := func(key, value []byte) error {
		changed(centralBucket, key, value)
		return hot.Put(key, value)
	}
	for _, r := range records {
		if err := put(eventKey(head.Epoch, r.Event.Seq), append(r.Hash[:], r.Bytes...)); err != nil {
			return head, nil, err
		}
	}
	return head, &seal, put(sealKey(head.Epoch, head.Seq), journal.Encode(&seal))
}

func (p *chunkPuts) write(b *bbolt.Bucket, changed func(key, value []byte)) error {
	b.FillPercent = fillPercent
	order := make([]int32, len(p.entries)) // the entries themselves are still read
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int {
		return cmp.Or(bytes.Compare(p.entries[i].key, p.entries[j].key), cmp.Compare(i, j))
	})
	for _, i := range order {
		e := p.entries[i]
		changed(e.key, e.value)
		var err error
		if e.value == nil {
			err = b.Delete(e.key)
		} else {
			err = b.Put(e.key, e.value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
