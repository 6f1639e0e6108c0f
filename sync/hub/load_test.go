package hub_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/debug"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"tim/domain/journal"
	"tim/sync/wire"
)

// Five hundred tills wait for news, and one change reaches them all. The memory is that of both ends of each connection, of
// which central has one.
func TestFiveHundredTillsWait(t *testing.T) {
	if testing.Short() {
		t.Skip("opens 500 connections")
	}
	const n = 500
	c := open(t)
	first := c.enrolled("Quận 1")
	cursor := first.caughtUp()
	tills := []*till{first}
	for len(tills) < n {
		if len(tills)%6 == 0 {
			c.later(time.Minute) // so many may enrol from one address
		}
		tills = append(tills, c.enrolled("Quận 1"))
	}
	before := inUse()
	var answered sync.WaitGroup
	pages := make([]wire.Page, n)
	for i, one := range tills {
		answered.Go(func() { pages[i] = one.pull(cursor, true) })
	}
	c.waiting(n)
	t.Logf("%d KB for each of %d waiting pulls, both ends of the connection", (inUse()-before)/n>>10, n)
	began := time.Now()
	c.product("SUA")
	answered.Wait()
	t.Logf("all answered after %v", time.Since(began).Round(time.Millisecond))
	for i, p := range pages {
		if len(p.Items) == 0 {
			t.Fatalf("till %d wasn't told: %+v", i, p)
		}
	}
	if waiting := c.metric("central_till_polls_waiting"); waiting != 0 {
		t.Errorf("%v wait still", waiting)
	}
}

// inUse is the memory that heap and stacks take.
func inUse() uint64 {
	runtime.GC()
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}

// Whatever comes over the network is answered, and breaks nothing: a signed body of any make, and one that isn't signed.
func FuzzWhatComesOverTheNetwork(f *testing.F) {
	c := open(f)
	a := c.enrolled("Quận 1")
	doors := []wire.Door{wire.SyncDoor, wire.FeedDoor, wire.CopyDoor, wire.JournalDoor}
	push := a.next(0)
	push.Asks = []wire.Ask{{Request: 1, Member: "anh", Points: 5, Use: true}}
	for which, m := range []journal.Coder{push, &wire.Pull{Speaker: a.speaker(), Feed: wire.Shop}, &wire.Copy{Speaker: a.speaker(), Feed: wire.Chain, Limit: -1},
		&wire.Fetch{Speaker: a.speaker(), Journal: 1}, &wire.Enrol{Ticket: "AAAA", PublicKey: a.key.Public()}} {
		f.Add(uint8(which), true, true, journal.Encode(m), a.token)
		f.Add(uint8(which), false, false, wire.Pack(m), a.token)
	}
	at := noon
	squeeze, err := zstd.NewWriter(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, which uint8, packs, signs bool, body []byte, token string) {
		path := wire.EnrolPath
		if int(which) < len(doors) {
			path = doors[which].Path(a.till)
		}
		if packs {
			body = squeeze.EncodeAll(body, nil)
		}
		c.later(time.Second)
		at = at.Add(time.Second)
		r := httptest.NewRequest("POST", path, bytes.NewReader(body))
		if signs {
			token = a.token
			when, signature := wire.Request{Method: "POST", Path: path, Body: body, At: at}.Sign(a.key)
			r.Header.Set(wire.TimeHeader, when)
			r.Header.Set(wire.SignatureHeader, signature)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		c.server.ServeHTTP(w, r)
		if w.Code == http.StatusInternalServerError {
			t.Errorf("%s: %d", path, w.Code)
		}
	})
}
