package pgtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Cluster is three PostgreSQL servers under Patroni and one etcd, all on loopback, from Debian's packages.
type Cluster struct {
	t      testing.TB
	synced bool
	home   *Server // whose folder and user the cluster has
	etcd   *exec.Cmd
	nodes  [3]*node
}

// node is a server and the Patroni that leads it.
type node struct {
	name           string
	postgres, rest int // ports
	dir, config    string
	patroni        *exec.Cmd
}

// clusterMax is how long a cluster may take to become what it should be.
const clusterMax = 3 * time.Minute

// Patroni starts a cluster of the test's own, and ends it with the test. Synced: synchronous and strict, so that nothing is answered
// which a second server hasn't on disk; else replicas follow as they can. Without the packages the test is skipped.
func Patroni(t testing.TB, synced bool) *Cluster {
	t.Helper()
	for _, program := range []string{"patroni", "patronictl", "etcd"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("no Patroni to test with (apt-get install patroni etcd-server postgresql): %v", err)
		}
	}
	bin, err := binaries()
	if err != nil {
		missing(t, err)
	}
	c := &Cluster{t: t, synced: synced, home: &Server{bin: bin}}
	if c.home.dir, err = os.MkdirTemp("", "tim-patroni-"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.end)
	if err := c.home.unprivileged(); err != nil {
		t.Fatal(err)
	}
	store := c.startEtcd()
	for i := range c.nodes {
		c.nodes[i] = c.prepare(i, store)
		c.start(c.nodes[i])
		if i == 0 {
			c.until("a leader", func() bool { return c.leader() != nil })
		}
	}
	c.Settle()
	if err := run(c.of(c.leader().Address()), "CREATE DATABASE central"); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *Cluster) startEtcd() (url string) {
	client, peer := c.port(), c.port()
	url = fmt.Sprintf("http://127.0.0.1:%d", client)
	among := fmt.Sprintf("http://127.0.0.1:%d", peer)
	c.etcd = c.program("etcd", "etcd", "--name", "e1", "--data-dir", filepath.Join(c.home.dir, "etcd"), "--listen-client-urls", url, "--advertise-client-urls", url,
		"--listen-peer-urls", among, "--initial-advertise-peer-urls", among, "--initial-cluster", "e1="+among)
	c.until("etcd answers", func() bool {
		answer, err := http.Get(url + "/health")
		return err == nil && answer.Body.Close() == nil && answer.StatusCode == http.StatusOK
	})
	return fmt.Sprintf("127.0.0.1:%d", client)
}

func (c *Cluster) port() int {
	port, err := freePort()
	if err != nil {
		c.t.Fatal(err)
	}
	return port
}

// program starts one that writes to a log of its own.
func (c *Cluster) program(log, path string, args ...string) *exec.Cmd {
	cmd := exec.Command(path, args...)
	cmd.Dir = c.home.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.home.as}
	out, err := os.OpenFile(filepath.Join(c.home.dir, log+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		c.t.Fatal(err)
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	return cmd
}

// settings are a node's. Patroni takes no less than 20 seconds for the leader's lease.
const settings = `scope: tim
name: %[1]s
restapi: {listen: "127.0.0.1:%[2]d", connect_address: "127.0.0.1:%[2]d"}
etcd3: {host: "%[3]s"}
bootstrap:
  dcs: {ttl: 20, loop_wait: 2, retry_timeout: 5, maximum_lag_on_failover: 1073741824, synchronous_mode: %[4]t, synchronous_mode_strict: %[4]t,
    postgresql: {use_pg_rewind: true, parameters: {max_connections: 200, shared_buffers: 128MB, wal_log_hints: "on"}}}
  initdb: [{encoding: UTF8}, data-checksums]
  pg_hba: ["host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"]
postgresql:
  listen: 127.0.0.1:%[5]d
  connect_address: 127.0.0.1:%[5]d
  data_dir: %[6]s/data
  bin_dir: %[7]s
  pgpass: %[6]s/pgpass
  authentication: {superuser: {username: tim}, replication: {username: tim}, rewind: {username: tim}}
  parameters: {unix_socket_directories: %[6]s}
`

func (c *Cluster) prepare(i int, etcd string) *node {
	n := &node{name: fmt.Sprint("n", i+1), postgres: c.port(), rest: c.port()}
	n.dir = filepath.Join(c.home.dir, n.name)
	n.config = n.dir + ".yml"
	text := fmt.Sprintf(settings, n.name, n.rest, etcd, c.synced, n.postgres, n.dir, c.home.bin)
	err := errors.Join(os.Mkdir(n.dir, 0o700), os.WriteFile(n.config, []byte(text), 0o644))
	if err == nil && c.home.as != nil {
		err = os.Chown(n.dir, int(c.home.as.Uid), int(c.home.as.Gid))
	}
	if err != nil {
		c.t.Fatal(err)
	}
	return n
}

func (c *Cluster) start(n *node) { n.patroni = c.program(n.name, "patroni", n.config) }

// Address is where the node's server listens.
func (n *node) Address() string { return fmt.Sprintf("127.0.0.1:%d", n.postgres) }

// URL is the database's, whichever server leads.
func (c *Cluster) URL() string {
	hosts := make([]string, len(c.nodes))
	for i, n := range c.nodes {
		hosts[i] = n.Address()
	}
	return strings.Replace(c.of(strings.Join(hosts, ",")), "/postgres?", "/central?", 1) + "&target_session_attrs=read-write"
}

func (c *Cluster) of(hosts string) string {
	return "postgres://tim@" + hosts + "/postgres?sslmode=disable&connect_timeout=2"
}

// leader is the node that leads by its own word, nil where none does.
func (c *Cluster) leader() *node {
	for _, n := range c.nodes {
		if n != nil && n.answers("/leader") {
			return n
		}
	}
	return nil
}

var asks = http.Client{Timeout: 2 * time.Second}

func (n *node) answers(path string) bool {
	answer, err := asks.Get(fmt.Sprintf("http://127.0.0.1:%d%s", n.rest, path))
	return err == nil && answer.Body.Close() == nil && answer.StatusCode == http.StatusOK
}

// members is how many of the cluster's servers do what they should, and whether one is the synchronous standby.
func (n *node) members() (well int, standby bool) {
	answer, err := asks.Get(fmt.Sprintf("http://127.0.0.1:%d/cluster", n.rest))
	if err != nil {
		return 0, false
	}
	defer answer.Body.Close()
	var doc struct {
		Members []struct{ Role, State string }
	}
	if json.NewDecoder(answer.Body).Decode(&doc) != nil {
		return 0, false
	}
	for _, m := range doc.Members {
		if m.State == "running" || m.State == "streaming" {
			well++
		}
		standby = standby || m.Role == "sync_standby"
	}
	return well, standby
}

// Settle waits until one of three servers leads and the others follow.
func (c *Cluster) Settle() {
	c.t.Helper()
	c.until("three servers, of which one leads", func() bool {
		n := c.leader()
		if n == nil {
			return false
		}
		well, standby := n.members()
		return well == len(c.nodes) && standby == c.synced
	})
}

func (c *Cluster) until(what string, is func() bool) {
	c.t.Helper()
	for end := time.Now().Add(clusterMax); !is(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			c.t.Fatalf("never: %s", what)
		}
	}
}

// Hold lets the leader send nothing to its replicas any more, so that what it commits from then on is lost with it.
func (c *Cluster) Hold() {
	c.t.Helper()
	var senders []int
	c.until("two replicas that the leader sends to", func() bool {
		senders = c.senders()
		return len(senders) == len(c.nodes)-1
	})
	for _, p := range senders {
		if err := syscall.Kill(p, syscall.SIGSTOP); err != nil {
			c.t.Fatal(err)
		}
	}
}

// senders are the leader's processes that send its log to replicas.
func (c *Cluster) senders() (list []int) {
	for _, p := range children(c.postmaster(c.leader())) {
		line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", p))
		if strings.Contains(string(line), "walsender") {
			list = append(list, p)
		}
	}
	return list
}

// KillLeader kills the leading server and its Patroni, all of their processes at once; rejoin starts them again.
func (c *Cluster) KillLeader() (rejoin func()) {
	c.t.Helper()
	n := c.leader()
	master := c.postmaster(n)
	if master == 0 {
		c.t.Fatalf("no server runs at %s, which leads", n.name)
	}
	for _, p := range append([]int{n.patroni.Process.Pid, master}, children(master)...) {
		_ = syscall.Kill(p, syscall.SIGKILL) // a backend may have ended by itself
	}
	_ = n.patroni.Wait()
	return func() { c.start(n) }
}

// Switchover lets another server lead, as an operator does before work on the one that leads now.
func (c *Cluster) Switchover() {
	c.t.Helper()
	from := c.leader()
	out, err := exec.Command("patronictl", "-c", from.config, "switchover", "tim", "--master", from.name, "--force").CombinedOutput()
	if err != nil {
		c.t.Fatalf("patronictl: %v: %s", err, out)
	}
	c.until("another leads", func() bool { to := c.leader(); return to != nil && to != from })
}

// postmaster is the node's running server, 0 where none runs: a file that a killed one left may name somebody else's process by now.
func (c *Cluster) postmaster(n *node) int {
	text, _ := os.ReadFile(filepath.Join(n.dir, "data", "postmaster.pid"))
	first, _, _ := strings.Cut(string(text), "\n")
	line, err := os.ReadFile(fmt.Sprintf("/proc/%s/cmdline", first))
	pid, bad := strconv.Atoi(first)
	if err != nil || bad != nil || !strings.Contains(string(line), n.dir) {
		return 0
	}
	return pid
}

// children are a process's own.
func children(of int) (list []int) {
	all, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range all {
		text, _ := os.ReadFile(path) // it may have ended
		_, rest, _ := strings.Cut(string(text), ") ")
		if fields := strings.Fields(rest); len(fields) > 1 && fields[1] == strconv.Itoa(of) {
			if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil {
				list = append(list, pid)
			}
		}
	}
	return list
}

// end kills all of the cluster and removes it.
func (c *Cluster) end() {
	if c.t.Failed() {
		c.logs()
	}
	for _, n := range c.nodes {
		if n == nil || n.patroni == nil {
			continue
		}
		_ = n.patroni.Process.Kill()
		_ = n.patroni.Wait()
		if master := c.postmaster(n); master != 0 {
			_ = syscall.Kill(master, syscall.SIGQUIT)
		}
	}
	if c.etcd != nil {
		_ = c.etcd.Process.Kill()
		_ = c.etcd.Wait()
	}
	_ = os.RemoveAll(c.home.dir)
}

// logs shows the end of what the programs said.
func (c *Cluster) logs() {
	files, _ := filepath.Glob(filepath.Join(c.home.dir, "*.log"))
	for _, path := range files {
		text, _ := os.ReadFile(path)
		c.t.Logf("%s: …%s", filepath.Base(path), text[max(0, len(text)-3000):])
	}
}
