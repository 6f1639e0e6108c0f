package style

import (
	"reflect"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestStylingKeepsTheText(t *testing.T) {
	for _, name := range Names() {
		theme := ByName(name)
		if theme.Name != name {
			t.Fatalf("%s is %s", name, theme.Name)
		}
		each(theme, func(meaning string, s Style) {
			if got := ansi.Strip(s.On("Trả 5 ₫")); got != "Trả 5 ₫" {
				t.Errorf("%s %s: %q", name, meaning, got)
			}
		})
	}
}

func TestAMarkedRowKeepsItsColoursAndItsMark(t *testing.T) {
	theme := ByName(Dark)
	row := theme.Selected.Over("a" + theme.Heart.On("♥") + "b")
	after := row[strings.Index(row, "♥"):]
	if !strings.HasPrefix(after, "♥"+reset+theme.Selected.open+"b") || !strings.HasSuffix(row, reset) {
		t.Fatalf("%q", row)
	}
}

func TestAMarkedRowWithoutColourIsOneBar(t *testing.T) {
	theme := ByName(None)
	if got := theme.Selected.Over("a" + theme.Muted.On("b") + "c"); got != theme.Selected.On("abc") {
		t.Fatalf("%q", got)
	}
}

func TestNoColourMeansNoColour(t *testing.T) {
	each(ByName(None), func(meaning string, s Style) {
		for _, code := range strings.Split(strings.TrimSuffix(strings.TrimPrefix(s.open, "\x1b["), "m"), ";") {
			if !strings.Contains(" 1 2 4 7 ", " "+code+" ") && code != "" {
				t.Errorf("%s has the code %s", meaning, code)
			}
		}
	})
	if theme := ByName(None); theme.Foreground != nil || theme.Background != nil {
		t.Error("a ground colour")
	}
}

func TestWhatMustBeToldApartDiffersInEveryTheme(t *testing.T) {
	for _, name := range Names() {
		theme := ByName(name)
		for _, pair := range [][2]Style{
			{theme.Danger, theme.Text}, {theme.Danger, theme.OK}, {theme.Warn, theme.Text}, {theme.Muted, theme.Text},
			{theme.Selected, theme.Text}, {theme.Pressed, theme.Button}, {theme.Primary, theme.Button}, {theme.Field, theme.Text},
			{theme.Money, theme.Text}, {theme.Heart, theme.Text}, {theme.Placeholder, theme.Field}, {theme.Banner, theme.Bar},
		} {
			if pair[0] == pair[1] {
				t.Errorf("%s: two meanings look alike: %q", name, pair[0].open)
			}
		}
	}
}

func TestTheThemeKeyGoesRound(t *testing.T) {
	theme := ByName("no such theme")
	for range Names() {
		theme = theme.Next()
	}
	if theme.Name != Dark {
		t.Fatal(theme.Name)
	}
}

func each(theme *Theme, f func(meaning string, s Style)) {
	v := reflect.ValueOf(*theme)
	for i := range v.NumField() {
		if s, ok := v.Field(i).Interface().(Style); ok {
			f(v.Type().Field(i).Name, s)
		}
	}
}
