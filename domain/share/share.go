// Package share is who may spend what. A right is so many units of one thing: the points of a lot, a voucher, what is left
// of a reward's stock, the pen of an order. Each unit is spendable in exactly one place: by central, or by one holder, a
// till's epoch. Held is a holder's own part, a fold of its journal; Book is central's, over all journals. Both read nothing
// but the envelopes of events (SHARES 10, 11).
//
// Caveats. Nothing here looks at a clock: only the durable word of a holder frees what it holds. What a unit is worth, when
// it lapses and whose it is are loyalty's to say.
package share

import (
	"fmt"
	"strconv"
	"strings"

	"tim/domain/journal"
)

// Holder is who may hold units: one epoch of one writer's journal.
type Holder struct {
	Writer string
	Epoch  uint32
}

// Central is the holder of what nobody else holds. Its share is never stored: it is what is left.
var Central = Holder{Writer: journal.Central}

// Author is who wrote an event. All of central's incarnations are one holder.
func Author(e journal.Event) Holder {
	if e.Writer == journal.Central {
		return Central
	}
	return Holder{e.Writer, e.Epoch}
}

// String is the holder as envelopes name it: "01/3".
func (h Holder) String() string { return fmt.Sprintf("%s/%d", h.Writer, h.Epoch) }

// ParseHolder reads a holder as envelopes name it. What is no holder names one that nobody is, so that an envelope of any
// make can be booked.
func ParseHolder(s string) Holder {
	i := strings.LastIndexByte(s, '/')
	if i < 0 {
		return Holder{Writer: s}
	}
	epoch, err := strconv.ParseUint(s[i+1:], 10, 32)
	if err != nil {
		return Holder{Writer: s}
	}
	return Holder{s[:i], uint32(epoch)}
}

// The rights that are not a lot's points. A lot's is its id.
func Voucher(issue string, generation int) string {
	return fmt.Sprintf("voucher:%s#%d", issue, generation)
}

// Stock is the right to hand out vouchers of a reward that has a stock.
func Stock(reward string) string { return "stock:" + reward }

// Pen is the right to act on an order: one unit, which acting doesn't use up (SHARES 8).
func Pen(order string) string { return "pen:" + order }

// Units are so many of one right.
type Units struct {
	Right string
	N     int64 // above 0
}
