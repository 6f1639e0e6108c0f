package main

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/report"
	"tim/sync/desk"
	"tim/tui/export"
	screens "tim/tui/screen/desk"
)

// exportFlags are what central export z and central export ledger take.
type exportFlags struct {
	till             string
	shift            int64
	from, to, filter string
	zone, ca         string
}

func (x *exportFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&x.till, "till", "", "of z and ledger: whose, such as 01; of a whole journal 01/2 is its second epoch")
	c.Flags().Int64Var(&x.shift, "shift", 0, "of z and ledger: number of the shift")
	c.Flags().StringVar(&x.from, "from", "", "of z: first day that shifts were opened on, 2026-11-21")
	c.Flags().StringVar(&x.to, "to", "", "of z: last day")
	c.Flags().StringVar(&x.filter, "filter", "", "of a ledger, as on the supervisor's desk: '/void @nam #678 >50k words'")
	c.Flags().StringVar(&x.zone, "zone", loyalty.Default().TimeZone, "of z and ledger: time zone of days and times")
	c.Flags().StringVar(&x.ca, "ca", "", "of z and ledger: file of the authority that central's certificate is by, for a private one")
}

// rows says whether a ledger is wanted row by row; else it is the journal, which till verify proves.
func (x *exportFlags) rows(format string) bool {
	return format != string(export.JSONL) || x.shift != 0 || x.filter != ""
}

// exportZ writes the newest Z, one shift's, or those of some days: of one till or of all.
func (m *Main) exportZ(ctx context.Context, f *flags, file string, x exportFlags) error {
	format, err := export.ParseFormat(f.format, file, export.Text, export.CSV, export.PDF, export.JSONL)
	if err != nil {
		return err
	}
	if x.shift != 0 && x.till == "" {
		return required("--till")
	}
	return m.reviewed(ctx, f, file, x, func(b export.Books, zone *time.Location, w io.Writer, each func()) error {
		zs := export.Zs{Till: x.till, Shift: x.shift}
		var err error
		if zs.From, zs.To, err = export.Days(x.from, x.to, zone); err != nil {
			return err
		}
		_, err = export.Papers(w, export.Options{Format: format, Lang: f.language(m.Getenv)}, func(paper func(report.Paper) error) error {
			return zs.In(ctx, b)(func(p report.Paper) error { each(); return paper(p) })
		})
		return err
	})
}

// exportRows writes the events of a till or of one of its shifts.
func (m *Main) exportRows(ctx context.Context, f *flags, file string, x exportFlags) error {
	format, err := export.ParseFormat(f.format, file, export.CSV, export.Text, export.JSONL)
	if err != nil {
		return err
	}
	if x.till == "" {
		return required("--till")
	}
	q, ok := screens.Filtered(report.ShiftID{Till: x.till, Number: x.shift}, x.filter)
	if !ok {
		return fault.At("filter", "filter.kind", fault.Args{"value": x.filter})
	}
	return m.reviewed(ctx, f, file, x, func(b export.Books, zone *time.Location, w io.Writer, each func()) error {
		o := export.Options{Format: format, Lang: f.language(m.Getenv), Zone: zone}
		_, err := export.Ledger(w, o.Of(q.Shift), func(row func(report.Row) error) (report.Provenance, error) {
			return b.Rows(ctx, q, func(r report.Row) error { each(); return row(r) })
		})
		return err
	})
}

// reviewed writes a new file from the desk of the running central, or of the one in --data.
func (m *Main) reviewed(ctx context.Context, f *flags, file string, x exportFlags, write func(b export.Books, zone *time.Location, w io.Writer, each func()) error) error {
	zone, err := m.zones.Load(x.zone)
	if err != nil {
		return fault.At("zone", "zone.unknown", fault.Args{"value": x.zone})
	}
	each, stop := func() {}, func() {}
	if watched() {
		each, stop = export.Told(m.Stderr)
	}
	defer stop()
	return m.whole(file, func(w io.Writer) error {
		if f.url == "" {
			return m.stopped(ctx, f, func(central central) error {
				return write(m.office(central, f, central.Key()).Desk(report.DefaultLimits(), zone), zone, w, each)
			})
		}
		ca, err := readOptional(x.ca)
		if err != nil {
			return err
		}
		token, err := m.token()
		if err != nil {
			return err
		}
		there, err := desk.New(desk.Config{URL: f.url, Token: token, CA: ca, Zone: zone})
		if err != nil {
			return err
		}
		return write(there, zone, w, each)
	})
}
