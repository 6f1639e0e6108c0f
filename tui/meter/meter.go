// Package meter measures what a cashier waits for: from a key to the frame that shows it, from the end of a scan to the frame
// with its line, and how many bytes each frame is. It counts always, at the cost of a lock and a few additions for each key
// and each frame, and keeps no more than its buckets.
//
// The way of a key: Read when its bytes came from the terminal, Key when the screens take it, Drawn when their picture has
// changed by it, Wrote when the picture went out. A key that changes nothing is not counted, nor is a frame without a key.
package meter

import (
	"math/bits"
	"sync"
	"time"
)

// Meter is safe for use by the goroutines that read, draw and write.
type Meter struct {
	now func() time.Time

	mu     sync.Mutex
	read   time.Time // of the first byte that no key was made of yet
	key    wait
	scan   wait
	keys   Histogram // microseconds
	scans  Histogram // microseconds
	frames Histogram // bytes
}

// wait is something that is waited for: since when, and whether the picture has it already.
type wait struct {
	since time.Time
	drawn bool
}

// New measures by a clock.
func New(now func() time.Time) *Meter { return &Meter{now: now} }

// Read says that bytes came from the terminal just now.
func (m *Meter) Read() {
	at := m.now()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.read.IsZero() {
		m.read = at
	}
}

// Key says that a key is being taken, and gives the time at which its bytes came.
func (m *Meter) Key() time.Time {
	at := m.now()
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.read.IsZero() {
		at, m.read = m.read, time.Time{}
	}
	if m.key.since.IsZero() {
		m.key = wait{since: at}
	}
	return at
}

// Forget says that the bytes which came were no key.
func (m *Meter) Forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.read = time.Time{}
}

// Scan says that a scan is done whose last byte came at an instant: the next picture shows it.
func (m *Meter) Scan(at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.scan.since.IsZero() {
		m.scan = wait{since: at}
	}
}

// Drawn says that the picture was made anew, and whether it is another now.
func (m *Meter) Drawn(changed bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, w := range []*wait{&m.key, &m.scan} {
		switch {
		case w.since.IsZero() || w.drawn:
		case changed:
			w.drawn = true
		default:
			*w = wait{}
		}
	}
}

// Wrote says that so many bytes of a frame went out.
func (m *Meter) Wrote(bytes int) {
	at := m.now()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.frames.Add(int64(bytes))
	m.key.end(&m.keys, at)
	m.scan.end(&m.scans, at)
}

func (w *wait) end(h *Histogram, at time.Time) {
	if w.drawn {
		h.Add(at.Sub(w.since).Microseconds())
		*w = wait{}
	}
}

// Report is what was measured so far.
type Report struct {
	Keys, Scans Histogram // microseconds
	Frames      Histogram // bytes
}

// Report is a copy of what was measured so far.
func (m *Meter) Report() Report {
	m.mu.Lock()
	defer m.mu.Unlock()
	return Report{m.keys, m.scans, m.frames}
}

const (
	fine    = 3 // bits of a value that tell one bucket from the next: each is an eighth of its own size wide
	buckets = (31 - fine + 1) << fine
)

// Histogram counts values from 0 on in buckets that grow with them, an eighth wide, up to 2^31.
type Histogram struct {
	counts  [buckets]uint32
	n       int64
	longest int64
}

// Add counts a value.
func (h *Histogram) Add(v int64) {
	v = max(v, 0)
	h.counts[bucket(v)]++
	h.n++
	h.longest = max(h.longest, v)
}

func bucket(v int64) int {
	if v < 1<<fine {
		return int(v)
	}
	high := bits.Len64(uint64(v)) - 1 - fine
	return min((high+1)<<fine|int(v>>high)&(1<<fine-1), buckets-1)
}

// top is the greatest value of a bucket.
func top(i int) int64 {
	if i < 1<<fine {
		return int64(i)
	}
	high := i>>fine - 1
	return (int64(i&(1<<fine-1))+1<<fine+1)<<high - 1
}

// Count is how many values there are.
func (h *Histogram) Count() int64 { return h.n }

// Longest is the greatest value.
func (h *Histogram) Longest() int64 { return h.longest }

// Below is the value that so many of a hundred don't exceed, to an eighth; 0 when there are none.
func (h *Histogram) Below(percent int64) int64 {
	want, seen := (h.n*percent+99)/100, int64(0)
	for i, count := range h.counts {
		if seen += int64(count); seen >= want && seen > 0 {
			return min(top(i), h.longest)
		}
	}
	return 0
}

// Doublings is how many values there are up to each power of two, from the smallest that has any to the greatest.
func (h *Histogram) Doublings() []Doubling {
	var all []Doubling
	for i, count := range h.counts {
		if count == 0 {
			continue
		}
		upTo := int64(1) << bits.Len64(uint64(top(i)))
		for len(all) > 0 && all[len(all)-1].Below < upTo/2 {
			all = append(all, Doubling{Below: all[len(all)-1].Below * 2})
		}
		if len(all) == 0 || all[len(all)-1].Below != upTo {
			all = append(all, Doubling{Below: upTo})
		}
		all[len(all)-1].Count += int64(count)
	}
	return all
}

// Doubling is how many values lie below a power of two and not below half of it.
type Doubling struct{ Below, Count int64 }
