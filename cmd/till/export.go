package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/spf13/cobra"

	"tim/domain/counter"
	"tim/domain/desk"
	"tim/domain/fault"
	"tim/domain/report"
	"tim/storage/bolt"
	"tim/tui/export"
	screens "tim/tui/screen/desk"
)

func (m *Main) exportCommand(f *flags) *cobra.Command {
	c := &cobra.Command{
		Use: "export", Short: "write the journal in --data as JSON lines that anyone can check; z and ledger for people", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.needData(); err != nil {
				return err
			}
			out := bufio.NewWriter(m.Stdout)
			if err := bolt.Export(c.Context(), f.data, out); err != nil {
				return err
			}
			return out.Flush()
		},
	}
	c.AddCommand(m.exportZCommand(f), m.exportLedgerCommand(f))
	return c
}

// exportFlags are what till export z and till export ledger take.
type exportFlags struct {
	shift            int64
	from, to, filter string
	format           string
}

func (m *Main) exportZCommand(f *flags) *cobra.Command {
	var x exportFlags
	c := &cobra.Command{
		Use: "z [FILE]", Short: "write Z reports: the newest, or one shift's, or those of some days", Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			format, err := export.ParseFormat(x.format, fileOf(args), export.Text, export.CSV, export.PDF, export.JSONL)
			if err != nil {
				return err
			}
			return m.exported(c.Context(), f, args, func(ctx context.Context, b *books, w io.Writer, each func()) error {
				zs := export.Zs{Till: b.till, Shift: x.shift}
				var err error
				if zs.From, zs.To, err = export.Days(x.from, x.to, b.Zone); err != nil {
					return err
				}
				_, err = export.Papers(w, export.Options{Format: format, Lang: f.language(m.Getenv)}, func(paper func(report.Paper) error) error {
					return zs.In(ctx, b)(func(p report.Paper) error { each(); return paper(p) })
				})
				return err
			})
		},
	}
	c.Flags().Int64Var(&x.shift, "shift", 0, "number of the shift")
	c.Flags().StringVar(&x.from, "from", "", "first day that shifts were opened on, 2026-11-21")
	c.Flags().StringVar(&x.to, "to", "", "last day")
	c.Flags().StringVar(&x.format, "format", "", "text, csv, pdf or jsonl; else FILE's name says it")
	return c
}

func (m *Main) exportLedgerCommand(f *flags) *cobra.Command {
	var x exportFlags
	c := &cobra.Command{
		Use: "ledger [FILE]", Short: "write every event of a shift, or of the till, one row for each", Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			format, err := export.ParseFormat(x.format, fileOf(args), export.CSV, export.Text, export.JSONL)
			if err != nil {
				return err
			}
			return m.exported(c.Context(), f, args, func(ctx context.Context, b *books, w io.Writer, each func()) error {
				q, ok := screens.Filtered(report.ShiftID{Till: b.till, Number: x.shift}, x.filter)
				if !ok {
					return fault.At("filter", "filter.kind", fault.Args{"value": x.filter})
				}
				o := export.Options{Format: format, Lang: f.language(m.Getenv), Zone: b.Zone}
				_, err := export.Ledger(w, o.Of(q.Shift), func(row func(report.Row) error) (report.Provenance, error) {
					return b.Rows(ctx, q, func(r report.Row) error { each(); return row(r) })
				})
				return err
			})
		},
	}
	c.Flags().Int64Var(&x.shift, "shift", 0, "number of the shift; missing: all that the till wrote")
	c.Flags().StringVar(&x.filter, "filter", "", "as on the supervisor's desk: '/void @nam #678 >50k words'")
	c.Flags().StringVar(&x.format, "format", "", "csv, text or jsonl; else FILE's name says it")
	return c
}

// fileOf is the file that is written, "" for the standard output.
func fileOf(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}

// books are a till's that isn't open.
type books struct {
	*desk.Desk
	till string
}

// exported writes into a new file, or to the standard output, from the till in --data, and says how far it is.
func (m *Main) exported(ctx context.Context, f *flags, args []string, write func(ctx context.Context, b *books, w io.Writer, each func()) error) error {
	if err := f.needData(); err != nil {
		return err
	}
	s, err := m.open(ctx, f.data)
	if err != nil {
		return err
	}
	defer s.Close()
	b, err := m.books(ctx, s)
	if err != nil {
		return err
	}
	each, stop := m.tallying()
	defer stop()
	if len(args) == 0 {
		out := bufio.NewWriter(m.Stdout)
		if err := write(ctx, b, out, each); err != nil {
			return err
		}
		return out.Flush()
	}
	err = writeNew(args[0], func(w io.Writer) error { return write(ctx, b, w, each) })
	if errors.Is(err, fs.ErrExist) {
		return fault.New(fault.Conflict, "file.exists", fault.Args{"file": args[0]})
	}
	if err == nil {
		fmt.Fprintln(m.Stdout, args[0])
	}
	return err
}

// books are those of an opened data directory, at which nobody sells.
func (m *Main) books(ctx context.Context, s *shop) (*books, error) {
	zone, err := s.zone(ctx, m.Now())
	if err != nil {
		return nil, err
	}
	start, err := s.Start(ctx)
	if err != nil {
		return nil, err
	}
	shut := counter.ShutDesk(counter.Config{Ledger: s.carrying(), Members: s, Settings: s, Key: s.key, Zone: zone, Now: m.Now}, report.DefaultLimits())
	return &books{shut, start.Head.Writer}, nil
}

// tallying counts what is written, and says it on a terminal when that takes long; stop ends it.
func (m *Main) tallying() (each, stop func()) {
	if !m.watched() {
		return func() {}, func() {}
	}
	return export.Told(m.Stderr)
}
