package postgres_test

import (
	"context"
	"os"
	"sync"
	"testing"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
	"tim/storage/storetest"
)

var ctx = context.Background()

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestContract(t *testing.T) { storetest.RunOffice(t, harness(postgres.Options{})) }

// harness gives each folder of a test a database.
func harness(o postgres.Options) storetest.OfficeHarness {
	var mu sync.Mutex
	urls := map[string]string{}
	of := func(t testing.TB, dir string) string {
		mu.Lock()
		defer mu.Unlock()
		if urls[dir] == "" {
			urls[dir] = pgtest.Database(t)
		}
		return urls[dir]
	}
	o.Key = storetest.Key()
	return storetest.OfficeHarness{
		Open: func(t testing.TB, dir string) office.Store { return open(t, of(t, dir), o) },
		Close: func(t testing.TB, s office.Store) {
			t.Helper()
			if err := s.(*postgres.Store).Close(); err != nil {
				t.Fatal(err)
			}
		},
		Check: func(t testing.TB, dir string) {
			t.Helper()
			sound(t, of(t, dir))
		},
	}
}

func open(t testing.TB, url string, o postgres.Options) *postgres.Store {
	t.Helper()
	o.Key = storetest.Key()
	s, err := postgres.Open(ctx, url, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sound proves all journals and views of a database.
func sound(t testing.TB, url string) {
	t.Helper()
	s := open(t, url, postgres.Options{})
	broken, _, err := s.Verify(ctx)
	if err != nil || broken != nil {
		t.Errorf("verify: %+v, %v", broken, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func hasCode(err error, code string) bool {
	f, ok := fault.Of(err)
	return ok && f.Code == code
}

func key() journal.Key { return storetest.Key() }
