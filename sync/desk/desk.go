// Package desk is the supervisor's desk of a central elsewhere: its questions go over central's public door (sync/api).
//
// Caveats. It asks as whoever has the token. Zones don't travel: papers are shown in the zone that the desk was opened with.
package desk

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"tim/domain/report"
	"tim/sync/client"
)

// Config is where central is, and who asks.
type Config struct {
	URL       string // "https://central.example:8443"; plain http on loopback only
	Token     string // admin's
	CA        []byte // PEM of the authority that central's certificate is by, nil: the system's
	Zone      *time.Location
	Transport http.RoundTripper // nil: TCP and TLS as configured above
}

// Desk asks a central. Errors are those of a client.Client.
type Desk struct {
	central *client.Client
	zone    *time.Location
}

// New checks where central is. Faults: url.invalid, url.plain (http beyond loopback), ca.invalid.
func New(c Config) (*Desk, error) {
	central, err := client.New(client.Config{URL: c.URL, Token: c.Token, CA: c.CA, Transport: c.Transport})
	return &Desk{central: central, zone: c.Zone}, err
}

// Glance is all open shifts, with the alerts above them.
func (d *Desk) Glance(ctx context.Context) (g report.Glance, err error) {
	return g, d.get(ctx, "/v1/glance", nil, &g)
}

// Shifts are closed and open ones, newest first.
func (d *Desk) Shifts(ctx context.Context, q report.ShiftQuery) ([]report.Line, error) {
	v := url.Values{}
	set(v, "shop", q.Shop)
	set(v, "till", q.Till)
	set(v, "cashier", q.Cashier)
	between(v, q.From, q.To)
	if q.Limit > 0 {
		v.Set("limit", strconv.Itoa(q.Limit))
	}
	switch {
	case q.Before.Number > 0:
		v.Set("till", q.Before.Till)
		v.Set("cursor", strconv.FormatInt(q.Before.Number, 10))
	case !q.Behind.IsZero() && q.Till != "":
		v.Set("cursor", strconv.FormatInt(q.Behind.ID.Number, 10))
	case !q.Behind.IsZero():
		v.Set("cursor", fmt.Sprintf("%d.%d.%s", q.Behind.At.UnixMilli(), q.Behind.ID.Number, q.Behind.ID.Till))
	}
	var lines client.List[report.Line]
	err := d.get(ctx, "/v1/shifts", v, &lines)
	return lines.Items, err
}

// Paper is a shift's X as it stands, or its Z. Fault: shift.unknown.
func (d *Desk) Paper(ctx context.Context, of report.ShiftID) (p report.Paper, err error) {
	err = d.get(ctx, shiftPath(of), nil, &p)
	p.Zone = d.zone
	return p, err
}

func shiftPath(of report.ShiftID) string {
	return "/v1/shifts/" + url.PathEscape(of.Till) + "/" + strconv.FormatInt(of.Number, 10)
}

// Ledger is a shift's events in order, those that pass the filter. next is where to go on, "" at the end. Faults: shift.unknown,
// cursor.format.
func (d *Desk) Ledger(ctx context.Context, q report.LedgerQuery) (rows []report.Row, next string, err error) {
	v := filter(q)
	set(v, "cursor", q.After)
	if q.Limit > 0 {
		v.Set("limit", strconv.Itoa(q.Limit))
	}
	var found client.List[report.Row]
	err = d.get(ctx, shiftPath(q.Shift)+"/events", v, &found)
	return found.Items, found.Next, err
}

// filter is what narrows a ledger.
func filter(q report.LedgerQuery) url.Values {
	v := url.Values{}
	var kinds []string
	for _, k := range q.Kinds {
		kinds = append(kinds, k.String())
	}
	set(v, "kind", strings.Join(kinds, ","))
	set(v, "cashier", q.Cashier)
	set(v, "customer_id", q.Member)
	set(v, "q", q.Text)
	if q.Least > 0 {
		v.Set("least", strconv.FormatInt(int64(q.Least), 10))
	}
	return v
}

// Order is an order with its papers. Fault: order.unknown.
func (d *Desk) Order(ctx context.Context, key string) (p report.OrderPaper, err error) {
	channel, id, _ := strings.Cut(key, "/")
	err = d.get(ctx, "/v1/orders/"+url.PathEscape(channel)+"/"+url.PathEscape(id)+"/papers", nil, &p)
	p.Receipt.Zone = d.zone
	if m := p.Receipt.Member; m != nil {
		for i := range m.Vouchers {
			m.Vouchers[i].Zone = d.zone
		}
	}
	for i := range p.Returns {
		p.Returns[i].Zone = d.zone
	}
	return p, err
}

// Alerts are what the rules found and what central excepted in a time, newest first, dealt with or not.
func (d *Desk) Alerts(ctx context.Context, from, to time.Time) ([]report.Alert, error) {
	v := url.Values{}
	between(v, from, to)
	var alerts client.List[report.Alert]
	err := d.get(ctx, "/v1/alerts", v, &alerts)
	return alerts.Items, err
}

// Evidence are the events that an alert is about, oldest first. Fault: alert.unknown.
func (d *Desk) Evidence(ctx context.Context, id string) ([]report.Row, error) {
	var rows client.List[report.Row]
	err := d.get(ctx, "/v1/alerts/evidence", url.Values{"id": {id}}, &rows)
	return rows.Items, err
}

// By is who did something at a desk elsewhere, as exceptions name them: "Trần Đức Nam (q1/nam)".
func By(name, shop, id string) string { return name + " (" + shop + "/" + id + ")" }

// Reconcile deals with an alert: by is the staff id of who does. Faults: alert.unknown, field.required on "reason".
func (d *Desk) Reconcile(ctx context.Context, id, by, reason string) error {
	return d.central.Put(ctx, http.MethodPost, "/v1/alerts/reconcile", map[string]string{"id": id, "by": by, "reason": reason}, nil)
}

// Series are figures over a time, for pictures.
func (d *Desk) Series(ctx context.Context, from, to time.Time) (s report.Series, err error) {
	v := url.Values{}
	between(v, from, to)
	err = d.get(ctx, "/v1/series", v, &s)
	for i := range s.Days {
		s.Days[i].Day = s.Days[i].Day.In(d.zone)
	}
	return s, err
}

func set(v url.Values, name, value string) {
	if value != "" {
		v.Set(name, value)
	}
}

func between(v url.Values, from, to time.Time) {
	for name, at := range map[string]time.Time{"from": from, "to": to} {
		if !at.IsZero() {
			v.Set(name, at.UTC().Format(time.RFC3339Nano))
		}
	}
}

func (d *Desk) get(ctx context.Context, path string, query url.Values, into any) error {
	return d.central.Get(ctx, path, query, into)
}
