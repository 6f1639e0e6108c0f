// Package postgres is central's store at scale: any number of centrals over one PostgreSQL. README.md says how it works, what it
// costs and how it is run.
//
// Caveats. What is answered is as durable as the server's commits are: synchronous_commit must be on, and of replicas at least
// one synchronous. All centrals of a chain sign with one key.
package postgres

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
	"tim/domain/recent"
)

var (
	_ office.Store    = (*Store)(nil)
	_ office.Foreseer = (*Store)(nil)
	_ office.Glancer  = (*Store)(nil)
)

// Options say how a database is used.
type Options struct {
	Key        journal.Signer // signs central's journal
	Conns      int            // connections for reading at most, besides one that writes; 0: 16
	CacheBytes int            // memory for what was read lately; 0: 256 MB
	Patience   time.Duration  // how long a request waits for a database that is gone before it is refused; 0: 20 s
	Follow     time.Duration  // how often other centrals' commits are looked for; 0: 50 ms
	Silence    time.Duration  // how long the server may say nothing before it is asked whether it answers, and then; 0: 5 s

	// SyncedFailover says that whoever takes the server's place has all that was answered, so that it doesn't count as put back.
	SyncedFailover bool

	// Aside is a command beside the centrals. What it means that another server is in the database's place they know (SyncedFailover):
	// until one of them has looked it is fault store.another.
	Aside bool
}

const (
	defaultConns    = 16
	defaultCache    = 256 << 20
	defaultPatience = 20 * time.Second
	defaultFollow   = 50 * time.Millisecond
	statementMax    = 30 * time.Second // what one read may take
	openMax         = 30 * time.Second // what opening may take without a migration
)

// Store is one central's part of a database. It is safe for concurrent use.
type Store struct {
	o        Options
	pool     *pgxpool.Pool
	cache    *cache
	id       [8]byte // of this process, in the ids of its commits
	programs atomic.Pointer[keptPrograms]
	postings *recent.Map[keptPostings]

	jobs    chan *job
	entry   sync.RWMutex // held to read while a job enters, to write while the store closes
	closed  bool         // guarded by entry
	turns   turns
	commits uint64         // guarded by turns: how many were tried
	running sync.WaitGroup // the writers
	gone    atomic.Bool    // the database was, when a commit was tried last

	settled, written, committed, overlapped, overtaken, retried, glanced, looked, moved atomic.Int64 // see Stats

	follow  follower
	looks   looks
	fetches fetches
}

// Open connects to a database, brings its schema up to date, and begins. Faults: store.unreachable, store.standby (a replica alone
// answers), store.newer, store.key (the journal there is signed with another key), store.unsafe (its commits aren't durable), store.another.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	o = o.filled()
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "database.format", err, nil)
	}
	config.MaxConns = int32(o.Conns)
	config.ConnConfig.RuntimeParams["application_name"] = "tim central"
	config.ConnConfig.StatementCacheCapacity = 512
	writable(&config.ConnConfig.Config)
	impatient(&config.ConnConfig.Config, o.Silence)
	s := &Store{o: o, cache: newCache(o.CacheBytes), postings: recent.New[keptPostings](postingsMax), jobs: make(chan *job, commitMax)}
	s.looks.look, s.fetches.look = s.look, s.fetchWanted
	if _, err := rand.Read(s.id[:]); err != nil {
		return nil, fmt.Errorf("name of this central: %w", err)
	}
	for wait := newPatience(time.Now(), o.Patience); ; {
		err := s.prepare(ctx, config.ConnConfig)
		if err == nil {
			break
		}
		if !again(err) || !wait.more(ctx) { // the head is every central's
			return nil, err
		}
	}
	config.ConnConfig.AfterConnect = limited(statementMax, 0)
	if s.pool, err = pgxpool.NewWithConfig(context.WithoutCancel(ctx), config); err != nil {
		return nil, readFault(err)
	}
	for range writers {
		s.running.Go(s.newWriter(config.ConnConfig).run)
	}
	s.startFollowing()
	return s, nil
}

// limited sets how long a connection's statements may take, and its pauses within a transaction, in which others may wait for it; 0 is no limit. As
// parameters of the start a pool such as pgbouncer would refuse them, or leave them out. Beside them it is planByKey.
func limited(statement, pause time.Duration) pgconn.AfterConnectFunc {
	limits := fmt.Sprintf("SET statement_timeout = %d; SET idle_in_transaction_session_timeout = %d", statement.Milliseconds(), pause.Milliseconds())
	return func(ctx context.Context, conn *pgconn.PgConn) error {
		if _, err := conn.Exec(ctx, limits).ReadAll(); err != nil {
			return err
		}
		return planByKey(ctx, conn)
	}
}

// planByKey keeps a connection's plans to what stays right when a table that was empty has grown a thousandfold since it was last analysed:
// every statement goes by the primary key. Engines that have no such settings go without.
func planByKey(ctx context.Context, conn *pgconn.PgConn) error {
	for _, setting := range []string{"enable_seqscan = off", "enable_hashjoin = off", "enable_mergejoin = off", "jit = off", "plan_cache_mode = force_generic_plan"} {
		if _, err := conn.Exec(ctx, "SET "+setting).ReadAll(); err != nil && lost(err) {
			return err
		}
	}
	return nil
}

func (o Options) filled() Options {
	if o.Conns <= 0 {
		o.Conns = defaultConns
	}
	if o.CacheBytes <= 0 {
		o.CacheBytes = defaultCache
	}
	if o.Patience <= 0 {
		o.Patience = defaultPatience
	}
	if o.Follow <= 0 {
		o.Follow = defaultFollow
	}
	return o
}

// prepare looks at the database before anything is asked of it.
func (s *Store) prepare(ctx context.Context, config *pgx.ConnConfig) error {
	conn, err := pgx.ConnectConfig(ctx, config.Copy())
	if err != nil {
		return notReached(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var durable string
	if err := conn.QueryRow(ctx, "SHOW synchronous_commit").Scan(&durable); err != nil {
		return readFault(err)
	}
	if durable == "off" {
		return fault.New(fault.Conflict, "store.unsafe", nil)
	}
	if err := migrate(ctx, conn, migrations); err != nil {
		return err
	}
	if err := s.sign(ctx, conn); err != nil {
		return err
	}
	if err := s.sameServer(ctx, conn); err != nil {
		return readFault(err)
	}
	now, err := readStanding(ctx, conn, "")
	if err != nil {
		return err
	}
	s.cache.now, s.follow.n = now, now.n
	return nil
}

// sign makes this central's key the journal's, or sees that it is. It holds the lock behind which a move begins.
func (s *Store) sign(ctx context.Context, conn *pgx.Conn) error {
	public := []byte(s.o.Key.Public())
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		var theirs []byte
		var moving bool
		if err := tx.QueryRow(ctx, "SELECT public_key FROM head WHERE id = 1 FOR UPDATE").Scan(&theirs); err != nil {
			return readFault(err)
		}
		if err := tx.QueryRow(ctx, "SELECT count(*) > 0 FROM moving").Scan(&moving); err != nil {
			return readFault(err)
		}
		switch {
		case moving:
			return fault.New(fault.Conflict, "store.moving", nil)
		case len(theirs) == 0:
			_, err := tx.Exec(ctx, "UPDATE head SET public_key = $1 WHERE id = 1", public)
			return readFault(err)
		case !bytes.Equal(theirs, public):
			return fault.New(fault.Conflict, "store.key", nil)
		}
		return nil
	})
}

const standingSQL = "SELECT n, epoch, seq, hash, put_back FROM head WHERE id = 1"

// readStanding reads where central's journal stands; how is what stands behind the statement.
func readStanding(ctx context.Context, on querier, how string) (now standing, err error) {
	rows, err := on.Query(ctx, standingSQL+how)
	if err != nil {
		return now, readFault(err)
	}
	return now, readFault(now.scan(rows))
}

func (now *standing) scan(rows pgx.Rows) error {
	defer rows.Close()
	var hash []byte
	now.head.Writer = journal.Central
	if rows.Next() {
		if err := rows.Scan(&now.n, &now.head.Epoch, &now.head.Seq, &hash, &now.putBack); err != nil {
			return err
		}
	}
	copy(now.head.Hash[:], hash)
	rows.Close()
	return rows.Err()
}

// Key signs central's journal, and what it confirms of tills' ones.
func (s *Store) Key() journal.Signer { return s.o.Key }

// Stats is what a central did since it opened the store.
type Stats struct {
	Settled    int64 // writes that wrote nothing, answered without a turn
	Written    int64 // writes in commits
	Committed  int64
	Overlapped int64 // commits that were decided while the one before was on its way
	Overtaken  int64 // commits that were decided ahead on what wasn't so any more, and again behind the lock
	Retried    int64 // commits that the database gave back or left unanswered, and that were tried again
	Waiting    int64 // writes that wait for their turn now
	Conns      int64 // connections for reading that are in use now
	Glanced    int64 // reads that were to see the newest state, snapshots aside
	Looked     int64 // looks at the head for them: many share one
	Moved      int64 // of them those that were run again, since something changed while they read it
}

// Stats counts.
func (s *Store) Stats() Stats {
	return Stats{s.settled.Load(), s.written.Load(), s.committed.Load(), s.overlapped.Load(), s.overtaken.Load(), s.retried.Load(), int64(len(s.jobs)), int64(s.pool.Stat().AcquiredConns()),
		s.glanced.Load(), s.looked.Load(), s.moved.Load()}
}

// Backup is the database's own work. Fault: backup.database.
func (s *Store) Backup(context.Context, io.Writer) error {
	return fault.New(fault.Conflict, "backup.database", nil)
}

// Close finishes what was accepted. Writes that come later are fault store.closed.
func (s *Store) Close() error {
	s.entry.Lock()
	if s.closed {
		s.entry.Unlock()
		return nil
	}
	s.closed = true
	close(s.jobs)
	s.entry.Unlock()
	s.running.Wait()
	s.stopFollowing()
	s.pool.Close()
	return nil
}

// shut is the fault of a closed store, nil while it is open.
func (s *Store) shut() error {
	s.entry.RLock()
	defer s.entry.RUnlock()
	if s.closed {
		return fault.New(fault.Unavailable, "store.closed", nil)
	}
	return nil
}

// Read implements office.Store: one snapshot.
func (s *Store) Read(ctx context.Context, look func(office.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.shut(); err != nil {
		return err
	}
	snap, err := s.snapshot(ctx, s.o.Patience)
	if err != nil {
		return err
	}
	defer snap.end()
	return look(s.reader(snap.view, func() (standing, error) { return snap.now, nil }))
}

// snapshot is one state that is read.
type snapshot struct {
	conn *pgxpool.Conn
	ctx  context.Context
	now  standing
	view view
}

// nearMax is how long a reader waits until this central's own commit, which it has seen already, is in the cache.
const nearMax = 5 * time.Millisecond

// endMax is how long the end of a read may take.
const endMax = 5 * time.Second

// snapshot begins to read one state. It waits so long for a server that is gone.
func (s *Store) snapshot(ctx context.Context, most time.Duration) (*snapshot, error) {
	for wait := newPatience(time.Now(), most); ; {
		conn, err := s.pool.Acquire(ctx)
		if err == nil {
			var on beginning
			if err = on.begin(ctx, conn, s.cache, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", ""); err == nil {
				s.reach(on.now, on.known, on.commits)
				return &snapshot{conn, ctx, on.now, cachedView{s.cache, on.now.n, sqlView{ctx, conn}}}, nil
			}
			conn.Release()
		}
		if !lost(err) || !wait.more(ctx) {
			return nil, readFault(err)
		}
	}
}

// reach brings the cache to a state that was begun to be read. What this central has committed itself comes in a moment with
// all that it changed, where dropping that would cost more.
func (s *Store) reach(now standing, known int64, commits []foreignCommit) {
	if len(commits) > 0 && bytes.HasPrefix(commits[len(commits)-1].id, s.id[:]) && s.near(now.n) {
		return
	}
	s.cache.catchUp(known, now, commits)
}

// near waits a moment for a commit to be in the cache, and says whether it is.
func (s *Store) near(n int64) bool {
	late := time.NewTimer(nearMax)
	defer late.Stop()
	for {
		stands, moved := s.cache.standsAt()
		if stands >= n {
			return true
		}
		select {
		case <-moved:
		case <-late.C:
			return false
		}
	}
}

// end ends it, and nobody waits for that: nothing was written.
func (s *snapshot) end() {
	go func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), endMax)
		defer cancel()
		_, _ = s.conn.Exec(ctx, "COMMIT") // a connection that can't is not used again
		s.conn.Release()
	}()
}

func (s *Store) reader(v view, standing func() (standing, error)) reader {
	return reader{view: v, standing: standing, programs: &s.programs, postings: s.postings}
}
