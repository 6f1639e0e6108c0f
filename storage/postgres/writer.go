package postgres

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"tim/domain/fault"
)

// writers is how many connections a central writes on by turns: while the commit on one is on its way, what comes next is decided on the
// state that this commit will leave, to be sent on the other one as soon as it is answered.
const writers = 2

// writer commits on a connection of its own.
type writer struct {
	store  *Store
	config *pgx.ConnConfig
	conn   *pgx.Conn // nil while there is none
	late   []*job    // read ahead of their turn what wasn't known, and come next, in their turn
	bulk   *job      // was taken from what waits, and comes then
}

// sentCommit is a commit that was asked for, and may not have been answered yet.
type sentCommit struct {
	group     *group
	next      standing      // behind it
	done      chan struct{} // closed when it is known whether it was answered with yes, and the cache has it then
	committed bool          // known behind done
}

// wait waits until its fate is known, and says whether it is there for certain.
func (c *sentCommit) wait() bool {
	if c == nil {
		return false
	}
	<-c.done
	return c.committed
}

// follower is a group that is decided on the state behind a commit that may still be on its way. What isn't in the cache is errMissing.
func (c *sentCommit) follower(ctx context.Context, conn *pgx.Conn) *group {
	before := c.group
	g := &group{store: before.store, ctx: ctx, conn: conn, from: c.next, ahead: true}
	if before.store.turns.wary.Load() == 0 {
		g.guessed, g.presumed = map[string]bool{}, map[string]bool{}
	}
	below := &layer{below: nearCache{before.store.cache, before.from.n, g.guessed}, puts: before.over.puts, order: before.over.order}
	g.view = watchedView{below, new(error)}
	g.over = newLayer(g.view)
	return g
}

// errMissing ends a decision ahead of its turn: something that it reads isn't known.
var errMissing = errors.New("not in the cache")

// nearCache is what the cache knows of the state before a commit, or of that behind it: for whoever lays what it changes over that, both
// are the same. An order that it doesn't know is presumed to be a new one, which the commit itself proves.
type nearCache struct {
	cache   *cache
	n       int64           // the state before
	guessed map[string]bool // such orders; nil where nothing may be presumed
}

func (v nearCache) get(t *table, p place) ([]byte, error) {
	for n := v.n; n <= v.n+1; n++ {
		if value, there := v.cache.point(n, t, p); there {
			return value, nil
		}
	}
	if t == ordersTable && v.guessed != nil {
		v.guessed[p.shard] = true
		return nil, nil
	}
	return nil, errMissing
}

func (v nearCache) scan(t *table, s span, limit int) ([]row, error) {
	for n := v.n; n <= v.n+1 && !s.across; n++ {
		if rows, there := v.cache.scanned(n, t, s, limit); there {
			return rows, nil
		}
	}
	return nil, errMissing
}

// shyFor is how many commits are decided in their turn only, behind one that was decided ahead of it in vain: other centrals write too.
// waryFor is how many are decided on orders that were looked for, behind one that was presumed to be new and wasn't.
const (
	shyFor  = 16
	waryFor = 64
)

// turns is what is known to whose turn it is to decide; its lock is the turn.
type turns struct {
	sync.Mutex
	sent *sentCommit  // the last one that was sent; nil before the first
	shy  atomic.Int32 // so many commits are decided behind the head's lock only
	wary atomic.Int32 // so many commits presume nothing
}

func (s *Store) newWriter(config *pgx.ConnConfig) *writer {
	config = config.Copy()
	config.AfterConnect = limited(0, turnMax) // it waits for other centrals; and a COMMIT that is stopped waits for no replica
	return &writer{store: s, config: config}
}

// run takes what waits, commits it together and answers, until the store closes.
func (w *writer) run() {
	for {
		late, bulk := w.late, w.bulk
		switch {
		case len(late) > 0:
			w.late = nil
			w.store.turns.Lock()
			w.commit(w.together(late), false)
		case bulk != nil:
			w.bulk = nil
			w.store.turns.Lock()
			w.load(bulk)
		default:
			first := <-w.store.jobs
			switch {
			case first == nil:
				w.hangUp()
				return
			case first.bulk:
				w.bulk = first
				continue
			}
			w.store.turns.Lock()
			w.commit(w.together([]*job{first}), true)
		}
	}
}

// together adds to jobs those that wait, up to a bulk load.
func (w *writer) together(batch []*job) []*job {
	for len(batch) < commitMax && w.bulk == nil {
		j := w.waiting()
		if j == nil {
			break
		}
		if j.bulk {
			w.bulk = j
			break
		}
		batch = append(batch, j)
	}
	return batch
}

// waiting is the next job if there is one; those who were just answered are given a chance to come back.
func (w *writer) waiting() *job {
	for range 2 {
		select {
		case j := <-w.store.jobs: // nil when the store closes and nothing is left
			return j
		default:
			runtime.Gosched()
		}
	}
	return nil
}

// commit runs the jobs one after another in one transaction and answers them all behind its commit; ahead says whether they may be run before
// their turn. What the database refuses of several, for a reason that is not a matter of time, is tried one by one. It is called in its turn,
// and gives that back.
func (w *writer) commit(batch []*job, ahead bool) {
	last := slices.MaxFunc(batch, func(a, b *job) int { return a.came.Compare(b.came) })
	work := &jobs{list: batch, ahead: ahead}
	err := w.retrying(last.came, work)
	if _, coded := fault.Of(err); err != nil && !coded && len(work.list) > 1 {
		for _, j := range work.list {
			w.store.turns.Lock()
			w.commit([]*job{j}, false)
		}
		return
	}
	for _, j := range work.list {
		j.answer(err)
	}
}

// work is what a commit is made of.
type work interface {
	run(*group) error
}

// jobs are run one after another.
type jobs struct {
	list  []*job
	ahead bool // once before their turn, and others may join then
}

func (w *jobs) run(g *group) error {
	for _, j := range w.list {
		if err := g.run(j); err != nil {
			return err
		}
	}
	return nil
}

// retrying tries a commit until it is known what became of it, or patience ends. Work is run anew each time, first perhaps on what isn't committed
// yet. A commit whose answer was lost is looked for by its id: behind the head's lock it is
// there, or it never will be. Where the database was given up before and hasn't come back, those who waited through that have had their share
// of patience: it counts from when the last of them came. It is called in its turn, and gives that back.
func (w *writer) retrying(came time.Time, work work) error {
	var sent *commitID
	s := w.store
	if !s.gone.Load() {
		came = time.Now()
	}
	for wait := newPatience(came, s.o.Patience); ; s.turns.Lock() {
		a := attempt{writer: w, work: work, sent: sent}
		err := a.run()
		s.gone.Store(err != nil && lost(err))
		if err == nil {
			return nil
		}
		sent = a.sent
		if errors.Is(err, errOvertaken) {
			s.overtaken.Add(1)
			continue
		}
		w.hangUp()
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

// attempt is one transaction.
type attempt struct {
	*writer
	work  work
	sent  *commitID // the commit that was asked for, and of which nothing is known
	given bool      // the turn was given back
}

// giveTurn lets the next one decide.
func (a *attempt) giveTurn() {
	if !a.given {
		a.given = true
		a.store.turns.Unlock()
	}
}

// run is the attempt. The turn is given back when the commit is sent, at the latest in the end.
func (a *attempt) run() error {
	defer a.giveTurn()
	ctx, cancel := context.WithTimeout(context.Background(), attemptMax)
	defer cancel()
	g, err := a.decided(ctx)
	if err != nil || g == nil {
		return err
	}
	if !g.dirty {
		return g.rollback()
	}
	return a.commit(g)
}

// decided is a group that may be committed, its work done on the newest state under the head's lock; nil when there is nothing to commit.
func (a *attempt) decided(ctx context.Context) (*group, error) {
	t := &a.store.turns
	if err := a.connect(ctx); err != nil {
		return nil, err
	}
	t.wary.Store(max(0, t.wary.Load()-1))
	if jobs, is := a.work.(*jobs); is && jobs.ahead && t.sent != nil && t.shy.Load() == 0 {
		return a.aheadOfTurn(ctx, jobs, t.sent)
	}
	t.shy.Store(max(0, t.shy.Load()-1))
	t.sent.wait()
	return a.inTurn(ctx)
}

// inTurn waits for the head's lock and does the work behind it.
func (a *attempt) inTurn(ctx context.Context) (*group, error) {
	var on beginning
	if err := on.begin(ctx, a.conn, a.store.cache, "BEGIN", " FOR UPDATE"); err != nil {
		return nil, fmt.Errorf("wait for the head: %w", err)
	}
	if on.foreign(a.store.id) {
		a.store.turns.shy.Store(shyFor)
	}
	g := a.store.locked(ctx, a.conn, on)
	if a.sent != nil {
		there, err := g.has(*a.sent)
		switch {
		case err != nil:
			return nil, errors.Join(err, g.rollback())
		case there:
			return nil, g.confirm()
		}
		a.sent = nil
	}
	return g, a.work.run(g)
}

// aheadOfTurn does the work on the state that a commit will leave, while that is on its way; who comes meanwhile joins. The head is taken with
// the commit, where it still is as was foreseen. Where nothing is to be written, and so nothing would tell whether the state was the newest,
// it is done again in its turn.
func (a *attempt) aheadOfTurn(ctx context.Context, jobs *jobs, behind *sentCommit) (*group, error) {
	g := behind.follower(ctx, a.conn)
	jobs.ahead = false
	a.joined(g, jobs, behind.done)
	if behind.wait() && g.dirty {
		return g, nil
	}
	if len(jobs.list) == 0 {
		jobs.list, a.late = a.late, nil
	}
	return a.inTurn(ctx)
}

// joined runs the jobs, and those that come until the commit before is answered.
func (a *attempt) joined(g *group, jobs *jobs, answered <-chan struct{}) {
	first := jobs.list
	jobs.list = nil
	for _, j := range first {
		a.try(g, jobs, j)
	}
	for len(jobs.list)+len(a.late) < commitMax && a.bulk == nil {
		select {
		case <-answered:
			return
		case j, open := <-a.store.jobs:
			switch {
			case !open: // the store closes
				return
			case j.bulk:
				a.bulk = j
			default:
				a.try(g, jobs, j)
			}
		}
	}
}

// try runs a job ahead of its turn. One that reads what isn't known there is late: the others don't wait for it.
func (a *attempt) try(g *group, jobs *jobs, j *job) {
	if g.run(j) == nil {
		jobs.list = append(jobs.list, j)
		return
	}
	*g.view.err = nil
	clear(g.guessed)
	a.late = append(a.late, j)
}

// errOvertaken says that a commit was refused because what it was decided on isn't so: another central wrote since, or an order that was
// presumed to be new is there.
var errOvertaken = errors.New("decided on another state")

// commit sends a group, gives the turn back, and waits for the answer.
func (a *attempt) commit(g *group) error {
	s := a.store
	on := &sentCommit{group: g, done: make(chan struct{})}
	defer close(on.done)
	results, next, id := g.send()
	on.next, a.sent = next, &id
	if s.turns.sent = on; g.whole {
		s.turns.shy.Store(max(s.turns.shy.Load(), 1)) // what it changed isn't in its layer
	}
	a.giveTurn()
	err := results.Close()
	switch {
	case err == nil:
		a.sent = nil
		a.keep(g, next)
		on.committed = true
		return nil
	case g.ahead && overtaken(err):
		s.turns.shy.Store(shyFor)
		return a.overtaken(g)
	case g.ahead && presumedWrong(err):
		s.turns.wary.Store(waryFor)
		return a.overtaken(g)
	case refused(err):
		a.sent = nil
	}
	return fmt.Errorf("commit: %w", err)
}

// overtaken ends a commit that was refused for what it was decided on, on a connection that can go on.
func (a *attempt) overtaken(g *group) error {
	a.sent = nil
	if g.rollback() != nil {
		a.hangUp()
	}
	return errOvertaken
}

// keep notes what was committed.
func (a *attempt) keep(g *group, next standing) {
	s := a.store
	s.cache.committed(next, g)
	s.committed.Add(1)
	s.written.Add(g.written)
	if g.ahead {
		s.overlapped.Add(1)
	}
}

// connect sees that there is a connection.
func (w *writer) connect(ctx context.Context) error {
	if w.conn != nil && !w.conn.IsClosed() {
		return nil
	}
	conn, err := pgx.ConnectConfig(ctx, w.config.Copy())
	if err != nil {
		return fmt.Errorf("connect to write: %w", err)
	}
	if err := w.store.sameServer(ctx, conn); err != nil {
		return errors.Join(err, conn.Close(ctx))
	}
	w.conn = conn
	return nil
}

func (w *writer) hangUp() {
	if w.conn != nil {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = w.conn.Close(ctx) // what it had begun is rolled back
		w.conn = nil
	}
}
