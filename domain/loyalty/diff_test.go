package loyalty_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"tim/domain/loyalty"
	"tim/domain/money"
)

// What a manager changed is told setting by setting, tiers by their names whatever row they stand in.
func TestADiffNamesWhatWasChanged(t *testing.T) {
	a, b := loyalty.Default(), loyalty.Default()
	b.Version, b.Author, b.Reason, b.EffectiveFrom = 7, "shop/nam", "Tết", time.Unix(1, 0)
	b.Rounding, b.Use.MaxPercent, b.Expiry = loyalty.RoundHalfUp, nil, loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 365}
	b.Channels = []string{"web", "store", "marketplace", "zalo"}
	b.Earn.Base.Tax = loyalty.Excluded
	b.Tiers = append(b.Tiers[:1:1], loyalty.Tier{ID: "dong", Name: "Đồng", MinRankingPoints: 500, Rate: money.Per100(105)}, b.Tiers[1], b.Tiers[3])
	b.Tiers[2].Rate = money.Per100(120)
	type told struct{ field, tier, was, is string }
	var got []told
	for _, c := range loyalty.Diff(a, b) {
		got = append(got, told{c.Field, c.Tier, c.Was, c.Is})
		if c.Field == "channels" && (!reflect.DeepEqual(c.Added, []string{"zalo"}) || !reflect.DeepEqual(c.Removed, []string{"facebook", "messenger"})) {
			t.Errorf("%+v", c)
		}
	}
	want := []told{
		{"channels", "", "store, web, facebook, messenger, marketplace", "web, store, marketplace, zalo"},
		{"tiers[1]", "dong", "", "Đồng"}, {"tiers[2].rate_percent", "bac", "110", "120"}, {"tiers[2]", "vang", "Vàng", ""},
		{"rounding", "", "drop", "half_up"}, {"earn.base.tax", "", "included", "excluded"},
		{"expiry.mode", "", "never", "after_accrual"}, {"expiry.days", "", "0", "365"}, {"use.max_percent", "", "100", ""},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	b.Channels = []string{"zalo", "marketplace", "store", "web"}
	if again := loyalty.Diff(b, b); len(again) > 0 {
		t.Errorf("nothing was changed: %v", again)
	}
}

// Every setting that there is shows in the diff, and can be taken over into another manager's edit.
func TestADiffKnowsEverySettingAndTakesItOver(t *testing.T) {
	a := loyalty.Default()
	changed := []byte(`{"enabled": false, "currency": "XXX", "time_zone": "UTC", "channels": ["x"], "ranking": {"spend": "7", "points": 2},
 "tiers": [{"id": "khoi-tao", "name": "A", "min_ranking_points": 1, "rate_percent": "1"}, {"id": "new", "name": "B", "min_ranking_points": 2, "rate_percent": "2"}],
 "tier_review": {"mode": "yearly", "months": 3}, "rounding": "half_up",
 "earn": {"trigger": "completed", "activation": {"mode": "hours", "value": 4}, "excluded_skus": ["s"], "excluded_categories": ["c"],
          "excluded_from_ranking": true, "base": {"tax": "excluded", "points_paid": "included", "discounted_lines": "none"}},
 "expiry": {"mode": "yearly", "days": 5, "month": 6, "day": 7},
 "use": {"value_per_point": "8", "max_percent": "9", "max_amount": "10", "max_points": 11, "min_points": 12, "step": 13, "levels": [14], "as_voucher": false, "when_disabled": false},
 "returns": {"already_spent": "floor_at_zero", "grace_days": 15, "unpaid_points": "keep_used"},
 "offline": {"use": "trust", "keep_points": 16, "keep_days": 17, "stop_hours": 18, "trust_points": 19}}`)
	var b loyalty.Program
	if err := json.Unmarshal(changed, &b); err != nil {
		t.Fatal(err)
	}
	changes := loyalty.Diff(a, b)
	named := map[string]bool{}
	for _, c := range changes {
		named[c.Field] = true
	}
	for _, path := range paths(t, "", changed) {
		if !named[path] {
			t.Errorf("%s was changed and isn't told: %v", path, named)
		}
	}
	if got := a.With(changes...); !reflect.DeepEqual(loyalty.Diff(b, got), []loyalty.Change(nil)) {
		t.Errorf("taken over: %+v\nwant %+v", got, b)
	}
	if len(a.Tiers) != 4 || a.Tiers[0].Name == "A" {
		t.Errorf("the document that was copied from changed: %+v", a.Tiers)
	}
}

// paths are the settings of a document as Diff names them.
func paths(t *testing.T, within string, document []byte) (all []string) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(document, &fields); err != nil {
		t.Fatal(err)
	}
	for name, raw := range fields {
		path := within + name
		switch {
		case name == "tiers":
			all = append(all, "tiers[0].name", "tiers[0].min_ranking_points", "tiers[0].rate_percent", "tiers[1]", "tiers[3]")
		case raw[0] == '{':
			all = append(all, paths(t, path+".", raw)...)
		default:
			all = append(all, path)
		}
	}
	return all
}
