package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"tim/domain/fault"
)

// The steps of the schema: NNNN_name.sql, numbered from 1 without gaps. A step that was released is never changed.
//
//go:embed migrations/*.sql
var migrations embed.FS

// migrating is the advisory lock that two centrals that start at once take in turn. It is the only one, and outside of all traffic.
const migrating = 0x74696d01

// step is one migration.
type step struct {
	number int
	sql    string
}

func readSteps(files fs.FS) (steps []step, err error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	slices.Sort(names)
	for i, name := range names {
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "migrations/"), "_")
		n, bad := strconv.Atoi(number)
		if bad != nil || n != i+1 {
			return nil, fmt.Errorf("migration %s isn't number %d", name, i+1)
		}
		sql, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read a migration: %w", err)
		}
		steps = append(steps, step{n, string(sql)})
	}
	return steps, err
}

// migrate brings a database's schema up to this program, each step in a transaction with its number. Fault: store.newer when a
// newer program has already been there; nothing is changed then.
func migrate(ctx context.Context, conn *pgx.Conn, files fs.FS) error {
	steps, err := readSteps(files)
	if err != nil {
		return err
	}
	if done, err := schemaVersion(ctx, conn); err == nil && done == len(steps) {
		return nil // the common case asks for no lock and no right to change a schema
	}
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", migrating); err != nil {
		return fmt.Errorf("wait for another central's migration: %w", err)
	}
	err = migrateLocked(ctx, conn, steps)
	_, unlock := conn.Exec(ctx, "SELECT pg_advisory_unlock($1)", migrating)
	return errors.Join(err, unlock)
}

func migrateLocked(ctx context.Context, conn *pgx.Conn, steps []step) error {
	if _, err := conn.Exec(ctx, "CREATE TABLE IF NOT EXISTS schema_steps (number integer PRIMARY KEY, done_at timestamptz NOT NULL DEFAULT now())"); err != nil {
		return fmt.Errorf("make room for the schema's version: %w", err)
	}
	done, err := schemaVersion(ctx, conn)
	if err != nil {
		return err
	}
	if done > len(steps) {
		return fault.New(fault.Conflict, "store.newer", fault.Args{"have": int64(done), "want": int64(len(steps))})
	}
	for _, s := range steps[done:] {
		err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, s.sql, pgx.QueryExecModeSimpleProtocol); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, "INSERT INTO schema_steps (number) VALUES ($1)", s.number)
			return err
		})
		if err != nil {
			return fmt.Errorf("migration %d: %w", s.number, err)
		}
	}
	return nil
}

// schemaVersion is the number of the newest step that a database has, 0 of one that has never had any.
func schemaVersion(ctx context.Context, conn *pgx.Conn) (n int, err error) {
	err = conn.QueryRow(ctx, "SELECT coalesce(max(number), 0) FROM schema_steps").Scan(&n)
	var said *pgconn.PgError
	if errors.As(err, &said) && said.Code == "42P01" { // no such table
		return 0, nil
	}
	if err != nil {
		err = fmt.Errorf("the schema's version: %w", err)
	}
	return n, err
}
