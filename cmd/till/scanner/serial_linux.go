package scanner

import (
	"os"

	"golang.org/x/sys/unix"
)

var baudRates = map[int]uint32{1200: unix.B1200, 2400: unix.B2400, 4800: unix.B4800, 9600: unix.B9600, 19200: unix.B19200, 38400: unix.B38400,
	57600: unix.B57600, 115200: unix.B115200}

// tune sets the port to raw bytes at its rate.
func tune(f *os.File, baud int) error {
	raw, err := f.SyscallConn()
	if err != nil {
		return err
	}
	rate := baudRates[baud]
	t := unix.Termios{Cflag: unix.CS8 | unix.CREAD | unix.CLOCAL | rate, Ispeed: rate, Ospeed: rate}
	t.Cc[unix.VMIN] = 1
	var set error
	if err := raw.Control(func(fd uintptr) { set = unix.IoctlSetTermios(int(fd), unix.TCSETS, &t) }); err != nil {
		return err
	}
	return set
}
