package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestAFewWorldsAreRunAndToldOf(t *testing.T) {
	var out, errs bytes.Buffer
	if code := Main([]string{"--seeds", "2", "--tills", "2", "--members", "4", "--visits", "3"}, &out, &errs); code != 0 {
		t.Fatalf("exits with %d\n%s%s", code, &out, &errs)
	}
	if !strings.Contains(out.String(), "2 worlds of 2 tills") || !strings.Contains(out.String(), "survived:") {
		t.Errorf("it said\n%s", &out)
	}
	if code := Main([]string{"--sheds"}, &out, &errs); code != 2 {
		t.Errorf("wrongly called it exits with %d", code)
	}
}
