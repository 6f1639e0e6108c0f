package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"
	"time"
)

func TestADeskElsewhereNeedsACentralAndAToken(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		args []string
		want string
	}{
		{nil, nil, "--central is missing"},
		{nil, []string{"--central", "http://127.0.0.1:1"}, envToken + " is missing"},
		{map[string]string{envToken: "t"}, []string{"--central", "http://central.example"}, "http"},
		{map[string]string{envToken: "t"}, []string{"--central", "http://127.0.0.1:1", "--zone", "Asia/Nowhere"}, "Asia/Nowhere"},
	} {
		var out bytes.Buffer
		m := Main{Stdin: os.Stdin, Stdout: &out, Stderr: &out, Now: time.Now, Entropy: rand.Reader, Getenv: func(name string) string { return c.env[name] }}
		if code := m.Run(context.Background(), append([]string{"desk", "--lang", "en"}, c.args...)); code != 1 || !strings.Contains(out.String(), c.want) {
			t.Errorf("%v ended with %d: %s, want %q", c.args, code, &out, c.want)
		}
	}
}

func TestADeskElsewhereNeedsNoAuthorityOfItsOwn(t *testing.T) {
	if d, err := (deskFlags{url: "https://central.example"}).open("t", time.UTC); d == nil || err != nil {
		t.Errorf("%v, %v", d, err)
	}
}
