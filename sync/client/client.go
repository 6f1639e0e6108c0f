// Package client asks a central over its public door (sync/api): requests, answers, and refusals as the faults that they are. What is
// asked, sync/desk and sync/manage know.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"tim/domain/fault"
	"tim/sync/uplink"
)

// answerMax is the greatest answer that is read, bytes.
const answerMax = 32 << 20

// Config is where central is, and who asks.
type Config struct {
	URL       string            // "https://central.example:8443"; plain http on loopback only
	Token     string            // admin's; "" where Transport says who asks
	Manager   string            // "SHOP/STAFF-ID" in whose name, "" for nobody's
	CA        []byte            // PEM of the authority that central's certificate is by, nil: the system's
	Transport http.RoundTripper // nil: TCP and TLS as configured above
}

// Client asks a central. Errors are central's own faults, else link.down (nobody answers), link.other (what answers is no central), or
// the transport's own.
type Client struct {
	cfg  Config
	base *url.URL
	http *http.Client
}

// New checks where central is. Faults: url.invalid, url.plain (http beyond loopback), ca.invalid.
func New(c Config) (*Client, error) {
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
	return &Client{cfg: c, base: base, http: &http.Client{Transport: c.Transport, CheckRedirect: follow}}, nil
}

// Request is one question.
type Request struct {
	Method, Path string
	Query        url.Values
	Headers      map[string]string // beside those of who asks
	Body         []byte
}

// List is a list as central answers it.
type List[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next_cursor"`
}

// Get reads a document.
func (c *Client) Get(ctx context.Context, path string, query url.Values, into any) error {
	_, err := c.Ask(ctx, Request{Method: http.MethodGet, Path: path, Query: query}, into)
	return err
}

// Put sends a document and reads the answer; into nil: nobody wants it.
func (c *Client) Put(ctx context.Context, method, path string, document, into any) error {
	body, err := json.Marshal(document)
	if err != nil {
		return fmt.Errorf("encode what is asked of %s: %w", path, err)
	}
	_, err = c.Ask(ctx, Request{Method: method, Path: path, Body: body}, into)
	return err
}

// Ask sends one request; into is filled with the answer, nil: nobody wants it.
func (c *Client) Ask(ctx context.Context, r Request, into any) (http.Header, error) {
	answer, err := c.send(ctx, r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, answerMax))
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "link.down", err, nil)
	}
	if into == nil {
		return answer.Header, nil
	}
	if err := json.Unmarshal(text, into); err != nil {
		return nil, fault.Wrap(fault.Unavailable, "link.other", err, nil)
	}
	return answer.Header, nil
}

// Stream sends one request and gives the answer's body, which is to be closed.
func (c *Client) Stream(ctx context.Context, r Request) (io.ReadCloser, error) {
	answer, err := c.send(ctx, r)
	if err != nil {
		return nil, err
	}
	return answer.Body, nil
}

// How long whoever asks too often waits, and how often.
const (
	patience    = time.Second
	patienceMax = 10
)

// send sends one request; a refusal is its fault. Who asks too often waits and asks again: nothing was done of what was refused so.
func (c *Client) send(ctx context.Context, ask Request) (*http.Response, error) {
	for n := 0; ; n++ {
		answer, err := c.once(ctx, ask)
		if n == patienceMax || fault.Code(err) != "rate.limit" {
			return answer, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(patience):
		}
	}
}

func (c *Client) once(ctx context.Context, ask Request) (*http.Response, error) {
	target := c.base.String() + ask.Path
	if len(ask.Query) > 0 {
		target += "?" + ask.Query.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, ask.Method, target, bytes.NewReader(ask.Body))
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "url.invalid", err, fault.Args{"url": target})
	}
	for name, value := range ask.Headers {
		r.Header.Set(name, value)
	}
	if c.cfg.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.cfg.Token)
	}
	if c.cfg.Manager != "" {
		r.Header.Set(managerHeader, c.cfg.Manager)
	}
	answer, err := c.http.Do(r)
	if f, coded := fault.Of(err); coded {
		return nil, f
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "link.down", err, nil)
	}
	if answer.StatusCode < http.StatusMultipleChoices {
		return answer, nil
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, answerMax))
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "link.down", err, nil)
	}
	return nil, refusal(answer.StatusCode, text)
}

// managerHeader is api.ManagerHeader.
const managerHeader = "Tim-Manager"
