package postgres_test

import (
	"sync"
	"testing"

	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
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
