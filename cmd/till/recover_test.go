package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// recoverCode is a code by which another machine goes on as a till.
func (c *chain) recoverCode(till string) string {
	c.t.Helper()
	var code struct{ Code string }
	c.call("POST", "/v1/tills/codes", `{"till": "`+till+`"}`, &code)
	return code.Code
}

// has waits until central says that the member has so many points.
func (c *chain) has(points int64) {
	c.t.Helper()
	deadline := time.Now().Add(screenWait)
	for {
		list, balance := c.entries()
		if balance == points {
			return
		}
		if time.Now().After(deadline) {
			c.t.Fatalf("central says %d, not %d: %v", balance, points, list)
		}
		time.Sleep(50 * time.Millisecond) // between two looks at a condition
	}
}

// command runs the till's program to its end.
func command(t *testing.T, args ...string) (string, error) {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	return string(out), err
}

// signedIn is a till that runs, with its shift.
func (k *terminal) signedIn() {
	k.t.Helper()
	k.shows("Lê Thị Hồng")
	k.types("1111")
	k.shows("F9", "● Online")
}

// The machine is gone, and everything on it. On a new one the till goes on: what it sold is found, its shift is open, no
// number is printed twice, and the member's points are as they were.
func TestATillWhoseMachineIsLostGoesOnOnAnother(t *testing.T) {
	c := openChain(t)
	k := c.till()
	k.basket(20)
	k.shows("500 points to use")
	k.use(200)
	k.shows("Used 200 points")
	k.pay("HD-01-000001")
	c.has(500 - 200 + 440)
	k.kill()
	if err := os.RemoveAll(k.dir); err != nil {
		t.Fatal(err)
	}

	dir := t.TempDir()
	if out, err := command(t, "recover", "--central", c.url, "--code", c.recoverCode("01"), "--data", dir); err != nil {
		t.Fatalf("recover: %v\n%s", err, out)
	}
	k = openProgram(t, "run", dir, "--lang", "en")
	k.signedIn()
	k.types("HD-01-000001")
	k.shows("Nothing is marked")
	k.types("1")
	k.shows("Take back, refund")
	k.keys("F9")
	k.shows("TH-01-1000001")
	k.keys("Escape")
	k.basket(1)
	const left = 740 - 22 + 10 // of the 20 cartons one came back: 22 of its points, 10 of those used
	k.shows("728 points to use")
	k.pay("HD-01-1000001")
	c.has(left + 32)
	k.verified()
}

// An old copy of the data directory is put back. The till sells on it, hears from central that there is more, and goes on in
// its next epoch by itself between two customers: what either file sold is there, and no number is printed twice.
func TestATillWhoseFileIsRolledBackGoesOnByItself(t *testing.T) {
	c := openChain(t)
	k := c.till()
	k.basket(1)
	k.pay("HD-01-000001")
	c.has(500 + 32)
	k.kill()
	old := t.TempDir()
	if out, err := exec.Command("cp", "-a", k.dir+"/.", old).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	k.start()
	k.signedIn()
	k.basket(2)
	k.pay("HD-01-000002")
	c.has(500 + 32 + 64)
	k.kill()

	k = openProgram(t, "run", old, "--lang", "en")
	k.shows("Lê Thị Hồng")
	k.shows("Recovered from central")
	k.signedIn()
	k.types("HD-01-000002") // which the old copy never had
	k.shows("Nothing is marked")
	k.keys("Escape")
	k.shows("scan, or type")
	k.basket(3)
	k.pay("HD-01-1000001")
	c.has(500 + 32 + 64 + 96)
	k.verified()
}

// The ledger is damaged. The till says so, goes on from last night's copy, and has what is newer back from central; the
// damaged file is kept.
func TestADamagedLedgerIsSetAsideAndComesBack(t *testing.T) {
	c := openChain(t)
	k := c.till()
	k.basket(1)
	k.pay("HD-01-000001")
	c.has(500 + 32)
	if out, err := command(t, "backup", filepath.Join(k.dir, "backups", "20260101T000000.db"), "--data", k.dir); err != nil {
		t.Fatalf("backup beside the till: %v\n%s", err, out)
	}
	k.basket(2)
	k.pay("HD-01-000002")
	c.has(500 + 32 + 64)
	k.kill()
	for _, path := range k.ownCopies() {
		if filepath.Base(path) != "20260101T000000.db" {
			os.Remove(path)
		}
	}
	ledger := filepath.Join(k.dir, "ledger.db")
	if err := os.WriteFile(ledger, []byte(strings.Repeat("no ledger", 10_000)), 0o600); err != nil {
		t.Fatal(err)
	}

	k.start()
	k.signedIn()
	k.types("HD-01-000002") // which only central had
	k.shows("Nothing is marked")
	k.keys("Escape")
	k.shows("scan, or type")
	k.basket(3)
	k.pay("HD-01-1000001")
	c.has(500 + 32 + 64 + 96)
	k.verified()
	if kept, _ := filepath.Glob(filepath.Join(k.dir, "aside", "*", "ledger.db")); len(kept) != 1 {
		t.Errorf("the damaged file is kept as %v", kept)
	}
}

func (k *terminal) ownCopies() []string {
	paths, _ := filepath.Glob(filepath.Join(k.dir, "backups", "*.db"))
	return paths
}

// One disk image runs on two machines. Both sell; the second that speaks to central goes on in its next epoch, the first
// hears that another machine does and sells on without points. Nothing that either sold is lost.
func TestOfTwoTillsOnOneImageOneGoesOn(t *testing.T) {
	c := openChain(t)
	k := c.till()
	k.basket(1)
	k.pay("HD-01-000001")
	c.has(500 + 32)
	k.kill()
	clone := t.TempDir()
	if out, err := exec.Command("cp", "-a", k.dir+"/.", clone).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	k.start()
	k.signedIn()
	k.basket(2)
	k.pay("HD-01-000002")
	c.has(500 + 32 + 64)
	other := openProgram(t, "run", clone, "--lang", "en")
	other.shows("Recovered from central")
	other.signedIn()
	other.basket(3)
	other.pay("HD-01-1000001")
	c.has(500 + 32 + 64 + 96)
	k.shows("goes on on another machine")
	k.basket(4)
	k.pay("HD-01-000003")
	c.has(500 + 32 + 64 + 96 + 128)
	k.verified()
	other.verified()
}

// What `till status` says is the same for people and programs, beside a running till and without one; what waits goes up by
// `till sync --once`.
func TestStatusBackupAndSyncWithoutAScreen(t *testing.T) {
	c := openChain(t)
	k := c.till()
	if out, err := command(t, "status", "--data", k.dir, "--lang", "en"); err != nil || !strings.Contains(out, "● Online") || !strings.Contains(out, "running") {
		t.Errorf("%v\n%s", err, out)
	}
	c.kill()
	k.basket(1)
	k.pay("HD-01-000001")
	k.kill()
	out, err := command(t, "status", "--data", k.dir, "--json")
	var s status
	if err != nil || json.Unmarshal([]byte(out), &s) != nil || s.Running || s.Waiting == 0 || s.Till != "01" || s.Epoch != 1 {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err := command(t, "sync", "--once", "--data", k.dir, "--lang", "en"); err == nil || !strings.Contains(out, "Central can't be reached") {
		t.Errorf("without central: %v\n%s", err, out)
	}
	c.start()
	if out, err := command(t, "sync", "--once", "--data", k.dir, "--lang", "en"); err != nil || !strings.Contains(out, "nothing waits") {
		t.Errorf("%v\n%s", err, out)
	}
	c.has(500 + 32)
	file := filepath.Join(t.TempDir(), "copy.db")
	for range 2 { // the second time the file is there
		out, err = command(t, "backup", file, "--data", k.dir, "--lang", "en")
	}
	if err == nil || !strings.Contains(out, "is there already") {
		t.Errorf("a backup over another: %v\n%s", err, out)
	}
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
}
