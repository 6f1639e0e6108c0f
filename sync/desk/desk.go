// Package desk is the supervisor's desk of a central elsewhere: its questions go over central's public door (sync/api).
//
// Caveats. It asks as whoever has the token. Zones don't travel: papers are shown in the zone that the desk was opened with.
package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/report"
	"tim/sync/uplink"
)

// answerMax is the greatest answer that is read, bytes.
const answerMax = 32 << 20

// Config is where central is, and who asks.
type Config struct {
	URL       string // "https://central.example:8443"; plain http on loopback only
	Token     string // admin's
	CA        []byte // PEM of the authority that central's certificate is by, nil: the system's
	Zone      *time.Location
	Transport http.RoundTripper // nil: TCP and TLS as configured above
}

// Desk asks a central. Errors are central's own faults, else link.down (nobody answers), link.other (what answers is no central).
type Desk struct {
	base  *url.URL
	token string
	zone  *time.Location
	http  *http.Client
}

// New checks where central is. Faults: url.invalid, url.plain (http beyond loopback), ca.invalid.
func New(c Config) (*Desk, error) {
	base, err := uplink.CentralURL(c.URL)
	if err != nil {
		return nil, err
	}
	if c.Transport == nil {
		if c.Transport, err = uplink.Transport(c.CA); err != nil {
			return nil, err
		}
	}
	follow := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse } // the token goes nowhere else
	return &Desk{base: base, token: c.Token, zone: c.Zone, http: &http.Client{Transport: c.Transport, CheckRedirect: follow}}, nil
}

// list is a list as central answers it.
type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next_cursor"`
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
	var lines list[report.Line]
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
	var found list[report.Row]
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
	var alerts list[report.Alert]
	err := d.get(ctx, "/v1/alerts", v, &alerts)
	return alerts.Items, err
}

// Evidence are the events that an alert is about, oldest first. Fault: alert.unknown.
func (d *Desk) Evidence(ctx context.Context, id string) ([]report.Row, error) {
	var rows list[report.Row]
	err := d.get(ctx, "/v1/alerts/evidence", url.Values{"id": {id}}, &rows)
	return rows.Items, err
}

// By is who did something at a desk elsewhere, as exceptions name them: "Trần Đức Nam (q1/nam)".
func By(name, shop, id string) string { return name + " (" + shop + "/" + id + ")" }

// Reconcile deals with an alert: by is the staff id of who does. Faults: alert.unknown, field.required on "reason".
func (d *Desk) Reconcile(ctx context.Context, id, by, reason string) error {
	body, err := json.Marshal(map[string]string{"id": id, "by": by, "reason": reason})
	if err != nil {
		return fmt.Errorf("encode the word: %w", err)
	}
	return d.ask(ctx, http.MethodPost, "/v1/alerts/reconcile", nil, body, nil)
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
	return d.ask(ctx, http.MethodGet, path, query, nil, into)
}

// ask sends one request; into is filled with the answer, nil: nobody wants it.
func (d *Desk) ask(ctx context.Context, method, path string, query url.Values, body []byte, into any) error {
	answer, err := d.send(ctx, method, path, query, body)
	if err != nil {
		return err
	}
	defer answer.Close()
	text, err := io.ReadAll(io.LimitReader(answer, answerMax))
	if err != nil {
		return fault.Wrap(fault.Unavailable, "link.down", err, nil)
	}
	if into == nil {
		return nil
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fault.Wrap(fault.Unavailable, "link.other", err, nil)
	}
	return nil
}

// send sends one request and gives the answer's body, which is to be closed; a refusal is its fault.
func (d *Desk) send(ctx context.Context, method, path string, query url.Values, body []byte) (io.ReadCloser, error) {
	target := d.base.String() + path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, method, target, bytes.NewReader(body))
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "url.invalid", err, fault.Args{"url": target})
	}
	r.Header.Set("Authorization", "Bearer "+d.token)
	answer, err := d.http.Do(r)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "link.down", err, nil)
	}
	if answer.StatusCode < http.StatusMultipleChoices {
		return answer.Body, nil
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, answerMax))
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "link.down", err, nil)
	}
	return nil, refusal(answer.StatusCode, text)
}

// refusal is the fault that central answered with.
func refusal(status int, text []byte) error {
	var p struct {
		Code    string
		Errors  []struct{ Field, Code string }
		Seconds int64 // of pin.locked
	}
	if err := json.Unmarshal(text, &p); err != nil || p.Code == "" {
		return fault.Wrap(fault.Unavailable, "link.other", errors.New(http.StatusText(status)), nil)
	}
	if len(p.Errors) > 0 {
		return fault.At(p.Errors[0].Field, p.Errors[0].Code, nil)
	}
	kind := fault.Unavailable
	switch status {
	case http.StatusNotFound:
		kind = fault.NotFound
	case http.StatusConflict:
		kind = fault.Conflict
	case http.StatusUnauthorized, http.StatusForbidden:
		kind = fault.Forbidden
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		kind = fault.Invalid
	}
	if p.Seconds > 0 {
		return fault.New(fault.Forbidden, p.Code, fault.Args{"until": time.Now().Add(time.Duration(p.Seconds) * time.Second)})
	}
	return fault.New(kind, p.Code, nil)
}
