package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/storage/stored"
)

// Moved says what a move has brought over.
type Moved struct {
	Rows     int64
	Accounts int64 // folded on both sides, and found the same
	Events   uint64
}

// MoveOptions say how a store is moved.
type MoveOptions struct {
	At       time.Time               // the instant that accounts are compared at
	Progress func(done, total int64) // told of rows, and then of those that were compared; may be nil
	Chunk    int                     // bytes that one transaction brings; 0: 8 MB
}

// Move brings all that another store keeps into an empty database. A move that was stopped goes on where it stood when it is called
// again with the same, unchanged source. No central may use the database before it is whole and proved: its journals event by event,
// and every account folded on both sides. Faults: those of Open, store.full (something else is in the database), store.changed (the source
// has, since the move was stopped), store.moving (another move goes on there), store.differs.
func Move(ctx context.Context, from stored.Source, url string, o MoveOptions) (did Moved, err error) {
	if o.Progress == nil {
		o.Progress = func(int64, int64) {}
	}
	if o.Chunk <= 0 {
		o.Chunk = chunkMax
	}
	conn, err := once(ctx, url, writable)
	if err != nil {
		return did, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if err := migrate(ctx, conn, migrations); err != nil {
		return did, err
	}
	m := &move{MoveOptions: o, ctx: ctx, from: from, conn: conn}
	if err := m.begin(); err != nil {
		return did, err
	}
	if err := m.rows(); err != nil {
		return did, err
	}
	head, err := m.head()
	if err != nil {
		return did, err
	}
	if did, err = m.proved(head); err != nil {
		return did, err
	}
	return did, m.end(head)
}

// move is one on its way.
type move struct {
	MoveOptions
	ctx      context.Context
	from     stored.Source
	conn     *pgx.Conn
	total    int64
	done     int64
	position []byte
	tx       *tx
}

// nothing is an empty state: what is moved needs nothing that is there.
type nothing struct{}

func (nothing) get(*table, place) ([]byte, error)     { return nil, nil }
func (nothing) scan(*table, span, int) ([]row, error) { return nil, nil }

func (m *move) fresh() { m.tx = newTx(nothing{}, standing{}, reader{}) }

// begin finds where a move stands, or that the database has nothing. A central that starts looks behind the same lock.
func (m *move) begin() (err error) {
	if m.total, err = m.from.Rows(m.ctx); err != nil {
		return err
	}
	state, err := m.from.State(m.ctx)
	if err != nil {
		return err
	}
	m.fresh()
	key := []byte(m.from.Key().Public())
	return m.transaction(func(tx pgx.Tx) error {
		var used bool
		if err := tx.QueryRow(m.ctx, "SELECT n > 0 OR public_key <> '' FROM head WHERE id = 1 FOR UPDATE").Scan(&used); err != nil {
			return err
		}
		var source []byte
		err := tx.QueryRow(m.ctx, "SELECT source, position, rows FROM moving WHERE id = 1").Scan(&source, &m.position, &m.done)
		switch {
		case errors.Is(err, pgx.ErrNoRows) && !used:
			m.position = []byte{}
			_, err = tx.Exec(m.ctx, "INSERT INTO moving VALUES (1, $1, '', 0)", slices.Concat(key, state))
		case errors.Is(err, pgx.ErrNoRows), err == nil && !bytes.HasPrefix(source, key):
			err = fault.New(fault.Conflict, "store.full", nil)
		case err == nil && !bytes.Equal(source, slices.Concat(key, state)):
			err = fault.New(fault.Conflict, "store.changed", nil)
		}
		return err
	})
}

// transaction runs work in one, and tells a database that can't be reached from one that refuses.
func (m *move) transaction(work func(pgx.Tx) error) error {
	err := pgx.BeginFunc(m.ctx, m.conn, work)
	if _, coded := fault.Of(err); coded {
		return err
	}
	return readFault(err)
}

// own fails where the statement hasn't found the move where this one left it.
func own(did pgconn.CommandTag) error {
	if did.RowsAffected() != 1 {
		return fault.New(fault.Conflict, "store.moving", nil)
	}
	return nil
}

// rows takes over what comes behind the position, in chunks, each with its position in a transaction.
func (m *move) rows() error {
	var last []byte
	err := m.from.Walk(m.ctx, m.position, func(e stored.Entry) (bool, error) {
		if _, seal := e.Document.(journal.Seal); !seal && m.tx.over.size > m.Chunk { // a seal goes with the event before it
			if err := m.send(last); err != nil {
				return false, err
			}
		}
		m.done++
		last = e.Position
		return true, m.take(e)
	})
	if err != nil {
		return err
	}
	return m.send(last)
}

// take puts an entry into the layer.
func (m *move) take(e stored.Entry) error {
	t := m.tx
	own := e.Of.Writer == journal.Central
	switch {
	case e.Event != nil && own:
		t.put(eventsTable, ownEvent(e.Of.Epoch, e.Event.Event.Seq), encodeEvent(*e.Event, nil))
	case e.Event != nil:
		return t.Take(e.Of, *e.Event)
	case e.Posting != nil:
		form := stored.Posting(*e.Posting)
		t.write(postingsTable, postingPlace(e.Posting.Member, e.Of, e.Seq, e.N), change{journal.Encode(&form), pointsOf(*e.Posting)})
	case e.Answer != nil:
		return t.Remember(e.Key, *e.Answer)
	case e.Note != nil:
		return t.PutNote(e.Space, e.Key, e.Note)
	default:
		if seal, is := e.Document.(journal.Seal); is && own {
			return t.seal(eventsTable, ownEvent(seal.Epoch, seal.To), seal)
		}
		return t.Put(e.Document)
	}
	return nil
}

// send writes the layer and where the move stands now. Fault: store.moving when that is no longer where it stood.
func (m *move) send(position []byte) error {
	if position == nil {
		position = m.position
	}
	g := &group{over: m.tx.over}
	var b pgx.Batch
	g.queue(&b)
	b.Queue("UPDATE moving SET position = $1, rows = $2 WHERE id = 1 AND position = $3", position, m.done, m.position).Exec(own)
	if err := m.transaction(func(tx pgx.Tx) error { return tx.SendBatch(m.ctx, &b).Close() }); err != nil {
		return err
	}
	m.position = position
	m.fresh()
	m.Progress(min(m.done, m.total), m.total)
	return nil
}

// end gives the database to centrals.
func (m *move) end(head journal.Head) error {
	var b pgx.Batch
	b.Queue("DELETE FROM moving WHERE id = 1 AND position = $1", m.position).Exec(own)
	b.Queue("UPDATE head SET epoch = $1, seq = $2, hash = $3, public_key = $4 WHERE id = 1", head.Epoch, head.Seq, head.Hash[:], []byte(m.from.Key().Public()))
	return m.transaction(func(tx pgx.Tx) error { return tx.SendBatch(m.ctx, &b).Close() })
}

// head is where the journal stands that was moved.
func (m *move) head() (journal.Head, error) {
	head := journal.Head{Writer: journal.Central, Epoch: 1}
	end := all()
	end.desc = true
	rows, err := m.there().scan(eventsTable, end, 1)
	if err != nil || len(rows) == 0 {
		return head, err
	}
	record, _, err := decodeEvent(rows[0].value)
	if err != nil {
		return head, fmt.Errorf("the journal's end: %w", err)
	}
	return journal.Head{Writer: record.Event.Writer, Epoch: record.Event.Epoch, Seq: record.Event.Seq, Hash: record.Hash}, nil
}

func (m *move) there() sqlView { return sqlView{m.ctx, m.conn} }

// proved compares both sides. Fault: store.differs.
func (m *move) proved(head journal.Head) (did Moved, err error) {
	did.Rows = m.done
	there := reader{view: cachedView{newCache(0), -1, m.there()}, standing: func() (standing, error) { return standing{head: head}, nil }}
	if did.Accounts, err = m.accounts(there); err != nil {
		return did, err
	}
	v := newVerification(there)
	if err := v.all(m.ctx, m.from.Key().Public(), filedMax); err != nil {
		return did, err
	}
	if v.broken != nil {
		return did, differs(fmt.Sprintf("%s %d %s", v.broken.Of, v.broken.Seq, v.broken.Reason))
	}
	did.Events = v.sum.Events
	return did, nil
}

func differs(what string) error {
	return fault.New(fault.Conflict, "store.differs", fault.Args{"value": what})
}

// accounts folds every account on both sides.
func (m *move) accounts(there reader) (n int64, err error) {
	member, postings := "", []loyalty.Posting(nil)
	compare := func() error {
		if len(postings) == 0 {
			return nil
		}
		moved, err := there.Postings(member)
		if err != nil {
			return err
		}
		n++
		if len(moved) != len(postings) || !reflect.DeepEqual(loyalty.Fold(moved).At(m.At), loyalty.Fold(postings).At(m.At)) {
			return differs(member)
		}
		return nil
	}
	m.done = 0
	err = m.from.Walk(m.ctx, nil, func(e stored.Entry) (bool, error) {
		if m.done++; m.done%10_000 == 0 {
			m.Progress(min(m.done, m.total), m.total)
		}
		if e.Posting == nil {
			return true, nil
		}
		if e.Posting.Member != member {
			if err := compare(); err != nil {
				return false, err
			}
			member, postings = e.Posting.Member, nil
		}
		postings = append(postings, *e.Posting)
		return true, nil
	})
	m.Progress(m.total, m.total)
	return n, errors.Join(err, compare())
}
