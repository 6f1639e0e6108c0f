package main

import (
	"cmp"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"tim/domain/fault"
	"tim/storage/bolt"
	"tim/tui/text"
)

// The environment that central reads.
const (
	envToken    = "CENTRAL_ADMIN_TOKEN"
	envHaravan  = "HARAVAN_APP_SECRET"
	envBank     = "BANK_HOOK_SECRET"
	envLang     = "TIM_LANG"
	envJournal  = "CENTRAL_JOURNAL"
	envDatabase = "CENTRAL_DATABASE"
)

// flags are what the command line says; what is missing comes from the environment, then from defaults.
type flags struct {
	data     string
	journal  string // folder of the journal copy
	anew     bool   // begin another one
	database string // URL, "" for a store in data
	synced   bool   // its failovers lose nothing
	lang     string
	listen   string
	public   string
	cert     string
	key      string
	insecure bool
	noTopUps bool
	level    slog.Level
	format   string
	url      string
}

func (f *flags) vietnamese(getenv func(string) string) bool {
	said := f.lang
	if said == "" {
		said = getenv(envLang)
	}
	return !strings.HasPrefix(said, "en")
}

func (f *flags) language(getenv func(string) string) text.Language {
	if f.vietnamese(getenv) {
		return text.Vietnamese
	}
	return text.English
}

// needData refuses a command line without a data directory. Fault: flag.required.
func (f *flags) needData() error {
	if f.data == "" {
		return required("--data")
	}
	return nil
}

// journalFolder is where the journal copy lies, and whether nobody said so: then it is beside the data, where a lost disk
// takes both.
func (f *flags) journalFolder(getenv func(string) string) (folder string, beside bool) {
	if folder = cmp.Or(f.journal, getenv(envJournal)); folder != "" {
		return folder, false
	}
	return filepath.Clean(f.data) + "-journal", true
}

// ofNoTill refuses the directory of a till, and of the central that a till has of its own: with a journal copy begun there the till
// would start no more. Fault: data.till.
func ofNoTill(dir string) error {
	for _, of := range []string{dir, filepath.Join(dir, "..")} {
		if _, err := os.Stat(filepath.Join(of, bolt.LedgerFile)); err == nil {
			return fault.New(fault.Conflict, "data.till", fault.Args{"file": of})
		}
	}
	return nil
}

func required(flag string) error {
	return fault.At(strings.TrimPrefix(flag, "--"), "flag.required", fault.Args{"flag": flag})
}

// exitCode tells a broken file or journal (2) from everything else (1).
func exitCode(err error) int {
	switch fault.Code(err) {
	case "file.damaged", "journal.broken", "copy.damaged", "copy.forked", "copy.differs":
		return 2
	}
	return 1
}
