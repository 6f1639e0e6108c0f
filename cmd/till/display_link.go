package main

import (
	"bytes"
	"encoding/json"
	"net"
	"sync"
	"time"

	"tim/domain/counter"
	"tim/tui/text"
)

const (
	displaySocket   = "display.sock"
	displaysMax     = 8               // more than one machine has screens
	displayWriteMax = 2 * time.Second // a display that takes longer to read a line is let go; it comes back
	displayBuffer   = 8 << 10         // bytes on their way to a display: what waits there is older than what it should show
)

// facing is what the customer faces: a state, and how the cashier's screen stands.
type facing struct {
	state  counter.State
	paying bool
	lang   text.Language
}

// displays is the till's end of the link to its displays (see display.go). Nothing that a display does or doesn't do holds
// the till up: show only leaves the newest state in a slot, one goroutine makes the line of it, and each display has a slot
// of its own.
type displays struct {
	zone   *time.Location
	slot   chan facing // at most one, the newest
	joined chan net.Conn
	left   chan *watcher
	done   chan struct{}
	end    func()
	wait   sync.WaitGroup
}

// watcher is one display.
type watcher struct {
	conn  net.Conn
	lines chan []byte // at most one, the newest
}

// openDisplays begins to listen in a data directory. Faults: openSocket's.
func openDisplays(dir string, zone *time.Location) (*displays, error) {
	listener, release, err := openSocket(dir, displaySocket)
	if err != nil {
		return nil, err
	}
	d := &displays{zone: zone, slot: make(chan facing, 1), joined: make(chan net.Conn), left: make(chan *watcher), done: make(chan struct{})}
	d.end = func() {
		close(d.done)
		listener.Close() // takes the socket away too
		d.wait.Wait()
		release()
	}
	d.wait.Go(func() { accepting(listener, d.joins) })
	d.wait.Go(d.pump)
	return d, nil
}

// Close ends the link; displays notice at once.
func (d *displays) Close() { d.end() }

// show leaves what the customer faces now, in place of what was not sent yet. It never waits. One goroutine calls it.
func (d *displays) show(s counter.State, paying bool, lang text.Language) {
	replace(d.slot, facing{s, paying, lang})
}

// replace puts a value into a slot of one, where it takes the place of an older one. A slot has one writer, so it is free
// behind the first step.
func replace[T any](slot chan T, v T) {
	select {
	case <-slot:
	default:
	}
	slot <- v
}

// joins hands a display on to the pump.
func (d *displays) joins(conn net.Conn) {
	select {
	case d.joined <- conn:
	case <-d.done:
		conn.Close()
	}
}

// pump makes a line of each state that is worth one and hands it round. It alone knows who watches.
func (d *displays) pump() {
	var line []byte
	watchers := map[*watcher]bool{}
	for {
		select {
		case f := <-d.slot:
			next := f.line(d.zone)
			if bytes.Equal(next, line) {
				continue // nothing that a customer sees has changed
			}
			line = next
			for w := range watchers {
				replace(w.lines, line)
			}
		case conn := <-d.joined:
			if len(watchers) == displaysMax {
				conn.Close()
				continue
			}
			w := &watcher{conn, make(chan []byte, 1)}
			watchers[w] = true
			if line != nil {
				w.lines <- line
			}
			d.wait.Go(func() { d.serve(w) })
		case w := <-d.left:
			delete(watchers, w)
		case <-d.done:
			for w := range watchers {
				w.conn.Close()
			}
			return
		}
	}
}

// line is what goes over the link.
func (f facing) line(zone *time.Location) []byte {
	line, err := json.Marshal(f.state.Display(f.paying, f.lang.Domain(), zone))
	if err != nil {
		panic("display: " + err.Error()) // it has numbers, texts and times only
	}
	return append(line, '\n')
}

// serve writes to one display what is newest whenever it can take it.
func (d *displays) serve(w *watcher) {
	defer w.conn.Close()
	if c, ok := w.conn.(*net.UnixConn); ok {
		c.SetWriteBuffer(displayBuffer)
	}
	for {
		select {
		case <-d.done:
			return
		case line := <-w.lines:
			w.conn.SetWriteDeadline(time.Now().Add(displayWriteMax))
			if _, err := w.conn.Write(line); err == nil {
				continue
			}
			select {
			case d.left <- w:
			case <-d.done:
			}
			return
		}
	}
}
