package office_test

import (
	"fmt"
	"reflect"
	"testing"

	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
)

// A manager sees what a change would have done: by tier, over time, and who gains and loses most, by their masked phones.
func TestA2PreviewNamesWhoGainsAndLoses(t *testing.T) {
	s := openOffice(t)
	doc := simple(func(p *loyalty.Program) {
		p.Tiers = []loyalty.Tier{{ID: "a", Name: "A", Rate: money.Per100(100)}, {ID: "b", Name: "B", MinRankingPoints: 50, Rate: money.Per100(200)}}
	})
	if _, err := s.PutProgram(ctx, doc, "mai", ""); err != nil {
		t.Fatal(err)
	}
	for i := range 15 {
		s.member(fmt.Sprint("m", i), fmt.Sprintf("09123456%02d", i), 0)
		s.put(fmt.Sprint(i), sold(fmt.Sprint("m", i), money.VND(10_000*(i+1)), at(float64(-i)))) // tier a: earns 10 a 10.000 ₫
	}
	s.now = at(1)
	s.put("b", sold("m14", 40_000, at(0.5))) // m14 is of tier b by now, and gets 80
	doc.Tiers[0].Rate, doc.Tiers[1].Rate = money.Per100(150), money.Per100(100)
	p, err := s.Preview(ctx, doc, office.PreviewQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Looked != 16 || p.Orders != 16 || p.Before.Points != 1200+80 || p.After.Points != 1800+40 || p.Gainers != 15 || p.Losers != 0 {
		t.Errorf("%+v", p)
	}
	if p.Tiers[0] != (office.TierPreview{ID: "a", Name: "A", Orders: 15, Before: office.Figures{Points: 1200, Liability: 1_200_000}, After: office.Figures{Points: 1800, Liability: 1_800_000}}) ||
		p.Tiers[1].Before.Points != 80 || p.Tiers[1].After.Points != 40 || p.Tiers[1].Least != 50 {
		t.Errorf("%+v", p.Tiers)
	}
	if len(p.Gain) != 10 || p.Gain[0] != (office.MemberPreview{ID: "m13", Name: "Trần Thị m13", Phone: "09•• ••• 613", Before: 140, After: 210}) || len(p.Lose) != 0 {
		t.Errorf("%+v, %+v", p.Gain, p.Lose)
	}
	if len(p.Bars) != 15 || p.Bars[len(p.Bars)-1].Before != 10+80 {
		t.Errorf("%d bars, %+v", len(p.Bars), p.Bars)
	}
	doc.Tiers[0].Rate = money.Per100(50)
	if p, err = s.Preview(ctx, doc, office.PreviewQuery{}); err != nil || p.Losers != 15 || len(p.Lose) != 10 || p.Lose[0].ID != "m14" || p.Lose[0].After != 75+40 {
		t.Errorf("%+v, %v", p.Lose, err)
	}
	_, err = s.Preview(ctx, doc, office.PreviewQuery{Orders: office.PreviewMax + 1})
	wantCode(t, err, "field.range")
}

// However a preview is cut into parts, they come to the same.
func TestA2PartsOfAPreviewComeToTheWhole(t *testing.T) {
	s := openOffice(t)
	s.program()
	for i := range 5 {
		s.member(fmt.Sprint("m", i), fmt.Sprintf("09123456%02d", i), 0)
	}
	for i := range 40 {
		s.put(fmt.Sprint(i), sold(fmt.Sprint("m", i%5), money.VND(10_500+1000*i), at(float64(-i))))
	}
	doc := simple(func(p *loyalty.Program) { p.Rounding, p.Tiers[0].Rate = loyalty.RoundHalfUp, money.Per100(90) })
	whole, err := s.Preview(ctx, doc, office.PreviewQuery{})
	if err != nil || whole.Looked != 40 || len(whole.Bars) != 3 || !whole.Bars[0].Month {
		t.Fatalf("%+v, %v", whole, err)
	}
	for _, size := range []int{1, 7, 40, 500} {
		var sum office.PreviewSum
		for page := (office.Page{Limit: size}); ; {
			part, err := s.PreviewPart(ctx, doc, page)
			if err != nil {
				t.Fatal(err)
			}
			sum.Add(part)
			if page.Cursor = part.Next; page.Cursor == "" {
				break
			}
		}
		got := sum.Whole()
		for i := range got.Lose {
			got.Lose[i].Name, got.Lose[i].Phone = whole.Lose[i].Name, whole.Lose[i].Phone
		}
		if !reflect.DeepEqual(got, whole) {
			t.Errorf("in parts of %d:\n%+v\nwant\n%+v", size, got, whole)
		}
	}
}
