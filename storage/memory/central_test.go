package memory_test

import (
	"testing"

	"tim/domain/office"
	"tim/storage/memory"
	"tim/storage/storetest"
)

func TestCentralContract(t *testing.T) { storetest.RunOffice(t, centralHarness()) }

func centralHarness() storetest.OfficeHarness {
	closed, names := map[string]*memory.Central{}, map[office.Store]string{}
	return storetest.OfficeHarness{
		Open: func(t testing.TB, dir string) office.Store {
			central := memory.NewCentral(storetest.Key(), nil)
			if old := closed[dir]; old != nil {
				central = old.Clone(nil)
			}
			names[central] = dir
			return central
		},
		Close: func(t testing.TB, s office.Store) {
			central := s.(*memory.Central)
			central.Close()
			closed[names[s]] = central
		},
		Check: func(t testing.TB, dir string) {
			t.Helper()
			checkCentral(t, closed[dir].Clone(nil))
		},
	}
}
