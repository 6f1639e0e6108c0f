package text

import "tim/domain/loyalty"

// Language is a language of the screens. Vietnamese is the zero value: it comes first.
type Language uint8

// The languages.
const (
	Vietnamese Language = iota
	English
)

// Other is the language that Ctrl+L changes to.
func (l Language) Other() Language {
	if l == Vietnamese {
		return English
	}
	return Vietnamese
}

// Domain is the same language as the domain names it, for the explanations that are its own text (E16).
func (l Language) Domain() loyalty.Lang {
	if l == English {
		return loyalty.En
	}
	return loyalty.Vi
}

// Both is one short text in both languages.
type Both struct{ VI, EN string }

// Of makes a text of both languages; a missing one does not compile.
func Of(vietnamese, english string) Both { return Both{VI: vietnamese, EN: english} }

// In is the text in one language.
func (b Both) In(l Language) string {
	if l == English {
		return b.EN
	}
	return b.VI
}
