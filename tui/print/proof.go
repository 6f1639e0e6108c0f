package print

import (
	"fmt"
	"strconv"
	"time"

	"tim/domain/report"
	"tim/tui/text"
)

// Proof is what a paper or an export can be checked by, as lines of at most so many cells.
func Proof(p report.Provenance, zone *time.Location, columns int, lang text.Language) []string {
	s, f := sheetOf(columns, lang, zone), &allFigureWords[lang]
	s.rule()
	s.centre(f.proven)
	s.pair(0, allReportWords[lang].events, placeOf(p.Till, p.Epochs[0], p.First)+" – "+placeOf(p.Till, p.Epochs[1], p.Last))
	s.named(f.head, p.Head)
	if p.Signature != "" {
		s.named(f.sealOver(fmt.Sprintf("%d–%d", p.Sealed[0], p.Sealed[1])), p.Signature)
	}
	s.named(f.key, p.PublicKey)
	s.blank()
	s.text(0, f.check(strconv.FormatUint(p.Last, 10)))
	return Lines(s.rows, columns)
}

// named is a long value below its name.
func (s *sheet) named(label, value string) {
	if value != "" {
		s.text(0, label)
		s.text(2, value)
	}
}
