package bolt

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
	"tim/domain/journal"
)

// The journal copy (SHARES 15) is all that central.db was ever told, in a folder apart, best on another device: each commit
// is durable there before it is committed to central.db, and so before anybody is answered. An older central.db becomes the
// newest by writing again what the copy has beyond it. That is everything, tills' journals too: what central did stands
// between what tills said, and only in that order do the views come out as they were.
//
// The copy is files of records, each named by its first record's number. A record holds the keys and values of one commit,
// or of a part of a bulk load, which counts only when its end is there. Each is chained to the one before by its hash;
// central.db says at which record it stands. Little is trusted of a file's end: see redoFile.scan.

const (
	redoVersion = 1
	redoSuffix  = ".redo"
	redoFileMax = 64 << 20 // a file that has grown so large is followed by another
	redoAhead   = 1 << 20  // bytes that are zeroed ahead: writing where blocks are costs one sync of data, growing costs the file system's too

	redoMagic      = "tim redo"
	redoHeaderSize = 8 + 4 + 4 + 16 + ed25519.PublicKeySize + 8 + sha256.Size + 4 // magic, version, schema, id, key, number and hash before, checksum
	redoMarkSize   = 8
	redoHeadSize   = redoMarkSize + 8 + 1 + 4 + 4 // mark, number, kind, length, checksum
	redoPrefixSize = redoHeadSize + sha256.Size   // what stands before a record's content
)

// redoKind is what a record is. The numbers are stored.
type redoKind byte

const (
	redoCommit redoKind = 1 // one commit
	redoPart   redoKind = 2 // of a bulk load
	redoEnd    redoKind = 3 // of a bulk load: all its parts count
)

// redoID names a copy: that of another central, or one begun anew, has another.
type redoID [16]byte

// redoPlace is a place in a copy: behind its n-th record.
type redoPlace struct {
	id   redoID
	n    uint64
	hash journal.Hash // of that record, zero before the first
}

// The keys in metaBucket of where central.db stands in its copy, and that it was put back and nobody has acted on it.
var (
	redoPlaceKey = []byte("copy")
	putBackKey   = []byte("put back")
)

func (p redoPlace) encode() []byte {
	return append(binary.BigEndian.AppendUint64(bytes.Clone(p.id[:]), p.n), p.hash[:]...)
}

// storedPlace is where a file stands in its copy; false when none was ever kept of it.
func storedPlace(tx *bbolt.Tx) (p redoPlace, there bool) {
	b := tx.Bucket(metaBucket).Get(redoPlaceKey)
	if len(b) != len(p.id)+8+len(p.hash) {
		return p, false
	}
	copy(p.id[:], b)
	p.n = binary.BigEndian.Uint64(b[len(p.id):])
	copy(p.hash[:], b[len(p.id)+8:])
	return p, true
}

// keepPlace notes in a transaction where its file then stands.
func keepPlace(tx *bbolt.Tx, p redoPlace) error {
	return tx.Bucket(metaBucket).Put(redoPlaceKey, p.encode())
}

// behind is the place of a record that follows.
func (p redoPlace) behind(kind redoKind, content []byte) redoPlace {
	h := sha256.New()
	h.Write(p.hash[:])
	h.Write([]byte{byte(kind)})
	h.Write(content)
	p.n++
	h.Sum(p.hash[:0])
	return p
}

// redoLog is a copy, open to be written by one goroutine at a time.
type redoLog struct {
	dir    string
	public ed25519.PublicKey // central's own
	schema int               // of what is written now
	place  redoPlace         // of the newest record
	file   *os.File
	size   int64 // of the file's records that count
	ahead  int64 // the file's own: zeros follow the records
	max    int64 // of a file, before another is begun
	inBulk bool  // parts are written whose end isn't
}

// redoMark is where a copy stood before something that may have to be cut off again.
type redoMark struct {
	place redoPlace
	size  int64
}

// beginRedo begins a copy in an empty folder, behind base records that are not in it.
func beginRedo(dir string, public ed25519.PublicKey, schema int, base uint64) (*redoLog, error) {
	l := &redoLog{dir: dir, public: public, schema: schema, place: redoPlace{n: base}, max: redoFileMax}
	if _, err := rand.Read(l.place.id[:]); err != nil {
		return nil, fmt.Errorf("name the copy: %w", err)
	}
	return l, l.nextFile()
}

// nextFile begins a file behind the newest record. It has its name only when it is whole.
func (l *redoLog) nextFile() error {
	path := filepath.Join(l.dir, fmt.Sprintf("%016x%s", l.place.n+1, redoSuffix))
	header := redoHeader{schema: l.schema, public: l.public, before: l.place}.encode()
	if err := copyTo(path+".new", bytes.NewReader(header)); err != nil {
		return err
	}
	if err := Publish(path+".new", path); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_RDWR, fileMode)
	if err != nil {
		return fileFault(path, err)
	}
	l.close()
	l.file, l.size, l.ahead = file, int64(len(header)), int64(len(header))
	return nil
}

// roll ends the file, which then has nothing but records, and begins the next.
func (l *redoLog) roll() error {
	if err := l.cut(redoMark{l.place, l.size}); err != nil {
		return err
	}
	return l.nextFile()
}

// redoContent begins the content of a record, with room for what stands before it.
func redoContent() []byte { return make([]byte, redoPrefixSize, 4<<10) }

// appendChange puts a key into a content; a nil value deletes it.
func appendChange(content, bucket, key, value []byte) []byte {
	content = append(append(content, byte(len(bucket))), bucket...)
	content = append(binary.AppendUvarint(content, uint64(len(key))), key...)
	if value == nil {
		return append(content, 0)
	}
	return append(binary.AppendUvarint(content, uint64(len(value))+1), value...)
}

// append makes a record durable, and answers with where the copy stood before it. Behind an error nothing of it counts, or
// it is errUnsure. Fault: copy.failed.
func (l *redoLog) append(kind redoKind, content []byte) (redoMark, error) {
	if l.size >= l.max && !l.inBulk {
		if err := l.roll(); err != nil {
			return redoMark{}, copyFault(l.dir, err)
		}
	}
	before := redoMark{l.place, l.size}
	next := l.place.behind(kind, content[redoPrefixSize:])
	head := content[:0]
	head = append(head, next.id[:redoMarkSize]...)
	head = append(binary.BigEndian.AppendUint64(head, next.n), byte(kind))
	head = binary.BigEndian.AppendUint32(head, uint32(len(content)-redoPrefixSize))
	head = binary.BigEndian.AppendUint32(head, crc32.ChecksumIEEE(head))
	copy(content[redoHeadSize:], next.hash[:])
	if err := l.write(content); err != nil {
		if cut := l.cut(before); cut != nil {
			err = errors.Join(errUnsure, err, cut)
		}
		return before, copyFault(l.dir, err)
	}
	l.place, l.size, l.inBulk = next, l.size+int64(len(content)), kind == redoPart
	return before, nil
}

// write makes bytes durable behind the records that count.
func (l *redoLog) write(b []byte) error {
	if need := l.size + int64(len(b)); need > l.ahead {
		grown := need + redoAhead
		if _, err := l.file.WriteAt(make([]byte, grown-l.ahead), l.ahead); err != nil {
			return err
		}
		if err := l.file.Sync(); err != nil {
			return err
		}
		l.ahead = grown
	}
	if _, err := l.file.WriteAt(b, l.size); err != nil {
		return err
	}
	return syncData(l.file)
}

// errUnsure says that a record may or may not be on the disk: only the next open can say.
var errUnsure = errors.New("the journal copy may have what was not answered")

// cut drops what was appended since a mark, durably.
func (l *redoLog) cut(to redoMark) error {
	if err := errors.Join(l.file.Truncate(to.size), l.file.Sync()); err != nil {
		return err
	}
	l.place, l.size, l.ahead, l.inBulk = to.place, to.size, to.size, false
	return nil
}

func (l *redoLog) close() {
	if l != nil && l.file != nil {
		_ = l.file.Close() // all of it is synced
	}
}

// copyFault is an error of writing to the copy: nothing that isn't in there may be answered.
func copyFault(dir string, err error) error {
	return fault.Wrap(fault.Unavailable, "copy.failed", err, fault.Args{"file": dir})
}

// redoHeader begins a file.
type redoHeader struct {
	schema int               // of central.db when its records were written
	public ed25519.PublicKey // whose they are
	before redoPlace         // what its first record follows
}

func (h redoHeader) encode() []byte {
	b := append(make([]byte, 0, redoHeaderSize), redoMagic...)
	b = binary.BigEndian.AppendUint32(b, redoVersion)
	b = binary.BigEndian.AppendUint32(b, uint32(h.schema))
	b = append(append(b, h.before.id[:]...), h.public...)
	b = append(binary.BigEndian.AppendUint64(b, h.before.n), h.before.hash[:]...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
}

// decode reads a header. Faults: copy.newer, copy.damaged.
func (h *redoHeader) decode(path string, b []byte) error {
	if len(b) < len(redoMagic)+4 || string(b[:len(redoMagic)]) != redoMagic {
		return copyDamage(path, 0)
	}
	b = b[len(redoMagic):]
	if have := binary.BigEndian.Uint32(b); have > redoVersion {
		return fault.New(fault.Conflict, "copy.newer", fault.Args{"file": path, "have": int64(have), "know": int64(redoVersion)})
	}
	if len(b) != redoHeaderSize-len(redoMagic) ||
		crc32.Update(crc32.ChecksumIEEE([]byte(redoMagic)), crc32.IEEETable, b[:len(b)-4]) != binary.BigEndian.Uint32(b[len(b)-4:]) {
		return copyDamage(path, 0)
	}
	h.schema = int(binary.BigEndian.Uint32(b[4:]))
	b = b[8:]
	copy(h.before.id[:], b)
	b = b[len(h.before.id):]
	h.public = bytes.Clone(b[:ed25519.PublicKeySize])
	b = b[ed25519.PublicKeySize:]
	h.before.n = binary.BigEndian.Uint64(b)
	copy(h.before.hash[:], b[8:])
	return nil
}

func copyDamage(path string, at int64) error {
	return fault.New(fault.Unavailable, "copy.damaged", fault.Args{"file": path, "at": at})
}
