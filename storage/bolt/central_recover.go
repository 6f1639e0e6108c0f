package bolt

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
)

// replayBatch is how many bytes of records one commit of a replay takes.
const replayBatch = 16 << 20

// Recovery is what opening central's data found beside central.db.
type Recovery struct {
	Empty    bool   // nothing was ever written to central.db
	Begun    bool   // a journal copy was begun: it brings no backup up to date that was made before
	Replayed uint64 // commits that the copy had beyond central.db, done again
}

// Recovery says what OpenCentral did.
func (c *Central) Recovery() Recovery { return c.recovered }

// recovery brings central.db to where its journal copy is.
type recovery struct {
	path  string
	o     CentralOptions
	files []redoFile
	from  redoPlace // where central.db stands
	known bool      // it says so: a copy was kept of it
	empty bool      // nothing was ever written to it
	have  int       // its version, 0 when there is none
	last  redoPlace // of the copy's newest record that counts
	size  int64     // where that ends in the newest file
}

// recover opens central.db and its copy, and makes them one. Faults: those of openFile, copy.missing, copy.gap, copy.behind,
// copy.other, copy.newer, copy.damaged, copy.forked.
func (c *Central) recover(o CentralOptions) error {
	r := &recovery{path: c.path(CentralFile), o: o}
	if err := r.look(); err != nil {
		return err
	}
	c.recovered.Empty = r.empty
	var err error
	if c.db, err = openFile(r.path, centralSchema.upTo(r.firstSchema()), o.LockWait, o.Max); err != nil {
		return err
	}
	switch {
	case o.Journal == "":
		return nil
	case len(r.files) == 0:
		c.recovered.Begun = true
		c.redo, err = r.begin(c.db)
		return err
	}
	if err := r.replay(c.db, &c.recovered); err != nil {
		return err
	}
	c.redo, err = r.goOn()
	return err
}

// upTo is a schema as it was at a version.
func (s schema) upTo(version int) schema {
	s.steps = s.steps[:min(version, len(s.steps))]
	return s
}

// look finds out where both stand, and refuses what can't become one. Nothing but the remains of a start that was cut short
// is touched.
func (r *recovery) look() error {
	if err := r.lookAtFile(); err != nil {
		return err
	}
	if r.o.Journal == "" {
		if r.known {
			return fault.New(fault.Unavailable, "copy.missing", fault.Args{"file": "--journal"})
		}
		return nil
	}
	if err := os.MkdirAll(r.o.Journal, 0o700); err != nil {
		return fileFault(r.o.Journal, err)
	}
	var err error
	if r.files, err = redoFiles(r.o.Journal); err != nil {
		return err
	}
	if r.o.NewJournal && len(r.files) > 0 {
		if err := r.setAside(); err != nil {
			return err
		}
	}
	if err := r.measure(); err != nil {
		return err
	}
	return r.judge()
}

// lookAtFile reads where central.db stands, without changing it.
func (r *recovery) lookAtFile() error {
	if _, err := os.Stat(r.path); errors.Is(err, os.ErrNotExist) {
		r.empty = true
		return nil
	}
	db, err := openRead(r.path, centralSchema, r.o.LockWait)
	if err != nil {
		return err
	}
	if r.have, err = version(db, centralSchema); err == nil {
		err = view(db, "where the file stands", func(tx *bbolt.Tx) error {
			r.from, r.known = storedPlace(tx)
			r.empty = !r.known && isEmpty(tx)
			return nil
		})
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return fileFault(r.path, err)
	}
	return nil
}

// isEmpty says whether nothing was ever written to a file.
func isEmpty(tx *bbolt.Tx) bool {
	empty := true
	_ = tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
		if key, _ := b.Cursor().First(); key != nil && !bytes.Equal(name, metaBucket) {
			empty = false
		}
		return nil
	})
	return empty
}

// measure finds the copy's end. A copy without records that central.db knows nothing of was begun by a start that was cut
// short, and is forgotten.
func (r *recovery) measure() (err error) {
	if len(r.files) == 0 {
		return nil
	}
	newest := r.files[len(r.files)-1]
	if !bytes.Equal(newest.public, r.o.Key.Public()) {
		return fault.New(fault.Conflict, "copy.other", fault.Args{"file": r.o.Journal})
	}
	r.last, r.size = newest.before, redoHeaderSize
	whole, end, err := newest.scan(true, func(record redoRecord) error {
		if record.kind != redoPart { // parts count when their end is there
			r.last, r.size = record.place, record.end
		}
		return nil
	})
	if err != nil {
		return err
	}
	unwritten := len(r.files) == 1 && whole.n == newest.before.n && end == redoHeaderSize
	if unwritten && (!r.known || r.from.id != newest.before.id) {
		r.files = nil
		if err := os.Remove(newest.path); err != nil {
			return fileFault(newest.path, err)
		}
	}
	return nil
}

// judge says whether the copy is one that central.db can go on with.
func (r *recovery) judge() error {
	refuse := func(code string) error {
		return fault.New(fault.Conflict, code, fault.Args{"file": r.o.Journal, "have": int64(r.last.n), "want": int64(r.from.n)})
	}
	switch {
	case len(r.files) == 0 && r.known && !r.o.NewJournal:
		return refuse("copy.missing")
	case len(r.files) == 0:
		return nil
	case r.known && r.from.id != r.files[0].before.id:
		return refuse("copy.other")
	case !r.known && !r.empty, r.from.n < r.files[0].before.n:
		return refuse("copy.gap")
	case r.from.n > r.last.n:
		return refuse("copy.behind")
	}
	r.from.id = r.files[0].before.id
	return nil
}

// setAside moves a copy that is given up out of the way.
func (r *recovery) setAside() error {
	id := r.files[0].before.id
	aside := filepath.Join(r.o.Journal, "aside-"+hex.EncodeToString(id[:4])+time.Now().UTC().Format("-20060102T150405.000"))
	if err := os.Mkdir(aside, 0o700); err != nil {
		return fileFault(aside, err)
	}
	for _, f := range r.files {
		if err := os.Rename(f.path, filepath.Join(aside, filepath.Base(f.path))); err != nil {
			return fileFault(f.path, err)
		}
	}
	r.files = nil
	return errors.Join(SyncDir(aside), SyncDir(r.o.Journal))
}

// firstFile is the file that the record behind central.db's place is in, or would be.
func (r *recovery) firstFile() int {
	at := 0
	for i, f := range r.files {
		if f.before.n <= r.from.n {
			at = i
		}
	}
	return at
}

// firstSchema is the version that central.db must have for the first record that it lacks.
func (r *recovery) firstSchema() int {
	if len(r.files) == 0 || r.from.n == r.last.n {
		return len(centralSchema.steps)
	}
	return max(r.have, r.files[r.firstFile()].schema)
}

// begin begins a copy of a file. What is in the file already counts as its first record.
func (r *recovery) begin(db *bbolt.DB) (*redoLog, error) {
	var base uint64
	if !r.empty {
		base = 1
	}
	l, err := beginRedo(r.o.Journal, r.o.Key.Public(), len(centralSchema.steps), base)
	if err != nil {
		return nil, err
	}
	err = db.Update(func(tx *bbolt.Tx) error { return keepPlace(tx, l.place) })
	if err != nil {
		l.close()
		return nil, commitFault(err)
	}
	return l, nil
}

// goOn opens the copy to be written behind its end; what is there beyond that was never answered.
func (r *recovery) goOn() (*redoLog, error) {
	newest := r.files[len(r.files)-1]
	file, err := os.OpenFile(newest.path, os.O_RDWR, fileMode)
	if err != nil {
		return nil, fileFault(newest.path, err)
	}
	l := &redoLog{dir: r.o.Journal, public: r.o.Key.Public(), schema: len(centralSchema.steps), file: file, max: redoFileMax}
	if err := l.cut(redoMark{r.last, r.size}); err != nil {
		l.close()
		return nil, fileFault(newest.path, err)
	}
	if newest.schema == l.schema {
		return l, nil
	}
	return l, l.nextFile()
}

// replay writes into central.db what the copy has beyond it. More than one record is no crash between the two: the file was
// put back from an older copy, and that is noted with the first of them.
func (r *recovery) replay(db *bbolt.DB, did *Recovery) error {
	b := &replaying{db: db, place: r.from, putBack: r.last.n-r.from.n > 1}
	b.done = func() {
		if r.o.Progress != nil {
			r.o.Progress(b.place.n-r.from.n, r.last.n-r.from.n)
		}
	}
	schema := r.firstSchema()
	for i := r.firstFile(); i < len(r.files) && r.from.n < r.last.n; i++ {
		f := r.files[i]
		if f.before.n > r.from.n && f.before != b.place {
			return copyDamage(f.path, 0)
		}
		if f.schema > schema {
			schema = f.schema
			if err := errors.Join(b.commit(), migrate(db, centralSchema.upTo(schema))); err != nil {
				return err
			}
		}
		if err := r.replayFile(f, i == len(r.files)-1, b); err != nil {
			return err
		}
	}
	if r.known && r.from.n == r.last.n && r.from != r.last {
		return r.forked(r.o.Journal)
	}
	did.Replayed = b.place.n - r.from.n
	return errors.Join(b.commit(), migrate(db, centralSchema))
}

// forked refuses a copy that has another record where central.db stands.
func (r *recovery) forked(path string) error {
	return fault.New(fault.Conflict, "copy.forked", fault.Args{"file": path, "at": int64(r.from.n)})
}

func (r *recovery) replayFile(f redoFile, newest bool, b *replaying) error {
	if r.known && f.before.n == r.from.n && f.before != r.from {
		return r.forked(f.path)
	}
	_, _, err := f.scan(newest, func(record redoRecord) error {
		switch n := record.place.n; {
		case n == r.from.n && record.place != r.from:
			return r.forked(f.path)
		case n <= r.from.n || n > r.last.n:
			return nil
		}
		return b.add(record)
	})
	return err
}

// replaying gathers records into commits.
type replaying struct {
	db      *bbolt.DB
	place   redoPlace // of the newest record that is committed or gathered
	putBack bool
	done    func() // told behind each commit
	records []redoRecord
	size    int
}

func (b *replaying) add(record redoRecord) error {
	b.records, b.size, b.place = append(b.records, record), b.size+len(record.content), record.place
	if b.size < replayBatch {
		return nil
	}
	return b.commit()
}

// commit writes what was gathered, with where central.db then stands.
func (b *replaying) commit() error {
	if len(b.records) == 0 {
		return nil
	}
	err := b.db.Update(func(tx *bbolt.Tx) error {
		for _, record := range b.records {
			if err := record.changes(changeIn(tx)); err != nil {
				return err
			}
		}
		if b.putBack {
			if err := notePutBack(tx); err != nil {
				return err
			}
		}
		return keepPlace(tx, b.place)
	})
	if err != nil {
		return commitFault(fmt.Errorf("replay the copy: %w", err))
	}
	b.records, b.size = nil, 0
	b.done()
	return nil
}

func changeIn(tx *bbolt.Tx) func(bucket, key, value []byte) error {
	return func(bucket, key, value []byte) error {
		b := tx.Bucket(bucket)
		switch {
		case b == nil:
			return fmt.Errorf("%w: no bucket %q", errContent, bucket)
		case value == nil:
			return b.Delete(key)
		}
		return b.Put(key, value)
	}
}

// notePutBack notes that a file was put back from an older copy, until central has said so in its journal (Put of a Chain).
func notePutBack(tx *bbolt.Tx) error { return tx.Bucket(metaBucket).Put(putBackKey, []byte{1}) }
