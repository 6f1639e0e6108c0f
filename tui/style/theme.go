package style

import (
	"slices"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// Name names a theme in settings and on the command line.
type Name string

// The themes, in the order in which the theme key goes through them.
const (
	Dark     Name = "dark"
	Light    Name = "light"
	Contrast Name = "contrast"
	Basic    Name = "16"   // only the terminal's own 16 colours
	None     Name = "none" // no colour at all (NO_COLOR): bold, faint, underline and reverse only
)

var themes = []*Theme{dark(), light(), contrast(), basic(), none()}

// Names lists the themes in order.
func Names() []Name {
	names := make([]Name, len(themes))
	for i, t := range themes {
		names[i] = t.Name
	}
	return names
}

// ByName is the theme of that name, or Dark when there is none.
func ByName(name Name) *Theme {
	for _, t := range themes {
		if t.Name == name {
			return t
		}
	}
	return themes[0]
}

// Fits says whether a terminal of that many colours shows the theme as it is meant.
func (t *Theme) Fits(p colorprofile.Profile) bool {
	switch t.Name {
	case None:
		return true
	case Basic:
		return p >= colorprofile.ANSI
	}
	return p >= colorprofile.ANSI256
}

// Shown is the theme for a terminal: the one wished for where it has the colours for that, else the one it can show. Nothing
// wished for is dark, or light on a terminal with a light ground.
func Shown(wish Name, p colorprofile.Profile, light bool) *Theme {
	t := ByName(wish)
	if wish == "" && light {
		t = ByName(Light)
	}
	for _, next := range []*Theme{t, ByName(Basic)} {
		if next.Fits(p) {
			return next
		}
	}
	return ByName(None)
}

// Next is the theme after this one that a terminal can show, round and round.
func (t *Theme) Next(p colorprofile.Profile) *Theme {
	at := slices.IndexFunc(themes, func(other *Theme) bool { return other.Name == t.Name })
	for i := range themes {
		if next := themes[(at+1+i)%len(themes)]; next.Fits(p) {
			return next
		}
	}
	return t
}

// palette is what a theme of 24-bit colours differs in.
type palette struct {
	ground, text, muted, border                    string
	accent, ok, warn, danger, money, heart         string
	selected, bar, barText, field, button, onColor string
	training, onTraining                           string
}

func dark() *Theme {
	return palette{
		ground: "#12161c", text: "#d7dce2", muted: "#8b95a1", border: "#3a434e",
		accent: "#5fb3d9", ok: "#7fc98a", warn: "#c9c26b", danger: "#f2777a", money: "#ffffff", heart: "#ff8a5c",
		selected: "#24415a", bar: "#1e252e", barText: "#b6c0cb", field: "#1b222b", button: "#2a333e", onColor: "#10141a",
		training: "#7b3fc4", onTraining: "#ffffff",
	}.theme(Dark)
}

func light() *Theme {
	return palette{
		ground: "#fbfbf9", text: "#22272d", muted: "#626b75", border: "#c3c9cf",
		accent: "#0b6aa2", ok: "#1f7a34", warn: "#7a6500", danger: "#b3261e", money: "#000000", heart: "#c2410c",
		selected: "#cfe4f3", bar: "#e8ebee", barText: "#3a424b", field: "#f0f2f4", button: "#dfe4e9", onColor: "#ffffff",
		training: "#6a1fb0", onTraining: "#ffffff",
	}.theme(Light)
}

func contrast() *Theme {
	t := palette{
		ground: "#000000", text: "#ffffff", muted: "#d0d0d0", border: "#ffffff",
		accent: "#00e5ff", ok: "#5cff5c", warn: "#ffff00", danger: "#ff8080", money: "#ffffff", heart: "#ffb000",
		selected: "#0000c0", bar: "#000000", barText: "#ffffff", field: "#000000", button: "#303030", onColor: "#000000",
		training: "#ff5cff", onTraining: "#000000",
	}.theme(Contrast)
	t.Field = of(ansi.NewStyle().Underline(true).ForegroundColor(lipgloss.Color("#ffffff")))
	t.Selected = of(ansi.NewStyle().Bold().BackgroundColor(lipgloss.Color("#0000c0")))
	return t
}

func (p palette) theme(name Name) *Theme {
	fg := func(hex string) ansi.Style { return ansi.NewStyle().ForegroundColor(lipgloss.Color(hex)) }
	on := func(hex, ground string) ansi.Style { return fg(hex).BackgroundColor(lipgloss.Color(ground)) }
	return &Theme{
		Name:        name,
		Strong:      of(ansi.NewStyle().Bold()),
		Muted:       of(fg(p.muted)),
		Title:       of(fg(p.text).Bold()),
		Border:      of(fg(p.border)),
		Accent:      of(fg(p.accent)),
		OK:          of(fg(p.ok)),
		Warn:        of(fg(p.warn)),
		Danger:      of(fg(p.danger).Bold()),
		Money:       of(fg(p.money).Bold()),
		Heart:       of(fg(p.heart)),
		Selected:    of(ansi.NewStyle().BackgroundColor(lipgloss.Color(p.selected))),
		Bar:         of(on(p.barText, p.bar)),
		BarKey:      of(on(p.accent, p.bar).Bold()),
		Field:       of(on(p.text, p.field)),
		Placeholder: of(on(p.muted, p.field)),
		Button:      of(on(p.text, p.button)),
		Primary:     of(on(p.onColor, p.accent).Bold()),
		Pressed:     of(ansi.NewStyle().Reverse(true)),
		Banner:      of(on(p.onColor, p.danger).Bold()),
		Training:    of(on(p.onTraining, p.training).Bold()),
		Foreground:  lipgloss.Color(p.text),
		Background:  lipgloss.Color(p.ground),
	}
}

func basic() *Theme {
	fg := func(c ansi.BasicColor) ansi.Style { return ansi.NewStyle().ForegroundColor(c) }
	onBlue := func(c ansi.BasicColor) ansi.Style { return fg(c).BackgroundColor(ansi.Blue) }
	return &Theme{
		Name:        Basic,
		Strong:      of(ansi.NewStyle().Bold()),
		Muted:       of(ansi.NewStyle().Faint()),
		Title:       of(ansi.NewStyle().Bold()),
		Border:      of(ansi.NewStyle().Faint()),
		Accent:      of(fg(ansi.Cyan)),
		OK:          of(fg(ansi.Green)),
		Warn:        of(fg(ansi.Yellow)),
		Danger:      of(fg(ansi.Red).Bold()),
		Money:       of(ansi.NewStyle().Bold()),
		Heart:       of(fg(ansi.BrightRed)),
		Selected:    of(onBlue(ansi.BrightWhite).Bold()),
		Bar:         of(onBlue(ansi.White)),
		BarKey:      of(onBlue(ansi.BrightCyan).Bold()),
		Field:       of(ansi.NewStyle().Underline(true)),
		Placeholder: of(ansi.NewStyle().Faint()),
		Button:      of(ansi.NewStyle().Reverse(true)),
		Primary:     of(fg(ansi.Cyan).Reverse(true)),
		Pressed:     of(fg(ansi.Yellow).Reverse(true)),
		Banner:      of(fg(ansi.BrightWhite).BackgroundColor(ansi.Red).Bold()),
		Training:    of(fg(ansi.BrightWhite).BackgroundColor(ansi.Magenta).Bold()),
	}
}

func none() *Theme {
	bold, faint, reverse := ansi.NewStyle().Bold(), ansi.NewStyle().Faint(), ansi.NewStyle().Reverse(true)
	return &Theme{
		Name:        None,
		Strong:      of(bold),
		Muted:       of(faint),
		Title:       of(bold),
		Border:      of(faint),
		Accent:      of(bold),
		Warn:        of(bold),
		Danger:      of(ansi.NewStyle().Bold().Underline(true)),
		Money:       of(bold),
		Heart:       of(bold),
		Selected:    of(reverse),
		Bar:         of(reverse),
		BarKey:      of(ansi.NewStyle().Reverse(true).Bold()),
		Field:       of(ansi.NewStyle().Underline(true)),
		Placeholder: of(faint),
		Button:      of(reverse),
		Primary:     of(ansi.NewStyle().Reverse(true).Bold()),
		Pressed:     of(ansi.NewStyle().Bold().Underline(true)),
		Banner:      of(ansi.NewStyle().Reverse(true).Bold()),
		Training:    of(ansi.NewStyle().Reverse(true).Bold().Underline(true)),
	}
}
