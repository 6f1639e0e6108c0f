package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Finding is one thing that a look at a database found.
type Finding struct {
	What string // schema, rights, durability, replicas, log, clock, connections, statements, transactions, dead rows, journal
	Says string
	Bad  bool // somebody has to do something
}

// Limits beyond which a finding is bad.
const (
	clockMax    = time.Second      // between the server's clock and this one
	lagMax      = 10 * time.Second // of a replica
	lagBytesMax = 64 << 20         // the same in what it has still to write
	keptMax     = 1 << 30          // bytes of the log that wait for a reader who is gone
	slowMax     = 5 * time.Second  // a statement that goes on
	idleMax     = time.Minute      // a transaction that does nothing
	connsShare  = 80               // per cent of the connections that the server takes
	deadShare   = 40               // per cent of a table's rows
	deadRowsMin = 100_000
	xidAgeMax   = 1_000_000_000 // of 2 billion, behind which the server stops
)

// Examine looks at a database without changing it. Now is the caller's clock. Fault: store.unreachable.
func Examine(ctx context.Context, url string, now func() time.Time) ([]Finding, error) {
	conn, err := once(ctx, url)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	e := examination{ctx: ctx, conn: conn}
	for _, look := range []func() error{e.schema, e.rights, e.durability, e.replicas, e.log, func() error { return e.clock(now) }, e.connections, e.statements,
		e.transactions, e.deadRows, e.journal} {
		if err := look(); err != nil {
			return e.found, readFault(err)
		}
	}
	return e.found, nil
}

type examination struct {
	ctx   context.Context
	conn  *pgx.Conn
	sees  bool // what others do there
	found []Finding
}

func (e *examination) says(what string, bad bool, format string, args ...any) {
	e.found = append(e.found, Finding{what, fmt.Sprintf(format, args...), bad})
}

// row reads one row.
func (e *examination) row(what, sql string, into ...any) (there bool, err error) {
	return e.known(what, e.conn.QueryRow(e.ctx, sql).Scan(into...))
}

// known says whether something could be read. What isn't there, an engine doesn't know, or this user may not see, is said and is no error.
func (e *examination) known(what string, err error) (there bool, _ error) {
	var said *pgconn.PgError
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		e.says(what, false, "nothing is there")
		return false, nil
	case errors.As(err, &said) && !lost(err):
		e.says(what, false, "not known here: %s", said.Message)
		return false, nil
	}
	return err == nil, err
}

func (e *examination) schema() error {
	steps, err := readSteps(migrations)
	if err != nil {
		return err
	}
	have, err := schemaVersion(e.ctx, e.conn)
	there, err := e.known("schema", err)
	if there {
		e.says("schema", have != len(steps), "version %d, this program's is %d", have, len(steps))
	}
	return err
}

func (e *examination) durability() error {
	var commit, sync, pages, standbys string
	there, err := e.row("durability", `SELECT current_setting('synchronous_commit'), current_setting('fsync'), current_setting('full_page_writes'),
		current_setting('synchronous_standby_names')`, &commit, &sync, &pages, &standbys)
	if there {
		e.says("durability", commit == "off" || sync == "off" || pages == "off", "synchronous_commit %s, fsync %s, full_page_writes %s, synchronous standbys %q",
			commit, sync, pages, standbys)
	}
	return err
}

// rights looks whether this role may see what others do; without that no number below is the whole.
func (e *examination) rights() error {
	var who string
	there, err := e.row("rights", "SELECT current_user, pg_has_role('pg_read_all_stats', 'usage')", &who, &e.sees)
	if there && !e.sees {
		e.says("rights", true, "%s sees its own sessions only: GRANT pg_monitor TO %s", who, who)
	} else if there {
		e.says("rights", false, "%s sees all sessions", who)
	}
	return err
}

// replicas counts them. One that has been silent while it is behind is as late as its last word is old.
func (e *examination) replicas() error {
	var standby bool
	var all, synced int
	var lag, behind int64 // ms, bytes
	there, err := e.row("replicas", `SELECT pg_is_in_recovery(), count(*), count(*) FILTER (WHERE sync_state IN ('sync', 'quorum')),
		coalesce(max(CASE WHEN behind > 0 THEN 1000 * extract(epoch FROM coalesce(replay_lag, '0') + clock_timestamp() - reply_time) END), 0)::bigint, coalesce(max(behind), 0)::bigint
		FROM (SELECT *, CASE WHEN pg_is_in_recovery() THEN 0 ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) END AS behind FROM pg_stat_replication) AS r`,
		&standby, &all, &synced, &lag, &behind)
	late := time.Duration(lag) * time.Millisecond
	switch {
	case !there:
		return err
	case standby:
		e.says("replicas", true, "this server is a standby: central can't write to it (target_session_attrs=read-write finds the other)")
	case !e.sees:
		e.says("replicas", false, "not known here: %d, of which this role may see no more", all)
	case synced == 0:
		e.says("replicas", true, "%d replicas, none of them synchronous: a lost server loses what was answered, or, where one is demanded, writes wait for it", all)
	default:
		e.says("replicas", late > lagMax || behind > lagBytesMax, "%d replicas, %d of them synchronous, at most %s and %d bytes behind", all, synced, late.Round(time.Millisecond), behind)
	}
	return nil
}

// log looks whether the write-ahead log is archived, and whether it piles up for somebody who doesn't come.
func (e *examination) log() error {
	var archived string
	var failing, nowhere bool
	var gone int
	var kept int64
	there, err := e.row("log", `SELECT current_setting('archive_mode'), coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false),
		current_setting('archive_mode') <> 'off' AND current_setting('archive_command') || coalesce(current_setting('archive_library', true), '') = '',
		(SELECT count(*) FROM pg_replication_slots WHERE NOT active),
		(SELECT coalesce(max(CASE WHEN pg_is_in_recovery() THEN 0 ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) END), 0)::bigint FROM pg_replication_slots WHERE NOT active)
		FROM pg_stat_archiver`, &archived, &failing, &nowhere, &gone, &kept)
	if there {
		says := "archive_mode " + archived
		if failing {
			says += ", and the last try at it failed"
		}
		if nowhere {
			says += " without an archive_command: the log is kept for ever"
		}
		e.says("log", failing || nowhere || kept > keptMax, "%s; %d bytes kept for %d replication slots that nobody reads", says, kept, gone)
	}
	return err
}

func (e *examination) clock(now func() time.Time) error {
	before := now()
	var theirs time.Time
	there, err := e.row("clock", "SELECT clock_timestamp()", &theirs)
	if there {
		between := before.Add(now().Sub(before) / 2)
		off := theirs.Sub(between)
		e.says("clock", off.Abs() > clockMax, "the server's is %s ahead of this machine's", off.Round(time.Millisecond))
	}
	return err
}

func (e *examination) connections() error {
	var used, most, central int
	there, err := e.row("connections", `SELECT count(*), current_setting('max_connections')::int, count(*) FILTER (WHERE application_name = 'tim central')
		FROM pg_stat_activity WHERE backend_type = 'client backend'`, &used, &most, &central)
	if there {
		e.says("connections", used*100 > most*connsShare, "%d of %d are open, %d of them centrals'", used, most, central)
	}
	return err
}

func (e *examination) statements() error {
	var n int
	var longest int64 // ms
	var text string
	there, err := e.row("statements", `SELECT count(*), (coalesce(max(extract(epoch FROM clock_timestamp() - query_start)), 0) * 1000)::bigint,
		coalesce((array_agg(left(query, 120) ORDER BY query_start))[1], '') FROM pg_stat_activity
		WHERE state = 'active' AND pid <> pg_backend_pid() AND backend_type = 'client backend'`, &n, &longest, &text)
	if there {
		took := time.Duration(longest) * time.Millisecond
		e.says("statements", took > slowMax, "%d run, the longest for %s %s", n, took.Round(time.Millisecond), text)
	}
	return err
}

func (e *examination) transactions() error {
	var idle int64 // ms
	var waiting int
	there, err := e.row("transactions", `SELECT (coalesce(max(extract(epoch FROM clock_timestamp() - state_change)) FILTER (WHERE state LIKE 'idle in transaction%'), 0) * 1000)::bigint,
		count(*) FILTER (WHERE wait_event_type = 'Lock') FROM pg_stat_activity WHERE datname = current_database()`, &idle, &waiting)
	if there {
		still := time.Duration(idle) * time.Millisecond
		e.says("transactions", still > idleMax, "the longest that does nothing: %s; %d wait for a lock (centrals take turns on the head's)", still.Round(time.Millisecond), waiting)
	}
	return err
}

func (e *examination) deadRows() error {
	var worst string
	var dead, live, age int64
	there, err := e.row("dead rows", `SELECT relname, n_dead_tup, n_live_tup, (SELECT max(age(datfrozenxid)) FROM pg_database)
		FROM pg_stat_user_tables ORDER BY n_dead_tup DESC LIMIT 1`, &worst, &dead, &live, &age)
	if there {
		e.says("dead rows", dead > deadRowsMin && dead*100 > (dead+live)*deadShare || age > xidAgeMax,
			"most in %s: %d beside %d live ones; the oldest transaction id is %d old", worst, dead, live, age)
	}
	return err
}

func (e *examination) journal() error {
	var n, seq int64
	var back, moving bool
	var size string
	there, err := e.row("journal", `SELECT n, seq, put_back, (SELECT count(*) > 0 FROM moving), pg_size_pretty(pg_database_size(current_database()))
		FROM head WHERE id = 1`, &n, &seq, &back, &moving, &size)
	if there {
		e.says("journal", back || moving, "%d commits on this server, %d events of central's own, %s in all; put back: %t; a store is being moved in: %t", n&(1<<eraBits-1), seq, size, back, moving)
	}
	return err
}
