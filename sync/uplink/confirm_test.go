package uplink_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/storage/bolt"
	"tim/sync/uplink"
	"tim/sync/wire"
)

// stocked is a till on files whose shop sells milk.
func stocked(t *testing.T, c *center, url string) *shop {
	t.Helper()
	if _, err := c.office.PutProduct(t.Context(), carton()); err != nil {
		t.Fatal(err)
	}
	k := fileShop(t, c, url)
	until(t, "milk is on the shelves", func() bool { _, err := k.store.ByBarcode(t.Context(), milk); return err == nil })
	return k
}

// A central that signs by another key than the first time is believed no word of that, and the till says so; it sells and sends on.
func TestAnotherCentralsConfirmationsAreNotBelieved(t *testing.T) {
	c, url := onDisk(t)
	k := stocked(t, c, url)
	k.sell()
	until(t, "all is sent", k.synced)
	var first counter.Chain
	until(t, "the key is known", func() bool { first, _ = k.Chain(); return first.Central != "" })
	c.key.change(newKey(t))
	k.sell()
	until(t, "the till says so", func() bool { return k.link.Trouble() == "central.key" && k.link.Acked() >= k.Head().Seq })
	if chain, _ := k.Chain(); chain.Central != first.Central {
		t.Errorf("%x is believed", chain.Central)
	}
}

// before is the way to a central whose program is of before there were confirmations.
type before struct{ http.RoundTripper }

func (b before) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, "/sync") {
		return b.RoundTripper.RoundTrip(r)
	}
	sent, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var p wire.Push
	if err := wire.Unpack(sent, &p); err != nil || p.Confirm != wire.ConfirmNothing {
		f := wire.FaultOf(fault.New(fault.Invalid, "message.unreadable", nil))
		return &http.Response{StatusCode: http.StatusBadRequest, Header: http.Header{"Content-Type": {wire.ContentType}},
			Body: io.NopCloser(bytes.NewReader(wire.Pack(&f))), Request: r}, nil
	}
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(sent))
	got, err := b.RoundTripper.RoundTrip(r)
	if err != nil || got.StatusCode != http.StatusOK {
		return got, err
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	var a wire.Answer
	if err == nil {
		err = wire.Unpack(body, &a)
	}
	a.Newest = 1
	got.Body = io.NopCloser(bytes.NewReader(wire.Pack(&a)))
	return got, err
}

// A till whose program was renewed before central's sends what it sells, without confirmations.
func TestAnOlderCentralIsSentWithoutConfirmations(t *testing.T) {
	c, url := onDisk(t)
	if _, err := c.office.PutProduct(t.Context(), carton()); err != nil {
		t.Fatal(err)
	}
	file, err := bolt.OpenTill(t.TempDir(), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	if err := file.Fill(func(w *bolt.CatalogWriter) error { fill(w, ""); return nil }); err != nil {
		t.Fatal(err)
	}
	k := newShop(t, c, url, func() http.RoundTripper { return before{http.DefaultTransport} }, file, uplink.Pages{Store: file, Epoch: 1})
	k.begin()
	until(t, "milk is on the shelves", func() bool { _, err := file.ByBarcode(t.Context(), milk); return err == nil })
	k.sell()
	until(t, "all is sent", k.synced)
	if chain, _ := k.Chain(); chain.Central != "" {
		t.Errorf("central's key is known: %x", chain.Central)
	}
}
