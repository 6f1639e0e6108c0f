package pgtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Archive is a base backup of a server and the write-ahead log behind it: what a restore to a point in time needs.
type Archive struct{ server *Server }

// Archive begins to keep a server's log and takes a base backup of it. Durable must have been asked for archive_mode=on.
func (s *Server) Archive(t testing.TB) *Archive {
	t.Helper()
	a := &Archive{s}
	err := os.Mkdir(a.log(), 0o700)
	if err == nil && s.as != nil {
		err = os.Chown(a.log(), int(s.as.Uid), int(s.as.Gid))
	}
	if err = errors.Join(err, run(s.url, "ALTER SYSTEM SET archive_command = 'cp %p "+a.log()+"/%f'", "SELECT pg_reload_conf()")); err != nil {
		t.Fatal(err)
	}
	if err := s.command("pg_basebackup", "--pgdata", a.base(), "--dbname", s.url, "--wal-method=none", "--no-manifest", "--checkpoint=fast", "--no-sync").Run(); err != nil {
		t.Fatalf("pg_basebackup: %v", err)
	}
	return a
}

func (a *Archive) log() string  { return filepath.Join(a.server.dir, "log-archive") }
func (a *Archive) base() string { return filepath.Join(a.server.dir, "base-backup") }

// Restore ends the server and starts it again, at the same address, with what was committed there up to an instant.
func (a *Archive) Restore(t testing.TB, until time.Time) {
	t.Helper()
	s := a.server
	if err := a.whole(); err != nil {
		t.Fatal(err)
	}
	settings := fmt.Sprintf("restore_command = 'cp %s/%%f %%p'\nrecovery_target_time = '%s'\nrecovery_target_action = 'promote'\n",
		a.log(), until.UTC().Format("2006-01-02 15:04:05.999999+00"))
	err := errors.Join(s.Stop("fast"), os.Rename(s.data(), s.data()+"-lost"), os.Rename(a.base(), s.data()),
		s.write("postgresql.auto.conf", settings), s.write("recovery.signal", ""), s.Start(), s.leads())
	if err != nil {
		t.Fatal(err)
	}
}

// whole waits until all of the log that was written so far is in the archive.
func (a *Archive) whole() error {
	ctx, cancel := context.WithTimeout(context.Background(), startMax)
	defer cancel()
	conn, err := pgx.Connect(ctx, a.server.url)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	var last string
	if err := conn.QueryRow(ctx, "SELECT pg_walfile_name(pg_switch_wal())").Scan(&last); err != nil {
		return err
	}
	for {
		if _, err := os.Stat(filepath.Join(a.log(), last)); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s isn't archived", last)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// write replaces a file of the server's.
func (s *Server) write(name, text string) error {
	path := filepath.Join(s.data(), name)
	err := os.WriteFile(path, []byte(text), 0o600)
	if err == nil && s.as != nil {
		err = os.Chown(path, int(s.as.Uid), int(s.as.Gid))
	}
	return err
}

// leads waits until the server takes writes.
func (s *Server) leads() error {
	ctx, cancel := context.WithTimeout(context.Background(), startMax)
	defer cancel()
	for {
		var replays bool
		conn, err := pgx.Connect(ctx, s.url)
		if err == nil {
			err = conn.QueryRow(ctx, "SELECT pg_is_in_recovery()").Scan(&replays)
			_ = conn.Close(ctx)
		}
		if err == nil && !replays {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(errors.New("the server takes no writes"), err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}
