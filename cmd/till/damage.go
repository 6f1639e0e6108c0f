package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"tim/domain/fault"
	"tim/storage/bolt"
	"tim/tui/text"
)

// checkMax is how long the check of the files may take before they count as damaged.
const checkMax = 2 * time.Minute

// checkDrawn is how often a check says how long it takes.
const checkDrawn = 300 * time.Millisecond

// checkFirst looks at the files in a child process after an unclean stop: a damaged file can kill the process that
// opens it.
func (m *Main) checkFirst(ctx context.Context, dir string) error {
	if !bolt.Unclean(dir) {
		return nil
	}
	return m.checkFiles(ctx, dir)
}

// checkFiles does so in any case. Faults: file.damaged, check.stopped (file).
func (m *Main) checkFiles(ctx context.Context, dir string) error {
	for _, name := range []string{bolt.LedgerFile, bolt.CatalogFile} {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := m.checkFile(ctx, path); err != nil {
			return err
		}
	}
	return nil
}

// checkFile looks at one file in a child process. Faults: file.damaged, check.stopped (file).
func (m *Main) checkFile(ctx context.Context, path string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find the program: %w", err)
	}
	limited, cancel := context.WithTimeout(ctx, checkMax)
	defer cancel()
	seen := m.checking(path)
	err = exec.CommandContext(limited, self, "check", path).Run()
	seen()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return fault.Wrap(fault.Unavailable, "check.stopped", ctx.Err(), fault.Args{"file": path})
	case limited.Err() == nil && errors.As(err, &exit) && !exit.Exited(): // killed, perhaps by the same Ctrl+C: that says nothing of the file
		return fault.Wrap(fault.Unavailable, "check.stopped", err, fault.Args{"file": path})
	case err == nil:
		return nil
	case errors.As(err, &exit):
		return fault.Wrap(fault.Unavailable, "file.damaged", err, fault.Args{"file": path})
	}
	return fmt.Errorf("check the files: %w", err)
}

// checking says on a terminal which file is looked at, and for how long already, until it is told that it is done.
func (m *Main) checking(path string) (done func()) {
	stat, err := os.Stat(path)
	if err != nil || !m.watched() {
		return func() {}
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		defer fmt.Fprint(m.Stderr, "\r\033[K")
		for began := time.Now(); ; {
			select {
			case <-stop:
				return
			case <-time.After(checkDrawn):
				fmt.Fprint(m.Stderr, "\r\033[K"+text.Checking(filepath.Base(path), stat.Size()>>20, time.Since(began), m.lang))
			}
		}
	}()
	return func() {
		close(stop)
		<-stopped
	}
}

// checkCommand is the child of checkFile.
func (m *Main) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use: "check FILE", Hidden: true, Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			err := bolt.Check(args[0])
			if fault.Code(err) == "file.locked" {
				return nil // another till runs on it: opening will say so
			}
			return err
		},
	}
}

// exitCode tells a broken file or journal (2) from everything else (1).
func exitCode(err error) int {
	switch fault.Code(err) {
	case "file.damaged", "journal.broken":
		return 2
	}
	return 1
}

// hint is the command that helps on, "" when there is none.
func hint(err error, dir string) string {
	switch fault.Code(err) {
	case "file.damaged", "file.missing", "key.missing":
		return "→ till verify --data " + dir
	case "shop.unknown":
		return "→ till setup --data " + dir + " · till demo"
	}
	return ""
}
