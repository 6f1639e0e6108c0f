package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/storage/bolt"
	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
	"tim/storage/stored"
	"tim/storage/storetest"
)

// ownFile is a central's own store with one of each thing.
func ownFile(t *testing.T) *bolt.Central {
	t.Helper()
	s, err := bolt.OpenCentral(t.TempDir(), bolt.CentralOptions{Key: storetest.Key()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	storetest.FillOffice(t, s)
	return s
}

var moveDay = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)

func TestAStoreMovesWhole(t *testing.T) {
	url, from := pgtest.Database(t), ownFile(t)
	var told int64
	did, err := postgres.Move(ctx, from, url, postgres.MoveOptions{At: moveDay, Progress: func(done, total int64) { told = done * 100 / total }})
	if err != nil || told != 100 || did.Accounts < 3000 || did.Events < 3000 {
		t.Fatalf("%+v, told %d %%: %v", did, told, err)
	}
	to := open(t, url, postgres.Options{})
	storetest.SameOffice(t, to, from)
	if err := to.Write(ctx, func(tx office.Tx) error { return tx.PutNote("a", "9", []byte("goes on")) }); err != nil {
		t.Error(err)
	}
	if err := to.Close(); err != nil {
		t.Error(err)
	}
	sound(t, url)
	if _, err := postgres.Move(ctx, from, url, postgres.MoveOptions{At: moveDay}); !hasCode(err, "store.full") {
		t.Errorf("into a database that is used: %v", err)
	}
}

// stopping is a source that is gone after some entries.
type stopping struct {
	stored.Source
	left int
}

var errStopped = errors.New("stopped")

func (s *stopping) Walk(ctx context.Context, behind []byte, take func(stored.Entry) (bool, error)) error {
	return s.Source.Walk(ctx, behind, func(e stored.Entry) (bool, error) {
		if s.left--; s.left < 0 {
			return false, errStopped
		}
		return take(e)
	})
}

// A move that is stopped, wherever, goes on where it stood; nobody uses the database in between.
func TestAMoveThatIsStoppedGoesOn(t *testing.T) {
	url, from := pgtest.Database(t), ownFile(t)
	stops := 0
	for left := 2500; ; left += 2500 {
		_, err := postgres.Move(ctx, &stopping{from, left}, url, postgres.MoveOptions{At: moveDay, Chunk: 64 << 10})
		if err == nil {
			break
		}
		if !errors.Is(err, errStopped) {
			t.Fatal(err)
		}
		stops++
		if _, err := postgres.Open(ctx, url, postgres.Options{Key: storetest.Key()}); !hasCode(err, "store.moving") {
			t.Fatalf("a central begins on half a store: %v", err)
		}
	}
	if stops < 3 {
		t.Errorf("stopped %d times: the test proves nothing", stops)
	}
	to := open4(t, url)
	storetest.SameOffice(t, to, from)
}

// What a stopped move has brought over is of no use to a source that has gone on meanwhile: a part of that would be old.
func TestAMoveThatWasStoppedIsOfTheSourceAsItStood(t *testing.T) {
	url, from := pgtest.Database(t), ownFile(t)
	halfway := func() error {
		_, err := postgres.Move(ctx, &stopping{from, 9000}, url, postgres.MoveOptions{At: moveDay, Chunk: 64 << 10})
		return err
	}
	if err := halfway(); !errors.Is(err, errStopped) {
		t.Fatal(err)
	}
	if err := from.Write(ctx, func(office.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if err := halfway(); !errors.Is(err, errStopped) {
		t.Fatalf("nothing was written, and yet: %v", err)
	}
	if err := from.Write(ctx, func(tx office.Tx) error { return tx.Put(loyalty.Reward{ID: "late"}) }); err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.Move(ctx, from, url, postgres.MoveOptions{At: moveDay}); !hasCode(err, "store.changed") {
		t.Errorf("a source that has gone on: %v", err)
	}
	if _, err := postgres.Open(ctx, url, postgres.Options{Key: storetest.Key()}); !hasCode(err, "store.moving") {
		t.Errorf("a central begins on half a store: %v", err)
	}
}

// Of two moves that run at once one ends, and the other writes nothing more: the first may be in use by then.
func TestOfTwoMovesAtOnceOneEnds(t *testing.T) {
	url, from := pgtest.Database(t), ownFile(t)
	var s *postgres.Store
	slow := &spoiling{Source: from, at: 1, spoil: func() {
		if _, err := postgres.Move(ctx, from, url, postgres.MoveOptions{At: moveDay}); err != nil {
			t.Error(err)
		}
		s = open4(t, url)
		issue(t, s, "r1", 77)
	}}
	if _, err := postgres.Move(ctx, slow, url, postgres.MoveOptions{At: moveDay}); !hasCode(err, "store.moving") {
		t.Errorf("%v", err)
	}
	if n := issuedOf(t, open4(t, url), "r1"); n != 77 {
		t.Errorf("what central wrote is gone: %d", n)
	}
}

// What differs after a move is found, and the database isn't used.
func TestAMoveThatWentWrongIsFound(t *testing.T) {
	for what, spoil := range map[string]string{
		"a posting less":     "DELETE FROM postings WHERE shard = (SELECT shard FROM postings ORDER BY shard LIMIT 1)",
		"another event":      "UPDATE events SET value = value || 'x'::bytea WHERE key = (SELECT key FROM events ORDER BY key LIMIT 1)",
		"a till's event":     "UPDATE till_events SET value = set_byte(value, length(value) - 1, 255) WHERE key = (SELECT key FROM till_events ORDER BY key LIMIT 1)",
		"a seal":             "UPDATE events SET value = set_byte(value, 33 + get_byte(value, 33), 255) WHERE key = (SELECT key FROM events WHERE get_byte(value, 33) > 0 ORDER BY key DESC LIMIT 1)",
		"no seal":            `UPDATE events SET value = substr(value, 1, 32) || '\x0000' || substr(value, 35 + get_byte(value, 33)) WHERE key = (SELECT key FROM events ORDER BY key DESC LIMIT 1)`,
		"a till's seal":      "UPDATE till_events SET value = set_byte(value, 33 + get_byte(value, 33), 255) WHERE key = (SELECT key FROM till_events WHERE get_byte(value, 33) > 0 ORDER BY key LIMIT 1)",
		"a right":            "DELETE FROM rights",
		"an order that lags": "DELETE FROM orders",
	} {
		t.Run(what, func(t *testing.T) {
			url := pgtest.Database(t)
			from := &spoiling{Source: ownFile(t), at: 2, spoil: func() {
				if _, err := connect(t, url).Exec(ctx, spoil); err != nil {
					t.Error(err)
				}
			}}
			if _, err := postgres.Move(ctx, from, url, postgres.MoveOptions{At: moveDay}); !hasCode(err, "store.differs") {
				t.Errorf("%v", err)
			}
		})
	}
}

// spoiling does something when it is walked through for the n-th time.
type spoiling struct {
	stored.Source
	at, times int
	spoil     func()
}

func (s *spoiling) Walk(ctx context.Context, behind []byte, take func(stored.Entry) (bool, error)) error {
	if s.times++; s.times == s.at {
		s.spoil()
	}
	return s.Source.Walk(ctx, behind, take)
}
