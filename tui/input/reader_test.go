package input

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// chunk is bytes that arrive in one piece, some time after those before.
type chunk struct {
	after time.Duration
	bytes string
}

// through sends chunks through a real pipe and gives what Bubble Tea would read.
func through(t testing.TB, chunks ...chunk) string {
	t.Helper()
	from, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	defer to.Close()
	at := start
	r := NewReader(from, func() time.Time { return at })
	var got bytes.Buffer
	buf := make([]byte, 4096)
	for _, c := range chunks {
		at = at.Add(c.after)
		for rest := c.bytes; rest != ""; {
			part := rest[:min(len(rest), 1000)] // less than one Read takes
			rest = rest[len(part):]
			if _, err := io.WriteString(to, part); err != nil {
				t.Fatal(err)
			}
			n, err := r.Read(buf)
			if err != nil {
				t.Fatal(err)
			}
			got.Write(buf[:n])
		}
	}
	return got.String()
}

func TestKeysPassUnchanged(t *testing.T) {
	for _, s := range []string{"8934567890123\r", "a\x7fâ", "a\bâ", "\x1b", "\x1b[A", "\x1b[<0;12;5M", "\x1b[200~dán\x1b[201~x", "\x1b[20~"} {
		if got := through(t, chunk{0, s}); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func TestPasteWithoutItsEndIsEndedByTheNextKey(t *testing.T) {
	got := through(t, chunk{0, "\x1b[200~dán"}, chunk{PasteQuiet, "8934"})
	if got != "\x1b[200~dán\x1b[201~8934" {
		t.Fatalf("%q", got)
	}
	got = through(t, chunk{0, "\x1b[200~dán"}, chunk{PasteQuiet - time.Millisecond, " tiếp\x1b[201~8"})
	if got != "\x1b[200~dán tiếp\x1b[201~8" {
		t.Fatalf("a slow paste was cut: %q", got)
	}
}

func TestPasteIsEndedAtItsLimitAndTheRestNeverActs(t *testing.T) {
	long := strings.Repeat("1\r", PasteMax)
	want := "\x1b[200~" + long[:PasteMax] + "\x1b[201~"
	if got := through(t, chunk{0, "\x1b[200~" + long + "\x1b[201~"}, chunk{0, "x"}); got != want+"x" {
		t.Fatalf("%d bytes, want %d; end %q", len(got), len(want)+1, got[len(got)-12:])
	}
	if got := through(t, chunk{0, "\x1b[200~" + long}, chunk{PasteQuiet, "x"}); got != want+"x" {
		t.Fatalf("%d bytes, want %d; end %q", len(got), len(want)+1, got[len(got)-12:])
	}
}

func TestLinuxConsoleFunctionKeys(t *testing.T) {
	got := through(t, chunk{0, "\x1b[[A\x1b[[B\x1b[[C\x1b[[D\x1b[[E"}, chunk{0, "\x1b[["}, chunk{0, "A"}, chunk{0, "\x1b[[\x1b[A"})
	if want := "\x1b[11~\x1b[12~\x1b[13~\x1b[14~\x1b[15~" + "\x1b[11~" + "\x1b[[\x1b[A"; got != want {
		t.Fatalf("%q", got)
	}
}

func TestSequencesMayArriveInAnyPieces(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		whole := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
			"8", "ế", "\r", "\x1b[[C", "\x1b[15~", "\x1b", "\x1b[200~dán\x1b[[A\x1b[201~", "\x1b[200~\x1b[200~\x1b[201~", "\x7f",
		}), 1, 8).Draw(rt, "keys"), "")
		var pieces []chunk
		for rest := whole; rest != ""; {
			n := rapid.IntRange(1, len(rest)).Draw(rt, "piece")
			pieces = append(pieces, chunk{0, rest[:n]})
			rest = rest[n:]
		}
		if one, many := through(t, chunk{0, whole}), through(t, pieces...); one != many {
			rt.Fatalf("%q in one piece, %q in %d", one, many, len(pieces))
		}
	})
}

func TestReaderTellsTheEndOfInput(t *testing.T) {
	from, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	to.Close()
	if n, err := NewReader(from, time.Now).Read(make([]byte, 4096)); n != 0 || err != io.EOF {
		t.Fatal(n, err)
	}
}
