package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"tim/storage/postgres/pgtest"
)

// The database is put back to a point in time, from a base backup and the log behind it. Centrals that are started on it notice, grant
// and take nothing until the tills have reported or were waived, and have again what tills and channels still know.
func TestADatabaseIsPutBackToAPointInTime(t *testing.T) {
	server := pgtest.Durable(t, "archive_mode=on")
	c := startChain(t, server.Database(t), 2)
	d := openTrade(t, c.front)
	silent := newTill(t, c.front, "0912345601")
	eventually(t, "the other till is known", silent.synced)
	silent.stop()
	archive := server.Archive(t)
	d.begin()
	d.more(60)
	point := time.Now()
	d.more(60)
	d.close()
	eventually(t, "central has all of the till's", d.till.synced)
	told := d.till.link.Acked()
	c.restart(func() { archive.Restore(t, point) })

	lost := d.lost()
	if lost == 0 || lost == len(d.calls)/2 {
		t.Errorf("%d of %d orders are lost: the test proves nothing", lost, len(d.calls)/2)
	}
	env := map[string]string{envToken: adminToken}
	take := &caller{method: "POST", path: "/v1/customers/m1/adjustments", body: `{"points": -1, "reason": "nhầm"}`, key: "take"}
	if status, body, err := take.send(c.front); err != nil || status != http.StatusServiceUnavailable || at([]byte(body), "code") != "share.frozen" {
		t.Errorf("before the tills have reported: %d %s %v", status, body, err)
	}
	eventually(t, "only the silent till is waited for", func() bool {
		_, out := run(t, env, "tills", "--url", c.front)
		return strings.Count(out, "waited for") == 1 && strings.Contains(line(out, "02 "), "waited for")
	})
	if code, out := run(t, env, "waive", "02", "--url", c.front); code != 0 {
		t.Errorf("waive: %d %s", code, out)
	}
	must(t, c.front, take)
	d.expected["m1"]--
	d.again()
	d.balanced()
	if n := d.incarnation(); n != 2 {
		t.Errorf("central is incarnation %d", n)
	}
	wellWritten(t, c)
	t.Logf("%d of %d orders lost until they were sent again; the till had been told of %d events", lost, len(d.calls)/2, told)
}

// line is the first that begins so.
func line(out, with string) string {
	for l := range strings.Lines(out) {
		if strings.HasPrefix(l, with) {
			return l
		}
	}
	return ""
}
