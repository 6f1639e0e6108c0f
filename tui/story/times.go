package story

import (
	"time"

	"tim/tui/meter"
)

// measured is a meter behind a busy hour: 400 keys, mostly of 4 to 9 ms, and 90 scans of 10 to 18 ms.
func measured() *meter.Meter {
	now := Now
	m := meter.New(func() time.Time { return now })
	for i := range 400 {
		m.Read()
		m.Key()
		m.Drawn(true)
		now = now.Add(time.Duration(4+i%6)*time.Millisecond + time.Duration(i%37)*time.Duration(i%41)*10*time.Microsecond)
		m.Wrote(60 + i%90)
		if i%4 == 0 && i < 360 {
			m.Scan(now)
			m.Drawn(true)
			now = now.Add(time.Duration(10+i%9) * time.Millisecond)
			m.Wrote(700 + i)
		}
	}
	return m
}
