package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"tim/domain/fault"
)

const (
	socketPathMax    = 100 // bytes; systems take 103 to 107
	acceptAgainAfter = 100 * time.Millisecond
)

// openSocket begins to listen in a data directory; release is called when the listener is closed. The caller holds the
// directory's lock, so a socket that is there already belongs to a till that was killed. Fault: data.path_long.
func openSocket(dir, name string) (listener net.Listener, release func(), err error) {
	path, release, err := socketPath(dir, name)
	if err != nil {
		return nil, nil, err
	}
	if listener, err = listenAnew(path); err != nil {
		release()
		return nil, nil, err
	}
	return listener, release, nil
}

// socketPath is where a till and another program meet, and what to call behind the last use of it. A path that is too long
// for a socket's address is reached through the open directory where the system shows such (Linux); the socket stays in the
// data directory, which is the owner's alone. Fault: data.path_long.
func socketPath(dir, name string) (path string, release func(), err error) {
	path = filepath.Join(dir, name)
	if len(path) <= socketPathMax {
		return path, func() {}, nil
	}
	folder, err := os.Open(dir)
	if err != nil {
		return "", nil, fmt.Errorf("open the data directory: %w", err)
	}
	short := fmt.Sprintf("/proc/self/fd/%d", folder.Fd())
	if _, err := os.Stat(short); err != nil {
		folder.Close()
		return "", nil, fault.At("data", "data.path_long", fault.Args{"max": int64(socketPathMax)})
	}
	return filepath.Join(short, name), func() { folder.Close() }, nil
}

// listenAnew listens for the owner alone, in place of a socket that a killed till left.
func listenAnew(path string) (net.Listener, error) {
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("look for a killed till's socket: %w", err)
	case info.Mode()&fs.ModeSocket == 0:
		return nil, fmt.Errorf("listen in the data directory: %s is no socket", path)
	default:
		if err := os.Remove(path); err != nil {
			return nil, fmt.Errorf("remove a killed till's socket: %w", err)
		}
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("listen in the data directory: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		listener.Close()
		return nil, fmt.Errorf("keep others from the socket: %w", err)
	}
	return listener, nil
}

// accepting hands on whoever comes, until the listener is closed.
func accepting(listener net.Listener, came func(net.Conn)) {
	for {
		conn, err := listener.Accept()
		switch {
		case err == nil:
			came(conn)
		case errors.Is(err, net.ErrClosed):
			return
		default: // such as too many open files: it passes
			time.Sleep(acceptAgainAfter)
		}
	}
}
