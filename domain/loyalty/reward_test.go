package loyalty

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
)

func aReward() Reward {
	amount := money.VND(20_000)
	return Reward{ID: "giam20", Name: "Giảm 20k", Cost: 50, Gives: Gives{Kind: GiveAmount, Amount: &amount}, WithPoints: true}
}

func TestV2EveryFieldOfARewardIsChecked(t *testing.T) {
	if err := aReward().Validate(); err != nil {
		t.Fatal(err)
	}
	r := Reward{Cost: 0, Gives: Gives{Kind: GivePercent, Percent: ptr(money.Per100(101)), Cap: ptr(money.VND(0))}, MinOrder: ptr(money.VND(-1)),
		Stock: ptr(int64(-1)), PerCustomer: ptr(int64(0)), VoucherDays: ptr(int64(0)), From: "2026-02-30", To: "mai", Tiers: []string{"a", "a"}}
	var fields fault.Fields
	if !errors.As(r.Validate(), &fields) {
		t.Fatal("accepted")
	}
	got := map[string]string{}
	for _, f := range fields {
		got[f.Field] = f.Code
	}
	want := map[string]string{"id": "field.required", "name": "field.required", "cost": "field.range", "gives.percent": "field.range", "gives.cap": "field.range",
		"min_order": "field.range", "stock": "field.range", "per_customer": "field.range", "voucher_days": "field.range", "from": "date.format", "to": "date.format",
		"tiers[1]": "field.duplicate"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	for field, change := range map[string]func(*Reward){
		"gives.kind":    func(r *Reward) { r.Gives = Gives{Kind: "quà"} },
		"gives.amount":  func(r *Reward) { r.Gives = Gives{Kind: GiveAmount} },
		"gives.percent": func(r *Reward) { r.Gives = Gives{Kind: GivePercent} },
		"gives.sku":     func(r *Reward) { r.Gives = Gives{Kind: GiveProduct} },
		"to":            func(r *Reward) { r.From, r.To = "2026-02-02", "2026-02-01" },
	} {
		r := aReward()
		change(&r)
		if f, ok := fault.Of(r.Validate()); !ok || f.Field != field {
			t.Errorf("%s: %v", field, r.Validate())
		}
	}
}

func TestRewardDocuments(t *testing.T) {
	r, err := ParseReward("x", []byte(`{"name":"Giảm 20k","cost":50,"gives":{"kind":"amount","amount":"20000"},"issued":7,"retired_at":"2026-01-01T00:00:00Z"}`))
	want := aReward()
	want.ID = "x"
	if err != nil || !reflect.DeepEqual(r, want) {
		t.Errorf("%+v, %v", r, err)
	}
	for doc, code := range map[string]string{`[]`: "json.format", `{"nam":"x"}`: "field.unknown", `{"cost":"x"}`: "field.type",
		`{"gives":{"kind":"amount","amount":"1,5"}}`: "money.format"} {
		if _, err := ParseReward("x", []byte(doc)); fault.Code(err) != code {
			t.Errorf("%s: %v", doc, err)
		}
	}
}

func TestV2TheLastDayOfARewardIsWhole(t *testing.T) {
	hanoi := time.FixedZone("", 7*3600)
	r := aReward()
	r.From, r.To = "2026-03-01", "2026-03-31"
	for at, want := range map[string]string{"2026-02-28T23:59:59+07:00": "reward.window", "2026-03-01T00:00:00+07:00": "",
		"2026-03-31T23:59:59+07:00": "", "2026-04-01T00:00:00+07:00": "reward.window"} {
		instant, _ := time.Parse(time.RFC3339, at)
		if err := r.Redeemable(Wish{At: instant.UTC(), Zone: hanoi, Usable: 50}); fault.Code(err) != want {
			t.Errorf("%s: %v", at, err)
		}
	}
	r.From, r.To = "", "2026-03-31T12:00:00+07:00"
	if err := r.Redeemable(Wish{At: time.Date(2026, 3, 31, 5, 0, 0, 0, time.UTC), Zone: hanoi, Usable: 50}); fault.Code(err) != "reward.window" {
		t.Errorf("an instant may stand for a day: %v", err)
	}
}

func TestARewardIsOverOnceRetiredOrBehindItsLastDay(t *testing.T) {
	zone := time.FixedZone("+07", 7*3600)
	r := aReward()
	r.From, r.To = "2026-11-01", "2026-11-30"
	for at, over := range map[string]bool{"2026-10-01T00:00:00Z": false, "2026-11-30T16:59:59Z": false, "2026-11-30T17:00:00Z": true} {
		instant, err := time.Parse(time.RFC3339, at)
		if err != nil || r.Over(instant, zone) != over {
			t.Errorf("over at %s: %v, %v", at, !over, err)
		}
	}
	if r.To = ""; r.Over(epoch.AddDate(100, 0, 0), zone) || !r.Retire(epoch).Over(epoch, zone) || r.Retire(epoch).Over(epoch.Add(-1), zone) {
		t.Error("only retiring ends what has no last day")
	}
}

func TestRetiringTwiceKeepsTheFirstInstant(t *testing.T) {
	if r := aReward().Retire(hour(1)).Retire(hour(2)); !r.RetiredAt.Equal(hour(1)) {
		t.Error(r.RetiredAt)
	}
	if err := aReward().Retire(hour(1)).Redeemable(Wish{At: hour(0), Zone: time.UTC, Usable: 50}); err != nil {
		t.Errorf("before it was retired: %v", err)
	}
}

func TestV5AMoneyVoucherLivesAsLongAsItsPointsButNoLessThanTheGrace(t *testing.T) {
	p := Default()
	a := Account{Lots: []LotView{{Lot: Lot{ID: "soon"}, LapsesAt: hour(24)}, {Lot: Lot{ID: "late"}, LapsesAt: hour(24 * 90)}, {Lot: Lot{ID: "never"}}}}
	for want, takes := range map[time.Time][]Take{
		hour(24 * 30): {{Lot: "soon", Points: 1}},
		hour(24 * 90): {{Lot: "soon", Points: 1}, {Lot: "late", Points: 1}},
		{}:            {{Lot: "soon", Points: 1}, {Lot: "never", Points: 1}},
	} {
		if v := p.MoneyVoucher("9", "i", "lan", 2, takes, a, hour(0)); !v.ExpiresAt.Equal(want) || *v.Terms.Gives.Amount != 2_000 {
			t.Errorf("%v: %+v", takes, v)
		}
	}
}

func TestVoucherStates(t *testing.T) {
	r := aReward()
	r.VoucherDays = ptr(int64(1))
	v := r.Issue("9", "i", "lan", nil, hour(0))
	if v.State(hour(23)) != VoucherIssued || v.State(hour(24)) != VoucherExpired {
		t.Errorf("%s, %s", v.State(hour(23)), v.State(hour(24)))
	}
	used := v.Use("web/1", hour(2))
	if used.State(hour(99)) != VoucherUsed || used.Check(VoucherBasis{Order: "web/1", Own: true, At: hour(99)}) != nil {
		t.Error("a used voucher expires no more, and stays where it is")
	}
	again := used.Back(hour(48), 24*time.Hour)
	if again.Generation != 2 || again.State(hour(71)) != VoucherIssued || again.State(hour(72)) != VoucherExpired || again.Order != "" {
		t.Errorf("%+v", again)
	}
	if back := used.Back(hour(3), 0); !back.ExpiresAt.Equal(hour(24)) {
		t.Error("the grace never shortens")
	}
	handed, err := v.HandBack(hour(5))
	if err != nil || handed.State(hour(99)) != VoucherHandedBack {
		t.Errorf("%+v, %v", handed, err)
	}
}

func TestVoucherBytesVersion1(t *testing.T) {
	v := Voucher{ID: "912345678901234567", Issue: "0193", Generation: 2, Member: "lan", Reward: "giam20", Name: "Giảm 20k",
		Terms: Terms{Gives: Gives{Kind: GivePercent, Amount: ptr(money.VND(5)), Percent: ptr(money.Per100(10)), Cap: ptr(money.VND(15_000)), SKU: "SUA"},
			MinOrder: 100_000, Channels: []string{"web"}, WithPoints: true, WithVouchers: true, Transferable: true},
		Cost: 50, Takes: []Take{{Lot: "web/1", Points: 50}}, IssuedAt: hour(0), ExpiresAt: hour(24), Order: "web/2", UsedAt: hour(2), HandedBackAt: hour(3)}
	golden(t, "voucher_moved_v1.hex", &VoucherMoved{Voucher: v, Postings: []Posting{{Member: "lan", Kind: Redeem, Voucher: v.ID, Takes: v.Takes}}}, &VoucherMoved{})
}

func FuzzParseReward(f *testing.F) {
	f.Add([]byte(`{"name":"Giảm 20k","cost":50,"gives":{"kind":"percent","percent":"10","cap":15000},"from":"2026-01-01","tiers":["vang"],"stock":null}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		r, err := ParseReward("x", document)
		if err != nil {
			if _, coded := fault.Of(err); !coded {
				t.Fatalf("%s: %v", document, err)
			}
			return
		}
		again, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := ParseReward("x", again); err != nil || !reflect.DeepEqual(back, r) {
			t.Fatalf("%+v is written as %s and reads as %+v, %v", r, again, back, err)
		}
	})
}

func FuzzVoucherMoved(f *testing.F) {
	amount := money.VND(20_000)
	f.Add(journal.Encode(&VoucherMoved{Voucher: Voucher{ID: "9", Terms: Terms{Gives: Gives{Kind: GiveAmount, Amount: &amount}}, Takes: []Take{{Lot: "a", Points: 5}}, IssuedAt: hour(1)}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		var m VoucherMoved
		if journal.Decode(b, &m) == nil && !bytes.Equal(journal.Encode(&m), b) {
			t.Fatalf("%x reads, and is written as %x", b, journal.Encode(&m))
		}
	})
}
