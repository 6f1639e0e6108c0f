package journal

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"

	"tim/domain/fault"
)

// LineUnreadable is of a line in an export that no Exporter writes; the break's seq is that of the event which should have come.
// The code is stable, as those of Break are.
const LineUnreadable = "line.unreadable"

// Exported is what an export came to, as far as it is whole.
type Exported struct {
	Public    ed25519.PublicKey // as its header says: whether that is the till's own, only somebody else can tell
	Central   ed25519.PublicKey // the same, nil where nothing is confirmed
	Head      Head
	Confirmed Confirmation // the newest that fits; zero: none
	Broken    *Break       // the first place where it can't be trusted, nil when it is whole
}

// Known is what whoever reads an export knows from elsewhere.
type Known struct {
	Public  ed25519.PublicKey // the till's, nil: only what the export says
	Central ed25519.PublicKey // central's, the same
	// Read is told how many bytes were read, now and then; nil: nobody is.
	Read func(bytes int64)
}

const (
	exportBlock  = 512 << 10 // bytes of lines that are read at a time
	exportBlocks = 4         // of them that are worked on beside each other
	exportLine   = 4 << 20   // bytes of the longest line
)

// ReadExport checks an export's chain, seals and confirmations, and hands each event on that is good but for its seal, whose
// signature is looked at meanwhile: only a nil Broken says that all were. Lines are read beside each other; each is called in
// order, by the caller's goroutine. Faults: export.format when it is none; export.key, central.key when it is of another till,
// or confirmed by another central.
func ReadExport(r io.Reader, known Known, each func(Record)) (x Exported, err error) {
	lines := bufio.NewReaderSize(r, exportBlock)
	header, err := readHeader(lines)
	if err != nil {
		return x, fault.Wrap(fault.Invalid, "export.format", err, nil)
	}
	x.Public, x.Central = header.public, header.central
	if known.Public != nil && !known.Public.Equal(x.Public) {
		return x, fault.New(fault.Conflict, "export.key", nil)
	}
	if known.Central != nil && x.Central != nil && !known.Central.Equal(x.Central) {
		return x, fault.New(fault.Conflict, "central.key", nil)
	}
	v := NewVerifier(x.Public, nil)
	if broken := readConfirmed(lines, header.central, v); broken != nil {
		x.Broken = broken
		return x, nil
	}
	failed := v.lines(lines, known.Read, each)
	if failed != nil {
		return x, failed
	}
	x.Broken, x.Head, x.Confirmed = v.Finish(), v.Head(), v.Confirmation()
	if x.Broken == nil && header.counted && x.Head.Seq != header.Events {
		x.Broken = &Break{Seq: min(x.Head.Seq, header.Events) + 1, Reason: JournalCut}
	}
	return x, nil
}

// headed is an export's first line, understood.
type headed struct {
	exportHeader
	public, central ed25519.PublicKey
	counted         bool
}

func readHeader(lines *bufio.Reader) (h headed, err error) {
	text, err := lines.ReadSlice('\n')
	if err != nil {
		return h, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&h.exportHeader); err != nil {
		return h, err
	}
	h.counted = h.Format == exportFormat
	if !h.counted && h.Format != exportBefore {
		return h, errors.New("another format: " + h.Format)
	}
	if h.public, err = publicKey(h.PublicKey); err == nil && h.Central != "" {
		h.central, err = publicKey(h.Central)
	}
	return h, err
}

func publicKey(digits string) (ed25519.PublicKey, error) {
	key, err := hex.DecodeString(digits)
	if err == nil && len(key) != ed25519.PublicKeySize {
		err = errors.New("a key of another length")
	}
	return key, err
}

// readConfirmed reads what central has confirmed, which stands before the events.
func readConfirmed(lines *bufio.Reader, central ed25519.PublicKey, v *Verifier) *Break {
	const mark = `{"confirmed":`
	for {
		if next, _ := lines.Peek(len(mark)); string(next) != mark {
			return nil
		}
		text, err := lines.ReadSlice('\n')
		c, message, ok := readConfirmation(bytes.TrimSuffix(text, []byte("\n")))
		switch {
		case err != nil || !ok:
			return &Break{Seq: 1, Reason: LineUnreadable}
		case !bytes.Equal(message, c.Message()):
			return &Break{Seq: c.Head.Seq, Reason: ConfirmationForged}
		}
		v.Confirmed(central, c)
	}
}

// lines checks the lines of events and seals, until a break. The error is the reader's.
func (v *Verifier) lines(r *bufio.Reader, read func(int64), each func(Record)) error {
	blocks, stop := make(chan chan block, exportBlocks), make(chan struct{})
	defer close(stop)
	go readBlocks(r, blocks, stop)
	total := int64(0)
	for next := range blocks {
		b := <-next
		for i := range b.entries {
			if v.entry(&b.entries[i], each); v.broken != nil {
				return nil
			}
		}
		if b.err != nil {
			return b.err
		}
		if total += b.size; read != nil {
			read(total)
		}
	}
	return nil
}

// block is some lines of an export, read.
type block struct {
	entries []entry
	size    int64
	err     error // of the reader, behind them
}

// readBlocks reads lines and has them understood beside each other, and gives the blocks in order.
func readBlocks(r io.Reader, blocks chan<- chan block, stop <-chan struct{}) {
	defer close(blocks)
	var rest []byte
	for ended := false; !ended; {
		text := make([]byte, max(exportBlock, 2*len(rest)))
		n := copy(text, rest)
		more, err := io.ReadFull(r, text[n:])
		text, rest = text[:n+more], nil
		if ended = err != nil; !ended {
			whole := bytes.LastIndexByte(text, '\n') + 1
			if whole == 0 && len(text) < exportLine {
				rest = text
				continue
			}
			if whole > 0 { // else the line is longer than any, and no line
				text, rest = text[:whole], text[whole:]
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = nil
		}
		done := make(chan block, 1)
		select {
		case blocks <- done:
		case <-stop:
			return
		}
		go func() { done <- readBlock(text, err) }()
	}
}

// readBlock reads lines, and says of each event but the first whether it is chained to the one before.
func readBlock(text []byte, err error) block {
	b := block{size: int64(len(text)), err: err, entries: make([]entry, 0, len(text)/600)}
	var before Hash
	known := false
	for len(text) > 0 {
		end := bytes.IndexByte(text, '\n')
		if end < 0 { // cut off
			b.entries = append(b.entries, entry{bad: true})
			break
		}
		b.entries = append(b.entries, readEntry(text[:end]))
		e := &b.entries[len(b.entries)-1]
		if e.bad {
			break
		}
		if e.seal == nil {
			if known {
				e.record.Prev, e.linked = before, Link(before, e.record.Bytes) == e.record.Hash
			}
			before, known = e.record.Hash, true
		}
		text = text[end+1:]
	}
	return b
}

// entry checks what a line said against all before it.
func (v *Verifier) entry(e *entry, each func(Record)) {
	switch {
	case e.bad:
		v.fail(v.head.Seq+1, LineUnreadable)
	case e.seal != nil:
		s := *e.seal
		s.Writer, s.Epoch, s.Hash = v.head.Writer, v.head.Epoch, v.head.Hash
		if v.Seal(s) && !bytes.Equal(s.Message(), e.message) {
			v.fail(s.From, SealForged)
		}
	default:
		r := &e.record
		if r.Prev != v.head.Hash || !e.linked { // the first of its block, or not what it says
			r.Prev = v.head.Hash
			e.linked = Link(r.Prev, r.Bytes) == r.Hash
		}
		if !v.event(e.seq, &r.Event, e.err, e.linked, r.Hash) {
			return
		}
		if !e.said { // said beside the bytes, for whoever reads it
			v.fail(e.seq, EventChanged)
			return
		}
		each(*r)
	}
}
