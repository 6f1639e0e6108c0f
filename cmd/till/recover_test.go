package main

import (
	"os"
	"os/exec"
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

// die ends the till as a power cut does.
func (k *terminal) die() { k.tmux("kill-server") }

// The machine is gone, and everything on it. On a new one the till goes on: what it sold is found, its shift is open, no
// number is printed twice, and the member's points are as they were.
func TestATillWhoseMachineIsLostGoesOnOnAnother(t *testing.T) {
	c := openChain(t)
	k := c.till()
	k.basket(20)
	k.use(200)
	k.shows("Used 200 points")
	k.pay("HD-01-000001")
	c.has(500 - 200 + 440)
	k.die()
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
