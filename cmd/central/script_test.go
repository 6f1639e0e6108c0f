package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tim/storage/postgres/pgtest"
)

// TestMain is central itself when a test starts its own program.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	if err := os.Setenv(asProgram, "1"); err != nil { // for every child, also those that central starts to check a file
		panic(err)
	}
	os.Exit(pgtest.Main(m))
}

const (
	asProgram  = "CENTRAL_TEST_AS_PROGRAM"
	adminToken = "secret"
)

// output is what a program prints, as it comes.
type output struct {
	mu    sync.Mutex
	text  bytes.Buffer
	lines chan string
}

func newOutput() *output { return &output{lines: make(chan string, 100)} }

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.Write(p)
	for line := range strings.Lines(string(p)) {
		select {
		case o.lines <- strings.TrimSpace(line):
		default:
		}
	}
	return len(p), nil
}

// url waits for the address that central listens on.
func (o *output) url(t testing.TB) string {
	t.Helper()
	for {
		select {
		case line := <-o.lines:
			if url, ok := strings.CutPrefix(line, "listening on "); ok {
				return url
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("central doesn't listen: %s", o.text.String())
		}
	}
}

// start runs central in this process and stops it when the test ends.
func start(t *testing.T, dir string, env map[string]string) (url string, out *output) {
	t.Helper()
	return launch(t, env, "serve", "--data", dir, "--listen", "127.0.0.1:0", "--lang", "en")
}

// launch runs the program until the test ends; said is what it says that it listens on.
func launch(t *testing.T, env map[string]string, args ...string) (said string, out *output) {
	t.Helper()
	out = newOutput()
	m := Main{Stdout: out, Stderr: out, Now: clock(), Entropy: rand.Reader, Getenv: func(name string) string { return env[name] }}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan int, 1)
	go func() {
		done <- m.Run(ctx, args)
	}()
	t.Cleanup(func() {
		stop()
		if code := <-done; code != 0 {
			t.Errorf("%s ended with %d: %s", args[0], code, out.text.String())
		}
	})
	return out.url(t), out
}

// clock runs from a day on that lies behind all that the scripts tell.
func clock() func() time.Time {
	began := time.Now()
	return func() time.Time { return time.Date(2026, 11, 21, 5, 0, 0, 0, time.UTC).Add(time.Since(began)) }
}

func TestAYearAtCentral(t *testing.T) {
	url, _ := start(t, t.TempDir(), map[string]string{envToken: adminToken})
	runScript(t, url, "testdata/year.txt")
}

// script is one that a person can read: see testdata/year.txt.
type script struct {
	t      *testing.T
	url    string
	names  map[string]string
	asked  string
	body   string
	status int
	answer []byte
}

func runScript(t *testing.T, url, file string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := &script{t: t, url: url, names: map[string]string{}}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		if err := s.line(lines.Text()); err != nil {
			t.Fatalf("%s:%d: %v", file, n, err)
		}
	}
}

func (s *script) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "", word == "#":
		return nil
	case strings.HasPrefix(line, "  "):
		s.body += line + "\n"
		return nil
	case word == "=", word == "?", word == "$":
		if err := s.ask(); err != nil {
			return err
		}
		return s.look(word, rest)
	}
	s.t.Log(line)
	s.asked, s.body = line, ""
	return nil
}

// ask sends the request that was read, once.
func (s *script) ask() error {
	if s.asked == "" {
		return nil
	}
	method, path, _ := strings.Cut(s.asked, " ")
	for name, value := range s.names {
		s.body = strings.ReplaceAll(s.body, "$"+name, value)
	}
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(s.body))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+adminToken)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	s.status, s.asked = answer.StatusCode, ""
	s.answer, err = io.ReadAll(answer.Body)
	return err
}

func (s *script) look(word, rest string) error {
	path, want, compares := strings.Cut(rest, " ")
	switch {
	case word == "=" && !compares:
		if path != strconv.Itoa(s.status) {
			return fmt.Errorf("answered %d, not %s: %s", s.status, path, s.answer)
		}
	case word == "=":
		if got := at(s.answer, path); got != want {
			return fmt.Errorf("%s is %s, not %s: %s", path, got, want, s.answer)
		}
	case word == "?":
		s.t.Logf("    %s: %s", path, at(s.answer, path))
	default:
		s.names[path] = at(s.answer, want)
	}
	return nil
}

// at is what stands at a dotted path of a document.
func at(document []byte, path string) string {
	var v any
	d := json.NewDecoder(bytes.NewReader(document))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return err.Error()
	}
	for _, name := range strings.Split(path, ".") {
		switch here := v.(type) {
		case map[string]any:
			v = here[name]
		case []any:
			if i, err := strconv.Atoi(name); err == nil && i < len(here) {
				v = here[i]
				continue
			}
			return "missing"
		default:
			return "missing"
		}
	}
	return fmt.Sprint(v)
}
