package api_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// asked is one request about a member's points: read (all zero), or needs so many points and changes the balance.
type asked struct {
	member        string
	needs, change int64
}

// told is its answer. Unknown: the client went away before it came.
type told struct {
	unknown, done bool
	balance       int64
}

// account is a member's balance as one clerk with one book would keep it: whatever order the requests are put in, none may
// be answered before it was asked, and each answer must be the clerk's.
var account = porcupine.Model{
	Partition: func(history []porcupine.Operation) (parts [][]porcupine.Operation) {
		by := map[string][]porcupine.Operation{}
		for _, o := range history {
			by[o.Input.(asked).member] = append(by[o.Input.(asked).member], o)
		}
		for _, part := range by {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() any { return int64(0) },
	Step: func(state, input, output any) (bool, any) {
		balance, in, out := state.(int64), input.(asked), output.(told)
		switch {
		case in.change == 0:
			return out.unknown || out.balance == balance, balance
		case balance < in.needs:
			return out.unknown || !out.done, balance
		}
		return out.unknown || out.done, balance + in.change
	},
}

// clerk records what its clients ask and are told.
type clerk struct {
	*shop
	began   time.Time
	mu      sync.Mutex
	history []porcupine.Operation
	clients int
}

func newClerk(t testing.TB) *clerk {
	s := open(t)
	s.programme("")
	return &clerk{shop: s, began: time.Now()}
}

func (c *clerk) nanos() int64 { return time.Since(c.began).Nanoseconds() }

// client is a new one; a client that doesn't know what became of its request asks no more.
func (c *clerk) client() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clients++
	return c.clients
}

// record sends a request and writes down what came of it; false when that isn't known.
func (c *clerk) record(ctx context.Context, client int, in asked, method, path, body string) bool {
	c.later(time.Millisecond)
	called := c.nanos()
	out := c.send(ctx, method, path, body)
	returned := c.nanos()
	if out.unknown {
		returned = 1 << 62 // it may still happen
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.history = append(c.history, porcupine.Operation{ClientId: client, Input: in, Call: called, Output: out, Return: returned})
	return !out.unknown
}

func (c *clerk) send(ctx context.Context, method, path, body string) told {
	r, err := http.NewRequestWithContext(ctx, method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Error(err)
		return told{unknown: true}
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	got, err := c.shop.client.Do(r)
	if err != nil {
		return told{unknown: true}
	}
	defer got.Body.Close()
	raw, err := io.ReadAll(got.Body)
	if err != nil {
		return told{unknown: true}
	}
	answer := reply{t: c.t, asked: method + " " + path, status: got.StatusCode, body: raw}
	switch {
	case method == "GET":
		return told{done: true, balance: answer.int("balance")}
	case got.StatusCode > 299 && answer.text("code") != "points.short":
		c.t.Errorf("%s %s: %d %s", method, path, got.StatusCode, raw)
	}
	return told{done: got.StatusCode < 300}
}

func (c *clerk) read(ctx context.Context, client int, member string) bool {
	return c.record(ctx, client, asked{member: member}, "GET", "/v1/customers/"+member+"/points", "")
}

func (c *clerk) adjust(ctx context.Context, client int, member string, by int64) bool {
	return c.record(ctx, client, asked{member, max(0, -by), by}, "POST", "/v1/customers/"+member+"/adjustments",
		fmt.Sprintf(`{"points": %d, "reason": "test"}`, by))
}

func (c *clerk) redeem(ctx context.Context, client int, member string, points int64) bool {
	return c.record(ctx, client, asked{member, points, -points}, "POST", "/v1/customers/"+member+"/redemptions",
		fmt.Sprintf(`{"points": %d}`, points))
}

// buy places an order of 30.000 ₫ that uses points at once; its money is still to come.
func (c *clerk) buy(ctx context.Context, client int, member, id string, points int64) bool {
	return c.record(ctx, client, asked{member, points, -points}, "PUT", "/v1/orders/web/"+id,
		fmt.Sprintf(`{"customer_id": %q, "use_points": %d, "lines": [{"id": "1", "sku": "SUA", "quantity": "1", "unit_price": "30000"}]}`,
			member, points))
}

// visit is a client's day: reads, gifts, takings, redemptions and orders in any order; now and then it hangs up too early.
func (c *clerk) visit(ctx context.Context, r *rand.Rand, requests int, members []string) {
	client := c.client()
	for range requests {
		member, ctx, hangUp := members[r.IntN(len(members))], ctx, context.CancelFunc(func() {})
		if r.IntN(20) == 0 {
			ctx, hangUp = context.WithTimeout(ctx, time.Duration(r.IntN(3000))*time.Microsecond)
		}
		known := false
		switch r.IntN(6) {
		case 0:
			known = c.adjust(ctx, client, member, 1+r.Int64N(60))
		case 1:
			known = c.adjust(ctx, client, member, -1-r.Int64N(25))
		case 2:
			known = c.redeem(ctx, client, member, 1+r.Int64N(25))
		case 3:
			known = c.buy(ctx, client, member, fmt.Sprintf("%d-%d", client, c.nanos()), 1+r.Int64N(25))
		default:
			known = c.read(ctx, client, member)
		}
		hangUp()
		if !known {
			client = c.client()
		}
	}
}

// Whatever many clients do with a few members' points at once, what each is told is what a single clerk would have told
// them, one after the other: no answer is older than what its asker could know.
func TestBalancesAreAnsweredAsByASingleClerk(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	c := newClerk(t)
	members := []string{"anh", "binh", "chi", "dung"}
	for i, m := range members {
		c.member(m, fmt.Sprintf("091234567%d", i), 0)
	}
	var clients sync.WaitGroup
	for i := range 12 {
		clients.Go(func() { c.visit(t.Context(), rand.New(rand.NewPCG(seed, uint64(i))), 60, members) })
	}
	clients.Wait()
	if got := porcupine.CheckOperationsTimeout(account, c.history, time.Minute); got != porcupine.Ok {
		t.Fatalf("%s: no clerk would have answered these %d requests like that", got, len(c.history))
	}
	open := 0
	for _, o := range c.history {
		if o.Output.(told).unknown {
			open++
		}
	}
	t.Logf("%d requests, %d of them unanswered", len(c.history), open)
}

// What the check is for, it finds: a reader that is told an old balance, and points that are spent twice.
func TestTheCheckOfBalancesFindsFaults(t *testing.T) {
	for what, fault := range map[string]func(c *clerk, ctx context.Context){
		"an old balance": func(c *clerk, ctx context.Context) {
			c.read(ctx, 1, "anh")
			c.adjust(ctx, 1, "anh", 5)
			c.read(ctx, 2, "anh")
		},
		"points spent twice": func(c *clerk, ctx context.Context) {
			c.adjust(ctx, 1, "anh", 30)
			c.redeem(ctx, 1, "anh", 20)
			last := len(c.history) - 1
			twice := c.history[last]
			twice.ClientId, twice.Call, twice.Return = 2, twice.Return+1, twice.Return+2
			c.history = append(c.history, twice)
		},
	} {
		t.Run(what, func(t *testing.T) {
			c := newClerk(t)
			c.member("anh", "0912345678", 0)
			front := httptest.NewServer(remembering(c.server()))
			t.Cleanup(front.Close)
			c.url = front.URL
			fault(c, t.Context())
			if got := porcupine.CheckOperationsTimeout(account, c.history, time.Minute); got != porcupine.Illegal {
				t.Errorf("%s: %v", got, c.history)
			}
		})
	}
}

// remembering answers a question that was asked before as it was answered then.
func remembering(central http.Handler) http.Handler {
	var mu sync.Mutex
	answers := map[string]*httptest.ResponseRecorder{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		answer := answers[r.URL.Path]
		if answer == nil || r.Method != http.MethodGet {
			answer = httptest.NewRecorder()
			central.ServeHTTP(answer, r)
			if r.Method == http.MethodGet {
				answers[r.URL.Path] = answer
			}
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(slices.Clone(answer.Body.Bytes()))
	})
}
