package counter

import (
	"time"

	"tim/domain/fault"
)

// So many wrong voucher codes within the span lock voucher entry for as long again (V3): sixteen digits can't be guessed
// at five a minute.
const (
	codesWrongMax = 5
	codesSpan     = time.Minute
)

// codes remembers the wrong voucher codes of the last minute.
type codes struct {
	wrong []time.Time
	until time.Time
}

// locked refuses every code while entry is locked. Fault: voucher.locked (until).
func (k *codes) locked(now time.Time) error {
	if now.Before(k.until) {
		return fault.New(fault.Forbidden, "voucher.locked", fault.Args{"until": k.until})
	}
	return nil
}

// fail counts a wrong code; it says how many there were in the span.
func (k *codes) fail(now time.Time) int64 {
	recent := []time.Time{now}
	for _, at := range k.wrong {
		if now.Sub(at) < codesSpan {
			recent = append(recent, at)
		}
	}
	if k.wrong = recent; len(recent) >= codesWrongMax {
		k.wrong, k.until = nil, now.Add(codesSpan)
	}
	return int64(len(recent))
}
