// Package export writes papers and ledgers into files: CSV for spreadsheets, JSON lines for programs, text and PDF for paper. It sums and
// rounds nothing, and says at the end of every file what proves it (report.Provenance).
//
// Caveats. CSV is UTF-8 with a byte order mark, by RFC 4180, in the order of columns that the package's headings have; a heading is a word of
// the language and, in brackets, the column's stable key. Instants are "2006-01-02 15:04:05" in the shop's time zone, because that is what
// spreadsheets take for an instant; exact ones with their zone are in the JSON lines. Amounts are whole đồng without dots. Cells of people's
// own words that a spreadsheet would compute begin with an apostrophe.
package export

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/report"
	"tim/tui/print"
	"tim/tui/text"
)

// Format is a form of file.
type Format string

// The formats.
const (
	CSV   Format = "csv"
	JSONL Format = "jsonl"
	Text  Format = "text"
	PDF   Format = "pdf" // of papers only
)

// ParseFormat reads a format; "" is what the file's name says, else first. Fault: format.unknown (value, allowed).
func ParseFormat(said, file string, allowed ...Format) (Format, error) {
	if said == "" {
		_, said, _ = strings.Cut(file[strings.LastIndexByte(file, '/')+1:], ".")
		said = said[strings.LastIndexByte(said, '.')+1:]
		if said == "txt" {
			said = string(Text)
		}
		if file == "" {
			said = string(allowed[0])
		}
	}
	var names []string
	for _, f := range allowed {
		if string(f) == strings.ToLower(said) {
			return f, nil
		}
		names = append(names, string(f))
	}
	return "", fault.At("format", "format.unknown", fault.Args{"value": said, "allowed": strings.Join(names, ", ")})
}

// Options are how a file is written.
type Options struct {
	Format Format
	Lang   text.Language
	Zone   *time.Location // of a ledger; papers have their own
	Title  string         // of a ledger as text
}

// Papers writes the X's and Z's that each is handed, in their order, and says how many they were.
func Papers(w io.Writer, o Options, papers func(each func(report.Paper) error) error) (n int64, err error) {
	var out interface {
		paper(report.Paper) error
		end() error
	}
	switch o.Format {
	case CSV:
		out = newPaperTable(w, o.Lang)
	case JSONL:
		out = jsonPapers{json.NewEncoder(w)}
	case Text:
		out = &textPapers{w: w, lang: o.Lang}
	case PDF:
		if out, err = newPDF(w, o.Lang); err != nil {
			return 0, err
		}
	default:
		panic("export: papers as " + string(o.Format))
	}
	err = papers(func(p report.Paper) error {
		n++
		return out.paper(p)
	})
	if err != nil {
		return n, err
	}
	return n, out.end()
}

// jsonPapers is a line for each paper.
type jsonPapers struct{ lines *json.Encoder }

// paper leaves out what a blind count isn't told.
func (j jsonPapers) paper(p report.Paper) error {
	if p.Hidden {
		p.Sum.Tenders, p.Sum.Rounding, p.Sum.ByHand = nil, 0, report.Tally{}
	}
	return j.lines.Encode(p)
}

func (j jsonPapers) end() error { return nil }

// textPapers are papers of 48 columns, one to a sheet.
type textPapers struct {
	w    io.Writer
	lang text.Language
	n    int
}

func (t *textPapers) paper(p report.Paper) error {
	lead := ""
	if t.n++; t.n > 1 {
		lead = "\f"
	}
	lines := print.Report(p, print.Wide, t.lang)
	if p.Provenance != nil {
		lines = append(lines, print.Proof(*p.Provenance, p.Zone, print.Wide, t.lang)...)
	}
	_, err := fmt.Fprintln(t.w, lead+strings.Join(lines, "\n"))
	return err
}

func (t *textPapers) end() error { return nil }
