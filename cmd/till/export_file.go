package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tim/domain/fault"
	"tim/storage/bolt"
)

// exportsDir is where a till's desk exports to, in its data directory.
const exportsDir = "exports"

// namesMost is how many files of one name there can be.
const namesMost = 10_000

// newFiles is a directory that files are exported into, and read from. It implements manage.Files, and desk.Files.
type newFiles struct{ dir string }

// Write implements desk.Files. Fault: file.exists when there are too many of that name.
func (n newFiles) Write(name string, write func(io.Writer) error) (string, error) {
	if err := os.MkdirAll(n.dir, 0o700); err != nil {
		return "", fmt.Errorf("make the directory: %w", err)
	}
	ending := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ending)
	for i := 2; i < namesMost; i++ {
		path := filepath.Join(n.dir, name)
		err := writeNew(path, write)
		if !errors.Is(err, fs.ErrExist) {
			return path, err
		}
		name = fmt.Sprintf("%s-%d%s", stem, i, ending)
	}
	return "", fault.New(fault.Conflict, "file.exists", fault.Args{"file": filepath.Join(n.dir, name)})
}

// readMax is the greatest file that is read, bytes.
const readMax = 8 << 20

// Read implements manage.Files: a name without a folder is one of the directory's. Faults: file.absent (file), file.too_long (file, max).
func (n newFiles) Read(name string) ([]byte, error) {
	if filepath.Base(name) == name {
		name = filepath.Join(n.dir, name)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fault.Wrap(fault.NotFound, "file.absent", err, fault.Args{"file": name})
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, readMax+1))
	switch {
	case err != nil:
		return nil, fault.Wrap(fault.NotFound, "file.absent", err, fault.Args{"file": name})
	case len(content) > readMax:
		return nil, fault.New(fault.Invalid, "file.too_long", fault.Args{"file": name, "max": int64(readMax)})
	}
	return content, nil
}

// writeNew writes a file that isn't there yet. Its name is taken first, and until all is on disk what it holds lies beside it: a crash leaves
// an empty file. Fault of the system: fs.ErrExist.
func writeNew(path string, write func(io.Writer) error) error {
	taken, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	part := path + ".part"
	err = errors.Join(taken.Close(), writeWhole(part, write))
	if err == nil {
		err = bolt.Publish(part, path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// writeWhole writes a file and puts it on disk; what couldn't be written is taken away.
func writeWhole(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(write(file), file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}
