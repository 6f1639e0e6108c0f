package bolt

import (
	"encoding/binary"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/catalog"
)

// A till that was updated finds by first letters whom it knew before.
func TestOldMembersAreFoundByInitialsBehindAnUpdate(t *testing.T) {
	dir := t.TempDir()
	till := openTest(t, dir)
	joined := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	err := till.Fill(func(w *CatalogWriter) error {
		w.Member(catalog.Member{ID: "m1", Name: "Nguyễn Thị Ánh", Phone: "+84912345678", JoinedAt: joined})
		w.Member(catalog.Member{ID: "m2", Name: "Ánh", Phone: "+84912345679", JoinedAt: joined})
		return nil
	})
	if err := errors.Join(err, till.Close()); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(filepath.Join(dir, CatalogFile), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		before := binary.BigEndian.AppendUint32(nil, 3) // the step that brought initials is the fourth
		return errors.Join(tx.DeleteBucket(initialsBucket), tx.Bucket(metaBucket).Put(versionKey, before))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	till = openTest(t, dir)
	defer till.Close()
	list, err := till.FindMembers(t.Context(), "nta", 5)
	if err != nil || len(list) != 1 || list[0].ID != "m1" {
		t.Errorf("nta finds %+v, %v", list, err)
	}
}
