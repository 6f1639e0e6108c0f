package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"tim/tui/style"
	"tim/tui/text"
)

// looksFile is where a data directory keeps how its screen was left. It is no part of the till's data: without it, or with one
// that can't be read, the screen begins as it would on a new till.
const looksFile = "screen.json"

// looks is a language and a theme chosen by hand; what is "" was not.
type looks struct {
	Language string     `json:"language,omitempty"` // vi or en
	Theme    style.Name `json:"theme,omitempty"`
}

// readLooks is what was chosen on the screen of that directory.
func readLooks(dir string) looks {
	var l looks
	b, err := os.ReadFile(filepath.Join(dir, looksFile))
	if err != nil || json.Unmarshal(b, &l) != nil || !slices.Contains(append(style.Names(), ""), l.Theme) {
		return looks{}
	}
	return l
}

// begin is how a screen begins: as the command line says, else as it was left, else as the environment says. A theme of "" follows
// the terminal.
func (l looks) begin(f *flags, getenv func(string) string) (text.Language, style.Name) {
	said := flags{lang: f.lang}
	if said.lang == "" {
		said.lang = l.Language
	}
	theme := l.Theme
	if f.theme != "" {
		theme = style.Name(f.theme)
	}
	return said.language(getenv), theme
}

// keeper writes down what is chosen, beside the screen: the newest, when many follow each other.
type keeper struct {
	dir    string
	newest chan looks // at most one waits
	done   sync.WaitGroup
}

func keepLooks(dir string) *keeper {
	k := &keeper{dir: dir, newest: make(chan looks, 1)}
	k.done.Go(func() {
		for l := range k.newest {
			_ = writeJSON(k.dir, looksFile, l) // the screen is as it was chosen; only the next start doesn't know it
		}
	})
	return k
}

// chosen is app.Config's Chosen. One goroutine calls it.
func (k *keeper) chosen(lang text.Language, theme style.Name) {
	l := looks{Language: "vi", Theme: theme}
	if lang == text.English {
		l.Language = "en"
	}
	select {
	case <-k.newest:
	default:
	}
	k.newest <- l
}

// Close waits until the newest is written.
func (k *keeper) Close() {
	close(k.newest)
	k.done.Wait()
}
