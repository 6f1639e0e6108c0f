package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"tim/domain/journal"
	"tim/domain/report"
)

// What a desk answers is sent as JSON: kinds and states are words there, and come back as they were.
func TestKindsAndStatesAreWordsInJSON(t *testing.T) {
	row := report.Row{Place: report.Place{Writer: "01", Epoch: 1, Seq: 7, Amount: -5_000}, Kind: journal.CashMoved}
	b, err := json.Marshal([]any{row, report.Line{Chain: report.ChainForked}})
	if err != nil || !strings.Contains(string(b), `"kind":"cash.moved"`) || !strings.Contains(string(b), `"chain":"forked"`) || !strings.Contains(string(b), `"amount":"-5000"`) {
		t.Fatalf("%s, %v", b, err)
	}
	var got report.Row
	var parts []json.RawMessage
	if err := json.Unmarshal(b, &parts); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(parts[0], &got); err != nil || got.Kind != row.Kind || got.Place != row.Place {
		t.Errorf("%+v, %v", got, err)
	}
	var kind journal.Kind
	for _, word := range []string{"", "nothing", "-1", "70000"} {
		if err := kind.UnmarshalText([]byte(word)); err == nil {
			t.Errorf("%q is kind %d", word, kind)
		}
	}
	if err := kind.UnmarshalText([]byte("999")); err != nil || kind != 999 {
		t.Errorf("a newer program's: %d, %v", kind, err)
	}
}
