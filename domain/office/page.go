package office

import (
	"strconv"

	"tim/domain/fault"
)

// pageOf is a part of a list that is computed as a whole; the cursor counts what came before. Fault: cursor.format.
func pageOf[T any](all []T, p Page) (items []T, next string, err error) {
	from := 0
	if p.Cursor != "" {
		if from, err = strconv.Atoi(p.Cursor); err != nil || from < 0 || from > len(all) {
			return nil, "", fault.At("cursor", "cursor.format", nil)
		}
	}
	to := min(from+p.Limit, len(all))
	if to < len(all) {
		next = strconv.Itoa(to)
	}
	return all[from:to], next, nil
}
