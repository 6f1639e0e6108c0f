package sim

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/jackc/pgx/v5"

	"tim/domain/journal"
	"tim/domain/office"
	"tim/storage/memory"
	"tim/storage/postgres"
)

// databaseStores keep central in a PostgreSQL (storage/postgres) and tills in memory. Each state of central's is a schema of its own: a
// program that is killed leaves it to the next, a backup is a copy of it. There is no journal copy apart, replicas are what a database has
// in its place: a backup is put back only where nothing of central's own is missing in it.
type databaseStores struct {
	memoryStores
	w      *world
	url    string
	conn   *pgx.Conn
	made   []string // schemas
	opened []*postgres.Store
}

func newDatabaseStores(w *world) *databaseStores {
	conn, err := pgx.Connect(w.ctx, w.Database)
	w.must("reach the database", err)
	return &databaseStores{w: w, url: w.Database, conn: conn}
}

// schema is an empty one.
func (s *databaseStores) schema() string {
	name := fmt.Sprintf("sim_%d_%d_%d", s.conn.PgConn().PID(), s.w.seed, len(s.made))
	s.made = append(s.made, name)
	s.do("CREATE SCHEMA " + name)
	return name
}

func (s *databaseStores) do(sql string) {
	_, err := s.conn.Exec(s.w.ctx, sql)
	s.w.must(sql, err)
}

// copied is a copy of a schema, as one transaction sees it.
func (s *databaseStores) copied(from string) string {
	to := s.schema()
	rows, err := s.conn.Query(s.w.ctx, "SELECT tablename FROM pg_tables WHERE schemaname = $1", from)
	s.w.must("list tables", err)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	s.w.must("list tables", err)
	s.do("BEGIN ISOLATION LEVEL REPEATABLE READ")
	for _, name := range names {
		s.do(fmt.Sprintf("CREATE TABLE %s.%s (LIKE %s.%s INCLUDING ALL)", to, name, from, name))
		s.do(fmt.Sprintf("INSERT INTO %s.%s SELECT * FROM %s.%s", to, name, from, name))
	}
	s.do("COMMIT")
	return to
}

// central implements stores.
func (s *databaseStores) central(key journal.Key, f memory.Faults) centralDisk {
	return &databaseCentral{stores: s, key: key, schema: s.schema(), faults: f}
}

// end implements stores.
func (s *databaseStores) end() {
	for _, store := range s.opened {
		_ = store.Close() // again, mostly
	}
	for _, name := range s.made {
		_, _ = s.conn.Exec(context.Background(), "DROP SCHEMA IF EXISTS "+name+" CASCADE")
	}
	_ = s.conn.Close(context.Background())
}

// databaseCentral is a schema, and the program on it once that is used.
type databaseCentral struct {
	stores *databaseStores
	key    journal.Key
	schema string
	store  *postgres.Store
	faults memory.Faults
	killed bool
}

// KeepCopy implements centralDisk: there is none.
func (c *databaseCentral) KeepCopy() {}

// keepsCopy implements centralDisk.
func (c *databaseCentral) keepsCopy() bool { return false }

// Clone implements centralDisk.
func (c *databaseCentral) Clone(f memory.Faults) centralDisk {
	to := &databaseCentral{stores: c.stores, key: c.key, faults: f}
	if f == nil {
		to.schema = c.stores.copied(c.schema)
		return to
	}
	c.Close()
	to.schema = c.schema
	return to
}

// Bare implements centralDisk.
func (c *databaseCentral) Bare(f memory.Faults) centralDisk { return c.Clone(f) }

// PutBack implements centralDisk: another server answers than the one that was written to last, as behind a restore.
func (c *databaseCentral) PutBack(f memory.Faults) centralDisk {
	c.stores.do("UPDATE " + c.schema + ".head SET put_back = true, n = ((n >> 32) + 1) << 32")
	return c.Clone(f)
}

// Close implements centralDisk.
func (c *databaseCentral) Close() {
	if c.store != nil {
		c.stores.w.must("close central's store", c.store.Close())
	}
	c.store, c.killed = nil, true
}

func (c *databaseCentral) open() (*postgres.Store, error) {
	if c.killed {
		return nil, memory.ErrCrash
	}
	if c.store != nil {
		return c.store, nil
	}
	u, err := url.Parse(c.stores.url)
	if err != nil {
		return nil, err
	}
	query := u.Query()
	query.Set("search_path", c.schema)
	u.RawQuery = query.Encode()
	store, err := postgres.Open(c.stores.w.ctx, u.String(), postgres.Options{Key: c.key, Conns: 4})
	if err != nil {
		return nil, err
	}
	c.store, c.stores.opened = store, append(c.stores.opened, store)
	return store, nil
}

// Read implements office.Store.
func (c *databaseCentral) Read(ctx context.Context, look func(office.Reader) error) error {
	store, err := c.open()
	if err != nil {
		return err
	}
	return store.Read(ctx, look)
}

// Glance implements office.Glancer.
func (c *databaseCentral) Glance(ctx context.Context, look func(office.Reader) error) error {
	store, err := c.open()
	if err != nil {
		return err
	}
	return store.Glance(ctx, look)
}

// Foresee implements office.Foreseer.
func (c *databaseCentral) Foresee(ctx context.Context, w office.Wanted, look func(office.Reader) error) error {
	store, err := c.open()
	if err != nil {
		return err
	}
	return store.Foresee(ctx, w, look)
}

// Write implements office.Store.
func (c *databaseCentral) Write(ctx context.Context, decide func(office.Tx) error) error {
	store, err := c.open()
	if err != nil {
		return err
	}
	return c.write(ctx, store.Write, decide)
}

// WriteForeseen implements office.Foreseer.
func (c *databaseCentral) WriteForeseen(ctx context.Context, decide func(office.Tx) error) error {
	store, err := c.open()
	if err != nil {
		return err
	}
	return c.write(ctx, store.WriteForeseen, decide)
}

// Bulk implements office.Store.
func (c *databaseCentral) Bulk(ctx context.Context, decide func(office.Tx) error) error {
	store, err := c.open()
	if err != nil {
		return err
	}
	return c.write(ctx, store.Bulk, decide)
}

func (c *databaseCentral) write(ctx context.Context, run func(context.Context, func(office.Tx) error) error, decide func(office.Tx) error) error {
	err := faulty(ctx, c.faults, run, decide)
	c.killed = errors.Is(err, memory.ErrCrash)
	return err
}
