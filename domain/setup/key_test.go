package setup_test

import (
	"testing"

	"tim/domain/fault"
	"tim/domain/setup"
)

func TestAnAnswerIsTypedByItsKey(t *testing.T) {
	a := setup.Default(setup.Till, false)
	for key, typed := range map[string]string{"shop.name": "Quán Bé", "staff[1].pin": "2580", "program.use.value_per_point": "500", "program.use.max_amount": "",
		"program.tiers[2].rate_percent": "12,5", "program.expiry.mode": "yearly", "program.expiry.days": "30", "program.use.as_voucher": "false", "program.rounding": "half_up", "printer.paper": "58"} {
		next, err := a.With(key, typed)
		if err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		if got := next.At(key); got != typed && got != "12.5" {
			t.Errorf("%s is %q", key, got)
		}
		if before := setup.Default(setup.Till, false); a.At(key) != before.At(key) {
			t.Errorf("%s: the answers before changed, too", key)
		}
	}
	for key, c := range map[string][2]string{"program.use.value_per_point": {"1,5", "money.format"}, "program.tiers[0].rate_percent": {"viel", "percent.format"},
		"program.expiry.days": {"", "field.required"}, "program.expiry.mode": {"sometimes", "field.enum"}, "printer.paper": {"breit", "number.format"}} {
		_, err := a.With(key, c[0])
		if f, is := fault.Of(err); !is || f.Code != c[1] || f.Field != key {
			t.Errorf("%s %q: %v, want %s", key, c[0], err, c[1])
		}
	}
	if a.At("shop.colour") != "" || a.At("staff[9].pin") != "" {
		t.Error("an answer that there isn't")
	}
}
