package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tim/storage/bolt"
)

// program is central in a process of its own, to be killed.
type program struct {
	cmd *exec.Cmd
	url string
}

func startProgram(t testing.TB, dir string, flags ...string) *program {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out := newOutput()
	cmd := exec.Command(self, append([]string{"serve", "--data", dir, "--listen", "127.0.0.1:0", "--lang", "en"}, flags...)...)
	cmd.Env = append(os.Environ(), envToken+"="+adminToken)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &program{cmd: cmd}
	t.Cleanup(p.kill)
	p.url = out.url(t)
	return p
}

// kill ends the process without a word, as kill -9 does.
func (p *program) kill() {
	if p.cmd.ProcessState == nil {
		_ = p.cmd.Process.Kill() // it may have ended by itself
		_ = p.cmd.Wait()
	}
}

// caller files one order or adjustment again and again until it is answered.
type caller struct {
	method, path, body, key string
	answered                bool // 2xx, before the program was killed
}

func (c *caller) send(url string) (int, string, error) {
	r, err := http.NewRequest(c.method, url+c.path, strings.NewReader(c.body))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Authorization", "Bearer "+adminToken)
	if c.key != "" {
		r.Header.Set("Idempotency-Key", c.key)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body), err
}

// Killed in the middle of many writes, central has every write that it answered, and whoever asks again with the same keys
// ends with exactly one of each.
func TestKilledUnderLoadLosesAndDoublesNothing(t *testing.T) {
	dir := t.TempDir()
	p := startProgram(t, dir)
	must(t, p.url, &caller{method: "PUT", path: "/v1/program", body: `{"effective_from": "2025-01-01T00:00:00Z",
		"tiers": [{"id": "one", "name": "Một", "min_ranking_points": 0, "rate_percent": "100"}]}`})
	const members = 20
	for i := range members {
		must(t, p.url, &caller{method: "POST", path: "/v1/customers", body: fmt.Sprintf(
			`{"id": "m%d", "phone": "09123456%02d", "name": "Ánh", "joined_at": "2025-01-01T00:00:00Z"}`, i, i)})
	}
	var calls []*caller
	for i := range 400 {
		member := fmt.Sprint("m", i%members)
		calls = append(calls, &caller{method: "PUT", path: fmt.Sprintf("/v1/orders/web/%d", i), body: fmt.Sprintf(`{"customer_id": %q,
			"placed_at": "2025-06-01T10:00:00Z", "paid_at": "2025-06-01T10:00:00Z", "lines": [{"id": "1", "sku": "A",
			"quantity": 1, "unit_price": "%d000"}]}`, member, i+1)},
			&caller{method: "POST", path: "/v1/customers/" + member + "/adjustments", body: `{"points": 1, "reason": "quà"}`, key: fmt.Sprint("gift-", i)})
	}
	answered := killedUnderLoad(t, p, calls, 200)
	p = startProgram(t, dir)
	for _, c := range calls {
		if c.answered && c.method == "PUT" {
			must(t, p.url, &caller{method: "GET", path: c.path})
		}
	}
	for range 2 {
		for _, c := range calls {
			must(t, p.url, c)
		}
	}
	for m := range members {
		balance := 0 // a gift with each order, and i thousand đồng are i points
		for i := m; i < 400; i += members {
			balance += 1 + i + 1
		}
		if got := at([]byte(must(t, p.url, &caller{method: "GET", path: fmt.Sprintf("/v1/customers/m%d/points", m)})), "balance"); got != fmt.Sprint(balance) {
			t.Errorf("m%d: balance %s, want %d", m, got, balance)
		}
	}
	p.kill()
	broken, sum, err := bolt.VerifyCentral(context.Background(), dir, nil)
	if err != nil || broken != nil {
		t.Errorf("verify: %v, %v", broken, err)
	}
	t.Logf("killed after %d of %d writes; %d events", answered, len(calls), sum.Events)
}

// killedUnderLoad sends the calls from many callers at once, and kills central when so many were answered: it says how many
// were in the end.
func killedUnderLoad(t *testing.T, p *program, calls []*caller, enough int64) (answered int64) {
	t.Helper()
	const callers = 16
	var done atomic.Int64
	var wait sync.WaitGroup
	kill := make(chan struct{})
	for w := range callers {
		wait.Go(func() {
			for i := w; i < len(calls); i += callers {
				if status, _, err := calls[i].send(p.url); err != nil || status != http.StatusOK {
					return
				}
				calls[i].answered = true
				if done.Add(1) == enough {
					close(kill)
				}
			}
		})
	}
	select {
	case <-kill:
	case <-time.After(60 * time.Second):
		t.Fatalf("%d writes take more than a minute", enough)
	}
	p.kill()
	wait.Wait()
	if answered = done.Load(); answered == int64(len(calls)) {
		t.Fatal("nothing was cut off: the test proves nothing")
	}
	return answered
}

func must(t testing.TB, url string, c *caller) string {
	t.Helper()
	status, body, err := c.send(url)
	if err != nil || status/100 != 2 {
		t.Fatalf("%s %s: %d %v %s", c.method, c.path, status, err, body)
	}
	return body
}
