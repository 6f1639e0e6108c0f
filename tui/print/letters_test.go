package print

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// vietnamese is every letter of it: twelve vowels in six tones, and đ.
func vietnamese() []string {
	var all []string
	for _, vowel := range []string{"a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"} {
		for _, tone := range []string{"", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"} {
			all = append(all, norm.NFC.String(vowel+tone))
		}
	}
	all = append(all, "đ", "d")
	for _, small := range all {
		all = append(all, strings.ToUpper(small))
	}
	return append(all, "₫", "*", "0", "8")
}

func TestEveryVietnameseLetterHasItsOwnPicture(t *testing.T) {
	seen := map[string]string{}
	for _, s := range vietnamese() {
		d := letters(s, 1)
		if d.width() != letterWide || d.height() != letterHigh {
			t.Errorf("%s is %d x %d", s, d.width(), d.height())
		}
		drawn := fmt.Sprint(d.rows)
		if other, known := seen[drawn]; known {
			t.Errorf("%s looks like %s", s, other)
		}
		seen[drawn] = s
		if composed, apart := drawn, fmt.Sprint(letters(norm.NFD.String(s), 1).rows); composed != apart {
			t.Errorf("%s looks different in parts", s)
		}
	}
}

func TestLettersOfOtherScriptsAreBoxes(t *testing.T) {
	if d := letters("世", 1); d.width() != letterWide || fmt.Sprint(d.rows) == fmt.Sprint(letters(" ", 1).rows) {
		t.Error("nothing stands for it")
	}
	if letters("\u0301", 1).width() != letterWide { // a mark that nothing carries
		t.Error("a mark alone is no letter")
	}
}
