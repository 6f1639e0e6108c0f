package loyalty

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/money"
)

// refused are "path code" of every fault that a document has, in order.
func refused(t *testing.T, document string) []string {
	t.Helper()
	_, err := ParseProgram([]byte(document))
	var fields fault.Fields
	if !errors.As(err, &fields) {
		t.Fatalf("%s: %v", document, err)
	}
	var got []string
	for _, f := range fields {
		got = append(got, f.Field+" "+f.Code)
	}
	return got
}

func TestA1ANewShopHasAValidProgramme(t *testing.T) {
	if err := Default().Validate(); err != nil {
		t.Error(err)
	}
	empty, err := ParseProgram([]byte(" {} "))
	if err != nil || !reflect.DeepEqual(empty, Default()) {
		t.Errorf("an empty document: %+v, %v", empty, err)
	}
}

func TestTheDocumentOfTheAPIReadsAndWritesBack(t *testing.T) {
	const document = `{"enabled": true, "currency": "VND", "time_zone": "Asia/Ho_Chi_Minh", "channels": ["store", "web", "facebook", "messenger", "marketplace"],
 "ranking": {"spend": "1000", "points": 1},
 "tiers": [{"id": "khoi-tao", "name": "Khởi tạo", "min_ranking_points": 0, "rate_percent": "100"},
           {"id": "vang", "name": "Vàng", "min_ranking_points": 5000, "rate_percent": "150"}],
 "tier_review": {"mode": "never", "months": 12},
 "rounding": "drop",
 "earn": {"trigger": "paid", "activation": {"mode": "immediate", "value": 0},
          "excluded_skus": [], "excluded_categories": [], "excluded_from_ranking": false,
          "base": {"tax": "included", "points_paid": "excluded", "discounted_lines": "earn"}},
 "expiry": {"mode": "never", "days": 0, "month": 0, "day": 0},
 "use": {"value_per_point": "1000", "max_percent": "100", "max_amount": null, "max_points": null, "min_points": 0, "step": 1,
         "levels": [25, 50, 75, 100], "as_voucher": true, "when_disabled": true},
 "returns": {"already_spent": "negative", "grace_days": 30, "unpaid_points": "restore"},
 "offline": {"use": "shares", "keep_points": 500, "keep_days": 90, "stop_hours": 72, "trust_points": 0}}`
	p, err := ParseProgram([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Tiers = []Tier{{"khoi-tao", "Khởi tạo", 0, money.Per100(100)}, {"vang", "Vàng", 5000, money.Per100(150)}}
	if !reflect.DeepEqual(p, want) {
		t.Errorf("%+v", p)
	}
	got, _ := json.Marshal(p)
	var a, b any
	_ = json.Unmarshal(got, &a)
	_ = json.Unmarshal([]byte(document), &b)
	if !reflect.DeepEqual(a, b) {
		t.Errorf("written back: %s", got)
	}
}

func TestAnAnswerCanBeSentBack(t *testing.T) {
	p, err := ParseProgram([]byte(`{"version": 3, "author": "hồng", "at": "2026-11-21T14:05:00+07:00", "warnings": [], "effective_from": "2026-11-21T14:05:00+07:00",
		"tiers": [{"id": "a", "name": "A", "spend_per_point": null}], "expiry": {"mode": "after_last_order", "days": 90}, "ranking": {"spend": 2000}}`))
	if err != nil || p.Version != 3 || p.Tiers[0].Rate != money.Per100(100) || p.Expiry != (Expiry{Mode: ExpiryAfterLastOrder, Days: 90}) ||
		p.Ranking != (Ranking{Spend: 2000, Points: 1}) {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestE2TheRateGoesFromZeroToAThousand(t *testing.T) {
	for _, ok := range []string{"1000", "0", "0.01", "33.3333"} {
		if _, err := ParseProgram([]byte(`{"tiers": [{"id": "a", "name": "A", "rate_percent": "` + ok + `"}]}`)); err != nil {
			t.Errorf("%s: %v", ok, err)
		}
	}
	for _, bad := range []string{"1000.01", "-1"} {
		got := refused(t, `{"tiers": [{"id": "a", "name": "A", "rate_percent": "`+bad+`"}]}`)
		if !reflect.DeepEqual(got, []string{"tiers[0].rate_percent field.range"}) {
			t.Errorf("%s: %v", bad, got)
		}
	}
}

func TestA3EveryBadFieldIsNamedAtOnce(t *testing.T) {
	got := refused(t, `{"currency": "USD", "time_zone": " ", "channels": ["store", "store", ""], "ranking": {"spend": "0", "points": 0},
		"tiers": [{"id": "a", "name": "", "min_ranking_points": 5}, {"id": "a", "name": "B", "min_ranking_points": 5}],
		"tier_review": {"mode": "daily", "months": 0}, "rounding": "bank",
		"earn": {"trigger": "soon", "activation": {"mode": "weeks", "value": -1}, "excluded_skus": [""], "base": {"tax": "", "points_paid": "x", "discounted_lines": "x"}},
		"expiry": {"mode": "after_accrual", "days": 0, "month": 13, "day": 32},
		"use": {"value_per_point": 0, "max_percent": 101, "max_amount": "100000000000000000", "max_points": -1, "min_points": -1, "step": 0, "levels": [0, 101]},
		"returns": {"already_spent": "x", "grace_days": -1, "unpaid_points": "x"},
		"offline": {"use": "x", "keep_points": -1, "keep_days": -1, "stop_hours": -1, "trust_points": -1}}`)
	want := []string{"currency field.enum", "time_zone field.required", "channels[1] field.duplicate", "channels[2] field.required",
		"ranking.spend field.range", "ranking.points field.range", "tiers[0].name field.required", "tiers[0].min_ranking_points tier.first",
		"tiers[1].id field.duplicate", "tiers[1].min_ranking_points tier.order", "tier_review.mode field.enum", "tier_review.months field.range",
		"rounding field.enum", "earn.trigger field.enum", "earn.activation.mode field.enum", "earn.activation.value field.range",
		"earn.excluded_skus[0] field.required", "earn.base.tax field.enum", "earn.base.points_paid field.enum", "earn.base.discounted_lines field.enum",
		"expiry.days field.range", "expiry.month field.range", "expiry.day field.range", "use.value_per_point field.range", "use.max_percent field.range",
		"use.max_points field.range", "use.min_points field.range", "use.step field.range", "use.levels[0] field.range", "use.levels[1] field.range",
		"returns.already_spent field.enum", "returns.grace_days field.range", "returns.unpaid_points field.enum", "offline.use field.enum",
		"offline.keep_points field.range", "offline.keep_days field.range", "offline.stop_hours field.range", "offline.trust_points field.range"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestA3FieldsOfTheWrongTypeAndUnknownFieldsAreNamed(t *testing.T) {
	got := refused(t, `{"enabled": "yes", "channels": "store", "colour": 1, "Enabled": true, "ranking": {"spend": true, "points": 1.5}, "expiry": {"mode": "weekly", "days": null},
		"tiers": [{"id": 1, "rate_percent": "1.23456", "spend_per_points": "1"}, 7], "use": {"max_percent": "many", "levels": [25, "x"]}, "at": 5, "earn": []}`)
	want := []string{"Enabled field.unknown", "at field.type", "channels field.type", "colour field.unknown", "earn field.type", "enabled field.type",
		"expiry.days field.type", "expiry.mode field.enum", "ranking.points field.type", "ranking.spend money.format", "tiers[0].id field.type",
		"tiers[0].rate_percent percent.format", "tiers[0].spend_per_points field.unknown", "tiers[1] field.type", "use.levels[1] field.type",
		"use.max_percent percent.format", "tiers[0].name field.required"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	for _, document := range []string{"", "null", "[]", "{", `"x"`, "{} {}"} {
		if _, err := ParseProgram([]byte(document)); fault.Code(err) != "json.format" {
			t.Errorf("%q: %v", document, err)
		}
	}
	if _, err := ParseProgram(make([]byte, DocumentMax+1)); fault.Code(err) != "json.too_long" {
		t.Error(err)
	}
}

func TestX5AnActivationAsLongAsTheLifeIsRefused(t *testing.T) {
	for _, c := range []struct {
		activation, mode string
		ok               bool
	}{
		{`{"mode": "days", "value": 30}`, "after_accrual", false},
		{`{"mode": "hours", "value": 720}`, "after_accrual", false},
		{`{"mode": "hours", "value": 719}`, "after_accrual", true},
		{`{"mode": "days", "value": 29}`, "after_accrual", true},
		{`{"mode": "days", "value": 30}`, "after_last_order", true},
		{`{"mode": "immediate", "value": 30}`, "after_accrual", true},
	} {
		_, err := ParseProgram([]byte(`{"earn": {"activation": ` + c.activation + `}, "expiry": {"mode": "` + c.mode + `", "days": 30}}`))
		if f, _ := fault.Of(err); (err == nil) != c.ok || !c.ok && (f.Field != "earn.activation.value" || f.Code != "activation.too_long") {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestX3TheLeapDayIsADayAndThe30thOfFebruaryIsNot(t *testing.T) {
	if _, err := ParseProgram([]byte(`{"expiry": {"mode": "yearly", "month": 2, "day": 29}}`)); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{`"month": 2, "day": 30`, `"month": 4, "day": 31`} {
		if got := refused(t, `{"expiry": {"mode": "yearly", `+bad+`}}`); got[0] != "expiry.day expiry.day" {
			t.Error(got)
		}
	}
	if got := refused(t, `{"expiry": {"mode": "yearly"}}`); !reflect.DeepEqual(got, []string{"expiry.month field.range", "expiry.day field.range"}) {
		t.Error(got)
	}
}

func TestE5OnePointIsSoMuchSpend(t *testing.T) {
	for _, c := range []struct {
		rate  string
		r     Ranking
		want  string
		known bool
	}{
		{"100", Ranking{1000, 1}, "1000", true}, {"150", Ranking{1000, 1}, "666.67", true}, {"80", Ranking{1000, 1}, "1250", true},
		{"1000", Ranking{1000, 3}, "33.33", true}, {"0.01", Ranking{1000, 1}, "10000000", true}, {"160", Ranking{1000, 1}, "625", true},
		{"32", Ranking{1, 1}, "3.13", true}, {"0", Ranking{1000, 1}, "", false},
	} {
		rate, _ := money.ParsePercent(c.rate)
		if got, ok := (Tier{Rate: rate}).SpendPerPoint(c.r); got != c.want || ok != c.known {
			t.Errorf("%s %% of %+v: %q %v, want %q", c.rate, c.r, got, ok, c.want)
		}
	}
}

func TestE6AHigherTierWithALowerRateIsWarnedOf(t *testing.T) {
	p := Default()
	if w := p.Warnings(); len(w) != 0 {
		t.Errorf("the default warns: %+v", w)
	}
	p.Tiers[2].Rate = money.Per100(105)
	w := p.Warnings()
	if len(w) != 1 || w[0].Code != "tier.rate_lower" || w[0].Field != "tiers[2].rate_percent" || w[0].Args["below"] != "Bạc" {
		t.Errorf("%+v", w)
	}
	if err := p.Validate(); err != nil {
		t.Errorf("saving is allowed: %v", err)
	}
}

func TestE7EverybodyIsInTheFirstTier(t *testing.T) {
	if tier := Default().TierOf(-5); tier.ID != "khoi-tao" {
		t.Error(tier)
	}
}

func TestE12ThresholdsAreInclusive(t *testing.T) {
	p := Default()
	for ranking, want := range map[int64]string{1_999: "khoi-tao", 2_000: "bac", 2_001: "bac", 1_000_000: "kim-cuong"} {
		if tier := p.TierOf(ranking); tier.ID != want {
			t.Errorf("%d: %s", ranking, tier.ID)
		}
	}
	if next, missing, ok := p.NextTier(1_999); next.ID != "bac" || missing != 1 || !ok {
		t.Error(next, missing, ok)
	}
	if next, missing, ok := p.NextTier(2_000); next.ID != "vang" || missing != 8_000 || !ok {
		t.Error(next, missing, ok)
	}
	if _, _, ok := p.NextTier(50_000); ok {
		t.Error("there is nothing above the top")
	}
}

func TestTheVersionInForceIsTheNewestStoredThatHasBegun(t *testing.T) {
	v := Versions{
		{Version: 1, EffectiveFrom: hour(10)}, {Version: 2, EffectiveFrom: hour(50)}, {Version: 3, EffectiveFrom: hour(20)}, {Version: 4, EffectiveFrom: hour(20)},
	}
	for h, want := range map[int]int64{5: 1, 10: 1, 19: 1, 20: 4, 60: 4} {
		if got := v.At(hour(h)).Version; got != want {
			t.Errorf("hour %d: version %d, want %d", h, got, want)
		}
	}
	if p := (Versions{}).At(time.Time{}); !p.Enabled || len(p.Tiers) != 4 {
		t.Error(p)
	}
}

func TestE15WhenOffPointsMayStillBeUsedOrNot(t *testing.T) {
	p := Default()
	if p.Enabled = false; p.UseDisabled() {
		t.Error("when_disabled is on by default")
	}
	if p.Use.WhenDisabled = false; !p.UseDisabled() {
		t.Error("use is not disabled")
	}
	if p.Enabled = true; p.UseDisabled() {
		t.Error("an enabled programme is disabled")
	}
}

func FuzzParseProgram(f *testing.F) {
	document, _ := json.Marshal(Default())
	f.Add(document)
	f.Add([]byte(`{"tiers": [{"id": "a", "name": "A", "rate_percent": 0.01}], "expiry": {"mode": "yearly", "month": 2, "day": 29}, "use": {"max_percent": null}}`))
	f.Add([]byte(`{"ranking": {"spend": "1e3", "points": 1}, "earn": {"activation": {"mode": "days", "value": 99999999999}}}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		p, err := ParseProgram(document)
		if err != nil {
			if fault.Code(err) == "" {
				t.Fatalf("an error without a code: %v", err)
			}
			return
		}
		again, _ := json.Marshal(p)
		q, err := ParseProgram(again)
		if twice, _ := json.Marshal(q); err != nil || string(twice) != string(again) {
			t.Fatalf("%s\nread back: %s, %v", again, twice, err)
		}
		for _, tier := range p.Tiers {
			p.Freeze(tier, "store", epoch, saigon).Earn([]BaseLine{line(money.Max)})
		}
		p.Use.Limit(UseBasis{Payable: money.Max, LeftToPay: money.Max, Usable: 1 << 60})
	})
}
