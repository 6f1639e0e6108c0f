package postgres

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
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

// run is this central's writer: it takes what waits, commits it together and answers, until the store closes.
func (s *Store) run(config *pgx.ConnConfig) {
	defer close(s.stopped)
	config = config.Copy()
	config.AfterConnect = limited(0, turnMax) // it waits for other centrals; and a COMMIT that is stopped waits for no replica
	for j := range s.jobs {
		for next := j; next != nil; {
			if next.bulk {
				s.load(config, next)
				break
			}
			next = s.together(config, next)
		}
	}
	s.hangUp()
}

// together commits a job with those that wait behind it, up to a bulk load, which it gives back.
func (s *Store) together(config *pgx.ConnConfig, first *job) (bulk *job) {
	batch := []*job{first}
	for len(batch) < commitMax {
		j := s.waiting()
		if j == nil {
			break
		}
		if j.bulk {
			bulk = j
			break
		}
		batch = append(batch, j)
	}
	s.commit(config, batch)
	return bulk
}

// waiting is the next job if there is one; those who were just answered are given a chance to come back.
func (s *Store) waiting() *job {
	for range 2 {
		select {
		case j := <-s.jobs: // nil when the store closes and nothing is left
			return j
		default:
			runtime.Gosched()
		}
	}
	return nil
}

// commit runs the jobs one after another in one transaction and answers them all behind its commit. What the database
// refuses of several, for a reason that is not a matter of time, is tried one by one.
func (s *Store) commit(config *pgx.ConnConfig, batch []*job) {
	last := slices.MaxFunc(batch, func(a, b *job) int { return a.came.Compare(b.came) })
	err := s.retrying(config, last.came, func(g *group) error {
		for _, j := range batch {
			if err := g.run(j); err != nil {
				return err
			}
		}
		return nil
	})
	if _, coded := fault.Of(err); err != nil && !coded && len(batch) > 1 {
		for _, j := range batch {
			s.commit(config, []*job{j})
		}
		return
	}
	for _, j := range batch {
		j.answer(err)
	}
}

// retrying tries a commit until it is known what became of it, or patience ends. Work is run anew each time. A commit whose
// answer was lost is looked for by its id: behind the head's lock it is there, or it never will be. Where the database was given up before
// and hasn't come back, those who waited through that have had their share of patience: it counts from when the last of them came.
func (s *Store) retrying(config *pgx.ConnConfig, came time.Time, work func(*group) error) error {
	var sent *commitID
	if !s.gone {
		came = time.Now()
	}
	for wait := newPatience(came, s.o.Patience); ; {
		err := s.attempt(config, work, &sent)
		s.gone = err != nil && lost(err)
		if err == nil {
			return nil
		}
		s.hangUp()
		s.retried.Add(1)
		switch {
		case full(err):
			return fault.Wrap(fault.Unavailable, "ledger.full", err, nil)
		case again(err):
		case !lost(err):
			return err
		}
		if !wait.more(context.Background()) {
			return readFault(err)
		}
	}
}

// commitID finds a commit again.
type commitID struct {
	n  int64
	id []byte
}

// attempt is one transaction. Sent is set to the commit that was asked for.
func (s *Store) attempt(config *pgx.ConnConfig, work func(*group) error, sent **commitID) error {
	ctx, cancel := context.WithTimeout(context.Background(), attemptMax)
	defer cancel()
	g, err := s.lock(ctx, config)
	if err != nil {
		return err
	}
	if *sent != nil {
		there, err := g.has(**sent)
		switch {
		case err != nil:
			return errors.Join(err, g.rollback())
		case there:
			return g.confirm()
		}
		*sent = nil
	}
	if err := work(g); err != nil {
		return err
	}
	if !g.dirty {
		return g.rollback()
	}
	return g.commit(sent)
}

// connect is the writer's connection.
func (s *Store) connect(ctx context.Context, config *pgx.ConnConfig) (*pgx.Conn, error) {
	if s.writer != nil && !s.writer.IsClosed() {
		return s.writer, nil
	}
	conn, err := pgx.ConnectConfig(ctx, config.Copy())
	if err != nil {
		return nil, fmt.Errorf("connect to write: %w", err)
	}
	if err := s.sameServer(ctx, conn); err != nil {
		return nil, errors.Join(err, conn.Close(ctx))
	}
	s.writer = conn
	return conn, nil
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

func (s *Store) hangUp() {
	if s.writer != nil {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = s.writer.Close(ctx) // what it had begun is rolled back
		s.writer = nil
	}
}

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
