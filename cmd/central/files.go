package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tim/domain/fault"
	"tim/domain/office"
	"tim/domain/share"
	"tim/sync/api"
	"tim/tui/text"
	"tim/tui/widget"
)

// remote lets a command work on a running central, with the admin token from the environment.
func (f *flags) remote(c *cobra.Command) {
	c.Flags().StringVar(&f.url, "url", "", "of a running central, such as http://127.0.0.1:8080; needs "+envToken)
}

// kind is what the API calls what the command line may call members.
func kind(arg string) string {
	if arg == "members" {
		return "customers"
	}
	return arg
}

func (m *Main) importCommand(f *flags) *cobra.Command {
	c := &cobra.Command{
		Use: "import members|products|rewards|balances|adjustments FILE", Short: "read CSV or JSON lines, all or nothing", Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			file, err := os.Open(args[1])
			if err != nil {
				return fault.Wrap(fault.NotFound, "file.missing", err, fault.Args{"file": args[1]})
			}
			defer file.Close()
			format := f.formatOf(args[1])
			if f.url != "" {
				return m.upload(c.Context(), f, "/v1/"+kind(args[0])+"/import?format="+format, file)
			}
			return m.stopped(c.Context(), f, func(central central) error {
				done, err := m.office(central, f, central.Key()).Import(c.Context(), kind(args[0]), format, file, m.progress())
				return m.report(f, done, err)
			})
		},
	}
	c.Flags().StringVar(&f.format, "format", "", "csv or jsonl; else the file's name says it")
	f.remote(c)
	return c
}

func (f *flags) formatOf(file string) string {
	switch {
	case f.format != "":
		return f.format
	case strings.EqualFold(filepath.Ext(file), ".csv"):
		return "csv"
	}
	return "jsonl"
}

// progress writes how far an import is, on a terminal only.
func (m *Main) progress() func(office.Progress) {
	if !watched() {
		return func(office.Progress) {}
	}
	return func(p office.Progress) {
		line := fmt.Sprintf("%s …", text.Points(p.Checked)) // the rows aren't counted before they are checked
		if p.Written > 0 {
			line = widget.Progress(p.Written, p.Checked)
		}
		fmt.Fprint(m.Stderr, "\r\033[K"+line)
		if p.Written == p.Checked {
			fmt.Fprintln(m.Stderr)
		}
	}
}

// watched says whether a person sees what goes to the standard error.
func watched() bool {
	stat, err := os.Stderr.Stat()
	return err == nil && stat.Mode()&os.ModeCharDevice != 0
}

// report shows what an import did, or each row at fault.
func (m *Main) report(f *flags, r office.ImportReport, err error) error {
	for _, e := range r.Errors {
		fmt.Fprintf(m.Stderr, "row %d %s: %s\n", e.Row, e.Field, api.Sentence(fault.New(fault.Invalid, e.Code, e.Args), f.vietnamese(m.Getenv)))
	}
	if err == nil {
		fmt.Fprintf(m.Stdout, "%d rows: %d created, %d changed, %d as they were\n", r.Rows, r.Created, r.Changed, r.Unchanged)
	}
	return err
}

func (m *Main) exportCommand(f *flags) *cobra.Command {
	var x exportFlags
	c := &cobra.Command{
		Use: "export members|products|rewards|orders|entries|z|ledger FILE", Short: "write CSV, JSON lines, text or PDF into a new file", Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case args[0] == "z":
				return m.exportZ(c.Context(), f, args[1], x)
			case args[0] == "ledger" && x.rows(f.formatOf(args[1])):
				return m.exportRows(c.Context(), f, args[1], x)
			case args[0] == "ledger":
				return m.exportLedger(c.Context(), f, args[1], x.till)
			}
			format := f.formatOf(args[1])
			return m.whole(args[1], func(w io.Writer) error {
				if f.url != "" {
					return m.download(c.Context(), f, "/v1/"+kind(args[0])+"/export?format="+format, w)
				}
				return m.stopped(c.Context(), f, func(central central) error {
					b := bufio.NewWriter(w)
					if err := m.office(central, f, central.Key()).Export(c.Context(), kind(args[0]), format, b); err != nil {
						return err
					}
					return b.Flush()
				})
			})
		},
	}
	c.Flags().StringVar(&f.format, "format", "", "csv, jsonl, text or pdf; else the file's name says it")
	x.add(c)
	f.remote(c)
	return c
}

// exportLedger writes a till's journal as central has it, which till verify FILE checks.
func (m *Main) exportLedger(ctx context.Context, f *flags, file, till string) error {
	if till == "" {
		return required("--till")
	}
	h := share.Holder{Writer: till}
	if strings.Contains(till, "/") {
		h = share.ParseHolder(till)
	}
	return m.whole(file, func(w io.Writer) error {
		if f.url != "" {
			return m.download(ctx, f, "/v1/tills/"+url.PathEscape(h.Writer)+"/ledger?epoch="+strconv.FormatUint(uint64(h.Epoch), 10), w)
		}
		return m.stopped(ctx, f, func(central central) error {
			b := bufio.NewWriter(w)
			return errors.Join(m.office(central, f, central.Key()).ExportLedger(ctx, h, b), b.Flush())
		})
	})
}

// ask sends a request to a running central. Faults: those that it answers, central.unreachable.
func (m *Main) ask(ctx context.Context, f *flags, method, path string, body io.Reader) (*http.Response, error) {
	token, err := m.token()
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(f.url, "/")+path, body)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "url.format", err, fault.Args{"value": f.url})
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "central.unreachable", err, fault.Args{"value": f.url})
	}
	if answer.StatusCode == http.StatusOK || answer.StatusCode == http.StatusCreated {
		return answer, nil
	}
	defer answer.Body.Close()
	return nil, m.refusal(f, answer)
}

// refusal is what a central answered in place of what was asked for: of a file with bad rows each is written out.
func (m *Main) refusal(f *flags, answer *http.Response) error {
	var problem struct {
		Code   string
		Errors []office.RowError
	}
	if err := json.NewDecoder(answer.Body).Decode(&problem); err != nil || problem.Code == "" {
		return fmt.Errorf("central answered %s", answer.Status)
	}
	if len(problem.Errors) == 1 && problem.Errors[0].Row == 0 {
		e := problem.Errors[0]
		return fault.At(e.Field, e.Code, e.Args)
	}
	return m.report(f, office.ImportReport{Errors: problem.Errors}, fault.New(fault.Invalid, problem.Code, nil))
}

func (m *Main) upload(ctx context.Context, f *flags, path string, file io.Reader) error {
	answer, err := m.ask(ctx, f, http.MethodPost, path, file)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	var report office.ImportReport
	if err := json.NewDecoder(answer.Body).Decode(&report); err != nil {
		return fmt.Errorf("read the report: %w", err)
	}
	return m.report(f, report, nil)
}

func (m *Main) download(ctx context.Context, f *flags, path string, w io.Writer) error {
	answer, err := m.ask(ctx, f, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(w, answer.Body); err != nil {
		return fmt.Errorf("read the file: %w", err)
	}
	return nil
}
