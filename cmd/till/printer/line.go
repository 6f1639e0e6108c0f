package printer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// line is a way to a printer. Each paper, pulse and question has it for itself while it lasts.
type line interface {
	open(ctx context.Context) (conn, error)
}

// conn is an opened line. Close ends it behind what was written.
type conn interface {
	io.ReadWriteCloser
	SetWriteDeadline(at time.Time) error
}

// Send writes bytes to a printer's address and asks nothing. Fault: printer.address.
func Send(ctx context.Context, to string, b []byte) error {
	line, err := lineTo(to)
	if err != nil {
		return err
	}
	c, err := line.open(ctx)
	if err != nil {
		return err
	}
	_, err = converse(c).say(b)
	return errors.Join(err, c.Close())
}

// dialMax is how long a printer may take to answer the telephone.
const dialMax = 3 * time.Second

// network is a printer with a network plug.
type network struct{ addr string }

func (n network) open(ctx context.Context) (conn, error) {
	c, err := (&net.Dialer{Timeout: dialMax}).DialContext(ctx, "tcp", n.addr)
	if err != nil {
		return nil, err
	}
	return tcp{c.(*net.TCPConn)}, nil
}

// tcp lets the other end read all that was written before the line is gone: closed with answers unread, it would be cut off.
type tcp struct{ *net.TCPConn }

// lingerMax is how long the other end may take to hang up too.
const lingerMax = 2 * time.Second

func (c tcp) Close() error {
	if err := c.CloseWrite(); err != nil {
		return c.TCPConn.Close()
	}
	go func() {
		_ = c.SetReadDeadline(time.Now().Add(lingerMax))
		_, _ = io.Copy(io.Discard, c.TCPConn)
		_ = c.TCPConn.Close()
	}()
	return nil
}

// device is a printer's file: /dev/usb/lp0.
type device struct{ path string }

func (d device) open(context.Context) (conn, error) {
	f, err := os.OpenFile(d.path, os.O_RDWR|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
	if errors.Is(err, os.ErrPermission) {
		f, err = os.OpenFile(d.path, os.O_WRONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// serial is a printer at a serial port: 8 data bits, no parity, one stop bit.
type serial struct {
	device
	baud int
	rts  bool // the printer says by a wire of its own when it can take no more
}

func (s serial) open(ctx context.Context) (conn, error) {
	c, err := s.device.open(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.tune(c.(*os.File)); err != nil {
		return nil, errors.Join(fmt.Errorf("set the serial port: %w", err), c.Close())
	}
	return c, nil
}

// queue is a printer behind CUPS, whose queue passes bytes on as they are. It never answers.
type queue struct{ name string }

func (q queue) open(ctx context.Context) (conn, error) {
	cmd := exec.CommandContext(ctx, "lp", "-s", "-d", q.name, "-o", "raw", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &submitted{in: in, cmd: cmd}, nil
}

// submitted is a paper on its way into a queue; closed, it is there.
type submitted struct {
	in  io.WriteCloser
	cmd *exec.Cmd
}

func (s *submitted) Read([]byte) (int, error)         { return 0, errDeaf }
func (s *submitted) Write(b []byte) (int, error)      { return s.in.Write(b) }
func (s *submitted) SetWriteDeadline(time.Time) error { return nil }

func (s *submitted) Close() error {
	err := s.in.Close()
	return errors.Join(err, s.cmd.Wait())
}

// errDeaf is of lines that nothing ever comes back on.
var errDeaf = errors.New("this line has no way back")
