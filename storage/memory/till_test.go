package memory_test

import (
	"testing"

	"tim/storage/memory"
	"tim/storage/storetest"
)

func TestContract(t *testing.T) { storetest.Run(t, harness()) }

// harness keeps stores that were closed by the directory that they would lie in, and opens what is on their disks.
func harness() storetest.Harness {
	closed, names := map[string]*memory.Till{}, map[storetest.Store]string{}
	return storetest.Harness{
		Open: func(t testing.TB, dir string) storetest.Store {
			till := memory.NewTill(nil)
			if old := closed[dir]; old != nil {
				till = old.Clone(nil)
			}
			names[till] = dir
			return till
		},
		Close: func(t testing.TB, s storetest.Store) {
			till := s.(*memory.Till)
			till.Close()
			closed[names[s]] = till
		},
		Fill: func(t testing.TB, s storetest.Store, load func(storetest.Filler)) {
			t.Helper()
			if err := s.(*memory.Till).Fill(func(w *memory.Filler) error { load(w); return nil }); err != nil {
				t.Fatal(err)
			}
		},
		Check: func(t testing.TB, dir string) {
			t.Helper()
			checkTill(t, closed[dir].Clone(nil))
		},
	}
}
