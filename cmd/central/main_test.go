package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tim/storage/bolt"
)

// good runs a command that goes well.
func good(t *testing.T, env map[string]string, args ...string) string {
	t.Helper()
	code, out := run(t, env, args...)
	if code != 0 {
		t.Fatalf("%v: %d %s", args, code, out)
	}
	return out
}

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
	good := func(args ...string) string { t.Helper(); return good(t, nil, args...) }
	members := write("members.csv", "phone,name\n0912345678,Trần Thị Ánh\n0987654321,Lê Hồng\n")
	if out := good("import", "members", members, "--data", dir); !strings.Contains(out, "2 rows: 2 created") {
		t.Error(out)
	}
	good("import", "balances", write("balances.jsonl", `{"phone": "0912345678", "points": 120, "ranking_points": 10}`+"\n"), "--data", dir)
	if code, out := run(t, nil, "import", "members", write("bad.csv", "phone,name\n1,A\n2,B\n"), "--data", dir); code != 1 || !strings.Contains(out, "row 3 phone: is no Vietnamese mobile number") {
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
	good("import", "members", write("later.csv", "phone,name\n0911111111,Phạm Văn Sau\n"), "--data", dir)
	good("export", "members", filepath.Join(files, "later-out.csv"), "--data", dir)
	exported = filepath.Join(files, "later-out.csv")
	again := filepath.Join(files, "again.csv")
	if code, out := run(t, nil, "export", "members", again, "--data", restored); code != 1 || !strings.Contains(out, "--new-journal") {
		t.Errorf("without its journal copy: %d %s", code, out)
	}
	copied := []string{"--data", restored, "--journal", dir + "-journal"}
	if out := good(append(copied, "verify")...); !strings.Contains(out, "1 of them not in the store") {
		t.Error(out)
	}
	if out := good(append(copied, "export", "members", again)...); !strings.Contains(out, "1 commits done again") || !strings.Contains(out, "put back from a backup") {
		t.Error(out)
	}
	if out := good(append(copied, "verify")...); !strings.Contains(out, "all in the store") {
		t.Error(out)
	}
	if a, b := read(t, exported), read(t, again); a != b || !strings.Contains(a, "Trần Thị Ánh") || !strings.Contains(a, "Phạm Văn Sau") {
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
	good(t, env, "backup", backup, "--url", url)
	good(t, nil, "restore", backup, "--data", t.TempDir())
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

func TestThePageKeyIsMadeOnceAndShownNowhere(t *testing.T) {
	dir, env := t.TempDir(), map[string]string{envToken: adminToken}
	path := filepath.Join(dir, pageKeyFile)
	var first string
	t.Run("first start", func(t *testing.T) {
		_, out := start(t, dir, env)
		first = read(t, path)
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 || len(strings.TrimSpace(first)) != 2*bolt.SecretBytes {
			t.Errorf("%v, %v, %d characters", err, info.Mode(), len(first))
		}
		if strings.Contains(out.text.String(), strings.TrimSpace(first)) {
			t.Error("the key is shown")
		}
	})
	link := ""
	t.Run("second start", func(t *testing.T) {
		url, _ := start(t, dir, env)
		if read(t, path) != first {
			t.Error("another key")
		}
		link = linkOf(t, url)
		if !strings.HasPrefix(link, url+"/m/") {
			t.Errorf("%s doesn't lead to %s", link, url)
		}
	})
	t.Run("a new key on top", func(t *testing.T) {
		if err := os.WriteFile(path, []byte(strings.Repeat("ab", bolt.SecretBytes)+"\n"+first), 0o600); err != nil {
			t.Fatal(err)
		}
		url, _ := start(t, dir, env)
		_, page, _ := strings.Cut(link, "/m/")
		for _, path := range []string{"/m/" + page, strings.TrimPrefix(linkOf(t, url), url)} {
			answer, err := http.Get(url + path)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if answer.StatusCode != http.StatusOK {
				t.Errorf("%s: %d", path, answer.StatusCode)
			}
		}
	})
	for what, prepare := range map[string]func() error{
		"damaged": func() error { return os.WriteFile(path, []byte("abc\n"), 0o600) },
		"empty":   func() error { return os.WriteFile(path, nil, 0o600) },
		"open":    func() error { return os.Chmod(path, 0o644) },
	} {
		if err := prepare(); err != nil {
			t.Fatal(err)
		}
		if code, out := run(t, env, "serve", "--data", dir, "--listen", "127.0.0.1:0"); code != 1 || !strings.Contains(out, pageKeyFile) {
			t.Errorf("%s: %d %s", what, code, out)
		}
	}
}

// linkOf makes a member and a link to the own page.
func linkOf(t *testing.T, url string) string {
	t.Helper()
	post := func(path, body string) map[string]any {
		r, err := http.NewRequest("POST", url+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+adminToken)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		var doc map[string]any
		if err := json.NewDecoder(answer.Body).Decode(&doc); err != nil {
			t.Fatal(err)
		}
		return doc
	}
	post("/v1/customers", `{"id": "anh", "phone": "0912345678", "name": "Trần Thị Ánh"}`)
	link, _ := post("/v1/customers/anh/page", "")["url"].(string)
	return link
}

func TestThePublicURL(t *testing.T) {
	for said, want := range map[string]string{
		"": "http://127.0.0.1:8080", "https://diem.example.vn": "https://diem.example.vn", "https://diem.example.vn/": "https://diem.example.vn",
		"http://192.0.2.1:8080": "http://192.0.2.1:8080",
	} {
		if got, err := (&flags{public: said}).pageURL("http://127.0.0.1:8080"); got != want || err != nil {
			t.Errorf("%q: %q, %v", said, got, err)
		}
	}
	for _, said := range []string{"diem.example.vn", "ftp://diem.example.vn", "https://", "https://diem.example.vn/diem", "https://a:b@diem.example.vn", "https://x.vn?y", "https://x.vn#y", ":"} {
		if got, err := (&flags{public: said}).pageURL("http://127.0.0.1:8080"); err == nil {
			t.Errorf("%q is taken as %q", said, got)
		}
	}
}

func TestATillsDirectoryIsNoCentrals(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, bolt.LedgerFile), []byte("a till's"), 0o600); err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(dir, "central")
	if err := os.Mkdir(own, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{dir, own} {
		code, out := run(t, nil, "export", "customers", filepath.Join(t.TempDir(), "all.csv"), "--data", data)
		if code == 0 || !strings.Contains(out, "this is a till's directory") {
			t.Errorf("%s: %d %s", data, code, out)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) != 2 {
		t.Errorf("%v %v", left, err)
	}
}
