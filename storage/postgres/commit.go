package postgres

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"

	"tim/domain/fault"
	"tim/domain/office"
)

// commitMax is how many writes one commit takes at most: it bounds how long the first of them waits for the others.
const commitMax = 256

// attemptMax is how long one try at a commit may take, waiting for other centrals' commits and loads included.
const attemptMax = 10 * time.Minute

// turnMax is how long a central may have nothing to say while the others wait for it, and loadMax the same while it imports: then it is
// gone, and its server lets the next one have its turn.
const (
	turnMax = 10 * time.Second
	loadMax = 5 * time.Minute
)

// job is a write that waits for its answer.
type job struct {
	ctx    context.Context
	decide func(office.Tx) error
	came   time.Time // from when on its patience counts
	bulk   bool
	err    error
	bug    any // what decide panicked with
	done   chan struct{}
}

func newJob(ctx context.Context, decide func(office.Tx) error) *job {
	return &job{ctx: ctx, decide: decide, came: time.Now(), done: make(chan struct{})}
}

func (j *job) answer(err error) {
	if err != nil {
		j.err, j.bug = err, nil
	}
	close(j.done)
}

// Write implements office.Store. Decide is run twice: first beside all others on one state, which reads what it is going to need
// into the cache, then in its turn on the newest. What refuses or writes nothing is answered by the first.
func (s *Store) Write(ctx context.Context, decide func(office.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.shut(); err != nil {
		return err
	}
	j := newJob(ctx, decide)
	if settled, err := s.ahead(ctx, decide); settled {
		s.settled.Add(1)
		return err
	}
	return s.do(j)
}

// do hands a job to the writer and waits for its end: a write that has begun can't be called off, since it shares its
// commit with others.
func (s *Store) do(j *job) error {
	if err := s.enter(j); err != nil {
		return err
	}
	<-j.done
	if j.bug != nil {
		panic(j.bug)
	}
	return j.err
}

func (s *Store) enter(j *job) error {
	s.entry.RLock()
	defer s.entry.RUnlock()
	if s.closed {
		return fault.New(fault.Unavailable, "store.closed", nil)
	}
	select {
	case s.jobs <- j:
		return nil
	case <-j.ctx.Done():
		return j.ctx.Err()
	}
}

// ahead runs decide beside all others. It is settled when nothing has to be written; not so when the database failed, which the writer has
// more patience with.
func (s *Store) ahead(ctx context.Context, decide func(office.Tx) error) (settled bool, err error) {
	if err := s.atHead(ctx, 0); err != nil {
		return ctx.Err() != nil, ctx.Err()
	}
	v := s.past(ctx, 0)
	defer v.end()
	t := newTx(v.watched(), v.now, s.reader(nil, nil))
	err = decide(t)
	return *v.failed == nil && (err != nil || !t.dirty), err
}

// sameServer notes when another server answers than the one that was written to last: a replica that took its place, or a
// copy that was put back. Then something that was answered may be missing, and SHARES 17 holds. Engines that don't say which they are
// are believed.
func (s *Store) sameServer(ctx context.Context, conn *pgx.Conn) error {
	var name string
	err := conn.QueryRow(ctx, `SELECT system_identifier::text || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) FROM pg_control_system()`).Scan(&name)
	if err != nil {
		if lost(err) {
			return err
		}
		return nil
	}
	if s.o.Aside {
		var same bool
		err := conn.QueryRow(ctx, "SELECT cluster IN ('', $1) FROM head WHERE id = 1", name).Scan(&same)
		if err == nil && !same {
			err = fault.New(fault.Unavailable, "store.another", nil)
		}
		return err
	}
	_, err = conn.Exec(ctx, anotherSQL, name, s.o.SyncedFailover)
	return err
}

// Commits are counted within an era. Another server begins one of its own, far from those before: what a central remembers of commits
// that were lost with a server is never taken for a state of the next one, however many commits that has made since. The next era is drawn,
// since of several servers that were lost one may have begun the one behind this already.
const (
	eraBits    = 32
	anotherSQL = `UPDATE head SET cluster = $1, put_back = put_back OR (cluster <> '' AND NOT $2),
		n = CASE WHEN cluster = '' THEN n ELSE ((n >> 32) + 1 + (random() * 50000)::bigint) << 32 END WHERE id = 1 AND cluster <> $1`
)

// patience is how long something is tried again, with pauses that grow.
type patience struct {
	until time.Time
	pause time.Duration
}

const (
	pauseMin = 2 * time.Millisecond
	pauseMax = 500 * time.Millisecond
)

func newPatience(from time.Time, whole time.Duration) *patience {
	return &patience{until: from.Add(whole), pause: pauseMin}
}

// more waits a little, and says whether to try again.
func (p *patience) more(ctx context.Context) bool {
	if time.Now().After(p.until) {
		return false
	}
	select {
	case <-ctx.Done():
		return false
	case <-time.After(p.pause/2 + rand.N(p.pause)):
	}
	p.pause = min(2*p.pause, pauseMax)
	return true
}
