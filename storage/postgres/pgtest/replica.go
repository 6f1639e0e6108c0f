package pgtest

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
)

// Replica starts a streaming replica of a server that Durable has started, and ends it with the test.
func (s *Server) Replica(t testing.TB) *Server {
	t.Helper()
	r, err := s.sibling()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.end)
	if err := r.command("pg_basebackup", "--pgdata", r.data(), "--dbname", s.url, "--write-recovery-conf", "--wal-method=stream",
		"--checkpoint=fast", "--no-sync").Run(); err != nil {
		t.Fatalf("pg_basebackup: %v", err)
	}
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	return r
}

// sibling is a server with the same settings, on a port of its own, that has no data yet.
func (s *Server) sibling() (r *Server, err error) {
	if r, err = place(s.bin); err != nil {
		return nil, err
	}
	r.url = strings.Replace(s.url, fmt.Sprint(":", s.port), fmt.Sprint(":", r.port), 1)
	for _, arg := range s.args {
		switch arg {
		case s.data():
			arg = r.data()
		case fmt.Sprint(s.port):
			arg = fmt.Sprint(r.port)
		case "unix_socket_directories=" + s.dir:
			arg = "unix_socket_directories=" + r.dir
		}
		r.args = append(r.args, arg)
	}
	return r, nil
}

// Promote makes a replica a server of its own, on another timeline.
func (s *Server) Promote() error {
	return s.command("pg_ctl", "promote", "--pgdata", s.data(), "--wait", "--silent").Run()
}

// URL is that of the server's database postgres.
func (s *Server) URL() string { return s.url }

// Socket is the server's in the file system, which no network carries.
func (s *Server) Socket() string { return filepath.Join(s.dir, fmt.Sprint(".s.PGSQL.", s.port)) }

// Run runs statements there, as the superuser.
func (s *Server) Run(statements ...string) error { return run(s.url, statements...) }

// With is the URL of one of the server's databases (Database) by which a program finds whichever of several servers can be written to.
func (s *Server) With(database string, others ...*Server) string {
	u, err := url.Parse(database)
	if err != nil {
		panic(err)
	}
	for _, other := range others {
		u.Host += "," + other.Address()
	}
	u.RawQuery = "target_session_attrs=read-write&connect_timeout=2"
	return u.String()
}
