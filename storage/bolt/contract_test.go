package bolt_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"tim/domain/journal"
	"tim/storage/bolt"
	"tim/storage/storetest"
)

func TestContract(t *testing.T) { storetest.Run(t, harness) }

var harness = storetest.Harness{
	Open: func(t testing.TB, dir string) storetest.Store { return open(t, dir) },
	Close: func(t testing.TB, s storetest.Store) {
		t.Helper()
		if err := s.(*bolt.Till).Close(); err != nil {
			t.Fatal(err)
		}
	},
	Fill: func(t testing.TB, s storetest.Store, load func(storetest.Filler)) {
		t.Helper()
		if err := s.(*bolt.Till).Fill(func(w *bolt.CatalogWriter) error { load(w); return nil }); err != nil {
			t.Fatal(err)
		}
	},
	Check: func(t testing.TB, dir string) {
		t.Helper()
		if file, err := bolt.CheckDir(dir); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if broken, _ := verify(t, dir); broken != nil {
			t.Errorf("the journal breaks at %d: %s", broken.Seq, broken.Reason)
		}
	},
}

// open opens a till in dir under the tests' key.
func open(t testing.TB, dir string) *bolt.Till {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, bolt.KeyFile)); os.IsNotExist(err) {
		if _, err := bolt.LoadOrCreateKey(dir, seed{}); err != nil {
			t.Fatal(err)
		}
	}
	till, err := bolt.OpenTill(dir, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return till
}

// seed is the entropy of storetest's key.
type seed struct{}

func (seed) Read(b []byte) (int, error) { return copy(b, storetest.KeySeed), nil }

func verify(t testing.TB, dir string) (*journal.Break, bolt.Summary) {
	t.Helper()
	broken, sum, err := bolt.Verify(context.Background(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	return broken, sum
}
