package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
)

// tillCommands let a supervisor act on the tills of a running central.
func (m *Main) tillCommands(f *flags) []*cobra.Command {
	var shop, till string
	code := &cobra.Command{
		Use: "enroll-code", Short: "make a code that enrols one till, once, within 10 minutes", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return m.enrollCode(c.Context(), f, shop, till) },
	}
	code.Flags().StringVar(&shop, "shop", "", "the new till's shop (default the chain's only one)")
	code.Flags().StringVar(&till, "till", "", "instead: a till whose machine is lost and that goes on on a new one")
	all := []*cobra.Command{code,
		{Use: "tills", Short: "list the tills, and what each may spend unseen", Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error { return m.listTills(c.Context(), f) }},
		{Use: "retire TILL", Short: "a till is lost: its shares are central's again, its exposure is shown", Args: cobra.ExactArgs(1),
			RunE: func(c *cobra.Command, args []string) error { return m.retireTill(c.Context(), f, args[0]) }},
		{Use: "release TILL LOT", Short: "free what a silent till holds of a lot, a voucher, a stock or a pen", Args: cobra.ExactArgs(2),
			RunE: func(c *cobra.Command, args []string) error { return m.releaseShare(c.Context(), f, args[0], args[1]) }},
		{Use: "waive TILL", Short: "after a restore: wait no more for a silent till", Args: cobra.ExactArgs(1),
			RunE: func(c *cobra.Command, args []string) error { return m.waiveTill(c.Context(), f, args[0]) }},
	}
	for _, c := range all {
		f.remote(c)
	}
	return all
}

// tillDoc is what the API says of a till's epoch.
type tillDoc struct {
	Till      string
	Epoch     int64
	Shop      string
	SpokenAt  time.Time `json:"spoken_at"`
	RetiredAt time.Time `json:"retired_at"`
	Events    int64
	Behind    int64
	Held      int64
	Exposure  int64
	Forked    bool
	Waited    bool `json:"waited_for"`
}

func (d tillDoc) state() string {
	switch {
	case d.Forked:
		return "forked"
	case !d.RetiredAt.IsZero():
		return "retired"
	case d.Waited:
		return "waited for"
	}
	return "enrolled"
}

// call asks a running central for a document; in is what is sent, nil for nothing. Fault: flag.required without --url.
func (m *Main) call(ctx context.Context, f *flags, method, path string, in, out any) error {
	if f.url == "" {
		return required("--url")
	}
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("encode the request: %w", err)
		}
		body = bytes.NewReader(b)
	}
	answer, err := m.ask(ctx, f, method, path, body)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(out); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	return nil
}

func (m *Main) enrollCode(ctx context.Context, f *flags, shop, till string) error {
	var code struct {
		Code      string
		ExpiresAt time.Time `json:"expires_at"`
	}
	if err := m.call(ctx, f, http.MethodPost, "/v1/tills/codes", map[string]string{"shop": shop, "till": till}, &code); err != nil {
		return err
	}
	fmt.Fprintf(m.Stdout, "%s\ngood for one till until %s\n", code.Code, clock24(code.ExpiresAt))
	return nil
}

func clock24(t time.Time) string { return t.Local().Format("02/01/2006 15:04") }

func (m *Main) listTills(ctx context.Context, f *flags) error {
	var tills struct{ Items []tillDoc }
	if err := m.call(ctx, f, http.MethodGet, "/v1/tills", nil, &tills); err != nil {
		return err
	}
	w := tabwriter.NewWriter(m.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "TILL\tEPOCH\tSHOP\tHEARD\tEVENTS\tBEHIND\tHELD\tEXPOSURE\tSTATE")
	for _, d := range tills.Items {
		heard := "never"
		if !d.SpokenAt.IsZero() {
			heard = clock24(d.SpokenAt)
		}
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%d\t%d\t%d\t%d\t%s\n", d.Till, d.Epoch, d.Shop, heard, d.Events, d.Behind, d.Held, d.Exposure, d.state())
	}
	return w.Flush()
}

func (m *Main) retireTill(ctx context.Context, f *flags, till string) error {
	var d tillDoc
	if err := m.call(ctx, f, http.MethodPost, "/v1/tills/"+url.PathEscape(till)+"/retire", nil, &d); err != nil {
		return err
	}
	fmt.Fprintf(m.Stdout, "till %s is retired; it may have spent up to %d points unseen\n", d.Till, d.Exposure)
	return nil
}

func (m *Main) releaseShare(ctx context.Context, f *flags, till, right string) error {
	var d struct{ Units int64 }
	if err := m.call(ctx, f, http.MethodPost, "/v1/tills/"+url.PathEscape(till)+"/release", map[string]string{"right": right}, &d); err != nil {
		return err
	}
	fmt.Fprintf(m.Stdout, "%d of %s at till %s are free; it may have spent as many unseen\n", d.Units, right, till)
	return nil
}

func (m *Main) waiveTill(ctx context.Context, f *flags, till string) error {
	var d tillDoc
	if err := m.call(ctx, f, http.MethodPost, "/v1/tills/"+url.PathEscape(till)+"/waive", nil, &d); err != nil {
		return err
	}
	fmt.Fprintf(m.Stdout, "till %s is waited for no more\n", d.Till)
	return nil
}
