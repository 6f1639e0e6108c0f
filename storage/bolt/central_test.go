package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"tim/domain/office"
	"tim/storage/bolt"
	"tim/storage/storetest"
)

func TestCentralContract(t *testing.T) { storetest.RunOffice(t, centralHarness) }

var centralHarness = storetest.OfficeHarness{
	Open: func(t testing.TB, dir string) office.Store { return openCentral(t, dir) },
	Close: func(t testing.TB, s office.Store) {
		t.Helper()
		if err := s.(*bolt.Central).Close(); err != nil {
			t.Fatal(err)
		}
	},
	Check: checkCentral,
}

// The same with a journal copy; and at the end of each test an empty store becomes this one by the copy alone.
func TestCentralCopyContract(t *testing.T) {
	h := storetest.CopyHarness{OfficeHarness: centralHarness}
	h.Open = func(t testing.TB, dir string) office.Store { return openCopying(t, dir, copyOf(dir)) }
	h.Check = func(t testing.TB, dir string) {
		checkCentral(t, dir)
		if sum, err := bolt.VerifyCopy(context.Background(), dir, copyOf(dir)); err != nil || sum.Beyond > 0 {
			t.Errorf("the copy: %+v, %v", sum, err)
		}
		again := t.TempDir()
		if err := openCopying(t, again, copyOf(dir)).Close(); err != nil {
			t.Fatal(err)
		}
		sameKeys(t, dir, again)
	}
	h.Save = func(t testing.TB, s office.Store) any {
		var backup bytes.Buffer
		if err := s.(*bolt.Central).Backup(context.Background(), &backup); err != nil {
			t.Fatal(err)
		}
		return backup.Bytes()
	}
	h.PutBack = func(t testing.TB, dir string, backup any, byHand bool) {
		path := filepath.Join(dir, bolt.CentralFile)
		err := os.Remove(path)
		if byHand {
			err = errors.Join(err, os.WriteFile(path, backup.([]byte), 0o600))
		} else {
			err = errors.Join(err, bolt.RestoreCentral(dir, bytes.NewReader(backup.([]byte))))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	storetest.RunOfficeCopy(t, h)
}

func copyOf(dir string) string { return filepath.Join(dir, "copy") }

// sameKeys compares two closed stores key by key. What a file says of itself apart.
func sameKeys(t testing.TB, dir, other string) {
	t.Helper()
	a, b := allKeys(t, dir), allKeys(t, other)
	for key, value := range a {
		if b[key] != value {
			t.Errorf("%q is %q and %q", key, value, b[key])
		}
		delete(b, key)
	}
	for key := range b {
		t.Errorf("%q is in one only", key)
	}
}

func allKeys(t testing.TB, dir string) map[string]string {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, bolt.CentralFile), 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := map[string]string{}
	err = db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			if string(name) == "meta" {
				return nil
			}
			return b.ForEach(func(k, v []byte) error { all[string(name)+"/"+string(k)] = string(v); return nil })
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// openCopying opens a central in dir that keeps a journal copy.
func openCopying(t testing.TB, dir, journal string) *bolt.Central {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, bolt.CentralKeyFile)); os.IsNotExist(err) {
		if _, err := bolt.LoadOrCreateCentralKey(dir, seed{}); err != nil {
			t.Fatal(err)
		}
	}
	c, err := bolt.OpenCentral(dir, bolt.CentralOptions{Key: storetest.Key(), Journal: journal})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// openCentral opens a central in dir under the tests' key.
func openCentral(t testing.TB, dir string) *bolt.Central {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, bolt.CentralKeyFile)); os.IsNotExist(err) {
		if _, err := bolt.LoadOrCreateCentralKey(dir, seed{}); err != nil {
			t.Fatal(err)
		}
	}
	c, err := bolt.OpenCentral(dir, bolt.CentralOptions{Key: storetest.Key()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// checkCentral checks the closed central in dir: its structure, and everything against its journal.
func checkCentral(t testing.TB, dir string) {
	t.Helper()
	if err := bolt.Check(filepath.Join(dir, bolt.CentralFile)); err != nil {
		t.Error(err)
	}
	broken, _, err := bolt.VerifyCentral(context.Background(), dir, nil)
	if err != nil {
		t.Error(err)
	}
	if broken != nil {
		t.Errorf("the journal breaks at %d: %s", broken.Seq, broken.Reason)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*.new")); len(left) > 0 || err != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "sort-*")); len(left) > 0 || err != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
