package postgres

import (
	"context"
	"crypto/ed25519"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"tim/domain/fault"
	"tim/domain/journal"
)

// once connects to a database for somebody who is no central. Faults: database.format, store.unreachable, store.standby where it has to be writable.
func once(ctx context.Context, url string, needs ...func(*pgconn.Config)) (*pgx.Conn, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "database.format", err, nil)
	}
	for _, need := range needs {
		need(&config.Config)
	}
	impatient(&config.Config, 0)
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, notReached(err)
	}
	return conn, nil
}

// Verify is Store.Verify of a database that nobody has to open, and changes nothing there: a central that opens one brings its schema up to
// date, and says that a server in another's place is a store that was put back. Faults: store.unreachable, store.newer, store.older (a
// central of this program has never been there).
func Verify(ctx context.Context, url string, public ed25519.PublicKey) (broken *journal.Break, sum Summary, err error) {
	conn, err := once(ctx, url)
	if err != nil {
		return nil, sum, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if err := sameSchema(ctx, conn); err != nil {
		return nil, sum, err
	}
	if err := planByKey(ctx, conn.PgConn()); err != nil {
		return nil, sum, readFault(err)
	}
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, sum, readFault(err)
	}
	now, err := readStanding(ctx, tx, "")
	if err != nil {
		return nil, sum, err
	}
	v := newVerification(reader{view: cachedView{newCache(0), -1, sqlView{ctx, tx}}, standing: func() (standing, error) { return now, nil }})
	err = v.all(ctx, public, filedMax)
	return v.broken, v.sum, errors.Join(err, tx.Rollback(ctx))
}

// sameSchema refuses a database whose schema isn't this program's.
func sameSchema(ctx context.Context, conn *pgx.Conn) error {
	steps, err := readSteps(migrations)
	if err != nil {
		return err
	}
	have, err := schemaVersion(ctx, conn)
	args := fault.Args{"have": int64(have), "want": int64(len(steps))}
	switch {
	case err != nil:
		return readFault(err)
	case have > len(steps):
		return fault.New(fault.Conflict, "store.newer", args)
	case have < len(steps):
		return fault.New(fault.Conflict, "store.older", args)
	}
	return nil
}
