package ident_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tim/domain/fault"
	"tim/domain/ident"
)

func TestOneMemberHoweverThePhoneIsWritten(t *testing.T) {
	for _, s := range []string{
		"0912345678", "0912 345 678", "0912.345.678", "0912-345-678", "(0912) 345 678", "+84912345678",
		"84912345678", "0084 912 345 678", "+84 912 345 678", "０９１２３４５６７８", "＋８４９１２３４５６７８", "912345678",
		"\t0912\u00a0345\u2009678\n",
	} {
		if got, err := ident.NormalisePhone(s); got != "+84912345678" || err != nil {
			t.Errorf("NormalisePhone(%q) = %q, %v", s, got, err)
		}
	}
}

func TestWhatIsNoMobileNumberIsRefused(t *testing.T) {
	for _, s := range []string{
		"", "0", "+84", "091234567", "09123456789", "01234567890", "02838234567", "1900 1234", "+1 202 555 0123",
		"0212345678", "0912345678x", "0912+345678", "+84+91234567", "++84912345678", "+0912345678", "+912345678",
		"84 0912345678", "٠٩١٢٣٤٥٦٧٨", "2000000000015", strings.Repeat(" ", 100) + "0912345678",
	} {
		got, err := ident.NormalisePhone(s)
		if fault.Code(err) != "phone.format" || got != "" {
			t.Errorf("NormalisePhone(%q) = %q, %v", s, got, err)
		}
		if s != "" && err != nil && strings.Contains(err.Error(), s) {
			t.Errorf("the fault carries the number: %v", err)
		}
	}
}

func TestPhonesOnPaperAreMasked(t *testing.T) {
	for in, want := range map[string]string{
		"+84912345678": "09•• ••• 678", "+84387654321": "03•• ••• 321", "": "", "0912345678": "", "+1202": "",
	} {
		if got := ident.MaskPhone(in); got != want {
			t.Errorf("MaskPhone(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPhonesReadBackFromTheLocalForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e164 := rapid.StringMatching(`\+84[35789][0-9]{8}`).Draw(t, "phone")
		local := ident.PhoneLocal(e164)
		if got, err := ident.NormalisePhone(local); got != e164 || err != nil || len(local) != 10 {
			t.Fatalf("%s is %s at home and reads as %s, %v", e164, local, got, err)
		}
	})
	if got := ident.PhoneLocal(""); got != "" {
		t.Errorf("no phone is %q at home", got)
	}
}

func FuzzNormalisePhone(f *testing.F) {
	f.Add("0912 345 678")
	f.Add("+84(0)912345678")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ident.NormalisePhone(s)
		if err != nil {
			return
		}
		if again, err := ident.NormalisePhone(got); again != got || err != nil || len(got) != 12 || ident.MaskPhone(got) == "" {
			t.Fatalf("%q became %q, which reads as %q, %v", s, got, again, err)
		}
	})
}
