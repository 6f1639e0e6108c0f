package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"
)

// Coder describes its own canonical form once, for both directions: fields in a fixed order, each through one
// method of the Codec, the first of them Version.
type Coder interface{ Code(*Codec) }

// Codec writes or reads canonical bytes: shortest varints, length prefixes, no names, no padding. One value has
// exactly one form; a longer form of the same value is refused when read.
type Codec struct {
	buf     []byte
	reading bool
	err     error
}

// ErrCanonical is the root of every decoding error.
var ErrCanonical = errors.New("not canonical bytes")

// ErrNewer says that the bytes were written by a newer program; nothing may be done to them but keep them.
var ErrNewer = fmt.Errorf("%w: written by a newer program", ErrCanonical)

// Append adds the canonical bytes of v to b.
func Append(b []byte, v Coder) []byte {
	c := Codec{buf: b}
	v.Code(&c)
	if c.err != nil {
		panic(fmt.Sprintf("journal: encode %T: %v", v, c.err))
	}
	return c.buf
}

// encodedRoom is as much as most values take: growing towards it costs more than the encoding.
const encodedRoom = 256

// Encode is the canonical bytes of v.
func Encode(v Coder) []byte { return Append(make([]byte, 0, encodedRoom), v) }

// Decode reads all of b into v, whose fields must be zero.
func Decode(b []byte, v Coder) error {
	c := Codec{buf: b, reading: true}
	v.Code(&c)
	if c.err == nil && len(c.buf) > 0 {
		c.fail("%d bytes too many", len(c.buf))
	}
	return c.err
}

// Reading says that fields are being filled, for a Code that must derive something.
func (c *Codec) Reading() bool { return c.reading }

// Failed says that an error stopped the reading; what was read is not to be used.
func (c *Codec) Failed() bool { return c.err != nil }

func (c *Codec) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("%w: "+format, append([]any{ErrCanonical}, args...)...)
	}
	c.buf = nil
}

// Version writes the newest version, or reads one from 1 to newest and returns it (ErrNewer above).
func (c *Codec) Version(newest uint8) uint8 {
	if !c.reading {
		c.buf = append(c.buf, newest)
		return newest
	}
	if len(c.buf) == 0 {
		c.fail("no version")
		return newest
	}
	v := c.buf[0]
	c.buf = c.buf[1:]
	if v == 0 {
		c.fail("version 0")
	}
	if v > newest && c.err == nil {
		c.err, c.buf = ErrNewer, nil
	}
	return v
}

// Uint is an unsigned number.
func Uint[T ~uint8 | ~uint16 | ~uint32 | ~uint64](c *Codec, v *T) {
	if !c.reading {
		c.buf = binary.AppendUvarint(c.buf, uint64(*v))
		return
	}
	n := c.uvarint()
	if uint64(T(n)) != n {
		c.fail("number %d too large", n)
		return
	}
	*v = T(n)
}

// Int is a signed number.
func Int[T ~int | ~int64](c *Codec, v *T) {
	if !c.reading {
		c.buf = binary.AppendVarint(c.buf, int64(*v))
		return
	}
	n := c.uvarint()
	*v = T(int64(n>>1) ^ -int64(n&1))
}

func (c *Codec) uvarint() uint64 {
	n, size := binary.Uvarint(c.buf)
	if size <= 0 || size > 1 && c.buf[size-1] == 0 {
		c.fail("bad number")
		return 0
	}
	c.buf = c.buf[size:]
	return n
}

// Bool is a yes or no.
func (c *Codec) Bool(v *bool) {
	var n uint8
	if *v {
		n = 1
	}
	Uint(c, &n)
	if n > 1 {
		c.fail("bad bool %d", n)
	}
	*v = n == 1
}

// String is text, kept byte for byte.
func String[T ~string](c *Codec, v *T) {
	if !c.reading {
		c.buf = append(binary.AppendUvarint(c.buf, uint64(len(*v))), string(*v)...)
		return
	}
	*v = T(c.sized())
}

// sized is the bytes behind their count, where they stand; nil when that is 0 or wrong.
func (c *Codec) sized() (b []byte) {
	n := c.uvarint()
	if n > uint64(len(c.buf)) {
		c.fail("%d bytes wanted, %d there", n, len(c.buf))
		return nil
	}
	b, c.buf = c.buf[:n], c.buf[n:]
	return b
}

// Bytes is raw bytes; none and empty are the same.
func (c *Codec) Bytes(v *[]byte) {
	if !c.reading {
		c.buf = append(binary.AppendUvarint(c.buf, uint64(len(*v))), *v...)
		return
	}
	*v = append([]byte(nil), c.sized()...)
}

// Time is an instant to the millisecond, in UTC; the zero time is kept.
func (c *Codec) Time(v *time.Time) {
	var n int64
	if !c.reading && !v.IsZero() {
		if n = v.UnixMilli(); n >= 0 {
			n++ // 0 stands for the zero time
		}
	}
	Int(c, &n)
	if !c.reading {
		return
	}
	*v = time.Time{}
	if n > 0 {
		*v = time.UnixMilli(n - 1).UTC()
	} else if n < 0 {
		*v = time.UnixMilli(n).UTC()
		if v.IsZero() || n == math.MinInt64 {
			c.fail("an instant with a shorter form")
		}
	}
}

// listRoom is of how many elements room is made at once: a count is somebody's word, and an element takes more room than bytes.
const listRoom = 16

// List is a count and that many elements.
func List[T any](c *Codec, list *[]T, each func(*Codec, *T)) {
	n := uint64(len(*list))
	Uint(c, &n)
	if !c.reading {
		for i := range *list {
			each(c, &(*list)[i])
		}
		return
	}
	*list = nil
	if n > uint64(len(c.buf)) { // every element takes a byte at least
		c.fail("%d elements wanted, %d bytes there", n, len(c.buf))
		return
	}
	if n > 0 {
		*list = make([]T, 0, min(n, listRoom))
	}
	var none T
	for i := range n {
		*list = append(*list, none)
		if each(c, &(*list)[i]); c.err != nil {
			return
		}
	}
}

// Strings is a list of texts.
func Strings[T ~string](c *Codec, list *[]T) { List(c, list, String[T]) }

// Optional is a presence mark and, when present, the value.
func Optional[T any](c *Codec, v **T, code func(*Codec, *T)) {
	there := *v != nil
	c.Bool(&there)
	if !there {
		*v = nil
		return
	}
	if c.reading {
		*v = new(T)
	}
	code(c, *v)
}
