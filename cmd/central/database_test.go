package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"tim/storage/postgres/pgtest"
)

// chainOf is several centrals of one chain, in processes of their own, on one database, behind one address.
type chainOf struct {
	t        testing.TB
	dir      string // the keys, which they have in common
	database string
	flags    []string
	front    string // URL of the one address
	turn     atomic.Int64

	mu       sync.Mutex
	programs []*program
}

func startChain(t testing.TB, database string, centrals int, flags ...string) *chainOf {
	t.Helper()
	c := &chainOf{t: t, dir: t.TempDir(), database: database, flags: append([]string{"--database", database}, flags...)}
	for range centrals {
		c.programs = append(c.programs, c.start())
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	c.front = "http://" + l.Addr().String()
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go c.pass(client)
		}
	}()
	return c
}

func (c *chainOf) start() *program { return startProgram(c.t, c.dir, c.flags...) }

// pass carries a connection to the next central that takes it.
func (c *chainOf) pass(client net.Conn) {
	defer client.Close()
	c.mu.Lock()
	programs := append([]*program(nil), c.programs...)
	c.mu.Unlock()
	for range programs {
		to := strings.TrimPrefix(programs[int(c.turn.Add(1))%len(programs)].url, "http://")
		server, err := net.Dial("tcp", to)
		if err != nil {
			continue
		}
		go func() {
			_, _ = io.Copy(server, client)
			_ = server.Close()
		}()
		_, _ = io.Copy(client, server)
		return
	}
}

// replace kills one of the centrals as kill -9 does, and starts another in its place.
func (c *chainOf) replace(i int) {
	c.mu.Lock()
	old := c.programs[i]
	c.mu.Unlock()
	old.kill()
	next := c.start()
	c.mu.Lock()
	c.programs[i] = next
	c.mu.Unlock()
}

// restart kills all centrals, and starts as many behind what is done meanwhile.
func (c *chainOf) restart(between func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.programs {
		p.kill()
	}
	between()
	for i := range c.programs {
		c.programs[i] = c.start()
	}
}

const oneTier = `{"effective_from": "2025-01-01T00:00:00Z", "tiers": [{"id": "one", "name": "Một", "min_ranking_points": 0, "rate_percent": "100"}]}`

// insist asks again with the same key until it is answered, as channels and tills do.
func insist(t testing.TB, url string, c *caller) {
	for until := time.Now().Add(90 * time.Second); ; {
		status, body, err := c.send(url)
		switch {
		case err == nil && status/100 == 2:
			c.answered = true
			return
		case err == nil && status < 500 && status != http.StatusTooManyRequests:
			t.Errorf("%s %s: %d %s", c.method, c.path, status, body)
			return
		case time.Now().After(until):
			t.Errorf("%s %s: no answer: %d %v %s", c.method, c.path, status, err, body)
			return
		}
	}
}

func TestWhatOneCentralWritesAnotherKnows(t *testing.T) {
	c := startChain(t, pgtest.Database(t), 2)
	here, there := c.programs[0].url, c.programs[1].url
	must(t, here, &caller{method: "PUT", path: "/v1/program", body: oneTier})
	for i := range 20 {
		id := fmt.Sprint("m", i)
		must(t, here, &caller{method: "POST", path: "/v1/customers", body: fmt.Sprintf(`{"id": %q, "phone": "09123456%02d", "name": "Ánh"}`, id, i)})
		must(t, there, &caller{method: "POST", path: "/v1/customers/" + id + "/adjustments", body: `{"points": 7, "reason": "quà"}`, key: id})
		if got := at([]byte(must(t, here, &caller{method: "GET", path: "/v1/customers/" + id + "/points"})), "balance"); got != "7" {
			t.Fatalf("%s has %s points", id, got)
		}
		here, there = there, here
	}
	if code, out := run(t, nil, "verify", "--data", c.dir, "--database", c.database); code != 0 || !strings.Contains(out, "all as written") {
		t.Errorf("verify: %d %s", code, out)
	}
}

// Three centrals behind one address: one after the other is killed under load, and the database's server crashes in between. What was
// answered is there once, and tills and channels that ask again notice nothing but the time it takes.
func TestCentralsAndTheDatabaseDieUnderLoad(t *testing.T) {
	server := pgtest.Durable(t)
	c := startChain(t, server.Database(t), 3)
	must(t, c.front, &caller{method: "PUT", path: "/v1/program", body: oneTier})
	const members, orders, callers = 10, 600, 12
	for i := range members {
		must(t, c.front, &caller{method: "POST", path: "/v1/customers", body: fmt.Sprintf(
			`{"id": "m%d", "phone": "09123456%02d", "name": "Ánh", "joined_at": "2025-01-01T00:00:00Z"}`, i, i)})
	}
	var done atomic.Int64
	hurt := make(chan int64, orders)
	var wait sync.WaitGroup
	for w := range callers {
		wait.Go(func() {
			for i := w; i < orders; i += callers {
				insist(t, c.front, &caller{method: "PUT", path: fmt.Sprintf("/v1/orders/web/%d", i), body: fmt.Sprintf(`{"customer_id": "m%d",
					"placed_at": "2025-06-01T10:00:00Z", "paid_at": "2025-06-01T10:00:00Z", "lines": [{"id": "1", "sku": "A", "quantity": 1, "unit_price": "1000"}]}`, i%members)})
				insist(t, c.front, &caller{method: "POST", path: fmt.Sprintf("/v1/customers/m%d/adjustments", i%members), body: `{"points": 1, "reason": "quà"}`, key: fmt.Sprint("gift-", i)})
				hurt <- done.Add(1)
			}
		})
	}
	go func() { wait.Wait(); close(hurt) }()
	for n := range hurt {
		switch {
		case n%100 == 50:
			c.replace(int(n/100) % 3)
		case n == 300:
			if err := server.Stop("immediate"); err != nil {
				t.Error(err)
			}
			if err := server.Start(); err != nil {
				t.Fatal(err)
			}
		}
	}
	for m := range members {
		want := fmt.Sprint(2 * orders / members) // a point for each order, and a gift with it
		if got := at([]byte(must(t, c.front, &caller{method: "GET", path: fmt.Sprintf("/v1/customers/m%d/points", m)})), "balance"); got != want {
			t.Errorf("m%d: balance %s, want %s", m, got, want)
		}
	}
	wellWritten(t, c)
}

func TestARunningChainMovesIntoADatabase(t *testing.T) {
	dir, database := t.TempDir(), pgtest.Database(t)
	alone := startProgram(t, dir)
	must(t, alone.url, &caller{method: "PUT", path: "/v1/program", body: oneTier})
	must(t, alone.url, &caller{method: "POST", path: "/v1/customers", body: `{"id": "m1", "phone": "0912345678", "name": "Ánh"}`})
	gift := &caller{method: "POST", path: "/v1/customers/m1/adjustments", body: `{"points": 7, "reason": "quà"}`, key: "gift"}
	must(t, alone.url, gift)
	if code, out := run(t, nil, "migrate-store", "--from", "bolt:"+dir, "--to", database); code != 1 || !strings.Contains(out, "another central uses it") {
		t.Errorf("while central runs: %d %s", code, out)
	}
	alone.kill()
	if code, out := run(t, nil, "migrate-store", "--from", "bolt:"+dir, "--to", database); code != 0 || !strings.Contains(out, "1 accounts the same on both sides") {
		t.Fatalf("%d %s", code, out)
	}
	moved := startProgram(t, dir, "--database", database)
	must(t, moved.url, gift) // asked again behind the move, it is answered and not done again
	if got := at([]byte(must(t, moved.url, &caller{method: "GET", path: "/v1/customers/m1/points"})), "balance"); got != "7" {
		t.Errorf("%s points", got)
	}
}

// Every figure that the dashboard shows is one that central tells.
func TestTheDashboardShowsWhatCentralTells(t *testing.T) {
	c := startChain(t, pgtest.Database(t), 1)
	must(t, c.front, &caller{method: "PUT", path: "/v1/program", body: oneTier})
	metrics := must(t, c.front, &caller{method: "GET", path: "/metrics"})
	board, err := os.ReadFile("../../storage/postgres/dashboard.json")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile(`central_[a-z_]+`).FindAllString(string(board), -1)
	for _, name := range shown {
		if !strings.Contains(metrics, name) {
			t.Errorf("central tells no %s", name)
		}
	}
	if len(shown) < 8 || !strings.Contains(metrics, "central_store_writes_total 1") {
		t.Errorf("%d figures are shown", len(shown))
	}
}

// A proof changes nothing, whatever it finds: no key, no schema.
func TestAProofOfADatabaseChangesNothing(t *testing.T) {
	database := pgtest.Database(t)
	verify := func(dir string) (int, string) { return run(t, nil, "verify", "--data", dir, "--database", database) }
	strange := t.TempDir()
	if code, out := verify(strange); code != 1 || !strings.Contains(out, "signing key") {
		t.Errorf("without a key: %d %s", code, out)
	}
	if left, err := os.ReadDir(strange); err != nil || len(left) > 0 {
		t.Errorf("a proof leaves %v, %v", left, err)
	}
	other := t.TempDir()
	startProgram(t, other).kill()
	if code, out := verify(other); code != 1 || !strings.Contains(out, "older") || asked(t, database, "SELECT to_regclass('head') IS NOT NULL") {
		t.Errorf("of an empty database: %d %s", code, out)
	}
}

// What it means that another server is in the database's place the centrals know: commands beside them don't decide it, which would hold up
// all points of the chain.
func TestACommandDoesNotDecideWhatAnotherServerMeans(t *testing.T) {
	database := pgtest.Database(t)
	c := startChain(t, database, 1, "--synced-failover")
	must(t, c.front, &caller{method: "PUT", path: "/v1/program", body: oneTier})
	command := func(args ...string) (int, string) {
		return run(t, nil, append(args, "--data", c.dir, "--database", database)...)
	}
	if code, out := command("export", "members", t.TempDir()+"/before.csv"); code != 0 {
		t.Fatalf("beside a central: %d %s", code, out)
	}
	c.restart(func() {
		if !asked(t, database, "WITH elsewhere AS (UPDATE head SET cluster = 'another/00000001' RETURNING 1) SELECT count(*) = 1 FROM elsewhere") {
			t.Fatal("no head")
		}
		if code, out := command("verify"); code != 0 || !strings.Contains(out, "1 events") {
			t.Errorf("%d %s", code, out)
		}
		if code, out := command("export", "members", t.TempDir()+"/then.csv"); code != 1 || !strings.Contains(out, "another server") {
			t.Errorf("%d %s", code, out)
		}
	})
	if code, out := command("export", "members", t.TempDir()+"/later.csv"); code != 0 || asked(t, database, "SELECT put_back FROM head") {
		t.Errorf("behind a central that has looked: %d %s", code, out)
	}
}

// asked is what a database says.
func asked(t *testing.T, database, sql string) (is bool) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if err := conn.QueryRow(t.Context(), sql).Scan(&is); err != nil {
		t.Fatal(err)
	}
	return is
}

func TestTheDoctorAnswersWithACode(t *testing.T) {
	database := pgtest.Database(t)
	startChain(t, database, 1)
	code, out := run(t, nil, "doctor", "--database", database)
	if code != 1 || !strings.Contains(out, "LOOK  replicas") || !strings.Contains(out, "ok    schema") { // a test's server has no replica
		t.Errorf("%d %s", code, out)
	}
	if code, out := run(t, nil, "doctor"); code != 1 || !strings.Contains(out, "command line") {
		t.Errorf("%d %s", code, out)
	}
}
