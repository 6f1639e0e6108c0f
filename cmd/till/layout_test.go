package main_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const (
	module        = "tim"
	fileLinesMax  = 500 // a file has fewer
	funcLinesMax  = 70  // a function has fewer
	syncHasNoCode = "sync/ holds only sub-packages, so that the standard sync keeps its name"
)

// topLevel is all that may lie in the project's root, besides dotfiles: whoever opens it sees the five folders.
var topLevel = []string{"cmd", "tui", "domain", "storage", "sync", "go.mod", "go.sum", "README.md", "LICENSE"}

// pins hold what an upgrade would break: later minors need modules that can't be fetched everywhere.
var pins = []string{"charm.land/bubbletea/v2 v2.0.10", "charm.land/lipgloss/v2 v2.0.6", "charm.land/bubbles/v2 v2.2.1"}

// folderRule says which of our own folders a folder may import. The longest folder that fits decides.
type folderRule struct {
	folder string
	ours   []string
	pure   bool // no I/O, no clock, no chance
	why    string
}

var folderRules = []folderRule{
	{"domain", []string{"domain"}, true, "the domain cannot reach the world: the same rules run at a till, at central and in the simulator"},
	{"storage", []string{"domain", "storage"}, false, "a store keeps what the domain says; it knows neither links nor screens"},
	{"tui", []string{"domain", "tui"}, false, "a screen gets finished strings and numbers; who stores and sends them is wired in cmd"},
	{"sync/wire", []string{"domain"}, true, "messages are data for both ends"},
	{"sync/engine", []string{"domain", "sync/wire"}, true, "the protocol is a step function: events in, what to do out"},
	{"sync/uplink", []string{"domain", "sync/wire", "sync/engine"}, false, "the till's side declares the store it needs; cmd hands it in"},
	{"sync/hub", []string{"domain", "sync/wire"}, false, "central's side declares the store it needs; cmd hands it in"},
	{"sync/client", []string{"domain", "sync/uplink"}, false, "it asks central's public door, as anybody may"},
	{"sync/desk", []string{"domain", "sync/client"}, false, "a desk elsewhere asks central's public door, as anybody may"},
	{"sync/manage", []string{"domain", "sync/client"}, false, "a manager asks central's public door, so that there is one set of rules"},
	{"sync/api", []string{"domain", "sync/wire"}, false, "central's public door declares the use cases it needs"},
	{"sync/sim", []string{"domain", "storage", "sync"}, false, "a whole world in one process; no screens in it"},
	{"cmd", []string{"domain", "storage", "sync", "tui"}, false, "the programs join everything, and nobody imports them"},
}

// onlyFrom are packages that few may import, whatever folderRules say.
var onlyFrom = map[string]struct {
	folders []string
	why     string
}{
	"cmd":            {nil, "programs are not libraries"},
	"sync/sim":       {[]string{"cmd/sim", "sync/sim"}, "a program that sells has no simulated world in it"},
	"storage/memory": {[]string{"storage/memory", "sync", "cmd/till/training"}, "a program that sells keeps what it sold, but for what it trains with"},
}

// domainLevels is the order inside the domain: a package imports lower levels only.
var domainLevels = map[string]int{
	"fault": 0, "mutant": 0, "recent": 0, "money": 1, "ident": 1, "journal": 2, "catalog": 3, "loyalty": 3, "share": 3, "sale": 4, "shift": 4,
	"receipt": 5, "invoice": 5, "report": 6, "desk": 7, "counter": 8, "office": 8, "setup": 9,
}

// pureStd is what pure folders may import of the standard library: computing, nothing that reads or writes a world.
var pureStd = []string{
	"bytes", "cmp", "crypto/aes", "crypto/cipher", "crypto/ed25519", "crypto/hmac", "crypto/sha256", "crypto/sha512", "crypto/subtle", "encoding",
	"encoding/base64", "encoding/binary", "encoding/csv", "encoding/hex", "encoding/json", "encoding/xml", "errors", "fmt", "hash", "io", "iter", "maps",
	"math", "math/big", "math/bits", "net/netip", "net/url", "reflect", "slices", "sort", "strconv", "strings", "time", "unicode", "unicode/utf8",
}

// pureModules is what they may import from outside.
var pureModules = []string{
	"github.com/boombuler/barcode",       // a code's bars
	"github.com/shopspring/decimal",      // exact arithmetic
	"github.com/skip2/go-qrcode",         // a code's modules
	"github.com/google/uuid",             // the layout of an id; its clock and entropy are ours
	"github.com/klauspost/compress/zstd", // bodies of messages
	"golang.org/x/text",                  // Unicode forms and collation
	"github.com/pelletier/go-toml/v2",    // files of settings
	"golang.org/x/crypto/argon2",         // PINs
	"filippo.io/edwards25519",            // many signatures at once
}

// pureExtra are single allowances, each for one folder.
var pureExtra = map[string][]string{
	"domain/counter": {"context"},          // use cases are cancelled with the program; rules are not
	"domain/desk":    {"context"},          // so are questions
	"domain/office":  {"context", "bufio"}, // imports and exports stream over the reader and writer that they are given
	"domain/journal": {"bufio"},            // so do exports of a journal
	"domain/recent":  {"sync"},             // who remembers for several callers needs a lock
}

// impureCalls are the functions of allowed packages that read a clock or write to the terminal.
var impureCalls = map[string][]string{
	"time": {"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTimer", "NewTicker", "LoadLocation", "Local"},
	"fmt":  {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
}

// testedWith are folders whose tests also run against the other end.
var testedWith = map[string]string{"sync/uplink": "sync/hub", "sync/desk": "sync/api", "sync/manage": "sync/api"}

// testedOnStores are the folders whose tests run on real stores, not on mocks of them.
var testedOnStores = []string{"domain/counter", "domain/office", "sync"}

// exact are the folders where a float would lose a đồng.
var exact = []string{"domain", "storage", "sync/wire"}

func TestLayout(t *testing.T) {
	for _, b := range breaches(t, os.DirFS("../..")) {
		t.Error(b)
	}
}

// breaches lists every place where the tree breaks a rule, with the rule's reason.
func breaches(t *testing.T, tree fs.FS) []string {
	t.Helper()
	c := checker{tree: tree, commented: map[string]bool{}}
	c.root()
	if err := fs.WalkDir(tree, ".", c.visit); err != nil {
		t.Fatal(err)
	}
	for _, folder := range slices.Sorted(maps.Keys(c.commented)) {
		if !c.commented[folder] {
			c.add(folder, "has no package comment: it states what the package is and its caveats")
		}
	}
	return c.found
}

type checker struct {
	tree      fs.FS
	found     []string
	commented map[string]bool // by folder, of those with code
}

func (c *checker) add(where, format string, args ...any) {
	c.found = append(c.found, where+": "+fmt.Sprintf(format, args...))
}

func (c *checker) root() {
	entries, err := fs.ReadDir(c.tree, ".")
	if err != nil {
		c.add(".", "%v", err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(topLevel, e.Name()) {
			c.add(e.Name(), "does not belong at the top level")
		}
	}
	mod, _ := fs.ReadFile(c.tree, "go.mod")
	for _, pin := range pins {
		if !strings.Contains(string(mod), pin) {
			c.add("go.mod", "does not pin %s", pin)
		}
	}
}

func (c *checker) visit(name string, entry fs.DirEntry, err error) error {
	if err != nil {
		return err
	}
	if entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata") {
		return fs.SkipDir
	}
	if entry.IsDir() || path.Ext(name) != ".go" {
		return nil
	}
	src, err := fs.ReadFile(c.tree, name)
	if err != nil {
		return err
	}
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	f := file{name: name, folder: path.Dir(name), set: set, File: parsed, test: strings.HasSuffix(name, "_test.go"), checker: c}
	f.check(strings.Count(string(src), "\n"))
	return nil
}

// file is one Go file under the check.
type file struct {
	*ast.File
	*checker
	name, folder string
	test         bool
	set          *token.FileSet
}

func (f file) check(lines int) {
	if f.folder == "sync" {
		f.add(f.name, syncHasNoCode)
	}
	if f.File.Name.Name == "sync" || f.File.Name.Name == "sync_test" {
		f.add(f.name, "a package named sync: readers cannot tell which one sync.X is")
	}
	for _, spec := range f.Imports {
		f.checkImport(spec)
	}
	f.checkFuncs(lines)
	if f.test {
		return
	}
	f.commented[f.folder] = f.commented[f.folder] || f.Doc != nil
	if slices.ContainsFunc(exact, func(folder string) bool { return under(f.folder, folder) }) {
		f.checkFloats()
	}
	if rule, _ := ruleOf(f.folder); rule.pure {
		f.checkCalls()
	}
}

func (f file) checkFuncs(lines int) {
	generated := ast.IsGenerated(f.File)
	if lines >= fileLinesMax && !f.test && !generated {
		f.add(f.name, "%d lines, a file has fewer than %d", lines, fileLinesMax)
	}
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if fn.Name.Name == "init" && fn.Recv == nil {
			f.add(f.name, "init(): nothing happens before main says so")
		}
		n := f.set.Position(fn.End()).Line - f.set.Position(fn.Pos()).Line + 1
		if n >= funcLinesMax && !f.test && !generated {
			f.add(f.name, "%s has %d lines, a function has fewer than %d", fn.Name.Name, n, funcLinesMax)
		}
	}
}

func (f file) checkImport(spec *ast.ImportSpec) {
	target, _ := strconv.Unquote(spec.Path.Value)
	rule, known := ruleOf(f.folder)
	ours, isOurs := strings.CutPrefix(target, module+"/")
	switch {
	case !known && isOurs:
		f.add(f.name, "imports %s, but no rule says what %s may import", target, f.folder)
	case isOurs:
		f.checkOurs(rule, ours)
	case rule.pure && !f.test:
		f.checkPure(rule, target)
	}
	if !isOurs && under(f.folder, "tui/print") && under(target, "charm.land") {
		f.add(f.name, "imports %s: what is printed is the same without a terminal", target)
	}
}

func (f file) checkOurs(rule folderRule, ours string) {
	if program := programOf(f.folder); program != "" && under(ours, program) {
		return // a program's own parts
	}
	allowed := rule.ours
	if f.test && slices.ContainsFunc(testedOnStores, func(a string) bool { return under(f.folder, a) }) {
		allowed = append(slices.Clone(allowed), "storage")
	}
	if other := testedWith[f.folder]; f.test && other != "" {
		allowed = append(slices.Clone(allowed), other)
	}
	if ours != f.folder && !slices.ContainsFunc(allowed, func(a string) bool { return under(ours, a) }) {
		f.add(f.name, "imports %s: %s", ours, rule.why)
	}
	for folder, only := range onlyFrom {
		may := f.test || slices.ContainsFunc(only.folders, func(a string) bool { return under(f.folder, a) })
		if under(ours, folder) && !may {
			f.add(f.name, "imports %s: %s", ours, only.why)
		}
	}
	from, inDomain := strings.CutPrefix(f.folder, "domain/")
	to, isDomain := strings.CutPrefix(ours, "domain/")
	if !inDomain || !isDomain || from == to {
		return
	}
	a, known := domainLevels[from]
	b, knownToo := domainLevels[to]
	if !known || !knownToo || a <= b && !f.test {
		f.add(f.name, "imports %s: domain packages import lower levels only, and domainLevels names them all", ours)
	}
}

// programOf is the program that a folder belongs to: cmd/till of cmd/till/demo, "" outside cmd.
func programOf(folder string) string {
	name, ok := strings.CutPrefix(folder, "cmd/")
	if !ok {
		return ""
	}
	program, _, _ := strings.Cut(name, "/")
	return "cmd/" + program
}

func (f file) checkPure(rule folderRule, target string) {
	std := !strings.Contains(strings.SplitN(target, "/", 2)[0], ".")
	if std && (slices.Contains(pureStd, target) || slices.Contains(pureExtra[f.folder], target)) {
		return
	}
	if !std && slices.ContainsFunc(pureModules, func(m string) bool { return under(target, m) }) {
		return
	}
	f.add(f.name, "imports %s, which is not on the list of what only computes: %s", target, rule.why)
}

// checkCalls follows an import by whatever name it has here.
func (f file) checkCalls() {
	banned := map[string][]string{}
	for _, spec := range f.Imports {
		target, _ := strconv.Unquote(spec.Path.Value)
		calls := impureCalls[target]
		if calls == nil {
			continue
		}
		name := path.Base(target)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if name == "." {
			f.add(f.name, "imports %s with a dot, which hides its clock", target)
		}
		banned[name] = calls
	}
	ast.Inspect(f.File, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && slices.Contains(banned[x.Name], sel.Sel.Name) {
				f.add(f.name, "line %d: %s.%s: the caller says when, and hears the answer", f.set.Position(n.Pos()).Line, x.Name, sel.Sel.Name)
			}
		}
		return true
	})
}

// checkFloats leaves a store its untyped numbers: how full a page is kept is no money.
func (f file) checkFloats() {
	ast.Inspect(f.File, func(n ast.Node) bool {
		id, isName := n.(*ast.Ident)
		lit, isLit := n.(*ast.BasicLit)
		if isName && (id.Name == "float32" || id.Name == "float64") || isLit && lit.Kind == token.FLOAT && !under(f.folder, "storage") {
			f.add(f.name, "line %d: a float loses a đồng sooner or later", f.set.Position(n.Pos()).Line)
		}
		return true
	})
}

func ruleOf(folder string) (best folderRule, found bool) {
	for _, r := range folderRules {
		if under(folder, r.folder) && len(r.folder) >= len(best.folder) {
			best, found = r, true
		}
	}
	return best, found
}

// under says whether a path is that folder or lies in it.
func under(p, folder string) bool { return p == folder || strings.HasPrefix(p, folder+"/") }

// sound is a small tree that keeps every rule.
func sound() fstest.MapFS {
	tree := fstest.MapFS{}
	for name, src := range map[string]string{
		"go.mod":                   strings.Join(pins, "\n"),
		"README.md":                "",
		".ci/run":                  "",
		"domain/fault/fault.go":    "// Package fault is coded errors.\npackage fault\n",
		"domain/sale/sale.go":      "// Package sale sells.\npackage sale\nimport (\n\"time\"\n\"github.com/shopspring/decimal\"\n\"tim/domain/fault\"\n)\n",
		"domain/sale/s_test.go":    "package sale_test\nimport (\n\"math/rand/v2\"\n\"tim/domain/sale\"\n)\nvar half = 0.5\n",
		"domain/counter/c.go":      "// Package counter acts.\npackage counter\nimport \"context\"\n",
		"domain/counter/x_test.go": "package counter_test\nimport \"tim/storage/bolt\"\n",
		"storage/bolt/bolt.go":     "// Package bolt keeps.\npackage bolt\nimport (\n\"os\"\n\"tim/domain/sale\"\n)\nconst fill = 0.9\n",
		"sync/wire/wire.go":        "// Package wire speaks.\npackage wire\n",
		"sync/hub/hub_test.go":     "package hub\nimport \"tim/storage/bolt\"\n",
		"tui/root.go":              "// Package tui shows.\npackage tui\nimport (\n\"charm.land/bubbletea/v2\"\n\"tim/tui/print\"\n)\n",
		"tui/print/print.go":       "// Package print draws.\npackage print\nimport \"github.com/charmbracelet/x/ansi\"\n",
		"tui/testdata/broken.go":   "not Go",
		"cmd/till/main.go":         "// Till sells.\npackage main\nimport (\n\"time\"\n\"tim/storage/bolt\"\n\"tim/sync/hub\"\n\"tim/tui\"\n)\nvar now = time.Now()\n",
	} {
		tree[name] = &fstest.MapFile{Data: []byte(src)}
	}
	return tree
}

func TestASoundTreeHasNoBreach(t *testing.T) {
	for _, b := range breaches(t, sound()) {
		t.Error(b)
	}
}

// Each rule is broken once; without its check, the case fails.
func TestEachPlantedBreachIsFound(t *testing.T) {
	long := strings.Repeat("\n", fileLinesMax)
	for want, planted := range map[string][2]string{ // the file, and its text behind the word package
		"does not belong at the top level":            {"internal/x.go", "x"},
		"does not pin charm.land/lipgloss/v2 v2.0.6":  {"go.mod", strings.Join(slices.Delete(slices.Clone(pins), 1, 2), "\n")},
		"only sub-packages":                           {"sync/x.go", "x"},
		"a package named sync":                        {"sync/relay/x.go", "sync"},
		"init()":                                      {"cmd/till/x.go", "main\nfunc init() {}"},
		"x.go: 500 lines":                             {"tui/x.go", "tui" + long},
		"f has 70 lines":                              {"tui/x.go", "tui\nfunc f() {" + strings.Repeat("\n", funcLinesMax-1) + "}"},
		"no package comment":                          {"tui/widget/x.go", "widget"},
		"imports storage/bolt: the domain":            {"domain/sale/x.go", "sale\nimport \"tim/storage/bolt\""},
		"x_test.go: imports storage/bolt: the domain": {"domain/sale/x_test.go", "sale_test\nimport \"tim/storage/bolt\""},
		"x_test.go: imports storage/bolt: a screen":   {"tui/x_test.go", "tui\nimport \"tim/storage/bolt\""},
		"imports tui: the domain":                     {"domain/sale/x_test.go", "sale_test\nimport \"tim/tui\""},
		"imports domain/counter: domain packages":     {"domain/sale/x.go", "sale\nimport \"tim/domain/counter\""},
		"imports domain/shift: domain packages":       {"domain/sale/x.go", "sale\nimport \"tim/domain/shift\""},
		"imports domain/fault: domain packages":       {"domain/stock/x.go", "stock\nimport \"tim/domain/fault\""},
		"imports tim/domain/fault, but no rule":       {"sync/x/x.go", "x\nimport \"tim/domain/fault\""},
		"imports storage/bolt: a screen":              {"tui/x.go", "tui\nimport \"tim/storage/bolt\""},
		"imports sync/wire: a screen":                 {"tui/x.go", "tui\nimport \"tim/sync/wire\""},
		"imports sync/wire: a store":                  {"storage/bolt/x.go", "bolt\nimport \"tim/sync/wire\""},
		"imports tui/print: a store":                  {"storage/bolt/x.go", "bolt\nimport \"tim/tui/print\""},
		"imports storage/bolt: central's":             {"sync/hub/x.go", "hub\nimport \"tim/storage/bolt\""},
		"imports sync/engine: messages":               {"sync/wire/x.go", "wire\nimport \"tim/sync/engine\""},
		"imports sync/hub: the till's":                {"sync/uplink/x.go", "uplink\nimport \"tim/sync/hub\""},
		"imports tui: a whole world":                  {"sync/sim/x.go", "sim\nimport \"tim/tui\""},
		"imports sync/sim: a program that sells":      {"cmd/till/x.go", "main\nimport \"tim/sync/sim\""},
		"imports cmd/till: programs":                  {"cmd/sim/x.go", "main\nimport \"tim/cmd/till\""},
		"imports os, which":                           {"domain/sale/x.go", "sale\nimport \"os\""},
		"imports sync, which":                         {"domain/sale/x.go", "sale\nimport \"sync\""},
		"imports log/slog, which":                     {"domain/sale/x.go", "sale\nimport \"log/slog\""},
		"imports math/rand/v2, which":                 {"domain/sale/x.go", "sale\nimport \"math/rand/v2\""},
		"imports crypto/rand, which":                  {"domain/sale/x.go", "sale\nimport \"crypto/rand\""},
		"imports context, which":                      {"domain/sale/x.go", "sale\nimport \"context\""},
		"imports go.etcd.io/bbolt, which":             {"domain/sale/x.go", "sale\nimport \"go.etcd.io/bbolt\""},
		"imports net/http, which":                     {"sync/engine/x.go", "engine\nimport \"net/http\""},
		"line 3: time.Now":                            {"domain/sale/x.go", "sale\nimport \"time\"\nvar t = time.Now()"},
		"line 3: clock.NewTicker":                     {"domain/sale/x.go", "sale\nimport clock \"time\"\nvar t = clock.NewTicker"},
		"imports time with a dot":                     {"domain/sale/x.go", "sale\nimport . \"time\""},
		"line 3: fmt.Println":                         {"domain/sale/x.go", "sale\nimport \"fmt\"\nfunc f() { fmt.Println() }"},
		"line 2: a float":                             {"storage/bolt/x.go", "bolt\nvar x float64"},
		"wire/x.go: line 2: a float":                  {"sync/wire/x.go", "wire\nvar x = 1.5"},
		"imports charm.land/bubbletea/v2: what is pr": {"tui/print/x.go", "print\nimport \"charm.land/bubbletea/v2\""},
	} {
		tree := sound()
		text := planted[1]
		if path.Ext(planted[0]) == ".go" {
			text = "package " + text
		}
		tree[planted[0]] = &fstest.MapFile{Data: []byte(text)}
		found := breaches(t, tree)
		if !slices.ContainsFunc(found, func(b string) bool { return strings.Contains(b, want) }) {
			t.Errorf("%s in %s is not found; found %q", want, planted[0], found)
		}
	}
}
