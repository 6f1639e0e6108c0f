package print

import (
	"strconv"
	"time"

	"tim/tui/text"
)

// Again is the mark above a paper of which some may have come out before.
func Again(columns int, lang text.Language) []Row {
	p := page{columns: columns}
	p.mark(allDeviceWords[lang].again)
	return p.rows
}

// testCode is a product's code that no shop sells under.
const testCode = "2000000000008"

// Test is a paper that shows what a printer makes of letters, widths and codes. about is what it is set to.
func Test(about []string, at time.Time, zone *time.Location, columns int, lang text.Language) []Row {
	s, w := sheetOf(columns, lang, zone), &allDeviceWords[lang]
	s.mark(w.test)
	s.centre(text.DateTime(at, zone))
	s.rule()
	for _, line := range about {
		s.text(0, line)
	}
	s.rule()
	ruler := make([]byte, columns)
	for i := range ruler {
		ruler[i] = strconv.Itoa((i + 1) % 10)[0]
	}
	s.put(string(ruler))
	s.text(0, w.letters)
	s.text(0, w.capital)
	s.pair(0, s.total, "1.234.567 ₫")
	from := len(s.rows)
	s.pair(0, s.total, "1.234.567 ₫")
	s.large(from)
	s.text(0, w.readable)
	s.code(w.codes, "TIM-"+strconv.Itoa(columns))
	s.picture(EAN13, testCode)
	s.centre(testCode)
	return s.rows
}
