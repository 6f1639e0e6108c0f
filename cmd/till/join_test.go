package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tim/storage/bolt"
)

// A shop that stood alone joins a chain that knows Ánh already: her points flow together, receipts' numbers go on, and what
// was cut short is gone on with.
func TestAShopThatStoodAloneJoinsAChain(t *testing.T) {
	dir := t.TempDir()
	standAlone(t, dir)
	c := openChain(t)
	var code struct{ Code string }
	c.call("POST", "/v1/tills/codes", `{"shop": "q1"}`, &code)
	join := func(code string) (string, error) {
		path, err := program()
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(path, "join", "--lang", "en", "--central", c.url, "--code", code, "--data", dir).CombinedOutput()
		return string(out), err
	}
	if out, err := join("AAAA-BBBB-CCCC-DDDD"); err == nil || !strings.Contains(out, "The code is wrong") {
		t.Fatalf("%v %s", err, out)
	}
	c.kill()
	if out, err := join(code.Code); err == nil || !strings.Contains(out, "Central can't be reached") {
		t.Fatalf("%v %s", err, out)
	}
	k := openProgram(t, "run", dir, "--lang", "en") // nothing has changed
	k.shows("Till 01", "● Online")
	k.kill()
	c.start()
	out, err := join(code.Code)
	if err != nil || !strings.Contains(out, "200 members, ") || !strings.Contains(out, "1 orders are the chain's; it knew 1 of the members") ||
		!strings.Contains(out, "Nguyễn Thị Ánh · other birthday") && !strings.Contains(out, "Nguyễn Thị Ánh\n") {
		t.Fatalf("%v %s", err, out)
	}
	if out, err := join(code.Code); err == nil || !strings.Contains(out, "sold already") {
		t.Errorf("again: %v %s", err, out)
	}
	if _, err := os.Stat(filepath.Join(dir, aloneDir, "ledger.db")); err != nil {
		t.Error(err)
	}

	k.start()
	k.shows("● Online")
	k.types("1111")
	k.shows("drawer")
	k.types("500000")
	k.basket(20)
	k.shows("1.120 points to use")
	k.use(300)
	k.shows("Used 300 points")
	k.pay("HD-01-000002") // earns 340
	k.hides("to send")
	k.verified()
	var answer struct{ Balance int64 }
	c.call("GET", "/v1/customers/anh/points", "", &answer)
	if want := int64(1120 - 300 + 340); answer.Balance != want {
		t.Errorf("central says %d points, not %d", answer.Balance, want)
	}
	c.kill()
	if broken, _, err := bolt.VerifyCentral(t.Context(), c.dir, nil); broken != nil || err != nil {
		t.Errorf("the chain's journal: %+v, %v", broken, err)
	}
}
