package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tim/cmd/till/demo"
	"tim/domain/fault"
	"tim/domain/setup"
	"tim/tui/firstrun"
	"tim/tui/text"
)

// setupFlags are what till setup takes.
type setupFlags struct {
	from    string
	example bool
	dry     bool
}

func (m *Main) setupCommand(f *flags) *cobra.Command {
	var s setupFlags
	c := &cobra.Command{
		Use: "setup", Short: "make a shop in --data, or a till of a chain: asked step by step, or by the answers in --from", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case s.example:
				_, err := fmt.Fprint(m.Stdout, text.SetupExample(setup.Till, f.language(m.Getenv)))
				return err
			case s.from == "":
				return m.setupAsked(c.Context(), f)
			case !s.dry && f.data == "":
				return required("--data")
			}
			return m.setupFrom(c.Context(), f, s)
		},
	}
	c.Flags().StringVar(&s.from, "from", "", "file of answers (TOML); what it doesn't say is as --example shows")
	c.Flags().BoolVar(&s.example, "example", false, "print such a file with every answer and its default")
	c.Flags().BoolVar(&s.dry, "dry-run", false, "check the answers and make nothing")
	return c
}

// setupAsked makes a shop as somebody says at the terminal. Faults: setup.there, setup.terminal.
func (m *Main) setupAsked(ctx context.Context, f *flags) error {
	if f.data == "" {
		f.data = m.home()
	}
	if err := arriveMade(f.data); err != nil {
		return err
	}
	switch free, err := vacant(f.data); {
	case err != nil:
		return fmt.Errorf("look into the data directory: %w", err)
	case !free:
		return fault.New(fault.Conflict, "setup.there", nil)
	case !firstrun.Asked(m.Stdin, m.Stdout):
		return fault.New(fault.Unavailable, "setup.terminal", nil)
	}
	made, err := m.firstStart(ctx, f)
	if made {
		fmt.Fprintln(m.Stdout, text.SetupMade(f.data, f.language(m.Getenv)))
	}
	return err
}

// setupFrom makes a shop by a file. Faults: setup.refused (errors), told one by one on Stderr; those of makeFirst.
func (m *Main) setupFrom(ctx context.Context, f *flags, s setupFlags) error {
	a, goods, err := firstrun.Read(ctx, s.from, setup.Till, demo.Products())
	if err != nil {
		return firstrun.Refused(m.Stderr, err, f.language(m.Getenv))
	}
	whole, made, err := a.Complete(m.Entropy)
	if err != nil {
		return err
	}
	lang := f.language(m.Getenv)
	if s.dry {
		_, err := fmt.Fprintln(m.Stdout, text.SetupChecked(a.Shop.Name, len(a.Staff), len(goods), a.Central.URL, lang))
		return err
	}
	if err := m.makeFirst(ctx, f, firstShop{whole, goods}, func(setup.Stage) {}); err != nil {
		return err
	}
	fmt.Fprintln(m.Stdout, text.SetupMade(f.data, lang))
	if a.Alone() {
		firstrun.PINs(m.Stdout, made, lang)
	}
	return nil
}
