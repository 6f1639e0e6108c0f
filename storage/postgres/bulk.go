package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"tim/domain/fault"
	"tim/domain/office"
)

// chunkMax is how many bytes a bulk load, or a move, holds in memory before it sends them.
const chunkMax = 8 << 20

// Bulk implements office.Store: one long transaction, sent in chunks. Reads go on with the state before; writes of all centrals wait.
func (s *Store) Bulk(ctx context.Context, decide func(office.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j := newJob(ctx, decide)
	j.bulk = true
	return s.do(j)
}

// load runs a bulk load. It is called in its turn, and gives that back.
func (w *writer) load(j *job) { j.answer(w.retrying(j.came, &load{job: j})) }

// load is run once: behind that it isn't tried again.
type load struct {
	job *job
	ran bool
}

func (w *load) run(g *group) error {
	if w.ran {
		return fault.New(fault.Unavailable, "store.unreachable", nil)
	}
	w.ran = true
	return g.load(w.job)
}

// load runs a job whose writes don't fit into memory.
func (g *group) load(j *job) error {
	if j.err = j.ctx.Err(); j.err != nil {
		return nil
	}
	if g.from.putBack { // only a new incarnation ends that, and no load begins one
		j.err = fault.New(fault.Unavailable, "store.put_back", nil)
		return nil
	}
	g.ctx = context.WithoutCancel(g.ctx) // a load takes as long as it takes, which is longer than a try at a commit may
	if _, err := g.conn.Exec(g.ctx, fmt.Sprint("SET LOCAL idle_in_transaction_session_timeout = ", loadMax.Milliseconds())); err != nil {
		return err
	}
	sql := watchedView{sqlView{g.ctx, g.conn}, g.view.err} // the cache doesn't know what was sent and isn't committed
	g.view, g.over = sql, newLayer(sql)
	t := newTx(sql, g.from, g.store.reader(nil, nil))
	send := func() error {
		g.take(t)
		g.seal()
		var b pgx.Batch
		g.queue(&b)
		if err := g.conn.SendBatch(g.ctx, &b).Close(); err != nil {
			return g.view.keep(err)
		}
		g.whole = true
		g.over, t.events, t.answered = newLayer(sql), nil, 0
		*t.over = *newLayer(sql)
		t.from.head = g.from.head
		return nil
	}
	t.grown = func() error {
		if t.over.size < chunkMax {
			return nil
		}
		return send()
	}
	func() {
		defer func() { j.bug = recover() }()
		j.err = j.decide(t)
	}()
	switch {
	case *g.view.err != nil:
		return *g.view.err
	case j.err != nil || j.bug != nil:
		g.dirty = false
	case t.dirty:
		g.take(t)
	}
	return nil
}
