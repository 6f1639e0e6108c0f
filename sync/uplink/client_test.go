package uplink_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/sync/uplink"
	"tim/sync/wire"
)

func testKey(seed byte) journal.Key {
	return journal.Key(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)))
}

func client(t testing.TB, url string, ca []byte) *uplink.Client {
	t.Helper()
	c, err := uplink.NewClient(uplink.ClientConfig{URL: url, CA: ca, Till: "01", Key: testKey(1), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// serve is a central of the test's own making.
func serve(t testing.TB, h http.HandlerFunc) string {
	s := httptest.NewServer(h)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s.URL
}

func answer(w http.ResponseWriter, status int, m journal.Coder) {
	w.Header().Set("Content-Type", wire.ContentType)
	w.WriteHeader(status)
	_, _ = w.Write(wire.Pack(m))
}

func TestAnExchangeIsSignedByTheTillAndReadBack(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		signed := wire.Request{Method: r.Method, Path: r.URL.Path, Body: body}
		err := signed.Verify(testKey(1).Public(), r.Header.Get(wire.TimeHeader), r.Header.Get(wire.SignatureHeader))
		var push wire.Push
		if err == nil {
			err = wire.Unpack(body, &push)
		}
		if err != nil || r.Header.Get("Authorization") != "Bearer secret" || r.URL.Path != "/v1/tills/01/sync" || push.Speaker.Till != "01" {
			t.Errorf("%s %v %v %+v", r.URL.Path, err, r.Header, push)
		}
		answer(w, http.StatusOK, &wire.Answer{Durable: 7})
	})
	a, err := client(t, url, nil).Push(t.Context(), "secret", &wire.Push{Speaker: wire.Speaker{Till: "01"}})
	if err != nil || a.Durable != 7 {
		t.Fatalf("%+v, %v", a, err)
	}
}

// Whatever answers instead of central, or however badly it does, is told by a code, and none of it lasts longer than it may.
func TestEveryBadCentralIsToldApart(t *testing.T) {
	hole, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and never says a word
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { hole.Close() })
	dead, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dead.Close()
	tls := httptest.NewUnstartedServer(http.NotFoundHandler())
	tls.Config.ErrorLog = log.New(io.Discard, "", 0)
	tls.StartTLS()
	t.Cleanup(tls.Close)
	for _, c := range []struct{ what, url, code string }{
		{"a black hole", "http://" + hole.Addr().String(), "link.slow"},
		{"nobody", "http://" + dead.Addr().String(), "link.down"},
		{"somebody else's certificate", tls.URL, "link.certificate"},
		{"no TLS", "https://" + strings.TrimPrefix(serve(t, http.NotFound), "http://"), "link.certificate"},
		{"a byte a second", serve(t, slow), "link.slow"},
		{"500 of a proxy", serve(t, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "oops", 500) }), "central.failed"},
		{"500 of central", serve(t, func(w http.ResponseWriter, _ *http.Request) { answer(w, 500, &wire.Fault{Reason: "internal"}) }), "central.failed"},
		{"a captive portal", serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>Wi-Fi") }), "link.other"},
		{"a redirection", serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "http://127.0.0.1:1/", 302) }), "link.other"},
		{"a revoked token", serve(t, func(w http.ResponseWriter, _ *http.Request) {
			answer(w, 401, &wire.Fault{Kind: fault.Forbidden, Reason: "token.unknown"})
		}), "token.unknown"},
		{"rubbish", serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", wire.ContentType)
			fmt.Fprint(w, "rubbish")
		}), "message.unreadable"},
		{"a bomb", serve(t, func(w http.ResponseWriter, _ *http.Request) {
			answer(w, 200, &wire.Page{Items: []wire.Item{{Value: make([]byte, wire.BodyMax+1)}}})
		}), "message.unreadable"},
		{"a hang-up", serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }), "link.down"},
	} {
		patience := 20 * time.Second // a busy machine isn't a slow central
		if c.code == "link.slow" {
			patience = 200 * time.Millisecond
		}
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		if _, err := client(t, c.url, nil).Push(ctx, "secret", &wire.Push{}); fault.Code(err) != c.code {
			t.Errorf("%s: %v, want %s", c.what, err, c.code)
		}
		cancel()
	}
}

// slow answers a byte at a time until nobody listens.
func slow(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", wire.ContentType)
	for _, b := range wire.Pack(&wire.Answer{}) {
		if _, err := w.Write([]byte{b}); err != nil {
			return
		}
		w.(http.Flusher).Flush()
		select {
		case <-r.Context().Done():
			return
		case <-time.After(time.Second):
		}
	}
}

func TestAPrivateAuthorityIsTrustedWhenNamed(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answer(w, 200, &wire.Enrolled{Till: "07"}) }))
	t.Cleanup(s.Close)
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	e, err := client(t, s.URL, ca).Enrol(t.Context(), &wire.Enrol{})
	if err != nil || e.Till != "07" {
		t.Fatalf("%+v, %v", e, err)
	}
	for url, code := range map[string]string{"http://central.example:8080": "url.plain", "central.example": "url.invalid", "ftp://central.example": "url.invalid", "": "url.invalid"} {
		if _, err := uplink.NewClient(uplink.ClientConfig{URL: url}); fault.Code(err) != code {
			t.Errorf("%q: %v", url, err)
		}
	}
	if _, err := uplink.NewClient(uplink.ClientConfig{URL: s.URL, CA: []byte("no PEM")}); fault.Code(err) != "ca.invalid" {
		t.Errorf("%v", err)
	}
}
