package picture

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"tim/tui/story"
	"tim/tui/style"
	"tim/tui/text"
)

var update = flag.Bool("update", false, "write the pictures anew")

var languages = map[string]text.Language{"vi": text.Vietnamese, "en": text.English}

// shown is how each story is kept: as complete as 80x24 has to be, wide, and as small as may be.
var shown = []struct {
	size Size
	lang string
}{
	{Size{80, 24}, "vi"}, {Size{80, 24}, "en"}, {Size{120, 40}, "vi"}, {Size{120, 40}, "en"}, {Size{60, 20}, "vi"},
}

// plain is a frame as text, its blank line ends cut.
func plain(frame string) string {
	lines := strings.Split(ansi.Strip(frame), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}

func pictures(s story.Story) string {
	var b strings.Builder
	for _, p := range shown {
		fmt.Fprintf(&b, "## %dx%d %s\n%s\n", p.size.Width, p.size.Height, p.lang, plain(Draw(s, p.size, languages[p.lang], style.None)))
	}
	return b.String()
}

func TestEveryStoryLooksAsItWasApproved(t *testing.T) {
	named := map[string]bool{}
	for _, s := range story.Stories() {
		if named[s.Name] {
			t.Fatalf("two stories are called %s", s.Name)
		}
		named[s.Name] = true
		t.Run(s.Name, func(t *testing.T) {
			file, got := filepath.Join("testdata", s.Name+".txt"), pictures(s)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Fatalf("%s looks otherwise; go test ./tui/story/picture -update writes it anew:\n%s", s.Name, difference(got, string(want)))
			}
		})
	}
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) != len(named) {
		t.Errorf("%d pictures of %d stories (%v)", len(files), len(named), err)
	}
}

// difference is the first line that differs, with what is above it.
func difference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("%s\ngot  %s\nwant %s", strings.Join(g[max(0, i-3):i], "\n"), g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}

func TestEveryStoryFillsEveryWindow(t *testing.T) {
	for _, s := range story.Stories() {
		for lang, l := range languages {
			for _, width := range []int{60, 61, 79, 80, 99, 119, 120, 121, 160, 240} {
				for _, height := range []int{20, 21, 24, 40, 70} {
					for y, line := range strings.Split(Draw(s, Size{width, height}, l, style.Dark), "\n") {
						if got := ansi.StringWidth(line); got != width {
							t.Fatalf("%s, %s, %dx%d: line %d is %d cells: %s", s.Name, lang, width, height, y, got, ansi.Strip(line))
						}
						if y >= height {
							t.Fatalf("%s, %s, %dx%d has more lines", s.Name, lang, width, height)
						}
					}
				}
			}
		}
	}
}

func TestColourIsNeverTheOnlySign(t *testing.T) {
	size := Size{80, 24}
	for _, s := range story.Stories() {
		want := plain(Draw(s, size, text.Vietnamese, style.None))
		for _, theme := range style.Names() {
			if plain(Draw(s, size, text.Vietnamese, theme)) != want {
				t.Errorf("%s says something else in theme %s", s.Name, theme)
			}
		}
	}
}
