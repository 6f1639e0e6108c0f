package print

import (
	"reflect"
	"testing"

	"tim/tui/text"
)

func TestNoWordIsMissing(t *testing.T) {
	for lang, w := range receiptWords {
		v := reflect.ValueOf(w)
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Errorf("language %d has no %s", lang, v.Type().Field(i).Name)
			}
		}
		for kind, word := range w.tenders[1:] {
			if word == "" {
				t.Errorf("language %d has no word for tender %d", lang, kind+1)
			}
		}
	}
	if len(receiptWords) != int(text.English)+1 {
		t.Errorf("%d languages", len(receiptWords))
	}
}
