package manage

import "time"

// parseDay reads a day as people type it, 31/1/2026, or as documents have it.
func parseDay(s string) (day time.Time, err error) {
	for _, layout := range []string{"2/1/2006", time.DateOnly} {
		if day, err = time.Parse(layout, s); err == nil {
			return day, nil
		}
	}
	return day, err
}
