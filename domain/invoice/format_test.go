package invoice_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"tim/domain/invoice"
)

func TestEachFormatSaysAllThatTheAuthorityAsksFor(t *testing.T) {
	b := invoice.Batch{ID: "b1", Zone: time.FixedZone("ICT", 7*3600), Records: []invoice.Record{*aRecord()}}
	for name, f := range invoice.Formats() {
		var file bytes.Buffer
		if err := f.Write(&file, b); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"1C26MAA", "M1-26-ABCDE-00000000021", "M1-26-ABCDE-00000000017", "0301442379", "0100109106", "Công ty Cam Sành", "-29630", "-2370",
			"-32000", "Sữa", "móp hộp"} {
			if !strings.Contains(file.String(), want) {
				t.Errorf("%s lacks %s:\n%s", name, want, file.String())
			}
		}
		var any struct{}
		if name == "json" && json.Unmarshal(file.Bytes(), &any) != nil || name == "xml" && xml.Unmarshal(file.Bytes(), &any) != nil {
			t.Errorf("%s can't be read:\n%s", name, file.String())
		}
	}
}
