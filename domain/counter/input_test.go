package counter_test

import (
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/money"
)

func TestWhatATypedLineMeans(t *testing.T) {
	for text, want := range map[string]counter.Meaning{
		"": counter.MeansNothing, "  ": counter.MeansNothing, milk: counter.MeansCode, " " + milk + " ": counter.MeansCode,
		"3*": counter.MeansQuantity, "1,5*": counter.MeansQuantity, "3*" + milk: counter.MeansCode, "２００００００００００１５": counter.MeansCode,
		"0912345678": counter.MeansPhone, "+84 912 345 678": counter.MeansPhone, "84912345678": counter.MeansPhone, "0912.345.678": counter.MeansPhone,
		"678": counter.MeansTail, "2345678": counter.MeansTail, "sữa tươi": counter.MeansSearch, "anh 678": counter.MeansSearch,
		"-": counter.MeansVoid, "-12": counter.MeansVoid, "=25000": counter.MeansPrice, "=25.000": counter.MeansPrice, "%10": counter.MeansDiscount,
		"%2,5": counter.MeansDiscount, "/pay": counter.MeansWord, "hd-01-000123": counter.MeansReceipt, "923985708097560197": counter.MeansVoucher,
		"9239 8570 8097 5601 97": counter.MeansVoucher, "923985708097560198": counter.MeansVoucher, "th-01-000045": counter.MeansReceipt, "TH-true milk": counter.MeansSearch,
	} {
		in, err := counter.Read(text)
		if err != nil || in.Meaning != want {
			t.Errorf("%q means %d (%v), want %d", text, in.Meaning, err, want)
		}
	}
	for text, code := range map[string]string{
		"8934563138162": "code.check_digit", "0212345678": "phone.format", "12345678": "code.check_digit", "3*923985708097560197": "code.format", "123456789": "code.format",
		"0*": "quantity.range", "1,2345*": "quantity.format", "3*sữa": "code.format", "=": "money.format", "=-1": "money.range", "%101": "discount.range", "-x": "line.unknown",
	} {
		if in, err := counter.Read(text); fault.Code(err) != code {
			t.Errorf("%q: %v (%v), want %s", text, err, in, code)
		}
	}
}

// FuzzRead holds that whatever is typed or scanned has one meaning within its limits, or a coded fault.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{milk, "3*" + milk, "0912345678", "=25.000", "%10", "-2", "/pay", "HD-01-000123", "TH-01-000045", "sữa", "923985708097560197", "923985708097560198", "*", "１*", "\x00", "=1e5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		in, err := counter.Read(text)
		if err != nil {
			if fault.Code(err) == "" {
				t.Errorf("%q: a fault without a code: %v", text, err)
			}
			return
		}
		if in.Quantity < 0 || in.Quantity > money.QuantityMax || in.Price < 0 || in.Price > money.Max || in.Part < 0 || in.Part > money.Per100(100) || in.Line < 0 {
			t.Errorf("%q means %+v", text, in)
		}
	})
}
