package bolt_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

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
