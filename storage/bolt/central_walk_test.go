package bolt_test

import (
	"bytes"
	"context"
	"testing"

	"tim/domain/office"
	"tim/storage/bolt"
	"tim/storage/storetest"
)

// A store that is closed and opened again is where it stood, so that a move that was stopped goes on; behind a write it isn't.
func TestAStoreIsInTheSameStateUntilItIsWrittenTo(t *testing.T) {
	dir := t.TempDir()
	state := func(write func(*bolt.Central)) []byte {
		t.Helper()
		c := openCopying(t, dir, copyOf(dir))
		write(c)
		state, err := c.State(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		return state
	}
	note := func(c *bolt.Central) {
		if err := c.Write(context.Background(), func(tx office.Tx) error { return tx.PutNote("a", "1", []byte("x")) }); err != nil {
			t.Fatal(err)
		}
	}
	first := state(func(c *bolt.Central) { storetest.FillOffice(t, c) })
	if again := state(func(*bolt.Central) {}); !bytes.Equal(first, again) {
		t.Errorf("opened again it is %x, was %x", again, first)
	}
	if later := state(note); bytes.Equal(first, later) {
		t.Error("a note doesn't change it")
	}
}
