package meter

import (
	"testing"
	"time"
)

// stand is a meter whose clock is moved by hand.
func stand() (*Meter, func(time.Duration)) {
	now := time.Unix(0, 0)
	return New(func() time.Time { return now }), func(d time.Duration) { now = now.Add(d) }
}

func TestAKeyIsMeasuredFromItsBytesToItsFrame(t *testing.T) {
	m, pass := stand()
	m.Read()
	pass(2 * time.Millisecond)
	m.Key()
	m.Drawn(true)
	pass(5 * time.Millisecond)
	m.Wrote(120)
	r := m.Report()
	if r.Keys.Count() != 1 || r.Keys.Longest() != 7000 || r.Frames.Longest() != 120 {
		t.Errorf("%d keys, the longest %d µs; %d bytes", r.Keys.Count(), r.Keys.Longest(), r.Frames.Longest())
	}
	pass(time.Second)
	m.Wrote(40) // the clock's frame is no key's
	if r := m.Report(); r.Keys.Count() != 1 || r.Frames.Count() != 2 {
		t.Errorf("%d keys in %d frames", r.Keys.Count(), r.Frames.Count())
	}
}

func TestAKeyThatChangesNothingIsNotCounted(t *testing.T) {
	m, pass := stand()
	m.Read()
	m.Key()
	m.Drawn(false)
	pass(time.Second)
	m.Drawn(true) // the clock
	m.Wrote(10)
	if r := m.Report(); r.Keys.Count() != 0 {
		t.Errorf("%d keys", r.Keys.Count())
	}
}

func TestWhatATerminalAnswersIsNoKey(t *testing.T) {
	m, pass := stand()
	m.Read()
	m.Forget()
	pass(time.Minute)
	m.Read()
	m.Key()
	m.Drawn(true)
	pass(time.Millisecond)
	m.Wrote(10)
	if r := m.Report(); r.Keys.Longest() != 1000 {
		t.Errorf("the key took %d µs", r.Keys.Longest())
	}
}

func TestAScanIsMeasuredToTheFrameWithItsLine(t *testing.T) {
	m, pass := stand()
	m.Read()
	at := m.Key()
	m.Drawn(true)
	pass(3 * time.Millisecond)
	m.Wrote(10) // the digits
	pass(6 * time.Millisecond)
	m.Scan(at) // the counter has stored it
	m.Drawn(true)
	pass(time.Millisecond)
	m.Wrote(80)
	if r := m.Report(); r.Scans.Count() != 1 || r.Scans.Longest() != 10_000 || r.Keys.Longest() != 3000 {
		t.Errorf("%d scans, %d µs; keys %d µs", r.Scans.Count(), r.Scans.Longest(), r.Keys.Longest())
	}
}

func TestEveryValueLiesInItsBucket(t *testing.T) {
	for v := int64(0); v < 1<<20; v += 1 + v/50 {
		i := bucket(v)
		if v > top(i) || i > 0 && v <= top(i-1) {
			t.Fatalf("%d is in bucket %d, which goes from %d to %d", v, i, top(i-1)+1, top(i))
		}
	}
	var h Histogram
	h.Add(1 << 40)
	if h.Below(99) != 1<<31-1 && h.Below(99) != h.Longest() {
		t.Errorf("a value beyond all buckets counts as %d", h.Below(99))
	}
}

func TestPercentilesAreRightToAnEighth(t *testing.T) {
	var h Histogram
	for v := int64(1); v <= 1000; v++ {
		h.Add(v * 10)
	}
	for percent, want := range map[int64]int64{50: 5000, 95: 9500, 99: 9900, 100: 10_000} {
		if got := h.Below(percent); got < want || got > want+want/8 {
			t.Errorf("p%d is %d, want %d", percent, got, want)
		}
	}
	if total := int64(0); true {
		for _, d := range h.Doublings() {
			total += d.Count
		}
		if total != 1000 {
			t.Errorf("the doublings have %d values", total)
		}
	}
	if (&Histogram{}).Below(50) != 0 {
		t.Error("nothing measured has a median")
	}
}
