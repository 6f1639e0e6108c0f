package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tim/storage/postgres"
	"tim/storage/stored"
	"tim/tui/widget"
)

func (m *Main) moveCommand(f *flags) *cobra.Command {
	var from, to string
	c := &cobra.Command{
		Use: "migrate-store", Short: "move all that a stopped central keeps into an empty database, and prove that it is the same", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return m.moveStore(c.Context(), f, from, to) },
	}
	c.Flags().StringVar(&from, "from", "", "bolt:DIR, the data directory")
	c.Flags().StringVar(&to, "to", "", "postgres://… of an empty database, or of one that a move was stopped in")
	return c
}

// moveStore moves a store. It can be stopped and called again. Faults: flag.required; those of opening both and of postgres.Move.
func (m *Main) moveStore(ctx context.Context, f *flags, from, to string) error {
	dir, is := strings.CutPrefix(from, "bolt:")
	switch {
	case !is || dir == "":
		return required("--from")
	case to == "":
		return required("--to")
	}
	own := *f
	own.data, own.database = dir, ""
	store, err := m.openData(ctx, &own)
	if err != nil {
		return err
	}
	did, err := postgres.Move(ctx, store.(stored.Source), to, postgres.MoveOptions{At: m.Now(), Progress: m.moving()})
	if err = errors.Join(err, store.Close()); err != nil {
		return err
	}
	fmt.Fprintf(m.Stdout, "%d rows moved; %d events as written, %d accounts the same on both sides\n", did.Rows, did.Events, did.Accounts)
	fmt.Fprintf(m.Stdout, "start central with --data %s --database; what is in %s stays as it was, and must not be served again\n", dir, dir)
	return nil
}

// moving shows how far a move is, to whoever watches.
func (m *Main) moving() func(done, total int64) {
	if !watched() {
		return nil
	}
	return func(done, total int64) {
		fmt.Fprint(m.Stderr, "\r\033[K"+widget.Progress(done, total))
		if done == total {
			fmt.Fprintln(m.Stderr)
		}
	}
}
