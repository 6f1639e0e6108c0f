package api_test

import (
	"context"
	"crypto/rand"
	"io"
	"os"
	"path/filepath"
	"testing"

	"tim/domain/journal"
	"tim/domain/office"
	"tim/storage/bolt"
	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
)

// envStore says on which store these tests run: "postgres", or central's own file.
const envStore = "TIM_TEST_STORE"

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// store is central's, of whichever engine.
type store interface {
	office.Store
	Backup(ctx context.Context, w io.Writer) error
	Close() error
}

func openStore(t testing.TB) (s store) {
	t.Helper()
	dir := t.TempDir()
	key, err := bolt.LoadOrCreateCentralKey(dir, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv(envStore) == "postgres" {
		s, err = postgres.Open(context.Background(), pgtest.Database(t), postgres.Options{Key: key})
	} else {
		s, err = bolt.OpenCentral(dir, bolt.CentralOptions{Key: key, Journal: filepath.Join(dir, "copy")})
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ownFile skips a test that is about central's own file.
func ownFile(t testing.TB) {
	t.Helper()
	if os.Getenv(envStore) != "" {
		t.Skip("of central's own file only")
	}
}

// sound checks that the journal is whole and that everything else is what it says.
func (s *shop) sound() {
	if s.closed {
		return
	}
	var broken *journal.Break
	var err error
	switch store := s.store.(type) {
	case *bolt.Central:
		broken, _, err = store.Verify(context.Background(), nil)
	case *postgres.Store:
		broken, _, err = store.Verify(context.Background())
	}
	if err != nil || broken != nil {
		s.t.Errorf("verify: %v, %v", broken, err)
	}
}
