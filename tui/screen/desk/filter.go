package desk

import (
	"slices"
	"strconv"
	"strings"

	"tim/domain/catalog"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/report"
	"tim/tui/text"
)

// What leads a part of the filter.
const (
	leadKind   = "/"
	leadWho    = "@"
	leadMember = "#"
	leadAmount = ">"
)

// Filtered is what a typed filter asks of a shift's ledger. ok is false when it names a kind that there isn't: then there is nothing
// to be found. A part that is only begun narrows nothing yet.
func Filtered(of report.ShiftID, typed string) (q report.LedgerQuery, ok bool) {
	q = report.LedgerQuery{Shift: of}
	var words []string
	for _, part := range strings.Fields(typed) {
		lead, rest := part[:1], part[1:]
		switch {
		case lead == leadKind && rest != "":
			if q.Kinds = kindsNamed(rest); len(q.Kinds) == 0 {
				return q, false
			}
		case lead == leadWho:
			q.Cashier = strings.TrimSpace(q.Cashier + " " + rest)
		case lead == leadMember:
			q.Member = rest
		case lead == leadAmount:
			q.Least = amountOf(rest)
		case lead != leadKind:
			words = append(words, part)
		}
	}
	q.Text = strings.Join(words, " ")
	return q, true
}

// kindsNamed are the kinds that are called so in either language, without diacritics, or the one of that code.
func kindsNamed(word string) []journal.Kind {
	var kinds []journal.Kind
	var exact journal.Kind
	if exact.UnmarshalText([]byte(word)) == nil && exact.String() == word {
		return []journal.Kind{exact}
	}
	word = catalog.Fold(word)
	for k := journal.Kind(1); k < kindsMax; k++ {
		if k.Known() && slices.ContainsFunc([]text.Language{text.Vietnamese, text.English}, func(l text.Language) bool {
			return beginsWords(catalog.Words(text.Event(k, l)), word)
		}) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// beginsWords says whether what was typed without spaces begins at one of the words: "huydon" at "hủy đơn", and "huy" not inside "chuyển".
func beginsWords(words []string, typed string) bool {
	for i := range words {
		if strings.HasPrefix(strings.Join(words[i:], ""), typed) {
			return true
		}
	}
	return false
}

// kindsMax is beyond every kind.
const kindsMax = journal.Kind(256)

// amountOf is a typed amount: "50000", "50.000", "50k", "1,5tr", "2m"; 0 when it is none.
func amountOf(s string) money.VND {
	s = strings.ToLower(s)
	unit := int64(1)
	for suffix, of := range map[string]int64{"k": 1_000, "tr": 1_000_000, "m": 1_000_000} {
		if rest, found := strings.CutSuffix(s, suffix); found {
			s, unit = rest, of
			break
		}
	}
	whole, tenth := strings.ReplaceAll(s, ".", ""), "0"
	if unit > 1 {
		if before, after, found := strings.Cut(strings.ReplaceAll(s, ".", ","), ","); found {
			whole, tenth = before, after
		}
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	part, bad := strconv.ParseInt(tenth, 10, 64)
	if err != nil || bad != nil || len(tenth) != 1 || n < 0 || n > int64(money.Max)/unit {
		return 0
	}
	return money.VND(n*unit + part*unit/10)
}
