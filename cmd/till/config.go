package main

import (
	"strings"

	"github.com/spf13/cobra"

	"tim/tui/style"
	"tim/tui/text"
)

// flags are what the command line says; what is missing comes from the environment, then from defaults.
type flags struct {
	data  string
	lang  string
	theme string
}

func (f *flags) language(getenv func(string) string) text.Language {
	said := f.lang
	if said == "" {
		said = getenv("TIM_LANG")
	}
	if strings.HasPrefix(said, "en") {
		return text.English
	}
	return text.Vietnamese
}

func (f *flags) style(getenv func(string) string) style.Name {
	switch {
	case f.theme != "":
		return style.Name(f.theme)
	case getenv("NO_COLOR") != "":
		return style.None
	case getenv("TERM") == "linux":
		return style.Basic
	}
	return style.Dark
}

// screenFlags adds what the commands with a screen take.
func (f *flags) screenFlags(c *cobra.Command) {
	c.Flags().StringVar(&f.theme, "theme", "", "dark, light, contrast, 16 or none")
}
