package main

import (
	"fmt"
	"time"

	"tim/tui/text"
	"tim/tui/widget"
)

// meterEvery is how often a long task's line is drawn.
const meterEvery = 100 * time.Millisecond

// meter draws how far a long task has come, how fast it goes and how long it will take, on a terminal only.
func (m *Main) meter(total int64) func(done int64) {
	if !m.watched() {
		return func(int64) {}
	}
	var began, drawn time.Time
	first := int64(0)
	return func(done int64) {
		now := time.Now() // not the shop's: that of a made one stands still
		if began.IsZero() {
			began, first = now, done
		}
		if now.Sub(drawn) < meterEvery && done < total {
			return
		}
		drawn = now
		fmt.Fprint(m.Stderr, "\r\033[K"+widget.Progress(done, total)+text.Pace(done-first, total-done, now.Sub(began)))
	}
}
