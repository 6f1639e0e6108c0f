package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tim/domain/fault"
	"tim/storage/postgres"
)

func (m *Main) doctorCommand(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "doctor", Short: "look at the database at --database, and say what somebody has to do something about", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return m.doctor(c.Context(), f) },
	}
}

// doctor lists what it finds. Faults: flag.required, store.unreachable, and store.unwell when something is wrong.
func (m *Main) doctor(ctx context.Context, f *flags) error {
	if !f.inDatabase(m.Getenv) {
		return required("--database")
	}
	found, err := postgres.Examine(ctx, f.databaseURL(m.Getenv), m.Now)
	if err != nil {
		return err
	}
	w, bad := tabwriter.NewWriter(m.Stdout, 0, 0, 2, ' ', 0), int64(0)
	for _, one := range found {
		sign := "ok"
		if one.Bad {
			sign = "LOOK"
			bad++
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", sign, one.What, one.Says)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if bad > 0 {
		return fault.New(fault.Conflict, "store.unwell", fault.Args{"count": bad})
	}
	return nil
}
