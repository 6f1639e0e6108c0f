// Package enginetest opens central's store for tests, on the engine that TIM_TEST_STORE names: "postgres", or else central's own file.
package enginetest

import (
	"context"
	"fmt"
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

// Env names the engine.
const Env = "TIM_TEST_STORE"

// Store is central's, of whichever engine.
type Store interface {
	office.Store
	Backup(ctx context.Context, w io.Writer) error
	Close() error
}

// Main runs a package's tests: func TestMain(m *testing.M) { os.Exit(enginetest.Main(m)) }.
func Main(m *testing.M) int { return pgtest.Main(m) }

// Open opens an empty store whose journal a key signs. Who opened it closes it.
func Open(t testing.TB, key journal.Key) (s Store) {
	t.Helper()
	var err error
	if os.Getenv(Env) == "postgres" {
		s, err = postgres.Open(context.Background(), pgtest.Database(t), postgres.Options{Key: key})
	} else {
		s, err = openFile(t.TempDir(), key)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// openFile opens central's own file, under a key that lies beside it.
func openFile(dir string, key journal.Key) (Store, error) {
	if _, err := bolt.LoadOrCreateCentralKey(dir, seed(key)); err != nil {
		return nil, err
	}
	return bolt.OpenCentral(dir, bolt.CentralOptions{Key: key, Journal: filepath.Join(dir, "copy")})
}

// seed is the entropy of a key.
type seed journal.Key

func (s seed) Read(b []byte) (int, error) { return copy(b, s), nil }

// OwnFile skips a test that is about central's own file.
func OwnFile(t testing.TB) {
	t.Helper()
	if os.Getenv(Env) != "" {
		t.Skip("of central's own file only")
	}
}

// Sound proves the journals and views of a store.
func Sound(t testing.TB, s Store) {
	t.Helper()
	var broken *journal.Break
	err := fmt.Errorf("no proof of %T", s)
	switch store := s.(type) {
	case *bolt.Central:
		broken, _, err = store.Verify(context.Background(), nil)
	case *postgres.Store:
		broken, _, err = store.Verify(context.Background())
	}
	if err != nil || broken != nil {
		t.Errorf("verify: %+v, %v", broken, err)
	}
}
