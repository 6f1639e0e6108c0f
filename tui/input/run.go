package input

import (
	"strings"
	"time"
)

// A wedge that types nothing behind a code types several without a pause when goods come fast: a run. Where one code ends and the next
// begins is told by what the scanner puts before each (its prefix, the sign of a symbology), else by lengths and check digits.

// runLengths are the digits of codes that sell, and of vouchers; most codes are of the first length.
var runLengths = []int{13, 8, 12, 14, 18}

// runAhead is so many digits that the code behind the first is there whole, whichever the two are.
const runAhead = 36

// Run takes the codes out of a burst that came without ends. While keys come it gives those that are surely over; behind a pause
// (paused) all of it, where that is codes and nothing else. What is left is the burst that goes on. Torn says that the codes begin with
// the burst before this one, which a stall cut off.
func (b Burst) Run(w Wedge, paused bool) (codes []string, left Burst, torn bool) {
	if b.typing || b.ended || b.last.Sub(b.first) > meanGapMax*time.Duration(len(b.code)) {
		return nil, b, false
	}
	codes, rest := runOf(b.code, w.Prefix, paused)
	if b.before != "" && (len(b.before) > 1 || len(codes) == 0) {
		if whole, more := runOf(b.before+b.code, w.Prefix, paused); len(whole) > 0 {
			codes, rest, torn = whole, more, true
		} else if !paused { // where its first code begins isn't known
			return nil, b, false
		}
	}
	if len(codes) == 0 {
		return nil, b, false
	}
	for i, code := range codes {
		codes[i] = withoutSymbology(code)
	}
	if left = (Burst{}); rest != "" {
		left = Burst{code: rest, last: b.last, first: b.last.Add(-meanGapMax * time.Duration(len(rest)) / 2)}
	}
	return codes, left, torn
}

// Keys are what the burst typed so far.
func (b Burst) Keys() string { return b.code }

// runOf splits a run. rest is what isn't over yet, "" behind a pause.
func runOf(run, prefix string, paused bool) (codes []string, rest string) {
	if sign := signOf(run, prefix); sign != "" {
		return signed(run, sign, prefix, paused)
	}
	if strings.Trim(run, "0123456789") != "" {
		return nil, run
	}
	if paused {
		return partition(run), ""
	}
	for len(run) >= runAhead {
		n := first(run)
		if n == 0 {
			break
		}
		codes, run = append(codes, run[:n]), run[n:]
	}
	return codes, run
}

// signOf is what stands before each code of a run, "" where nothing does.
func signOf(run, prefix string) string {
	if prefix != "" && strings.HasPrefix(run, prefix) {
		return prefix
	}
	if len(run) > symbologyLen && run[0] == ']' {
		return "]"
	}
	return ""
}

// signed splits a run at what stands before each code. The last code is over behind a pause, if its check digit says so.
func signed(run, sign, prefix string, paused bool) (codes []string, rest string) {
	parts := strings.Split(run, sign)[1:]
	end := len(parts) - 1
	rest = sign + parts[end]
	if sign != prefix { // a symbology's: it says what the code is
		for i := range parts {
			parts[i] = sign + parts[i]
		}
	}
	switch {
	case !paused:
		return parts[:end], rest
	case looksLikeCode(parts[end]) && proven(parts[end]):
		return parts, ""
	}
	return nil, run
}

// partition is a run of digits as codes, each with a right check digit: nil where it is none, or where two ways are as likely. A way
// is the likelier, the fewer codes of it have another length than most.
func partition(run string) (codes []string) {
	type way struct {
		odd, ways, length int
	}
	best := make([]way, len(run)+1)
	best[len(run)] = way{ways: 1}
	for at := len(run) - 1; at >= 0; at-- {
		for i, n := range runLengths {
			if at+n > len(run) || best[at+n].ways == 0 || !proven(run[at:at+n]) {
				continue
			}
			next := way{odd: best[at+n].odd + min(i, 1), ways: best[at+n].ways, length: n}
			switch have := &best[at]; {
			case have.ways == 0 || next.odd < have.odd:
				*have = next
			case next.odd == have.odd:
				have.ways += next.ways
			}
		}
	}
	if best[0].ways != 1 {
		return nil
	}
	for at := 0; at < len(run); at += best[at].length {
		codes = append(codes, run[at:at+best[at].length])
	}
	return codes
}

// first is the length of a run's first code, told by the one behind it too; 0 where there is none, or two ways are as likely.
func first(run string) (length int) {
	fewest, ways := len(runLengths), 0
	for i, n := range runLengths {
		if !proven(run[:n]) {
			continue
		}
		for j, m := range runLengths {
			if !proven(run[n : n+m]) {
				continue
			}
			switch odd := min(i, 1) + min(j, 1); {
			case odd < fewest:
				fewest, ways, length = odd, 1, n
			case odd == fewest && n != length:
				ways++
			}
		}
	}
	if ways != 1 {
		return 0
	}
	return length
}
