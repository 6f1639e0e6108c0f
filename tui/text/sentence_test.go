package text

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/money"
)

// sources are where faults and notices are made that a till can show. Central's own store says its faults to programs.
var sources = []string{"domain/money", "domain/ident", "domain/catalog", "domain/loyalty", "domain/sale", "domain/shift",
	"domain/counter", "storage/bolt", "tui/screen"}

var code = regexp.MustCompile(`^[a-z_]+\.[a-z_]+$`)

// codes are those that a source names where it makes a fault or a notice.
func codes(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	tree := os.DirFS("../..")
	for _, dir := range sources {
		err := fs.WalkDir(tree, dir, func(name string, entry fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) || entry == nil || entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") ||
				strings.HasPrefix(path.Base(name), "central") {
				return nil
			}
			src, err := fs.ReadFile(tree, name)
			if err != nil {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, src, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				for _, c := range made(n) {
					found[c] = name
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// made is the codes that one node makes: fault.New(kind, code, …), fault.At(field, code, …), fault.Wrap(kind, code, …),
// a collector's add(field, code, …), a screen's tell(code, …), Code: code, and x.Code = code.
func made(n ast.Node) []string {
	switch n := n.(type) {
	case *ast.CallExpr:
		name := ""
		switch f := n.Fun.(type) {
		case *ast.SelectorExpr:
			name = f.Sel.Name
		case *ast.Ident:
			name = f.Name
		}
		switch {
		case slices.Contains([]string{"New", "At", "Wrap", "add"}, name) && len(n.Args) >= 3:
			return literal(n.Args[1])
		case name == "tell" && len(n.Args) > 0:
			return literal(n.Args[0])
		}
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Code" {
			return literal(n.Value)
		}
	case *ast.AssignStmt:
		if len(n.Lhs) == 1 {
			if left, ok := n.Lhs[0].(*ast.SelectorExpr); ok && left.Sel.Name == "Code" {
				return literal(n.Rhs[0])
			}
		}
	}
	return nil
}

func literal(e ast.Expr) []string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return nil
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil || !code.MatchString(s) {
		return nil
	}
	return []string{s}
}

func TestEveryFaultAndNoticeHasASentence(t *testing.T) {
	found := codes(t)
	if len(found) < 60 {
		t.Fatalf("only %d codes were found in the sources: does the test still read them?", len(found))
	}
	for c, file := range found {
		if !Known(c) {
			t.Errorf("%s (%s) has no sentence", c, file)
		}
	}
}

func TestEverySentenceIsInBothLanguages(t *testing.T) {
	for _, table := range []map[string]Both{sentences, notices} {
		for c, s := range table {
			if s.VI == "" || s.EN == "" || s.VI == s.EN {
				t.Errorf("%s: %q / %q", c, s.VI, s.EN)
			}
			if got, want := names(s.VI), names(s.EN); !slices.Equal(got, want) {
				t.Errorf("%s: the languages use different arguments: %v, %v", c, got, want)
			}
		}
	}
}

var argument = regexp.MustCompile(`\{[a-z_]+\}`)

func names(template string) []string {
	found := argument.FindAllString(template, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// usual are arguments as they come at a till.
var usual = fault.Args{
	"code": "8934563138165", "refused": int64(2), "text": "abc", "max": int64(999), "name": "Cam sành", "value": "abc",
	"line": "7", "due": money.VND(143_290), "paid": money.VND(100_000), "tries": int64(3), "min": int64(10), "step": int64(5),
	"most": int64(96), "have": int64(300), "want": int64(500), "phone": "+84912345678", "number": "HD-01-000123",
	"left": money.VND(45_000), "know": int64(3), "file": "ledger.db", "word": "xyz", "lines": 3, "points": int64(70),
	"quantity": money.Quantity(1245), "unit": "kg", "price": money.VND(30_000), "part": money.Per100(10), "from": int64(70),
	"to": int64(50), "tiers": "Vàng, Kim cương", "channels": "web", "sku": "SUA-1L", "with": "points", "was": money.VND(32_000), "now": money.VND(30_000),
	"stock": int64(12), "n": 2, "amount": money.VND(100_000), "float": money.VND(500_000), "error": "boom", "state": "paid",
}

func TestAFaultAtTheTillFitsOneRow(t *testing.T) {
	args := fault.Args{}
	for k, v := range usual {
		args[k] = v
	}
	args["max"] = money.VND(10_000_000)
	for c := range allOf(faults, rewards) {
		for _, l := range []Language{Vietnamese, English} {
			s := Fault(fault.New(fault.Invalid, c, args), l)
			if n := len([]rune(s)); n > 76 {
				t.Errorf("%s is %d cells: %s", c, n, s)
			}
			if strings.ContainsAny(s, "{}[]…") {
				t.Errorf("%s lacks an argument: %s", c, s)
			}
		}
	}
}

func TestSentencesReadAsAShopkeeperReadsThem(t *testing.T) {
	say := func(code string, args fault.Args) string {
		return Fault(fault.New(fault.Invalid, code, args), Vietnamese)
	}
	same(t, say("points.limit", fault.Args{"most": int64(1_096), "want": int64(2_000), "rule": "max_percent"}),
		"Đơn này dùng được nhiều nhất 1.096 điểm · chưa trừ điểm · gõ lại")
	same(t, say("order.unpaid", fault.Args{"due": money.VND(143_290)}), "Đơn chưa trả đủ, còn thiếu 143.290\u00a0₫ · chưa đóng đơn · F9 trả tiếp")
	same(t, say("order.unpaid", nil), "Đơn chưa trả đủ · chưa đóng đơn · F9 trả tiếp")
	same(t, say("phone.unknown", fault.Args{"phone": "+84912345678"}), "Chưa có khách 0912 345 678 · F3 tạo khách mới")
	same(t, Notice(counter.Notice{Code: "line.added", Args: fault.Args{"name": "Cam sành", "quantity": money.Quantity(1245), "unit": "kg"}}, Vietnamese),
		"Đã thêm Cam sành · 1,245 kg")
	same(t, Notice(counter.Notice{Code: "order.empty", Error: true}, English), "The order is empty · scan something first")
	same(t, Fault(nil, English), "")
}

func TestASurpriseSaysThatNothingWasStored(t *testing.T) {
	same(t, Fault(errors.New("write ledger: boom"), English),
		"Unexpected error, nothing was stored: write ledger: boom · try again, else call a manager")
	if s := Fault(fmt.Errorf("write: %w", fault.New(fault.Internal, "never.seen", nil)), Vietnamese); !strings.Contains(s, "never.seen") {
		t.Error(s)
	}
}

func TestWhatWasScannedCantReachTheTerminal(t *testing.T) {
	got := Fault(fault.New(fault.NotFound, "code.unknown", fault.Args{"code": "\x1b[2J\x07" + strings.Repeat("9", 100)}), English)
	if strings.ContainsAny(got, "\x1b\x07") || len(got) > 140 {
		t.Errorf("%q", got)
	}
	got = Fault(fault.New(fault.NotFound, "code.unknown", fault.Args{"code": "a{name}[b"}), English)
	same(t, got, "No product a{name}[b · nothing sold · Esc, then type its name (F2)")
}
