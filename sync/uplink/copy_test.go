package uplink_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"tim/storage/bolt"
	"tim/sync/uplink"
	"tim/sync/wire"
)

// population imports so many members.
func (c *center) population(t testing.TB, members int) {
	t.Helper()
	var file bytes.Buffer
	file.WriteString("id,phone,name\n")
	for i := range members {
		fmt.Fprintf(&file, "m%d,%s,Nguyễn Thị Khách %d\n", i, phoneOf(i), i)
	}
	if _, err := c.office.Import(t.Context(), "members", "csv", bytes.NewReader(file.Bytes()), nil); err != nil {
		t.Fatal(err)
	}
}

// phoneOf is the i-th member's: no two have the same, and neighbours nothing in common.
func phoneOf(i int) string { return fmt.Sprintf("09%08d", i*48271%100_000_000) }

// newcomer is a till that was just enrolled, before its first copy.
type newcomer struct {
	dir     string
	client  *uplink.Client
	token   string
	speaker wire.Speaker
}

func (f *front) newcomer(t testing.TB) *newcomer {
	t.Helper()
	key := newKey(t)
	code, err := f.office.EnrolCode(t.Context(), "Nguyễn Huệ")
	if err != nil {
		t.Fatal(err)
	}
	e := wire.Enrol{Ticket: code.Code, PublicKey: key.Public()}
	e.Signature = key.Sign(e.Signed())
	config := uplink.ClientConfig{URL: f.url, CA: f.ca, Key: key, Now: time.Now}
	first, err := uplink.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	enrolled, err := first.Enrol(t.Context(), &e)
	if err != nil {
		t.Fatal(err)
	}
	config.Till = enrolled.Till
	n := &newcomer{dir: t.TempDir(), token: enrolled.Token, speaker: wire.Speaker{Till: enrolled.Till, Epoch: enrolled.Epoch, Heard: enrolled.Mark}}
	if n.client, err = uplink.NewClient(config); err != nil {
		t.Fatal(err)
	}
	return n
}

// copy runs the first copy until it ends, well or badly, on files that are opened for it and closed behind it.
func (n *newcomer) copy(t testing.TB) (items int, err error) {
	t.Helper()
	till, openErr := bolt.OpenTill(n.dir, bolt.Options{})
	if openErr != nil {
		t.Fatal(openErr)
	}
	defer till.Close()
	pages := uplink.Pages{Store: till, Epoch: n.speaker.Epoch}
	for _, feed := range []wire.Feed{wire.Shop, wire.Chain} {
		if err == nil {
			err = uplink.CopyFirst(t.Context(), n.client, n.token, n.speaker, pages, feed, func(more int) { items += more })
		}
	}
	return items, err
}

// A first copy whose link breaks, at any byte and again and again, goes on from the last page that is in the till's file;
// in the end every member is there.
func TestAFirstCopyGoesOnFromAnyByte(t *testing.T) {
	const members = 3000
	f := newFront(t)
	f.population(t, members)
	n := f.newcomer(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	breaks, items := 0, 0
	for {
		var left atomic.Int64
		left.Store(r.Int64N(20_000))
		f.road.set(func(<-chan struct{}) bool { return left.Add(-1) >= 0 })
		came, err := n.copy(t)
		items += came
		if err == nil {
			break
		}
		f.road.cut()
		if breaks++; breaks > 500 {
			t.Fatalf("%d items have come; %v", items, err)
		}
	}
	f.road.set(nil)
	till, err := bolt.OpenTill(n.dir, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer till.Close()
	for i := range members {
		m, err := till.ByPhone(t.Context(), "+84"+phoneOf(i)[1:])
		if err != nil || m.Name != fmt.Sprintf("Nguyễn Thị Khách %d", i) {
			t.Fatalf("member %d is %+v, %v", i, m, err)
		}
	}
	if breaks == 0 || items > members+wire.PageMax {
		t.Errorf("the link broke %d times; %d items came for %d members", breaks, items, members)
	}
}

// membersEnv says how many members a chain has whose first copy is measured.
const membersEnv = "TIM_MEMBERS"

// BenchmarkFirstCopy is a till's first copy of a chain's members, over HTTPS into files: 100,000 of them, or TIM_MEMBERS.
// Target: 60 s for 1,000,000. Run it with -benchtime 1x.
func BenchmarkFirstCopy(b *testing.B) {
	members := 100_000
	if n, err := strconv.Atoi(os.Getenv(membersEnv)); err == nil {
		members = n
	}
	f := newFront(b)
	f.population(b, members)
	b.ResetTimer()
	for range b.N {
		before := f.road.bytes.Load()
		items, err := f.newcomer(b).copy(b)
		if err != nil || items < members {
			b.Fatalf("%d of %d members came, %v", items, members, err)
		}
		b.ReportMetric(float64(items)/b.Elapsed().Seconds()*float64(b.N), "items/s")
		b.ReportMetric(float64(f.road.bytes.Load()-before)/float64(members), "B/member")
	}
}
