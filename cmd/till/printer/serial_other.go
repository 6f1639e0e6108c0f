//go:build !linux

package printer

import (
	"errors"
	"os"
)

var baudRates = map[int]uint32{9600: 0, 19200: 0, 38400: 0, 115200: 0}

func (s serial) tune(*os.File) error { return errors.ErrUnsupported }
