package office_test

import (
	"testing"
	"time"

	"tim/domain/loyalty"
	"tim/domain/office"
)

// A new expiry rule touches later orders only, until a manager applies it to the points that are there; nobody's points lapse sooner than
// was promised, and whoever does it again does nothing.
func TestX5AManagerAppliesANewRuleToThePointsThatAreThere(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("a", "0912345671", 30) // arose on day -100
	s.member("b", "0912345672", 0)
	s.member("gone", "0912345673", 5)
	if _, err := s.Merge(ctx, "gone", "b"); err != nil {
		t.Fatal(err)
	}
	s.put("1", sold("b", 40_000, at(-20)))
	s.now = at(1)
	doc := simple(func(p *loyalty.Program) {
		p.Expiry, p.EffectiveFrom = loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 60}, at(1)
	})
	if stay, err := s.StayingPart(ctx, doc, office.Page{}); err != nil || stay != (office.Reruling{Members: 2, Lots: 3, Points: 75, Looked: 3}) {
		t.Errorf("%+v, %v", stay, err)
	}
	if _, err := s.PutProgram(ctx, doc, "mai", ""); err != nil {
		t.Fatal(err)
	}
	s.put("2", sold("a", 7_000, at(1)))
	if p := s.points("a", time.Time{}); p.Usable != 37 || p.NextLapse == nil || p.NextLapse.Points != 7 {
		t.Errorf("a lot keeps the rule of its sale: %+v", p)
	}
	s.now = at(2)
	_, err := s.ApplyExpiryPart(ctx, -1, office.Page{})
	wantCode(t, err, "field.range")
	first, err := s.ApplyExpiryPart(office.Acting(ctx, "q1/mai"), 10, office.Page{Limit: 1})
	if err != nil || first != (office.Reruling{Members: 1, Lots: 1, Points: 30, Looked: 1, Next: first.Next}) || first.Next == "" {
		t.Errorf("%+v, %v", first, err)
	}
	rest, err := s.ApplyExpiryPart(ctx, 10, office.Page{Cursor: first.Next})
	if err != nil || rest != (office.Reruling{Members: 1, Lots: 2, Points: 45, Looked: 2}) {
		t.Errorf("%+v, %v", rest, err)
	}
	for id, want := range map[string][2]office.PointsAt{
		"a": {{Points: 30, At: at(12)}, {Points: 7, At: at(61)}}, // 60 days were over: as promised
		"b": {{Points: 5, At: at(12)}, {Points: 40, At: at(40)}}, // 60 days from the sale
	} {
		p := s.points(id, time.Time{})
		if p.Balance != want[0].Points+want[1].Points || p.NextLapse.Points != want[0].Points || !p.NextLapse.At.Equal(want[0].At) {
			t.Errorf("%s: %+v, %+v", id, p, p.NextLapse)
		}
		if later := s.points(id, want[0].At); later.NextLapse == nil || later.NextLapse.Points != want[1].Points || !later.NextLapse.At.Equal(want[1].At) {
			t.Errorf("%s: %+v", id, later.NextLapse)
		}
	}
	before := s.events()
	s.now = at(3)
	if again, err := s.ApplyExpiryPart(ctx, 10, office.Page{}); err != nil || again != (office.Reruling{Looked: 3}) || s.events() != before {
		t.Errorf("%+v, %v", again, err)
	}
}
