package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"tim/tui/text"
)

// exceptionWish is which exceptions are asked for.
type exceptionWish struct {
	kind, till, member string
	all                bool
}

// exceptionCommands let a supervisor see what can't all be true, and say that it was looked into.
func (m *Main) exceptionCommands(f *flags) []*cobra.Command {
	var wish exceptionWish
	var by, reason string
	list := &cobra.Command{Use: "exceptions", Short: "what happened at tills and somebody should look at", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return m.listExceptions(c.Context(), f, wish) }}
	list.Flags().StringVar(&wish.kind, "kind", "", "of one kind, such as trust.taken")
	list.Flags().StringVar(&wish.till, "till", "", "of one till")
	list.Flags().StringVar(&wish.member, "member", "", "of one member, by id")
	list.Flags().BoolVar(&wish.all, "all", false, "those that were reconciled too")
	done := &cobra.Command{Use: "reconcile EXCEPTION", Short: "a supervisor has looked into an exception", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return m.reconcile(c.Context(), f, args[0], by, reason) }}
	done.Flags().StringVar(&by, "by", "", "the supervisor")
	done.Flags().StringVar(&reason, "reason", "", "what was found, or done")
	f.remote(list)
	f.remote(done)
	return []*cobra.Command{list, done}
}

// exceptionDoc is what the API says of an exception.
type exceptionDoc struct {
	ID, Kind, Till, Order, Detail, By, Reason string
	Epoch, Event                              int64
	At                                        time.Time
	Customer                                  string    `json:"customer_id"`
	ReconciledAt                              time.Time `json:"reconciled_at"`
}

func (m *Main) listExceptions(ctx context.Context, f *flags, wish exceptionWish) error {
	w := tabwriter.NewWriter(m.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "EXCEPTION\tNOTED\tTILL\tMEMBER\tORDER\tWHAT\tDETAIL\tRECONCILED")
	query := url.Values{"kind": {wish.kind}, "till": {wish.till}, "customer_id": {wish.member}, "open": {fmt.Sprint(!wish.all)}, "cursor": {""}}
	for {
		var page struct {
			Items []exceptionDoc
			Next  string `json:"next_cursor"`
		}
		if err := m.call(ctx, f, http.MethodGet, "/v1/exceptions?"+query.Encode(), nil, &page); err != nil {
			return err
		}
		for _, d := range page.Items {
			done := ""
			if !d.ReconciledAt.IsZero() {
				done = clock24(d.ReconciledAt) + " " + cmp.Or(d.By, "central") + ": " + d.Reason
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", d.ID, clock24(d.At), d.Till, d.Customer, d.Order,
				text.Exception(d.Kind, f.language(m.Getenv)), d.Detail, done)
		}
		if page.Next == "" {
			return w.Flush()
		}
		query.Set("cursor", page.Next)
	}
}

func (m *Main) reconcile(ctx context.Context, f *flags, id, by, reason string) error {
	switch {
	case by == "":
		return required("--by")
	case reason == "":
		return required("--reason")
	}
	var d exceptionDoc
	if err := m.call(ctx, f, http.MethodPost, "/v1/exceptions/reconcile", map[string]string{"id": id, "by": by, "reason": reason}, &d); err != nil {
		return err
	}
	fmt.Fprintf(m.Stdout, "%s was reconciled on %s by %s: %s\n", d.ID, clock24(d.ReconciledAt), cmp.Or(d.By, "central"), d.Reason)
	return nil
}
