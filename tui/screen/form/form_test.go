package form_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"tim/domain/fault"
	"tim/tui/screen/form"
)

// Typing replaces what stands in a field that one comes to; where a fault led there, Backspace takes the last letter only.
func TestAFaultIsPutRightAtItsLastLetter(t *testing.T) {
	f := form.New(form.One(form.Field{Key: "name"}), form.One(form.Field{Key: "code"})).With("code", "2000000000018").Focus("code")
	if anew, _ := f.Update(tea.KeyPressMsg{Code: '5', Text: "5"}); anew.Value("code") != "5" {
		t.Errorf("typed anew: %q", anew.Value("code"))
	}
	f = f.Faulty(map[string]error{"code": fault.At("code", "code.check_digit", nil)}).FirstFault()
	if anew, _ := f.Update(tea.KeyPressMsg{Code: '5', Text: "5"}); anew.Value("code") != "5" {
		t.Errorf("typed anew at the fault: %q", anew.Value("code"))
	}
	f, _ = f.Update(tea.KeyPressMsg{Code: tea.KeyBackspace})
	f, _ = f.Update(tea.KeyPressMsg{Code: '5', Text: "5"})
	if f.Value("code") != "2000000000015" {
		t.Errorf("put right: %q", f.Value("code"))
	}
}
