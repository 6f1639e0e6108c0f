//go:build !race

// Drawing has one goroutine: the race detector would only take minutes here.

package picture

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
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
	{Size{80, 24}, "vi"}, {Size{80, 24}, "en"}, {Size{120, 40}, "vi"}, {Size{120, 40}, "en"}, {Size{60, 20}, "vi"}, {Size{60, 20}, "en"},
}

// plain is a frame as text, its blank line ends cut.
func plain(frame string) string {
	lines := strings.Split(ansi.Strip(frame), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}

// TestNoBlankIsCut holds that an ellipsis stands for words: cutting a button's edge would draw one in the void.
func TestNoBlankIsCut(t *testing.T) {
	for _, s := range story.Stories() {
		if picture := pictures(s); strings.Contains(picture, "  …") {
			t.Errorf("%s:\n%s", s.Name, picture)
		}
	}
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

var everySize = flag.Bool("sizes", false, "draw every story at every size there is, which takes minutes")

// The windows that the screens are made for.
const (
	widthMin, widthMax   = 60, 240
	heightMin, heightMax = 20, 70
)

// sizes is every width and every height at least once, and the corners; with -sizes all that there are.
func sizes() []Size {
	var all []Size
	for width := widthMin; width <= widthMax; width++ {
		for height := heightMin; height <= heightMax; height++ {
			corner := (width == widthMin || width == widthMax) && (height == heightMin || height == heightMax)
			swept := height == heightMin+(7*(width-widthMin))%(heightMax-heightMin+1)
			if corner || swept || *everySize {
				all = append(all, Size{width, height})
			}
		}
	}
	return all
}

func TestEveryStoryFillsEveryWindow(t *testing.T) {
	windows := sizes()
	for _, s := range story.Stories() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for _, l := range languages {
				var m tea.Model = Open(s, windows[0], l, style.Dark)
				for _, size := range windows {
					m, _ = m.Update(tea.WindowSizeMsg{Width: size.Width, Height: size.Height})
					fills(t, m.View().Content, size)
				}
			}
		})
	}
}

// fills holds that a frame has exactly the window's lines, each exactly as wide.
func fills(t *testing.T, frame string, size Size) {
	t.Helper()
	lines := strings.Split(frame, "\n")
	if len(lines) != size.Height {
		t.Fatalf("%dx%d: %d lines", size.Width, size.Height, len(lines))
	}
	for y, line := range lines {
		if got := ansi.StringWidth(line); got != size.Width {
			t.Fatalf("%dx%d: line %d is %d cells: %s", size.Width, size.Height, y, got, ansi.Strip(line))
		}
	}
}

// TestASizeComesBackAsItWas goes through sizes that are too small and back, on every story.
func TestASizeComesBackAsItWas(t *testing.T) {
	size, small := Size{80, 24}, []Size{{59, 24}, {80, 19}, {1, 1}, {60, 20}, {240, 70}}
	for _, s := range story.Stories() {
		var m tea.Model = Open(s, size, text.Vietnamese, style.None)
		before := m.View().Content
		for _, other := range append(small, size) {
			m, _ = m.Update(tea.WindowSizeMsg{Width: other.Width, Height: other.Height})
			fills(t, m.View().Content, other)
		}
		if got := m.View().Content; got != before {
			t.Errorf("%s looks otherwise after small windows: %s", s.Name, difference(plain(got), plain(before)))
		}
	}
}

// TestNothingTypedIsLostByALanguageOrATheme changes both on every story and back.
func TestNothingTypedIsLostByALanguageOrATheme(t *testing.T) {
	changes := slices.Concat([]string{"ctrl+l", "ctrl+l"}, slices.Repeat([]string{"ctrl+t"}, len(style.Names())))
	for _, s := range story.Stories() {
		var m tea.Model = Open(s, Size{80, 24}, text.Vietnamese, style.Dark)
		before := m.View().Content
		for _, name := range changes {
			m = send(m, named[name])
		}
		if got := m.View().Content; got != before {
			t.Errorf("%s looks otherwise afterwards: %s", s.Name, difference(plain(got), plain(before)))
		}
	}
}

// console is all that the Linux text console is shown.
var console = regexp.MustCompile(`^[\x00-\x{17f}ƠơƯư\x{1e00}-\x{1eff}─│┌┐└┘├┤┬┴┼▀▄█▌▐░♥]*$`)

func TestTheTextConsoleIsShownSignsThatItHas(t *testing.T) {
	for _, s := range story.Stories() {
		for _, l := range languages {
			frame := plain(Draw(s, Size{120, 40}, l, style.Basic))
			shown := style.Console(frame)
			for i, line := range strings.Split(shown, "\n") {
				if !console.MatchString(line) {
					t.Errorf("%s: %s", s.Name, line)
				}
				if before := strings.Split(frame, "\n")[i]; ansi.StringWidth(before) != ansi.StringWidth(line) {
					t.Errorf("%s: another width than %s", line, before)
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
