package print

import (
	"strings"
	"time"

	"tim/domain/money"
	"tim/domain/receipt"
	"tim/tui/text"
)

// sheet is a page with what all documents of a shop have in common.
type sheet struct {
	page
	*words
	lang text.Language
	zone *time.Location
}

func sheetOf(columns int, lang text.Language, zone *time.Location) sheet {
	return sheet{page: page{columns: columns}, words: &allWords[lang], lang: lang, zone: zone}
}

func (s *sheet) shop(shop receipt.Shop) {
	s.centre(shop.Name)
	s.centre(shop.Address)
	s.centre(labelled(s.taxCode, shop.TaxCode))
	s.centre(labelled(s.phone, shop.Phone))
	s.blank()
}

// amount is a figure that is left out when it is zero.
func (s *sheet) amount(label string, v money.VND) {
	if v != 0 {
		s.pair(0, label, text.Amount(v))
	}
}

func (s *sheet) until(at time.Time) string {
	if at.IsZero() {
		return s.never
	}
	return text.DateTime(at, s.zone)
}

// times is so much of goods at a price: 3 hộp × 32.000.
func times(q money.Quantity, unit string, price money.VND) string {
	return strings.TrimSpace(text.Quantity(q)+" "+unit) + " × " + text.Amount(price)
}

func labelled(label, value string) string {
	if value == "" {
		return ""
	}
	return label + " " + value
}

func given(there bool, s string) string {
	if there {
		return s
	}
	return ""
}
