// Package pgtest starts a real PostgreSQL for tests, from the binaries that the machine has, as a user without rights, in a
// temporary directory, on a port that is free. With TIM_TEST_POSTGRES (a URL of a server where databases may be made) it starts none.
//
// Caveat. A server that tests share runs without fsync: what it is asked is correct, what a power cut leaves isn't. Durable asks for
// one with it.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Env names a server to be used in place of one that is started here.
const Env = "TIM_TEST_POSTGRES"

// startMax is how long a server may take to answer.
const startMax = 60 * time.Second

var shared struct {
	once   sync.Once
	server *Server
	err    error
}

var databases atomic.Int64

// Main runs a package's tests and ends the server that they shared: func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }.
func Main(m *testing.M) int {
	code := m.Run()
	if shared.server != nil {
		shared.server.end()
	}
	return code
}

// Database is the URL of an empty database of a test's own, on the server that the package's tests share. Where there is none the
// test is skipped, or fails where CI=true.
func Database(t testing.TB) string {
	t.Helper()
	shared.once.Do(func() {
		shared.server, shared.err = begin("fsync=off", "synchronous_commit=on", "full_page_writes=off")
	})
	if shared.err != nil {
		missing(t, shared.err)
	}
	return shared.server.Database(t)
}

func missing(t testing.TB, err error) {
	t.Helper()
	said := fmt.Sprintf("no PostgreSQL to test with (apt-get install postgresql, or set %s to a server's URL): %v", Env, err)
	if os.Getenv("CI") == "true" {
		t.Fatal(said)
	}
	t.Skip(said)
}

// Server is a PostgreSQL that a test may hurt.
type Server struct {
	dir  string
	port int
	bin  string
	as   *syscall.Credential // who it runs as; nil: as the tests do
	url  string              // of its database postgres
	args []string

	watch *exec.Cmd // see guard
	alive io.Closer // what the guard hears that this process is there by

	mu    sync.Mutex
	empty []string // databases that no test uses now
}

// Durable starts a server of the test's own, with fsync, and ends it with the test. Each setting is name=value.
func Durable(t testing.TB, settings ...string) *Server {
	t.Helper()
	if os.Getenv(Env) != "" {
		t.Skip("this test stops its server: it doesn't do that to the one that " + Env + " names")
	}
	s, err := begin(append([]string{"fsync=on"}, settings...)...)
	if err != nil {
		missing(t, err)
	}
	t.Cleanup(s.end)
	return s
}

func begin(settings ...string) (*Server, error) {
	if given := os.Getenv(Env); given != "" {
		return &Server{url: given}, nil
	}
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	s, err := place(bin)
	if err != nil {
		return nil, err
	}
	if err := s.command("initdb", "--pgdata", s.data(), "--username", "tim", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync").Run(); err != nil {
		s.end()
		return nil, fmt.Errorf("initdb: %w", err)
	}
	s.url = fmt.Sprintf("postgres://tim@127.0.0.1:%d/postgres", s.port)
	s.args = []string{"-D", s.data(), "-p", strconv.Itoa(s.port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=" + s.dir,
		"-c", "max_connections=300", "-c", "shared_buffers=256MB"}
	for _, setting := range settings {
		s.args = append(s.args, "-c", setting)
	}
	if err := s.Start(); err != nil {
		s.end()
		return nil, err
	}
	return s, nil
}

// place is a folder for a server, a port, and who ends both.
func place(bin string) (s *Server, err error) {
	s = &Server{bin: bin}
	if s.dir, err = os.MkdirTemp("", "tim-postgres-"); err != nil {
		return nil, err
	}
	if err = errors.Join(s.unprivileged(), s.guard()); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	if s.port, err = freePort(); err != nil {
		s.end()
		return nil, err
	}
	return s, nil
}

// guard starts a process that ends the server and removes its folder when this one is gone: a test that is killed can't do that itself.
func (s *Server) guard() (err error) {
	s.watch = exec.Command("sh", "-c", `read gone; "$1" stop --pgdata "$2" --mode immediate --silent; rm -rf "$3"`, "sh", s.Program("pg_ctl"), s.data(), s.dir)
	s.watch.Dir, s.watch.SysProcAttr = "/", &syscall.SysProcAttr{Credential: s.as, Setsid: true}
	if s.alive, err = s.watch.StdinPipe(); err != nil {
		return err
	}
	return s.watch.Start()
}

// binaries is the folder of the newest server that Debian's packages brought, or the one in the path.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	newest, version := "", 0
	for _, path := range found {
		if n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path)))); err == nil && n > version {
			newest, version = filepath.Dir(path), n
		}
	}
	if newest != "" {
		return newest, nil
	}
	path, err := exec.LookPath("postgres")
	return filepath.Dir(path), err
}

// unprivileged makes the folder somebody's who may nothing else, where the tests run as root: PostgreSQL refuses that.
func (s *Server) unprivileged() error {
	if os.Getuid() != 0 {
		return nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		if who, err = user.Lookup("nobody"); err != nil {
			return err
		}
	}
	uid, err1 := strconv.Atoi(who.Uid)
	gid, err2 := strconv.Atoi(who.Gid)
	s.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return errors.Join(err1, err2, os.Chown(s.dir, uid, gid), os.Chmod(s.dir, 0o700))
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// command is one of the programs that come with the server.
func (s *Server) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(s.bin, name), args...)
	c.Dir = s.dir
	c.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	return c
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// Start starts the server again and waits until it answers.
func (s *Server) Start() error {
	if err := s.command("pg_ctl", "start", "--pgdata", s.data(), "--wait", "--timeout", "60", "--silent", "--log", filepath.Join(s.dir, "log"),
		"--options", strings.Join(quoted(s.args[2:]), " ")).Run(); err != nil {
		said, _ := os.ReadFile(filepath.Join(s.dir, "log"))
		return fmt.Errorf("start PostgreSQL: %w: %s", err, said)
	}
	return nil
}

func quoted(args []string) []string {
	list := make([]string, len(args))
	for i, a := range args {
		list[i] = "'" + a + "'"
	}
	return list
}

// Stop ends the server: "fast" by rolling back, "immediate" as a crash of it would.
func (s *Server) Stop(mode string) error {
	return s.command("pg_ctl", "stop", "--pgdata", s.data(), "--mode", mode, "--wait", "--silent").Run()
}

// Address is where the server listens, for who puts something between.
func (s *Server) Address() string { return fmt.Sprintf("127.0.0.1:%d", s.port) }

// Program is the path of one of the server's programs, such as pgbench.
func (s *Server) Program(name string) string { return filepath.Join(s.bin, name) }

// tick is the unit of processor times in /proc.
const tick = 10 * time.Millisecond

// CPU is how long the server's processes have kept processors busy so far, 0 where the system doesn't say.
func (s *Server) CPU() (busy time.Duration) {
	first, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		return 0
	}
	parent, _, _ := strings.Cut(string(first), "\n")
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		b, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		_, behind, _ := strings.Cut(string(b), ") ") // the name may hold anything
		fields := strings.Fields(behind)
		own := filepath.Base(filepath.Dir(path)) == parent
		if len(fields) < 15 || !own && fields[1] != parent {
			continue
		}
		times := fields[11:13] // of the process; and of its children that have ended
		if own {
			times = fields[11:15]
		}
		for _, n := range times {
			ticks, _ := strconv.Atoi(n)
			busy += time.Duration(ticks) * tick
		}
	}
	return busy
}

func (s *Server) end() {
	if s.dir == "" {
		s.dropAll()
		return
	}
	_ = s.Stop("immediate")
	_ = s.alive.Close()
	_ = s.watch.Wait() // what it finds is gone
	_ = os.RemoveAll(s.dir)
}

// Database is the URL of an empty database of a test's own, for as long as that runs. Databases are emptied and used again: making one
// costs a copy of some hundred files.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := s.spare()
	if name == "" {
		name = fmt.Sprintf("tim_test_%d_%d", os.Getpid(), databases.Add(1))
		if err := run(s.url, "CREATE DATABASE "+name); err != nil {
			t.Fatal(err)
		}
	}
	u, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	t.Cleanup(func() {
		err := run(u.String(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
			"DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
		if err != nil { // a test that stopped its server has its reasons
			t.Logf("empty the test's database: %v", err)
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.empty = append(s.empty, name)
	})
	return u.String()
}

// spare is an empty database that a test has left, "" where there is none.
func (s *Server) spare() (name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.empty); n > 0 {
		name, s.empty = s.empty[n-1], s.empty[:n-1]
	}
	return name
}

// dropAll drops the databases that were made, on a server that stays.
func (s *Server) dropAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range s.empty {
		if err := run(s.url, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
}

func run(url string, statements ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startMax)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("reach the tests' PostgreSQL: %w", err)
	}
	for _, sql := range statements {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", sql, err), conn.Close(ctx))
		}
	}
	return conn.Close(ctx)
}
