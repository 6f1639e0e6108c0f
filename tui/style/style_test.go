package style

import (
	"reflect"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

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
		theme = theme.Next(colorprofile.TrueColor)
	}
	if theme.Name != Dark {
		t.Fatal(theme.Name)
	}
}

func TestATerminalGetsTheColoursThatItHas(t *testing.T) {
	for _, c := range []struct {
		wish    Name
		profile colorprofile.Profile
		light   bool
		want    []Name // the theme that is shown, and those that the theme key goes through behind it
	}{
		{"", colorprofile.TrueColor, false, []Name{Dark, Light, Contrast, Basic, None, Dark}},
		{"", colorprofile.ANSI256, true, []Name{Light, Contrast}},
		{Dark, colorprofile.ANSI256, true, []Name{Dark}},
		{Contrast, colorprofile.ANSI, false, []Name{Basic, None, Basic}},
		{"", colorprofile.ANSI, true, []Name{Basic}},
		{Light, colorprofile.ASCII, true, []Name{None, None}},
		{"", colorprofile.NoTTY, false, []Name{None}},
	} {
		theme := Shown(c.wish, c.profile, c.light)
		for i, want := range c.want {
			if i > 0 {
				theme = theme.Next(c.profile)
			}
			if theme.Name != want {
				t.Errorf("%q with %v: theme %d is %s, want %s", c.wish, c.profile, i, theme.Name, want)
			}
		}
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
