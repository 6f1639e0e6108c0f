package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tim/domain/fault"
	"tim/domain/invoice"
)

// invoiceFlags are what central invoices takes.
type invoiceFlags struct {
	day, from, to, state, format, out string
	again, gaps                       bool
}

// span is the days that are asked for. Fault: flag.required.
func (x invoiceFlags) span() (url.Values, error) {
	q := url.Values{"from": {x.from}, "to": {x.to}}
	if x.day != "" {
		q.Set("from", x.day)
		q.Set("to", x.day)
	}
	if x.out != "" && (q.Get("from") == "" || q.Get("to") == "") {
		return nil, required("--day")
	}
	return q, nil
}

// invoiceCommands list invoices, hand them over and take what was said of them.
func (m *Main) invoiceCommands(f *flags) []*cobra.Command {
	var x invoiceFlags
	var refused string
	list := &cobra.Command{Use: "invoices", Short: "invoices of some days; with --out hand over what of them is due, as a file; with --gaps the numbers without one", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case x.gaps:
				return m.listGaps(c.Context(), f)
			case x.out != "":
				return m.handOver(c.Context(), f, x)
			}
			return m.listInvoices(c.Context(), f, x)
		}}
	list.Flags().StringVar(&x.day, "day", "", "of one day in the shop's zone, 2026-11-22")
	list.Flags().StringVar(&x.from, "from", "", "first day")
	list.Flags().StringVar(&x.to, "to", "", "last day, counted in")
	list.Flags().StringVar(&x.state, "state", "", "made, handed_over, accepted or refused")
	list.Flags().StringVar(&x.format, "format", "json", "of the file: json or xml")
	list.Flags().StringVar(&x.out, "out", "", "a new file; of more than 5,000 invoices the second is FILE-2, and so on")
	list.Flags().BoolVar(&x.again, "again", false, "hand over what nobody answered too")
	list.Flags().BoolVar(&x.gaps, "gaps", false, "every number that has no invoice, and why")
	answer := &cobra.Command{Use: "invoice-answer NUMBER [CODE]", Short: "the tax authority accepted an invoice, or refused it", Args: cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			a := invoice.Answered{Number: args[0], Accepted: refused == "", Answer: refused}
			if a.Accepted {
				a.Answer = strings.Join(args[1:], "")
			}
			var d invoice.Document
			if err := m.call(c.Context(), f, http.MethodPost, "/v1/invoices/answers", a, &d); err != nil {
				return err
			}
			_, err := fmt.Fprintf(m.Stdout, "%s %s\n", d.Number, d.State)
			return err
		}}
	answer.Flags().StringVar(&refused, "refused", "", "why it was refused: it goes with the next file again")
	f.remote(list)
	f.remote(answer)
	return []*cobra.Command{list, answer}
}

func (m *Main) listInvoices(ctx context.Context, f *flags, x invoiceFlags) error {
	query, err := x.span()
	if err != nil {
		return err
	}
	query.Set("state", x.state)
	query.Set("cursor", "")
	w := tabwriter.NewWriter(m.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "DAY\tNUMBER\tADJUSTS\tPAPER\tGROSS\tVAT\tSTATE\tTRIES\tANSWER")
	for {
		var page struct {
			Items []invoice.Document
			Next  string `json:"next_cursor"`
		}
		if err := m.call(ctx, f, http.MethodGet, "/v1/invoices?"+query.Encode(), nil, &page); err != nil {
			return err
		}
		for _, d := range page.Items {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%d\t%s\t%d\t%s\n", d.Day, d.Number, d.Adjusts, d.Paper, d.Gross, d.Tax, d.State, d.Tries, d.Answer)
		}
		if page.Next == "" {
			return w.Flush()
		}
		query.Set("cursor", page.Next)
	}
}

func (m *Main) listGaps(ctx context.Context, f *flags) error {
	var page struct {
		Items []struct {
			Symbol, Series, Why, Holder, Shop string
			From, To                          int64
		}
	}
	if err := m.call(ctx, f, http.MethodGet, "/v1/invoices/gaps", nil, &page); err != nil {
		return err
	}
	w := tabwriter.NewWriter(m.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SYMBOL\tSERIES\tFROM\tTO\tWHY\tWHOSE\tSHOP")
	for _, g := range page.Items {
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%s\t%s\t%s\n", g.Symbol, g.Series, g.From, g.To, g.Why, g.Holder, g.Shop)
	}
	return w.Flush()
}

// handOver writes what is due into files until nothing is.
func (m *Main) handOver(ctx context.Context, f *flags, x invoiceFlags) error {
	query, err := x.span()
	if err != nil {
		return err
	}
	if invoice.Formats()[x.format] == nil {
		return fault.At("format", "field.enum", fault.Args{"value": x.format, "allowed": "json, xml"})
	}
	query.Set("format", x.format)
	query.Set("again", fmt.Sprint(x.again))
	for n, more := 1, true; more; n++ {
		file := x.out
		if n > 1 {
			ext := filepath.Ext(x.out)
			file = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(x.out, ext), n, ext)
		}
		err := m.whole(file, func(w io.Writer) error {
			answer, err := m.ask(ctx, f, http.MethodPost, "/v1/invoices/export?"+query.Encode(), nil)
			if err != nil {
				return err
			}
			defer answer.Body.Close()
			query.Set("cursor", answer.Header.Get("Tim-Next"))
			more = query.Get("cursor") != ""
			_, err = io.Copy(w, answer.Body)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
