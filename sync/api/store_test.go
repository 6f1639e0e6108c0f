package api_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"os"
	"testing"

	"tim/domain/journal"
	"tim/storage/storetest/enginetest"
)

func TestMain(m *testing.M) { os.Exit(enginetest.Main(m)) }

func openStore(t testing.TB) enginetest.Store {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return enginetest.Open(t, journal.Key(key))
}

// sound checks that the journal is whole and that everything else is what it says.
func (s *shop) sound() {
	if !s.closed {
		enginetest.Sound(s.t, s.store)
	}
}
