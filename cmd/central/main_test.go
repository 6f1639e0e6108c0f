package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tim/storage/bolt"
)

// run is central with those arguments, to its end.
func run(t *testing.T, env map[string]string, args ...string) (code int, out string) {
	t.Helper()
	var b bytes.Buffer
	m := Main{Stdout: &b, Stderr: &b, Now: clock(), Entropy: rand.Reader, Getenv: func(name string) string { return env[name] }}
	code = m.Run(context.Background(), append(args, "--lang", "en"))
	return code, b.String()
}

func TestTheTokenIsShownOnceAndKeptAsAHash(t *testing.T) {
	dir := t.TempDir()
	var token string
	t.Run("first start", func(t *testing.T) {
		url, out := start(t, dir, nil)
		_, rest, found := strings.Cut(out.text.String(), "shown only now: ")
		if !found {
			t.Fatalf("no token in %s", out.text.String())
		}
		token, _, _ = strings.Cut(rest, "\n")
		answers(t, url, token, http.StatusOK)
		answers(t, url, token+"x", http.StatusUnauthorized)
	})
	t.Run("second start", func(t *testing.T) {
		url, out := start(t, dir, nil)
		if strings.Contains(out.text.String(), "token") {
			t.Errorf("shown again: %s", out.text.String())
		}
		answers(t, url, token, http.StatusOK)
	})
	kept, err := os.ReadFile(filepath.Join(dir, tokenFile))
	if err != nil || strings.Contains(string(kept), token) {
		t.Errorf("%v: the token itself is kept", err)
	}
}

func answers(t *testing.T, url, token string, want int) {
	t.Helper()
	r, err := http.NewRequest("GET", url+"/v1/program", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != want {
		t.Errorf("%d, want %d", answer.StatusCode, want)
	}
}

func TestPlainHTTPOnlyOnLoopbackUnlessTold(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	for _, listen := range []string{"0.0.0.0:0", ":0", "192.0.2.1:80", "[::]:0", "example.com:80"} {
		code, out := run(t, nil, "serve", "--data", dir, "--listen", listen)
		if code != 1 || !strings.Contains(out, "--tls-cert") {
			t.Errorf("%s: %d %s", listen, code, out)
		}
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Error("a refused start made files")
	}
	if code, out := run(t, nil, "serve", "--data", dir, "--listen", "127.0.0.1:0", "--tls-cert", "none.pem", "--tls-key", "none.key"); code != 1 || !strings.Contains(out, "certificate") {
		t.Errorf("%d %s", code, out)
	}
	if code, out := run(t, nil, "serve"); code != 1 || !strings.Contains(out, "--data") {
		t.Errorf("%d %s", code, out)
	}
}

func TestImportBackupRestoreVerify(t *testing.T) {
	dir, files := t.TempDir(), t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(files, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := func(args ...string) string {
		t.Helper()
		code, out := run(t, nil, args...)
		if code != 0 {
			t.Fatalf("%v: %d %s", args, code, out)
		}
		return out
	}
	members := write("members.csv", "phone,name\n0912345678,Trần Thị Ánh\n0987654321,Lê Hồng\n")
	if out := good("import", "members", members, "--data", dir); !strings.Contains(out, "2 rows: 2 created") {
		t.Error(out)
	}
	good("import", "balances", write("balances.jsonl", `{"phone": "0912345678", "points": 120, "ranking_points": 10}`+"\n"), "--data", dir)
	if code, out := run(t, nil, "import", "members", write("bad.csv", "phone,name\n1,A\n2,B\n"), "--data", dir); code != 1 || !strings.Contains(out, "row 3 phone: phone.format") {
		t.Errorf("%d %s", code, out)
	}
	if code, out := run(t, nil, "import", "members", filepath.Join(files, "none.csv"), "--data", dir); code != 1 || !strings.Contains(out, "none.csv") {
		t.Errorf("%d %s", code, out)
	}
	backup, exported := filepath.Join(files, "central.backup"), filepath.Join(files, "out.csv")
	good("backup", backup, "--data", dir)
	if code, _ := run(t, nil, "backup", backup, "--data", dir); code != 1 {
		t.Error("a backup was written over")
	}
	good("export", "members", exported, "--data", dir)
	restored := t.TempDir()
	good("restore", backup, "--data", restored)
	if code, _ := run(t, nil, "restore", backup, "--data", restored); code != 1 {
		t.Error("a store was written over")
	}
	copyFile(t, filepath.Join(dir, bolt.CentralKeyFile), filepath.Join(restored, bolt.CentralKeyFile))
	good("verify", "--data", dir)
	good("verify", "--data", restored)
	again := filepath.Join(files, "again.csv")
	good("export", "members", again, "--data", restored)
	if a, b := read(t, exported), read(t, again); a != b || !strings.Contains(a, "Trần Thị Ánh") {
		t.Errorf("%s\n%s", a, b)
	}
}

func TestFilesGoInAndOutWhileCentralRuns(t *testing.T) {
	dir, files := t.TempDir(), t.TempDir()
	env := map[string]string{envToken: adminToken}
	url, _ := start(t, dir, env)
	csv := filepath.Join(files, "members.csv")
	if err := os.WriteFile(csv, []byte("phone,name\n0912345678,Trần Thị Ánh\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out := run(t, env, "import", "members", csv, "--data", dir); code != 1 || !strings.Contains(out, "--url") {
		t.Errorf("%d %s", code, out)
	}
	if code, out := run(t, env, "import", "members", csv, "--url", url); code != 0 || !strings.Contains(out, "1 created") {
		t.Errorf("%d %s", code, out)
	}
	if code, out := run(t, map[string]string{envToken: "guessed"}, "import", "members", csv, "--url", url); code != 1 || !strings.Contains(out, "token") {
		t.Errorf("%d %s", code, out)
	}
	backup := filepath.Join(files, "central.backup")
	if code, out := run(t, env, "backup", backup, "--url", url); code != 0 {
		t.Errorf("%d %s", code, out)
	}
	if code, out := run(t, nil, "restore", backup, "--data", t.TempDir()); code != 0 {
		t.Errorf("%d %s", code, out)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	if err := os.WriteFile(to, []byte(read(t, from)), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
