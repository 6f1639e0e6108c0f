package bolt

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"tim/domain/fault"
)

// accident is what went wrong with a file, as far as a person could mend it.
type accident uint8

const (
	unexpected accident = iota
	full
	readonly
	locked
	damaged
)

func classify(err error) accident {
	is := func(targets ...error) bool {
		for _, target := range targets {
			// bbolt flattens some errors of the system into text
			if errors.Is(err, target) || strings.HasSuffix(err.Error(), ": "+target.Error()) {
				return true
			}
		}
		return false
	}
	switch {
	case is(syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG, berrors.ErrMaxSizeReached):
		return full
	case is(syscall.EROFS, syscall.EACCES, syscall.EPERM, berrors.ErrDatabaseReadOnly):
		return readonly
	case is(berrors.ErrTimeout):
		return locked
	case is(berrors.ErrInvalid, berrors.ErrChecksum, berrors.ErrVersionMismatch, berrors.ErrInvalidMapping, syscall.EISDIR,
		syscall.ENOTDIR):
		return damaged
	}
	return unexpected
}

// fileFault is an error of opening or creating a file.
func fileFault(path string, err error) error {
	args := fault.Args{"file": path}
	switch classify(err) {
	case full:
		return fault.Wrap(fault.Unavailable, "file.full", err, args)
	case readonly:
		return fault.Wrap(fault.Unavailable, "file.readonly", err, args)
	case locked:
		return fault.Wrap(fault.Unavailable, "file.locked", err, args)
	case damaged:
		return fault.Wrap(fault.Unavailable, "file.damaged", err, args)
	}
	return fmt.Errorf("open %s: %w", path, err)
}

func damage(path, format string, a ...any) error {
	return fault.Wrap(fault.Unavailable, "file.damaged", fmt.Errorf(format, a...), fault.Args{"file": path})
}

func missing(path string) error {
	return fault.New(fault.Unavailable, "file.missing", fault.Args{"file": path})
}

// commitFault is an error of writing to the ledger.
func commitFault(err error) error {
	switch classify(err) {
	case full:
		return fault.Wrap(fault.Unavailable, "ledger.full", err, nil)
	case readonly:
		return fault.Wrap(fault.Unavailable, "ledger.readonly", err, nil)
	}
	return fmt.Errorf("commit to the ledger: %w", err)
}

// view runs read in a read transaction; read copies out what it gives back.
func view(db *bbolt.DB, what string, read func(tx *bbolt.Tx) error) error {
	err := db.View(read)
	if _, coded := fault.Of(err); err == nil || coded {
		return err
	}
	return fmt.Errorf("read %s: %w", what, err)
}
