//go:build !linux

package scanner

import (
	"errors"
	"os"
)

var baudRates = map[int]uint32{9600: 1, 19200: 1, 38400: 1, 115200: 1}

func tune(*os.File, int) error { return errors.ErrUnsupported }
