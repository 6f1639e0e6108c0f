package hub_test

import (
	"bytes"
	"fmt"
	"net/http"
	"sync"
	"syscall"
	"testing"
	"time"

	"tim/domain/shift"
	"tim/sync/hub"
	"tim/sync/wire"
)

// BenchmarkWaking is what one changed product costs central that 2,000 waiting tills hear of, two a shop, each at a position of its own,
// in this process without a network: from the change until the last has it, and then until all have asked again and wait. Of the latter
// most is signing and checking their requests. TIM_TEST_STORE=postgres measures that engine.
func BenchmarkWaking(b *testing.B) {
	const n = 2_000
	c := open(b)
	c.client = &http.Client{Transport: hub.Local{Central: c.server}}
	var tills []*till
	for i := range n {
		if i%6 == 0 {
			c.later(time.Minute) // so many may enrol from one address
		}
		tills = append(tills, c.enrolled(fmt.Sprint("Quận ", i/2)))
	}
	cursor := tills[0].caughtUp()
	var told, telling, asking time.Duration // by the clock, and of processors
	round := func(i int) {
		c.later(time.Second)
		cursor = c.spread(cursor)
		pages := make([]wire.Page, n)
		var all sync.WaitGroup
		busy := ownCPU()
		for k, one := range tills {
			at := cursor
			at.N -= uint64(k % spreadOver)
			all.Go(func() { pages[k] = one.pull(at, true) })
		}
		c.waiting(n)
		asking += ownCPU() - busy
		busy = ownCPU()
		began := time.Now()
		c.product(fmt.Sprint("P", i))
		all.Wait()
		told, telling = told+time.Since(began), telling+ownCPU()-busy
		for k, p := range pages {
			if len(p.Items) != 1 || p.Anew {
				b.Fatalf("till %d was told %+v", k, p)
			}
		}
		cursor = pages[0].Cursor
	}
	round(0) // which reads all of it for the first time
	told, telling, asking = 0, 0, 0
	for i := 1; b.Loop(); i++ {
		round(i)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(told.Milliseconds())/float64(b.N), "ms/change")
	b.ReportMetric(float64(telling.Microseconds())/float64(b.N*n), "central-us/told")
	b.ReportMetric(float64(asking.Microseconds())/float64(b.N*n), "both-us/asked")
}

// spreadOver is how many positions tills wait at.
const spreadOver = 50

// spread moves the feeds' head on by changes that only a shop without tills hears of.
func (c *central) spread(at wire.Cursor) wire.Cursor {
	c.t.Helper()
	for i := range spreadOver {
		s := shift.Staff{ID: "an", Name: fmt.Sprint("An ", at.N, " ", i), Role: shift.Cashier, Verifier: shift.Verifier{Hash: bytes.Repeat([]byte{1}, 32)}}
		if err := c.office.PutStaff(c.t.Context(), "elsewhere", s); err != nil {
			c.t.Fatal(err)
		}
		at.N++
	}
	return at
}

func ownCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
