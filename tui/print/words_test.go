package print

import (
	"reflect"
	"testing"

	"tim/tui/text"
)

func TestNoWordIsMissing(t *testing.T) {
	for lang, w := range allWords {
		for _, part := range []any{w, w.returnWords, w.voucherWords} {
			v := reflect.ValueOf(part)
			for i := range v.NumField() {
				if v.Field(i).IsZero() {
					t.Errorf("language %d has no %s", lang, v.Type().Field(i).Name)
				}
			}
		}
		for kind, word := range w.tenders[1:] {
			if word == "" {
				t.Errorf("language %d has no word for tender %d", lang, kind+1)
			}
		}
	}
	if len(allWords) != int(text.English)+1 {
		t.Errorf("%d languages", len(allWords))
	}
}
