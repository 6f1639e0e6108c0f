package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"tim/domain/journal"
	"tim/domain/office"
	"tim/storage/bolt"
	"tim/storage/postgres"
)

// central is an open store, of whichever engine.
type central interface {
	office.Store
	Key() journal.Signer
	Backup(ctx context.Context, w io.Writer) error
	Close() error
}

// inDatabase says whether the store is a database's.
func (f *flags) inDatabase(getenv func(string) string) bool {
	return f.databaseURL(getenv) != ""
}

func (f *flags) databaseURL(getenv func(string) string) string {
	return cmp.Or(f.database, getenv(envDatabase))
}

// openDatabase opens the database for a central that serves.
func (m *Main) openDatabase(ctx context.Context, f *flags) (central, error) {
	store, err := m.reachDatabase(ctx, f, postgres.Options{SyncedFailover: f.synced})
	if err != nil {
		return nil, err
	}
	if err := m.resume(ctx, f, store); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

// reachDatabase opens the database. Its keys lie in the data directory, the same for all centrals of a chain.
func (m *Main) reachDatabase(ctx context.Context, f *flags, o postgres.Options) (central, error) {
	if err := ofNoTill(f.data); err != nil {
		return nil, err
	}
	key, err := bolt.LoadOrCreateCentralKey(f.data, m.Entropy)
	if err != nil {
		return nil, err
	}
	o.Key = key
	store, err := postgres.Open(ctx, f.databaseURL(m.Getenv), o)
	if err != nil {
		return nil, err
	}
	return store, nil
}

// verifyDatabase proves what is in the database, while centrals may be running on it. It changes nothing.
func (m *Main) verifyDatabase(ctx context.Context, f *flags) error {
	key, err := bolt.CentralKey(f.data)
	if err != nil {
		return err
	}
	broken, sum, err := postgres.Verify(ctx, f.databaseURL(m.Getenv), key.Public())
	if err != nil {
		return err
	}
	if broken != nil {
		return m.broken(broken, sum.Tills)
	}
	fmt.Fprintf(m.Stdout, "%d events, head %s, all as written; central's public key %x\n", sum.Events, sum.Head.Hash.Short(), []byte(key.Public()))
	return nil
}

// serverEvery is how often a central looks whether another server has taken the place of the database's.
const serverEvery = 5 * time.Second

// watchServer does about a database that was put back, or fell over to a replica that may lack something, while central runs, what is
// done about one at a start; end waits until it has stopped.
func (m *Main) watchServer(ctx context.Context, f *flags, use *office.Office, log *slog.Logger) (end func()) {
	if !f.inDatabase(m.Getenv) {
		return func() {}
	}
	return beside(ctx, serverEvery, func(ctx context.Context) {
		back, err := use.Resume(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			log.Error("the database can't be asked whether it was put back", "error", err)
		case back:
			log.Warn("another server is in the place of the database's: no points are granted or taken until the tills have reported")
		}
	})
}
