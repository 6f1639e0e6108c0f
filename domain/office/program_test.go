package office_test

import (
	"context"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
)

func TestProgramVersionsFollowEachOther(t *testing.T) {
	s := openOffice(t)
	if p, err := s.Program(ctx, time.Time{}); err != nil || p.Version != 0 || office.ETag(p) != `"0"` {
		t.Errorf("before the first: %+v, %v", p, err)
	}
	first, err := s.PutProgram(ctx, loyalty.Default(), "hong", `"0"`)
	if err != nil || first.Version != 1 || first.Author != "hong" || !first.At.Equal(s.now) || !first.EffectiveFrom.Equal(s.now) {
		t.Fatalf("%+v, %v", first, err)
	}
	s.now = at(1)
	if again, err := s.PutProgram(ctx, loyalty.Default(), "lan", ""); err != nil || again.Version != 1 || again.Author != "hong" {
		t.Errorf("an equal document: %+v, %v", again, err)
	}
	again := first // as answered and sent back
	if again, err := s.PutProgram(ctx, again, "lan", office.ETag(first)); err != nil || again.Version != 1 {
		t.Errorf("the answer sent back: %+v, %v", again, err)
	}
	changed := loyalty.Default()
	changed.Rounding = loyalty.RoundHalfUp
	changed.EffectiveFrom = at(10)
	second, err := s.PutProgram(ctx, changed, "lan", office.ETag(first))
	if err != nil || second.Version != 2 {
		t.Fatalf("%+v, %v", second, err)
	}
	_, err = s.PutProgram(ctx, loyalty.Default(), "hong", office.ETag(first))
	if f := wantCode(t, err, "program.changed"); f.Kind != fault.Conflict || f.Args["have"] != int64(2) {
		t.Errorf("%+v", f)
	}
	for days, version := range map[float64]int64{-5: 1, 0: 1, 9.9: 1, 10: 2, 99: 2} {
		if p, err := s.Program(ctx, at(days)); err != nil || p.Version != version {
			t.Errorf("day %v: version %d, %v", days, p.Version, err)
		}
	}
	if all, err := s.Versions(ctx); err != nil || len(all) != 2 {
		t.Errorf("%d versions, %v", len(all), err)
	}
	bad := loyalty.Default()
	bad.TimeZone, bad.Ranking.Spend, bad.Tiers = "Asia/Nowhere", 0, nil
	_, err = s.PutProgram(ctx, bad, "hong", "")
	list, _ := err.(fault.Fields)
	if len(list) < 3 {
		t.Errorf("all at once: %v", err)
	}
}

func TestPreviewShowsWhatRecentOrdersWouldEarn(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("m1", "0912345678", 0)
	for i, id := range []string{"1", "2", "3"} {
		s.put(id, sold("m1", 100_000, at(-float64(i))))
	}
	doc := simple(func(p *loyalty.Program) {
		p.Tiers[0].Rate, p.Use.ValuePerPoint = money.Per100(200), 500
		p.Earn.ExcludedSKUs = []string{"KHAC"}
	})
	before := s.events()
	p, err := s.Preview(ctx, doc, office.PreviewQuery{})
	if err != nil || p.Orders != 3 || !p.From.Equal(at(-2)) || !p.To.Equal(at(0)) {
		t.Fatalf("%+v, %v", p, err)
	}
	if p.Before != (office.Figures{Points: 300, Liability: 300_000}) || p.After != (office.Figures{Points: 600, Liability: 300_000}) {
		t.Errorf("%+v", p)
	}
	doc.Earn.ExcludedSKUs = []string{"SUA"}
	if p, err = s.Preview(ctx, doc, office.PreviewQuery{}); err != nil || p.After.Points != 0 {
		t.Errorf("%+v, %v", p, err)
	}
	if s.events() != before {
		t.Error("a preview stored something")
	}
	doc.TimeZone = "?"
	_, err = s.Preview(ctx, doc, office.PreviewQuery{})
	wantCode(t, err, "field.enum")
}

func TestRewardsAreRetiredNeverDeleted(t *testing.T) {
	s := openOffice(t)
	amount := money.VND(50_000)
	reward := loyalty.Reward{ID: "r1", Name: "Giảm 50K", Cost: 50, WithPoints: true, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &amount}}
	if _, err := s.PutReward(ctx, reward); err != nil {
		t.Fatal(err)
	}
	before := s.events()
	if _, err := s.PutReward(ctx, reward); err != nil || s.events() != before {
		t.Errorf("the same again: %v", err)
	}
	s.now = at(1)
	for range 2 {
		if r, err := s.RetireReward(ctx, "r1"); err != nil || !r.RetiredAt.Equal(at(1)) {
			t.Errorf("%+v, %v", r, err)
		}
		s.now = at(2)
	}
	if list, _, err := s.Rewards(ctx, office.Page{}); len(list) != 1 || err != nil {
		t.Errorf("%d rewards, %v", len(list), err)
	}
	if r, err := s.PutReward(ctx, reward); err != nil || !r.RetiredAt.IsZero() {
		t.Errorf("put again: %+v, %v", r, err)
	}
	_, err := s.RetireReward(ctx, "r9")
	wantCode(t, err, "reward.unknown")
	_, err = s.PutReward(ctx, loyalty.Reward{ID: "r2"})
	wantCode(t, err, "field.required")
}

func TestQuarantinedMessageIsTriedUntilItWorks(t *testing.T) {
	s := openOffice(t)
	n := office.NewQuarantined{Source: "haravan", Topic: "orders/create", Reason: "json.format", Body: []byte("{")}
	item, err := s.Quarantine(ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	s.now = at(1)
	if again, err := s.Quarantine(ctx, n); err != nil || again.ID != item.ID || !again.At.Equal(at(0)) {
		t.Errorf("the same message again: %+v, %v", again, err)
	}
	waiting := func() int {
		list, _, err := s.Quarantined(ctx, office.Page{})
		if err != nil {
			t.Error(err)
		}
		return len(list)
	}
	fails := fault.New(fault.Invalid, "json.format", nil)
	_, err = s.RetryQuarantined(ctx, item.ID, func(_ context.Context, q office.Quarantined) error {
		if string(q.Body) != "{" {
			t.Errorf("body %q", q.Body)
		}
		return fails
	})
	wantCode(t, err, "json.format")
	if waiting() != 1 {
		t.Error("a failed retry took it off the list")
	}
	done, err := s.RetryQuarantined(ctx, item.ID, func(context.Context, office.Quarantined) error { return nil })
	if err != nil || !done.Done || waiting() != 0 {
		t.Errorf("%+v, %v, %d wait", done, err, waiting())
	}
	_, err = s.RetryQuarantined(ctx, "none", nil)
	wantCode(t, err, "quarantine.unknown")
}

func TestProductEqualToTheStoredChangesNothing(t *testing.T) {
	s := openOffice(t)
	p := catalog.Product{SKU: "SUA", Name: " Sữa tươi ", Price: 32_000, Barcodes: []string{"2000000000015"}, Earns: true}
	stored, err := s.PutProduct(ctx, p)
	if err != nil || stored.Name != "Sữa tươi" {
		t.Fatalf("%+v, %v", stored, err)
	}
	before := s.events()
	s.now = at(1)
	if again, err := s.PutProduct(ctx, p); err != nil || !again.At.Equal(at(0)) || s.events() != before {
		t.Errorf("%+v, %v", again, err)
	}
	if list, _, err := s.FindProducts(ctx, "sua tuoi", office.Page{}); len(list) != 1 || err != nil {
		t.Errorf("%d found, %v", len(list), err)
	}
	_, err = s.Product(ctx, "none")
	wantCode(t, err, "product.unknown")
	p.Barcodes = []string{"123"}
	_, err = s.PutProduct(ctx, p)
	wantCode(t, err, "code.format")
}
