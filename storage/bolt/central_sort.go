package bolt

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// indexBuckets are the indexes that a bulk load sorts outside, by the first letters of their names.
var indexBuckets = map[byte][]byte{phonesBucket[0]: phonesBucket, tailsBucket[0]: tailsBucket, namesBucket[0]: namesBucket}

// sortMax is how many bytes of keys and values a sorter holds in memory.
const sortMax = 64 << 20

// sorter puts any number of entries in order: runs that are sorted in memory go to files without a name, and each
// merges them.
type sorter struct {
	dir   string
	text  []byte // keys and values, one behind the other
	items []sortItem
	runs  []*os.File
}

// sortItem is an entry in text. Its first bytes alone tell most entries apart.
type sortItem struct {
	front      uint64
	at         uint32
	key, value uint16 // lengths
}

func (s *sorter) add(mark byte, e entry) error {
	if len(s.text)+1+len(e.key)+len(e.value) > sortMax {
		if err := s.spill(); err != nil {
			return err
		}
	}
	at := len(s.text)
	s.text = append(append(append(s.text, mark), e.key...), e.value...)
	var front [8]byte
	copy(front[:], s.text[at:at+1+len(e.key)])
	s.items = append(s.items, sortItem{binary.BigEndian.Uint64(front[:]), uint32(at), uint16(1 + len(e.key)), uint16(len(e.value))})
	return nil
}

func (s *sorter) sort() {
	slices.SortFunc(s.items, func(a, b sortItem) int {
		return cmp.Or(cmp.Compare(a.front, b.front), bytes.Compare(s.entry(a).key, s.entry(b).key))
	})
}

func (s *sorter) entry(i sortItem) entry {
	middle := i.at + uint32(i.key)
	return entry{s.text[i.at:middle:middle], s.text[middle : middle+uint32(i.value)]}
}

// spill writes what is in memory to a run.
func (s *sorter) spill() error {
	s.sort()
	file, err := os.CreateTemp(s.dir, "sort-*")
	if err != nil {
		return fileFault(s.dir, err)
	}
	s.runs = append(s.runs, file)
	w := bufio.NewWriterSize(file, 1<<20)
	for _, i := range s.items {
		e := s.entry(i)
		for _, part := range [][]byte{e.key, e.value} {
			_, _ = w.Write(binary.BigEndian.AppendUint16(w.AvailableBuffer(), uint16(len(part)))) // the writer keeps its first error
			_, _ = w.Write(part)
		}
	}
	s.text, s.items = s.text[:0], s.items[:0]
	err = w.Flush()
	_, seek := file.Seek(0, io.SeekStart)
	if err := errors.Join(err, seek, os.Remove(file.Name())); err != nil {
		return fmt.Errorf("sort: %w", fileFault(file.Name(), err))
	}
	return nil
}

// each gives every entry in order; they are the caller's to keep.
func (s *sorter) each(give func(mark byte, e entry) error) error {
	if len(s.runs) == 0 {
		s.sort()
		for _, i := range s.items {
			e := s.entry(i)
			if err := give(e.key[0], entry{e.key[1:], e.value}); err != nil {
				return err
			}
		}
		return nil
	}
	if err := s.spill(); err != nil {
		return err
	}
	s.text, s.items = nil, nil
	runs := make([]*sortedRun, len(s.runs))
	for i, file := range s.runs {
		runs[i] = &sortedRun{reader: bufio.NewReaderSize(file, 1<<18)}
		runs[i].next()
	}
	for {
		least := lowest(runs)
		if least == nil {
			return nil
		}
		if least.err != nil {
			return fmt.Errorf("sort: %w", least.err)
		}
		if err := give(least.key[0], entry{least.key[1:], least.value}); err != nil {
			return err
		}
		least.next()
	}
}

// lowest is the run whose entry comes first, or one with an error; nil when all have ended.
func lowest(runs []*sortedRun) (least *sortedRun) {
	for _, r := range runs {
		switch {
		case r.err == io.EOF:
		case r.err != nil:
			return r
		case least == nil || bytes.Compare(r.key, least.key) < 0:
			least = r
		}
	}
	return least
}

// sortedRun is a run and its present entry.
type sortedRun struct {
	reader *bufio.Reader
	entry
	err error
}

func (r *sortedRun) next() {
	r.key = r.part()
	r.value = r.part()
}

func (r *sortedRun) part() []byte {
	if r.err != nil {
		return nil
	}
	var size [2]byte
	if _, r.err = io.ReadFull(r.reader, size[:]); r.err != nil {
		return nil
	}
	part := make([]byte, binary.BigEndian.Uint16(size[:]))
	_, r.err = io.ReadFull(r.reader, part)
	return part
}

func (s *sorter) close() {
	for _, file := range s.runs {
		_ = file.Close()
	}
	s.text, s.items, s.runs = nil, nil, nil
}
