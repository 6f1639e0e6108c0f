package postgres_test

import (
	"sync"
	"testing"

	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
	"tim/storage/storetest"
)

// Centrals that start at once on an empty database bring its schema once, and all of them begin, whatever isolation the server has.
func TestCentralsThatStartAtOnce(t *testing.T) {
	for name, setting := range map[string]string{"read committed": "", "serializable": "?default_transaction_isolation=serializable"} {
		t.Run(name, func(t *testing.T) {
			url := pgtest.Database(t) + setting
			stores := make([]*postgres.Store, 6)
			var wait sync.WaitGroup
			for i := range stores {
				wait.Go(func() {
					s, err := postgres.Open(ctx, url, postgres.Options{Key: key()})
					if err != nil {
						t.Error(err)
						return
					}
					stores[i] = s
				})
			}
			wait.Wait()
			for _, s := range stores {
				if s != nil {
					t.Cleanup(func() { _ = s.Close() })
				}
			}
			if !t.Failed() {
				counted(t, stores, 6, 2, nil)
			}
		})
	}
}

// older turns a database's schema and rows back to what the program of step 2 left.
const older = `
CREATE TABLE orders_placed AS SELECT * FROM orders_listed WHERE shard < '\x01';
CREATE TABLE orders_of AS SELECT substr(shard, 2) AS shard, key, value FROM orders_listed WHERE shard >= '\x01';
DROP TABLE orders_listed;
CREATE TABLE marks AS SELECT DISTINCT shard, ''::bytea AS key, ''::bytea AS value FROM postings;
CREATE TABLE seals AS SELECT shard, key, substr(value, 35, get_byte(value, 33)) AS value FROM events WHERE get_byte(value, 33) > 0;
CREATE TABLE till_seals AS SELECT shard, key, substr(value, 35, get_byte(value, 33)) AS value FROM till_events WHERE get_byte(value, 33) > 0;
UPDATE events SET value = substr(value, 1, 32) || substr(value, 35 + get_byte(value, 33));
UPDATE till_events SET value = substr(value, 1, 32) || substr(value, 35 + get_byte(value, 33));
DELETE FROM schema_steps WHERE number > 2;`

// What an older program left is there behind the steps, whole and proved.
func TestAnOlderProgramsRowsAreMoved(t *testing.T) {
	url, from := pgtest.Database(t), ownFile(t)
	if _, err := postgres.Move(ctx, from, url, postgres.MoveOptions{At: moveDay}); err != nil {
		t.Fatal(err)
	}
	if _, err := connect(t, url).PgConn().Exec(ctx, older).ReadAll(); err != nil {
		t.Fatal(err)
	}
	to := open4(t, url)
	storetest.SameOffice(t, to, from)
	sound(t, url)
}
