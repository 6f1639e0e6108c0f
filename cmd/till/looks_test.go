package main

import (
	"os"
	"path/filepath"
	"testing"

	"tim/tui/style"
	"tim/tui/text"
)

func TestTheScreenBeginsAsItWasLeft(t *testing.T) {
	dir := t.TempDir()
	k := keepLooks(dir)
	for _, theme := range style.Names() { // somebody holds the key down
		k.chosen(text.English, theme)
	}
	k.chosen(text.English, style.Light)
	k.Close()
	english := func(name string) string { return map[string]string{"TIM_LANG": "en"}[name] }
	nothing := func(string) string { return "" }
	for _, c := range []struct {
		flags flags
		env   func(string) string
		lang  text.Language
		theme style.Name
	}{
		{flags{}, nothing, text.English, style.Light},
		{flags{lang: "vi", theme: "16"}, english, text.Vietnamese, style.Basic},
	} {
		if lang, theme := readLooks(dir).begin(&c.flags, c.env); lang != c.lang || theme != c.theme {
			t.Errorf("%+v begins with language %d and theme %q", c.flags, lang, theme)
		}
	}
	for _, damaged := range []string{"", "{", `{"theme":"pink"}`} {
		if err := os.WriteFile(filepath.Join(dir, looksFile), []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		if lang, theme := readLooks(dir).begin(&flags{}, english); lang != text.English || theme != "" {
			t.Errorf("with %q it begins with language %d and theme %q", damaged, lang, theme)
		}
	}
}
