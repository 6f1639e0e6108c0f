package bolt

import (
	"errors"
	"os"
	"syscall"
)

// syncData makes what was written to a file durable, without what the file system notes of it beside its length.
func syncData(f *os.File) error {
	for {
		if err := syscall.Fdatasync(int(f.Fd())); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
