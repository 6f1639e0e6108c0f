package postgres

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
)

// group is writes that are committed together. It is decided behind the head's lock, where nobody else writes meanwhile, or ahead of it.
type group struct {
	store    *Store
	ctx      context.Context
	conn     *pgx.Conn
	view     watchedView // the newest state
	over     *layer      // what the group has written so far
	from     standing
	events   []journal.Event
	news     office.News
	resumed  bool
	answered int
	oldest   int64    // answers given before this instant are forgotten
	gone     [][]byte // their keys, behind the commit
	written  int64    // jobs that wrote something
	dirty    bool
	whole    bool            // it changed so much that nobody is told what
	ahead    bool            // it was decided without the lock, on what the commit before it left
	guessed  map[string]bool // orders that the job on its way presumes to be new, since they weren't looked for
	presumed map[string]bool // the same of the jobs before: the commit is refused where one of them is there
}

// watchedView keeps the first error: behind it the transaction is over, whatever a decide makes of it.
type watchedView struct {
	view
	err *error
}

func (v watchedView) get(t *table, p place) ([]byte, error) {
	value, err := v.view.get(t, p)
	return value, v.keep(err)
}

func (v watchedView) scan(t *table, s span, limit int) ([]row, error) {
	rows, err := v.view.scan(t, s, limit)
	return rows, v.keep(err)
}

func (v watchedView) keep(err error) error {
	if err != nil && *v.err == nil {
		*v.err = err
	}
	return err
}

// changesSQL lists the commits behind one, as many as are worth looking at. The limit makes every planner take the index.
var changesSQL = fmt.Sprint("SELECT n, id, changes FROM commits WHERE n > $1 ORDER BY n LIMIT ", changesMax)

// changesMax is how many commits a cache catches up with; behind more than that it begins anew.
const changesMax = 1_000

// sender is a connection that statements are sent on without waiting for each.
type sender interface {
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// beginning is what was read on the way that opened a transaction.
type beginning struct {
	now     standing
	known   int64           // the commit that the cache stood at before
	commits []foreignCommit // behind that
}

// begin opens a transaction and reads, on the same way, where the journal stands and what was committed behind what the cache knows.
func (on *beginning) begin(ctx context.Context, conn sender, c *cache, how, lock string) (err error) {
	var b pgx.Batch
	on.known = queueBegin(&b, c, how, lock)
	results := conn.SendBatch(ctx, &b)
	on.now, on.commits, err = readBegin(results)
	return errors.Join(err, results.Close())
}

// foreign says whether others than this central have committed something.
func (on *beginning) foreign(own [8]byte) bool {
	return slices.ContainsFunc(on.commits, func(c foreignCommit) bool { return !bytes.HasPrefix(c.id, own[:]) })
}

// locked is a group behind the head's lock, with the cache up to date.
func (s *Store) locked(ctx context.Context, conn *pgx.Conn, on beginning) *group {
	s.cache.catchUp(on.known, on.now, on.commits)
	g := &group{store: s, ctx: ctx, conn: conn, from: on.now}
	g.view = watchedView{cachedView{s.cache, g.from.n, sqlView{ctx, conn}}, new(error)}
	g.over = newLayer(g.view)
	return g
}

// queueBegin is the statements that begin a transaction; known is the commit that the cache stood at.
func queueBegin(b *pgx.Batch, c *cache, how, lock string) (known int64) {
	b.Queue(how)
	return queueHead(b, c, lock)
}

// queueHead is the statements that read where the head stands, and what was committed behind what the cache knows.
func queueHead(b *pgx.Batch, c *cache, lock string) (known int64) {
	known, _ = c.standsAt()
	b.Queue(standingSQL + lock)
	b.Queue(changesSQL, known)
	return known
}

// readBegin reads what they are answered with.
func readBegin(results pgx.BatchResults) (now standing, commits []foreignCommit, err error) {
	if _, err = results.Exec(); err != nil {
		return now, nil, err
	}
	return readHead(results)
}

func readHead(results pgx.BatchResults) (now standing, commits []foreignCommit, err error) {
	rows, err := results.Query()
	if err == nil {
		err = now.scan(rows)
	}
	if err == nil {
		commits, err = readCommits(results.Query())
	}
	return now, commits, err
}

// run runs a job's decide; when that fails nothing of it is left. The error is the database's. While a store that was put back is the
// incarnation that it was, the one write that is taken is that which ends that (office.Resume).
func (g *group) run(j *job) error {
	j.err, j.bug = j.ctx.Err(), nil
	if j.err != nil {
		return nil
	}
	from := g.from
	from.head.Seq += uint64(len(g.events))
	from.putBack = from.putBack && !g.resumed
	t := newTx(g.over, from, g.store.reader(nil, nil))
	func() {
		defer func() { j.bug = recover() }()
		j.err = j.decide(t)
	}()
	if *g.view.err != nil {
		return *g.view.err
	}
	if j.err == nil && j.bug == nil && t.dirty && from.putBack && !t.resumed {
		j.err = fault.New(fault.Unavailable, "store.put_back", nil)
	}
	wrote := j.err == nil && j.bug == nil && t.dirty
	if !wrote && len(g.guessed) > 0 || !g.proves(t.over) {
		return errMissing
	}
	if wrote {
		g.take(t)
		g.written++
	}
	return nil
}

// proves says whether a job writes every order that it presumed to be new, so that the commit proves it. Where one isn't written nothing would.
func (g *group) proves(job *layer) bool {
	for order := range g.guessed {
		if len(job.puts[ordersTable][order]) == 0 {
			return false
		}
	}
	maps.Copy(g.presumed, g.guessed)
	clear(g.guessed)
	return true
}

// take adds a write that went well.
func (g *group) take(t *tx) {
	g.over.take(t.over)
	g.dirty = true
	g.events = append(g.events, t.events...)
	g.news.Recalled, g.news.Retired = append(g.news.Recalled, t.news.Recalled...), append(g.news.Retired, t.news.Retired...)
	g.resumed = g.resumed || t.resumed
	g.answered += t.answered
	g.oldest = max(g.oldest, t.oldest)
}

func (g *group) rollback() error {
	_, err := g.conn.Exec(g.ctx, "ROLLBACK")
	return err
}

// has says whether a commit is there. Whoever made it held the lock until it was.
func (g *group) has(c commitID) (bool, error) {
	var id []byte
	err := g.conn.QueryRow(g.ctx, "SELECT id FROM commits WHERE n = $1", c.n).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	return bytes.Equal(id, c.id), err
}

// confirm waits until the commit that was found is as safe as one that is answered. A server that crashed shows what its replica hasn't
// got yet; a commit behind it waits for the replica to have both.
func (g *group) confirm() error {
	_, err := g.conn.Exec(g.ctx, "UPDATE head SET id = id WHERE id = 1")
	if err == nil {
		_, err = g.conn.Exec(g.ctx, "COMMIT")
	}
	return err
}

// seal puts the events behind the head, with their seal, into the layer.
func (g *group) seal() {
	if len(g.events) == 0 {
		return
	}
	records, seal, head := journal.Extend(g.from.head, g.store.o.Key, g.events)
	for i, r := range records {
		ends := &seal
		if i < len(records)-1 {
			ends = nil
		}
		g.over.put(eventsTable, ownEvent(head.Epoch, r.Event.Seq), change{value: encodeEvent(r, ends)})
	}
	g.from.head, g.events = head, nil
}

// ownEvent is the place of an event of central's own. Blocks of them lie together.
func ownEvent(epoch uint32, seq uint64) place {
	key := short(epoch) + number(seq)
	return place{key[:10], key}
}

// Commits are forgotten but for the newest, which is all that other centrals need, and those of the last hour: a central that lost the
// answer to one still looks for it.
const (
	commitsKept = 100_000
	pruneEvery  = 1_000
)

// headSQL takes the head on. From another state than the one that was decided on it can't: n would be nothing, which no head may have, and
// the whole transaction is refused.
const headSQL = `UPDATE head SET n = CASE WHEN n = $1 AND put_back = $2 THEN $3::bigint END, epoch = $4, seq = $5, hash = $6, put_back = $7 WHERE id = 1`

// overtaken says whether that is what an error is.
func overtaken(err error) bool {
	var said *pgconn.PgError
	return errors.As(err, &said) && said.Code == pgNotNull && said.TableName == "head"
}

// presumedWrong says whether an order that was presumed to be new is there.
func presumedWrong(err error) bool {
	var said *pgconn.PgError
	return errors.As(err, &said) && said.Code == pgUnique && said.TableName == ordersTable.name
}

// What PostgreSQL calls a column that may not be empty, and a key that is there.
const (
	pgNotNull = "23502"
	pgUnique  = "23505"
)

// send sends all that was written and the COMMIT in one go: the lock is held for one way there, the disk, and the way back. It gives
// what the answer is read from, where the journal stands behind the commit, and the commit's id.
func (g *group) send() (results pgx.BatchResults, next standing, made commitID) {
	g.seal()
	s := g.store
	s.commits++
	next = g.from
	next.n++
	next.putBack = next.putBack && !g.resumed
	made = commitID{next.n, binary.BigEndian.AppendUint64(bytes.Clone(s.id[:]), s.commits)}
	var b pgx.Batch
	if g.ahead {
		b.Queue("BEGIN")
	}
	b.Queue(headSQL, g.from.n, g.from.putBack, next.n, next.head.Epoch, next.head.Seq, next.head.Hash[:], next.putBack)
	g.queue(&b)
	b.Queue("INSERT INTO commits (n, id, changes) VALUES ($1, $2, $3)", next.n, made.id, g.changes())
	if g.answered > 0 {
		b.Queue(forgetSQL, g.oldest, office.AnswersForgotten*g.answered).Query(g.forgot)
	}
	if next.n%pruneEvery == 0 {
		b.Queue("DELETE FROM commits WHERE n < $1 AND made_at < now() - interval '1 hour'", next.n-commitsKept)
	}
	b.Queue("COMMIT")
	return g.conn.SendBatch(g.ctx, &b), next, made
}

const forgetSQL = "DELETE FROM answers WHERE shard IN (SELECT shard FROM answers WHERE given_at < $1 ORDER BY given_at LIMIT $2) RETURNING shard"

// forgot notes which answers went. Other centrals may remember them a while longer.
func (g *group) forgot(rows pgx.Rows) (err error) {
	g.gone, err = pgx.CollectRows(rows, pgx.RowTo[[]byte])
	return err
}

// refused says whether the server itself has said that a statement failed: then nothing of it is there.
func refused(err error) bool {
	var said *pgconn.PgError
	return errors.As(err, &said) && !lost(err)
}

// queue puts the layer into statements: one a table, one for what goes, and one for what may not be there.
func (g *group) queue(b *pgx.Batch) {
	for _, t := range tables {
		var put, gone, fresh columns
		for shard, keys := range g.over.puts[t] {
			for key, c := range keys {
				switch {
				case c.value == nil:
					gone.add(shard, key, c)
				case t == ordersTable && g.presumed[shard]:
					fresh.add(shard, key, c)
				default:
					put.add(shard, key, c)
				}
			}
		}
		if len(gone.keys) > 0 {
			b.Queue(deleteSQL(t), gone.shards, gone.keys)
		}
		put.queue(b, t, putSQL(t))
		fresh.queue(b, t, insertSQL(t))
	}
}

// columns are rows as a statement takes them.
type columns struct {
	shards, keys, values [][]byte
	figures              []int64
}

func (c *columns) add(shard, key string, ch change) {
	c.shards, c.keys = append(c.shards, []byte(shard)), append(c.keys, []byte(key))
	c.values, c.figures = append(c.values, ch.value), append(c.figures, ch.figure)
}

// queue adds a statement that writes the rows, if there are any.
func (c *columns) queue(b *pgx.Batch, t *table, sql string) {
	if len(c.keys) == 0 {
		return
	}
	args := []any{c.shards, c.keys, c.values}
	if t.figure != "" {
		args = append(args, c.figures)
	}
	b.Queue(sql, args...)
}

// insertSQL writes rows that may not be there.
func insertSQL(t *table) string {
	column, array := "", ""
	if t.figure != "" {
		column, array = ", "+t.figure, ", $4::bigint[]"
	}
	return "INSERT INTO " + t.name + " (shard, key, value" + column + ") SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bytea[]" + array + ")"
}

// putSQL writes rows, over those that are there.
func putSQL(t *table) string {
	set := ""
	if t.figure != "" {
		set = ", " + t.figure + " = excluded." + t.figure
	}
	return insertSQL(t) + " ON CONFLICT (shard, key) DO UPDATE SET value = excluded.value" + set
}

func deleteSQL(t *table) string {
	return "DELETE FROM " + t.name + " AS t USING unnest($1::bytea[], $2::bytea[]) AS gone (shard, key) WHERE t.shard = gone.shard AND t.key = gone.key"
}
