package pgtest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
)

// Cutter stands between a program and its server, and cuts the connection where a COMMIT has just been sent: by turns before the
// server has it, and before the answer is back. It knows only commits that are sent as a prepared statement among others.
type Cutter struct {
	server string
	every  int64
	seen   atomic.Int64
	Before atomic.Int64 // commits that the server never had
	After  atomic.Int64 // commits of which only the answer is lost
}

// Cut is a server's URL through a cutter that cuts every n-th commit.
func Cut(t testing.TB, server string, every int64) (through string, c *Cutter) {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	c = &Cutter{server: u.Host, every: every}
	go c.serve(l)
	u.Host = l.Addr().String()
	q := u.Query()
	q.Set("sslmode", "disable")
	u.RawQuery = q.Encode()
	return u.String(), c
}

func (c *Cutter) serve(l net.Listener) {
	for {
		client, err := l.Accept()
		if err != nil {
			return
		}
		go c.pass(client)
	}
}

// pass carries messages both ways until one side ends or the connection is cut.
func (c *Cutter) pass(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", c.server)
	if err != nil {
		return
	}
	var muted atomic.Bool
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		defer server.Close()
		buffer := make([]byte, 32<<10)
		for {
			n, err := server.Read(buffer)
			if err != nil {
				client.Close()
				return
			}
			if muted.Load() {
				client.Close()
				return
			}
			if _, err := client.Write(buffer[:n]); err != nil {
				return
			}
		}
	}()
	c.forward(client, server, &muted)
	if muted.Load() {
		<-answered // the server has done what it was told
	}
	_ = server.Close()
}

// forward carries what the program says, message by message.
func (c *Cutter) forward(client io.Reader, server io.Writer, muted *atomic.Bool) {
	commit, cut := "", int64(0)
	for first := true; ; first = false {
		message, err := readMessage(client, first)
		if err != nil {
			return
		}
		name, rest, _ := bytes.Cut(message[min(5, len(message)):], []byte{0})
		switch message[0] {
		case 'P':
			if sql, _, _ := bytes.Cut(rest, []byte{0}); strings.EqualFold(string(sql), "commit") {
				commit = string(name)
			}
		case 'B':
			if statement, _, _ := bytes.Cut(rest, []byte{0}); commit != "" && string(statement) == commit {
				if n := c.seen.Add(1); n%c.every == 0 {
					cut = n / c.every
				}
				if cut > 0 && cut%2 == 0 { // a server that has it commits, whether or not more comes
					c.Before.Add(1)
					return
				}
			}
		case 'S':
			if cut > 0 {
				c.After.Add(1)
				muted.Store(true)
			}
		}
		if _, err := server.Write(message); err != nil || muted.Load() {
			return
		}
	}
}

// readMessage reads one whole: a letter, the length of what follows with itself, and that; the first has no letter.
func readMessage(r io.Reader, first bool) ([]byte, error) {
	head := make([]byte, 5)
	if first {
		head = head[:4]
	}
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(head[len(head)-4:])
	if n < 4 || n > 1<<30 {
		return nil, errors.New("no message of PostgreSQL's protocol")
	}
	message := append(head, make([]byte, n-4)...)
	_, err := io.ReadFull(r, message[len(head):])
	return message, err
}
