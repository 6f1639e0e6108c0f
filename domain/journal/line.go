package journal

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"
)

// line reads one line of an export field by field, exactly as an Exporter writes it: the same fields in the same order, without
// spaces. After the first thing that is otherwise it reads on as nothing.
type line struct {
	rest []byte
	bad  bool
}

// is takes away what must stand next.
func (l *line) is(text string) {
	if !bytes.HasPrefix(l.rest, []byte(text)) {
		l.bad, l.rest = true, nil
		return
	}
	l.rest = l.rest[len(text):]
}

// number is a decimal number in its shortest form.
func (l *line) number() uint64 {
	n := 0
	for n < len(l.rest) && '0' <= l.rest[n] && l.rest[n] <= '9' {
		n++
	}
	v, err := strconv.ParseUint(string(l.rest[:n]), 10, 64)
	if err != nil || n > 1 && l.rest[0] == '0' {
		l.bad, l.rest = true, nil
		return 0
	}
	l.rest = l.rest[n:]
	return v
}

// text is a string, with what JSON escapes in it as it was.
func (l *line) text() string {
	if len(l.rest) == 0 || l.rest[0] != '"' {
		l.bad, l.rest = true, nil
		return ""
	}
	n := 1
	for n < len(l.rest) && l.rest[n] != '"' {
		if l.rest[n] == '\\' {
			n++
		}
		n++
	}
	n = min(n+1, len(l.rest))
	var s string
	if quoted := l.rest[:n]; bytes.IndexByte(quoted, '\\') < 0 && n > 1 && quoted[n-1] == '"' {
		s = string(quoted[1 : n-1])
	} else if json.Unmarshal(quoted, &s) != nil {
		l.bad, l.rest = true, nil
		return ""
	}
	l.rest = l.rest[n:]
	return s
}

// bytes is a string of hex digits, as they are written: small ones.
func (l *line) bytes() []byte {
	n := -1
	if len(l.rest) > 0 && l.rest[0] == '"' {
		n = bytes.IndexByte(l.rest[1:], '"')
	}
	if n < 0 || n%2 > 0 {
		l.bad, l.rest = true, nil
		return nil
	}
	digits := l.rest[1 : n+1]
	l.rest = l.rest[n+2:]
	b, wrong := make([]byte, n/2), byte(0)
	for i := range b {
		high, low := unhex[digits[2*i]], unhex[digits[2*i+1]]
		wrong |= high | low
		b[i] = high<<4 | low
	}
	l.bad = l.bad || wrong > 0xf
	return b
}

// unhex is what a hex digit stands for, 0xff where there is none.
var unhex = func() (of [256]byte) {
	for c := range of {
		of[c] = 0xff
	}
	for n, c := range "0123456789abcdef" {
		of[c] = byte(n)
	}
	return of
}()

// hash is a string of 32 bytes.
func (l *line) hash() (h Hash) {
	b := l.bytes()
	l.bad = l.bad || len(b) != len(h)
	copy(h[:], b)
	return h
}

// end says whether the whole line was as it must be.
func (l *line) end() bool { return !l.bad && len(l.rest) == 0 }

// entry is what a line of an export says, and as much of it as can be checked without the lines before.
type entry struct {
	bad bool // it is no line of an export

	record Record // of an event; its Prev is as the line before says
	linked bool   // its hash is what follows from that
	seq    uint64
	err    error // its bytes are none
	said   bool  // id, kind and instant beside the bytes are what those say

	seal    *Seal // of a batch: Hash, Writer and Epoch are the event's before
	message []byte
}

// readEntry reads the line of an event, or of a seal.
func readEntry(text []byte) entry {
	if bytes.HasPrefix(text, []byte(`{"from":`)) {
		return readSeal(text)
	}
	l := line{rest: text}
	var e entry
	l.is(`{"seq":`)
	e.seq = l.number()
	l.is(`,"id":`)
	id := l.text()
	l.is(`,"kind":`)
	kind := l.text()
	l.is(`,"at":`)
	at := l.text()
	l.is(`,"bytes":`)
	e.record.Bytes = l.bytes()
	l.is(`,"hash":`)
	e.record.Hash = l.hash()
	l.is(`}`)
	if !l.end() {
		return entry{bad: true}
	}
	e.err = Decode(e.record.Bytes, &e.record.Event)
	v := e.record.Event
	e.said = id == v.ID && kind == v.Kind.String() && at == v.At.Format(time.RFC3339Nano)
	return e
}

func readSeal(text []byte) entry {
	l := line{rest: text}
	s := new(Seal)
	l.is(`{"from":`)
	s.From = l.number()
	l.is(`,"to":`)
	s.To = l.number()
	l.is(`,"message":`)
	message := l.bytes()
	l.is(`,"signature":`)
	s.Signature = l.bytes()
	l.is(`}`)
	if !l.end() {
		return entry{bad: true}
	}
	return entry{seal: s, message: message}
}

// isConfirmation says whether a line is one of central's.
func isConfirmation(text []byte) bool { return bytes.HasPrefix(text, []byte(`{"confirmed":`)) }

// readConfirmation reads such a line; false when it is none.
func readConfirmation(text []byte) (c Confirmation, message []byte, ok bool) {
	l := line{rest: text}
	l.is(`{"confirmed":`)
	c.Head.Seq = l.number()
	l.is(`,"writer":`)
	c.Head.Writer = l.text()
	l.is(`,"epoch":`)
	epoch := l.number()
	c.Head.Epoch = uint32(epoch)
	l.is(`,"at":`)
	at := l.text()
	l.is(`,"hash":`)
	c.Head.Hash = l.hash()
	l.is(`,"message":`)
	message = l.bytes()
	l.is(`,"signature":`)
	c.Signature = l.bytes()
	l.is(`}`)
	var err error
	c.At, err = time.Parse(time.RFC3339Nano, at)
	return c, message, err == nil && l.end() && epoch == uint64(c.Head.Epoch)
}
