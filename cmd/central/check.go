package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"tim/domain/fault"
	"tim/storage/bolt"
)

// checkMax is how long the check of the file may take before it counts as damaged.
const checkMax = 10 * time.Minute

// checkFirst looks at the file in a child process after an unclean stop: a damaged file can kill the process that
// opens it.
func (m *Main) checkFirst(ctx context.Context, dir string) error {
	file := filepath.Join(dir, bolt.CentralFile)
	if _, err := os.Stat(file); err != nil || !bolt.Unclean(dir) {
		return nil
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find the program: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, checkMax)
	defer cancel()
	var exit *exec.ExitError
	err = exec.CommandContext(ctx, self, "check", file).Run()
	if errors.As(err, &exit) {
		return fault.Wrap(fault.Unavailable, "file.damaged", err, fault.Args{"file": file})
	}
	if err != nil {
		return fmt.Errorf("check the file: %w", err)
	}
	return nil
}

// checkCommand is the child of checkFirst.
func (m *Main) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use: "check FILE", Hidden: true, Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			err := bolt.Check(args[0])
			if fault.Code(err) == "file.locked" {
				return nil // another central runs on it: opening will say so
			}
			return err
		},
	}
}
