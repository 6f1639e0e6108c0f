package printer

import (
	"context"
	"errors"
	"io"
	"time"

	"tim/tui/print/escpos"
)

// What may go wrong while a printer is talked to.
var (
	errHungUp = errors.New("the printer hung up")
	errSilent = errors.New("the printer says nothing")
)

// talk is a conversation on an opened line.
type talk struct {
	conn
	heard chan byte // closed when nothing more comes
	deaf  bool      // the line has no way back
	plug  bool      // it is a network's, whose other end can hang up
}

// heardMax is how many answers may wait to be read.
const heardMax = 64

func converse(c conn) *talk {
	t := &talk{conn: c, heard: make(chan byte, heardMax)}
	_, t.plug = c.(tcp)
	if _, is := c.(*submitted); is {
		t.deaf = true
		return t
	}
	go func() {
		defer close(t.heard)
		buf := make([]byte, heardMax)
		for {
			n, err := c.Read(buf)
			for _, b := range buf[:n] {
				select {
				case t.heard <- b:
				default: // nobody asked
				}
			}
			if err != nil {
				return
			}
		}
	}()
	return t
}

// writeMax is how long a part of a paper may take to be taken.
const writeMax = 15 * time.Second

// say writes, and says whether any of it may have reached the printer.
func (t *talk) say(b []byte) (some bool, err error) {
	_ = t.SetWriteDeadline(time.Now().Add(writeMax)) // a file that knows no deadlines is taken at its word
	n, err := t.Write(b)
	if err == nil && n < len(b) {
		err = io.ErrShortWrite
	}
	return n > 0, err
}

// state asks how the printer stands. Faults: errSilent when it doesn't say within so long, errHungUp.
func (t *talk) state(ctx context.Context, within time.Duration) (escpos.State, error) {
	if t.deaf {
		return escpos.State{}, errSilent
	}
	if _, err := t.say(escpos.Questions); err != nil {
		return escpos.State{}, err
	}
	late := time.NewTimer(within)
	defer late.Stop()
	var answers [escpos.Answers]byte
	for n := 0; n < len(answers); {
		select {
		case <-ctx.Done():
			return escpos.State{}, ctx.Err()
		case <-late.C:
			return escpos.State{}, errSilent
		case b, more := <-t.heard:
			switch {
			case !more && t.plug:
				return escpos.State{}, errHungUp
			case !more:
				return escpos.State{}, errSilent
			case escpos.Answering(b):
				answers[n] = b
				n++
			}
		}
	}
	return escpos.StateOf(answers), nil
}
