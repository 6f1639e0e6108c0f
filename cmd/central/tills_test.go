package main

import (
	"bytes"
	"crypto/ed25519"
	"io"
	"net/http"
	"strings"
	"testing"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/sync/uplink"
	"tim/sync/wire"
)

// putShop sets up a shop at a running central.
func putShop(t *testing.T, url, shop string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPut, url+"/v1/shops/"+shop, strings.NewReader(`{"name": "Quận 1"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+adminToken)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if answer.Body.Close(); answer.StatusCode != http.StatusOK {
		t.Fatal(answer.Status)
	}
}

// A supervisor adds a till, sees it, and retires it: all on a running central.
func TestTillsOfARunningCentral(t *testing.T) {
	env := map[string]string{envToken: adminToken}
	url, _ := start(t, t.TempDir(), env)
	good := func(args ...string) string { t.Helper(); return good(t, env, append(args, "--url", url)...) }
	if status, out := run(t, env, "enroll-code", "--shop", "q1", "--url", url); status != 1 || !strings.Contains(out, "no such shop") {
		t.Errorf("a code for a shop that isn't there: %d %s", status, out)
	}
	putShop(t, url, "q1")
	if status, out := run(t, env, "enroll-code", "--shop", "q2", "--url", url); status != 1 || !strings.Contains(out, "shops: q1") {
		t.Errorf("a code for another than the chain's only shop: %d %s", status, out)
	}
	if status, out := run(t, nil, "tills", "--url", url); status != 1 || !strings.Contains(out, envToken) {
		t.Errorf("without the admin token: %d %s", status, out)
	}
	code, _, _ := strings.Cut(good("enroll-code"), "\n")
	key := journal.Key(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize)))
	said := func(till string) *uplink.Client {
		c, err := uplink.NewClient(uplink.ClientConfig{URL: url, Till: till, Key: key, Now: clock()})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	e := wire.Enrol{Ticket: code, PublicKey: key.Public()}
	e.Signature = key.Sign(e.Signed())
	done, err := said("").Enrol(t.Context(), &e)
	if err != nil || done.Till != "01" || done.Shop != "q1" || done.PageURL != url || len(done.PageKey) == 0 {
		t.Fatalf("%+v, %v", done, err)
	}
	link, speaker := said("01"), wire.Speaker{Till: "01", Epoch: 1, Heard: done.Mark}
	ahead := journal.Event{ID: "1", Kind: journal.SignedIn, At: clock()().AddDate(1, 0, 0)}
	records, seal, head := journal.Extend(journal.Head{Writer: "01", Epoch: 1}, key, []journal.Event{ahead})
	answer, err := link.Push(t.Context(), done.Token, &wire.Push{Speaker: speaker, Journal: 1, Prev: journal.Head{Writer: "01", Epoch: 1},
		Records: []wire.Record{records[0].Bytes}, Seals: []journal.Seal{seal}})
	if err != nil || answer.Mark.Acked != 1 || answer.Hash != head.Hash {
		t.Fatalf("%+v, %v", answer, err)
	}
	if _, err := link.Copy(t.Context(), done.Token, &wire.Copy{Speaker: speaker, Feed: wire.Shop, Limit: 10}); err != nil {
		t.Error(err)
	}
	if out := good("tills"); !strings.Contains(out, "01") || !strings.Contains(out, "q1") || !strings.Contains(out, "enrolled") {
		t.Error(out)
	}
	good("waive", "01")
	if out := good("exceptions", "--kind", "clock.ahead"); !strings.Contains(out, "01/1/1/clock.ahead") || !strings.Contains(out, "clock was ahead") {
		t.Error(out)
	}
	if out := good("reconcile", "01/1/1/clock.ahead", "--by", "nam", "--reason", "sai ngày"); !strings.Contains(out, "nam: sai ngày") {
		t.Error(out)
	}
	if out := good("exceptions"); strings.Contains(out, "clock.ahead") {
		t.Errorf("still open: %s", out)
	}
	if out := good("exceptions", "--all"); !strings.Contains(out, "nam: sai ngày") || !strings.Contains(out, "clock was ahead") {
		t.Error(out)
	}
	if code, out := run(t, env, "reconcile", "none", "--by", "nam", "--reason", "x", "--url", url); code != 1 || strings.Contains(out, "exception.unknown") {
		t.Errorf("%d %s", code, out)
	}
	if code, out := run(t, env, "release", "01", "lot", "--url", url); code != 1 || strings.Contains(out, "release.nothing") {
		t.Errorf("%d %s", code, out)
	}
	if out := good("retire", "01"); !strings.Contains(out, "0 points") {
		t.Error(out)
	}
	if out := good("tills"); !strings.Contains(out, "retired") {
		t.Error(out)
	}
	if _, err := link.Pull(t.Context(), done.Token, &wire.Pull{Speaker: speaker, Feed: wire.Shop}); fault.Code(err) != "till.retired" {
		t.Errorf("a retired till pulls: %v", err)
	}
	good("enroll-code", "--till", "01")
	for _, args := range [][]string{{"enroll-code", "--shop", "A", "--till", "01"}, {"enroll-code", "--till", "09"}, {"retire", "09"}} {
		if code, out := run(t, env, append(args, "--url", url)...); code != 1 || out == "" {
			t.Errorf("%v: %d %s", args, code, out)
		}
	}
	if code, out := run(t, env, "tills"); code != 1 || !strings.Contains(out, "--url") {
		t.Errorf("%d %s", code, out)
	}
	metrics, err := http.Get(url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer metrics.Body.Close()
	if told, err := io.ReadAll(metrics.Body); err != nil || !strings.Contains(string(told), "central_till_enrolments_total 1") {
		t.Errorf("%v: the enrolment isn't counted", err)
	}
}
