package catalog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Rank says how well a name fits what was typed: the greater the better, NoMatch is 0.
type Rank uint8

// The ranks. The Marked ones are given only when the query has marks and the name has the very same.
const (
	NoMatch         Rank = 0
	Initials        Rank = 1 // "dna" in Đặng Ngọc Ánh
	Inside          Rank = 2 // every word is somewhere in the name
	WordStart       Rank = 3 // every word begins a word of the name
	Prefix          Rank = 4 // and the first begins the name
	MarkedInside    Rank = 5
	MarkedWordStart Rank = 6
	MarkedPrefix    Rank = 7
)

const marked = MarkedInside - Inside

// Words splits what was typed into folded words.
func Words(s string) []string { return strings.Fields(Fold(s)) }

// Match ranks a folded text (SearchText) against folded words. No words match nothing.
func Match(folded string, words []string) Rank {
	if len(words) == 0 {
		return NoMatch
	}
	rank := WordStart
	for _, w := range words {
		switch at := strings.Index(folded, w); {
		case at < 0:
			return matchInitials(folded, words)
		case at > 0 && !startsWord(folded, w, at):
			rank = Inside
		}
	}
	if rank == WordStart && strings.HasPrefix(folded, words[0]) {
		return Prefix
	}
	return rank
}

// startsWord says whether w, first found at, begins any word of the text.
func startsWord(text, w string, at int) bool {
	for inWord(text[at-1]) {
		next := strings.Index(text[at+1:], w)
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return true
}

// inWord says whether a byte before a word's letter makes it an inner letter: "(cân)" begins with c.
func inWord(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c >= utf8.RuneSelf
}

const initialsMax = 16

func matchInitials(folded string, words []string) Rank {
	if len(words) != 1 || len(words[0]) < 2 || len(words[0]) > initialsMax {
		return NoMatch
	}
	var buf [initialsMax]byte
	if strings.Contains(string(appendInitials(buf[:0], folded)), words[0]) {
		return Initials
	}
	return NoMatch
}

// InitialsOf is the first letters of a folded name's words: "nta" of nguyen thi anh, "" of one word.
func InitialsOf(folded string) string {
	if initials := appendInitials(nil, folded); len(initials) > 1 {
		return string(initials)
	}
	return ""
}

func appendInitials(b []byte, folded string) []byte {
	b = append(b, folded[:min(1, len(folded))]...)
	for i := 1; i < len(folded) && len(b) < initialsMax; i++ {
		if folded[i-1] == ' ' && folded[i] != ' ' {
			b = append(b, folded[i])
		}
	}
	return b
}

// Letters is which letters and digits a folded text has, a bit each; all else is one more.
type Letters uint64

// LettersOf is those of a folded text.
func LettersOf(folded string) (l Letters) {
	for i := range len(folded) {
		switch c := folded[i]; {
		case 'a' <= c && c <= 'z':
			l |= 1 << (c - 'a')
		case '0' <= c && c <= '9':
			l |= 1 << (26 + c - '0')
		case c != ' ':
			l |= 1 << 36
		}
	}
	return l
}

// Query is what a person typed, made ready once for many names.
type Query struct {
	words   []string
	marked  []string // the words that carry marks, NFC and lower case
	letters Letters
}

// ParseQuery prepares what was typed.
func ParseQuery(s string) Query {
	q := Query{words: Words(s)}
	for _, w := range strings.Fields(plain(s)) {
		if Fold(w) != w {
			q.marked = append(q.marked, w)
		}
	}
	q.letters = LettersOf(strings.Join(q.words, ""))
	return q
}

// Best is the best rank that a name can have.
func (q Query) Best() Rank {
	if len(q.marked) > 0 {
		return MarkedPrefix
	}
	return Prefix
}

// May says whether a folded text of such letters can be ranked at all; most can't, and that costs next to nothing.
func (q Query) May(text Letters) bool { return q.letters&^text == 0 }

// Empty says whether nothing to search for was typed.
func (q Query) Empty() bool { return len(q.words) == 0 }

// Rank ranks a name; folded is its SearchText, kept by the caller because folding costs more than matching.
func (q Query) Rank(name, folded string) Rank {
	rank := Match(folded, q.words)
	if rank < Inside || len(q.marked) == 0 {
		return rank
	}
	name = plain(name)
	for _, w := range q.marked {
		if !strings.Contains(name, w) {
			return rank
		}
	}
	return rank + marked
}

// plain is s in NFC and lower case, marks kept.
func plain(s string) string {
	return strings.Map(unicode.ToLower, norm.NFC.String(s))
}
