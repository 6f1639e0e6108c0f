package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// chainFile writes a file of answers.
func chainFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "chain.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAChainBeginsFromAFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	code, out := run(t, nil, "setup", "--data", dir, "--from", chainFile(t, `
		shop_id = "Q 1"
		central.url = "https://tim.example"
		printer.to = "/dev/usb/lp0"
		products.from = "samples"
		program.rounding = "up"
		staff = [{name = "Mai", role = "cashier", pin = "1111"}]`))
	if code != 1 {
		t.Fatalf("%d %s", code, out)
	}
	for _, want := range []string{"shop_id: ", "central.url: ", "printer.to: ", "products.from: ", "program.rounding: ", "staff[0].pin: ", "staff: ", "answers are wrong"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q isn't said:\n%s", want, out)
		}
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("something was made")
	}
	good := chainFile(t, `
		shop_id = "q1"
		shop.name = "Quận 1"
		program.use.value_per_point = 500
		products.list = [{sku = "TRA", name = "Trà", price = 5000, barcodes = ["2000000000015"]}]
		staff = [{name = "Mai", role = "manager", pin = "8520"}, {name = "Nam", role = "cashier"}]`)
	if code, out := run(t, nil, "setup", "--data", dir, "--dry-run", "--from", good); code != 0 || !strings.Contains(out, "nothing made") {
		t.Fatalf("%d %s", code, out)
	}
	if code, out = run(t, nil, "setup", "--data", dir, "--from", good); code != 0 || !regexp.MustCompile(`PIN of Nam: \d{4}`).MatchString(out) {
		t.Fatalf("%d %s", code, out)
	}
	if code, out := run(t, nil, "setup", "--data", dir, "--from", good); code != 1 || !strings.Contains(out, "begun here already") {
		t.Errorf("%d %s", code, out)
	}
	url, said := start(t, dir, map[string]string{envToken: adminToken})
	if strings.Contains(said.text.String(), "nothing was begun") {
		t.Error(said.text.String())
	}
	var program struct {
		Version int
		Author  string
		Use     struct {
			Value string `json:"value_per_point"`
		}
	}
	fetch(t, url+"/v1/program", &program)
	if program.Version != 1 || program.Use.Value != "500" || program.Author != "q1/mai" {
		t.Errorf("%+v", program)
	}
	var staff struct{ Items []struct{ ID, Role string } }
	fetch(t, url+"/v1/shops/q1/staff", &staff)
	if len(staff.Items) != 2 || staff.Items[0].ID != "mai" || staff.Items[0].Role != "manager" {
		t.Errorf("%+v", staff)
	}
}

// fetch asks a running central for a document.
func fetch(t *testing.T, url string, into any) {
	t.Helper()
	r, err := http.NewRequest("GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+adminToken)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v", url, answer.Status, err)
	}
}

func TestServingAnEmptyStoreSaysHowAChainBegins(t *testing.T) {
	_, said := start(t, t.TempDir(), map[string]string{envToken: adminToken})
	if !strings.Contains(said.text.String(), "central setup --from chain.toml") {
		t.Error(said.text.String())
	}
}

// In a terminal `central serve` asks, on Enter only begins a chain, shows token, PINs and the first till's code once, and serves it.
func TestServingAnEmptyStoreInATerminalAsks(t *testing.T) {
	if _, err := exec.LookPath("tmux"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("tmux is missing")
		}
		t.Skip("needs tmux: apt-get install tmux")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	server := fmt.Sprintf("tim-central-%d", os.Getpid())
	tmux := func(args ...string) string {
		out, _ := exec.Command("tmux", append([]string{"-u", "-L", server}, args...)...).CombinedOutput()
		return string(out)
	}
	t.Cleanup(func() { tmux("kill-server") })
	shows := func(want string) string {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) { // between two looks at a condition
			if shown := tmux("capture-pane", "-p", "-t", "t"); strings.Contains(shown, want) {
				return shown
			} else if time.Now().After(end) {
				t.Fatalf("%q doesn't appear:\n%s", want, shown)
			}
		}
	}
	dir := filepath.Join(t.TempDir(), "data")
	tmux("-f", "/dev/null", "new-session", "-d", "-s", "t", "-x", "80", "-y", "24",
		fmt.Sprintf("env %s= TERM=xterm-256color LANG=C.UTF-8 %s serve --lang en --data %s --listen 127.0.0.1:0", envToken, self, dir))
	for step := range 11 {
		shows(fmt.Sprintf("Step %d/11", step+1))
		tmux("send-keys", "-t", "t", "Enter")
	}
	made := shows("The first till's code")
	for what, form := range map[string]string{"token": `Admin token\s+[\w-]{43}`, "manager's PIN": `Manager +\d{4}`, "cashier's PIN": `Cashier +\d{4}`, "code": `\w{4}-\w{4}-\w{4}-\w{4} · until`} {
		if !regexp.MustCompile(form).MatchString(made) {
			t.Errorf("no %s:\n%s", what, made)
		}
	}
	for end := time.Now().Add(20 * time.Second); !strings.Contains(tmux("capture-pane", "-p", "-t", "t"), "listening on"); time.Sleep(100 * time.Millisecond) {
		if tmux("send-keys", "-t", "t", "Enter"); time.Now().After(end) { // it stays a second, whatever is pressed
			t.Fatal("central doesn't serve what was begun")
		}
	}
}
