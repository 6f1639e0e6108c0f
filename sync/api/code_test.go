package api_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"tim/domain/fault"
	"tim/sync/api"
)

// spoken are the folders whose codes can reach an answer.
var spoken = []string{"domain/money", "domain/ident", "domain/catalog", "domain/loyalty", "domain/sale", "domain/office", "storage/bolt", "sync/api", "cmd/central"}

var codeForm = regexp.MustCompile(`^[a-z_]+\.[a-z_]+$`)

func TestEveryCodeHasWordsInBothLanguages(t *testing.T) {
	found := map[string]string{}
	for _, folder := range spoken {
		collect(t, folder, found)
	}
	if len(found) < 100 {
		t.Fatalf("only %d codes found: the search is broken", len(found))
	}
	for code, where := range found {
		err := fault.New(fault.Invalid, code, nil)
		en, vi := api.Sentence(err, false), api.Sentence(err, true)
		if en == code || vi == code {
			t.Errorf("%s (%s) has no words", code, where)
		}
	}
}

// collect finds codes where faults are made: second argument of New, At, Wrap and of checkers' add, and Code fields.
func collect(t *testing.T, folder string, found map[string]string) {
	entries, err := fs.ReadDir(os.DirFS("../.."), folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), "../../"+folder+"/"+e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		note := func(e ast.Expr, where string) {
			lit, ok := e.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return
			}
			if code, err := strconv.Unquote(lit.Value); err == nil && codeForm.MatchString(code) {
				found[code] = where
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if sel, ok := n.Fun.(*ast.SelectorExpr); ok && len(n.Args) > 1 {
					switch sel.Sel.Name {
					case "New", "At", "Wrap", "add", "fail":
						note(n.Args[1], folder+"/"+e.Name())
					}
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Code" {
					note(n.Value, folder+"/"+e.Name())
				}
			}
			return true
		})
	}
}
