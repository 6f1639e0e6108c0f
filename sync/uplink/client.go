package uplink

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/sync/wire"
)

// ClientConfig is where central is and who speaks.
type ClientConfig struct {
	URL  string // of central: "https://central.example:8443"; plain http on loopback only
	CA   []byte // PEM of the authority that central's certificate is by, nil: the system's
	Till string
	Key  journal.Signer   // the till's; its signature goes with every message
	Now  func() time.Time // the till's clock
	// Transport carries the requests of one lane; nil: TCP and TLS as configured above.
	Transport func() http.RoundTripper
}

// Client speaks to central, one exchange at a time and lane. Every error that it gives is a fault.Error: one of central's
// own, or link.down (nobody answers), link.slow (the context ended), link.certificate (whoever answers isn't central),
// link.other (what answers isn't a central), central.failed (it is, and failed), message.unreadable.
//
// Caveats. It waits as long as the context lets it: who calls sets the time. A dead connection is given up with the exchange
// that found it dead, so each lane has connections of its own.
type Client struct {
	cfg      ClientConfig
	base     *url.URL
	up, down *http.Client
}

// NewClient checks where central is. Faults: url.invalid, url.plain (http beyond loopback), ca.invalid.
func NewClient(cfg ClientConfig) (*Client, error) {
	base, err := CentralURL(cfg.URL)
	if err != nil {
		return nil, err
	}
	if cfg.Transport == nil {
		trusted, err := authorities(cfg.CA)
		if err != nil {
			return nil, err
		}
		cfg.Transport = func() http.RoundTripper { return transport(trusted) }
	}
	c := &Client{cfg: cfg, base: base}
	c.up, c.down = lane(cfg.Transport()), lane(cfg.Transport())
	return c, nil
}

// CentralURL reads where central is. Faults: url.invalid, url.plain (http beyond loopback).
func CentralURL(s string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimSuffix(s, "/"))
	switch {
	case err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https":
		return nil, fault.Wrap(fault.Invalid, "url.invalid", err, fault.Args{"url": s})
	case base.Scheme == "http" && !loopback(base.Hostname()):
		return nil, fault.New(fault.Invalid, "url.plain", fault.Args{"url": s})
	}
	return base, nil
}

// Transport carries requests to a central whose certificate is by that authority (PEM), nil: one of the system's. Fault: ca.invalid.
func Transport(ca []byte) (http.RoundTripper, error) {
	trusted, err := authorities(ca)
	if err != nil {
		return nil, err
	}
	return transport(trusted), nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// authorities are whom central's certificate may be by; nil is the system's.
func authorities(pem []byte) (*x509.CertPool, error) {
	if pem == nil {
		return nil, nil
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fault.New(fault.Invalid, "ca.invalid", nil)
	}
	return pool, nil
}

const (
	dialTimeout = 10 * time.Second
	headersMax  = 16 << 10
)

func transport(trusted *x509.CertPool) *http.Transport {
	dial := net.Dialer{Timeout: dialTimeout, KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 3}}
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dial.DialContext,
		TLSClientConfig:        &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    dialTimeout,
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        2 * time.Minute,
		MaxResponseHeaderBytes: headersMax,
		DisableCompression:     true,
	}
}

// lane follows nobody elsewhere: a redirection is somebody else's answer.
func lane(t http.RoundTripper) *http.Client {
	return &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// Push sends on the lane up.
func (c *Client) Push(ctx context.Context, token string, m *wire.Push) (wire.Answer, error) {
	var a wire.Answer
	return a, c.exchange(ctx, c.up, wire.SyncDoor.Path(c.cfg.Till), token, m, &a)
}

// Pull asks on the lane down.
func (c *Client) Pull(ctx context.Context, token string, m *wire.Pull) (wire.Page, error) {
	var p wire.Page
	return p, c.exchange(ctx, c.down, wire.FeedDoor.Path(c.cfg.Till), token, m, &p)
}

// Copy asks on the lane down.
func (c *Client) Copy(ctx context.Context, token string, m *wire.Copy) (wire.Page, error) {
	var p wire.Page
	return p, c.exchange(ctx, c.down, wire.CopyDoor.Path(c.cfg.Till), token, m, &p)
}

// Fetch asks for a journal back, on the lane down.
func (c *Client) Fetch(ctx context.Context, token string, m *wire.Fetch) (wire.Fetched, error) {
	var f wire.Fetched
	return f, c.exchange(ctx, c.down, wire.JournalDoor.Path(c.cfg.Till), token, m, &f)
}

// Bring brings a part of what a shop has that stood alone, on the lane up.
func (c *Client) Bring(ctx context.Context, token string, m *wire.Bring) (wire.Brought, error) {
	var b wire.Brought
	return b, c.exchange(ctx, c.up, wire.JoinDoor.Path(c.cfg.Till), token, m, &b)
}

// Staff asks for a change of the shop's staff, on the lane up.
func (c *Client) Staff(ctx context.Context, token string, m *wire.Staffing) (wire.Staffed, error) {
	var s wire.Staffed
	return s, c.exchange(ctx, c.up, wire.StaffDoor.Path(c.cfg.Till), token, m, &s)
}

// Manage asks central's public door in a manager's name, on the lane up.
func (c *Client) Manage(ctx context.Context, token string, m *wire.Managing) (wire.Managed, error) {
	var a wire.Managed
	return a, c.exchange(ctx, c.up, wire.ManageDoor.Path(c.cfg.Till), token, m, &a)
}

// SignIn shows that a manager sits at the till, on the lane up.
func (c *Client) SignIn(ctx context.Context, token string, m *wire.SignIn) (wire.SignedIn, error) {
	var a wire.SignedIn
	return a, c.exchange(ctx, c.up, wire.SignInDoor.Path(c.cfg.Till), token, m, &a)
}

// Enrol makes the till one of a chain's, or begins a new epoch of it. It needs no token.
func (c *Client) Enrol(ctx context.Context, m *wire.Enrol) (wire.Enrolled, error) {
	var e wire.Enrolled
	return e, c.exchange(ctx, c.up, wire.EnrolPath, "", m, &e)
}

func (c *Client) exchange(ctx context.Context, lane *http.Client, path, token string, m, answer journal.Coder) error {
	body := wire.Pack(m)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base.JoinPath(path).String(), bytes.NewReader(body))
	if err != nil {
		return fault.Wrap(fault.Invalid, "url.invalid", err, nil)
	}
	c.sign(r, token, path, body)
	got, err := lane.Do(r)
	if err != nil {
		lane.CloseIdleConnections()
		return codedLink(ctx, err)
	}
	defer got.Body.Close()
	if err := hear(got, answer); err != nil {
		lane.CloseIdleConnections()
		return codedAnswer(ctx, err)
	}
	return nil
}

func (c *Client) sign(r *http.Request, token, path string, body []byte) {
	h := r.Header
	h.Set("Content-Type", wire.ContentType)
	h.Set("Content-Encoding", wire.Encoding)
	h.Set("User-Agent", "tim")
	if token == "" {
		return
	}
	signed := wire.Request{Method: r.Method, Path: path, Body: body, At: c.cfg.Now().UTC()}
	at, signature := signed.Sign(c.cfg.Key)
	h.Set("Authorization", "Bearer "+token)
	h.Set(wire.TimeHeader, at)
	h.Set(wire.SignatureHeader, signature)
}

// hear reads an answer of at most wire.BodyMax bytes.
func hear(got *http.Response, answer journal.Coder) error {
	kind, _, _ := mime.ParseMediaType(got.Header.Get("Content-Type"))
	if kind != wire.ContentType {
		if got.StatusCode >= http.StatusInternalServerError {
			return fault.New(fault.Unavailable, "central.failed", fault.Args{"status": int64(got.StatusCode)})
		}
		return fault.New(fault.Unavailable, "link.other", fault.Args{"status": int64(got.StatusCode)})
	}
	body, err := io.ReadAll(io.LimitReader(got.Body, wire.BodyMax))
	if err != nil {
		return err
	}
	if got.StatusCode == http.StatusOK {
		return wire.Unpack(body, answer)
	}
	var f wire.Fault
	if err := wire.Unpack(body, &f); err != nil {
		return err
	}
	if f.Kind == fault.Internal {
		return fault.New(fault.Unavailable, "central.failed", fault.Args{"status": int64(got.StatusCode)})
	}
	return f.Err()
}

func codedAnswer(ctx context.Context, err error) error {
	if _, coded := fault.Of(err); coded {
		return err
	}
	return codedLink(ctx, err)
}

// codedLink is why nobody answered.
func codedLink(ctx context.Context, err error) error {
	var (
		invalid  *tls.CertificateVerificationError
		alert    tls.AlertError
		record   tls.RecordHeaderError
		exceeded net.Error
	)
	switch {
	case ctx.Err() != nil:
		return fault.Wrap(fault.Unavailable, "link.slow", err, nil)
	case errors.As(err, &invalid), errors.As(err, &alert), errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return fault.Wrap(fault.Unavailable, "link.certificate", err, nil)
	case errors.As(err, &exceeded) && exceeded.Timeout():
		return fault.Wrap(fault.Unavailable, "link.slow", err, nil)
	}
	return fault.Wrap(fault.Unavailable, "link.down", err, nil)
}
