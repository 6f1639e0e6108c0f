package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tim/domain/journal"
	"tim/domain/office"
	"tim/sync/hub"
	"tim/sync/uplink"
	"tim/sync/wire"
)

// tillsEnv says how many tills wait at central.
const tillsEnv = "TIM_TILLS"

// waiter is an enrolled till that waits for news.
type waiter struct {
	key      journal.Key
	enrolled wire.Enrolled
	client   *uplink.Client
}

func (w *waiter) speaker() wire.Speaker {
	return wire.Speaker{Till: w.enrolled.Till, Epoch: w.enrolled.Epoch, Heard: w.enrolled.Mark, Clock: wire.Clock{Wall: time.Now()}}
}

// enrolAll enrols tills in a data directory that no central has open, each from an address of its own and a second apart.
func enrolAll(b *testing.B, dir string, n int) []*waiter {
	b.Helper()
	m := Main{Stdout: io.Discard, Stderr: io.Discard, Now: time.Now, Entropy: rand.Reader, Getenv: os.Getenv}
	store, err := m.open(b.Context(), &flags{data: dir})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	keys, err := m.keys(dir)
	if err != nil {
		b.Fatal(err)
	}
	var seconds atomic.Int64
	began := time.Now().Add(-time.Hour)
	now := func() time.Time { return began.Add(time.Duration(seconds.Load()) * time.Second) }
	use := office.New(office.Config{Store: store, Now: now, Entropy: rand.Reader, Zone: m.zones.Load})
	door := hub.NewServer(hub.ServerConfig{Config: hub.Config{Central: use, Now: now}, Log: slog.New(slog.DiscardHandler), TokenKeys: keys.tokens})
	tills := make([]*waiter, n)
	var wait sync.WaitGroup
	var next atomic.Int64
	for range 32 {
		wait.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				seconds.Add(1)
				tills[i] = enrolOne(b, use, door, fmt.Sprintf("10.%d.%d.%d:1", i>>16, i>>8&255, i&255))
			}
		})
	}
	wait.Wait()
	return tills
}

func enrolOne(b *testing.B, use *office.Office, door http.Handler, address string) *waiter {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		b.Error(err)
		return nil
	}
	w := &waiter{key: journal.Key(key)}
	code, err := use.EnrolCode(b.Context(), "q1")
	if err != nil {
		b.Error(err)
		return nil
	}
	e := wire.Enrol{Ticket: code.Code, PublicKey: w.key.Public()}
	e.Signature = w.key.Sign(e.Signed())
	r := httptest.NewRequest("POST", wire.EnrolPath, bytes.NewReader(wire.Pack(&e)))
	r.RemoteAddr = address
	answer := httptest.NewRecorder()
	door.ServeHTTP(answer, r)
	if err := wire.Unpack(answer.Body.Bytes(), &w.enrolled); answer.Code != http.StatusOK || err != nil {
		b.Errorf("enrolment: %d %v", answer.Code, err)
	}
	return w
}

// certificate writes one of central's own making for loopback, and its key.
func certificate(t testing.TB, dir string) (certFile, keyFile string, authority []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	authority = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, b := range map[string][]byte{certFile: authority, keyFile: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})} {
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile, authority
}

// anonymous is the program's memory that isn't a file's, in KB.
func (p *program) anonymous(b *testing.B) int64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		b.Skip("needs /proc")
	}
	_, rest, _ := strings.Cut(string(status), "RssAnon:")
	kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	if err != nil {
		b.Fatal(err)
	}
	return kb
}

// worked is the processor time that the program has used.
func (p *program) worked(b *testing.B) time.Duration {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		b.Skip("needs /proc")
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}

// BenchmarkWaitingTills is central alone in its process with 2,000 tills (or TIM_TILLS) that wait for news over TLS: its
// memory for each while they wait and at the peak while all are told of one change and ask again; how long that takes; and
// how much of a core their polls cost. Target: 100 KB. Run it with -benchtime 1x.
func BenchmarkWaitingTills(b *testing.B) {
	n := 2000
	if set, err := strconv.Atoi(os.Getenv(tillsEnv)); err == nil {
		n = set
	}
	dir := b.TempDir()
	tills := enrolAll(b, dir, n)
	if b.Failed() {
		return
	}
	cert, key, authority := certificate(b, b.TempDir())
	p := startProgram(b, dir, "--tls-cert", cert, "--tls-key", key)
	for _, w := range tills {
		c, err := uplink.NewClient(uplink.ClientConfig{URL: p.url, CA: authority, Till: w.enrolled.Till, Key: w.key, Now: time.Now})
		if err != nil {
			b.Fatal(err)
		}
		w.client = c
	}
	first, err := tills[0].client.Copy(b.Context(), tills[0].enrolled.Token, &wire.Copy{Speaker: tills[0].speaker(), Feed: wire.Shop, Limit: 100})
	if err != nil {
		b.Fatal(err)
	}
	before := p.anonymous(b)
	var told, asked atomic.Int64
	ctx, stop := context.WithCancel(b.Context())
	var polls sync.WaitGroup
	for _, w := range tills {
		polls.Go(func() { w.poll(b, ctx, first.Cursor, &asked, &told) })
	}
	reach(b, "all wait", func() bool { return asked.Load() >= int64(n) })
	time.Sleep(2 * time.Second)
	waiting := p.anonymous(b)
	worked, began := p.worked(b), time.Now()
	time.Sleep((wire.PollMax + 5) * time.Second)
	b.ReportMetric(100*(p.worked(b)-worked).Seconds()/time.Since(began).Seconds(), "%core")
	peak := max(waiting, p.anonymous(b))
	began = time.Now()
	change(b, p.url, authority)
	for told.Load() < int64(n) && time.Since(began) < time.Minute {
		peak = max(peak, p.anonymous(b))
		time.Sleep(5 * time.Millisecond)
	}
	b.ReportMetric(time.Since(began).Seconds(), "s/news")
	peak = max(peak, p.anonymous(b))
	b.ReportMetric(float64(waiting-before)/float64(n), "KB/till")
	b.ReportMetric(float64(peak-before)/float64(n), "peak-KB/till")
	b.ReportMetric(0, "ns/op")
	if told.Load() < int64(n) {
		b.Errorf("%d of %d were told", told.Load(), n)
	}
	stop()
	polls.Wait()
}

// poll asks again and again, as a till does.
func (w *waiter) poll(b *testing.B, ctx context.Context, cursor wire.Cursor, asked, told *atomic.Int64) {
	for again := false; ctx.Err() == nil; again = true {
		if !again {
			asked.Add(1)
		}
		page, err := w.client.Pull(ctx, w.enrolled.Token, &wire.Pull{Speaker: w.speaker(), Feed: wire.Shop, Cursor: cursor, Limit: 100, Wait: true})
		if err != nil {
			if ctx.Err() == nil {
				b.Error(err)
			}
			return
		}
		for _, i := range page.Items {
			if i.Kind == wire.ItemProduct {
				told.Add(1)
			}
		}
		cursor = page.Cursor
	}
}

// reach waits for something that happens by itself.
func reach(b *testing.B, what string, is func() bool) {
	b.Helper()
	for end := time.Now().Add(2 * time.Minute); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			b.Fatalf("never: %s", what)
		}
	}
}

// change puts a product on the shelves of every shop.
func change(b *testing.B, url string, authority []byte) {
	b.Helper()
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig.RootCAs = pool
	before := http.DefaultTransport
	http.DefaultTransport = transport
	defer func() { http.DefaultTransport = before }()
	must(b, url, &caller{method: "PUT", path: "/v1/products/SUA", body: `{"name": "Sữa", "price": "32000", "vat_percent": "8"}`})
}
