package bolt

import (
	"bytes"
	"context"
	"path/filepath"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/share"
)

// CopySummary is what checking a journal copy went over.
type CopySummary struct {
	Kept    bool   // false of a central that never kept one
	Records uint64 // commits
	Beyond  uint64 // of these, those that central.db lacks: the next start does them again
}

// VerifyCopy checks the journal copy in a folder against the central.db in a data directory that no central holds: its chain,
// and that every event of central's and of tills' journals is in both as it was written. Faults: copy.missing, copy.damaged,
// copy.newer, copy.other, copy.forked, copy.behind, copy.differs (at: the record; journal: writer/epoch, and seq of the event or of the
// last one under the seal), and those of opening central.db.
func VerifyCopy(ctx context.Context, dir, folder string) (CopySummary, error) {
	files, err := readRedoFiles(folder)
	if err != nil {
		return CopySummary{}, err
	}
	db, err := openRead(filepath.Join(dir, CentralFile), centralSchema, lockWait)
	if err != nil {
		return CopySummary{}, err
	}
	defer db.Close()
	v := &copyVerification{ctx: ctx, journal: folder}
	err = view(db, "the journal", func(tx *bbolt.Tx) error { return v.all(tx, files) })
	return v.sum, err
}

type copyVerification struct {
	ctx     context.Context
	journal string
	hot     *bbolt.Bucket
	store   redoPlace
	met     bool // the record at which central.db stands was come by
	sum     CopySummary
}

func (v *copyVerification) all(tx *bbolt.Tx, files []redoFile) error {
	var known bool
	v.store, known = storedPlace(tx)
	v.hot = tx.Bucket(centralBucket)
	v.sum.Kept = known
	switch {
	case len(files) == 0 && !known:
		return nil
	case len(files) == 0:
		return fault.New(fault.Unavailable, "copy.missing", fault.Args{"file": v.journal})
	case !known, v.store.id != files[0].before.id:
		return v.refuse("copy.other", 0)
	}
	place := files[0].before
	v.met = place == v.store
	for i, f := range files {
		if f.before != place {
			return copyDamage(f.path, 0)
		}
		var err error
		if place, _, err = f.scan(i == len(files)-1, v.record); err != nil {
			return err
		}
	}
	switch {
	case v.store.n > place.n:
		return v.refuse("copy.behind", place.n)
	case !v.met:
		return v.refuse("copy.forked", v.store.n)
	}
	return nil
}

func (v *copyVerification) refuse(code string, at uint64) error {
	return fault.New(fault.Conflict, code, fault.Args{"file": v.journal, "at": int64(at), "have": int64(at), "want": int64(v.store.n)})
}

// differs names the event that is another in the copy's record.
func (v *copyVerification) differs(at uint64, key []byte) error {
	args := fault.Args{"file": v.journal, "at": int64(at)}
	whose, tail := share.Holder{Writer: journal.Central}, key[1:]
	if key[0] == takenPrefix {
		writer, rest, _ := bytes.Cut(tail, []byte{0})
		whose.Writer, tail = string(writer), rest
	}
	if len(tail) >= placeSize {
		var seq uint64
		whose.Epoch, seq = place(tail)
		args["journal"], args["seq"] = whose.String(), int64(seq)
	}
	return fault.New(fault.Conflict, "copy.differs", args)
}

func (v *copyVerification) record(r redoRecord) error {
	if err := v.ctx.Err(); err != nil {
		return err
	}
	v.sum.Records++
	v.met = v.met || r.place == v.store
	if r.place.n > v.store.n {
		v.sum.Beyond++
		return nil
	}
	return r.changes(func(bucket, key, value []byte) error {
		lasting := bytes.Equal(bucket, centralBucket) && len(key) > 0 && (key[0] == eventPrefix || key[0] == takenPrefix)
		if lasting && !bytes.Equal(v.hot.Get(key), value) {
			return v.differs(r.place.n, key)
		}
		return nil
	})
}
