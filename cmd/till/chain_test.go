package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const adminToken = "secret"

// chain is a central in a process of its own, with a shop, milk, and member Ánh who has 500 points.
type chain struct {
	t       testing.TB
	program string
	dir     string
	url     string
	listen  string
	process *exec.Cmd
}

func openChain(t testing.TB) *chain {
	t.Helper()
	c := &chain{t: t, dir: t.TempDir(), listen: "127.0.0.1:0"}
	c.program = filepath.Join(t.TempDir(), "central")
	if out, err := exec.Command("go", "build", "-o", c.program, "../central").CombinedOutput(); err != nil {
		t.Fatalf("build central: %v\n%s", err, out)
	}
	t.Cleanup(func() { c.kill() })
	c.start()
	c.put("/v1/program", `{"tiers": [{"id": "bac", "name": "Bạc", "min_ranking_points": 0, "rate_percent": "100"}]}`)
	c.put("/v1/products/SUA", `{"name": "Sữa tươi", "price": "32000", "barcodes": ["2000000000015"], "vat_percent": "8"}`)
	c.put("/v1/shops/q1", `{"name": "Cửa hàng Quận 1", "channel": "store", "currency": "VND", "discount_free": 10, "policy": {"weak_pins": true}}`)
	c.put("/v1/shops/q1/staff/hong", `{"name": "Lê Thị Hồng", "role": "cashier", "pin": "1111"}`)
	c.call("POST", "/v1/customers", `{"id": "anh", "phone": "0912345678", "name": "Nguyễn Thị Ánh", "opening": {"points": 500, "ranking_points": 0}}`, nil)
	return c
}

// start runs central; from the second time on at the same address.
func (c *chain) start() {
	c.t.Helper()
	c.process = exec.Command(c.program, "serve", "--data", c.dir, "--listen", c.listen)
	c.process.Env = append(os.Environ(), "CENTRAL_ADMIN_TOKEN="+adminToken)
	out, err := c.process.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	c.process.Stderr = c.process.Stdout
	if err := c.process.Start(); err != nil {
		c.t.Fatal(err)
	}
	said := make(chan string, 1)
	go func() {
		var all bytes.Buffer
		b := make([]byte, 4096)
		for {
			n, err := out.Read(b)
			all.Write(b[:n])
			if _, after, found := strings.Cut(all.String(), "listening on "); found && strings.Contains(after, "\n") {
				said <- strings.Fields(after)[0]
				_, _ = io.Copy(io.Discard, out)
				return
			}
			if err != nil {
				said <- ""
				return
			}
		}
	}()
	select {
	case c.url = <-said:
	case <-time.After(screenWait):
	}
	if c.url == "" {
		c.t.Fatal("central doesn't start")
	}
	c.listen = strings.TrimPrefix(c.url, "http://")
}

// kill ends central as a power cut does.
func (c *chain) kill() {
	if c.process != nil {
		_ = c.process.Process.Kill()
		_ = c.process.Wait()
		c.process = nil
	}
}

func (c *chain) put(path, body string) {
	c.t.Helper()
	c.call("PUT", path, body, nil)
}

func (c *chain) call(method, path, body string, answer any) {
	c.t.Helper()
	r, err := http.NewRequest(method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+adminToken)
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer got.Body.Close()
	raw, _ := io.ReadAll(got.Body)
	if got.StatusCode > 299 {
		c.t.Fatalf("%s %s: %d %s", method, path, got.StatusCode, raw)
	}
	if answer != nil {
		if err := json.Unmarshal(raw, answer); err != nil {
			c.t.Fatal(err)
		}
	}
}

// enrolled is the data directory of one more till.
func (c *chain) enrolled() string {
	c.t.Helper()
	path, err := program()
	if err != nil {
		c.t.Fatal(err)
	}
	var code struct{ Code string }
	c.call("POST", "/v1/tills/codes", `{"shop": "q1"}`, &code)
	dir := c.t.TempDir()
	if out, err := exec.Command(path, "enroll", "--central", c.url, "--code", code.Code, "--data", dir).CombinedOutput(); err != nil {
		c.t.Fatalf("enroll: %v\n%s", err, out)
	}
	return dir
}

// till enrols one more and opens it in a terminal, signed in, its shift open.
func (c *chain) till() *terminal {
	c.t.Helper()
	k := openProgram(c.t, "run", c.enrolled(), "--lang", "en")
	k.shows("Lê Thị Hồng")
	k.types("1111")
	k.shows("drawer")
	k.types("500000")
	k.shows("F9", "● Online")
	return k
}

// entries is the member's statement at central: kinds with points.
func (c *chain) entries() (list []string, balance int64) {
	c.t.Helper()
	var answer struct {
		Items []struct {
			Kind         string
			Points       int64
			BalanceAfter int64 `json:"balance_after"`
		}
	}
	c.call("GET", "/v1/customers/anh/entries", "", &answer)
	for _, e := range answer.Items {
		list, balance = append(list, fmt.Sprintf("%s %d", e.Kind, e.Points)), e.BalanceAfter
	}
	return list, balance
}

func (k *terminal) basket(cartons int) {
	k.t.Helper()
	k.types(fmt.Sprintf("%d*2000000000015", cartons))
	k.shows("Sữa tươi")
	k.types("0912345678")
	k.shows("♥ Nguyễn Thị Ánh")
}

// use types a number of points into the heart's panel.
func (k *terminal) use(points int) {
	k.t.Helper()
	k.keys("F7")
	k.shows("[Use]")
	k.types(fmt.Sprint(points))
}

func (k *terminal) pay(receipt string) {
	k.t.Helper()
	k.keys("F9")
	k.shows("Cash")
	k.keys("Enter")
	k.shows(receipt)
}

// Two tills and a central as real processes. Ánh leaves points at A; then central is gone: each till takes only what it
// holds, and says so. When central is back, everybody says the same, and nothing was spent twice.
func TestNoPointIsSpentTwiceByTwoTillsWithoutCentral(t *testing.T) {
	c := openChain(t)
	a, b := c.till(), c.till()
	a.basket(20)
	a.shows("500 points to use")
	a.use(200)
	a.shows("Used 200 points")
	a.pay("HD-01-000001") // earns 440, keeps 500 of the 740
	b.basket(20)
	b.shows("740 points to use")
	b.use(100)
	b.shows("Used 100 points")

	c.kill()
	a.basket(30)
	a.shows("○ Offline")
	a.use(600) // of 640
	a.shows("Offline this till may use")
	a.keys("Escape")
	a.shows("scan, or type")
	b.use(600)
	b.shows("Offline this till may use")
	b.keys("Escape")
	b.shows("scan, or type")
	b.pay("HD-02-000001") // earns 540 of 540.000
	a.pay("HD-01-000002") // earns 960

	c.start()
	a.shows("● Online")
	b.shows("● Online")
	const want = 500 - 200 + 440 - 100 + 540 + 960
	deadline := time.Now().Add(screenWait)
	for {
		list, balance := c.entries()
		if balance == want {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("central says %d, not %d: %v", balance, want, list)
		}
		time.Sleep(50 * time.Millisecond) // between two looks at a condition
	}
	c.lists(map[string]int64{"adjust": 500, "earn": 440 + 540 + 960, "use": -200 - 100})
	for _, k := range []*terminal{a, b} {
		k.basket(1)
		k.shows("2.140 points to use")
		k.verified()
	}
}

// lists checks what the member's statement at central adds up to, by kind.
func (c *chain) lists(want map[string]int64) {
	c.t.Helper()
	list, _ := c.entries()
	got := map[string]int64{}
	for kind := range want {
		got[kind] = 0
	}
	for _, entry := range list {
		var kind string
		var points int64
		if _, err := fmt.Sscan(entry, &kind, &points); err != nil {
			c.t.Fatal(err)
		}
		got[kind] += points
	}
	if !maps.Equal(got, want) {
		c.t.Errorf("central lists %v, want %v: %v", got, want, list)
	}
}

// tryToUse uses points if they are to be had just now.
func (k *terminal) tryToUse(points int) bool {
	k.t.Helper()
	k.use(points)
	used := fmt.Sprintf("Used %d points", points)
	for deadline := time.Now().Add(screenWait); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) { // between two looks
		screen, _ := k.tmux("capture-pane", "-p", "-t", "t")
		switch {
		case strings.Contains(screen, used):
			return true
		case strings.Contains(screen, "✗"):
			k.keys("Escape")
			k.shows("scan, or type")
			return false
		}
	}
	k.t.Fatalf("%d points are neither used nor refused:\n%s", points, k.shows(""))
	return false
}

// dying kills central every second and starts it again, until stop is called; then it is up.
func (c *chain) dying() (stop func() (deaths int)) {
	end, deaths := make(chan struct{}), make(chan int)
	go func() {
		for n := 0; ; n++ {
			select {
			case <-end:
				deaths <- n
				return
			case <-time.After(time.Second):
				c.kill()
				c.start()
			}
		}
	}()
	return func() int {
		close(end)
		return <-deaths
	}
}

// Two tills spend one member's points while central is killed and started again every second: both sell on, whatever was
// used or earned is at central once, and both screens say the same in the end.
func TestTwoTillsSpendWhileCentralDiesEverySecond(t *testing.T) {
	c := openChain(t)
	tills := []*terminal{c.till(), c.till()}
	stop := c.dying()
	var earned, used int64
	for n := 1; n <= 12; n++ {
		for i, k := range tills {
			k.basket(2) // 64.000 ₫: a point for every 1.000 ₫ that isn't paid in points
			if k.tryToUse(50) {
				used, earned = used+50, earned+14
			} else {
				earned += 64
			}
			k.pay(fmt.Sprintf("HD-%02d-%06d", i+1, n))
		}
	}
	deaths := stop()
	t.Logf("central died %d times; %d points were used, %d earned", deaths, used, earned)
	if deaths == 0 {
		t.Error("central never died: the test proves nothing")
	}
	want := 500 + earned - used
	for deadline := time.Now().Add(3 * screenWait); ; time.Sleep(50 * time.Millisecond) { // between two looks at a condition
		list, balance := c.entries()
		if balance == want {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("central says %d, not %d: %v", balance, want, list)
		}
	}
	c.lists(map[string]int64{"adjust": 500, "earn": earned, "use": -used})
	for _, k := range tills {
		k.basket(1)
		k.shows(fmt.Sprintf("%d points to use", want), "● Online")
		k.verified()
	}
}

// The receipt of a sale under a chain carries the member's own page; the phone's last digits open it (V6).
func TestV6AReceiptLeadsToTheMembersOwnPage(t *testing.T) {
	c := openChain(t)
	k := c.till()
	k.basket(1)
	k.pay("HD-01-000001")
	_, after, found := strings.Cut(k.receipt("HD-01-000001.32.txt"), "http://")
	rows, _, _ := strings.Cut(after, "---")
	if !found {
		t.Fatal("the receipt names no page")
	}
	link := "http://" + strings.Join(strings.Fields(rows), "")
	jar, _ := cookiejar.New(nil)
	phone := http.Client{Jar: jar}
	if page := read(t)(phone.Get(link)); strings.Contains(page, "Ánh") || !strings.Contains(page, "digits") {
		t.Errorf("before the digits:\n%s", page)
	}
	if page := read(t)(phone.PostForm(link, url.Values{"digits": {"345678"}})); !strings.Contains(page, "Nguyễn Thị Ánh") {
		t.Errorf("behind the digits:\n%s", page)
	}
}

// read is an answer's text.
func read(t *testing.T) func(*http.Response, error) string {
	return func(got *http.Response, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer got.Body.Close()
		text, err := io.ReadAll(got.Body)
		if err != nil || got.StatusCode != http.StatusOK {
			t.Fatalf("%d %v\n%s", got.StatusCode, err, text)
		}
		return string(text)
	}
}

// Central dies every time that a sale is paid; selling neither waits nor loses anything.
func TestSellingGoesOnWhileCentralIsKilledAgainAndAgain(t *testing.T) {
	c := openChain(t)
	k := c.till()
	for n := 1; n <= 5; n++ {
		k.basket(2)
		c.kill()
		k.pay(fmt.Sprintf("HD-01-%06d", n))
		c.start()
	}
	k.shows("● Online")
	deadline := time.Now().Add(2 * screenWait)
	for {
		list, balance := c.entries()
		if balance == 500+5*64 && len(list) == 6 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("central says %d: %v", balance, list)
		}
		time.Sleep(50 * time.Millisecond) // between two looks at a condition
	}
	k.verified()
}
