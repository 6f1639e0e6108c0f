// Package input is what stands between the terminal and Bubble Tea: a reader that repairs two things terminals do, and
// the detector that tells a scanner's burst of keys from typing.
package input

import (
	"os"
	"strings"
	"sync/atomic"
	"time"
)

const (
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"

	// PasteQuiet is how long a paste may pause. A byte that comes later than that does not belong to it.
	PasteQuiet = time.Second
	// PasteMax is the number of bytes that one paste may have; the rest of it is dropped.
	PasteMax = 64 << 10
)

// Reader reads the terminal for tea.WithInput. It embeds the file, so raw mode, cancelling and resizing work as on the
// file itself. It repairs:
//   - a paste whose end never came, which would make Bubble Tea swallow every later key: the end is put in before the
//     first byte that comes after PasteQuiet, or at PasteMax;
//   - F1 to F5 of the Linux text console (ESC [ [ A to E), which would arrive as typed letters.
//
// One goroutine reads it. Nothing is held back but half of such a console key.
type Reader struct {
	*os.File
	now  func() time.Time
	rest []byte // what did not fit into the caller's buffer

	last   time.Time    // of the last byte
	newest atomic.Int64 // the same, for other goroutines
	seen   []byte       // the end of what came, as far as it may begin a sequence that is looked for
	pasted int          // bytes of the paste so far; -1 outside a paste
	over   bool         // this paste is too long and being dropped
}

// NewReader reads from a terminal; now is the clock (time.Now).
func NewReader(f *os.File, now func() time.Time) *Reader {
	return &Reader{File: f, now: now, pasted: -1}
}

// Read may answer 0 bytes without an error, when all that came was dropped or is half of a console key.
func (r *Reader) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		raw := make([]byte, max(len(p)/2-len(pasteEnd), 1)) // what is put in must fit too
		n, err := r.File.Read(raw)
		if n == 0 {
			return 0, err
		}
		r.rest = r.repair(raw[:n], r.now())
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// Newest is when the newest byte came, the zero time before the first. Any goroutine may ask.
func (r *Reader) Newest() time.Time {
	if n := r.newest.Load(); n != 0 {
		return time.Unix(0, n)
	}
	return time.Time{}
}

// repair is what Bubble Tea should see of bytes that came at an instant.
func (r *Reader) repair(raw []byte, at time.Time) []byte {
	out := make([]byte, 0, len(raw)+len(pasteEnd))
	if r.pasted >= 0 && at.Sub(r.last) >= PasteQuiet {
		if !r.over {
			out = append(out, pasteEnd...)
		}
		r.leavePaste()
	}
	r.last = at
	r.newest.Store(at.UnixNano())
	for _, c := range raw {
		if r.pasted >= 0 {
			out = r.inPaste(out, c)
		} else {
			out = r.outside(out, c)
		}
	}
	return out
}

func (r *Reader) leavePaste() { r.pasted, r.over, r.seen = -1, false, r.seen[:0] }

func (r *Reader) inPaste(out []byte, c byte) []byte {
	r.seen = follow(r.seen, c, pasteEnd)
	r.pasted++
	if !r.over {
		out = append(out, c)
	}
	switch {
	case string(r.seen) == pasteEnd:
		r.leavePaste()
	case r.pasted == PasteMax:
		out = append(out, pasteEnd...)
		r.over = true
	}
	return out
}

func (r *Reader) outside(out []byte, c byte) []byte {
	const console = "\x1b[["
	switch string(r.seen) {
	case console:
		r.seen = r.seen[:0]
		if c >= 'A' && c <= 'E' {
			return append(out, '1', '1'+c-'A', '~')
		}
		return r.outside(append(out, '['), c)
	case console[:2]:
		if c == '[' {
			r.seen = append(r.seen, c)
			return out
		}
	}
	r.seen = follow(r.seen, c, pasteStart)
	if string(r.seen) == pasteStart {
		r.pasted, r.seen = 0, r.seen[:0]
	}
	return append(out, c)
}

// follow is the longest beginning of sequence that ends with c, given what it was before.
func follow(seen []byte, c byte, sequence string) []byte {
	seen = append(seen, c)
	if !strings.HasPrefix(sequence, string(seen)) {
		seen = seen[:0]
		if c == sequence[0] {
			seen = append(seen, c)
		}
	}
	return seen
}
