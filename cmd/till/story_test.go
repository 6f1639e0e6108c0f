package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"tim/tui/story"
)

// told runs the program with that command line, in an environment without anything, and gives what it wrote.
func told(t *testing.T, args ...string) (code int, out, errors string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	m := Main{Stdin: os.Stdin, Stdout: &stdout, Stderr: &stderr, Now: time.Now, Getenv: func(string) string { return "" }}
	code = m.Run(t.Context(), args)
	return code, stdout.String(), stderr.String()
}

func TestStoriesAreListedAndDrawn(t *testing.T) {
	if _, list, _ := told(t, "story"); len(strings.Fields(list)) != len(story.Stories()) {
		t.Errorf("the list is\n%s", list)
	}
	_, drawn, _ := told(t, "story", "pay", "--lang", "en", "--size", "100x30")
	lines := strings.Split(strings.TrimSuffix(drawn, "\n"), "\n")
	if len(lines) != 30 || !strings.Contains(drawn, "Cash") || strings.Contains(drawn, "\x1b") {
		t.Errorf("%d lines:\n%s", len(lines), drawn)
	}
	for _, refused := range [][]string{{"story", "nix"}, {"story", "pay", "--size", "0x9"}, {"story", "pay", "--size", "big"}} {
		if code, out, why := told(t, refused...); code != 1 || out != "" || !strings.Contains(why, refused[len(refused)-1]) {
			t.Errorf("%v: %d, %q, %q", refused, code, out, why)
		}
	}
}
