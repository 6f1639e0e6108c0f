package display

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tim/tui/story"
	"tim/tui/style"
	"tim/tui/text"
)

var update = flag.Bool("update", false, "write the pictures anew")

// seen is a display in a window, told a story.
func seen(f story.Facing, width, height int, lang text.Language, theme style.Name) Model {
	var m tea.Model = New(Config{Lang: &lang, Theme: theme})
	m, _ = m.Update(tea.WindowSizeMsg{Width: width, Height: height})
	m, _ = m.Update(Shown{f.Display()})
	return m.(Model)
}

// plain is a frame as text, its blank line ends cut.
func plain(m Model) string {
	lines := strings.Split(ansi.Strip(m.View().Content), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}

func TestEveryFacingLooksAsItWasApproved(t *testing.T) {
	named := map[string]bool{}
	for _, f := range story.Facings() {
		if named[f.Name] {
			t.Fatalf("two are called %s", f.Name)
		}
		named[f.Name] = true
		var got strings.Builder
		for _, p := range []struct {
			width, height int
			lang          text.Language
		}{{80, 24, text.Vietnamese}, {80, 24, text.English}, {60, 20, text.Vietnamese}, {140, 45, text.Vietnamese}} {
			fmt.Fprintf(&got, "## %dx%d %d\n%s\n", p.width, p.height, p.lang, plain(seen(f, p.width, p.height, p.lang, style.None)))
		}
		file := filepath.Join("testdata", f.Name+".txt")
		if *update {
			if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != string(want) {
			t.Errorf("%s looks otherwise; go test ./tui/display -update writes it anew:\n%s", f.Name, got.String())
		}
	}
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) != len(named) {
		t.Errorf("%d pictures of %d stories (%v)", len(files), len(named), err)
	}
}

func TestEveryFacingFillsEveryWindow(t *testing.T) {
	for _, f := range story.Facings() {
		for _, lang := range []text.Language{text.Vietnamese, text.English} {
			for _, width := range []int{1, 59, 60, 61, 79, 80, 99, 119, 120, 121, 160, 240} {
				for _, height := range []int{1, 19, 20, 21, 24, 30, 41, 70} {
					p := seen(f, width, height, lang, style.Dark).frame()
					if p.Height() != height {
						t.Fatalf("%s, %dx%d: %d lines", f.Name, width, height, p.Height())
					}
					for y, line := range p.Lines {
						if got := ansi.StringWidth(line); got != width {
							t.Fatalf("%s, %dx%d: line %d is %d cells: %s", f.Name, width, height, y, got, ansi.Strip(line))
						}
					}
				}
			}
		}
	}
}

func TestColourIsNeverTheOnlySign(t *testing.T) {
	for _, f := range story.Facings() {
		want := plain(seen(f, 80, 24, text.Vietnamese, style.None))
		for _, theme := range style.Names() {
			if plain(seen(f, 80, 24, text.Vietnamese, theme)) != want {
				t.Errorf("%s says something else in theme %s", f.Name, theme)
			}
		}
	}
}
