package postgres_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"tim/domain/office"
	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
)

// A disk that is full is said, and costs no order: what was answered is there, what was refused isn't, reading goes on, and when there is
// room again what is asked again counts once.
func TestADiskThatIsFull(t *testing.T) {
	url, disk := pgtest.Durable(t).Small(t, 48)
	s := open(t, url, postgres.Options{})
	defer s.Close()
	o := benchOffice(s, 1)
	const members, writers, most = 4, 8, 20_000
	if err := begun(o); err != nil {
		t.Fatal(err)
	}
	if err := enrolled(s, members); err != nil {
		t.Fatal(err)
	}
	ballast := fill(t, disk, 1<<20)

	var answered [members]atomic.Int64 // points
	var refused sync.Map               // orders, by id → member
	var next atomic.Int64
	var wait sync.WaitGroup
	for range writers {
		wait.Go(func() {
			for i := next.Add(1); i < most; i = next.Add(1) {
				m := int(i) % members
				a, err := o.PutOrder(ctx, "web", fmt.Sprint(i), sold(fmt.Sprint("m", m), 0))
				if hasCode(err, "ledger.full") {
					refused.Store(fmt.Sprint(i), m)
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				answered[m].Add(a.Points.Earned)
			}
		})
	}
	wait.Wait()
	again := 0
	refused.Range(func(any, any) bool { again++; return true })
	if again != writers {
		t.Fatalf("%d of %d writers met a full disk", again, writers)
	}
	wantPoints(t, o, &answered)

	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	refused.Range(func(id, m any) bool {
		for range 2 {
			a, err := o.PutOrder(ctx, "web", id.(string), sold(fmt.Sprint("m", m), 0))
			if err != nil {
				t.Errorf("with room again: %v", err)
			}
			if id, done := refused.LoadAndDelete(id); done && id != nil {
				answered[m.(int)].Add(a.Points.Earned)
			}
		}
		return true
	})
	wantPoints(t, o, &answered)
	sound(t, url)
	t.Logf("%d orders before the disk was full", next.Load())
}

// wantPoints wants each member to have the points of its answered orders.
func wantPoints(t *testing.T, o *office.Office, answered *[4]atomic.Int64) {
	t.Helper()
	for m := range answered {
		have, err := o.Points(ctx, fmt.Sprint("m", m), benchDay)
		if err != nil || have.Balance != answered[m].Load() {
			t.Errorf("member %d has %d points, orders were answered with %d: %v", m, have.Balance, answered[m].Load(), err)
		}
	}
}

// fill leaves so many bytes of a disk.
func fill(t *testing.T, disk string, left int) (ballast string) {
	t.Helper()
	var there syscall.Statfs_t
	if err := syscall.Statfs(disk, &there); err != nil {
		t.Fatal(err)
	}
	ballast = filepath.Join(disk, "ballast")
	if err := os.WriteFile(ballast, make([]byte, int(there.Bavail)*int(there.Bsize)-left), 0o600); err != nil {
		t.Fatal(err)
	}
	return ballast
}
