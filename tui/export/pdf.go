package export

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"

	"tim/domain/report"
	"tim/tui/export/font"
	"tim/tui/print"
	"tim/tui/text"
)

// An A4 sheet, in points. A letter of the font is 0.6 of its size wide.
const (
	pdfColumns = 72
	pdfSize    = 10.5
	pdfLead    = 13.0
	pdfLeft    = 70.0
	pdfTop     = 56.0
	pdfRows    = 54
	pdfFoot    = 800.0
	pdfSmall   = 8.0
)

// noLetter stands for what the font doesn't have.
const noLetter = '?'

// pdfPapers are papers on A4, each with its own pages.
type pdfPapers struct {
	w    io.Writer
	lang text.Language
	doc  *fpdf.Fpdf
	font *sfnt.Font
	buf  sfnt.Buffer
}

func newPDF(w io.Writer, lang text.Language) (*pdfPapers, error) {
	letters, err := sfnt.Parse(font.Mono)
	if err != nil {
		return nil, fmt.Errorf("read the font: %w", err)
	}
	doc := fpdf.New("P", "pt", "A4", "")
	doc.SetAutoPageBreak(false, 0)
	doc.SetCatalogSort(true)
	doc.SetProducer("Tim", true)
	doc.AddUTF8FontFromBytes("mono", "", font.Mono)
	return &pdfPapers{w: w, lang: lang, doc: doc, font: letters}, nil
}

func (p *pdfPapers) paper(doc report.Paper) error {
	lines := print.Report(doc, pdfColumns, p.lang)
	proof := report.Provenance{}
	if doc.Provenance != nil {
		proof = *doc.Provenance
		lines = append(lines, print.Proof(proof, doc.Zone, pdfColumns, p.lang)...)
	}
	p.doc.SetCreationDate(doc.At)
	p.doc.SetModificationDate(doc.At)
	t := &text.In(p.lang).Export
	whose := t.PaperOf(doc.Till, strconv.FormatInt(doc.Sum.Shift.Number, 10), short(proof.Head, 16), short(proof.PublicKey, 16))
	pages := (len(lines) + pdfRows - 1) / pdfRows
	for n := range pages {
		p.doc.AddPage()
		p.doc.SetFont("mono", "", pdfSize)
		for i, line := range lines[n*pdfRows : min((n+1)*pdfRows, len(lines))] {
			p.doc.Text(pdfLeft, pdfTop+pdfLead*float64(i), p.drawable(line))
		}
		p.doc.SetFont("mono", "", pdfSmall)
		foot, page := p.drawable(whose), t.Page(n+1, pages)
		p.doc.Text(pdfLeft, pdfFoot, foot)
		p.doc.Text(pdfLeft+pdfColumns*pdfSize*0.6-p.doc.GetStringWidth(page), pdfFoot, page)
	}
	return p.doc.Error()
}

// short is the beginning of a long value.
func short(s string, n int) string { return s[:min(n, len(s))] }

// drawable is a text with a sign for each letter that the font doesn't have.
func (p *pdfPapers) drawable(s string) string {
	return strings.Map(func(r rune) rune {
		if i, err := p.font.GlyphIndex(&p.buf, r); err != nil || i == 0 || r > 0xffff {
			return noLetter
		}
		return r
	}, s)
}

func (p *pdfPapers) end() error { return p.doc.Output(p.w) }
