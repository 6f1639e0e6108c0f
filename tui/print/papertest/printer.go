package papertest

import (
	"bytes"
	"net"
	"slices"
	"sync"
	"testing"
	"time"
)

// Faults are what is wrong with a printer now. The zero value is nothing.
type Faults struct {
	PaperOut  bool
	CoverOpen bool
	Deaf      bool          // answers nothing, and prints
	Stuck     bool          // takes connections and reads nothing
	HangUp    bool          // ends its side of a connection at once, and goes on taking what comes
	Slow      time.Duration // before each read
	DropAfter int           // bytes behind which it drops a connection, once; 0 never
	Single    bool          // talks to one at a time
}

// Printer is one on loopback, as printers with a network plug are on port 9100.
type Printer struct {
	t    testing.TB
	addr string
	wait sync.WaitGroup

	mu       sync.Mutex
	changed  *sync.Cond
	faults   Faults
	in       *Interpreter
	held     []byte // came while it couldn't print
	listener net.Listener
	conns    []net.Conn
	first    time.Time // of a paper
	pulsed   time.Time
	talking  int
	drawer   bool // open
}

// NewPrinter is one that is on until the test ends.
func NewPrinter(t testing.TB, columns int) *Printer {
	p := &Printer{t: t, addr: "127.0.0.1:0", in: NewInterpreter(columns)}
	p.changed = sync.NewCond(&p.mu)
	p.On()
	t.Cleanup(func() {
		p.Off()
		p.wait.Wait()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, f := range p.in.Faults {
			t.Errorf("the printer doesn't understand: %s", f)
		}
	})
	return p
}

// Addr is host and port.
func (p *Printer) Addr() string { return p.addr }

// On switches it on, as it was.
func (p *Printer) On() {
	listener, err := net.Listen("tcp", p.addr)
	if err != nil {
		p.t.Fatal(err)
	}
	p.mu.Lock()
	p.listener, p.addr = listener, listener.Addr().String()
	p.mu.Unlock()
	p.wait.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			p.mu.Lock()
			p.conns = append(p.conns, conn)
			p.mu.Unlock()
			p.wait.Go(func() { p.serve(conn) })
		}
	})
}

// Off switches it off: connections break, and what it held is lost.
func (p *Printer) Off() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.listener.Close()
	for _, c := range p.conns {
		c.Close()
	}
	p.conns, p.held = nil, nil
	p.in.buf, p.in.rows, p.in.now, p.in.text = nil, nil, Paper{}, nil
	p.changed.Broadcast()
}

// Set changes what is wrong with it; what it held is printed once it can.
func (p *Printer) Set(f Faults) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = f
	if p.ready() {
		p.in.Feed(p.held)
		p.held = nil
		if answers := p.ended(); len(answers) > 0 && len(p.conns) > 0 {
			p.conns[len(p.conns)-1].Write(answers)
		}
	}
	p.changed.Broadcast()
}

func (p *Printer) ready() bool { return !p.faults.PaperOut && !p.faults.CoverOpen }

// Papers are those that came out so far.
func (p *Printer) Papers() []Paper {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.in.Papers)
}

// Pulses are the pins that pulses went to so far.
func (p *Printer) Pulses() []int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.in.Pulses)
}

// First is when the first byte of a paper came behind the last Forget, zero when none did.
func (p *Printer) First() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.first
}

// Pulsed is when the first pulse came behind the last Forget, zero when none did.
func (p *Printer) Pulsed() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.pulsed
}

// Forget begins First and Pulsed anew.
func (p *Printer) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.first, p.pulsed = time.Time{}, time.Time{}
}

// Talking is how many connections there are.
func (p *Printer) Talking() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.talking
}

// SetDrawer opens or closes the drawer's switch by hand.
func (p *Printer) SetDrawer(open bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.drawer = open
}

func (p *Printer) serve(conn net.Conn) {
	defer conn.Close()
	p.mu.Lock()
	for p.faults.Single && p.talking > 0 {
		p.changed.Wait()
	}
	p.talking++
	stuck, hangUp := p.faults.Stuck, p.faults.HangUp
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		p.talking--
		p.changed.Broadcast()
		p.mu.Unlock()
	}()
	if hangUp {
		conn.(*net.TCPConn).CloseWrite()
	}
	if stuck {
		p.hold(conn)
		return
	}
	p.read(conn, hangUp)
}

// hold keeps a connection without reading until it isn't stuck or is switched off.
func (p *Printer) hold(conn net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.faults.Stuck && slices.Contains(p.conns, conn) {
		p.changed.Wait()
	}
}

func (p *Printer) read(conn net.Conn, hungUp bool) {
	var rest []byte // the beginning of what is obeyed at once
	buf, total := make([]byte, 512), 0
	for {
		p.mu.Lock()
		slow, drop := p.faults.Slow, p.faults.DropAfter
		p.mu.Unlock()
		time.Sleep(slow)
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		if total += n; drop > 0 && total > drop {
			p.mu.Lock()
			p.faults.DropAfter = 0
			p.in.buf, p.in.rows, p.in.now, p.in.text = nil, nil, Paper{}, nil // its beginning came out uncut
			p.mu.Unlock()
			conn.(*net.TCPConn).SetLinger(0)
			return
		}
		answers, left := p.take(append(rest, buf[:n]...))
		rest = left
		if len(answers) > 0 && !hungUp {
			conn.Write(answers)
		}
	}
}

// take obeys bytes in the order of a real printer: what is to be obeyed at once as it comes, wherever it stands, the rest when it can
// print. It gives the answers, and the bytes that may be the beginning of such a command.
func (p *Printer) take(data []byte) (answers, left []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var plain []byte
	for len(data) > 0 {
		n, answer, whole := p.atOnce(data)
		if !whole {
			break
		}
		if n == 0 {
			plain, data = append(plain, data[0]), data[1:]
			continue
		}
		data = data[n:]
		if answer != nil && !p.faults.Deaf {
			answers = append(answers, *answer)
		}
	}
	if bytes.Contains(plain, []byte{0x1b, '@'}) && p.first.IsZero() {
		p.first = time.Now()
	}
	if bytes.Contains(plain, []byte{0x1b, 'p'}) && p.pulsed.IsZero() {
		p.pulsed = time.Now()
	}
	if !p.ready() {
		p.held = append(p.held, plain...)
		return answers, data
	}
	p.in.Feed(plain)
	return append(answers, p.ended()...), data
}

// ended answers the questions whether all is printed.
func (p *Printer) ended() (answers []byte) {
	for ; p.in.Ended > 0; p.in.Ended-- {
		if !p.faults.Deaf {
			answers = append(answers, 0x00)
		}
	}
	return answers
}

// atOnce obeys DLE EOT and DLE DC4. n is 0 where the bytes begin with neither; whole is false where more must come.
func (p *Printer) atOnce(b []byte) (n int, answer *byte, whole bool) {
	switch {
	case b[0] != 0x10:
		return 0, nil, true
	case len(b) < 2:
		return 0, nil, false
	case b[1] == 0x04:
		if len(b) < 3 {
			return 0, nil, false
		}
		a := p.status(b[2])
		return 3, &a, true
	case b[1] == 0x14:
		if len(b) < 5 {
			return 0, nil, false
		}
		p.in.Pulse(b[3])
		return 5, nil, true
	case b[1] == 0x05:
		p.in.fault("DLE ENQ")
	}
	return 0, nil, true
}

// status answers DLE EOT.
func (p *Printer) status(n byte) byte {
	answer := byte(0x12)
	set := func(on bool, bit byte) {
		if on {
			answer |= bit
		}
	}
	switch n {
	case 1:
		set(p.drawer, 0x04)
		set(!p.ready(), 0x08)
	case 2:
		set(p.faults.CoverOpen, 0x04)
		set(p.faults.PaperOut, 0x20)
	case 4:
		set(p.faults.PaperOut, 0x6c)
	}
	return answer
}
