package export

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"tim/domain/report"
	"tim/tui/print"
	"tim/tui/text"
)

// bom lets spreadsheets take a file for UTF-8.
const bom = "\ufeff"

// heading is a column: its word and its stable key.
type heading struct{ word, key string }

// table is a CSV file.
type table struct {
	*csv.Writer
	cells []string // of the present row, kept for the next
}

func newTable(w io.Writer, headings []heading) (table, error) {
	if _, err := io.WriteString(w, bom); err != nil {
		return table{}, err
	}
	t := table{Writer: csv.NewWriter(w)}
	t.UseCRLF = true
	for _, h := range headings {
		t.cells = append(t.cells, h.word+" ("+h.key+")")
	}
	return t, t.Write(t.cells)
}

func (t *table) row(cells ...string) error {
	t.cells = append(t.cells[:0], cells...)
	return t.Write(t.cells)
}

func (t *table) end() error {
	t.Flush()
	return t.Error()
}

// computed begin what a spreadsheet would compute.
const computed = "=+-@\t\r"

// word is a cell of somebody's own words. One that a spreadsheet would compute becomes text by an apostrophe.
func word(s string) string {
	if s != "" && strings.ContainsRune(computed, rune(s[0])) {
		return "'" + s
	}
	return s
}

// number is a cell that is left empty where there is nothing.
func number[N ~int64](n N) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}

// paperTable has a row for each figure.
type paperTable struct {
	table
	lang text.Language
	err  error // of the heading
}

func newPaperTable(w io.Writer, lang text.Language) *paperTable {
	t := &text.In(lang).Export
	out := &paperTable{lang: lang}
	out.table, out.err = newTable(w, []heading{{t.Till, "till"}, {t.Shift, "shift"}, {t.Section, "section"}, {t.Key, "key"}, {t.Label, "label"},
		{t.Count, "count"}, {t.Points, "points"}, {t.Amount, "amount"}, {t.Text, "text"}})
	return out
}

func (t *paperTable) paper(p report.Paper) error {
	if t.err != nil {
		return t.err
	}
	shift := strconv.FormatInt(p.Sum.Shift.Number, 10)
	for _, f := range print.Figures(p, t.lang) {
		if err := t.row(word(p.Till), shift, f.Section, f.Key, f.Label, f.Count, f.Points, f.Amount, word(f.Text)); err != nil {
			return err
		}
	}
	return nil
}

func (t *paperTable) end() error {
	if t.err != nil {
		return t.err
	}
	return t.table.end()
}
