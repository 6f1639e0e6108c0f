package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"tim/storage/bolt"
)

// Central is killed in the middle of its writes, its disk is lost and the backup of an hour ago put in its place, once by the
// program and once by hand: every write that was answered is there, each once, and points are frozen until the tills have
// reported.
func TestABackupAndTheJournalCopyAreTheNewestStore(t *testing.T) {
	for name, putBack := range map[string]func(t *testing.T, backup, dir string){
		"by the program": func(t *testing.T, backup, dir string) {
			good(t, nil, "restore", backup, "--data", dir)
		},
		"by hand": func(t *testing.T, backup, dir string) { copyFile(t, backup, filepath.Join(dir, bolt.CentralFile)) },
	} {
		t.Run(name, func(t *testing.T) { restoreUnderLoad(t, putBack) })
	}
}

func restoreUnderLoad(t *testing.T, putBack func(t *testing.T, backup, dir string)) {
	dir := t.TempDir()
	p := startProgram(t, dir)
	must(t, p.url, &caller{method: "PUT", path: "/v1/program", body: `{"effective_from": "2025-01-01T00:00:00Z",
		"tiers": [{"id": "one", "name": "Một", "min_ranking_points": 0, "rate_percent": "100"}]}`})
	must(t, p.url, &caller{method: "POST", path: "/v1/customers", body: `{"id": "m1", "phone": "0912345678", "name": "Ánh",
		"joined_at": "2025-01-01T00:00:00Z"}`})
	backup := filepath.Join(t.TempDir(), "backup")
	good(t, map[string]string{envToken: adminToken}, "backup", backup, "--url", p.url)
	var calls []*caller
	for i := range 200 {
		calls = append(calls, &caller{method: "PUT", path: fmt.Sprintf("/v1/orders/web/%d", i), body: `{"customer_id": "m1",
			"placed_at": "2025-06-01T10:00:00Z", "paid_at": "2025-06-01T10:00:00Z", "lines": [{"id": "1", "sku": "A", "quantity": 1, "unit_price": "1000"}]}`})
	}
	answered := killedUnderLoad(t, p, calls, 100)
	if err := os.Remove(filepath.Join(dir, bolt.CentralFile)); err != nil {
		t.Fatal(err)
	}
	putBack(t, backup, dir)
	p = startProgram(t, dir)
	for _, c := range calls {
		if status, _, err := (&caller{method: "GET", path: c.path}).send(p.url); err != nil || c.answered && status != http.StatusOK {
			t.Fatalf("%s was answered, and now: %d %v", c.path, status, err)
		}
	}
	for range 2 {
		for _, c := range calls {
			must(t, p.url, c)
		}
	}
	if got := at([]byte(must(t, p.url, &caller{method: "GET", path: "/v1/customers/m1/points"})), "balance"); got != fmt.Sprint(len(calls)) {
		t.Errorf("balance %s, want %d", got, len(calls))
	}
	p.kill()
	good(t, nil, "verify", "--data", dir)
	t.Logf("%d of %d orders were answered before", answered, len(calls))
}
