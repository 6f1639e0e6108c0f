package bolt

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"

	"tim/domain/journal"
)

// redoFile is one file of a copy.
type redoFile struct {
	redoHeader
	path string
}

// redoRecord is one as it is read.
type redoRecord struct {
	place   redoPlace
	kind    redoKind
	content []byte
	end     int64 // where it ends in the file
}

// redoFiles lists the files of a copy, oldest first. Files that never got their names are removed. Faults: copy.newer,
// copy.damaged.
func redoFiles(dir string) ([]redoFile, error) {
	unnamed, err := filepath.Glob(filepath.Join(dir, "*"+redoSuffix+".new"))
	if err != nil {
		return nil, fmt.Errorf("list the copy: %w", err)
	}
	for _, path := range unnamed {
		if err := os.Remove(path); err != nil {
			return nil, fileFault(path, err)
		}
	}
	return readRedoFiles(dir)
}

// readRedoFiles is redoFiles without touching anything.
func readRedoFiles(dir string) ([]redoFile, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*"+redoSuffix))
	if err != nil {
		return nil, fmt.Errorf("list the copy: %w", err)
	}
	slices.Sort(paths)
	files := make([]redoFile, len(paths))
	for i, path := range paths {
		files[i].path = path
		if err := files[i].readHeader(); err != nil {
			return nil, err
		}
		if i > 0 && files[i].before.id != files[0].before.id {
			return nil, copyDamage(path, 0)
		}
	}
	return files, nil
}

func (f *redoFile) readHeader() error {
	file, err := os.Open(f.path)
	if err != nil {
		return fileFault(f.path, err)
	}
	b := make([]byte, redoHeaderSize)
	n, err := io.ReadFull(file, b)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return fileFault(f.path, err)
	}
	return f.decode(f.path, b[:n])
}

// scan goes over the records of a file, each checked against the one before, and answers with the place and the end of
// the last. What is behind them is a write that was cut short, of which nobody was answered, if the file is the newest and
// no record begins in there but that one: each is synced before the next is written. Fault: copy.damaged.
func (f redoFile) scan(newest bool, look func(redoRecord) error) (redoPlace, int64, error) {
	place, end := f.before, int64(redoHeaderSize)
	file, err := os.Open(f.path)
	if err != nil {
		return place, end, fileFault(f.path, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return place, end, fileFault(f.path, err)
	}
	in := bufio.NewReaderSize(io.NewSectionReader(file, end, info.Size()-end), 1<<20)
	for end < info.Size() {
		r, whole, err := nextRecord(in, place, info.Size()-end)
		if err != nil {
			return place, end, fileFault(f.path, err)
		}
		if !whole {
			return place, end, f.judge(newest, file, place, end, info.Size())
		}
		end += int64(redoPrefixSize + len(r.content))
		r.end, place = end, r.place
		if err := look(r); err != nil {
			return place, end, err
		}
	}
	return place, end, nil
}

// nextRecord reads the record behind a place; false when what is there is no whole one.
func nextRecord(in io.Reader, before redoPlace, left int64) (r redoRecord, whole bool, err error) {
	prefix := make([]byte, redoPrefixSize)
	if left < redoPrefixSize {
		return r, false, nil
	}
	if _, err := io.ReadFull(in, prefix); err != nil {
		return r, false, err
	}
	n, kind, length, ok := readRecordHead(before.id, prefix)
	if !ok || n != before.n+1 || int64(length) > left-redoPrefixSize {
		return r, false, nil
	}
	r.kind, r.content = kind, make([]byte, length)
	if _, err := io.ReadFull(in, r.content); err != nil {
		return r, false, err
	}
	r.place = before.behind(kind, r.content)
	return r, r.place.hash == journal.Hash(prefix[redoHeadSize:]), nil
}

// readRecordHead reads what a record begins with; false when nothing of that copy begins there.
func readRecordHead(id redoID, b []byte) (n uint64, kind redoKind, length uint32, ok bool) {
	if len(b) < redoHeadSize || !bytes.Equal(b[:redoMarkSize], id[:redoMarkSize]) {
		return 0, 0, 0, false
	}
	if sum := b[redoHeadSize-4 : redoHeadSize]; crc32.ChecksumIEEE(b[:redoHeadSize-4]) != binary.BigEndian.Uint32(sum) {
		return 0, 0, 0, false
	}
	n = binary.BigEndian.Uint64(b[redoMarkSize:])
	kind = redoKind(b[redoMarkSize+8])
	return n, kind, binary.BigEndian.Uint32(b[redoMarkSize+9:]), true
}

// judge says whether what follows the last good record is damage.
func (f redoFile) judge(newest bool, file *os.File, last redoPlace, from, to int64) error {
	if !newest {
		return copyDamage(f.path, from)
	}
	rest := make([]byte, to-from)
	if _, err := file.ReadAt(rest, from); err != nil {
		return fileFault(f.path, err)
	}
	for {
		i := bytes.Index(rest, last.id[:redoMarkSize])
		if i < 0 {
			return nil
		}
		if n, _, _, ok := readRecordHead(last.id, rest[i:]); ok && n > last.n+1 {
			return copyDamage(f.path, from)
		}
		rest = rest[i+1:]
	}
}

// changes goes over what a record's content changes; a nil value deletes.
func (r redoRecord) changes(change func(bucket, key, value []byte) error) error {
	for b := r.content; len(b) > 0; {
		var bucket, key, value []byte
		var ok bool
		if bucket, b, ok = cutField(b[1:], uint64(b[0])); !ok {
			return errContent
		}
		if key, b, ok = cutCounted(b, 0); !ok {
			return errContent
		}
		if len(b) > 0 && b[0] == 0 {
			b = b[1:]
		} else if value, b, ok = cutCounted(b, 1); !ok {
			return errContent
		}
		if err := change(bucket, key, value); err != nil {
			return err
		}
	}
	return nil
}

// errContent is a record whose hash is right and whose content is none: a bug.
var errContent = errors.New("a record of the journal copy can't be read")

// cutCounted cuts a field off whose length stands before it, greater by more.
func cutCounted(b []byte, more uint64) (field, rest []byte, ok bool) {
	n, used := binary.Uvarint(b)
	if used <= 0 || n < more {
		return nil, nil, false
	}
	return cutField(b[used:], n-more)
}

func cutField(b []byte, n uint64) (field, rest []byte, ok bool) {
	if n > uint64(len(b)) {
		return nil, nil, false
	}
	return b[:n:n], b[n:], true
}
