package main

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tim/cmd/till/demo"
	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
)

// shopEnv names a directory that `till seed` made; BenchmarkShop sells in it. Without it a shop of 1,000 members is made.
const shopEnv = "TIM_SHOP"

// BenchmarkShop is the real program in a terminal of 80x24 on a made shop: from its start to the first frame, from a key to the frame
// that shows it, from a scan to the line with the product's name, from a letter in the members' search to its rows; bytes a frame,
// CPU while nobody touches it, and anonymous memory. DESIGN "Targets" has what they should be. Run it with -benchtime 200x.
func BenchmarkShop(b *testing.B) {
	dir := madeShop(b)
	began := time.Now()
	k := openPTY(b, dir)
	first := (<-k.came).Sub(began)
	k.until("Lê Thị Hồng")
	k.press("1111\r")
	k.until("scan, or type")
	k.timed("\x1b[20~") // F9, Enter: what a run before may have left
	k.press("\r")
	time.Sleep(2 * time.Second) // scans are refused until that is paid
	goods := slices.DeleteFunc(demo.Range(300), func(p catalog.Product) bool { return p.Weighed })
	var keys, scans, searches []time.Duration
	var weights []int
	for i := range b.N {
		before := k.written()
		keys = append(keys, k.timed(string(rune('a'+i%20))))
		weights = append(weights, k.written()-before)
		keys = append(keys, k.timed("\x7f"))
		p := goods[(b.N+i)%len(goods)] // none that a run before may have left
		scans = append(scans, k.shows(p.Barcodes[0]+"\r", p.Name))
		if i%5 == 4 {
			k.timed("\x1b[20~") // F9, Enter: exact cash
			k.timed("\r")
		}
	}
	k.press("\x1b[13~") // F3
	for i := range b.N {
		searches = append(searches, k.timed(string("nguyenthao"[i%10])))
		if i%10 == 9 {
			k.press(strings.Repeat("\x7f", 10))
		}
	}
	slices.Sort(weights)
	b.ReportMetric(ms(first), "first-frame-ms")
	percentiles(b, "key", keys)
	percentiles(b, "scan", scans)
	percentiles(b, "search", searches)
	b.ReportMetric(float64(weights[len(weights)/2]), "B/key-frame")
	b.ReportMetric(k.idle(b), "idle-cpu-%")
	b.ReportMetric(k.anonymous(b), "anon-MB")
	b.ReportMetric(0, "ns/op")
}

// madeShop is the directory of the shop that benchmarks run on.
func madeShop(b *testing.B) string {
	b.Helper()
	if dir := os.Getenv(shopEnv); dir != "" {
		return dir
	}
	dir := b.TempDir()
	p := seedPlan{Seed: 1, Members: 1000, Products: 1000, Orders: 300}
	if err := quietMain().seed(b.Context(), &flags{data: dir}, p); err != nil {
		b.Fatal(err)
	}
	return dir
}

// BenchmarkSearch is what one search of a made shop costs, without the screen: in its files, and with the balances that a list shows.
// Run it with -benchtime 500x.
func BenchmarkSearch(b *testing.B) {
	m, ctx := quietMain(), b.Context()
	dir := madeShop(b)
	plan, err := m.planned(dir, seedPlan{})
	if err != nil && fault.Code(err) != "seed.other" {
		b.Fatal(err)
	}
	s, err := m.open(ctx, dir)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	c, _, err := m.counter(ctx, &flags{}, s, station{chain: chainLink{Till: tillNumber, Epoch: 1}, boot: m.boot()})
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if err := s.ReadLately(ctx); err != nil {
		b.Fatal(err)
	}
	b.Logf("read the newest orders and %d products in %v", plan.Products, time.Since(began))
	people := demo.People{Seed: plan.Seed, Count: plan.Members, Until: plan.founded()}
	name := func(i int) []string { return catalog.Words(people.Member(i).Name) }
	for _, search := range []struct {
		what string
		text func(i int) string
	}{
		{"phone", func(i int) string { return people.Member(i).Phone }},
		{"given", func(i int) string { n := name(i); return n[len(n)-1] }},
		{"full", func(i int) string { return strings.Join(name(i), " ") }},
		{"given family", func(i int) string { n := name(i); return n[len(n)-1] + " " + n[0] }},
		{"initials", func(i int) string { return catalog.InitialsOf(strings.Join(name(i), " ")) }},
		{"tail 4", func(i int) string { p := people.Member(i).Phone; return p[len(p)-4:] }},
		{"nobody", func(i int) string { return "xq" + name(i)[0] }},
	} {
		b.Run(search.what, func(b *testing.B) {
			var store, shown []time.Duration
			for i := range b.N {
				text := search.text(i * 7919 % plan.Members)
				began := time.Now()
				_, err := s.FindMembers(ctx, text, 50)
				store = append(store, time.Since(began))
				began = time.Now()
				_, err2 := c.Find(ctx, counter.FindMembers{Text: text, Limit: 50})
				shown = append(shown, time.Since(began))
				if err != nil || err2 != nil {
					b.Fatal(err, err2)
				}
			}
			percentiles(b, "files", store)
			percentiles(b, "list", shown)
			b.ReportMetric(0, "ns/op")
		})
	}
	for _, text := range []string{"s", "sua", "sua tuoi", "tuoi sua 1l", "xqz", ""} {
		b.Run("product "+text, func(b *testing.B) {
			var took []time.Duration
			for range b.N {
				began := time.Now()
				if _, err := s.FindProducts(ctx, text, 50); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			percentiles(b, "files", took)
			b.ReportMetric(0, "ns/op")
		})
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// percentiles gives the percentiles of what was measured.
func percentiles(b *testing.B, what string, took []time.Duration) {
	slices.Sort(took)
	for _, p := range []int{50, 95, 99} {
		b.ReportMetric(ms(took[len(took)*p/100]), fmt.Sprintf("%s-p%d-ms", what, p))
	}
}

// written is how many bytes the program has drawn so far.
func (k *screen) written() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.all.Len()
}

var escape = regexp.MustCompile(`\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x07]*\x07`)

// shows presses keys when the screen rests, and gives the time until a text has begun to be drawn.
func (k *screen) shows(keys, text string) time.Duration {
	k.b.Helper()
	k.rests()
	from, began := k.written(), time.Now()
	k.press(keys)
	begins := []byte(strings.Fields(text)[0]) // spaces may be skipped by the cursor
	for {
		select {
		case at := <-k.came:
			k.mu.Lock()
			there := bytes.Contains(escape.ReplaceAll(k.all.Bytes()[from:], nil), begins)
			k.mu.Unlock()
			if there {
				return at.Sub(began)
			}
		case <-time.After(5 * time.Second):
			k.b.Fatalf("%q doesn't appear in %q", text, escape.ReplaceAll(k.all.Bytes()[from:], nil))
		}
	}
}

// idleFor is how long nobody touches the program.
const idleFor = 5 * time.Second

// idle is the part of a core that the program takes while nobody touches it, percent.
func (k *screen) idle(b *testing.B) float64 {
	b.Helper()
	before := k.ticks(b)
	time.Sleep(idleFor)
	const tick = 10 * time.Millisecond // of Linux's clock
	return float64(time.Duration(k.ticks(b)-before)*tick) / float64(idleFor) * 100
}

// ticks is the CPU time that the program has had.
func (k *screen) ticks(b *testing.B) int {
	b.Helper()
	fields := strings.Fields(k.proc(b, "stat"))
	user, err := strconv.Atoi(fields[13])
	system, err2 := strconv.Atoi(fields[14])
	if err != nil || err2 != nil {
		b.Fatal(err, err2)
	}
	return user + system
}

// anonymous is the memory that is the program's own: mapped pages of files are the system's cache. MB.
func (k *screen) anonymous(b *testing.B) float64 {
	b.Helper()
	_, rest, _ := strings.Cut(k.proc(b, "status"), "RssAnon:")
	kB, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		b.Fatal(err)
	}
	return float64(kB) / 1024
}

func (k *screen) proc(b *testing.B, name string) string {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", k.pid, name))
	if err != nil {
		b.Skip("this system has no /proc")
	}
	return string(text)
}
