package sale

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"tim/domain/fault"
	"tim/domain/money"
)

func TestVietQRAsPublished(t *testing.T) {
	for _, c := range []struct {
		bin, account string
		amount       money.VND
		memo, want   string
	}{
		{"970436", "0011001234567", 1_250_000, "CH01 Q02 HD000123", "00020101021238570010A00000072701270006970436011300110012345670208QRIBFTTA5303704540712500005802VN62210817CH01 Q02 HD00012363044089"},
		{"970436", "0011001234567", 0, "", "00020101021138570010A00000072701270006970436011300110012345670208QRIBFTTA53037045802VN6304E8DB"},
		{"970422", "0912345678", 49_500, "HD00012345", "00020101021238540010A00000072701240006970422011009123456780208QRIBFTTA53037045405495005802VN62140810HD00012345630415C9"},
	} {
		got, err := VietQR(c.bin, c.account, c.amount, c.memo)
		if err != nil || got != c.want {
			t.Errorf("%s %s:\n%s %v, want\n%s", c.bin, c.account, got, err, c.want)
		}
	}
	if crc := crc16("123456789"); crc != 0x29B1 {
		t.Errorf("the checksum of the check text is %04X", crc)
	}
}

func TestAMemoIsWhatEveryBankKeeps(t *testing.T) {
	for memo, want := range map[string]string{
		"Đơn hàng số 12": "DON HANG SO 12", "q02-hd/000123": "Q02 HD 000123", "  a  b ": "A B", "₫₫₫": "", "": "",
		"một hai ba bốn năm sáu": "MOT HAI BA BON NAM", "NGUYỄN": "NGUYEN",
	} {
		if got := foldMemo(memo); got != want {
			t.Errorf("%q becomes %q, want %q", memo, got, want)
		}
	}
}

func TestATransferNobodyCouldMakeHasNoCode(t *testing.T) {
	for name, c := range map[string]struct {
		bin, account string
		amount       money.VND
		code         string
	}{
		"no bank":             {"", "123", 1, "field.characters"},
		"a bank by its name":  {"VCB   ", "123", 1, "field.characters"},
		"no account":          {"970436", "", 1, "field.characters"},
		"account with spaces": {"970436", "0011 0012", 1, "field.characters"},
		"account too long":    {"970436", strings.Repeat("1", 20), 1, "field.characters"},
		"account not ASCII":   {"970436", "tài", 1, "field.characters"},
		"below nothing":       {"970436", "123", -1, "field.range"},
		"14 digits":           {"970436", "123", TransferQRMax, "field.range"},
	} {
		if got, err := VietQR(c.bin, c.account, c.amount, "x"); fault.Code(err) != c.code || got != "" {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}

func TestTheMemoNamesTheOrder(t *testing.T) {
	o := Order{ID: "0192f3c1-7a2b-7def-8123-456789abcdef", Till: "01"}
	if got := o.TransferMemo(); got != "Q0189ABCDEF" {
		t.Error(got)
	}
	for _, o := range []Order{{}, {Till: "quầy số mười hai bên trái"}, {ID: "o1", Till: "2"}} {
		if got := o.TransferMemo(); !regexp.MustCompile(`^[A-Z0-9]{1,19}$`).MatchString(got) {
			t.Errorf("%+v: %q", o, got)
		}
	}
}

// tags reads the fields of an EMV code.
func tags(s string) (map[string]string, error) {
	fields := map[string]string{}
	for s != "" {
		if len(s) < 4 {
			return nil, fmt.Errorf("%q is no field", s)
		}
		n, err := strconv.Atoi(s[2:4])
		if err != nil || n > len(s)-4 {
			return nil, fmt.Errorf("%q has a wrong length", s)
		}
		if _, twice := fields[s[:2]]; twice {
			return nil, fmt.Errorf("field %s comes twice", s[:2])
		}
		fields[s[:2]], s = s[4:4+n], s[4+n:]
	}
	return fields, nil
}

func FuzzVietQRReadsBack(f *testing.F) {
	f.Add("970436", "0011001234567", int64(1_250_000), "CH01 Q02 HD000123")
	f.Add("970422", "0912345678", int64(0), "Đơn hàng số 12 của Ánh ở quầy 3")
	f.Fuzz(func(t *testing.T, bin, account string, amount int64, memo string) {
		code, err := VietQR(bin, account, money.VND(amount), memo)
		if err != nil {
			return
		}
		got, err := tags(code)
		if err != nil {
			t.Fatalf("%q: %v", code, err)
		}
		if crc := fmt.Sprintf("%04X", crc16(code[:len(code)-4])); got["63"] != crc {
			t.Fatalf("checksum %s, want %s", got["63"], crc)
		}
		account38, err := tags(got["38"])
		if err != nil {
			t.Fatal(err)
		}
		to, err := tags(account38["01"])
		if err != nil || to["00"] != bin || to["01"] != account || account38["02"] != "QRIBFTTA" {
			t.Fatalf("pays %v (%v), want %s %s", to, err, bin, account)
		}
		if read, _ := strconv.ParseInt(got["54"], 10, 64); read != amount || (amount == 0) != (got["01"] == "11") {
			t.Fatalf("amount %q with use %s, want %d", got["54"], got["01"], amount)
		}
		purpose, err := tags(got["62"])
		if err != nil || !regexp.MustCompile(`^[A-Z0-9 ]{0,19}$`).MatchString(purpose["08"]) || purpose["08"] != foldMemo(memo) {
			t.Fatalf("memo %q (%v) of %q", purpose["08"], err, memo)
		}
	})
}
