package wire

import (
	"github.com/klauspost/compress/zstd"

	"tim/domain/fault"
	"tim/domain/journal"
)

// Both ends compress with these two, which are safe for use by many at once. They start nothing and hold little until the
// first message; a test in a bubble of made-up time packs one before.
var (
	squeeze, _ = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(512<<10), zstd.WithLowerEncoderMem(true),
		zstd.WithEncoderConcurrency(2))
	expand, _ = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(BodyMax), zstd.WithDecoderLowmem(true), zstd.WithDecoderConcurrency(2))
)

// Pack is a message as a body: its canonical bytes, compressed.
func Pack(m journal.Coder) []byte { return squeeze.EncodeAll(journal.Encode(m), nil) }

// Unpack reads a body into m, whose fields must be zero. Fault (invalid): message.unreadable, also of what would grow
// beyond BodyMax; nothing is allocated for that.
func Unpack(body []byte, m journal.Coder) error {
	plain, err := expand.DecodeAll(body, nil)
	if err == nil {
		err = journal.Decode(plain, m)
	}
	if err != nil {
		return fault.Wrap(fault.Invalid, "message.unreadable", err, nil)
	}
	return nil
}
