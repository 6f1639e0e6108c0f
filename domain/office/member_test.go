package office_test

import (
	"context"
	"strings"
	"testing"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
)

var ctx = context.Background()

func wantCode(t *testing.T, err error, code string) *fault.Error {
	t.Helper()
	f, ok := fault.Of(err)
	if !ok || f.Code != code {
		t.Errorf("%v, want %s", err, code)
		return &fault.Error{}
	}
	return f
}

func TestMemberIsOneUnderAnyFormOfThePhone(t *testing.T) {
	s := openOffice(t)
	first, err := s.CreateMember(ctx, office.NewMember{Phone: "0912 345 678", Name: "Đặng Ngọc Ánh"})
	if err != nil {
		t.Fatal(err)
	}
	if first.ID == "" || first.Phone != "+84912345678" || !first.JoinedAt.Equal(s.now) || !first.CreatedAt.Equal(s.now) {
		t.Errorf("%+v", first)
	}
	for _, phone := range []string{"0912345678", "+84912345678", "84912345678", "912.345.678"} {
		_, err := s.CreateMember(ctx, office.NewMember{Phone: phone, Name: "Ai Khác"})
		f := wantCode(t, err, "phone.taken")
		if f.Kind != fault.Conflict || f.Args["existing_id"] != first.ID {
			t.Errorf("%s: %+v", phone, f)
		}
		if m, err := s.MemberByPhone(ctx, phone); err != nil || m.ID != first.ID {
			t.Errorf("%s: %+v, %v", phone, m, err)
		}
	}
}

func TestMemberFieldsAreRefusedAllAtOnce(t *testing.T) {
	s := openOffice(t)
	_, err := s.CreateMember(ctx, office.NewMember{ID: "a/b", Phone: "12", Name: "", Email: "x", Birthday: "1990-13-01", JoinedAt: at(1),
		Opening: office.Opening{Points: -1, Ranking: -1}, Consents: []catalog.Consent{{Purpose: "spam"}}})
	list, ok := err.(fault.Fields)
	if !ok {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range list {
		got[f.Field] = f.Code
	}
	for field, code := range map[string]string{"id": "id.format", "phone": "phone.format", "name": "field.required", "email": "email.format",
		"birthday": "birthday.format", "joined_at": "at.future", "opening.points": "field.range", "opening.ranking_points": "field.range",
		"consents[0].purpose": "consent.purpose"} {
		if got[field] != code {
			t.Errorf("%s: %q, want %s", field, got[field], code)
		}
	}
	if list, _, _ := s.FindMembers(ctx, "", office.Page{}); len(list) != 0 {
		t.Errorf("%d members were kept", len(list))
	}
}

func TestOpeningBalanceStandsFromTheDayOfJoining(t *testing.T) {
	s := openOffice(t)
	s.program(func(p *loyalty.Program) {
		p.Expiry = loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 200}
		p.Earn.Activation = loyalty.Activation{Mode: loyalty.ActivateDays, Value: 7}
	})
	n := office.NewMember{ID: "m1", Phone: "0912345678", Name: "Ánh", JoinedAt: at(-100), Opening: office.Opening{Points: 90, Ranking: 5300}}
	if _, err := s.CreateMember(ctx, n); err != nil {
		t.Fatal(err)
	}
	now := s.points("m1", s.now)
	if now.Usable != 90 || now.Ranking != 5300 || now.Tier.ID != "vang" || len(now.Lots) != 1 || !now.Lots[0].AroseAt.Equal(at(-100)) {
		t.Errorf("%+v", now)
	}
	for days, usable := range map[float64]int64{-100.1: 0, -100: 90, 99.9: 90, 100: 0} { // usable at once, lapses by the rule
		if got := s.points("m1", at(days)); got.Usable != usable {
			t.Errorf("after %v days %d are usable, want %d", days, got.Usable, usable)
		}
	}
	if list := s.entries("m1"); len(list) != 1 || list[0].Kind != "adjust" || list[0].Points != 90 || !list[0].At.Equal(at(-100)) {
		t.Errorf("%+v", list)
	}
}

func TestPatchChangesWhatItNames(t *testing.T) {
	s := openOffice(t)
	s.member("m1", "0912345678", 0)
	s.member("m2", "0987654321", 0)
	m, err := s.PatchMember(ctx, "m1", office.MemberPatch{Phone: ptr("0911111111"), Email: ptr("anh@example.com")})
	if err != nil || m.Phone != "+84911111111" || m.Email != "anh@example.com" || m.Name != "Trần Thị m1" {
		t.Errorf("%+v, %v", m, err)
	}
	_, err = s.MemberByPhone(ctx, "0912345678")
	wantCode(t, err, "customer.unknown")
	_, err = s.PatchMember(ctx, "m1", office.MemberPatch{Phone: ptr("0987654321")})
	if f := wantCode(t, err, "phone.taken"); f.Args["existing_id"] != "m2" {
		t.Errorf("%+v", f)
	}
	_, err = s.PatchMember(ctx, "m1", office.MemberPatch{Name: ptr("")})
	wantCode(t, err, "field.required")
	_, err = s.PatchMember(ctx, "m9", office.MemberPatch{})
	wantCode(t, err, "customer.unknown")
	before := s.events()
	if _, err := s.PatchMember(ctx, "m1", office.MemberPatch{Email: ptr("anh@example.com")}); err != nil || s.events() != before {
		t.Errorf("changing nothing: %d events more, %v", s.events()-before, err)
	}
}

func TestMergedMemberAnswersAsTheOther(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("m1", "0911111111", 10)
	s.member("m2", "0922222222", 20)
	s.member("m3", "0933333333", 40)
	for _, step := range [][2]string{{"m1", "m2"}, {"m2", "m3"}, {"m1", "m3"}} { // the last is one already
		if m, err := s.Merge(ctx, step[0], step[1]); err != nil || m.ID != step[1] {
			t.Fatalf("%v: %+v, %v", step, m, err)
		}
	}
	for _, id := range []string{"m1", "m2", "m3"} {
		if m, err := s.Member(ctx, id); err != nil || m.ID != "m3" {
			t.Errorf("%s: %+v, %v", id, m, err)
		}
		if got := s.points(id, s.now); got.Usable != 70 || got.CustomerID != "m3" {
			t.Errorf("%s: %+v", id, got)
		}
	}
	for _, phone := range []string{"0911111111", "0922222222", "0933333333"} {
		if m, err := s.MemberByPhone(ctx, phone); err != nil || m.ID != "m3" {
			t.Errorf("%s: %+v, %v", phone, m, err)
		}
	}
	if list, _, err := s.FindMembers(ctx, "", office.Page{}); len(list) != 1 || err != nil {
		t.Errorf("%d members, %v", len(list), err)
	}
	if list, _, err := s.FindMembers(ctx, "0911111111", office.Page{}); len(list) != 1 || list[0].ID != "m3" || err != nil {
		t.Errorf("by the old phone %+v, %v", list, err)
	}
	if _, err := s.PatchMember(ctx, "m3", office.MemberPatch{Phone: ptr("0911111111")}); err != nil {
		t.Errorf("its own old phone: %v", err)
	}
	_, err := s.Merge(ctx, "m3", "m3")
	wantCode(t, err, "merge.same")
	_, err = s.Merge(ctx, "m3", "m9")
	wantCode(t, err, "customer.unknown")
}

// TestMergeMakesNoRing: whichever way round, two members are one and nothing circles.
func TestMergeMakesNoRing(t *testing.T) {
	s := openOffice(t)
	s.member("m1", "0911111111", 10)
	s.member("m2", "0922222222", 20)
	if _, err := s.Merge(ctx, "m1", "m2"); err != nil {
		t.Fatal(err)
	}
	if m, err := s.Merge(ctx, "m2", "m1"); err != nil || m.ID != "m2" {
		t.Errorf("%+v, %v", m, err)
	}
	if got := usable(s, "m1"); got != 30 {
		t.Errorf("%d usable", got)
	}
}

func TestAdjustTakesWhatIsThereAndNoMore(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("m1", "0912345678", 100)
	p, err := s.Adjust(ctx, "m1", office.Adjustment{Points: -60, Reason: "nhập sai"})
	if err != nil || p.Usable != 40 {
		t.Errorf("%+v, %v", p, err)
	}
	_, err = s.Adjust(ctx, "m1", office.Adjustment{Points: -41, Reason: "nhập sai"})
	if f := wantCode(t, err, "points.short"); f.Kind != fault.Invalid || f.Args["have"] != int64(40) {
		t.Errorf("%+v", f)
	}
	s.now = at(1)
	if p, err = s.Adjust(ctx, "m1", office.Adjustment{Points: 5, Reason: "đền bù"}); err != nil || p.Usable != 45 {
		t.Errorf("%+v, %v", p, err)
	}
	list := s.entries("m1")
	if last := list[len(list)-1]; last.Kind != "adjust" || last.Reason != "đền bù" || last.BalanceAfter != 45 {
		t.Errorf("%+v", last)
	}
	for reason, a := range map[string]office.Adjustment{"field.range": {Reason: "x"}, "field.required": {Points: 1, Reason: "  "},
		"field.too_long": {Points: 1, Reason: strings.Repeat("x", 501)}, "at.future": {Points: 1, Reason: "x", At: at(2)},
		"field.characters": {Points: 1, Reason: "a\x00b"}} {
		_, err := s.Adjust(ctx, "m1", a)
		wantCode(t, err, reason)
	}
}

// TestBackdatedAdjustmentCantTakeWhatWasSpentSince keeps an account from owing for a correction of the past.
func TestBackdatedAdjustmentCantTakeWhatWasSpentSince(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("m1", "0912345678", 100)
	if _, err := s.Adjust(ctx, "m1", office.Adjustment{Points: -80, Reason: "đổi quà", At: at(-10)}); err != nil {
		t.Fatal(err)
	}
	_, err := s.Adjust(ctx, "m1", office.Adjustment{Points: -30, Reason: "sửa", At: at(-20)})
	wantCode(t, err, "points.short")
	if _, err := s.Adjust(ctx, "m1", office.Adjustment{Points: -20, Reason: "sửa", At: at(-20)}); err != nil {
		t.Error(err)
	}
	if got := s.points("m1", at(-15)); got.Usable != 80 {
		t.Errorf("%d usable between", got.Usable)
	}
	if got := usable(s, "m1"); got != 0 {
		t.Errorf("%d usable now", got)
	}
}

func TestSameKeyGetsTheFirstAnswer(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("m1", "0912345678", 0)
	give := func(key string, request byte, points int64) (office.Points, *office.Once, error) {
		once := &office.Once{Key: key, Request: journal.Hash{request}}
		p, err := s.Adjust(office.WithOnce(ctx, once), "m1", office.Adjustment{Points: points, Reason: "tặng"})
		return p, once, err
	}
	if p, once, err := give("k1", 1, 10); err != nil || p.Usable != 10 || once.Replayed {
		t.Fatalf("%+v, %v", p, err)
	}
	give("k2", 2, 5)
	s.now = at(1)
	p, once, err := give("k1", 1, 10)
	if err != nil || !once.Replayed || p.Usable != 10 || !p.AsOf.Equal(at(0)) {
		t.Errorf("a repeat: %+v, replayed %v, %v", p, once.Replayed, err)
	}
	_, _, err = give("k1", 3, 11)
	if f := wantCode(t, err, "key.reused"); f.Kind != fault.Conflict {
		t.Errorf("%+v", f)
	}
	if _, once, err = give("k3", 4, -999); fault.Code(err) != "points.short" || once.Replayed {
		t.Errorf("%v", err)
	}
	if p, once, err = give("k3", 5, 1); err != nil || once.Replayed || p.Usable != 16 { // a refusal isn't remembered
		t.Errorf("%+v, %v", p, err)
	}
	_, _, err = give("", 1, 1)
	wantCode(t, err, "field.required")
	_, _, err = give(strings.Repeat("k", 201), 1, 1)
	wantCode(t, err, "field.too_long")
}
