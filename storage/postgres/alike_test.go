package postgres_test

import (
	"context"
	"testing"

	"tim/domain/office"
	"tim/storage/memory"
	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
	"tim/storage/storetest"
)

// What stands over a central in memory, as in simulations, stands over two that take turns on one database.
func TestADatabaseAnswersAsMemory(t *testing.T) {
	url := pgtest.Database(t)
	both := &byTurns{stores: []*postgres.Store{open4(t, url), open4(t, url)}}
	conn, empty := connect(t, url), "DELETE FROM commits; UPDATE head SET n = n + 1000000, epoch = 1, seq = 0, hash = ''" // so many that neither remembers anything
	for name := range postgres.Tables() {
		empty += "; DELETE FROM " + name
	}
	storetest.Alike(t, func() (one, other office.Store) {
		if _, err := conn.Exec(ctx, empty); err != nil {
			t.Fatal(err)
		}
		return both, memory.NewCentral(storetest.Key(), nil)
	})
}

// byTurns is several centrals, of which each is asked in its turn, and foresees each third write.
type byTurns struct {
	stores []*postgres.Store
	n      int
}

func (b *byTurns) next() *postgres.Store {
	b.n++
	return b.stores[b.n%len(b.stores)]
}

func (b *byTurns) Read(ctx context.Context, look func(office.Reader) error) error {
	return b.next().Read(ctx, look)
}

func (b *byTurns) Bulk(ctx context.Context, decide func(office.Tx) error) error {
	return b.next().Bulk(ctx, decide)
}

func (b *byTurns) Write(ctx context.Context, decide func(office.Tx) error) error {
	s := b.next()
	if b.n%3 > 0 {
		return s.Write(ctx, decide)
	}
	names := []string{"a", "b", "ab", "\xff", "Z"}
	w := office.Wanted{Orders: []string{"web/a", "store/b"}, Members: names, Rights: names, Notes: []office.NoteKey{{Space: "a", Key: "a"}, {Space: "ab", Key: "\x00"}}}
	if err := s.Foresee(ctx, w, nil); err != nil {
		return err
	}
	return s.WriteForeseen(ctx, decide)
}
