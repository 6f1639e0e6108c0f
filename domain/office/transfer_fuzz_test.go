package office_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"tim/domain/fault"
)

// FuzzImport: whatever stands in a file, an import either takes all of it or says why, row by row, and keeps nothing;
// and what it took is exported as it would be taken again.
func FuzzImport(f *testing.F) {
	kinds := []string{"members", "products", "rewards", "balances", "adjustments"}
	for _, text := range []string{
		"phone,name\n0912345678,Ánh\n", "sku;name;price\nA;B;1\n", "id\tname\tcost\tgives.kind\tgives.amount\nr\tR\t1\tamount\t5\n",
		"phone,points\n0912345678,5\n", `{"phone":"0912345678","reason":"x","points":1}`, `{"id":"r","gives":{"kind":"product","sku":"x"}}`,
		`{"sku":"1","name":"x","barcodes":["2000000000015"],"vat":[{"percent":"8"}]}`, "\ufeffphone\n\"\n", "{", "[]", ",\n,", "id,id\n",
	} {
		for kind := range kinds {
			f.Add(byte(kind), strings.HasPrefix(text, "{"), text)
		}
	}
	s := openOffice(f)
	s.program()
	f.Fuzz(func(t *testing.T, kind byte, jsonl bool, text string) {
		s := &shopOffice{Office: s.Office, t: t}
		name, format := kinds[int(kind)%len(kinds)], "csv"
		if jsonl {
			format = "jsonl"
		}
		r, err := s.load(name, format, text)
		if (err == nil) != (len(r.Errors) == 0) || err != nil && fault.Code(err) != "import.refused" {
			t.Fatalf("%+v, %v", r, err)
		}
		if err == nil && r.Created+r.Changed+r.Unchanged != r.Rows {
			t.Errorf("%+v", r)
		}
		for _, e := range r.Errors {
			if e.Row < 1 || e.Code == "" || !utf8.ValidString(e.Code) {
				t.Errorf("%+v", e)
			}
		}
		if err != nil || int(kind)%len(kinds) > 2 {
			return
		}
		if again, err := s.load(name, format, s.saved(name, format)); err != nil || again.Unchanged != again.Rows {
			t.Errorf("exported and imported again: %+v, %v", again, err)
		}
	})
}
