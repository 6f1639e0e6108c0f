package memory

import (
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"tim/domain/journal"
)

// Keys are bytes in strings; their numbers are big-endian so that they sort as they count.

// none is the value of a key that says everything.
type none struct{}

func join(parts ...string) string { return strings.Join(parts, "\x00") }

// past is above every key that begins with prefix, and below all others that are above it. Prefixes end in a byte below
// 0xff.
func past(prefix string) string {
	if prefix == "" {
		return "\xff"
	}
	return prefix[:len(prefix)-1] + string([]byte{prefix[len(prefix)-1] + 1})
}

func number(n uint64) string { return string(binary.BigEndian.AppendUint64(nil, n)) }

// place sorts an event's epoch and seq.
func place(epoch uint32, seq uint64) string {
	var b [4 + 8]byte
	return string(binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(b[:0], epoch), seq))
}

const instantSize = 8

// instant sorts, those before 1970 too.
func instant(t time.Time) string { return number(uint64(t.UnixMilli()) ^ 1<<63) }

func reversed(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// decode reads what journal.Encode wrote here; that it can't is a bug.
func decode[T any, P interface {
	*T
	journal.Coder
}](b []byte) (v T) {
	if err := journal.Decode(b, P(&v)); err != nil {
		panic(fmt.Sprintf("memory: a stored %T: %v", v, err))
	}
	return v
}

// afterZero is what stands behind a key's first zero byte.
func afterZero(key string) string {
	_, rest, _ := strings.Cut(key, "\x00")
	return rest
}
