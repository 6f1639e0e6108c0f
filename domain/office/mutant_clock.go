//go:build mutant_clock

package office

import (
	"time"

	"tim/domain/share"
)

// freedByClock frees what a till holds that was silent for some minutes longer than the others.
func freedByClock(r Tills, h share.Holder) bool {
	all, err := r.Tills()
	var last, newest time.Time
	for _, t := range all {
		if t.Holder == h {
			last = t.SpokenAt
		}
		if t.SpokenAt.After(newest) {
			newest = t.SpokenAt
		}
	}
	return err == nil && newest.Sub(last) > 3*time.Minute
}
