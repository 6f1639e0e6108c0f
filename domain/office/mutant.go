//go:build mutants

package office

import (
	"time"

	"tim/domain/mutant"
	"tim/domain/share"
)

// freedByClock says of a till that was silent for some minutes longer than the others that what it holds is free.
func freedByClock(r Tills, h share.Holder) bool {
	if !mutant.FreesByClock {
		return false
	}
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
