package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tim/cmd/till/demo"
	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/office"
	"tim/domain/setup"
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
	case !m.asked():
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
	a, goods, err := m.answersFrom(ctx, s.from)
	if err != nil {
		return m.refused(f, err)
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
		m.tellPINs(made, lang)
	}
	return nil
}

// tellPINs shows the PINs that were made: here, and never again.
func (m *Main) tellPINs(made []setup.Person, lang text.Language) {
	for _, p := range made {
		fmt.Fprintln(m.Stdout, text.SetupPIN(p.Name, p.PIN, lang))
	}
}

// answersFrom reads and checks a file of answers and the products that it names. Fault: fault.Fields with every fault of both.
func (m *Main) answersFrom(ctx context.Context, path string) (setup.Answers, []catalog.Product, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return setup.Answers{}, nil, fault.Wrap(fault.NotFound, "file.missing", err, fault.Args{"file": path})
	}
	if err != nil {
		return setup.Answers{}, nil, fmt.Errorf("read the answers: %w", err)
	}
	a, err := setup.Read(b, setup.Till, time.LoadLocation)
	var faults fault.Fields
	if err != nil && !errors.As(err, &faults) {
		return a, nil, err
	}
	var file []catalog.Product
	if a.Alone() && a.Products.From == setup.FromFile && a.Products.File != "" {
		if !filepath.IsAbs(a.Products.File) {
			a.Products.File = filepath.Join(filepath.Dir(path), a.Products.File)
		}
		var bad error
		file, _, bad = readProducts(ctx, a.Products.File)
		faults = faults.Also(bad)
	}
	return a, a.Goods(demo.Products(), file), faults.OrNil()
}

// readProducts reads a file of products, and every row at fault. Fault: fault.Fields on "products.file": file.missing, or
// products.file (errors) and one fault for each of the first rows at fault.
func readProducts(ctx context.Context, path string) (products []catalog.Product, rows []office.RowError, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, fault.Fields{fault.At("products.file", "file.missing", fault.Args{"file": path})}
	}
	defer file.Close()
	format := office.JSONL
	if strings.EqualFold(filepath.Ext(path), ".csv") {
		format = office.CSV
	}
	products, rows, err = office.ReadProducts(ctx, format, file)
	if err != nil || len(rows) == 0 {
		return products, rows, err
	}
	faults := fault.Fields{fault.At("products.file", "products.file", fault.Args{"errors": int64(len(rows)), "file": path})}
	for _, r := range rows[:min(len(rows), rowsTold)] {
		faults = append(faults, fault.At(fmt.Sprintf("products.file row %d %s", r.Row, r.Field), r.Code, r.Args))
	}
	return products, rows, faults
}

// rowsTold is how many rows at fault are told one by one.
const rowsTold = 50

// refused tells each fault of the answers on a row of its own, its key first.
func (m *Main) refused(f *flags, err error) error {
	var faults fault.Fields
	if !errors.As(err, &faults) {
		return err
	}
	for _, one := range faults {
		fmt.Fprintf(m.Stderr, "%s: %s\n", one.Field, text.Fault(one, f.language(m.Getenv)))
	}
	return fault.New(fault.Invalid, "setup.refused", fault.Args{"errors": int64(len(faults))})
}
