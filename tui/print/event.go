package print

import (
	"slices"
	"strings"
	"time"

	"tim/domain/report"
	"tim/tui/text"
)

// eventIndent is where what belongs to an event stands below it.
const eventIndent = 16

// Event is an event of a ledger as lines of at most so many cells.
func Event(r report.Row, zone *time.Location, columns int, lang text.Language) []string {
	s, t := sheetOf(columns, lang, zone), &text.In(lang).Export
	left := []string{r.At.In(zone).Format("02/01 15:04:05"), " " + text.Event(r.Kind, lang)}
	about := []string{r.Receipt, r.Line, text.GivenReason(r.Reason, lang)}
	for _, tender := range r.Tenders {
		about = append(about, s.words.tenders.Of(tender.Kind, tender.Name)+" "+text.Amount(tender.Amount()))
	}
	figure := ""
	if r.Amount != 0 {
		figure = text.Amount(r.Amount)
	}
	s.pair(0, strings.Join(append(left, joined(" · ", about...)), "  "), figure)
	points := ""
	if r.Points != 0 {
		points = t.PointsIs(text.Points(r.Points))
	}
	s.text(eventIndent, joined(" · ", placeOf(r.Writer, r.Epoch, r.Seq), r.Actor, sayIf(t.ApprovedBy, r.Approver), sayIf(t.MemberIs, r.Member), points))
	return Lines(s.rows, columns)
}

func sayIf(say func(string) string, s string) string {
	if s == "" {
		return ""
	}
	return say(s)
}

// joined are the parts that there are.
func joined(by string, parts ...string) string {
	return clean(strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), by))
}
