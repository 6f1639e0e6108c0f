package postgres

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"tim/domain/office"
)

// looks are looks at the head that many share. Who comes while one is on its way waits for the next one: what was committed before
// their call may be missing from what has been asked already.
type looks struct {
	look func() error
	mu   sync.Mutex
	busy bool      // one is on its way
	next *headLook // the one behind it, nil while nobody waits for that
}

// headLook is one of them. err is to be read when done is closed.
type headLook struct {
	done chan struct{}
	err  error
}

// share waits for a look that begins behind the call.
func (l *looks) share(ctx context.Context) error {
	l.mu.Lock()
	if l.next == nil {
		l.next = &headLook{done: make(chan struct{})}
	}
	mine := l.next
	if !l.busy {
		l.busy = true
		go l.run()
	}
	l.mu.Unlock()
	select {
	case <-mine.done:
		return mine.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// run looks as long as somebody waits.
func (l *looks) run() {
	for on := l.begin(); on != nil; on = l.begin() {
		on.err = l.look()
		close(on.done)
	}
}

func (l *looks) begin() *headLook {
	l.mu.Lock()
	defer l.mu.Unlock()
	on := l.next
	l.next, l.busy = nil, on != nil
	return on
}

// look brings the cache to where the head stands.
func (s *Store) look() error {
	ctx, cancel := context.WithTimeout(context.Background(), statementMax)
	defer cancel()
	s.looked.Add(1)
	var b pgx.Batch
	known := queueHead(&b, s.cache, "")
	results := s.pool.SendBatch(ctx, &b)
	now, commits, err := readHead(results)
	if err := errors.Join(err, results.Close()); err != nil {
		return err
	}
	// The list is read behind the head, and may have what was committed in between.
	s.reach(now, known, slices.DeleteFunc(commits, func(c foreignCommit) bool { return c.n > now.n }))
	return nil
}

// atHead returns when the cache stands behind every commit that was there at the call. It waits so long for a server that is gone.
func (s *Store) atHead(ctx context.Context, most time.Duration) error {
	for wait := newPatience(time.Now(), most); ; {
		err := s.looks.share(ctx)
		if err == nil || !lost(err) && !again(err) || !wait.more(ctx) {
			return readFault(err)
		}
	}
}

// Glance implements office.Glancer: the state is that of the cache behind a shared look at the head, and where all that is read is there,
// that is all the server is asked. Where something has changed while it was read, look runs again on a snapshot.
func (s *Store) Glance(ctx context.Context, look func(office.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.shut(); err != nil {
		return err
	}
	if err := s.atHead(ctx, s.o.Patience); err != nil {
		return err
	}
	s.glanced.Add(1)
	if moved, err := s.glance(ctx, look); !moved {
		return err
	}
	s.moved.Add(1)
	return s.Read(ctx, look)
}

func (s *Store) glance(ctx context.Context, look func(office.Reader) error) (moved bool, err error) {
	v := s.past(ctx, s.o.Patience)
	defer v.end()
	err = look(s.reader(v.watched(), v.standing))
	return errors.Is(*v.failed, errMoved), err
}

// errMoved ends a look at a state that is past, of which something isn't known any more.
var errMoved = errors.New("the state has changed since")

// pastView is the state that the cache stood at. What isn't there is read in the newest state, and believed where nothing has changed since.
type pastView struct {
	store  *Store
	ctx    context.Context
	now    standing
	most   time.Duration // how long a server that is gone is waited for
	snap   *snapshot     // nil while nothing was missing
	failed *error        // the first error: whatever a look makes of it, what it says is of no state
}

// past is the state that the cache stands at. Who called atHead before finds all in it that was committed by then.
func (s *Store) past(ctx context.Context, most time.Duration) *pastView {
	return &pastView{store: s, ctx: ctx, now: s.cache.standing(), most: most, failed: new(error)}
}

func (v *pastView) watched() watchedView { return watchedView{v, v.failed} }

func (v *pastView) standing() (standing, error) { return v.now, nil }

func (v *pastView) end() {
	if v.snap != nil {
		v.snap.end()
	}
}

// newest is a view of the newest state.
func (v *pastView) newest() (view, error) {
	if v.snap == nil {
		snap, err := v.store.snapshot(v.ctx, v.most)
		if err != nil {
			return nil, err
		}
		v.snap = snap
	}
	return v.snap.view, nil
}

func (v *pastView) get(t *table, p place) ([]byte, error) {
	if value, there := v.store.cache.point(v.now.n, t, p); there {
		return value, nil
	}
	newest, err := v.newest()
	if err != nil {
		return nil, err
	}
	value, err := newest.get(t, p)
	return value, errors.Join(err, v.unmoved(t, p.shard))
}

func (v *pastView) scan(t *table, s span, limit int) ([]row, error) {
	if !s.across {
		if rows, there := v.store.cache.scanned(v.now.n, t, s, limit); there {
			return rows, nil
		}
	}
	newest, err := v.newest()
	if err != nil {
		return nil, err
	}
	if s.across && v.snap.now.n != v.now.n {
		return nil, errMoved
	}
	rows, err := newest.scan(t, s, limit)
	return rows, errors.Join(err, v.unmoved(t, s.from.shard))
}

// unmoved fails where a shard isn't known to be as it was.
func (v *pastView) unmoved(t *table, shard string) error {
	c := v.store.cache
	c.mu.Lock()
	defer c.mu.Unlock()
	if v.snap.now.n == v.now.n || c.now.n >= v.snap.now.n && c.holds(v.now.n, shardOf{t, shard}) {
		return nil
	}
	return errMoved
}
