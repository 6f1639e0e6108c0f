// Package scanner reads a scanner on a serial port (USB-COM, RS-232), beside the keyboard that others pretend to be. It is told apart
// from typing by its port, so that no clock decides what is a code.
//
// Caveats. What ends a code is a line feed, a carriage return, a tab or a pause: of a scanner that sends nothing behind a code two
// scans within that pause would be one, so it should be set to send an end.
package scanner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"tim/domain/fault"
)

// Port is where a scanner is.
type Port struct {
	Path  string
	Baud  int
	Strip string // what the scanner puts before each code, besides the sign of its symbology
}

const (
	defaultBaud = 9600
	codeMax     = 512                    // bytes of one code; a longer one is noise
	quietEnd    = 150 * time.Millisecond // a code without an end is over behind such a pause
	tryAgain    = time.Second            // between two looks for a port that isn't there
)

// Parse reads a port's address: /dev/ttyACM0, or serial:///dev/ttyUSB0?baud=115200&strip=X. Fault: scanner.address on "scanner".
func Parse(s string) (Port, error) {
	bad := fault.At("scanner", "scanner.address", fault.Args{"value": s})
	if strings.HasPrefix(s, "/") {
		return Port{Path: s, Baud: defaultBaud}, nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "serial" || u.Host != "" || !strings.HasPrefix(u.Path, "/") {
		return Port{}, bad
	}
	p := Port{Path: u.Path, Baud: defaultBaud, Strip: u.Query().Get("strip")}
	if baud := u.Query().Get("baud"); baud != "" {
		if p.Baud, err = strconv.Atoi(baud); err != nil {
			return Port{}, bad
		}
	}
	if baudRates[p.Baud] == 0 {
		return Port{}, bad
	}
	return p, nil
}

// Read gives every code of the port until ctx ends, each once and in order. Where the port is gone it waits until it is there again;
// stands says so, and why, once for each change.
func (p Port) Read(ctx context.Context, code func(string), stands func(error)) {
	var last error
	first := true
	say := func(err error) {
		if first || (err == nil) != (last == nil) {
			stands(err)
		}
		first, last = false, err
	}
	for ctx.Err() == nil {
		f, err := p.open()
		if err == nil {
			say(nil)
			err = p.listen(ctx, f, code)
		}
		if ctx.Err() != nil {
			return
		}
		say(err)
		select {
		case <-ctx.Done():
		case <-time.After(tryAgain):
		}
	}
}

func (p Port) open() (*os.File, error) {
	f, err := os.OpenFile(p.Path, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
	if err != nil {
		return nil, err
	}
	if err := tune(f, p.Baud); err != nil {
		return nil, errors.Join(fmt.Errorf("set %s to %d baud: %w", p.Path, p.Baud, err), f.Close())
	}
	return f, nil
}

// listen reads an open port until it is gone.
func (p Port) listen(ctx context.Context, f *os.File, code func(string)) error {
	defer f.Close()
	defer context.AfterFunc(ctx, func() { f.Close() })()
	var c collector
	buffer := make([]byte, codeMax)
	for {
		wait := time.Time{} // for ever
		if len(c.code) > 0 || c.noise {
			wait = time.Now().Add(quietEnd)
		}
		if err := f.SetReadDeadline(wait); err != nil {
			return err
		}
		n, err := f.Read(buffer)
		for _, b := range buffer[:n] {
			if done, ended := c.take(b); ended {
				p.give(done, code)
			}
		}
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			if done, ended := c.take('\r'); ended {
				p.give(done, code)
			}
		case err != nil:
			return err
		case n == 0:
			return io.EOF
		}
	}
}

// give hands a code over without what the scanner puts before it.
func (p Port) give(s string, code func(string)) {
	if s = strings.TrimPrefix(s, p.Strip); s != "" {
		code(s)
	}
}

// collector puts bytes together to codes.
type collector struct {
	code  []byte
	noise bool // more than a code can be: dropped up to the next end
}

// groupSign separates elements of a GS1 code; it is the only control character that a code has.
const groupSign = 0x1d

// take adds a byte; it gives the code that the byte ends.
func (c *collector) take(b byte) (code string, ended bool) {
	switch {
	case b == '\r' || b == '\n' || b == '\t':
		code, ended = string(c.code), len(c.code) > 0 && !c.noise
		c.code, c.noise = c.code[:0], false
		return code, ended
	case b != groupSign && (b < ' ' || b > '~'):
		return "", false
	case len(c.code) == codeMax:
		c.noise = true
		return "", false
	}
	c.code = append(c.code, b)
	return "", false
}
